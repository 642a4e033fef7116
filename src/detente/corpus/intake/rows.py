"""Rows: the lines and records of large tables, one after the other, each within a limit."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

_CHUNK = 262_144
_REPLACEMENT = "\ufffd".encode()
_SAMPLE = 400_000
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A line or record: its number from 1, and what it holds; or why it cannot be read."""

    number: int
    value: Any = None
    fault: str | None = None
    too_large: bool = False


@dataclass(slots=True)
class Letters:
    """The letters of a table, decoded piece by piece: in which encoding, and which bytes did not fit it."""

    stream: BinaryIO
    encoding: str
    guessed: bool = False
    strays: int = 0
    first_stray: int = 0
    _line: int = 1
    _tail: bytes = b""
    _decoder: codecs.IncrementalDecoder | None = None

    def read(self, size: int) -> str:
        """The letters of about `size` further bytes; empty at the end only."""
        if self._decoder is None:
            self._decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        text, chunk = "", b"more"
        while not text and chunk:
            chunk = self.stream.read(size)
            text = self._decoder.decode(chunk, not chunk)
            # A file may hold the sign that stands for a stray byte as a letter of its own.
            meant = (self._tail + chunk).count(_REPLACEMENT) if self.encoding.startswith("utf-8") else 0
            self._tail = chunk[-2:]
            self._count(text, text.count("\ufffd") - meant)
        return text

    def _count(self, text: str, strays: int) -> None:
        """Keep how many bytes did not fit, and on which line the first stood."""
        if strays > 0:
            self.strays += strays
            self.first_stray = self.first_stray or self._line + text[: text.index("\ufffd")].count("\n")
        self._line += text.count("\n")


def letters_of(stream: BinaryIO) -> Letters:
    """The letters of a table by its mark, as UTF-8, or by how they look at its start."""
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return Letters(stream, name)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=False)
    except UnicodeDecodeError as fault:
        lenient = sample.decode("utf-8", "replace")
        strays = lenient.count("\ufffd")
        if strays * 20 <= sum(letter > "\x7f" for letter in lenient) and fault.start > 0:
            return Letters(stream, "utf-8")
        from charset_normalizer import from_bytes

        best = from_bytes(sample[: _SAMPLE // 2]).best()
        return Letters(stream, best.encoding if best is not None else "latin-1", guessed=True)
    return Letters(stream, "utf-8")


def text_lines(letters: Letters, limit: int) -> Iterator[Row]:
    """The lines with their ends; one of more than `limit` characters is passed over, without being held."""
    parts: list[str] = []
    held, number, too_large = 0, 1, False
    while text := letters.read(_CHUNK):
        *ended, rest = text.split("\n")
        for piece in ended:
            if too_large or held + len(piece) > limit:
                yield Row(number, too_large=True)
            else:
                yield Row(number, "".join(parts) + piece + "\n")
            parts, held, too_large, number = [], 0, False, number + 1
        held += len(rest)
        too_large = too_large or held > limit
        parts = [] if too_large else [*parts, rest]
    if too_large:
        yield Row(number, too_large=True)
    elif any(parts):
        yield Row(number, "".join(parts))


def json_lines(lines: Iterator[Row]) -> Iterator[Row]:
    """The object of each line that is not blank."""
    for line in lines:
        if line.too_large:
            yield line
        elif line.value.strip():
            try:
                yield Row(line.number, json.loads(line.value))
            except (ValueError, RecursionError) as fault:
                yield Row(line.number, fault=_why(fault))


def json_records(letters: Letters, limit: int) -> Iterator[Row]:
    """The members of a list of any length one by one, or the values that stand one after the other in the file."""
    decoder = json.JSONDecoder()
    text = letters.read(_CHUNK).lstrip()
    listed = text.startswith("[")
    text = text[1:] if listed else text
    number, wanted = 1, _CHUNK
    while True:
        text = text.lstrip(", \t\r\n" if listed else " \t\r\n")
        if not text or (listed and text.startswith("]")):
            more = "" if text else letters.read(_CHUNK)
            if not more:
                if listed and not text:
                    yield Row(number, fault="the list has no end")
                return
            text = more
            continue
        try:
            value, end = decoder.raw_decode(text)
        except (ValueError, RecursionError) as fault:
            grown = text + letters.read(wanted) if isinstance(fault, json.JSONDecodeError) else text
            if len(grown) == len(text):
                yield Row(number, fault=_why(fault))
                return
            text, wanted = grown, 2 * wanted
            if len(text) > limit + _CHUNK:
                yield Row(number, too_large=True)
                return
            continue
        if end == len(text) and (grown := text + letters.read(_CHUNK)) != text:
            text = grown  # A number may go on in what was not yet read.
            continue
        yield Row(number, value)
        text, number, wanted = text[end:], number + 1, _CHUNK


def _why(fault: Exception) -> str:
    """What is wrong with a piece of JSON, for a person."""
    if isinstance(fault, json.JSONDecodeError):
        return f"no JSON: {fault.msg} at character {fault.pos + 1}"
    return "no JSON: nested too deep" if isinstance(fault, RecursionError) else f"no JSON: {str(fault)[:100]}"
