"""Feeds: RSS, Atom and RDF files: each item a report, with the day, author and address that the feed states.

A feed is read item by item, so that one of 100,000 takes little memory. From the first place on at which it is not
well-formed XML, feedparser reads it, which forgives much but holds the whole: only for feeds of a few megabytes.
Of an item that has both, the full content counts and the summary is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from detente.corpus.document import Metadata
from detente.corpus.intake.days import day_of
from detente.corpus.intake.feed_items import FeedHead, Item, head_told, item_of
from detente.corpus.intake.packages import PROLOG, RefusedError, refuse_entities
from detente.corpus.intake.parts import Article, Limits, Part, Source
from detente.corpus.intake.stating import Told, encodable, has_tags, metadata_of, without_tags
from detente.corpus.intake.tally import Tally
from detente.kernel.dates import UNKNOWN, When
from detente.kernel.errors import BadDate
from detente.kernel.problems import Problem

_FORGIVEN_SIZE = 4_000_000
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,30});")


@dataclass(slots=True)
class _Broken:
    """Where the feed ceased to be well-formed, and how many items were whole before."""

    items: int = 0
    why: str | None = None


def read(source: Source, limits: Limits) -> Iterator[Part]:
    """The items of a feed as reports; items without words, and impossible dates, are told."""
    try:
        refuse_entities(source.stream.read(PROLOG), source.place)
    except RefusedError as fault:
        yield fault.problem
        return
    tally = Tally(source.place)
    broken = _Broken()
    number = 0
    for number, (head, item) in enumerate(_items(source, limits, broken), 1):
        for part in _parts(item, head, (source, number)):
            if isinstance(part, Problem):
                yield from tally.of([part])
            else:
                yield part
    if broken.why is not None:
        message = f"the feed is not well-formed after item {broken.items} ({broken.why})"
        ending = "; read on as far as it can be" if number > broken.items else "; the rest cannot be read"
        yield Problem("damaged", source.place, message + ending, "fetch the feed again")
    elif number == 0:
        yield Problem("empty-report", source.place, "the feed has no items", "fetch the feed again")
    yield from tally.rest()


def _items(source: Source, limits: Limits, broken: _Broken) -> Iterator[tuple[FeedHead, Item]]:
    """The items while the feed is well-formed, and then those that feedparser finds after them."""
    from lxml import etree

    source.stream.seek(0)
    head = FeedHead()
    try:
        for event, element in etree.iterparse(
            source.stream, events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False,
            load_dtd=False, remove_comments=True, remove_pis=True,
        ):  # fmt: skip
            name = _local(element)
            if event == "start":
                head = _language(head, element) if head.language is None else head
            elif name in {"item", "entry"}:
                yield head, item_of(element)
                broken.items += 1
                _let_go(element)
            elif not _within_item(element):
                head = head_told(head, element)
    except etree.XMLSyntaxError as fault:
        broken.why = str(fault)[:200]
    if broken.why is not None:
        source.stream.seek(0)
        content = source.stream.read(_FORGIVEN_SIZE + 1)
        if len(content) <= min(_FORGIVEN_SIZE, limits.size):
            yield from _forgiven(content, broken.items)


def _local(element: Any) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _language(head: FeedHead, element: Any) -> FeedHead:
    """The feed's head with the language that an element before the first item declares."""
    declared = element.get("{http://www.w3.org/XML/1998/namespace}lang")
    return (
        replace(head, language=declared) if declared and _local(element) in {"feed", "rss", "rdf"} else head
    )


def _within_item(element: Any) -> bool:
    """Whether an element belongs to an item that is not yet at its end."""
    return any(_local(above) in {"item", "entry"} for above in element.iterancestors())


def _let_go(element: Any) -> None:
    """Free an item that was read, and what stands before it."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]


def _forgiven(content: bytes, passed: int) -> Iterator[tuple[FeedHead, Item]]:
    """The items after the first `passed` ones as feedparser reads them out of broken XML."""
    import io

    import feedparser

    try:
        found = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return
    feed = found.get("feed", {})
    head = FeedHead(feed.get("title"), feed.get("language"), feed.get("link"))
    for entry in found.get("entries", ())[passed:]:
        contents = entry.get("content") or [entry.get("summary_detail") or {}]
        source = entry.get("source") or {}
        yield (
            head,
            Item(
                title=entry.get("title"),
                link=entry.get("link"),
                text=contents[0].get("value") or entry.get("summary"),
                markup="plain" if contents[0].get("type") == "text/plain" else None,
                author=entry.get("author"),
                published=entry.get("published"),
                updated=dict.get(entry, "updated"),  # its own `get` answers with the publication date
                section=next((tag.get("term") for tag in entry.get("tags") or () if tag.get("term")), None),
                publisher=source.get("title") if hasattr(source, "get") else None,
            ),
        )


def _parts(item: Item, head: FeedHead, origin: tuple[Source, int]) -> Iterator[Part]:
    """The report of one item, or the problem that it has none."""
    source, number = origin
    name, place = f"{source.name}/{number}", f"{source.place}/{number}"
    text = encodable(item.text or "")
    if not text.strip():
        yield Problem(
            "empty-report", place, f"the item '{(item.title or '')[:80]}' has no text", "fetch its page"
        )
        return
    stated, problems = _stated(item, head, (source.stated, place))
    yield from problems
    is_page = item.markup != "plain" and (item.markup == "xhtml" or has_tags(text) or _REFERENCE.search(text))
    yield Article(name, place, text, "html" if is_page else "text", stated)


def _stated(item: Item, head: FeedHead, known: tuple[Metadata, str]) -> tuple[Metadata, list[Problem]]:
    """What the feed states of an item, and the dates that cannot be."""
    given, place = known
    problems: list[Problem] = []

    def day(value: str | None, name: str) -> When:
        """The day, or a problem."""
        try:
            return day_of(value)
        except BadDate as fault:
            problems.append(Problem("bad-date", place, f"{name}: {fault}", "give the day in metadata.csv"))
            return UNKNOWN

    published, updated = day(item.published, "published"), day(item.updated, "updated")
    language = item.language or head.language
    link = item.link.strip() if item.link and re.match(r"\s*https?://\S+\s*$", item.link) else None
    told = (
        Told("title", without_tags(item.title) if item.title else None, "feed title of the item"),
        Told("url", link, "feed link of the item"),
        Told("byline", item.author, "feed author", "likely"),
        Told("published", published, "feed publication date"),
        Told("published", updated, "feed update date, no other being given", "guess"),
        Told("updated", updated if updated != published else UNKNOWN, "feed update date"),
        Told("section", item.section, "feed category", "likely"),
        Told("publisher", item.publisher, "feed source of the item", "sure"),
        Told("publisher", without_tags(head.title) if head.title else None, "title of the feed", "likely"),
        Told("language", language.strip()[:2].lower() if language else None, "feed language", "likely"),
    )
    return metadata_of("feed", told, given), problems
