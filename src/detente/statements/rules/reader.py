"""The reader `rules`: who holds what, by names, cues and phrases that a person can read and correct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from detente.corpus.document import Document
from detente.packs.model import Pack
from detente.statements.port import Reader, Reading
from detente.statements.record import Statement
from detente.statements.rules.compose import drafts_of
from detente.statements.rules.drafts import Draft
from detente.statements.rules.frames import remember, wants_only
from detente.statements.rules.framing import frames_of
from detente.statements.rules.referents import Context
from detente.statements.rules.scenes import Eyes, eyes_for, scenes_of
from detente.statements.rules.slavic import is_slavic


def rules_reader(pack: Pack, eyes: Eyes | None = None) -> Reader:
    """A reader for one pack: vocabularies are compiled once, or given, then each document is read by itself."""
    eyes = eyes or eyes_for(pack)
    issues = frozenset(pack.leaves)
    fighting = frozenset(pack.belligerents)

    def read(document: Document) -> Reading:
        return Reading(tuple(once(s for s in _statements(document, eyes, fighting) if s.issue in issues)))

    return read


@dataclass(frozen=True, slots=True)
class _Key:
    """What makes two statements the same proposition by the same speaker."""

    kind: str
    holder: str | None
    stance: str | None
    issue: str
    option: str | None
    voice: str | None


def _statements(document: Document, eyes: Eyes, fighting: frozenset[str]) -> Iterator[Statement]:
    context = Context()
    narrated = document.metadata.kind in {"analysis", "opinion"}
    doc = document.hash
    for scene in scenes_of(document, eyes):
        frames = frames_of(scene, context)
        for draft in drafts_of(scene, frames, context, analysis=narrated):
            yield _statement(doc, document.text, _weighed(draft, fighting))
        remember(context, scene, frames)


def _weighed(draft: Draft, fighting: frozenset[str]) -> Draft:
    """A plain want of somebody who does not fight is a proposal (codebook, Stances)."""
    wants = wants_only(draft.rules[0]) or is_slavic(draft.rules[0])
    if draft.stance == "demand" and fighting and draft.holder not in fighting and wants:
        return replace(draft, stance="propose")
    return draft


def _statement(doc: str, text: str, draft: Draft) -> Statement:
    """The draft tied to its document: its fields, and the words of its span."""
    shared = {field.name: getattr(draft, field.name) for field in fields(Draft)}
    return Statement(doc=doc, evidence=draft.span.of(text), origin="rules", **shared)


def once(statements: Iterator[Statement]) -> list[Statement]:
    """Each proposition of a speaker once, at its most certain reading and then its fullest wording.

    In the order of the text.
    """
    best: dict[_Key, Statement] = {}
    for statement in statements:
        voice = statement.holder if statement.basis == "own" else statement.speaker
        key = _Key(
            statement.kind, statement.holder, statement.stance, statement.issue, statement.option, voice
        )
        known = best.get(key)
        if known is None:
            best[key] = statement
        elif len(statement.evidence) > len(known.evidence):
            best[key] = replace(statement, confidence=max(statement.confidence, known.confidence))
        else:
            best[key] = replace(known, confidence=max(statement.confidence, known.confidence))
    return sorted(best.values(), key=lambda s: (s.span, s.issue, s.kind, s.holder or ""))
