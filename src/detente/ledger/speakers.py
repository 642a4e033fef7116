"""Who speaks for a party: the person behind a name or a title as written, with the office held on the day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from detente.kernel.dates import parse_when
from detente.ledger.entries import Line
from detente.packs.model import Office, Pack, Person

_SPOKESMAN = re.compile(
    r"spokes|press secretary|porte-parole|sprecher|пресс-секретар|прессекретар|речни", re.IGNORECASE
)
_LONGEST_NAME = 4
_PRONOUNS = frozenset(
    {"he", "she", "it", "they", "we", "i", "он", "она", "оно", "они", "він", "вона", "воно", "вони"}
)


def named_speaker(line: Line) -> str | None:
    """The speaker's name or title; None where the report calls him or her by a pronoun alone, or names nobody."""
    return None if (line.speaker or "").lower() in _PRONOUNS else line.speaker


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person who speaks for a party, and the office by which he or she does."""

    person: str
    name: str
    title: str | None

    @property
    def spokesman(self) -> bool:
        """Whether the office is to speak for another."""
        return bool(self.title and _SPOKESMAN.search(self.title))

    def __str__(self) -> str:
        """Title and name."""
        return f"{self.title} {self.name}" if self.title else self.name


@dataclass(frozen=True, slots=True)
class Speakers:
    """The persons of a pack by every name they are known under, in small letters."""

    pack: Pack
    named: Mapping[str, frozenset[str]]
    _met: dict[tuple[str, str, date | None], Speaker | None] = field(default_factory=dict, compare=False)

    def of(self, line: Line) -> Speaker | None:
        """The person a line's words come from; None where the report names a body, a title that several hold, or nobody."""
        name, party, day = line.speaker or "", line.statement.holder, line.said.latest
        if party is None:
            return None
        if (name, party, day) not in self._met:
            self._met[name, party, day] = self._find(re.findall(r"\w+", name.lower()), party, day)
        return self._met[name, party, day]

    def _find(self, words: list[str], party: str, day: date | None) -> Speaker | None:
        if not words:
            return None
        for size in range(min(_LONGEST_NAME, len(words)), 0, -1):
            for at in range(len(words) - size + 1):
                for person in sorted(self.named.get(" ".join(words[at : at + size]), ())):
                    if (found := self._for(person, party, day)) is not None:
                        return found
        return self._by_title(words, party, day)

    def _for(self, person: str, party: str, day: date | None) -> Speaker | None:
        known = self.pack.persons[person]
        offices = [o for o in known.offices if o.party == party]
        if not offices:
            return None
        held = [o for o in offices if _held(o, day)]
        return Speaker(person, known.name, held[-1].title if held else None)

    def _by_title(self, words: list[str], party: str, day: date | None) -> Speaker | None:
        title = " ".join(words[1:] if words[0] == "the" else words)
        if day is None:
            return None
        holding = [
            Speaker(person.id, person.name, office.title)
            for person in self.pack.persons.values()
            for office in person.offices
            if office.party == party and office.title.lower() == title and _held(office, day)
        ]
        return holding[0] if len(holding) == 1 else None


def speakers_of(pack: Pack) -> Speakers:
    """The persons of a pack, to be looked up by what reports call them."""
    named: dict[str, set[str]] = {}
    for person in pack.persons.values():
        for name in _names(person):
            named.setdefault(" ".join(re.findall(r"\w+", name.lower())), set()).add(person.id)
    return Speakers(pack, {name: frozenset(persons) for name, persons in named.items() if name})


def _names(person: Person) -> list[str]:
    surname = person.surname or person.name.split()[-1]
    return [person.id, person.name, surname, *(a for names in person.aliases.values() for a in names)]


def _held(office: Office, day: date | None) -> bool:
    """Whether an office is held on a day; on an unknown day, whether it is still held."""
    start, end = parse_when(office.start), parse_when(office.end)
    if day is None:
        return end.latest is None
    return (start.earliest is None or start.earliest <= day) and (end.latest is None or day <= end.latest)
