"""Random small conflicts in which two parties speak often of one or two matters, mostly on known days and in their own words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from detente.packs.model import Leaf, Option, Pack, Pole
from random_worlds import Saying, World, packs

_STANCES = ("demand", "reject", "accept", "accept", "propose", "hedge")
_BASES = ("own", "own", "own", "own", "reported", "analyst", "counterpart", "insider")
_PLACES = tuple(Option(f"o{i}", f"O{i}") for i in range(4))
_DAYS = ("2025-01-10", "2025-01-12", "2025-02", "2025-02-10", "2025-03-10", None)


@st.composite
def talkative_worlds(draw: st.DrawFn, *, conditions: bool = False) -> World:
    """A world of 4 to 14 sayings; with `conditions`, half of them tie one matter to the other."""
    pack = draw(packs(rules=False))
    if draw(st.booleans()):
        pack = _on_an_axis(pack)
    parties = list(pack.parties)[:2]
    issues = list(pack.leaves.values())[:2]
    if not conditions and draw(st.booleans()):
        issues = issues[:1]

    def saying() -> Saying:
        leaf = draw(st.sampled_from(issues))
        other = issues[1] if leaf is issues[0] and len(issues) > 1 else issues[0]
        tied = conditions and other is not leaf and draw(st.booleans())
        plain = Saying(
            draw(st.sampled_from(parties)), draw(st.sampled_from(_STANCES)), leaf.id, _option(draw, leaf),
            draw(st.sampled_from(_BASES)), draw(st.sampled_from(_DAYS)), draw(st.integers(0, 3)),
        )  # fmt: skip
        return replace(plain, only_if=(other.id, _option(draw, other))) if tied else plain

    return World(pack, tuple(saying() for _ in range(draw(st.integers(4, 14)))))


def _on_an_axis(pack: Pack) -> Pack:
    """The pack with an axis for its first matter, on which the two parties pull apart."""
    leaf = Leaf("x.a", "x.a", type="ordinal", monotone=True, axis=("low", "high"), options=_PLACES)
    ends = zip(pack.parties, leaf.axis, strict=False)
    poles = tuple(Pole(party, leaf.id, end, "invented") for party, end in ends)
    return replace(pack, leaves={**pack.leaves, leaf.id: leaf}, poles=poles)


def _option(draw: st.DrawFn, leaf: Leaf) -> str | None:
    return draw(st.sampled_from([*(o.id for o in leaf.options), None]))
