"""Random texts on random small conflicts: terms vague and precise, lists, alternatives, matters left open, texts seen in part."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from detente.packs.model import Leaf, Pack, Proposal
from random_worlds import packs

DATES = ("2025-01-01", "2025-02-01", "2025-02-01", "2025-03", "2025-04-05")


@st.composite
def texts(draw: st.DrawFn, pack: Pack, name: str) -> Proposal:
    """A text of one or two parties."""
    leaves = list(pack.leaves.values())
    terms = {leaf.id: _value(draw, leaf) for leaf in leaves if draw(st.integers(0, 3))}
    opened = tuple(leaf.id for leaf in leaves if not draw(st.integers(0, 3)))
    others: dict[str, dict[str, Any]] = {
        f"way{n}": {leaf.id: _value(draw, leaf) for leaf in leaves if draw(st.booleans())}
        for n in range(draw(st.sampled_from([0, 0, 2])))
    }
    by = tuple(draw(st.lists(st.sampled_from(list(pack.parties)), min_size=1, max_size=2, unique=True)))
    basis = draw(st.sampled_from(["text", "text", "report", "partial"]))
    return Proposal(
        name, name.title(), draw(st.sampled_from(DATES)), by, basis, terms, open=opened, alternatives=others
    )


def _value(draw: st.DrawFn, leaf: Leaf) -> Any:
    options = [o.id for o in leaf.options]
    if leaf.type == "set":
        return tuple(draw(st.lists(st.sampled_from(options), min_size=1, max_size=3, unique=True)))
    return draw(st.sampled_from(options))


@st.composite
def packs_with_texts(draw: st.DrawFn, *, least: int = 2) -> Pack:
    """A pack with several texts."""
    pack = draw(packs())
    found = [draw(texts(pack, f"t{n}")) for n in range(draw(st.integers(least, 4)))]
    return replace(pack, proposals={t.id: t for t in found})
