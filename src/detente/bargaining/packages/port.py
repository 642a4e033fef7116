"""The port of optimisers: the Pareto frontier of two parties where a space does not fall apart into small parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from detente.bargaining.constraints.model import Assignment
from detente.bargaining.packages.algebras import Worth
from detente.bargaining.packages.space import Space
from detente.bargaining.port import Expired


class Optimiser(Protocol):
    """Its packages are evaluated again, so it need not be trusted for what they are; for completeness it says `proven`."""

    name: str

    def frontier(
        self, space: Space, worths: Sequence[Worth], *, expired: Expired
    ) -> tuple[list[Assignment], bool]:
        """One package for every point of the frontier of two parties, and whether it is proven that there are no more."""
        ...
