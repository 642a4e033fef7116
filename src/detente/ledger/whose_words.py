"""Whose words stand against whose: voices of one party, sources, a counterpart, official accounts of one day."""

from __future__ import annotations

from enum import StrEnum

from detente.ledger.speakers import Speakers
from detente.ledger.utterances import Utterance, Voice

_OFFICIAL = frozenset({"official", "transcript"})


class ContradictionKind(StrEnum):
    """Whose words stand against whose."""

    READOUTS = "two official accounts of the same day"
    SPOKESMAN = "a spokesman against another voice of the party"
    TWO_VOICES = "two voices of one party"
    ONE_PARTY = "one party's own words"
    COUNTERPART = "the party's own words against a counterpart's account"
    SOURCES = "two sources"
    ATTRIBUTED = "the party's own words against what others say of it"


KINDS: tuple[ContradictionKind, ...] = tuple(ContradictionKind)


def kind_of(a: Utterance, b: Utterance, known: Speakers) -> ContradictionKind | None:
    """Whose words these are; None for two outsiders' words on one page, which are one source (DESIGN §6)."""
    bases = {a.basis, b.basis}
    own = Voice.OWN in {a.voice, b.voice}
    if own and bases <= {"own", "counterpart"} and _two_readouts(a, b):
        return ContradictionKind.READOUTS
    if own and "counterpart" in bases:
        return ContradictionKind.COUNTERPART
    if own and Voice.ATTRIBUTED in {a.voice, b.voice}:
        return ContradictionKind.ATTRIBUTED
    apart_in_print = not a.rooms & b.rooms and not a.stories & b.stories
    if bases == {"own"}:
        return _voices(a, b, known) or (
            ContradictionKind.SOURCES
            if apart_in_print and a.said.earliest and a.said == b.said
            else ContradictionKind.ONE_PARTY
        )
    return ContradictionKind.SOURCES if apart_in_print else None


def _two_readouts(a: Utterance, b: Utterance) -> bool:
    """Whether both stand in official papers, of different publishers, on the same day."""
    papers = [{line.report.publisher for line in u.lines if line.report.kind in _OFFICIAL} for u in (a, b)]
    return (
        all(papers) and None not in papers[0] | papers[1] and not papers[0] & papers[1] and a.said == b.said
    )


def _voices(a: Utterance, b: Utterance, known: Speakers) -> ContradictionKind | None:
    """Two voices of one party, where the persons are known and not the same."""
    sides = [[known.of(line) for line in u.lines] for u in (a, b)]
    speaking = [[s for s in side if s] for side in sides]
    if not all(speaking) or {s.person for s in speaking[0]} & {s.person for s in speaking[1]}:
        return None
    spokesmen = [any(s.spokesman for s in side) for side in speaking]
    return ContradictionKind.SPOKESMAN if spokesmen[0] != spokesmen[1] else ContradictionKind.TWO_VOICES
