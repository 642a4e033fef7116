"""Adjusted winner for two parties (Brams and Taylor 1996, *Fair Division*, chapter 4), in exact fractions.

Each matter first goes to whom it is worth more; then matters pass from the one who is ahead, those first on which the two
differ least in proportion, the last in part, until both have the same share of their points. It takes every matter as one
that can be won, lost or split, and knows no rules: it says how a fair split would look, not which package it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Split:
    """Which share of each matter the first party wins (the rest is the second's), and what both then have of 100 points."""

    shares: Mapping[str, Fraction]
    each: tuple[Fraction, Fraction]
    split: str | None


def adjusted_winner(first: Mapping[str, Fraction], second: Mapping[str, Fraction]) -> Split | None:
    """The split; points of each party are taken as shares of 100. None where a party has no points at all.

    What nobody gives points to stays with nobody: its share is one half.
    """
    totals = sum(first.values(), Fraction(0)), sum(second.values(), Fraction(0))
    if not all(totals):
        return None
    mine = {m: 100 * p / totals[0] for m, p in first.items()}
    theirs = {m: 100 * second[m] / totals[1] for m in first}
    shares = {m: Fraction(mine[m] >= theirs[m]) for m in first}
    ahead = sum(mine[m] * s for m, s in shares.items()) >= sum(theirs[m] * (1 - s) for m, s in shares.items())
    giving, taking = (mine, theirs) if ahead else (theirs, mine)
    won = [m for m in sorted(first) if shares[m] == int(ahead) and giving[m]]
    have = sum((giving[m] for m in won), Fraction(0))
    other = sum((taking[m] for m in first if shares[m] != int(ahead)), Fraction(0))
    split = None
    for matter in sorted(won, key=lambda m: (-taking[m] / giving[m], m)):
        gap = have - other
        if gap <= 0:
            break
        part = min(Fraction(1), gap / (giving[matter] + taking[matter]))
        have, other = have - part * giving[matter], other + part * taking[matter]
        shares[matter] = 1 - part if ahead else part
        split = matter if 0 < part < 1 else split
    for matter in first:
        if not mine[matter] and not theirs[matter]:
            shares[matter] = Fraction(1, 2)
    return Split(shares, (have, other) if ahead else (other, have), split)
