"""Shifts: where a party's dated words of a later day cannot stand beside those of an earlier one (docs/ledger-changes.md).

Undated words are no evidence, nor is the day of a report evidence that its words are new: what is known only to have been
said by a day can be the old position and never the new one, unless the caller takes reports to be fresh (`fresh_days`).
Own words, plain reporting and attributed words are compared each with their like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from detente.kernel.certainty import Scale
from detente.kernel.dates import When, between
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.grades import (
    Graded,
    graded,
    heard_with,
    matter_order,
    on_the_agenda,
    ordered,
    place,
)
from detente.ledger.positions import stages_of
from detente.ledger.speakers import speakers_of
from detente.ledger.turning import (
    Direction,
    Turn,
    Turning,
    days_of,
    direction,
    implied,
    reverses,
    together,
    turnings,
)
from detente.ledger.utterances import VOICES, Utterance, Voice, utterances
from detente.ledger.view import LedgerView
from detente.packs.model import Pack, Stage


class ShiftKind(StrEnum):
    """What happened to a position. A reversal is a yes to an option become a no to the same one, or the other way round."""

    MOVE = "move"
    REVERSAL = "reversal"
    NEW_ISSUE = "new issue"
    DROPPED_ISSUE = "dropped issue"


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of what a party says on a matter, with the lines before and after it.

    It came about after `after` (None: nobody can say) and by `by`. `size` counts steps on the axis out of `steps`, `towards`
    is the end of the axis it went to; all None where the places are not known. `inferred`: rests on what the words imply.
    `by_another`: another person spoke. `assumed_fresh`: rests on taking words to be as new as their report.
    """

    party: str
    key: Key
    stage: Stage | None
    voice: Voice
    kind: ShiftKind
    direction: Direction | None
    turns: tuple[Turn, ...]
    after: date | None
    by: date
    size: int | None
    steps: int | None
    towards: str | None
    before_lines: tuple[Line, ...]
    after_lines: tuple[Line, ...]
    inferred: bool = False
    by_another: bool = False
    stage_unclear: bool = False
    assumed_fresh: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line it rests on, once."""
        return tuple(dict.fromkeys((*self.before_lines, *self.after_lines)))

    @property
    def during(self) -> When:
        """The days in which it came about."""
        return between(self.after, self.by)


@dataclass(frozen=True, slots=True)
class Dating:
    """What counts as evidence in time.

    `fresh_days`: words known only by the day of their report are taken to be at most so old (None: they may be of any age).
    `least_certainty`: words that are themselves less likely than this ("may") show no shift.
    """

    fresh_days: int | None = None
    least_certainty: float = 0.5
    scale: Scale = Scale.ICD203


def dated(view: LedgerView, pack: Pack, dating: Dating) -> tuple[Utterance, ...]:
    """The utterances on the agenda that were surely said by some day, none later than the view's, with enough certainty."""
    spoken, _ = utterances(view.counted, pack, scale=dating.scale)
    return tuple(
        u
        for u in on_the_agenda(spoken, pack)
        if surely_by(u, view) and u.certainty.middle >= dating.least_certainty
    )


def surely_by(utterance: Utterance, view: LedgerView) -> bool:
    """Whether an utterance was surely said by the day of the view; by some day, where the view is of now."""
    last, as_of = utterance.said.latest, view.moment.as_of
    return last is not None and (as_of is None or last <= as_of)


def shifts(view: LedgerView, pack: Pack, dating: Dating | None = None) -> tuple[Shift, ...]:
    """Every hardening, softening, reversal and other move of a party, by date; `raised` has new and dropped issues."""
    dating = dating or Dating()
    everything = dated(view, pack, dating)
    found: dict[object, Shift] = {}
    for voice in VOICES:
        heard = heard_with(voice, everything, pack)
        groups: dict[tuple[str, Key, Stage], list[Graded]] = {}
        for u in everything:
            if u.voice is voice:
                said = graded(u, pack, heard)
                said = replace(said, when=fresh(said.when, dating.fresh_days))
                for stage in stages_of(u):
                    groups.setdefault((u.party, u.key, stage), []).append(said)
        for (party, key, _), group in groups.items():
            pole = heard.pole(party, key)
            for turning in turnings(days_of(group)):
                shift = _shift(turning, pack, pole=pole)
                found.setdefault(_same(shift), shift)
    return tuple(sorted(_named_speakers(found.values(), pack), key=shift_order))


