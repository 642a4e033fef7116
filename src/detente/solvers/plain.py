"""A solver of plain search and counting: needs nothing, asks everything, and is for small problems and second opinions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from detente.bargaining.constraints.model import Assignment, Clause
from detente.bargaining.port import Expired, Unfinished, Variables, never

Domains = dict[str, tuple[str, ...]]


class PlainSolver:
    """Bargaining's port by trying values, and by trying sets of groups in the order of their size."""

    def satisfy(self, variables: Variables, clauses: Sequence[Clause]) -> Assignment | None:
        """An assignment of every variable that satisfies all clauses, or None where there is none."""
        return _package({name: tuple(values) for name, values in variables.items()}, clauses, never)

    def minimal_conflicts(
        self,
        variables: Variables,
        hard: Sequence[Clause],
        groups: Mapping[str, Sequence[Clause]],
        *,
        expired: Expired = never,
    ) -> Iterator[frozenset[str]]:
        """Every set of groups that cannot hold together and has no part that cannot, smallest first."""

        def shut(held: frozenset[str]) -> bool:
            return not _together(variables, [*hard, *_clauses(groups, held)], expired)

        return _least(groups, shut, lambda: shut(frozenset(groups)))

    def minimal_corrections(
        self,
        variables: Variables,
        hard: Sequence[Clause],
        groups: Mapping[str, Sequence[Clause]],
        *,
        expired: Expired = never,
    ) -> Iterator[frozenset[str]]:
        """Every set of groups without which the others hold together and of which no part is enough, fewest first."""

        def enough(off: frozenset[str]) -> bool:
            return _together(variables, [*hard, *_clauses(groups, groups.keys() - off)], expired)

        return _least(groups, enough, lambda: enough(frozenset(groups)))


def _least(
    groups: Iterable[str], has: Callable[[frozenset[str]], bool], some_have: Callable[[], bool]
) -> Iterator[frozenset[str]]:
    """The least sets of groups that have what all larger sets around them have too, by size and then by name."""
    names = sorted(groups)
    found: list[frozenset[str]] = []
    size = 0
    try:
        if not some_have():
            return
        for size in range(len(names) + 1):
            for members in map(frozenset, combinations(names, size)):
                if not any(smaller <= members for smaller in found) and has(members):
                    found.append(members)
                    yield members
    except Unfinished:
        raise Unfinished(max(0, size - 1)) from None


def _clauses(groups: Mapping[str, Sequence[Clause]], chosen: Iterable[str]) -> list[Clause]:
    return [clause for name in sorted(chosen) for clause in groups[name]]


def _together(variables: Variables, clauses: Sequence[Clause], expired: Expired) -> bool:
    return _package({name: tuple(values) for name, values in variables.items()}, clauses, expired) is not None


def _package(domains: Domains, clauses: Sequence[Clause], expired: Expired) -> Assignment | None:
    """The first package that satisfies the clauses: each clause that is not settled yet is settled by one of its literals."""
    if expired():
        raise Unfinished
    pending = [
        [(lit.variable, kept) for lit in c.literals if (kept := _within(domains[lit.variable], lit.values))]
        for c in clauses
        if not any(lit.values.issuperset(domains[lit.variable]) for lit in c.literals)
    ]
    if not all(domains.values()) or not all(pending):
        return None
    if not pending:
        return {name: values[0] for name, values in domains.items()}
    for variable, kept in min(pending, key=len):
        package = _package(domains | {variable: kept}, clauses, expired)
        if package is not None:
            return package
    return None


def _within(values: tuple[str, ...], allowed: frozenset[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value in allowed)
