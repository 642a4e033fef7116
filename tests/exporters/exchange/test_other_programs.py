"""What other programs see of a project, what comes back from them, and tables that users bring."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.cli.main import main
from detente.corpus.document import Document, Metadata
from detente.exporters.exchange.places import shown_text
from detente.kernel.dates import parse_when
from detente.kernel.errors import BadInput
from detente.kernel.spans import Span
from detente.ledger.entries import Report, Review, ReviewAction, Standing
from detente.statements.record import Statement
from detente.stores.sqlite import ProjectFile
from exporters.exchange.small_projects import NOON, TEXTS, back, everything, lines, out

TEXT = "The North wants the bridge.\r\nThe South \U0001f54a rejects it."


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    path = tmp_path / "talks.detente"
    about = Metadata(publisher="Harbour & Wire", title="The {bridge}", url="https://example.org/a_b", kind="news",
                     published=parse_when("2025-03-10"), byline="Ana Sarn")  # fmt: skip
    document = Document("bridge.txt", TEXT, about)
    north = Statement(document.hash, Span(0, 26), TEXT[0:26], "position", "north", "demand", "terr.status",
                      option="full", instance="sarn", speaker="its minister", via=("Harbour Wire",))  # fmt: skip
    south = Statement(document.hash, Span(29, 51), TEXT[29:51], "position", "south", "reject", "terr.status",
                      option="full", instance="sarn")  # fmt: skip
    with ProjectFile.create(path, clock=lambda: NOON) as file:
        file.keep_settings({"pack": "world"})
        report = Report(
            document.hash,
            document.name,
            "Harbour & Wire",
            "news",
            about.published,
            title=about.title,
            url=about.url,
        )
        file.enter(
            document, report=report, statements=[north, south], problems=(), cache_key="k", recorded=NOON
        )
        file.review(Review(north.id, ReviewAction.ACCEPT, "ana", NOON))
    return path


@given(text=TEXTS.filter(bool), ends=st.tuples(st.integers(0, 60), st.integers(1, 60)), utf16=st.booleans())
def test_places_go_to_the_shown_text_and_back(text: str, ends: tuple[int, int], utf16: bool) -> None:
    start = ends[0] % len(text)
    end = min(len(text), start + ends[1])
    shown = shown_text(text, utf16=utf16)
    found = shown.original(*shown.span(start, end))
    assert found is not None
    cut = text[max(0, start - 1) : start + 1] == "\r\n" or text[end - 1 : end + 1] == "\r\n"
    if not cut:
        assert found == (start, end)
    shown.text.encode()


def test_discourse_network_analyzer_sees_person_organisation_concept_and_agreement(talks: Path) -> None:
    out(talks, talks.with_name("a.dna"))
    with closing(sqlite3.connect(talks.with_name("a.dna"))) as database:
        seen = database.execute(
            """SELECT v.Variable, e.Value FROM DATASHORTTEXT d JOIN VARIABLES v ON v.ID = d.VariableId
               JOIN ENTITIES e ON e.ID = d.Entity WHERE d.StatementId = 1 AND v.ID <= 3 ORDER BY v.ID"""
        ).fetchall()
        assert seen == [
            ("person", "its minister"),
            ("organization", "north"),
            ("concept", "terr.status[sarn]: full"),
        ]
        agreement = "SELECT StatementId, Value FROM DATABOOLEAN ORDER BY 1"
        assert database.execute(agreement).fetchall() == [(1, 1), (2, 0)]
        text, start, stop = database.execute(
            "SELECT Text, Start, Stop FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId WHERE s.ID = 2"
        ).fetchone()
        assert "\r" not in text
        units = text.encode("utf-16-le")[2 * start : 2 * stop]  # the program counts as Java does
        assert units.decode("utf-16-le") == TEXT[29:51]
        assert not database.execute("PRAGMA foreign_key_check").fetchall()


def test_what_was_changed_in_discourse_network_analyzer_comes_back_as_reviews(
    talks: Path, tmp_path: Path
) -> None:
    file, again = tmp_path / "a.dna", tmp_path / "again.detente"
    out(talks, file)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("INSERT INTO CODERS (ID, Name, Password) VALUES (2, 'Berit', '')")
        database.execute("INSERT INTO ENTITIES (ID, VariableId, Value) VALUES (900, 2, 'east')")
        database.execute("UPDATE DATASHORTTEXT SET Entity = 900 WHERE StatementId = 1 AND VariableId = 2")
        database.execute("UPDATE STATEMENTS SET Coder = 2 WHERE ID = 1")
        database.execute("DELETE FROM STATEMENTS WHERE ID = 2")
        database.execute("INSERT INTO STATEMENTS VALUES (9, 1, 1, 0, 9, 2)")
        database.execute("INSERT INTO ENTITIES (ID, VariableId, Value) VALUES (901, 3, 'cf.class')")
        database.execute(
            "INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) VALUES (9, 3, 901), (9, 2, 900)"
        )
    back(file, again)
    first, second, third = lines(again).values()
    assert (first.statement.holder, first.reviews[-1].reviewer) == ("east", "Berit")
    assert second.standing is Standing.REJECTED
    assert (third.statement.evidence, third.statement.issue, third.statement.holder) == (
        "The North",
        "cf.class",
        "east",
    )
    with ProjectFile.open(again) as opened:
        assert not opened.verify()


def test_a_database_that_the_program_made_is_taken(talks: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.dna"
    out(talks, file)
    with closing(sqlite3.connect(file)) as database, database:
        for table in ("DETENTE_LEDGER", "DETENTE_LINES"):
            database.execute(f"DROP TABLE {table}")
    done = back(file, tmp_path / "again.detente", pack="world")
    assert done.new == {"document": 1, "report": 1, "appearance": 1, "reading": 1, "statement": 2}
    found = [line.statement for line in lines(tmp_path / "again.detente").values()]
    assert [(s.holder, s.stance, s.issue, s.option, s.instance) for s in found] == [
        ("north", "demand", "terr.status", "full", "sarn"), ("south", "reject", "terr.status", "full", "sarn"),
    ]  # fmt: skip
    assert found[0].via == ("Harbour Wire",)


def test_a_qdpx_has_texts_words_and_codes(talks: Path) -> None:
    out(talks, talks.with_name("a.qdpx"))
    with ZipFile(talks.with_name("a.qdpx")) as archive:
        root = ET.fromstring(archive.read("project.qde"))
        space = {"q": "urn:QDA-XML:project:1.0"}
        source = root.find(".//q:TextSource", space)
        assert source is not None
        name = source.get("plainTextPath", "").removeprefix("internal://")
        text = archive.read(f"sources/{name}").decode()
        places = [
            (int(s.get("startPosition", "")), int(s.get("endPosition", "")))
            for s in source.findall("q:PlainTextSelection", space)
        ]
        assert [text[a:b] for a, b in places] == [TEXT[0:26], TEXT[29:51]]
        codes = {c.get("guid"): c.get("name") for c in root.iter("{urn:QDA-XML:project:1.0}Code")}
        used = {codes[r.get("targetGUID")] for r in root.iter("{urn:QDA-XML:project:1.0}CodeRef")}
        assert {"north", "south", "demand", "reject", "terr.status"} <= used


def test_a_qdpx_that_another_program_wrote_anew_is_taken(talks: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.qdpx"
    out(talks, file)
    anew = tmp_path / "anew.qdpx"
    with ZipFile(file) as archive, ZipFile(anew, "w") as made:
        for name in archive.namelist():
            if name != "detente.jsonl":
                made.writestr(name, archive.read(name))
    back(anew, tmp_path / "again.detente")
    found = [line.statement for line in lines(tmp_path / "again.detente").values()]
    assert [(s.holder, s.stance, s.issue, s.evidence) for s in found] == [
        ("north", "demand", "terr.status", TEXT[0:26]), ("south", "reject", "terr.status", TEXT[29:51]),
    ]  # fmt: skip


@pytest.mark.parametrize(("suffix", "tag"), [("graphml", "edge"), ("gexf", "edge"), ("qdc", "Code")])
def test_networks_and_codebooks_are_sound_xml(talks: Path, suffix: str, tag: str) -> None:
    file = talks.with_name(f"a.{suffix}")
    assert out(talks, file).not_held
    found = [e for e in ET.parse(file).getroot().iter() if e.tag.endswith(f"}}{tag}")]
    assert len(found) >= 2


def test_annotations_quote_and_place_each_line(talks: Path) -> None:
    file = talks.with_name("a.jsonld")
    out(talks, file)
    items = json.loads(file.read_text())["first"]["items"]
    quote, place = items[1]["target"]["selector"]
    assert quote["exact"] == TEXT[29:51]
    assert TEXT[place["start"] : place["end"]] == quote["exact"]
    assert items[0]["target"]["source"] == "https://example.org/a_b"


def test_references_of_the_reports_cited(talks: Path) -> None:
    for suffix in ("bib", "ris", "csl.json"):
        out(talks, talks.with_name(f"a.{suffix}"))
    bib = talks.with_name("a.bib").read_text()
    assert r"title = {The \{bridge\}}" in bib
    assert r"publisher = {Harbour \& Wire}" in bib
    assert "url = {https://example.org/a_b}" in bib
    assert "DA  - 2025/03/10\r\n" in talks.with_name("a.ris").read_bytes().decode()
    (item,) = json.loads(talks.with_name("a.csl.json").read_text())
    assert item["issued"] == {"date-parts": [[2025, 3, 10]]}
    assert item["author"] == [{"literal": "Ana Sarn"}]


def test_agreements_of_pax(tmp_path: Path) -> None:
    file, project = tmp_path / "pax.csv", tmp_path / "p.detente"
    file.write_text(
        "Con,PP,Reg,AgtId,Agt,Dat,Status,Stage\nVeldora,7,Europe,12,Harbour Accord,05/09/2014,Agreed,SubPar\n"
    )
    assert back(file, project, format="pax").new["document"] == 1
    with ProjectFile.open(project) as opened:
        (document,) = opened.documents()
        assert document.metadata.published == parse_when("2014-09-05")
        assert "Agreement: Harbour Accord" in document.text
    file.write_text(file.read_text() + file.read_text().splitlines()[1] + "\n")
    with pytest.raises(BadInput, match=r"row 3: agreement '12' stands twice"):
        back(file, tmp_path / "q.detente", format="pax")
    file.write_text("Con,Agt\nVeldora,Accord\n")
    with pytest.raises(BadInput, match=r"row 1: no column agtid, dat"):
        back(file, tmp_path / "q.detente", format="pax")


def test_events_of_ucdp(tmp_path: Path) -> None:
    file, project = tmp_path / "ged.csv", tmp_path / "p.detente"
    file.write_text(
        "id,date_start,date_end,side_a,side_b,best\n"
        "1,2024-01-02 00:00:00.000,2024-01-05 00:00:00.000,North,South,4\n2,2024-01-02,2024-01-02,North,South,0\n"
    )
    assert back(file, project, format="ged").new["document"] == 2
    with ProjectFile.open(project) as opened:
        first, second = opened.documents()
    assert first.metadata.published == parse_when("2024-01-02/2024-01-05")
    assert second.metadata.published == parse_when("2024-01-02")
    assert "Deaths, best estimate: 4" in first.text
    file.write_text("paid,pa_name,pa_date\n9,Harbour Accord,2001-02-03\n")
    assert back(file, project, format="pad").new["document"] == 1


def test_agreements_of_ucdp_come_as_a_workbook(tmp_path: Path) -> None:
    """The Peace Agreement Dataset is published as XLSX, its table on a sheet after others, with days as days."""
    from datetime import datetime

    import openpyxl

    file, project = tmp_path / "pad.xlsx", tmp_path / "p.detente"
    book = openpyxl.Workbook()
    book.active.append(["Read me first"])
    sheet = book.create_sheet("Dataset")
    sheet.append(["paid", "conflict_id", "pa_name", "pa_date", "pa_type", "cease"])
    sheet.append([9, "12, 13", "Harbour Accord", datetime(2001, 2, 3), 2, 1])
    book.save(file)
    assert back(file, project, format="pad").new["document"] == 1
    with ProjectFile.open(project) as opened:
        (document,) = opened.documents()
    assert document.metadata.published == parse_when("2001-02-03")
    assert "Date signed: 2001-02-03\n" in document.text
    assert "UCDP conflict: 12, 13\n" in document.text
    sheet.append([9, "12", "Harbour Accord", datetime(2001, 2, 3), 2, 1])
    book.save(file)
    with pytest.raises(
        BadInput, match=r"sheet 'Dataset', row 3: id '9' stands twice \(first in pad.xlsx, .* row 2\)"
    ):
        back(file, tmp_path / "q.detente", format="pad")
    sheet.delete_cols(1)
    book.save(file)
    with pytest.raises(BadInput, match="no sheet with the column paid"):
        back(file, tmp_path / "q.detente", format="pad")
    file.write_bytes(file.read_bytes()[:2000])
    with pytest.raises(BadInput, match="no whole workbook"):
        back(file, tmp_path / "q.detente", format="pad")


def test_a_cell_may_be_longer_than_the_library_takes_by_itself(tmp_path: Path) -> None:
    file, project = tmp_path / "ged.csv", tmp_path / "p.detente"
    file.write_text(
        f"id,date_start,date_end,side_a,side_b,source_article\n1,2024-01-02,2024-01-02,N,S,{'x' * 200_000}\n"
    )
    back(file, project, format="ged")
    with ProjectFile.open(project) as opened:
        assert "x" * 200_000 in opened.documents()[0].text


def test_lines_as_a_table(talks: Path) -> None:
    file = talks.with_name("lines.csv")
    assert main(["export", str(talks), "-o", str(file), "--lines"]) == 0
    head, first, _ = file.read_text(encoding="utf-8-sig").splitlines()
    assert dict(zip(head.split(","), first.split(","), strict=False))["standing"] == "accepted"


def test_from_the_command_line(talks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, again = tmp_path / "a.jsonl", tmp_path / "again.detente"
    assert main(["export", str(talks), "-o", str(file), "--json"]) == 0
    assert main(["import", str(file), "-o", str(again)]) == 0
    assert everything(again) == everything(talks)
    capsys.readouterr()
    assert main(["import", str(file), "-o", str(again), "--json", "--quiet"]) == 0
    assert json.loads(capsys.readouterr().out)["new"] == {}
    file.write_text("x\n")
    assert main(["import", str(file), "-o", str(tmp_path / "other.detente")]) == 1
    assert "line 1" in capsys.readouterr().err
