"""Which packages are in reach, and what exact solutions say of points that a person entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from detente.bargaining.answer import check_rules
from detente.bargaining.constraints.stage import stage_problem
from detente.bargaining.packages.adjusted_winner import Split, adjusted_winner
from detente.bargaining.packages.algebras import Point
from detente.bargaining.packages.circuit import TooMany
from detente.bargaining.packages.frontier import Frontier, pareto
from detente.bargaining.packages.hull import Draw, draw_of
from detente.bargaining.packages.listing import Reach, filled, reach
from detente.bargaining.packages.points import Points
from detente.bargaining.packages.port import Optimiser
from detente.bargaining.packages.reach import Package, Setting, described
from detente.bargaining.packages.sensitivity import Bar, Range, tornado, walk_away_ranges
from detente.bargaining.packages.solutions import SOLUTIONS, Solution, bargain, few_best, solve, spread
from detente.bargaining.packages.trades import Trade, halfway, trades
from detente.bargaining.port import Expired, Solver
from detente.desk.choose import choose
from detente.desk.packages.files import template
from detente.desk.packages.points import matters_of, read_points, stage_of, with_walk_aways
from detente.desk.project import Answer, Budget, Project
from detente.kernel.errors import BadInput
from detente.kernel.problems import Problem
from detente.packs.model import STAGES, Stage
from detente.solvers.cpsat import CpSat, has_cp_sat

_NO_BARS: tuple[Bar, ...] = ()
_NO_TRADES: tuple[Trade, ...] = ()
SHORT = {"ks": "kalai-smorodinsky"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of packages: stages, how many, over which packages, with which points, solutions and solver."""

    stages: tuple[Stage, ...]
    most: int = 4
    points: Path | None = None
    walk_aways: tuple[str, ...] = ()
    solution: str = "all"
    beyond: bool = False
    solver: str = "auto"
    share: Fraction = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Solved:
    """What follows from the points: frontier, solutions, and how far they hang on what was entered.

    `packages`: each picked package against everybody who binds; what no points speak of keeps the most firm positions there.
    `first` names the solution whose packages sensitivity is told of: the one asked for, else the first that picks something.
    """

    frontier: Frontier
    solutions: tuple[Solution, ...]
    packages: Mapping[Point, Package]
    draw: Draw | None
    first: Solution | None
    few: tuple[Point, ...]
    spread: tuple[Point, ...]
    split: Split | None
    base: Package | None
    trades: tuple[Trade, ...]
    ranges: tuple[Range, ...]
    bars: tuple[Bar, ...]
    share: Fraction
    complete: bool


@dataclass(frozen=True, slots=True)
class StagePackages:
    """The packages of one stage, and what follows from points where some were given for it."""

    reach: Reach
    solved: Solved | None
    problems: tuple[Problem, ...]


def settings_of(project: Project, found: Answer, stages: Sequence[Stage]) -> dict[Stage, Setting]:
    """Each stage with the positions of an answer. Raises PackFault where the pack's hard rules contradict one another."""
    made = {}
    for stage in stages:
        check_rules(project.pack, stage, choose("detente.solvers", "pysat")())
        problem = stage_problem(found.positions, found.view.counted, project.pack, stage=stage)
        made[stage] = Setting(problem, found.positions, project.pack)
    return made


def points_template(project: Project, found: Answer, stage: Stage) -> str:
    """A file of points to fill in, for those who sign in a stage."""
    setting = settings_of(project, found, (stage,))[stage]
    return template(setting, sorted(project.pack.signatories[stage]))


def packages(
    project: Project, found: Answer, wanted: Wanted, *, budget: Budget
) -> dict[Stage, StagePackages]:
    """The packages of each stage; with points, of their stage only, what follows from them. Raises BadInput, MissingExtra.

    Circuits and what is listed get a third of the time, so that an optimiser has some where they do not end.
    """
    start = budget.clock()
    name = SHORT.get(wanted.solution, wanted.solution)
    if name not in {*SOLUTIONS, "adjusted-winner", "all"}:
        raise BadInput(
            f"no solution '{wanted.solution}'; known: {', '.join(SOLUTIONS)}, adjusted-winner, all"
        )
    if wanted.points is None:
        _refuse_what_needs_points(wanted)
    optimiser = _optimiser(wanted.solver)
    stages = wanted.stages
    if wanted.points is not None:
        stage = next(s for s in STAGES if s == stage_of(wanted.points))
        if stage not in stages:
            raise BadInput(
                f"{wanted.points} has points for the {stage}; leave out --stage or ask for that stage"
            )
        stages = (stage,)
    solver: Solver = choose("detente.solvers", "pysat")()

    def early() -> bool:
        return budget.clock() - start > budget.seconds / 3

    def expired() -> bool:
        return budget.clock() - start > budget.seconds

    answers = {}
    for stage, setting in settings_of(project, found, stages).items():
        points = None
        if wanted.points is not None:
            points = with_walk_aways(read_points(wanted.points, setting), wanted.walk_aways)
        reached = reach(setting, solver, most=wanted.most, expired=early, beyond=wanted.beyond)
        solved = None
        if points is not None:
            how = (optimiser, wanted.solver == "cp-sat")
            solved = _solved(reached, points, (wanted, name, how), expired=expired)
        answers[stage] = StagePackages(reached, solved, _problems(stage, reached, solved))
    return answers


