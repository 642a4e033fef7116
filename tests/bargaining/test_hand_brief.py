"""What an experienced analyst made of the five seed reports by hand is what the program makes of their gold statements.

`gold/hand_brief.md` is the measure: the true deadlocks, what looks like one and is none, the moves, the questions.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from detente.bargaining.answer import Asking, stage_results
from detente.bargaining.constraints.model import Strength
from detente.bargaining.movement import Means, Movement, movement
from detente.bargaining.questions import QuestionKind
from detente.bargaining.results import Deadlock, StageResults
from detente.bargaining.stage_moves.model import Opening
from detente.corpus.document import Document, Metadata
from detente.kernel.dates import parse_when
from detente.ledger.entries import Entry, Report
from detente.ledger.positions import Position, positions
from detente.ledger.utterances import Voice
from detente.ledger.view import History, LedgerView, Moment, view
from detente.packs.load import load_pack
from detente.packs.model import STAGES
from detente.solvers.pysat import PySatSolver
from detente.statements.importing import import_statements
from small_worlds import one

pytestmark = pytest.mark.shared

PUBLISHED = {
    "000": "2025-09-04/2025-09-06", "001": "2025-03-13/2025-03-14", "002": None, "003": "2025-03-13/2025-03-14",
    "004": "2025-04-28/2025-04-30",
}  # fmt: skip
NOW = datetime(2026, 1, 1, tzinfo=UTC)

Answer = tuple[dict[str, StageResults], tuple[Position, ...]]
_ANSWERS: dict[Path, Answer] = {}
_MOVEMENTS: dict[Path, Movement] = {}


@pytest.fixture
def moving(shared: Path) -> Movement:
    """What goes beyond single deadlocks, worked out once."""
    return _MOVEMENTS.setdefault(shared, _MOVEMENTS.get(shared) or moved(shared))


@pytest.fixture
def answer(shared: Path) -> Answer:
    """Results of both stages and all positions as of 6 September 2025, worked out once."""
    return _ANSWERS.setdefault(shared, _ANSWERS.get(shared) or answered(shared))


def moved(shared: Path) -> Movement:
    results, held = _ANSWERS.setdefault(shared, answered(shared))
    means = Means(PySatSolver(), lambda: False)
    return movement(results, (_VIEWS[shared], held), load_pack("ukraine"), means=means)


_VIEWS: dict[Path, LedgerView] = {}


def answered(shared: Path) -> Answer:
    pack = load_pack("ukraine")
    texts = {p.name: p.read_text(encoding="utf-8") for p in sorted((shared / "seeds").glob("*.txt"))}
    documents = {
        n: Document(n, t, Metadata(published=parse_when(PUBLISHED[n[:3]]))) for n, t in texts.items()
    }
    gold = (shared / "gold" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()
    imported = import_statements(gold, documents, pack, name="seeds.jsonl")
    assert imported.problems == ()
    entries = [Entry(s, NOW) for statements in imported.statements.values() for s in statements]
    reports = {d.hash: Report(d.hash, n, published=d.metadata.published) for n, d in documents.items()}
    moment = Moment(as_of=date(2025, 9, 6))
    seen = view(History(entries, [], reports), moment)
    _VIEWS[shared] = seen
    held, _ = positions(seen, pack)
    asking = Asking(PySatSolver(), time.monotonic, 60, moment)
    return {
        stage: stage_results(held, seen.counted, pack, stage=stage, asking=asking) for stage in STAGES
    }, held


def on(lock: Deadlock, *issues: str) -> bool:
    """Whether every issue named is held by a member."""
    return set(issues) <= {k.issue for m in lock.members for k in m.keys}


def counting(results: StageResults) -> list[Deadlock]:
    """Deadlocks between the sides: what nobody could give is listed apart, what was only asked is not held."""
    return [d for d in results.deadlocks if not d.not_on_offer and d.strength is not Strength.ASKED]


def test_every_deadlock_was_found_within_the_budget_and_confirmed(answer: Answer) -> None:
    for results in answer[0].values():
        assert results.complete
        assert all(d.checked and d.members for d in results.deadlocks)
        assert results.problems == ()


def test_the_truce_is_locked_by_order_in_the_parties_own_words(answer: Answer) -> None:
    """D1: Russia's root causes first against Ukraine's unconditional truce."""
    truce = answer[0]["truce"]
    lead = truce.deadlocks[0]
    assert on(lead, "align.order", "cf.precondition")
    assert {(m.party, k.issue) for m in lead.members for k in m.keys} == {
        ("russia", "align.order"),
        ("ukraine", "cf.precondition"),
    }
    assert (lead.strength, lead.not_on_offer) == (Strength.OWN, False)
    words = " ".join(line.statement.evidence for line in lead.lines)
    assert "root causes" in words
    assert "unconditional" in words
    assert {(s.party, s.option) for s in truce.sequence} == {
        ("russia", "settlement_first"),
        ("ukraine", "truce_first"),
    }
    assert {m.by for m in truce.moves[lead.id]} >= {("russia",), ("ukraine",)}


def test_what_the_pause_may_be_used_for_is_among_what_was_asked(answer: Answer) -> None:
    """D2: Russia's question on rearming against the aid that was resumed."""
    found = [
        d
        for d in answer[0]["truce"].deadlocks
        if d.strength is Strength.ASKED and on(d, "forces.rearm", "support.arms")
    ]
    lock = one(found)
    assert set(lock.parties) == {"russia", "usa"}
    assert any("What are our guarantees" in line.statement.evidence for line in lock.lines)
    assert any("assistance to Ukraine" in line.statement.evidence for line in lock.lines)


