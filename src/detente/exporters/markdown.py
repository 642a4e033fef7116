"""Markdown of a brief: sentences as numbered notes at the end, each with its chain and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from detente.briefs.model import Brief, BriefLine, Cell, Evidence, Paper, Section, Table
from detente.corpus.document import Document
from detente.exporters.shown import one_line

_SPECIAL = re.compile(r"([\\`*_\[\]#|])")
_DEEPEST = 6
Numbers = Mapping[tuple[str, int], int]


def render(brief: Brief, *, documents: Mapping[str, Document]) -> str:
    """The brief as Markdown. A note gives the line of the report in which its words stand."""
    numbers = {(e.statement, e.start): n for n, e in enumerate(brief.evidence, start=1)}
    parts = [f"# {escaped(brief.title)}", "", *_head(brief)]
    for place, section in enumerate(brief.sections):
        parts += ["", *_section(section, 2, (numbers, f"{place}. "))]
    parts += ["", "## Notes: the sentences", ""]
    parts += [_note(numbers[(e.statement, e.start)], e, documents.get(e.doc)) for e in brief.evidence]
    return "\n".join(parts).rstrip() + "\n"


def escaped(text: str) -> str:
    """Text from outside in one line, with what Markdown or HTML would obey made plain."""
    plain = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", plain)


def _head(brief: Brief) -> Iterator[str]:
    made = f"{brief.made_at:%Y-%m-%d %H:%M %Z}".strip()
    yield f"Made {made} with the pack “{escaped(brief.pack_title)}” (version {brief.pack_version})."
    yield "  \n" + "; ".join(f"{name}: {escaped(words)}" for name, words in brief.moment.items()) + "."
    yield "  \n" + "; ".join(f"{name}: {number}" for name, number in brief.counts.items()) + "."


def _section(section: Section, depth: int, setting: tuple[Numbers, str]) -> Iterator[str]:
    numbers, prefix = setting
    yield f"{'#' * min(depth, _DEEPEST)} {prefix}{escaped(section.title)}"
    if section.lead:
        yield f"\n{escaped(section.lead)}"
    if section.papers:
        yield "\n" + "\n".join(_papers(section.papers))
    if section.lines:
        bullet = "1." if section.numbered else "-"
        yield "\n" + "\n".join(f"{bullet} {_line(line, numbers)}" for line in section.lines)
    if section.notes:
        yield "\n" + "\n".join(f"- _{escaped(note)}_" for note in section.notes)
    for table in section.tables:
        yield "\n" + "\n".join(_table(table, numbers))
    if section.pictures:
        yield "\n" + "\n".join(f"_Picture (in the HTML): {escaped(p.words)}_" for p in section.pictures)
    if section.problems:
        yield "\n" + "\n".join(f"- {escaped(str(problem))}" for problem in section.problems)
    for part in section.subsections:
        yield ""
        yield from _section(part, depth + 1, (numbers, ""))


def _line(line: BriefLine, numbers: Numbers) -> str:
    notes = "".join(f"[{n}]" for n in sorted({numbers[(e.statement, e.start)] for e in line.evidence}))
    marks = [line.voice] if line.voice else []
    tail = f" _({'; '.join(escaped(m) for m in (*marks, *line.marks))})_" if marks or line.marks else ""
    source = ""
    if line.pack_source:
        address = (
            f" <{line.pack_source.url}>"
            if (line.pack_source.url or "").startswith(("https://", "http://"))
            else ""
        )
        source = f" Source: {escaped(line.pack_source.text)}{address}."
    return f"{escaped(line.text)}{tail}{' ' + escaped(notes) if notes else ''}{source}"


def _papers(papers: tuple[Paper, ...]) -> Iterator[str]:
    yield "| report | publisher | title | kind | date | how dated | same story or room | statements |"
    yield "|---|---|---|---|---|---|---|---|"
    for p in papers:
        shares = ", ".join(dict.fromkeys((*p.shares, *p.room))) or "none"
        cells = (
            p.name,
            p.publisher,
            p.title,
            p.kind,
            p.published or "undated",
            p.how_dated,
            shares,
            str(p.statements),
        )
        yield "| " + " | ".join(escaped(c) for c in cells) + " |"


def _table(table: Table, numbers: Numbers) -> Iterator[str]:
    yield f"**{escaped(table.caption)}**\n"
    yield (
        "| " + " | ".join(escaped(c) for c in (table.head, *(column.name for column in table.columns))) + " |"
    )
    yield "|" + "---|" * (len(table.columns) + 1)
    group = ""
    for row in table.rows:
        if row.group != group:
            group = row.group
            yield f"| **{escaped(group)}** |" + " |" * len(table.columns)
        yield f"| {escaped(row.title)} | " + " | ".join(_cell(cell, numbers) for cell in row.cells) + " |"


def _cell(cell: Cell, numbers: Numbers) -> str:
    return "<br>".join(_cell_line(line, numbers) for line in cell.lines)


def _cell_line(line: BriefLine, numbers: Numbers) -> str:
    if line.about_absence:
        return escaped(line.word or line.text)
    period = f" {escaped(line.period)}" if line.period else ""
    return f"{_line(line, numbers)}{period}"


def _note(number: int, evidence: Evidence, document: Document | None) -> str:
    words = escaped(evidence.words)
    quoted = f"“{words}”" if evidence.quotable else f"As worded by {escaped(evidence.publisher)}: {words}"
    stop = "" if not evidence.quotable and words.endswith((".", "!", "?", "…")) else "."
    chain = " ← ".join(escaped(x) for x in (evidence.speaker or "no speaker named", *reversed(evidence.via)))
    said = f"said {evidence.said}" if evidence.said else "not dated"
    published = (
        f"published {evidence.published} ({escaped(evidence.how_dated)})"
        if evidence.published
        else "report undated"
    )
    place = f"{escaped(evidence.doc_name)}, characters {evidence.start}–{evidence.end}"
    if document is not None:
        place += f", line {document.text.count(chr(10), 0, evidence.start) + 1}"
    certainty = f", worded {escaped(evidence.certainty)}" if evidence.certainty else ""
    return (
        f"- \\[{number}\\] {quoted}{stop} {chain}; {evidence.basis}{certainty}; {said}; "
        f"{escaped(evidence.publisher)}, {published}; "
        f"{place}; {evidence.standing}; {evidence.statement}"
    )
