"""On which open position results hang: the value of asking for it (DESIGN §6, *Robustness*).

For a verdict f (1 where a result holds, 0 where not) and an open position i, with all other draws ~i as they are:
- `turns` = P(f ≠ f′), f′ with i alone drawn anew. Since f is 0 or 1, E[(f − f′)²] = P(f ≠ f′), so that turns / 2 is the variance
  due to i with all its interactions, the numerator of the total index (Jansen 1999; Saltelli and others 2010, table 2 (f)).
- `reduction` = Var(E[f | i]), the numerator of the first-order index (Sobol 1993): by so much the variance of f is expected to
  fall when i becomes known. Estimated by the one-way analysis of variance over what i takes (its bias taken off), not below 0.
- `low`, `high`: P(f = 1) with i at its extremes, the bars of a tornado; more yeses never undo a result, so that high − low is
  the share of worlds in which the answer decides it.
The value of asking is the sum of `turns` over results. It is 0 for what is known surely and for what no result hangs on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.bargaining.port import Expired
from detente.bargaining.worlds.outcomes import Outcome, holds_in
from detente.bargaining.worlds.results import Bearing, Unknown
from detente.bargaining.worlds.sample import Fixed, Sample, given
from detente.bargaining.worlds.shares import Share
from detente.bargaining.worlds.yeses import Draw, Kind, Yes
from detente.ledger.agenda import Key
from detente.packs.model import Stage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Truths = NDArray[np.bool_]

About = tuple[str, Key, Kind]


class Rows(dict[int, "Truths"]):
    """In which worlds each yes is given, drawn when asked for."""

    def __init__(self, draw: Callable[[int], Truths]) -> None:
        """Take what draws a yes by its number."""
        super().__init__()
        self._draw = draw

    def __missing__(self, number: int) -> Truths:
        """Draw it, and keep it."""
        self[number] = self._draw(number)
        return self[number]


class Drawn:
    """Which yeses are given in which worlds: `heard` as far as parties were heard, `if_asked` with ignorance drawn too."""

    def __init__(self, yeses: Sequence[Yes], sample: Sample, stage: Stage) -> None:
        """Nothing is drawn yet."""
        self.yeses, self.sample, self._stage = yeses, sample, stage
        self.heard = Rows(lambda n: given(yeses[n], sample, stage, if_asked=False))
        self.if_asked = Rows(
            lambda n: given(yeses[n], sample, stage, if_asked=True) if yeses[n].silent else self.heard[n]
        )

    def of(self, outcome: Outcome) -> Rows:
        """The rows in which an outcome is told: a deadlock is of those who were heard."""
        return self.heard if outcome.kind == "deadlock" else self.if_asked

    def holds(self, outcome: Outcome) -> Truths:
        """In which worlds an outcome holds."""
        return holds_in(outcome, self.of(outcome), self.sample.worlds)

    def holds_where(self, outcome: Outcome, numbers: Iterable[int], how: Fixed) -> Truths:
        """In which worlds an outcome holds, with something about some yeses set by hand."""
        asked = outcome.kind != "deadlock"
        rows = Rows(self.of(outcome).__getitem__)
        for n in numbers:
            rows[n] = given(self.yeses[n], self.sample, self._stage, if_asked=asked, fixed=how)
        return holds_in(outcome, rows, self.sample.worlds)


class _Touched:
    """An outcome parted by whether its ways hang on certain yeses: what they do not touch is worked out once."""

    def __init__(self, outcome: Outcome, numbers: Sequence[int], worlds: Drawn) -> None:
        """Part the outcome."""
        ways = {w for w in outcome.ways if set(numbers) & set(w)}
        self._part = replace(outcome, ways=tuple(w for w in outcome.ways if w in ways))
        self._rest = worlds.holds(replace(outcome, ways=tuple(w for w in outcome.ways if w not in ways)))
        self._numbers, self._worlds = numbers, worlds

    def holds(self, how: Fixed | None = None) -> Truths:
        """In which worlds the whole outcome holds, as drawn or with something set by hand."""
        if self._part.each and not self._rest.any():
            return self._rest
        part = (
            self._worlds.holds(self._part)
            if how is None
            else self._worlds.holds_where(self._part, self._numbers, how)
        )
        return self._rest & part if self._part.each else self._rest | part


def unknowns(
    outcomes: Sequence[Outcome], worlds: Drawn, expired: Expired
) -> tuple[tuple[Unknown, ...], bool]:
    """Every open position, those on which most hangs first within a party, and whether there was time for all of them."""
    groups: dict[About, set[int]] = {}
    for number, yes in enumerate(worlds.yeses):
        for about in _about(yes):
            groups.setdefault(about, set()).add(number)
    found, complete = [], True
    for about in sorted(groups, key=lambda a: (a[0], a[1], a[2])):
        if expired():
            complete = False
            break
        party, _, kind = about
        numbers = groups[about]
        bearings = tuple(b for o in outcomes if (b := _bearing(o, (numbers, kind), worlds)))
        keys = tuple(sorted({worlds.yeses[n].key for n in numbers}))
        found.append(Unknown(party, keys, kind, bearings))
    return tuple(sorted(found, key=lambda u: (u.party, -u.value, u.keys, u.kind))), complete


def _about(yes: Yes) -> tuple[About, ...]:
    own = yes.draw or yes.silent
    kind: Kind = "position" if yes.draw else "unheard"
    first = ((yes.party, own.key, kind),) if own else ()
    return (*first, *(((yes.party, yes.stage.key, "stage"),) if yes.stage else ()))


def _bearing(outcome: Outcome, what: tuple[set[int], Kind], worlds: Drawn) -> Bearing | None:
    """What an open position means for one result; None where the result does not hang on it."""
    numbers, kind = what
    touched = sorted(numbers & outcome.hangs_on)
    if not touched:
        return None
    total = worlds.sample.worlds
    parted, stage = _Touched(outcome, touched, worlds), kind == "stage"
    as_drawn = parted.holds()
    anew = parted.holds(Fixed(anew=_draws(kind, (worlds.yeses[n] for n in touched))))
    gives_not = parted.holds(Fixed(here=True) if stage else Fixed(given=False))
    gives = parted.holds(Fixed(here=False) if stage else Fixed(given=True))
    low, high = int(gives_not.sum()), int(gives.sum())
    return Bearing(
        outcome.id,
        outcome.kind,
        Share(min(low, high), total),
        Share(max(low, high), total),
        Share(int((gives_not != gives).sum()), total),
        Share(int((as_drawn != anew).sum()), total),
        _reduction(as_drawn, [worlds.of(outcome)[n] for n in touched]),
    )


def _draws(kind: Kind, yeses: Iterable[Yes]) -> frozenset[Draw]:
    if kind == "stage":
        return frozenset(y.stage for y in yeses if y.stage)
    return frozenset(d for y in yeses for d in (y.draw, y.silent) if d)


def _reduction(verdict: Truths, rows: Sequence[Truths]) -> float:
    """Var(E[f | i]) by one-way analysis of variance over the combinations that the position's yeses take."""
    import numpy as np

    if verdict.all() or not verdict.any():
        return 0.0
    packed = np.packbits(np.stack(rows), axis=0)
    _, group = np.unique(packed, axis=1, return_inverse=True)
    sizes = np.bincount(group.ravel())
    ones = np.bincount(group.ravel(), weights=verdict.astype(float))
    worlds, several = len(verdict), len(sizes)
    if several == 1 or worlds <= several:
        return 0.0
    means = ones / sizes
    between = float((sizes * (means - ones.sum() / worlds) ** 2).sum())
    within = float((sizes * means * (1 - means)).sum()) / (worlds - several)
    return round(max(0.0, (between - (several - 1) * within) / worlds), 6)