def test_whether_withdrawal_is_a_condition_of_the_truce_rests_on_what_others_say_and_is_asked(
    answer: Answer,
) -> None:
    truce = answer[0]["truce"]
    found = [
        d
        for d in truce.deadlocks
        if {m.id for m in d.members if m.party == "russia"} == {"russia:cf.precondition:attributed"}
    ]
    assert [d.strength for d in found] == [Strength.ATTRIBUTED]
    asked = [q for q in truce.questions if q.party == "russia" and q.key.issue == "terr.withdrawal"]
    assert QuestionKind.STAGE_UNCLEAR in {q.kind for q in asked}


def test_the_four_oblasts_are_locked_on_what_is_only_said_of_ukraine(answer: Answer) -> None:
    """D3: Russia in its own words, Ukraine's side resting on attribution only, and said so."""
    results, held = answer
    lock = one(
        d
        for d in counting(results["settlement"])
        if on(d, "terr.withdrawal") and set(d.parties) == {"russia", "ukraine"}
    )
    strength = {m.party: m.strength for m in lock.members}
    assert strength == {"russia": Strength.OWN, "ukraine": Strength.ATTRIBUTED}
    assert lock.strength is Strength.ATTRIBUTED
    assert "ua_from_four_oblasts" in {k.instance for m in lock.members for k in m.keys}
    ukraine = one(
        p for p in held if p.party == "ukraine" and p.stage == "settlement" and p.key in lock.members[1].keys
    )
    assert ukraine.voice is Voice.ATTRIBUTED
    assert not any(e.firm for e in ukraine.exclusions)
    question = [q for q in results["settlement"].questions if q.party == "ukraine" and q.key == ukraine.key]
    assert [q.kind for q in question] == [QuestionKind.ATTRIBUTED]


def test_the_sum_of_demands_leaves_no_protection(answer: Answer) -> None:
    """D4: taken one by one each can be argued; together they shut every door."""
    found = [
        d
        for d in counting(answer[0]["settlement"])
        if any(m.id == "ukraine:need:ua_protection" for m in d.members)
    ]
    lock = next(d for d in found if on(d, "align.alliance", "guar.presence", "support.arms"))
    assert lock.strength is Strength.OWN
    russia = {k.issue for m in lock.members if m.party == "russia" for k in m.keys}
    assert russia == {"align.alliance", "guar.presence", "support.arms"}
    movers = {m.by for m in answer[0]["settlement"].moves[lock.id]}
    assert ("russia",) in movers


def test_the_plant_is_a_small_deadlock(answer: Answer) -> None:
    """D6: the American demand, the flat Russian no."""
    assert any(
        on(d, "infra.nuclear") and set(d.parties) == {"russia", "usa"}
        for d in counting(answer[0]["settlement"])
    )


