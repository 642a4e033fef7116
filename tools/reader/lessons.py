"""What one batch of sentences teaches: the losses of all heads."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import torch
from examples import Example
from pairing import Asked, Pairing, pair_losses
from torch.nn import functional as fn
from whole import Network, Options, means, padded

from detente.models.attributions import beside_cue
from detente.models.taxonomy import Described

_HIDDEN = 0.12  # share of the pieces that are hidden in each lesson, so that no single word carries a label
_NAMELESS = 0.7  # share of the proper names that are hidden: the next conflict has others
_MASK, _FIRST_WORD = 103, 999  # [MASK], and the first piece of the vocabulary that is no mark
_UNSIGNED = 0.1  # share of the sentences that are learnt without the signs of the rules
_Losses = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Signs:
    """What the rules found in a batch: topics by piece, by sentence, and which sentences are learnt without them."""

    hits: torch.Tensor
    rules: torch.Tensor
    dropped: list[bool]


class Teacher:
    """The losses of batches. `rules`: whether the signs of the rules are shown at all."""

    def __init__(self, network: Network, words: tuple[Described, Options], *, rules: bool, seed: int) -> None:
        self.core, self.options = words
        self.network, self.rules = network, rules
        self.issue = {leaf: i for i, leaf in enumerate(self.core.issues)}
        self.draw = random.Random(seed)

    def losses(self, batch: list[Example], described: tuple[torch.Tensor, torch.Tensor]) -> _Losses:
        """The losses of all heads by name; `described`: the taxonomy's issues and options as states."""
        heads = self.network.heads
        ids, mask = padded([e.seen.ids for e in batch])
        hidden = (torch.rand(ids.shape) < _HIDDEN) & (ids >= _FIRST_WORD)
        for b, example in enumerate(batch):
            for name in example.names:
                hidden[b, slice(*name)] |= self.draw.random() < _NAMELESS
        ids = ids.masked_fill(hidden, _MASK)
        states = self.network.states(ids, mask)
        signs = self._signs(batch, ids.shape[1])
        inside = torch.zeros(*ids.shape, len(self.issue))
        told = torch.zeros(len(batch), len(self.issue))
        for b, example in enumerate(batch):
            for one in example.stated:
                inside[b, slice(*one.pieces), self.issue[one.issue]] = 1
                told[b, self.issue[one.issue]] = 1
        query, asked = heads.queries(described[0])
        where = heads.where(states, (query, described[0]), signs.hits)
        whether = heads.whether(states, where, (mask, (asked, described[0]), signs.rules))
        real = mask[:, :, None].expand_as(where)
        rare = torch.tensor(3.0)
        found: _Losses = {
            "where": fn.binary_cross_entropy_with_logits(where[real], inside[real], pos_weight=rare) * 20,
            "whether": exceeding(whether, told),
        }
        found |= self._about(batch, states, (asked, described[0]))
        pairing = Pairing(batch, self.issue, signs.rules, signs.dropped)
        asked_of = Asked(states, mask, where, whether, query, described[1])
        found |= pair_losses(heads, (pairing, asked_of), self.options)
        found |= self._said(batch, states, mask)
        return found

    def _signs(self, batch: list[Example], length: int) -> Signs:
        hits = torch.zeros(len(batch), length, len(self.issue), 2)
        rules = torch.zeros(len(batch), len(self.issue), 3)
        dropped = [not self.rules or self.draw.random() < _UNSIGNED for _ in batch]
        for b, example in enumerate(batch):
            if dropped[b]:
                continue
            for issue, _, weak, start, end in example.seen.hits:
                hits[b, start:end, self.issue[issue], int(weak)] = 1
                rules[b, self.issue[issue], int(weak)] = 1
            for draft in example.seen.drafts:
                rules[b, self.issue[draft.issue], 2] = 1
        return Signs(hits, rules, dropped)

    def _about(
        self, batch: list[Example], states: torch.Tensor, words: tuple[torch.Tensor, torch.Tensor]
    ) -> _Losses:
        """Which issue each labelled evidence is about."""
        spans = [(b, one) for b, e in enumerate(batch) for one in e.stated]
        if not spans:
            return {}
        pooled = means(states, [(b, one.pieces) for b, one in spans])
        scores = self.network.heads.about(pooled[:, None], words)
        goal = torch.tensor([self.issue[one.issue] for _, one in spans])
        return {"about": fn.cross_entropy(scores, goal, label_smoothing=0.05)}

    def _said(self, batch: list[Example], states: torch.Tensor, mask: torch.Tensor) -> _Losses:
        """Cues, and the source and content of each labelled cue."""
        heads = self.network.heads
        tags = torch.zeros(mask.shape, dtype=torch.long)
        rows, cues, wanted = [], [], []
        for b, one in ((b, one) for b, e in enumerate(batch) for one in e.attributed):
            tags[b, one.cue[0]] = 1
            tags[b, one.cue[0] + 1 : one.cue[1]] = 2
            rows.append(b)
            cues.append((b, one.cue))
            goal = torch.zeros(mask.shape[1], 2)
            if one.source:
                goal[slice(*one.source), 0] = 1
            for piece in one.content:
                goal[slice(*piece), 1] = 1
            wanted.append(goal)
        scores = states @ heads.cue_out + heads.cue_bias
        weight = torch.tensor([1.0, 2.0, 2.0])
        found = {"cue": fn.cross_entropy(scores[mask], tags[mask], weight=weight) * 4}
        if rows:
            row = torch.tensor(rows)
            real, stands = mask[row], [beside_cue(mask.shape[1], cue) for _, cue in cues]
            side, close = (torch.from_numpy(np.stack(part)) for part in zip(*stands, strict=True))
            parts = heads.said(states[row], means(states, cues), (real, side, close))
            found["said"] = fn.binary_cross_entropy_with_logits(parts[real], torch.stack(wanted)[real]) * 4
        return found


def exceeding(scores: torch.Tensor, told: torch.Tensor) -> torch.Tensor:
    """Each stated issue above the bar and all others below it (adaptive thresholding: Zhou et al. 2021, ATLOP, eq. 9-10)."""
    bar = torch.zeros(len(scores), 1)
    above = torch.cat([bar, scores.masked_fill(told == 0, -1e4)], 1)
    below = torch.cat([bar, scores.masked_fill(told == 1, -1e4)], 1)
    high = -((fn.log_softmax(above, 1)[:, 1:]) * told).sum(1)
    low = -fn.log_softmax(below, 1)[:, 0]
    return (high + low).mean()
