"""The shelf: a project's documents, with what the pack knows of publishers and what steps made of each document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from detente.corpus.document import Document
from detente.corpus.facts import VERSION, Eyes, Facts, facts_of, read_back, written
from detente.corpus.origins.chain import Member, by_story
from detente.kernel.errors import Redacted, UnknownName
from detente.kernel.suggest import did_you_mean
from detente.ledger.entries import Appearance, Report
from detente.packs.load import load_pack
from detente.packs.model import Pack
from detente.stores.sqlite import ProjectFile
from detente.stores.story_index import ProjectStoryIndex

_AT_A_TIME = 200  # documents
_FEWEST = 6  # letters of a hash


@dataclass(frozen=True)
class Shelf:
    """The documents of a project. Facts that are not kept yet are made, and kept where the file may be written."""

    file: ProjectFile
    pack: Pack

    @cached_property
    def eyes(self) -> Eyes:
        """What the pack knows before reading."""
        return Eyes.of(self.pack)

    @cached_property
    def stories(self) -> ProjectStoryIndex:
        """The index of stories."""
        return self.file.stories()

    @property
    def step(self) -> str:
        """The name under which facts are kept: they hang on their version and on the pack."""
        return f"facts:{VERSION}:{self.pack.digest[:16]}"

    def facts(self, document: Document) -> Facts:
        """The facts of a document."""
        return self.facts_of_many([document])[document.hash]

    def facts_of_many(self, documents: Sequence[Document]) -> Mapping[str, Facts]:
        """The facts of documents, by hash; what is made is kept."""
        kept = self.file.derived(self.step, [document.hash for document in documents])
        found = {doc: read_back(value) for doc, value in kept.items()}
        made = {d.hash: facts_of(d, self.eyes) for d in documents if d.hash not in found}
        if self.file.writable:
            self.file.keep_derived(self.step, {doc: written(facts) for doc, facts in made.items()})
        return found | made

    def each(self) -> Iterator[tuple[Document, Facts]]:
        """Every document with its facts, a few in memory at a time."""
        some: list[Document] = []
        for document in self.file.each_document():
            some.append(document)
            if len(some) == _AT_A_TIME:
                yield from self._with_facts(some)
                some = []
        yield from self._with_facts(some)

    def _with_facts(self, documents: Sequence[Document]) -> Iterator[tuple[Document, Facts]]:
        facts = self.facts_of_many(documents)
        yield from ((document, facts[document.hash]) for document in documents)

    def find(self, name: str) -> Report:
        """The report of a name, or of the first letters of its document's hash; raises UnknownName or Redacted."""
        return found_report(self.file, name)

    def members(self, facts: Mapping[str, Facts]) -> tuple[Member, ...]:
        """Every appearance of every document as a member of its story."""
        reports = self.file.reports()
        return tuple(
            self.member(one, facts[doc])
            for doc, many in self.file.appearances().items()
            for one in (many or (_as_appearance(reports[doc]),))
        )

    def member(self, one: Appearance, facts: Facts) -> Member:
        """An appearance as a member of its story; the publisher by the pack's id where the pack knows it.

        Of a text that appeared at its own agency too, the agency's mark leads nowhere from there.
        """
        known = self.eyes.directory.by_name(one.publisher) or self.eyes.directory.by_url(one.url)
        publisher = known.id if known else one.publisher
        marks = tuple(mark for mark in facts.marks if publisher not in {mark.publisher, mark.name})
        return Member(one.doc, one.name, publisher, one.published, marks)

    def by_story(self, members: Iterable[Member]) -> tuple[tuple[Member, ...], ...]:
        """The members by story, in the order of publication."""
        return by_story(members, {doc: report.story for doc, report in self.file.reports().items()})


@contextmanager
def open_shelf(path: Path, *, writable: bool = False) -> Iterator[Shelf]:
    """The shelf of a project, read with the pack it was made with; raises ProjectFault or UnknownName."""
    with ProjectFile.open(path, writable=writable) as file:
        yield Shelf(file, load_pack(str(file.settings().get("pack", "world"))))


def found_report(file: ProjectFile, name: str) -> Report:
    """The report of a name, or of the first letters of its document's hash; raises UnknownName or Redacted."""
    reports = file.reports()
    named = [report for report in reports.values() if report.name == name]
    named += [reports[doc] for doc, many in file.appearances().items() if any(a.name == name for a in many)]
    if not named and len(name) >= _FEWEST:
        named = [report for doc, report in reports.items() if doc.startswith(name.lower())]
    if not named:
        ending = [report for report in reports.values() if report.name.endswith(f"/{name}")]
        named = ending if len(ending) == 1 else []
    if named:
        return named[0]
    for redaction in file.redactions():
        if len(name) >= _FEWEST and redaction.doc.startswith(name.lower()):
            raise Redacted(
                f"document {redaction.doc[:12]} was {redaction}; its words are not in the project any more"
            )
    near = did_you_mean(name, [report.name for report in reports.values()])
    raise UnknownName(f"no report '{name}' in {file.path}{near}; `detente corpus list` names them")


def _as_appearance(report: Report) -> Appearance:
    place = (report.publisher, report.url, report.published, report.how_dated)
    return Appearance(report.doc, report.name, *place)
