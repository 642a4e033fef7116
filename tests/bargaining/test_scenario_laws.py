"""Laws of scenarios, on random small conflicts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from bargaining.test_bargaining_laws import satisfiable, swapped
from detente.bargaining.constraints.model import Strength
from detente.bargaining.results import StageResults
from detente.bargaining.scenarios.model import MARK, Scenario, origin
from random_worlds import NAMES, World, renamed, worlds
from supposing import lay_over, scenarios, suppositions, timeless


def members(results: StageResults) -> set[frozenset[str]]:
    return {frozenset(origin(m) for m in d.members) for d in results.deadlocks}


@given(worlds())
def test_a_scenario_with_nothing_in_it_changes_nothing(world: World) -> None:
    laid = lay_over(world, Scenario("empty"))
    assert laid.changes.nothing
    assert [d.id for d in laid.after.deadlocks] == [d.id for d in laid.before.deadlocks]
    assert laid.after.problem == laid.before.problem
    assert laid.after.proposals == laid.before.proposals
    assert laid.after.questions == laid.before.questions
    assert not laid.changes.needless
    assert len(laid.changes.stays) == len(laid.before.deadlocks)


@given(worlds(), st.data())
def test_switching_off_a_member_removes_its_deadlocks_and_no_other(world: World, data: st.DataObject) -> None:
    found = world.papers.results(world.pack)
    assume(found.deadlocks)
    member = data.draw(st.sampled_from([m for d in found.deadlocks for m in d.members]))
    laid = lay_over(world, Scenario(without=(member.id,)))
    assert members(laid.after) == {m for m in members(laid.before) if member.id not in m}
    assert {d.id for d in laid.changes.opens} == {
        d.id for d in found.deadlocks if member.id in {m.id for m in d.members}
    }
    assert not laid.changes.new


@given(worlds(), st.data())
def test_the_order_of_suppositions_does_not_matter(world: World, data: st.DataObject) -> None:
    scenario = data.draw(scenarios(world))
    other = replace(
        scenario,
        supposed=tuple(data.draw(st.permutations(scenario.supposed))),
        without=tuple(reversed(scenario.without)),
        loosened=tuple(reversed(scenario.loosened)),
    )
    assert timeless(lay_over(world, other).after) == timeless(lay_over(world, scenario).after)


@given(worlds(), st.data())
def test_every_answer_under_a_scenario_survives_plain_evaluation(world: World, data: st.DataObject) -> None:
    laid = lay_over(world, data.draw(scenarios(world)))
    for lock in laid.after.deadlocks:
        assert lock.checked
        assert not satisfiable(laid.after.problem, lock.members)
        for member in lock.members:
            assert satisfiable(laid.after.problem, [m for m in lock.members if m is not member])
    held = {origin(g): g for g in laid.after.problem.groups}
    for lock in laid.changes.opens:
        left = [held[m.id] for m in lock.members if m.id in held]
        assert len(left) < len(lock.members) or satisfiable(laid.after.problem, left)
    for one in laid.changes.stays:
        assert not satisfiable(laid.after.problem, [held[m.id] for m in one.before.members])
    told = {d.id for d in (*laid.changes.new, *laid.changes.hidden)} | {
        s.after.id for s in laid.changes.stays if s.after
    }
    assert told == {d.id for d in laid.after.deadlocks}
    there = {g.id: g for g in laid.before.problem.groups}
    for lock in laid.changes.new:
        known = [there[origin(m)] for m in lock.members if origin(m) in there]
        assert len(known) < len(lock.members) or satisfiable(laid.before.problem, known)


@given(worlds(), st.data())
def test_to_take_more_without_a_condition_opens_and_never_shuts(world: World, data: st.DataObject) -> None:
    taken = data.draw(
        st.lists(suppositions(world.pack).filter(lambda s: s.stance in {"accept", "propose"}), min_size=1)
    )
    laid = lay_over(world, Scenario(supposed=tuple(replace(s, condition=None) for s in taken)))
    assert not laid.changes.new
    for lock in laid.changes.hidden:  # a part of it clashed by itself before, and opens
        here = {origin(m) for m in lock.members}
        assert any({m.id for m in opened.members} < here for opened in laid.changes.opens)


@given(worlds(), st.data())
def test_what_is_supposed_is_marked_and_what_was_heard_stays_as_it_was(
    world: World, data: st.DataObject
) -> None:
    scenario = data.draw(scenarios(world))
    laid = lay_over(world, scenario)
    there = set(laid.before.problem.groups)
    unreal = {(s.party, s.key) for s in scenario.supposed}
    for group in laid.after.problem.groups:
        if group.id.startswith(MARK):
            assert group.strength is Strength.SUPPOSED
            assert "supposed by Ana" in group.wording
            assert "supposed by Ana" in group.source
            assert not group.lines or origin(group) in {g.id for g in there}
        else:
            assert group in there
    for lock in laid.after.deadlocks:
        supposed = any(m.id.startswith(MARK) for m in lock.members)
        assert (lock.strength is Strength.SUPPOSED) == supposed
    for score in laid.after.proposals:
        for party, terms in score.terms.items():
            assert all(t.supposed == ((party, t.key) in unreal) for t in terms)
    assert not any((q.party, q.key) in unreal for q in laid.after.questions)


@given(worlds(), st.permutations(NAMES), st.data())
def test_swapped_parties_give_a_swapped_answer(world: World, others: list[str], data: st.DataObject) -> None:
    names = dict(zip(NAMES, others, strict=True))
    back = {new: old for old, new in names.items()}
    taken = tuple(data.draw(st.lists(suppositions(world.pack), min_size=1, max_size=3)))
    here = lay_over(world, Scenario(supposed=taken))
    there = lay_over(
        renamed(world, names.__getitem__),
        Scenario(supposed=tuple(replace(s, party=names[s.party]) for s in taken)),
    )
    assert swapped(shape(there.after), back) == shape(here.after)
    assert len(there.changes.opens) == len(here.changes.opens)
    assert len(there.changes.new) == len(here.changes.new)


def shape(found: StageResults) -> object:
    """Who holds what in each deadlock, and whose agreement each proposal misses, without ids and order."""
    locks = frozenset(
        frozenset((m.party, tuple(map(str, m.keys)), m.clauses, str(m.strength)) for m in d.members)
        for d in found.deadlocks
    )
    scores = {
        (s.proposal.id, s.alternative): (frozenset(s.missing), frozenset(s.not_known))
        for s in found.proposals
    }
    questions = frozenset((q.party, str(q.key), str(q.kind)) for q in found.questions)
    return {"locks": locks, "scores": scores, "questions": questions}
