"""An open project and what can be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from detente.bargaining.answer import Asking, stage_results
from detente.bargaining.movement import Means, Movement, movement
from detente.bargaining.results import StageResults
from detente.desk.choose import choose
from detente.desk.gathering import gathering_problems
from detente.desk.half_life import settled
from detente.kernel.certainty import Scale
from detente.kernel.errors import ProjectFault
from detente.kernel.problems import Problem
from detente.ledger.positions import Position, positions
from detente.ledger.roles import pack_at
from detente.ledger.view import History, LedgerView, Moment, view
from detente.packs.load import load_pack
from detente.packs.model import STAGES, Pack, Stage
from detente.stores.sqlite import ProjectFile

DEFAULT_BUDGET_S = 20.0


@dataclass(frozen=True, slots=True)
class Project:
    """An open project file and its pack. `problems`: what to know before trusting an answer."""

    path: Path
    file: ProjectFile
    pack: Pack
    problems: tuple[Problem, ...]


@contextmanager
def open_project(
    path: Path, *, pack_name: str | None = None, moment: Moment | None = None, writable: bool = False
) -> Iterator[Project]:
    """Open a project with its own pack, or another, under the roles that were entered; of these what stood at a moment.

    Raises ProjectFault, UnknownName or PackFault.
    """
    if not path.exists():
        raise ProjectFault(
            f"no project '{path}'; make one with `detente build REPORTS --pack PACK -o {path}`"
        )
    with ProjectFile.open(path, writable=writable) as file:
        settings = file.settings()
        pack = load_pack(pack_name or str(settings.get("pack", "world")))
        yield Project(path, file, pack_at(pack, file.roles(), moment), _pack_changed(pack, settings))


def _pack_changed(pack: Pack, settings: Mapping[str, object]) -> tuple[Problem, ...]:
    before = settings.get("pack_digest")
    if before in {None, pack.digest}:
        return ()
    message = f"pack '{pack.id}' is not the one the reports were read with"
    return (
        Problem(
            "pack-changed",
            "settings",
            message,
            "run `detente build` again to read with it; reviews stay",
            "note",
        ),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """A view, the positions in it, and per stage all that follows.

    `positions` fold the lines that count and carry every result; `shown` fold all lines, those that wait
    for review among them (each line says so), for tables that a person reads.
    `movement`: what goes beyond the moves of single deadlocks, where it was asked for (`with_movement`).
    """

    moment: Moment
    view: LedgerView
    positions: tuple[Position, ...]
    shown: tuple[Position, ...]
    stages: Mapping[Stage, StageResults]
    problems: tuple[Problem, ...]
    movement: Movement | None = None


def history_of(project: Project, recorded_by: datetime | None = None) -> History:
    """All that was ever entered; of the reports what was known of them by an instant, where one is given."""
    file = project.file
    return History(file.entries(), file.reviews(), file.reports(recorded_by), file.merges())


def recorded_problems(project: Project) -> tuple[Problem, ...]:
    """The faults met while the reports were gathered and read."""
    return (*gathering_problems(project.file.settings()), *project.file.problems())


def held(project: Project, moment: Moment, *, scale: Scale = Scale.ICD203) -> Answer:
    """The view and positions of a project at a moment, without deadlocks; words fade as the moment says, else the project."""
    moment = settled(project.file, moment)
    seen = view(history_of(project, moment.recorded_by), moment)
    found, problems = positions(seen, project.pack, scale=scale)
    shown = found
    if seen.left_out:
        everything = replace(seen, moment=replace(moment, include_unreviewed=True))
        shown, problems = positions(everything, project.pack, scale=scale)
    return Answer(
        moment, seen, found, shown, {}, (*project.problems, *seen.problems, *problems, *_waiting(seen))
    )


@dataclass(frozen=True, slots=True)
class Budget:
    """The time of a whole call, the clock it is measured with, and the stages it is spent on."""

    clock: Callable[[], float]
    seconds: float = DEFAULT_BUDGET_S
    solver: str = "pysat"
    stages: Sequence[Stage] = STAGES


def answer(project: Project, moment: Moment, budget: Budget, *, scale: Scale = Scale.ICD203) -> Answer:
    """Positions and, for each stage, deadlocks, moves, proposals and questions, within one budget of time, shared alike."""
    start = budget.clock()
    base = held(project, moment, scale=scale)
    solver = choose("detente.solvers", budget.solver)()
    stages: dict[Stage, StageResults] = {}
    for number, stage in enumerate(budget.stages):
        left = max(0.0, budget.seconds - (budget.clock() - start)) / (len(budget.stages) - number)
        asking = Asking(solver, budget.clock, left, base.moment)
        stages[stage] = stage_results(
            base.positions, base.view.counted, project.pack, stage=stage, asking=asking
        )
    problems = dict.fromkeys((*base.problems, *(p for r in stages.values() for p in r.problems)))
    return replace(base, stages=stages, problems=tuple(problems))


def with_movement(project: Project, found: Answer, budget: Budget, *, scale: Scale = Scale.ICD203) -> Answer:
    """The answer with what goes beyond the moves of single deadlocks, within what is left of its budget."""
    start = budget.clock()
    left = max(0.0, budget.seconds - sum(r.seconds for r in found.stages.values()))
    means = Means(choose("detente.solvers", budget.solver)(), lambda: budget.clock() - start > left, scale)
    made = movement(found.stages, (found.view, found.positions), project.pack, means=means)
    cut = tuple(
        Problem(
            "truncated",
            stage,
            "there may be more sets of steps for the whole stage than those listed",
            "give a larger --budget",
        )
        for stage, one in made.stages.items()
        if not one.whole.complete
    )
    return replace(found, movement=made, problems=tuple(dict.fromkeys((*found.problems, *cut))))


def _waiting(seen: LedgerView) -> tuple[Problem, ...]:
    if not seen.left_out:
        return ()
    message = f"{seen.left_out} of {len(seen.lines)} lines wait for review and enter no result"
    return (
        Problem("unreviewed", "project", message, "review them, or ask with --include-unreviewed", "note"),
    )
