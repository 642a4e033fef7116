"""Who can take the conflict from which state to which: listed moves, and those that flip a decision maker's own options.

Both kinds answer the same two questions: the states one move away, and for every state the least of given values among the
states one move away (of all, or of those that the mover likes better). The second is all that the stabilities need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from detente.kernel.errors import BadInput

Ints = NDArray[np.int32]
Places = NDArray[np.int64]
Truths = NDArray[np.bool_]
FAR = np.int32(2**31 - 1)
MOST_STATES = 2**20
MOST_MOVES = 2**27
_LAYERS = 64

Least = Callable[[Ints], Ints]
"""Takes values, an array of (several, states); gives for every state the least one move away, FAR where there is no move."""


class Moves(Protocol):
    """The moves of one decision maker. `transitive`: two moves in a row are one move, or none."""

    @property
    def transitive(self) -> bool:
        """Whether any two moves in a row could be made at once."""
        ...

    def after(self, state: int) -> Places:
        """The states one move away, ascending."""
        ...

    def least(self, ranks: Ints | None) -> Least:
        """The least value one move away; with ranks only among states of a higher rank than where the move starts."""
        ...

    def pairs(self) -> tuple[Places, Places]:
        """Every move: from where and to where, ordered by both."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class ListedMoves:
    """Moves that were listed one by one; `starts[s]` to `starts[s + 1]` are the places of the targets of state s."""

    starts: Places
    targets: Places

    @property
    def transitive(self) -> bool:
        """Never assumed of a list."""
        return False

    def after(self, state: int) -> Places:
        """The states one move away, ascending."""
        return self.targets[self.starts[state] : self.starts[state + 1]]

    def pairs(self) -> tuple[Places, Places]:
        """Every move: from where and to where."""
        states = len(self.starts) - 1
        return np.repeat(np.arange(states), np.diff(self.starts)), self.targets

    def least(self, ranks: Ints | None) -> Least:
        """The least value one move away, found by taking every state's first target, then its second, and so on."""
        origins, targets = self.pairs()
        if ranks is not None:
            better = ranks[targets] > ranks[origins]
            origins, targets = origins[better], targets[better]
        return _least_of(origins, targets, states=len(self.starts) - 1)


def _least_of(origins: Places, targets: Places, *, states: int) -> Least:
    counts = np.bincount(origins, minlength=states)
    order = np.argsort(-counts, kind="stable")
    place = np.empty(states, np.int64)
    place[order] = np.arange(states)
    first = np.concatenate(([0], np.cumsum(counts)))[:-1]
    nth = np.arange(len(origins)) - first[origins]
    near = nth < _LAYERS
    laid = targets[near][np.lexsort((place[origins[near]], nth[near]))]
    layers = np.split(laid, np.cumsum(np.bincount(nth[near], minlength=1))[:-1])
    crowded = np.flatnonzero(counts > _LAYERS)
    rest = targets[~near]
    starts = np.concatenate(([0], np.cumsum(counts[crowded] - _LAYERS)))[:-1]

    def least(values: Ints) -> Ints:
        found = np.full(values.shape, FAR)
        for layer in layers:
            part = found[:, : len(layer)]
            np.minimum(part, np.take(values, layer, axis=1), out=part)
        found = np.take(found, place, axis=1)
        if len(crowded):
            more = np.minimum.reduceat(np.take(values, rest, axis=1), starts, axis=1)
            found[:, crowded] = np.minimum(found[:, crowded], more)
        return found

    return least


def listed(moves: Iterable[tuple[int, int]], states: int) -> ListedMoves:
    """Moves from a list of pairs; a move that stays where it is, and one given twice, count for nothing and for one."""
    pairs = sorted({(a, b) for a, b in moves if a != b})
    return listed_arrays(
        np.array([a for a, _ in pairs], np.int64), np.array([b for _, b in pairs], np.int64), states=states
    )


def listed_arrays(origins: Places, targets: Places, *, states: int) -> ListedMoves:
    """Moves from two arrays that are ordered and without doubles."""
    counts = np.bincount(origins, minlength=states)
    return ListedMoves(np.concatenate(([0], np.cumsum(counts))).astype(np.int64), targets)


