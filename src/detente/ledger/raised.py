"""New issues and dropped issues: what a party began to raise, and what it has ceased to raise, in its own dated words.

Both rest on silence, so both are inferred: a report that nobody gathered would undo them (docs/ledger-changes.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from detente.kernel.dates import When
from detente.ledger.agenda import Key
from detente.ledger.grades import on_the_agenda
from detente.ledger.shifts import Dating, Shift, ShiftKind, lines_of, shift_order, stage_of, surely_by
from detente.ledger.utterances import Utterance, Voice, utterances
from detente.ledger.view import LedgerView
from detente.packs.model import Pack

_OPENING = frozenset({"demand", "propose"})
_PRESSING = frozenset({"demand", "propose", "reject"})


@dataclass(frozen=True, slots=True)
class Silence:
    """When silence tells.

    An issue is *new* where a party asks for or offers something on it, and had spoken on other issues, not on this one, on
    `occasions` earlier days. It is *dropped* where the party had pressed it (asked for, offered or refused something) on
    `raised` days, and has since its last word on it spoken on other issues on `occasions` days. Only words whose day, month
    or year is told are such days; words known only by the day of their report are not.
    """

    occasions: int = 5
    raised: int = 2


def raised(
    view: LedgerView, pack: Pack, *, silence: Silence | None = None, dating: Dating | None = None
) -> tuple[Shift, ...]:
    """New and dropped issues of every party, by date. One undated word on an issue keeps it from being either."""
    silence, dating = silence or Silence(), dating or Dating()
    spoken, _ = utterances(view.counted, pack, scale=dating.scale)
    own: dict[str, list[Utterance]] = {}
    for u in on_the_agenda(spoken, pack):
        if u.voice is Voice.OWN:
            own.setdefault(u.party, []).append(u)
    found = []
    for said in own.values():
        for issue in sorted({u.key.issue for u in said}):
            about = [u for u in said if u.key.issue == issue]
            if all(u.said.earliest and surely_by(u, view) for u in about):
                elsewhere = [u for u in said if u.key.issue != issue and surely_by(u, view)]
                found += [_new(about, elsewhere, silence), _dropped(about, elsewhere, silence)]
    return tuple(sorted((s for s in found if s), key=shift_order))


def _new(about: Sequence[Utterance], elsewhere: Iterable[Utterance], silence: Silence) -> Shift | None:
    first = min(about, key=lambda u: _last(u.said))
    opening = [u for u in about if not first.said.certainly_before(u.said)]
    before = [u for u in elsewhere if all(u.said.certainly_before(a.said) for a in about)]
    days = _days(before)
    if len(days) < silence.occasions or not any(u.stance in _OPENING for u in opening):
        return None
    latest = days[-silence.occasions :]
    return _shift(
        ShiftKind.NEW_ISSUE,
        (_one_a_day(before, latest), opening),
        (max(_first(d) for d in latest), _last(first.said)),
    )


def _dropped(about: Sequence[Utterance], elsewhere: Iterable[Utterance], silence: Silence) -> Shift | None:
    pressed = {u.said for u in about if u.stance in _PRESSING}
    since = [u for u in elsewhere if all(a.said.certainly_before(u.said) for a in about)]
    days = _days(since)
    if len(pressed) < silence.raised or len(days) < silence.occasions:
        return None
    told = days[: silence.occasions]
    closing = max(about, key=lambda u: _first(u.said))
    old = [u for u in about if not u.said.certainly_before(closing.said)]
    return _shift(
        ShiftKind.DROPPED_ISSUE,
        (old, _one_a_day(since, told)),
        (_first(closing.said), max(_last(d) for d in told)),
    )


def _shift(
    kind: ShiftKind, sides: tuple[Sequence[Utterance], Sequence[Utterance]], days: tuple[date, date]
) -> Shift:
    before, after = sides
    about = after if kind is ShiftKind.NEW_ISSUE else before
    stages = {stage_of(u) for u in about}
    return Shift(
        about[0].party,
        Key(about[0].key.issue),
        stages.pop() if len(stages) == 1 else None,
        Voice.OWN,
        kind,
        None,
        (),
        *days,
        None,
        None,
        None,
        lines_of(before),
        lines_of(after),
        inferred=True,
    )


def _days(said: Iterable[Utterance]) -> list[When]:
    """The times at which something was surely said, each once, in order."""
    known = {u.said for u in said if u.said.earliest and u.said.latest}
    return sorted(known, key=lambda w: (_last(w), _first(w)))


def _one_a_day(said: Iterable[Utterance], days: Iterable[When]) -> list[Utterance]:
    """Of each time one utterance, the first by its place: enough to show that the party spoke."""
    found = sorted(said, key=lambda u: [(x.report.name, x.statement.span.start) for x in lines_of((u,))])
    return [next(u for u in found if u.said == day) for day in days]


def _first(when: When) -> date:
    return when.earliest or date.min


def _last(when: When) -> date:
    return when.latest or date.max
