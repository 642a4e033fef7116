"""Lines of a report and where on the page each stands: above the title, under it, in the body, after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.corpus.dating.cues import has_notice, last_cue
from detente.corpus.dating.names import WEEKDAY
from detente.corpus.document import Furniture

_STRANGE = frozenset({"comments", "advert", "cookie notice", "newsletter", "toc", "caption", "credit"})
# What markup does not name is often marked so; under the title it may be the report's own date line all the same.
_LOOSE = frozenset({"menu", "teaser", "share", "label"})
_LINE = re.compile(r"[^\r\n\u2028\u2029\x85]+")
_OPENING = re.compile(
    r"\W*(?:related|latest(?: news)?|most read|popular|read (?:more|also|next)|see also|more (?:stories|"
    r"news|from|on)|"
    r"trending|comments?|leave a (?:reply|comment)|also in|recent posts|archives?|"
    r"читайте также|популярное|по теме|последние новости|комментари\w+|смотрите также|самое читаемое|"
    r"читайте також|популярне|за темою|останні новини|коментар\w*|дивіться також|схожі\s\w+|похожие\s\w+|лента дня|"
    r"інші \w+|другие \w+|other \w+|next story|следующая новость|наступна новина)\b(?::.*|.{0,60})$",
    re.IGNORECASE,
)
CHANGE = re.compile(
    r"\W*(?:(?:editor[’']s\s+note|note)\s*:\s*)?(?:(?:this|the)\s+(?:page|article|story|piece|text|report|post|item)\s+(?:was|has\s+been|"
    r"is)?\s*)?(?:last\s+)?"
    r"(?:updated?|modified|revised|amended|edited|corrected|correction|clarification|touched|changed)\b|"
    r"\W*(?:(?:эта\s+)?(?:страница|статья|заметка|запись|публикация)|(?:этот\s+)?(?:материал|текст)|"
    r"(?:ц\w{1,2}\s+)?(?:сторінк[ау]|стаття|статтю|нотатка|допис|матеріал|"
    r"текст))\s+(?:\S+\s+){0,2}(?:обновл|измен|исправ|дополн|"
    r"онов|змін|виправ|доповн)\w+|\W*(?:исправление|уточнение|виправлення|уточнення)\b",
    re.IGNORECASE,
)
_DAY_NAMED = re.compile(rf"(?<![^\W\d_]){WEEKDAY}", re.IGNORECASE)
CLOSED = re.compile(r"[.!?…][\"”’'»“)\]]*\s*$")
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a report: its range, its words, and the kind of furniture that it is marked as."""

    start: int
    end: int
    text: str
    kind: str | None

    @property
    def is_prose(self) -> bool:
        """Whether it reads on as reporting."""
        return bool(CLOSED.search(self.text)) and len(self.text.split()) >= 7


def lines_of(text: str, furniture: Sequence[Furniture]) -> tuple[Line, ...]:
    """The lines of a text that hold words, each with the kind of the furniture that covers most of it."""
    pieces = sorted(furniture, key=lambda piece: piece.span)
    lines: list[Line] = []
    at = 0
    for match in _LINE.finditer(text):
        if not match[0].strip():
            continue
        while at < len(pieces) and pieces[at].span.end <= match.start():
            at += 1
        size, kind = (match.end() - match.start()) // 2, None
        for piece in pieces[at:]:
            if piece.span.start >= match.end():
                break
            covered = min(piece.span.end, match.end()) - max(piece.span.start, match.start())
            if covered > size:
                kind = piece.kind
        lines.append(Line(match.start(), match.end(), match[0], kind))
    return tuple(lines)


def zones_of(lines: Sequence[Line], title: str | None) -> tuple[str, ...]:
    """Where each line stands: `top` above the title, `head` below it, `first` and `body`, `tail`.

    `loose` is matter around the report that may be its own or another's, `strange` is surely another's.
    """
    body = [n for n, line in enumerate(lines) if _is_body(line)]
    first, last = (body[0], body[-1]) if body else (len(lines), len(lines))
    head = _title_line(lines[:first], title)
    zones: list[str] = []
    strange = False
    for number, line in enumerate(lines):
        if _OPENING.match(line.text) and not line.is_prose:
            strange = number > last or (number > head and ":" not in line.text)
            zones.append("strange")
            continue
        strange = strange and not (number <= last and _is_body(line)) and number != head
        if line.kind in _STRANGE or (strange and not CHANGE.match(line.text)):
            zones.append("strange")
        elif number < first and number >= head:
            zones.append("head")
        elif line.kind in _LOOSE:
            zones.append("loose")
        elif number < head - 1 and _DAY_NAMED.search(line.text):
            zones.append("masthead")
        else:
            zones.append(_plain_zone(number, first, last))
    return tuple(zones)


def _plain_zone(number: int, first: int, last: int) -> str:
    """The zone of a line that is neither under the title nor loose."""
    if number < first:
        return "top"
    return "first" if number == first else "body" if number <= last else "tail"


def _is_body(line: Line) -> bool:
    """Whether a line is reporting: prose that is not of the page's own matter."""
    own = (
        line.kind in _STRANGE
        or line.kind in _LOOSE
        or line.kind in {"title", "date", "byline", "republication"}
    )
    return line.is_prose and not own and not _is_notice(line)


def _title_line(lines: Sequence[Line], title: str | None) -> int:
    """The number of the line with the title among those above the body; else where the last few of them begin."""
    named = " ".join((title or "").split()).lower()
    told, marked = 0, -1
    for number, line in enumerate(lines):
        words = " ".join(line.text.split()).lower()
        if named and len(words) > 8 and (words in named or named in words):
            told = number
        if line.kind == "title" and not re.search(r"\d{4}", line.text):
            marked = number
    if told or marked >= 0:
        return told or marked
    return 1 if 1 < len(lines) <= 3 else max(0, len(lines) - 4)


def _is_notice(line: Line) -> bool:
    """Whether a line speaks of the publication and not of the world."""
    if CHANGE.match(line.text) and len(line.text) < LONGEST_LINE:
        return True
    cue = last_cue(line.text) if has_notice(line.text) else None
    return line.kind == "republication" or (cue is not None and cue[0] in {"first", "reposted"})
