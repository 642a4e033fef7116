"""Refit what is light in the model on what reviewers decided: how signs are weighed, and the leanings of the heads.

The encoder and the matrices stay as they are. Each refit begins at what was there and leaves it only as far as the reviews
carry (a Gaussian prior); it is kept where it tells reviews better that it was not fitted on (five folds).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.corpus.document import Document
from detente.models.decode import Sentence, signs_of
from detente.models.heads import Pair, pairs, softmax, topics
from detente.models.inputs import CLASSES
from detente.models.reader import Sight
from detente.models.taxonomy import described
from detente.packs.load import load_pack
from detente.statements.record import BASES, STANCES, Statement

Row = tuple[NDArray[np.float64], int]  # signs or log-chances, and what is right
_STAGES = (None, "truce", "settlement")
_PRIOR = 4.0  # as many reviews as a leaning must have against it to move halfway
_FOLDS, _STEPS, _RATE = 5, 200, 0.5
_SMALLEST = 1e-6
_LEAST = 20  # fewer reviews of a field teach nothing


@dataclass(frozen=True, slots=True)
class Decided:
    """A document with the statements that reviewers hold for right, and for wrong."""

    document: Document
    right: tuple[Statement, ...]
    wrong: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Refit:
    """What a refit of one field brought: reviews, and the mean surprise (nats) of reviews that it was not fitted on."""

    name: str
    reviews: int
    before: float
    after: float

    @property
    def kept(self) -> bool:
        """Whether the refit is better on reviews that it did not see."""
        return self.after < self.before


@dataclass(slots=True)
class _Rows:
    """The reviews as rows, by what they teach."""

    position: list[Row] = field(default_factory=list)
    other: list[Row] = field(default_factory=list)
    classes: list[Row] = field(default_factory=list)
    bases: list[Row] = field(default_factory=list)
    stages: list[Row] = field(default_factory=list)
    issues: list[tuple[str, Row]] = field(default_factory=list)


def tuned(look: Sight, decided: Iterable[Decided], *, out: Path) -> tuple[Refit, ...]:
    """Refit on decided statements and write the heads into a folder that `--reader model:FOLDER` reads."""
    rows = _Rows()
    for one in decided:
        _collect(look, one, rows)
    arrays = {name: array.copy() for name, array in look.model.arrays.items()}
    now = look.model.weighing
    weighing = np.array([now.position, now.other])
    told: list[Refit] = []
    for i, (name, mine) in enumerate(
        (("weight of signs, positions", rows.position), ("weight of signs, other", rows.other))
    ):
        refit, weighing[i] = _better(name, mine, weighing[i], fit=_logistic, surprise=_logistic_surprise)
        told.append(refit)
    arrays["weighing"] = weighing.astype(np.float32)
    for name, array, first, mine in (
        ("kind and stance", "class_bias", 1, rows.classes),
        ("basis", "basis_bias", 0, rows.bases),
        ("stage", "stage_bias", 0, rows.stages),
    ):
        start = np.zeros(len(arrays[array]) - first)
        refit, leaning = _better(name, mine, start, fit=_leaning, surprise=_leaning_surprise)
        arrays[array][first:] += leaning
        told.append(refit)
    told.append(_issues(rows.issues, arrays))
    out.mkdir(parents=True, exist_ok=True)
    draft = out / ".heads.new.npz"
    np.savez_compressed(draft, **arrays)  # type: ignore[arg-type]
    draft.replace(out / "heads.npz")
    return tuple(told)


def _collect(look: Sight, decided: Decided, rows: _Rows) -> None:
    """The rows of one document."""
    weights = look.model.weights
    for seen, states in look(decided.document):
        right = [s for s in decided.right if seen.scene.span.contains(s.span)]
        wrong = [s for s in decided.wrong if seen.scene.span.contains(s.span)]
        issues = [i for i in dict.fromkeys(s.issue for s in (*right, *wrong)) if i in weights.issue_of]
        if not issues:
            continue
        found = topics(seen, states, weights)
        whether = {i: float(found.whether[weights.issue_of[i]]) for i in issues}
        rows.issues += [
            (i, (_log([1 - p, p]), int(any(s.issue == i for s in right)))) for i, p in whether.items()
        ]
        told = pairs(seen, states, (found, issues), weights=weights)
        for pair in told:
            holder = None if pair.holder is None else seen.parties[pair.holder]
            yes = [s for s in right if (s.issue, s.holder) == (pair.issue, holder)]
            no = [s for s in wrong if (s.issue, s.holder) == (pair.issue, holder)]
            if yes or no:
                _add(Sentence(seen, told, whether, ()), pair, yes, rows=rows)


def _add(sentence: Sentence, pair: Pair, right: Sequence[Statement], *, rows: _Rows) -> None:
    name, _, signs = signs_of(sentence, pair)
    same = any((s.stance or s.kind) == name for s in right)
    (rows.position if name in STANCES else rows.other).append((np.array(signs), int(same)))
    for s in right[:1]:
        rows.classes.append((_log(pair.classes), CLASSES.index(s.stance or s.kind) - 1))
        rows.bases.append((_log(pair.bases), BASES.index(s.basis)))
        rows.stages.append((_log(pair.stages), _STAGES.index(s.stage)))


def _log(chances: Iterable[float]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.log(np.clip(np.array(list(map(float, chances))), 1e-4, 1.0))
    return found


_Fit = Callable[[Sequence[Row], NDArray[np.float64]], NDArray[np.float64]]
_Surprise = Callable[[Sequence[Row], NDArray[np.float64]], float]


def _better(
    name: str, rows: Sequence[Row], start: NDArray[np.float64], *, fit: _Fit, surprise: _Surprise
) -> tuple[Refit, NDArray[np.float64]]:
    """The refit of one field where it is better on reviews left out, else what was there."""
    if len(rows) < _LEAST:
        return Refit(name, len(rows), 0.0, 0.0), start
    before = after = 0.0
    for fold in range(_FOLDS):
        left = [r for i, r in enumerate(rows) if i % _FOLDS == fold]
        taught = [r for i, r in enumerate(rows) if i % _FOLDS != fold]
        before += surprise(left, start) / len(rows)
        after += surprise(left, fit(taught, start)) / len(rows)
    refit = Refit(name, len(rows), round(before, 4), round(after, 4))
    return refit, fit(rows, start) if refit.kept else start


def _logistic(rows: Sequence[Row], start: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic regression with a Gaussian prior at `start` (Newton's method, steps halved until they help)."""
    x, y = np.stack([s for s, _ in rows]), np.array([float(r) for _, r in rows])

    def loss(weights: NDArray[np.float64]) -> float:
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


