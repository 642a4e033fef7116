"""Laws of worlds, on random small conflicts."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bargaining.worlds.drawing import robust, shape
from detente.bargaining.constraints.model import Strength
from detente.bargaining.worlds.chances import rising
from random_worlds import NAMES, World, renamed, worlds

FEW = settings(max_examples=25, deadline=None)


@FEW
@given(worlds())
def test_every_world_agrees_with_plain_evaluation_and_the_same_seed_gives_the_same_answer(
    world: World,
) -> None:
    found = robust(world.papers, world.pack, worlds=40, recheck=40)
    assert found.checked == 40
    again = robust(world.papers, world.pack, worlds=40, recheck=0)
    assert shape(again, {}) == shape(found, {})


@FEW
@given(worlds(), st.permutations(NAMES))
def test_renaming_the_parties_renames_the_answer_and_nothing_else(world: World, others: list[str]) -> None:
    names = dict(zip(NAMES, others, strict=True))
    back = {new: old for old, new in names.items()}
    other = renamed(world, names.__getitem__)
    found, again = (robust(w.papers, w.pack, worlds=60) for w in (world, other))
    assert shape(again, back) == shape(found, {})


@FEW
@given(worlds())
def test_more_yeses_never_undo_a_result_and_a_move_opens_its_deadlock_wherever_it_is_shut(
    world: World,
) -> None:
    found = robust(world.papers, world.pack, worlds=60)
    for unknown in found.unknowns:
        for bar in unknown.bearings:
            assert bar.decides.count == bar.high.count - bar.low.count
            assert bar.turns.count <= bar.decides.count
            assert 0 <= bar.reduction <= 0.25
    for lock in found.locks:
        for move in lock.moves:
            own = move.opens[lock.deadlock.id]
            assert own.count == own.worlds == lock.shut.count


@FEW
@given(worlds())
def test_a_deadlock_of_firm_own_words_is_open_no_oftener_than_its_members_are_unsure(world: World) -> None:
    found = robust(world.papers, world.pack, worlds=400)
    for lock in found.locks:
        members = lock.deadlock.members
        if lock.deadlock.strength is not Strength.OWN or not all(
            m.firm and not m.stage_unclear for m in members
        ):
            continue
        unsure = [
            p.figures[v].p
            for m in members
            for p in world.papers.positions(world.pack)
            if (p.party, p.stage) == (m.party, "settlement") and p.key in m.keys
            for e in p.exclusions
            for v in (*e.values, *e.demanded)
        ]
        asked = [max(p, 1 - p) if p > 0.5 else p for p in unsure]
        assert 1 - lock.shut.value <= sum(min(p, 1 - p) for p in asked) + 0.1 + 0.1 * sum(
            ":if:" in m.id for m in members
        )


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 9)), min_size=1, max_size=8))
def test_what_is_made_to_rise_rises_keeps_its_mean_and_what_rose_already(
    pairs: list[tuple[float, float]],
) -> None:
    values, weights = [v for v, _ in pairs], [w for _, w in pairs]
    found = rising(values, weights)
    assert all(a <= b + 1e-12 for a, b in pairwise(found))
    mean = sum(w * v for v, w in pairs)
    assert abs(sum(w * v for v, w in zip(found, weights, strict=True)) - mean) < 1e-9
    assert all(
        abs(a - b) < 1e-12 for a, b in zip(rising(sorted(values), weights), sorted(values), strict=True)
    )
