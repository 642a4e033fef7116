"""Datelines of a page: dates, reading times, time codes, and bylines with or without a date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.corpus.furniture.page import Cut, Marks, Page, PageLine
from detente.corpus.prose import words_of

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|"
    r"январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|октябр[ья]|"
    r"ноябр[ья]|декабр[ья]|"
    r"січ(?:ень|ня)|лют(?:ий|ого)|берез(?:ень|ня)|квіт(?:ень|ня)|трав(?:ень|ня)|черв(?:ень|ня)|лип(?:ень|"
    r"ня)|серп(?:ень|ня)|верес(?:ень|ня)|"
    r"жовт(?:ень|ня)|листопада?|груд(?:ень|ня))"
)
_WEEKDAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun|понедельник|вторник|среда|"
    r"четверг|пятница|суббота|"
    r"воскресенье|понеділок|вівторок|середа|четвер|п[’']ятниця|субота|неділя)"
)
_YEAR = r"(?:19|20)\d\d"
_DAY = (
    rf"(?:{_YEAR}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./](?:{_YEAR}|\d\d)|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|"
    rf"th)?,? {_YEAR}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\.?,? {_YEAR}(?: (?:г|р)\.?| года| року)?)"
)
_CLOCK = (
    r"(?:at |T|в |о |об )?\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[aApP]\.?[mM]\.?)?(?:\s?\(?(?:GMT|UTC|EST|EDT|"
    r"ET|BST|CET|CEST|IST|EET|MSK|Z)(?:[+-]\d{1,2})?\)?)?"
)
_READING = (
    r"\d{1,3}[ -]?(?:min(?:ute)?s?|мин(?:ут[аы]?)?|хв(?:илин[аи]?)?)\.? ?(?:read|reading|listen|"
    r"чтения|читання)"
)
_SAID_OF = (
    r"(?:published|updated|last updated|last modified|modified|posted|created|first published|date|on|"
    r"опубликовано|обновлено|дата|"
    r"опубліковано|оновлено)"
)
_GAP = r"[\s,|•·–—/()-]*"
# One or more of: a word such as "Published", a weekday, a day, a clock time, a reading time.
_STAMP = (
    rf"(?:{_SAID_OF}\s?:?{_GAP})?(?:{_WEEKDAY},?{_GAP})?(?:{_DAY}|"
    rf"{_READING})(?:{_GAP}(?:{_SAID_OF}\s?:?{_GAP})?(?:{_DAY}|{_CLOCK}|{_READING}))*"
)
_WHOLE = re.compile(rf"^[\s•·*|(–—-]*{_STAMP}[\s.|)•·]*$", re.IGNORECASE)
_EMPTY = re.compile(rf"^[\s(]*{_SAID_OF}\s?:\s*[)\s]*$", re.IGNORECASE)
_LISTEN = re.compile(
    r"^[\s(]*(?:listen|слушать|слухати)[\s(]*\d{1,3} ?(?:min|мин|хв)[\w.]*[\s)]*$", re.IGNORECASE
)
_AGO = re.compile(
    r"^(?:\d{1,2}|an?|one) (?:minute|hour|day|week|month)s? ago$|^\d{1,2} (?:минут|час|дн|хвилин|"
    r"годин)\w* (?:назад|тому)$",
    re.IGNORECASE,
)
_TAIL = re.compile(rf"(?<=\s)[–—|,•·-]?\s?{_STAMP}[\s.|)]*$", re.IGNORECASE)
_EXPORTED = re.compile(rf"^\s*(?:date|published)[:\s]\s*{_DAY}(?=\s)", re.IGNORECASE)
_TIME_CODE = re.compile(r"^\s*[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])]?(?=\s|[^\W\d_]|[“\"]|$)")
_BY = re.compile(
    r"^[\s•·*–—-]*(?:(?:by|written by|story by|words by)\b:?|(?:text|автор(?:ы|и|ка)?|текст|записал[аи]?|"
    r"корреспондент(?:ка)?|кореспондент(?:ка)?):?)\s+(?P<name>\S.*)$",
    re.IGNORECASE,
)
_LEAN = words_of(
    "the a an of and for in at on de von van bin al el with to our news desk staff writer editor reporter",
    "и в на из для і та й у з із",
)
_DAY_WORD = re.compile(rf"(?:{_MONTH}|{_WEEKDAY})$", re.IGNORECASE)
_VERBS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|says?|said|will|would|may|wants?|calls?|seeks?|meets?|rejects?|"
    r"backs?|agrees?|does|can|could)\b",
    re.IGNORECASE,
)


def cut_datelines(line: str) -> Iterator[Cut]:
    """A byline with a date after it, and a date that an export put before the text."""
    stripped = line.strip()
    exported = _EXPORTED.match(line)
    if exported and not _WHOLE.match(line):
        yield exported.start(), exported.end(), "date"
        return
    if _WHOLE.match(line) or len(stripped) > 160:
        return
    tail = _TAIL.search(line)
    if tail and not re.search(
        r"\b(?:on|in|by|of|from|until|since|to)\s$", line[: tail.start()], re.IGNORECASE
    ):
        head = line[: tail.start()].strip(" •·|,–—-\t\xa0")
        if is_byline(head) or is_name(head):
            yield 0, tail.start(), "byline"
            yield tail.start(), len(line), "date"


def cut_time_codes(text: str) -> Iterator[tuple[int, int]]:
    """The time codes of a transcript, where at least three lines begin with one; ranges in the text."""
    found: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        code = _TIME_CODE.match(line)
        if code:
            found.append((at + code.start(), at + code.end()))
        at += len(line)
    if len(found) >= 3:
        yield from found


def dates_and_bylines(page: Page, _marks: Marks) -> Iterator[tuple[int, str]]:
    """Lines that hold nothing but a date, a reading time, or the writer's name."""
    # Days that head one piece of reporting after the other are a chronicle, and reporting themselves.
    later = [number for number in range(page.body_from, len(page.lines)) if is_date(page.lines[number])]
    chronicle = sum(number + 1 < len(page.lines) and page.lines[number + 1].closed for number in later) >= 2
    for number, line in enumerate(page.lines):
        after = page.lines[number + 1].text if number + 1 < len(page.lines) and not line.blank_after else ""
        if is_date(line):
            if not after[:1].islower() and (number < page.body_from or not chronicle):
                yield number, "date"
        elif is_byline(line.text) and not after[:1].islower():
            yield number, "byline"


def is_byline(line: str) -> bool:
    """Whether a line names its writer and says no more: `By Ada Lind and Bo Ek in Oslo`."""
    found = _BY.match(line)
    if found is None or found["name"].endswith((".", "?", "!", ":", ",", ";")):
        return False
    return is_name(found["name"].strip("*_ "), longest=10)


def is_date(line: PageLine) -> bool:
    """Whether a line holds nothing but a date, a clock time or a reading time."""
    text = line.text
    if len(text) > 160:
        return False
    return bool(_WHOLE.match(text) or _EMPTY.match(text) or _LISTEN.match(text) or _AGO.match(text))


def is_name(words: str, *, longest: int = 6) -> bool:
    """Whether words are a name and nothing else: capitals, small words between, no verb, no day or month."""
    parts = words.replace(",", " ").split()
    if not 1 <= len(parts) <= longest or words.endswith((".", "?", "!", ":", ",")) or _VERBS.search(words):
        return False
    own = [part for part in parts if part.lower() not in _LEAN]
    capital = all(part[:1].isupper() or part[:1].isdigit() for part in own)
    return bool(own) and capital and parts[0] not in {"The", "A", "An"} and not _DAY_WORD.match(own[0])
