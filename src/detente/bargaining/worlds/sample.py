"""Draw worlds: which yeses are given in each, from one seed, whatever the parties are called (DESIGN §6, *Robustness*)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from detente.bargaining.worlds.naming import Naming
from detente.bargaining.worlds.yeses import Draw, Yes
from detente.kernel.ids import digest
from detente.packs.model import Stage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Truths = NDArray[np.bool_]

EVERY = "party"  # the correlation of every party alike


@dataclass(frozen=True, slots=True)
class Chance:
    """How many worlds are drawn, from which random numbers, and how the matters of one party hang together.

    `correlation` is that of a Gaussian copula (Sklar 1959) within each party: one factor of the party in all its draws; of
    every party under the name "party", or of single ones by id, from 0 up to 1. Without it matters are independent.
    """

    worlds: int
    generator: np.random.Generator
    correlation: Mapping[str, float] = field(default_factory=dict)

    def of(self, party: str) -> float:
        """The correlation of a party's draws."""
        return self.correlation.get(party, self.correlation.get(EVERY, 0.0))


class Sample:
    """The random numbers of every draw, as standard normal deviates; made when asked for and then kept."""

    def __init__(self, chance: Chance, naming: Naming) -> None:
        """Take one number from the generator; all draws follow from it and from what they are about."""
        self.worlds = chance.worlds
        self._chance, self._naming = chance, naming
        self._base = int(chance.generator.integers(2**63))
        self._kept: dict[tuple[Draw, bool], Numbers] = {}
        self._factors: dict[str, Numbers] = {}

    def of(self, draw: Draw, *, again: bool = False) -> Numbers:
        """The deviates of a draw in every world; `again`: drawn anew, the party's common factor as before."""
        at = draw, again
        if at not in self._kept:
            own = self._normal(self._naming.of(draw) + (":again" if again else ""))
            together = self._chance.of(draw.party) if draw.kind != "stage" else 0.0
            if together:
                own = sqrt(together) * self._factor(draw.party) + sqrt(1 - together) * own
            self._kept[at] = own
        return self._kept[at]

    def _normal(self, name: str) -> Numbers:
        import numpy as np

        seed = int(digest([self._base, name])[:32], 16)
        return np.random.Generator(np.random.SFC64(seed)).standard_normal(self.worlds)

    def _factor(self, party: str) -> Numbers:
        if party not in self._factors:
            self._factors[party] = self._normal(self._naming.factor(party))
        return self._factors[party]


@dataclass(frozen=True, slots=True)
class Fixed:
    """How a yes stands where something is set by hand: drawn anew, or given or refused whatever was drawn."""

    anew: frozenset[Draw] = frozenset()
    given: bool | None = None
    here: bool | None = None


AS_DRAWN = Fixed()


def given(yes: Yes, sample: Sample, stage: Stage, *, if_asked: bool, fixed: Fixed = AS_DRAWN) -> Truths:
    """In which worlds a yes is given.

    Where the party was not heard, or its words turn out to be about the other stage, it holds nothing, so that the yes is
    given; with `if_asked` it then says yes or no with ½ each, which is ignorance and no forecast.
    """
    import numpy as np

    def drawn(draw: Draw) -> Numbers:
        return sample.of(draw, again=draw in fixed.anew)

    everywhere = np.ones(sample.worlds, dtype=bool)
    silent = everywhere
    if yes.silent is not None and if_asked:
        silent = drawn(yes.silent) < 0
        if fixed.given is not None:
            silent = everywhere if fixed.given else ~everywhere
    if yes.draw is None:
        return silent
    limit = _limit(yes.p)
    said = drawn(yes.draw) >= limit if yes.turned else drawn(yes.draw) < limit
    if fixed.given is not None:
        said = everywhere if fixed.given else ~everywhere
    if yes.stage is None:
        return said
    here = (drawn(yes.stage) < 0) == (stage == "truce")
    if fixed.here is not None:
        here = everywhere if fixed.here else ~everywhere
    return np.where(here, said, silent)


def _limit(p: float) -> float:
    """The deviate below which a share p of the worlds lies."""
    return -inf if p <= 0 else inf if p >= 1 else NormalDist().inv_cdf(p)
