"""Steps in phases: every condition is kept, a circle is a circle, and what could break it comes from the data."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.differences import sequence
from detente.bargaining.results import Sequence as WhichFirst
from detente.bargaining.sequencing.graph import edges_of, in_order, knots, lifted_sets, phase_of, round_in
from detente.bargaining.sequencing.model import Act, Circle, Sequencing, Wait
from detente.bargaining.sequencing.order import sequencing
from detente.bargaining.sequencing.waiting import ALL_THE_REST, CEASEFIRE
from detente.ledger.agenda import Key
from detente.ledger.links import links
from detente.ledger.utterances import Voice
from detente.packs.model import Pack
from small_worlds import BINDING_ISSUES, Papers, one

ACTS = [Act(Key(f"x.{letter}"), "yes") for letter in "abcde"]
PARTIES = ("alder", "birch", "cedar")


@st.composite
def conditions(draw: st.DrawFn) -> tuple[Wait, ...]:
    """Who makes which acts wait for which, at random."""
    drawn = st.tuples(
        st.sampled_from(PARTIES), st.permutations(ACTS), st.integers(1, 2), st.integers(1, 2), st.booleans()
    )
    made = {
        Wait(party, tuple(acts[:n]), tuple(acts[n : n + m]), first, Voice.OWN, ())
        for party, acts, n, m, first in draw(st.lists(drawn, max_size=6))
    }
    return tuple(sorted(made, key=lambda w: w.order))


@given(conditions())
def test_phases_keep_every_condition_but_those_of_a_circle_which_stands_in_one_phase(
    waits: tuple[Wait, ...],
) -> None:
    edges = edges_of(waits)
    phases = phase_of(edges)
    home = {a: k for k in knots(edges) for a in k}
    for wait in waits:
        for act in wait.acts:
            for on in wait.on:
                if home[act] is home[on]:
                    assert phases[act] == phases[on]
                else:
                    assert phases[act] >= phases[on] + wait.first
    assert not phases or min(phases.values()) == 1


@given(conditions())
def test_a_knot_is_where_each_act_leads_back_to_itself_and_its_round_is_one(waits: tuple[Wait, ...]) -> None:
    edges = edges_of(waits)
    for knot in knots(edges):
        if len(knot) == 1:
            continue
        path = round_in(knot, edges)
        assert len(path) == len(set(path)) > 1
        for act, following in zip(path, (*path[1:], path[0]), strict=True):
            assert following in edges[act]
        if not in_order({a: {b: f for b, f in edges[a].items() if b in knot} for a in knot}):
            assert any(edges[a][b] for a, b in zip(path, (*path[1:], path[0]), strict=True))


@given(conditions())
def test_the_lifted_sets_are_exactly_the_minimal_ones_by_brute_force(waits: tuple[Wait, ...]) -> None:
    def clear(lifted: tuple[Wait, ...]) -> bool:
        """Phases can be given so that every other condition is kept: tried by counting upwards until nothing moves."""
        rest = [w for w in waits if w not in lifted]
        at = dict.fromkeys(ACTS, 1)
        for _ in range(len(ACTS) * len(ACTS) + 1):
            moved = False
            for w in rest:
                for a in w.acts:
                    for b in w.on:
                        if at[a] < at[b] + w.first:
                            at[a], moved = at[b] + w.first, True
            if not moved:
                return True
        return False

    every = [s for size in range(len(waits) + 1) for s in combinations(waits, size) if clear(s)]
    least = {frozenset(s) for s in every if not any(set(o) < set(s) for o in every)}
    assert {frozenset(s) for s in lifted_sets(waits)} == least


def test_too_many_conditions_to_try_are_left_untried() -> None:
    a, b = ACTS[:2]
    many = [Wait(f"p{i}", (a,), (b,), first=True, voice=Voice.OWN, lines=()) for i in range(20)]
    assert lifted_sets([*many, Wait("q", (b,), (a,), first=True, voice=Voice.OWN, lines=())]) == ()


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=BINDING_ISSUES)


def order_of(papers: Papers, pack: Pack) -> Sequencing:
    seen = papers.view()
    held = papers.positions(pack)
    return sequencing(links(seen, pack), sequence(held, pack), held, pack=pack)


def each_waits(papers: Papers) -> None:
    """North wants withdrawal before a ceasefire, South a ceasefire before all else."""
    papers.says(
        "north", "demand", "cf.precondition", "withdrawal", target="south", stage="truce", condition="unless",
        condition_on=(("terr.withdrawal", "full"),),
    )  # fmt: skip
    papers.says("south", "demand", "proc.sequence", "truce_first", stage="truce")


def test_a_circle_is_named_with_who_acts_and_each_side_s_condition_could_be_lifted(pack: Pack) -> None:
    papers = Papers()
    each_waits(papers)
    found = order_of(papers, pack)
    circle = one(found.circles)
    withdrawal = Act(Key("terr.withdrawal"), "full")
    assert set(circle.acts) == {CEASEFIRE, withdrawal}
    assert circle.parties == ("north", "south")
    assert [{w.party for w in some} for some in circle.lifted] == [{"north"}, {"south"}]
    assert found.actors(withdrawal) == ("south",)
    assert found.actors(CEASEFIRE) == ("north", "south")
    assert [(p.number, set(p.acts)) for p in found.phases] == [
        (1, {CEASEFIRE, withdrawal}),
        (2, {ALL_THE_REST}),
    ]
    assert all(line.statement.evidence for w in circle.waits for line in w.lines)


def test_no_side_is_charged_for_saying_in_one_sentence_what_the_other_says_in_two(pack: Pack) -> None:
    papers = Papers()
    each_waits(papers)
    papers.says(
        "north", "demand", "cf.precondition", "sanctions_first", stage="truce", condition="unless",
        condition_on=(("econ.relief", "full"),),
    )  # fmt: skip
    lifted = one(order_of(papers, pack).circles).lifted
    assert sorted([w.party for w in some] for some in lifted) == [["north", "north"], ["south"]]


def breaking(circle: Circle) -> tuple[set[tuple[str, str]], set[tuple[str, str, tuple[str, ...]]]]:
    return (
        {(s.party, f"{s.key}={s.option}") for s in circle.stand_ins},
        {(str(p.key), p.value, p.named) for p in circle.parts},
    )


def test_what_could_break_a_circle_is_who_offered_it_or_alone_can_give_it_and_what_lies_between(
    pack: Pack,
) -> None:
    papers = Papers()
    each_waits(papers)
    stand_ins, parts = breaking(one(order_of(papers, pack).circles))
    assert stand_ins == set()  # nobody spoke of any, and the pack names no giver
    assert ("terr.withdrawal", "mutual_partial", ()) in parts
    assert ("proc.sequence", "parallel", ()) in parts
    papers.says("union", "propose", "cf.monitor", "osce_un", stage="truce")
    papers.says(
        "south", "propose", "cf.monitor", "bilateral", stage="truce"
    )  # a side's own step is no third party's
    papers.says("host", "propose", "terr.line", "near")
    papers.says(
        "union", "propose", "terr.withdrawal", "full"
    )  # what the sides should do is no step of a third party's
    papers.says("union", "propose", "guar.presence", "none_allowed")  # nor is what assures nobody of anything
    papers.says("north", "propose", "cf.duration", "days3", stage="truce")
    papers.says("south", "reject", "cf.duration", "days30", stage="truce")
    circle = one(order_of(papers, pack).circles)
    stand_ins, parts = breaking(circle)
    assert stand_ins == {("union", "cf.monitor=osce_un")}
    assert ("cf.duration", "days3", ("north",)) in parts
    assert not [p for p in parts if p[1] == "days30"]
    assert all(s.lines or s.source for s in circle.stand_ins)
    assert all(bool(p.lines) is bool(p.named) for p in circle.parts)


def test_the_pack_s_givers_stand_in_with_their_source(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack(
        issues=BINDING_ISSUES.replace("consent:", "- {issue: guar.form, options: [political], parties: [host], source: word of the pack}\nconsent:")
    )  # fmt: skip
    papers = Papers()
    each_waits(papers)
    found = one(one(order_of(papers, pack).circles).stand_ins)
    assert (found.party, found.option, found.source, found.lines) == (
        "host",
        "political",
        "word of the pack",
        (),
    )


def test_conditions_that_ask_for_each_other_at_once_are_met_together_and_need_nothing_else(
    pack: Pack,
) -> None:
    papers = Papers()
    papers.says(
        "north", "accept", "terr.line", "near", condition="if", condition_on=(("terr.status", "standstill"),)
    )
    papers.says("south", "accept", "terr.status", "standstill", instance="isle", condition="if",
                condition_on=(("terr.line", "near"),))  # fmt: skip
    found = order_of(papers, pack)
    circle = one(found.circles)
    assert circle.first == circle.lifted == circle.stand_ins == circle.parts == ()
    assert len(one(found.phases).together) == 1
    assert found.actors(Act(Key("terr.line"), "near")) == ("north",)


def test_the_same_by_the_other_side_comes_with_it_and_not_before(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "cf.precondition", "reciprocity", target="south", stage="truce")
    found = order_of(papers, pack)
    assert not one(found.waits).first
    assert [p.number for p in found.phases] == [1]


def test_what_comes_first_for_a_side_is_inferred_only_where_its_words_do_not_say(pack: Pack) -> None:
    papers = Papers()
    papers.says("south", "propose", "cf.precondition", "none", stage="truce")
    assert [w.inferred for w in order_of(papers, pack).waits] == [True]
    papers.says("south", "demand", "proc.sequence", "settlement_first", stage="truce")
    waits = order_of(papers, pack).waits
    assert [(w.acts, w.inferred) for w in waits] == [((CEASEFIRE,), False)]


def test_an_order_of_steps_that_a_mediator_proposes_makes_nothing_wait(pack: Pack) -> None:
    papers = Papers()
    papers.says("host", "propose", "proc.sequence", "truce_first", stage="truce")
    assert order_of(papers, pack).waits == ()
    assert order_of(papers, pack).phases == ()


def test_an_inferred_order_in_others_words_is_attributed(pack: Pack) -> None:
    papers = Papers()
    papers.says("south", "propose", "cf.precondition", "none", stage="truce", basis="analyst")
    lines = papers.lines()
    found = sequencing((), (WhichFirst("south", "truce_first", lines),), (), pack=pack)
    assert one(found.waits).voice is Voice.ATTRIBUTED
