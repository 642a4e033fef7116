"""One rule for both sides: proposed from the pack's options that bind both, with what it asks of whom and what it opens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given

from detente.bargaining.stage_moves.whole import stage_moves
from detente.bargaining.two_sided import Table, TwoSidedRule, two_sided_rules, with_the_rest
from detente.ledger.agenda import Key
from detente.packs.model import Pack, Stage
from detente.solvers.pysat import PySatSolver
from random_worlds import World, worlds
from small_worlds import BINDING_ISSUES, Papers, one

REARM = Key("forces.rearm")
PROPOSAL = """
proposals:
- {id: p1, name: Paper of the host, date: 2025-01-01, by: [host], basis: text, stage: truce, url: "https://example.org",
   terms: {forces.rearm: symmetric}}
"""


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=BINDING_ISSUES)


def rules(papers: Papers, pack: Pack, stage: Stage = "truce") -> tuple[TwoSidedRule, ...]:
    results = papers.results(pack, stage)
    table = Table(papers.positions(pack), papers.view().counted, pack, tuple(pack.proposals.values()))
    found = two_sided_rules(table, results.problem, results.deadlocks, solver=PySatSolver())
    whole = stage_moves(
        results.problem,
        results.deadlocks,
        pack.signatories[stage],
        solver=PySatSolver(),
        expired=lambda: False,
    )
    return tuple(with_the_rest(r, whole, results.problem, solver=PySatSolver()) for r in found)


def one_sided(papers: Papers) -> None:
    """North asks that South may not rearm; the host goes on with deliveries to South."""
    papers.says("north", "demand", "forces.rearm", "one_side", stage="truce", target="south")
    papers.says("host", None, "support.arms", "keep", kind="event", stage="truce")


def test_where_one_side_asks_a_rule_for_both_is_proposed_with_its_suppliers_and_what_it_opens(
    pack: Pack,
) -> None:
    papers = Papers()
    one_sided(papers)
    rule = one(rules(papers, pack))
    assert rule.regime == "build-up"
    assert (REARM, "symmetric") in rule.terms
    assert {k.issue for k, _ in rule.terms} == {"forces.rearm", "forces.mobilisation", "support.enemy"}
    assert [(r.party, r.asks, r.of) for r in rule.raised] == [("north", True, ("south",))]
    assert rule.binds == ("north", "south", "host")
    assert [(s.party, s.to) for s in rule.steps] == [
        ("north", "would also take “Freeze on both sides”"), ("host", "would end its present course: “Continue”"),
    ]  # fmt: skip
    lock = one(papers.results(pack, "truce").deadlocks)
    assert (rule.opens, rule.stays_shut, rule.beside) == ((lock.id,), (), ())
    assert rule.tabled == ()


def test_a_rule_that_opens_nothing_is_proposed_where_both_sides_ask(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "forces.rearm", "one_side", stage="truce", target="south")
    assert rules(papers, pack) == ()
    papers.says(
        "south", "demand", "forces.mobilisation", "one_side", stage="truce", target="north", paper="other"
    )
    rule = one(rules(papers, pack))
    assert {(r.party, r.key.issue) for r in rule.raised} == {
        ("north", "forces.rearm"),
        ("south", "forces.mobilisation"),
    }
    assert rule.opens == ()


def test_what_others_say_of_the_side_that_asks_is_told_beside_it(pack: Pack) -> None:
    papers = Papers()
    one_sided(papers)
    papers.says(
        "north",
        None,
        "support.enemy",
        None,
        kind="forecast",
        basis="analyst",
        stage="truce",
        speaker="an expert",
    )
    rule = one(rules(papers, pack))
    assert [(r.party, r.key.issue, r.asks) for r in rule.raised] == [
        ("north", "forces.rearm", True), ("north", "support.enemy", False),
    ]  # fmt: skip
    assert rule.lines


def test_who_has_tabled_a_term_is_named(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack(issues=BINDING_ISSUES, proposals=PROPOSAL)
    papers = Papers()
    one_sided(papers)
    papers.says("south", "propose", "forces.mobilisation", "symmetric", stage="truce")
    rule = one(rules(papers, pack))
    assert [name for name, _ in rule.tabled] == ["p1", "south"]


def test_a_rule_that_the_pack_s_own_rules_forbid_is_not_proposed(small_pack: Callable[..., Pack]) -> None:
    forbidden = BINDING_ISSUES + '\nrules:\n- {id: r1, rule: "forces.rearm in {free, one_side}", source: x}\n'
    papers = Papers()
    one_sided(papers)
    assert rules(papers, small_pack(issues=forbidden)) == ()


def test_a_rule_leaves_shut_what_its_steps_do_not_open_and_says_what_has_to_be_opened_beside_it(
    pack: Pack,
) -> None:
    papers = Papers()
    one_sided(papers)
    papers.says("north", "demand", "cf.duration", "days3", stage="truce")
    papers.says("south", "reject", "cf.duration", "days3", stage="truce")
    rule = one(rules(papers, pack))
    locks = papers.results(pack, "truce").deadlocks
    other = one(d.id for d in locks if any(k.issue == "cf.duration" for m in d.members for k in m.keys))
    assert other not in rule.opens
    assert rule.beside == (other,)


@given(worlds())
def test_no_rule_is_proposed_where_no_option_binds_both(world: World) -> None:
    assert rules(world.papers, world.pack, "settlement") == ()
