"""From lines of the ledger to evidence, and the rule of quotation marks (DESIGN §6, *Words on pages*)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict, Unpack

from detente.briefs.inputs import BriefInputs
from detente.briefs.model import BriefLine, Evidence, PackSource, line_id
from detente.briefs.wording import Wording, when_phrase, wording_of
from detente.corpus.sentences import sentences
from detente.kernel.spans import Span
from detente.ledger.entries import Line, Report
from detente.packs.model import Pack

_OFFICIAL = frozenset({"official", "transcript"})
_FEWEST_WORDS = 5  # Fewer words can stand in two stories by chance.
_LONGEST_CONTEXT = 1200  # Longer stretches are no sentence: the cutter lost its way.
_STRONGEST = ("own", "reported", "insider", "counterpart", "analyst")


class Manner(TypedDict, total=False):
    """How a line stands: on which voice, how firmly, with which marks; in a cell its word, option and time."""

    voice: str | None
    firm: bool
    marks: Iterable[str]
    pack_source: PackSource | None
    period: str | None
    word: str | None
    option: str | None


@dataclass(frozen=True, slots=True)
class Apparatus:
    """What turns lines of the ledger into lines of a brief: the documents, their sentences, and which words may be quoted."""

    inputs: BriefInputs
    wording: Wording
    sentences: Mapping[str, tuple[Span, ...]]
    folded: Mapping[str, tuple[str, str]]

    def evidence(self, line: Line) -> Evidence:
        """A line of the ledger with its sentence, chain and times."""
        s = line.statement
        context, at = self._context(line)
        report = line.report
        return Evidence(
            line.original_id, s.doc, report.name, publisher_of(report, self.inputs.pack), s.span.start, s.span.end, s.evidence, context, at,
            self.wording.party(s.holder) if s.holder else None, s.speaker, s.via,
            when_phrase(line.said) if line.said.known else None,
            when_phrase(report.published) if report.published.known else None,
            report.how_dated, s.basis, s.certainty, line.standing.value, s.kind, report.kind, self.quotable(line), line.sure, s.origin,
        )  # fmt: skip

    def quotable(self, line: Line) -> bool:
        """Whether the words may stand in quotation marks: an official text, a transcript, or two independent stories."""
        if line.report.kind in _OFFICIAL:
            return True
        words = _fold(line.statement.evidence)
        if len(words.split()) < _FEWEST_WORDS:
            return False
        here = _source(line.report)
        return any(f" {words} " in text for story, text in self.folded.values() if story != here)

    def line(
        self, section: str, text: str, lines: Iterable[Line] = (), **manner: Unpack[Manner]
    ) -> BriefLine:
        """A line of the brief on these lines of the ledger, strongest and latest first, with the marks they call for."""
        found = sorted(dict.fromkeys(lines), key=strength_then_latest)
        evidence = tuple(self.evidence(x) for x in found)
        return BriefLine(
            line_id(section, text, tuple(e.statement for e in evidence)),
            text,
            evidence,
            voice=manner.get("voice"),
            firm=manner.get("firm", False),
            marks=tuple(dict.fromkeys((*manner.get("marks", ()), *_marks(found)))),
            pack_source=manner.get("pack_source"),
            word=manner.get("word"),
            period=manner.get("period"),
            option=manner.get("option"),
        )

    def absence(self, section: str, text: str) -> BriefLine:
        """A line that says that nothing was found, and where it was looked for."""
        return BriefLine(line_id(section, text, ()), text, about_absence=True)

    def _context(self, line: Line) -> tuple[str, int]:
        """The sentences around the words and where they begin; the words alone where the document is not at hand."""
        span, words = line.statement.span, line.statement.evidence
        document = self.inputs.documents.get(line.statement.doc)
        if document is None or document.text[span.start : span.end] != words:
            return words, span.start
        around = self.sentences.get(line.statement.doc, ())
        place = max(bisect_right([s.start for s in around], span.start) - 1, 0)
        start = (
            around[place].start
            if around and around[place].start <= span.start < around[place].end
            else span.start
        )
        end = next((s.end for s in around[place:] if s.end >= span.end), span.end)
        if end - start > len(words) + _LONGEST_CONTEXT:
            start, end = span.start, span.end
        return document.text[start:end], start


def apparatus(inputs: BriefInputs) -> Apparatus:
    """The apparatus of a brief, its documents cut into sentences once."""
    cited = {line.statement.doc for line in inputs.view.lines}
    found = {h: sentences(d) for h, d in inputs.documents.items() if h in cited}
    reports = inputs.view.reports
    folded = {
        h: (_source(reports[h]) if h in reports else h, f" {_fold(d.text)} ")
        for h, d in inputs.documents.items()
    }
    return Apparatus(inputs, wording_of(inputs.pack), found, folded)


def publisher_of(report: Report, pack: Pack) -> str:
    """Who put a report out, by the pack's name for it; the file's name where the publisher is not known."""
    if not report.publisher:
        return f"an unnamed publisher ({report.name})"
    known = pack.publishers.get(report.publisher)
    return known.name if known else report.publisher


def strength_then_latest(line: Line) -> tuple[int, int, str, int]:
    """Own words before others', later before earlier, then by place."""
    day = line.said.latest.toordinal() if line.said.latest else 0
    return _STRONGEST.index(line.statement.basis), -day, line.report.name, line.statement.span.start


def _source(report: Report) -> str:
    """What counts as one source for quoting: the room, else the story, else the report."""
    return report.room or report.story or report.doc


def _fold(text: str) -> str:
    """Words in small letters, without marks: what two reports must share to carry the same words."""
    return " ".join(re.findall(r"\w+", text.lower()))


def _marks(lines: list[Line]) -> list[str]:
    marks = []
    if any(not line.sure for line in lines):
        marks.append("unreviewed")
    if len({_source(line.report) for line in lines}) == 1 and lines:
        marks.append(
            "one report only" if len({line.report.doc for line in lines}) == 1 else "one source only"
        )
    return marks
