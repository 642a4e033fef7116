"""A project keeps reports that nobody read yet, hands documents out a few at a time, and keeps what steps made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sample_project import NOON, report_of

from detente.corpus.document import Document, Finding, Metadata
from detente.kernel.dates import between, on
from detente.kernel.errors import BadInput
from detente.stores.sqlite import ProjectFile

Enter = Callable[..., int]


def test_a_report_can_be_kept_before_it_is_read_and_read_later(
    project: ProjectFile, document: Document, enter: Enter
) -> None:
    report = report_of(document, publisher="Harbour Wire", published=on(date(2025, 3, 10)))
    assert not project.has_document(document.hash)
    assert project.report(document.hash) is None
    assert project.keep_document(document, report=report, recorded=NOON)
    assert project.has_document(document.hash)
    assert project.entries() == ()
    assert enter(project) == 2
    assert project.documents() == (document,)
    assert project.verify() == ()


def test_keeping_again_adds_nothing_but_what_was_learned(project: ProjectFile, document: Document) -> None:
    report = report_of(document)
    assert project.keep_document(document, report=report, recorded=NOON)
    assert not project.keep_document(document, report=report, recorded=NOON)
    assert not project.keep_document(document, report=replace(report, story="x"), recorded=NOON)
    newest = project.report(document.hash)
    assert newest is not None
    assert newest.story == "x"


def test_the_same_text_elsewhere_is_one_document_that_appeared_twice(
    project: ProjectFile, document: Document
) -> None:
    later = replace(
        document,
        name="copy.html",
        metadata=Metadata("Courier", url="https://c.example", published=on(date(2031, 3, 2))),
    )
    for one in (document, later, later):
        project.keep_document(one, report=report_of(document), recorded=NOON)
    assert len(project.documents()) == 1
    (appeared,) = project.appearances().values()
    assert [(a.name, a.publisher) for a in appeared] == [
        ("bridge.txt", "Harbour Wire"),
        ("copy.html", "Courier"),
    ]
    assert project.verify() == ()


def test_a_report_of_another_document_is_refused(project: ProjectFile, document: Document) -> None:
    with pytest.raises(BadInput, match="give the document's own"):
        project.keep_document(document, report=report_of(Document("b", "Other.")), recorded=NOON)


def test_all_that_is_known_of_a_report_comes_back(project: ProjectFile) -> None:
    metadata = Metadata(
        "Wire", "T", "https://a.example/1", "en", "news", between(date(2031, 3, 1), None), "events it mentions",
        byline="Ada Lind", section="World", canonical="https://b.example/1", updated=on(date(2031, 3, 2)),
        languages=("en", "uk"), findings=(Finding("byline", "text", "line 2", "likely"),),
    )  # fmt: skip
    document = Document("a.txt", "The envoy came.", metadata)
    project.keep_document(document, report=report_of(document), recorded=NOON)
    assert project.document(document.hash) == document


def test_documents_come_one_after_the_other_however_many_there_are(project: ProjectFile) -> None:
    documents = [Document(f"{n}.txt", f"Report number {n}.") for n in range(450)]
    for document in documents:
        project.keep_document(document, report=report_of(document), recorded=NOON)
    assert [d.name for d in project.each_document()] == [d.name for d in documents]


def test_what_a_step_made_is_kept_by_its_version_and_can_be_made_again(project: ProjectFile) -> None:
    project.keep_derived("facts:1", {"a": "one", "b": "two"})
    project.keep_derived("facts:1", {"a": "uno"})
    project.keep_derived("facts:2", {})
    assert project.derived("facts:1", ["a", "b", "c"]) == {"a": "uno", "b": "two"}
    assert project.derived("facts:2", ["a"]) == {}
    assert project.verify() == ()
