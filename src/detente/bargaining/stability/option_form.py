"""States and moves from option form: who can do what, what cannot be together, what cannot be taken back.

The first option is the lowest bit of a state's code and states are numbered from 1 in the order of their codes, as in the
literature (NN, YN, NY, YY). Howard (1971); Fang, Hipel, Kilgour and Peng (2003), IEEE Trans. SMC-C 33(1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.bargaining.stability.model import Option
from detente.bargaining.stability.moves import (
    MOST_STATES,
    Moves,
    OptionMoves,
    Places,
    listed_arrays,
    refuse_too_many,
)
from detente.kernel.errors import BadInput

MOST_OPTIONS = 40


@dataclass(frozen=True, slots=True)
class OptionForm:
    """Options with what rules states out and what makes them one.

    `infeasible`: patterns of states that cannot be (Y, N, or - for either); `at_most_one`, `at_least_one`: places of options that
    exclude each other, or of which one is always taken; `same`: patterns of states that are one state (all that follows
    an option that ends everything).
    """

    decision_makers: tuple[str, ...]
    options: tuple[Option, ...]
    infeasible: tuple[str, ...] = ()
    at_most_one: tuple[tuple[int, ...], ...] = ()
    at_least_one: tuple[tuple[int, ...], ...] = ()
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """States with their patterns and the moves of every decision maker: a conflict without what anybody likes."""

    states: tuple[str, ...]
    patterns: tuple[str, ...]
    moves: tuple[Moves, ...]


def frame(form: OptionForm) -> Frame:
    """The feasible states of an option form and the moves between them. Raises BadInput where there are none or too many."""
    codes = feasible(form)
    if not len(codes):
        raise BadInput(
            "the infeasible patterns and the options that exclude each other leave no state at all; take one of them out"
        )
    moves = tuple(_moves_of(form, maker, codes) for maker in form.decision_makers)
    one_way = max((m.up | m.down for m in moves), key=lambda bits: bits.bit_count(), default=0)
    refuse_too_many(len(codes), len(codes) * 1.5 ** one_way.bit_count())
    marks = _marks(codes, len(form.options))
    if not form.same:
        return Frame(_numbered(len(codes)), patterns_of(marks, form.options), moves)
    return _merged(form, codes, moves)


def _moves_of(form: OptionForm, maker: str, codes: Places) -> OptionMoves:
    own = [(1 << at, o.way) for at, o in enumerate(form.options) if maker in o.by]
    return OptionMoves(
        codes,
        sum(bit for bit, _ in own),
        up=sum(bit for bit, way in own if way == "on"),
        down=sum(bit for bit, way in own if way == "off"),
    )


def feasible(form: OptionForm) -> Places:
    """The codes of all feasible states, ascending, found option by option so that what is ruled out is never unfolded."""
    if len(form.options) > MOST_OPTIONS:
        raise BadInput(
            f"{len(form.options)} options; at most {MOST_OPTIONS} are taken. Leave out options on which nothing hangs, or "
            "put those that always go together into one"
        )
    ruled_out = [_bits(p) for p in form.infeasible]
    codes = np.zeros(0 if any(mask == 0 for mask, _ in ruled_out) else 1, np.int64)
    for at in range(len(form.options)):
        codes = np.concatenate((codes, codes | (1 << at)))
        for mask, value in ruled_out:
            if mask.bit_length() == at + 1:
                codes = codes[codes & mask != value]
        for places in form.at_most_one:
            if at in places:
                codes = codes[_count(codes, places) <= 1]
        for places in form.at_least_one:
            if max(places, default=-1) == at:
                codes = codes[_count(codes, places) >= 1]
        refuse_too_many(0 if len(codes) <= 4 * MOST_STATES else len(codes))
    refuse_too_many(len(codes))
    return np.sort(codes)


def _count(codes: Places, places: Sequence[int]) -> Places:
    return sum((codes >> p & 1 for p in places), np.zeros_like(codes))


def _bits(pattern: str) -> tuple[int, int]:
    marks = pattern.replace(" ", "")
    mask = sum(1 << at for at, mark in enumerate(marks) if mark != "-")
    return mask, sum(1 << at for at, mark in enumerate(marks) if mark == "Y")


def _marks(codes: Places, options: int) -> np.ndarray:
    taken = codes[:, None] >> np.arange(options) & 1
    return np.where(taken == 1, "Y", "N")


def patterns_of(marks: np.ndarray, options: Sequence[Option]) -> tuple[str, ...]:
    """Patterns as text, with a blank between the options of one decision maker and the next."""
    parts: list[np.ndarray] = []
    for at, option in enumerate(options):
        if at and options[at - 1].by != option.by:
            parts.append(np.full(len(marks), " "))
        parts.append(marks[:, at])
    text = np.stack(parts, axis=1)
    return tuple(np.ascontiguousarray(text).view(f"U{text.shape[1]}").reshape(-1).tolist())


def _numbered(states: int) -> tuple[str, ...]:
    return tuple(map(str, range(1, states + 1)))


def _merged(form: OptionForm, codes: Places, moves: Sequence[OptionMoves]) -> Frame:
    """States that are one are put in the place of the first of them; their moves are those of all."""
    leader = np.arange(len(codes))
    marks = _marks(codes, len(form.options))
    for pattern in form.same:
        mask, value = _bits(pattern)
        together = np.flatnonzero(codes & mask == value)
        if len(together):
            leader[together] = leader[together].min()
            marks[together[0]] = list(pattern.replace(" ", ""))
    kept, place = np.unique(leader, return_inverse=True)
    merged: list[Moves] = []
    for own in moves:
        origins, targets = own.pairs()
        pairs = np.unique(np.stack((place[origins], place[targets]), axis=1), axis=0)
        pairs = pairs[pairs[:, 0] != pairs[:, 1]]
        merged.append(listed_arrays(pairs[:, 0], pairs[:, 1], states=len(kept)))
    return Frame(_numbered(len(kept)), patterns_of(marks[kept], form.options), tuple(merged))
