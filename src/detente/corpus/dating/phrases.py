"""Phrases of time that lean on another day: `last week`, `two days before the call`, `в ночь на пятницу`, `у четвер`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from detente.corpus.dating.conventions import Third, Unit
from detente.corpus.dating.names import LONG_MONTH, LONG_WEEKDAY, MONTH, month_number, weekday_number

_NUMBERS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "", "a an one один одну одна одного", "two couple два две двух дві двох пару кілька_ко", "three три трёх трех трьох",
            "four четыре чотири четырёх чотирьох", "five пять п'ять пяти п'яти", "six шесть шість шести",
            "seven семь сім семи", "eight восемь вісім восьми", "nine девять дев'ять девяти", "ten десять десяти",
            "eleven одиннадцать одинадцять", "twelve двенадцать дванадцять", "thirteen тринадцать тринадцять",
            "fourteen четырнадцать чотирнадцять", "fifteen пятнадцать п'ятнадцять",
        )
    )
    for word in words.split()
}  # fmt: skip
_NUMBERS_MORE: Mapping[str, int] = {"twenty": 20, "двадцать": 20, "двадцять": 20, "thirty": 30, "тридцать": 30, "тридцять": 30,
                                    "полтора": 1, "forty": 40, "сорок": 40, "hundred": 100, "сто": 100}  # fmt: skip
_UNITS: tuple[tuple[Unit, str], ...] = (
    ("day", r"days?|день|дня|дней|дни|днями|дню|дні|днів|днем|сутки|суток|доба|доби|діб|добу"),
    ("week", r"weeks?|недел[яюиье]|недель|неделями|тиждень|тижня|тижні|тижнів|тижню"),
    ("month", r"months?|месяц(?:а|ев|ы|е)?|місяц(?:ь|я|і|ів)"),
    ("year", r"years?|год(?:а|у|ы)?|лет|р[іо]к(?:и|у|ів)?"),
)
_UNIT = "(?:" + "|".join(words for _, words in _UNITS) + r")(?![^\W\d_])"
_N = r"(?:\d{1,3}|(?:a |the )?couple of|" + "|".join(
    sorted((word.replace("'", "['’ʼ]") for word in (*_NUMBERS, *_NUMBERS_MORE)), key=len, reverse=True)
) + ")"  # fmt: skip
_WHICH = (
    r"(?:last|past|previous|this|next|coming|following|прошл\w+|минувш\w+|предыдущ\w+|эт\w{1,3}|нынешн\w+|следующ\w+|"
    r"будущ\w+|ближайш\w+|минул\w+|попередн\w+|ц(?:ього|ей|ьому|я|ієї|ю|ій)|нинішн\w+|наступн\w+|"
    r"найближч\w+|текущ\w+|поточн\w+)"
)
_PART = (
    r"(?:the\s+)?(?:early|beginning\s+of|start\s+of|mid(?:dle\s+of)?|late|end\s+of|в?\s?начал[аеоу]|"
    r"в?\s?середин[аеыуоі]й?|в?\s?конц[еау]|"
    r"конец|на\s+початку|початок|початку|посередині|наприкінці|кінц[іяю]|кінець)"
)
_DAYTIME = (
    r"(?:\s+(?:morning|afternoon|evening|night|noon|утром|вечером|дн[её]м|ночью|ввечері|увечері|"
    r"вранці|уранці|вдень|уночі|вночі))?"
)
_REST = r"(?P<of>(?:\s+[^\W\d_][\w’'-]*){1,6})"
# What follows `накануне` is leaned on where it stands in the genitive; else it opens the clause.
_GENITIVE = (
    r"(?P<of>\s+[^\W\d_]+(?:а|я|ов|ев|ей|ів|у|ю|ти|ий|их|ого|ої|ой|ы|и|"
    r"і)(?![^\W\d_])(?:\s+[^\W\d_][\w’'-]*){0,4})"
)
_PHRASES: tuple[tuple[str, str], ...] = (
    ("vague", r"(?:in|over)\s+(?:recent|the\s+(?:coming|last few|past few|next few))\s+\w+|"
              r"за\s+последн\w+\s+\w+|последнее\s+время"),
    ("beyond", r"the\s+day\s+(?P<far>before\s+yesterday|after\s+tomorrow)|(?P<far_s>позавчера|послезавтра|"
               r"позавчора|післязавтра)"),
    ("anchored", rf"(?:for\s+|за\s+|через\s+|спустя\s+|"
                 rf"по\s+)?(?P<n>{_N})\s+(?P<unit>{_UNIT})\s+(?P<side>before|after|prior\s+to|following|"
                 rf"ahead\s+of|до|перед|после|після|по)(?!\s+(?:that|this|тому|"
                 rf"того))(?P<of>(?:\s+[^\W\d_][\w’'-]*){{1,6}})"),
    ("since", rf"(?:за\s+|через\s+|спустя\s+)?(?P<n>{_N})\s+(?P<unit>{_UNIT})\s+(?P<side>earlier|later|"
              rf"before(?:\s+(?:that|this))?|"
              r"after(?:wards?|\s+(?:that|this))?|ранее|раньше|спустя|до\s+этого|после\s+этого|до\s+того|"
              r"раніше|по\s+тому|потому|пізніше|"
              r"позже|після\s+того|після\s+цього|до\s+цього)(?![^\W\d_])"),
    ("ago", rf"(?P<n>{_N})?\s?(?P<unit>{_UNIT})\s+(?P<ago>ago|назад|тому)(?![^\W\d_])"),
    ("ahead", rf"(?:in|within|через|за)\s+(?P<n>{_N})\s+(?P<unit>{_UNIT})(?:['’]\s*time|"
              rf"\s+time)?(?!\s+(?:of|before|after|ago|later|earlier|до|"
              r"после|після|назад|тому|спустя))(?![^\W\d_])"),
    ("ahead", rf"(?:через|за)\s+(?P<unit>{_UNIT})"),
    ("beside", rf"(?:on\s+)?the\s+(?P<next>day\s+(?:before|after)|eve\s+of|"
               rf"morning\s+after)(?!\s+(?:yesterday|tomorrow)){_REST}"),
    ("beside", rf"on\s+(?P<next>the\s+eve\s+of){_REST}"),
    ("beside", rf"(?:на\s+)?(?P<next>следующ(?:ий|его)\s+д(?:ень|ня)|другой\s+день|"
               rf"наступного\s+дня)(?:\s+(?:после|після){_REST})?"),
    ("beside", rf"(?P<next>накануне|напередодні|за\s+день\s+до)(?:{_GENITIVE})?"),
    ("beside", r"(?:on\s+)?the\s+(?P<next>following|next|same|previous|preceding)\s+day|"
               r"(?P<next_s>the\s+day\s+(?:before|after)(?=[\s,.;]))|"
               r"(?P<next_t>that\s+(?:same\s+)?day)|(?:в\s+)?(?P<next_r>тот\s+же\s+день|того\s+же\s+дня|"
               r"того\s+ж\s+дня|того\s+самого\s+дня)"),
    ("night", rf"(?:в\s+ночь|у\s+ніч|в\s+ніч|ніч|ночь|overnight)\s+(?:на|into|"
              rf"to)\s+(?:(?P<weekday>{LONG_WEEKDAY})|(?P<day>\d{{1,2}})(?:-?\w+)?\s+(?P<month>{MONTH}))"),
    ("night", r"overnight|(?:этой|минувшей|прошлой)\s+ночью|(?:цієї|минулої)\s+ночі"),
    ("day", r"(?P<word>yesterday|today|tomorrow|tonight|last\s+night|this\s+(?:morning|afternoon|evening)|"
            r"вчера|сегодня|завтра|вчора|учора|сьогодні)" + _DAYTIME),
    ("part", rf"(?:in|at|by|до|к|під|на|from|since)?\s?(?P<part>{_PART})\s+(?:the\s+|"
             rf"of\s+)?(?P<which>{_WHICH})\s+(?P<unit>{_UNIT})"),
    ("part", rf"(?:in|at|by|from|since|до|к|ко|под|на|у|в)?\s?(?P<part>{_PART})\s+(?:the\s+|"
             rf"of\s+)?(?P<unit>{_UNIT})"),
    ("part", rf"(?:in|at|by|since|from|until|до|к|на|у|в|с|"
             rf"з)?\s?(?P<part>{_PART})[\s-]+(?:of\s+)?(?:(?P<which>{_WHICH})\s+)?(?P<month>{LONG_MONTH})"
             r"(?:,?\s+(?P<year>(?:19|20)\d\d)(?:\s+(?:года|року))?)?"),
    ("part", rf"(?:in|by|since|на|у|в)?\s?(?P<part>{_PART})[\s-]+(?:of\s+)?(?P<year>(?:19|"
             rf"20)\d\d)(?:-?го)?(?:\s+(?:года|году|року|році))?"),
    ("rest", rf"(?P<rest>earlier|later|ранее|раньше|раніше|позже|пізніше)\s+(?:in\s+|на\s+|"
             rf"в\s+)?(?P<which>{_WHICH})\s+(?P<unit>{_UNIT})"),
    ("rest", rf"(?:на\s+|в\s+|у\s+)?(?P<which>{_WHICH})\s+(?P<unit>{_UNIT})\s+(?P<rest>раньше|раніше|ранее)"),
    ("weekend", rf"(?:(?:over|at|on|during|в|на|у|за)\s+)?(?:the\s+|эти\s+|"
                rf"ці\s+)?(?:(?P<which>{_WHICH})\s+)?(?:weekend|выходн(?:ые|ых)|вихідн(?:і|их|ими))"),
    ("weekday", rf"(?:(?:on|by|from|until|since|в|во|у|с|з|до|к|"
                rf"на)\s+)?(?:(?P<which>{_WHICH})\s+)?(?P<weekday>{LONG_WEEKDAY}){_DAYTIME}"
                rf"(?:,?\s+(?:of\s+|на\s+)?(?P<week>{_WHICH})\s+(?:week|недел\w+|тижня|тижні))?"),
    ("period", rf"(?:(?:in|on|during|на|в|у|за)\s+)?(?:the\s+)?(?P<which>{_WHICH})\s+(?P<unit>{_UNIT})"),
    ("lone", r"(?P<lone>торік|позаторік)"),
    ("month", rf"(?:in|since|by|until|during|last|next|this|в|у|во|до|к|з|"
              rf"с)\s+(?:(?P<which>{_WHICH})\s+)?(?P<month>{LONG_MONTH})(?!\s+(?:\d|the\s+\d))"),
    ("month", rf"(?P<which>{_WHICH})\s+(?P<month>{LONG_MONTH})(?!\s+\d)"),
)  # fmt: skip
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?<![\w-])(?:{words})(?![^\W\d_])", re.IGNORECASE)) for kind, words in _PHRASES
)
_SPACES = re.compile(r"\s+")


class Phrase:
    """A phrase of time in a text: its kind, its range, and the words that its pattern names."""

    __slots__ = ("end", "kind", "parts", "start")

    def __init__(self, kind: str, match: re.Match[str]) -> None:
        """Take what the pattern found."""
        self.kind, self.start = kind, match.start()
        of = match.groupdict().get("of")
        self.end = match.end() - len(of or "")
        self.parts: Mapping[str, str] = {
            key: _plain(value) for key, value in match.groupdict().items() if value
        }


def phrases(text: str) -> Iterator[Phrase]:
    """The phrases of a text; where two share words, the one of the earlier pattern."""
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if match[0].strip() and not any(
                match.start() < end and start < match.end() for start, end in taken
            ):
                phrase = Phrase(kind, match)
                taken.append((match.start(), phrase.end))
                yield phrase


def number_of(word: str | None) -> int:
    """The number that a word or figure means; one where none is said."""
    plain = _plain(word or "a").replace("’", "'").replace("ʼ", "'")
    if plain.isdigit():
        return int(plain)
    if "couple" in plain:
        return 2
    return _NUMBERS.get(plain) or _NUMBERS_MORE.get(plain) or 1


def unit_of(word: str) -> Unit:
    """The unit that a word names."""
    return next((unit for unit, words in _UNITS if re.fullmatch(words, word)), "day")


def step_of(word: str | None) -> int:
    """-1 for the last, 0 for this, 1 for the next."""
    if not word:
        return 0
    if re.match(r"last|past|previous|прошл|минувш|предыдущ|минул|попередн", word):
        return -1
    return 1 if re.match(r"next|coming|following|следующ|будущ|ближайш|наступн|найближч", word) else 0


def third_of(word: str) -> Third:
    """Early, middle or late."""
    if re.search(r"mid|середин", word):
        return "mid"
    return "late" if re.search(r"late|end|кон[еец]|кінц|кінец", word) else "early"


def month_in(word: str) -> int:
    """The number of a month."""
    return month_number(word)


def weekday_in(word: str) -> int:
    """The number of a weekday."""
    return weekday_number(word) or 0


def _plain(words: str) -> str:
    """Words in small letters with single blanks."""
    return _SPACES.sub(" ", words.strip().lower())
