"""Check what a person entered of the parties' dealings: parties, places, issues, events and dates must exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from detente.kernel.dates import parse_when
from detente.kernel.errors import BadDate
from detente.kernel.problems import Problem
from detente.kernel.suggest import did_you_mean
from detente.packs import dealings, sections
from detente.packs.loaded import LoadedPack
from detente.packs.model import Pack
from detente.packs.terms import split_key

SECTIONS = tuple(s.key for s in sections.SECTIONS if s.type.__module__ == dealings.__name__)
_PARTIES = ("by", "to", "on", "party")
_NEEDED = {"offers": ("by", "what"), "deadlines": ("what", "date"), "given": ("by", "to", "what"),
           "levers": ("by", "what"), "promises": ("by", "what")}  # fmt: skip


def check_dealings(loaded: LoadedPack) -> Iterator[Problem]:
    """A fault for each reference that leads nowhere, and for each record that neither says nor drops anything."""
    for section in SECTIONS:
        for record in getattr(loaded.pack, section):
            place = loaded.places.get((section, record.id), loaded.pack.id)
            for code, message, remedy in _faults(section, record, loaded.pack):
                yield Problem(code, place, message, remedy, "error")


def _faults(section: str, record: Any, pack: Pack) -> Iterator[tuple[str, str, str]]:
    for name in _PARTIES:
        yield from _unknown("party", _names(getattr(record, name, None)), pack.parties)
    yield from _unknown("event", _names(getattr(record, "event", None)), pack.events)
    yield from _unknown("place", _names(getattr(record, "place", None)), pack.places)
    yield from _unknown("issue", (split_key(k)[0] for k in getattr(record, "terms", ())), pack.leaves)
    for text in (record.date, getattr(record, "set_on", None)):
        try:
            parse_when(text)
        except BadDate as fault:
            yield "pack-reference", str(fault), "correct the date"
    missing = [n for n in _NEEDED.get(section, ()) if not getattr(record, n)]
    if missing and not record.drop:
        yield "missing-field", f"'{missing[0]}' is missing", "fill it in, or write drop: true"
    if section == "measures" and record.share is None and record.state is None:
        yield "missing-field", "neither `share` nor `state` is given", "say what was measured"


def _names(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


def _unknown(what: str, names: Iterable[str], known: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for name in names:
        if name not in known:
            yield (
                "pack-reference",
                f"no {what} '{name}'{did_you_mean(name, known)}",
                f"correct the id or add the {what}",
            )
