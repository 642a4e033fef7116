"""What cannot be taken is told by row, with what to do, and leaves nothing behind."""

from __future__ import annotations

import gc
import json
import re
import sqlite3
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from detente.corpus.document import Document
from detente.desk.choose import choose
from detente.desk.exchanging import ExportOptions, exported, format_of
from detente.exporters.exchange.cells import columns_of
from detente.kernel.errors import BadInput, DetenteError, UnknownName
from detente.kernel.spans import Span
from detente.ledger.entries import Report, Review, ReviewAction
from detente.ledger.view import Moment
from detente.statements.record import Statement
from detente.stores import held_anew, taking, whole
from detente.stores.sqlite import ProjectFile
from detente.stores.whole import shape
from exporters.exchange.small_projects import NOON, back, everything, lines, out

TEXT = "The North wants the bridge.\r\nThe South \U0001f54a rejects it."


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.detente"
    document = Document("bridge.txt", TEXT)
    found = [
        Statement(
            document.hash, Span(0, 15), TEXT[:15], "position", "north", "demand", "terr.status", option="full"
        ),
        Statement(document.hash, Span(29, 51), TEXT[29:51], "position", "south", "reject", "terr.status"),
    ]
    with ProjectFile.create(path, clock=lambda: NOON) as file:
        file.keep_settings({"pack": "world"})
        report = Report(document.hash, document.name)
        file.enter(document, report=report, statements=found, problems=(), cache_key="k", recorded=NOON)
        file.review(Review(found[0].id, ReviewAction.ACCEPT, "ana", NOON))
    return path


def refused(file: Path, *, error: type[DetenteError] = BadInput) -> str:
    """What is told when a file is refused, into a new project and into one that is there; neither changes."""
    new, there = file.with_name("new.detente"), file.with_name("there.detente")
    if not there.exists():
        ProjectFile.create(there).close()
    before, beside = everything(there), set(file.parent.iterdir())
    with pytest.raises(error) as told:
        back(file, new)
    with pytest.raises(error):
        back(file, there)
    assert everything(there) == before
    assert {p.name for p in file.parent.iterdir()} == {p.name for p in beside}
    return str(told.value)


def changed(talks: Path, suffix: str, change: Callable[[str], str]) -> Path:
    file = talks.with_name(f"a.{suffix}")
    out(talks, file)
    text = file.read_bytes().decode("utf-8-sig")
    file.write_bytes(change(text).encode("utf-8", "surrogateescape"))
    return file


def test_a_missing_column(talks: Path) -> None:
    told = refused(changed(talks, "csv", lambda text: text.replace("evidence", "evidense", 1)))
    assert "a.csv, row 1" in told
    assert "evidence" in told
    assert "missing" in told


def test_another_encoding(talks: Path) -> None:
    file = changed(talks, "csv", lambda text: text)
    file.write_bytes(file.read_bytes().replace(b"bridge.txt", b"br\xfccke.txt", 1))
    assert "a.csv, line 3: byte" in refused(file)
    file.write_bytes("record,doc\r\n".encode("utf-16"))
    assert "UTF-16" in refused(file)


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_an_id_that_stands_twice(talks: Path, suffix: str) -> None:
    def twice(text: str) -> str:
        rows = text.split("\n")
        place = next(
            i for i, row in enumerate(rows) if "statement" in row.partition(",")[0] and "position" in row
        )
        rows.insert(place, rows[place])
        return "\n".join(rows)

    new = talks.with_name("new.detente")
    with pytest.raises(BadInput, match=r"(row|line) \d+: statement 's[0-9a-f]{16}' stands twice; keep one"):
        back(changed(talks, suffix, twice), new)
    assert not new.exists()


