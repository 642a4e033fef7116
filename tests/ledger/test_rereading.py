"""Reading again: what was decided is not asked again; only changed answers are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from detente.kernel.spans import Span
from detente.ledger.entries import Entry, Review, ReviewAction, Standing
from detente.ledger.rereading import READ_AGAIN, Again, read_again, repetitions
from detente.ledger.reviewing import standing
from detente.statements.record import Statement

TEXT = "The minister of Veldora demands the whole port now, she said. Kestria refuses."
DOC = "d" * 64
NOON = datetime(2025, 3, 11, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=2)


def said(words: str, **fields: Any) -> Statement:
    start = TEXT.index(words)
    usual: dict[str, Any] = {
        "kind": "position",
        "holder": "veldora",
        "stance": "demand",
        "issue": "terr.status",
    }
    return Statement(DOC, Span(start, start + len(words)), words, **(usual | fields))


OLD = said("demands the whole port")
WIDER = said("demands the whole port now")


def again(new: Statement, *reviews: Review, old: Statement = OLD) -> tuple[Again, ...]:
    entries = [Entry(old, NOON), Entry(new, LATER)]
    result = standing(entries, reviews, texts={DOC: TEXT})
    assert result.problems == ()
    return read_again(result.lines.values(), {e.statement.id: e.statement for e in entries}, reviews)


def acting(action: str, of: Statement = OLD, **given: Any) -> Review:
    usual: dict[str, Any] = {"reviewer": "ana", "at": NOON + timedelta(hours=1)}
    return Review(of.id, ReviewAction(action), **(usual | given))


@pytest.mark.parametrize(
    "decided",
    [
        acting("accept"),
        acting("reject", reason="no"),
        acting("edit", changes={"certainty": "may"}),
        acting("merge", reason="twice", changes={"lines": [OLD.id, "s1"], "into": ["s2"]}),
    ],
    ids=lambda review: str(review.action),
)
def test_what_says_the_same_of_the_same_words_repeats_the_decision(decided: Review) -> None:
    (found,) = again(WIDER, decided)
    assert found.repeats
    assert (found.line.original_id, found.decided.original_id) == (WIDER.id, OLD.id)


def test_what_says_what_a_person_corrected_to_repeats_the_correction() -> None:
    (found,) = again(
        said("demands the whole port now", stance="propose"), acting("edit", changes={"stance": "propose"})
    )
    assert found.repeats


@pytest.mark.parametrize(
    "fields", [{"stance": "propose"}, {"issue": "terr.withdrawal"}, {"holder": "kestria"}]
)
def test_what_says_otherwise_is_a_changed_answer(fields: dict[str, Any]) -> None:
    (found,) = again(said("demands the whole port", **fields), acting("accept"))
    assert not found.repeats


@pytest.mark.parametrize(
    "new",
    [
        said("Kestria refuses"),
        said("The minister of Veldora"),
        said("demands the whole port", kind="event", stance=None),
        said("demands the whole port", holder="kestria", issue="proc.talks"),
    ],
)
def test_what_is_of_something_else_is_a_new_line(new: Statement) -> None:
    assert again(new, acting("accept")) == ()


def test_nothing_is_a_changed_answer_to_what_nobody_decided_or_came_later() -> None:
    assert again(WIDER) == ()
    assert again(OLD, acting("accept", of=WIDER), old=WIDER) != ()
    entries = [Entry(WIDER, NOON), Entry(OLD, NOON)]
    reviews = [acting("accept")]
    lines = standing(entries, reviews).lines.values()
    assert read_again(lines, {e.statement.id: e.statement for e in entries}, reviews) == ()


def test_the_closest_of_several_decisions_is_named() -> None:
    near = said("demands the whole port", stance="propose")
    entries = [
        Entry(OLD, NOON),
        Entry(near, NOON),
        Entry(said("demands the whole port", stance="accept", option="x"), LATER),
    ]
    reviews = [
        acting("accept", of=OLD),
        acting("accept", of=near),
        acting("edit", of=near, changes={"option": "x"}),
    ]
    lines = standing(entries, reviews).lines.values()
    (found,) = read_again(lines, {e.statement.id: e.statement for e in entries}, reviews)
    assert found.decided.original_id == near.id


def follow(found: Iterable[Again], decided: Review) -> dict[str, Standing]:
    made = repetitions(found, LATER + timedelta(hours=1))
    result = standing([Entry(OLD, NOON), Entry(WIDER, LATER)], [decided, *made], texts={DOC: TEXT})
    assert result.problems == ()
    assert {r.reviewer for r in made} == {READ_AGAIN}
    assert all("a later reading says again what ana on 2025-03-11 decided" in (r.reason or "") for r in made)
    assert again(WIDER, decided, *made) == ()
    return {name: line.standing for name, line in result.lines.items()}


def test_a_repetition_follows_by_an_append_of_the_program_that_is_made_once() -> None:
    decided = acting("accept")
    assert follow(again(WIDER, decided), decided) == {
        OLD.id: Standing.ACCEPTED,
        WIDER.id: Standing.SUPERSEDED,
    }
    changed = again(said("demands the whole port", stance="propose"), decided)
    assert repetitions(changed, LATER) == ()
