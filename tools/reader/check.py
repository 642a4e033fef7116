"""Check training reports: `python tools/reader/check.py training/reports/CONFLICT...` names every fault with file and line."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml
from conflicts import conflict_pack
from marked import Coded, Report, read_marked

from detente.kernel.errors import DetenteError
from detente.packs.model import Pack

STYLES = frozenset(
    [
        "wire",
        "local",
        "tabloid",
        "translated",
        "thinktank",
        "explainer",
        "phrasebook",
        "readout",
        "transcript",
        "interview",
        "liveblog",
        "opinion",
        "party",
    ]
)
DOC_KINDS = frozenset(["news", "analysis", "opinion", "official", "transcript"])
_PSEUDO = frozenset(["silent", "deferred", "open_to_discuss"])


def main(folders: list[str]) -> int:
    """Print the faults and what is there; 1 if there is a fault."""
    faults: list[str] = []
    seen: set[str] = set()
    for folder in sorted(Path(f) for f in folders):
        reports, found = _folder(folder)
        twice = []
        for report in reports:
            twice += [report.id] if report.id in seen else []
            seen.add(report.id)
        faults += found + [f"{folder}: report id {t} is used twice" for t in twice]
        _tell(folder, reports)
    print(*faults, sep="\n")
    print(f"{len(seen)} reports, {len(faults)} faults")
    return 1 if faults else 0


def _folder(folder: Path) -> tuple[list[Report], list[str]]:
    try:
        pack = conflict_pack(folder)
    except (DetenteError, OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as fault:
        return [], [f"{folder}/conflict.yaml: {fault}"]
    reports: list[Report] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        some, found = read_marked(path)
        reports += some
        faults += found
        faults += [
            f"{path}:{report.line}: {report.id}: {f}" for report in some for f in _report(report, pack)
        ]
    return reports, faults


def _report(report: Report, pack: Pack) -> Iterator[str]:
    if report.head.get("style") not in STYLES:
        yield f"no style {report.head.get('style')!r}; one of {sorted(STYLES)}"
    if report.head.get("kind") not in DOC_KINDS:
        yield f"no kind {report.head.get('kind')!r}; one of {sorted(DOC_KINDS)}"
    try:
        date.fromisoformat(report.head.get("published", ""))
    except ValueError:
        yield f"published is no day: {report.head.get('published')!r}"
    if not 40 <= len(report.text.split()) <= 450:
        yield f"{len(report.text.split())} words; 60 to 400 are asked"
    for coded in report.coded:
        for fault in _coded(coded, pack):
            yield f"{coded.kind} on {coded.issue} ({report.text[slice(*coded.evidence)][:40]!r}): {fault}"


def _coded(coded: Coded, pack: Pack) -> Iterator[str]:
    for party in (coded.holder, coded.target):
        if party is not None and party not in pack.parties:
            yield f"no party {party!r} in conflict.yaml"
    for issue, option in [
        (coded.issue, coded.option),
        *coded.condition_on,
        *((a, None) for a in coded.about),
    ]:
        leaf = pack.leaves.get(issue)
        if leaf is None:
            yield f"no leaf {issue!r}"
        elif option is not None and option not in _PSEUDO and leaf.option(option) is None:
            yield f"{issue} has no option {option!r}; it has {[o.id for o in leaf.options]}"
    if coded.kind == "position" and coded.holder is None and coded.basis == "own":
        yield "a position in its own words without a holder"


def _tell(folder: Path, reports: list[Report]) -> None:
    coded = [c for r in reports for c in r.coded]
    kinds = Counter(c.kind for c in coded)
    words = sum(len(r.text.split()) for r in reports)
    print(
        f"{folder.name}: {len(reports)} reports, {words} words, {len(coded)} statements {dict(kinds)}, "
        f"{sum(len(r.said) for r in reports)} attributions"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