def _refuse_what_needs_points(wanted: Wanted) -> None:
    usual = Wanted(())
    asked = {
        "--walk-away": wanted.walk_aways != usual.walk_aways,
        "--solution": wanted.solution != usual.solution,
        "--solver": wanted.solver != usual.solver,
        "--vary": wanted.share != usual.share,
    }
    for option in (name for name, given in asked.items() if given):
        raise BadInput(f"{option} needs points that somebody entered; give them with --points FILE")


def _optimiser(name: str) -> Optimiser | None:
    """CP-SAT where it is asked for, or installed; raises MissingExtra where it is asked for and not installed."""
    if name == "cp-sat" or (name == "auto" and has_cp_sat()):
        return CpSat()
    return None


Asked = tuple[Wanted, str, tuple[Optimiser | None, bool]]


def _solved(reached: Reach, points: Points, asked: Asked, *, expired: Expired) -> Solved:
    wanted, name, (optimiser, only) = asked
    within = (reached.space, reached.circuit)
    found = pareto(points, within, expired=expired, optimiser=optimiser, only_optimiser=only)
    of = bargain(found)
    names = SOLUTIONS if name == "all" else tuple(s for s in SOLUTIONS if s == name)
    solutions = tuple(solve(s, of) for s in names)
    first = next((s for s in solutions if s.deals), None)
    two = len(points.parties) == 2
    draw = None
    if two and not of.missing and "kalai-smorodinsky" in names and found.deals:
        floors = tuple(p.floor or Fraction(0) for p in points.parties)
        draw = draw_of([_pair(found.utilities(d)) for d in found.deals], _pair(floors))
    ranges, all_ranges = walk_away_ranges(found, names, expired=expired)
    bars, swaps, base, all_bars, all_swaps = _NO_BARS, _NO_TRADES, None, True, True
    if reached.circuit is not None:
        if first is not None and found.complete:
            bars, all_bars = tornado(found, reached.circuit, (first.name, wanted.share), expired=expired)
        middle = halfway(points, reached.space, reached.circuit)
        if middle is not None:
            base = described(reached.setting, middle, reached.space.number(middle))
            swaps, all_swaps = trades(points, reached.space, middle, expired=expired)
    return Solved(
        found,
        solutions,
        {d: _package(reached, found, d, expired=expired) for s in solutions for d in s.deals[:1]},
        draw,
        first,
        few_best(of, wanted.most),
        spread(found.space, of, wanted.most),
        _split(points) if two and name in {"all", "adjusted-winner"} else None,
        base,
        swaps,
        ranges,
        bars,
        wanted.share,
        found.complete and all_ranges and all_bars and all_swaps,
    )


def _package(reached: Reach, found: Frontier, deal: Point, *, expired: Expired) -> Package:
    """A package that a solution picks, with the best for firm positions on what no points speak of, where time is left."""
    values = reached.space.package(deal[-1])
    counted = {
        n for p in found.points.parties for n, table in p.worth.items() if len(set(table.values())) > 1
    }
    chosen = {n: v for n, v in values.items() if n in counted}
    try:
        return filled(reached, chosen, choose("detente.solvers", "pysat")(), expired=expired)
    except TooMany:
        return described(reached.setting, values, deal[-1])


def _pair(numbers: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    return numbers[0], numbers[1]


def _split(points: Points) -> Split | None:
    """Adjusted winner over the matters on which the two want different things, each worth its swing."""
    one, other = points.parties
    disputed = [k for k in matters_of(points) if points.disputed(k)]
    return adjusted_winner(
        {str(k): one.swing(k) if k in one.matters else Fraction(0) for k in disputed},
        {str(k): other.swing(k) if k in other.matters else Fraction(0) for k in disputed},
    )


def _problems(stage: Stage, reached: Reach, solved: Solved | None) -> tuple[Problem, ...]:
    if reached.complete and (solved is None or solved.complete):
        return ()
    remedy = "give a larger --budget"
    if not has_cp_sat():
        remedy += (
            "; for spaces whose rules hang closely together `pip install 'detente[packages]'` adds OR-Tools"
        )
    return (Problem("truncated", stage, "the time budget ended the search of packages", remedy),)
