"""PDF: lines and paragraphs as on the page; what cannot be read is told, the rest is kept."""

from __future__ import annotations

import io
import zlib
from datetime import date

import pytest

from corpus.intake.formats.written_files import (
    LIMITS,
    articles,
    codes,
    lines_of_page,
    parts_of,
    pdf,
    pdf_of_pages,
    stream,
)
from detente.corpus.document import Metadata
from detente.corpus.intake.formats.pdf import read
from detente.corpus.intake.parts import Article, Limits, Part, Source
from detente.kernel.dates import on
from detente.kernel.problems import Problem

FIRST = lines_of_page(
    "Envoys of both sides met in Oslo on", "Thursday and agreed to meet again.", "A second round is planned",
    "for 20 March in the valley and", gaps={2: 1},
)  # fmt: skip
SECOND = lines_of_page("monitors could be sent by May.", "No date was given.")
STATED = {"Title": "Envoys meet", "Author": "Ada Lind", "CreationDate": "D:20250313104500+02'00'"}


def read_pdf(content: bytes, limits: Limits = LIMITS) -> list[Part]:
    return parts_of(read, content, "a.pdf", limits=limits)


def test_lines_stay_lines_and_paragraphs_paragraphs_and_a_sentence_runs_over_the_page() -> None:
    (article,) = articles(read_pdf(pdf_of_pages([FIRST, SECOND])))
    assert article.text == (
        "Envoys of both sides met in Oslo on\nThursday and agreed to meet again.\n\n"
        "A second round is planned\nfor 20 March in the valley and\nmonitors could be sent by May.\nNo date was given."
    )
    assert article.markup == "text"


def test_pages_that_end_a_sentence_stand_apart() -> None:
    (article,) = articles(read_pdf(pdf_of_pages([SECOND, FIRST])))
    assert "No date was given.\n\nEnvoys of both sides" in article.text


def test_title_and_author_are_stated_and_the_day_of_making_is_a_guess() -> None:
    (article,) = articles(read_pdf(pdf_of_pages([FIRST], stated=STATED)))
    stated = article.stated
    assert (stated.title, stated.byline, stated.published) == (
        "Envoys meet",
        "Ada Lind",
        on(date(2025, 3, 13)),
    )
    finding = stated.finding("published")
    assert finding is not None and (finding.way, finding.sure) == ("file", "guess")
    assert "made" in stated.how_dated


def test_a_title_that_a_program_made_up_is_none() -> None:
    given = {"Title": "Microsoft Word - final2.docx", "Author": "admin", "CreationDate": "D:20259999"}
    parts = read_pdf(pdf_of_pages([FIRST], stated=given))
    (article,) = articles(parts)
    assert (article.stated.title, article.stated.byline, article.stated.published.known) == (
        None,
        None,
        False,
    )
    assert codes(parts) == ["bad-date"]


def test_a_surer_date_of_the_mail_that_carried_it_stays() -> None:
    from detente.corpus.intake.stating import Told, metadata_of

    given = metadata_of("message", [Told("published", on(date(2025, 3, 14)), "mail Date")], Metadata())
    source = Source("a.pdf", "a.pdf", io.BytesIO(pdf_of_pages([FIRST], stated=STATED)), stated=given)
    (article,) = articles(list(read(source, Limits())))
    assert article.stated.published == on(date(2025, 3, 14))
    assert article.stated.title == "Envoys meet"


def cyrillic(text: str) -> bytes:
    """A PDF whose font numbers its letters and tells them by a ToUnicode table."""
    letters = sorted(set(text))
    numbers = {letter: at + 1 for at, letter in enumerate(letters)}
    pairs = "".join(f"<{numbers[one]:04x}> <{ord(one):04x}>\n" for one in letters)
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}endbfchar\nendcmap end end"
    )
    font = [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Own /Encoding /Identity-H /DescendantFonts [4 0 R]"
        b" /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Own /CIDSystemInfo << /Registry (Adobe)"
        b" /Ordering (Identity) /Supplement 0 >> /DW 500 >>",
        stream(table.encode()),
    ]
    shown = "".join(f"{numbers[one]:04x}" for one in text)
    return pdf_of_pages([f"BT /F1 12 Tf 1 0 0 1 72 760 Tm <{shown}> Tj ET".encode()], font=font)


@pytest.mark.parametrize(
    "text",
    ["Делегации встретились в долине и договорились.", "Сторони зустрілися й домовилися про ґрунт і їжу."],
)
def test_cyrillic_letters_are_told_by_the_font(text: str) -> None:
    (article,) = articles(read_pdf(cyrillic(text)))
    assert article.text == text


def encrypted(password: str, content: bytes | None = None) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content or pdf_of_pages([FIRST]))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_with_a_password_is_told() -> None:
    parts = read_pdf(encrypted("secret"))
    assert codes(parts) == ["encrypted"]
    assert "password" in str(parts[0])


def test_a_pdf_that_is_locked_against_changes_only_is_read() -> None:
    (article,) = articles(read_pdf(encrypted("")))
    assert article.text.startswith("Envoys of both sides")


def picture_page(drawn: bytes) -> bytes:
    pages = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
        stream(drawn),
        stream(
            b"\x00",
            b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray",
        ),
    ]
    return pdf(pages)


def test_a_scan_asks_for_ocr() -> None:
    parts = read_pdf(picture_page(b"q 9 0 0 9 0 0 cm /I Do Q"))
    assert codes(parts) == ["no-text-layer"]
    assert isinstance(parts[0], Problem)
    assert "OCR" in parts[0].remedy


def test_signs_without_letters_ask_for_ocr() -> None:
    page = b"BT /F1 12 Tf 1 0 0 1 72 760 Tm <" + b"02030405" * 30 + b"> Tj ET"
    assert codes(read_pdf(pdf_of_pages([page]))) == ["no-text-layer"]


def test_pages_without_words_are_empty() -> None:
    assert codes(read_pdf(pdf_of_pages([b""]))) == ["empty-report"]


def test_a_page_that_is_a_bomb_is_told_and_the_others_are_read() -> None:
    bomb = zlib.compress(b" " * 120_000_000, 9)
    content = pdf_of_pages([FIRST, SECOND])
    broken = content.replace(stream(SECOND), stream(bomb, b"/Filter /FlateDecode"))
    parts = read_pdf(broken)
    (article,) = articles(parts)
    assert article.text.startswith("Envoys")
    assert codes(parts) == ["damaged"]
    assert "page 2 of 2" in str(parts[0])


@pytest.mark.parametrize("cut", [40, 300, 500])
def test_a_damaged_file_is_told_or_read_as_far_as_it_can_be(cut: int) -> None:
    parts = read_pdf(pdf_of_pages([FIRST, SECOND])[:cut])
    assert parts
    assert all(isinstance(part, Article) or part.code in {"damaged", "empty-report"} for part in parts)  # type: ignore[union-attr]


def test_what_is_no_pdf_is_damaged() -> None:
    assert codes(read_pdf(b"%PDF-1.7\n" + bytes(range(256)) * 20)) == ["damaged"]


def test_a_text_over_the_limit_is_cut_and_told() -> None:
    parts = read_pdf(pdf_of_pages([FIRST, SECOND]), Limits(size=200))
    assert codes(parts) == []
    parts = read_pdf(pdf_of_pages([FIRST, SECOND]), Limits(size=140))
    assert codes(parts) == ["too-large"]
    assert articles(parts)[0].text.endswith("and")