FALSE = {
    "venue": {"proc.venue", "proc.leaders"},
    "membership now": {"align.alliance"},
    "three or thirty days": {"cf.duration", "cf.limited"},
    "sanctions": {"econ.relief", "econ.pressure"},
    "a truce as such": {"cf.class"},
    "the union": {"align.union"},
}


@pytest.mark.parametrize("name", FALSE)
def test_what_looks_like_a_deadlock_and_is_none_is_none(answer: Answer, name: str) -> None:
    for results in answer[0].values():
        for lock in counting(results):
            by_demand = {k.issue for m in lock.members for k in m.keys if m.lines}
            assert not by_demand <= FALSE[name], lock.id


def test_membership_now_is_listed_apart_since_nobody_who_could_grant_it_offers_it(answer: Answer) -> None:
    found = [
        d
        for d in answer[0]["settlement"].deadlocks
        if on(d, "align.alliance") and "ukraine:need" not in d.members[-1].id
    ]
    assert found
    assert all(d.not_on_offer for d in found if "ukraine" in d.parties and len(d.members) == 2)


def test_what_differs_without_a_deadlock_is_said_with_its_reason(answer: Answer) -> None:
    keys = {d.key.issue for d in answer[0]["settlement"].differences}
    assert {"proc.venue", "econ.relief", "terr.line"} <= keys


def test_moves_stand_by_party_and_never_by_the_number_of_reports(answer: Answer) -> None:
    for results in answer[0].values():
        for lock in results.deadlocks:
            moves = results.moves[lock.id]
            order = [(len(m.by), m.by) for m in moves]
            assert order == sorted(order)
            assert {m.party for m in lock.members} <= {p for m in moves for p in m.by}


def test_the_sponsor_of_the_march_text_is_a_sponsor(answer: Answer) -> None:
    march = one(s for s in answer[0]["truce"].proposals if s.proposal.id == "p04")
    assert "usa" in march.proposal.by
    assert "usa" not in {*march.missing, *march.not_known}
    assert march.missing == ("russia",)
    assert march.verdict == "agreement missing"


def test_ukraine_was_not_heard_on_recognition(answer: Answer) -> None:
    results, held = answer
    assert not [p for p in held if p.party == "ukraine" and p.key.issue == "terr.status"]
    kinds = {
        q.kind
        for q in results["settlement"].questions
        if q.party == "ukraine" and q.key.issue == "terr.status"
    }
    assert kinds == {QuestionKind.NOT_HEARD}


def test_no_proposal_is_accepted(answer: Answer) -> None:
    assert not [s.proposal.id for r in answer[0].values() for s in r.proposals if s.verdict == "accepted"]


def test_the_fair_questions_of_march_are_still_open(answer: Answer) -> None:
    """(d): who orders, who judges: asked by Russia, answered by nobody."""
    truce = answer[0]["truce"].questions
    asked = {k.issue: q.kind for q in truce if q.party == "russia" for k in q.keys if k.domain == "cf"}
    assert asked["cf.orders"] == asked["cf.adjudicate"] == QuestionKind.NOT_ANSWERED
    ukraine = {k.issue: q.kind for q in truce if q.party == "ukraine" for k in q.keys}
    assert ukraine["cf.orders"] == ukraine["cf.adjudicate"] == QuestionKind.NOT_HEARD
    sponsors = {q.party for q in truce if q.kind is QuestionKind.UNANSWERED}
    assert sponsors == {"usa"}


def test_the_undated_paper_is_counted_and_never_the_latest_word(answer: Answer) -> None:
    undated = [
        s
        for p in answer[1]
        for s in p.stands
        for line in s.lines
        if line.report.name.startswith("002") and not line.said.known
    ]
    assert undated
    for stand in undated:
        if all(not line.said.known for line in stand.lines):
            assert stand.latest is None


