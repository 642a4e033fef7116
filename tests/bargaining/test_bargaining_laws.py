"""Laws that every answer keeps, on random small conflicts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from hypothesis import assume, given
from hypothesis import strategies as st

from detente.bargaining.constraints.evaluate import satisfied, search
from detente.bargaining.constraints.model import Clause, Group, Role, StageProblem
from detente.bargaining.constraints.variables import relevant
from detente.bargaining.deadlocks import deadlocks
from detente.bargaining.proposals import holds_if_stated, tabled
from detente.bargaining.results import Deadlock, Move, StageResults
from detente.ledger.values import OPEN
from detente.solvers.pysat import PySatSolver
from random_worlds import NAMES, World, renamed, worlds, worlds_told_more_of_one_side
from small_worlds import one

SOLVER = PySatSolver()


def answered(world: World) -> StageResults:
    return world.papers.results(world.pack)


def hard(problem: StageProblem) -> list[Clause]:
    return [c for h in problem.hard for c in h.clauses]


def satisfiable(
    problem: StageProblem, groups: Iterable[Group], rules: Iterable[Clause] | None = None
) -> bool:
    """Both by plain search and by the solver, which must agree."""
    clauses = [*(c for g in groups for c in g.clauses), *(hard(problem) if rules is None else rules)]
    variables = relevant(clauses, problem.variables)
    package, ended = search(variables, clauses)
    assert ended
    assert (package is not None) == (SOLVER.satisfy(variables, clauses) is not None)
    assert package is None or satisfied(clauses, package)
    return package is not None


@given(worlds())
def test_a_deadlock_cannot_hold_together_and_can_without_any_member(world: World) -> None:
    found = answered(world)
    for lock in found.deadlocks:
        assert lock.checked
        assert not satisfiable(found.problem, lock.members, [c for h in lock.rules for c in h.clauses])
        for member in lock.members:
            assert satisfiable(found.problem, [m for m in lock.members if m is not member])
        for rule in lock.rules:
            assert satisfiable(
                found.problem, lock.members, [c for h in lock.rules if h is not rule for c in h.clauses]
            )


@given(worlds(most=7))
def test_deadlocks_are_exactly_the_minimal_sets_that_brute_force_finds(world: World) -> None:
    problem = answered(world).problem
    assume(len(problem.groups) <= 8)
    shut: list[frozenset[str]] = []
    for size in range(1, len(problem.groups) + 1):
        for some in combinations(problem.groups, size):
            names = frozenset(g.id for g in some)
            if not any(s <= names for s in shut) and not satisfiable(problem, some):
                shut.append(names)
    found = deadlocks(problem, SOLVER, expired=lambda: False)
    assert found.complete
    assert {frozenset(m.id for m in d.members) for d in found.deadlocks} == set(shut)


@given(worlds())
def test_group_ids_are_unique_and_every_group_of_a_party_rests_on_its_lines_or_a_source(world: World) -> None:
    groups = answered(world).problem.groups
    assert len({g.id for g in groups}) == len(groups)
    for group in groups:
        assert group.lines or group.source
        assert {line.statement.holder for line in group.lines} <= {group.party}


def opens(problem: StageProblem, lock: Deadlock, levels: dict[str, int]) -> bool:
    clauses = [c for m in lock.members for c in m.levels[levels.get(m.id, 0)].clauses] + hard(problem)
    return search(relevant(clauses, problem.variables), clauses)[0] is not None


@given(worlds())
def test_a_move_opens_what_it_claims_and_no_smaller_step_of_the_same_group_does(world: World) -> None:
    found = answered(world)
    by_id = {d.id: d for d in found.deadlocks}
    for lock in found.deadlocks:
        assert found.moves[lock.id]
        for move in found.moves[lock.id]:
            taken = {s.group.id: s.level for s in move.steps}
            assert move.checked
            assert all(opens(found.problem, by_id[name], taken) for name in (lock.id, *move.opens))
            assert not set(move.stays_shut) & {lock.id, *move.opens}
            for step in move.steps:
                if step.group.levels[step.level].later:
                    continue
                for level, smaller in enumerate(step.group.levels[1:], start=1):
                    if smaller.steps < step.steps and not smaller.later:
                        assert not opens(found.problem, lock, taken | {step.group.id: level})


@given(worlds())
def test_every_member_of_a_deadlock_is_given_a_move_and_moves_stand_by_party_never_by_reports(
    world: World,
) -> None:
    found = answered(world)
    for lock in found.deadlocks:
        moves = found.moves[lock.id]
        assert {m.id for m in lock.members} == {
            s.group.id for m in moves if len(m.steps) == 1 for s in m.steps
        }
        assert [(len(m.by), m.by) for m in moves] == sorted((len(m.by), m.by) for m in moves)


@given(worlds())
def test_a_demand_is_broken_by_open_and_a_refusal_met_by_it(world: World) -> None:
    deferred = {s.issue for s in world.said if s.option == "deferred"}
    for position in world.papers.positions(world.pack):
        named = {u.stance for u in position.utterances}
        if position.key.issue in deferred or world.pack.leaves[position.key.issue].type == "set":
            continue
        out = {v for e in position.exclusions for v in e.values}
        if named == {"reject"}:
            assert OPEN not in out
        flat = [u for u in position.utterances if u.option and u.certainty.middle == 1]
        if named == {"demand"} and flat and len(flat) == len(position.utterances):
            assert OPEN in out


@given(worlds())
def test_silence_is_never_consent(world: World) -> None:
    found = answered(world)
    for scored in found.proposals:
        if scored.verdict != "accepted":
            continue
        bound = {p for p, terms in scored.terms.items() if terms} - set(scored.proposal.by)
        assert set(world.pack.signatories["settlement"]) - set(scored.proposal.by) <= bound
        heard = {(p.party, p.key) for p in world.papers.positions(world.pack) if p.stage == "settlement"}
        assert all((party, term.key) in heard for party in bound for term in scored.terms[party])


@given(worlds())
def test_no_proposal_is_accepted_that_breaks_a_firm_position_of_a_signatory_who_did_not_table_it(
    world: World,
) -> None:
    found = answered(world)
    for scored in found.proposals:
        offer = one(tabled(scored.proposal, world.pack, "settlement"))
        for group in found.problem.groups:
            if group.firm and group.role is Role.SIGNATORY and group.party not in scored.proposal.by:
                whole = all(holds_if_stated(c, offer, world.pack) for c in group.clauses)
                assert whole or scored.verdict == "agreement missing"


def footprint(lock: Deadlock) -> set[tuple[str, str]]:
    return {(m.party, str(k)) for m in lock.members for k in m.keys}


def least(moves: Iterable[Move], party: str) -> int | None:
    """The smallest that a party alone could give along the axis."""
    return min(
        (s.steps for m in moves if m.by == (party,) for s in m.steps if not s.group.levels[s.level].later),
        default=None,
    )


@given(worlds_told_more_of_one_side())
def test_more_reports_of_one_side_remove_no_deadlock_and_make_no_move_of_another_side_smaller(
    pair: tuple[World, World],
) -> None:
    before, after = (answered(w) for w in pair)
    for lock in before.deadlocks:
        assert any(footprint(d) <= footprint(lock) for d in after.deadlocks)
        same = next(
            (d for d in after.deadlocks if {m.id for m in d.members} == {m.id for m in lock.members}), None
        )
        for party in set(lock.parties if same else ()) - {pair[0].pack.belligerents[0]}:
            first, then = (
                least(before.moves[lock.id], party),
                least(after.moves[same.id if same else ""], party),
            )
            assert first is not None
            assert then is not None
            assert then >= first


def shape(results: StageResults, world: World) -> dict[str, object]:
    """An answer without the order of ties and the numbers of deadlocks."""

    def group(g: Group) -> tuple[object, ...]:
        clauses = tuple((lit.variable, lit.values) for c in g.clauses for lit in c.literals)
        return (g.party, g.keys, g.strength, g.role, g.firm, g.inferred, clauses, g.wording)

    locks = {d.id: (frozenset(group(m) for m in d.members), frozenset(h.id for h in d.rules), d.strength, d.not_on_offer)
             for d in results.deadlocks}  # fmt: skip
    return {
        "positions": {
            (p.party, p.key, p.stage, p.word, p.voice, tuple(sorted(p.figures.items())),
             frozenset((e.voice, e.values, e.demanded, e.firm) for e in p.exclusions))
            for p in world.papers.positions(world.pack)
        },
        "deadlocks": set(locks.values()),
        "moves": {
            (locks[m.deadlock], frozenset((s.party, group(s.group), s.level, s.to) for s in m.steps),
             frozenset(locks[d] for d in m.opens), frozenset(locks[d] for d in m.stays_shut))
            for moves in results.moves.values() for m in moves
        },
        "proposals": {
            (s.proposal.id, s.verdict, frozenset(s.missing), frozenset(s.not_known), frozenset(s.sponsors_differ), s.silent_on,
             s.least_change, frozenset((p, t.key, t.value, t.status) for p, ts in s.terms.items() for t in ts))
            for s in results.proposals
        },
        "questions": {
            (q.party, q.key, q.kind, frozenset(locks.get(h, h) for h in q.hangs))
            for q in results.questions
        },
        "differences": {(d.key, frozenset(d.parties)) for d in results.differences},
    }  # fmt: skip


@given(worlds(), st.permutations(NAMES))
def test_renaming_the_parties_renames_the_answer_and_nothing_else(world: World, others: list[str]) -> None:
    names = dict(zip(NAMES, others, strict=True))
    back = {new: old for old, new in names.items()}
    other = renamed(world, names.__getitem__)
    again = renamed(other, back.__getitem__)
    assert again == world
    assert swapped(shape(answered(other), other), back) == shape(answered(world), world)


def swapped(value: object, names: dict[str, str]) -> object:
    """Plain data with every party's id called otherwise."""
    if isinstance(value, str):
        return names.get(value, value) if type(value) is str else value
    if isinstance(value, dict):
        return {swapped(k, names): swapped(v, names) for k, v in value.items()}
    if type(value) in {tuple, list}:
        return tuple(swapped(v, names) for v in value)  # type: ignore[attr-defined]
    if isinstance(value, set | frozenset):
        return frozenset(swapped(v, names) for v in value)
    return value


@given(worlds(), st.data())
def test_a_report_repeated_in_its_own_room_changes_nothing_but_its_lines(
    world: World, data: st.DataObject
) -> None:
    again = data.draw(st.sampled_from(world.said))
    other = World(world.pack, (*world.said, again))
    assert shape(answered(other), other) == shape(answered(world), world)
