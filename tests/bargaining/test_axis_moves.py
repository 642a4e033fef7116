"""Moves on the axis: where each party stands and what each step adds, as data of a picture."""

from __future__ import annotations

from hypothesis import given

from detente.bargaining.axis_moves import axis_moves
from random_worlds import World, worlds


@given(worlds())
def test_every_step_of_a_move_on_an_ordered_matter_widens_what_its_position_allows(world: World) -> None:
    results = world.papers.results(world.pack)
    found = axis_moves(results.problem.groups, results.moves, world.pack, stage="settlement")
    assert [a.key for a in found] == sorted(a.key for a in found)
    told = set()
    for axis in found:
        assert world.pack.leaves[axis.key.issue].type in {"ordinal", "numeric"}
        stands = {s.group: s.allowed for s in axis.stands}
        assert [s.party for s in axis.stands] == sorted(s.party for s in axis.stands)
        for step in axis.steps:
            assert set(step.before) < set(step.after) <= set(axis.values)
            assert stands[step.group] == step.before
            assert step.deadlocks
            told.add((step.group, step.after))
    for moves in results.moves.values():
        for step in (s for m in moves for s in m.steps):
            plain = (
                len(step.group.keys) == 1
                and len(step.group.clauses) == 1
                and len(step.group.clauses[0].literals) == 1
            )
            if plain and world.pack.leaves[step.group.keys[0].issue].type in {"ordinal", "numeric"}:
                assert any(group == step.group.id for group, _ in told)
