"""Sections of a brief as text: each line with what it rests on and the ids of its statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.show import aside, heading, say, strong

if TYPE_CHECKING:
    from detente.briefs.model import BriefLine, Evidence, Section, Table
    from detente.desk.project import Answer, Project


def show_head(project: Project, found: Answer) -> None:
    """Print over an answer what it is an answer to."""
    from detente.briefs.wording import ageing_phrase
    from detente.ledger.ageing import ageing_of, of_pack

    moment = found.moment
    times = [
        f"{name} {value.isoformat()}"
        for name, value in (
            ("as of", moment.as_of),
            ("known by", moment.known_by),
            ("recorded by", moment.recorded_by),
        )
        if value
    ]
    unreviewed = (
        "unreviewed lines counted"
        if moment.include_unreviewed
        else f"{found.view.left_out} wait for review and enter no result"
    )
    say(strong(f"{project.path.name} · {project.pack.title}"))
    aside(f"{', '.join(times) or 'now'}; {len(found.view.lines)} statements in view, {unreviewed}")
    ageing = ageing_of(found.view, project.pack)
    if not of_pack(ageing, project.pack):
        aside(f"half-life of words {ageing_phrase(ageing)}")


def show_section(section: Section, *, evidence: bool, depth: int = 0, most: int | None = None) -> None:
    """Print a section with everything in it; of each line's sentences at most so many."""
    heading(section.title, indent=2 * max(0, depth - 1))
    indent = 2 * depth
    if section.lead:
        aside(section.lead, indent=indent)
    for number, line in enumerate(section.lines, start=1):
        bullet = f"{number}." if section.numbered else "·"
        show_line(line, evidence=evidence, indent=indent, bullet=bullet, most=most)
    for table in section.tables:
        show_table(table, evidence=evidence, indent=indent)
    for note in section.notes:
        aside(note, indent=indent)
    for part in section.subsections:
        show_section(part, evidence=evidence, depth=depth + 1, most=most)


def show_line(
    line: BriefLine, *, evidence: bool, indent: int, bullet: str = "·", most: int | None = None
) -> None:
    """Print a line, what it rests on, and the ids of its statements or, where asked, their sentences (at most so many)."""
    say(f"{bullet} {line.text}", indent=indent, hang=len(bullet) + 1)
    under = indent + len(bullet) + 1
    rests = [
        *([line.voice] if line.voice else []),
        *(["firm"] if line.firm else []),
        *line.marks,
        *([line.period] if line.period else []),
    ]
    if line.pack_source is not None:
        rests.append(
            f"source: {line.pack_source.text}" + (f" {line.pack_source.url}" if line.pack_source.url else "")
        )
    ids = " ".join(dict.fromkeys(e.statement for e in line.evidence))
    if rests or (ids and not evidence):
        aside(" · ".join([*rests, *([ids] if ids and not evidence else [])]), indent=under)
    if evidence:
        shown, more = line.evidence[:most], line.evidence[most:] if most is not None else ()
        for one in shown:
            show_evidence(one, indent=under)
        if more:
            aside(f"and {len(more)} more: {' '.join(e.statement for e in more)}", indent=under)


def show_evidence(one: Evidence, *, indent: int) -> None:
    """Print a sentence with its chain; quotation marks only where the words may stand in them."""
    chain = " ← ".join(x for x in [one.speaker or "the page's own narration", *reversed(one.via)] if x)
    said = f"said {one.said}" if one.said else "undated"
    facts = [
        one.statement,
        chain,
        one.basis,
        said,
        *([f"“{one.certainty}”"] if one.certainty else []),
        one.standing,
        f"{one.doc_name}:{one.start}-{one.end}",
    ]
    words = " ".join(one.context.split())
    aside(" · ".join(facts), indent=indent)
    say(f"“{words}”" if one.quotable else f"as worded by {one.publisher}: {words}", indent=indent + 2)


def show_table(table: Table, *, evidence: bool, indent: int) -> None:
    """Print a table row by row: wide tables do not fit a terminal, and silence must be seen."""
    heading(table.caption, indent=indent)
    names = {c.id: c.name for c in table.columns}
    group = ""
    for row in table.rows:
        if row.group != group:
            group = row.group
            heading(group, indent=indent + 2)
        say(f"{row.title}" + (f"  [{row.note}]" if row.note else ""), indent=indent + 2, hang=2)
        for cell in row.cells:
            for line in cell.lines:
                if line.about_absence and line.word:
                    say(f"{names[cell.column]}: {line.word}", indent=indent + 4)
                    continue
                show_line(line, evidence=evidence, indent=indent + 4, bullet=f"{names[cell.column]}:")
