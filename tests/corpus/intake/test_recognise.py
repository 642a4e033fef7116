"""Which format a file has: its first bytes count before its name, and its name before what was stated of it."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable

import pytest

from detente.corpus.intake.parts import Source
from detente.corpus.intake.recognise import Recognised, recognise

PAGE = b"<!-- saved --><!DOCTYPE html><html><body><p>Envoys met.</p></body></html>"
LETTER = b"Received: from a by b\r\nMIME-Version: 1.0\r\nFrom: a@example.org\r\nSubject: Talks\r\n\r\nEnvoys met.\r\n"


def told(content: bytes, name: str, media_type: str | None = None) -> Recognised:
    return recognise(Source(name, name, io.BytesIO(content), media_type))


def zipped(**files: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/"), text)
    return held.getvalue()


def tarred() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO(b""))
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        (b"Envoys met.", "a.txt", "text"),
        (b"Envoys met.", "a", "text"),
        (b"<!-- a remark -->\n# Talks", "a.md", "text"),
        (PAGE, "a.html", "html"),
        (b"<p>A fragment", "a.htm", "html"),
        (b"%PDF-1.7 ...", "a.pdf", "pdf"),
        (zipped(**{"[Content_Types].xml": "", "word__document.xml": ""}), "a.docx", "docx"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "a.odt", "odt"),
        (zipped(**{"a.txt": "Envoys met."}), "a.zip", "zip"),
        (LETTER, "a.eml", "mail"),
        (b"From a@example.org Thu Mar 13 10:00:00 2025\n" + LETTER, "a.mbox", "mail"),
        (
            b"From: <Saved by Blink>\r\nSnapshot-Content-Location: x\r\nMIME-Version: 1.0\r\nMessage-ID: 1\r\n\r\n",
            "a.mht",
            "mhtml",
        ),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "a.xml", "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "a.atom", "feed"),
        (b'{"text": "Envoys met."}\n', "a.jsonl", "table"),
        (b"text,date\nEnvoys met.,2025\n", "a.csv", "table"),
        (b"PAR1....", "a.parquet", "table"),
        (b"WARC/1.0\r\n", "a.warc", "warc"),
        (gzip.compress(b"WARC/1.0\r\n"), "a.warc.gz", "warc"),
        (tarred(), "a.tar", "tar"),
        (gzip.compress(tarred()), "a.tgz", "tar"),
        (gzip.compress(tarred()), "a.tar.gz", "tar"),
        (gzip.compress(b"Envoys met."), "a.txt.gz", "packed"),
        ("Посли зустрілися".encode("utf-16"), "a.txt", "text"),
        (PAGE.decode().encode("utf-16"), "a.html", "html"),
    ],
)
def test_each_format_is_told_without_a_word(content: bytes, name: str, form: str) -> None:
    assert told(content, name) == Recognised(form)


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        (b"%PDF-1.7 ...", "a.txt", "pdf"),
        (PAGE, "a.txt", "html"),
        (PAGE, "a.pdf", "html"),
        (b"Envoys met.", "a.pdf", "text"),
        (LETTER, "a.txt", "mail"),
        (zipped(**{"a.txt": "Envoys met."}), "a.docx", "zip"),
        (b"<rss></rss>", "a.html", "feed"),
    ],
)
def test_the_content_counts_where_the_name_says_another_and_that_is_told(
    content: bytes, name: str, form: str
) -> None:
    found = told(content, name)
    assert found.format == form
    assert [problem.code for problem in found.problems] == ["misnamed"]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"\x89PNG\r\n", "a.txt", "not-text"),
        (b"\xd0\xcf\x11\xe0 old", "a.doc", "not-text"),
        (zipped(**{"[Content_Types].xml": "", "xl__workbook.xml": ""}), "a.xlsx", "unread-format"),
        (b'<?xml version="1.0"?><invoice/>', "a.xml", "unread-format"),
        (b"", "a.txt", "empty-report"),
    ],
)
def test_what_is_not_read_is_a_problem(content: bytes, name: str, code: str) -> None:
    found = told(content, name)
    assert found.format is None
    assert [problem.code for problem in found.problems] == [code]


def test_what_a_server_states_counts_where_there_is_no_name() -> None:
    assert told(b"<p>Envoys met.", "crawl.warc/1", "text/html; charset=utf-8").format == "html"
    assert told(b"a,b\n1,2", "mail/2", "text/csv").format == "table"
    assert told(b"Subject: a pasted letter\n\nEnvoys met.", "a").format == "text"


@pytest.mark.parametrize("cut", [lambda c: c[:30], lambda c: c[:200]])
def test_a_broken_archive_is_still_an_archive(cut: Callable[[bytes], bytes]) -> None:
    assert told(cut(zipped(**{"a.txt": "Envoys met." * 50})), "a.zip").format == "zip"
    assert told(cut(gzip.compress(b"Envoys met." * 50)), "a.gz").format == "packed"
