"""Metadata that people keep beside their reports, in metadata.csv: when, by whom, under what title."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path, PurePosixPath
from typing import get_args

from detente.corpus.document import DocumentKind, Finding, Metadata
from detente.corpus.intake.decoding import decode
from detente.kernel.dates import UNKNOWN, When, parse_when
from detente.kernel.errors import BadDate
from detente.kernel.problems import Problem
from detente.kernel.suggest import did_you_mean

COLUMNS = ("file", "published", "publisher", "title", "url", "language", "kind")
HOW_DATED = "metadata file"
_KINDS = {kind: kind for kind in get_args(DocumentKind)}


def read_metadata(path: Path) -> tuple[Mapping[str, Metadata], tuple[Problem, ...]]:
    """The rows of a metadata.csv by file name (relative to its folder, with `/`); faults name the line.

    Columns: file, published (YYYY, YYYY-MM, YYYY-MM-DD or an interval), publisher, title, url, language,
    kind; all but `file` may be missing or empty. A faulty row keeps what is sound in it; of rows for one file
    the first counts.
    """
    try:
        content = path.read_bytes()
    except OSError as fault:
        return {}, (
            Problem(
                "unreadable", str(path), f"cannot be read: {fault.strerror}", "check its permissions", "error"
            ),
        )
    text, problems = decode(content, place=str(path))
    if text is None:
        return {}, problems
    return _rows(text.removeprefix("\ufeff"), path, list(problems))


def merged(given: Metadata, found: Metadata) -> Metadata:
    """What people gave, and where they gave nothing, what the page itself says."""
    chosen = {
        field.name: getattr(given, field.name)
        for field in fields(Metadata)
        if field.name in COLUMNS and field.name not in {"kind", "published"} and getattr(given, field.name)
    }
    kept = tuple(one for one in found.findings if given.finding(one.field) is None)
    result = replace(found, **chosen, findings=(*kept, *given.findings))
    if given.kind != "unknown":
        result = replace(result, kind=given.kind)
    if given.published.known:
        result = replace(result, published=given.published, how_dated=given.how_dated)
    return result


def _rows(
    text: str, path: Path, problems: list[Problem]
) -> tuple[Mapping[str, Metadata], tuple[Problem, ...]]:
    """The rows of the table, faults added to the problems."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count) if first.count(",") == 0 else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="")
    header = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    reader.fieldnames = header
    problems += _header_faults(header, path)
    if "file" not in header:
        return {}, tuple(problems)
    rows: dict[str, Metadata] = {}
    lines: dict[str, int] = {}
    try:
        for row in reader:
            place = f"{path}:{reader.line_num}"
            file = _file_name((row.get("file") or "").strip())
            if not file:
                problems.append(
                    Problem("no-file", place, "the row names no file", "fill in the column 'file'")
                )
            elif file in rows:
                message = f"'{file}' stands on line {lines[file]} already; that row counts"
                problems.append(Problem("duplicate-row", place, message, "remove one of the two rows"))
            else:
                if not (path.parent / file).is_file():
                    problems.append(
                        Problem(
                            "unknown-file",
                            place,
                            f"there is no file '{file}'",
                            "correct the name or remove the row",
                        )
                    )
                rows[file], lines[file] = _metadata(row, place, problems), reader.line_num
    except csv.Error as fault:
        problems.append(
            Problem(
                "bad-table", f"{path}:{reader.line_num}", str(fault), "save the table as CSV again", "error"
            )
        )
    return rows, tuple(problems)


def _header_faults(header: list[str], path: Path) -> list[Problem]:
    """What is wrong with the first line."""
    faults = [
        Problem(
            "unknown-column",
            f"{path}:1",
            f"column '{name}' is not known{did_you_mean(name, COLUMNS)}",
            f"columns are {', '.join(COLUMNS)}",
        )
        for name in header
        if name and name not in COLUMNS
    ]
    if "file" not in header:
        faults.append(
            Problem(
                "no-file-column",
                f"{path}:1",
                "the table has no column 'file'",
                f"begin it with {','.join(COLUMNS)}",
                "error",
            )
        )
    return faults


def _file_name(given: str) -> str:
    """The name with `/` between folders and without a leading `./`."""
    return PurePosixPath(given.replace("\\", "/")).as_posix() if given else ""


def _metadata(row: Mapping[str, str | None], place: str, problems: list[Problem]) -> Metadata:
    """One row as metadata, its faults added to the problems."""
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    published: When = UNKNOWN
    try:
        published = parse_when(cells["published"] or None)
    except BadDate as fault:
        problems.append(
            Problem("bad-date", place, str(fault), "correct the column 'published'; until then it is undated")
        )
    kind = _KINDS.get(cells["kind"].lower() or "unknown")
    if kind is None:
        message = f"kind '{cells['kind']}' is not known{did_you_mean(cells['kind'], _KINDS)}"
        problems.append(Problem("unknown-kind", place, message, f"kinds are {', '.join(sorted(_KINDS))}"))
    told = [name for name in COLUMNS if name != "file" and cells[name]]
    told = [name for name in told if name not in {"published", "kind"}]
    told += ["published"] * published.known + ["kind"] * (kind not in {None, "unknown"})
    return Metadata(
        findings=tuple(Finding(name, "given", HOW_DATED, "sure") for name in told),
        publisher=cells["publisher"] or None,
        title=cells["title"] or None,
        url=cells["url"] or None,
        language=cells["language"] or None,
        kind=kind or "unknown",
        published=published,
        how_dated=HOW_DATED if published.known else "not dated",
    )
