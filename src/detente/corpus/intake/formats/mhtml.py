"""MHTML: a web page saved in one file; the page itself is the report, its pictures and frames are left out.

The `Date` of the file is the day on which the page was saved, which is not that of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.corpus.intake.decoding import decode
from detente.corpus.intake.messages import Mail, charset_of, content_of, header, leaves, parsed, raw_header
from detente.corpus.intake.packages import damaged
from detente.corpus.intake.parts import Article, Limits, Part, Source
from detente.corpus.intake.stating import Told, encodable, metadata_of
from detente.kernel.problems import Problem

# A page with its pictures may be this many times as large as a report.
_PICTURES = 5


def read(source: Source, limits: Limits) -> Iterator[Part]:
    """The page of the file, with the address from which it was saved."""
    most = _PICTURES * limits.size
    content = source.stream.read(most + 1)
    if len(content) > most:
        message = f"the saved page has over {most:,} bytes"
        yield Problem(
            "too-large", source.place, message, "save the page as HTML without its pictures", "error"
        )
        return
    try:
        mail = parsed(content)
        page = _page(mail)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as fault:
        yield damaged(source.place, f"no saved page can be read ({fault})").problem
        return
    markup = content_of(page) if page is not None else b""
    if page is None or not markup.strip():
        yield damaged(source.place, "there is no web page in it").problem
        return
    if len(markup) > limits.size:
        message = f"the page has {len(markup):,} bytes; the limit is {limits.size:,}"
        yield Problem(
            "too-large", source.place, message, "save the page as text, or raise the limit", "error"
        )
        return
    text, problems = _text(page, markup, source.place)
    yield from problems
    if text is not None:
        address = _address(mail, page)
        told = (
            Told("title", header(mail, "Subject"), "title of the saved page", "likely"),
            Told("url", address, "address of the saved page"),
        )
        yield Article(source.name, source.place, text, "html", metadata_of("message", told, source.stated))


def _page(mail: Mail) -> Mail | None:
    """The part that is the page: the one that the file names as its start, else its first page."""
    pages = [
        part for part in leaves(mail) if part.get_content_type() in {"text/html", "application/xhtml+xml"}
    ]
    start = mail.get_param("start")
    named = next((part for part in pages if start and raw_header(part, "Content-ID") == start), None)
    located = raw_header(mail, "Snapshot-Content-Location")
    same = next((part for part in pages if located and raw_header(part, "Content-Location") == located), None)
    return named or same or (pages[0] if pages else None)


def _text(page: Mail, markup: bytes, place: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The markup by the charset of its part, else as it declares or as its letters suggest."""
    charset = charset_of(page)
    try:
        text = markup.decode(charset) if charset else None
    except (UnicodeError, ValueError):
        text = None
    if text is not None and "\x00" not in text:
        return encodable(text), ()
    return decode(markup, place=place, html=True)


def _address(mail: Mail, page: Mail) -> str | None:
    """The address from which the page was saved."""
    for part, name in (
        (mail, "Snapshot-Content-Location"),
        (page, "Content-Location"),
        (mail, "Content-Location"),
    ):
        address = raw_header(part, name)
        if re.match(r"https?://\S+$", address):
            return address
    return None
