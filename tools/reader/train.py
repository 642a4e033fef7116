"""Train the reader's model: `python tools/reader/train.py --out DIR` (docs/training.md)."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from examples import Example, read_folder
from lessons import Teacher
from network import Sizes
from split import part
from torch import nn
from whole import Network, Options, base

from detente.models.pieces import WordPieces
from detente.models.taxonomy import Described, described
from detente.packs.load import load_pack

ROOT = Path(__file__).resolve().parents[2]
_WARM, _END = (
    0.08,
    0.02,
)  # share of the steps in which the rate rises, and the share of it that is left at the end


def main(argv: list[str]) -> None:
    """Read the reports, train, and write the weights."""
    args = _arguments(argv)
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    pieces = WordPieces(base() / "tokenizer.json")
    core = described(load_pack("world"))
    places = sorted(p.parent for p in args.reports.glob("*/conflict.yaml"))
    folders = [f for f in (read_folder(p, pieces) for p in places) if f.pack.languages[0] == "en"]
    draw = random.Random(args.seed)
    taught = sorted(r.id for f in folders for r in f.reports if part(r) == "train")
    kept = {name for name in taught if draw.random() < args.share}
    examples = [e for f in folders for e in f.examples if e.report in kept]
    told: dict[str, object] = {
        "text_sha256": text_hash(args.reports),
        "reports": len(kept),
        "sentences": len(examples),
        "statements": sum(len(e.stated) for e in examples),
        "attributions": sum(len(e.attributed) for e in examples),
        "statements_whose_holder_is_not_seen": sum(s.holder == -2 for e in examples for s in e.stated),
        "conflicts": sorted({e.conflict for e in examples}),
        "epochs": args.epochs,
        "seed": args.seed,
        "rules": args.rules,
    }
    print(json.dumps(told), flush=True)
    options = Options(core, folders)
    network = Network(Sizes(len(core.issues), options.known))
    teacher = Teacher(network, (core, options), rules=args.rules, seed=args.seed)
    told["losses"] = _teach(teacher, (examples, draw), args, pieces=pieces)
    save(network, pieces, (core, options), out=args.out)
    (args.out / "told.json").write_text(json.dumps(told, indent=1), encoding="utf-8")


def text_hash(root: Path) -> str:
    """A hash of all reports and conflicts of a folder, by their names and bytes."""
    found = hashlib.sha256()
    for path in sorted([*root.glob("*/*.txt"), *root.glob("*/conflict.yaml")]):
        found.update(f"{path.parent.name}/{path.name}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reports", type=Path, default=ROOT / "training/reports")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--no-rules", dest="rules", action="store_false", help="without the signs of the rules"
    )
    parser.add_argument("--share", type=float, default=1.0, help="share of the reports to train on")
    return parser.parse_args(argv)


def _batches(examples: list[Example], size: int, draw: random.Random) -> Iterator[list[Example]]:
    """Sentences of like length together, in a drawn order."""
    order = sorted(examples, key=lambda e: len(e.seen.ids) + draw.random() * 8)
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    draw.shuffle(groups)
    yield from groups


def _teach(
    teacher: Teacher,
    given: tuple[list[Example], random.Random],
    args: argparse.Namespace,
    *,
    pieces: WordPieces,
) -> dict[str, float]:
    """Go through the sentences `epochs` times; the mean losses of the last time."""
    examples, draw = given
    network, core, options = teacher.network, teacher.core, teacher.options
    body = [p for p in network.encoder.parameters() if p.requires_grad]
    heads = [*network.heads.parameters(), network.marks]
    groups = [{"params": body, "lr": args.rate}, {"params": heads, "lr": args.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    steps = args.epochs * (len(examples) // args.batch + 1)

    def rate(step: int) -> float:
        return min(1, (step + 1) / (_WARM * steps)) * max(_END, 1 - step / steps)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    started, means = time.time(), {}
    for epoch in range(args.epochs):
        words = (network.describe(pieces, list(core.issue_words)), network.describe(pieces, options.words))
        network.train()
        sums: Counter[str] = Counter()
        count = 0
        for batch in _batches(examples, args.batch, draw):
            count += 1
            losses = teacher.losses(batch, words)
            optimiser.zero_grad()
            torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            sums.update({name: value.item() for name, value in losses.items()})
        means = {name: round(value / count, 3) for name, value in sums.items()}
        print(f"epoch {epoch + 1} {time.time() - started:.0f} s {json.dumps(means)}", flush=True)
    return means


def save(network: Network, pieces: WordPieces, words: tuple[Described, Options], *, out: Path) -> None:
    """The weights as they are used: heads as numpy arrays, the encoder for export."""
    out.mkdir(parents=True, exist_ok=True)
    core, options = words
    arrays = {name: value.detach().numpy() for name, value in network.heads.state_dict().items()}
    arrays["described_issues"] = network.describe(pieces, list(core.issue_words)).numpy()
    arrays["described_options"] = network.describe(pieces, options.words[: options.known]).numpy()
    np.savez(out / "heads.npz", **arrays)
    torch.save({"encoder": network.encoder.state_dict(), "marks": network.marks.data}, out / "encoder.pt")


if __name__ == "__main__":
    main(sys.argv[1:])
