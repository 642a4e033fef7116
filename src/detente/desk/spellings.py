"""How alike two names are across spellings and scripts, with the reason.

Names are compared in Latin letters (`anyascii`, ISC) with `rapidfuzz`, and by their sounds without endings (`skeleton`).
"""

from __future__ import annotations

import re

from anyascii import anyascii
from rapidfuzz import fuzz

from detente.corpus.stories.names import skeleton

Reason = tuple[float, str]
_ALIKE, _NEARLY, _FAR = 80, 88, 50  # per cent of letters
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def latin(word: str) -> str:
    """A word in small Latin letters."""
    return re.sub(r"[^a-z]", "", anyascii(word).lower())


def surnames_alike(a: str, b: str) -> Reason | None:
    """What two surnames say for being one; None where they are two."""
    one, other = latin(a), latin(b)
    if one == other:
        crossing = bool(_CYRILLIC.search(a)) != bool(_CYRILLIC.search(b))
        return 0.6, f"same surname in Latin letters: {a}, {b}" if crossing else f"same surname: {a}"
    likeness = fuzz.ratio(one, other)
    if skeleton(a) == skeleton(b) and likeness >= _ALIKE:
        return 0.5, f"surnames that sound the same: {a}, {b}"
    return (0.4, f"surnames spelt alike: {a}, {b}") if likeness >= _NEARLY else None


def given_alike(a: str | None, b: str | None) -> Reason | None:
    """What two given names or initials, or the lack of one, say for being one; None where they are two."""
    if not (a and b):
        return 0.0, "one gives the surname alone" if a or b else "both give the surname alone"
    one, other = latin(a), latin(b)
    if min(len(one), len(other)) <= 1:
        return (0.2, f"the initial fits: {a}, {b}") if one[:1] == other[:1] else None
    likeness = fuzz.ratio(one, other)
    if skeleton(one) == skeleton(other) or likeness >= _ALIKE:
        return 0.3, f"same given name: {a}, {b}"
    return (0.1, f"given names somewhat alike: {a}, {b}") if one[0] == other[0] and likeness >= _FAR else None
