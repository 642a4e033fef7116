"""Where words in one voice turn: a later day's grades against those of the last days that spoke to the same values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from detente.kernel.dates import When
from detente.ledger.grades import AS_SUCH, Grade, Graded


class Direction(StrEnum):
    """Where it went, for a party with a pole on an axis; else only that it changed."""

    HARDENED = "hardened"
    SOFTENED = "softened"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Turn:
    """One value and its grade before and after."""

    value: str
    was: Grade
    now: Grade


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """All that was said at one time, taken together; a value both taken and refused there has no grade."""

    when: When
    words: tuple[Graded, ...]
    grades: Mapping[str, Grade]

    def speaking(self, values: frozenset[str]) -> tuple[Graded, ...]:
        """The words that give the grade of some of the values."""
        return tuple(
            w
            for w in self.words
            if any(w.grades.get(v) == self.grades.get(v) for v in values & w.grades.keys())
        )


@dataclass(frozen=True, slots=True)
class Turning:
    """Values whose grades changed at a time, with the last words before it and the first words after it."""

    turns: tuple[Turn, ...]
    before: tuple[Graded, ...]
    after: tuple[Graded, ...]
    since: date | None
    by: date


def days_of(words: Sequence[Graded]) -> tuple[Day, ...]:
    """The words by when they were said, in the order of their last possible day."""
    together: dict[When, list[Graded]] = {}
    for word in words:
        together.setdefault(word.when, []).append(word)
    found = [Day(when, tuple(group), _combined(group)) for when, group in together.items()]
    return tuple(sorted(found, key=lambda d: (d.when.latest or date.max, d.when.earliest or date.min)))


def _combined(group: Sequence[Graded]) -> dict[str, Grade]:
    """The grade of each value in words of one time: a refusal before a question, the fuller wording of a yes."""
    said: dict[str, set[Grade]] = {}
    for word in group:
        for value, grade in word.grades.items():
            said.setdefault(value, set()).add(grade)
    contested = {v for v, g in said.items() if Grade.REFUSED in g and max(g) >= Grade.CONDITIONAL}
    order = (Grade.REFUSED, Grade.CONDITIONAL, Grade.TAKEN, Grade.ASKED)
    return {v: next(x for x in order if x in g) for v, g in said.items() if v not in contested}


def turnings(days: Sequence[Day]) -> tuple[Turning, ...]:
    """Every turning. A day turns a value where all the last words certainly before it lie on one side of its own.

    Words that may be of the same time turn nothing, and days that tell of the same turning are one.
    """
    found: dict[object, list[Day]] = {}
    told: dict[object, tuple[tuple[Turn, ...], dict[str, tuple[Day, ...]]]] = {}
    for day in days:
        last = {v: _last_before(day, v, days) for v in day.grades}
        changed = tuple(t for v in sorted(last) if (t := _turn(v, day.grades[v], last[v])))
        if changed:
            rests = {t.value: last[t.value] for t in changed}
            name = (changed, tuple(tuple(d.when for d in rests[t.value]) for t in changed))
            found.setdefault(name, []).append(day)
            told[name] = changed, rests
    return tuple(_turning(*told[name], after) for name, after in found.items())


def _last_before(day: Day, value: str, days: Sequence[Day]) -> tuple[Day, ...]:
    """The days that speak to a value certainly before a day, with none that certainly lies between."""
    earlier = [d for d in days if value in d.grades and d.when.certainly_before(day.when)]
    newest = max((d.when.earliest or date.min for d in earlier), default=date.min)
    return tuple(d for d in earlier if (d.when.latest or date.max) >= newest)


def _turn(value: str, now: Grade, last: Sequence[Day]) -> Turn | None:
    if not last:
        return None
    was = [d.grades[value] for d in last]
    if all(g < now for g in was) or all(g > now for g in was):
        return Turn(value, was[-1], now)
    return None


def _turning(changed: tuple[Turn, ...], rests: Mapping[str, Sequence[Day]], after: Sequence[Day]) -> Turning:
    """The turning came about after the last old words, whichever value they speak to, that all its values were old at."""
    values = frozenset(t.value for t in changed)
    before = dict.fromkeys(
        w for t in changed for d in rests[t.value] for w in d.speaking(frozenset({t.value}))
    )
    news = dict.fromkeys(w for d in after for w in d.speaking(values))
    bounds = [max((d.when.earliest for d in rests[v] if d.when.earliest), default=None) for v in values]
    known = [b for b in bounds if b is not None]
    since = min(known) if len(known) == len(bounds) else None
    return Turning(changed, tuple(before), tuple(news), since, min(d.when.latest or date.max for d in after))


def direction(turning: Turning, towards_pole: Sequence[str]) -> Direction:
    """Hardened or softened, where all values tell the same. `towards_pole`: the axis in order; empty without a pole."""
    found = {way for t in turning.turns if (way := _way(t, turning, towards_pole))}
    return found.pop() if towards_pole and len(found) == 1 else Direction.CHANGED


def _way(turn: Turn, turning: Turning, places: Sequence[str]) -> Direction | None:
    """What one turn tells; None of a value that the party pulls to anyway, unless it comes to insist on it.

    To take what was refused is softer, and so is to accept what was only asked about; to insist on what was only asked about
    is harder, unless it lies at the far end.
    """
    up = turn.now > turn.was
    side = turning.after if up else turning.before
    insisted = any(w.utterance.stance == "demand" for w in side if turn.value in w.grades)
    if turn.value == AS_SUCH:
        return Direction.CHANGED
    if insisted and Grade.REFUSED not in {turn.was, turn.now}:
        far_end = turn.value not in places[1:]
        return Direction.CHANGED if far_end else Direction.HARDENED if up else Direction.SOFTENED
    if turn.value in places[-1:]:
        return None
    return Direction.SOFTENED if up else Direction.HARDENED


def reverses(turn: Turn, turning: Turning) -> bool:
    """Whether a yes to a value became a no to it or the other way round, both in words that name it."""
    flat = Grade.REFUSED in {turn.was, turn.now} and max(turn.was, turn.now) >= Grade.CONDITIONAL
    return flat and all(any(turn.value in w.named for w in side) for side in (turning.before, turning.after))


def implied(turn: Turn, turning: Turning) -> bool:
    """Whether a turn rests on what words imply, or only on whether a condition was repeated."""
    if min(turn.was, turn.now) >= Grade.CONDITIONAL:
        return True
    return any(
        all(turn.value in w.inferred for w in side if turn.value in w.grades)
        for side in (turning.before, turning.after)
    )


def together(words: Iterable[Graded]) -> dict[str, Grade]:
    """The grades of words that were said together; where they differ, the lower."""
    grades: dict[str, Grade] = {}
    for word in words:
        for value, grade in word.grades.items():
            grades[value] = min(grade, grades.get(value, grade))
    return grades
