"""Teasers for other reports, and what stands after a report: its writer's life, lists of links, forms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.corpus.furniture.datelines import is_name
from detente.corpus.furniture.page import Marks, Page, PageLine

_READ_MORE = re.compile(
    r"^(?:read more|read also|also read|read next|see also|читайте также|смотрите также|читайте також|"
    r"дивіться також)$"
)
_PICTURE = re.compile(r"^(?:article image|image|thumbnail|article picture)$")
_LIST_LABEL = re.compile(
    r"^(?:also on (?:this )?site|most (?:read|popular|viewed)|related(?: \w+)?|you (?:may|might) also like|"
    r"more (?:from|on|about|in|stories|news)\b.*|"
    r"recommended(?: for you)?|trending(?: now)?|top stories|latest(?: news)?|what to read next|"
    r"editors?'?s? picks|популярное|"
    r"самое читаемое|материалы по теме|по теме|похожие материалы|матеріали за темою|популярне|"
    r"найпопулярніше|новини за темою)$"
)
_FEED = re.compile(
    r"^(?:news feed|latest(?: news)?|more news|лента новостей|последние новости|стрічка новин|"
    r"останні новини)$"
)
_MORE = re.compile(r"^(?:show|load|view|see) more$|^показать ещё$|^показать еще$|^показати більше$")
_LIFE = re.compile(
    r"\b(?:(?:is|was) (?:an?|the|based|currently)\b|is \w+ (?:editor|correspondent|reporter)|has (?:a|an|"
    r"written|worked|covered|reported|been)\b|holds\b|joined\b|"
    r"studied\b|graduated\b|covers\b|writes\b|reports (?:on|from|for)\b|previously\b|lives in\b|worked\b|"
    r"teaches\b|"
    r"пишет (?:о|об|про)\b|пише про\b|работа(?:ет|л|ла)\b|працю(?:є|вав|вала)\b|оконч(?:ил|ила)\b|"
    r"закінчи(?:в|ла)\b|"
    r"журналист(?:ка)?\b|журналіст(?:ка)?\b|корреспондент(?:ка)?\b|кореспондент(?:ка)?\b|автор(?:ка)?\b)",
    re.IGNORECASE,
)
_CRAFT = re.compile(
    r"\b(?:correspondent|reporter|editor|journalist|columnist|writer|author of|freelance|staff writer|"
    r"contributor|producer|bureau chief|"
    r"журналист|журналіст|корреспондент|кореспондент|редактор|обозреватель|оглядач|колумніст)", re.IGNORECASE
)  # fmt: skip
_AVATAR = re.compile(r"^(?:avatar|about the authors?|author bio|об авторе|про автора)$")
_NAME_START = re.compile(
    r"^(?:(?:Dr|Prof)\.? )?[^\W\d_a-zа-яіїєґё][\w’'-]+(?: (?:[^\W\d_a-zа-яіїєґё][\w.’'-]*|de|van|von|al|"
    r"bin)){1,3}"
)
_LONGEST_HEADLINE = 22  # words
_LONG_PAGE = 4  # lines that end as sentences: on a shorter page the last may well be reporting
_LONGEST_LIST = 40  # lines


def teasers(page: Page, marks: Marks) -> Iterator[tuple[int, str]]:
    """Headlines and beginnings of other reports: beside `Read more`, under `Most read`."""
    for number, line in enumerate(page.lines):
        plain = line.plain
        if _READ_MORE.match(plain) or plain == "read more details":
            yield from _beside_read_more(page, number, marks)
        elif _PICTURE.match(plain):
            yield from _before_picture(page, number)
        elif _LIST_LABEL.match(plain):
            yield from _under_label(page, number, marks)
        elif _MORE.match(plain):
            yield from _feed_above(page, number)
        elif _is_cut_short(page, number):
            yield number - 1, "teaser"
            yield number, "teaser"


def biographies(page: Page, marks: Marks) -> Iterator[tuple[int, str]]:
    """The writer's life at the end of a report: below a portrait, or as the last paragraph."""
    for number, line in enumerate(page.lines):
        if _AVATAR.match(line.plain):
            yield number, "biography"
            yield from _life_below(page, number)
    writers = {_writer(page.lines[n]) for n, kind in marks.items() if kind == "byline"} - {""}
    last = _last_paragraphs(page, marks)
    long = sum(line.closed for line in page.lines) >= _LONG_PAGE
    for number in last:
        line = page.lines[number]
        name = _NAME_START.match(line.text)
        if name is None or not _LIFE.search(line.text[name.end() : name.end() + 120]):
            continue
        known = any(
            name[0].lower().startswith(writer) or writer.startswith(name[0].lower()) for writer in writers
        )
        once = sum(name[0].split()[-1] in other.text for other in page.lines) == 1
        if known or (
            long
            and once
            and number == last[0]
            and _CRAFT.search(line.text[: name.end() + 160])
            and not _quotes(line)
        ):
            yield number, "biography"


