"""Reviews are folded onto entries in the order of their times; nothing that was entered is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernel.errors import BadDate, BadInput, DetenteError, EvidenceMismatch
from detente.kernel.spans import Span
from detente.ledger.entries import Entry, Review, ReviewAction, Standing
from detente.ledger.reviewing import Reviewed, ReviewedLine, added, revised, standing
from detente.statements.record import EDITABLE_FIELDS, Statement

TEXT = "The North wants the bridge. The South said it will not leave the valley."
DOC = "d" * 64
NOON = datetime(2025, 3, 11, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def said(words: str, **fields: Any) -> Statement:
    start = TEXT.index(words)
    given: dict[str, Any] = {
        "kind": "position",
        "holder": "north",
        "stance": "demand",
        "issue": "terr.status",
    }
    return Statement(DOC, Span(start, start + len(words)), words, **(given | fields))


WANTS, STAYS, EXTRA = said("wants the bridge"), said("will not leave", holder="south"), said("The South said")
ENTRIES = (Entry(WANTS, NOON), Entry(STAYS, NOON + HOUR))
RECORD = EXTRA.as_record(doc_name="a.txt", full=True)


def act(action: str, *, of: Statement = WANTS, hours: int = 2, **given: Any) -> Review:
    usual: dict[str, Any] = {"reviewer": "ana", "at": NOON + hours * HOUR}
    if action == "reject":
        usual["reason"] = "a headline"
    return Review(of.id, ReviewAction(action), **(usual | given))


def line(result: Reviewed, of: Statement = WANTS) -> ReviewedLine:
    assert result.problems == ()
    return result.lines[of.id]


def test_without_reviews_lines_are_as_entered_and_unreviewed() -> None:
    result = standing(ENTRIES, [])
    assert list(result.lines.values()) == [
        ReviewedLine(WANTS.id, WANTS, Standing.UNREVIEWED, NOON),
        ReviewedLine(STAYS.id, STAYS, Standing.UNREVIEWED, NOON + HOUR),
    ]


def test_accepting_and_rejecting() -> None:
    accept, reject = act("accept"), act("reject", of=STAYS)
    result = standing(ENTRIES, [accept, reject])
    assert (line(result).standing, line(result).reviews) == (Standing.ACCEPTED, (accept,))
    assert (line(result, STAYS).standing, line(result, STAYS).statement) == (Standing.REJECTED, STAYS)


def test_an_edit_changes_the_line_and_not_its_original_id() -> None:
    edit = act("edit", changes={"holder": "south", "stage": "truce", "condition_on": [["sec.force", None]]})
    found = line(standing(ENTRIES, [edit]))
    assert (found.statement.holder, found.statement.stage) == ("south", "truce")
    assert found.statement.condition_on == (("sec.force", None),)
    assert found.standing is Standing.ACCEPTED
    assert found.original_id == WANTS.id != found.statement.id
    assert found.recorded == NOON


def test_edits_are_laid_one_on_another_and_taken_back_newest_first() -> None:
    first, second = act("edit", changes={"holder": "south"}), act("edit", changes={"target": "east"}, hours=3)
    both = line(standing(ENTRIES, [first, second]))
    assert (both.statement.holder, both.statement.target, both.reviews) == ("south", "east", (first, second))
    one = line(standing(ENTRIES, [first, second, act("undo", hours=4)]))
    assert (one.statement.holder, one.statement.target, one.reviews) == ("south", None, (first,))
    none = line(standing(ENTRIES, [first, second, act("undo", hours=4), act("undo", hours=5)]))
    assert none == line(standing(ENTRIES, []))


def test_new_evidence_comes_with_its_place_and_is_looked_up() -> None:
    words = "The North wants"
    for place in ({"span": [0, 15]}, {"span": Span(0, 15)}, {"start": 0, "end": 15}):
        found = line(
            standing(ENTRIES, [act("edit", changes={"evidence": words, **place})], texts={DOC: TEXT})
        )
        assert (found.statement.span, found.statement.evidence) == (Span(0, 15), words)
    elsewhere = [act("edit", changes={"evidence": words, "span": [1, 16]})]
    assert standing(ENTRIES, elsewhere).problems == ()
    result = standing(ENTRIES, elsewhere, texts={DOC: TEXT})
    assert "other words at 1-16" in result.problems[0].message
    assert result.lines[WANTS.id].statement == WANTS
    beyond = [act("edit", changes={"evidence": words, "span": [100, 115]})]
    assert "reaches past the end" in standing(ENTRIES, beyond, texts={DOC: TEXT}).problems[0].message


def test_an_added_line_stands_as_accepted_until_it_is_undone() -> None:
    add = act("add", of=EXTRA, changes=RECORD)
    result = standing(ENTRIES, [add], texts={DOC: TEXT})
    assert line(result, EXTRA) == ReviewedLine(EXTRA.id, EXTRA, Standing.ACCEPTED, add.at, (add,))
    assert list(result.lines) == [WANTS.id, STAYS.id, EXTRA.id]
    assert standing(ENTRIES, [add, act("undo", of=EXTRA, hours=3)]) == standing(ENTRIES, [])
    rejected = standing(ENTRIES, [add, act("reject", of=EXTRA, hours=3)])
    assert line(rejected, EXTRA).standing is Standing.REJECTED


def test_adding_what_a_reader_found_too_accepts_it_as_recorded() -> None:
    mine = WANTS.as_record(doc_name="a.txt", full=True) | {"certainty": "may"}
    add = act("add", changes=mine)
    assert line(standing(ENTRIES, [add])).statement.certainty == "may"
    assert line(standing(ENTRIES, [add])).recorded == NOON
    assert line(standing(ENTRIES, [add, act("undo", hours=3)])).statement == WANTS


def test_an_addition_to_an_unknown_document_is_a_problem() -> None:
    result = standing((), [act("add", of=EXTRA, changes=RECORD)], texts={})
    assert "enter the document first" in result.problems[0].message
    assert result.lines == {}


@pytest.mark.parametrize("action", ["accept", "reject", "edit", "undo"])
def test_an_action_on_an_unknown_line_is_a_problem_with_a_remedy(action: str) -> None:
    result = standing(
        ENTRIES, [act(action, of=EXTRA, changes={"holder": "south"} if action == "edit" else {})]
    )
    (problem,) = result.problems
    assert problem.code == "review-unknown-statement"
    assert problem.severity == "error"
    assert EXTRA.id in problem.place
    assert "look up" in problem.remedy
    assert result.lines == standing(ENTRIES, []).lines


def test_undoing_nothing_is_a_problem() -> None:
    result = standing(
        ENTRIES, [act("undo"), act("accept", hours=3), act("undo", hours=4), act("undo", hours=5)]
    )
    assert [problem.code for problem in result.problems] == ["review-undoes-nothing"] * 2
    assert result.lines == standing(ENTRIES, []).lines


REFUSED: list[tuple[str, Mapping[str, Any], str]] = [
    ("reject", {"reason": " "}, "a rejection without a reason"),
    ("reject", {"changes": {"holder": "x"}}, "changes no fields, yet holder came with it"),
    ("edit", {}, "an edit without changes"),
    ("edit", {"changes": {"holdr": "x"}}, "'holdr' is no field to set; did you mean 'holder'?"),
    ("edit", {"changes": {"confidence": 1.0}}, "'confidence' is no field to set"),
    ("edit", {"changes": {"doc": "x"}}, "'doc' is no field to set"),
    ("edit", {"changes": {"kind": "rumour"}}, "'rumour' is no kind; choose one of position, forecast"),
    ("edit", {"changes": {"stance": "want"}}, "'want' is no stance"),
    ("edit", {"changes": {"basis": None}}, "'None' is no basis"),
    ("edit", {"changes": {"stage": "war"}}, "'war' is no stage"),
    ("edit", {"changes": {"date": "soon"}}, "'soon' is no day"),
    ("edit", {"changes": {"issue": None}}, "None is no value of 'issue'; give text"),
    ("edit", {"changes": {"holder": 3}}, "3 is no value of 'holder'; give text or null"),
    ("edit", {"changes": {"via": "Bloomberg"}}, "'Bloomberg' is no value of 'via'; give a list"),
    ("edit", {"changes": {"via": None}}, "None is no value of 'via'"),
    ("edit", {"changes": {"about": [1]}}, "[1] is no value of 'about'"),
    ("edit", {"changes": {"condition_on": "sec"}}, "'sec' is no value of 'condition_on'"),
    ("edit", {"changes": {"condition_on": [["sec", 1]]}}, "is no value of 'condition_on'"),
    ("edit", {"changes": {"condition_on": 4}}, "4 is no value of 'condition_on'"),
    ("edit", {"changes": {"evidence": "The"}}, "evidence without its place"),
    ("edit", {"changes": {"evidence": "The", "span": [0, True]}}, "evidence without its place"),
    ("edit", {"changes": {"evidence": "The", "span": [3, 0]}}, "span 3-0 is empty or reversed"),
    ("edit", {"changes": {"evidence": "The", "span": [0, 9]}}, "evidence of 3 characters on span 0-9"),
    ("edit", {"changes": {"span": [0, 3]}}, "a new place without its words"),
    ("add", {}, "without evidence, kind, issue, doc_hash"),
    ("add", {"changes": RECORD}, f"the added record's id is {EXTRA.id}, not {WANTS.id}"),
    ("add", {"changes": RECORD | {"colour": "red"}}, "'colour' is no field to set"),
    ("add", {"changes": RECORD | {"confidence": 2}}, "2 is no confidence"),
    ("add", {"changes": RECORD | {"confidence": True}}, "True is no confidence"),
    ("add", {"changes": RECORD | {"doc_hash": 5}}, "5 is no value of 'doc'"),
]


@pytest.mark.parametrize(("action", "given", "message"), REFUSED)
def test_a_review_that_says_what_cannot_be_is_a_problem_and_changes_nothing(
    action: str, given: Mapping[str, Any], message: str
) -> None:
    result = standing(ENTRIES, [act(action, **given)])
    (problem,) = result.problems
    assert problem.code == "review-refused"
    assert message in problem.message
    assert result.lines == standing(ENTRIES, []).lines


def test_faults_of_changes_are_raised_to_who_asks_directly() -> None:
    with pytest.raises(BadInput, match="choose one of"):
        revised(WANTS, {"kind": "rumour"})
    with pytest.raises(BadDate):
        revised(WANTS, {"date": "2025-02-30"})
    with pytest.raises(EvidenceMismatch):
        revised(WANTS, {"evidence": "x", "span": [0, 2]})
    with pytest.raises(DetenteError):
        added({})


def test_a_bare_record_is_a_persons_coding() -> None:
    bare = {
        "doc": DOC,
        "evidence": "The South said",
        "start": 28,
        "end": 42,
        "kind": "event",
        "issue": "proc.talks",
    }
    assert added(bare) == said("The South said", kind="event", issue="proc.talks", holder=None, stance=None)
    assert added(bare | {"about": None, "date": "2025-03", "rules": ["r"]}).rules == ("r",)


FULL = said(
    "The North", via=("a", "b"), about=("x",), rules=("r",), condition_on=(("y", None),), confidence=0.25,
    origin="rules", speaker="its minister",
)  # fmt: skip


@pytest.mark.parametrize("statement", [WANTS, STAYS, FULL])
def test_a_full_record_gives_its_statement_back(statement: Statement) -> None:
    assert added(statement.as_record(doc_name="a.txt", full=True)) == statement


def test_reviews_of_one_moment_count_in_the_order_of_appending() -> None:
    accept, reject = act("accept"), act("reject")
    assert line(standing(ENTRIES, [accept, reject])).standing is Standing.REJECTED
    assert line(standing(ENTRIES, [reject, accept])).standing is Standing.ACCEPTED


texts = st.sampled_from(["south", "east", "the valley"])
edits = st.fixed_dictionaries(
    {},
    optional={
        "holder": texts,
        "target": texts,
        "stance": st.sampled_from(["accept", "hedge", None]),
        "kind": st.sampled_from(["event", "rumour"]),
        "span": st.just([0, 3]),
        "evidence": st.just("The"),
    },
)


@st.composite
def reviews(draw: st.DrawFn) -> list[Review]:
    made = []
    for _ in range(draw(st.integers(0, 12))):
        action = draw(st.sampled_from(ReviewAction))
        of = draw(st.sampled_from([WANTS, STAYS, EXTRA]))
        changes = RECORD if action is ReviewAction.ADD else draw(edits) if action is ReviewAction.EDIT else {}
        made.append(
            Review(of.id, action, "ana", NOON + draw(st.integers(0, 6)) * HOUR,
                   reason=draw(st.sampled_from([None, "wrong"])), changes=changes)
        )  # fmt: skip
    return made


@given(reviews())
def test_entering_twice_is_entering_once(made: list[Review]) -> None:
    later = tuple(Entry(entry.statement, entry.recorded + 9 * HOUR) for entry in ENTRIES)
    assert standing(ENTRIES + later, made) == standing(ENTRIES, made)


@given(reviews(), st.integers(0, 7))
def test_a_view_does_not_know_what_came_after_it(made: list[Review], hours: int) -> None:
    then = NOON + hours * HOUR
    known = [review for review in made if review.at <= then]
    entered = [entry for entry in ENTRIES if entry.recorded <= then]
    assert standing(ENTRIES, made, recorded_by=then) == standing(entered, known)
    assert all(found.recorded <= then for found in standing(ENTRIES, made, recorded_by=then).lines.values())


@given(
    reviews(), st.sampled_from([WANTS, STAYS, EXTRA]), st.sampled_from(["accept", "reject", "edit", "add"])
)
def test_undo_after_any_action_restores_what_was(made: list[Review], of: Statement, action: str) -> None:
    record = of.as_record(doc_name="a.txt", full=True)
    changes = {"edit": {"holder": "west"}, "add": record}.get(action, {})
    before = standing(ENTRIES, made)
    acted = standing(ENTRIES, [*made, act(action, of=of, hours=8, changes=changes)])
    undone = standing(
        ENTRIES, [*made, act(action, of=of, hours=8, changes=changes), act("undo", of=of, hours=9)]
    )
    if acted.problems == before.problems:
        assert undone == before
    else:  # there is no such line to act on, nor to undo
        assert undone.lines == before.lines


@given(reviews())
def test_nothing_stored_is_ever_lost_by_a_review(made: list[Review]) -> None:
    result = standing(ENTRIES, made)
    assert {entry.statement.id for entry in ENTRIES} <= set(result.lines)
    assert all(found.original_id == name for name, found in result.lines.items())
    assert all(found.statement.doc == DOC for found in result.lines.values())
    undoing = [review for review in made if review.action is ReviewAction.UNDO]
    standing_reviews = [review for found in result.lines.values() for review in found.reviews]
    assert len(standing_reviews) + len(result.problems) <= len(made)
    assert len(made) <= len(standing_reviews) + len(result.problems) + 2 * len(undoing)


@given(reviews())
def test_a_line_is_what_its_reviews_make_of_its_entry(made: list[Review]) -> None:
    """The reviews that a line names suffice to give it."""
    result = standing(ENTRIES, made)
    again = standing(ENTRIES, [review for found in result.lines.values() for review in found.reviews])
    assert again.problems == ()
    assert again.lines == result.lines


def test_every_editable_field_can_be_edited() -> None:
    values: dict[str, Any] = {
        "evidence": "The", "span": [0, 3], "kind": "event", "stance": None, "basis": "own", "date": "2025",
        "stage": "truce", "via": ["a"], "condition_on": [["a", "b"]], "about": ["x"],
    }  # fmt: skip
    for name in EDITABLE_FIELDS:
        changes = {name: values.get(name, "new")}
        if name in {"evidence", "span"}:
            changes = {key: values[key] for key in ("evidence", "span")}
        assert getattr(revised(WANTS, changes), name) not in {getattr(WANTS, name)}
