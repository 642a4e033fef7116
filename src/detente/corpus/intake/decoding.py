"""Decoding: bytes of a report to its unaltered text. What had to be guessed is told as a problem."""

from __future__ import annotations

import codecs
import re

from detente.kernel.problems import Problem

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_MAGIC = (
    (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a ZIP archive or office file"), (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"), (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"), (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"), (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"), (b"MZ\x90", "a program"), (b"SQLite format 3", "a database"),
    (b"\xd0\xcf\x11\xe0", "an old office file"), (b"{\\rtf", "a rich text file"),
    (b"RIFF", "a sound or film file"),
    (b"ID3", "a sound file"), (b"OggS", "a sound file"),
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_SAMPLE = 65_536
_MISREAD = re.compile(
    r"â€[™œ“”˜\x9d\x99\x9c]|Ã[©¨¤¶¼±³]|(?:[ÐÑ][\x80-\xbf]){3}|(?:[РС][\u0402-\u040f\u0452-\u045f\xa0-\xbf]){3}"
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_RESAVE = "check the text, or save the file as UTF-8"


def decode(content: bytes, *, place: str, html: bool = False) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of the bytes, or None with the reason; byte-order mark and line ends are kept.

    UTF-8 is read without a word; others are told as a problem. `html` honours what the page declares.
    """
    kind = next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)
    if kind is not None:
        return None, (_binary(place, f"this is {kind}, not text"),)
    text, problems = _decoded(content, place, html=html)
    if text is None:
        return None, problems
    if not text.strip("\ufeff\u200b \t\r\n\f\v\xa0\x00"):
        what = "the file is empty" if not content else "the file holds only blanks"
        return None, (Problem("empty-report", place, what, "remove it, or paste the report again"),)
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) * 100 > len(sample) * 2:
        return None, (_binary(place, "control characters in place of text"),)
    if len(_MISREAD.findall(sample)) >= 3:
        message = "letters such as 'â€™' show that the text was once read in a wrong encoding; kept"
        problems = (
            *problems,
            Problem("misread-encoding", place, message, "fetch the report again from its source"),
        )
    return text, problems


def _decoded(content: bytes, place: str, *, html: bool) -> tuple[str | None, tuple[Problem, ...]]:
    """The text by byte-order mark, as UTF-8, by declaration, or by the best guess."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strictly(content, encoding, place)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        return _not_utf8(content, fault, (place, html))
    if "\x00" in text[:_SAMPLE]:
        return None, (_binary(place, "zero bytes in place of text"),)
    return text, ()


def _strictly(content: bytes, encoding: str, place: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text in the encoding that its byte-order mark names."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as fault:
        message = f"the byte-order mark says {encoding}, but byte {fault.start} is not"
        return None, (Problem("wrong-encoding", place, message, "save the file as UTF-8", "error"),)
    if encoding == "utf-8":
        return text, ()
    return text, (
        Problem("other-encoding", place, f"read as {encoding}, by its byte-order mark", _RESAVE, "note"),
    )


def _not_utf8(
    content: bytes, fault: UnicodeDecodeError, origin: tuple[str, bool]
) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of bytes that are not UTF-8: by stray bytes, declaration or guess; always told."""
    place, html = origin
    if b"\x00" in content[:_SAMPLE]:
        return None, (_binary(place, "zero bytes in place of text"),)
    lenient = content.decode("utf-8", "replace")
    strays = lenient.count("\ufffd")
    if strays * 20 <= sum(letter > "\x7f" for letter in lenient[:_SAMPLE]) and strays * 500 <= len(lenient):
        message = f"{strays} stray bytes, the first at byte {fault.start}, are not UTF-8 and read as '\ufffd'"
        return lenient, (Problem("stray-bytes", place, message, _RESAVE),)
    declared = _DECLARED.search(content[:4096]) if html else None
    guess = _declared_codec(declared[1]) if declared else None
    how = "as the page declares" if guess else "a guess from its letters"
    guess = guess or _guessed(content)
    try:
        text = content.decode(guess) if guess else None
    except (UnicodeDecodeError, LookupError):
        text = None
    if text is None:
        message = f"byte {fault.start} is not UTF-8 and no other encoding fits"
        return None, (Problem("wrong-encoding", place, message, "save the file as UTF-8", "error"),)
    return text, (Problem("other-encoding", place, f"not UTF-8; read as {guess}, {how}", _RESAVE),)


def _declared_codec(name: bytes) -> str | None:
    """The codec that a page's declaration names, where there is such a one."""
    try:
        return codecs.lookup(name.decode("ascii", "replace")).name
    except LookupError:
        return None


def _guessed(content: bytes) -> str | None:
    """The encoding that fits the letters best, or None."""
    from charset_normalizer import from_bytes

    best = from_bytes(content[:200_000]).best()
    return best.encoding if best is not None else None


def _binary(place: str, message: str) -> Problem:
    """A file that is no text."""
    return Problem("not-text", place, message, "give the report as text, or remove the file", "error")
