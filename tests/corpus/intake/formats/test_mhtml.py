"""MHTML: the page of the file with its address; the day of saving is not that of publication."""

from __future__ import annotations

import quopri

from corpus.intake.formats.written_files import LIMITS, articles, codes, parts_of
from detente.corpus.intake.formats.mhtml import read
from detente.corpus.intake.parts import Limits, Part

PAGE = "<html><head><title>Переговоры</title></head><body><p>Сторони зустрілися в долині.</p></body></html>"


def saved(
    page: bytes, charset: str = "", *, address: str = "https://wire.example/7", start: str = ""
) -> bytes:
    kind = f"text/html; charset={charset}" if charset else "text/html"
    return (
        f"From: <Saved by a browser>\r\nSnapshot-Content-Location: {address}\r\nSubject: =?utf-8?Q?Talks=20=D0=B9?=\r\n"
        f"Date: Fri, 14 Mar 2025 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related; type="text/html"; boundary="x"{start}\r\n\r\n'
        f"--x\r\nContent-Type: text/html\r\nContent-ID: <frame@x>\r\nContent-Location: https://ads.example/\r\n\r\n"
        f"<p>Buy ferries</p>\r\n--x\r\nContent-Type: {kind}\r\nContent-ID: <page@x>\r\n"
        f"Content-Location: {address}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode() + quopri.encodestring(page) + b"\r\n--x\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--x--\r\n"  # fmt: skip


def read_page(content: bytes, limits: Limits = LIMITS) -> list[Part]:
    return parts_of(read, content, "a.mhtml", limits=limits)


def test_the_page_is_the_report_and_frames_and_pictures_are_not() -> None:
    parts = read_page(saved(PAGE.encode()))
    (article,) = articles(parts)
    assert (len(parts), article.markup, article.text.strip()) == (1, "html", PAGE)
    stated = article.stated
    assert (stated.url, stated.title, stated.published.known) == ("https://wire.example/7", "Talks й", False)


def test_the_start_that_the_file_names_is_its_page() -> None:
    (article,) = articles(read_page(saved(PAGE.encode(), address="cid:x", start='; start="<page@x>"')))
    assert article.text.strip() == PAGE
    assert article.stated.url is None


def test_charsets_are_honoured_and_wrong_ones_found_out() -> None:
    assert articles(read_page(saved(PAGE.encode("cp1251"), "windows-1251")))[0].text.strip() == PAGE
    parts = read_page(saved(PAGE.encode(), "us-ascii"))
    assert articles(parts)[0].text.strip() == PAGE


def test_a_file_without_a_page_is_damaged_and_a_large_one_told() -> None:
    assert codes(
        read_page(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x--")
    ) == ["damaged"]
    assert codes(read_page(b"")) == ["damaged"]
    assert codes(read_page(saved(PAGE.encode() * 20), Limits(size=1000))) == ["too-large"]
    assert codes(read_page(saved(PAGE.encode() * 100), Limits(size=1000))) == ["too-large"]
