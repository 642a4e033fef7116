"""One page that holds a whole brief: no network, no script, every sentence in its report."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from detente.briefs.model import Brief, BriefLine, Evidence, Section
from detente.briefs.pictures import Picture
from detente.corpus.document import Document
from detente.exporters.drawing.draw import draw
from detente.exporters.picture import picture_of
from detente.exporters.reader import anchor_of, pieces
from detente.exporters.shown import one_line, shown

_SHOWN_SENTENCES = 6


def render(brief: Brief, *, documents: Mapping[str, Document]) -> str:
    """The brief as one HTML page that works offline, with scripts off, on paper and on a narrow screen."""
    notes = {(e.statement, e.start): n for n, e in enumerate(brief.evidence, start=1)}
    cited: dict[str, list[tuple[int, Evidence]]] = {}
    for e in brief.evidence:
        cited.setdefault(e.doc, []).append((notes[(e.statement, e.start)], e))
    order = [p.doc for p in brief.papers if p.doc in documents]
    style = _template("style.css")
    page = _environment(notes, documents).get_template("brief.html.jinja")
    return page.render(
        brief=brief,
        documents=[(h, documents[h], list(pieces(documents[h], cited.get(h, ())))) for h in order],
        pictures=[picture_of(t) for s in brief.sections for t in s.tables if t.picture],
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _template(name: str) -> str:
    return (files("detente.exporters") / "templates" / name).read_text(encoding="utf-8")


def _environment(notes: Mapping[tuple[str, int], int], documents: Mapping[str, Document]) -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.filters |= {
        "one_line": one_line,
        "slug": slug,
        "split_word": split_word,
        "web_address": web_address,
        "anchor": anchor_of,
        "sentences": partial(_sentences, notes),
        "numbers": partial(_numbers, notes),
        "unique": _Anchors(),
        "level": heading_level,
        "drawn": _drawn,
    }
    environment.globals |= {"note_number": notes.__getitem__, "known_documents": frozenset(documents)}
    return environment


def _finalized(value: Any) -> Any:
    """Every text that reaches the page passes here: control and direction characters are never obeyed."""
    return shown(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def slug(text: str) -> str:
    """A word as a class or an id: letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "none"


def split_word(line: BriefLine) -> tuple[str, str, str]:
    """The text of a cell's line before its word, the word, and the rest."""
    before, word, after = line.text.partition(line.word or "\0")
    return (before, word, after) if word else ("", "", line.text)


def web_address(url: str | None) -> str | None:
    """An address that a page may link to; None for any that is not plain http or https."""
    return url if url and re.fullmatch(r"https?://[^\s\"'<>]+", url) else None


def _drawn(picture: Picture, name: str) -> str:
    """A picture as SVG in the page; every text in it is escaped where it is drawn."""
    return draw(picture, slug(name), alone=False)


def heading_level(depth: int) -> int:
    """Headings go down to h6."""
    return min(depth, 6)


def _sentences(
    notes: Mapping[tuple[str, int], int], line: BriefLine
) -> tuple[list[tuple[int, Evidence]], list[int]]:
    """The sentences shown under a line, with their notes, and the numbers of those left to the notes."""
    found = [(notes[(e.statement, e.start)], e) for e in line.evidence]
    return found[:_SHOWN_SENTENCES], [n for n, _ in found[_SHOWN_SENTENCES:]]


def _numbers(notes: Mapping[tuple[str, int], int], line: BriefLine) -> list[int]:
    return sorted({notes[(e.statement, e.start)] for e in line.evidence})


class _Anchors:
    """Ids of lines and sections, each once on a page: a line that stands twice gets a number."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def __call__(self, part: BriefLine | Section | str) -> str:
        name = slug(part if isinstance(part, str) else part.id)
        self._used[name] = self._used.get(name, 0) + 1
        return name if self._used[name] == 1 else f"{name}-{self._used[name]}"
