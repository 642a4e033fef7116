"""Names of a pack in running text: parties, the bodies and persons who stand for them, and places, with their spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from detente.corpus.meetings.aliases import WORD, Entry, NameKind, all_of, entries_of
from detente.corpus.meetings.words import LOCATIVE, SIDE_NOUNS, VENUE_OF, folded_word, is_people, stem
from detente.kernel.dates import UNKNOWN, When, parse_when
from detente.packs.model import Pack

_BETWEEN = re.compile(r"[\s\u00a0.,’'ʼ-]{0,3}")
_LINKED = re.compile(r"[\s,]*(?:and|or|и|та|й|і|или|або|,)?\s*", re.IGNORECASE)
_SIDE_REACH = 60
_UNDECLINED = 3  # letters: a shorter name is met only as it is written
_ABBREVIATED = 4  # letters: "US talks" are no talks in a place called US


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or some place named in a text: `party` is whom a name stands for, `id` the entry of the pack.

    A place that the pack knows only as a party's name ("in Budapest") has the party's id.
    """

    start: int
    end: int
    kind: NameKind
    id: str
    party: str | None = None


@dataclass(frozen=True)
class PackNames:
    """The names of a pack, in all its languages, ready to be found. Built once, used for every document."""

    pack: Pack

    def find(self, text: str, when: When = UNKNOWN) -> tuple[Named, ...]:
        """The names in a text in order, none overlapping, the longest counting; persons by the office of the day.

        A demonym counts where it stands for the side ("the Russian delegation", "Ukrainians"), a capital after
        "in" or "at" is a place, elsewhere the party.
        """
        words = [(match.start(), match.end(), match[0]) for match in WORD.finditer(text)]
        found: list[Named] = []
        at, known = 0, self._firsts(words)
        while at < len(words):
            if words[at][2] not in known:
                at += 1
                continue
            taken, entries = self._longest(text, words, at)
            if not taken:
                at += 1
                continue
            span = (words[at][0], words[at + taken - 1][1])
            named = self._resolved(entries, (text, span), (found, when))
            if named is not None:
                found.append(named)
            at += taken
        return tuple(name for name in found if name.kind != "other")

    def side_of(self, publisher: str | None) -> str | None:
        """The party for which an official publisher speaks, by the bodies and parties that its name holds."""
        known = self._publisher_ids.get((publisher or "").casefold())
        texts = [publisher or "", known or ""]
        for kind in ("body", "party", "demonym"):
            for text in texts:
                entries = self._all_in(text)
                party = next((entry.party for entry in entries if entry.kind == kind and entry.party), None)
                if party is not None:
                    return party
        return None

    def words_of(self, place_or_party: str) -> tuple[str, ...]:
        """The ways to write a place or party."""
        places, parties = self.pack.places, self.pack.parties
        if place_or_party in places:
            place = places[place_or_party]
            return tuple(dict.fromkeys((place.name, *all_of(place.aliases))))
        if place_or_party in parties:
            party = parties[place_or_party]
            return tuple(dict.fromkeys((party.name, *all_of(party.aliases), *all_of(party.demonyms))))
        return (place_or_party,)

    def place_named(self, name: str | None) -> str | None:
        """The place that a name or id means; None where the pack knows none."""
        if not name:
            return None
        if name in self.pack.places:
            return name
        return next((entry.id for entry in self._all_in(name) if entry.kind == "place"), None)

    def _firsts(self, words: list[tuple[int, int, str]]) -> frozenset[str]:
        """The different words of a text that begin a name."""
        return frozenset(word for word in {word for _, _, word in words} if stem(word) in self._index)

    def _all_in(self, text: str) -> Iterator[Entry]:
        """Every entry that a short text holds, the longest names first; publishers' names are no names here."""
        words = [(match.start(), match.end(), match[0]) for match in WORD.finditer(text)]
        for at in range(len(words)):
            entries = [
                entry
                for entry in self._index.get(stem(words[at][2]), ())
                if entry.kind != "other" and _fits(entry, text, words[at : at + len(entry.words)])
            ]
            yield from entries

    def _longest(
        self, text: str, words: list[tuple[int, int, str]], at: int
    ) -> tuple[int, tuple[Entry, ...]]:
        """How many words the longest name takes that begins here, and all entries of that name."""
        taken, fitting = 0, []
        for entry in self._index.get(stem(words[at][2]), ()):
            if len(entry.words) < taken:
                break
            if _fits(entry, text, words[at : at + len(entry.words)]):
                taken = len(entry.words)
                fitting.append(entry)
        return taken, tuple(fitting)

    def _resolved(
        self,
        entries: tuple[Entry, ...],
        where: tuple[str, tuple[int, int]],
        known: tuple[list[Named], When],
    ) -> Named | None:
        """Which of the entries of one name is meant here; None where none is, or several."""
        text, (start, end) = where
        so_far, when = known
        kinds = {entry.kind: entry for entry in entries}
        if "other" in kinds:
            return Named(start, end, "other", kinds["other"].id)
        if "body" in kinds:
            return _named(start, end, kinds["body"])
        persons = [entry for entry in entries if entry.kind == "person"]
        if persons:
            return self._person(persons, (start, end), when)
        place = kinds.get("place")
        if "party" in kinds:
            own = place is None and text[start:end] in self.pack.parties[kinds["party"].id].name
            venue = not own and end - start > _ABBREVIATED and VENUE_OF.match(text, end)
            if venue or _is_located(text, start, so_far):
                return Named(start, end, "place", place.id if place else kinds["party"].id)
            return _named(start, end, kinds["party"])
        if place is not None:
            return _named(start, end, place)
        return _named(start, end, kinds["demonym"]) if _is_side(text, end) else None

    def _person(self, entries: list[Entry], span: tuple[int, int], when: When) -> Named | None:
        """The person of that name who held an office on the day; of several only where they spoke for one party."""
        serving = [(entry.id, party) for entry in entries if (party := self._party_of(entry.id, when))]
        parties = {party for _, party in serving}
        if len(parties) > 1:
            return None
        who, party = serving[0] if serving else (entries[0].id, None)
        return Named(*span, "person", who, party)

    def _party_of(self, person: str, when: When) -> str | None:
        """Whom a person spoke for on a day, by the office held then; on an unknown day by the last office."""
        offices = self._offices.get(person, ())
        if not when.known:
            return offices[-1][0] if offices else None
        held = [
            party
            for party, start, end in offices
            if not end.certainly_before(when) and not when.certainly_before(start)
        ]
        return held[-1] if held else None

    @cached_property
    def _offices(self) -> Mapping[str, tuple[tuple[str, When, When], ...]]:
        return {
            person.id: tuple((o.party, parse_when(o.start), parse_when(o.end)) for o in person.offices)
            for person in self.pack.persons.values()
        }

    @cached_property
    def _publisher_ids(self) -> Mapping[str, str]:
        return {
            name.casefold(): publisher.id.replace("_", " ")
            for publisher in self.pack.publishers.values()
            for name in (publisher.id, publisher.name, *all_of(publisher.aliases))
        }

    @cached_property
    def _index(self) -> Mapping[str, tuple[Entry, ...]]:
        index: dict[str, set[Entry]] = {}
        for entry in entries_of(self.pack):
            if entry.words:
                index.setdefault(stem(entry.words[0]), set()).add(entry)
        return {
            key: tuple(sorted(entries, key=lambda e: (-len(e.words), e.kind, e.id)))
            for key, entries in index.items()
        }


