"""Influence: which positions a decision on a waiting line would change, and by how much (docs/reviewing.md).

A line is accepted or rejected in thought while all others stay as they count now; the positions on its matters are folded
both ways and compared cell by cell (party, matter, stage). A cell changes by 1 where its word or what it excludes changes,
else by the greatest difference of P among its values: the line's share of the cell's mass. Positions on a matter rest on the
lines on that matter alone (`ledger.meanings`), and but for a refusal of whatever was on the table on the party's own, so
that folding those is the same as folding everything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2

from detente.ledger.agenda import Key, keys_of
from detente.ledger.entries import Line, Standing
from detente.ledger.positions import Position, positions
from detente.ledger.stands import Word
from detente.ledger.values import meaning
from detente.ledger.view import LedgerView
from detente.packs.model import Leaf, Pack, Stage

_PRIOR = 0.5
_Cells = Mapping[tuple[str, Stage], Position]
_Parties = frozenset[str]
Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class CellChange:
    """How a decision changes what a party holds on a matter: the word now and then, and how much in [0, 1]."""

    party: str
    key: Key
    stage: Stage
    now: Word
    then: Word
    size: float


@dataclass(frozen=True, slots=True)
class Influence:
    """What a decision on a line would change: rejecting it where it counts now, else accepting it."""

    line: Line
    counts: bool
    changes: tuple[CellChange, ...]


def uncertainty(confidence: float) -> float:
    """How unsure a confidence is, in bits: 0 at 0 and 1, 1 at ½ (Shannon 1948, entropy of a binary choice)."""
    if not 0 < confidence < 1:
        return 0.0
    return -confidence * log2(confidence) - (1 - confidence) * log2(1 - confidence)


def influences(view: LedgerView, pack: Pack, *, told: Told = lambda *_: None) -> tuple[Influence, ...]:
    """For every line of a view that nobody has reviewed, in the order of entry, what a decision on it would change.

    `told` hears how many lines are done, of how many, and which.
    """
    on_key: dict[Key, list[Line]] = {}
    keys = {line.original_id: _keys(line, pack) for line in view.lines}
    counted = frozenset(line.original_id for line in view.counted)
    for line in view.lines:
        for key in keys[line.original_id]:
            on_key.setdefault(key, []).append(line)
    sweeping = {key: _refusing_whatever(lines, pack.leaves[key.issue]) for key, lines in on_key.items()}
    known: dict[tuple[Key, _Parties], _Cells] = {}
    found = []
    waiting = [line for line in view.lines if line.standing is Standing.UNREVIEWED]
    for number, line in enumerate(waiting, start=1):
        changes: list[CellChange] = []
        for key in keys[line.original_id]:
            parties = sweeping[key] | {line.statement.holder or ""}
            on = (key, parties, pack)
            if (key, parties) not in known:
                known[key, parties] = _cells(view, _of(on_key[key], counted), on)
            here = {x.original_id for x in on_key[key]}
            other = _cells(view, _of(on_key[key], (counted & here) ^ {line.original_id}), on)
            changes += _compared(key, known[key, parties], other)
        told(number, len(waiting), line.original_id)
        found.append(Influence(line, line.original_id in counted, tuple(changes)))
    return tuple(found)


def _of(lines: Sequence[Line], ids: frozenset[str]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.original_id in ids)


def _keys(line: Line, pack: Pack) -> tuple[Key, ...]:
    """The matters on which a line is part of a position."""
    s = line.statement
    if s.kind != "position" or s.holder is None or s.stance is None:
        return ()
    return keys_of(line, pack)[0]


def _refusing_whatever(lines: Sequence[Line], leaf: Leaf) -> _Parties:
    """The parties that refuse no named option: what they exclude is what others have on the table."""
    return frozenset(
        s.holder or ""
        for s in (line.statement for line in lines)
        if s.stance == "reject" and meaning(leaf, "reject", s.option, pole=None, belligerent=False).unnamed
    )


def _cells(view: LedgerView, lines: tuple[Line, ...], on: tuple[Key, _Parties, Pack]) -> _Cells:
    """What parties hold on a matter in each stage, by some lines alone."""
    key, parties, pack = on
    some = replace(view, lines=lines, moment=replace(view.moment, include_unreviewed=True))
    folded, _ = positions(some, pack, only={(party, key) for party in parties})
    return {(p.party, p.stage): p for p in folded}


def _compared(key: Key, now: _Cells, then: _Cells) -> list[CellChange]:
    """The cells that differ, in the order of party and stage."""
    found = []
    for party, stage in sorted(now.keys() | then.keys()):
        one, other = now.get((party, stage)), then.get((party, stage))
        size = _size(one, other)
        if size:
            found.append(CellChange(party, key, stage, _word(one), _word(other), size))
    return found


def _word(cell: Position | None) -> Word:
    return cell.word if cell else Word.NOT_HEARD


def _size(one: Position | None, other: Position | None) -> float:
    """1 where the word or what is excluded differs, else the greatest difference of P."""
    if _word(one) is not _word(other) or _excluded(one) != _excluded(other):
        return 1.0
    values = {v for cell in (one, other) if cell for v in cell.figures}
    return max((abs(_p(one, v) - _p(other, v)) for v in values), default=0.0)


def _p(cell: Position | None, value: str) -> float:
    return cell.figures[value].p if cell else _PRIOR


def _excluded(cell: Position | None) -> frozenset[tuple[object, ...]]:
    """What a cell brings into deadlocks and packages."""
    found = cell.exclusions if cell else ()
    return frozenset((e.voice, e.values, e.demanded, e.firm) for e in found)