def _logistic_surprise(rows: Sequence[Row], weights: NDArray[np.float64]) -> float:
    return float(sum(np.logaddexp(0, -(1 if y else -1) * float(s @ weights)) for s, y in rows))


def _leaning(rows: Sequence[Row], start: NDArray[np.float64]) -> NDArray[np.float64]:
    """An addition to the log-chances of each value, with a Gaussian prior at none (gradient descent)."""
    x, y = np.stack([s for s, _ in rows]), np.array([r for _, r in rows])
    right = np.eye(len(start))[y]
    leaning = start.copy()
    for _ in range(_STEPS):
        slope = (softmax((x + leaning).astype(np.float32)) - right).sum(0) + _PRIOR * leaning
        leaning -= _RATE * slope / (len(rows) / 4 + _PRIOR)
    return leaning


def _leaning_surprise(rows: Sequence[Row], leaning: NDArray[np.float64]) -> float:
    return float(sum(-np.log(softmax((s + leaning).astype(np.float32))[y]) for s, y in rows))


def _issues(rows: Sequence[tuple[str, Row]], arrays: dict[str, NDArray[np.float32]]) -> Refit:
    """The leaning of each issue of the core: whether it is stated at all."""
    numbers = {issue: i for i, issue in enumerate(described(load_pack("world")).issues)}
    before = after = 0.0
    count = 0
    for issue in {i for i, _ in rows} & numbers.keys():
        mine = [r for i, r in rows if i == issue]
        refit, leaning = _better(issue, mine, np.zeros(2), fit=_leaning, surprise=_leaning_surprise)
        count += len(mine)
        before += refit.before * len(mine)
        after += min(refit.after, refit.before) * len(mine)
        arrays["whether_bias"][numbers[issue]] += leaning[1] - leaning[0]
    return Refit("issues", count, round(before / max(count, 1), 4), round(after / max(count, 1), 4))
