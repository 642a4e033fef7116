"""Completing metadata from a report's own words: languages, byline, section and publisher."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from detente.corpus.dating.address import own_address
from detente.corpus.dating.bylines import is_labelled, name_alone, named_in
from detente.corpus.document import Document, Finding, Metadata
from detente.corpus.language import language_of, languages_of, only_language
from detente.corpus.sentences.split import sentences

_OWNER = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:by\s+)?(?:(?:19|20)\d\d(?:\s?[-–—]\s?(?:(?:19|20)\d\d|now))?,?\s*)?(?:by\s+)?"
    r"(?P<a>[«“\"]?[^\W\d_][^\n.|©,;:]{2,60}?)[»”\"]?\s*(?:,?\s*(?:19|20)\d\d(?:\s?[-–—]\s?(?:19|20)\d\d)?)?\s*"
    r"(?:[.|,;:]|\ball rights|\bвсе права|\bусі права|$)",
    re.IGNORECASE | re.MULTILINE,
)
_NO_OWNER = re.compile(r"all rights|все права|усі права|photo|image|фото|reserved", re.IGNORECASE)
_LONGEST_OWNER, _HEAD = 60, 3000
_CERTAIN = frozenset({"en", "ru", "uk"})


def completed(document: Document) -> Metadata:
    """The metadata with languages, byline and publisher, where it lacks them and the words tell them."""
    metadata = document.metadata
    for found in (
        _languages(document, metadata),
        _byline(document, metadata),
        _publisher(document, metadata),
    ):
        fields, finding = found
        if finding is not None:
            kept = tuple(one for one in metadata.findings if one.field != finding.field)
            metadata = replace(metadata, **fields, findings=(*kept, finding))  # type: ignore[arg-type]
        elif fields:
            metadata = replace(metadata, **fields)  # type: ignore[arg-type]
    return metadata


def _languages(document: Document, metadata: Metadata) -> tuple[dict[str, object], Finding | None]:
    """The languages of the sentences; the words go before what a page declares, not before what a person gave."""
    only = only_language(document.text)
    spoken = (only,) if only else languages_of([span.of(document.text) for span in sentences(document)])
    if not spoken:
        whole = language_of(document.text)
        spoken = (whole,) if whole != "other" else ()
    declared, told = metadata.language, metadata.finding("language")
    if declared and (not spoken or (told is not None and told.way == "given")):
        return {"languages": tuple(dict.fromkeys((declared, *spoken)))}, None
    if not spoken or (declared == spoken[0] and told is not None):
        return {"languages": spoken}, None
    if declared and declared not in _CERTAIN:
        return {"languages": (declared,)}, None
    detail = (
        f"its words; the page declares '{declared}'" if declared and declared != spoken[0] else "its words"
    )
    return {"language": spoken[0], "languages": spoken}, Finding("language", "text", detail, "likely")


def _byline(document: Document, metadata: Metadata) -> tuple[dict[str, object], Finding | None]:
    """The names in the byline of the page."""
    if metadata.byline:
        return {}, None
    for line in _byline_lines(document):
        name = named_in(line)
        if name is not None and name != metadata.publisher:
            return {"byline": name}, Finding("byline", "text", "the byline", "likely")
    alone = _under_title(document, metadata)
    return (
        ({"byline": alone}, Finding("byline", "text", "a name under the title", "guess"))
        if alone
        else ({}, None)
    )


def _under_title(document: Document, metadata: Metadata) -> str | None:
    """A name that stands alone on the line under the title, or there before the date."""
    title = " ".join((metadata.title or "").split())
    lines = [" ".join(line.split()) for line in document.text[:_HEAD].splitlines() if line.strip()]
    at = next((n for n, line in enumerate(lines) if title and line == title), None)
    if at is None:
        return None
    for line in lines[at + 1 : at + 3]:
        first = re.split(r"\s[|•·–—]\s|,\s(?=\d)", line)[0].strip()
        if len(line) <= 90 and name_alone(first) and first not in {metadata.publisher, metadata.section}:
            return first
    return None


def _byline_lines(document: Document) -> Iterator[str]:
    """The lines of the head that say who wrote, then those that are marked as bylines."""
    marked = [
        piece.span for piece in sorted(document.furniture, key=lambda one: one.span) if piece.kind == "byline"
    ]
    lines = [span.of(document.text) for span in marked]
    yield from (line for line in lines if is_labelled(line))
    for line in document.text[:_HEAD].splitlines():
        if len(line.split()) > 25:
            break
        if is_labelled(line):
            yield line
    yield from lines


def _publisher(document: Document, metadata: Metadata) -> tuple[dict[str, object], Finding | None]:
    """The publisher by the copyright line, else by the domain of the address."""
    if metadata.publisher:
        return {}, None
    owners = [match["a"].strip(' «»“”"') for match in _OWNER.finditer(document.text)]
    owners = [
        one
        for one in owners
        if not _NO_OWNER.search(one) and len(one) <= _LONGEST_OWNER and one[:1].isupper()
    ]
    if len(set(owners)) == 1:
        return {"publisher": owners[0]}, Finding("publisher", "text", "the copyright line", "likely")
    host = urlsplit_host(own_address(metadata.url or metadata.canonical))
    if host:
        return {"publisher": host}, Finding("publisher", "address", "the domain of the address", "guess")
    return {}, None


def urlsplit_host(address: str) -> str:
    """The domain of an address without `www.`; empty where it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
