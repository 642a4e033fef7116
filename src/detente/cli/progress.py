"""Progress on standard error; none where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Report = Callable[[int, int, str], None]


@contextmanager
def progress(*, quiet: bool, unit: str = "report") -> Iterator[Report]:
    """A function that is told (done, of how many, which) and draws a bar on a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from tqdm import tqdm

    with tqdm(unit=f" {unit}s", leave=False, file=sys.stderr, dynamic_ncols=True) as bar:

        def report(done: int, total: int, name: str) -> None:
            bar.total = total
            bar.set_postfix_str(name[-40:], refresh=False)
            bar.update(done - bar.n)

        yield report


@contextmanager
def waiting(text: str, *, quiet: bool) -> Iterator[None]:
    """Say on a terminal what is waited for, where nothing can be counted; the line is gone when it is done."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    sys.stderr.write(f"{text} …")
    sys.stderr.flush()
    try:
        yield
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
