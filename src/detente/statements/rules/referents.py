"""Referents: whom a subject can stand for, and who was spoken of last."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.statements.record import Stance
from detente.statements.rules.names import Named
from detente.statements.rules.scene import Scene
from detente.statements.rules.slavic import PREPOSITIONS

_PREPOSITION = re.compile(
    r"\b(?:of|in|for|with|on|to|from|against|by|between|at|about|over|into|near|than|as|like|including|after|before|"
    r"under|inside|outside|around|across|among|without|toward|towards|through|via|behind|throughout|upon|alongside|"
    r"despite|amid|beyond|since|following|per|" + PREPOSITIONS + r")\s+(?:the\s+|both\s+|all\s+)?$"
)
_JOINT = re.compile(r"\s*(?:,|and|,\s*and|и|та|і|й)\s+(?:the\s+)?")
_NO_SUBJECT = frozenset({"demonym", "institute"})


@dataclass(frozen=True, slots=True)
class Subject:
    """Those who say or want, and where they are named. `document`: a plan speaks for them; `itself`: "we"."""

    named: tuple[Named, ...]
    start: int
    end: int
    document: bool = False
    itself: bool = False

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties spoken for, each once."""
        return tuple(dict.fromkeys(n.party for n in self.named if n.party is not None))


def subject_of(named: Named) -> Subject:
    """One mention as a subject."""
    return Subject((named,), named.start, named.end)


@dataclass(slots=True)
class Context:
    """Who was spoken of last, for one reading of one document: what pronouns and "the minister" lean on.

    `speaker`: whose quotation may go on; `asked`: whose demands were last told; `owner`: whose plan is told;
    `tabled`: the issues, options and instances that a party has asked for last.
    """

    person: Named | None = None
    party: Named | None = None
    speaker: Subject | None = None
    asked: tuple[Subject, Stance] | None = None
    paragraph: int = -1
    owner: Named | None = None
    owner_age: int = 0
    tabled: tuple[tuple[str, str | None, str | None], ...] = ()
    tabled_by: str | None = None
    tabled_age: int = 99

    def note(self, subject: Subject) -> None:
        """Remember the subject of a frame."""
        for named in subject.named[:1]:
            if named.kind in {"person", "expert"}:
                self.person = named
            if named.party is not None:
                self.party = named


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text a verb stands.

    Its sentence, the offset that its subject cannot precede, and what went before.
    """

    scene: Scene
    left: int
    previous: Subject | None
    context: Context


def candidates(scene: Scene, left: int, right: int) -> list[Named]:
    """The mentions in a range that can be subjects."""
    return [m for m in scene.mentions if left <= m.start and m.end <= right and m.kind not in _NO_SUBJECT]


def governed(scene: Scene, mention: Named, left: int) -> bool:
    """Whether a preposition or a possessive takes the mention out of the running."""
    if mention.oblique or _PREPOSITION.search(scene.folded[left : mention.start]):
        return True
    return (
        scene.folded[mention.end : mention.end + 1] == "'"
        or scene.folded[mention.end : mention.end + 2] == "s'"
    )


def first_named(scene: Scene) -> Subject | None:
    """Whom a sentence is about: the first party that no preposition governs."""
    start = scene.span.start
    inside = candidates(scene, start, scene.span.end)
    found = next((m for m in inside if m.party and not governed(scene, m, start)), None)
    return subject_of(found) if found else None


def group(scene: Scene, mention: Named, left: int) -> Subject:
    """A mention with those joined to it on its left and right ("Kyiv and its allies", "A, B and C")."""
    members = [mention]
    for other in reversed([m for m in scene.mentions if m.end <= mention.start and m.start >= left]):
        if not _JOINT.fullmatch(scene.folded[other.end : members[0].start]):
            break
        members.insert(0, other)
    for other in [m for m in scene.mentions if m.start >= mention.end]:
        if not _JOINT.fullmatch(scene.folded[members[-1].end : other.start]):
            break
        members.append(other)
    return Subject(tuple(members), members[0].start, members[-1].end)
