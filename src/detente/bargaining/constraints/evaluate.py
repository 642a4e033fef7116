"""Plain evaluation: the second opinion on every answer of a solver, by search over the values themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.bargaining.constraints.model import Assignment, Clause, holds

_MAX_NODES = 20_000


def satisfied(clauses: Sequence[Clause], assignment: Assignment) -> bool:
    """Whether every clause holds in an assignment."""
    return all(holds(clause, assignment) for clause in clauses)


def search(
    variables: Mapping[str, Sequence[str]], clauses: Sequence[Clause]
) -> tuple[Assignment | None, bool]:
    """A package that satisfies the clauses, found by trying values, and whether the search was carried to its end.

    Depth first, the most constrained clause next; independent of any solver. Gives up after 20,000 nodes (seconds).
    """
    nodes = [0]
    domains = {name: frozenset(values) for name, values in variables.items()}
    found = _descend(domains, clauses, nodes)
    if found is None:
        return None, nodes[0] <= _MAX_NODES
    return {name: min(values, key=list(variables[name]).index) for name, values in found.items()}, True


def _descend(
    domains: dict[str, frozenset[str]], clauses: Sequence[Clause], nodes: list[int]
) -> dict[str, frozenset[str]] | None:
    nodes[0] += 1
    if nodes[0] > _MAX_NODES:
        return None
    narrowed = _propagate(domains, clauses)
    if narrowed is None:
        return None
    pending = [c for c in clauses if not any(narrowed[lit.variable] <= lit.values for lit in c.literals)]
    if not pending:
        return narrowed
    clause = min(pending, key=lambda c: len(c.literals))
    for literal in clause.literals:
        kept = narrowed[literal.variable] & literal.values
        if kept:
            found = _descend(narrowed | {literal.variable: kept}, clauses, nodes)
            if found is not None:
                return found
    return None


def _propagate(
    domains: dict[str, frozenset[str]], clauses: Sequence[Clause]
) -> dict[str, frozenset[str]] | None:
    """Narrow domains by clauses that have one literal left; None where a clause has none."""
    current = dict(domains)
    changed = True
    while changed:
        changed = False
        for clause in clauses:
            alive = [lit for lit in clause.literals if current[lit.variable] & lit.values]
            if not alive:
                return None
            if len({lit.variable for lit in alive}) == 1 and len(alive) == 1:
                variable, kept = alive[0].variable, current[alive[0].variable] & alive[0].values
                if kept != current[variable]:
                    current[variable] = kept
                    changed = True
    return current
