"""The network as it is trained: the encoder and its heads. `detente.models.heads` computes the same from saved weights."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as fn

WIDE, NARROW, HIDDEN, SIGNS = 384, 128, 192, 16
LOOKS, EYES = {"look": 2, "said": 1}, 6  # how often a pair, or a piece beside a cue, looks at the words
CLASSES, BASES = 9, 5  # the first class is "none"

_LOOK = ("ask", "key", "value", "near", "back", "wide", "wide_bias", "narrow")
_Two = tuple[torch.Tensor, torch.Tensor]


@dataclass
class Sizes:
    """How many issues and options the taxonomy has."""

    issues: int
    options: int


def weight(*shape: int) -> nn.Parameter:
    """A drawn matrix that keeps the size of what goes through it."""
    return nn.Parameter(torch.randn(*shape) / math.sqrt(shape[0]))


def zeros(*shape: int) -> nn.Parameter:
    """A learnt array that begins at nothing."""
    return nn.Parameter(torch.zeros(*shape))


def first_signs() -> torch.Tensor:
    """A frame of the holder's own speaks for its stance from the start."""
    found = torch.zeros(SIGNS, CLASSES)
    for i in range(5):
        found[i, 4 + i] = 2.0
    return found


def likeness(states: torch.Tensor, described: torch.Tensor) -> torch.Tensor:
    """[batch, piece, issue]: eight times the cosine of a piece and a description."""
    return fn.normalize(states, dim=-1) @ fn.normalize(described, dim=-1).T * 8


def _look() -> dict[str, nn.Parameter]:
    """The arrays of one look of a pair at the words of its sentence."""
    return {
        "ask": weight(HIDDEN, HIDDEN),
        "key": weight(WIDE, HIDDEN),
        "value": weight(WIDE, HIDDEN),
        "near": nn.Parameter(torch.linspace(0, 1, EYES)),  # how far each eye keeps to the evidence
        "back": weight(HIDDEN, HIDDEN),
        "wide": weight(HIDDEN, 2 * HIDDEN),
        "wide_bias": zeros(2 * HIDDEN),
        "narrow": zeros(2 * HIDDEN, HIDDEN),
    }


def even(hidden: torch.Tensor) -> torch.Tensor:
    """Scaled to a mean square of one (Zhang and Sennrich 2019, eq. 4, without a gain)."""
    return hidden * torch.rsqrt(hidden.square().mean(-1, keepdim=True) + 1e-6)