@dataclass(frozen=True, slots=True, eq=False)
class OptionMoves:
    """Moves that change any of a decision maker's own options at once, from one feasible state to another.

    `codes`: the options of every state as bits. `own`: the bits that the decision maker controls; `up`, `down` those of them
    that it can only switch on, or only off. Nothing is stored per move.
    """

    codes: Places
    own: int
    up: int = 0
    down: int = 0

    @property
    def transitive(self) -> bool:
        """Options that are changed twice could be changed at once, and one-way options stay one-way."""
        return True

    def _order(self, codes: Places) -> tuple[Places, Places]:
        """What the moves never change and, as bits, the one-way options that were used."""
        fixed = codes & ~np.int64(self.own)
        used = (codes & self.up) | (~codes & self.down)
        return fixed, used & (self.up | self.down)

    def after(self, state: int) -> Places:
        """The states one move away, ascending."""
        fixed, used = self._order(self.codes)
        there = (fixed == fixed[state]) & (used & used[state] == used[state])
        there[state] = False
        return np.flatnonzero(there)

    def pairs(self) -> tuple[Places, Places]:
        """Every move: from where and to where. Made anew at each call: by changed options or by states, what is less."""
        found = self._by_change() if 2 ** self.own.bit_count() < len(self.codes) else self._by_state()
        origins, targets = (np.concatenate([side[k] for side in found]) for k in (0, 1))
        order = np.lexsort((targets, origins))
        return origins[order], targets[order]

    def _by_state(self) -> list[tuple[Places, Places]]:
        """States that differ only by own options, each with each."""
        fixed, used = self._order(self.codes)
        order = np.argsort(fixed, kind="stable")
        found = [(np.empty(0, np.int64), np.empty(0, np.int64))]
        for together in np.split(order, np.flatnonzero(np.diff(fixed[order])) + 1):
            before, after = used[together][:, None], used[together][None, :]
            may = before & after == before
            np.fill_diagonal(may, val=False)
            origins, targets = may.nonzero()
            found.append((together[origins], together[targets]))
        return found

    def _by_change(self) -> list[tuple[Places, Places]]:
        """Every state with one pattern of changed options after the other."""
        where = _places(self.codes)
        found = [(np.empty(0, np.int64), np.empty(0, np.int64))]
        for change in _parts(self.own):
            if not change:
                continue
            targets = where(self.codes ^ change)
            _, before = self._order(self.codes)
            _, after = self._order(self.codes ^ change)
            may = (targets >= 0) & (before & after == before)
            found.append((np.flatnonzero(may), targets[may]))
        return found

    def least(self, ranks: Ints | None) -> Least:
        """The least value one move away.

        States that differ only by the mover's two-way options lie side by side, by rank; what is better than a state is then
        the end of such a row, and the least of every end is a running minimum.
        """
        fixed, used = self._order(self.codes)
        _, row = np.unique((fixed << 22) | _packed(used, self.up | self.down), return_inverse=True)
        levels = np.int64(1) if ranks is None else np.int64(ranks.max(initial=0)) + 1
        height = np.zeros(len(self.codes), np.int64) if ranks is None else ranks.astype(np.int64)
        keys = row * levels + height
        order = np.argsort(keys, kind="stable")
        ends = np.cumsum(np.bincount(row))
        ordered, rows = keys[order], row[order]
        jumps: list[tuple[Places | None, Places]] = []
        for others, target in self._rows_up(fixed, used, row=row):
            own = height if others is None else height[others]
            floor = target * levels + (own if ranks is not None else -1)
            place = np.searchsorted(ordered, floor, side="right")
            jumps.append((others, np.where(place < ends[target], place, len(self.codes))))
        return _running(order, rows, jumps)

    def _rows_up(self, fixed: Places, used: Places, *, row: Places) -> Iterable[tuple[Places | None, Places]]:
        """For each set of one-way options still to be used: which states can use them, and the row that this leads to."""
        yield None, row
        one_way = self.up | self.down
        if not one_way:
            return
        keys = (fixed << 22) | _packed(used, one_way)
        known, first = np.unique(keys, return_index=True)
        for more in _parts(one_way):
            able = np.flatnonzero(used & more == 0)
            if not more or not len(able):
                continue
            wanted = (fixed[able] << 22) | _packed(used[able] | more, one_way)
            at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
            there = known[at] == wanted
            yield able[there], row[first[at[there]]]


def _running(order: Places, rows: Places, jumps: Sequence[tuple[Places | None, Places]]) -> Least:
    """The least over the end of a row, for rows that lie behind one another in `order`."""
    shift = rows.astype(np.int64)
    top = int(shift[-1]) if len(shift) else 0

    def least(values: Ints) -> Ints:
        laid = np.take(values, order, axis=1).astype(np.int64)
        # Later rows are lifted above earlier ones, so that one running minimum from the back restarts at every row.
        laid -= (top - shift) << 32
        ends = np.minimum.accumulate(laid[:, ::-1], axis=1)[:, ::-1]
        ends += (top - shift) << 32
        padded = np.concatenate((ends, np.full((len(values), 1), FAR, np.int64)), axis=1)
        found = np.full(values.shape, FAR, np.int64)
        for states, place in jumps:
            if states is None:
                np.minimum(found, np.take(padded, place, axis=1), out=found)
            else:
                found[:, states] = np.minimum(found[:, states], np.take(padded, place, axis=1))
        return found.astype(np.int32)

    return least


def _packed(used: Places, one_way: int) -> Places:
    """The bits of the one-way options side by side."""
    packed = np.zeros_like(used)
    for at, bit in enumerate(b for b in range(one_way.bit_length()) if one_way >> b & 1):
        packed |= (used >> bit & 1) << at
    return packed


def _parts(bits: int) -> Iterable[int]:
    """Every set of some of the bits, the empty one last."""
    part = bits
    while part:
        yield part
        part = (part - 1) & bits
    yield 0


def _places(codes: Places) -> Callable[[Places], Places]:
    """Where a code stands among the states, −1 where no state has it."""
    order = np.argsort(codes, kind="stable")
    known = codes[order]

    def places(wanted: Places) -> Places:
        at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        return np.where(known[at] == wanted, order[at], -1)

    return places


def refuse_too_many(states: int, moves: float = 0) -> None:
    """Raises BadInput where a model is too large to be answered, with what to do."""
    if states > MOST_STATES:
        raise BadInput(
            f"{states:,} states; at most {MOST_STATES:,} are taken, since every state is judged. Rule out what cannot be "
            "(infeasible patterns, options that exclude each other), or leave out options on which nothing hangs"
        )
    if moves > MOST_MOVES:
        raise BadInput(
            f"about {moves:,.0f} moves; at most {MOST_MOVES:,} are taken. Fewer one-way options of one decision maker, or "
            "infeasible patterns, make a model smaller"
        )
