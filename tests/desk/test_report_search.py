"""Searching whole reports: sentences that nobody read as a statement, by report, the newest first."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from detente.cli.main import main
from detente.corpus.document import Document, Furniture, Metadata
from detente.desk.project import Project, open_project
from detente.desk.report_search import ReportsFound, report_search_of, search_reports
from detente.desk.search_filters import Search
from detente.kernel.dates import on
from detente.kernel.errors import BadDate, BadInput, UnknownName
from detente.kernel.spans import Span
from detente.ledger.entries import Report, Review, ReviewAction
from detente.statements.record import Statement
from detente.stores.report_search import ReportSearch, forget_reports
from detente.stores.search_words import query_of
from detente.stores.sqlite import ProjectFile

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
MENU = "Port news | Contact"
TEXTS = (
    ("Lantern Weekly", date(2024, 2, 6), f"{MENU}\n\nThe convoys left the port. Nobody spoke of customs."),
    ("Radio Aldermere", date(2024, 3, 6), "The port is closed. The ports of the north are open, they said."),
    ("Radio Aldermere", date(2024, 3, 9), "Порти закриті. Переговори тривають."),
)


def kept(path: Path, number: int) -> Document:
    publisher, day, text = TEXTS[number]
    about = Metadata(publisher, published=on(day), language="uk" if number == 2 else "en")
    furniture = (Furniture(Span(0, len(MENU)), "menu"),) if text.startswith(MENU) else ()
    document = Document(f"{number}.txt", text, about, furniture=furniture)
    report = Report(document.hash, document.name, publisher, published=on(day))
    with ProjectFile.open(path, writable=True) as file:
        file.keep_document(document, report=report, recorded=NOON)
    return document


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "p.detente"
    with ProjectFile.create(made, clock=lambda: NOON) as file:
        file.keep_settings({"pack": "veldora"})
    for number in range(2):
        kept(made, number)
    return made


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with open_project(path, writable=True) as opened:
        yield opened


@pytest.fixture
def ask(project: Project) -> Callable[..., ReportsFound]:
    def asking(words: str, *, limit: int = 10, **wanted: Any) -> ReportsFound:
        with report_search_of(project, lambda *_: None) as index:
            return search_reports(project, index, Search(words, **wanted), limit=limit)

    return asking


def texts(found: ReportsFound) -> list[list[str]]:
    return [[sentence.text for sentence in one.sentences] for one in found.reports]


def test_sentences_are_found_by_report_the_newest_first_and_menus_are_not(
    ask: Callable[..., ReportsFound],
) -> None:
    found = ask("port")
    assert texts(found) == [
        ["The port is closed.", "The ports of the north are open, they said."],
        ["The convoys left the port."],
    ]
    assert (found.total, found.sentences) == (2, 3)
    assert len(ask("port", limit=1).reports) == 1
    assert texts(ask('"the ports" -closed')) == [["The ports of the north are open, they said."]]
    assert texts(ask("contact")) == []


def test_filters_are_of_reports(ask: Callable[..., ReportsFound]) -> None:
    assert len(ask("port", publisher="lantern weekly").reports) == 1
    assert texts(ask("port", first="2024-03")) == texts(ask("port", publisher="Radio Aldermere"))
    assert texts(ask("port", last="2024-02")) == [["The convoys left the port."]]


@pytest.mark.parametrize(
    ("words", "wanted", "fault"),
    [
        ("port", {"party": "veldora"}, BadInput),
        ("", {}, BadInput),
        ("-port", {}, BadInput),
        ("port", {"publisher": "Lantern Weakly"}, UnknownName),
        ("port", {"first": "2024-05", "last": "2024-03"}, BadDate),
    ],
)
def test_what_is_of_lines_or_is_no_question_is_refused(
    ask: Callable[..., ReportsFound], words: str, wanted: dict[str, str], fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        ask(words, **wanted)


def test_documents_that_come_later_are_found_too_in_their_language(
    path: Path, project: Project, ask: Callable[..., ReportsFound]
) -> None:
    assert texts(ask("порт")) == []
    kept(path, 2)
    assert texts(ask("порти")) == [["Порти закриті."]]
    assert texts(ask("переговорів")) == [["Переговори тривають."]]


def test_the_lines_that_rest_on_a_sentence_stand_by_it(
    path: Path, project: Project, ask: Callable[..., ReportsFound]
) -> None:
    document = project.file.documents()[1]
    words = "The port is closed"
    line = Statement(document.hash, Span(0, len(words)), words, "event", None, None, "terr.status")
    other = replace(line, kind="assessment")
    project.file.enter(
        document,
        report=project.file.reports()[document.hash],
        statements=[line, other],
        problems=(),
        cache_key="k",
        recorded=NOON,
    )
    project.file.review(Review(other.id, ReviewAction.REJECT, "ana", NOON, "no assessment"))
    assert ask("closed").reports[0].sentences[0].statements == (line.id,)


def test_where_the_file_cannot_be_written_reports_are_indexed_in_memory(path: Path) -> None:
    def count(*, writable: bool) -> int:
        index = ReportSearch(path, writable=writable)
        try:
            return len(index.find(query_of("port")))
        finally:
            index.close()

    size = path.stat().st_size
    assert count(writable=False) == 3
    assert path.stat().st_size == size
    assert count(writable=True) == 3
    assert count(writable=False) == 3  # from the file, up to date
    kept(path, 2)
    assert count(writable=False) == 3


def test_a_document_that_is_forgotten_is_found_no_more_and_not_indexed_again(
    project: Project, ask: Callable[..., ReportsFound]
) -> None:
    assert ask("convoys").total == 1
    with project.file._file.writing() as connection:
        forget_reports(connection, [project.file.documents()[0].hash])
    assert ask("convoys").total == 0
    assert ask("port").total == 1


def test_the_command_shows_and_tells_them(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", str(path), "port", "--reports", "--quiet"]) == 0
    assert "2024-03-06  Radio Aldermere" in capsys.readouterr().out
    assert main(["search", str(path), "port", "--reports", "--json", "--quiet"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["total"] == 2
    assert told["reports"][1]["sentences"][0]["text"] == "The convoys left the port."
    assert main(["search", str(path), "port", "--reports", "--facets", "--quiet"]) == 1
