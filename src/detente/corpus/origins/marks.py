"""Marks of origin: what a report itself tells of where its text comes from, each with the words that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.corpus.document import Document, Finding
from detente.corpus.origins.publishers import Directory, host_of
from detente.corpus.origins.wording import CREDITS, NOTICES, Relation
from detente.corpus.prose import prose, words_of
from detente.kernel.spans import Span
from detente.packs.model import Publisher

# Relations that say that the whole text is another's, the surest first; the others credit a part of it.
WHOLE: tuple[Relation, ...] = ("edited", "translated", "republished", "canonical", "agency")

_AGENCY_DATELINE = re.compile(
    r"^\W{0,3}[^\W\d_a-zа-яіїєґё][^\n()]{1,60}?[\s,]\(?(?P<name>[A-ZА-ЯІЇЄҐ][\w./& -]{1,25}?)\)?\s?[—–-]{1,2}\s?\S"
)
_SIGNED = re.compile(r"[—–-]{1,2}\s?(?P<name>[^\W\d_a-zа-яіїєґё][\w./& -]{1,25})$")
_BYLINE = re.compile(r"^(?:by |автор:? )?(?P<name>.{2,40}?)(?:,| and | \||$)", re.IGNORECASE)
_NO_NAME = words_of(
    "the a an it he she they we i this that here there today yesterday monday tuesday wednesday thursday friday",
    "saturday sunday january february march april may june july august september october november december",
    "creative read our your its his her their",
)
# Publishers that report; a ministry or an alliance that is "cited" holds a view, it is no outlet.
_NO_OUTLETS = frozenset({"government", "organisation", "party", "official", "military"})
_SMALL_TAIL = re.compile(r"(?: (?:of|the|and|for|de|la|del|di|du|des|und|der|y|и|та|і|on|in|at))+$")
_NAME_REACH, _NAME_LATE = 80, 12
_HEAD = 240


@dataclass(frozen=True, slots=True)
class OriginMark:
    """One thing that a report tells of its origin: the relation, the publisher as written, and the words.

    `publisher` is the pack's id where the pack knows it. `span` is None where markup told it (see `how`).
    """

    relation: Relation
    name: str
    publisher: str | None
    span: Span | None
    how: str

    @property
    def whole(self) -> bool:
        """Whether it says that the whole text is another's."""
        return self.relation in WHOLE


def origin_marks(document: Document, directory: Directory) -> tuple[OriginMark, ...]:
    """What the report tells of its origin, in the order of the text; markup first. Of equal marks the first."""
    found: dict[tuple[Relation, str], OriginMark] = {}
    own = directory.by_name(document.metadata.publisher) or directory.by_url(document.metadata.url)
    for mark in (*_stated(document, directory), *_told(document, directory)):
        is_own = own is not None and mark.publisher == own.id
        if is_own or mark.name.lower() == (document.metadata.publisher or "").lower():
            continue
        found.setdefault((mark.relation, mark.publisher or mark.name.lower()), mark)
    return tuple(found.values())


def _stated(document: Document, directory: Directory) -> Iterator[OriginMark]:
    """What markup states: a canonical address at another site, an agency as the writer."""
    about = document.metadata
    canonical, own = host_of(about.canonical), host_of(about.url)
    if canonical and own and canonical != own and not own.endswith(f".{canonical}"):
        publisher = directory.by_url(about.canonical)
        name = publisher.name if publisher else canonical
        yield OriginMark("canonical", name, publisher.id if publisher else None, None, "canonical link")
    if about.byline:
        writer = _BYLINE.match(about.byline.strip())
        publisher = directory.by_name(writer["name"]) if writer else None
        if publisher is not None and publisher.kind == "agency":
            how = _how(about.finding("byline"))
            yield OriginMark("agency", publisher.name, publisher.id, None, how)


def _how(finding: Finding | None) -> str:
    return f"byline ({finding.detail})" if finding else "byline"


def _told(document: Document, directory: Directory) -> Iterator[OriginMark]:
    """What the words tell: notices in furniture first, then datelines, credits and sign-offs."""
    text = document.text
    marks: list[OriginMark] = []
    for relation, pattern in NOTICES:
        # A notice that was not recognised as furniture counts too, but only a whole-text wording.
        marks += _found(relation, pattern.finditer(text), directory)
    for relation, pattern in CREDITS:
        marks += _found(relation, pattern.finditer(text), directory)
    marks += _agencies(document, directory)
    yield from sorted(_without_covered(marks), key=lambda mark: mark.span or Span(0, 0))


def _found(
    relation: Relation, matches: Iterable[re.Match[str]], directory: Directory
) -> Iterator[OriginMark]:
    """The marks of one wording, its names looked up; a credit counts only for a publisher that is known."""
    for match in matches:
        name = _SMALL_TAIL.sub("", match["name"].strip(" .,«»“”\"'"))
        first = name.split()[0].lower() if name.split() else ""
        publisher = directory.by_name(name) or _named_after(match, directory)
        known = publisher is not None or host_of(name)
        in_part = relation in {"credited", "told"}
        if not known and (in_part or first in _NO_NAME or not name or name.islower()):
            continue
        if in_part and publisher is not None and publisher.kind in _NO_OUTLETS:
            continue
        shown = publisher.name if publisher else host_of(name) or name
        span = Span(match.start("name"), match.end("name"))
        yield OriginMark(relation, shown, publisher.id if publisher else None, span, "words of the report")


def _named_after(match: re.Match[str], directory: Directory) -> Publisher | None:
    """The known publisher whose name begins where the wording says, or a few letters later."""
    following = match.string[match.start("name") : match.start("name") + _NAME_REACH]
    return next((p for start, _, p in directory.named_in(following) if start <= _NAME_LATE), None)


def _agencies(document: Document, directory: Directory) -> Iterator[OriginMark]:
    """Agencies in the dateline of the first paragraph, in bylines and at the end."""
    text = document.text
    parts = prose(document)
    if parts:
        head = text[parts[0].start : parts[0].start + _HEAD]
        yield from _agency(_AGENCY_DATELINE.match(head), parts[0].start, directory)
    for piece in document.furniture:
        if piece.kind == "byline":
            yield from _agency(_BYLINE.match(piece.span.of(text)), piece.span.start, directory)
        elif piece.kind == "credit" and piece.span.start * 2 > len(text):
            yield from _agency(_SIGNED.search(piece.span.of(text)), piece.span.start, directory)


def _agency(match: re.Match[str] | None, at: int, directory: Directory) -> Iterator[OriginMark]:
    if match is None:
        return
    publisher = directory.by_name(match["name"].strip(" ()/"))
    if publisher is not None and publisher.kind == "agency":
        span = Span(at + match.start("name"), at + match.end("name"))
        yield OriginMark("agency", publisher.name, publisher.id, span, "dateline or signature")


def _without_covered(marks: list[OriginMark]) -> list[OriginMark]:
    """The marks without those whose words a surer relation already took."""
    order = {relation: number for number, relation in enumerate((*WHOLE, "credited", "told"))}
    kept: list[OriginMark] = []
    for mark in sorted(marks, key=lambda one: order[one.relation]):
        if not any(_overlap(mark.span, other.span) for other in kept):
            kept.append(mark)
    return kept


def _overlap(one: Span | None, other: Span | None) -> bool:
    return bool(one and other and one.start < other.end and other.start < one.end)
