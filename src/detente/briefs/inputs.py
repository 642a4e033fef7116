"""What a brief is made of: results of every stage and what they rest on, for one view and one pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from detente.bargaining.movement import Movement
from detente.bargaining.results import StageResults
from detente.corpus.document import Document
from detente.kernel.certainty import Scale
from detente.kernel.problems import Problem
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.positions import Position
from detente.ledger.view import LedgerView
from detente.packs.model import Pack, Stage


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a party's position over time, in plain words, with the sentences before (`was`) and after it."""

    party: str
    key: Key
    stage: Stage | None
    text: str
    lines: tuple[Line, ...]
    was: str = ""
    was_lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class BriefInputs:
    """All that a brief says comes from here; nothing is read from a clock, a file or a setting.

    `positions` carry the results; `shown` fold the lines that wait for review too, for tables (each says so);
    where it is empty, tables show `positions`. `stays`: in words, what is held in the project and not told here.
    """

    title: str
    made_at: datetime
    pack: Pack
    view: LedgerView
    positions: tuple[Position, ...]
    results: Mapping[Stage, StageResults]
    documents: Mapping[str, Document]
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    scale: Scale = Scale.ICD203
    shown: tuple[Position, ...] = ()
    stays: tuple[str, ...] = ()
    movement: Movement | None = None

    @property
    def for_tables(self) -> tuple[Position, ...]:
        """Positions as tables show them."""
        return self.shown or self.positions
