"""Tallies: what one document adds to every measure, as whole numbers that can be summed over documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.statements.record import KINDS, Statement
from detente.statements.scoring.matching import Match, match
from detente.statements.scoring.overlap import same_speaker

InstancesOf = Callable[[Statement], tuple[str, ...]]
Tally = Mapping[str, int]
Says = tuple[str, ...]
PLURALS = {"position": "positions", "forecast": "forecasts", "assessment": "assessments", "event": "events"}
SETS = ("tuple", *PLURALS.values(), "evidence", "term")
FIELDS = ("stance", "option", "basis", "speaker")


def written_instances(statement: Statement) -> tuple[str, ...]:
    """The instance as written, without case and blanks: what is compared where no pack resolves it."""
    return (" ".join((statement.instance or "").casefold().split()),)


@dataclass(frozen=True, slots=True)
class Coded:
    """One document with a person's records and a reader's; `instances` says what a record is about."""

    name: str
    gold: tuple[Statement, ...]
    read: tuple[Statement, ...]
    instances: InstancesOf = written_instances


@dataclass(frozen=True, slots=True)
class Majorities:
    """Guesses: the commonest stance and basis, option of each issue, and speaker of each holder."""

    stance: str | None
    basis: str | None
    option: Mapping[str, str | None]
    speaker: Mapping[str, str | None]


def tuple_of(statement: Statement) -> Says:
    """(kind, holder, issue, stance): the tuple of the codebook, less the document."""
    return (statement.kind, statement.holder or "", statement.issue, statement.stance or "")


def terms_of(statement: Statement, instances: InstancesOf) -> set[Says]:
    """The tuple with option and instance, once for each thing that the record is about; positions only."""
    if statement.kind != "position":
        return set()
    return {(*tuple_of(statement), statement.option or "", name) for name in instances(statement) or ("",)}


def majorities(corpus: Iterable[Coded]) -> Majorities:
    """The commonest values of the coding; of equally common ones the first by the alphabet."""
    gold = [s for document in corpus for s in document.gold]
    options: dict[str, list[str]] = {}
    speakers: dict[str, list[str]] = {}
    for s in gold:
        if s.option is not None:
            options.setdefault(s.issue, []).append(s.option)
        if s.speaker is not None:
            speakers.setdefault(s.holder or "", []).append(s.speaker)
    return Majorities(
        stance=_commonest([s.stance for s in gold if s.stance]),
        basis=_commonest([s.basis for s in gold]),
        option={issue: _commonest(values) for issue, values in options.items()},
        speaker={holder: _commonest(values) for holder, values in speakers.items()},
    )


def _commonest(values: Sequence[str]) -> str | None:
    counts = Counter(values)
    return min(counts, key=lambda v: (-counts[v], v), default=None)


def tally(document: Coded, guesses: Majorities, thresholds: Sequence[float]) -> dict[str, int]:
    """What a document adds: the columns of each set, of each field and of each threshold."""
    found: dict[str, int] = {}
    coded, read = {tuple_of(s) for s in document.gold}, {tuple_of(s) for s in document.read}
    found |= sets("tuple", coded, read)
    for kind in KINDS:
        found |= sets(PLURALS[kind], {t for t in coded if t[0] == kind}, {t for t in read if t[0] == kind})
    terms = set().union(*(terms_of(s, document.instances) for s in document.gold))
    found |= sets("term", terms, set().union(*(terms_of(s, document.instances) for s in document.read)))
    pairs = match(document.gold, document.read)
    found |= {
        "evidence.hit": len(pairs),
        "evidence.gold": len(document.gold),
        "evidence.read": len(document.read),
    }
    for field in FIELDS:
        found |= _field(field, pairs, guesses)
    for threshold in thresholds:
        found |= _from(threshold, document, (coded, terms))
    return found


def sets(name: str, coded: set[Says], read: set[Says]) -> dict[str, int]:
    """The columns of one set: what is in both, in the coding, in the reading."""
    return {f"{name}.hit": len(coded & read), f"{name}.gold": len(coded), f"{name}.read": len(read)}


def _field(field: str, pairs: Iterable[Match], guesses: Majorities) -> dict[str, int]:
    """Right and guessed values of a field among the matched records that the coding has a value for."""
    right = guessed = every = 0
    for pair in pairs:
        coded = getattr(pair.gold, field)
        if coded is None or (field == "stance" and pair.gold.kind != "position"):
            continue
        every += 1
        if field == "speaker":
            right += same_speaker(coded, pair.read.speaker)
            guessed += same_speaker(coded, guesses.speaker.get(pair.gold.holder or ""))
        else:
            right += coded == getattr(pair.read, field)
            guess = guesses.option.get(pair.gold.issue) if field == "option" else getattr(guesses, field)
            guessed += coded == guess
    return {f"{field}.right": right, f"{field}.guessed": guessed, f"{field}.all": every}


def at(threshold: float) -> str:
    """How a threshold stands in the names of measures."""
    return f"at_{threshold:.3f}".rstrip("0").rstrip(".")


def _from(threshold: float, document: Coded, coded: tuple[set[Says], set[Says]]) -> dict[str, int]:
    tuples, terms = coded
    sure = [s for s in document.read if s.kind == "position" and s.confidence >= threshold]
    read = {tuple_of(s) for s in sure}
    read_terms = set().union(*(terms_of(s, document.instances) for s in sure))
    return {
        f"{at(threshold)}.hit": len(read & tuples),
        f"{at(threshold)}.read": len(read),
        f"{at(threshold)}.term_hit": len(read_terms & terms),
        f"{at(threshold)}.term_read": len(read_terms),
        f"{at(threshold)}.records": len(sure),
    }
