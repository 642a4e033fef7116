"""Blind coding and agreement.

`python tools/reader/agreement.py blind OUT CONFLICT...` writes unlabelled copies of some reports for a second coder;
`python tools/reader/agreement.py compare FIRST SECOND` compares two folders of labelled reports by the codebook's measures.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from examples import document_of
from marked import Report, read_marked
from score import coded_attributions, coded_statements

from detente.statements.scoring.attribution import Found, compare
from detente.statements.scoring.matching import match

ROOT = Path(__file__).resolve().parents[2]
_EVERY = 5


def main(argv: list[str]) -> None:
    """Run one of the two."""
    if argv[0] == "blind":
        for conflict in argv[2:]:
            _blind(ROOT / "training/reports" / conflict, Path(argv[1]) / conflict)
    else:
        print(json.dumps(agreement(Path(argv[1]), Path(argv[2])), indent=1))


def _blind(folder: Path, out: Path) -> None:
    """Every fifth report, chosen by the hash of its id, without its labels."""
    out.mkdir(parents=True, exist_ok=True)
    kept: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        keep = False
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("=== "):
                keep = int(hashlib.sha256(line.encode()).hexdigest(), 16) % _EVERY == 0
            if keep and not line.startswith(("@ ", "> ")):
                kept.append(line)
    (out / "blind.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")


def _reports(folder: Path) -> dict[str, Report]:
    return {r.id: r for path in sorted(folder.glob("*/*.txt")) for r in read_marked(path)[0]}


def agreement(first: Path, second: Path) -> dict[str, float | int | None]:
    """The codebook's measures of one coder against the other, over the reports that both hold."""
    one, other = _reports(first), _reports(second)
    both = [i for i in one if i in other and one[i].text == other[i].text]
    count = dict.fromkeys(
        ["tuples", "tuples_1", "tuples_2", "pos", "pos_1", "pos_2", "same", "evidence_1", "evidence_2"], 0
    )
    agree = dict.fromkeys(["stance", "option", "basis", "speaker"], 0)
    of = dict(agree)
    said = Found()
    for i in both:
        a, b = (coded_statements(r, document_of(r)) for r in (one[i], other[i]))
        for name, kinds in (("tuples", None), ("pos", {"position"})):
            x, y = (
                {(s.kind, s.holder, s.issue, s.stance) for s in some if kinds is None or s.kind in kinds}
                for some in (a, b)
            )
            count[name] += len(x & y)
            count[f"{name}_1"] += len(x)
            count[f"{name}_2"] += len(y)
        pairs = match(a, b)
        count["same"] += len(pairs)
        count["evidence_1"] += len(a)
        count["evidence_2"] += len(b)
        for pair in pairs:
            for field in agree:
                if field == "stance" and pair.gold.kind != "position":
                    continue
                of[field] += 1
                agree[field] += getattr(pair.gold, field) == getattr(pair.read, field)
        said += compare(one[i].text, coded_attributions(one[i]), coded_attributions(other[i]))

    def f1(both_have: str, first_has: str, second_has: str) -> float:
        return round(2 * count[both_have] / max(1, count[first_has] + count[second_has]), 3)

    return {
        "reports": len(both),
        "statements_first": count["evidence_1"],
        "statements_second": count["evidence_2"],
        "tuple_f1": f1("tuples", "tuples_1", "tuples_2"),
        "positions_f1": f1("pos", "pos_1", "pos_2"),
        "evidence_f1": f1("same", "evidence_1", "evidence_2"),
        **{f"{k}_same": round(agree[k] / of[k], 3) if of[k] else None for k in agree},
        **{k: round(v, 3) if v is not None else None for k, v in said.rates().items()},
    }


if __name__ == "__main__":
    main(sys.argv[1:])
