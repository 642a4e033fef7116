"""PDF: the text of its pages with lines and paragraphs as they stand on the page, and what the file states.

No letter is changed and none is made up: a word hyphenated at the end of a line stays so. A page whose first line
goes on with the sentence of the page before follows it without a blank line.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from detente.corpus.document import Metadata
from detente.corpus.intake.days import day_of
from detente.corpus.intake.packages import RefusedError, damaged, encrypted
from detente.corpus.intake.parts import Article, Limits, Part, Source
from detente.corpus.intake.stating import Told, encodable, metadata_of
from detente.kernel.dates import UNKNOWN
from detente.kernel.errors import BadDate
from detente.kernel.problems import Problem

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES = 5_000
# A line that stands this many usual distances below the one before begins a paragraph.
_GAP = 1.35
_MADE_BY_TOOL = re.compile(
    r"^(?:Microsoft (?:Word|PowerPoint)|untitled|Untitled|Document\d*|Документ\d*)(?: - |$)"
)
_NO_PERSON = re.compile(
    r"(?:user|admin(?:istrator)?|owner|unknown|python-docx|пользователь|користувач)$", re.I
)
_UNTOLD = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
# What pypdf raises on files that other programs have broken ("broken PDF files might cause other exceptions").
_BROKEN = (
    ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError, AssertionError, OSError,
    NotImplementedError, struct.error, zlib.error,
)  # fmt: skip
_OCR = "run OCR over it (OCRmyPDF, for one) and give the result"


def read(source: Source, limits: Limits) -> Iterator[Part]:
    """The report of a PDF; pages that cannot be read, and pages without letters, are told."""
    from pypdf.errors import DependencyError, PyPdfError

    faults = (*_BROKEN, PyPdfError, DependencyError)
    try:
        reader = _opened(source)
        count = len(reader.pages)
    except RefusedError as fault:
        yield fault.problem
        return
    except faults as fault:
        yield damaged(source.place, f"no page of it can be read ({_first_line(fault)})").problem
        return
    if count > _MOST_PAGES:
        message = f"it has {count:,} pages; the first {_MOST_PAGES:,} are read"
        yield Problem("too-large", source.place, message, "split the file")
    pages: list[str] = []
    failed: list[int] = []
    pictures: list[int] = []
    size = 0
    for number in range(min(count, _MOST_PAGES)):
        try:
            page = reader.pages[number]
            text = _page_text(page)
            if not text.strip() and _has_picture(page):
                pictures.append(number + 1)
        except faults:
            failed.append(number + 1)
            text = ""
        size += len(text)
        if size > limits.size:
            message = (
                f"its text is over {limits.size:,} characters at page {number + 1}; the rest is left out"
            )
            yield Problem("too-large", source.place, message, "split the file, or raise the limit", "error")
            break
        pages.append(text)
    yield from _told_of_pages(source.place, (failed, pictures), len(pages))
    text = _joined(pages)
    if text and len(_UNTOLD.findall(text)) * 20 > len(text):
        message = "its fonts do not tell which letters they show, so the text cannot be read"
        yield Problem("no-text-layer", source.place, message, _OCR, "error")
    elif text:
        stated, problems = _stated(reader, source, faults)
        yield from problems
        yield Article(source.name, source.place, text, "text", stated)
    elif not failed and not pictures:
        yield Problem("empty-report", source.place, "the pages hold no words", "remove it", "error")


def _opened(source: Source) -> PdfReader:
    """The reader of the file, decrypted where no password is needed; raises RefusedError."""
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(source.stream, strict=False, root_object_recovery_limit=10_000)
    if reader.is_encrypted:
        try:
            opens = reader.decrypt("") is not PasswordType.NOT_DECRYPTED
        except DependencyError as fault:
            message = "it is encrypted with AES, which needs the package cryptography to be read"
            remedy = "save a copy without encryption, or `pip install cryptography`"
            raise RefusedError(Problem("encrypted", source.place, message, remedy, "error")) from fault
        if not opens:
            raise RefusedError(encrypted(source.place))
    return reader


def _page_text(page: PageObject) -> str:
    """The lines of a page; a blank line where the next stands farther below than lines usually do."""
    pieces: list[tuple[str, float]] = []

    def take(text: str, space: Any, place: Any, _font: Any, _size: Any) -> None:
        """One piece of text and the height at which it stands."""
        if text:
            pieces.append((text, place[4] * space[1] + place[5] * space[3] + space[5]))

    whole = page.extract_text(visitor_text=take)
    heights: list[float | None] = [None]
    for text, height in pieces:
        first, *others = text.split("\n")
        if first.strip() and heights[-1] is None:
            heights[-1] = height
        heights += [height if other.strip() else None for other in others]
    lines = whole.replace("\x00", "").split("\n")
    if len(lines) != len(heights) or "".join(text for text, _ in pieces) != whole:
        return encodable("\n".join(line.rstrip() for line in lines).strip("\n"))
    kept = [(line.rstrip(), height) for line, height in zip(lines, heights, strict=True) if line.strip()]
    return encodable(_spaced(kept))


def _spaced(lines: list[tuple[str, float | None]]) -> str:
    """The lines with blank ones between paragraphs."""
    steps = [
        before - after
        for (_, before), (_, after) in pairwise(lines)
        if before is not None and after is not None and before > after
    ]
    usual = median(steps) if len(steps) > 1 else None
    text = ""
    above: float | None = None
    for line, height in lines:
        step = above - height if above is not None and height is not None else None
        wide = usual is not None and step is not None and (step > usual * _GAP or step < -usual)
        text += ("\n\n" if wide else "\n") * bool(text) + line
        above = height
    return text


def _joined(pages: list[str]) -> str:
    """The pages as one text: a blank line between them, unless a sentence runs on from one to the next."""
    text = ""
    for page in pages:
        if page.strip():
            runs_on = text[-1:].isalpha() or text[-1:] in {",", "-", "—", "–"}
            text += ("\n" if runs_on and page.lstrip()[:1].islower() else "\n\n") * bool(text) + page
    return text


def _has_picture(page: PageObject) -> bool:
    """Whether a page shows a picture, its own or one drawn into the content."""
    resources = page.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources is not None else None
    named = drawn.get_object().values() if drawn is not None else ()
    return any(one.get_object().get("/Subtype") in {"/Image", "/Form"} for one in named)


def _told_of_pages(place: str, numbers: tuple[list[int], list[int]], count: int) -> Iterator[Problem]:
    """What is to be said of pages that could not be read, and of those that hold pictures only."""
    failed, pictures = numbers
    if failed:
        message = f"{_pages(failed)} of {count} cannot be read"
        yield Problem("damaged", place, message, "open and save the file again, or give its text")
    if pictures and len(pictures) + len(failed) == count:
        message = "its pages are pictures without letters (a scan)"
        yield Problem("no-text-layer", place, message, _OCR, "error")
    elif pictures:
        yield Problem(
            "no-text-layer", place, f"{_pages(pictures)} of {count} hold pictures only", _OCR, "note"
        )


def _pages(numbers: list[int]) -> str:
    """`page 3`, `pages 3, 4 and 9 more`."""
    if len(numbers) == 1:
        return f"page {numbers[0]}"
    more = f" and {len(numbers) - 8} more" if len(numbers) > 8 else ""
    return f"pages {', '.join(map(str, numbers[:8]))}{more}"


def _stated(
    reader: PdfReader, source: Source, faults: tuple[type[Exception], ...]
) -> tuple[Metadata, list[Problem]]:
    """What the file states of itself; the day it was made is only a guess at that of publication."""
    try:
        given = reader.metadata
        title, author = (given.title, given.author) if given else (None, None)
        raw = given.creation_date_raw if given else None
        language = reader.root_object.get("/Lang")
    except faults:
        return source.stated, []
    made, problems = UNKNOWN, []
    try:
        # A PDF writes D:20250313104500+02'00'.
        made = day_of(str(raw).removeprefix("D:")[:8] or None) if isinstance(raw, str) else UNKNOWN
    except BadDate as fault:
        problems = [Problem("bad-date", source.place, str(fault), "give the day in metadata.csv", "note")]
    except (ValueError, OverflowError):
        made = UNKNOWN
    told = (
        Told("title", None if _MADE_BY_TOOL.match(title or "") else title, "PDF title", "likely"),
        Told("byline", None if _NO_PERSON.match(author or "") else author, "PDF author", "likely"),
        Told("published", made, "the day on which the PDF was made", "guess"),
        Told(
            "language", language[:2].lower() if isinstance(language, str) else None, "PDF language", "likely"
        ),
    )
    return metadata_of("file", told, source.stated), problems


def _first_line(fault: BaseException) -> str:
    """What a library says of a fault, in one short line."""
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0][:200]
