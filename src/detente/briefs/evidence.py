"""From lines of the ledger to evidence, and the rule of quotation marks (DESIGN §6, *Words on pages*)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from detente.briefs.inputs import BriefInputs
from detente.briefs.model import BriefLine, Evidence, PackSource, line_id
from detente.briefs.wording import Wording, lowered_article, when_phrase, wording_of
from detente.corpus.sentences.split import sentences
from detente.kernel.spans import Span
from detente.ledger.entries import Line, Report
from detente.ledger.speakers import named_speaker
from detente.packs.model import Pack

_OFFICIAL = frozenset({"official", "transcript"})
_FEWEST_WORDS = 5  # Fewer words can stand in two stories by chance.
_LONGEST_CONTEXT = 1200  # Longer stretches are no sentence: the cutter lost its way.
_STRONGEST = ("own", "reported", "insider", "counterpart", "analyst")


class Manner(TypedDict, total=False):
    """How a line stands: voice, firmness, marks; in a cell its word, option and time."""

    voice: str | None
    firm: bool
    marks: Iterable[str]
    pack_source: PackSource | None
    period: str | None
    word: str | None
    option: str | None


@dataclass(frozen=True, slots=True)
class Apparatus:
    """What turns lines of the ledger into lines of a brief: documents, sentences, what may be quoted."""

    inputs: BriefInputs
    wording: Wording
    sentences: Mapping[str, tuple[Span, ...]]
    folded: Mapping[str, tuple[str, str]]
    carriers: Mapping[str, tuple[str, ...]]
    made: dict[str, Evidence] = field(default_factory=dict, compare=False)

    def evidence(self, line: Line) -> Evidence:
        """A line of the ledger with its sentence, chain and times; made once for each line."""
        if line.statement.id not in self.made:
            self.made[line.statement.id] = self._evidence(line)
        return self.made[line.statement.id]

    def _evidence(self, line: Line) -> Evidence:
        s = line.statement
        context, at = self._context(line)
        report = line.report
        return Evidence(
            line.original_id,
            s.doc,
            report.name,
            publisher_of(report, self.inputs.pack),
            s.span.start,
            s.span.end,
            s.evidence,
            context,
            at,
            self.wording.party(s.holder) if s.holder else None,
            s.speaker,
            s.via,
            when_phrase(line.said) if line.said.known else None,
            when_phrase(report.published) if report.published.known else None,
            report.how_dated,
            s.basis,
            s.certainty,
            line.standing.value,
            s.kind,
            report.kind,
            self.quotable(line),
            line.sure,
            s.origin,
        )

    def quotable(self, line: Line) -> bool:
        """Whether the words may be quoted: an official text, a transcript, or two independent stories."""
        if line.report.kind in _OFFICIAL:
            return True
        words = _fold(line.statement.evidence)
        if len(words.split()) < _FEWEST_WORDS:
            return False
        here = _source(line.report)
        carriers = (self.folded[h] for h in self.carriers.get(_opening(words), ()))
        return any(story != here and f" {words} " in text for story, text in carriers)

    def line(
        self, section: str, text: str, lines: Iterable[Line] = (), **manner: Unpack[Manner]
    ) -> BriefLine:
        """A line on these lines of the ledger, strongest and latest first, with the marks they call for."""
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
        """The sentences around the words and where they begin; the words alone without the document."""
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
    """The apparatus of a brief, its documents cut into sentences and searched for shared words once."""
    cited = {line.statement.doc for line in inputs.view.lines}
    found = {h: sentences(d) for h, d in inputs.documents.items() if h in cited}
    reports = inputs.view.reports
    folded = {
        h: (_source(reports[h]) if h in reports else h, f" {_fold(d.text)} ")
        for h, d in inputs.documents.items()
    }
    return Apparatus(inputs, wording_of(inputs.pack), found, folded, _carriers(inputs, folded))


def _carriers(inputs: BriefInputs, folded: Mapping[str, tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """For the opening words of each statement, the documents that carry them: each document is read once."""
    openings = {_opening(_fold(line.statement.evidence)) for line in inputs.view.lines}
    carriers: dict[str, dict[str, None]] = {}
    for name, (_, text) in folded.items():
        words = text.split()
        for at in range(len(words) - _FEWEST_WORDS + 1):
            opening = " ".join(words[at : at + _FEWEST_WORDS])
            if opening in openings:
                carriers.setdefault(opening, {})[name] = None
    return {opening: tuple(names) for opening, names in carriers.items()}


def _opening(words: str) -> str:
    return " ".join(words.split()[:_FEWEST_WORDS])


def publisher_of(report: Report, pack: Pack) -> str:
    """Who put a report out, by the pack's name for it; the file's name where the publisher is not known."""
    if not report.publisher:
        return f"an unnamed publisher ({report.name})"
    known = pack.publishers.get(report.publisher)
    return known.name if known else report.publisher


def speaker_of(line: Line, apparatus: Apparatus) -> str | None:
    """Who speaks, as it stands inside a sentence; for a pronoun in a party’s own words the party."""
    name = named_speaker(line)
    if name is None and line.speaker:
        holder = line.statement.holder if line.statement.basis == "own" else None
        place = publisher_of(line.report, apparatus.inputs.pack)
        return apparatus.wording.party(holder) if holder else f"“{line.speaker.lower()}” in {place}"
    known = {p.name for p in apparatus.inputs.pack.parties.values()}
    return lowered_article(name) if name and name not in known else name


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
