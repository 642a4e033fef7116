"""What would follow if something were otherwise: a scenario laid over an answer of a project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.bargaining.answer import Asking
from detente.bargaining.constraints.model import Group, StageProblem
from detente.bargaining.constraints.stage import stage_problem
from detente.bargaining.port import Solver
from detente.bargaining.results import Deadlock, StageResults
from detente.bargaining.scenarios.answer import Heard, stage_under, what_if
from detente.bargaining.scenarios.comparing import WhatChanges, compared
from detente.bargaining.scenarios.groups import loosened, ways_to_loosen
from detente.bargaining.scenarios.model import Loosened, Scenario, Supposed, parts, signed
from detente.bargaining.scenarios.naming import Named, groups_called, named_groups
from detente.bargaining.scenarios.reading import supposed, value_named
from detente.desk.choose import choose
from detente.desk.names import known
from detente.desk.project import Answer, Budget, Project
from detente.kernel.errors import BadInput, UnknownName
from detente.kernel.problems import Problem
from detente.ledger.agenda import Key
from detente.packs.model import STAGES, Pack, Stage


@dataclass(frozen=True, slots=True)
class Situation:
    """An answer of a project that scenarios are laid over, with the names of its groups and the solver that is asked again."""

    answer: Answer
    heard: Heard
    named: tuple[Named, ...]
    solver: Solver

    @property
    def pack(self) -> Pack:
        """The pack under which it was answered."""
        return self.heard.pack

    @property
    def deadlocks(self) -> tuple[Deadlock, ...]:
        """The deadlocks of every stage that was asked about."""
        return tuple(d for r in self.answer.stages.values() for d in r.deadlocks)

    @property
    def agenda(self) -> frozenset[Key]:
        """What anybody spoke of."""
        return frozenset(p.key for p in self.heard.positions)

    def called(self, name: str) -> tuple[Group, ...]:
        """The groups that a name stands for; raises UnknownName or BadInput."""
        return groups_called(name, self.named, self.deadlocks)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A scenario's answer beside the one without it: what is otherwise, stage by stage."""

    scenario: Scenario
    after: Mapping[Stage, StageResults]
    changes: Mapping[Stage, WhatChanges]
    problems: tuple[Problem, ...]
    seconds: float


def situation_of(project: Project, found: Answer, *, solver: str = "pysat") -> Situation:
    """What scenarios are laid over; the short names do not depend on the stages that were asked about."""
    heard = Heard(found.positions, found.view.counted, project.pack)
    problems: dict[Stage, StageProblem] = {}
    for stage in STAGES:
        asked = found.stages.get(stage)
        problems[stage] = (
            asked.problem if asked else stage_problem(heard.positions, heard.lines, project.pack, stage=stage)
        )
    return Situation(found, heard, named_groups(problems), choose("detente.solvers", solver)())


@dataclass(frozen=True, slots=True)
class Wishes:
    """A scenario as a person writes it: suppositions in words, groups by any of their names, GROUP=option to loosen one."""

    suppose: Sequence[str] = ()
    without: Sequence[str] = ()
    loosen: Sequence[str] = ()
    without_rules: Sequence[str] = ()
    without_needs: Sequence[str] = ()


def scenario_of(situation: Situation, wishes: Wishes, *, by: str = "") -> Scenario:
    """The scenario that a person asks for; raises UnknownName (with the nearest name) or BadInput."""
    pack = situation.pack
    what = f"pack {pack.id}"
    found = Scenario(
        supposed=tuple(s for text in wishes.suppose for s in suppositions(text, situation)),
        without=tuple(dict.fromkeys(g.id for name in wishes.without for g in situation.called(name))),
        loosened=tuple(step for text in wishes.loosen for step in _steps(text, situation)),
        without_rules=tuple(
            known(r, (x.id for x in pack.rules), what="rule", where=what) for r in wishes.without_rules
        ),
        without_needs=tuple(
            known(n, (x.id for x in pack.needs), what="need", where=what) for n in wishes.without_needs
        ),
    )
    return signed(found, by)


def suppositions(text: str, situation: Situation) -> tuple[Supposed, ...]:
    """What a text supposes; raises UnknownName or BadInput."""
    return supposed(text, situation.pack, agenda=situation.agenda)


