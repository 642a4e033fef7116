"""The chain from a page to the first publisher of its text, and who copied whom as counted facts of the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from detente.corpus.origins.marks import WHOLE, OriginMark
from detente.kernel.dates import UNKNOWN, When

Ground = Literal["page", "notice", "text"]
_LONGEST = 12  # links; a longer chain is a fault of the marks


@dataclass(frozen=True, slots=True)
class Member:
    """A report of a story as a chain needs it: `publisher` is the pack's id, else the name as written.

    A text that came out at several places is a member for each, all of one `doc`.
    """

    doc: str
    name: str
    publisher: str | None
    published: When = UNKNOWN
    marks: tuple[OriginMark, ...] = ()

    @property
    def order(self) -> tuple[date, str, str]:
        """By the last day on which it may have come out; undated ones last."""
        return (self.published.latest or date.max, self.doc, self.name)


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain: who carried the text there, on what ground, and the report where the corpus has it.

    `ground` is `page` for the report itself, `notice` where a report says so, `text` where an earlier report
    carries the same words.
    """

    publisher: str
    ground: Ground
    doc: str | None = None
    mark: OriginMark | None = None
    published: When = UNKNOWN


@dataclass(frozen=True, slots=True)
class Copying:
    """How often one publisher carried another's text: by notices of its own, and by the same words alone."""

    copier: str
    source: str
    by_notice: int
    by_text: int
    docs: tuple[str, ...] = field(default=())

    @property
    def count(self) -> int:
        """Reports in all."""
        return self.by_notice + self.by_text


def chain(member: Member, story: Sequence[Member]) -> tuple[Link, ...]:
    """The way of a text from a report back to its first publisher, as far as it is told.

    A notice leads to the publisher that it names, and on through that publisher's own report where the story
    has one. Where no notice tells, an earlier report of the story by another publisher is the step before.
    """
    links = [Link(_shown(member), "page", member.doc, published=member.published)]
    met = {member.publisher or member.name}
    at: Member | None = member
    while at is not None and len(links) < _LONGEST:
        step, following = _step(at, story)
        if step is None:
            break
        key = following.name if following and not following.publisher else step.publisher
        if key in met:
            break
        met.add(key)
        links.append(step)
        at = following
    return tuple(links)


def copying(stories: Iterable[Sequence[Member]]) -> tuple[Copying, ...]:
    """Who copied from whom over all stories, most often first; a publisher's own repeats do not count."""
    notices: Counter[tuple[str, str]] = Counter()
    texts: Counter[tuple[str, str]] = Counter()
    docs: dict[tuple[str, str], list[str]] = {}
    for story in stories:
        for member in story:
            links = chain(member, story)
            if len(links) < 2 or member.publisher is None or links[1].publisher == member.publisher:
                continue
            pair = (member.publisher, links[1].publisher)
            (notices if links[1].ground == "notice" else texts)[pair] += 1
            docs.setdefault(pair, []).append(member.doc)
    found = [
        Copying(*pair, by_notice=notices[pair], by_text=texts[pair], docs=tuple(docs[pair])) for pair in docs
    ]
    return tuple(sorted(found, key=lambda one: (-one.count, one.copier, one.source)))


def by_story(members: Iterable[Member], stories: Mapping[str, str | None]) -> tuple[tuple[Member, ...], ...]:
    """The members by story, in the order of publication; a report without a story is one of its own."""
    groups: dict[str, list[Member]] = {}
    for member in members:
        groups.setdefault(stories.get(member.doc) or member.doc, []).append(member)
    return tuple(tuple(sorted(group, key=lambda one: one.order)) for group in groups.values())


def _step(member: Member, story: Sequence[Member]) -> tuple[Link | None, Member | None]:
    """The step before a report, and the report there where the corpus has it."""
    for relation in WHOLE:
        for mark in member.marks:
            if mark.relation == relation:
                source = mark.publisher or mark.name
                there = next((m for m in story if m.publisher == source and m is not member), None)
                when = there.published if there else UNKNOWN
                return Link(source, "notice", there.doc if there else None, mark, when), there
    earlier = min((m for m in story if _is_before(m, member)), key=lambda one: one.order, default=None)
    if earlier is None:
        return None, None
    return Link(_shown(earlier), "text", earlier.doc, published=earlier.published), earlier


def _is_before(one: Member, other: Member) -> bool:
    """Whether a report came out before another, by another publisher; undated ones are before none."""
    same = one.publisher is not None and one.publisher == other.publisher
    if one is other or same or one.published.latest is None:
        return False
    return one.published.certainly_before(other.published)


def _shown(member: Member) -> str:
    return member.publisher or member.name
