"""Messages: the headers and bodies of mail and of saved pages (MIME), decoded however badly they are written."""

from __future__ import annotations

import binascii
import codecs
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message

from detente.corpus.intake.decoding import decode
from detente.corpus.intake.stating import encodable, one_line
from detente.kernel.problems import Problem

Mail = Message
_LONGEST_HEADER = 10_000
_MOST_PARTS = 1_000
# Codecs that are encodings to Python, but none of a text; the first two would also act on backslashes.
_NO_CHARSETS = frozenset({"unicode-escape", "raw-unicode-escape", "punycode", "idna", "undefined", "utf-7"})


def parsed(content: bytes) -> Mail:
    """The message of its bytes; whatever is broken in it is kept as it is."""
    from email import message_from_bytes

    return message_from_bytes(content)


def header(message: Mail, name: str) -> str | None:
    """A header as a person wrote it, on one line; None where there is none."""
    raw = _raw(message, name)
    return one_line(decoded_words(raw)) if raw is not None else None


def raw_header(message: Mail, name: str) -> str:
    """A header on one line with its coded words as they are; empty where there is none."""
    return " ".join((_raw(message, name) or "").split())


def decoded_words(raw: str) -> str:
    """A header with its coded words (`=?utf-8?B?...?=`) resolved, as far as they can be."""
    try:
        pieces = decode_header(raw[:_LONGEST_HEADER])
    except (MessageError, ValueError, binascii.Error):
        return _eight_bit(raw)
    text = ""
    for piece, charset in pieces:
        text += _eight_bit(piece) if isinstance(piece, str) else _by_charset(piece, charset)
    return encodable(text)


def leaves(message: Mail) -> Iterator[Mail]:
    """The parts of a message that hold no further parts, messages within it among them, in order."""
    waiting, met = [message], 0
    while waiting and met < _MOST_PARTS:
        one = waiting.pop()
        met += 1
        payload = one.get_payload()
        if one.is_multipart() and one.get_content_maintype() != "message" and isinstance(payload, list):
            waiting += [inner for inner in reversed(payload) if isinstance(inner, Message)]
        else:
            yield one


def content_of(part: Mail) -> bytes:
    """The bytes of a part, its transfer encoding undone; a message within a message as its bytes."""
    if part.get_content_maintype() == "message" and part.is_multipart():
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return _as_bytes(first) if isinstance(first, Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def text_of(part: Mail, place: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text of a part by the charset that it declares, else as its bytes suggest, which is told."""
    content = content_of(part)
    if not content.strip():
        return None, ()
    charset = charset_of(part)
    try:
        text = content.decode(charset) if charset else None
    except (UnicodeError, LookupError, ValueError):
        text = None
    if text is None or "\x00" in text:
        text, problems = decode(content, place=place, html=part.get_content_subtype() == "html")
        return (encodable(text).replace("\r\n", "\n") if text is not None else None), problems
    # Mail is sent with CRLF at the end of every line, whatever its writer had.
    return encodable(text).replace("\r\n", "\n"), ()


def charset_of(part: Mail) -> str | None:
    """The codec that a part declares, where it is one for text."""
    try:
        declared = part.get_content_charset()
        name = codecs.lookup(declared).name if declared else None
    except (LookupError, ValueError, TypeError, AttributeError):
        return None
    return None if name is None or name.replace("_", "-") in _NO_CHARSETS else name


def file_name(part: Mail) -> str | None:
    """The name that a part states for its file, as it stands there."""
    try:
        stated = part.get_filename()
    except (LookupError, ValueError, TypeError, AttributeError):
        return None
    return one_line(decoded_words(stated)) if isinstance(stated, str) else None


def _raw(message: Mail, name: str) -> str | None:
    """The first header of the name as it stands, bytes that are not ASCII as surrogates."""
    wanted = name.lower()
    return next((str(value) for key, value in message.raw_items() if key.lower() == wanted), None)


def _eight_bit(raw: str) -> str:
    """A header in which somebody put bytes that are not ASCII, against the rules."""
    try:
        content = raw.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return encodable(raw)
    return _by_charset(content, None)


def _by_charset(content: bytes, charset: str | None) -> str:
    """Bytes of a header by their charset, else as UTF-8, else as they suggest."""
    for name in (charset, "utf-8"):
        try:
            if name and codecs.lookup(name).name.replace("_", "-") not in _NO_CHARSETS:
                return content.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
    text, _ = decode(content, place="")
    return text if text is not None else content.decode("utf-8", "replace")


def _as_bytes(message: Mail) -> bytes:
    """A message as bytes again; one that cannot be written is given as far as it can."""
    try:
        return message.as_bytes()
    except (UnicodeError, LookupError, ValueError, TypeError, AttributeError, KeyError, MessageError):
        return (
            b"".join(
                f"{key}: {' '.join(str(value).split())}\n".encode("utf-8", "replace")
                for key, value in message.raw_items()
            )
            + b"\n"
            + content_of(message)
        )
