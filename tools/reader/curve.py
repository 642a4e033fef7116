"""What more text brings: `python tools/reader/curve.py DIR --statements 1000 2000 4000 [--gold DIR]`, with the extra `train`.

For each number of taught statements the network is trained anew on a drawn share of the reports, exported, weighed and
measured step by step; one JSON line each. A point that is already in DIR is not trained again.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Print the points, from the least text to the most."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--statements", type=int, nargs="+", default=[1000, 2000, 4000, 8000])
    parser.add_argument("--all", type=int, default=41_000, help="statements of the whole text")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--epochs", type=int, default=5)
    args = parser.parse_args()
    for number in sorted(args.statements):
        folder = args.folder / str(number)
        if not (folder / "point.json").is_file():
            _train(folder, number / args.all, epochs=args.epochs)
            (folder / "point.json").write_text(json.dumps(_point(folder, args.gold)), encoding="utf-8")
        print((folder / "point.json").read_text(encoding="utf-8"), flush=True)


def _run(script: str, *arguments: object) -> list[dict[str, object]]:
    """What a script beside this one prints as JSON lines."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in told.splitlines() if line.startswith("{")]


def _train(folder: Path, share: float, *, epochs: int) -> None:
    _run("train.py", "--out", folder, "--share", min(share, 1.0), "--epochs", epochs)
    _run("export.py", folder)


def _point(folder: Path, gold: Path | None) -> dict[str, object]:
    """The F1 of each conflict under the weighing of the others, and the single steps on own stories that did not teach."""
    weighed = _run("weigh.py", folder, *(["--gold", gold] if gold else []))
    told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
    found: dict[str, object] = {key: told[key] for key in ("statements", "reports")}
    found |= {f"from {line['from']}": line["left_out_f1"] for line in weighed if "left_out_f1" in line}
    for part in ("held", "unseen"):
        (steps,) = _run("steps.py", folder, "--part", part)
        found[part] = {name: steps[name] for name in ("issue by its words", "holder", "class")}
    return found


if __name__ == "__main__":
    main()
