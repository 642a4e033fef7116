"""Scenarios laid over small conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from detente.bargaining.answer import Asking
from detente.bargaining.results import StageResults
from detente.bargaining.scenarios.answer import Heard, stage_under, what_if
from detente.bargaining.scenarios.comparing import WhatChanges, compared
from detente.bargaining.scenarios.model import Loosened, Scenario, Supposed, signed
from detente.bargaining.scenarios.reading import supposed
from detente.ledger.agenda import Key
from detente.ledger.view import Moment
from detente.packs.model import Pack, Stage
from detente.solvers.pysat import PySatSolver
from random_worlds import World
from small_worlds import Papers


@dataclass(frozen=True)
class Laid:
    """The answer without a scenario, the one with it, and what is otherwise."""

    before: StageResults
    after: StageResults
    changes: WhatChanges


def lay(
    papers: Papers,
    pack: Pack,
    scenario: Scenario,
    *,
    stage: Stage = "settlement",
    clock: Any = None,
    budget_s: float = 60,
) -> Laid:
    """A scenario over what the papers say."""
    before = papers.results(pack, stage)
    heard = Heard(papers.positions(pack), papers.lines(), pack)
    asking = Asking(PySatSolver(), clock or (lambda: 0.0), budget_s, Moment())
    after = what_if(stage_under(scenario, heard, stage=stage), stage=stage, asking=asking)
    return Laid(before, after, compared(before, after))


def suppose(pack: Pack, *texts: str, by: str = "Ana", **more: Any) -> Scenario:
    """A scenario of suppositions in words, signed."""
    return signed(Scenario(supposed=tuple(s for t in texts for s in supposed(t, pack)), **more), by)


def lay_over(world: World, scenario: Scenario) -> Laid:
    """A scenario over a random conflict."""
    return lay(world.papers, world.pack, scenario)


@st.composite
def suppositions(draw: st.DrawFn, pack: Pack) -> Supposed:
    """Anything that a person may suppose of a random pack."""
    leaf = draw(st.sampled_from(list(pack.leaves.values())))
    stance = draw(st.sampled_from(("accept", "propose", "demand", "reject")))
    taking = stance in {"accept", "propose"}
    options = [o.id for o in leaf.options if not (taking and o.could_be)]
    condition = None
    if taking and draw(st.integers(0, 2)) == 0:
        other = draw(st.sampled_from(list(pack.leaves.values())))
        condition = (
            Key(other.id),
            draw(st.sampled_from([o.id for o in other.options if not o.could_be and o.id != "none"])),
        )
    option = draw(st.sampled_from([o for o in options if not (condition and o == "none")]))
    party = draw(st.sampled_from(list(pack.parties)))
    return Supposed(party, stance, Key(leaf.id), option, "settlement", condition, "Ana")  # type: ignore[arg-type]


@st.composite
def scenarios(draw: st.DrawFn, world: World) -> Scenario:
    """Suppositions, groups set aside or loosened, rules and needs set aside."""
    groups = [g.id for g in world.papers.results(world.pack).problem.groups]
    some = st.lists(st.sampled_from(groups), max_size=2, unique=True) if groups else st.just([])
    options = [o.id for leaf in world.pack.leaves.values() for o in leaf.options]
    steps: Sequence[str] = draw(some)
    return Scenario(
        supposed=tuple(draw(st.lists(suppositions(world.pack), max_size=3))),
        without=tuple(draw(some)),
        loosened=tuple(Loosened(g, draw(st.sampled_from(options)), "Ana") for g in steps),
        without_rules=tuple(r.id for r in world.pack.rules if draw(st.booleans())),
        without_needs=tuple(n.id for n in world.pack.needs if draw(st.booleans())),
    )


def timeless(results: StageResults) -> StageResults:
    """The answer without the time that it took."""
    return replace(results, seconds=0.0)
