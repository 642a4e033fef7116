"""Refit what is light in the model on what reviewers decided: the leanings of the heads, then how signs are weighed.

The encoder and the matrices stay as they are. Each refit begins at what was there and leaves it only as far as the reviews
carry (a Gaussian prior); it is kept where it tells reviews of documents better that it was not fitted on (five folds).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.corpus.document import Document
from detente.kernel.errors import BadInput
from detente.models.decode import Sentence, signs_of
from detente.models.heads import softmax, topics
from detente.models.inputs import CLASSES
from detente.models.pairs import Pair, pairs
from detente.models.reader import Sight, knows
from detente.statements.record import BASES, STANCES, Statement

Vector = NDArray[np.float64]
Told = Callable[[int, int, str], None]
_PRIOR = 4.0  # as many reviews as a leaning must have against it to move halfway
_FOLDS, _STEPS, _RATE = 5, 200, 0.5
_SMALLEST = 1e-6
_LEAST = 20  # fewer reviews of a field teach nothing
_LEANINGS = (("kind and stance", "class_bias", 1), ("basis", "basis_bias", 0))


class Row(NamedTuple):
    """A decision: signs or log-chances, which of them is right, and the number of its document."""

    signs: Vector
    right: int
    document: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A document with the statements that reviewers hold for right, and for wrong."""

    document: Document
    right: tuple[Statement, ...]
    wrong: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Refit:
    """What a refit of one field brought: reviews, and the mean surprise (nats) of documents that it was not fitted on."""

    name: str
    reviews: int
    before: float
    after: float

    @property
    def kept(self) -> bool:
        """Whether the refit is better on documents that it did not see."""
        return self.after < self.before


@dataclass(frozen=True, slots=True)
class _Seen:
    """A pair on which a reviewer decided: its sentence, what is right there, the number of its document."""

    sentence: Sentence
    pair: Pair
    right: Sequence[Statement]
    document: int


def tuned(look: Sight, decided: Sequence[Decided], *, out: Path, told: Told) -> tuple[Refit, ...]:
    """Refit on decided statements and write the heads into a folder that `--reader model:FOLDER` reads.

    Documents in a language that the encoder does not know teach nothing. Raises BadInput where nothing is left to learn
    from. `look` is changed: it reads with the refitted heads from then on. `told` is called before each document.
    """
    known = [one for one in decided if knows(one.document)]
    arrays = look.model.arrays
    seen = list(_seen(look, known, told))
    if not seen:
        raise BadInput("no reviewed line that the model sees; review lines of reports in English first")
    refits: list[Refit] = []
    for name, array, first in _LEANINGS:
        refit, leaning = _better(
            name, list(_chances(seen, array)), np.zeros(len(arrays[array]) - first), by=_LEANING
        )
        arrays[array] = arrays[array].copy()
        arrays[array][first:] += leaning
        refits.append(refit)
    seen = list(_seen(look, known, told))
    now = look.model.weighing
    weighing = np.array([now.position, now.other])
    for i, (name, stance) in enumerate(
        (("weight of signs, positions", True), ("weight of signs, other", False))
    ):
        refit, weighing[i] = _better(name, list(_signs(seen, stance=stance)), weighing[i], by=_LOGISTIC)
        refits.append(refit)
    _write(out, {**arrays, "weighing": weighing.astype(np.float32)})
    return tuple(refits)


def _write(out: Path, arrays: dict[str, NDArray[np.float32]]) -> None:
    """The heads, whole or not at all."""
    out.mkdir(parents=True, exist_ok=True)
    draft = out / ".heads.new.npz"
    np.savez_compressed(draft, **arrays)  # type: ignore[arg-type]
    draft.replace(out / "heads.npz")


def _seen(look: Sight, known: Sequence[Decided], told: Told) -> Iterator[_Seen]:
    """The decided pairs of all documents; gone through twice, before and after the leanings change."""
    for number, one in enumerate(known):
        told(number, len(known), one.document.name)
        yield from _pairs(look, one, number)


