"""Aliases of a pack as entries: what each name in it stands for, in all its languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from detente.packs.model import Pack, Person

NameKind = Literal["party", "body", "person", "place", "demonym", "other"]
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One alias: its words as they are written, and what it names."""

    words: tuple[str, ...]
    kind: NameKind
    id: str
    party: str | None


def entries_of(pack: Pack) -> Iterator[Entry]:
    """Every alias of the pack as words."""
    for party in pack.parties.values():
        yield from _of("party", (party.id, party.id), (party.name, *all_of(party.aliases)))
        yield from _of("demonym", (party.id, party.id), all_of(party.demonyms))
    for body in pack.bodies.values():
        yield from _of("body", (body.id, body.party), (body.name, *all_of(body.aliases)))
    for person in pack.persons.values():
        yield from _of("person", (person.id, None), _names_of(person))
    for place in pack.places.values():
        yield from _of("place", (place.id, None), (place.name, *all_of(place.aliases)))
    # Names that hold another's ("Ostrel Courier") and stand for no side.
    for expert in pack.experts.values():
        yield from _of("other", (expert.id, None), (expert.name, *all_of(expert.aliases)))
    for institute in pack.institutes.values():
        yield from _of("other", (institute.id, None), (institute.name, *all_of(institute.aliases)))
    for publisher in pack.publishers.values():
        if publisher.kind != "official":
            yield from _of("other", (publisher.id, None), (publisher.name, *all_of(publisher.aliases)))


def _of(kind: NameKind, who: tuple[str, str | None], names: Iterable[str]) -> Iterator[Entry]:
    for name in names:
        yield Entry(tuple(WORD.findall(name)), kind, *who)


def _names_of(person: Person) -> tuple[str, ...]:
    """The names of a person; the last word alone where the pack names no other surname."""
    surname = person.surname or person.name.split()[-1]
    return (person.name, surname, *all_of(person.aliases))


def all_of(aliases: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The aliases of all languages."""
    return tuple(alias for group in aliases.values() for alias in group)
