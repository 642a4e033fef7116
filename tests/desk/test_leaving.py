"""What marks keep in a project does not leave it: no format lets out a word, a name, a hash or an id of it."""

from __future__ import annotations

import json
import shutil
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from detente.corpus.document import Document, Metadata
from detente.desk.briefing import Heading, brief_of, documents_of, export_brief, outgoing_brief
from detente.desk.build import BuildOptions, build
from detente.desk.choose import choose, names
from detente.desk.exchanging import GROUP, ExportOptions, ImportOptions, exported, format_of, imported
from detente.desk.leaving import For, leaving_of
from detente.desk.project import Budget, answer, open_project, with_movement
from detente.desk.reviewing import exported as reviews_exported
from detente.desk.tracing import trace
from detente.desk.tuning import training_records
from detente.exporters.json import read as brief_read
from detente.kernel.dates import on
from detente.kernel.problems import Problem
from detente.kernel.spans import Span
from detente.ledger.entries import Report, Review, ReviewAction
from detente.ledger.leaving import HELD
from detente.ledger.marks import Attribution, Mark
from detente.ledger.people import Merge, MergeAction
from detente.ledger.view import Moment
from detente.statements.record import Statement
from detente.stores.sqlite import ProjectFile

VELDORA = Path(__file__).parents[2] / "examples" / "veldora"
NOW = datetime(2024, 6, 1, tzinfo=UTC)
FORMATS = tuple(
    name for name in names(GROUP) if choose(GROUP, name).write is not None
)  # a new one is looked into too
TABLES = ("jsonl", "csv", "parquet", "xlsx")
NAME, OTHER_NAME, PUBLISHER = "Oswin Tarrak", "Tarrak Oswin Velli", "Tolbooth Gazette"
PLACE = "the Quillfeather wharf"
TEXT = (
    f"The Movement will never leave Port Ilvane grumblethorpe, said {NAME} by the stove. "
    f"The Movement wants {PLACE} for itself, if the lampwick is lit, he said. "
    "The harbour master of Ilvane said that the Republic must open the sandglass lane."
)
DOCUMENT = Document(
    "tolbooth-44-notes.txt",
    TEXT,
    Metadata(
        PUBLISHER,
        "Stove talk with an insider",
        "https://tolbooth.example/stove",
        published=on(date(2024, 2, 20)),
    ),
)
HARBOUR_MASTER = "The harbour master of Ilvane"
ABOUT_DOCUMENT = (
    DOCUMENT.name, "tolbooth.example", "Stove talk", DOCUMENT.hash, DOCUMENT.hash[:8], "by the stove",
)  # fmt: skip
WORDS = ("grumblethorpe", "uillfeather", "lampwick")


def said_in(document: Document, words: str, **fields: object) -> Statement:
    start = document.text.index(words)
    given = {"kind": "position", "holder": "sarnic_movement", "stance": "reject", "issue": "terr.withdrawal",
             "option": "begun_before", "instance": "movement_from_port", "basis": "own", "date": "2024-02-19",
             "stage": "truce", "speaker": NAME} | fields  # fmt: skip
    return Statement(document.hash, Span(start, start + len(words)), words, **given)  # type: ignore[arg-type]


