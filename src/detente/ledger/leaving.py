"""What of a project may leave it, by its marks: which documents stay, and how lines of documents that stay are told outside.

A document stays where it is marked, or where somebody is who speaks in it. Of its lines those that are not for attribution are
told as held and no more; the others with their words and their publisher, and without a name that a mark protects: no line
leads back to a document that stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.kernel.dates import UNKNOWN
from detente.kernel.spans import Span
from detente.ledger.entries import Entry, Line, Report, Review
from detente.ledger.marks import Attribution, Mark, Marks
from detente.ledger.people import plain
from detente.ledger.reviewing import ReviewedLine
from detente.statements.record import Statement

HELD = "held in the project, not for attribution"
HELD_DOC = "held"
STAYS = "a document that stays in the project"
NOT_NAMED = "a person who is not named"
NAMING = "words that stay in the project, since they name somebody"
_UNKNOWN_SOURCE = "a source not for attribution"
_NOTHING = re.compile("(?!)")
_FEWEST = 4  # letters of a family name that is looked for by itself


@dataclass(frozen=True, slots=True)
class Leaving:
    """The documents that stay, and the mark on each line of theirs (None: another line or the document is marked).

    `shown`: under which id a line, and under which name a document, is told outside. `named`: names that a document's lines
    may not say.
    """

    marks: Marks
    docs: frozenset[str]
    on: Mapping[str, Mark | None]
    shown: Mapping[str, str]
    named: Mapping[str, re.Pattern[str]]

    def stays(self, line: str) -> bool:
        """Whether a line, by its original id, is of a document that stays."""
        return line in self.on

    def is_withheld(self, line: str) -> bool:
        """Whether nothing of a line leaves but that it is held."""
        mark = self.on.get(line)
        return mark is not None and mark.attribution is Attribution.WITHHELD

    def statement(self, line: str, statement: Statement) -> Statement:
        """A statement of a document that stays, as it is told outside."""
        mark, doc = self.on[line], statement.doc
        if self.is_withheld(line):
            told = replace(statement, speaker=None, via=(), condition=None, certainty=None, date=None)
            return replace(told, doc=HELD_DOC, span=Span(0, len(HELD)), evidence=HELD, rules=())
        words = NAMING if self.named[doc].search(statement.evidence) else statement.evidence
        return replace(
            statement,
            doc=self.shown[doc],
            span=Span(0, len(words)),
            evidence=words,
            speaker=self._name(statement.speaker, mark, doc=doc),
            via=tuple(self._name(name, mark, doc=doc) or NOT_NAMED for name in statement.via),
            condition=self._said(statement.condition, doc),
            instance=self._said(statement.instance, doc),
            option=self._said(statement.option, doc),
            target=self._said(statement.target, doc),
            rules=(),
        )

    def report(self, report: Report, *, withheld: bool) -> Report:
        """The report of a document that stays, as lines of it are told outside."""
        mark = self.marks.of_document(report.doc)
        if withheld or (mark is not None and mark.attribution is Attribution.WITHHELD):
            return Report(HELD_DOC, HELD, _UNKNOWN_SOURCE, how_dated="not told")
        return Report(
            self.shown[report.doc], STAYS, report.publisher, report.kind, report.published, report.how_dated
        )

    def line(self, line: Line) -> Line:
        """A line of a view as it is told outside; the same where its document leaves."""
        name = line.original_id
        if not self.stays(name):
            return line
        withheld = self.is_withheld(name)
        told = replace(
            line,
            statement=self.statement(name, line.statement),
            original_id=self.shown[name],
            report=self.report(line.report, withheld=withheld),
            merged=self._name(line.merged, self.on[name], doc=line.statement.doc),
        )
        return replace(told, said=UNKNOWN, merged=None) if withheld else told

    def _name(self, name: str | None, mark: Mark | None, *, doc: str) -> str | None:
        """What stands for a name: itself where no mark protects it."""
        if name is None:
            return None
        own = self.marks.of_speaker(name) or self.marks.of_document(doc)
        if own is None:
            return self._said(name, doc)
        return own.described or (mark.described if mark and mark.kind == "document" else None) or NOT_NAMED

    def _said(self, words: str | None, doc: str) -> str | None:
        return NAMING if words and self.named[doc].search(words) else words


def leaving(
    marks: Marks, lines: Iterable[ReviewedLine], entries: Sequence[Entry], *, reviews: Sequence[Review]
) -> Leaving:
    """What leaves of a project's lines, as they stand (rejected ones too), were entered, and were ever edited to be."""
    if not marks.bind:
        return Leaving(marks, frozenset(), {}, {}, {})
    every = list(lines)
    chains = _chains(every, entries, reviews)
    docs = {line.original_id: line.statement.doc for line in every}
    found = {name: marks.on(doc, chains[name]) for name, doc in docs.items()}
    marked = {
        doc for (kind, doc), _ in marks.standing.items() if kind == "document" and marks.of_document(doc)
    }
    stay = frozenset(marked | {docs[name] for name, mark in found.items() if mark})
    on = {name: mark for name, mark in found.items() if docs[name] in stay}
    names: dict[str, set[str]] = {doc: set() for doc in stay}
    for name in on:
        names[docs[name]] |= _protected(marks, docs[name], chains[name])
    shown = {
        doc: f"stays-{n}"
        for n, doc in enumerate(dict.fromkeys([*docs.values(), *sorted(stay)]), 1)
        if doc in stay
    }
    shown |= {name: f"held-{n}" for n, name in enumerate(found, 1) if name in on}
    return Leaving(marks, stay, on, shown, {doc: saying(some) for doc, some in names.items()})


def _chains(
    lines: Iterable[ReviewedLine], entries: Iterable[Entry], reviews: Iterable[Review]
) -> dict[str, set[str]]:
    """For each line everybody who ever stood in its chain: as entered, as it stands, in any edit."""
    found = {line.original_id: set(_names(line.statement)) for line in lines}
    for entry in entries:
        if entry.statement.id in found:
            found[entry.statement.id] |= set(_names(entry.statement))
    for review in reviews:
        coded = review.changes.get("record")  # a second coder's
        for record in (review.changes, coded if isinstance(coded, Mapping) else {}):
            told = [record.get("speaker"), *(record.get("via") or ())]
            found.setdefault(review.statement_id, set()).update(
                name for name in told if isinstance(name, str)
            )
    return found


def _names(statement: Statement) -> Iterator[str]:
    yield from (name for name in (statement.speaker, *statement.via) if name)


def _protected(marks: Marks, doc: str, chain: Iterable[str]) -> set[str]:
    """The names of a chain that may not be said: all where the document is marked, else those of people who are."""
    whole = marks.of_document(doc) is not None
    return {s for name in chain if whole or marks.of_speaker(name) for s in marks.spellings(name)}


def saying(names: Iterable[str]) -> re.Pattern[str]:
    """What finds any of some names, or the last word of one by itself where it may be a family name, in a text."""
    words = {word for name in names for word in (plain(name), *_family_name(name)) if word}
    if not words:
        return _NOTHING
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    every = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{every})", re.IGNORECASE)


def _family_name(name: str) -> list[str]:
    words = re.findall(r"\w+", name)
    if 2 * sum(word[:1].isupper() for word in words) <= len(words):  # a description, which may end in a place
        return []
    return [word for word in words[-1:] if word[:1].isupper() and len(word) >= _FEWEST]
