"""Agreement of a project's coders, and the lines where they differ with the decision between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from detente.desk.corrections import changes_of, differences
from detente.desk.project import Project
from detente.desk.reviewing import Reviewer, act
from detente.kernel.errors import BadInput, UnknownName
from detente.kernel.suggest import did_you_mean
from detente.ledger.agreement import LINE, Agreement, agreement, differing
from detente.ledger.coding import Unit, coders_of, judgements, units
from detente.ledger.entries import Review, ReviewAction, Standing
from detente.ledger.reviewing import Reviewed, ReviewedLine, revised, standing
from detente.ledger.superseding import between_of
from detente.statements.record import Statement

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Coded:
    """What the coders of a project have, side by side."""

    coders: tuple[str, ...]
    units: tuple[Unit, ...]
    reviewed: Reviewed


@dataclass(frozen=True, slots=True)
class Difference:
    """Words on which coders differ: the line on which the decision is made, and the fields (`line`: whether there is one)."""

    line: str
    unit: Unit
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is taken of a difference: a coder's line, or nobody's, with `field=value` pairs changed; and why."""

    take: str | None
    pairs: Sequence[str] = ()
    reason: str | None = None


def coded(project: Project, between: Sequence[str] = ()) -> Coded:
    """What coders have side by side, of all or of some; raises UnknownName, or BadInput where there are not two."""
    entries, reviews = project.file.entries(), project.file.reviews()
    reviewed = standing(entries, reviews)
    found = judgements(reviewed, entries)
    known = coders_of(found)
    for name in between:
        if name not in known:
            names = ", ".join(known) or "nobody"
            raise UnknownName(
                f"no coder '{name}' in {project.path.name}{did_you_mean(name, known) or ';'} coders: {names}"
            )
    coders = tuple(dict.fromkeys(between)) or known
    if len(coders) < 2:
        raise BadInput(
            f"{len(coders)} coder; agreement needs two: a second one codes with "
            f"`detente review {project.path} --second --reviewer NAME`"
        )
    docs = {name: line.statement.doc for name, line in reviewed.lines.items()}
    docs |= {one.line: one.statement.doc for one in found if one.statement}
    read = {entry.statement.id for entry in entries}
    known_lines = [one for one in found if one.line in docs]
    return Coded(coders, units(known_lines, coders, docs=docs, read=read), reviewed)


def agreed(project: Project, between: Sequence[str] = ()) -> Agreement:
    """How far the coders of a project agree; raises as `coded`."""
    found = coded(project, between)
    return agreement(found.units, found.coders)


def differences_of(found: Coded) -> tuple[Difference, ...]:
    """The words on which coders differ and nobody has decided since, in the order of documents and words."""
    made = []
    for unit in found.units:
        fields = _differing(unit)
        if fields and not _decided(unit, found.reviewed):
            made.append(Difference(_line_of(unit, found.reviewed), unit, fields))
    return tuple(made)


def _differing(unit: Unit) -> tuple[str, ...]:
    has = [j.statement for j in unit.judged.values()]
    lines = [s for s in has if s is not None]
    fields = {f: None for one, other in combinations(lines, 2) for f in differing(one, other)}
    return ((LINE,) if lines and len(lines) < len(has) else ()) + tuple(fields)


def _decided(unit: Unit, reviewed: Reviewed) -> bool:
    """Whether somebody decided between coders after the last of them judged."""
    newest = max(judged.at for judged in unit.judged.values())
    lines = (reviewed.lines.get(judged.line) for judged in unit.judged.values())
    made = (review for line in lines if line for review in line.reviews)
    return any(between_of(review) and review.at >= newest for review in made)


def _line_of(unit: Unit, reviewed: Reviewed) -> str:
    """The line on which a decision is made: one that stands in the ledger, else a coder's own."""
    ids = dict.fromkeys(judged.line for judged in unit.judged.values())
    live = [n for n in ids if n in reviewed.lines and reviewed.lines[n].standing is not Standing.SUPERSEDED]
    return next(iter([*live, *(n for n in ids if n in reviewed.lines), *ids]))


