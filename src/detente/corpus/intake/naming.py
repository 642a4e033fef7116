"""Names of reports as they are shown: without what hides or leads astray; each change is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from detente.corpus.document import Metadata
from detente.kernel.problems import Problem

_CONTROL = "\\x00-\\x1f\\x7f-\\x9f"
# Marks that turn the direction of writing, or take no room: they make one name look like another.
_DIRECTION = "\\u200b\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff"
_HIDDEN = re.compile(f"[{_CONTROL}{_DIRECTION}]")
_CONTROLS = re.compile(f"[{_CONTROL}]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DRIVE = re.compile(r"[A-Za-z]:")
_LONGEST = 400
_WORDED = ("title", "publisher", "byline", "section")


def shown_name(raw: str) -> str:
    """A name without hidden characters, which become `_`, and without halves of letters."""
    return _SURROGATE.sub("\ufffd", _HIDDEN.sub("_", raw))


def member_name(raw: str) -> tuple[str, tuple[str, ...]]:
    """The name of an archive's member below the archive, and what was wrong with the one it has."""
    faults: list[str] = []
    slashed = raw.replace("\\", "/")
    if slashed.startswith("/") or _DRIVE.match(slashed):
        faults.append("is absolute")
        slashed = _DRIVE.sub("", slashed, count=1) if _DRIVE.match(slashed) else slashed
    steps = [step for step in slashed.split("/") if step not in {"", "."}]
    if ".." in steps:
        faults.append("leads out of the archive")
        steps = [step for step in steps if step != ".."]
    name = "/".join(steps)
    shown = shown_name(name)
    if shown != name:
        faults.append("has hidden or broken characters")
    if len(shown) > _LONGEST:
        faults.append(f"has {len(shown):,} characters")
        shown = f"{shown[: _LONGEST // 2]}…{shown[-_LONGEST // 2 :]}"
    return shown or "unnamed", tuple(faults)


def unsafe_name(place: str, raw: str, faults: tuple[str, ...]) -> Problem:
    """A name that was changed before it was shown."""
    message = f"the name {raw[:_LONGEST]!a} {' and '.join(faults)}; shown without that"
    return Problem("unsafe-name", place, message, "check where the file comes from")


def cleaned(metadata: Metadata) -> tuple[Metadata, tuple[str, ...]]:
    """Metadata whose words hide nothing, and the fields that did."""
    changed = dict(_changed(metadata))
    return (replace(metadata, **changed) if changed else metadata), tuple(changed)  # type: ignore[arg-type]


def _changed(metadata: Metadata) -> Iterator[tuple[str, str | None]]:
    """The fields that hold hidden characters, with what is left without them."""
    for field in _WORDED:
        value = getattr(metadata, field)
        if value and (_HIDDEN.search(value) or _SURROGATE.search(value)):
            text = _HIDDEN.sub("", _CONTROLS.sub(" ", value))
            yield field, " ".join(_SURROGATE.sub("\ufffd", text).split()) or None
