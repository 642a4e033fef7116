"""What the model was taught, for `detente explain`: `python tools/reader/taught.py DIR` writes taught.npz beside the heads."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
from examples import Example, Stated, read_folder
from score import ROOT
from split import part

from detente.models.encoder import Encoder
from detente.models.explaining import unit
from detente.models.inputs import CLASSES
from detente.models.pieces import WordPieces

_MOST = 8000  # statements that are kept: about four megabytes


def main(folder: Path, root: Path) -> None:
    """Keep a drawn part of the taught statements: the state of each evidence in 8 bits, its sentence and its label."""
    pieces, encoder = WordPieces(folder / "tokenizer.json"), Encoder(folder / "encoder.int8.onnx", threads=2)
    taught: list[tuple[Example, Stated]] = []
    for place in sorted(p.parent for p in root.glob("*/conflict.yaml")):
        read = read_folder(place, pieces)
        if read.pack.languages[0] == "en":
            kept = {r.id for r in read.reports if part(r) == "train"}
            taught += [(e, s) for e in read.examples if e.report in kept for s in e.stated]
    chosen = random.Random(1).sample(taught, min(_MOST, len(taught)))
    states = encoder([e.seen.ids for e, _ in chosen])
    vectors = np.stack([unit(x[slice(*s.pieces)].mean(0)) for x, (_, s) in zip(states, chosen, strict=True)])
    lines = "\n".join(f"{_label(s)}\t{' '.join(e.seen.scene.text.split())}" for e, s in chosen)
    np.savez_compressed(
        folder / "taught.npz",
        vectors=np.round(vectors * 127).astype(np.int8),
        lines=np.frombuffer(lines.encode("utf-8"), dtype=np.uint8),
    )
    print(f"{len(chosen)} of {len(taught)} taught statements kept")


def _label(stated: Stated) -> str:
    return " ".join(w for w in (CLASSES[stated.kind], stated.issue, stated.option or "") if w)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "training/reports")
