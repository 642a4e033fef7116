"""Evaluate a reader: read a coded corpus, score what was read, compare the deadlocks that follow."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from detente.desk import DEFAULT_READER
from detente.desk.choose import choose, choose_reader
from detente.desk.coded_corpus import CodedCorpus, open_corpus, take_records
from detente.desk.deadlock_agreement import DeadlockAgreement, Searching, deadlock_agreement
from detente.desk.evaluation import BASELINE_MEASURES, Evaluation
from detente.desk.reading import read_one
from detente.kernel.dates import UNKNOWN
from detente.kernel.problems import Problem
from detente.ledger.agenda import OTHER, keys_of
from detente.ledger.entries import Line, Report, Standing
from detente.packs.model import Pack
from detente.statements.port import ReaderFactory
from detente.statements.record import Statement
from detente.statements.scoring.cues import cue_word_reader
from detente.statements.scoring.scores import RESAMPLES, THRESHOLDS, Coded, Scores, score
from detente.statements.scoring.tallies import InstancesOf, written_instances

_Agreements = tuple[DeadlockAgreement, ...]
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Measuring:
    """How to measure.

    `unmarked_at`: the confidence from which lines stand unmarked; None takes the corpus's own threshold.
    `solver` None leaves deadlocks out; `budget_s` is that of one search for deadlocks, on `clock`.
    """

    thresholds: tuple[float, ...] = THRESHOLDS
    seed: int = 0
    resamples: int = RESAMPLES
    unmarked_at: float | None = None
    solver: str | None = "pysat"
    budget_s: float = 30.0
    clock: Callable[[], float] = time.perf_counter


@dataclass(frozen=True, slots=True)
class ReadCorpus:
    """What a reader found in each document by name, the problems met, and how long it read."""

    statements: Mapping[str, tuple[Statement, ...]]
    problems: tuple[Problem, ...]
    seconds: float = 0.0


USUAL = Measuring()


def evaluate(
    gold: Path,
    texts: Path,
    *,
    reader: str = DEFAULT_READER,
    pack: str | None = None,
    meta: Path | None = None,
    predictions: Path | None = None,
    measuring: Measuring = USUAL,
) -> Evaluation:
    """Score a reader on the texts that a person has coded, or score the records of a file of `predictions`.

    Raises BadInput, NothingToRead, UnknownName or PackFault; a record that cannot be taken is a problem.
    """
    corpus = open_corpus(gold, texts, pack=pack, meta=meta)
    if predictions is not None:
        taken = take_records(predictions, corpus)
        return evaluated(
            corpus, ReadCorpus(taken.statements, taken.problems), predictions.name, measuring=measuring
        )
    found = read_corpus(corpus, choose_reader(reader), clock=measuring.clock)
    return evaluated(corpus, found, reader, measuring=measuring)


def read_corpus(corpus: CodedCorpus, factory: ReaderFactory, *, clock: Callable[[], float]) -> ReadCorpus:
    """Read every document with its pack. The seconds are of reading alone, not of making the readers."""
    readers = {name: factory(pack) for name, pack in corpus.packs.items()}
    statements: dict[str, tuple[Statement, ...]] = {}
    problems: list[Problem] = []
    start = clock()
    for document in corpus.documents:
        reading = read_one(readers[corpus.pack_of[document.name]], document)
        statements[document.name] = reading.statements
        problems += reading.problems
    return ReadCorpus(statements, tuple(problems), clock() - start)


def evaluated(
    corpus: CodedCorpus, read: ReadCorpus, reader: str, *, measuring: Measuring = USUAL
) -> Evaluation:
    """What was read of a corpus, scored."""
    scores = _scores(corpus, read, measuring)
    trivial = _scores(corpus, read_corpus(corpus, cue_word_reader, clock=measuring.clock), measuring)
    locks, unmarked_locks = (
        ((), ()) if measuring.solver is None else _deadlocks(corpus, read, (scores, measuring))
    )
    parts: dict[str, list[str]] = {}
    for document in corpus.documents:
        parts.setdefault(corpus.conflict_of[document.name] or corpus.pack_of[document.name], []).append(
            document.name
        )
    return Evaluation(
        reader=reader,
        gold_sha256=corpus.gold_sha256,
        texts_sha256=corpus.texts_sha256,
        packs=corpus.pack_of,
        scores=scores,
        conflicts={conflict: scores.among(names) for conflict, names in sorted(parts.items())},
        cue_words={name: trivial.rates[name] for name in BASELINE_MEASURES},
        deadlocks=locks,
        unmarked_deadlocks=unmarked_locks,
        gold_records=sum(map(len, corpus.gold.values())),
        read_records=sum(map(len, read.statements.values())),
        seconds=read.seconds,
        problems=(*corpus.problems, *read.problems),
    )


def _scores(corpus: CodedCorpus, read: ReadCorpus, measuring: Measuring) -> Scores:
    names = {name: instances_of(pack) for name, pack in corpus.packs.items()}
    documents = [
        Coded(
            d.name,
            corpus.gold.get(d.name, ()),
            read.statements.get(d.name, ()),
            names[corpus.pack_of[d.name]],
        )
        for d in corpus.documents
    ]
    return score(
        documents, thresholds=measuring.thresholds, seed=measuring.seed, resamples=measuring.resamples
    )


def _deadlocks(
    corpus: CodedCorpus, read: ReadCorpus, by: tuple[Scores, Measuring]
) -> tuple[_Agreements, _Agreements]:
    """Agreement with all read lines, and with those alone that may stand unmarked."""
    scores, measuring = by
    searching = Searching(
        choose("detente.solvers", measuring.solver or "")(), measuring.clock, measuring.budget_s
    )
    everything = deadlock_agreement(corpus, read.statements, searching)
    limit = measuring.unmarked_at if measuring.unmarked_at is not None else scores.unmarked["tuple"].threshold
    if limit is None:
        return everything, ()
    return everything, deadlock_agreement(corpus, read.statements, searching, unmarked_at=limit)


def instances_of(pack: Pack) -> InstancesOf:
    """The things that a record is about, as the pack's agenda names them.

    As written where the issue is not on the agenda, or the pack does not know the name. An issue of which the
    pack declares no instances is one matter, whatever its records name: so does the ledger take it.
    """

    def instances(statement: Statement) -> tuple[str, ...]:
        line = Line(
            statement,
            statement.id,
            Report(statement.doc, statement.doc),
            Standing.ACCEPTED,
            sure=True,
            recorded=_NEVER,
            said=UNKNOWN,
        )
        keys, _ = keys_of(line, pack)
        named = tuple(key.instance or "" for key in keys)
        if not named or any(name.startswith(OTHER) for name in named):
            return written_instances(statement)
        return named

    return instances
