"""ODT: headings, lists, tables and notes in reading order; changes as accepted; bombs refused."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.intake.formats.written_files import BOMB, LIMITS, articles, codes, parts_of, replaced, zipped
from detente.corpus.intake.formats.odt import read
from detente.corpus.intake.parts import Limits, Part
from detente.kernel.dates import on

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("meta", "meta"),
    )
)
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
BODY = """<text:tracked-changes><text:changed-region><text:deletion><text:p>will never</text:p></text:deletion>
</text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">Переговори</text:h>
<text:p>Сторони <text:span>зустрілися</text:span><text:s text:c="2"/>знову<text:change-start/>.<text:change-end/>
<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>За словами міністерства.</text:p>
</text:note-body></text:note></text:p>
<text:list><text:list-item><text:p>monitors</text:p></text:list-item><text:list-item><text:p>prisoners</text:p>
</text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Side</text:p></table:table-cell>
<table:table-cell><text:p>Demand</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>North</text:p></table:table-cell>
<table:table-cell><text:p>withdrawal</text:p></table:table-cell></table:table-row></table:table>
<text:p>Last<text:tab/>line<text:line-break/>broken.<office:annotation><text:p>a comment</text:p></office:annotation></text:p>
"""
META = """<dc:title>Переговори в долині</dc:title><meta:initial-creator>Ада Лінд</meta:initial-creator>
<meta:creation-date>2025-03-13T09:00:00</meta:creation-date><dc:language>uk-UA</dc:language>"""


def odt(body: str = BODY, meta: str = META, **more: str | bytes) -> bytes:
    content = f"<office:document-content {NAMES}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content,
         "meta.xml": f"<office:document-meta {NAMES} {DC}><office:meta>{meta}</office:meta></office:document-meta>", **more}
    )  # fmt: skip


def read_odt(content: bytes, limits: Limits = LIMITS) -> list[Part]:
    return parts_of(read, content, "a.odt", limits=limits)


def test_the_text_stands_in_reading_order_with_the_notes_below() -> None:
    (article,) = articles(read_odt(odt()))
    assert article.text == (
        "Переговори\n\nСторони зустрілися  знову. \n\nmonitors\nprisoners\n\nSide\tDemand\nNorth\twithdrawal\n\n"
        "Last\tline\nbroken.\n\nЗа словами міністерства."
    )
    stated = article.stated
    assert (stated.title, stated.byline, stated.language) == ("Переговори в долині", "Ада Лінд", "uk")
    assert stated.published == on(date(2025, 3, 13))
    finding = stated.finding("published")
    assert finding is not None and finding.sure == "guess"


def test_an_impossible_date_is_told() -> None:
    parts = read_odt(odt(meta="<meta:creation-date>2025-02-31T09:00:00</meta:creation-date>"))
    assert codes(parts) == ["bad-date"]
    assert not articles(parts)[0].stated.published.known


def test_a_file_without_metadata_is_read() -> None:
    content = f"<office:document-content {NAMES}><office:body><office:text><text:p>Talks.</text:p></office:text></office:body></office:document-content>"
    (article,) = articles(read_odt(zipped({"content.xml": content})))
    assert article.text == "Talks."


def test_what_is_locked_is_told() -> None:
    manifest = '<manifest:manifest xmlns:manifest="urn:x"><manifest:encryption-data/></manifest:manifest>'
    assert codes(read_odt(odt(**{"META-INF/manifest.xml": manifest}))) == ["encrypted"]
    assert codes(read_odt(zipped({"encrypted-package": b"x", "mimetype": "m"}))) == ["encrypted"]


def test_bombs_are_refused() -> None:
    body = f"{BOMB}<office:document-content {NAMES}><office:body><office:text><text:p>&i;</text:p></office:text></office:body></office:document-content>"
    assert codes(read_odt(replaced(odt(), {"content.xml": body}))) == ["unsafe-xml"]
    assert codes(read_odt(replaced(odt(), {"content.xml": b" " * 60_000_000}))) == ["expands-too-far"]
    assert codes(read_odt(replaced(odt(), {"content.xml": b" " * 2_000_000}), Limits(size=1_000_000))) == [
        "too-large"
    ]


@pytest.mark.parametrize(
    "content",
    [odt()[:300], b"PK\x03\x04 broken", zipped({"a.txt": "no text"}), replaced(odt(), {"content.xml": "<office:"}),
     odt("<text:section>" * 300 + "</text:section>" * 300)],
    ids=["cut", "no archive", "another archive", "broken XML", "too deep"],
)  # fmt: skip
def test_damaged_files_are_told(content: bytes) -> None:
    assert codes(read_odt(content)) == ["damaged"]


def test_blanks_that_a_file_counts_are_bounded() -> None:
    (article,) = articles(read_odt(odt('<text:p>a<text:s text:c="9999999"/>b</text:p>')))
    assert len(article.text) < 2000


def test_a_file_without_words_is_empty() -> None:
    assert codes(read_odt(odt("<text:p/>"))) == ["empty-report"]
