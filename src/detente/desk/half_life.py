"""The half-life that a project keeps: how fast its users let old words fade (docs/positions.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

from detente.kernel.errors import BadInput
from detente.ledger.view import HalfLife, Moment
from detente.stores.sqlite import ProjectFile

HALF_LIFE = "half_life"  # the name of the setting
_NONE, _PACK = "none", "pack"


def half_life(text: str) -> HalfLife:
    """What `90`, `none` or `pack` asks for; raises BadInput."""
    word = text.strip().lower()
    if word == _NONE:
        return HalfLife(None)
    if word == _PACK:
        return HalfLife(None, of_pack=True)
    try:
        days = float(word)
    except ValueError:
        days = 0.0
    if not (days > 0 and isfinite(days)):
        raise BadInput(
            f"'{text}' is no half-life; write a number of days above 0, none (words do not fade) or pack (its default)"
        )
    return HalfLife(days)


def kept_half_life(settings: Mapping[str, Any]) -> HalfLife | None:
    """The half-life that a project keeps; None where it leaves that to its pack."""
    kept = settings.get(HALF_LIFE)
    return half_life(str(kept)) if kept is not None else None


def settled(file: ProjectFile, moment: Moment) -> Moment:
    """A moment with the project's half-life, where it asks for none itself."""
    if moment.half_life is not None:
        return moment
    return replace(moment, half_life=kept_half_life(file.settings()))


def keep_half_life(file: ProjectFile, chosen: HalfLife) -> None:
    """Keep a half-life for every answer of the project; earlier ones stay in its history."""
    word = _PACK if chosen.of_pack else _NONE if chosen.days is None else f"{chosen.days:g}"
    if file.settings().get(HALF_LIFE, _PACK) != word:
        file.keep_settings({HALF_LIFE: word})
