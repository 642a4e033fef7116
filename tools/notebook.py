"""Run a notebook's cells from the root of the repository and keep what they print in it; `--check` only compares.

python tools/notebook.py docs/notebooks/bargaining.ipynb [--check]
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

Cells = list[dict[str, Any]]


def printed(cells: Cells) -> list[str]:
    """What each code cell prints, the cells run one after another in one namespace."""
    names: dict[str, Any] = {"__name__": "__notebook__"}
    told = []
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile("".join(cell["source"]), "<cell>", "exec"), names)
        told.append(out.getvalue())
    return told


def kept(cells: Cells) -> list[str]:
    """What the notebook says that each code cell prints."""
    return [
        "".join(line for output in cell["outputs"] for line in output.get("text", []))
        for cell in cells
        if cell["cell_type"] == "code"
    ]


def refreshed(book: dict[str, Any]) -> dict[str, Any]:
    """The notebook with what its cells print now."""
    told = iter(printed(book["cells"]))
    for number, cell in enumerate(c for c in book["cells"] if c["cell_type"] == "code"):
        text = next(told)
        cell["execution_count"] = number + 1
        cell["outputs"] = (
            [{"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}]
            if text
            else []
        )
    return book


def main() -> int:
    """Refresh or check a notebook; 1 where it says other than it prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("notebook", type=Path)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; say whether what it prints is what it says"
    )
    args = parser.parse_args()
    book = json.loads(args.notebook.read_text(encoding="utf-8"))
    if args.check:
        return int(kept(book["cells"]) != printed(book["cells"]))
    args.notebook.write_text(
        json.dumps(refreshed(book), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
