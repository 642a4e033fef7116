"""What the heads make of the states of one sentence; the same sums as in training, with numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from detente.models.govern import signs
from detente.models.inputs import CLASSES, Seen, class_of
from detente.models.taxonomy import Described

Matrix = NDArray[np.float32]
_HARDLY = 0.04  # below it nobody would tell a pair


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


@dataclass(frozen=True, slots=True)
class Pair:
    """What the heads say of an issue and somebody who may hold something on it (None: nobody).

    All are probabilities: `told` that there is a statement, `about` that its pieces by themselves are about this issue and
    no other, `classes` of what kind and stance if so; `places` has one
    for each piece, `targets` one for nobody and then one for each party.
    """

    issue: str
    holder: int | None
    told: float
    about: float
    classes: Matrix
    bases: Matrix
    options: Mapping[str | None, float]
    places: Matrix
    targets: Matrix


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
    attention = softmax(where.T * sharp)
    pooled = attention @ states
    found = (attention * (states @ weights.whether).T).sum(-1) / narrow
    found = found + alike[1] * (_unit(pooled) * weights.likeness).sum(-1) + weights.whether_bias
    least = states[0] @ a["least_out"] + a["least_bias"]
    return Topics(where, sigmoid(found + flags @ a["whether_hit"] - least))


def pairs(seen: Seen, states: Matrix, given: tuple[Topics, Sequence[str]], *, weights: Weights) -> list[Pair]:
    """Everybody who may hold something on each of the issues, and what; those that hold hardly anything are left out."""
    found, issues = given
    a = weights.arrays
    who: list[int | None] = [None, *(i for i, at in enumerate(seen.at) if at)]
    everybody = np.stack([a["nobody"], *(states[at].mean(0) if at else a["nobody"] for at in seen.at)])
    vectors = everybody[[0 if w is None else w + 1 for w in who]]
    over = signs(seen)[[0 if w is None else w + 1 for w in who]]
    asked = (states @ a["piece_where"]) @ (vectors @ a["holder_where"]).T / sqrt(weights.where.shape[1])
    result: list[Pair] = []
    for issue in issues:
        number = weights.issue_of[issue]
        places = found.where[:, number][None] + asked.T
        attention = softmax(places.astype(np.float32))
        pooled = attention @ states
        frames = (over @ attention[:, :, None])[:, :, 0]
        first = pooled @ a["pair_pool"] + vectors @ a["pair_holder"] + weights.where[number] @ a["pair_issue"]
        first = gelu(first + states[0] @ a["pair_whole"] + frames @ a["pair_signs"] + a["pair_bias"])
        hidden = first + gelu(first @ a["pair_mid"] + a["pair_mid_bias"])
        drafts = _drafts(seen, issue, who)
        told = (hidden @ a["told_out"])[:, 0] + a["told_bias"] + drafts.max(1) * a["told_rules"]
        told = sigmoid(told + (frames @ a["told_signs"])[:, 0])
        for i, w in enumerate(who):
            if told[i] >= _HARDLY or drafts[i].any():
                states_of = (hidden[i], pooled[i], frames[i], drafts[i])
                about = _about(states, places[i], number, weights=weights)
                what = (issue, w, float(told[i]), about)
                result.append(_pair(what, states_of, (places[i], everybody), given=(seen, weights)))
    return result


def issues_of(state: Matrix, weights: Weights) -> Matrix:
    """[issue]: the probability that a stretch of words, by the mean state of its pieces, is about each issue."""
    found = state @ weights.whether / sqrt(weights.where.shape[1]) + weights.whether_bias
    found = found + weights.arrays["alike"][1] * (_unit(state) @ weights.likeness.T)
    return softmax(found.astype(np.float32))


def _about(states: Matrix, places: Matrix, number: int, *, weights: Weights) -> float:
    """How surely the pieces of the evidence, taken by themselves, are about this issue and no other."""
    share = sigmoid(places)
    mean = (share @ states) / max(float(share.sum()), 1e-6)
    return float(issues_of(mean, weights)[number])


def _pair(
    what: tuple[str, int | None, float, float],
    states: tuple[Matrix, Matrix, Matrix, Matrix],
    of: tuple[Matrix, Matrix],
    *,
    given: tuple[Seen, Weights],
) -> Pair:
    """All that the heads say of one pair. `states`: hidden, pooled, frames, drafts; `of`: its places, and everybody."""
    (issue, holder, told, about), (hidden, pooled, frames, drafts) = what, states
    places, everybody = of
    seen, weights = given
    a = weights.arrays
    classes = (
        hidden @ a["class_out"] + a["class_bias"] + drafts @ a["class_rules"] + frames @ a["class_signs"]
    )
    bases = hidden @ a["basis_out"] + a["basis_bias"] + frames @ a["basis_signs"]
    asked = (everybody @ a["target_who"]) @ (hidden @ a["target_in"]) / sqrt(weights.where.shape[1])
    return Pair(
        issue,
        holder,
        told,
        about,
        softmax(classes[1:]),
        softmax(bases),
        _options(seen, issue, (hidden, pooled), weights=weights),
        sigmoid(places),
        softmax(asked.astype(np.float32)),
    )


def _drafts(seen: Seen, issue: str, who: Sequence[int | None]) -> Matrix:
    """[holder, class]: what the rules read on an issue."""
    flags = np.zeros((len(who), len(CLASSES)), dtype=np.float32)
    for draft in seen.drafts:
        for i, w in enumerate(who):
            if draft.issue == issue and draft.holder == (None if w is None else seen.parties[w]):
                flags[i, CLASSES.index(class_of(draft))] = 1
    return flags


def _options(
    seen: Seen, issue: str, given: tuple[Matrix, Matrix], *, weights: Weights
) -> dict[str | None, float]:
    """The probability of each option of an issue, and of none of them."""
    hidden, pooled = given
    a = weights.arrays
    mine = weights.option_of[issue]
    asked = hidden @ a["option_in"] + pooled @ a["option_pool"]
    rows = [i for _, i in mine]
    scores = weights.options[rows] @ asked / sqrt(weights.options.shape[1]) + weights.option_bias[rows]
    named = {option for leaf, option, *_ in seen.hits if leaf == issue}
    scores = scores + np.array([float(o in named) for o, _ in mine], dtype=np.float32) * a["option_hit"]
    every = softmax(np.append(scores, hidden @ a["option_none"]).astype(np.float32))
    return {**{o: float(p) for (o, _), p in zip(mine, every, strict=False)}, None: float(every[-1])}
