"""DuckDB: what the tables hold, and that the questions of docs/analysis.md are answered as they say."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.calling import ROOT
from detente.cli.main import main
from detente.corpus.document import Document, Metadata
from detente.exporters.exchange.duckdb_tables import TABLES
from detente.kernel.dates import between, on
from detente.kernel.errors import BadInput, MissingExtra
from detente.kernel.spans import Span
from detente.ledger.entries import Report, Review, ReviewAction
from detente.statements.record import Statement
from detente.stores.sqlite import ProjectFile
from exporters.exchange.small_projects import out

duckdb = pytest.importorskip("duckdb")
NOON = datetime(2025, 3, 11, 12, tzinfo=UTC)
PAGE = (ROOT / "docs" / "analysis.md").read_text()
QUERIES = re.findall(r"^```sql\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
TEXT = "The North wants the bridge. The South rejects it. Later the North accepts a ferry."


def said(document: Document, words: str, **given: Any) -> Statement:
    start = document.text.index(words)
    usual = {
        "kind": "position",
        "holder": "north",
        "stance": "demand",
        "issue": "terr.status",
        "origin": "rules",
    }
    return Statement(document.hash, Span(start, start + len(words)), words, **(usual | given))


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.detente"
    first = Document("bridge.txt", TEXT, Metadata("Harbour Wire", language="en"))
    copy = Document("copy.txt", TEXT + "\n", Metadata("Kestria Post", language="en"))
    lines = {
        "bridge": said(first, "wants the bridge", date="2025-03-02", option="full", confidence=0.5),
        "south": said(first, "rejects it", holder="south", stance="reject", confidence=0.25, via=("a source", "wire")),
        "ferry": said(first, "accepts a ferry", stance="accept", option="ferry", date="2025-03-05/2025-03-07"),
        "copied": said(copy, "wants the bridge", date="2025-03-02", option="full", confidence=0.5, about=("terr.status",),
                       condition_on=(("sec.force", None),)),
    }  # fmt: skip
    with ProjectFile.create(path, clock=lambda: NOON) as file:
        for number, (document, names, day) in enumerate(
            (
                (first, ("bridge", "south", "ferry"), on(date(2025, 3, 6))),
                (copy, ("copied",), between(date(2025, 3, 8), None)),
            )
        ):
            report = Report(
                document.hash, document.name, document.metadata.publisher, published=day, story="one"
            )
            file.enter(document, report=report, statements=[lines[n] for n in names], problems=(), cache_key=str(number),
                       recorded=NOON)  # fmt: skip
        file.review(
            Review(lines["bridge"].id, ReviewAction.REJECT, "ana", NOON + timedelta(hours=1), "misread")
        )
        file.review(
            Review(lines["ferry"].id, ReviewAction.REJECT, "ben", NOON + timedelta(hours=2), "another talk")
        )
        file.review(Review(lines["copied"].id, ReviewAction.ACCEPT, "ana", NOON + timedelta(hours=3)))
    return path


@pytest.fixture
def asked(talks: Path) -> Iterator[Any]:
    out(talks, talks.with_suffix(".duckdb"))
    with duckdb.connect(str(talks.with_suffix(".duckdb")), read_only=True) as file:
        yield file


def answers(asked: Any, query: str) -> list[dict[str, Any]]:
    found = asked.execute(query)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_a_line_has_its_words_its_times_and_where_it_stands(asked: Any) -> None:
    (line,) = answers(asked, "FROM statements WHERE stop IS NOT NULL AND publisher = 'Kestria Post'")
    assert {name: line[name] for name in ("evidence", "start", "stop", "standing", "confidence", "reviews", "story")} == {
        "evidence": "wants the bridge", "start": 10, "stop": 26, "standing": "accepted", "confidence": 0.5, "reviews": 1,
        "story": "one",
    }  # fmt: skip
    assert (line["said_from"], line["said_to"]) == (date(2025, 3, 2), date(2025, 3, 2))
    assert (line["published_from"], line["published_to"]) == (date(2025, 3, 8), None)
    assert line["known"] == date(2025, 3, 6), "the first of the story was out then"
    assert (line["about"], line["condition_on"]) == (["terr.status"], '[["sec.force", null]]')
    assert line["recorded"] == NOON.replace(tzinfo=None)


def test_the_columns_are_those_that_are_told(asked: Any) -> None:
    for table, columns in TABLES.items():
        told = re.search(rf"^\| `{table}` \|.*$", PAGE, re.MULTILINE)
        assert told, table
        found = [row[0] for row in asked.execute(f"DESCRIBE {table}").fetchall()]
        assert found == list(columns)
        if table != "statements":
            assert all(f"`{name}`" in told[0] for name in found), table


def test_reports_reviews_documents_and_what_the_file_is(asked: Any, talks: Path) -> None:
    assert [row["action"] for row in answers(asked, "FROM reviews ORDER BY reviewed")] == [
        "reject",
        "reject",
        "accept",
    ]
    assert answers(asked, "SELECT name, language, characters FROM documents ORDER BY name") == [
        {"name": "bridge.txt", "language": "en", "characters": len(TEXT)},
        {"name": "copy.txt", "language": "en", "characters": len(TEXT) + 1},
    ]
    about = dict(asked.execute("FROM about").fetchall())
    with ProjectFile.open(talks) as file:
        assert (int(about["entries"]), about["link"]) == file.head()
    assert about["project"] == "talks"


def test_the_newest_report_of_a_document_is_told_apart(talks: Path) -> None:
    with ProjectFile.open(talks, writable=True) as file:
        report = next(iter(file.reports().values()))
        file.keep_report(Report(report.doc, report.name, "Veldora Today"), recorded=NOON + timedelta(days=1))
    out(talks, talks.with_suffix(".duckdb"))
    with duckdb.connect(str(talks.with_suffix(".duckdb")), read_only=True) as asked:
        assert len(answers(asked, "FROM reports")) == 3
        assert {row["publisher"] for row in answers(asked, "FROM reports_now")} == {
            "Veldora Today",
            "Kestria Post",
        }


def test_what_everybody_holds_now(asked: Any) -> None:
    found = answers(asked, QUERIES[0])
    assert [(row["holder"], row["stance"], row["evidence"]) for row in found] == [
        ("north", "demand", "wants the bridge"),
        ("south", "reject", "rejects it"),
    ]
    assert found[0]["publisher"] == "Kestria Post"


def test_what_could_be_known_of_what_was_held(asked: Any) -> None:
    found = answers(asked, QUERIES[1])
    assert [(row["holder"], row["said"]) for row in found] == [("north", date(2025, 3, 2))]
    later = QUERIES[1].replace("2025-03-04", "2025-03-06")
    assert len(answers(asked, later)) == 2


def test_what_the_file_says_otherwise_and_who_changed_it(asked: Any) -> None:
    (found,) = answers(asked, QUERIES[2])
    assert (found["holder"], found["issue"]) == ("north", "terr.status")
    assert found["before"] != found["after"]
    assert set(found["reviewers"].split(",")) == {"ana", "ben"}


def test_how_a_position_went(asked: Any) -> None:
    (found,) = answers(asked, QUERIES[3])
    assert (found["stance"], found["stories"], found["publishers"]) == ("demand", 1, 1)
    assert str(found["month"]).startswith("2025-03-01")


def test_how_much_was_reviewed(asked: Any) -> None:
    assert answers(asked, QUERIES[4]) == [
        {"publisher": "Harbour Wire", "lines": 3, "reviewed": 2, "accepted": 0, "confidence": 0.58},
        {"publisher": "Kestria Post", "lines": 1, "reviewed": 1, "accepted": 1, "confidence": 0.5},
    ]


def test_every_question_of_the_page_is_tested() -> None:
    assert len(QUERIES) == 5


def test_it_becomes_parquet_as_the_page_says(asked: Any, tmp_path: Path) -> None:
    command = re.search(r"`EXPORT DATABASE 'folder' \(FORMAT parquet\)`", PAGE)
    assert command
    asked.execute(command[0].strip("`").replace("folder", str(tmp_path / "folder")))
    made = asked.execute(f"SELECT count(*) FROM '{tmp_path / 'folder' / 'statements.parquet'}'")
    assert made.fetchall() == [(4,)]


def test_it_is_written_whole_or_not_at_all(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.exporters.exchange import duckdb as exporter

    target = talks.with_suffix(".duckdb")
    out(talks, target)
    before = target.read_bytes()

    def broken(*_: Any) -> None:
        raise duckdb.IOException("no space left on device")

    monkeypatch.setattr(exporter, "_insert", broken)
    with pytest.raises(BadInput, match="no space left on device"):
        out(talks, target)
    assert target.read_bytes() == before
    assert sorted(p.name for p in talks.parent.iterdir()) == ["talks.detente", "talks.duckdb"]


def test_without_the_library_it_is_told_what_to_install(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.stores.read_model import ReadModel

    target = talks.with_suffix(".duckdb")
    out(talks, target)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    for ask in (lambda: out(talks, target), lambda: ReadModel(target)):
        with pytest.raises(MissingExtra, match=r"pip install 'detente\[analysis\]'"):
            ask()


def test_texts_without_a_utf8_form_are_shown(tmp_path: Path) -> None:
    document = Document("a.txt", "so \udce9 it")
    line = Statement(
        document.hash, Span(0, 4), "so \udce9", "event", None, None, "terr.status", rules=("r\ud800",)
    )
    with ProjectFile.create(tmp_path / "a.detente") as file:
        file.enter(document, report=Report(document.hash, document.name), statements=[line], problems=(), cache_key="k",
                   recorded=NOON)  # fmt: skip
    assert any(
        "question marks" in left for left in out(tmp_path / "a.detente", tmp_path / "a.duckdb").not_held
    )
    with duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True) as asked:
        assert answers(asked, "SELECT evidence, rules FROM statements") == [
            {"evidence": "so ?", "rules": ["r?"]}
        ]
        assert answers(asked, "FROM spells") == []


def test_the_command_writes_it_and_takes_none_in(talks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target, new = talks.with_suffix(".duckdb"), talks.with_name("new.detente")
    assert main(["export", str(talks), "-o", str(target)]) == 0
    told = capsys.readouterr()
    assert "not held: the texts of documents" in told.out + told.err
    assert main(["import", str(target), "-o", str(new)]) != 0
    assert "'duckdb' is written only; import csv, dna, ged, jsonl" in capsys.readouterr().err
    assert not new.exists()
