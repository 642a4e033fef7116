"""What others do on the same cases: minimal conflicts and minimal corrections, one after the other. Only for benchmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Found = Iterator[frozenset[int]]


@dataclass(frozen=True)
class Case:
    """Clauses over Booleans: those that always hold, and those of each statement (numbered from 1)."""

    booleans: int
    hard: list[list[int]]
    statements: list[list[list[int]]]


@dataclass(frozen=True)
class Peer:
    """A way to the conflicts and one to the corrections, where there are such; whether the smallest come first."""

    conflicts: Callable[[Case], Found] | None
    corrections: Callable[[Case], Found] | None
    by_size: bool = True


def _selected(case: Case) -> Any:
    from pysat.formula import WCNF

    formula = WCNF()
    for clause in case.hard:
        formula.append(clause)
    for number, clauses in enumerate(case.statements, start=1):
        for clause in clauses:
            formula.append([-(case.booleans + number), *clause])
        formula.append([case.booleans + number], weight=1)
    return formula


def optux(case: Case) -> Found:
    from pysat.examples.optux import OptUx

    with OptUx(_selected(case)) as search:
        for found in search.enumerate():
            yield frozenset(found)


def rc2(case: Case) -> Found:
    from pysat.examples.rc2 import RC2

    with RC2(_selected(case)) as search:
        for model in search.enumerate(block=-1):
            held = {x - case.booleans for x in model if x > case.booleans}
            yield frozenset(range(1, len(case.statements) + 1)) - held


def mcsls(case: Case) -> Found:
    from pysat.examples.mcsls import MCSls

    with MCSls(_selected(case), use_cld=True) as search:
        for found in search.enumerate():
            search.block(found)
            yield frozenset(found)


def mcsls_dual(case: Case) -> Found:
    """Minimal hitting sets of all corrections."""
    from pysat.examples.hitman import Hitman

    with Hitman(bootstrap_with=[list(c) for c in mcsls(case)], htype="sorted") as hitting:
        for found in hitting.enumerate():
            yield frozenset(found)


def _marco(
    case: Case, holds: Callable[[set[int]], bool], seeds: Any
) -> Iterator[tuple[bool, frozenset[int]]]:
    """MARCO as published: a seed of the map is grown or shrunk, and blocked. True: a conflict; False: a correction."""
    every = set(range(1, len(case.statements) + 1))
    while seeds.solve():
        seed = {x for x in seeds.get_model() or () if x > 0} & every
        seed |= every - {abs(x) for x in seeds.get_model() or ()}
        if holds(seed):
            for one in sorted(every - seed):
                if holds(seed | {one}):
                    seed.add(one)
            seeds.add_clause(sorted(every - seed))
            yield False, frozenset(every - seed)
        else:
            for one in sorted(seed):
                if not holds(seed - {one}):
                    seed.discard(one)
            seeds.add_clause([-x for x in sorted(seed)])
            yield True, frozenset(seed)


def _map(case: Case) -> Any:
    from pysat.solvers import MinisatGH

    seeds = MinisatGH()
    seeds.set_phases(list(range(1, len(case.statements) + 1)))
    return seeds


def marco_pysat(case: Case) -> Iterator[tuple[bool, frozenset[int]]]:
    from pysat.solvers import MinisatGH

    formula = _selected(case)
    solver = MinisatGH(bootstrap_with=formula.hard)
    return _marco(
        case, lambda seed: bool(solver.solve(assumptions=[case.booleans + x for x in seed])), _map(case)
    )


def marco_z3(case: Case) -> Iterator[tuple[bool, frozenset[int]]]:
    import z3

    formula = _selected(case)
    atoms = [z3.Bool(f"b{i}") for i in range(case.booleans + len(case.statements) + 1)]
    solver = z3.Solver()
    for clause in formula.hard:
        solver.add(z3.Or([atoms[x] if x > 0 else z3.Not(atoms[-x]) for x in clause]))
    return _marco(
        case, lambda seed: solver.check([atoms[case.booleans + x] for x in seed]) == z3.sat, _map(case)
    )


def marco_cpmpy(case: Case) -> Iterator[tuple[bool, frozenset[int]]]:
    import cpmpy
    from cpmpy.tools.explain import marco

    atoms = cpmpy.boolvar(shape=case.booleans)

    def either(clause: list[int]) -> Any:
        return cpmpy.any([atoms[x - 1] if x > 0 else ~atoms[-x - 1] for x in clause])

    soft = [cpmpy.all([either(c) for c in clauses]) for clauses in case.statements]
    number = {id(s): i for i, s in enumerate(soft, start=1)}
    found = marco(soft, [either(c) for c in case.hard], solver="ortools", map_solver="ortools")
    for kind, some in found:
        yield kind == "MUS", frozenset(number[id(s)] for s in some)


def _subset_minimal(program: str, name: str) -> Found:
    """Every subset-minimal set of the atoms of that name, by clingo's domain heuristic with domRec."""
    import clingo

    control = clingo.Control(["--enum-mode=domRec", "--heuristic=Domain", "--dom-mod=5,16", "-n0"])
    control.add("base", [], f"{program} #show {name}/1.")
    control.ground([("base", [])])
    with control.solve(yield_=True) as handle:
        for model in handle:
            yield frozenset(s.arguments[0].number for s in model.symbols(shown=True))


def clingo_corrections(case: Case) -> Found:
    def literal(x: int) -> str:
        return f"not b({x})" if x > 0 else f"b({-x})"

    lines = [f"{{b(1..{case.booleans})}}. {{off(1..{len(case.statements)})}}."]
    lines += [f":- {', '.join(map(literal, clause))}." for clause in case.hard]
    lines += [
        f":- not off({number}), {', '.join(map(literal, clause))}."
        for number, clauses in enumerate(case.statements, start=1)
        for clause in clauses
    ]
    return _subset_minimal("\n".join(lines), "off")


def clingo_conflicts(case: Case) -> Found:
    """Minimal hitting sets of all corrections, by clingo too."""
    lines = [f"{{hit(1..{len(case.statements)})}}."]
    lines += [f":- {', '.join(f'not hit({x})' for x in sorted(c))}." for c in clingo_corrections(case)]
    return _subset_minimal("\n".join(lines), "hit")


def _of(
    marco: Callable[[Case], Iterator[tuple[bool, frozenset[int]]]], *, conflict: bool
) -> Callable[[Case], Found]:
    return lambda case: (found for kind, found in marco(case) if kind is conflict)


PEERS = {
    "python-sat OptUx": Peer(optux, None),
    "python-sat RC2": Peer(None, rc2),
    "python-sat MCSls (conflicts by Hitman)": Peer(mcsls_dual, mcsls, by_size=False),
    "MARCO on python-sat": Peer(
        _of(marco_pysat, conflict=True), _of(marco_pysat, conflict=False), by_size=False
    ),
    "clingo, domRec": Peer(clingo_conflicts, clingo_corrections, by_size=False),
    "MARCO on z3": Peer(_of(marco_z3, conflict=True), _of(marco_z3, conflict=False), by_size=False),
    "CPMpy's MARCO on OR-Tools": Peer(
        _of(marco_cpmpy, conflict=True), _of(marco_cpmpy, conflict=False), by_size=False
    ),
}
