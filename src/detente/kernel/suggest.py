"""Suggestions for names that are not known."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from detente.kernel.errors import UnknownName

_MOST_LISTED = 12


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A clause such as "; did you mean 'russia'?" for a misspelt name, or an empty string."""
    folded = {k.lower(): k for k in sorted(known, reverse=True)}
    close = get_close_matches(name.lower(), folded, n=1, cutoff=0.6)
    return f"; did you mean '{folded[close[0]]}'?" if close else ""


def unknown_name(name: str, among: Iterable[str], *, what: str, where: str) -> UnknownName:
    """The fault of a name that is not known, with the nearest of the known ones, or a few of them."""
    names = list(dict.fromkeys(among))
    shown = ", ".join(sorted(names)[:_MOST_LISTED])
    if len(names) > _MOST_LISTED:
        shown += f" and {len(names) - _MOST_LISTED} more"
    hint = did_you_mean(name, names) or f"; known: {shown}" if names else "; there is none"
    return UnknownName(f"no {what} '{name}' in {where}{hint}")
