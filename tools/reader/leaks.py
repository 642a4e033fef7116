"""Has a training sentence been taken from a text that measures? `python tools/reader/leaks.py TEXTS... [--least 0.8]`.

Compares every training sentence with every sentence of the given texts (the gold's, the seeds): runs of seven words that both
have, and the cosine of the untrained encoder. Prints the nearest, and ends with 1 where a run is shared.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import numpy as np
import torch
from marked import read_marked
from transformers import AutoModel
from whole import base, padded

from detente.models.pieces import WordPieces

ROOT = Path(__file__).resolve().parents[2]
_RUN, _SHORTEST = 7, 5
_WORD, _STOP = re.compile(r"\w+"), re.compile(r"(?<=[.!?])[\"'”»]?\s+|\n+")


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of seven words."""
    words = _WORD.findall(text.casefold())
    return {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}


def sentences(text: str) -> list[str]:
    """Sentences of five words and more."""
    return [s for s in _STOP.split(text) if len(_WORD.findall(s)) >= _SHORTEST]


@torch.no_grad()
def vectors(texts: list[str]) -> np.ndarray:
    """[text, wide], of length one: the mean state of each text by the untrained encoder."""
    pieces = WordPieces(base() / "tokenizer.json")
    encoder = AutoModel.from_pretrained(base(), add_pooling_layer=False).eval()
    cut = [[101, *ids[:126], 102] for ids, _ in pieces(texts)]
    order = sorted(range(len(cut)), key=lambda i: len(cut[i]))
    found = np.zeros((len(cut), encoder.config.hidden_size), dtype=np.float32)
    for start in range(0, len(order), 64):
        mine = order[start : start + 64]
        ids, mask = padded([cut[i] for i in mine])
        states = encoder(ids, attention_mask=mask.long()).last_hidden_state * mask[:, :, None]
        mean = torch.nn.functional.normalize(states.sum(1), dim=1)
        found[mine] = mean.numpy()
    return found


def main(argv: list[str]) -> int:
    """Print what is near, the nearest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--least", type=float, default=0.8)
    parser.add_argument("--reports", default="*", help="pattern of folders to compare")
    args = parser.parse_args(argv)
    measured = [
        s for path in args.texts for s in sentences(path.read_text(encoding="utf-8", errors="replace"))
    ]
    taught: list[tuple[str, str]] = []
    for path in sorted((ROOT / "training/reports").glob(f"{args.reports}/*.txt")):
        taught += [(r.id, s) for r in read_marked(path)[0] for s in sentences(r.text)]
    known = set().union(*map(runs, measured))
    shared = [(name, s) for name, s in taught if runs(s) & known]
    for name, sentence in shared:
        print(f"seven words shared: {name}: {sentence}")
    a, b = vectors([s for _, s in taught]), vectors(measured)
    near = sorted(
        (
            (float(row.max()), i, int(row.argmax()))
            for i, row in enumerate(a @ b.T)
            if row.max() >= args.least
        ),
        reverse=True,
    )
    for cosine, i, j in near:
        print(f"{cosine:.2f} {taught[i][0]}: {taught[i][1]}\n     {measured[j]}")
    print(
        f"{len(taught)} training sentences, {len(measured)} measured; {len(shared)} share a run, {len(near)} near"
    )
    return int(bool(shared))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
