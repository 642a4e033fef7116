"""A stand in words: the cell's word with its option and manner, on how much it rests, since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.briefs.wording import Wording, counted, day_phrase, listed, since_phrase
from detente.ledger.positions import OptionStand, Position, Word
from detente.ledger.stands import Rest
from detente.ledger.utterances import Utterance, Voice

_MANNERS = {"demand": "demanded", "accept": "accepted", "propose": "proposed", "reject": "refused"}
_VERBS = {
    "demand": "asks for",
    "propose": "offers",
    "accept": "accepts",
    "reject": "refuses",
    "hedge": "does not commit on",
}
_ALONE = {
    "demand": "demands",
    "propose": "makes an offer",
    "accept": "accepts",
    "reject": "refuses",
    "hedge": "does not commit",
}


def stand_words(position: Position, stand: OptionStand, wording: Wording) -> str:
    """The word, the option and, in brackets, what kind of word it was: `yes: 30 days (accepted)`."""
    option = f": {wording.option(position.key, stand.option)}" if stand.option else ", naming no option"
    text = f"{stand.word.value}{option}{_manner(stand)}"
    return f"{text}; {_conditions(stand)}" if stand.conditions else text


def _manner(stand: OptionStand) -> str:
    """How a yes or no was said, where the word does not tell: demanded, accepted."""
    kept = [_MANNERS[s] for s in dict.fromkeys(stand.stances) if s in _MANNERS]
    if stand.word in {Word.YES, Word.CONDITIONS, Word.CONTESTED} and kept:
        who = ", by what others say" if stand.voice is Voice.ATTRIBUTED else ""
        return f" ({listed(kept)}{who})"
    return " (by what others say)" if stand.voice is Voice.ATTRIBUTED else ""


def _conditions(stand: OptionStand) -> str:
    shown = stand.conditions[:2]
    more = (
        f"; and {counted(len(stand.conditions) - 2, 'more condition')}" if len(stand.conditions) > 2 else ""
    )
    return f"condition as worded in the report: {'; '.join(shown)}{more}"


def utterance_words(position: Position, utterance: Utterance, wording: Wording) -> str:
    """An utterance in words: `asks for: 30 days, on a condition`."""
    tied = ", on a condition" if utterance.conditional else ""
    if utterance.option is None:
        return f"{_ALONE[utterance.stance]}, naming no option{tied}"
    return f"{_VERBS[utterance.stance]}: {wording.option(position.key, utterance.option)}{tied}"


def since_words(stand: OptionStand) -> str:
    """Since when the word holds, and when it was last said so: `since 5 March 2024, last confirmed 24 April 2024`."""
    if stand.confirmed is None:
        return "undated"
    since = since_phrase(stand.since)
    if stand.since.latest == stand.confirmed:
        return since
    return f"{since}, last confirmed {day_phrase(stand.confirmed)}"


def rest_words(rests: Sequence[Rest]) -> str:
    """On how much something rests: `3 utterances in 2 stories`, with the voices apart where there are several."""
    if len(rests) == 1:
        return _counts(rests[0])
    return listed(f"{_counts(r)} {_AS_VOICED[r.voice]}" for r in rests)


_AS_VOICED = {
    Voice.OWN: "in its own words",
    Voice.REPORTED: "as reported",
    Voice.ATTRIBUTED: "by what others say",
}


def _counts(rest: Rest) -> str:
    rooms = (
        f", carried by {counted(rest.rooms, 'room')}"
        if rest.rooms > rest.stories
        else f" from {counted(rest.rooms, 'room')}"
        if rest.rooms < rest.stories
        else ""
    )
    stories = counted(rest.stories, "story", "stories")
    return f"{counted(rest.utterances, 'utterance')} in {stories}{rooms}"


def marks_of(position: Position, stand: OptionStand) -> Iterable[str]:
    """What a reader must know before leaning on a stand."""
    if position.stage_unclear:
        yield "truce or settlement: not told"
    if stand.faded and stand.confirmed:
        yield f"carried over from {day_phrase(stand.confirmed)}, so only inferred now"
    if not all(line.sure for line in stand.lines):
        yield "unreviewed"
