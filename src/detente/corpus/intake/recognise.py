"""Recognising: which format a file has, by its first bytes, then its name, then what was stated of it."""

from __future__ import annotations

import bz2
import lzma
import re
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from detente.corpus.intake.decoding import binary_kind, head_text
from detente.corpus.intake.parts import Source
from detente.kernel.problems import Problem

BY_SUFFIX = {
    ".txt": "text", ".md": "text", ".markdown": "text", ".text": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mht": "mhtml", ".mhtml": "mhtml",
    ".pdf": "pdf", ".docx": "docx", ".odt": "odt", ".eml": "mail", ".mbox": "mail",
    ".rss": "feed", ".atom": "feed", ".xml": "feed",
    ".csv": "table", ".tsv": "table", ".jsonl": "table", ".ndjson": "table", ".parquet": "table",
    ".warc": "warc", ".zip": "zip", ".tar": "tar", ".tgz": "tar",
    ".gz": "packed", ".bz2": "packed", ".xz": "packed",
}  # fmt: skip
_BY_TYPE = {
    "text/plain": "text", "text/markdown": "text", "text/html": "html", "application/xhtml+xml": "html",
    "multipart/related": "mhtml", "message/rfc822": "mail", "application/mbox": "mail",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/rdf+xml": "feed",
    "text/csv": "table", "text/tab-separated-values": "table", "application/x-ndjson": "table",
    "application/jsonl": "table",
}  # fmt: skip
_WORDS = {
    "text": "plain text", "html": "a web page", "mhtml": "a saved web page", "pdf": "a PDF",
    "docx": "a Word file", "odt": "an OpenDocument text", "mail": "mail", "feed": "a feed",
    "table": "a table", "warc": "a web archive", "zip": "a ZIP archive", "tar": "a TAR archive",
    "packed": "a packed file",
}  # fmt: skip
_BINARY = frozenset({"pdf", "docx", "odt", "warc", "zip", "tar", "packed"})
_HEAD = 8192
_COMMENTS = r"(?:\s|<!--.*?-->|<\?.*?\?>)*"
_PAGE = re.compile(rf"{_COMMENTS}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(rf"{_COMMENTS}(?:<!doctype[^>]*>)?{_COMMENTS}<([\w.:-]+)", re.IGNORECASE | re.DOTALL)
_FEEDS = frozenset({"rss", "feed", "rdf:rdf"})
_MBOX = re.compile(r"From \S+ .*\d{4}\r?\n(?:>?From .*\r?\n)?[\w-]+:", re.ASCII)
_HEADERS = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.ASCII)
_OF_MAIL = re.compile(
    r"^(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID):", re.IGNORECASE | re.MULTILINE
)
_OF_SAVED = re.compile(r"^(?:Snapshot-Content-Location:|From: ?<Saved by)", re.IGNORECASE | re.MULTILINE)
_OFFICE = (("word/", "docx"), ("xl/", "a spreadsheet"), ("ppt/", "a set of slides"))


@dataclass(frozen=True, slots=True)
class Recognised:
    """The format of a file, None where it is not one that is read; with what is to be told of it."""

    format: str | None
    problems: tuple[Problem, ...] = ()


def recognise(source: Source) -> Recognised:
    """The format of a file; a name that says another than the content is told, and the content counts."""
    head = source.stream.read(_HEAD)
    source.stream.seek(0)
    if not head:
        empty = Problem(
            "empty-report", source.place, "the file is empty", "remove it, or paste the report again"
        )
        return Recognised(None, (empty,))
    found = _by_magic(head, source.stream)
    source.stream.seek(0)
    if found is not None and found not in _WORDS:
        return _unread(source, found)
    kind = binary_kind(head) if found is None else None
    if kind is not None:
        return Recognised(None, (not_text(source.place, f"this is {kind}, not text"),))
    suffix = PurePosixPath(source.name).suffix.lower()
    named = BY_SUFFIX.get(suffix)
    if found is None:
        stated = _BY_TYPE.get((source.media_type or "").partition(";")[0].strip().lower())
        found = _by_words(head_text(head), (named or stated, suffix))
    if found is None:
        return _unread(source, "XML of no known kind")
    if named is None or named == found or (named == "packed" and found in {"tar", "warc"}):
        return Recognised(found)
    message = f"named '{suffix}', but it holds {_WORDS[found]}; read as that"
    return Recognised(found, (Problem("misnamed", source.place, message, "rename the file", "note"),))


def not_text(place: str, message: str) -> Problem:
    """A file that is no text, and of no format that is read."""
    return Problem("not-text", place, message, "give the report as text, or remove the file", "error")


def _unread(source: Source, what: str) -> Recognised:
    """A file of a known format that is not read."""
    message = f"this is {what}, which is not read"
    problem = Problem("unread-format", source.place, message, "save the report as text, HTML or PDF")
    return Recognised(None, (problem,))


def _by_magic(head: bytes, stream: BinaryIO) -> str | None:
    """The format that the first bytes name; for an office file that is not read, its name in words."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(stream)
    if head.startswith((b"WARC/1.", b"WARC/0.")):
        return "warc"
    if head.startswith(b"PAR1"):
        return "table"
    inner = _unpacked(head)
    if inner is not None:
        return "warc" if inner.startswith(b"WARC/") else "tar" if inner[257:262] == b"ustar" else "packed"
    return "tar" if head[257:262] == b"ustar" else None


def _in_zip(stream: BinaryIO) -> str:
    """What a ZIP archive is: an office file by what it holds, else an archive."""
    import zipfile

    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                kind = archive.read("mimetype").strip()
                if kind.startswith(b"application/vnd.oasis.opendocument."):
                    return "odt" if kind.endswith((b".text", b".text-template")) else "an office file"
            if "[Content_Types].xml" in names:
                for folder, office in _OFFICE:
                    if any(name.startswith(folder) for name in names):
                        return office
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return "zip"
    return "zip"


def _unpacked(head: bytes) -> bytes | None:
    """The first bytes of what was packed as gzip, bzip2 or xz; None where nothing was packed."""
    try:
        if head.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(31).decompress(head, _HEAD)
        if head.startswith(b"BZh"):
            return bz2.BZ2Decompressor().decompress(head, _HEAD)
        if head.startswith(b"\xfd7zXZ"):
            return lzma.LZMADecompressor().decompress(head, _HEAD)
    except (zlib.error, OSError, lzma.LZMAError, EOFError):
        return b""
    return None


def _by_words(head: str, claimed: tuple[str | None, str]) -> str | None:
    """The format that the first words show, else the claimed one where words can have it, else plain text."""
    stated, suffix = claimed
    start = head.lstrip("\ufeff \t\r\n")
    if _PAGE.match(start):
        return "html"
    if start.startswith("<"):
        root = _ROOT.match(start)
        tag = root[1].lower() if root else ""
        if tag in _FEEDS:
            return "feed"
        if stated == "feed" or start.startswith("<?xml"):
            return "html" if tag == "html" or stated == "html" else None
    if stated == "mhtml":
        return stated
    if _MBOX.match(start):
        return "mail"
    headers = _HEADERS.match(start)
    if headers and len(_OF_MAIL.findall(headers[0])) >= 2:
        return "mhtml" if _OF_SAVED.search(headers[0]) else "mail"
    if suffix == ".json" and start.startswith(("{", "[")):
        return "table"
    if suffix == ".parquet" or stated in _BINARY or stated == "feed":
        return "text"
    return stated or "text"
