"""`corpus explain` on a terminal: all that is known of one document, and how it was found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.cli.corpus_pages import show_stories
from detente.cli.show import aside, heading, say, strong

if TYPE_CHECKING:
    from detente.desk.corpus.explaining import Explained
    from detente.kernel.spans import Span


def show_explained(found: Explained) -> None:
    """All that is known of one document."""
    report, about = found.report, found.document.metadata
    say(strong(f"{report.title or report.name} ({report.doc[:12]})"))
    say(f"published {report.published.isoformat() or 'on an unknown day'}: {report.how_dated}", indent=2)
    if about.updated.known:
        say(f"changed {about.updated.isoformat()}", indent=2)
    languages = (
        ", ".join(about.languages or ((about.language,) if about.language else ())) or "language not known"
    )
    say(
        f"{report.publisher or 'publisher not known'} · {report.kind} · {languages} · {found.statements} statements read",
        indent=2,
    )
    for one in about.findings:
        aside(f"{one.field}: {one.detail} ({one.way}, {one.sure})", indent=4)
    _origin(found)
    heading("Furniture")
    kinds = ", ".join(f"{kind} {size}" for kind, size in found.furniture) or "none"
    say(f"{found.furniture_share:.0%} of the characters: {kinds}", indent=2)
    heading("Story")
    own = [one for one in found.story.others if one.report.doc == found.report.doc]
    show_stories([replace(found.story, others=tuple(own))] if own else [found.story], whole=bool(own))
    _dates(found)
    _quotations(found)
    _meetings(found)


def _origin(found: Explained) -> None:
    heading("Origin")
    say(" ← ".join(f"{link.publisher} ({link.ground})" for link in found.links), indent=2)
    for mark in found.marks:
        words = f" “{_words(mark.span, found)}”" if mark.span else ""
        aside(f"{mark.relation}: {mark.name}{words} ({mark.how})", indent=4)
    for one in found.appearances[1:]:
        who, when = one.publisher or "publisher not known", one.published.isoformat() or "undated"
        say(f"the same text also in {one.name}: {who}, {when}", indent=2)
    if found.report.room:
        say(f"counts as one source with: {found.report.room}", indent=2)
    if found.source:
        say(f"source: {found.source.grade.letter}, {found.source.grade.words}", indent=2)
        for reason in found.source.grade.reasons:
            aside(f"· {reason}", indent=4)


def _dates(found: Explained) -> None:
    told = [one for one in found.dates if one.when.known]
    if not told:
        return
    heading("Days that its words mean")
    for one in told:
        say(f"“{_words(one.span, found)}”: {one.when.isoformat()} ({one.reason})", indent=2, hang=2)


def _quotations(found: Explained) -> None:
    if not found.quotations:
        return
    heading("Quotations")
    for quotation, standing in found.quotations:
        say(f"{_words(quotation.span, found)}", indent=2, hang=2)
        aside(f"{standing.kind}: {standing.reason}", indent=4)


def _meetings(found: Explained) -> None:
    if not found.meetings:
        return
    heading("Meetings it tells of")
    for one in found.meetings:
        where = f" in {one.place}" if one.place else ""
        planned = ", planned" if one.planned else ""
        say(
            f"{one.kind}{where}{planned}, {one.when.isoformat() or 'undated'}: {', '.join(sorted(one.parties))}",
            indent=2,
        )
    for same in found.same_meetings:
        others = [
            r.teller.publisher or r.teller.doc[:12] for r in same.readouts if r.teller.doc != found.report.doc
        ]
        aside(f"told by others too ({same.when.isoformat()}): {', '.join(others)}", indent=4)


def _words(span: Span, found: Explained) -> str:
    return " ".join(span.of(found.document.text).split())