class Heads(nn.Module):
    """All that is computed from the states of the pieces."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()

        self._issues(sizes)
        self._pairs(sizes)
        self._attribution()

    def _issues(self, sizes: Sizes) -> None:
        # Issues: where in the sentence, and whether at all.
        self.issue_words = weight(WIDE, NARROW)  # a described issue as a query
        self.issue_own = zeros(sizes.issues, NARROW)  # what was learnt of a known one besides
        self.piece_issue = weight(WIDE, NARROW)
        self.where_bias = nn.Parameter(torch.full((sizes.issues,), -3.0))
        self.where_hit = nn.Parameter(torch.tensor([2.0, 0.5]))
        self.alike = nn.Parameter(torch.tensor([0.5, 1.0]))  # how far the encoder's own likeness counts
        self.sharp = nn.Parameter(torch.tensor(2.0))
        self.pool_issue = weight(WIDE, NARROW)
        self.deep_in, self.deep_bias, self.deep_out = weight(WIDE, HIDDEN), zeros(HIDDEN), zeros(HIDDEN, WIDE)
        self.whether_words = weight(WIDE, NARROW)
        self.whether_own = zeros(sizes.issues, NARROW)
        self.whether_bias = zeros(sizes.issues)
        self.whether_hit = nn.Parameter(torch.tensor([2.0, 0.5, 1.0]))
        self.least_out = weight(WIDE, 1)  # what an issue must exceed in a sentence
        self.least_bias = zeros(1)

    def _pairs(self, sizes: Sizes) -> None:
        # An issue with somebody who could hold something on it.
        self.nobody = nn.Parameter(torch.randn(WIDE) * 0.02)
        self.holder_where = weight(WIDE, NARROW)
        self.piece_where = weight(WIDE, NARROW)
        self.pair_pool = weight(WIDE, HIDDEN)
        self.pair_holder = weight(WIDE, HIDDEN)
        self.pair_issue = weight(NARROW, HIDDEN)
        self.pair_whole = weight(WIDE, HIDDEN)
        self.pair_signs = weight(SIGNS, HIDDEN)
        self.pair_bias = zeros(HIDDEN)
        self._looks("look")
        self.class_out = weight(HIDDEN, CLASSES)
        self.class_bias = zeros(CLASSES)
        self.class_rules = nn.Parameter(torch.eye(CLASSES))
        self.class_signs = nn.Parameter(first_signs())
        self.told_signs = zeros(SIGNS, 1)
        self.basis_signs = zeros(SIGNS, BASES)
        self.told_out = weight(HIDDEN, 1)
        self.told_bias = nn.Parameter(torch.tensor([-2.0]))
        self.told_rules = nn.Parameter(torch.tensor([1.0]))
        self.basis_out = weight(HIDDEN, BASES)
        self.basis_bias = zeros(BASES)
        self.option_words = weight(WIDE, NARROW)
        self.option_own = zeros(sizes.options, NARROW)
        self.option_in = weight(HIDDEN, NARROW)
        self.option_pool = weight(WIDE, NARROW)
        self.option_none = weight(HIDDEN, 1)
        self.option_bias = zeros(sizes.options)
        self.option_hit = nn.Parameter(torch.tensor(2.0))
        self.target_in = weight(HIDDEN, NARROW)
        self.target_who = weight(WIDE, NARROW)

    def _attribution(self) -> None:
        # Attribution: cues, and the source and content of each cue.
        self.cue_out = weight(WIDE, 3)
        self.cue_bias = zeros(3)
        self.said_side = nn.Parameter(torch.randn(3, WIDE) * 0.1)  # before the cue, in it, after it
        self.said_cue = weight(WIDE, HIDDEN)
        self.said_piece = weight(WIDE, HIDDEN)
        self.said_bias = zeros(HIDDEN)
        self._looks("said")
        self.said_out = weight(HIDDEN, 2)
        self.said_out_bias = nn.Parameter(torch.tensor([-2.0, 0.0]))

    def _looks(self, of: str) -> None:
        for look in range(LOOKS[of]):
            for name, part in _look().items():
                self.register_parameter(f"{of}{look}_{name}", part)

    def queries(self, described: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The queries of all issues: where, and whether."""
        return (
            described @ self.issue_words + self.issue_own,
            described @ self.whether_words + self.whether_own,
        )

    def where(
        self, states: torch.Tensor, given: tuple[torch.Tensor, torch.Tensor], hits: torch.Tensor
    ) -> torch.Tensor:
        """[batch, piece, issue]: whether a piece belongs to what is stated on an issue. `given`: queries, descriptions."""
        query, described = given
        found = (states @ self.piece_issue) @ query.T / math.sqrt(NARROW) + self.where_bias
        found = found + self.alike[0] * likeness(states, described)
        return found + hits @ self.where_hit

    def whether(
        self,
        states: torch.Tensor,
        where: torch.Tensor,
        given: tuple[torch.Tensor, _Two, torch.Tensor],
    ) -> torch.Tensor:
        """[batch, issue]: by how much an issue exceeds what it must. `given`: mask, (query, descriptions), rules."""
        mask, words, rules = given
        attention = (where * fn.softplus(self.sharp)).masked_fill(~mask[:, :, None], -1e4).softmax(1)
        pooled = attention.transpose(1, 2) @ states
        least = states[:, 0] @ self.least_out + self.least_bias
        return self.about(pooled, words) + rules @ self.whether_hit - least

    def about(self, pooled: torch.Tensor, words: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        """[..., issue]: how well a stretch fits each issue; `pooled` [..., issue or 1, wide]."""
        query, described = words
        pooled = pooled + fn.gelu(pooled @ self.deep_in + self.deep_bias) @ self.deep_out
        found = ((pooled @ self.pool_issue) * query).sum(-1) / math.sqrt(NARROW)
        alike = (fn.normalize(pooled, dim=-1) * fn.normalize(described, dim=-1)).sum(-1) * 8
        return found + self.alike[1] * alike + self.whether_bias

    def people(self, states: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
        """[batch, party + 1, wide]: nobody, then each party by the mean of its pieces, `at` [batch, party, piece]."""
        named = at.sum(2, keepdim=True)
        nobody = self.nobody.expand(len(states), 1, -1)
        return torch.cat([nobody, torch.where(named > 0, (at / named.clamp(min=1)) @ states, nobody)], 1)

    def pair_where(self, states: torch.Tensor, where: torch.Tensor, holder: torch.Tensor) -> torch.Tensor:
        """[batch, pair, piece]: whether a piece belongs to the evidence of a pair."""
        asked = (holder @ self.holder_where) @ (states @ self.piece_where).transpose(1, 2)
        return where + asked / math.sqrt(NARROW)

    def pair(
        self,
        pooled: torch.Tensor,
        holder: torch.Tensor,
        rest: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
    ) -> torch.Tensor:
        """[batch, pair, hidden]. `rest`: the query of the issue, the state of the whole sentence, the signs of the frames."""
        query, whole, signs = rest
        first = pooled @ self.pair_pool + holder @ self.pair_holder + query @ self.pair_issue
        return fn.gelu(first + whole @ self.pair_whole + signs @ self.pair_signs + self.pair_bias)

    def look(
        self, hidden: torch.Tensor, states: torch.Tensor, places: torch.Tensor, *, of: str = "look"
    ) -> torch.Tensor:
        """[batch, pair, hidden]: what each pair makes of the words. `places` [batch, pair, piece], low where there is none."""
        batch, pairs, _ = hidden.shape

        def eyes(values: torch.Tensor) -> torch.Tensor:
            return values.reshape(batch, -1, EYES, HIDDEN // EYES).transpose(1, 2)

        for number in range(LOOKS[of]):
            part = {name: getattr(self, f"{of}{number}_{name}") for name in _LOOK}
            asked, keys = eyes(even(hidden) @ part["ask"]), eyes(states @ part["key"])
            seen = asked @ keys.transpose(2, 3) / math.sqrt(HIDDEN // EYES)
            seen = seen + places[:, None] * part["near"][:, None, None]
            found = seen.softmax(3) @ eyes(states @ part["value"])
            hidden = hidden + found.transpose(1, 2).reshape(batch, pairs, HIDDEN) @ part["back"]
            hidden = hidden + fn.gelu(even(hidden) @ part["wide"] + part["wide_bias"]) @ part["narrow"]
        return fn.dropout(hidden, 0.1, self.training)

    def options(
        self, hidden: torch.Tensor, pooled: torch.Tensor, given: tuple[torch.Tensor, torch.Tensor]
    ) -> torch.Tensor:
        """[statement, option + 1]: each option of the taxonomy, and at the end none. `given`: descriptions, hits."""
        described, hits = given
        words = described @ self.option_words + self.option_own
        asked = hidden @ self.option_in + pooled @ self.option_pool
        found = asked @ words.T / math.sqrt(NARROW) + self.option_bias + hits * self.option_hit
        return torch.cat([found, hidden @ self.option_none], 1)

    def said(
        self, states: torch.Tensor, cue: torch.Tensor, given: tuple[torch.Tensor, torch.Tensor, torch.Tensor]
    ) -> torch.Tensor:
        """[cue, piece, 2]: whether a piece belongs to the source, to the content of a cue.

        `given`: mask, where each piece stands beside the cue (0 before it, 1 in it, 2 after it), and how close to it.
        """
        mask, side, close = given
        states = states + self.said_side[side]
        hidden = fn.gelu((cue @ self.said_cue)[:, None] + states @ self.said_piece + self.said_bias)
        places = close[:, None].expand(-1, close.shape[1], -1).masked_fill(~mask[:, None], -1e4)
        return self.look(hidden, states, places, of="said") @ self.said_out + self.said_out_bias
