"""The scores of a reading: every measure over all documents with its interval, and for each document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.kernel.errors import BadInput
from detente.statements.scoring.confidence import Unmarked, unmarked
from detente.statements.scoring.rates import Rate, measures, plain_rates, rates
from detente.statements.scoring.tallies import Coded, Tally, majorities, sets, tally, tuple_of

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)
RESAMPLES = 1_000


@dataclass(frozen=True, slots=True)
class Scores:
    """What a reading is worth.

    `rates`: measures over all documents. `documents`: the same for each by itself. `unmarked`: by `tuple` and
    by `term`. `guessing`: F1 of guessing, for each document, the commonest tuples of the other documents.
    """

    rates: Mapping[str, Rate]
    documents: Mapping[str, Mapping[str, float | None]]
    unmarked: Mapping[str, Unmarked]
    guessing: Mapping[str, Rate]
    tallies: Mapping[str, Tally]
    thresholds: tuple[float, ...]

    def among(self, names: Iterable[str]) -> dict[str, float | None]:
        """The measures over some of the documents, micro-averaged."""
        return plain_rates(measures(self.thresholds), (self.tallies[name] for name in names))


def score(
    corpus: Iterable[Coded],
    *,
    thresholds: Sequence[float] = THRESHOLDS,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> Scores:
    """Score a reading against a coding. Pure: neither the order of documents nor that of records matters.

    Raises BadInput where two documents have one name.
    """
    documents = sorted(corpus, key=lambda d: d.name)
    twice = [name for name, count in Counter(d.name for d in documents).items() if count > 1]
    if twice:
        raise BadInput(f"document '{twice[0]}' stands twice in the corpus; score each document once")
    tallies = {d.name: tally(d, majorities(_others(d, documents)), thresholds) for d in documents}
    wanted = measures(thresholds)
    guessed = [m for m in wanted if m.name in {"tuple_f1", "positions_f1"}]
    return Scores(
        rates=rates(wanted, list(tallies.values()), seed=seed, resamples=resamples),
        documents={name: plain_rates(wanted, [one]) for name, one in tallies.items()},
        unmarked={"tuple": unmarked(documents, by_term=False), "term": unmarked(documents, by_term=True)},
        guessing=rates(guessed, _guessed(documents), seed=seed, resamples=resamples),
        tallies=tallies,
        thresholds=tuple(thresholds),
    )


def _others(document: Coded, documents: Sequence[Coded]) -> Sequence[Coded]:
    """The documents that a guess may learn from: all others, or the only one there is."""
    return [d for d in documents if d is not document] or documents


def _guessed(documents: Sequence[Coded]) -> list[Tally]:
    """Tallies of guessing for each document the commonest tuples of the others, as many as these average."""
    coded = [{tuple_of(s) for s in d.gold} for d in documents]
    counts = Counter(t for some in coded for t in some)
    found: list[Tally] = []
    for own in coded:
        others = {t: n - (t in own) for t, n in counts.items() if n > (t in own)}
        size = round(sum(others.values()) / max(1, len(documents) - 1))
        guess = set(sorted(others, key=lambda t: (-others[t], t))[:size])
        positions = [{t for t in some if t[0] == "position"} for some in (own, guess)]
        found.append(sets("tuple", own, guess) | sets("positions", positions[0], positions[1]))
    return found


__all__ = ["RESAMPLES", "THRESHOLDS", "Coded", "Rate", "Scores", "Unmarked", "score"]
