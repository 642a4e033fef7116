"""Tables: each row a report, columns told by their names or by a person; faults told by line, many by number."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping
from datetime import date

import pytest

from corpus.intake.formats.written_files import LIMITS, articles, codes, parts_of
from detente.corpus.intake.formats.tables import read
from detente.corpus.intake.making import document_of
from detente.corpus.intake.parts import Limits, Part
from detente.kernel.dates import UNKNOWN, on
from detente.kernel.problems import Problem

ROW = {
    "title": "Переговоры", "text": "Сторони зустрілися в долині, «знову».\nДругий рядок.", "date": "2025-03-13T23:40:00+02:00",
    "url": "https://wire.example/1", "source": "Harbour Wire", "authors": "Ada Lind", "lang": "uk-UA", "section": "World",
}  # fmt: skip


def read_table(
    content: str | bytes,
    name: str = "t.csv",
    limits: Limits = LIMITS,
    columns: Mapping[str, str] | None = None,
) -> list[Part]:
    given = content if isinstance(content, bytes) else content.encode()
    return parts_of(read, given, name, limits=limits, columns=columns)


def csv_of(*rows: Mapping[str, str], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [(csv_of(ROW), "t.csv"), (csv_of(ROW, delimiter="\t"), "t.tsv"), (csv_of(ROW, delimiter=";"), "t.csv"),
     ("\ufeff" + csv_of(ROW), "t.csv"), (csv_of(ROW).encode("utf-16"), "t.csv"),
     (json.dumps(ROW), "t.jsonl"), (json.dumps([ROW]), "t.json"), (json.dumps(ROW), "t.json"),
     (json.dumps({"status": "ok", "articles": [ROW]}), "t.json"), (json.dumps(ROW, ensure_ascii=False) + "\n\n", "t.ndjson")],
    ids=["csv", "tsv", "semicolons", "mark", "utf-16", "jsonl", "list", "object", "list in an object", "ndjson"],
)  # fmt: skip
def test_the_usual_columns_are_known(content: str | bytes, name: str) -> None:
    parts = read_table(content, name)
    (article,) = articles(parts)
    assert codes(parts) == []
    assert (article.markup, article.text) == ("text", ROW["text"])
    stated = article.stated
    assert (stated.title, stated.url, stated.publisher, stated.byline, stated.language, stated.section) == (
        "Переговоры", "https://wire.example/1", "Harbour Wire", "Ada Lind", "uk", "World",
    )  # fmt: skip
    assert stated.published == on(date(2025, 3, 13))
    finding = stated.finding("published")
    assert finding is not None and (finding.way, finding.detail) == ("table", "column date")


def test_nested_values_of_json_are_read() -> None:
    row = {
        "maintext": ["First paragraph.", "Second."], "headline": "Talks", "publisher": {"name": "Harbour Wire"},
        "author": [{"name": "Ada Lind"}, "Bo Rask"], "date_publish": 1741900000, "source": None,
    }  # fmt: skip
    (article,) = articles(read_table(json.dumps([row]), "t.json"))
    assert article.text == "First paragraph.\n\nSecond."
    assert (article.stated.byline, article.stated.publisher) == ("Ada Lind, Bo Rask", "Harbour Wire")
    assert article.stated.published == on(date(2025, 3, 13))


def test_pages_are_told_from_text() -> None:
    rows = [
        {"html": "<p>Talks</p>"},
        {"content": "<p>They met.</p><p>Again.</p>"},
        {"content": "5 < 6 and a <b>"},
    ]
    found = articles(read_table("\n".join(map(json.dumps, rows)), "t.jsonl"))
    assert [one.markup for one in found] == ["html", "html", "text"]


def test_a_person_names_the_columns() -> None:
    table = "corpo,titulo,text\nThey met.,Talks,junk\n"
    (article,) = articles(read_table(table, columns={"text": "corpo", "title": "titulo"}))
    assert (article.text, article.stated.title) == ("They met.", "Talks")
    parts = read_table(table, columns={"text": "corpo", "titel": "titulo", "url": "adress"})
    assert codes(parts) == ["unknown-column", "unknown-column"]
    assert "did you mean 'title'" in str(parts[0])
    (article,) = articles(read_table('{"corpo": "They met."}', "t.jsonl", columns={"text": "corpo"}))
    assert article.text == "They met."


@pytest.mark.parametrize(
    ("content", "name"),
    [("id,datum,corpo\n1,2,They met.\n", "t.csv"), ('{"id": 1, "corpo": "They met."}\n' * 3, "t.jsonl")],
)
def test_a_table_without_a_column_of_text_lists_what_it_has(content: str, name: str) -> None:
    parts = read_table(content, name)
    assert codes(parts) == ["no-text-column"]
    assert isinstance(parts[0], Problem)
    assert "'corpo'" in parts[0].message
    assert "text=COLUMN" in parts[0].remedy


@pytest.mark.parametrize("name", ["statements.jsonl", "reports/metadata.csv", "review.jsonl"])
def test_companions_of_reports_are_no_tables_of_them(name: str) -> None:
    assert read_table("file,text\na.txt,words\n", name) == []


def test_rows_without_text_are_counted() -> None:
    table = "title,text\n" + "Talks,\n" * 50 + "Talks,They met.\n"
    parts = read_table(table)
    assert len(articles(parts)) == 1
    assert codes(parts) == ["empty-report"] * 21
    assert isinstance(parts[-1], Problem)
    assert parts[-1].message.startswith("30 more")


@pytest.mark.parametrize(
    "day", ["2025-02-31", "03/04/2025", "soon", "13.13.2025", "0", "99999999999999999999"]
)
def test_impossible_and_doubtful_dates_are_told(day: str) -> None:
    parts = read_table(csv_of({"text": "They met.", "date": day}))
    assert codes(parts) == ["bad-date"]
    assert "column 'date'" in str(parts[0])
    assert articles(parts)[0].stated.published == UNKNOWN


def test_malformed_lines_are_named_by_their_number() -> None:
    good = json.dumps({"text": "They met."})
    lines = [
        good,
        '{"text": "cut',
        "[1, 2]",
        good,
        "[" * 100_000,
        '{"text": "a\\ud800b"}',
        f'{{"n": {"9" * 5000}}}',
    ]
    parts = read_table("\n".join(lines), "t.jsonl")
    assert [one.text for one in articles(parts)] == ["They met.", "They met.", "a\ufffdb"]
    faults = [part for part in parts if isinstance(part, Problem)]
    expected = 4 if hasattr(sys, "get_int_max_str_digits") else 3
    assert [fault.place for fault in faults if fault.code == "bad-table"] == [
        f"t.jsonl:{line}" for line in (2, 3, 5, 7)[:expected]
    ]


def test_a_huge_line_is_passed_over_without_being_held() -> None:
    good = json.dumps({"text": "They met."})
    huge = json.dumps({"text": "x" * 3_000_000})
    parts = read_table(f"{good}\n{huge}\n{good}\n{huge}", "t.jsonl", Limits(size=1_000_000))
    assert len(articles(parts)) == 2
    assert [part.place for part in parts if isinstance(part, Problem)] == ["t.jsonl:2", "t.jsonl:4"]
    assert codes(parts) == ["too-large", "too-large"]


def test_a_huge_cell_of_a_csv_ends_it_and_the_limit_of_the_library_is_left_as_it_was() -> None:
    before = csv.field_size_limit()
    long = "x" * 400_000
    assert articles(read_table(f"text\n{long}\n"))[0].text == long
    parts = read_table(f"text\nThey met.\n{'x' * 2_000_000}\nlast\n", limits=Limits(size=1_000_000))
    assert [one.text for one in articles(parts)] == ["They met."]
    assert codes(parts) == ["bad-table"]
    lines = "\n".join(["x" * 1000] * 1500)
    assert codes(read_table(f'text\n"{lines}\n', limits=Limits(size=1_000_000))) == ["bad-table"]
    assert csv.field_size_limit() == before


def test_a_list_of_any_length_is_read_member_by_member() -> None:
    rows = [{"text": f"Round {at}. " + "They met. " * 20, "number": at} for at in range(3000)]
    found = articles(read_table(json.dumps(rows), "t.json", Limits(size=10_000)))
    assert [one.name for one in found[:2]] == ["t.json/1", "t.json/2"]
    assert len(found) == 3000


@pytest.mark.parametrize(
    ("content", "code", "count"),
    [('[{"text": "a"}, {"text": "b"', "bad-table", 1), ('[{"text": "a"}, oops]', "bad-table", 1), ("[" * 50_000, "bad-table", 0),
     ('[{"text": "a"}', "bad-table", 1), ("", "empty-report", 0), ("[]", "empty-report", 0)],
)  # fmt: skip
def test_broken_json_is_read_as_far_as_it_can_be(content: str, code: str, count: int) -> None:
    parts = read_table(content, "t.json")
    assert len(articles(parts)) == count
    assert code in codes(parts)


def test_objects_one_after_the_other_are_read_though_no_json_has_them() -> None:
    assert len(articles(read_table('{"text": "a"}\n{"text": "b"}\n{"text": "c"}', "t.json"))) == 3


def test_other_encodings_and_stray_bytes_are_told() -> None:
    table = (
        "title;text\n"
        + "Переговоры;Делегации обеих сторон встретились в долине и договорились о перемирии.\n" * 20
    )
    parts = read_table(table.encode("cp1251"))
    assert articles(parts)[0].text.startswith("Делегации обеих сторон")
    assert codes(parts) == ["other-encoding"]
    parts = read_table(table.encode() + b"x;\xff words\n")
    assert articles(parts)[-1].text == "\ufffd words"
    assert codes(parts) == ["stray-bytes"]
    assert "line 22" in str(parts[-1])


def test_a_sign_that_stands_for_a_stray_byte_may_be_meant() -> None:
    assert codes(read_table("text\n" + "\ufffd words\n" * 50_000)) == []
    parts = read_table(
        '[{"text": "Сторони \ufffd зустрілися в долині й домовилися про нову зустріч'.encode() + b' \xff"}]',
        "t.json",
    )
    assert codes(parts) == ["stray-bytes"]
    assert "1 signs" in str(parts[-1])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_json_with_a_mark_is_read(encoding: str) -> None:
    (article,) = articles(read_table(json.dumps([ROW]).encode(encoding), "t.json"))
    assert article.text == ROW["text"]


def test_zero_bytes_and_hidden_signs() -> None:
    rows = [
        {"text": "a\x00b"},
        {"title": "Ta\x00\u202elks", "text": "They \u202emet.", "url": "https://w.example/\u202ea"},
    ]
    parts = read_table("\n".join(map(json.dumps, rows)), "t.jsonl")
    assert codes(parts) == ["not-text"]
    (article,) = articles(parts)
    made, problems = document_of(article)
    assert made is not None
    assert (made.metadata.title, made.metadata.url, made.text) == (
        "Ta lks",
        "https://w.example/a",
        "They \u202emet.",
    )
    assert [one.code for one in problems] == ["hidden-characters"]


def test_more_cells_than_columns_are_told() -> None:
    parts = read_table("title,text\nTalks,They met, again\n")
    assert codes(parts) == ["bad-table"]
    assert articles(parts)[0].text == "They met"
