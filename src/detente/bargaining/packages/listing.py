"""A few packages that differ as much as they can, made as far as possible of what somebody put on the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente.bargaining.constraints.model import IN, OUT, Assignment, Clause, Group, Literal
from detente.bargaining.packages.algebras import Point, Worth, best, count, frontier
from detente.bargaining.packages.circuit import Circuit, TooMany, circuit_of
from detente.bargaining.packages.reach import (
    Package,
    Setting,
    Unheard,
    Word,
    described,
    preferred,
    refusals,
    smallest_sets,
    terms_of,
    unheard,
)
from detente.bargaining.packages.space import Space, allowed, unbroken
from detente.bargaining.port import Expired, Solver
from detente.bargaining.proposals import binds, term_score
from detente.kernel.errors import WrongAnswer
from detente.ledger.values import OPEN, stands_for, values_of


@dataclass(frozen=True, slots=True)
class Reach:
    """How many packages the rules allow, break no firm position, and are in reach; a few of them; on whose word they hang.

    A number is None where it was not reckoned in time. `beyond`: the few are of all that the rules allow, broken positions named.
    """

    setting: Setting
    space: Space
    circuit: Circuit | None
    counts: tuple[int | None, int | None, int | None]
    packages: tuple[Package, ...]
    silent: Unheard
    hangs: tuple[tuple[Word, ...], ...]
    beyond: bool
    complete: bool


def reach(setting: Setting, solver: Solver, *, most: int, expired: Expired, beyond: bool = False) -> Reach:
    """The packages of a stage. Those listed break no rule and, unless `beyond`, no firm position; each is evaluated again.

    Raises WrongAnswer where evaluation refutes the solver.
    """
    worth = _taken_by_all(setting)
    every = _in_order(allowed(setting.problem), worth)
    held = _in_order(unbroken(setting.problem), worth).within(refusals(setting))
    silent = unheard(setting)
    heard = held.within(c for clauses in silent.avoided.values() for c in clauses)
    counts = tuple(_counted(s, expired) for s in (every, held))
    in_reach = 0 if silent.always else _counted(heard, expired)
    space = every if beyond else held
    hangs, all_sets = smallest_sets(setting, silent, space.clauses, solver=solver, expired=expired)
    what = (space, tuple(_wishes(setting, silent)))
    listed = _nearest if beyond else _few
    few, complete = listed(setting, what, (solver, most), expired=expired)
    try:
        circuit = circuit_of(space, expired=expired)
    except TooMany:
        circuit = None
    return Reach(
        setting,
        space,
        circuit,
        (counts[0], counts[1], in_reach),
        tuple(replace(described(setting, p, space.number(p)), starts_from=party) for party, p in few),
        silent,
        hangs if few else (),
        beyond,
        complete and all_sets and None not in (*counts, in_reach),
    )


def _counted(space: Space, expired: Expired) -> int | None:
    try:
        return count(circuit_of(space, expired=expired))
    except TooMany:
        return None


def _wishes(setting: Setting, silent: Unheard) -> Iterator[Sequence[Clause]]:
    """What a listed package should be, most wished for first.

    No soft rule broken, hanging on as few words as can be, of values that somebody put on the table or left to later.
    """
    for rule in setting.problem.soft:
        yield rule.clauses
    yield from sorted(silent.avoided.values(), key=_in_words)  # by matter, so that no name decides
    tabled = _tabled(setting)
    for name, values in setting.problem.variables.items():
        keep = frozenset(v for v in values if v in {OPEN, OUT} or v in tabled.get(name, ()))
        if keep and keep != frozenset(values):
            yield (Clause((Literal(name, keep),)),)


def _in_words(clauses: Sequence[Clause]) -> list[tuple[str, list[str]]]:
    return [(lit.variable, sorted(lit.values)) for c in clauses for lit in c.literals]


def _tabled(setting: Setting) -> dict[str, set[str]]:
    """The values of each variable that somebody asked for, offered or accepted in the stage."""
    found: dict[str, set[str]] = {}
    for (_, key), position in setting.held.items():
        leaf = setting.pack.leaves[key.issue]
        for stand in position.stands:
            if stand.option and set(stand.stances) & {"demand", "propose", "accept"}:
                exact = stand.option in values_of(leaf)
                for value in (stand.option,) if exact else stands_for(leaf, stand.option):
                    if leaf.type == "set":
                        found.setdefault(f"{key}#{value}", set()).add(IN)
                    else:
                        found.setdefault(str(key), set()).add(value)
    return found


Listed = tuple[list[tuple[str | None, dict[str, str]]], bool]
Wished = tuple[Space, tuple[Sequence[Clause], ...]]


def _few(setting: Setting, what: Wished, how: tuple[Solver, int], *, expired: Expired) -> Listed:
    """First what all who bind have taken and the rest left to later, then each as different as can be from those before."""
    (space, wishes), (solver, most) = what, how
    known = solver.satisfy(space.variables, space.clauses)
    if known is None:
        return [], True
    narrow = Space(space.variables, preferred(setting, space.clauses, wishes, solver=solver))
    try:
        circuit = circuit_of(narrow, expired=expired)
        found = best(circuit, narrow, _taken_by_all(setting))
    except TooMany:
        return [(None, _known(space, known))], False
    chosen = [narrow.package(found[0][-1])]
    complete = True
    while complete and len(chosen) < most:
        try:
            following = _farthest(circuit, narrow, chosen, expired=expired)
        except TooMany:
            complete = False
            break
        if following is None:
            break
        chosen.append(following)
    return [(None, _known(space, p)) for p in chosen], complete


def _nearest(setting: Setting, what: Wished, how: tuple[Solver, int], *, expired: Expired) -> Listed:
    """For each party with firm positions, by name, the package that keeps most of these, then most of the others'.

    No firm position of anybody can be added to what such a package keeps. Names decide nothing: of packages that keep as many
    the first by number is taken.
    """
    (space, wishes), (solver, most) = what, how
    firm = [g for g in setting.problem.groups if g.firm]
    worth = _taken_by_all(setting)
    chosen: list[tuple[str | None, dict[str, str]]] = []
    for party in sorted({g.party for g in firm})[:most]:
        try:
            kept = _kept(space, firm, party, expired=expired)
            clauses = [*space.clauses, *(c for g in kept for c in g.clauses)]
            narrow = Space(space.variables, preferred(setting, clauses, wishes, solver=solver))
            found = best(circuit_of(narrow, expired=expired), narrow, worth)
        except TooMany:
            return chosen, False
        chosen += [(party, _known(space, narrow.package(p[-1]))) for p in found]
    return chosen, True


def filled(reached: Reach, chosen: Assignment, solver: Solver, *, expired: Expired) -> Package:
    """The package that has these values and keeps the most of firm positions, then of wishes, on all that they leave open."""
    setting = reached.setting
    fixed = reached.space.within(Clause((Literal(n, frozenset({v})),)) for n, v in chosen.items())
    firm = [g for g in setting.problem.groups if g.firm]
    clauses = [*fixed.clauses, *(c for g in _kept(fixed, firm, None, expired=expired) for c in g.clauses)]
    wishes = _wishes(setting, reached.silent)
    narrow = Space(fixed.variables, preferred(setting, clauses, wishes, solver=solver))
    found = best(circuit_of(narrow, expired=expired), narrow, _taken_by_all(setting))
    package = _known(fixed, narrow.package(found[0][-1]))
    return described(setting, package, fixed.number(package))


def _kept(space: Space, firm: Sequence[Group], party: str | None, *, expired: Expired) -> tuple[Group, ...]:
    """The most firm positions that one package keeps: as many as can be of a party's (None: of nobody's), then of the others'."""
    names = {f"position {i}": group for i, group in enumerate(firm)}
    clauses = [
        Clause((Literal(name, frozenset({OUT})), *clause.literals))
        for name, group in names.items()
        for clause in group.clauses
    ]
    wide = Space({**space.variables, **dict.fromkeys(names, (IN, OUT))}, (*space.clauses, *clauses))
    worth = {n: {IN: len(firm) + 1 if g.party == party else 1} for n, g in names.items()}
    found = best(circuit_of(wide, expired=expired), wide, worth)
    package = wide.package(found[0][-1]) if found else {}
    return tuple(group for name, group in names.items() if package.get(name) == IN)


