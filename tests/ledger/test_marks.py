"""Which mark holds: the newest of each name, the strictest of a person and of a line; and what a line then tells outside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernel.errors import BadInput
from detente.kernel.spans import Span
from detente.ledger.entries import Entry, Report, Review, ReviewAction
from detente.ledger.leaving import HELD_DOC, NAMING, NOT_NAMED, leaving, saying
from detente.ledger.marks import Attribution, Mark, check_mark, marks_that_hold
from detente.ledger.people import Merge, MergeAction, who_is_who
from detente.ledger.redactions import Redaction
from detente.ledger.reviewing import standing
from detente.statements.record import Statement

NOON = datetime(2025, 3, 11, 12, tzinfo=UTC)
QUOTABLE, BACKGROUND, WITHHELD = Attribution
NAMES = ("Oswin Tarrak", "O. Tarrak", "the envoy", "Mirelle Vosk")


def mark(name: str, attribution: Attribution, *, after: int = 0, kind: str = "speaker", **given: Any) -> Mark:
    return Mark(kind, name, attribution, "asked", "ana", NOON + timedelta(hours=after), **given)  # type: ignore[arg-type]


def merge(name: str, into: str) -> Merge:
    return Merge(name, into, MergeAction.MERGE, "seen", "ana", NOON)


def said(words: str, *, doc: str = "d1", **given: Any) -> Statement:
    fields = {"kind": "position", "holder": "north", "stance": "demand", "issue": "terr.status"} | given
    return Statement(doc, Span(0, len(words)), words, **fields)


def test_what_has_no_mark_is_quotable() -> None:
    marks = marks_that_hold([], who_is_who([]))
    assert not marks.bind
    assert marks.on("d1", ["Oswin Tarrak", None]) is None


def test_a_quotable_mark_binds_nothing() -> None:
    marks = marks_that_hold([mark("Oswin Tarrak", QUOTABLE)], who_is_who([]))
    assert not marks.bind
    assert marks.of_speaker("Oswin Tarrak") is None


def test_a_mark_on_one_spelling_holds_for_the_person_before_and_after_the_merge() -> None:
    who = who_is_who([merge("O. Tarrak", "Oswin Tarrak"), merge("the envoy", "O. Tarrak")])
    for marked in ("Oswin Tarrak", "O. Tarrak", "the envoy"):
        marks = marks_that_hold([mark(marked, WITHHELD)], who)
        held = [name for name in NAMES if marks.of_speaker(name)]
        assert held == ["Oswin Tarrak", "O. Tarrak", "the envoy"]
    assert marks.of_speaker("OSWIN  tarrak") is not None


@given(
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(list(Attribution)), st.integers(0, 9)), max_size=8
    ),
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=3),
)
def test_of_each_spelling_the_newest_counts_and_of_a_person_the_strictest(
    told: list[tuple[str, Attribution, int]], merged: list[tuple[str, str]]
) -> None:
    made = [mark(name, attribution, after=after) for name, attribution, after in told]
    who = who_is_who([merge(name, into) for name, into in merged])
    marks = marks_that_hold(made, who)
    for name in NAMES:
        newest: dict[str, Attribution] = {}
        for one in sorted(made, key=lambda one: one.at):
            newest[one.name] = one.attribution
        mine = [found for spelling, found in newest.items() if who.same(spelling, name)]
        expected = max(mine, key=lambda one: one.strictness, default=QUOTABLE)
        held = marks.of_speaker(name)
        assert (held.attribution if held else QUOTABLE) is expected


def test_on_a_line_the_strictest_of_document_and_chain_counts() -> None:
    marks = marks_that_hold(
        [mark("d1", BACKGROUND, kind="document"), mark("Mirelle Vosk", WITHHELD)], who_is_who([])
    )
    on = {names: marks.on("d1", names) for names in (("Oswin Tarrak",), ("Oswin Tarrak", "Mirelle Vosk"))}
    assert [one.attribution if one else None for one in on.values()] == [BACKGROUND, WITHHELD]
    assert marks.on("d2", ["Oswin Tarrak"]) is None


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": "party"}, "has no mark"),
        ({"name": "  "}, "without a name"),
        ({"reason": " "}, "without a reason"),
        ({"described": "x", "attribution": WITHHELD}, "belongs to background"),
        ({"described": " "}, "empty description"),
    ],
)
def test_a_mark_that_says_nothing_is_refused(given: dict[str, Any], told: str) -> None:
    fields = {
        "kind": "speaker",
        "name": "x",
        "attribution": BACKGROUND,
        "reason": "y",
        "reviewer": "ana",
        "at": NOON,
    }
    with pytest.raises(BadInput, match=told):
        check_mark(Mark(**(fields | given)))


def leaves_of(statements: list[Statement], made: list[Mark], reviews: tuple[Review, ...] = ()) -> Any:
    entries = [Entry(one, NOON) for one in statements]
    lines = standing(entries, reviews).lines.values()
    return leaving(marks_that_hold(made, who_is_who([])), lines, entries, reviews=reviews)


def test_a_document_stays_where_anybody_in_it_is_marked_and_others_leave() -> None:
    first, second, third = said("one", speaker="Oswin Tarrak"), said("two"), said("three", doc="d2")
    leaves = leaves_of([first, second, third], [mark("Oswin Tarrak", BACKGROUND, described="an official")])
    assert leaves.docs == {"d1"}
    assert (leaves.stays(first.id), leaves.stays(second.id), leaves.stays(third.id)) == (True, True, False)
    assert leaves.statement(first.id, first).speaker == "an official"
    assert (leaves.statement(second.id, second).speaker, leaves.statement(second.id, second).evidence) == (
        None,
        "two",
    )
    assert leaves.report(Report("d1", "a.txt", "Harbour Wire"), withheld=False).publisher == "Harbour Wire"


def test_what_is_not_for_attribution_tells_nothing_of_its_words_or_chain() -> None:
    line = said(
        "one", speaker="Oswin Tarrak", via=("Mirelle Vosk",), condition="if", certainty="will", date="2025"
    )
    leaves = leaves_of([line], [mark("d1", WITHHELD, kind="document"), mark("d9", WITHHELD, kind="document")])
    told = leaves.statement(line.id, line)
    assert (told.doc, told.speaker, told.via, told.condition, told.certainty, told.date) == (HELD_DOC, None, (), None, None, None)  # fmt: skip
    assert (told.holder, told.issue, told.stance) == (line.holder, line.issue, line.stance)
    assert leaves.report(Report("d1", "a.txt", "Harbour Wire"), withheld=False).publisher != "Harbour Wire"
    assert leaves.docs == {"d1", "d9"}


def test_a_name_on_the_way_and_one_in_the_words_are_not_told() -> None:
    line = said("Vosk told him so", speaker="the mayor", via=("Mirelle Vosk",), condition="if Mirelle Vosk signs",
                instance="bridge", option="vosk's plan")  # fmt: skip
    leaves = leaves_of([line], [mark("Mirelle Vosk", BACKGROUND)])
    told = leaves.statement(line.id, line)
    assert (told.evidence, told.speaker, told.via) == (NAMING, "the mayor", (NOT_NAMED,))
    assert (told.condition, told.instance, told.option) == (NAMING, "bridge", NAMING)


def test_the_description_of_a_document_stands_for_all_who_speak_in_it() -> None:
    line = said("one", speaker="Oswin Tarrak")
    leaves = leaves_of([line], [mark("d1", BACKGROUND, kind="document", described="a visitor")])
    assert leaves.statement(line.id, line).speaker == "a visitor"


def test_an_edit_that_named_somebody_protects_the_line() -> None:
    line = said("one")
    edit = Review(line.id, ReviewAction.EDIT, "ana", NOON, changes={"speaker": "Oswin Tarrak"})
    undo = Review(line.id, ReviewAction.UNDO, "ana", NOON + timedelta(hours=1))
    assert leaves_of([line], [mark("Oswin Tarrak", WITHHELD)], (edit, undo)).is_withheld(line.id)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Oswin Tarrak", "as tarrak said", True),
        ("Oswin Tarrak", "OSWIN\n TARRAK", True),
        ("Oswin Tarrak", "Oswin came", False),
        ("Count von Berg", "Berg", True),
        ("the master of Ilvane", "leave Ilvane", False),
        ("the master of Ilvane", "The master of Ilvane", True),
        ("Al", "Also", True),
        ("", "anything", False),
    ],
)
def test_how_a_name_is_found_in_words(name: str, text: str, found: bool) -> None:
    assert bool(saying([name]).search(text)) is found


def test_a_tombstone_tells_when_by_whom_and_why() -> None:
    assert str(Redaction("d", "an order", "ana", NOON)) == "redacted on 2025-03-11 by ana: an order"
