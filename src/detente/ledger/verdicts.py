"""What a position says of each option: excluded, allowed or unknown, with the fold that decides it, and by which words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from detente.ledger.fold import FIRM_NO, FIRM_YES, Figure, Weighed, figure_of, independent, weigh
from detente.ledger.positions import Exclusion, Position
from detente.ledger.utterances import VOICES, Utterance, Voice


class Reading(StrEnum):
    """What a policy makes of an option."""

    EXCLUDED = "excluded"
    ALLOWED = "allowed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Heard:
    """The fold of one value over all that is said in a voice and in stronger ones.

    `sources`: how many independent ones carry that it is excluded or asked for.
    """

    voice: Voice
    weighed: tuple[Weighed, ...]
    figure: Figure
    sources: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the fold makes of one value, on the strength of which voice, and why.

    `folds` are those of the voices that speak of the value, strongest first, each with the stronger ones. `demanded`: it must
    be part of a set. `inferred`: it follows from the axis or from what others had tabled, and stands in no words.
    """

    value: str
    reading: Reading
    why: str
    folds: tuple[Heard, ...] = ()
    voice: Voice | None = None
    firm: bool = False
    demanded: bool = False
    inferred: bool = False

    @property
    def by(self) -> tuple[Utterance, ...]:
        """The utterances that carry it: those that say so, or where it is open all that speak of it."""
        wanted = {Reading.EXCLUDED: {0.0}, Reading.ALLOWED: {1.0}}.get(self.reading, {0.0, 0.5, 1.0})
        every = self.folds[-1].weighed if self.folds else ()
        return tuple(w.utterance for w in every if w.towards in wanted)


@dataclass(frozen=True, slots=True)
class Apart:
    """A value that one policy excludes and the other does not, or that only the strict reading takes."""

    value: str
    folded: Reading
    strict: Reading


def verdicts_of(position: Position) -> tuple[Verdict, ...]:
    """What the fold makes of every value of a position's issue, in the order of the issue."""
    return tuple(_verdict(value, position) for value in position.figures)


def strict_of(position: Position, value: str) -> Reading:
    """What the strict reading makes of a value."""
    strict = position.strict
    if strict is not None and value in strict.excluded:
        return Reading.EXCLUDED
    return Reading.ALLOWED if strict is not None and value in strict.taken else Reading.UNKNOWN


def apart(position: Position) -> tuple[Apart, ...]:
    """Where the two policies differ on what is excluded, or the fold leaves open what the latest own words take.

    Nothing where there is no strict reading; that it drops what was offered earlier is its nature, and no difference.
    """
    if position.strict is None:
        return ()
    pairs = ((v.value, v.reading, strict_of(position, v.value)) for v in verdicts_of(position))
    return tuple(
        Apart(value, one, other)
        for value, one, other in pairs
        if one is not other and (Reading.EXCLUDED in {one, other} or other is Reading.ALLOWED)
    )


def _verdict(value: str, position: Position) -> Verdict:
    folds = tuple(_folds(value, position))
    excluding = next((e for e in position.exclusions if value in e.values), None)
    asking = next((e for e in position.exclusions if value in e.demanded), None)
    if excluding:
        found = _deciding(folds, excluding.voice)
        return Verdict(
            value,
            Reading.EXCLUDED,
            _why_excluded(excluding, found),
            folds,
            found.voice,
            firm=excluding.firm,
            inferred=value in excluding.inferred,
        )
    if asking:
        why = f"asked for: it must be part of the set; {_bounded(_deciding(folds, asking.voice).figure)}"
        return Verdict(value, Reading.ALLOWED, why, folds, asking.voice, firm=asking.firm, demanded=True)
    return _open(value, folds)


def _deciding(folds: Sequence[Heard], voice: Voice) -> Heard:
    """The fold of a voice with the stronger ones: of those that speak of the value, the last up to that voice."""
    return [f for f in folds if VOICES.index(f.voice) <= VOICES.index(voice)][-1]


def _folds(value: str, position: Position) -> Iterable[Heard]:
    before = 0
    for voice in VOICES:
        heard = [s for s in position.said if VOICES.index(s.utterance.voice) <= VOICES.index(voice)]
        weighed = weigh(heard, value, position.ageing)
        if len(weighed) > before:
            carrying = [s.utterance for s in heard if value in s.meaning.no | s.meaning.demanded]
            yield Heard(voice, weighed, figure_of(weighed), independent(carrying))
            before = len(weighed)


def _open(value: str, folds: Sequence[Heard]) -> Verdict:
    """A value that nothing excludes: allowed where words speak for it and outweigh the others clearly, else unknown."""
    if not folds:
        return Verdict(value, Reading.UNKNOWN, "nothing was said of it")
    whole = folds[-1]
    own = next((f for f in folds if f.voice is Voice.OWN and f.figure.firm_yes), None)
    deciding = own or whole
    sides = {w.towards for w in whole.weighed}
    contested = sides >= {0.0, 1.0} and FIRM_NO < whole.figure.p < FIRM_YES
    if own or (whole.figure.p > 0.5 and 1.0 in sides and not contested):
        speaking = [w.utterance for w in deciding.weighed if w.towards == 1.0]
        voice = min((u.voice for u in speaking), key=VOICES.index)
        firm = deciding.figure.firm_yes and _may_be_firm(voice, speaking)
        contradicted = "; reports contradict it" if own and whole.figure.p < 0.5 else ""
        why = f"it is taken or offered; {_bounded(deciding.figure)}{contradicted}"
        return Verdict(value, Reading.ALLOWED, why, tuple(folds), voice, firm=firm)
    why = (
        "no words commit to it"
        if sides == {0.5}
        else f"words stand for and against it; {_bounded(whole.figure)}"
    )
    return Verdict(value, Reading.UNKNOWN, why, tuple(folds))


def _may_be_firm(voice: Voice, speaking: Sequence[Utterance]) -> bool:
    """Own words may be firm, reports from two independent sources on, what others say never."""
    strongest = [u for u in speaking if u.voice is voice]
    return voice is Voice.OWN or (voice is Voice.REPORTED and independent(strongest) >= 2)


def _why_excluded(exclusion: Exclusion, found: Heard) -> str:
    """Why a value is excluded on the strength of a voice, and what keeps it from being firm."""
    if exclusion.voice is Voice.OWN:
        return f"its own words exclude it; {_bounded(found.figure)}"
    if found.voice is Voice.OWN:
        return f"its own words are against it (P below ½), too unsurely: counted as if reported; {_bounded(found.figure)}"
    lead = "the words are against it (P below ½)"
    if exclusion.voice is Voice.ATTRIBUTED:
        return f"{lead}; what others say of a party is never firm"
    sources = "one source" if found.sources < 2 else f"{found.sources} independent sources"
    return f"{lead}, from {sources}; {_bounded(found.figure)}" + (
        "" if exclusion.firm else f"; firm would take two sources and a 95% bound of {FIRM_NO:g} at most"
    )


def _bounded(figure: Figure) -> str:
    if figure.firm_yes:
        return f"firm: the 5% bound {figure.low:.3f} is not below {FIRM_YES:g}"
    if figure.firm_no:
        return f"firm: the 95% bound {figure.high:.3f} is not above {FIRM_NO:g}"
    return f"not firm: from {figure.low:.3f} to {figure.high:.3f}"
