"""Statements that a person coded: records with the codebook's fields, brought onto the texts they stand in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.corpus.document import Document
from detente.kernel.dates import parse_when
from detente.kernel.errors import BadDate
from detente.kernel.problems import Problem
from detente.kernel.spans import Span
from detente.kernel.suggest import did_you_mean
from detente.packs.model import Pack
from detente.statements.record import BASES, CODEBOOK_FIELDS, KINDS, PSEUDO_OPTIONS, STANCES, Statement

_EXTRA = {"start", "end", "id", "confidence", "rules", "origin", "doc_hash", "note"}
_LISTS = {"via", "condition_on", "about"}
_MAX_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Imported:
    """Statements by document name, in the order of the file, and the records that could not be taken."""

    statements: Mapping[str, tuple[Statement, ...]]
    problems: tuple[Problem, ...]


def import_statements(
    lines: Iterable[str], documents: Mapping[str, Document], pack: Pack, *, name: str
) -> Imported:
    """Take JSON records, one a line, onto their documents (by file name).

    A record whose evidence is not in its text, whose issue the pack does not have, or that is no record at all becomes a
    problem with the file's line and what to do; the others are taken.
    """
    found: dict[str, list[Statement]] = {}
    problems: list[Problem] = []
    for number, written in enumerate(lines, start=1):
        text = written.removeprefix("\ufeff")
        if not text.strip():
            continue
        place = f"{name}:{number}"
        record, fault = _parsed(text, place)
        if record is None or fault:
            problems.append(fault or _refused(place, "no record", "write one JSON object a line"))
            continue
        made = _statement(record, documents, (pack, place))
        if isinstance(made, Problem):
            problems.append(made)
        else:
            found.setdefault(str(record["doc"]), []).append(made)
            problems.extend(_remarks(made, pack, place))
    return Imported({doc: tuple(dict.fromkeys(s)) for doc, s in found.items()}, tuple(problems))


def _refused(place: str, message: str, remedy: str) -> Problem:
    return Problem("record-refused", place, message, remedy, "error")


def _parsed(text: str, place: str) -> tuple[dict[str, Any] | None, Problem | None]:
    if len(text) > _MAX_LINE:
        return None, _refused(place, "a line of over a million characters", "write one record a line")
    try:
        record = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as fault:
        return None, _refused(place, f"no JSON ({fault})", "write one JSON object a line")
    if not isinstance(record, dict):
        return None, _refused(place, "no object", "write one JSON object a line")
    unknown = sorted(set(record) - set(CODEBOOK_FIELDS) - _EXTRA)
    if unknown:
        hint = did_you_mean(unknown[0], CODEBOOK_FIELDS)
        return None, _refused(
            place, f"unknown field '{unknown[0]}'{hint}", "fields are those of docs/codebook.md"
        )
    missing = [f for f in ("doc", "evidence", "kind", "issue") if not record.get(f)]
    if missing:
        return None, _refused(
            place, f"'{missing[0]}' is missing", "every record needs doc, evidence, kind and issue"
        )
    return record, None


def _statement(
    record: dict[str, Any], documents: Mapping[str, Document], setting: tuple[Pack, str]
) -> Statement | Problem:
    pack, place = setting
    document = documents.get(str(record["doc"]))
    if document is None:
        hint = did_you_mean(str(record["doc"]), documents)
        return _refused(
            place, f"no report named '{record['doc']}'{hint}", "give the reports beside the statements"
        )
    fault = _bad_value(record, pack)
    if fault:
        return _refused(place, *fault)
    span = locate(document, str(record["evidence"]), start=record.get("start"), end=record.get("end"))
    if span is None:
        words = str(record["evidence"])[:60]
        return _refused(
            place, f"evidence “{words}…” is not in {document.name}", "copy the words character for character"
        )
    fields: dict[str, Any] = {k: record.get(k) for k in CODEBOOK_FIELDS if k not in {"doc", "basis", *_LISTS}}
    confidence = record.get("confidence")
    return Statement(
        doc=document.hash,
        span=span,
        basis=record.get("basis") or "reported",
        via=tuple(record.get("via") or ()),
        condition_on=_terms(record.get("condition_on")),
        about=tuple(record["about"]) if record.get("about") else None,
        confidence=1.0 if confidence is None else float(confidence),
        rules=tuple(record.get("rules") or ()),
        origin=str(record.get("origin") or "person"),
        **fields,
    )


def locate(document: Document, evidence: str, *, start: object, end: object) -> Span | None:
    """Where evidence stands: at the given place where the words are there, else its first occurrence outside furniture."""
    if not evidence:
        return None
    if (
        isinstance(start, int)
        and isinstance(end, int)
        and 0 <= start < end <= len(document.text)
        and document.text[start:end] == evidence
    ):
        return Span(start, end)
    at = document.text.find(evidence)
    first = at
    while at >= 0:
        span = Span(at, at + len(evidence))
        if not any(f.span.overlaps(span) for f in document.furniture):
            return span
        at = document.text.find(evidence, at + 1)
    return Span(first, first + len(evidence)) if first >= 0 else None


def _terms(raw: object) -> tuple[tuple[str, str | None], ...] | None:
    if not isinstance(raw, list) or not raw:
        return None
    return tuple((t[0], t[1] if len(t) == 2 else None) for t in raw)


_CHOICES: Mapping[str, tuple[str | None, ...]] = {
    "kind": KINDS,
    "stance": (*STANCES, None),
    "basis": BASES,
    "stage": ("truce", "settlement", None),
}


def _bad_value(record: Mapping[str, Any], pack: Pack) -> tuple[str, str] | None:
    """What is wrong with a record's values, and the remedy; None where nothing is."""
    wrong = _wrong_form(record)
    if wrong:
        return wrong
    for field, allowed in _CHOICES.items():
        value = record.get(field)
        if value not in allowed and not (field == "basis" and value is None):
            return f"'{value}' is no {field}", f"it is one of {', '.join(str(a) for a in allowed if a)}"
    if pack.leaf(str(record["issue"])) is None:
        return (
            f"no issue '{record['issue']}'{did_you_mean(str(record['issue']), pack.leaves)}",
            "correct the issue",
        )
    if (record["kind"] == "position") != (record.get("stance") is not None):
        return "a stance belongs to positions, and every position has one", "correct kind or stance"
    try:
        parse_when(record.get("date"))
    except BadDate as fault:
        return str(fault), "correct the date"
    return None


