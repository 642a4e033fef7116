"""Checked claims: what is said of the ground on a day, against the pack's measured facts and events."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from detente.kernel.dates import parse_when
from detente.ledger.dealings.grounds import days_between, events_of, in_time
from detente.ledger.dealings.reactions import names_of
from detente.ledger.entries import Line
from detente.ledger.view import LedgerView
from detente.packs.dealings import Measure
from detente.packs.model import Event, Pack, Place

GROUND = "course.battlefield"
_MEASURE_DAYS = 31
_EVENT_DAYS = 60
_ENCIRCLED = re.compile(r"\b(?:encircl|surround|besieg|cut off)", re.IGNORECASE)
_TAKEN = re.compile(
    r"\b(?:captur|seiz|taken\b|took\b|takes\b|conquer|recaptur|retak|retook|liberat|full control|fell to|overr[au]n)",
    re.IGNORECASE,
)
_HELD = re.compile(r"\b(?:control|hold[s ]|held\b|occup)", re.IGNORECASE)
_NOT = re.compile(r"\b(?:never|not|no longer|without|lost|left|fails?|denie[sd])\b", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|unless|would|could|may|might|should)\b", re.IGNORECASE)
_SHARE = re.compile(r"(?P<about>\b(?:around|about|some|nearly|almost|roughly|approximately|over|more than)\s+)?"
                    r"(?P<number>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent\b)", re.IGNORECASE)  # fmt: skip
_FIFTH = re.compile(
    r"\b(?:(?:a|one)[ -](?P<part>fifth|quarter|third|half)|(?P<half>half) (?:of|the))\b", re.IGNORECASE
)
_PARTS = {"fifth": 20.0, "quarter": 25.0, "third": 100 / 3, "half": 50.0}
_ROUND, _PLAIN = 2.5, 0.5  # how far a round and a plain figure may stand from a measured one, in points


class ClaimKind(StrEnum):
    """What is claimed."""

    SHARE = "share controlled"
    ENCIRCLED = "encircled"
    TAKEN = "taken"
    HELD = "held"


class Verdict(StrEnum):
    """How a claim stands against the pack. What the pack does not tell is neither true nor false."""

    AGREES = "agrees with what was measured"
    DIFFERS = "differs from what was measured"
    NAMED = "events name the place; compare"
    NOTHING = "nothing in the pack to check it against"


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim in a line, and what it was checked against. `share` in per cent; `off`: claimed less measured, in points."""

    line: Line
    kind: ClaimKind
    party: str | None
    places: tuple[str, ...]
    share: float | None
    denied: bool
    verdict: Verdict
    measures: tuple[Measure, ...] = ()
    events: tuple[Event, ...] = ()
    off: float | None = None


def claims(view: LedgerView, pack: Pack) -> tuple[Claim, ...]:
    """Every claim about the ground that holds of a day (what may come is none), with its check, in the order of entry."""
    measures = [m for m in pack.measures if in_time(m.date, view)]
    events = events_of(view, pack)
    found = []
    for line in view.counted:
        claim = _claim(line, pack)
        if claim is not None:
            found.append(_checked(claim, (measures, events), pack))
    return tuple(found)


def _claim(line: Line, pack: Pack) -> Claim | None:
    s = line.statement
    words = s.evidence
    if s.kind not in {"event", "assessment"} or s.issue != GROUND or s.condition or _IF.search(words):
        return None
    share = _share(words)
    kind = _kind(words, share)
    if kind is None:
        return None
    named = places_in(f"{words} | {s.instance or ''}", pack)
    places = tuple(p.id for p in named if kind is ClaimKind.SHARE or p.kind != "state")
    party = s.holder or _first_party(words, pack)
    return Claim(line, kind, party, places, share, bool(_NOT.search(words)), Verdict.NOTHING)


def _share(words: str) -> float | None:
    match, part = _SHARE.search(words), _FIFTH.search(words)
    if match:
        return float(match["number"])
    return _PARTS[(part["part"] or part["half"]).lower()] if part else None


