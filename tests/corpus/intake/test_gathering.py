"""Gathering as a stream: what comes, in which process, from which files, and how far it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.corpus import gather as gathering
from detente.corpus.document import Document, Finding, Metadata
from detente.corpus.gather import Gathering, GatherOptions, gather, gather_each
from detente.corpus.intake.making import document_of, joined
from detente.corpus.intake.parts import Article, Limits
from detente.corpus.intake.pool import Outcome, Rules
from detente.kernel.dates import parse_when
from detente.kernel.problems import Problem

GOOD = "Envoys of both sides met in Oslo on Thursday and agreed on nothing.\n"
PAGE = "<html><head><title>Talks</title></head><body><p>Envoys of both sides met in Oslo.</p></body></html>"


def names(steps: list[Gathering]) -> list[str]:
    return [step.result.name for step in steps if isinstance(step.result, Document)]


def codes(steps: list[Gathering]) -> list[str]:
    return [step.result.code for step in steps if isinstance(step.result, Problem)]


def test_each_step_tells_how_far_it_is(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"{number}: {GOOD}", encoding="utf-8")
    (tmp_path / "3.txt").write_text(f"0: {GOOD}", encoding="utf-8")
    steps = list(gather_each([tmp_path]))
    assert [(step.files, step.of, step.documents) for step in steps] == [
        (n, 4, min(n + 1, 3)) for n in range(4)
    ]
    assert [problem.code for problem in gather([tmp_path]).problems] == ["same-text"]


@pytest.mark.parametrize(
    ("files", "here"),
    [
        ({"a.txt": GOOD.encode(), "b.md": b"More."}, True),
        ({"a.txt": GOOD.encode(), "b.html": PAGE.encode()}, False),
        ({"a.txt": b"%PDF-1.7"}, False),
        ({"a.txt": PAGE.encode()}, False),
        ({f"{n}.txt": str(n).encode() for n in range(50)}, False),
        ({"a.txt": b"word " * 100_000}, False),
    ],
    ids=["texts", "a page", "a PDF under the name of a text", "a page likewise", "many", "a large one"],
)
def test_only_a_few_small_texts_are_read_without_a_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, bytes], here: bool
) -> None:
    asked: list[str] = []

    def run(where: str) -> object:
        def ran(jobs: object, rules: Rules) -> Iterator[Outcome]:
            asked.append(where)
            return iter(())

        return ran

    monkeypatch.setattr(gathering, "run_here", run("here"))
    monkeypatch.setattr(gathering, "run_in_children", run("children"))
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    list(gather_each([tmp_path]))
    assert asked == ["here" if here else "children"]


def test_standard_input_is_read_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    options = GatherOptions(stdin=io.BytesIO(PAGE.encode()))
    steps = list(gather_each(["-", tmp_path / "a.txt"], options=options))
    assert names(steps) == ["stdin", "a.txt"]
    assert codes(steps) == []
    options = GatherOptions(stdin=io.BytesIO(b"word " * 100), limits=Limits(size=400))
    steps = list(gather_each(["-", tmp_path / "a.txt"], options=options))
    assert (names(steps), codes(steps)) == (["a.txt"], ["too-large"])
    steps = list(gather_each(["-"], options=GatherOptions(stdin=io.BytesIO())))
    assert codes(steps) == ["empty-report"]


def test_the_folder_of_a_saved_page_holds_no_reports(tmp_path: Path) -> None:
    (tmp_path / "Talks in Oslo.html").write_text(PAGE, encoding="utf-8")
    for folder in ("Talks in Oslo_files", "others_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "advert.html").write_text(f"<p>{folder}</p>", encoding="utf-8")
    assert names(list(gather_each([tmp_path]))) == ["Talks in Oslo.html", "others_files/advert.html"]


def test_a_file_that_is_named_outright_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "report.news").write_text(GOOD, encoding="utf-8")
    assert names(list(gather_each([tmp_path / "report.news"]))) == ["report.news"]


def test_the_row_of_an_archive_holds_for_what_is_in_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "talks.zip", "w") as archive:
        archive.writestr("a.txt", GOOD)
    (tmp_path / "metadata.csv").write_text(
        "file,publisher,title,published\ntalks.zip,Wire,Talks,2025-03-13\n", encoding="utf-8"
    )
    (document,) = gather([tmp_path]).documents
    assert document.name == "talks.zip/a.txt"
    assert (document.metadata.publisher, document.metadata.title) == ("Wire", None)
    assert document.metadata.published == parse_when("2025-03-13")


def test_names_of_files_that_hide_something_are_shown_without_it(tmp_path: Path) -> None:
    (tmp_path / "a\u202etxt.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b\nc.txt").write_text("Another.", encoding="utf-8")
    steps = list(gather_each([tmp_path]))
    assert sorted(names(steps)) == ["a_txt.md", "b_c.txt"]
    assert codes(steps) == ["unsafe-name"] * 2


def test_titles_that_hide_something_are_shown_without_it() -> None:
    stated = Metadata(title="Talks\x00 \u202eolsO ni\u202c", publisher="Wire")
    document, problems = document_of(Article("a", "a", GOOD, stated=stated))
    assert document is not None
    assert document.metadata.title == "Talks olsO ni"
    assert document.text == GOOD
    assert [problem.code for problem in problems] == ["hidden-characters"]


def test_of_what_file_and_page_state_the_surer_counts_then_the_page() -> None:
    sure, guess = Finding("title", "feed", "title", "sure"), Finding("publisher", "feed", "channel", "guess")
    stated = Metadata(
        title="From the feed", publisher="Feed", section="World", url="https://a/met", findings=(sure, guess)
    )
    found = Metadata(title="From the page", publisher="Page", url="https://a/own", language="en")
    known = joined(stated, found)
    assert (known.title, known.publisher, known.section) == ("From the feed", "Page", "World")
    assert (known.url, known.canonical, known.language) == ("https://a/met", "https://a/own", "en")
    assert known.findings == (sure,)


def test_of_two_days_the_surer_counts_with_how_it_was_found() -> None:
    day = parse_when("2025-03-13")
    stated = Metadata(published=day, how_dated="feed pubDate")
    assert joined(stated, Metadata()).how_dated == "feed pubDate"
    own = Metadata(published=parse_when("2025-03-12"), how_dated="JSON-LD datePublished")
    assert joined(stated, own).how_dated == "JSON-LD datePublished"
    surer = Metadata(
        published=day, how_dated="Date:", findings=(Finding("published", "message", "Date:", "sure"),)
    )
    assert joined(surer, own).published == day


def test_a_table_of_articles_gives_each_as_it_comes(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        "".join(f'{{"text": "{n}: Envoys met in Oslo and agreed on nothing."}}\n' for n in range(300)),
        encoding="utf-8",
    )
    steps = gather_each([tmp_path], options=GatherOptions(workers=1))
    assert sum(isinstance(step.result, Document) for step in steps) == 300


@pytest.mark.parametrize(("named", "severity"), [(True, "error"), (False, "note")])
def test_a_table_of_something_else_is_no_fault_of_a_folder(
    tmp_path: Path, *, named: bool, severity: str
) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "coding.jsonl").write_text('{"stance": "demand"}\n', encoding="utf-8")
    steps = list(gather_each([tmp_path / "coding.jsonl" if named else tmp_path]))
    (problem,) = (step.result for step in steps if isinstance(step.result, Problem))
    assert (problem.code, problem.severity) == ("no-text-column", severity)