def fresh(when: When, days: int | None) -> When:
    """When words were said that are known only by the day of their report, if they are taken to be at most so old."""
    if days is None or when.earliest is not None or when.latest is None:
        return when
    return between(when.latest - timedelta(days=days), when.latest)


def _shift(turning: Turning, pack: Pack, *, pole: str | None) -> Shift:
    first = turning.after[0].utterance
    leaf = pack.leaves[first.key.issue]
    on_axis = pole if leaf.monotone and pole in leaf.axis else None
    places = ordered(leaf, on_axis)
    on_axis = on_axis if places else None
    was, now = (
        place(together(side), places, pole=on_axis is not None) for side in (turning.before, turning.after)
    )
    moved = now - was if was is not None and now is not None and was != now else None
    ends = leaf.axis if on_axis in {None, *leaf.axis[-1:]} else leaf.axis[::-1]
    words = (*turning.before, *turning.after)
    return Shift(
        first.party,
        first.key,
        _stage(words),
        first.voice,
        ShiftKind.REVERSAL if any(reverses(t, turning) for t in turning.turns) else ShiftKind.MOVE,
        direction(turning, places if on_axis else ()),
        turning.turns,
        turning.since,
        turning.by,
        abs(moved) if moved else None,
        len(places) - 1 if moved else None,
        (ends[-1] if moved > 0 else ends[0]) if moved else None,
        lines_of(w.utterance for w in turning.before),
        lines_of(w.utterance for w in turning.after),
        inferred=all(implied(t, turning) for t in turning.turns),
        stage_unclear=any(stage_of(w.utterance) is None for w in words),
        assumed_fresh=any(w.when != w.utterance.said for w in words),
    )


def stage_of(utterance: Utterance) -> Stage | None:
    """The deal that an utterance is about, where it can be about one only."""
    stages = stages_of(utterance)
    return stages[0] if len(stages) == 1 else None


def _stage(words: Iterable[Graded]) -> Stage | None:
    return next((s for w in words if (s := stage_of(w.utterance))), None)


def lines_of(said: Iterable[Utterance]) -> tuple[Line, ...]:
    """The lines of utterances, each once, by when they were said and where they stand."""
    lines = {line.original_id: line for u in said for line in u.lines}
    return tuple(
        sorted(
            lines.values(),
            key=lambda x: (x.said.latest or date.max, x.report.name, x.statement.span.start, x.original_id),
        )
    )


def _named_speakers(found: Iterable[Shift], pack: Pack) -> Iterator[Shift]:
    """The shifts, with whether other persons spoke before and after."""
    known = speakers_of(pack)
    for shift in found:
        before, after = ({known.of(x) for x in side} for side in (shift.before_lines, shift.after_lines))
        persons = [{s.person for s in side if s} for side in (before, after)]
        told_apart = None not in before | after and not persons[0] & persons[1]
        yield replace(shift, by_another=told_apart)


def _same(shift: Shift) -> object:
    """What makes two findings one shift, whichever stage they were found in."""
    rests = tuple(tuple(line.original_id for line in s) for s in (shift.before_lines, shift.after_lines))
    return shift.party, shift.key, shift.stage, shift.voice, shift.turns, rests


def shift_order(shift: Shift) -> tuple[object, ...]:
    """By day, own words before others', then by matter and party."""
    return (
        shift.by,
        VOICES.index(shift.voice),
        *matter_order(shift.key),
        shift.party,
        shift.stage or "",
        str(shift.turns),
    )