def test_one_rule_for_both_on_build_up_is_proposed_and_opens_what_the_pause_may_be_used_for(
    answer: Answer, moving: Movement
) -> None:
    """C2 (ii), D2: nobody is reported to offer limits on both sides; the suppliers of both would be bound."""
    rule = one(r for r in moving.stages["truce"].rules if r.regime == "build-up")
    assert {(k.issue, o) for k, o in rule.terms} == {
        ("forces.rearm", "symmetric"), ("forces.mobilisation", "symmetric"), ("support.enemy", "symmetric"),
    }  # fmt: skip
    asked = {d.id for d in answer[0]["truce"].deadlocks if d.strength is Strength.ASKED}
    assert set(rule.opens) == asked
    assert rule.tabled == ()
    assert {"russia", "ukraine", "usa", "coalition"} <= set(rule.binds)
    words = " ".join(line.statement.evidence for line in rule.lines)
    assert "What are our guarantees" in words  # Moscow's question
    assert "stockpile weapons" in words  # and the mirror, an expert's
    assert {(s.party, s.group.keys[0].issue) for s in rule.steps} == {
        ("russia", "forces.rearm"), ("usa", "support.arms"),
    }  # fmt: skip


def test_with_russia_s_step_on_root_causes_the_rule_makes_a_truce_possible(
    answer: Answer, moving: Movement
) -> None:
    """C1 and C2 composed: root causes from condition to agenda, and one rule for both."""
    truce = moving.stages["truce"]
    rule = one(r for r in truce.rules if r.regime == "build-up")
    lead = answer[0]["truce"].deadlocks[0].id
    assert rule.beside is not None
    assert lead in rule.beside
    part = one(p for p in truce.whole.parts if lead in p.deadlocks)
    alone = [{s.to for s in o.steps} for o in part.openings if o.by == ("russia",)]
    assert any("would also take “Parallel track”" in to for to in alone)


def test_ukraine_alone_cannot_open_the_truce_and_is_not_shown_as_the_least(moving: Movement) -> None:
    """C3: what hangs on Russia and the United States is in nobody else's power."""
    movers = {m.parties: m for m in moving.stages["truce"].whole.movers}
    assert movers[("russia",)].opens_all
    assert not movers[("ukraine",)].opens_all
    assert list(movers)[:2] == [("russia",), ("ukraine",)]


def test_a_settlement_opens_by_the_analyst_s_four_steps(moving: Movement) -> None:
    """R1 to R4: the line, membership put off, one protection let stand, status left open."""
    whole = moving.stages["settlement"].whole
    assert whole.complete

    def steps(opening: Opening) -> set[tuple[str, str]]:
        return {(s.party, f"{s.group.keys[0].issue}: {s.to}") for s in opening.steps}

    every = [steps(o) for p in whole.parts for o in p.openings]
    assert {
        ("russia", "terr.withdrawal: would also take “Mutual pull-back by equal distance”")
    } in every  # R1
    assert {("russia", "terr.status: would leave it to later")} in every  # R4
    protection = ("russia", "guar.presence: would also take “Air and sea only”")
    put_off = ("ukraine", "align.alliance: would also take “Moratorium for N years”")
    assert any({protection, put_off} <= s for s in every)  # R2 with R3


def test_who_goes_first_is_a_circle_with_ways_to_break_it(moving: Movement) -> None:
    """D1: Russia's terms before a truce, Ukraine's truce before the rest; C4: three days were offered, thirty taken."""
    circle = one(moving.sequencing.circles)
    assert circle.parties == ("russia", "ukraine")
    assert {frozenset(w.party for w in some) for some in circle.lifted} == {
        frozenset({"russia"}),
        frozenset({"ukraine"}),
    }
    parts = {(str(p.key), p.value): p.named for p in circle.parts}
    assert parts["cf.duration", "days3"] == ("russia",)
    assert "ukraine" in parts["cf.duration", "days30x"]
    assert ("proc.sequence", "parallel") in parts


def test_recognition_is_held_after_the_line_by_what_experts_say(moving: Movement) -> None:
    """S2 weight: two experts; it decides only between demands that are held alike."""
    mine = [h for h in moving.stages["settlement"].holdings if h.party == "russia"]
    rank = {h.group.keys[0].issue: h.rank for h in mine if h.group.strength is Strength.OWN}
    assert rank["terr.line"] < rank["terr.status"]
