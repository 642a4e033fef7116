"""Decoding: bytes of a report to its unaltered text. What had to be guessed is told as a problem."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

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
_WESTERN = frozenset({"ascii", "iso8859-1", "cp1252", "iso8859-15"})
_UNHEARD_OF = ["mac_cyrillic", "mac_greek", "mac_iceland", "mac_latin2", "mac_roman", "mac_turkish"]
_HIGH = re.compile(r"[\xc0-\xff]")
_LETTER = re.compile(r"[^\W\d_]")
_COMMON = re.compile(r"[\t\n\r\x20-\x7e\xa0-\u058f\u1e00-\u206f\u20a0-\u214f]")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where bytes stand, what encoding was stated for them, and whether they are a web page."""

    place: str
    stated: str | None = None
    html: bool = False


def decode(
    content: bytes, *, place: str, html: bool = False, stated: str | None = None
) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of the bytes, or None with the reason; byte-order mark and line ends are kept.

    UTF-8 is read without a word; others are told as a problem. `html` honours what the page declares, `stated`
    names the encoding that a server or a mail gave for it; neither counts against the bytes themselves.
    """
    kind = binary_kind(content)
    if kind is not None:
        return None, (_binary(place, f"this is {kind}, not text"),)
    text, problems = _decoded(content, Origin(place, stated, html))
    if text is None:
        return None, problems
    if not text.strip("\ufeff\u200b \t\r\n\f\v\xa0\x00"):
        what = "the file is empty" if not content else "the file holds only blanks"
        return None, (Problem("empty-report", place, what, "remove it, or paste the report again"),)
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) * 100 > len(sample) * 2:
        return None, (_binary(place, "control characters in place of text"),)
    misread = list(islice(_MISREAD.finditer(sample), 3))
    if len(misread) == 3:
        problems = (*problems, _misread(sample, misread[0].start(), place))
    return text, problems


def binary_kind(content: bytes) -> str | None:
    """What a file is that its first bytes show to be no text; None where they do not."""
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


def head_text(head: bytes) -> str:
    """The first words of a file, well enough to tell its format by them."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head.decode(encoding, "replace")
    return head.decode(_by_zeros(head) or "utf-8", "replace")


def _decoded(content: bytes, origin: Origin) -> tuple[str | None, tuple[Problem, ...]]:
    """The text by byte-order mark, as UTF-8, by declaration, or by the best guess."""
    place = origin.place
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _strictly(content, encoding, place)
    zeros = _by_zeros(content)
    if zeros is not None:
        text = content.decode(zeros, "replace")
        note = f"read as {zeros}, by the zero bytes between its letters"
        return text, (Problem("other-encoding", place, note, _RESAVE, "note"),)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        return _not_utf8(content, fault, origin)
    if "\x00" in text[:_SAMPLE]:
        return None, (_binary(place, "zero bytes in place of text"),)
    return text, tuple(_contradicted(content, text, origin))


