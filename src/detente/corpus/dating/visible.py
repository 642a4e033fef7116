"""Days that a reader sees: labels, date lines, datelines and notices in the words of a report.

A day in the body is the day of an event, never of the report; so a date counts only by its label, by a notice
of republication, or by its place: a line of its own above or below the body, or the head of the first sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.corpus.dating.candidates import Candidate, Role
from detente.corpus.dating.cues import Cue, cue_after, last_cue
from detente.corpus.dating.lines import CHANGE, CLOSED, LONGEST_LINE, Line, lines_of, zones_of
from detente.corpus.dating.written import Written, written_dates
from detente.corpus.document import Furniture, Sureness
from detente.corpus.prose import words_of

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ.-][^\W\d_]+)*")
_ISSUE = re.compile(
    r"(?:^|[.!?]\s)\W*(?:номер|from our|this issue|issue|edition|выпуск|випуск|(?:live )?ticker|bulletin|"
    r"broadcast|programme|"
    r"digest|эфир|ефір)\b",
    re.IGNORECASE,
)
_PLACE = r"[^\W\d_][^\n(:.!?—–]{1,45}?"
_DATELINE = re.compile(
    rf"^\W{{0,3}}(?P<place>{_PLACE})(?:,|\s[-–—/|]{{1,2}}|\s?\((?:[^()]{{1,40}}\),?)?)\s*$"
)
_LEADS_ON = re.compile(r"^[\s.,]*(?:[(/\[]|[—–-]{1,2}|:|\.\s|\.?$)")
_LEAN = words_of(
    "the a an of and for in at on de von van by with to our from und staff writer editor reporter correspondent news desk "
    "и в на из для і та й у з із от від автор текст views view read min mins minutes reading no vol issue edition number "
    "local time am pm gmt utc cet est edt et bst msk года году року р г просмотров переглядів мин хв № о об updated"
)
_ORIGINAL = re.compile(r"\b(?:from|of|от|від|за|dated)\s+(?:the\s+|our\s+)?$", re.IGNORECASE)
_NUMBERED = re.compile(
    r"№\s*\d|\bno\.?\s*\d|\bissue\b|\bvol\.?\s*\d|\b(?:выпуск|випуск|номер)\b", re.IGNORECASE
)
_LONGEST_LABEL, _CUE_REACH = 4, 240
_MASTHEAD = re.compile(
    r"(?:©|\(c\)|copyright)[^\n\d]{0,40}((?:19|20)\d\d)(?!\d)|"
    r"^[^\n]{0,60}(?:\bno\.?|\bvol\.?|volume|issue|№|выпуск|випуск|номер)[^\n]{0,30}?(?<!\d)((?:19|"
    r"20)\d\d)(?!\d)[^\n]{0,30}$",
    re.IGNORECASE | re.MULTILINE,
)
_RANGE = re.compile(
    r"(?:©|\(c\)|copyright)[^\n\d]{0,40}(?:19|20)\d\d\s?[-–—]\s?(?:19|20)?\d\d", re.IGNORECASE
)
_LABEL_REACH = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """A date of a text in its line, with the cue beside it and the zone of the page it stands in."""

    date: Written
    line: Line
    cue: Cue | None
    words: str
    zone: str
    bare: bool


def seen_dates(
    text: str, furniture: Sequence[Furniture], *, language: str | None, title: str | None = None
) -> tuple[Seen, ...]:
    """The dates of a text with what stands beside them; those of other stories and of comments left out."""
    dates = written_dates(text, language=language)
    if not dates:
        return ()
    lines = lines_of(text, furniture)
    zones = zones_of(lines, title)
    found: list[Seen] = []
    at = 0
    for number, line in enumerate(lines):
        here: list[Written] = []
        while at < len(dates) and dates[at].span.start < line.end:
            here.append(dates[at])
            at += 1
        if here and zones[number] != "strange":
            found += _in_line(
                line, tuple(here), (zones[number], _label_above(lines[number - 1]) if number else None)
            )
    return tuple(found)


def _label_above(line: Line) -> tuple[Cue, str] | None:
    """The label that a line of its own gives to the date on the next: `Published` above `3 May 2031`."""
    if len(line.text.split()) > _LONGEST_LABEL or re.search(r"\d|[.!?]\s*$", line.text):
        return None
    words = line.text if line.text.rstrip().endswith(":") else f"{line.text.rstrip()}:"
    return last_cue(words)


def _in_line(
    line: Line, dates: tuple[Written, ...], around: tuple[str, tuple[Cue, str] | None]
) -> Iterator[Seen]:
    """Each date of a line with its cue; a date right behind another shares that one's."""
    zone, above = around
    at, inherited = line.start, None
    for number, one in enumerate(dates):
        before = line.text[at - line.start : one.span.start - line.start]
        until = dates[number + 1].span.start if number + 1 < len(dates) else line.end
        after = line.text[one.span.end - line.start : until - line.start]
        told = last_cue(before[-_CUE_REACH:])
        if told is None and not number and not _WORD.search(before):
            told = above
        cue, words = told or (None, "")
        if cue == "reposted" and _ORIGINAL.search(before):
            cue = "first"
        if cue is None:
            cue = cue_after(after) if number + 1 == len(dates) or ")" in after else None
        if cue is None and number and (inherited == "other" or not _WORD.search(before)):
            cue = inherited
        yield Seen(
            one, line, cue, words and before[before.rfind(words) :], zone, _is_bare(line, before, after)
        )
        at, inherited = one.span.end, cue


