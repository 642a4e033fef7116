"""Abbreviations: dots that do not end a sentence, in English, Russian and Ukrainian."""

from __future__ import annotations

import re

from detente.corpus.prose import words_of

# Titles and words that always lean on what follows: a sentence does not end on them.
_LEANING = words_of(
    "mr mrs ms mx dr prof rev hon pres sen rep gov amb gen maj col lt capt cmdr cpt sgt cpl adm brig supt",
    "messrs st ste mt ft",
    "vs viz cf approx est no nos art arts sec secs ch fig figs vol pp para paras al ave",
    "i.e e.g n.b r.i.p a.k.a",
    "ім м вул буд просп пл обл акад доц проф ген полк пор див напр тис млн млрд трлн грн рр",
    "ул д пр пер акад доц проф ген полк подполк см напр тыс млн млрд руб гг пп ст стр гл ред с п р г о сл",
    "корп кв пос дер тел зам рис табл адм лейт кап трлн",
    "т.е т.н т.к т.з т.зв о.с",
)
# These end a sentence or not; what follows decides.
_OPEN = words_of(
    "etc inc ltd corp co jr sr ph.d m.d b.a m.a u.s u.k u.n e.u u.s.a u.s.s.r d.c a.m p.m b.c a.d",
    "jan feb mar apr jun jul aug sept sep oct nov dec",
    "т.д т.п т.ч др ін проч им н.э н.е с.ш",
)
# Of those, the ones that close a list or a clock time: a capital after them opens a sentence.
_CLOSING = frozenset(["etc", "т.д", "т.п", "др", "ін", "проч", "a.m", "p.m", "ph.d", "н.э", "н.е"])
_ALWAYS_SMALL = frozenset(("vs", "viz", "cf", "approx", "al", "i.e", "e.g", "n.b", "a.k.a", "pp"))
# After a figure these close an amount or a year: "in 2021 г.", "3,5 млн."; a word that opens sentences follows or not.
_AMOUNT = re.compile(r"\d[\s\u00a0]?(?:г|гг|р|рр|тыс|тис|млн|млрд|трлн|руб|долл|дол|грн)$")
# A day or century in the languages that put a dot after it: "5. Mai", "19. Jahrhundert".
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}$")
_AFTER_ORDINAL = re.compile(
    r"(?:Jän|Jan|Feb|Mär|April|Mai\b|Jun|Jul|Aug|Sept|Okt|Nov|Dez|Jahrhundert|Jh\b)", re.UNICODE
)
_TIME_ZONE = re.compile(r"(?:ET|EST|EDT|GMT|UTC|CET|BST|Eastern|Moscow|Kyiv|local)\b")
_STARTER = re.compile(
    r"(?:The|A|An|This|That|These|Those|He|She|It|They|We|You|I|His|Her|Its|Their|Our|My|But|And|Or|So|Yet|In|On|At|By|For|From|"
    r"With|After|Before|As|If|When|While|Although|Though|However|Since|Until|Under|Over|There|Here|Both|Some|Many|Most|"
    r"Neither|Such|To|What|Who|Why|How|Where|Meanwhile|Instead|Also|Earlier|Later|Then|Now|Not|No|Despite|Because|Once|"
    r"Он|Она|Оно|Они|Это|Этот|Эта|Эти|Но|И|А|В|Во|На|По|При|После|Если|Когда|Как|Также|Однако|Для|Об|О|К|С|Со|Из|За|Мы|Вы|"
    r"Я|Его|Её|Ее|Их|Там|Тогда|Поэтому|Кроме|"
    r"Потом|Затем|Сейчас|Теперь|Сегодня|Вчера|Завтра|Позже|Ранее|Между|Под|Без|Не|Ни|Все|Так|Что|Кто|Где|От|До|Через|Хотя|Пока|"
    r"Він|Вона|Воно|Вони|Це|Цей|Ця|Ці|Але|Та|І|Й|У|Після|Якщо|Коли|Як|Також|Однак|Про|До|З|Із|Зі|Ми|Ви|Його|Її|Їх|Тоді|Тому|Крім|"
    r"Потім|Згодом|Зараз|Тепер|Сьогодні|Вчора|Пізніше|Раніше|Між|Під|Усі|Всі|Те|Що|Хто|Де|Від|Через|Хоча|Поки)"
    r"(?=[\s,])"
)
_TOKEN = re.compile(r"(?:[^\W\d_]\.\s?){1,4}[^\W\d_]$|(?:[^\W_]|[.’'-])+$")
_INITIAL = re.compile(r"(?:[^\W\d_]\.\s?)*[^\W\d_]", re.UNICODE)


def token_before(text: str, start: int, dot: int) -> str:
    """The word that the dot at `dot` stands after, not reaching before `start`: `Dr`, `U.S`, `т.д`."""
    found = _TOKEN.search(text, max(start, dot - 40), dot)
    return re.sub(r"\s", "", found[0]) if found else ""


def leans_on(word: str, following: str) -> bool:
    """Whether the dot after a word belongs to the word and the sentence goes on with what follows.

    `following` is the text after the blanks that follow the dot, a few dozen characters of it.
    """
    folded = word.lower().strip(".’'-")
    starts_anew = bool(_STARTER.match(following))
    if folded == "no":
        return following[:1].isdigit()
    if _is_initials(word):
        if folded in _CLOSING:
            return bool(_TIME_ZONE.match(following))
        return not starts_anew or folded in {"i.e", "e.g"}
    if folded in _OPEN:
        if folded in _CLOSING:
            return bool(_TIME_ZONE.match(following))
        return not starts_anew
    if folded in _LEANING and word.isascii() and word.islower() and folded not in _ALWAYS_SMALL:
        return following[:1].isdigit()  # "state of the art", but "art. 5"
    return folded in _LEANING


def opens_anew(following: str) -> bool:
    """Whether the words begin with one that opens sentences when it has a capital: "Then", "Он"."""
    return bool(_STARTER.match(following))


def goes_on_after_figure(before: str, following: str) -> bool | None:
    """What a figure before the dot tells: the sentence goes on (True), ends (False), or nothing (None).

    `before` is what stands before the dot, `following` what stands after the blanks.
    """
    if _ORDINAL.search(before) and _AFTER_ORDINAL.match(following):
        return True
    if _AMOUNT.search(before) and _STARTER.match(following):
        return False
    return None


def _is_initials(word: str) -> bool:
    """Whether the word is one capital or letters parted by dots: `J`, `U.S`, `В.В`."""
    if not _INITIAL.fullmatch(word):
        return False
    return len(word) > 1 or word.isupper()
