"""The publication of a report: when it first came out and when it was changed, how that was found and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.corpus.dating.address import by_address, by_file_name, year_in_address, year_of
from detente.corpus.dating.candidates import LIBRARY, Candidate, Role
from detente.corpus.dating.choosing import possible, published_of, torn, updated_of
from detente.corpus.dating.completing import completed
from detente.corpus.dating.visible import Seen, masthead_year, seen_dates, text_candidates
from detente.corpus.document import Document, Finding, Furniture, Metadata
from detente.kernel.dates import UNKNOWN, When
from detente.kernel.problems import Problem


@dataclass(frozen=True, slots=True)
class Evidence:
    """What can tell the day of a report: its words with their furniture, address, name, and what is stated of it.

    `stated` are the candidates of markup, message, feed or table; `today` is the day on which the report is read.
    """

    text: str
    furniture: tuple[Furniture, ...] = ()
    url: str | None = None
    name: str = ""
    language: str | None = None
    title: str | None = None
    stated: tuple[Candidate, ...] = ()
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """When a report came out and was last changed, how each was found, the candidates that were not taken."""

    published: When = UNKNOWN
    updated: When = UNKNOWN
    finding: Finding | None = None
    updated_finding: Finding | None = None
    others: tuple[Candidate, ...] = ()
    problems: tuple[Problem, ...] = ()


def publication_of(evidence: Evidence) -> Dated:
    """The day on which the story came out and that of its newest change, as far as something tells them."""
    seen = seen_dates(evidence.text, evidence.furniture, language=evidence.language, title=evidence.title)
    candidates = possible(_candidates(evidence, seen), evidence.today)
    candidates = tuple(one for one in candidates if not _from_the_body(one, seen))
    published = published_of(candidates)
    updated = updated_of(candidates, published)
    others = tuple(one for one in candidates if one is not published and one is not updated)
    return Dated(
        published.when if published else UNKNOWN,
        updated.when if updated else UNKNOWN,
        published.finding("published") if published else None,
        updated.finding("updated") if updated else None,
        others,
        torn(candidates, evidence.name),
    )


def dated(document: Document, *, today: date | None = None) -> Document:
    """The document with publication, change, languages, byline and section completed from its own words.

    What a person, a message, a feed or a table gave stays; a guess gives way to what the words tell.
    """
    return dated_with_problems(document, today=today)[0]


def dated_with_problems(
    document: Document, *, today: date | None = None
) -> tuple[Document, tuple[Problem, ...]]:
    """The document with its metadata completed, and a problem where two sure days differ."""
    metadata = completed(document)
    found = publication_of(
        Evidence(
            document.text,
            document.furniture,
            metadata.url or metadata.canonical,
            document.name,
            metadata.language,
            metadata.title,
            _stated(metadata),
            today,
        )
    )
    findings = tuple(one for one in metadata.findings if one.field not in {"published", "updated"})
    told = tuple(one for one in (found.finding, found.updated_finding) if one is not None)
    metadata = replace(
        metadata,
        published=found.published,
        how_dated=_how(metadata, found),
        updated=found.updated,
        findings=(*findings, *told),
    )
    return replace(document, metadata=metadata), found.problems


def _how(metadata: Metadata, found: Dated) -> str:
    """The phrase that says where the day comes from; the phrase of the container stays where its day does."""
    if found.finding is None:
        return "not dated"
    kept = found.published == metadata.published and metadata.published.known
    own = metadata.finding("published")
    same = own is None or own.detail == found.finding.detail
    return metadata.how_dated if kept and same and metadata.how_dated != "not dated" else found.finding.detail


def _stated(metadata: Metadata) -> tuple[Candidate, ...]:
    """What the metadata of a document already tells, as candidates."""
    fields: tuple[tuple[Role, When], ...] = (
        ("published", metadata.published),
        ("updated", metadata.updated),
    )
    found: list[Candidate] = []
    for role, when in fields:
        if not when.known:
            continue
        finding = metadata.finding(role) or Finding(role, "given", metadata.how_dated, "sure")
        found.append(Candidate(when, role, finding.way, finding.detail, finding.sure, _utc(finding.detail)))
    return tuple(found)


def _utc(detail: str) -> int | None:
    """The minute of the day that a finding names as by UTC: `JSON-LD datePublished (23:40 UTC)`."""
    head, _, tail = detail.rpartition(" (")
    clock = tail.removesuffix(" UTC)")
    told = head and tail.endswith(" UTC)") and len(clock) == 5 and clock[:2].isdigit() and clock[3:].isdigit()
    return int(clock[:2]) * 60 + int(clock[3:]) if told else None


def _candidates(evidence: Evidence, seen: Sequence[Seen]) -> tuple[Candidate, ...]:
    """The candidates of all ways, the stated ones first."""
    named = (by_address(evidence.url), by_file_name(evidence.name))
    known = [*evidence.stated, *(one for one in named if one is not None)]
    return (*known, *text_candidates(seen, _year(evidence, known, seen)))


def _year(evidence: Evidence, known: Sequence[Candidate], seen: Sequence[Seen]) -> int | None:
    """The year of a dateline without one: of a stated day, the address, a label, the masthead or the copyright."""
    for one in known:
        year = year_of(one.when)
        if year is not None:
            return year
    labelled = {one.date.full.year for one in seen if one.date.full and one.cue in {"published", "updated"}}
    if len(labelled) == 1:
        return labelled.pop()
    return year_in_address(evidence.url) or masthead_year(evidence.text)


def _from_the_body(one: Candidate, seen: Sequence[Seen]) -> bool:
    """Whether the library took a day that the page itself gives to an event, a visit or another story."""
    if one.detail != LIBRARY:
        return False
    return any(date.date.full is not None and date.date.full == one.when.earliest for date in seen)