LINES = (
    said_in(DOCUMENT, "The Movement will never leave Port Ilvane grumblethorpe"),
    said_in(DOCUMENT, f"The Movement wants {PLACE} for itself", stance="demand", instance=PLACE, option="completed",
            condition="if the lampwick is lit", certainty="wants", via=("the stove keeper",)),
    said_in(DOCUMENT, "the Republic must open the sandglass lane", holder="sarnic_movement", stance="demand",
            issue="cf.class", option="interim", instance=None, speaker=HARBOUR_MASTER, basis="reported"),
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented conflict with one document more, which nobody but the team should see."""
    path = tmp_path_factory.mktemp("leaving") / "talks.detente"
    options = BuildOptions(
        clock=lambda: NOW, progress=lambda *_: None, statements=VELDORA / "statements.jsonl"
    )
    build([str(VELDORA)], pack_name="veldora", output=path, options=options)
    about = DOCUMENT.metadata
    report = Report(
        DOCUMENT.hash,
        DOCUMENT.name,
        PUBLISHER,
        "news",
        about.published,
        "given",
        title=about.title,
        url=about.url,
    )
    with ProjectFile.open(path, writable=True, clock=lambda: NOW) as file:
        file.enter(
            DOCUMENT, report=report, statements=LINES, problems=[Problem("p", DOCUMENT.name, "lampwick?", "do")],
            cache_key="kx", recorded=NOW,
        )  # fmt: skip
        for line in LINES:
            file.review(Review(line.id, ReviewAction.ACCEPT, "Ann", NOW, reason=f"{NAME} said so"))
        file.merge(Merge(NAME, OTHER_NAME, MergeAction.MERGE, "one man", "Ann", NOW))
    return path


@pytest.fixture
def talks(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "talks.detente"))


def mark(path: Path, kind: str, name: str, as_: Attribution, **given: object) -> None:
    made = Mark(kind, name, as_, "agreed with Zelmira", "Ann", NOW)  # type: ignore[arg-type]
    with ProjectFile.open(path, writable=True) as file:
        file.mark(replace(made, **given))  # type: ignore[arg-type]


def text_of(path: Path) -> str:
    """Everything in a file, unpacked, as text."""
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            content += b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    if path.suffix == ".parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        content += json.dumps(parquet.read_table(path).to_pylist(), ensure_ascii=False, default=str).encode()
    if path.suffix == ".duckdb":
        duckdb = pytest.importorskip("duckdb")
        with duckdb.connect(str(path), read_only=True) as made:
            tables = [name for (name,) in made.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
            content += repr([made.execute(f"SELECT * FROM {name}").fetchall() for name in tables]).encode()
    return content.decode("utf-8", "replace")


def briefs(path: Path, reader: For = "anyone") -> Iterator[tuple[str, str]]:
    with open_project(path) as project:
        budget = Budget(time.monotonic)
        found = with_movement(project, answer(project, Moment(), budget), budget)
        if reader == "anyone":
            brief, documents = outgoing_brief(project, found, Heading(NOW))
        else:
            brief, documents = brief_of(project, found, Heading(NOW)), documents_of(project)
        for name in ("html", "md", "json"):
            yield f"brief.{name}", export_brief(brief, name, documents)


def outputs(path: Path, reader: For = "anyone") -> Iterator[tuple[str, str]]:
    """Everything that is written for others, by name."""
    for name in FORMATS:
        for lines in (False, True) if name in TABLES else (False,):
            target = path.parent / f"out.{name}"
            options = ExportOptions(lambda *_: None, lines=lines, reader=reader)
            exported(path, target, name=format_of(target, way="write"), options=options)
            yield f"{name}{' --lines' if lines else ''}", text_of(target)
    yield from briefs(path, reader)
    with open_project(path) as project:
        yield "review --export", reviews_exported(project, reader)[0]
        Path(path.parent / "coded.jsonl").write_text("", encoding="utf-8")
        yield (
            "reader export",
            "".join(json.dumps(r, ensure_ascii=False) for r in training_records_or_none(path, reader)),
        )


def training_records_or_none(path: Path, reader: For) -> list[dict[str, object]]:
    with open_project(path, writable=True) as project:
        first = project.file.entries()[0].statement.id
        project.file.review(Review(first, ReviewAction.ACCEPT, "Ann", NOW + timedelta(days=1)))
        return list(training_records(project, reader))


def leaks(path: Path, secrets: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, one) for name, text in outputs(path) for one in secrets if one.lower() in text.lower()]


def ids(path: Path) -> tuple[str, ...]:
    return tuple(line.id for line in LINES)


def test_without_marks_all_of_it_is_in_every_output(talks: Path) -> None:
    """Else the tests below would show nothing."""
    seen = dict(outputs(talks))
    assert all(NAME in seen[name] for name in ("jsonl", "csv", "parquet --lines", "qdc", "brief.html", "brief.md",
                                               "jsonld", "dna", "brief.json", "review --export", "reader export"))  # fmt: skip
    assert all(DOCUMENT.hash[:8] in seen[name] for name in ("bib", "ris", "csl.json"))
    assert all("uillfeather" in seen[name] for name in ("graphml", "gexf", "xlsx", "qdpx", "brief.html"))


@pytest.mark.parametrize(
    ("kind", "name"), [("document", DOCUMENT.hash), ("speaker", NAME), ("speaker", OTHER_NAME)]
)
def test_nothing_of_what_is_not_for_attribution_leaves(talks: Path, kind: str, name: str) -> None:
    mark(talks, kind, name, Attribution.WITHHELD)
    held = (NAME, OTHER_NAME, "Tarrak", "the stove keeper", *ABOUT_DOCUMENT, *WORDS, *ids(talks), "Zelmira")
    alone = (PUBLISHER, "sandglass", HARBOUR_MASTER) if kind == "document" else ()
    assert leaks(talks, (*held, *alone)) == []


def test_a_held_line_counts_and_the_brief_says_that_it_is_held(talks: Path) -> None:
    mark(talks, "document", DOCUMENT.hash, Attribution.WITHHELD)
    made = dict(briefs(talks))
    for text in made.values():
        assert HELD in text
        assert "eld in the project, not for attribution: 3 lines" in text
    with open_project(talks) as project:
        budget = Budget(time.monotonic)
        found = with_movement(project, answer(project, Moment(), budget), budget)
        inside = brief_of(project, found, Heading(NOW))
        outside = brief_read(made["brief.json"])
    assert len(outside.lines) == len(inside.lines)
    assert {k: v for k, v in outside.counts.items() if k != "reports"} == {
        k: v for k, v in inside.counts.items() if k != "reports"
    }
    pairs = [
        (x.text, y.text.replace("12 reports", "11 reports"))
        for x, y in zip(outside.lines, inside.lines, strict=True)
    ]
    changed = [x for x, y in pairs if x.replace("12 reports", "11 reports") != y]
    assert changed
    assert all("not for attribution" in text for text in changed)
    held = [e for e in outside.evidence if e.doc == "held"]
    assert held
    assert {(e.words, e.doc_name, e.speaker, e.said, e.published) for e in held} == {
        (HELD, HELD, None, None, None)
    }


@pytest.mark.parametrize(("kind", "name"), [("document", DOCUMENT.hash), ("speaker", OTHER_NAME)])
def test_background_gives_words_and_publisher_and_no_name_or_document(
    talks: Path, kind: str, name: str
) -> None:
    mark(talks, kind, name, Attribution.BACKGROUND, described="a visitor to the port")
    held = (NAME, OTHER_NAME, "Tarrak", *ABOUT_DOCUMENT, *ids(talks), "Zelmira")
    assert leaks(talks, held) == []
    seen = dict(outputs(talks))
    for output in ("brief.html", "brief.md", "brief.json", "jsonl --lines", "csv --lines", "xlsx --lines"):
        assert "a visitor to the port" in seen[output]
        assert "grumblethorpe" in seen[output]
        assert PUBLISHER in seen[output]
        assert (HARBOUR_MASTER in seen[output]) == (kind == "speaker")
    for output in ("jsonl", "csv", "dna", "qdpx", "jsonld", "bib"):
        assert "grumblethorpe" not in seen[output]


def test_words_that_name_a_person_on_background_stay(whole: Path, tmp_path: Path) -> None:
    talks = Path(shutil.copy(whole, tmp_path / "talks.detente"))
    words = f"Port Ilvane grumblethorpe, said {NAME}"
    with ProjectFile.open(talks, writable=True) as file:
        line = said_in(
            DOCUMENT, words, speaker=HARBOUR_MASTER, condition="as Tarrak asked", instance="Tarrak's house"
        )
        record = line.as_record(doc_name=DOCUMENT.name, full=True)
        file.review(Review(line.id, ReviewAction.ADD, "Ann", NOW, changes=record))
    mark(talks, "speaker", NAME, Attribution.BACKGROUND)
    assert leaks(talks, (NAME, "Tarrak")) == []
    assert "words that stay in the project" in dict(briefs(talks))["brief.json"]


def test_whoever_ever_stood_in_the_chain_of_a_line_is_protected(talks: Path) -> None:
    """A reviewer took the name out of the line; the entered line and the edit have it still."""
    with ProjectFile.open(talks, writable=True) as file:
        for line in LINES[:2]:
            changes = {"speaker": "an official", "via": []}
            file.review(Review(line.id, ReviewAction.EDIT, "Ann", NOW + timedelta(days=2), changes=changes))
    mark(talks, "speaker", NAME, Attribution.WITHHELD)
    assert leaks(talks, (NAME, "Tarrak", *ABOUT_DOCUMENT, *WORDS)) == []


def test_a_newer_mark_takes_an_older_one_back(talks: Path) -> None:
    mark(talks, "document", DOCUMENT.hash, Attribution.WITHHELD)
    mark(talks, "document", DOCUMENT.hash, Attribution.QUOTABLE, at=NOW + timedelta(days=1))
    seen = dict(outputs(talks))
    assert NAME in seen["jsonl"]
    assert NAME in seen["brief.html"]
    assert "Zelmira" not in seen["jsonl"]  # reasons stay in the project


def test_for_the_projects_own_everything_is_written(talks: Path) -> None:
    mark(talks, "document", DOCUMENT.hash, Attribution.WITHHELD)
    seen = dict(outputs(talks, "project"))
    for output in (
        "jsonl",
        "csv",
        "parquet",
        "xlsx",
        "dna",
        "qdpx",
        "brief.html",
        "review --export",
        "reader export",
    ):
        assert NAME in seen[output]
    assert "Zelmira" in seen["jsonl"]


def test_how_much_stays_is_told(talks: Path, tmp_path: Path) -> None:
    mark(talks, "speaker", NAME, Attribution.WITHHELD)
    done = exported(talks, tmp_path / "a.jsonl", name="jsonl", options=ExportOptions(lambda *_: None))
    assert done.not_held[:3] == (
        "held in the project, not for attribution: 2 lines",
        "on background, or beside marked ones, left out, with the names that they would tell: one line",
        "staying in the project by these marks: one document",
    )


def test_from_the_project_a_line_of_the_outgoing_brief_is_traced(talks: Path) -> None:
    mark(talks, "document", DOCUMENT.hash, Attribution.WITHHELD)
    with open_project(talks) as project:
        budget = Budget(time.monotonic)
        found = with_movement(project, answer(project, Moment(), budget), budget)
        leaves = leaving_of(project.file)
        shown = leaves.shown[LINES[0].id]
        assert (
            trace(project, LINES[0].id, lambda: found)
            .traces[0]
            .sentence.startswith("The Movement will never")
        )
        assert [t.line.original_id for t in trace(project, shown, lambda: found).traces] == [LINES[0].id]
        brief, _ = outgoing_brief(project, found, Heading(NOW))
        line = next(x for x in brief.lines if any(e.doc == "held" for e in x.evidence))
        traced = {t.line.original_id for t in trace(project, line.id, lambda: found).traces}
    assert traced & {one.id for one in LINES}


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "xlsx", "dna", "qdpx"])
def test_what_leaves_is_taken_in_elsewhere_as_a_whole_project(
    talks: Path, tmp_path: Path, suffix: str
) -> None:
    mark(talks, "speaker", NAME, Attribution.WITHHELD)
    with ProjectFile.open(talks, writable=True) as file:
        first = file.documents()[0]
        file.redact(first.hash, reason="a court's order", reviewer="Ann")
    target = tmp_path / f"a.{suffix}"
    exported(talks, target, name=suffix, options=ExportOptions(lambda *_: None))
    into = tmp_path / "new.detente"
    imported(target, into, ImportOptions(clock=lambda: NOW, progress=lambda *_: None))
    with ProjectFile.open(into) as made, ProjectFile.open(talks) as file:
        assert made.verify() == ()
        assert made.size() == file.size() - 1
        assert [one.doc for one in made.redactions()] == [first.hash]
        assert made.marks() == ()


def test_marks_cost_no_question_for_each_statement(talks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark(talks, "speaker", NAME, Attribution.WITHHELD)
    with ProjectFile.open(talks) as file:
        asked: list[object] = []
        once = file._file.ask
        monkeypatch.setattr(file._file, "ask", lambda question: (asked.append(question), once(question))[1])
        leaving_of(file)
    assert len(asked) == 4


def test_the_story_of_a_document_that_stays_does_not_tell_its_hash(talks: Path) -> None:
    with ProjectFile.open(talks) as file:
        origin = next(d for d in file.documents() if d.name == "03_wire_truce_paper.txt")
        assert sum(r.story == origin.hash for r in file.reports().values()) > 1
    mark(talks, "document", origin.hash, Attribution.WITHHELD)
    assert leaks(talks, (origin.hash, origin.hash[:12], origin.name)) == [
        (name, origin.name) for name in ("brief.html", "brief.md", "brief.json") if _pack_cites(origin.name)
    ]


def _pack_cites(name: str) -> bool:
    rules = Path(__file__).parents[2] / "packs" / "veldora"
    return any(name in path.read_text(encoding="utf-8") for path in rules.rglob("*.yaml"))


def test_letters_of_another_size_are_no_other_name(talks: Path) -> None:
    with ProjectFile.open(talks) as file:
        said = {e.statement.speaker for e in file.entries()}
    assert {"The President", "the President"} <= said
    mark(talks, "speaker", "The President", Attribution.WITHHELD)
    seen = dict(outputs(talks))
    assert "The President" not in seen["jsonl"]
    assert "the President" not in seen["brief.json"]
