"""Mail: EML and MBOX: each message a report, its attachments and the messages within it files to be read as such.

Quoted replies and signatures stay in the text. `>From ` at the start of a line, which some programs write for `From `,
stays as it is. A mailbox is read message by message, never whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import getaddresses
from typing import BinaryIO

from detente.corpus.document import Metadata
from detente.corpus.intake.days import mail_day
from detente.corpus.intake.messages import (
    Mail,
    charset_of,
    content_of,
    decoded_words,
    file_name,
    header,
    leaves,
    parsed,
    raw_header,
    text_of,
)
from detente.corpus.intake.naming import member_name, unsafe_name
from detente.corpus.intake.parts import Article, Embedded, Limits, Part, Source
from detente.corpus.intake.stating import Told, metadata_of, without_tags
from detente.corpus.intake.tally import Tally
from detente.corpus.prose import words_of
from detente.kernel.dates import UNKNOWN, When, by
from detente.kernel.errors import BadDate
from detente.kernel.problems import Problem

_SEPARATOR = re.compile(rb"From \S.{0,300}?\d{1,2}:\d\d(?::\d\d)?\b.{0,60}\d{4}\s*$")
_STUB = 200
_UNREAD = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "text/calendar",
     "text/vcard", "text/x-vcard", "application/ics", "message/delivery-status", "message/disposition-notification",
     "message/external-body", "text/rfc822-headers"}
)  # fmt: skip
_SEALED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_SUFFIXES = {
    "application/pdf": ".pdf", "text/html": ".html", "text/plain": ".txt", "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
}  # fmt: skip
# Addresses there say nothing about who publishes.
_ANYBODY = words_of(
    "gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com proton.me",
    "protonmail.com gmx.net gmx.com aol.com mail.ru yandex.ru ya.ru bk.ru list.ru inbox.ru rambler.ru",
    "ukr.net i.ua meta.ua",
)


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a message shows (plain texts, a page), the files that it carries, and what had to be guessed."""

    plain: tuple[str, ...]
    page: str | None
    files: tuple[tuple[str, Mail], ...]
    problems: tuple[Problem, ...]


def read(source: Source, limits: Limits) -> Iterator[Part]:
    """The reports of a mail or a mailbox, with their attachments."""
    head = source.stream.read(2_000).lstrip(b"\r\n")
    source.stream.seek(0)
    if not head.startswith(b"From "):
        content = source.stream.read(limits.size + 1)
        if len(content) > limits.size:
            yield _too_large(source.place, limits)
        else:
            yield from _message(content, source, (source.name, source.place))
        return
    tally = Tally(source.place)
    for number, mail in enumerate(messages(source.stream, limits.size), 1):
        name, place = f"{source.name}/{number}", f"{source.place}/{number}"
        if mail is None:
            yield from tally.of([_too_large(place, limits)])
            continue
        for part in _message(mail, source, (name, place)):
            if isinstance(part, Problem):
                yield from tally.of([part])
            else:
                yield part
    yield from tally.rest()


def messages(mailbox: BinaryIO, size_limit: int) -> Iterator[bytes | None]:
    """The messages of a mailbox one after the other; None for one over the limit, which is passed over."""
    gathered = bytearray()
    begun = too_large = False
    after_blank, line_begins = True, True
    while line := mailbox.readline(1_000_000):
        if line_begins and after_blank and line.startswith(b"From ") and _SEPARATOR.match(line):
            if begun:
                yield None if too_large else bytes(gathered)
            gathered.clear()
            begun, too_large = True, False
        elif begun and not too_large:
            gathered += line
            if len(gathered) > size_limit:
                gathered.clear()
                too_large = True
        after_blank = line_begins and not line.strip()
        line_begins = line.endswith(b"\n")
    if begun:
        yield None if too_large else bytes(gathered)


