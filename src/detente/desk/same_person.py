"""Whether two names as written may be one person: spellings, initials, titles and the pack's dated offices.

The score orders suggestions; it is no chance of anything, and nothing is merged on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from detente.corpus.prose import words_of
from detente.corpus.stories.names import skeleton
from detente.desk.spellings import given_alike, latin, surnames_alike
from detente.kernel.dates import parse_when
from detente.packs.model import Body, Institute, Office, Pack, Party, Person, Publisher

LEAST = 0.5  # a suggestion's score
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*\.?")
_ROLES = words_of(
    "the a an of for and to in mr mrs ms dr sir president prime minister deputy vice foreign defence defense interior",
    "finance chief head general colonel admiral commander spokesman spokeswoman spokesperson press secretary envoy senator",
    "ambassador adviser advisor aide chairman chairwoman speaker leader governor mayor king queen prince state department",
    "ministry office official source sources government parliament analyst expert professor former acting special",
    "representative delegation negotiator президент президента министр міністр премьер-министр прем'єр-міністр глава",
    "речник речниця пресс-секретарь спікер голова",
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A name as written in statements: how often it speaks and is passed through, for whom, from when to when."""

    name: str
    spoke: int = 0
    passed: int = 0
    parties: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    """Two names that may be one person, and why. `into` is the fuller one."""

    name: str
    into: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart: title words in small letters, given names, surname; empty surname where it is a title alone."""

    voice: Voice
    titles: frozenset[str]
    given: tuple[str, ...]
    surname: str
    persons: frozenset[str]


@dataclass(slots=True)
class _Case:
    """What speaks for two names being one, as it is found."""

    score: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def add(self, score: float, reason: str) -> None:
        self.score += score
        self.reasons.append(reason)


class Comparing:
    """Names compared with what a pack knows of persons."""

    def __init__(self, pack: Pack) -> None:
        """Take the pack's persons and what parties and bodies are called."""
        self._pack = pack
        self._roles = _ROLES | _words_of_roles(pack)
        self._aliases = _aliases(pack)

    def suggestions(self, voices: Mapping[str, Voice]) -> list[Alike]:
        """Pairs that may be one person, the likeliest first."""
        names = [self._apart(voice) for voice in voices.values()]
        found: dict[tuple[str, str], Alike] = {}
        for a, b in _near(names):
            alike = self.compare(a, b)
            if alike is not None and alike.score >= LEAST:
                found[alike.name, alike.into] = alike
        return sorted(found.values(), key=lambda one: (-one.score, one.name, one.into))

    def compare(self, a: _Name, b: _Name) -> Alike | None:
        """Why two names may be one; None where something speaks against it, or nothing for it."""
        case = _Case()
        if not (a.surname and b.surname):
            title, named = (a, b) if b.surname else (b, a)
            if not (named.surname and self._holds(case, title, named)):
                return None
        elif not self._named_alike(case, a, b):
            return None
        self._parties(case, a, b)
        into, name = sorted(
            (a, b), key=lambda n: (bool(n.surname), len(n.given), n.voice.spoke, n.voice.name)
        )[::-1]
        score = round(max(0.0, min(1.0, case.score)), 2)
        return Alike(name.voice.name, into.voice.name, score, tuple(case.reasons))

    def _apart(self, voice: Voice) -> _Name:
        words = [word.rstrip(".") for word in _WORD.findall(voice.name)]
        named = [w for w in words if w[:1].isupper() and w.casefold() not in self._roles]
        titles = frozenset(w.casefold() for w in words if w not in named) - {"the", "a", "an", "of", "and"}
        persons = self._aliases.get(" ".join(named).casefold(), frozenset())
        return _Name(voice, titles, tuple(named[:-1]), named[-1] if named else "", persons)

    def _named_alike(self, case: _Case, a: _Name, b: _Name) -> bool:
        if a.persons and b.persons:
            both = a.persons & b.persons
            if len(both) == 1:
                person = self._pack.persons[next(iter(both))]
                case.add(0.8, f"both are names of {person.name} in the pack")
            return len(both) == 1
        given = [name.given[0] if name.given else None for name in (a, b)]
        for alike in (surnames_alike(a.surname, b.surname), given_alike(*given)):
            if alike is None:
                return False
            case.add(*alike)
        for one, other in ((a, b), (b, a)):
            self._title_fits(case, one, other)
        return True

    def _title_fits(self, case: _Case, known: _Name, other: _Name) -> None:
        """A title beside one name that the other, known to the pack, held then."""
        for person in (self._pack.persons[name] for name in sorted(known.persons)):
            for office in _offices(person, other):
                case.add(0.15, f"{person.name} was {office.title} then")
                return

    def _holds(self, case: _Case, title: _Name, named: _Name) -> bool:
        """Whether a title without a name fits the one person of the pack who held it then."""
        holders = {
            person.id: office
            for person in self._pack.persons.values()
            for office in _offices(person, title)
            if office.party in title.voice.parties
        }
        if len(holders) != 1 or not named.persons & set(holders):
            return False
        ((person, office),) = holders.items()
        case.add(
            0.5, f"{self._pack.persons[person].name} was {office.title} then, and nobody else of that party"
        )
        return True

    def _parties(self, case: _Case, a: _Name, b: _Name) -> None:
        mine, other = a.voice.parties, b.voice.parties
        if mine & other:
            names = ", ".join(self._pack.party_name(party) for party in sorted(mine & other))
            case.add(0.1, f"both speak for {names}")
        elif mine and other:
            case.add(-0.2, "they speak for different parties")


