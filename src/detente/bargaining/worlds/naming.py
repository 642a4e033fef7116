"""Names for random numbers that hang on what is held, not on what a party is called or where it stands in a list.

So the same seed gives the same answer when parties are renamed or reordered, and a new report changes only the draws of what it
speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.bargaining.worlds.yeses import Draw
from detente.kernel.ids import digest
from detente.ledger.agenda import Key
from detente.ledger.positions import Position
from detente.packs.model import Pack

_UNHEARD = "unheard"


class Naming:
    """What each party is told by. Two that hold the very same on a matter are told apart by all else, and only then by name."""

    def __init__(self, positions: Sequence[Position], pack: Pack) -> None:
        """Take every position of every stage."""
        self._own: dict[tuple[str, Key], str] = {}
        whole: dict[str, list[str]] = {}
        for p in sorted(positions, key=lambda p: p.stage):
            figures = sorted(f"{v} {f.p} {f.mass_for} {f.mass_against}" for v, f in p.figures.items())
            at = p.party, p.key
            self._own[at] = self._own.get(at, "") + digest([p.stage, figures])
            whole.setdefault(p.party, []).append(digest([p.stage, str(p.key), figures]))
        self._faces = {party: _face(party, whole.get(party, ()), pack) for party in {*pack.parties, *whole}}
        self._order = sorted(self._faces, key=lambda p: (self._faces[p], p))

    def of(self, draw: Draw) -> str:
        """The name of a draw."""
        face = self._own.get((draw.party, draw.key), _UNHEARD)
        alike = [p for p in self._order if self._own.get((p, draw.key), _UNHEARD) == face]
        return digest([str(draw.key), draw.part, draw.kind, face, alike.index(draw.party)])

    def factor(self, party: str) -> str:
        """The name of a party's common factor."""
        alike = [p for p in self._order if self._faces[p] == self._faces[party]]
        return digest(["factor", self._faces[party], alike.index(party)])


def _face(party: str, held: Sequence[str], pack: Pack) -> str:
    """What tells a party from another without its name: what it holds, signs, provides, decides, tabled, pulls to and needs."""
    signs = sorted(stage for stage, names in pack.signatories.items() if party in names)
    gives = sorted([p.issue, p.instance or "", *p.options] for p in pack.providers if party in p.parties)
    decides = sorted([c.issue, c.instance or ""] for c in pack.consent if party in c.parties)
    tabled = sorted(p.id for p in pack.proposals.values() if party in p.by)
    pulls = sorted([p.issue, p.instance or "", p.pole] for p in pack.poles if p.party == party)
    needs = sorted(n.id for n in pack.needs if n.party == party)
    return digest([sorted(held), signs, gives, decides, tabled, pulls, needs])
