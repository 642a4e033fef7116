"""Small conflicts for tests: packs written as YAML, and what parties say in short reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from detente.bargaining.answer import Asking, stage_results
from detente.bargaining.results import Deadlock, Move, ProposalScore, Question, StageResults
from detente.kernel.dates import parse_when
from detente.kernel.spans import Span
from detente.ledger.agenda import Key
from detente.ledger.entries import Entry, Line, Report, Review
from detente.ledger.people import Merge, MergeAction, MergeKind
from detente.ledger.positions import OptionStand, Position, positions
from detente.ledger.view import History, LedgerView, Moment, view
from detente.packs.model import Pack, Stage
from detente.solvers.pysat import PySatSolver
from detente.statements.record import Statement

T = TypeVar("T")
NOON = datetime(2025, 3, 20, 12, tzinfo=UTC)

HEAD = """
id: small
title: "The North and the South"
belligerents: [north, south]
source: "invented"
"""
PARTIES = """
parties:
- {id: north, name: North, source: invented, aliases: {en: [North]}}
- {id: south, name: South, source: invented, aliases: {en: [South]}}
- {id: host, name: Host, source: invented}
- {id: union, name: Union, kind: bloc, members: [host], source: invented}
"""
ISSUES = """
leaves:
- id: terr.line
  options:
  - {id: land, label: Some land, could_be: [near, far]}
  - {id: old, label: Old line}
  - {id: near, label: Near line}
  - {id: far, label: Far line}
poles:
- {party: north, issue: terr.line, pole: "territory to state claiming", source: invented}
- {party: south, issue: terr.line, pole: "territory to state defending", source: invented}
"""

BINDING_ISSUES = (
    ISSUES
    + """
- {party: south, issue: guar.presence, pole: "combat units in country", source: x}
- {party: north, issue: guar.presence, pole: none, source: x}
- {party: north, issue: forces.rearm, pole: frozen, source: x}
instances:
- {issue: terr.status, id: isle, name: The Isle, source: x}
- {issue: terr.status, id: cape, name: The Cape, source: x}
providers:
- {issue: terr.status, options: [dejure_third], parties: [host], source: x}
- {issue: support.arms, options: [grow, keep, truce_pause, cap, stop], parties: [host], source: x}
- {issue: guar.who, options: [us], parties: [host], source: x}
consent:
- {issue: align.union, parties: [union, south], source: x}
"""
)


def write_pack(folder: Path, **files: str) -> Path:
    """Write a pack's files: the head (`pack`), `parties` and `issues` have usual texts, an empty text leaves one out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"pack": HEAD, "parties": PARTIES, "issues": ISSUES, **files}.items():
        if text:
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


_REPORT = {f.name for f in fields(Report)} - {"doc", "name", "kind"}


@dataclass
class Papers:
    """Reports and what was read in them. A paper named twice is one report; each statement has words of its own."""

    entries: list[Entry] = field(default_factory=list)
    reports: dict[str, Report] = field(default_factory=dict)
    reviews: list[Review] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)

    def says(
        self, holder: str | None, stance: str | None, issue: str, option: str | None = None, *,
        paper: str = "wire", recorded: datetime = NOON, at: int | None = None, **more: Any,
    ) -> Statement:  # fmt: skip
        """A party says something in a paper; keywords are fields of the statement or of the paper's report."""
        about = {name: more.pop(name) for name in _REPORT & set(more)}
        if isinstance(about.get("published"), str):
            about["published"] = parse_when(about["published"])
        doc = f"doc-{paper}"
        self.reports.setdefault(doc, Report(doc, f"{paper}.txt", **about))
        words = f"{holder} {stance} {issue} {option}"
        start = 1000 * len(self.entries) if at is None else at
        given = {"kind": "position", "basis": "own"} | more
        statement = Statement(
            doc,
            Span(start, start + len(words)),
            words,
            holder=holder,
            stance=stance,
            issue=issue,
            option=option,
            **given,
        )  # type: ignore[arg-type]
        self.entries.append(Entry(statement, recorded))
        return statement

    def same(self, name: str, into: str, *, kind: MergeKind = "person", at: datetime = NOON) -> None:
        """Somebody says that two names are one."""
        self.merges.append(Merge(name, into, MergeAction.MERGE, "seen", "ana", at, kind))

    def view(self, moment: Moment | None = None) -> LedgerView:
        return view(History(self.entries, self.reviews, self.reports, self.merges), moment or Moment())

    def lines(self) -> tuple[Line, ...]:
        return self.view().lines

    def positions(self, pack: Pack, moment: Moment | None = None) -> tuple[Position, ...]:
        return positions(self.view(moment), pack)[0]

    def position(self, pack: Pack, party: str, key: str, stage: Stage = "settlement") -> Position:
        return one(p for p in self.positions(pack) if (p.party, str(p.key), p.stage) == (party, key, stage))

    def stand(self, pack: Pack, party: str, key: str, option: str | None) -> OptionStand:
        return one(s for s in self.position(pack, party, key).stands if s.option == option)

    def results(
        self, pack: Pack, stage: Stage = "settlement", *, moment: Moment | None = None, solver: Any = None,
        clock: Any = None, budget_s: float = 60,
    ) -> StageResults:  # fmt: skip
        seen = self.view(moment)
        asking = Asking(solver or PySatSolver(), clock or (lambda: 0.0), budget_s, moment or Moment())
        return stage_results(positions(seen, pack)[0], seen.counted, pack, stage=stage, asking=asking)


def one(found: Iterable[T]) -> T:
    """The only member."""
    every = list(found)
    assert len(every) == 1, every
    return every[0]


def members(deadlock: Deadlock) -> set[tuple[str, str]]:
    """Who holds what in a deadlock: (party, key)."""
    return {(m.party, str(k)) for m in deadlock.members for k in m.keys}


def holds_of(results: StageResults, *, offered: bool = True) -> list[set[tuple[str, str]]]:
    """The members of every deadlock in order; with `offered`, without those that nobody could give."""
    return [members(d) for d in results.deadlocks if not (offered and d.not_on_offer)]


def steps(move: Move) -> list[tuple[str, str]]:
    """A move as (party, what it then takes)."""
    return [(s.party, s.to) for s in move.steps]


def scored(results: StageResults, proposal: str, alternative: str | None = None) -> ProposalScore:
    """The score of a proposal."""
    return one(s for s in results.proposals if s.proposal.id == proposal and s.alternative == alternative)


def asked(results: StageResults, party: str, key: Key | str) -> list[Question]:
    """The questions to a party on a key."""
    return [q for q in results.questions if q.party == party and str(q.key) == str(key)]
