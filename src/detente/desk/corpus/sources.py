"""Sources of a project: each publisher's profile from its reports here, and its grade; a person's grade stands above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from detente.corpus.sources.grade import Grade, given_grade, grade
from detente.corpus.sources.profile import Habits, Profile, profiles
from detente.corpus.stories.changes import changes
from detente.desk.corpus.shelf import Shelf
from detente.kernel.errors import UnknownName
from detente.kernel.suggest import did_you_mean
from detente.packs.model import Publisher

GRADES = "source_grades"
# Changes that turn what was said into something else; what is left out or added turns nothing.
MEANING = frozenset({"strengthened", "weakened", "reversed", "number", "speaker", "condition"})


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher: what the pack knows of it, its profile in this project, its grade."""

    profile: Profile
    publisher: Publisher | None
    grade: Grade

    @property
    def name(self) -> str:
        """The name to show."""
        return self.publisher.name if self.publisher else self.profile.publisher


def sources(shelf: Shelf) -> tuple[Source, ...]:
    """Every publisher of the project, the one with most reports first."""
    facts = {document.hash: facts for document, facts in shelf.each()}
    stories = shelf.by_story(shelf.members(facts))
    shown: Mapping[str, Habits] = {doc: one.habits for doc, one in facts.items()}
    given = grades(shelf.file.settings())
    found = []
    for profile in profiles(stories, shown, altered=_altered(shelf, stories)):
        publisher = shelf.pack.publishers.get(profile.publisher)
        graded = grade(profile, publisher, given=given.get(profile.publisher))
        found.append(Source(profile, publisher, graded))
    return tuple(found)


def source(shelf: Shelf, name: str) -> Source:
    """One publisher by name, id or address; raises UnknownName."""
    known = shelf.eyes.directory.by_name(name)
    every = sources(shelf)
    for one in every:
        if one.profile.publisher in {name, known.id if known else name}:
            return one
    near = did_you_mean(name, [one.profile.publisher for one in every])
    raise UnknownName(f"no report of '{name}' in {shelf.file.path}{near}; `detente corpus sources` names all")


def set_grade(shelf: Shelf, name: str, given: Grade, *, at: datetime) -> Source:
    """Set a person's grade of a publisher; it is appended, with its time, and earlier ones stay in the history."""
    one = source(shelf, name)
    kept: Any = shelf.file.settings().get(GRADES, {})
    record = {"letter": given.letter, "reason": given.reasons[0], "by": given.given_by, "at": at.isoformat()}
    shelf.file.keep_settings({GRADES: {**kept, one.profile.publisher: record}})
    return source(shelf, name)


def grades(settings: Mapping[str, Any]) -> Mapping[str, Grade]:
    """The grades that persons set, by publisher."""
    kept: Any = settings.get(GRADES, {})
    return {
        name: given_grade(
            one["letter"], reason=f"{one['reason']} ({one['by']}, {one['at'][:10]})", by=one["by"]
        )
        for name, one in kept.items()
    }


def _altered(shelf: Shelf, stories: Any) -> set[str]:
    """The documents that say something else than the origin of their story."""
    found: set[str] = set()
    for story in stories:
        docs = list(dict.fromkeys(member.doc for member in story))
        if len(docs) < 2:
            continue
        origin = shelf.file.document(docs[0])
        for doc in docs[1:]:
            if any(change.kind in MEANING for change in changes(origin, shelf.file.document(doc))):
                found.add(doc)
    return found