def _fits(entry: Entry, text: str, words: list[tuple[int, int, str]]) -> bool:
    """Whether the words of the text are the alias, inflected or in capitals, with nothing but blanks between."""
    if len(words) < len(entry.words):
        return False
    for (_, end, _), (start, _, _) in pairwise(words):
        if not _BETWEEN.fullmatch(text, end, start):
            return False
    return all(_same(written, word) for written, (_, _, word) in zip(entry.words, words, strict=True))


def _same(written: str, word: str) -> bool:
    """Whether a word of the text is one of an alias: the same letters and case, or inflected, or in capitals."""
    plain, known = folded_word(word), folded_word(written)
    if plain == known:
        alike = word[0] == written[0] or word[0] == written[0].upper()
        return alike and (written[1:].islower() or not written.isupper() or word.isupper())
    capitals = word[0].isupper() or not written[0].isupper()
    return capitals and len(known) > _UNDECLINED and stem(word) == stem(written)


def _named(start: int, end: int, entry: Entry) -> Named:
    return Named(start, end, entry.kind, entry.id, entry.party)


def _is_located(text: str, start: int, so_far: list[Named]) -> bool:
    """Whether a name stands as a place: after "in" or "at", or linked to a name that does."""
    before = text[max(0, start - 24) : start]
    if LOCATIVE.search(before):
        return True
    last = so_far[-1] if so_far else None
    return bool(last and last.kind == "place" and _LINKED.fullmatch(text, last.end, start))


def _is_side(text: str, end: int) -> bool:
    """Whether a demonym stands for its side: a people, or a noun such as "delegation" follows."""
    word = re.search(r"[^\W\d_]+$", text[max(0, end - 30) : end])
    if word and is_people(word[0]):
        return True
    return bool(SIDE_NOUNS.match(text, end, min(len(text), end + _SIDE_REACH)))