def _is_bare(line: Line, before: str, after: str) -> bool:
    """Whether a line holds a date and names, and tells nothing of the world."""
    if len(line.text) > LONGEST_LINE:
        return False
    head, tail = before.rstrip(), after.lstrip()
    if head and head[-1] not in ",|•·–—-/:;()[]*_\t" and last_cue(before) is None:
        words = _WORD.findall(head)
        by_number = _NUMBERED.search(head) and len(words) <= 6
        if words and not (
            line.kind in {"date", "byline"} or by_number or words[-1].isupper() or head.endswith(".")
        ):
            return False
    if tail[:1] == ":" and len(tail) > 1:
        return False
    rest = f"{head} {tail}"
    words = _WORD.findall(rest)
    own = [word for word in words if word.lower().strip(".") not in _LEAN]
    if len(own) > 12:
        return False
    if CLOSED.search(line.text) and len(words) > 2 and line.kind not in {"date", "byline"}:
        return all(word[:1].isupper() for word in own)
    lower = [word for word in own if word[:1].islower()]
    return len(lower) <= max(1, len(own) // 2) or line.kind in {"date", "byline"}


def text_candidates(seen: Sequence[Seen], year: int | None) -> tuple[Candidate, ...]:
    """The days that the words of a report tell for its publication and its changes, in the order of the text.

    `year` completes a dateline that gives none.
    """
    found: list[Candidate] = []
    for one in seen:
        candidate = _candidate(one, year)
        if candidate is not None:
            found.append(candidate)
    return tuple(found)


def _candidate(one: Seen, year: int | None) -> Candidate | None:
    """What one date tells of the report; None where it tells of the world."""
    when = one.date.when
    if not when.known and one.date.missing == ("year",) and year is not None:
        when = one.date.in_year(year)
    if not when.known or not (one.date.full or one.date.missing == ("year",) or _is_label(one)):
        return None
    role = _role(one)
    if role is None:
        return None
    detail, sure = _how(one, role)
    if one.zone == "loose" and role == "published":
        sure = "guess"
    if one.date.missing == ("year",):
        detail, sure = f"{detail}, its year from elsewhere", "guess"
    return Candidate(when, role, "text", detail, sure)


def _role(one: Seen) -> Role | None:
    """The role of a date by its cue, else by its place."""
    if one.cue == "other":
        return None
    if one.cue in {"first", "reposted"}:
        return "first" if one.cue == "first" else "reposted"
    label = _is_label(one)
    if one.cue == "shown":
        return "shown" if label or one.line.text.count(" ") < 25 else None
    if one.cue in {"updated", "published"} and label:
        return "updated" if one.cue == "updated" else "published"
    if is_dateline(one):
        return "published"
    if one.cue is not None:
        return None
    if one.zone == "top" and _counts_on(one):
        return None
    return "published" if (one.zone in {"top", "head", "tail"} and one.bare) or _ends_head_line(one) else None


def _counts_on(one: Seen) -> bool:
    """Whether a line tells other figures beside its date, as the head of a page does: degrees, rates of exchange."""
    start, end = one.date.span.start - one.line.start, one.date.span.end - one.line.start
    rest = one.line.text[:start] + one.line.text[end:]
    return bool(re.search(r"\d", rest)) and not _NUMBERED.search(rest)


def _ends_head_line(one: Seen) -> bool:
    """Whether a date closes a line under the title behind a stroke or dot: `Envoys meet in Kessary | 3 May 2031`."""
    before = one.line.text[: one.date.span.start - one.line.start].rstrip()
    after = one.line.text[one.date.span.end - one.line.start :].strip()
    return one.zone == "head" and not after and before[-1:] in {"|", "•", "·", "—", "–"}


def _is_label(one: Seen) -> bool:
    """Whether the cue labels the date: it stands near, in a line that is no sentence of the report."""
    if one.cue is None or len(one.words) > _LABEL_REACH:
        return False
    if one.line.kind in {"date", "byline", "republication", "label"}:
        return True
    if one.zone in {"top", "head"} and (one.bare or len(one.line.text.split()) <= 14):
        return True
    if one.cue == "updated" and CHANGE.match(one.line.text):
        return True
    if one.zone in {"body", "first"} and one.line.is_prose:
        lead = one.line.text[: max(0, one.date.span.start - one.line.start)]
        return one.cue == "published" and len(lead.split()) <= 5 and bool(_ISSUE.search(one.line.text))
    near = re.match(r"\W*", one.line.text)
    lead = one.line.text[near.end() if near else 0 :]
    return one.bare or lead.startswith(one.words[:12]) or len(one.line.text.split()) <= 12


def is_dateline(one: Seen) -> bool:
    """Whether a date stands with a place at the head of the report: `KESSARY, March 4 (Agency) —`."""
    if one.zone not in {"first", "body", "head", "top"}:
        return False
    before = one.line.text[: one.date.span.start - one.line.start]
    after = one.line.text[one.date.span.end - one.line.start :]
    found = _DATELINE.match(before)
    if found is None or not _LEADS_ON.match(after):
        return False
    words = _WORD.findall(found["place"])
    capital = all(word[:1].isupper() or word.lower() in _LEAN for word in words)
    shout = found["place"].upper() == found["place"]
    return capital and 0 < len(words) <= 6 and (shout or one.zone != "body" or len(words) <= 3)


def _how(one: Seen, role: Role) -> tuple[str, Sureness]:
    """The place of the date for a reader, and how sure it makes the day."""
    if role in {"first", "reposted"}:
        return ("the notice of republication", "likely")
    if one.cue in {"published", "updated", "shown"}:
        label = " ".join(one.words.split()).strip(" :")[:40]
        return (f"the label '{label}'" if label else f"the word beside it ({one.cue})", "likely")
    if is_dateline(one):
        return "the dateline", "likely"
    if one.zone == "head":
        return "the date line under the title", "likely"
    return ("a date line above the title" if one.zone == "top" else "a date line at the end", "guess")


def masthead_year(text: str) -> int | None:
    """The one year that a copyright line or the number of an issue gives; a range of years tells none."""
    if _RANGE.search(text):
        return None
    years = {int(year) for match in _MASTHEAD.finditer(text) for year in match.groups() if year}
    return years.pop() if len(years) == 1 else None
