"""The least change of a text that some parties would accept, against brute force and plain evaluation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import assume, given

from detente.bargaining.constraints.evaluate import search
from detente.bargaining.constraints.model import IN, OUT, Clause, Group, Literal, Role, StageProblem
from detente.bargaining.constraints.variables import relevant, variable_of
from detente.bargaining.proposals import Changing, Tabled, holds_if_stated, least_change, score, tabled
from detente.bargaining.proposals.least_change import with_least_change
from detente.bargaining.results import LeastChange, ProposalScore, StageResults
from detente.kernel.errors import WrongAnswer
from detente.ledger.values import OPEN, stands_for, values_of
from detente.packs.model import Pack
from detente.solvers.pysat import PySatSolver
from random_worlds import World, worlds
from small_worlds import ISSUES, Papers, one, scored

PROPOSALS = """
proposals:
- {id: line, name: Line, date: 2025-03-11, by: [host], basis: text, terms: {terr.line: near}}
- {id: both, name: Both, date: 2025-03-11, by: [host], basis: text, terms: {terr.line: near, econ.relief: full}, open: [terr.status]}
- {id: own, name: Own, date: 2025-03-11, by: [north], basis: text, terms: {terr.line: near, econ.relief: full}}
- {id: truce, name: Truce, date: 2025-03-11, by: [host], basis: text, stage: truce, terms: {cf.precondition: [withdrawal]}}
- {id: part, name: Part, date: 2025-03-11, by: [host], basis: partial, stage: truce, terms: {cf.precondition: [withdrawal]}}
"""


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=ISSUES, proposals=PROPOSALS)


def changing(pack: Pack, **more: Any) -> Changing:
    return replace(Changing(pack, PySatSolver(), lambda: False), **more)


def least(
    results: StageResults, proposal: str, parties: Sequence[str], pack: Pack, **more: Any
) -> LeastChange:
    found = scored(results, proposal)
    offer = one(tabled(found.proposal, pack, results.stage))
    return least_change(found, offer, results.problem, accepted_by=parties, changing=changing(pack, **more))


def ways(found: LeastChange) -> list[list[tuple[str, str | None, tuple[str, ...]]]]:
    return [[(str(c.key), c.element, c.to) for c in way] for way in found.ways]


def test_the_least_change_names_the_values_that_the_given_parties_do_not_firmly_exclude(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "reject", "terr.line", "near")
    papers.says("south", "reject", "terr.line", "deferred")
    found = papers.results(pack)
    assert ways(least(found, "line", ["north"], pack)) == [[("terr.line", None, ("far", "open"))]]
    both = least(found, "line", ["south", "north"], pack)
    assert (both.accepted_by, ways(both)) == (("north", "south"), [[("terr.line", None, ("far",))]])
    assert one(one(one(both.ways)).because).party == "north"
    assert both.complete


def test_a_text_that_breaks_nothing_needs_no_change_and_who_was_not_heard_is_named(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "accept", "terr.line", "near")
    found = least(papers.results(pack), "line", ["north", "south"], pack)
    assert (found.ways, found.clash, found.unheard) == (((),), (), ("south",))


def test_parties_whose_positions_cannot_hold_together_are_told_so(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old")
    found = least(papers.results(pack), "line", ["north", "south"], pack)
    assert found.ways == ()
    assert {g.party for g in found.clash} == {"north", "south"}


def test_a_clash_on_what_the_text_does_not_touch_is_no_bar_to_it(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "econ.relief", "full")
    papers.says("south", "demand", "econ.relief", "keep")
    papers.says("north", "demand", "terr.line", "far")
    assert ways(least(papers.results(pack), "line", ["north", "south"], pack)) == [
        [("terr.line", None, ("far",))]
    ]


def test_a_condition_across_matters_can_be_met_in_more_ways_than_one(pack: Pack) -> None:
    papers = Papers()
    papers.says(
        "south", "accept", "terr.line", "near", condition="if", condition_on=(("econ.relief", "keep"),)
    )
    found = least(papers.results(pack), "both", ["south"], pack)
    assert {c for way in ways(found) for c, _, _ in way} == {"terr.line", "econ.relief"}
    assert [len(way) for way in found.ways] == [1, 1]
    assert all(g.party == "south" for way in found.ways for c in way for g in c.because)
    cut = least(papers.results(pack), "both", ["south"], pack, most=1)
    assert (len(cut.ways), cut.complete) == (1, False)
    late = least(papers.results(pack), "both", ["south"], pack, expired=lambda: True)
    assert (late.ways, late.clash, late.complete) == ((), (), False)


def test_a_clash_that_was_not_found_in_time_is_not_made_up(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "near")
    results = papers.results(pack)
    assert {g.party for g in least(results, "line", ["north", "south"], pack).clash} == {"north", "south"}
    late = least(results, "line", ["north", "south"], pack, expired=lambda: True)
    assert (late.ways, late.clash, late.complete) == ((), (), False)


def test_elements_of_a_list_are_left_out_or_added_one_by_one(pack: Pack) -> None:
    papers = Papers()
    papers.says("south", "demand", "cf.precondition", "none")
    papers.says("north", "demand", "cf.precondition", "stop_aid")
    truce = papers.results(pack, "truce")
    assert ways(least(truce, "truce", ["south"], pack)) == [[("cf.precondition", "withdrawal", (OUT,))]]
    assert ways(least(truce, "truce", ["north"], pack)) == [[("cf.precondition", "stop_aid", (IN,))]]
    assert least(truce, "part", ["north"], pack).ways == ((),)  # what was not seen of it may be there


def test_a_sponsor_is_not_held_to_words_that_its_own_text_breaks(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "reject", "terr.line", "near")
    papers.says("north", "reject", "econ.relief", "keep")
    papers.says("south", "reject", "econ.relief", "full")
    found = least(papers.results(pack), "own", ["north", "south"], pack)
    (change,) = one(found.ways)
    assert str(change.key) == "econ.relief"
    assert "keep" not in change.to


def test_the_score_has_the_least_change_for_each_missing_party_and_for_all_that_bind(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "reject", "terr.line", "near")
    papers.says("south", "accept", "terr.line", "near")
    found = papers.results(pack)
    offer = one(tabled(pack.proposals["line"], pack, "settlement"))
    whole = with_least_change(scored(found, "line"), offer, found.problem, changing=changing(pack))
    assert [x.accepted_by for x in whole.least_change] == [("north",), ("north", "south")]


class Blind(PySatSolver):
    """A solver that errs: it finds nothing, or the same package for everything."""

    def __init__(self, answer: dict[str, str] | None) -> None:
        self.answer = answer

    def satisfy(self, variables: Any, clauses: Any) -> Any:
        return self.answer


@pytest.mark.parametrize("answer", [None, {}])
def test_a_solver_that_errs_is_found_out(pack: Pack, answer: dict[str, str] | None) -> None:
    papers = Papers()
    papers.says("north", "reject", "terr.line", "near")
    with pytest.raises(WrongAnswer):
        least(papers.results(pack), "line", ["north"], pack, solver=Blind(answer))


def test_a_solver_whose_change_does_not_do_is_found_out(pack: Pack) -> None:
    class Idle(PySatSolver):
        def minimal_corrections(self, *_: Any, **__: Any) -> Iterator[frozenset[str]]:
            yield frozenset()

    papers = Papers()
    papers.says("north", "reject", "terr.line", "near")
    with pytest.raises(WrongAnswer):
        least(papers.results(pack), "line", ["north"], pack, solver=Idle())


def terms_of(offer: Tabled, problem: StageProblem, pack: Pack) -> dict[str, Clause]:
    """Each term as a clause, told again from scratch."""
    found: dict[str, Clause] = {}
    for key, values in offer.terms.items():
        leaf = pack.leaves[key.issue]
        for element in values_of(leaf) if leaf.type == "set" else [None]:
            name = variable_of(key, element)
            if name not in problem.variables or values == (OPEN,):
                continue
            left = (
                {IN if element in values else OUT}
                if element
                else {v for o in values for v in stands_for(leaf, o)}
            )
            found[name] = Clause((Literal(name, frozenset(left)),))
    return found


def firm(offer: Tabled, problem: StageProblem, parties: Sequence[str], pack: Pack) -> list[Group]:
    return [
        g
        for g in problem.groups
        if g.party in parties
        and (g.role is Role.NEED or (g.firm and g.role in {Role.SIGNATORY, Role.PROVIDER}))
        and (g.party not in offer.proposal.by or all(holds_if_stated(c, offer, pack) for c in g.clauses))
    ]


def possible(problem: StageProblem, clauses: list[Clause]) -> bool:
    package, ended = search(relevant(clauses, problem.variables), clauses)
    assert ended
    return package is not None


def brute_force(terms: dict[str, Clause], held: list[Clause], problem: StageProblem) -> set[frozenset[str]]:
    """Every minimal set of terms without which the rest of a text can hold."""
    found: list[frozenset[str]] = []
    sets = chain.from_iterable(combinations(terms, n) for n in range(len(terms) + 1))
    for some in map(frozenset, sets):
        if any(done <= some for done in found):
            continue
        if possible(problem, [*held, *(c for name, c in terms.items() if name not in some)]):
            found.append(some)
    return set(found)


@given(worlds())
def test_least_changes_are_exactly_the_minimal_ones_and_what_they_name_can_stand(world: World) -> None:
    results, pack = world.papers.results(world.pack), world.pack
    found: ProposalScore = one(results.proposals)
    offer = one(tabled(found.proposal, pack, "settlement"))
    for parties in ([*pack.belligerents], [pack.belligerents[1]], [*pack.parties]):
        answer = least_change(found, offer, results.problem, accepted_by=parties, changing=changing(pack))
        held = firm(offer, results.problem, parties, pack)
        rules = [c for h in results.problem.hard for c in h.clauses]
        clauses = [*rules, *(c for g in held for c in g.clauses)]
        if answer.clash:
            assert not possible(results.problem, [*rules, *(c for g in answer.clash for c in g.clauses)])
            for member in answer.clash:
                rest = [c for g in answer.clash if g is not member for c in g.clauses]
                assert possible(results.problem, [*rules, *rest])
            continue
        assume(possible(results.problem, clauses))
        terms = terms_of(offer, results.problem, pack)
        changed = {frozenset(variable_of(c.key, c.element) for c in way) for way in answer.ways}
        assert changed == brute_force(terms, clauses, results.problem)
        for way in answer.ways:
            names = {variable_of(c.key, c.element) for c in way}
            kept = [c for name, c in terms.items() if name not in names]
            for change in way:
                name = variable_of(change.key, change.element)
                assert change.to
                for value in change.to:
                    assert possible(
                        results.problem, [*clauses, *kept, Clause((Literal(name, frozenset({value})),))]
                    )
                assert change.because or rules


@given(worlds(rules=False))
def test_a_text_changed_in_the_least_way_misses_none_of_the_given_signatories(world: World) -> None:
    results, pack = world.papers.results(world.pack), world.pack
    found = one(results.proposals)
    offer = one(tabled(found.proposal, pack, "settlement"))
    asked = [p for p in pack.belligerents if p not in found.proposal.by]
    answer = least_change(found, offer, results.problem, accepted_by=asked, changing=changing(pack))
    for way in answer.ways:
        assume(len(way) <= 1)  # of several changes the values that go together are not told
        terms = dict(offer.terms)
        for change in way:
            if change.element is None:
                terms[change.key] = (change.to[0],)
            else:
                kept = tuple(v for v in terms[change.key] if v not in {change.element, "none"})
                terms[change.key] = (*kept, change.element) if change.to == (IN,) else kept or ("none",)
        again = score(
            Tabled(offer.proposal, None, terms), results.problem, world.papers.positions(pack), pack=pack
        )
        assert not set(asked) & set(again.missing)