def _pairs(look: Sight, decided: Decided, number: int) -> Iterator[_Seen]:
    """The pairs of a document on which somebody decided."""
    weights = look.model.weights
    for seen, states in look(decided.document):
        right = [s for s in decided.right if seen.scene.span.contains(s.span)]
        wrong = [s for s in decided.wrong if seen.scene.span.contains(s.span)]
        issues = [i for i in dict.fromkeys(s.issue for s in (*right, *wrong)) if i in weights.issue_of]
        if not issues:
            continue
        found = topics(seen, states, weights)
        whether = dict(zip(weights.taxonomy.issues, map(float, found.whether), strict=True))
        told = pairs(seen, states, (found, issues), weights=weights)
        for pair in told:
            holder = None if pair.holder is None else seen.parties[pair.holder]
            yes = [s for s in right if (s.issue, s.holder) == (pair.issue, holder)]
            no = [s for s in wrong if (s.issue, s.holder) == (pair.issue, holder)]
            if yes or no:
                yield _Seen(Sentence(seen, told, whether, ()), pair, yes, number)


def _chances(seen: Iterable[_Seen], array: str) -> Iterator[Row]:
    """What a head said of each right statement, and what is right."""
    for one in seen:
        for s in one.right[:1]:
            if array == "class_bias":
                yield Row(_log(one.pair.classes), CLASSES.index(s.stance or s.kind) - 1, one.document)
            else:
                yield Row(_log(one.pair.bases), BASES.index(s.basis), one.document)


def _signs(seen: Iterable[_Seen], *, stance: bool) -> Iterator[Row]:
    """The signs of each decided pair, and whether what they say is right."""
    for one in seen:
        name, _, signs = signs_of(one.sentence, one.pair)
        if (name in STANCES) == stance:
            same = any((s.stance or s.kind) == name for s in one.right)
            yield Row(np.array(signs), int(same), one.document)


def _log(chances: Iterable[float]) -> Vector:
    found: Vector = np.log(np.clip(np.array(list(map(float, chances))), 1e-4, 1.0))
    return found


def _better(name: str, rows: Sequence[Row], start: Vector, *, by: _Method) -> tuple[Refit, Vector]:
    """The refit of one field where it is better on documents left out, else what was there."""
    if len(rows) < _LEAST or len({r.document for r in rows}) < _FOLDS:
        return Refit(name, len(rows), 0.0, 0.0), start
    before = after = 0.0
    for fold in range(_FOLDS):
        left = [r for r in rows if r.document % _FOLDS == fold]
        taught = [r for r in rows if r.document % _FOLDS != fold]
        if left and taught:
            before += by.surprise(left, start) / len(rows)
            after += by.surprise(left, by.fit(taught, start)) / len(rows)
    refit = Refit(name, len(rows), round(before, 4), round(after, 4))
    return refit, by.fit(rows, start) if refit.kept else start


def _logistic(rows: Sequence[Row], start: Vector) -> Vector:
    """Logistic regression with a Gaussian prior at `start` (Newton's method, steps halved until they help)."""
    x, y = np.stack([r.signs for r in rows]), np.array([float(r.right) for r in rows])

    def loss(weights: Vector) -> float:
        return _logistic_surprise(rows, weights) + _PRIOR / 2 * float(((weights - start) ** 2).sum())

    weights = start.copy()
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (p - y) + _PRIOR * (weights - start)
        curve = (x * (p * (1 - p))[:, None]).T @ x + _PRIOR * np.eye(x.shape[1])
        step, now = np.linalg.solve(curve, slope), loss(weights)
        while np.abs(step).max() > _SMALLEST and loss(weights - step) > now:
            step = step / 2
        weights = weights - step
    return weights


def _logistic_surprise(rows: Sequence[Row], weights: Vector) -> float:
    return float(sum(np.logaddexp(0, -(1 if r.right else -1) * float(r.signs @ weights)) for r in rows))


def _leaning(rows: Sequence[Row], start: Vector) -> Vector:
    """An addition to the log-chances of each value, with a Gaussian prior at none (gradient descent)."""
    x, right = np.stack([r.signs for r in rows]), np.eye(len(start))[[r.right for r in rows]]
    leaning = start.copy()
    for _ in range(_STEPS):
        slope = (softmax((x + leaning).astype(np.float32)) - right).sum(0) + _PRIOR * leaning
        leaning -= _RATE * slope / (len(rows) / 4 + _PRIOR)
    return leaning


def _leaning_surprise(rows: Sequence[Row], leaning: Vector) -> float:
    return float(sum(-np.log(softmax((r.signs + leaning).astype(np.float32))[r.right]) for r in rows))


@dataclass(frozen=True, slots=True)
class _Method:
    """How a field is fitted, and how surprised it is by decisions."""

    fit: Callable[[Sequence[Row], Vector], Vector]
    surprise: Callable[[Sequence[Row], Vector], float]


_LOGISTIC = _Method(_logistic, _logistic_surprise)
_LEANING = _Method(_leaning, _leaning_surprise)
