"""Deadlocks from read statements against those from coded ones: a reading judged by what is made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from detente.bargaining.constraints.model import STRENGTHS
from detente.bargaining.constraints.stage import stage_problem
from detente.bargaining.deadlocks import deadlocks
from detente.bargaining.port import Solver
from detente.corpus.document import Document
from detente.corpus.origins.publishers import Directory
from detente.corpus.stories.grouping import stories
from detente.desk.coded_corpus import CodedCorpus
from detente.desk.reports import report_of
from detente.ledger.entries import Entry
from detente.ledger.positions import positions
from detente.ledger.view import History, Moment, view
from detente.packs.model import STAGES, Pack
from detente.statements.record import Statement

ALL = "all"
_ENTERED = datetime(2000, 1, 1, tzinfo=UTC)
Reading = Mapping[str, Sequence[Statement]]
Signature = tuple[str, frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Searching:
    """With what deadlocks are looked for: a solver, a clock in seconds, and the budget of each stage."""

    solver: Solver
    clock: Callable[[], float]
    budget_s: float


@dataclass(frozen=True, slots=True)
class DeadlockAgreement:
    """How far the deadlocks of a reading are those of the coding, in one conflict.

    Deadlocks are the same where stage, parties and keys are. `strength` is that of the weakest member, or
    `all`. `complete` False: the search was cut off on either side, so that the counts are of those found.
    """

    conflict: str
    pack: str
    strength: str
    gold: int
    read: int
    both: int
    complete: bool

    @property
    def precision(self) -> float | None:
        """Of the reading's deadlocks, the part that the coding has; None where it has none."""
        return self.both / self.read if self.read else None

    @property
    def recall(self) -> float | None:
        """Of the coding's deadlocks, the part that the reading has; None where there are none."""
        return self.both / self.gold if self.gold else None


def deadlock_agreement(
    corpus: CodedCorpus, read: Reading, searching: Searching, *, unmarked_at: float = 0.0
) -> tuple[DeadlockAgreement, ...]:
    """For each conflict, agreement in all and by strength; read statements below `unmarked_at` enter nothing.

    Conflicts in which neither side has a deadlock (such as those without a pack of their own) are left out.
    """
    groups: dict[tuple[str, str], list[Document]] = {}
    for document in corpus.documents:
        name = corpus.pack_of[document.name]
        groups.setdefault((corpus.conflict_of[document.name] or name, name), []).append(document)
    found: list[DeadlockAgreement] = []
    for (conflict, name), documents in sorted(groups.items()):
        pack = corpus.packs[name]
        coded, coded_whole = signatures(documents, corpus.gold, searching, pack_and_limit=(pack, 0.0))
        ours, ours_whole = signatures(documents, read, searching, pack_and_limit=(pack, unmarked_at))
        found += _compared((conflict, name), (coded, ours), complete=coded_whole and ours_whole)
    return tuple(found)


def signatures(
    documents: Sequence[Document],
    statements: Reading,
    searching: Searching,
    *,
    pack_and_limit: tuple[Pack, float],
) -> tuple[dict[Signature, frozenset[str]], bool]:
    """Deadlocks of some documents as (stage, parties, keys), with strengths, and whether all were found."""
    pack, unmarked_at = pack_and_limit
    shared, known = stories(tuple(documents)), Directory(pack.publishers)
    own = {d.hash: statements.get(d.name, ()) for d in documents}
    history = History(
        entries=[Entry(s, _ENTERED) for some in own.values() for s in some],
        reviews=(),
        reports={d.hash: report_of(d, own[d.hash], known, story=shared.get(d.hash)) for d in documents},
    )
    seen = view(history, Moment(unmarked_at=unmarked_at))
    held, _ = positions(seen, pack)
    found: dict[Signature, frozenset[str]] = {}
    complete = True
    for stage in STAGES:
        problem = stage_problem(held, seen.counted, pack, stage=stage)
        answer = deadlocks(problem, searching.solver, expired=_ended(searching))
        complete = complete and answer.complete
        for deadlock in answer.deadlocks:
            keys = frozenset(str(key) for member in deadlock.members for key in member.keys)
            signature = (stage, frozenset(deadlock.parties), keys)
            found[signature] = found.get(signature, frozenset()) | {str(deadlock.strength)}
    return found, complete


def _ended(searching: Searching) -> Callable[[], bool]:
    """Whether the budget of a search that starts now has ended."""
    start = searching.clock()
    return lambda: searching.clock() - start > searching.budget_s


def _compared(
    where: tuple[str, str], sides: tuple[Mapping[Signature, frozenset[str]], ...], *, complete: bool
) -> list[DeadlockAgreement]:
    rows = []
    for strength in (ALL, *map(str, STRENGTHS)):
        coded, ours = ({s for s, has in side.items() if strength == ALL or strength in has} for side in sides)
        if coded or ours:
            counts = len(coded), len(ours), len(coded & ours)
            rows.append(DeadlockAgreement(*where, strength, *counts, complete))
    return rows
