"""Numerals: numbers written in digits or words, and days of the year, in English, Russian and Ukrainian."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ENGLISH = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
# Forms by value: whole words, then stems with the endings that they take.
_SLAVIC = {
    2: "два две двух двум двумя двое дві двох двом двома двоє",
    3: "три трёх трех трём трем тремя трое троих трьох трьом трьома троє",
    4: "четыре четырёх четырех четырём четырем четверо чотири чотирьох чотирьом четверо",
    6: "шість шести шістьох шесть шестью шестеро",
    7: "сім сімох семь семи семью семеро семеро",
    8: "восемь восьми восемью вісім вісьмох",
    40: "сорок сорока",
    90: "девяносто девяноста дев'яносто дев'яноста",
    100: "сто ста",
    200: "двести двухсот двумстам двісті двохсот",
    300: "триста трёхсот трехсот трьохсот",
    400: "четыреста четырёхсот четырехсот чотириста чотирьохсот",
    500: "пятьсот пятисот п'ятсот п'ятисот",
    600: "шестьсот шестисот шістсот шестисот",
    700: "семьсот семисот сімсот семисот",
    800: "восемьсот восьмисот вісімсот восьмисот",
    900: "девятьсот девятисот дев'ятсот дев'ятисот",
}
_STEMS = {
    5: "пят п'ят",
    9: "девят дев'ят",
    10: "десят",
    11: "одиннадцат одинадцят",
    12: "двенадцат дванадцят",
    13: "тринадцат тринадцят",
    14: "четырнадцат чотирнадцят",
    15: "пятнадцат п'ятнадцят",
    16: "шестнадцат шістнадцят",
    17: "семнадцат сімнадцят",
    18: "восемнадцат вісімнадцят",
    19: "девятнадцат дев'ятнадцят",
    20: "двадцат двадцят",
    30: "тридцат тридцят",
    50: "пятьдесят пятидесят п'ятдесят",
    60: "шестьдесят шестидесят шістдесят",
    70: "семьдесят семидесят сімдесят",
    80: "восемьдесят восьмидесят вісімдесят",
}
_ENDINGS = ("", "ь", "и", "ью", "ьох", "ьом", "ьма", "еро", "ерых")
VALUES: dict[str, int] = (
    _ENGLISH
    | {form: value for value, forms in _SLAVIC.items() for form in forms.split()}
    | {stem + end: value for value, stems in _STEMS.items() for stem in stems.split() for end in _ENDINGS}
)
_SCALES = (
    ("hundred", 100),
    ("thousand", 1_000),
    ("тысяч", 1_000),
    ("тисяч", 1_000),
    ("тыс", 1_000),
    ("тис", 1_000),
    ("million", 1_000_000),
    ("миллион", 1_000_000),
    ("мільйон", 1_000_000),
    ("млн", 1_000_000),
    ("billion", 10**9),
    ("миллиард", 10**9),
    ("мільярд", 10**9),
    ("млрд", 10**9),
)
_MONTHS = (
    "january jan январ січ",
    "february feb феврал лют",
    "march mar март берез",
    "april apr апрел квіт",
    "may мая трав",
    "june jun июн черв",
    "july jul июл лип",
    "august aug август серп",
    "september sep sept сентябр верес",
    "october oct октябр жовт",
    "november nov ноябр листопад",
    "december dec декабр груд",
)
_ENGLISH_MONTH = re.compile(r"[a-z]+")
_SLAVIC_ENDING = ("ь", "я", "е", "а", "ю", "ня", "ого", "ні", "день", "пад", "пада", "ень")


def month_of(word: str) -> int | None:
    """The number of a month named by a word in small letters; None where it names none."""
    for number, forms in enumerate(_MONTHS, start=1):
        for form in forms.split():
            if word == form:
                return number
            if (
                not _ENGLISH_MONTH.fullmatch(form)
                and word.startswith(form)
                and word[len(form) :] in _SLAVIC_ENDING
            ):
                return number
    return None


def scale_of(word: str) -> int | None:
    """What a word such as "million" multiplies by; None for other words."""
    return next((by for stem, by in _SCALES if word.startswith(stem) and len(word) <= len(stem) + 3), None)


def written(value: float) -> str:
    """A number in one way of writing: no grouping, no zeros at the end."""
    return str(int(value)) if value == int(value) else f"{value:.6f}".rstrip("0")


def digits(token: str) -> float | None:
    """The value of a number in digits: "1,200", "1 200", "2.4", "2,4"; None for times and for what is no number."""
    if ":" in token:
        return None
    plain = re.sub(r"[ \u00a0\u202f]", "", token)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", plain):
        plain = plain.replace(",", "")
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        return None


def spelled(words: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Numbers spelled in words: place of the first word, place after the last, value ("forty-five": 45)."""
    at = 0
    while at < len(words):
        value = VALUES.get(words[at])
        if value is None:
            at += 1
            continue
        end, total = at + 1, float(value)
        while end < len(words) and (more := VALUES.get(words[end])) is not None and more < _unit(total):
            total, end = total + more, end + 1
        yield at, end, total
        at = end


def _unit(value: float) -> int:
    """What may follow a number in words must be smaller than its last figure: 40 takes 5, 200 takes 40."""
    if value % 100 == 0:
        return 100
    return 10 if value % 10 == 0 and value % 100 >= 20 else 0
