"""Lines split and merged: superseded and put in place at once, folded alone, and taken back as a whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernel.errors import BadInput, UnknownName
from detente.kernel.spans import Span
from detente.ledger.entries import Entry, Review, ReviewAction, Standing
from detente.ledger.reviewing import Reviewed, standing
from detente.ledger.splitting import Act, incomplete, merge, spanning, split
from detente.ledger.superseding import replacement_of
from detente.ledger.undoing import undo, undo_code, undo_last
from detente.statements.record import Statement

TEXT = "Veldora demands the port and the dam. Veldora wants the port. Kestria refuses."
DOC = "d" * 64
TEXTS = {DOC: TEXT}
NOON = datetime(2025, 3, 11, 12, tzinfo=UTC)


def said(words: str, **fields: Any) -> Statement:
    start = TEXT.index(words)
    usual: dict[str, Any] = {
        "kind": "position",
        "holder": "veldora",
        "stance": "demand",
        "issue": "terr.status",
    }
    return Statement(DOC, Span(start, start + len(words)), words, **(usual | fields))


BOTH = said("demands the port and the dam", confidence=0.4, origin="rules", rules=("r1",))
AGAIN, REFUSES = said("wants the port"), said("Kestria refuses", holder="kestria", stance="reject")
ENTRIES = tuple(Entry(s, NOON) for s in (BOTH, AGAIN, REFUSES))
PORT, DAM = said("the port and", issue="terr.withdrawal"), said("the dam", issue="infra.dam")


def by(minutes: int = 1, who: str = "ana", reason: str | None = "two demands") -> Act:
    return Act(who, NOON + timedelta(minutes=minutes), reason, "a.txt")


def folded(*reviews: Review) -> Reviewed:
    result = standing(ENTRIES, reviews, texts=TEXTS)
    assert result.problems == ()
    return result


def parted(*before: Review) -> tuple[Review, ...]:
    return split(folded(*before).lines[BOTH.id], [PORT, DAM], by())


def merged(minutes: int = 1) -> tuple[Review, ...]:
    lines = [folded().lines[s.id] for s in (BOTH, AGAIN)]
    return merge(lines, spanning([BOTH, AGAIN], TEXT), by(minutes, reason="said twice"))


def acting(action: str, of: Statement, minutes: int = 5, who: str = "ana", **given: Any) -> Review:
    return Review(of.id, ReviewAction(action), who, NOON + timedelta(minutes=minutes), **given)


def test_a_split_line_is_superseded_and_its_parts_stand_as_a_persons() -> None:
    lines = folded(*parted()).lines
    assert lines[BOTH.id].standing is Standing.SUPERSEDED
    assert lines[BOTH.id].statement == BOTH
    parts = [lines[s.id] for s in (PORT, DAM)]
    assert [p.standing for p in parts] == [Standing.ACCEPTED] * 2
    assert [(p.statement.issue, p.statement.origin, p.statement.confidence) for p in parts] == [
        ("terr.withdrawal", "person", 1.0),
        ("infra.dam", "person", 1.0),
    ]
    assert {r.reason for p in parts for r in p.reviews} == {"two demands"}


def test_merged_lines_are_superseded_by_one_with_the_words_of_all() -> None:
    reviews = merged()
    lines = folded(*reviews).lines
    assert [lines[s.id].standing for s in (BOTH, AGAIN)] == [Standing.SUPERSEDED] * 2
    (made,) = [line for name, line in lines.items() if name not in {s.id for s in (BOTH, AGAIN, REFUSES)}]
    assert made.statement.evidence == "demands the port and the dam. Veldora wants the port"
    assert made.statement.holder == "veldora"


def test_one_of_the_merged_lines_can_be_kept() -> None:
    lines = [folded().lines[s.id] for s in (BOTH, AGAIN)]
    reviews = merge(lines, AGAIN, by())
    kept = folded(*reviews).lines
    assert kept[AGAIN.id].standing is Standing.ACCEPTED
    assert kept[BOTH.id].standing is Standing.SUPERSEDED
    assert len(reviews) == 2
    back = undo(BOTH.id, folded(*reviews), ("ana", NOON + timedelta(hours=1)))
    assert folded(*reviews, *back).lines == folded().lines


@pytest.mark.parametrize("of", [BOTH, PORT, DAM])
def test_an_undo_on_any_of_its_lines_takes_the_split_back_on_all(of: Statement) -> None:
    before = acting("edit", BOTH, 0, changes={"certainty": "may"})
    reviews = (before, *parted(before))
    back = undo(of.id, folded(*reviews), ("ben", NOON + timedelta(hours=1)))
    assert {r.statement_id for r in back} == {BOTH.id, PORT.id, DAM.id}
    assert folded(*reviews, *back).lines == folded(before).lines


def test_a_part_that_somebody_changed_since_is_told_and_nothing_is_undone() -> None:
    reviews = (*parted(), acting("edit", DAM, who="ben", changes={"stance": "propose"}))
    with pytest.raises(
        BadInput, match=rf"ben acted on {DAM.id} later \(edit.*undo that first: --undo {DAM.id}"
    ):
        undo(BOTH.id, folded(*reviews), ("ana", NOON + timedelta(hours=1)))
    first = undo(DAM.id, folded(*reviews), ("ana", NOON + timedelta(hours=1)))
    assert [r.statement_id for r in first] == [DAM.id]
    reviews += first
    reviews += undo(BOTH.id, folded(*reviews), ("ana", NOON + timedelta(hours=2)))
    assert folded(*reviews).lines == folded().lines


def test_what_takes_its_place_can_be_split_again() -> None:
    first = merged()
    (made,) = [r.statement_id for r in first if r.action is ReviewAction.ADD]
    again = said("wants the port", issue="terr.withdrawal")
    second = split(folded(*first).lines[made], [PORT, again], by(2))
    lines = folded(*first, *second).lines
    assert lines[made].standing is Standing.SUPERSEDED
    assert lines[PORT.id].standing is Standing.ACCEPTED
    third = split(folded(*first).lines[made], [PORT, AGAIN], by(2))
    (problem,) = standing(ENTRIES, [*first, *third], texts=TEXTS).problems
    assert f"the line was merged into {made}; undo that first" in problem.message


def test_a_superseded_line_takes_no_action_but_undo() -> None:
    result = standing(ENTRIES, [*parted(), acting("accept", BOTH)], texts=TEXTS)
    assert f"the line was split into {PORT.id}, {DAM.id}; undo that first" in result.problems[0].message
    assert result.lines == folded(*parted()).lines


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([PORT], "1 parts; a split needs two or more"),
        ([PORT, said("the port and the dam")], "share words; give each its own"),
        ([PORT, said("Kestria")], "“Kestria” shares no word with the line's"),
        (
            [PORT, Statement("e" * 64, DAM.span, DAM.evidence, "event", None, None, "x")],
            "is of another document",
        ),
    ],
)
def test_what_is_no_part_is_refused(parts: list[Statement], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        split(folded().lines[BOTH.id], parts, by())


def test_what_does_not_go_into_one_line_is_refused() -> None:
    line = folded().lines[BOTH.id]
    with pytest.raises(BadInput, match="1 line; a merge needs two"):
        merge([line], BOTH, by())
    with pytest.raises(BadInput, match="named twice"):
        merge([line, line], BOTH, by())
    with pytest.raises(BadInput, match="shares no word with the lines"):
        merge([line, folded().lines[AGAIN.id]], said("Kestria"), by())
    other = Statement("e" * 64, DAM.span, DAM.evidence, "event", None, None, "x")
    far = standing([Entry(other, NOON)], []).lines[other.id]
    with pytest.raises(BadInput, match="the lines stand in 2 documents"):
        merge([line, far], BOTH, by())


@pytest.mark.parametrize(
    ("action", "given", "told"),
    [
        ("split", {"changes": {"lines": [BOTH.id], "into": [PORT.id, DAM.id]}}, "'split' without a reason"),
        ("split", {"reason": "x", "changes": {}}, "'split' needs 'lines' and 'into'"),
        (
            "split",
            {"reason": "x", "changes": {"lines": [BOTH.id], "into": "s1"}},
            "'s1' is no value of 'into'",
        ),
        (
            "split",
            {"reason": "x", "changes": {"lines": [BOTH.id], "into": [PORT.id]}},
            "1 lines into 1; 'split' is of",
        ),
        (
            "split",
            {"reason": "x", "changes": {"lines": ["s1"], "into": ["s2", "s3"]}},
            "must be among 'lines'",
        ),
        (
            "merge",
            {"reason": "x", "changes": {"lines": [BOTH.id, "s1"], "into": ["s2", "s3"]}},
            "'merge' is of two",
        ),
        (
            "same",
            {"reason": "x", "changes": {"lines": [BOTH.id, "s1"], "into": ["s2"]}},
            "'same' is of one line",
        ),
        ("accept", {"changes": {"between": "ana"}}, "'ana' is no value of 'between'"),
        ("undo", {"changes": {"holder": "x"}}, "no judgement of its coder stands"),
    ],
)
def test_a_malformed_replacement_is_a_problem(action: str, given: dict[str, Any], told: str) -> None:
    result = standing(ENTRIES, [acting(action, BOTH, **given)], texts=TEXTS)
    assert told in result.problems[0].message
    assert result.lines == folded().lines


def test_an_added_part_names_itself_and_both_sides() -> None:
    record = PORT.as_record(doc_name="a.txt", full=True)
    for marks, told in (
        ({"lines": [BOTH.id]}, "'lines' and 'into' go together"),
        ({"lines": [BOTH.id], "into": [DAM.id]}, "not among those that 'into' names"),
    ):
        result = standing(ENTRIES, [acting("add", PORT, changes=record | marks)], texts=TEXTS)
        assert told in result.problems[0].message


def test_half_a_split_is_found() -> None:
    assert incomplete(folded(*parted()).lines) == ()
    (problem,) = incomplete(folded(*parted()[:2]).lines)
    assert problem.code == "review-incomplete"
    assert "undo the whole split" in problem.remedy
    made = replacement_of(parted()[0])
    assert made is not None
    assert incomplete(folded(*parted()[:2]).lines, only=[made]) == (problem,)
    assert incomplete(folded(*parted()[:2]).lines, only=[]) == ()


def test_ones_own_last_actions_are_taken_back_newest_first() -> None:
    theirs = acting("accept", REFUSES, 3, who="ben")
    judged = acting("code", REFUSES, 4, changes={"judged": "reject"})
    reviews = [acting("accept", AGAIN, 0), *parted(), theirs, judged]

    def back(count: int) -> Reviewed:
        made = undo_last(count, ENTRIES, reviews=reviews, by=("ana", NOON + timedelta(hours=1)))
        return folded(*reviews, *made)

    assert back(1).codes == {}
    assert back(1).lines == folded(*reviews[:-1]).lines
    assert back(2).lines == folded(reviews[0], theirs).lines
    assert back(3).lines == folded(theirs).lines
    with pytest.raises(BadInput, match="ana has 3 actions that stand, not 4"):
        back(4)


def test_ones_last_action_under_anothers_is_not_taken_back() -> None:
    reviews = [acting("accept", AGAIN, 0), acting("reject", AGAIN, 1, who="ben", reason="no")]
    with pytest.raises(BadInput, match="ben acted on"):
        undo_last(1, ENTRIES, reviews=reviews, by=("ana", NOON + timedelta(hours=1)))


def test_what_cannot_be_undone_is_told() -> None:
    with pytest.raises(UnknownName, match="no line 's0' stands"):
        undo("s0", folded(), ("ana", NOON))
    with pytest.raises(BadInput, match="no action on this line stands"):
        undo(BOTH.id, folded(), ("ana", NOON))


def test_a_second_coders_judgement_changes_no_line_and_is_withdrawn_by_its_coder_alone() -> None:
    record = BOTH.as_record(doc_name="a.txt", full=True) | {"stance": "propose"}
    judged = acting("code", BOTH, who="ben", changes={"judged": "edit", "record": record})
    found = folded(judged)
    assert found.lines == folded().lines
    assert found.codes == {BOTH.id: (judged,)}
    assert folded(judged, undo_code(BOTH.id, ("ben", NOON + timedelta(hours=1)))).codes == {}
    result = standing(ENTRIES, [judged, undo_code(BOTH.id, ("ana", NOON + timedelta(hours=1)))])
    assert result.problems[0].code == "review-undoes-nothing"
    assert result.codes == {BOTH.id: (judged,)}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"judged": "maybe"}, "'maybe' is no judgement"),
        ({"judged": "reject", "record": {"kind": "event"}}, "that rejects the line has no record"),
        ({"judged": "accept"}, "without its record"),
        ({"judged": "accept", "record": None, "x": 1}, "is no judgement"),
        ({"judged": "edit", "record": {"kind": "event"}}, "an added record without evidence"),
        ({"judged": "add", "record": DAM.as_record(doc_name="a", full=True)}, "under its record's own id"),
        (
            {"judged": "edit", "record": DAM.as_record(doc_name="a", full=True) | {"doc_hash": "e" * 64}},
            "the line of",
        ),
        (
            {"judged": "edit", "record": DAM.as_record(doc_name="a", full=True) | {"start": 0, "end": 7}},
            "other words at",
        ),
    ],
)
def test_a_malformed_judgement_is_a_problem(changes: dict[str, Any], told: str) -> None:
    result = standing(ENTRIES, [acting("code", BOTH, changes=changes)], texts=TEXTS)
    assert told in result.problems[0].message
    assert result.codes == {}


def test_a_second_coder_can_judge_what_nobody_else_has() -> None:
    record = DAM.as_record(doc_name="a.txt", full=True)
    own = acting("code", DAM, who="ben", changes={"judged": "add", "record": record})
    also = acting("code", DAM, 6, who="eve", changes={"judged": "accept", "record": record})
    found = folded(own, also)
    assert found.codes == {DAM.id: (own, also)}
    assert DAM.id not in found.lines
    unknown = standing(ENTRIES, [also], texts=TEXTS)
    assert unknown.problems[0].code == "review-unknown-statement"


@given(st.lists(st.sampled_from(["accept", "split", "merge", "undo", "undo part"]), max_size=9))
def test_splits_merges_and_undos_in_any_order_are_whole_or_not_there(steps: list[str]) -> None:
    reviews: list[Review] = []
    for minute, step in enumerate(steps):
        now, act = folded(*reviews), by(minute)
        live = [line for line in now.lines.values() if line.standing.stands]
        try:
            if step == "accept":
                made: tuple[Review, ...] = (Review(live[0].original_id, ReviewAction.ACCEPT, "ana", act.at),)
            elif step == "split":
                made = split(now.lines[BOTH.id], [PORT, DAM], act)
            elif step == "merge":
                two = [line for line in live if line.statement.holder == "veldora"][:2]
                made = merge(two, spanning([line.statement for line in two], TEXT), act)
            else:
                name = (BOTH if step == "undo" else PORT).id
                made = undo(name, now, ("ana", act.at))
        except (BadInput, UnknownName):
            continue
        after = standing(ENTRIES, [*reviews, *made], texts=TEXTS)
        if not after.problems and not incomplete(after.lines):
            reviews += made
        else:
            assert step in {"split", "merge"}  # of a line that others have replaced already
    whole = folded(*reviews)
    assert incomplete(whole.lines) == ()
    for line in whole.lines.values():
        if line.standing is Standing.SUPERSEDED:
            assert all(whole.lines[name].reviews for name in line.reviews[-1].changes["into"])