def _kind(words: str, share: float | None) -> ClaimKind | None:
    if share is not None and (_HELD.search(words) or _TAKEN.search(words)):
        return ClaimKind.SHARE
    if _ENCIRCLED.search(words):
        return ClaimKind.ENCIRCLED
    if _TAKEN.search(words):
        return ClaimKind.TAKEN
    return ClaimKind.HELD if _HELD.search(words) else None


def places_in(text: str, pack: Pack) -> tuple[Place, ...]:
    """Places that a text names, longest names first; a name within a longer one names nothing of its own."""
    left = text
    found = []
    named = [
        (n, p)
        for p in pack.places.values()
        for n in {p.name, *(a for names in p.aliases.values() for a in names)}
    ]
    for name, place in sorted(named, key=lambda n: (-len(n[0]), n[1].id)):
        pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
        if re.search(pattern, left):
            left = re.sub(pattern, " ", left)
            found.append(place)
    return tuple({p.id: p for p in found}.values())


def _first_party(words: str, pack: Pack) -> str | None:
    """The party that a text names first."""
    places = [
        (m.start(), party)
        for party in pack.parties
        for name in names_of(party, pack)
        if (m := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words))
    ]
    return min(places)[1] if places else None


def _checked(claim: Claim, known: tuple[Iterable[Measure], Iterable[Event]], pack: Pack) -> Claim:
    measures, events = known
    near = sorted((m for m in measures if _measures(m, claim, pack)), key=lambda m: (_gap(m, claim), m.id))[
        :1
    ]
    told = tuple(e for e in events if _names(e, claim, pack))
    verdict, off = Verdict.NAMED if told else Verdict.NOTHING, None
    if near and claim.share is not None and near[0].share is not None:
        off = round(claim.share - near[0].share, 2)
        verdict = Verdict.AGREES if (abs(off) <= _leeway(claim)) != claim.denied else Verdict.DIFFERS
    elif near and near[0].state is not None:
        verdict = Verdict.AGREES if _alike(claim, near[0]) else Verdict.DIFFERS
    return Claim(
        claim.line,
        claim.kind,
        claim.party,
        claim.places,
        claim.share,
        claim.denied,
        verdict,
        tuple(near),
        told,
        off,
    )


def _leeway(claim: Claim) -> float:
    match = _SHARE.search(claim.line.statement.evidence)
    return _PLAIN if match and not match["about"] else _ROUND


def _alike(claim: Claim, measure: Measure) -> bool:
    stated = {"held": True, "encircled": True, "not held": False, "not encircled": False}.get(
        measure.state or "", False
    )
    return stated != claim.denied


def _gap(measure: Measure, claim: Claim) -> int:
    gap = days_between(parse_when(measure.date), claim.line.said)
    return abs(gap) if gap is not None else 10**6


def _measures(measure: Measure, claim: Claim, pack: Pack) -> bool:
    """Whether a measured fact is about the same place and party within a month, and of the same sort."""
    share = claim.kind is ClaimKind.SHARE
    if share != (measure.share is not None) or _gap(measure, claim) > _MEASURE_DAYS:
        return False
    if not share and (claim.kind is ClaimKind.ENCIRCLED) != ("encircled" in (measure.state or "")):
        return False
    same = measure.place in claim.places or (
        share
        and not {p for p in claim.places if pack.places[p].kind != "state"}
        and pack.places[measure.place].kind == "state"
    )
    return same and measure.party in {None, claim.party}


def _names(event: Event, claim: Claim, pack: Pack) -> bool:
    """Whether a military event names one of the places within two months of a claim, or at any time where the claim is undated.

    A whole state is no place here.
    """
    gap = days_between(parse_when(event.date), claim.line.said) if claim.line.said.known else 0
    if event.kind != "military":
        return False
    text = f"{event.terms} | {event.place or ''}"
    here = (
        {p.id for p in places_in(text, pack) if p.kind != "state"}
        if gap is not None and abs(gap) <= _EVENT_DAYS
        else set()
    )
    return bool(here & set(claim.places))
