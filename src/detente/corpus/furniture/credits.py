"""Captions and credits: what stands under a picture, on a line of its own or glued to the next sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.corpus.furniture.page import Cut, Marks, Page

_AGENCY = (
    r"(?:AP|AFP|REUTERS|Reuters|EPA(?:-EFE)?|EFE|AAP|PA|UPI|ANSA|DPA|dpa|KYODO|Kyodo|TASS|Tass|ТАСС|XINHUA|"
    r"Xinhua|Getty|Alamy|"
    r"Shutterstock|iStock|Anadolu|AA|Bloomberg|Ukrinform|Укринформ|Укрінформ|УНІАН|УНИАН|UNIAN|РИА|Sputnik|"
    r"Wikimedia|POOL|Pool|"
    r"Unsplash|Flickr|Zuma|ZUMA|Imago|IMAGO|SIPA|Sipa|NurPhoto|Contributor|Handout|HANDOUT|Courtesy)"
)
_PHOTO = (
    r"(?:[Pp]hotos?|PHOTOS?|[Pp]ictures?|[Pp]ics?|[Ii]mages?|IMAGE|[Ii]llustration|[Pp]hotograph|"
    r"[Ff]ile photo|[Ss]creenshot|[Гг]рафика|[Фф]ото|ФОТО|[Сс]нимок|[Сс]вітлина|[Іі]люстрація|"
    r"[Зз]ображення|[Ии]ллюстрация)"
)
_CREDIT_WORD = (
    rf"(?:{_PHOTO}(?: (?:[Cc]redit|[Ss]ource|[Cc]ourtesy|[Bb]y))?|[Cc]redits?|CREDIT|[Ss]ource|"
    rf"SOURCE|[Ии]сточник фото|[Дд]жерело фото)"
)
# "(Photo: A B/Agency)", "(AFP Photo)", "(A B/Getty Images)", "(A B/Foundation via AP)".
_BRACKETED = re.compile(
    rf"\((?:[^()\n]{{0,60}}\b{_PHOTO}\b[^()\n]{{0,80}}|"
    rf"[^()\n]{{0,80}}\b{_AGENCY}\b[^()\n]{{0,40}})\)(?:\s*{_CREDIT_WORD}:\s*[^\s.()]{{1,20}}(?=$))?"
)
_SURE = re.compile(
    rf"\(\s*(?:{_PHOTO}\b|[^()]*\b{_PHOTO}\s*[):/]|[^()]*/[^()]*\b{_AGENCY}\b|[^()]*\bvia {_AGENCY}\b|"
    rf"{_AGENCY}\s*/)"
)
# "Photo: AGENCY / A B", "Source: AGENCY", "AGENCY/A B", "Handout via AGENCY", "/ Paper" at the end of a line.
_TRAILING = re.compile(
    rf"(?<=[\s.])(?:(?:{_PHOTO}(?: (?:[Cc]redit|[Ss]ource|[Cc]ourtesy))?|[Cc]redit|CREDIT)\s?:|"
    rf"{_PHOTO} by\b|©)\s?[^.!?:]{{2,80}}$"
    rf"|(?<=[.!?”\"»)]\s)[Ss]ource:\s?[^.!?:]{{2,60}}$"
    rf"|(?<=[\s.])(?:[Hh]andout|HANDOUT|[Cc]ourtesy) (?:via|of|by)\b[^.!?]{{2,60}}$"
    rf"|(?<=[\s.]){_AGENCY}\s?/\s?[^\W\d_a-z][^.!?]{{2,60}}$"
    r"|(?<=[.!?”\"]\s)/ ?[^\W\d_a-z][^.!?,]{2,40}$"
)
# The same, glued to the sentence after it: the credit ends where a small letter meets a capital.
_GLUED = re.compile(
    rf"(?<=[\s.])(?:{_PHOTO}(?: (?:[Cc]redit|[Ss]ource|[Cc]ourtesy))?|[Cc]redit)\s?:\s?[^.!?:\n]{{2,80}}?"
    r"(?:(?<=[a-zа-яіїєґё»”])(?=[A-ZА-ЯІЇЄҐЁ“«][^\s.]*\s))(?=.{40})"
)
_SIGN_OFF = re.compile(
    r"(?<=[.!?”\"])\s*[—–-]{1,2}\s?(?:[A-ZА-ЯІЇЄҐ][A-ZА-ЯІЇЄҐ0-9.&]*(?:[-/ ](?=\S))?){1,4}$"
)
_ALONE = re.compile(
    rf"^[\[(]?(?:{_CREDIT_WORD}\s?[:|]|{_PHOTO} (?:by|via|courtesy)\b|©|{_AGENCY}\s?/|(?:[Hh]andout|"
    rf"[Cc]ourtesy) (?:via|of)\b).{{2,90}}$"
)
_CAPTION_START = re.compile(
    r"^(?:FILE(?: PHOTO)?\s?[-–—:]|File photo[:.]|In this (?:file |handout |combination )?(?:photo|picture|"
    r"image|photograph)\b|Pictured\b|"
    r"Photo shows\b|A (?:file |handout )(?:photo|picture)\b|(?:На|У|В) (?:архивном |архівному )?(?:фото|"
    r"снимке|світлині)\b)"
)
_IMAGE_FILE = re.compile(r"^[\w .()-]{1,80}\.(?:jpe?g|png|gif|webp|tiff?|svg)$", re.IGNORECASE)
_WRITTEN_WITH = re.compile(
    r"^[(\[]?(?:Written|Compiled|Reporting|Additional reporting|Edited|Editing|Produced|With (?:reporting|"
    r"reports|inputs?|files)|"
    r"Translated|По материалам|За матеріалами|Подготовил[аи]?|Підготува(?:в|ла|ли)|Перевод|"
    r"Переклад)\b.{0,120}$"
)
_DATED_OR_PLACED = re.compile(
    r"\((?:[LRC]|left|right|cent(?:er|re)|[^()]{0,15}(?:left|right))\)|\b(?:19|20)\d\d\b"
)
_LONGEST_CAPTION = 420
# Each with what a line must have to follow it, which is quick to see.
_CREDITS = (
    (_BRACKETED, ("(",)),
    (_GLUED, (":",)),
    (_TRAILING, (":", "©", "/", "by", "via", "VIA", "of")),
)


def cut_credits(line: str) -> Iterator[Cut]:
    """The captions and credits of a line: the credit, and what stands before it where that is a caption."""
    line = line.rstrip()
    at = 0
    for credit in _credits(line):
        low, high = credit.span()
        before = line[at:low].strip()
        if line[high:].lstrip()[:1].islower() or line[high : high + 1] in {",", ";"}:
            continue  # A remark in brackets within a sentence.
        sure = bool(_SURE.match(credit[0])) or credit.re is not _BRACKETED
        if not sure and not _may_be_caption(before, closes_line=high == len(line)):
            continue
        if (
            before
            and len(before) <= _LONGEST_CAPTION
            and len(re.findall(r"[.!?]\s+[^\W\d_a-z]", before)) <= 3
        ):
            yield at, low, "caption"
        yield low, high, "credit"
        at = high


def cut_sign_off(line: str) -> Iterator[Cut]:
    """The agency that signs at the end of a line: `… without one. — AGENCY`."""
    found = _SIGN_OFF.search(line.rstrip())
    if found and len(found[0].strip(" —–-")) > 1:
        yield found.start(), found.end(), "credit"


def captions_and_credits(page: Page, _marks: Marks) -> Iterator[tuple[int, str]]:
    """Lines that are a caption or credit as a whole, and the short lines that lead on to them."""
    for number, line in enumerate(page.lines):
        if _ALONE.match(line.text) and len(line.words) <= 14 and not line.text.endswith((".", "?")):
            if line.plain.startswith("source") and not _beside_caption(page, number):
                continue
            yield number, "credit"
            if number and not line.blank_before and _is_short_open(page, number - 1):
                yield number - 1, "caption"
        elif _CAPTION_START.match(line.text) or _IMAGE_FILE.match(line.text):
            yield number, "caption"
        elif number + 3 >= len(page.lines) and _WRITTEN_WITH.match(line.text) and len(line.words) <= 16:
            yield number, "credit"
        elif line.kind == "caption" and number and not line.blank_before and _is_short_open(page, number - 1):
            yield number - 1, "caption"


def _credits(line: str) -> list[re.Match[str]]:
    """The credits of a line in order, none inside another."""
    found: list[re.Match[str]] = []
    for pattern, needs in _CREDITS:
        if not any(sign in line for sign in needs):
            continue
        found += [
            match
            for match in pattern.finditer(line)
            if match.start() > 0
            and not any(m.start() < match.end() and match.start() < m.end() for m in found)
        ]
    return sorted(found, key=lambda match: match.start())


def _may_be_caption(before: str, *, closes_line: bool) -> bool:
    """Whether words before a bare agency in brackets are a caption: they place or date a scene."""
    if not closes_line or not before or len(before) > 250:
        return False
    said = re.search(r"\b(?:said|told|says|according to|сказал|заявил|сказав|заявив)\b", before)
    return not said and bool(_DATED_OR_PLACED.search(before))


def _beside_caption(page: Page, number: int) -> bool:
    """Whether the line before is short and open, as the first line of a caption is."""
    return number > 0 and not page.lines[number].blank_before and _is_short_open(page, number - 1)


def _is_short_open(page: Page, number: int) -> bool:
    """Whether a line is short, not ended as a sentence, and stands at the head of its block."""
    line = page.lines[number]
    return line.kind is None and not line.closed and 2 <= len(line.words) <= 14 and line.blank_before
