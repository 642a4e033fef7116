"""Text on a terminal: wrapping, headings, tables, JSON, problems. Colour only on a terminal that wants it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import Namespace

    from detente.kernel.problems import Problem

_WIDEST, _NARROWEST, _PIPED = 110, 40, 100
_FIRST_PROBLEMS = 10
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def width() -> int:
    """How wide a line may be: the terminal's width within bounds, 100 where the output goes elsewhere."""
    if not sys.stdout.isatty():
        return _PIPED
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((_PIPED, 24)).columns - 1))


def _marked(text: str, mark: str, stream: IO[str]) -> str:
    coloured = stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return f"{mark}{text}{_PLAIN}" if coloured and text else text


def strong(text: str) -> str:
    """A heading or a name that matters."""
    return _marked(text, _BOLD, sys.stdout)


def faint(text: str) -> str:
    """What stands beside the point: ids, marks, places."""
    return _marked(text, _DIM, sys.stdout)


def say(text: str = "", *, indent: int = 0, hang: int = 0) -> None:
    """Print a paragraph, wrapped; `hang` more blanks from its second line on."""
    lead = " " * indent
    for line in text.split("\n"):
        lines = textwrap.wrap(
            line,
            max(20, width()),
            initial_indent=lead,
            subsequent_indent=lead + " " * hang,
            break_on_hyphens=False,
            break_long_words=False,
        )
        print("\n".join(lines))


def status(text: str) -> None:
    """Print what was done, on one line however long: scripts read it."""
    print(text)


def aside(text: str, *, indent: int = 0) -> None:
    """Print a wrapped paragraph faintly."""
    lead = " " * indent
    for line in textwrap.wrap(
        text,
        max(20, width()),
        initial_indent=lead,
        subsequent_indent=lead,
        break_on_hyphens=False,
        break_long_words=False,
    ):
        print(faint(line))


def heading(text: str, *, indent: int = 0) -> None:
    """Print a heading after an empty line."""
    print()
    lead = " " * indent
    for line in textwrap.wrap(
        text,
        max(20, width()),
        initial_indent=lead,
        subsequent_indent=lead,
        break_on_hyphens=False,
        break_long_words=False,
    ):
        print(strong(line))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; the last column takes what room is left and wraps."""
    everything = [[str(c) for c in row] for row in rows]
    if not everything:
        return
    sizes = [max(len(row[i]) for row in (head, *everything)) for i in range(len(head) - 1)]
    used = sum(sizes) + 2 * len(sizes)
    room = max(20, width() - used)
    print(strong("  ".join([*(h.ljust(s) for h, s in zip(head, sizes, strict=False)), head[-1]]).rstrip()))
    for row in everything:
        cells = textwrap.wrap(row[-1], room) or [""]
        print("  ".join([*(c.ljust(s) for c, s in zip(row, sizes, strict=False)), cells[0]]).rstrip())
        for more in cells[1:]:
            print(" " * used + more)


def put_json(value: Any, *, line: bool = False) -> None:
    """Print a value as JSON, over several lines or on one; in ASCII where the output takes nothing else."""
    narrow = "utf" not in (sys.stdout.encoding or "utf-8").lower()
    print(json.dumps(value, ensure_ascii=narrow, indent=None if line else 1))


def tell(text: str) -> None:
    """Print a remark on standard error, away from the answer."""
    print(text, file=sys.stderr)


def finish(problems: Iterable[Problem], args: Namespace) -> int:
    """Tell of problems on standard error, the first ten or all; the exit code is 3 where one is an error."""
    from detente.kernel.problems import DRAWING

    met = list(dict.fromkeys(problems))
    sys.stdout.flush()
    if not met:
        return 0
    rank = {"error": 0, "warning": 1, "note": 2}
    met.sort(key=lambda p: rank[p.severity])
    counts = Counter(str(p.severity) for p in met)
    kinds = ", ".join(f"{counts[s]} {s}{'s' if counts[s] > 1 else ''}" for s in rank if counts[s])
    shown = met if args.problems else met[:_FIRST_PROBLEMS]
    tell(
        f"{len(met)} problem{'s' if len(met) > 1 else ''}: {kinds}"
        + (f"; the first {len(shown)}" if len(shown) < len(met) else "")
    )
    for problem in shown:
        said, sign, drawing = str(problem).partition(DRAWING)
        tell("  " + " ".join(said.split()) + sign + drawing)
    if len(shown) < len(met):
        tell("  … --problems shows all")
    return 3 if counts["error"] else 0