def decide(
    project: Project, name: str, decision: Decision, *, by: tuple[Reviewer, Sequence[str]]
) -> tuple[Review, ...]:
    """Append the decision on a difference as an ordinary review that names its coders; raises UnknownName or BadInput.

    `by`: who decides, and the coders between whom (all where none are named).
    """
    reviewer, between = by
    found = coded(project, between)
    open_ones = differences_of(found)
    one = next((d for d in open_ones if name in {d.line, *(j.line for j in d.unit.judged.values())}), None)
    if one is None:
        close = did_you_mean(name, [d.line for d in open_ones]) or ";"
        raise UnknownName(f"coders do not differ on '{name}'{close} --adjudicate lists where they do")
    line, names = found.reviewed.lines.get(one.line), tuple(one.unit.judged)
    taken = _taken(one.unit, decision, line)
    if decision.pairs:
        if taken is None:
            raise BadInput("nobody's line has no fields to set; take a coder's, or set nothing")
        known = line.original_id if line else None
        pairs = changes_of(project, known, decision.pairs) if known else dict(_plain(decision.pairs))
        taken = revised(taken, pairs)
    why = f"adjudicated between {' and '.join(names)}: {_told(decision)}"
    why += f"; {decision.reason}" if decision.reason else ""
    act_of = _Act(reviewer, why, {"between": list(names)}, project)
    reviews = _reviews(one, (line, taken), act_of)
    act(project, *reviews)
    return reviews


def _taken(unit: Unit, decision: Decision, line: ReviewedLine | None) -> Statement | None:
    """The line that is taken, before fields are set; raises where no such coder has judged it."""
    if decision.take is None:
        if not decision.pairs:
            raise BadInput("no decision; give --take NAME, --take nobody, or --set field=value")
        return line.statement if line else next(s for j in unit.judged.values() if (s := j.statement))
    if decision.take == NOBODY and NOBODY not in unit.judged:
        return None
    if decision.take not in unit.judged:
        raise UnknownName(
            f"'{decision.take}' did not judge these words; take one of {', '.join(unit.judged)}, or nobody"
        )
    return unit.statement(decision.take)


def _told(decision: Decision) -> str:
    taken = "corrected" if decision.take is None else f"took {decision.take}'s"
    return taken if not decision.pairs or decision.take is None else f"{taken}, corrected"


def _plain(pairs: Sequence[str]) -> list[tuple[str, Any]]:
    cut = [pair.partition("=") for pair in pairs]
    return [(field.strip(), None if value == "null" else value) for field, _, value in cut]


@dataclass(frozen=True, slots=True)
class _Act:
    """Who decides, why, between whom, and in which project."""

    reviewer: Reviewer
    reason: str
    marks: Mapping[str, Any]
    project: Project


def _reviews(
    one: Difference, what: tuple[ReviewedLine | None, Statement | None], by: _Act
) -> tuple[Review, ...]:
    """The reviews of a decision: an acceptance, correction, addition or rejection."""
    line, taken = what
    at, who = by.reviewer.clock(), by.reviewer.name
    if line is None:
        shown = taken or next(s for j in one.unit.judged.values() if (s := j.statement))
        record = shown.as_record(doc_name=by.project.file.document(shown.doc).name, full=True)
        add = Review(shown.id, ReviewAction.ADD, who, at, by.reason, record | dict(by.marks))
        return (add,) if taken else (add, Review(shown.id, ReviewAction.REJECT, who, at, by.reason, by.marks))
    if taken is None:
        return (Review(line.original_id, ReviewAction.REJECT, who, at, by.reason, by.marks),)
    changes = differences(line.statement, taken)
    action = ReviewAction.EDIT if changes else ReviewAction.ACCEPT
    return (Review(line.original_id, action, who, at, by.reason, changes | dict(by.marks)),)
