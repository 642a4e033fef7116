"""How far a quotation is to be trusted word for word: official, in two sources, as one publisher words it, or reworded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.corpus.sentences.split import sentences
from detente.corpus.sources.carriers import OPENING, Carrier, Carriers, words_of
from detente.corpus.sources.quotations import Quotation, quotations
from detente.corpus.stories.survivals import stems
from detente.kernel.spans import Span

StandingKind = Literal["official", "two sources", "as worded", "reworded"]
_GAP = re.compile(r"\[[^\]\n]{0,80}\]|…|\.\.\.")
_ALIKE = 0.6
_TELLING = 3  # stems that a quotation and indirect speech must share
_TRUSTED = frozenset(("official", "transcript"))
_SHOWN = 6  # differing words that a reason names


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the words of a quotation are to be trusted, and why; `other` is the place that decides, if any.

    `differing` are the words of the quotation and those that the other has in their stead.
    """

    kind: StandingKind
    reason: str
    other: tuple[str, Span] | None = None
    differing: tuple[tuple[str, str], ...] = ()

    @property
    def trusted(self) -> bool:
        """Whether the words may stand in quotation marks."""
        return self.kind in {"official", "two sources"}


def standing(quotation: Quotation, carrier: Carrier, others: Carriers) -> Standing:
    """How far the words of a quotation are to be trusted.

    Word for word only from an official text or a transcript, or where the same words stand in a document of another
    story and another room; reworded where the origin of its story has them otherwise; else as its publisher words it.
    """
    about, text = carrier.document.metadata, carrier.document.text
    publisher = about.publisher or carrier.document.name
    if about.kind in _TRUSTED:
        what = "a transcript" if about.kind == "transcript" else "an official text"
        return Standing("official", f"{publisher}: {what}")
    parts = _parts(quotation.words_span.of(text))
    second: Standing | None = None
    for other, span in others.carrying(parts):
        if other.document.hash == carrier.document.hash:
            continue
        where = (other.document.hash, span)
        if other.document.metadata.kind in _TRUSTED:
            return Standing(
                "official", f"the same words stand in {_name(other)}, an official text or transcript", where
            )
        apart = (
            other.story != carrier.story
            and None not in {other.room, carrier.room}
            and other.room != carrier.room
        )
        if apart and second is None:
            second = Standing("two sources", f"the same words stand in {_name(other)}, another story", where)
    return (
        second or _reworded(quotation, carrier, others) or Standing("as worded", f"as worded by {publisher}")
    )


def _reworded(quotation: Quotation, carrier: Carrier, others: Carriers) -> Standing | None:
    """Whether the origin of the story has the words otherwise: in another quotation, or in indirect speech."""
    origin = _origin(carrier, others)
    if origin is None:
        return None
    text = origin.document.text
    words = words_of(quotation.words_span.of(carrier.document.text))
    spoken = quotations(origin.document)
    best: tuple[float, Span] | None = None
    for one in spoken:
        theirs = words_of(one.words_span.of(text))
        if _contains(theirs, words):
            return None
        likeness = _alike(words, theirs)
        if likeness >= _ALIKE and (best is None or likeness > best[0]):
            best = likeness, one.words_span
    if best is not None:
        differing = _differing(words, words_of(best[1].of(text)))
        told = ", ".join(f"“{mine}” for “{theirs}”" for mine, theirs in differing[:_SHOWN])
        reason = f"{_name(origin)}, where it comes from, has other words: {told}"
        return Standing("reworded", reason, (origin.document.hash, best[1]), differing)
    return _indirect(words, origin, spoken)


def _indirect(words: Sequence[str], origin: Carrier, spoken: Sequence[Quotation]) -> Standing | None:
    """A quotation that its origin tells in indirect speech."""
    text = origin.document.text
    wanted = frozenset(stems(" ".join(words)))
    if len(wanted) < _TELLING:
        return None
    for span in sentences(origin.document):
        if any(one.span.overlaps(span) for one in spoken):
            continue
        shared = wanted & frozenset(stems(span.of(text)))
        if len(shared) >= max(_TELLING, _ALIKE * len(wanted)):
            theirs = frozenset(words_of(span.of(text)))
            differing = tuple((word, "") for word in words if word not in theirs)
            reason = f"{_name(origin)}, where it comes from, tells it in indirect speech and quotes nobody"
            return Standing("reworded", reason, (origin.document.hash, span), differing)
    return None


def _origin(carrier: Carrier, others: Carriers) -> Carrier | None:
    """The first document of the story, where it is another and came out no later; by the story's name, else by day."""
    members = [one for one in others.of_story(carrier.story) if one.document.hash != carrier.document.hash]
    if carrier.story == carrier.document.hash:
        return None
    named = next((one for one in members if one.document.hash == carrier.story), None)
    if named is not None:
        return named
    own = _day(carrier)
    earlier = [one for one in members if _day(one) < own]
    return min(earlier, key=_day, default=None)


def _day(carrier: Carrier) -> date:
    return carrier.document.metadata.published.latest or date.max


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two quotations are word by word, 0 to 1; a shorter one is held against the best part of a longer."""
    from rapidfuzz.distance import Indel

    if len(other) <= len(one) * 1.5:
        return float(Indel.normalized_similarity(one, other))
    size = len(one)
    starts = range(0, len(other) - size + 1, max(1, size // 4))
    return max(float(Indel.normalized_similarity(one, other[at : at + size])) for at in starts)


def _differing(one: Sequence[str], other: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The words of one that differ, with those of the other in their stead; an empty side where none stands."""
    from rapidfuzz.distance import Indel

    found: list[tuple[str, str]] = []
    gone: tuple[list[str], list[str]] = ([], [])
    for step in Indel.opcodes(one, other):
        if step.tag == "equal":
            if any(gone):
                found.append((" ".join(gone[0]), " ".join(gone[1])))
            gone = ([], [])
            continue
        gone[0].extend(one[step.src_start : step.src_end])
        gone[1].extend(other[step.dest_start : step.dest_end])
    if any(gone):
        found.append((" ".join(gone[0]), " ".join(gone[1])))
    return tuple(found)


def _contains(longer: Sequence[str], part: Sequence[str]) -> bool:
    """Whether the words stand in the other as they are."""
    size = len(part)
    return any(list(longer[at : at + size]) == list(part) for at in range(len(longer) - size + 1))


def _parts(text: str) -> list[list[str]]:
    """The folded words of a quotation, parted where words were left out or put in brackets; short parts left out."""
    parts = [words_of(part) for part in _GAP.split(text)]
    longer = [part for part in parts if len(part) >= OPENING]
    return longer or parts[:1]


def _name(carrier: Carrier) -> str:
    return carrier.document.metadata.publisher or carrier.document.name