def _by_zeros(content: bytes) -> str | None:
    """UTF-16 without a byte-order mark, by the zero bytes that stand on one side of its letters."""
    sample = content[:4096]
    sample = sample[: len(sample) // 2 * 2]
    pairs = len(sample) // 2
    before, after = sample[0::2].count(0), sample[1::2].count(0)
    if max(before, after) * 20 < pairs or min(before, after) * 10 > max(before, after) or pairs < 4:
        return None
    encoding = "utf-16-le" if after > before else "utf-16-be"
    text = sample.decode(encoding, "replace")
    return encoding if len(_COMMON.findall(text)) * 20 >= len(text) * 19 else None


def _contradicted(content: bytes, text: str, origin: Origin) -> Iterator[Problem]:
    """A note where bytes are UTF-8 though another encoding was declared for them."""
    declared = None if text.isascii() else _declared_codec(content, origin)
    if declared is not None and declared[0] not in {"utf-8", "ascii"}:
        message = f"{declared[1]} {declared[0]}, but the bytes are UTF-8; read as UTF-8"
        yield Problem("wrong-declaration", origin.place, message, _RESAVE, "note")


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
    content: bytes, fault: UnicodeDecodeError, origin: Origin
) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of bytes that are not UTF-8: by stray bytes, declaration or guess; always told."""
    place = origin.place
    if b"\x00" in content[:_SAMPLE]:
        return None, (_binary(place, "zero bytes in place of text"),)
    lenient = content.decode("utf-8", "replace")
    strays = lenient.count("\ufffd")
    if strays * 20 <= sum(letter > "\x7f" for letter in lenient[:_SAMPLE]) and strays * 500 <= len(lenient):
        message = f"{strays} stray bytes, the first at byte {fault.start}, are not UTF-8 and read as '\ufffd'"
        return lenient, (Problem("stray-bytes", place, message, _RESAVE),)
    declared = _declared_codec(content, origin)
    text = _as_declared(content, declared[0]) if declared else None
    if text is not None and declared is not None:
        message = f"not UTF-8; read as {declared[0]}, as {declared[1].removesuffix(' declares')} declares"
        return text, (Problem("other-encoding", place, message, _RESAVE),)
    guess = _guessed(content)
    try:
        text = content.decode(guess) if guess else None
    except (UnicodeDecodeError, LookupError):
        text = None
    if text is None:
        message = f"byte {fault.start} is not UTF-8 and no other encoding fits"
        return None, (Problem("wrong-encoding", place, message, "save the file as UTF-8", "error"),)
    told = [
        Problem("other-encoding", place, f"not UTF-8; read as {guess}, a guess from its letters", _RESAVE)
    ]
    if declared is not None:
        message = f"{declared[1]} {declared[0]}, but the bytes are not; read as {guess}"
        told.insert(0, Problem("wrong-declaration", place, message, _RESAVE, "note"))
    return text, tuple(told)


def _declared_codec(content: bytes, origin: Origin) -> tuple[str, str] | None:
    """The codec that was declared, with who did: the server or mail first, then the page itself."""
    in_page = _DECLARED.search(content[:4096]) if origin.html else None
    told = (
        (origin.stated, "its sender declares"),
        (in_page[1].decode("ascii", "replace") if in_page else None, "the page declares"),
    )
    for name, who in told:
        try:
            if name:
                return codecs.lookup(name).name, who
        except LookupError:
            continue
    return None


def _as_declared(content: bytes, codec: str) -> str | None:
    """The text in its declared encoding; None where it does not fit, or the letters speak against it."""
    for name in ("cp1252", "iso8859-1") if codec in {"iso8859-1", "ascii"} else (codec,):
        try:
            text = content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        sample = text[:_SAMPLE]
        # Cyrillic read as Western shows as words of accented capitals alone.
        strange = codec in _WESTERN and len(_HIGH.findall(sample)) * 5 > len(_LETTER.findall(sample)) * 2
        return None if strange else text
    return None


def _guessed(content: bytes) -> str | None:
    """The encoding that fits the letters best, or None."""
    from charset_normalizer import from_bytes

    # Half of the letters are the same in old Mac encodings, in which no report comes.
    best = from_bytes(content[:200_000], cp_exclusion=_UNHEARD_OF).best()
    return best.encoding if best is not None else None


def _misread(sample: str, at: int, place: str) -> Problem:
    """Text that was once read in a wrong encoding: a word of it as it is, and what it would be mended."""
    from ftfy import fix_encoding

    line = sample[sample.rfind("\n", 0, at) + 1 :].partition("\n")[0][:2000]
    words = line.split()
    mended = fix_encoding(line).split()
    pair = next(((old, new) for old, new in zip(words, mended, strict=False) if old != new), None)
    shown = f"'{pair[0][:60]}' would be '{pair[1][:60]}'" if pair else f"at '{sample[at : at + 12].strip()}'"
    message = f"the text was once read in a wrong encoding: {shown}; kept as it is"
    remedy = "fetch the report again from its source, or mend a copy with `ftfy FILE -o COPY`"
    return Problem("misread-encoding", place, message, remedy)


def _binary(place: str, message: str) -> Problem:
    """A file that is no text."""
    return Problem("not-text", place, message, "give the report as text, or remove the file", "error")