def _known(space: Space, package: Assignment) -> dict[str, str]:
    values = {name: package[name] for name in space.variables}
    if not space.has(values):
        raise WrongAnswer(f"the solver's package {values} breaks a clause; please report this")
    return values


def _taken_by_all(setting: Setting) -> Worth:
    """Two for a value that all who bind have taken or offered, one for leaving to later, nothing for others: no party's side."""
    held, pack, stage = setting.held, setting.pack, setting.problem.stage
    found: dict[str, dict[str, int]] = {}
    for name, values in setting.problem.variables.items():
        for value in values:
            ((key, said),) = terms_of({name: value}).items()
            binding = [p for p in sorted(pack.parties) if binds(p, (key, said[0]), (pack, stage))]
            scores = (term_score((key, said[0]), held.get((p, key)), pack) for p in binding)
            taken = binding and said != ("none",) and all(t.status in {"met", "offered"} for t in scores)
            found.setdefault(name, {})[value] = 2 if taken else int(value in {OPEN, OUT})
    return found


def _in_order(space: Space, worth: Worth) -> Space:
    """The space with each variable's most agreed values first: of packages that are otherwise equal the first says least."""
    ordered = {n: tuple(sorted(values, key=lambda v: -worth[n][v])) for n, values in space.variables.items()}
    return Space(ordered, space.clauses)


def _farthest(
    circuit: Circuit, space: Space, chosen: Sequence[dict[str, str]], *, expired: Expired
) -> dict[str, str] | None:
    """The package whose least distance to those chosen is largest, then the sum; None where every package is chosen already."""
    worths = [
        {name: {v: int(v != package[name]) for v in values} for name, values in space.variables.items()}
        for package in chosen
    ]
    found = frontier(circuit, space, worths, expired=expired)
    farthest: Point = min(found, key=lambda p: (-min(p[:-1]), -sum(p[:-1]), p[-1]))
    return space.package(farthest[-1]) if min(farthest[:-1]) > 0 else None
