"""Stages: whether a statement is about a truce, about the terms of peace, or about neither."""

from __future__ import annotations

import re
from typing import Literal

Stage = Literal["truce", "settlement"]

_TRUCE = re.compile(
    r"\b(?:cease-?fires?|ceasefires?|truces?|cessation of hostilities|pauses?|cease fire|"
    r"stop firing|halt (?:in|to) |перемири\w+|прекращени\w* огня|тишин\w|пауз\w+|перемир'\w+|припинен\w* вогню|тиш[аіу])\b"
)
_PEACE = re.compile(
    r"\b(?:peace (?:deal|treaty|agreement|settlement|accord|plan)|settlement|final status|"
    r"end (?:of )?the war|мирн\w+ (?:соглашени\w+|договор\w*|план\w*|угод\w+|договір)|урегулировани\w+|врегулюван\w+)\b"
)
_TRUCE_LEAVES = ("cf.", "course.truce_holds", "forces.mobilisation", "forces.rearm")
_PEACE_LEAVES = (
    "terr.",
    "align.",
    "guar.",
    "pol.",
    "ident.",
    "forces.",
    "just.",
    "econ.relief",
    "econ.assets",
    "infra.nuclear",
)


def stage_of(issue: str, folded: str) -> Stage | None:
    """The deal that a clause is about, from its issue and its words."""
    if issue.startswith(_TRUCE_LEAVES):
        return "truce"
    if _PEACE.search(folded):
        return "settlement"
    if _TRUCE.search(folded):
        return "truce"
    return "settlement" if issue.startswith(_PEACE_LEAVES) else None
