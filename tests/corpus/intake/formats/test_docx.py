"""DOCX: paragraphs, lists, tables and notes in reading order; changes as accepted; bombs refused."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from corpus.intake.formats.written_files import BOMB, LIMITS, articles, codes, parts_of, replaced, zipped
from detente.corpus.intake.formats.docx import read
from detente.corpus.intake.making import document_of
from detente.corpus.intake.parts import Limits, Part
from detente.kernel.dates import on

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read_docx(content: bytes, limits: Limits = LIMITS) -> list[Part]:
    return parts_of(read, content, "a.docx", limits=limits)


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def report() -> Any:
    document = docx.Document()
    document.core_properties.author = "Ada Lind"
    document.core_properties.title = "Переговоры в долине"
    document.core_properties.created = datetime(2025, 3, 13, 9, tzinfo=UTC)
    document.core_properties.language = "ru-RU"
    document.add_heading("Talks resume", 1)
    document.add_paragraph("Envoys met in the valley.")
    document.add_paragraph("monitors", style="List Bullet")
    document.add_paragraph("prisoners", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, [("Side", "Demand"), ("North", "withdrawal")], strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    document.add_paragraph("Сторони зустрілися знову.")
    document.sections[0].header.paragraphs[0].text = "HEADER"
    return document


def test_the_text_stands_in_reading_order() -> None:
    (article,) = articles(read_docx(saved(report())))
    assert article.text == (
        "Talks resume\n\nEnvoys met in the valley.\n\nmonitors\nprisoners\n\nSide\tDemand\nNorth\twithdrawal\n\n"
        "Сторони зустрілися знову."
    )
    stated = article.stated
    assert (stated.title, stated.byline, stated.language) == ("Переговоры в долине", "Ada Lind", "ru")
    assert stated.published == on(date(2025, 3, 13))
    finding = stated.finding("published")
    assert finding is not None and finding.sure == "guess"


def with_body(xml: str) -> bytes:
    document = docx.Document()
    body = document.element.body
    for element in parse_xml(f"<w:body {W}>{xml}</w:body>"):
        body.insert(len(body) - 1, element)
    return saved(document)


def test_inserted_text_counts_and_deleted_text_does_not() -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    xml = (
        f"<w:p>{run.format('They ')}<w:ins w:id='1'>{run.format('may ')}</w:ins>"
        f"<w:del w:id='2'><w:r><w:delText>will </w:delText></w:r></w:del>{run.format('meet')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del w:id='3'/></w:rPr></w:pPr>{run.format('One ')}</w:p><w:p>{run.format('line.')}</w:p>"
        f"<w:p><w:moveFrom w:id='4'>{run.format('gone')}</w:moveFrom></w:p>"
        f"<w:sdt><w:sdtContent><w:p>{run.format('in a control')}</w:p></w:sdtContent></w:sdt>"
        f"<w:p><w:hyperlink>{run.format('a link')}</w:hyperlink><w:r><w:tab/><w:t>and more</w:t><w:br/></w:r></w:p>"
    )
    (article,) = articles(read_docx(with_body(xml)))
    assert article.text == "They may meet\n\nOne line.\n\nin a control\n\na link\tand more"


def test_notes_stand_below_the_text() -> None:
    given = saved(docx.Document())
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    notes = (
        f"<w:footnotes {W}><w:footnote w:type='separator' w:id='0'><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>"
        "<w:footnote w:id='2'><w:p><w:r><w:t>As the ministry said.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    import zipfile

    with zipfile.ZipFile(io.BytesIO(given)) as archive:
        types = archive.read("[Content_Types].xml").decode()
        links = archive.read("word/_rels/document.xml.rels").decode()
    override = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    link = f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/></Relationships>'
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>Talks.</w:t><w:footnoteReference w:id='2'/></w:r></w:p></w:body></w:document>"
    made = replaced(
        given,
        {"[Content_Types].xml": types.replace("</Types>", override), "word/footnotes.xml": notes,
         "word/_rels/document.xml.rels": links.replace("</Relationships>", link), "word/document.xml": body},
    )  # fmt: skip
    (article,) = articles(read_docx(made))
    assert article.text == "Talks.\n\nAs the ministry said."


def test_pictures_are_not_unpacked() -> None:
    made = replaced(saved(report()), {"word/media/image1.png": b"\x00" * 30_000_000})
    assert codes(read_docx(made, Limits(size=1_000_000, ratio=100_000))) == []


def test_entities_are_refused() -> None:
    body = f"{BOMB}<w:document {W}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
    parts = read_docx(replaced(saved(report()), {"word/document.xml": body}))
    assert codes(parts) == ["unsafe-xml"]
    assert codes(read_docx(replaced(saved(report()), {"word/document.xml": body.encode("utf-16")}))) == [
        "unsafe-xml"
    ]


@pytest.mark.parametrize(
    ("limits", "code"), [(Limits(), "expands-too-far"), (Limits(ratio=10**6), "too-large")]
)
def test_a_bomb_is_refused(limits: Limits, code: str) -> None:
    made = replaced(saved(report()), {"word/document.xml": b" " * 60_000_000})
    assert codes(read_docx(made, limits)) == [code]


def test_what_is_locked_or_old_is_told() -> None:
    assert codes(read_docx(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))) == ["encrypted"]


@pytest.mark.parametrize(
    "content",
    [saved(report())[:2000], b"PK\x03\x04 broken", zipped({"a.txt": "no Word file"}),
     replaced(saved(report()), {"word/document.xml": "<w:document"})],
    ids=["cut", "no archive", "another archive", "broken XML"],
)  # fmt: skip
def test_damaged_files_are_told(content: bytes) -> None:
    assert codes(read_docx(content)) == ["damaged"]


def test_a_file_without_words_is_empty() -> None:
    assert codes(read_docx(saved(docx.Document()))) == ["empty-report"]


def test_what_hides_in_the_title_is_taken_out_and_told_while_the_text_stays() -> None:
    document = docx.Document()
    document.core_properties.title = "Talks \u202egnitseT\u2066 in Oslo"
    document.add_paragraph("They \u202emet\u202c here.")
    (article,) = articles(read_docx(saved(document)))
    made, problems = document_of(article)
    assert made is not None
    assert made.metadata.title == "Talks gnitseT in Oslo"
    assert made.text == "They \u202emet\u202c here."
    assert [problem.code for problem in problems] == ["hidden-characters"]
