"""The port of solvers: satisfiability of clauses over finite variables, minimal unsatisfiable and minimal correction sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from detente.bargaining.constraints.model import Assignment, Clause

Variables = Mapping[str, Sequence[str]]
Expired = Callable[[], bool]


def never() -> bool:
    """No budget."""
    return False


class Unfinished(Exception):
    """The time ended before the search did. Every set of at most `up_to` members was given before."""

    def __init__(self, up_to: int = 0) -> None:
        super().__init__(f"the search was ended; complete up to {up_to} members")
        self.up_to = up_to


class Solver(Protocol):
    """Answers are re-checked by plain evaluation (`bargaining.constraints.evaluate`), so a solver need not be trusted.

    The same constraints give the same answers in the same order, in whatever order variables, clauses and groups are given.
    Searches ask `expired` again and again, between their answers and while they look for one; where it says yes they raise
    Unfinished, having given all that they know to be smaller.
    """

    def satisfy(self, variables: Variables, clauses: Sequence[Clause]) -> Assignment | None:
        """An assignment of every variable that satisfies all clauses, or None where there is none."""
        ...

    def minimal_conflicts(
        self,
        variables: Variables,
        hard: Sequence[Clause],
        groups: Mapping[str, Sequence[Clause]],
        *,
        expired: Expired = never,
    ) -> Iterator[frozenset[str]]:
        """Every minimal set of groups that cannot hold together under the hard clauses, smallest first.

        Ends when there are no more. The empty set comes first and alone where the hard clauses contradict themselves.
        """
        ...

    def minimal_corrections(
        self,
        variables: Variables,
        hard: Sequence[Clause],
        groups: Mapping[str, Sequence[Clause]],
        *,
        expired: Expired = never,
    ) -> Iterator[frozenset[str]]:
        """Every minimal set of groups without which the others hold together under the hard clauses, fewest first.

        The empty set comes alone where all hold together; nothing comes where the hard clauses contradict themselves.
        """
        ...
