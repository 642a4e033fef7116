"""metadata.csv: when, by whom and under what title reports came out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from detente.corpus.document import Metadata
from detente.corpus.gather import gather
from detente.corpus.metadata import merged, read_metadata
from detente.kernel.dates import parse_when

REPORT = "Envoys of both sides met in Oslo on Thursday and agreed on nothing.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


def table(folder: Path, text: str) -> Path:
    path = folder / "metadata.csv"
    path.write_bytes(text.encode())
    return path


def test_a_row_gives_its_report_date_publisher_title_and_kind(folder: Path) -> None:
    table(
        folder,
        'file,published,publisher,title,url,language,kind\na.txt,2025-03-13,Wire,"Oslo, again",https://e.org,en,news\n',
    )
    (document,) = gather([folder]).documents
    assert replace(document.metadata, findings=()) == Metadata(
        "Wire",
        "Oslo, again",
        "https://e.org",
        "en",
        "news",
        parse_when("2025-03-13"),
        "metadata file",
        languages=("en",),
    )
    assert {(one.field, one.way, one.sure) for one in document.metadata.findings} == {
        (field, "given", "sure") for field in ("publisher", "title", "url", "language", "published", "kind")
    }


def test_columns_may_be_missing_and_a_report_without_date_stays_undated(folder: Path) -> None:
    rows, problems = read_metadata(table(folder, "\ufefffile;publisher\r\na.txt;Wire\r\n"))
    assert problems == ()
    assert rows["a.txt"].publisher == "Wire"
    assert not rows["a.txt"].published.known
    assert rows["a.txt"].how_dated == "not dated"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("file,published\na.txt,2025-02-30\n", "bad-date", 2),
        ("file,published\na.txt,last week\n", "bad-date", 2),
        ("file,kind\na.txt,newz\n", "unknown-kind", 2),
        ("file\nb.txt\n", "unknown-file", 2),
        ("file\na.txt\n./a.txt\n", "duplicate-row", 3),
        ("file,publisher\n,Wire\n", "no-file", 2),
        ("file,publishr\na.txt,Wire\n", "unknown-column", 1),
        ("name\na.txt\n", "no-file-column", 1),
    ],
)
def test_a_fault_in_the_table_names_its_line(folder: Path, text: str, code: str, line: int) -> None:
    _, problems = read_metadata(table(folder, text))
    assert [
        (problem.code, problem.place.rpartition(":")[2]) for problem in problems if problem.code == code
    ] == [(code, str(line))]


def test_misspelt_kinds_and_columns_get_a_suggestion(folder: Path) -> None:
    _, problems = read_metadata(table(folder, "file,publishr,kind\na.txt,Wire,newz\n"))
    assert "did you mean 'publisher'" in problems[0].message
    assert "did you mean 'news'" in problems[1].message


def test_a_faulty_row_keeps_what_is_sound_in_it(folder: Path) -> None:
    rows, _ = read_metadata(table(folder, "file,published,publisher\na.txt,2025-02-30,Wire\n"))
    assert rows["a.txt"].publisher == "Wire"
    assert not rows["a.txt"].published.known


def test_the_table_goes_before_the_page_and_the_page_before_nothing() -> None:
    page = Metadata("Page", "Title", None, "en", "news", parse_when("2025-03-14"), "JSON-LD datePublished")
    row = Metadata(publisher="Row", kind="opinion")
    assert merged(row, page) == Metadata(
        "Row", "Title", None, "en", "opinion", page.published, "JSON-LD datePublished"
    )
    dated = Metadata(published=parse_when("2025-03-13"), how_dated="metadata file")
    assert merged(dated, page).how_dated == "metadata file"


def test_the_nearest_table_counts_for_a_report_below(folder: Path) -> None:
    below = folder / "b"
    below.mkdir()
    (below / "c.txt").write_text("Another report was read out in the hall.", encoding="utf-8")
    table(folder, "file,publisher\nb/c.txt,Far\na.txt,Here\n")
    table(below, "file,publisher\nc.txt,Near\n")
    gathered = gather([folder])
    assert {d.name: d.metadata.publisher for d in gathered.documents} == {"a.txt": "Here", "b/c.txt": "Near"}
    assert gathered.problems == ()
