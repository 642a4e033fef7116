"""The training reports as they are written down (training/reports/GUIDE.md): text lines with labels beneath them.

`read_marked` turns one file into reports with texts, statements and attributions whose offsets point into the text.
A fault is a line of `faults`, with file and line. Words that stand in their sentence more than once are taken at the first place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

KINDS = {"pos": "position", "for": "forecast", "ass": "assessment", "evt": "event"}
TYPES = {"d": "direct", "m": "mixed", "i": "indirect"}
BASES = frozenset(["own", "counterpart", "insider", "analyst", "reported"])
STANCES = frozenset(["demand", "propose", "accept", "reject", "hedge"])
STAGES = {"t": "truce", "s": "settlement"}
NAMED = frozenset(["ev", "inst", "y", "cond", "on", "cert", "date", "via", "about", "spk"])
Range = tuple[int, int]
Term = tuple[str, str | None]


@dataclass
class Said:
    """An attribution: `source` is None where it stands in another sentence; `named` is then its name."""

    source: Range | None
    named: str | None
    cue: Range | None
    content: list[Range]
    type: str
    sentence: int


@dataclass
class Coded:
    """A statement; fields as in the codebook, `evidence` as a range, `sentence` the index of its sentence."""

    kind: str
    basis: str
    holder: str | None
    stance: str | None
    issue: str
    option: str | None
    evidence: Range
    sentence: int
    stage: str | None = None
    instance: str | None = None
    target: str | None = None
    condition: Range | None = None
    condition_on: list[Term] = field(default_factory=list)
    certainty: str | None = None
    date: str | None = None
    via: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    speaker: str | None = None


@dataclass
class Report:
    """One report: its header, its text, its sentences (ranges), and what they carry."""

    id: str
    conflict: str
    head: dict[str, str]
    line: int = 0
    text: str = ""
    sentences: list[Range] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    coded: list[Coded] = field(default_factory=list)


class Fault(ValueError):
    """A label that cannot be placed."""


def read_marked(path: Path) -> tuple[list[Report], list[str]]:
    """The reports of one file, and its faults as "file:line: what is wrong"."""
    reports: list[Report] = []
    faults: list[str] = []
    heading = broken = False
    lines = [line.rstrip() for line in path.read_text(encoding="utf-8").split("\n")]
    for number, line in enumerate(lines, 1):
        try:
            if line.startswith("=== "):
                reports.append(Report(line[4:].strip(), path.parent.name, {}, number))
                heading, broken = True, False
            elif not reports:
                if line:
                    raise Fault("text before the first '=== id'")
            elif heading:
                heading = line != "---"
                if heading and line:
                    key, _, value = line.partition(":")
                    reports[-1].head[key.strip()] = value.strip()
            elif line.startswith("@ "):
                reports[-1].said.append(_said(reports[-1], line[2:]))
            elif line.startswith("> "):
                reports[-1].coded.append(_coded(reports[-1], line[2:]))
            elif not line:
                broken = True
            else:
                _add_sentence(reports[-1], line, paragraph=broken)
                broken = False
        except Fault as fault:
            faults.append(f"{path}:{number}: {fault}")
    return reports, faults


def _add_sentence(report: Report, line: str, *, paragraph: bool) -> None:
    if report.text:
        report.text += "\n\n" if paragraph else " "
    report.sentences.append((len(report.text), len(report.text) + len(line)))
    report.text += line


def _here(report: Report) -> tuple[int, Range]:
    if not report.sentences:
        raise Fault("a label before the first sentence")
    return len(report.sentences) - 1, report.sentences[-1]


def _place(report: Report, words: str) -> Range:
    """Where words stand in the last sentence; `a ... b` runs from a to the first b after it."""
    _, (start, end) = _here(report)
    first, dots, last = words.strip().partition(" ... ")
    at = report.text.find(first.strip(), start, end)
    if at < 0:
        raise Fault(f"not in the sentence: {first.strip()!r}")
    stop = at + len(first.strip())
    if dots:
        to = report.text.find(last.strip(), stop, end)
        if to < 0:
            raise Fault(f"not after {first.strip()!r}: {last.strip()!r}")
        stop = to + len(last.strip())
    return at, stop


def _said(report: Report, label: str) -> Said:
    parts = [p.strip() for p in label.split(" | ")]
    if len(parts) != 4 or parts[3] not in TYPES:
        raise Fault(f"an attribution is SOURCE | CUE | CONTENT | d, m or i, not {label!r}")
    source, cue, content, kind = parts
    named = source[1:].strip() if source.startswith("=") else None
    if named and named not in report.text:
        raise Fault(f"'={named}' stands in no earlier sentence of the report, written so")
    sentence, _ = _here(report)
    return Said(
        None if named or source == "-" else _place(report, source),
        named,
        None if cue == "-" else _place(report, cue),
        [_place(report, piece) for piece in content.split(" ;; ")],
        TYPES[kind],
        sentence,
    )


def _terms(value: str) -> Iterator[Term]:
    for piece in value.split(","):
        issue, _, option = piece.strip().partition("=")
        yield issue, option or None


def _coded(report: Report, label: str) -> Coded:
    head, *fields = [p.strip() for p in label.split(" | ")]
    words = head.split()
    wanted = 5 if words and words[0] == "pos" else 4
    if len(words) != wanted or words[0] not in KINDS or words[1] not in BASES:
        raise Fault(f"a statement is KIND BASIS HOLDER [STANCE of a pos] ISSUE[=OPTION], not {head!r}")
    if wanted == 5 and words[3] not in STANCES:
        raise Fault(f"no stance {words[3]!r}")
    issue, _, option = words[-1].partition("=")
    sentence, whole = _here(report)
    coded = Coded(
        KINDS[words[0]],
        words[1],
        None if words[2] == "-" else words[2],
        words[3] if wanted == 5 else None,
        issue,
        option or None,
        whole,
        sentence,
    )
    coded.speaker = _speaker(report, sentence)
    for given in fields:
        _field(report, coded, given)
    return coded


def _speaker(report: Report, sentence: int) -> str | None:
    if not report.said or report.said[-1].sentence != sentence:
        return None
    said = report.said[-1]
    return report.text[slice(*said.source)] if said.source else said.named


def _field(report: Report, coded: Coded, given: str) -> None:
    if given in STAGES:
        coded.stage = STAGES[given]
        return
    name, colon, value = given.partition(":")
    name, value = name.strip(), value.strip()
    if not colon or name not in NAMED or not value:
        raise Fault(f"no field {given!r}")
    if name in {"ev", "cond"}:
        setattr(coded, {"ev": "evidence", "cond": "condition"}[name], _place(report, value))
    elif name == "on":
        coded.condition_on = list(_terms(value))
    elif name in {"via", "about"}:
        setattr(coded, name, [v.strip() for v in value.split(";" if name == "via" else ",")])
    elif name == "spk":
        coded.speaker = None if value == "-" else value
    else:
        names = {"inst": "instance", "y": "target", "cert": "certainty", "date": "date"}
        setattr(coded, names[name], value)
