"""Words of meetings, in English, Russian and Ukrainian: who counts as a side, where, and what tells of a meeting."""

from __future__ import annotations

import re
from typing import Literal

MeetingKind = Literal["talks", "call", "summit", "visit", "meeting"]

# "in Geneva", "в Женеве": a capital behind these is a place.
LOCATIVE = re.compile(
    r"(?:^|[\s(«“\"])(?:in|at|near|to|from|into|outside|via|visit(?:ed|s|ing)?|посетил[аи]?|відвіда(?:в|ла|ли)|в|во|на|у|из|із|зі|до|под|під|near\sto)\s(?:the\s)?$",
    re.IGNORECASE,
)
_SIDE = (
    r"(?:(?:top|chief|senior|foreign|defen[cs]e|prime|state|peace|lead)[\s-])*"
    r"(?:delegation|delegate|side|negotiator|official|team|envoy|representative|diplomat|president|minister|leader|"
    r"government|spokes\w+|mediator|counterpart|ambassador|presidency|parliament|foreign ministry|national security)s?\b|"
    r"(?:\w+(?:ый|ий|ая|ие|ые|ого|ой|их|ых|ий|а|і|ої|ими|ыми)\s)?"
    r"(?:делегаци|делегаці|сторон|переговорщик|перемовник|представител|представник|президент|министр|міністр|лидер|"
    r"лідер|правительств|уряд|посланник|дипломат|посол|посл|чиновник|посадов|команд)\w*"
)
# What may stand between a demonym and the noun: other sides, joined by "and".
SIDE_NOUNS = re.compile(
    rf"[\s-](?:(?:and|or|и|та|і|й|или|або|,)\s?(?:the\s)?[^\W\d_]+[\s-]){{0,3}}(?:{_SIDE})|"
    rf",\s[^\W\d_]+(?:,?\s(?:and|и|та|і|й)\s[^\W\d_]+)?\s(?:{_SIDE})",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"[^\W\d_]*(?:ns|ers|ards|poles|цы|цев|цам|цами|яне|ян|янам|ці|ців|цям|цями|яни|янам)$", re.IGNORECASE
)
_CYRILLIC_CASE = re.compile(
    r"(?:ого|его|ому|ему|ыми|ими|ами|ями|ьою|ею|ою|ий|ій|ый|ая|яя|ое|ее|ые|ие|ої|ой|ей|ым|им|ім|ом|ем|єм|ах|ях|"
    r"ам|ям|их|ых|[аяуюеиыіїєоьй])$"
)
_KEPT = 4  # letters that a stem keeps


def folded_word(word: str) -> str:
    """A word in small letters with plain apostrophes, without the English possessive."""
    plain = word.casefold().replace("’", "'").replace("ʼ", "'").replace("ё", "е")
    return plain.removesuffix("'s").removesuffix("s'") if plain.isascii() else plain


def stem(word: str) -> str:
    """A word without its case ending where it is Cyrillic and long enough, so that "Путиным" finds "Путин"."""
    plain = folded_word(word)
    if not "\u0400" <= plain[:1] <= "\u04ff":
        return plain
    shorter = _CYRILLIC_CASE.sub("", plain)
    return shorter if len(shorter) >= _KEPT else plain


def is_people(word: str) -> bool:
    """Whether a demonym names people ("Ukrainians", "россияне") and not a quality ("Ukrainian")."""
    return bool(_PEOPLE.fullmatch(word)) and word[0].isupper() | bool(re.match("[а-яіїєґ]", word))