def _beside_read_more(page: Page, number: int, marks: Marks) -> Iterator[tuple[int, str]]:
    """The headline that `Read more` belongs to: the open line after it, else the one before it."""
    after = number + 1
    if (
        after < len(page.lines)
        and _is_headline(page, after)
        and after not in marks
        and not page.lines[number].blank_after
    ):
        yield after, "teaser"
    elif after < len(page.lines) and page.lines[after].is_list_item:
        yield from _under_label(page, number, marks)
    elif number and _is_headline(page, number - 1) and not page.lines[number].blank_before:
        yield number - 1, "teaser"


def _before_picture(page: Page, number: int) -> Iterator[tuple[int, str]]:
    """The block of at most three lines that ends in a picture's name."""
    block: list[int] = []
    at = number
    while at > 0 and not page.lines[at].blank_before and len(block) < 4:
        at -= 1
        block.append(at)
    if 1 <= len(block) <= 3 and not page.lines[block[-1]].closed:
        for found in block:
            yield found, "teaser"


def _under_label(page: Page, number: int, marks: Marks) -> Iterator[tuple[int, str]]:
    """The headlines under a label such as `Most read`, up to the first line that reads on."""
    for below in range(number + 1, min(number + _LONGEST_LIST, len(page.lines))):
        line = page.lines[below]
        headline = not line.closed or (line.is_list_item and line.text.endswith("?"))
        if (
            not headline
            or len(line.words) > _LONGEST_HEADLINE
            or (line.text.endswith(":") and len(line.words) > 3)
        ):
            return
        if below not in marks:
            yield below, "teaser"


def _feed_above(page: Page, number: int) -> Iterator[tuple[int, str]]:
    """What stands between the label of a news feed and `Show more`, at most four lines."""
    for above in range(number - 1, max(number - 6, -1), -1):
        if _FEED.match(page.lines[above].plain):
            for line in range(above + 1, number):
                yield line, "teaser"
            return


def _is_headline(page: Page, number: int) -> bool:
    """Whether a line can be a headline: some words, no full stop."""
    line = page.lines[number]
    return (
        3 <= len(line.words) <= _LONGEST_HEADLINE
        and (not line.closed or line.text.endswith("?"))
        and line.kind is None
    )


def _is_cut_short(page: Page, number: int) -> bool:
    """Whether a line is a summary that stops in mid-sentence under a headline of its own."""
    line = page.lines[number]
    if (
        number < 2
        or page.wrapped
        or line.closed
        or not line.blank_after
        or line.blank_before
        or line.is_list_item
    ):
        return False
    above = page.lines[number - 1]
    if not above.blank_before or not _is_headline(page, number - 1) or len(above.words) < 5:
        return False
    return len(line.words) >= 18 and not line.text.endswith((":", ",", ";")) and number > page.body_from


def _life_below(page: Page, number: int) -> Iterator[tuple[int, str]]:
    """Name, office and paragraph under a portrait's name."""
    name = ""
    for below in range(number + 1, min(number + 6, len(page.lines))):
        line = page.lines[below]
        if line.closed and len(line.words) > 8:
            if name and name.split()[0] in line.text and _LIFE.search(line.text):
                yield below, "biography"
                continue
            return
        if len(line.words) > 10 or line.plain.startswith(("read more", "show more", "news feed")):
            return
        name = name or line.text
        yield below, "biography"


def _writer(line: PageLine) -> str:
    """The name in a byline, in small letters."""
    bare = re.sub(
        r"^[\W_]*(?:by|written by|автор(?:ка)?|текст|корреспондент(?:ка)?|кореспондент(?:ка)?)\b[\s:]*",
        "",
        line.text,
        flags=re.IGNORECASE,
    )
    bare = bare.strip(" •·|,–—-").lower()
    return bare if is_name(bare.title()) and len(bare.split()) >= 2 else ""


def _last_paragraphs(page: Page, marks: Marks) -> list[int]:
    """The last three unmarked lines of a page that end as sentences, last first."""
    found = [number for number in range(len(page.lines)) if number not in marks and page.lines[number].closed]
    return found[-3:][::-1] if len(found) >= 3 else []


def _quotes(line: PageLine) -> bool:
    """Whether somebody is quoted in the line."""
    return bool(re.search(r"[“«\"„]", line.text)) or bool(re.search(r"\bsaid\b|\btold\b", line.text))
