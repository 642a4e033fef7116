"""Are both sides read alike? `python tools/reader/swap.py READER [--texts 200]`: names swapped in text, pack left as it is.

In reports of invented conflicts each name of one belligerent (party, demonym, body, office-holder) is put where one of the
other stood, and back. What is read must be the same with holders, targets and instances swapped, and nothing else changed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from examples import document_of
from marked import Report
from score import ROOT, reports_of

from detente.corpus.document import Document
from detente.desk.choose import choose
from detente.packs.model import Pack
from detente.statements.record import Statement
from detente.statements.rules.lexicon import build_lexicon
from detente.statements.rules.names import NameBook
from detente.statements.rules.scenes import Eyes, scenes_of

_Says = tuple[str | None, ...]


@dataclass(frozen=True)
class Swap:
    """The names of two parties by kind, each with the one that takes its place."""

    one: str
    other: str
    names: dict[str, str]

    def party(self, party: str | None) -> str | None:
        """The party that stands for another in the swapped text."""
        return {self.one: self.other, self.other: self.one}.get(party or "", party)


def swap_of(pack: Pack) -> Swap:
    """The swap of a pack's first two belligerents: names of a kind in their order, the last for all that are left over."""
    one, other = pack.belligerents[:2]
    names: dict[str, str] = {}
    for mine, theirs in zip(_names(pack, one), _names(pack, other), strict=True):
        short = min(len(mine), len(theirs))
        for i in range(short):
            names[mine[i]], names[theirs[i]] = theirs[i], mine[i]
        for left, by in ((mine, theirs), (theirs, mine)):
            names |= {name: by[-1] for name in left[short:] if by}
    return Swap(one, other, names)


def _names(pack: Pack, party: str) -> tuple[list[str], ...]:
    """A party's own names, demonyms, bodies, and persons: full names, then surnames."""
    mine = pack.parties[party]
    persons = [p for p in pack.persons.values() if any(o.party == party for o in p.offices)]
    bodies = [b for b in pack.bodies.values() if b.party == party]
    return (
        list(dict.fromkeys([mine.name, *(a for group in mine.aliases.values() for a in group)])),
        [a for group in mine.demonyms.values() for a in group],
        [b.name for b in bodies],
        [p.name for p in persons],
        [p.surname or p.name.split()[-1] for p in persons],
    )


def swapped(document: Document, swap: Swap, eyes: Eyes) -> Document | None:
    """The document with the names swapped; None where a name of the two has no counterpart."""
    text, pieces, at = document.text, [], 0
    found = [
        m
        for scene in scenes_of(document, eyes)
        for m in eyes.names.find(text, scene.words.starts, document.metadata.published)
    ]
    for mention in sorted(found, key=lambda m: m.start):
        if mention.party not in {swap.one, swap.other} or mention.start < at:
            continue
        name = text[mention.start : mention.end]
        by = swap.names.get(name)
        if by is None:
            return None
        pieces += [text[at : mention.start], by]
        at = mention.end
    if not pieces:
        return None
    return Document(document.name, "".join([*pieces, text[at:]]), document.metadata)


def says(statements: tuple[Statement, ...], swap: Swap | None) -> Counter[_Says]:
    """What statements say, without their places; with the parties swapped where a swap is given."""
    party = swap.party if swap else (lambda one: one)
    return Counter(
        (
            *(s.kind, party(s.holder), s.stance, s.issue, s.option, s.instance),
            *(party(s.target), s.basis, s.stage, s.certainty, s.date, str(s.condition_on)),
        )
        for s in statements
    )


def _texts(count: int) -> list[tuple[Pack, Report]]:
    """Reports of invented conflicts whose two sides are told of in names that can be swapped."""
    groups = reports_of(ROOT / "training/reports", {"unseen", "held", "tuning"})
    groups = [(p, [r for r in reports if "source" not in r.head]) for p, reports in groups]
    return [(pack, report) for pack, reports in groups if len(pack.belligerents) > 1 for report in reports][
        :count
    ]


def main(argv: list[str]) -> None:
    """Print how many records stayed the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader")
    parser.add_argument("--texts", type=int, default=200)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--show", action="store_true", help="print what changed")
    args = parser.parse_args(argv)
    same = every = texts = skipped = 0
    readers = {}
    for pack, report in _texts(3 * args.texts):
        if texts == args.texts:
            break
        if pack.id not in readers:
            more = {"folder": args.weights} if args.weights else {}
            reader = choose("detente.readers", args.reader)(pack, **more)
            readers[pack.id] = (reader, Eyes(build_lexicon(pack), NameBook(pack)), swap_of(pack))
        read, eyes, swap = readers[pack.id]
        first = document_of(report)
        second = swapped(first, swap, eyes)
        if second is None:
            skipped += 1
            continue
        a, b = says(read(first).statements, swap), says(read(second).statements, None)
        texts, same, every = texts + 1, same + sum((a & b).values()), every + sum((a | b).values())
        if args.show and a != b:
            print(report.id, *sorted(map(str, a - b)), "<>", *sorted(map(str, b - a)), sep="\n  ")
    print(
        json.dumps(
            {"texts": texts, "skipped": skipped, "records": every, "same": round(same / max(every, 1), 4)}
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
