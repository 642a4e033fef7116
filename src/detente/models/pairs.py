"""Who may hold what on an issue: each pair of an issue and a holder looks at the words of its sentence (numpy alone)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from detente.models.govern import signs
from detente.models.heads import Matrix, Topics, Weights, gelu, issues_of, sigmoid, softmax
from detente.models.inputs import CLASSES, Seen, class_of
from detente.models.looking import looked

_HARDLY = 0.04  # below it nobody would tell a pair


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


@dataclass(frozen=True, slots=True)
class _Looked:
    """All pairs of a sentence as rows: their hidden states, pooled words, frames, drafts and places."""

    hidden: Matrix
    pooled: Matrix
    frames: Matrix
    drafts: Matrix
    places: Matrix

    def __getitem__(self, rows: Sequence[int]) -> _Looked:
        return _Looked(
            self.hidden[rows], self.pooled[rows], self.frames[rows], self.drafts[rows], self.places[rows]
        )


def pairs(seen: Seen, states: Matrix, given: tuple[Topics, Sequence[str]], *, weights: Weights) -> list[Pair]:
    """Everybody who may hold something on each of the issues, and what; those that hold hardly anything are left out."""
    found, issues = given
    if not issues:
        return []
    a = weights.arrays
    everybody = np.stack([a["nobody"], *(states[at].mean(0) if at else a["nobody"] for at in seen.at)])
    who: list[int | None] = [None, *(i for i, at in enumerate(seen.at) if at)]
    looks = _look(seen, (states, everybody), (found, issues, who), weights=weights)
    told = (looks.hidden @ a["told_out"])[:, 0] + a["told_bias"] + looks.drafts.max(1) * a["told_rules"]
    told = sigmoid(told + (looks.frames @ a["told_signs"])[:, 0])
    every = [(issue, holder) for issue in issues for holder in who]
    keep = [i for i in range(len(every)) if told[i] >= _HARDLY or looks.drafts[i].any()]
    if not keep:
        return []
    of = [every[i] for i in keep]
    return _read(of, told[keep], looks[keep], given=(seen, (states, everybody), weights))


def _look(
    seen: Seen,
    states: tuple[Matrix, Matrix],
    asked: tuple[Topics, Sequence[str], Sequence[int | None]],
    *,
    weights: Weights,
) -> _Looked:
    """Every issue with everybody, in the order of the issues. `states`: of the pieces, and of nobody and the parties."""
    (words, everybody), (found, issues, who), a = states, asked, weights.arrays
    rows = [0 if w is None else w + 1 for w in who]
    numbers = [weights.issue_of[issue] for issue in issues]
    near = (words @ a["piece_where"]) @ (everybody[rows] @ a["holder_where"]).T / sqrt(weights.where.shape[1])
    places = (found.where[:, numbers].T[:, None] + near.T[None]).reshape(-1, len(words)).astype(np.float32)
    attention = softmax(places)
    pooled = attention @ words
    holders = np.tile(everybody[rows] @ a["pair_holder"], (len(issues), 1))
    queries = np.repeat(weights.where[numbers] @ a["pair_issue"], len(who), axis=0)
    frames = (np.tile(signs(seen)[rows], (len(issues), 1, 1)) @ attention[:, :, None])[:, :, 0]
    first = pooled @ a["pair_pool"] + holders + queries + words[0] @ a["pair_whole"]
    hidden = looked(gelu(first + frames @ a["pair_signs"] + a["pair_bias"]), words, places, arrays=a)
    drafts = np.concatenate([_drafts(seen, issue, who) for issue in issues])
    return _Looked(hidden, pooled, frames, drafts, places)


def _read(
    of: Sequence[tuple[str, int | None]],
    told: Matrix,
    looks: _Looked,
    *,
    given: tuple[Seen, tuple[Matrix, Matrix], Weights],
) -> list[Pair]:
    """All that the heads say of each pair. `given`: the sentence, its states and those of everybody, the weights."""
    seen, (states, everybody), weights = given
    a, narrow = weights.arrays, sqrt(weights.where.shape[1])
    classes = looks.hidden @ a["class_out"] + a["class_bias"] + looks.drafts @ a["class_rules"]
    classes = softmax((classes + looks.frames @ a["class_signs"])[:, 1:])
    bases = softmax(looks.hidden @ a["basis_out"] + a["basis_bias"] + looks.frames @ a["basis_signs"])
    acts = (looks.hidden @ a["target_in"]) @ (everybody @ a["target_who"]).T / narrow
    targets = softmax(acts.astype(np.float32))
    share = sigmoid(looks.places)
    means = (share @ states) / np.maximum(share.sum(1, keepdims=True), 1e-6)
    about = issues_of(means, weights)
    asked = looks.hidden @ a["option_in"] + looks.pooled @ a["option_pool"]
    options = asked @ weights.options.T / narrow + weights.option_bias
    none = (looks.hidden @ a["option_none"])[:, 0]
    return [
        Pair(
            issue,
            holder,
            float(told[i]),
            float(about[i, weights.issue_of[issue]]),
            classes[i],
            bases[i],
            _options(seen, issue, (options[i], float(none[i])), weights=weights),
            share[i],
            targets[i],
        )
        for i, (issue, holder) in enumerate(of)
    ]


def _drafts(seen: Seen, issue: str, who: Sequence[int | None]) -> Matrix:
    """[holder, class]: what the rules read on an issue."""
    flags = np.zeros((len(who), len(CLASSES)), dtype=np.float32)
    for draft in seen.drafts:
        for i, w in enumerate(who):
            if draft.issue == issue and draft.holder == (None if w is None else seen.parties[w]):
                flags[i, CLASSES.index(class_of(draft))] = 1
    return flags


def _options(
    seen: Seen, issue: str, given: tuple[Matrix, float], *, weights: Weights
) -> dict[str | None, float]:
    """The probability of each option of an issue, and of none of them. `given`: the scores of all options, and of none."""
    every, none = given
    mine = weights.option_of[issue]
    hit = float(weights.arrays["option_hit"])
    named = {option for leaf, option, *_ in seen.hits if leaf == issue}
    scores = [float(every[i]) + (hit if o in named else 0.0) for o, i in mine]
    chances = softmax(np.array([*scores, none], dtype=np.float32))
    return {**{o: float(p) for (o, _), p in zip(mine, chances, strict=False)}, None: float(chances[-1])}
