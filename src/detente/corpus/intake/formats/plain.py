"""Plain text, Markdown and web pages: one report a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.corpus.intake.decoding import decode
from detente.corpus.intake.parts import Article, Limits, Markup, Part, Source
from detente.kernel.problems import Problem

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def read_text(source: Source, limits: Limits) -> Iterator[Part]:
    """The one report of a text or Markdown file."""
    return _read(source, limits, "text")


def read_page(source: Source, limits: Limits) -> Iterator[Part]:
    """The one report of a web page."""
    return _read(source, limits, "html")


def too_large(place: str, size: int, limit: int) -> Problem:
    """A report of more bytes than one may have."""
    message = f"the file has {size:,} bytes; the limit is {limit:,}"
    return Problem("too-large", place, message, "split the file, or raise the limit", "error")


def _read(source: Source, limits: Limits, markup: Markup) -> Iterator[Part]:
    """The text of the file in its encoding, which the sender or the page may declare."""
    content = source.stream.read(limits.size + 1)
    if len(content) > limits.size:
        yield too_large(source.place, source.stream.seek(0, 2), limits.size)
        return
    charset = _CHARSET.search(source.media_type or "")
    text, problems = decode(
        content, place=source.place, html=markup == "html", stated=charset[1] if charset else None
    )
    yield from problems
    if text is not None:
        yield Article(source.name, source.place, text, markup, source.stated)
