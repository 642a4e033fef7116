"""Stories that a person says are one: each document's story as it was found, and as people merged it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from detente.desk.corpus.shelf import Shelf
from detente.kernel.errors import BadInput
from detente.ledger.people import Merge, MergeAction, WhoIsWho, who_is_who


def merges_of(shelf: Shelf) -> WhoIsWho:
    """The merges of stories that stand; a story goes by the hash of the document that was its origin then."""
    return who_is_who(shelf.file.merges(), kind="story")


def story_of(shelf: Shelf, doc: str, merged: WhoIsWho) -> str:
    """The origin of the story of a document, after the merges that stand."""
    seen: set[str] = set()
    while True:
        members = list(shelf.stories.together(doc)) or [doc]
        onward = next((m for m in members if m in merged.standing), None)
        if onward is None or onward in seen:
            return members[0]
        seen.add(onward)
        doc = merged.standing[onward].into


def act(shelf: Shelf, merge: Merge) -> Merge:
    """Append that the stories of two reports are one, or two again, and tell every report of them its story.

    Raises UnknownName or BadInput.
    """
    merged = merges_of(shelf)
    docs = tuple(shelf.find(name).doc for name in (merge.name, merge.into))
    if merge.action is MergeAction.PART:
        name, into = _standing(shelf, docs, merged)
    else:
        name, into = (story_of(shelf, doc, merged) for doc in docs)
        if name == into:
            raise BadInput(
                f"'{merge.name}' and '{merge.into}' are of one story already; nothing is to be done"
            )
    made = replace(merge, name=name, into=into, kind="story")
    shelf.file.merge(made)
    tell(shelf, [name, into], merge.at)
    return made


def _standing(shelf: Shelf, docs: tuple[str, ...], merged: WhoIsWho) -> tuple[str, str]:
    """The merge that made the stories of two documents one."""
    first, second = (set(shelf.stories.together(doc)) | {doc} for doc in docs)
    for name, merge in merged.standing.items():
        if (name in first and merge.into in second) or (name in second and merge.into in first):
            return name, merge.into
    raise BadInput("no merge of these two stories stands; `detente corpus stories` shows the stories")


def tell(shelf: Shelf, docs: Iterable[str], at: datetime) -> None:
    """Record in the report of every member of these stories, and of all that were merged, which story it is of."""
    merged = merges_of(shelf)
    linked = dict.fromkeys([*docs, *merged.standing, *(m.into for m in merged.standing.values())])
    done: set[str] = set()
    for one in linked:
        if one in done:
            continue
        members, story = shelf.stories.together(one), story_of(shelf, one, merged)
        done.update(members)
        for doc in members:
            report = shelf.file.report(doc)
            if report is not None and report.story != story:
                shelf.file.keep_report(replace(report, story=story), recorded=at)