def _steps(text: str, situation: Situation) -> list[Loosened]:
    """`GROUP=option`: of each group that the name stands for, as far as it shuts the option out."""
    name, sign, option = text.rpartition("=")
    if not (sign and name and option):
        raise BadInput(f"'{text}' loosens nothing; write GROUP=option, such as kestria:terr.line=contact")
    groups = situation.called(name)
    steps = [
        Loosened(g.id, value)
        for g in groups
        for value in _values(g, option, situation.pack)
        if loosened(g, Loosened(g.id, value), situation.pack) is not None
    ]
    if steps:
        return steps
    ways = dict.fromkeys(way for g in groups for way in ways_to_loosen(g, situation.pack))
    other = f"it can be loosened to {', '.join(ways)}" if ways else "it can only be switched off (--without)"
    raise UnknownName(f"'{name}' cannot be loosened to '{option}'; {other}")


def _values(group: Group, option: str, pack: Pack) -> tuple[str, ...]:
    """The value that an option names on a matter of a group; none where it names nothing there."""
    found: dict[str, None] = {}
    for key in group.keys:
        try:
            found[value_named(pack.leaves[key.issue], option)] = None
        except UnknownName:
            continue
    return tuple(found)


def asked_what_if(situation: Situation, scenario: Scenario, budget: Budget) -> WhatIf:
    """The answer under a scenario, compared with the one without it; the ledger stays as it is.

    Raises WrongAnswer where evaluation refutes the solver.
    """
    start = budget.clock()
    after: dict[Stage, StageResults] = {}
    for stage in situation.answer.stages:
        left = max(0.0, budget.seconds - (budget.clock() - start))
        asking = Asking(situation.solver, budget.clock, left, situation.answer.moment)
        under = stage_under(scenario, situation.heard, stage=stage)
        after[stage] = what_if(under, stage=stage, asking=asking)
    changes = {stage: compared(situation.answer.stages[stage], found) for stage, found in after.items()}
    problems = dict.fromkeys((*gone(situation, scenario), *(p for r in after.values() for p in r.problems)))
    return WhatIf(scenario, after, changes, tuple(problems), budget.clock() - start)


def gone(situation: Situation, scenario: Scenario) -> tuple[Problem, ...]:
    """What a scenario sets aside or loosens and nobody holds in this view, or that the pack does not have (any more)."""
    held = frozenset[str]().union(*(parts(n.group.id) for n in situation.named))
    pack = situation.pack
    missing = [
        *(("group", name) for name in scenario.without if not parts(name) & held),
        *(("group", x.group) for x in scenario.loosened if not parts(x.group) & held),
        *(("rule", name) for name in scenario.without_rules if name not in {r.id for r in pack.rules}),
        *(("need", name) for name in scenario.without_needs if name not in {n.id for n in pack.needs}),
    ]
    return tuple(
        Problem(
            "what-if-gone",
            name,
            f"the scenario changes the {what} '{name}', and there is none in this view",
            "`detente whatif P` without any supposition lists what there is",
        )
        for what, name in missing
    )


def with_names(scenario: Scenario, situation: Situation) -> Scenario:
    """The scenario of a file with the ids of the groups that it calls by their short names; unknown names stay as they are."""

    def ids(name: str) -> tuple[str, ...]:
        try:
            return tuple(g.id for g in situation.called(name))
        except (UnknownName, BadInput):
            return (name,)

    return replace(
        scenario,
        without=tuple(dict.fromkeys(i for name in scenario.without for i in ids(name))),
        loosened=tuple(replace(x, group=i) for x in scenario.loosened for i in ids(x.group)),
    )


def rules_and_needs(situation: Situation) -> tuple[list[str], list[str]]:
    """The ids of the rules and needs that bear on an answer, and that can be set aside."""
    rules: Iterable[str] = (
        h.id for r in situation.answer.stages.values() for h in (*r.problem.hard, *r.problem.soft)
    )
    pack_rules = {r.id for r in situation.pack.rules}
    held = {g.group.id.rpartition(":need:")[2] for g in situation.named if ":need:" in g.group.id}
    return [r for r in dict.fromkeys(rules) if r in pack_rules], sorted(held)
