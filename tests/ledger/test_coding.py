"""What coders have side by side, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from detente.kernel.spans import Span
from detente.ledger.agreement import FIELDS, Agreement, agreement, differing
from detente.ledger.coding import Judgement, Unit, coders_of, judgements, units
from detente.ledger.entries import Entry, Review, ReviewAction
from detente.ledger.reviewing import standing
from detente.ledger.splitting import Act, split
from detente.statements.record import Statement

TEXT = "Veldora demands the port and the dam. Kestria refuses the port. A poet sang."
DOC = "d" * 64
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


BOTH = said("demands the port and the dam")
REFUSES = said("Kestria refuses the port", holder="kestria", stance="reject")
SANG = said("A poet sang", kind="event", holder=None, stance=None)
ENTRIES = tuple(Entry(s, NOON) for s in (BOTH, REFUSES, SANG))


class Coding:
    """Actions in the order in which they are written."""

    def __init__(self) -> None:
        self.reviews: list[Review] = []

    def act(self, who: str, action: str, of: Statement, reason: str | None = None, **changes: Any) -> Coding:
        at = NOON + timedelta(minutes=len(self.reviews) + 1)
        self.reviews.append(Review(of.id, ReviewAction(action), who, at, reason, changes))
        return self

    def code(self, who: str, judged: str, of: Statement, as_coded: Statement | None = None) -> Coding:
        record = None if judged == "reject" else (as_coded or of).as_record(doc_name="a", full=True)
        return self.act(who, "code", of, judged=judged, record=record)

    def judged(self) -> tuple[Judgement, ...]:
        result = standing(ENTRIES, self.reviews, texts={DOC: TEXT})
        assert result.problems == ()
        return judgements(result, ENTRIES)

    def units(self, *coders: str) -> tuple[Unit, ...]:
        found = self.judged()
        docs = dict.fromkeys((one.line for one in found), DOC)
        return units(found, coders or coders_of(found), docs=docs, read=[e.statement.id for e in ENTRIES])

    def agreement(self) -> Agreement:
        return agreement(self.units(), coders_of(self.judged()))


def has(unit: Unit) -> dict[str, str | None]:
    """What each coder has, by the words."""
    return {c: (j.statement.evidence if j.statement else None) for c, j in unit.judged.items()}


def test_ordinary_reviews_and_second_judgements_are_both_somebodys_word() -> None:
    coding = Coding().act("ana", "accept", BOTH).act("ana", "edit", REFUSES, stance="hedge")
    coding.act("ana", "reject", SANG, "no line").code("ben", "accept", BOTH).code("ben", "reject", SANG)
    found = {(j.coder, j.line): j.statement for j in coding.judged()}
    assert found == {
        ("ana", BOTH.id): BOTH,
        ("ana", REFUSES.id): replace(REFUSES, stance="hedge"),
        ("ana", SANG.id): None,
        ("ben", BOTH.id): BOTH,
        ("ben", SANG.id): None,
    }


def test_the_newest_word_counts_and_what_was_undone_does_not() -> None:
    coding = Coding().act("ana", "accept", BOTH).act("ana", "undo", BOTH)
    coding.code("ben", "accept", BOTH).code("ben", "reject", BOTH)
    assert [(j.coder, j.statement) for j in coding.judged()] == [("ben", None)]
    undo = Review(BOTH.id, ReviewAction.UNDO, "ben", NOON + timedelta(hours=1), None, {"of": "code"})
    coding.reviews.append(undo)
    assert [(j.coder, j.statement) for j in coding.judged()] == [("ben", BOTH)]


def test_a_decision_between_coders_is_nobodys_own() -> None:
    coding = Coding().act("ana", "accept", BOTH).code("ben", "reject", BOTH)
    coding.act("eve", "reject", BOTH, "adjudicated", between=["ana", "ben"])
    assert {j.coder: j.statement for j in coding.judged()} == {"ana": BOTH, "ben": None}


def test_lines_that_both_judged_are_units_and_what_one_did_not_judge_is_missing() -> None:
    coding = Coding().act("ana", "accept", BOTH).act("ana", "accept", REFUSES).code("ben", "accept", BOTH)
    assert [has(u) for u in coding.units()] == [{"ana": BOTH.evidence, "ben": BOTH.evidence}]


def test_a_line_that_only_one_has_counts_as_missed_by_who_read_the_document() -> None:
    own = said("the dam", issue="infra.dam")
    coding = Coding().act("ana", "accept", REFUSES).code("ben", "accept", REFUSES).code("ben", "add", own)
    assert [has(u) for u in coding.units()] == [
        {"ana": None, "ben": "the dam"},
        {"ana": REFUSES.evidence, "ben": REFUSES.evidence},
    ]
    alone = Coding().code("ben", "add", own)
    assert alone.units("ana", "ben") == ()


def test_a_line_that_one_wrote_anew_stands_beside_the_others() -> None:
    own = said("demands the port and the", issue="terr.withdrawal")
    coding = Coding().act("ana", "accept", BOTH).code("ben", "reject", BOTH).code("ben", "add", own)
    assert [has(u) for u in coding.units()] == [{"ana": BOTH.evidence, "ben": own.evidence}]


def test_a_split_stands_beside_the_line_that_the_other_kept() -> None:
    parts = [said("demands the port and"), said("the dam", issue="infra.dam")]
    line = standing(ENTRIES, []).lines[BOTH.id]
    coding = Coding().code("ben", "accept", BOTH)
    coding.reviews += split(line, parts, Act("ana", NOON + timedelta(hours=1), "two", "a"))
    assert [has(u) for u in coding.units()] == [
        {"ana": "demands the port and", "ben": BOTH.evidence},
        {"ana": "the dam", "ben": None},
    ]


def test_three_coders_are_put_side_by_side() -> None:
    coding = Coding().act("ana", "accept", BOTH).code("ben", "accept", BOTH).code("eve", "reject", BOTH)
    (unit,) = coding.units()
    assert has(unit) == {"ana": BOTH.evidence, "ben": BOTH.evidence, "eve": None}
    found = coding.agreement()
    assert [pair.coders for pair in found.pairs] == [("ana", "ben"), ("ana", "eve"), ("ben", "eve")]
    assert [pair.scores[0].partial_f1 for pair in found.pairs] == [1.0, 0.0, 0.0]


def score(found: Agreement, field: str) -> tuple[Any, ...]:
    one = next(s for s in found.pairs[0].scores if s.field == field)
    return one.one, one.other, one.partial, one.exact


def test_f1_counts_overlapping_and_same_words_field_by_field() -> None:
    moved = said("demands the port and the", stance="propose")
    coding = Coding().act("ana", "accept", BOTH).code("ben", "edit", BOTH, moved)
    coding.act("ana", "accept", REFUSES).code("ben", "accept", REFUSES)
    coding.act("ana", "reject", SANG, "no").code("ben", "accept", SANG)
    found = coding.agreement()
    assert score(found, "line") == (2, 3, 2, 1)
    assert score(found, "stance") == (2, 3, 1, 1)
    assert score(found, "holder") == (2, 3, 2, 1)
    assert score(found, "all fields") == (2, 3, 1, 1)
    line = found.pairs[0].scores[0]
    assert (line.partial_f1, line.exact_f1) == (pytest.approx(0.8), pytest.approx(0.4))
    alphas = dict(found.alphas)
    assert set(alphas) == {"line", *FIELDS}
    assert (alphas["stance"].units, alphas["line"].units) == (2, 3)
    # by hand: line true-true, true-true, false-true: n = 6, n_true = 5, Σo = 4; α = (5·4 − 20)/(30 − 20)
    assert alphas["line"].value == pytest.approx(0.0)
    # stance demand-propose, reject-reject: n = 4, Σo = 2; α = (3·2 − 2)/(12 − 2)
    assert alphas["stance"].value == pytest.approx(0.4)
    assert alphas["holder"].value == pytest.approx(1.0)


def test_nobody_has_a_line_nobody_agrees() -> None:
    coding = Coding().act("ana", "reject", SANG, "no").code("ben", "reject", SANG)
    found = coding.agreement()
    assert found.pairs[0].scores[0].partial_f1 is None
    assert dict(found.alphas)["line"].value is None


@pytest.mark.parametrize(
    ("fields", "differ"),
    [
        ({"speaker": "THE MINISTER"}, ()),
        ({"speaker": "the poet"}, ("speaker",)),
        ({"condition": "if paid"}, ()),
        ({"condition": None}, ("condition",)),
        ({"option": "none"}, ("option",)),
    ],
)
def test_wording_is_no_difference_where_it_says_the_same(
    fields: dict[str, Any], differ: Sequence[str]
) -> None:
    one = said("the port", speaker="the minister", condition="if the dam is open")
    assert differing(one, replace(one, **fields)) == tuple(differ)
    assert differing(one, said("the port and", speaker="the minister", condition="x")) == ("evidence",)
