"""Stories: which documents carry the same text, so that copies count as one source.

A document joins the story of every member of which it is a copy, an abridged or expanded version, a rewrite or a
translation; stories that it links become one. The exception is the round-up: where the smaller text is less than half of
the larger one, and the rest of the larger speaks of nobody of whom the smaller does, the two are no story, and the link is
only told (`carries`), so that three reports carried by one page never become one story. Placing is incremental: the
stories of what came before change only by merging. The order of arrival can matter in two places: what was known as a
formula, and how rare a mention was, at the time; `stories` places in the order of publication, whatever order it is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.corpus.document import Document
from detente.corpus.stories import sketch
from detente.corpus.stories.copies import CONTAINMENT, Copied, copies, held
from detente.corpus.stories.facts import DocumentFacts, facts_of
from detente.corpus.stories.memory import MemoryIndex
from detente.corpus.stories.port import StoryIndex
from detente.corpus.stories.rewrites import Rewritten, rewrites
from detente.corpus.stories.sketch import runs_of

__all__ = ["CONTAINMENT", "Placement", "containment", "place", "stories"]

Relation = Literal["copy", "abridged", "expanded", "rewrite", "translation"]
_ALIKE = 0.8  # of the larger document's runs: a copy, neither abridged nor expanded


@dataclass(frozen=True, slots=True)
class Placement:
    """The story that a document joined, and why.

    `story` is the hash of its earliest published member. `relation` and `to` tell of the member that it is nearest to;
    None where it began a story. `score` is the containment of the smaller text, or the score of the rewrite; `shared`
    counts runs or mentions. `merged` are stories, by their origins, that it made one with this; `carries` are members of
    other stories of which it holds a part, or that hold it, as a round-up does; `near` are members that it may reword,
    with their scores: too little by itself, enough where the document names their publisher as its source.
    """

    doc: str
    story: str
    relation: Relation | None = None
    to: str | None = None
    score: float = 0.0
    shared: int = 0
    merged: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    near: tuple[tuple[str, float], ...] = ()


def stories(documents: Sequence[Document]) -> Mapping[str, str]:
    """The story of each document, by hash: documents that carry the same text are one story.

    A story is named by the hash of its earliest published member; undated members come after dated ones, in the order
    given. Which documents are together does not depend on the order given.
    """
    unique = {document.hash: document for document in reversed(documents)}
    given = list(dict.fromkeys(document.hash for document in documents))
    index = MemoryIndex()
    for doc in sorted(unique, key=lambda name: (_published(unique[name]), name)):
        place(facts_of(unique[doc]), index)
    together: dict[str, list[str]] = {}
    group = index.grouping()
    for doc in given:
        together.setdefault(group[doc], []).append(doc)
    named: dict[str, str] = {}
    for members in together.values():
        origin = min(members, key=lambda doc: _published(unique[doc]))
        named |= dict.fromkeys(members, origin)
    return named


def place(facts: DocumentFacts, index: StoryIndex) -> Placement:
    """Find the story of a document, add the document to the index, and tell where it came to stand and why.

    A document that is in the index already is only told its story.
    """
    known = index.number_of(facts.doc)
    if known is not None:
        return Placement(facts.doc, index.origin(index.story_of([known])[known]))
    who = held(facts, index)
    alike = rewrites(facts, index)
    reworded, nearly = [one for one in alike if one.sure], [one for one in alike if not one.sure]
    copied = copies(facts, index, who=who, also=[one.number for one in reworded])
    parts = {one.number for one in copied if not one.whole}
    reworded = [one for one in reworded if one.number not in parts]
    of = index.story_of([one.number for one in copied] + [one.number for one in reworded])
    joined = _joined(copied, reworded, of=of)
    carried = sorted({one.number for one in copied if of[one.number] not in joined})
    into = joined[0] if joined else None
    merged = tuple(index.origin(story) for story in joined[1:])
    left_out = who.left_out(into)
    for story in joined[1:]:
        index.merge(story, into=joined[0])
    number = index.add(facts, story=into, left_out=left_out)
    nearest = _nearest(copied, reworded, of=of, joined=joined)
    others = [one.number for one in nearly]
    names = index.members([*carried, *others, *((nearest.number,) if nearest else ())])
    placed = Placement(
        facts.doc,
        index.origin(index.story_of([number])[number]),
        merged=merged,
        carries=tuple(names[one].doc for one in carried),
        near=tuple((names[one.number].doc, one.score) for one in nearly),
    )
    return _told(placed, nearest, to=names[nearest.number].doc) if nearest else placed


def containment(one: Document, other: Document) -> float:
    """The share of the smaller document's runs of words that the other has too; 0 where one is empty."""
    return sketch.contained(runs_of(one), runs_of(other))


def _joined(copied: Sequence[Copied], reworded: Sequence[Rewritten], *, of: Mapping[int, int]) -> list[int]:
    """The stories that a document joins, the nearest first."""
    sure = [of[one.number] for one in copied if one.whole] + [of[one.number] for one in reworded]
    return list(dict.fromkeys(sure))


def _nearest(
    copied: Sequence[Copied],
    reworded: Sequence[Rewritten],
    *,
    of: Mapping[int, int],
    joined: Sequence[int],
) -> Copied | Rewritten | None:
    """The member of the joined stories that the document is nearest to; shared runs before rewording."""
    near = [one for one in copied if of[one.number] in joined]
    if near:
        return max(near, key=lambda one: (one.cover, one.containment, -one.number))
    return reworded[0] if reworded else None


def _told(placed: Placement, nearest: Copied | Rewritten, *, to: str) -> Placement:
    """The placement with the member that the document is nearest to."""
    relation: Relation
    if isinstance(nearest, Rewritten):
        relation, score = "translation" if nearest.across else "rewrite", nearest.score
    else:
        relation, score = "expanded" if nearest.larger else "abridged", nearest.containment
        relation = "copy" if nearest.cover >= _ALIKE else relation
    return Placement(
        placed.doc,
        placed.story,
        relation=relation,
        to=to,
        score=score,
        shared=nearest.shared,
        merged=placed.merged,
        carries=placed.carries,
        near=placed.near,
    )


def _published(document: Document) -> date:
    """The last day on which a document may have come out, for order."""
    return document.metadata.published.latest or date.max
