"""Who is named.

Parties, bodies, persons, experts and publishers of a pack, by their aliases and the date of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from detente.kernel.dates import When, parse_when
from detente.packs.model import Pack, Person
from detente.statements.rules.slavic import is_slavic, places_in, stem

NameKind = Literal[
    "party",
    "demonym",
    "body",
    "person",
    "role",
    "expert",
    "institute",
    "insider",
    "media",
    "joint",
    "unknown",
]
_FIRST = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+")
_SHOUTED = 4  # A shorter name in capitals may be another word: "Us", "US".
_PLACE = 4  # A party's name of fewer letters makes no adjective that is known by its stem.
_WORDS, _LONGEST = 4, 80  # How long a name may be that is known by its stems.
_PLAIN = str.maketrans({"’": "'", "‘": "'", "\xa0": " "})


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named in the text, at a range of code points.

    `person` is the surname, for pronouns and later mentions; `oblique`: its ending tells that it is no subject.
    """

    start: int
    end: int
    kind: NameKind
    party: str | None = None
    person: str | None = None
    oblique: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    alias: str
    kind: NameKind
    party: str | None
    person: str | None
    oblique: bool = False


class NameBook:
    """The aliases of a pack by their first word; the longest alias wins."""

    __slots__ = ("_entries", "_offices", "_places", "_stems")

    def __init__(self, pack: Pack) -> None:
        """Enter every alias once."""
        self._entries: dict[str, list[_Entry]] = {}
        self._offices: dict[str, Person] = dict(pack.persons)
        self._stems: dict[str, dict[tuple[str, ...], _Entry]] = {}
        self._places: dict[str, _Entry] = {}
        for entry in _entries(pack):
            first = _FIRST.search(entry.alias) if is_slavic(entry.alias) else _FIRST.match(entry.alias)
            if first:
                known = self._inflected(entry) if is_slavic(entry.alias) else entry
                self._entries.setdefault(first.group(), []).append(known)
        for entries in self._entries.values():
            entries.sort(key=lambda e: -len(e.alias))

    def _inflected(self, entry: _Entry) -> _Entry:
        """Enter an alias in Cyrillic letters by its stems; another form of one entered before is an oblique case."""
        words = [stem(w) for w in _FIRST.findall(entry.alias)]
        known = self._stems.setdefault(words[0], {}).setdefault(tuple(words), entry)
        if entry.kind == "party" and len(words) == 1 and len(words[0]) >= _PLACE:
            self._places.setdefault(words[0].rstrip("иі"), entry)
        return replace(entry, oblique=_changed(known.alias, entry.alias))

    def find(self, text: str, starts: Iterable[int], when: When) -> Iterator[Named]:
        """The names that begin at the given places, not overlapping, with who they speak for on the day."""
        reached = -1
        for start in starts:
            if start < reached:
                continue
            for entry in self._entries.get(_first(text, start), ()):
                end = start + len(entry.alias)
                if text[start:end].translate(_PLAIN) == entry.alias and not text[end : end + 1].isalnum():
                    yield Named(start, end, *self._resolve(entry, when), oblique=entry.oblique)
                    reached = end
                    break
            else:
                named = self._by_stem(text, start, when)
                if named is not None:
                    yield named
                    reached = named.end

    def _by_stem(self, text: str, start: int, when: When) -> Named | None:
        """A name in Cyrillic letters in any case, or the adjective of a party."""
        if not is_slavic(text[start]):
            return None
        words = list(islice(_FIRST.finditer(text, start, start + _LONGEST), _WORDS))
        known = self._stems.get(stem(words[0].group()), {})
        for size in range(len(words), 0, -1):
            entry = known.get(tuple(stem(w.group()) for w in words[:size]))
            if entry is not None and entry.alias[0].isupper() <= words[0].group()[0].isupper():
                end = words[size - 1].end()
                return Named(
                    start, end, *self._resolve(entry, when), oblique=_changed(entry.alias, text[start:end])
                )
        for place in places_in(words[0].group()):
            entry = self._places.get(place)
            if entry is not None:
                return Named(start, words[0].end(), "demonym", entry.party)
        return None

    def _resolve(self, entry: _Entry, when: When) -> tuple[NameKind, str | None, str | None]:
        if entry.kind != "person" or entry.person is None:
            return entry.kind, entry.party, entry.person
        person = self._offices[entry.person]
        party = speaks_for(person, when)
        return "person", party, person.surname or person.name.split()[-1]


def _changed(alias: str, found: str) -> bool:
    """Whether a name stands in another case than the one it is entered in first."""
    return alias.lower().replace("ё", "е") != found.lower().replace("ё", "е")


def speaks_for(person: Person, when: When) -> str | None:
    """The party a person speaks for on a day: by the office held then.

    Where the day is unknown, by the last office.
    """
    if not person.offices:
        return None
    if not when.known:
        return person.offices[-1].party
    held = [o for o in person.offices if not _over(o.end, when) and not _ahead(o.start, when)]
    return held[-1].party if held else None


def _over(end: str | None, when: When) -> bool:
    return end is not None and parse_when(end).certainly_before(when)


def _ahead(start: str | None, when: When) -> bool:
    return start is not None and when.certainly_before(parse_when(start))


def _first(text: str, start: int) -> str:
    match = _FIRST.match(text, start)
    return match.group() if match else ""


def _words(aliases: Mapping[str, Iterable[str]], name: str) -> Iterator[str]:
    """Aliases without the possessive, which the matcher reads by itself; also as they stand in a headline."""
    for alias in dict.fromkeys([name, *(a for group in aliases.values() for a in group)]):
        plain = alias.translate(_PLAIN).removesuffix("'s")
        if not plain:
            continue
        yield plain
        if plain.startswith("the "):
            yield "The " + plain[4:]
        if len(plain) >= _SHOUTED and not plain.isupper():
            yield plain.upper()


def _entries(pack: Pack) -> Iterator[_Entry]:
    for party in pack.parties.values():
        yield from (_Entry(a, "party", party.id, None) for a in _words(party.aliases, party.name))
        for group in party.demonyms.values():
            yield from (_Entry(a, "demonym", party.id, None) for a in _words({"": group}, ""))
    for body in pack.bodies.values():
        yield from (_Entry(a, "body", body.party, None) for a in _words(body.aliases, body.name))
    for person in pack.persons.values():
        surname = [person.surname or person.name.split()[-1]] if person.surname is None else []
        names = dict.fromkeys([*_words(person.aliases, person.name), *surname])
        yield from (_Entry(a, "person", None, person.id) for a in names)
    for expert in pack.experts.values():
        yield from (
            _Entry(a, "expert", None, expert.name.split()[-1]) for a in _words(expert.aliases, expert.name)
        )
    for institute in pack.institutes.values():
        yield from (_Entry(a, "institute", None, None) for a in _words(institute.aliases, institute.name))
    for publisher in pack.publishers.values():
        yield from (_Entry(a, "media", None, None) for a in _words(publisher.aliases, publisher.name))
