"""Tagged pages: pasted pages whose furniture somebody marked by hand, for training and for scoring.

A mark is `⟦kind⟧words⟦/⟧` within one line; without the marks the text is the page as pasted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from detente.corpus.document import Furniture
from detente.corpus.language import language_of
from detente.kernel.spans import Span

ENDING = ".tagged.txt"
_MARK = re.compile(r"⟦([^⟦⟧]*)⟧")


class TagError(ValueError):
    """A page whose marks do not close, or close what was not opened."""


@dataclass(frozen=True, slots=True)
class TaggedPage:
    """A pasted page and its furniture as marked by hand."""

    name: str
    text: str
    furniture: tuple[Furniture, ...]

    @property
    def language(self) -> str:
        """The language of the page."""
        return language_of(self.text)


def load_tagged(path: Path) -> TaggedPage:
    """The page of one tagged file; raises TagError where a mark does not close."""
    return tagged_page(path.read_bytes().decode("utf-8"), name=path.name.removesuffix(ENDING))


def load_all_tagged(folder: Path) -> tuple[TaggedPage, ...]:
    """The pages of a folder in the order of their names; none where there is no such folder."""
    return tuple(load_tagged(path) for path in sorted(folder.glob(f"*{ENDING}")))


def tagged_page(tagged: str, *, name: str) -> TaggedPage:
    """The page of a tagged text; raises TagError where a mark does not close."""
    parts: list[str] = []
    found: list[Furniture] = []
    at = length = start = 0
    kind = ""
    for mark in _MARK.finditer(tagged):
        parts.append(tagged[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
        if bool(kind) is (mark[1] != "/") or (kind and start == length):
            line = tagged.count("\n", 0, mark.start()) + 1
            raise TagError(
                f"mark ⟦{mark[1]}⟧ out of place in {name}, line {line}: each ⟦kind⟧ needs words and its ⟦/⟧"
            )
        if kind:
            found.append(Furniture(Span(start, length), kind))
        kind, start = ("", 0) if kind else (mark[1], length)
    if kind:
        raise TagError(f"mark ⟦{kind}⟧ is not closed in {name}: add ⟦/⟧")
    return TaggedPage(name, "".join([*parts, tagged[at:]]), tuple(found))