def _wrong_form(record: Mapping[str, Any]) -> tuple[str, str] | None:
    """A field that is no text, no list or no share where it must be one, and the remedy."""
    for field, value in record.items():
        right, remedy = _FORMS.get(field, (_is_text, "give text or null"))
        if value is not None and not right(value):
            return f"'{field}' is {str(value)[:60]!r}", remedy
    return None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def _are_terms(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(t, list) and len(t) in {1, 2} and isinstance(t[0], str) and isinstance(t[-1], str | None)
        for t in value
    )


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


_FORMS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "via": (_are_texts, "give a list of texts"),
    "about": (_are_texts, "give a list of texts"),
    "rules": (_are_texts, "give a list of texts"),
    "condition_on": (_are_terms, "give a list of [issue, option]"),
    "confidence": (_is_share, "give a number from 0 to 1"),
    "start": (lambda _: True, ""),
    "end": (lambda _: True, ""),  # a place that is none is looked up
}


def _remarks(statement: Statement, pack: Pack, place: str) -> tuple[Problem, ...]:
    """What is taken all the same, but should be looked at: an unknown option or holder."""
    found = []
    leaf = pack.leaves[statement.issue]
    known = {*(o.id for o in leaf.options), *PSEUDO_OPTIONS}
    if statement.option is not None and statement.option not in known:
        message = (
            f"issue '{leaf.id}' has no option '{statement.option}'{did_you_mean(statement.option, known)}"
        )
        found.append(
            Problem("unknown-option", place, message, "it is kept as if no option were named", "warning")
        )
    if statement.holder is not None and statement.holder not in pack.parties:
        message = (
            f"no party '{statement.holder}' in pack {pack.id}{did_you_mean(statement.holder, pack.parties)}"
        )
        found.append(Problem("unknown-party", place, message, "add it to the pack's parties", "note"))
    return tuple(found)