@pytest.mark.parametrize("cell", ['=HYPERLINK("x")', "=1+1"])
def test_a_formula(talks: Path, cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    told = refused(changed(talks, "csv", lambda text: text.replace(",full,", f",{quoted},", 1)))
    assert "column 'option' has a formula" in told
    assert ", row " in told


def test_a_formula_that_was_text_is_safe_and_comes_back(talks: Path, tmp_path: Path) -> None:
    with ProjectFile.open(talks, writable=True) as file:
        name = file.entries()[0].statement.id
        file.review(Review(name, ReviewAction.REJECT, "=cmd|' /C calc'!A0", NOON, "@risk"))
    for suffix in ("csv", "xlsx"):
        out(talks, tmp_path / f"a.{suffix}")
        back(tmp_path / f"a.{suffix}", tmp_path / f"{suffix}.detente")
        assert everything(tmp_path / f"{suffix}.detente") == everything(talks)
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert "'=cmd" in text
    assert ",=cmd" not in text


def test_words_that_are_not_in_the_text(talks: Path) -> None:
    told = refused(
        changed(
            talks,
            "jsonl",
            lambda text: text.replace('"start": 0', '"start": 1').replace('"stop": 15', '"stop": 16'),
        )
    )
    assert "line 7: no statement" in told


def test_a_text_that_was_changed(talks: Path) -> None:
    assert "its text has the hash" in refused(
        changed(talks, "jsonl", lambda text: text.replace("wants the bridge.", "wants a bridge.", 1))
    )


def test_a_row_before_what_it_names(talks: Path) -> None:
    def without_its_document(text: str) -> str:
        return "".join(line for line in text.splitlines(keepends=True) if '"record": "document"' not in line)

    told = refused(changed(talks, "jsonl", without_its_document))
    assert "no document '" in told
    assert "keep the order of the rows" in told


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet", "xlsx", "dna", "qdpx"])
def test_a_file_that_is_cut_off(talks: Path, suffix: str) -> None:
    file = talks.with_name(f"a.{suffix}")
    out(talks, file)
    whole = file.read_bytes()
    for share in (0.98, 0.5, 0.01):
        file.write_bytes(whole[: int(len(whole) * share)])
        assert "Nothing was imported" in refused(file)


def test_a_coding_is_told_from_a_project(tmp_path: Path) -> None:
    file = tmp_path / "coding.jsonl"
    file.write_text(
        json.dumps({"doc": "a.txt", "evidence": "x", "kind": "event", "issue": "terr.status"}) + "\n"
    )
    assert "build REPORTS --statements" in refused(file)


def test_a_newer_schema(talks: Path) -> None:
    told = refused(
        changed(talks, "jsonl", lambda text: text.replace('"schema_version": 1', '"schema_version": 9', 1))
    )
    assert "upgrade" in told


def test_an_unknown_kind_and_an_unknown_field(talks: Path) -> None:
    told = refused(
        changed(talks, "jsonl", lambda text: text.replace('"record": "reading"', '"record": "readin"'))
    )
    assert "did you mean 'reading'" in told
    told = refused(changed(talks, "jsonl", lambda text: text.replace('"holder"', '"holdr"')))
    assert "did you mean 'holder'" in told


def test_a_dna_of_another_version(talks: Path) -> None:
    file = talks.with_name("a.dna")
    out(talks, file)
    with sqlite3.connect(file) as database:
        database.execute("UPDATE SETTINGS SET Value = '2.0 beta 25' WHERE Property = 'version'")
    database.close()
    assert "version 2.0 beta 25" in refused(file)
    file.unlink()
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE articles (id INTEGER)")
    database.close()
    assert "not of Discourse Network Analyzer 3" in refused(file)


def test_a_format_that_nobody_knows(talks: Path) -> None:
    file = talks.with_name("a.sav")
    file.write_text("x")
    refused(file, error=UnknownName)


def test_a_table_of_lines_is_no_project(talks: Path) -> None:
    file = talks.with_name("a.csv")
    out(talks, file, lines=True)
    assert "missing" in refused(file)


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_a_missing_column_of_a_workbook_and_of_parquet(talks: Path, suffix: str) -> None:
    file = talks.with_name(f"a.{suffix}")
    out(talks, file)
    if suffix == "xlsx":
        with edited(file) as book:
            assert book["statement"].cell(1, 7).value == "evidence"
            book["statement"].delete_cols(7)
    else:
        import pyarrow.parquet as pq

        pq.write_table(pq.read_table(file).drop_columns(["evidence"]), file)
    told = refused(file)
    assert "evidence are missing; export the project again" in told
    assert told.startswith("a.xlsx, sheet 'statement', row 1" if suffix == "xlsx" else "a.parquet")


@contextmanager
def edited(file: Path) -> Iterator[Any]:
    """A workbook as a person changes and saves it in a spreadsheet."""
    from openpyxl import load_workbook

    book = load_workbook(file)
    yield book
    book.save(file)


def test_a_formula_in_a_workbook(talks: Path) -> None:
    file = talks.with_name("a.xlsx")
    out(talks, file)
    with edited(file) as book:
        names = [cell.value for cell in book["statement"][1]]
        book["statement"].cell(2, names.index("option") + 1).value = '=HYPERLINK("https://example.org")'
    assert "sheet 'statement', row 2: column 'option' has a formula" in refused(file)


def test_a_sheet_that_was_sorted_otherwise(talks: Path) -> None:
    file = talks.with_name("a.xlsx")
    out(talks, file)
    with edited(file) as book:
        sheet = book["statement"]
        first, second = ([cell.value for cell in sheet[n]] for n in (2, 3))
        for number, values in ((2, second), (3, first)):
            for column, value in enumerate(values, start=1):
                sheet.cell(number, column).value = value
    assert "sheet 'statement', row 3: entry" in refused(file)
    assert "sort the sheet by the column 'entry'" in refused(file)


def test_a_workbook_that_a_spreadsheet_saved_comes_back(talks: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    out(talks, file)
    with edited(file):
        pass
    back(file, tmp_path / "again.detente")
    assert everything(tmp_path / "again.detente") == everything(talks)


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_an_id_that_stands_twice_in_a_workbook_or_in_parquet(talks: Path, suffix: str) -> None:
    file = talks.with_name(f"a.{suffix}")
    out(talks, file)
    if suffix == "xlsx":
        with edited(file) as book:
            book["statement"].append([cell.value for cell in book["statement"][3]])
    else:
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pq.read_table(file)
        place = table["record"].to_pylist().index("statement")
        pq.write_table(pa.concat_tables([table.slice(0, place + 1), table.slice(place)]), file)
    with pytest.raises(BadInput, match=r"row \d+: statement 's[0-9a-f]{16}' stands twice; keep one"):
        back(file, talks.with_name("new.detente"))
    assert not talks.with_name("new.detente").exists()


def test_another_encoding_of_jsonl(talks: Path) -> None:
    file = changed(talks, "jsonl", lambda text: text)
    file.write_bytes(file.read_bytes().replace(b"bridge.txt", "міст.txt".encode("cp1251"), 1))
    assert "a.jsonl, line 3: byte" in refused(file)
    assert "save the file as UTF-8" in refused(file)


def test_formats_that_go_one_way_are_not_offered_the_other(talks: Path) -> None:
    for way, not_named in (("write", ("pax", "ged", "pad")), ("read", ("qdc", "ris", "duckdb"))):
        for given in (None, "sav"):
            with pytest.raises(UnknownName) as told:
                format_of(Path("a.sav"), given, way=way)
            assert "jsonl" in str(told.value)
            assert not [name for name in not_named if re.search(rf"\b{name}\b", str(told.value))]
    with pytest.raises(BadInput, match="'pax' is read only; export as bib, "):
        exported(
            talks,
            talks.with_name("a.csv"),
            name="pax",
            options=ExportOptions(lambda *_: None, reader="project"),
        )


def test_what_is_new_of_a_known_document_is_found_at_once(talks: Path, tmp_path: Path) -> None:
    """A project has the text and nobody read it there: the lines that come in are in its index of what was held."""
    out(talks, tmp_path / "a.jsonl")
    there = tmp_path / "there.detente"
    document = Document("bridge.txt", TEXT)
    with ProjectFile.create(there) as file:
        file.keep_document(document, report=Report(document.hash, document.name), recorded=NOON)
    done = back(tmp_path / "a.jsonl", there)
    assert (done.new["statement"], done.known["document"]) == (2, 1)
    with ProjectFile.open(there) as file, ProjectFile.open(talks) as first:
        moment = Moment(include_unreviewed=True)
        assert file.matrix(moment) == first.matrix(moment)
        assert len(file.matrix(moment)) == 2


@pytest.mark.parametrize("at", [None, whole.instant(NOON)])
def test_a_file_of_any_length_is_taken_in_the_same_memory(
    tmp_path: Path, at: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Into a new project (`at` is None) and into one that is there: what is at hand are some documents at a time."""
    monkeypatch.setattr(taking, "_DOCS", 20)
    monkeypatch.setattr(held_anew, "_AT_A_TIME", 20)

    def memory(rows: int) -> tuple[int, int]:
        """What is held when all rows have come, and the most after that, while they are indexed."""
        held: list[int] = []
        file, into = tmp_path / f"{rows}.csv", tmp_path / f"{rows}.detente"
        with file.open("w") as made:
            made.write("id,date_start,date_end,side_a,side_b\n")
            made.writelines(f"{n},2024-01-01,2024-01-01,North,South\n" for n in range(rows))
        ProjectFile.create(into).close()

        def told() -> Iterator[tuple[str, dict[str, Any]]]:
            for number, (place, record) in enumerate(choose("detente.exchanges", "ged").read(file, shape())):
                if number % 100 == 0:
                    gc.collect()  # cycles of the toolkit, which Python clears now and then
                yield place, {"recorded": whole.instant(NOON)} | record
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
            tracemalloc.reset_peak()

        tracemalloc.start()
        assert taking.take(into, told(), at=at).new["document"] == rows
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return held[0], most - held[0]

    memory(20)  # what is loaded once
    few, many = memory(100), memory(700)
    assert many[0] < few[0] + 75_000, (few, many)
    assert many[1] < few[1] + 350_000, (few, many)


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_many_rows_are_read_one_by_one(tmp_path: Path, suffix: str) -> None:
    """A fault is told when its row comes: a file of any size is never held."""
    file = tmp_path / f"a.{suffix}"
    names = columns_of(shape())
    row = {"jsonl": '{"record": "setting", "name": "a", "value": 1, "recorded": "2025-01-01T00:00:00+00:00"}\n',
           "csv": "setting" + "," * (len(names) - 1) + "\n"}[suffix]  # fmt: skip
    head = {"jsonl": '{"record": "project", "schema": "detente.project", "schema_version": 1}\n',
            "csv": ",".join(names) + "\n"}[suffix]  # fmt: skip
    with file.open("w") as made:
        made.write(head)
        for _ in range(50_000):
            made.write(row)
    tracemalloc.start()
    records = choose("detente.exchanges", suffix).read(file, shape())
    count = sum(1 for _, _ in zip(range(50_000), records, strict=False))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 50_000
    assert most < 4_000_000


def test_lines_are_kept_when_a_file_is_refused(talks: Path) -> None:
    file = talks.with_name("a.jsonl")
    file.write_text("no json\n")
    before = lines(talks)
    with pytest.raises(BadInput):
        back(file, talks)
    assert lines(talks) == before


def with_merges(talks: Path, *rows: tuple[str, str, str]) -> Path:
    """The project's file with merges that another program wrote: (name, into, action)."""
    made = [
        {"record": "merge", "name": name, "kind": "person", "into": into, "action": action, "reason": "seen",
         "reviewer": "ana", "at": f"2025-03-11T12:00:0{n}.000000+00:00"}
        for n, (name, into, action) in enumerate(rows)
    ]  # fmt: skip

    def within(text: str) -> str:
        *records, end = text.splitlines()
        count = json.loads(end)["records"] + len(made)
        told = [*records, *map(json.dumps, made), json.dumps({"record": "end", "records": count})]
        return "\n".join(told) + "\n"

    return changed(talks, "jsonl", within)


def test_records_after_the_end_of_a_file_are_told(talks: Path) -> None:
    file = changed(talks, "jsonl", lambda text: text + '{"record": "setting"}\n')
    assert "after the end" in refused(file)


def test_a_merge_in_a_circle_or_a_parting_of_nothing_is_told_by_its_row(talks: Path) -> None:
    told = refused(with_merges(talks, ("A", "B", "merge"), ("B", "C", "merge"), ("C", "A", "merge")))
    assert "one already" in told
    assert told.startswith("a.jsonl, line")
    assert "no merge of" in refused(with_merges(talks, ("A", "B", "part")))
    assert "no merge" in refused(with_merges(talks, ("A", "B", "burn")))


def test_what_two_people_merged_alike_is_merged_once(talks: Path) -> None:
    file = with_merges(talks, ("A", "B", "merge"))
    there = talks.with_name("there.detente")
    back(file, there)
    back(with_merges(talks, ("B", "A", "merge")), there)
    with ProjectFile.open(there) as project:
        assert [(m.name, m.into) for m in project.merges()] == [("A", "B")]
        assert project.verify() == ()
