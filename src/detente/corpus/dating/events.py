"""Events: dated facts of a process, and the sentences that surely tell of one of them and of no other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.corpus.dating.written import written_dates
from detente.kernel.dates import When, parse_when
from detente.kernel.errors import BadDate
from detente.packs.model import Aliases, Pack

# Words for a kind of event, by their beginnings; `reaction` and its like are words of somebody and happen anywhere.
_KIND_WORDS: Mapping[str, str] = {
    "talks": r"talks|negotiations|rounds?\b|meeting|consultations|met\b|переговор\w*|раунд\w*|встреч\w*|"
             r"консультаци\w*|"
             r"перемовин\w*|зустріч\w*|консультаці\w*",
    "summit": r"summit|meeting|саммит\w*|встреч\w*|саміт\w*|зустріч\w*",
    "truce": r"truce|cease-?fire|halt\b|перемири\w*|прекращени\w+ огня|перемир['’]\w*|припинення вогню",
    "agreement": r"agreement|accords?\b|pact\b|protocol|memorandum|deal\b|initiative|соглашени\w*|"
                 r"договор\w*|протокол\w*|"
                 r"угод\w*|договір\w*|меморандум\w*",
    "proposal": r"proposals?\b|plan\b|draft|memorandum|outline|communiqu\w+|предложени\w*|план\w*|проект\w*|"
                r"пропозиці\w*|проєкт\w*",
    "declaration": r"declaration|communiqu\w+|деклараци\w*|коммюнике|деклараці\w*|комюніке",
    "election": r"elections?\b|elected|выбор\w*|избран\w*|вибор\w*|обран\w*",
    "military": r"captur\w+|seiz\w+|took\b|fell\b|taken\b|fall of|взя\w+|захва\w+|захоп\w+|паден\w+|падінн\w+",
    "legal": r"annex\w+|аннекс\w+|анекс\w+",
}  # fmt: skip
_REACH = 60


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event with its days: what it is called, where it was, what kind it was and whose it was, as words.

    `names` are proper names that mean it alone; `places` and each party's words are ways to write them.
    """

    id: str
    when: When
    kind: str
    places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    parties: tuple[tuple[str, ...], ...] = ()


def events_of(pack: Pack) -> tuple[DatedEvent, ...]:
    """The dated events of a pack that a sentence can name by place and kind, or by a proposal's name."""
    found: list[DatedEvent] = []
    for event in pack.events.values():
        try:
            when = parse_when(event.date)
        except BadDate:
            continue
        if not when.known or event.kind not in _KIND_WORDS or not event.place:
            continue
        parties = tuple(_party_words(pack, party) for party in event.parties)
        found.append(DatedEvent(event.id, when, event.kind, _place_words(pack, event.place), (), parties))
    return tuple(found)


def told_in(sentence: str, events: Sequence[DatedEvent]) -> tuple[DatedEvent, tuple[int, int]] | None:
    """The one event that a sentence names, with where it names it; None where none or several fit."""
    fitting: list[tuple[DatedEvent, tuple[int, int]]] = []
    for event in events:
        place = _named(sentence, event)
        if place is not None and _year_fits(sentence, event):
            fitting.append((event, place))
    if len({one.when for one, _ in fitting}) > 1:
        # Where several events of one place fit, all the parties of one alone must be named.
        fitting = [(one, at) for one, at in fitting if _all_named(sentence, one)]
        most = max((len(one.parties) for one, _ in fitting), default=0)
        fitting = [(one, at) for one, at in fitting if len(one.parties) == most]
    return fitting[0] if fitting and len({one.when for one, _ in fitting}) == 1 else None


def _named(sentence: str, event: DatedEvent) -> tuple[int, int] | None:
    """Where a sentence names an event: its proper name, or its place near a word for its kind."""
    whole = _find(sentence, event.names)
    if whole is not None:
        return whole.start(), whole.end()
    place = _find(sentence, event.places)
    words = _KIND_WORDS.get(event.kind)
    if place is None or words is None:
        return None
    for kind in re.finditer(rf"(?<![^\W_])(?:{words})", sentence, re.IGNORECASE):
        gap = max(place.start(), kind.start()) - min(place.end(), kind.end())
        if -_REACH < gap <= _REACH and not (place.start() <= kind.start() < place.end()):
            return min(place.start(), kind.start()), max(place.end(), kind.end())
    return None


def _year_fits(sentence: str, event: DatedEvent) -> bool:
    """Whether no date of the sentence says that it tells of another year's event."""
    dates = [one.when for one in written_dates(sentence) if one.when.known]
    return not dates or any(
        not one.certainly_before(event.when) and not event.when.certainly_before(one) for one in dates
    )


def _all_named(sentence: str, event: DatedEvent) -> bool:
    """Whether a sentence names every party of an event."""
    return bool(event.parties) and all(_find(sentence, words) is not None for words in event.parties)


def _find(sentence: str, words: Iterable[str]) -> re.Match[str] | None:
    """The first of the words in a sentence; a Cyrillic name may be declined."""
    kept = [word for word in words if len(word) > 2]
    if not kept:
        return None
    pattern = "|".join(_declined(word) for word in sorted(kept, key=len, reverse=True))
    return re.search(rf"(?<![^\W_])(?:{pattern})(?![^\W\d_])", sentence)


def _declined(word: str) -> str:
    """A pattern for a word that takes the endings of its language."""
    if re.search("[а-яёіїєґ]", word, re.IGNORECASE) and len(word) > 4:
        return re.escape(word.rstrip("аеиоуыэюяьйіїє")) + r"[а-яёіїєґ]{0,3}"
    return re.escape(word)


def _place_words(pack: Pack, place: str) -> tuple[str, ...]:
    """The ways to write a place of the pack."""
    for one in pack.places.values():
        if place in (one.name, one.id):
            return tuple(dict.fromkeys((one.name, *_all(one.aliases))))
    return (place,)


def _party_words(pack: Pack, party: str) -> tuple[str, ...]:
    """The ways to write a party of the pack."""
    one = pack.parties.get(party)
    if one is None:
        return (party,)
    return tuple(dict.fromkeys((one.name, *_all(one.aliases), *_all(one.demonyms))))


def _all(aliases: Aliases) -> tuple[str, ...]:
    """The aliases of all languages."""
    return tuple(word for words in aliases.values() for word in words)
