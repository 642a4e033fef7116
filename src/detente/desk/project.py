"""An open project and what can be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from detente.bargaining.answer import Asking, stage_results
from detente.bargaining.results import StageResults
from detente.desk.choose import choose
from detente.kernel.certainty import Scale
from detente.kernel.errors import ProjectFault
from detente.kernel.problems import Problem
from detente.ledger.positions import Position, positions
from detente.ledger.view import History, LedgerView, Moment, view
from detente.packs.load import load_pack
from detente.packs.model import STAGES, Pack, Stage
from detente.stores.sqlite import ProjectFile

DEFAULT_BUDGET_S = 20.0


@dataclass(frozen=True, slots=True)
class Project:
    """A project file that is open, and the pack it is read with. `problems`: what to know before trusting the answer."""

    path: Path
    file: ProjectFile
    pack: Pack
    problems: tuple[Problem, ...]


@contextmanager
def open_project(path: Path, *, pack_name: str | None = None, writable: bool = False) -> Iterator[Project]:
    """Open a project with its own pack, or another; raises ProjectFault, UnknownName or PackFault."""
    if not path.exists():
        raise ProjectFault(f"no project '{path}'; make one with `detente build REPORTS --pack PACK -o {path}`")
    with ProjectFile.open(path, writable=writable) as file:
        settings = file.settings()
        pack = load_pack(pack_name or str(settings.get("pack", "world")))
        yield Project(path, file, pack, _pack_changed(pack, settings))


def _pack_changed(pack: Pack, settings: Mapping[str, object]) -> tuple[Problem, ...]:
    before = settings.get("pack_digest")
    if before in {None, pack.digest}:
        return ()
    message = f"pack '{pack.id}' is not the one the reports were read with"
    return (Problem("pack-changed", "settings", message, "run `detente build` again to read with it; reviews stay", "note"),)


@dataclass(frozen=True, slots=True)
class Answer:
    """A view, the positions in it, and per stage all that follows; `scale` is that of estimative words."""

    moment: Moment
    view: LedgerView
    positions: tuple[Position, ...]
    stages: Mapping[Stage, StageResults]
    problems: tuple[Problem, ...]


def history_of(project: Project) -> History:
    """All that was ever entered."""
    entries = project.file.entries()
    return History(entries, project.file.reviews(), project.file.reports())


def held(project: Project, moment: Moment, *, scale: Scale = Scale.ICD203) -> Answer:
    """The view and positions of a project at a moment, without deadlocks."""
    seen = view(history_of(project), moment)
    found, problems = positions(seen, project.pack, scale=scale)
    return Answer(moment, seen, found, {}, (*project.problems, *seen.problems, *problems, *_waiting(seen)))


@dataclass(frozen=True, slots=True)
class Budget:
    """The time of a whole call, and the clock it is measured with."""

    clock: Callable[[], float]
    seconds: float = DEFAULT_BUDGET_S
    solver: str = "pysat"


def answer(project: Project, moment: Moment, budget: Budget, *, scale: Scale = Scale.ICD203) -> Answer:
    """Positions and, for each stage, deadlocks, moves, proposals and questions, within one budget of time."""
    start = budget.clock()
    base = held(project, moment, scale=scale)
    solver = choose("detente.solvers", budget.solver)()
    stages: dict[Stage, StageResults] = {}
    for stage in STAGES:
        left = max(0.0, budget.seconds - (budget.clock() - start))
        asking = Asking(solver, budget.clock, left, moment)
        stages[stage] = stage_results(base.positions, base.view.counted, project.pack, stage=stage, asking=asking)
    problems = (*base.problems, *(p for r in stages.values() for p in r.problems))
    return Answer(base.moment, base.view, base.positions, stages, problems)


def _waiting(seen: LedgerView) -> tuple[Problem, ...]:
    if not seen.left_out:
        return ()
    message = f"{seen.left_out} of {len(seen.lines)} lines wait for review and enter no result"
    return (Problem("unreviewed", "project", message, "review them, or ask with --include-unreviewed", "note"),)
