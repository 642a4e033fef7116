"""Which issues a sentence states something on, from the states of its pieces; the same sums as in training, with numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from detente.models.inputs import Seen
from detente.models.taxonomy import Described

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """The trained arrays by name, and the taxonomy of a pack in their terms.

    `where`: [issue, narrow] queries of the pack's issues, `whether`: [wide, issue]; `options`: [option, narrow]; beside
    them their biases. `likeness`: [issue, wide] descriptions. `option_of`: the options of each issue with their rows.
    """

    arrays: Mapping[str, Matrix]
    taxonomy: Described
    issue_of: Mapping[str, int]
    option_of: Mapping[str, tuple[tuple[str, int], ...]]
    likeness: Matrix
    where: Matrix
    whether: Matrix  # [wide, issue]
    where_bias: Matrix
    whether_bias: Matrix
    options: Matrix
    option_bias: Matrix


def weights_for(
    arrays: Mapping[str, Matrix], taxonomy: Described, known: tuple[Described, tuple[Matrix, Matrix]]
) -> Weights:
    """The weights for the taxonomy of a pack. `known`: the taxonomy of training, and the pack's descriptions encoded."""
    core, (issues, options) = known
    own_issue = {issue: i for i, issue in enumerate(core.issues)}
    own_option = dict(zip(core.options, range(len(core.options)), strict=True))
    same = [
        own_option[o] if o in own_option and core.option_words[own_option[o]] == words else None
        for o, words in zip(taxonomy.options, taxonomy.option_words, strict=True)
    ]
    rows = [own_issue.get(issue) for issue in taxonomy.issues]
    return Weights(
        arrays,
        taxonomy,
        {issue: i for i, issue in enumerate(taxonomy.issues)},
        _by_issue(taxonomy),
        8 * _unit(issues),
        issues @ arrays["issue_words"] + _own(arrays["issue_own"], rows),
        arrays["pool_issue"] @ (issues @ arrays["whether_words"] + _own(arrays["whether_own"], rows)).T,
        _own(arrays["where_bias"], rows, fill=float(np.mean(arrays["where_bias"]))),
        _own(arrays["whether_bias"], rows, fill=float(np.mean(arrays["whether_bias"]))),
        options @ arrays["option_words"] + _own(arrays["option_own"], same),
        _own(arrays["option_bias"], same),
    )


def _by_issue(taxonomy: Described) -> dict[str, tuple[tuple[str, int], ...]]:
    """The options of each issue with their numbers."""
    found: dict[str, list[tuple[str, int]]] = {issue: [] for issue in taxonomy.issues}
    for number, (issue, option) in enumerate(taxonomy.options):
        found.setdefault(issue, []).append((option, number))
    return {issue: tuple(mine) for issue, mine in found.items()}


def _own(table: Matrix, rows: Sequence[int | None], *, fill: float = 0.0) -> Matrix:
    """The learned rows, and `fill` for what training did not know."""
    found = np.full((len(rows), *table.shape[1:]), fill, dtype=np.float32)
    for i, row in enumerate(rows):
        if row is not None:
            found[i] = table[row]
    return found


def _unit(rows: Matrix) -> Matrix:
    found: Matrix = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)
    return found


def sigmoid(values: Matrix) -> Matrix:
    """The logistic function."""
    found: Matrix = (1 / (1 + np.exp(-np.clip(values, -60, 60)))).astype(np.float32)
    return found


def softmax(values: Matrix) -> Matrix:
    """Along the last axis."""
    raised = np.exp(values - values.max(-1, keepdims=True))
    found: Matrix = (raised / raised.sum(-1, keepdims=True)).astype(np.float32)
    return found


def gelu(values: Matrix) -> Matrix:
    """The exact one, x Φ(x), by the error function of Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    x = np.abs(values) / sqrt(2)
    t = 1 / (1 + 0.3275911 * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(values) * (1 - series * np.exp(-x * x))
    found: Matrix = (0.5 * values * (1 + erf)).astype(np.float32)
    return found


@dataclass(frozen=True, slots=True)
class Topics:
    """The issues of a sentence: `where` [piece, issue] as logits, `whether` [issue] as probabilities."""

    where: Matrix
    whether: Matrix


def topics(seen: Seen, states: Matrix, weights: Weights) -> Topics:
    """Which issues something is stated on, and in which pieces."""
    a = weights.arrays
    narrow = sqrt(weights.where.shape[1])
    alike = a["alike"]
    where = alike[0] * (_unit(states) @ weights.likeness.T)
    where = where + (states @ a["piece_issue"]) @ weights.where.T / narrow + weights.where_bias
    flags = np.zeros((len(weights.issue_of), 3), dtype=np.float32)
    hits = np.zeros((*where.shape, 2), dtype=np.float32)
    for issue, _, weak, start, end in seen.hits:
        if issue in weights.issue_of:
            hits[start:end, weights.issue_of[issue], int(weak)] = 1
            flags[weights.issue_of[issue], int(weak)] = 1
    for draft in seen.drafts:
        if draft.issue in weights.issue_of:
            flags[weights.issue_of[draft.issue], 2] = 1
    where = where + hits @ a["where_hit"]
    sharp = float(np.logaddexp(0, a["sharp"]))
    pooled = deep(softmax(where.T * sharp) @ states, a)
    found = (pooled * weights.whether.T).sum(-1) / narrow
    found = found + alike[1] * (_unit(pooled) * weights.likeness).sum(-1) + weights.whether_bias
    least = states[0] @ a["least_out"] + a["least_bias"]
    return Topics(where, sigmoid(found + flags @ a["whether_hit"] - least))


def deep(pooled: Matrix, arrays: Mapping[str, Matrix]) -> Matrix:
    """What a stretch of words, by the mean state of its pieces, is taken for."""
    return pooled + gelu(pooled @ arrays["deep_in"] + arrays["deep_bias"]) @ arrays["deep_out"]


def issues_of(state: Matrix, weights: Weights) -> Matrix:
    """[..., issue]: the probability that a stretch of words, by the mean state of its pieces, is about each issue."""
    state = deep(state, weights.arrays)
    found = state @ weights.whether / sqrt(weights.where.shape[1]) + weights.whether_bias
    found = found + weights.arrays["alike"][1] * (_unit(state) @ weights.likeness.T)
    return softmax(found.astype(np.float32))
