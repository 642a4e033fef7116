"""Stability of a conflict: from a case file or from a project's firm positions, to what holds, for whom, and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.bargaining.constraints.model import StageProblem
from detente.bargaining.constraints.stage import stage_problem
from detente.bargaining.stability.case_file import read_case
from detente.bargaining.stability.coalitions import Coalitions, coalitions
from detente.bargaining.stability.from_stage import Derived, derived
from detente.bargaining.stability.inverse import Inverse, inverse
from detente.bargaining.stability.limited import limited_move
from detente.bargaining.stability.model import CONCEPTS, Concept, Conflict, Stabilities
from detente.bargaining.stability.paths import FromStatusQuo, from_status_quo
from detente.bargaining.stability.picture import ConflictPicture, picture
from detente.bargaining.stability.stabilities import stabilities
from detente.bargaining.stability.why import Reasons, reasons
from detente.desk.names import matters
from detente.desk.project import Answer, Project
from detente.kernel.errors import BadInput
from detente.packs.model import Stage

LABEL = "analyst's tool; no page shows it as a forecast"
MOST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a conflict beside which states hold."""

    concepts: tuple[Concept, ...] = CONCEPTS
    horizon: int | None = None
    status_quo: str | None = None
    why: str | None = None
    inverse: str | None = None
    coalitions: bool = False


@dataclass(frozen=True, slots=True)
class StabilityAnswer:
    """What was found: stabilities, and whatever else was asked for.

    `by_moves`, `by_improvements`: ways from the status quo to equilibria by any moves, and only by moves that pay.
    """

    found: Stabilities
    limited: Stabilities | None = None
    by_moves: FromStatusQuo | None = None
    by_improvements: FromStatusQuo | None = None
    why: tuple[Reasons, ...] = ()
    inverse: tuple[Inverse, ...] = ()
    coalitions: Coalitions | None = None
    picture: ConflictPicture | None = None

    @property
    def conflict(self) -> Conflict:
        """The conflict that was judged."""
        return self.found.conflict


def is_case(path: Path) -> bool:
    """Whether a file is a case, told by its name or its first letter; else it is taken for a project."""
    if path.suffix.lower() == ".json":
        return True
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def case_of(path: Path) -> Conflict:
    """The conflict of a case file. Raises BadInput with place and remedy."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(
                f"'{path}' has more than {MOST_BYTES // 10**6} MB; give the option form instead of lists"
            )
        parts = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_no_number)
    except OSError as fault:
        raise BadInput(f"'{path}' cannot be read: {fault.strerror}; check the path") from fault
    except UnicodeDecodeError as fault:
        raise BadInput(f"'{path}' is not UTF-8; save it as UTF-8") from fault
    except json.JSONDecodeError as fault:
        raise BadInput(
            f"'{path}' is no JSON: {fault.msg} in line {fault.lineno}, column {fault.colno}"
        ) from fault
    except RecursionError as fault:
        raise BadInput(f"'{path}' is nested too deep for a case; see docs/stability.md") from fault
    return read_case(parts, name=path.name)


def _no_number(word: str) -> float:
    return float(word)  # NaN and Infinity are refused where they stand, with their place


def derived_from(
    project: Project, found: Answer, stage: Stage, *, issues: Sequence[str] = ()
) -> tuple[Derived, StageProblem]:
    """The conflict that a project's firm positions give for a stage, on some issues or all, or what is missing for one.

    Raises UnknownName for an issue.
    """
    problem = stage_problem(found.positions, found.view.counted, project.pack, stage=stage)
    keys = {k for g in problem.groups for k in g.keys}
    chosen = {k for issue in issues for k in matters(project.pack, issue, keys)}
    return derived(problem, project.pack, chosen if issues else None), problem


def judged(conflict: Conflict, wanted: Wanted) -> StabilityAnswer:
    """Everything that was asked of a conflict. Raises BadInput or UnknownName."""
    places = {name: conflict.state(name) for name in (wanted.why, wanted.inverse) if name}
    if wanted.status_quo:
        conflict.state(wanted.status_quo)
    found = stabilities(conflict, wanted.concepts)
    ends = tuple(dict.fromkeys(s for c in found.concepts for s in found.equilibria(c)))[:1000]
    by_moves = by_improvements = None
    if wanted.status_quo:
        by_moves = from_status_quo(conflict, wanted.status_quo, ends, improving=False)
        by_improvements = from_status_quo(conflict, wanted.status_quo, ends, improving=True)
    return StabilityAnswer(
        found,
        limited_move(conflict, wanted.horizon) if wanted.horizon is not None else None,
        by_moves,
        by_improvements,
        tuple(
            reasons(conflict, places[wanted.why], k, concept=c)
            for c in wanted.concepts
            for k in range(len(conflict.decision_makers))
        )
        if wanted.why
        else (),
        tuple(inverse(conflict, places[wanted.inverse], concept=c) for c in wanted.concepts)
        if wanted.inverse
        else (),
        coalitions(conflict, found) if wanted.coalitions else None,
        picture(found, by_moves),
    )
