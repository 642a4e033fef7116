"""Web archives: pages with the address at which they were met; broken records are told, the rest is read."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from detente.corpus.document import Document
from detente.corpus.intake.parts import Limits
from detente.corpus.intake.reading import Job, read_file
from detente.kernel.problems import Problem

HTTP = "HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n{more}\r\n"


def record(
    number: int, body: bytes, *, kind: str = "text/html; charset=utf-8", type_: str = "response", **more: str
) -> bytes:
    http = HTTP.format(status=more.get("status", "200"), kind=kind, more=more.get("http", "")).encode()
    block = http + body if type_ == "response" else body
    stated = "application/http; msgtype=response" if type_ == "response" else kind
    head = (
        f"WARC/1.0\r\nWARC-Type: {type_}\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"WARC-Date: 2025-03-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: {stated}\r\n"
        f"Content-Length: {more.get('length', len(block))}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def page(number: int) -> bytes:
    return f"<html><body><p>The envoys met for the {number}th time in Oslo.</p></body></html>".encode()


def pages(count: int = 5) -> list[bytes]:
    return [record(number, page(number)) for number in range(count)]


def read(tmp_path: Path, content: bytes, limits: Limits | None = None) -> tuple[list[Document], list[str]]:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(content)
    found = list(read_file(Job(path.name, path.name, path), limits or Limits()))
    documents = [one for one in found if isinstance(one, Document)]
    return documents, [one.code for one in found if isinstance(one, Problem)]


def addresses(documents: list[Document]) -> list[str]:
    return [(document.metadata.url or "").removeprefix("https://example.org/") for document in documents]


@pytest.mark.parametrize("packed", [True, False])
def test_pages_are_read_with_their_address_and_without_the_day_of_the_crawl(
    tmp_path: Path, *, packed: bool
) -> None:
    content = b"".join(gzip.compress(one) if packed else one for one in pages())
    documents, codes = read(tmp_path, content)
    assert [document.name for document in documents] == [f"crawl.warc.gz/{n}" for n in range(1, 6)]
    assert addresses(documents) == ["0", "1", "2", "3", "4"]
    finding = documents[0].metadata.finding("url")
    assert finding is not None
    assert (finding.way, finding.detail) == ("address", "WARC-Target-URI")
    assert not any(document.metadata.published.known for document in documents)
    assert codes == []


def test_resources_and_conversions_are_read_and_other_kinds_are_not(tmp_path: Path) -> None:
    content = [
        record(0, b"", type_="warcinfo", kind="application/warc-fields"),
        record(1, b"Envoys met.", type_="conversion", kind="text/plain"),
        record(2, page(2), type_="resource", kind="text/html"),
        record(3, b"\x89PNG", kind="image/png"),
        record(4, b"<p>Not found.</p>", status="404"),
        record(5, b"GET / HTTP/1.1\r\n\r\n", type_="request"),
    ]
    documents, codes = read(tmp_path, b"".join(content))
    assert addresses(documents) == ["1", "2"]
    assert codes == []


def test_the_servers_charset_and_packing_are_undone(tmp_path: Path) -> None:
    words = "<p>Послы встретились в Осло и договорились продолжить переговоры.</p>"
    content = record(0, words.encode("cp1251"), kind="text/html; charset=windows-1251")
    content += record(1, gzip.compress(page(1)), http="Content-Encoding: gzip\r\n")
    documents, codes = read(tmp_path, content)
    assert documents[0].text == "Послы встретились в Осло и договорились продолжить переговоры."
    assert documents[1].text == "The envoys met for the 1th time in Oslo."
    assert codes == ["other-encoding"]


@pytest.mark.parametrize(
    "broken",
    [
        b"garbage\r\n\r\ngarbage" * 5,
        record(2, page(2), length="abc"),
        record(2, page(2), length="20"),
    ],
)
def test_a_broken_record_is_told_and_the_rest_is_read(tmp_path: Path, broken: bytes) -> None:
    content = pages()
    content[2] = broken
    documents, codes = read(tmp_path, b"".join(content))
    assert [a for a in addresses(documents) if a != "2"] == ["0", "1", "3", "4"]
    assert set(codes) == {"damaged"}


def test_a_length_that_runs_over_the_next_records_hides_none_of_them(tmp_path: Path) -> None:
    content = pages()
    content[2] = record(2, page(2), length="9999999")
    documents, codes = read(tmp_path, b"".join(content))
    assert addresses(documents) == ["0", "1", "2", "3", "4"]
    assert documents[2].text == "The envoys met for the 2th time in Oslo."
    assert set(codes) == {"damaged"}


def test_a_packed_record_that_is_broken_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    packed = [gzip.compress(one) for one in pages()]
    packed[2] = packed[2][:40] + b"XXXXX" + packed[2][45:]
    documents, codes = read(tmp_path, b"".join(packed))
    assert addresses(documents) == ["0", "1", "3", "4"]
    assert codes == ["damaged"]


def test_an_archive_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    packed = b"".join(gzip.compress(one) for one in pages())
    documents, codes = read(tmp_path, packed[:-40])
    assert addresses(documents)[:4] == ["0", "1", "2", "3"]
    assert codes == ["damaged"]


def test_a_page_over_the_limit_is_told(tmp_path: Path) -> None:
    content = record(0, b"<p>" + b"word " * 5000) + record(1, page(1))
    documents, codes = read(tmp_path, content, Limits(size=9000))
    assert addresses(documents) == ["1"]
    assert codes == ["too-large"]


def test_nothing_but_broken_bytes_ends(tmp_path: Path) -> None:
    documents, codes = read(tmp_path, b"WARC/1.0\r\n" * 2000)
    assert documents == []
    assert codes == ["empty-report"]
