"""Tense: whether the clause around a date tells what happened or what is to come."""

from __future__ import annotations

import re

from detente.corpus.prose import words_of

_CLAUSE = re.compile(
    r"[,;:—–]\s|\b(?:said|says|told|announced|that|which|who|when|after|because|and then|что|который\w*|"
    r"которая|которые|"
    r"сообщил\w*|заявил\w*|сказал\w*|що|який|яка|які|повідоми\w+|заяви\w+|сказа\w+)\b|\s[–—-]\s"
)
_SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]]*\s+(?=[\"“«(]?[^\W\d_])|\n+")
_FUTURE = re.compile(
    r"\b(?:will|won['’]t|shall|would|['’]ll|(?:is|are|was|were)\s+(?:due|to\b|set\b|scheduled|expected|"
    r"planned|going|supposed)|due\s+(?:to|on|by)|"
    r"scheduled|expected\s+to|set\s+to|plan(?:s|ned)?\s+to|planned\s+for|hopes?\s+to|intends?|aims?\s+to|"
    r"promised?\s+to|"
    r"agreed\s+to|wants?\s+to|ahead\s+of|upcoming|no\s+later|invited\s+to|begins?|opens?|resumes?|starts?|"
    r"expires?|must|should|"
    r"tomorrow|next|"
    r"буд(?:ет|ут|ем|у)|намерен\w*|планиру\w+|предстоит|должн[аоы]?|должен|состо(?:ится|ятся)|пройд[её]т|"
    r"пройдут|назначен\w*|"
    r"запланирован\w*|ожида\w+тся|собира[ею]тся|готовятся|обеща[ею]т|завтра|"
    r"буде|будуть|намірен\w*|плану\w+|має|мають|повинн\w+|відбуд(?:еться|уться)|призначен\w*|заплановано|"
    r"очіку\w+ться|"
    r"збира[єю]ться|обіця[єю]ть?)\b",
    re.IGNORECASE,
)
_PAST_EN = re.compile(
    r"\b(?:[a-z]{2,}ed|was|were|had|did|met|held|came|went|took|began|left|sent|told|made|gave|fell|broke|"
    r"said|saw|ran|won|lost|"
    r"led|got|put|cut|shot|hit|set|brought|fought|sat|spoke|wrote|rose|flew|drove|read|kept|built|found|"
    r"became|stood|struck|"
    r"withdrew|paid|sank|blew|swore|sought|bore|drew|grew|knew|threw|rang|sang|hung|understood|heard|laid|"
    r"lay|burnt)\b",
    re.IGNORECASE,
)
_PAST_CYRILLIC = re.compile(
    r"\b[а-яёіїєґ']{2,}(?:л|ла|ло|ли|лся|лась|лось|лись|шёл|шел|вся|лася|лося|лися|ано|ено|ёно|ято|уто|ито|"
    r"ан|ана|аны|ен|ена|ены|ено|"
    r"ён|ята|яты)\b|\b[а-яіїєґ']{2,}(?:ав|ив|ів|яв|ув|їв|ався|ився|явся|увся)\b|\b(?:дал|дали|взял|погиб\w*|"
    r"умер\w*|помер\w*|вёз|принёс|"
    r"зміг|приніс|ліг|затих|стих)\b",
    re.IGNORECASE,
)
_NO_VERBS = words_of(
    "зал генерал канал стол канале дела села зала школа скала сила стрела пол тыл дал отдел раздел предел материал "
    "журнал сигнал вокзал план планы член члены стран страны страна цена цены замена смена война армена экран "
    "ресторан океан курган орган органы туман караван атаман число масло тепло дело тело мало около если или "
    "коли чили сили скеля земля шкала хвиля поля залив архив мотив прорив розрив вплив тыла силы плен мен один "
    "заступників голів днів років керував прапорів солдатів міністрів українців президентів день дана сторона "
    "сторони сторон оборона корона зона регион зоны дён імен мина мины заявів постанов установ послав станов"
)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The range of the sentence that holds the words from `start` to `end`."""
    low, high = 0, len(text)
    for match in _SENTENCE_END.finditer(text):
        if match.end() <= start and not _is_short(text, match.start()):
            low = match.end()
        elif match.start() >= end - 1:
            high = match.start() + 1
            break
    return low, high


def is_future(text: str, start: int, end: int) -> bool | None:
    """Whether the words around a date tell what is to come; None where they tell neither."""
    low, high = sentence_around(text, start, end)
    cuts = [low, *(low + match.start() for match in _CLAUSE.finditer(text[low:high])), high]
    before = max(cut for cut in cuts if cut <= start)
    after = min((cut for cut in cuts if cut >= end), default=high)
    clause = f"{text[before:start]} {text[end:after]}"
    told = _told(clause)
    return told if told is not None else _told(f"{text[low:start]} {text[end:high]}")


def _told(clause: str) -> bool | None:
    """Whether a clause is in the future; in the Slavic languages a verb that is not past is one to come."""
    if _FUTURE.search(clause):
        return True
    if _PAST_EN.search(clause) or _slavic_past(clause):
        return False
    return True if _SLAVIC_COMING.search(clause) else None


def _slavic_past(clause: str) -> bool:
    """Whether a clause holds a verb of the past."""
    return any(match[0].lower() not in _NO_VERBS for match in _PAST_CYRILLIC.finditer(clause))


_SLAVIC_COMING = re.compile(
    r"\b[а-яёіїєґ']{3,}(?:ет|ёт|ит|ут|ют|ат|ят|ется|ится|утся|ются|атся|ятся|уть|ють|ать|ять|ить|еться|"
    r"иться|уться|ються|яться|єте|є)\b",
    re.IGNORECASE,
)


def _is_short(text: str, stop: int) -> bool:
    """Whether the stop belongs to a shortened word: `Nov. 2`, `г. Киев`."""
    word = re.search(r"[^\W\d_]+$", text[max(0, stop - 12) : stop])
    return word is not None and len(word[0]) <= 3 and text[stop : stop + 1] == "." and word[0][:1].isupper()
