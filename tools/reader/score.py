"""Score readers on our own held-out reports: `python tools/reader/score.py READER... [--reports DIR] [--part unseen]`."""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from conflicts import conflict_pack
from examples import document_of
from marked import Report, Said, read_marked
from split import part

from detente.corpus.document import Document
from detente.desk.choose import choose
from detente.kernel.spans import Span
from detente.packs.model import Pack
from detente.statements.attribution import Attribution
from detente.statements.record import Statement
from detente.statements.scoring.attribution import Found, compare

ROOT = Path(__file__).resolve().parents[2]
_Tuple = tuple[str, str, str | None, str, str | None]


def coded_statements(report: Report, document: Document) -> list[Statement]:
    """The labels of a report as statements."""
    return [
        Statement(
            doc=document.hash,
            span=Span(*c.evidence),
            evidence=report.text[slice(*c.evidence)],
            kind=c.kind,  # type: ignore[arg-type]
            holder=c.holder,
            stance=c.stance,  # type: ignore[arg-type]
            issue=c.issue,
            option=c.option,
            instance=c.instance,
            target=c.target,
            condition=report.text[slice(*c.condition)] if c.condition else None,
            speaker=c.speaker,
            via=tuple(c.via),
            basis=c.basis,  # type: ignore[arg-type]
            certainty=c.certainty,
            date=c.date,
            stage=c.stage,  # type: ignore[arg-type]
            condition_on=tuple(c.condition_on) or None,
            about=tuple(c.about) or None,
        )
        for c in report.coded
    ]


def coded_attributions(report: Report) -> list[Attribution]:
    """The labels of a report as attributions."""

    def span(given: tuple[int, int] | None) -> Span | None:
        return Span(*given) if given else None

    def one(said: Said) -> Attribution:
        return Attribution(
            span(said.source),
            span(said.cue),
            tuple(Span(*c) for c in sorted(said.content)),
            said.type,  # type: ignore[arg-type]
        )

    return [one(said) for said in report.said]


def reports_of(root: Path, parts: set[str]) -> list[tuple[Pack, list[Report]]]:
    """The English reports of some parts, by conflict with its pack."""
    found = []
    for folder in sorted(p.parent for p in root.glob("*/conflict.yaml")):
        pack = conflict_pack(folder)
        if pack.languages[0] != "en":
            continue
        reports = [r for f in sorted(folder.glob("*.txt")) for r in read_marked(f)[0] if r.text]
        some = [r for r in reports if part(r) in parts]
        if some:
            found.append((pack, some))
    return found


def tuples(name: str, statements: list[Statement], kinds: set[str]) -> set[_Tuple]:
    """What the codebook's tuple F1 counts."""
    return {(name, s.kind, s.holder, s.issue, s.stance) for s in statements if s.kind in kinds}


def _chosen(group: str, name: str, weights: Path | None) -> Any:
    factory = choose(group, name)
    return partial(factory, folder=weights) if weights and name == "model" else factory


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("readers", nargs="*")
    parser.add_argument("--weights", type=Path, help="weights for the reader and the attributor 'model'")
    parser.add_argument("--attributor")
    parser.add_argument("--reports", type=Path, default=ROOT / "training/reports")
    parser.add_argument("--part", action="append")
    args = parser.parse_args(argv)
    for part_name in args.part or ["unseen", "held"]:
        groups = reports_of(args.reports, {part_name})
        for reader in args.readers:
            counts: dict[str, list[int]] = {
                k: [0, 0, 0] for k in ("all", "position", "forecast", "assessment", "event")
            }
            for pack, reports in groups:
                read = _chosen("detente.readers", reader, args.weights)(pack)
                for report in reports:
                    document = document_of(report)
                    mine, gold = list(read(document).statements), coded_statements(report, document)
                    for kind, count in counts.items():
                        kinds = {kind} if kind != "all" else {"position", "forecast", "assessment", "event"}
                        a, b = tuples(report.id, gold, kinds), tuples(report.id, mine, kinds)
                        count[0] += len(a & b)
                        count[1] += len(a)
                        count[2] += len(b)
            rates = {k: round(2 * c[0] / max(c[1] + c[2], 1), 3) for k, c in counts.items()}
            print(
                json.dumps({"part": part_name, "reader": reader, "tuple_f1": rates, "counts": counts["all"]}),
                flush=True,
            )
        if args.attributor:
            total = Found()
            for pack, reports in groups:
                attribute = _chosen("detente.attributors", args.attributor, args.weights)(pack)
                for report in reports:
                    total += compare(report.text, coded_attributions(report), attribute(document_of(report)))
            print(json.dumps({"part": part_name, "attributor": args.attributor, **total.rates()}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
