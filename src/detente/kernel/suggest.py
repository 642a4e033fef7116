"""Suggestions for names that are not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A clause such as "; did you mean 'russia'?" for a misspelt name, or an empty string."""
    folded = {k.lower(): k for k in sorted(known, reverse=True)}
    close = get_close_matches(name.lower(), folded, n=1, cutoff=0.6)
    return f"; did you mean '{folded[close[0]]}'?" if close else ""
