"""What moved, in words: a shift told in a phrase, and as a change in a brief."""

from __future__ import annotations

from collections.abc import Iterable

from detente.bargaining.wording import held
from detente.briefs.inputs import Change
from detente.briefs.wording import STAGE_NAMES, day_phrase, wording_of
from detente.kernel.certainty import Scale
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.grades import Grade
from detente.ledger.shifts import Dating, Shift, ShiftKind, shifts
from detente.ledger.turning import Direction
from detente.ledger.utterances import Voice
from detente.ledger.view import LedgerView
from detente.packs.model import Pack

_WAY = {Direction.HARDENED: "hardening", Direction.SOFTENED: "softening", Direction.CHANGED: "change"}


def moved(view: LedgerView, pack: Pack, *, scale: Scale = Scale.ICD203) -> tuple[Change, ...]:
    """What parties moved in their own words, as a brief tells it; nothing that is only inferred."""
    found = shifts(view, pack, Dating(scale=scale))
    return tuple(_change(s, pack) for s in found if s.voice is Voice.OWN and not s.inferred)


def _change(shift: Shift, pack: Pack) -> Change:
    wording = wording_of(pack)
    stage = f" ({STAGE_NAMES[shift.stage]})" if shift.stage else ""
    steps = f", {shift.size} of {shift.steps} steps towards “{shift.towards}”" if shift.size else ""
    another = ", in another person's words" if shift.by_another else ""
    before, then = (said_of(shift.key, side, pack) for side in (shift.before_lines, shift.after_lines))
    where = f"{wording.party(shift.party)}, on {wording.inside(shift.key)}{stage}"
    return Change(
        shift.party,
        shift.key,
        shift.stage,
        f"{where}: {what_of(shift)}, {days_of(shift)}{steps}{another}: {then}",
        shift.after_lines,
        f"{where}, before that: {before}",
        shift.before_lines,
    )


def what_of(shift: Shift) -> str:
    """The shift in a word or two."""
    if shift.direction is None:
        return str(shift.kind)
    if shift.kind is ShiftKind.REVERSAL:
        way = "" if shift.direction is Direction.CHANGED else f" ({_WAY[shift.direction]})"
        return f"reversal{way}"
    if all(min(t.was, t.now) is Grade.CONDITIONAL for t in shift.turns):
        added = shift.turns[0].now is Grade.CONDITIONAL
        return "a condition is stated that was not" if added else "a condition is no longer stated"
    return _WAY[shift.direction]


def days_of(shift: Shift) -> str:
    """Between which days it came about."""
    after = f"after {day_phrase(shift.after)}, " if shift.after else ""
    return f"{after}by {day_phrase(shift.by)}"


def said_of(key: Key, lines: Iterable[Line], pack: Pack) -> str:
    """What lines say on a key in plain words, with whether on conditions."""
    found = list(lines)
    conditional = any(line.statement.condition for line in found)
    return held(pack, key, found) + (", on conditions" if conditional else "")
