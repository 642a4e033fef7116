"""Shifts, contradictions and links as sections that a person reads: each line with its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from detente.bargaining.wording import listed
from detente.briefs.evidence import Apparatus, apparatus
from detente.briefs.model import BriefLine, Section
from detente.desk.briefing import Heading, inputs_of
from detente.desk.moved import days_of, said_of, what_of
from detente.desk.project import Answer, Project
from detente.ledger.agenda import Key
from detente.ledger.contradictions import Contradiction, Side
from detente.ledger.shifts import Shift, ShiftKind
from detente.packs.model import Stage

T = TypeVar("T")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_SILENT = frozenset({ShiftKind.NEW_ISSUE, ShiftKind.DROPPED_ISSUE})
_WORD_OF = {
    "own": "in its own words",
    "reported": "as reported",
    "counterpart": "by a counterpart's account",
    "insider": "by unnamed sources",
    "analyst": "by experts",
}
_UNCLEAR = "truce or settlement? not every report tells"


def shifts_in_words(
    project: Project, answer: Answer, shifts: Sequence[Shift], *, most: int | None = None
) -> Section:
    """The latest shifts with what was said before and after them; new and dropped issues in a line for each time.

    `most`: so many of each (None: all, and of new and dropped issues each with its own words).
    """
    tools = tools_of(project, answer)
    moved = [s for s in shifts if s.kind not in _SILENT]
    silent = _together([s for s in shifts if s.kind in _SILENT])
    shown, left = latest(moved, most)
    told, more = latest(silent, most)
    notes = [f"{left} earlier shifts: --all"] if left else []
    notes += [f"{more} earlier times at which issues are new or no longer mentioned: --all"] if more else []
    undated = sum(not line.said.earliest for line in answer.view.counted)
    if undated:
        notes.append(
            f"{undated} of {len(answer.view.counted)} lines tell no day of their own, and show no shift."
        )
    return Section(
        "shifts",
        "Shifts",
        "Where a party's later dated words cannot stand beside its earlier ones. Undated words show no shift.",
        notes=("No shift was found. Few dated words are no sign of firmness.", *notes)
        if not shifts
        else tuple(notes),
        subsections=(
            *(_shift(s, tools) for s in shown),
            *([_silences(told, tools, whole=most is None)] if told else []),
        ),
    )


def latest(found: Sequence[T], most: int | None) -> tuple[Sequence[T], int]:
    """The last so many of a list, and how many are left out."""
    if most is None or len(found) <= most:
        return found, 0
    return found[len(found) - most :], len(found) - most


def tools_of(project: Project, answer: Answer) -> Apparatus:
    """What turns lines of the ledger into lines with evidence."""
    return apparatus(inputs_of(project, answer, Heading(_LONG_AGO)))


def _title(party: str, matter: str, stage: Stage | None) -> str:
    return f"{party} · {matter}" + (f" · {stage}" if stage else "")


def _shift(shift: Shift, tools: Apparatus) -> Section:
    wording = tools.wording
    marks = [
        str(shift.voice),
        *(["inferred"] if shift.inferred else []),
        *(["another person speaks"] if shift.by_another else []),
        *([_UNCLEAR] if shift.stage_unclear else []),
        *(["taking words to be as new as their reports"] if shift.assumed_fresh else []),
    ]
    steps = f"{shift.size} of {shift.steps} steps towards “{shift.towards}”" if shift.size else None
    sides = _before_and_after(shift, tools)
    title = _title(wording.party(shift.party), wording.key(shift.key), shift.stage)
    lead = " · ".join([days_of(shift), *([steps] if steps else []), *marks])
    return Section(f"shift-{shift.party}-{shift.key}", f"{title}: {what_of(shift)}", lead, lines=sides)


def _together(silent: Iterable[Shift]) -> list[list[Shift]]:
    """The new, or the dropped, issues of one party and time together."""
    groups: dict[tuple[object, ...], list[Shift]] = {}
    for shift in silent:
        groups.setdefault((shift.party, shift.kind, shift.after, shift.by), []).append(shift)
    return list(groups.values())


def _silences(groups: Sequence[Sequence[Shift]], tools: Apparatus, *, whole: bool) -> Section:
    """New and dropped issues, apart: they rest on what was not said."""
    return Section(
        "silences",
        "Issues that are new, and issues no longer mentioned",
        "Inferred from silence: a report that was not gathered can undo it. No longer to mention is not to concede.",
        lines=() if whole else tuple(_silence_line(group, tools) for group in groups),
        subsections=tuple(_silence(group, tools) for group in groups) if whole else (),
    )


def _silence_line(shifts: Sequence[Shift], tools: Apparatus) -> BriefLine:
    """What a party raised, or no longer mentions, in one line."""
    first, new = shifts[0], shifts[0].kind is ShiftKind.NEW_ISSUE
    issues = listed(tools.wording.inside(s.key) for s in shifts)
    word = "new" if new else "no longer mentioned"
    text = f"{tools.wording.party(first.party)}, {days_of(first)}: {word}: {issues}"
    lines = [x for s in shifts for x in (s.after_lines if new else s.before_lines)[:1]]
    return tools.line(f"silence-{first.party}", text, lines, voice=str(first.voice))


def _silence(shifts: Sequence[Shift], tools: Apparatus) -> Section:
    """The issues that a party raised, or dropped, at one time, and on which others it spoke meanwhile."""
    first, new = shifts[0], shifts[0].kind is ShiftKind.NEW_ISSUE
    name = f"{'new' if new else 'dropped'}-{first.party}-{first.by}"
    lines = [
        tools.line(name, f"{tools.wording.key(s.key)}: {said_of(s.key, about, tools.wording.pack)}", about)
        for s in shifts
        for about in (s.after_lines if new else s.before_lines,)
    ]
    other = dict.fromkeys(x for s in shifts for x in (s.before_lines if new else s.after_lines))
    issues = listed(sorted({tools.wording.inside(Key(x.statement.issue)) for x in other}))
    spoke = (
        f"{'until' if new else 'since'} then it spoke of {issues} ({' '.join(x.original_id for x in other)})"
    )
    title = f"{tools.wording.party(first.party)}: {'new' if new else 'no longer mentioned'}, {days_of(first)}"
    return Section(name, title, f"{first.voice} · inferred", lines=(*lines, tools.absence(name, spoke)))


def _before_and_after(shift: Shift, tools: Apparatus) -> tuple[BriefLine, ...]:
    name = f"shift-{shift.party}-{shift.key}"
    return tuple(
        tools.line(name, f"{when}: {said_of(shift.key, lines, tools.wording.pack)}", lines)
        for when, lines in (("before", shift.before_lines), ("then", shift.after_lines))
    )


def contradictions_in_words(
    project: Project, answer: Answer, found: Sequence[Contradiction], *, most: int | None = None
) -> Section:
    """Contradictions, those surely of one time first and apart from those that may be changes over time."""
    tools = tools_of(project, answer)
    more = len(found) - len(found[:most])
    found = found[:most]
    parts = [
        Section(
            f"contradictions-{name}",
            title,
            subsections=tuple(_contradiction(c, tools) for c in found if c.together is together),
        )
        for name, title, together in (
            ("now", "Said at the same time", True),
            ("perhaps", "Said at times that are not known: a contradiction, or a change over time", False),
        )
    ]
    return Section(
        "contradictions",
        "Contradictions",
        "Things said of one party that cannot both hold. Which of them is right, this does not tell.",
        notes=(f"{more} more: --all",) if more else () if found else ("None was found.",),
        subsections=tuple(p for p in parts if p.subsections),
    )


def _contradiction(found: Contradiction, tools: Apparatus) -> Section:
    wording = tools.wording
    title = _title(wording.party(found.party), wording.key(found.key), found.stage)
    marks = [
        *(["inferred: the clash lies in what the words imply"] if found.inferred else []),
        *(["each tells of another agreement"] if not found.values else []),
        *(
            ["one side speaks on conditions: both may be one position"]
            if any(s.conditional for s in found.sides)
            else []
        ),
        *(["one side is only said to be possible"] if found.tentative else []),
        *([_UNCLEAR] if found.stage_unclear else []),
    ]
    name = f"contradiction-{found.party}-{found.key}"
    lines = tuple(
        tools.line(name, f"{_by(s)}: {said_of(found.key, s.lines, tools.wording.pack)}", s.lines)
        for s in found.sides
    )
    return Section(name, f"{title}: {found.kind}", " · ".join(marks), lines=lines)


def _by(side: Side) -> str:
    """Who says it: the persons known, then on whose word."""
    bases = dict.fromkeys(line.statement.basis for line in side.lines)
    return ", ".join([*map(str, side.speakers), *(_WORD_OF[b] for b in bases)])
