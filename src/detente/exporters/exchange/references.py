"""The reports on which lines rest, as references: BibTeX, RIS and CSL-JSON, for Zotero, Word and LaTeX.

Sources: BibTeX's entry type `misc` with BibLaTeX's `date` and `urldate`-free fields; RIS tags of Reference Manager (TY, TI,
AU, PB, DA, UR, ID, ER); CSL 1.0.2 input schema. A date is given as far as it is known.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from detente.exporters.exchange.places import plain
from detente.exporters.exchange.port import Exchange, Outgoing, Record, stands

_NOT_HELD = ("texts, lines and reviews: a list of references has the reports alone",)
_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "_": r"\_", "$": r"\$",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip
_NEWS = {"news", "analysis", "opinion", "interview"}


def cited(project: Outgoing) -> list[Record]:
    """The reports on which lines that stand rest, in the order of entry, each with what was last known of it."""
    docs = {line["doc"] for line in project.lines() if stands(line)}
    found: dict[str, Record] = {}
    for record in project.records():
        if record["record"] == "document" and record["hash"] in docs:
            found[record["hash"]] = {
                "doc": record["hash"],
                "author": record["byline"],
                "language": record["language"],
            }
        if record["record"] == "report" and record["doc"] in found:
            found[record["doc"]] |= record
    return list(found.values())


def _key(report: Record) -> str:
    """A name for citing: publisher, year and a piece of the hash."""
    publisher = re.sub(r"[^A-Za-z0-9]", "", report["publisher"] or "") or "report"
    return f"{publisher.lower()}{(report['published'] or '')[:4].strip('.')}-{report['doc'][:8]}"


def _one_line(text: str | None) -> str:
    return " ".join(plain(text).split())


def _date(report: Record) -> list[int]:
    """Year, month and day as far as they are known; the latest day of an interval."""
    known = (report["published"] or "").rpartition("/")[2].strip(".")
    return [int(part) for part in known.split("-") if part.isdecimal()]


def bibtex(path: Path, project: Outgoing) -> tuple[str, ...]:
    """A `.bib` file in UTF-8."""
    path.write_text("\n".join(map(_bibtex, cited(project))), encoding="utf-8", newline="\n")
    return _NOT_HELD


def _bibtex(report: Record) -> str:
    fields = {
        "title": report["title"] or report["name"],
        "author": report["author"],
        "publisher": report["publisher"],
        "date": report["published"],
        "language": report["language"],
    }
    lines = [f"  {name} = {{{_tex(value)}}},\n" for name, value in fields.items() if _one_line(value)]
    address = re.sub(r"[{}\\\s]", "", plain(report["url"]))
    lines += [f"  url = {{{address}}},\n"] if address else []
    return f"@misc{{{_key(report)},\n{''.join(lines)}}}\n"


def _tex(text: str | None) -> str:
    return "".join(_TEX.get(letter, letter) for letter in _one_line(text))


def ris(path: Path, project: Outgoing) -> tuple[str, ...]:
    """A `.ris` file in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        for report in cited(project):
            file.writelines(f"{tag}  - {value}\r\n" for tag, value in _ris(report))
            file.write("\r\n")
    return _NOT_HELD


def _ris(report: Record) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS" if report["kind"] in _NEWS else "GEN"
    day = "/".join(f"{part:02d}" for part in _date(report))
    tagged = (("TI", report["title"] or report["name"]), ("AU", report["author"]), ("PB", report["publisher"]),
              ("DA", f"{day}{'/' * (3 - len(_date(report)))}" if day else None), ("LA", report["language"]),
              ("UR", report["url"]), ("ID", _key(report)))  # fmt: skip
    yield from ((tag, _one_line(value)) for tag, value in tagged if _one_line(value))
    yield "ER", ""


def csl(path: Path, project: Outgoing) -> tuple[str, ...]:
    """CSL-JSON in UTF-8."""
    made = json.dumps([_csl(report) for report in cited(project)], ensure_ascii=False, indent=1)
    path.write_text(made + "\n", encoding="utf-8", newline="")
    return _NOT_HELD


def _csl(report: Record) -> dict[str, Any]:
    given = {
        "title": report["title"] or report["name"],
        "container-title": report["publisher"],
        "URL": report["url"],
        "language": report["language"],
    }
    item: dict[str, Any] = {
        "id": _key(report),
        "type": "article-newspaper" if report["kind"] in _NEWS else "document",
    }
    item |= {name: _one_line(value) for name, value in given.items() if _one_line(value)}
    if report["author"]:
        item["author"] = [{"literal": _one_line(report["author"])}]
    if _date(report):
        item["issued"] = {"date-parts": [_date(report)]}
    return item


BIBTEX = Exchange("reports cited, BibTeX", bibtex, None)
RIS = Exchange("reports cited, RIS", ris, None)
CSL = Exchange("reports cited, CSL-JSON", csl, None)