def _near(names: list[_Name]) -> Iterator[tuple[_Name, _Name]]:
    """Pairs that are worth a look: by sound, by the first letters, and titles beside names that the pack knows."""
    groups: dict[str, list[_Name]] = {}
    for name in names:
        if name.surname:
            groups.setdefault("sound " + skeleton(name.surname), []).append(name)
            groups.setdefault("letters " + latin(name.surname)[:4], []).append(name)
        for person in name.persons:
            groups.setdefault("person " + person, []).append(name)
    for group in groups.values():
        yield from ((a, b) for i, a in enumerate(group) for b in group[i + 1 :])
    titles = [name for name in names if not name.surname and name.titles]
    known = [name for name in names if name.persons]
    yield from ((a, b) for a in titles for b in known)


def _offices(person: Person, name: _Name) -> Iterator[Office]:
    """The offices of a person whose title stands in a name, held while the name was met."""
    for office in person.offices:
        words = {word.casefold() for word in _WORD.findall(office.title)} - {"of", "the", "for", "and"}
        if words and words <= name.titles and _held(office, name.voice):
            yield office


def _held(office: Office, voice: Voice) -> bool:
    start, end = parse_when(office.start), parse_when(office.end)
    if voice.first is None or voice.last is None:
        return False
    begun = start.earliest is None or start.earliest <= voice.first
    return begun and (end.latest is None or voice.last <= end.latest)


def _words_of_roles(pack: Pack) -> frozenset[str]:
    """The words of titles, parties and bodies: no names of persons."""
    told = [office.title for person in pack.persons.values() for office in person.offices]
    tables: tuple[Mapping[str, Party | Body | Institute | Publisher], ...] = (
        pack.parties,
        pack.bodies,
        pack.institutes,
        pack.publishers,
    )
    for called in (one for table in tables for one in table.values()):
        told += [called.name, *(alias for names in called.aliases.values() for alias in names)]
    for party in pack.parties.values():
        told += [name for names in party.demonyms.values() for name in names]
    return frozenset(word.casefold() for text in told for word in _WORD.findall(text))


def _aliases(pack: Pack) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for person in pack.persons.values():
        for name in (person.name, *(alias for names in person.aliases.values() for alias in names)):
            found.setdefault(name.casefold(), set()).add(person.id)
    return {name: frozenset(persons) for name, persons in found.items()}