_NOT_MET = (
    r"(?!\s(?:\w+\s){0,3}(?:obligations?|conditions?|demands?|targets?|deadlines?|criteria|goals?|needs?|requirements?|"
    r"standards?|resistance|challenges?|quota|opposition|criticism|anger|silence|end)\b)"
)
# A word or phrase that names or tells a meeting, by kind; the first kind that stands in a clause is its kind.
CUES: tuple[tuple[MeetingKind, re.Pattern[str]], ...] = (
    (
        "call",
        re.compile(
            r"\b(?:(?:tele)?phone[ -](?:calls?|conversations?|talks?)|(?:video|conference)[ -](?:calls?|conferences?)|"
            r"(?:spoke|spoken|speak|talked|talks|conversation|conversed|agreed?)(?:\s[\w’'.-]+){0,8}?\s(?:by|on|over)"
            r"\s(?:the\s)?(?:tele)?phone|"
            r"(?:by|over) (?:tele)?phone|(?:tele)?phoned|"
            r"(?:in|during|after|had|held|joint|a|the|minute|hour|long)[ -]calls? "
            r"(?:with|between|on|held|lasted|took)|held (?:a |two )?calls?\b)|"
            r"телефонн\w+ (?:разговор|переговор|бесед|розмов|перемовин|дзвін)\w*|"
            r"(?:по|за) телефон[уо]\w*|телефоном|созвони\w+|зателефонува\w+|позвонил\w*|подзвони\w+",
            re.IGNORECASE,
        ),
    ),
    ("summit", re.compile(r"\bsummits?\b|саммит\w*|сам+[иі]т\w*", re.IGNORECASE)),
    (
        "meeting",
        re.compile(
            rf"\b(?:met|meets|meet|meeting)\b{_NOT_MET}|\bmeetings\b|"
            r"\b(?:received|hosted)\s(?=(?-i:[A-Z])|(?:the|a)\s(?:\w+\s)?(?:delegation|envoy|minister|president))|"
            r"\bвстре(?:ч|т)\w*|\bзустрі[чтвлн]\w*|"
            r"\b(?:принял[аи]?|прийня(?:в|ла|ли)|примет|прийме)\s(?=(?:\w+\s){0,3}(?:(?-i:[А-ЯІЇЄҐ])|делегац|посл|посланн|министр|міністр|президент))",
            re.IGNORECASE,
        ),
    ),
    (
        "talks",
        re.compile(
            r"\b(?:talks|negotiations|consultations|negotiat\w+ round|(?:second|third|first|fourth|last|next|new|"
            r"direct|trilateral|another|final)\s(?:\w+\s){0,2}round)\b|\brounds? of (?:\w+ )?talks\b|переговор\w*|"
            r"перемовин\w*|консультаци\w*|консультаці\w*|\bраунд\w*",
            re.IGNORECASE,
        ),
    ),
    (
        "visit",
        re.compile(
            r"\b(?:visit(?:ed|s|ing)?|travel(?:led|s|ed) to|arriv(?:ed|es) in|flew to|on a visit)\b|"
            r"\bвизит\w*|\bпосетил\w*|\bприбыл\w*|\bприлетел\w*|\bвізит\w*|\bвідвіда\w+|\bприбу(?:в|л)\w*|\bприлетів\w*",
            re.IGNORECASE,
        ),
    ),
)
# Verbs that say by themselves that a meeting took place; a noun needs an occurrence beside it.
TELLING = re.compile(
    r"\b(?:met|meets|received|hosted|visited|phoned|telephoned|arrived|flew|travell?ed|spoke|spoken|talked)\b|"
    r"\bвстрети\w+|\bвстретят\w+|\bвстречал\w+|\bзустрі(?:в|л)\w*|\bзустріча(?:в|л)\w+|\bзустрін\w+|\bпринял[аи]?\b|\bпосетил\w*|"
    r"\bсозвонил\w*|\bпозвонил\w*|\bприбыл\w*|\bприлетел\w*|\bзателефонува\w+|\bвідвіда(?:в|л)\w*|\bприбу(?:в|л)\w*|\bприлетів\w*|"
    r"\bприйня(?:в|ла|ли)\b|\bпровел[аи]? |\bпров[её]л\b|\bпров[еі](?:в|ла|ли)\b|\bпоговори\w+|\bпровели\b",
    re.IGNORECASE,
)
HAPPENED = re.compile(
    r"\b(?:held|took place|takes place|taking place|ended|began|begun|opened|resumed|concluded|closed|continued|lasted|"
    r"hosted|chaired|convened|finished|started|wrapped up|broke (?:up|off|down)|went on|breaks down|had)\b|"
    r"состоял\w+|прош(?:ёл|ел|ла|ли|ло)\b|начал\w+|заверши\w+|закончи\w+|открыл\w+|продолжал\w+|длил\w+|возобнови\w+|"
    r"відбу(?:в|л)\w+|пройш\w+|поча(?:в|л)\w+|заверши\w+|закінчи\w+|відкри(?:в|л)\w+|тривал\w+|тривав|відновил\w+|продовжи\w+",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:will|shall|is to|are to|was to|were to|is due|are due|due to|plans? to|"
    r"planned|scheduled|upcoming|next round|is expected|are expected|"
    r"agreed to (?:meet|hold)|set to|set for|go on in|to be held)\b|"
    r"встретятся|встретится|примет\b|состо[ия]тся|пройд[уё]т|пройдет|заплан\w+|намечен\w*|продолжатся|начнутся|планиру\w+|"
    r"проведут|проведёт|предстоящ\w+|будет|будут|зустрінуться|зустрінеться|прийме\b|відбуд\w+|пройдуть|запланован\w*|продовжаться|"
    r"почнуться|планують|планує|проведуть|проведе\b|майбутн\w+|буде\b|будуть",
    re.IGNORECASE,
)
# Asked for, refused, imagined: before the words of a meeting these say that none is told.
UNREAL = re.compile(
    r"\b(?:never|if|unless|could|may|might|would|should|can(?:not)?|refus\w+|declin\w+|called off|calls? off|cancel\w+|"
    r"postpone\w*|invit\w+|ready|willing|offer(?:ed|s)?|propos\w+|suggest\w+|demand\w*|ask(?:ed|s)? for|call(?:s|ed)? for|urg\w+|"
    r"threat\w+|possib\w+|unlikely|likely|chances? of|whether|hop\w+|ruled? out|considered|want(?:s|ed)?|seek\w*|"
    r"back to|return to|dropp?\w*|no|not|without|before (?:any|the|a)|n[’']t)\b|n[’']t\b|"
    r"(?<!\w)не(?=\s\w+\s?\w*$)|отмен\w+|отлож\w+|предлож\w+|предлага\w+|готов[аы]?(?!\w)|приглас\w+|возможн\w+|отказ\w+|требу\w+|"
    r"скасов\w+|скасува\w+|відклад\w+|відклал\w+|запропон\w+|пропону\w+|запрос\w+|можлив\w+|відмов\w+|вимага\w+|готов[іий]{1,2}(?!\w)|"
    r"(?<!\w)(?:если|якщо|бы|би|б|без)(?!\w)",
    re.IGNORECASE,
)
# Behind them, these do.
CALLED_OFF = re.compile(
    r"\b(?:called off|cancel\w+|postpone\w*|did not take place|(?:has|have|was|were) not|never)\b|отмен\w+|отлож\w+|"
    r"не состоял\w+|скасов\w+|скасува\w+|відклад\w+|не відбу\w+",
    re.IGNORECASE,
)
# Behind these stand matters, not those who meet.
MATTER = re.compile(
    r"\b(?:(?:on|over) (?=(?-i:[A-Z]))(?!mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"about|to discuss|discuss(?:ed|ing)|regarding|concerning|aimed at|to end)\b|"
    r"(?<!\w)(?:о|об|про|обсуди\w+|обсужда\w+|обговори\w+|обговорюва\w+|по вопрос\w+|щодо|относительно)(?!\w)",
    re.IGNORECASE,
)
CLAUSE = re.compile(r";|,?\s(?:but|while|whereas)\s|,\s(?:а|но|але|однак|однако|тогда как|тоді як)\s|\.\s")
# Where a meeting is held; "to" and "from" tell only of a way.
AT = re.compile(r"(?:^|[\s(«“\"])(?:in|at|near|outside|в|во|на|у|під|под)\s(?:the\s)?$", re.IGNORECASE)
# "the Budapest summit", "саммит" beside a capital: the capital is a place.
VENUE_OF = re.compile(
    r"\s(?:summit|talks|meeting|round|conference|negotiations|statement|declaration|text)s?\b", re.IGNORECASE
)
# A cheap look before a close one.
CUE_HINT = re.compile(
    r"\bme(?:t|et|ets|eting|etings)\b|\btalk(?:s|ed)\b|\bnegotiat|\bround|\bsummit|phone|\bcalls?\b|\bspoke|\bvisit|\btravel|\bflew|\barriv|"
    r"\breceived|\bhosted|\bconsultation|встре|зустр|перегов|перемов|раунд|сам+[иі]т|телефон|звон|визит|візит|посет|прибы|прибу|"
    r"прилет|приня|прийня|примет|прийме|відвід|консульт",
    re.IGNORECASE,
)
