"""Cues: the words beside a date that tell whose day it is: of publication, of a change, of a reader's visit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

Cue = Literal["published", "updated", "first", "reposted", "shown", "other"]

_OWN = (
    r"(?:(?:this|the|our)\s+(?:\w+\s+)?(?:article|piece|story|essay|text|interview|post|commentary|column|analysis|"
    r"report|version|review|dispatch|item|note|blog)|it|a\s+(?:\w+\s+)?version\s+of\s+th\w+\s+\w+|version)\s+"
    r"(?:was|were|has\s+been|is|had\s+been)?\s*"
)
_OWN_RU = (
    r"(?:эт[аоиу]\w*\s+)?(?:стать[яи]|материал|текст|заметка|публикация|интервью|очерк|репортаж|колонка|версия)\s+"
    r"(?:\S+\s+){0,2}"
)
_OWN_UK = (
    r"(?:ц\w{1,3}\s+)?(?:стаття|матеріал|текст|нотатка|публікація|інтерв['’]ю|нарис|репортаж|колонка|версія)\s+"
    r"(?:\S+\s+){0,2}"
)
_CUES: Mapping[Cue, str] = {
    "first": (
        rf"{_OWN}(?:first|originally|initially)\s+(?:published|printed|posted|appeared|ran|released|issued|carried)|"
        rf"(?:{_OWN})(?:published|appeared|printed)\s+(?:first|originally)|"
        r"^\W*(?:first|originally|initially)\s+(?:published|printed|posted|appeared|ran|released|issued)|"
        r"(?<=[.!?;(\]»”]\s)\(?(?:first|originally)\s+(?:published|printed|posted|appeared)|"
        r"(?:taken|copied|reprinted|republished|reposted|reproduced|borrowed)\s+(?:\S+\s+){0,4}?from\b|"
        rf"{_OWN}(?:published|printed|appeared|ran|carried)\s+(?:in|by)\b|"
        r"(?:source|courtesy\s+of|by\s+courtesy\s+of)\s*:|cross-?posted\s+from|"
        r"^\W*[\[(]from\b|"
        r"where\s+it\s+(?:was\s+)?(?:first\s+)?(?:appeared|published|ran|printed)|"
        r"взят\w*\s+(?:из|с\s+сайта)|взято\s+(?:з|із)\b|скопирован\w*\s+(?:из|с)\b|скопійован\w*\s+(?:з|із)\b|"
        r"перепечат\w+\s+(?:из|с)\b|передрук\w+\s+(?:з|із)\b|"
        r"originally\s+published|first\s+published|original(?:ly)?(?:\s+(?:publication|article|post|story|"
        r"source|text))?(?:\s+date)?\s*[:—–-]|(?:first|originally)\s+(?:appeared|ran|posted|printed|carried)|"
        r"впервые\s+(?:опубликован\w*|вы(?:шл|ше)\w*|напечатан\w*|появи\w+)|первая\s+публикация|"
        rf"{_OWN_RU}впервые\s+\w+|оригинал\w*\s*(?:опубликован\w*|статьи|материала|[:—–-])|первоисточник|"
        rf"перв\w+\s+раз\s+\w+|источник\s*:|"
        r"(?:вперше|уперше)\s+(?:опублікован\w*|вий?шл?\w*|надрукован\w*|з['’]явив?\w+|оприлюднен\w*)|"
        rf"перша\s+публікація|{_OWN_UK}(?:вперше|уперше)\s+\w+|оригінал\w*\s*(?:опубліковано|статті|"
        rf"матеріалу|[:—–-])|першоджерело|перш\w+\s+раз\s+\w+|джерело\s*:"
    ),
    "other": (
        r"(?:web)?site\s+(?:was\s+)?(?:last\s+)?(?:updated?|modified)|last\s+(?:site\s+)?(?:update|"
        r"change)\s+(?:of|to)\s+(?:the|this)\s+"
        r"(?:web)?site|last\s+site\s+update|сайт\w*\s+(?:\w+\s+){0,2}(?:обновл|онов|измен|змін)\w+|"
        r"(?:обновление|оновлення)\s+(?:сайту|сайта)|"
        r"copyright|©|\(c\)|all\s+rights|next|upcoming|events?\b|when\s*:|deadline|valid|expires?|since|joined|"
        r"comments?\b|closed|closes|founded|established|est\.|born|died|licen[cs]ed|read\s+(?:also|more|"
        r"next)|see\s+also|"
        r"related|popular|latest|most\s+read|also\s+in|earlier|previous(?:ly)?|photo(?:graph)?|image|"
        r"picture|file\s+photo|"
        r"taken|effective|meeting\s+(?:date|on)|session|"
        r"читайте|популярное|по\s+теме|смотрите|ранее|фото|снято|следующ\w+|с[её]анс|коммент\w+|регистрац\w+|"
        r"основан\w*|зарегистр\w*|читайте\s+також|популярне|за\s+темою|дивіться|раніше|знято|наступн\w+|"
        r"засновано|зареєстр\w*|последни[ей]\s+новост\w+|останні\s+новини"
    ),
    "reposted": (
        r"re-?(?:published|posted|post|printed|print|issued|run|shared|blogged)\b|republish|cross-?posted|"
        r"syndicated|reproduced|перепечат\w+|републик\w+|репост\w*|перепост\w*|воспроизв\w+|перепубликов\w+|"
        r"передрук\w*|републік\w+|перепублік\w+|відтвор\w+|перевыложен\w*|appears?\s+here|carried\s+here|"
        r"размещён\w*\s+повторно|повторно\s+(?:опубликован|размещ|опублікован|розміщ)\w*|здесь\s+\w+\s+\w*публик\w+"
    ),
    "updated": (
        r"(?:last\s+)?(?:updated?|modified|edited|revised|amended|changed|corrected)\b|corrections?\b|last\s+change|"
        r"revision|clarification|upd\b|latest\s+version|(?:last\s+)?(?:reviewed|touched)|last\s+review|"
        r"(?:последнее\s+)?(?:обновлен[оаие]\w*|обновлён\w*|обновление|изменен[оаие]\w*|изменён\w*|дополнен[оа]?|"
        r"отредактирован\w*|исправлен[оаие]\w*|исправлён\w*|правка|уточнение|последняя\s+редакция)|"
        r"(?:останнє\s+)?(?:оновлен[оаеня]\w*|змінен[оа]\w*|доповнен[оа]\w*|відредагован\w*|виправлен[оаня]\w*|"
        r"уточнення|остання\s+редакція)"
    ),
    "shown": (
        r"today(?:['’]s\s+date)?(?:\s+is)?\b|printed(?:\s+(?:on|from|out|at))?|retrieved|accessed|saved|captured?|"
        r"archived|cached|viewed|visited|downloaded|crawled|fetched|wayback|snapshot|as\s+(?:it\s+appeared|seen)|"
        r"generated|rendered|page\s+(?:loaded|generated|rendered)|scanned|current\s+(?:date|time)|"
        r"server\s+time|now\s*:|it\s+is\s+now|as\s+of\b|screenshot|"
        r"сегодня|распечатан\w*|сохранен[оа]\w*|сохранён\w*|скачан\w*|снимок|просмотрен\w*|дата\s+обращения|"
        r"текущ\w+\s+(?:дата|время)|архив\w*|сформирован\w*|копия|"
        r"сьогодні|роздрукован\w*|збережен[оа]\w*|завантажен\w*|знімок|переглянут\w*|дата\s+звернення|"
        r"архів\w*|поточн\w+\s+(?:дата|час)|"
        r"сформован\w*|копія|наразі|сейчас|зараз"
    ),
    "published": (
        r"(?:date\s+)?(?:published|posted|publication\s+date|date\s+of\s+(?:publication|issue|release)|pub\.?\s*date|"
        r"issued|released|release\s+date|issue\s+date|filed|submitted|created|added|uploaded|"
        r"date(?:line)?(?=\s*[:：])|"
        r"publication|dated|for\s+(?:immediate\s+)?release|embargo\w*(?:\s+until)?|edition|issue|"
        r"(?:first\s+)?(?:aired|broadcast)|(?:live\s+)?ticker|bulletin|online)|"
        r"опубликован[оаы]?|дата\s+публикации|дата(?=\s*[:：|])|размещен[оа]?|размещён|добавлен[оа]?|"
        r"добавлён|выложен[оа]|"
        r"создано|номер(?:\s+(?:вышел|от|за))?|выпуск(?:\s+от)?|вышл[оа]|вышел|издано|эфир|"
        r"опублікован[оаи]?|дата\s+публікації|розміщен[оа]?|додано|створено|номер(?:\s+(?:вийшов|від|за))?|"
        r"випуск(?:\s+від)?|вийшл[оа]|вийшов|видано|ефір|оприлюднено"
    ),
}  # fmt: skip
_CUE = re.compile(
    "|".join(f"(?P<{name}>(?<![^\\W\\d_])(?:{words})(?![^\\W\\d_])|(?!))" for name, words in _CUES.items()),
    re.IGNORECASE | re.MULTILINE,
)
_ANY_CUE = re.compile(
    r"publi|post|print|appear|issue|updat|modif|edit|revis|amend|correct|today|опублик|опублік|обнов|онов|измен|змін|"
    r"вперв|вперше|уперше|перепеч|передрук",
    re.IGNORECASE,
)


def last_cue(before: str) -> tuple[Cue, str] | None:
    """The cue that stands last before a date, with its words; None where none stands there."""
    found: tuple[Cue, str] | None = None
    for match in _CUE.finditer(before):
        kind = match.lastgroup
        if kind is not None and match[0]:
            found = (_as_cue(kind), match[0])
    return found


def cue_after(after: str) -> Cue | None:
    """The cue right behind a date: `14 March 2031 (updated)`."""
    match = re.match(r"[\s,|•·–—-]*[(\[]?\s*(?=[^\W\d_])", after)
    found = _CUE.match(after, match.end()) if match else None
    return _as_cue(found.lastgroup) if found and found.lastgroup else None


def has_notice(line: str) -> bool:
    """Whether a line holds a word of publishing at all: a cheap look before a close one."""
    return _ANY_CUE.search(line) is not None


def _as_cue(name: str) -> Cue:
    """The name of a group of the pattern as a cue."""
    return next(cue for cue in _CUES if cue == name)