def _message(content: bytes, source: Source, called: tuple[str, str]) -> Iterator[Part]:
    """The report of one message, and the files within it."""
    name, place = called
    try:
        mail = parsed(content)
        if mail.get_content_type() in _SEALED:
            message = "the message is encrypted"
            yield Problem("encrypted", place, message, "save it decrypted from a mail program", "error")
            return
        held = _contents(mail, place)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError) as fault:
        yield Problem("damaged", place, f"no message can be read ({fault})", "save its text", "error")
        return
    stated, day, problems = _stated(mail, source.stated, place)
    yield from (*problems, *held.problems)
    plain = "\n".join(held.plain)
    if held.page is not None and _is_stub(plain, held.page):
        yield Article(name, place, held.page, "html", stated)
    elif plain:
        yield Article(name, place, plain, "text", stated)
    elif not held.files:
        yield Problem("empty-report", place, "the message has no text and no attachment", "remove it")
    # Nothing that a mail carries was published after it.
    carried = Told(
        "published", by(day.latest) if day.latest else UNKNOWN, "the mail that carried it", "guess"
    )
    for number, (stated_name, part) in enumerate(held.files, 1):
        content = content_of(part)
        file, faults = member_name(stated_name)
        if faults:
            yield unsafe_name(place, stated_name, faults)
        if content:
            charset = charset_of(part)
            kind = part.get_content_type() + (f"; charset={charset}" if charset else "")
            file_stated = metadata_of("message", (carried,), Metadata())
            yield Embedded(
                f"{name}/{number}-{file.rsplit('/', 1)[-1]}", f"{place}: {file}", content, kind, file_stated
            )


def _contents(mail: Mail, place: str) -> _Contents:
    """The parts of a message, sorted into what it shows and what it carries."""
    plain: list[str] = []
    pages: list[str] = []
    files: list[tuple[str, Mail]] = []
    problems: list[Problem] = []
    for part in leaves(mail):
        kind, name = part.get_content_type(), file_name(part)
        if _is_body(part):
            text, faults = text_of(part, place)
            problems += (fault for fault in faults if fault.code != "empty-report")
            if text and text.strip():
                (pages if kind == "text/html" else plain).append(text)
        elif kind not in _UNREAD and part.get_content_maintype() not in {"image", "audio", "video"}:
            files.append((name or f"attachment{_SUFFIXES.get(kind, '')}", part))
    return _Contents(tuple(plain), pages[0] if pages else None, tuple(files), tuple(problems))


def _is_body(part: Mail) -> bool:
    """Whether a part is text that the mail shows, not a file that it carries."""
    attached = part.get_content_disposition() == "attachment" or file_name(part) is not None
    return part.get_content_type() in {"text/plain", "text/html"} and not attached


def _is_stub(plain: str, page: str) -> bool:
    """Whether the plain text only says that there is a page, and the page is the message."""
    words = len(plain.strip())
    shown = without_tags(re.sub(r"(?is)<(style|script|head)\b.*?</\1\s*>", " ", page))
    return words == 0 or (words < _STUB and len(" ".join(shown.split())) > 3 * words)


def _stated(mail: Mail, given: Metadata, place: str) -> tuple[Metadata, When, list[Problem]]:
    """What the headers state, the day of the message, and what is wrong with it."""
    day, problems = UNKNOWN, []
    dated = raw_header(mail, "Date")
    if dated:
        try:
            day = mail_day(dated)
        except BadDate as fault:
            problems.append(Problem("bad-date", place, f"Date: {fault}", "give the day in metadata.csv"))
    sender, address = next(iter(getaddresses([raw_header(mail, "From")[:2_000]])), ("", ""))
    domain = address.rpartition("@")[2].lower() if "@" in address else ""
    listed = re.match(r"\s*\"?([^<\"]*[^<\"\s])\"?\s*<", decoded_words(raw_header(mail, "List-Id")))
    archived = re.search(r"https?://[^\s<>]+", raw_header(mail, "Archived-At"))
    language = header(mail, "Content-Language")
    told = (
        Told("title", header(mail, "Subject"), "mail Subject"),
        Told("byline", decoded_words(sender) or address, "mail From", "likely"),
        Told("published", day, "mail Date"),
        Told("publisher", listed[1] if listed else None, "mail List-Id", "likely"),
        Told("publisher", domain if domain not in _ANYBODY else None, "domain of the sender", "guess"),
        Told("url", archived[0] if archived else None, "mail Archived-At"),
        Told("language", language[:2].lower() if language else None, "mail Content-Language", "likely"),
    )
    return metadata_of("message", told, given), day, problems


def _too_large(place: str, limits: Limits) -> Problem:
    """A message that is passed over for its size."""
    message = f"the message has over {limits.size:,} bytes; it is passed over"
    return Problem("too-large", place, message, "save its attachments as files, or raise the limit", "error")
