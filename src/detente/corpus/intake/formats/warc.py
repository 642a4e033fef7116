"""Web archives (WARC): the pages, texts and files that a crawl met. Broken records are told, the rest read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from detente.corpus.document import Finding, Metadata
from detente.corpus.intake.formats.plain import too_large
from detente.corpus.intake.parts import Embedded, Limits, Part, Source
from detente.kernel.problems import Problem

_READ_TYPES = re.compile(
    r"text/(?:html|plain|markdown)|application/(?:xhtml\+xml|pdf|rss\+xml|atom\+xml|vnd\.[\w.+-]*document[\w.+-]*)"
)
_NEXT_PLAIN = re.compile(rb"WARC/1\.[01]\r?\n")
_NEXT_PACKED = re.compile(rb"\x1f\x8b\x08")
_SWALLOWED = re.compile(rb"\r\n\r\nWARC/1\.[01]\r\nWARC-")
_CHUNK = 1 << 20
_RECORDS = ("response", "resource", "conversion")


@dataclass(slots=True)
class _Crawl:
    """How far the reading of a web archive has come: the byte where the last sound record began."""

    stream: BinaryIO
    marker: re.Pattern[bytes]
    at: int = 0
    number: int = 0
    sound: bool = field(default=False)


def read(source: Source, limits: Limits) -> Iterator[Part]:
    """The pages, texts and PDFs of a web archive, with their address; the day of the crawl is not theirs."""
    packed = source.stream.read(2) == b"\x1f\x8b"
    crawl = _Crawl(source.stream, _NEXT_PACKED if packed else _NEXT_PLAIN)
    start: int | None = 0
    while start is not None:
        crawl.sound = False
        try:
            yield from _records(crawl, start, (source, limits))
            break
        except (OSError, ValueError) as fault:
            if crawl.sound or start == 0:
                place = f"{source.place}:{max(crawl.at, start)}"
                yield _broken(place, f"a record after this byte is broken ({fault})")
        start = _next_record(crawl, max(crawl.at, start) + 1)
    if not crawl.number:
        message = "the archive holds no page, text or PDF that can be read"
        yield Problem("empty-report", source.place, message, "remove it, or fetch it again")


def _records(crawl: _Crawl, start: int, origin: tuple[Source, Limits]) -> Iterator[Part]:
    """The records from a byte on; raises OSError or ValueError at a broken one."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    crawl.stream.seek(start)
    for record in ArchiveIterator(crawl.stream, record_types=kinds, auto_decode="all"):
        crawl.at, crawl.sound = start + record.stream_pos, True
        yield from _record(record, crawl, origin)


def _record(record: Any, crawl: _Crawl, origin: tuple[Source, Limits]) -> Iterator[Part]:
    """One record as a file to read, where it holds one that is read."""
    source, limits = origin
    place = f"{source.place}:{crawl.at}"
    if not (record.headers.get("WARC-Target-URI") and record.headers.get("Content-Length", "").isdigit()):
        yield _broken(place, "the record states no address or no length")
        return
    status = record.http_headers.status_code if record.http_headers is not None else 200
    stated = _media_type(record)
    if (status is not None and not 200 <= status < 300) or not _READ_TYPES.match(stated):
        return
    crawl.number += 1
    content = record.reader.read(limits.size + 1)
    if len(content) > limits.size:
        yield too_large(place, record.content_length, limits.size)
        return
    swallowed = _SWALLOWED.search(content)
    if swallowed is not None:
        yield _broken(place, "the record states a length that runs over the next ones; cut where they begin")
        content = content[: swallowed.start()]
    elif _cut_short(record, content):
        yield _broken(place, "the record is cut short; what there is of it was read")
    if content:
        yield Embedded(f"{source.name}/{crawl.number}", place, content, stated, _stated(record, source))
    if swallowed is not None:
        raise ValueError("its stated length is too large")


def _media_type(record: Any) -> str:
    """What the server said of the content, else what the crawler did, with the charset."""
    if record.http_headers is None:
        return str(record.headers.get("Content-Type") or "").lower()
    stated = str(record.http_content_type or "").lower()
    return f"{stated}; charset={record.http_charset}" if record.http_charset else stated


def _cut_short(record: Any, content: bytes) -> bool:
    """Whether fewer bytes came than the record states; of packed content nothing can be told."""
    headers = record.http_headers
    coded = headers is not None and (headers.get("Content-Encoding") or headers.get("Transfer-Encoding"))
    return not coded and len(content) < record.content_length


def _stated(record: Any, source: Source) -> Metadata:
    """The address at which the crawl met the page."""
    address = str(record.headers.get("WARC-Target-URI")).strip("<>")
    finding = Finding("url", "address", "WARC-Target-URI", "sure")
    others = tuple(one for one in source.stated.findings if one.field != "url")
    return Metadata(url=address, publisher=source.stated.publisher, findings=(*others, finding))


def _next_record(crawl: _Crawl, start: int) -> int | None:
    """The next byte at which a record may begin; None at the end."""
    crawl.stream.seek(start)
    at, kept = start, b""
    while chunk := crawl.stream.read(_CHUNK):
        found = crawl.marker.search(kept + chunk)
        if found is not None:
            return at - len(kept) + found.start()
        at += len(chunk)
        kept = (kept + chunk)[-16:]
    return None


def _broken(place: str, message: str) -> Problem:
    """A record that is not what the format asks for."""
    return Problem("damaged", place, message, "fetch the archive again, if reports are missing")
