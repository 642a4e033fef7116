"""Wordings of origin, in English, Russian and Ukrainian: how pages say that a text, or a part of it, is another's.

Each is a relation and a pattern whose group `name` begins where the other publisher is named.
"""

from __future__ import annotations

import re
from typing import Literal

Relation = Literal["republished", "edited", "translated", "agency", "canonical", "credited", "told"]

_CAPITAL = r"[^\W\da-zа-яіїєґё_]"
# A name as it is written: an address; a word with a capital and more of them, small words between; else one word.
_NAME = (
    r"(?P<name>(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}\b(?:/\S*)?"
    rf"|[«“\"]?{_CAPITAL}[\w’'&-]*"
    rf"(?:\.?[ ](?:of|the|and|for|de|la|del|di|du|des|und|der|y|и|та|і|{_CAPITAL}[\w’'&-]*)){{0,6}}[»”\"]?"
    r"|[a-z][\w-]+)"
)
_KIND = r"(?:article|story|report|text|piece|post|version|interview|column|commentary)"
_ON_DAY = r"(?: today| yesterday)?(?: on \d[\w ,]{3,20}| on \w+ \d[\w ,]{1,12})?"
_WHERE_RU = r"(?: на| в| у| из| с| з| із)?(?: сайт[еіуа]?| портал[іеу]?| издани[ия]| видання)?"
_DONE_RU = r"(?:опубликован\w*|опублікован\w*|вышел|вышла|вийшов|вийшла)"


def _table(*rows: tuple[Relation, str]) -> tuple[tuple[Relation, re.Pattern[str]], ...]:
    return tuple((relation, re.compile(pattern, re.MULTILINE)) for relation, pattern in rows)


# The whole text is another's. The surest come first.
NOTICES = _table(
    (
        "edited",
        rf"(?i:available on|appeared (?:on|in)|published (?:by|on|in)) {_NAME}"
        r"[^\n]{0,120}?(?i:edited|modified|adapted|abridged|shortened|condensed)",
    ),
    (
        "translated",
        rf"(?i:translated(?: and adapted)? (?:from|for|by)(?: the \w+)?(?: (?:original|text))?(?: (?:in|on|of|by))?) {_NAME}",
    ),
    (
        "translated",
        r"(?:[Пп]ереклад(?:ено)?|[Пп]еревод|[Пп]ереведено)(?!\w)(?: с| з| із)?(?: \w+(?:ого|ої|ой))?:?"
        rf"(?: сайт[ау])? {_NAME}",
    ),
    (
        "republished",
        rf"(?i:(?:originally|first) (?:published|appeared|posted|ran|aired){_ON_DAY} (?:on|in|at|by|with))(?: the)? {_NAME}",
    ),
    (
        "republished",
        r"(?i:(?:re-?published|reprinted|reposted|reproduced|syndicated)(?: here)?"
        rf"(?: with (?:the )?(?:kind )?permission)? (?:from|of|by|courtesy of))(?: the)? {_NAME}",
    ),
    (
        "republished",
        rf"(?i:th(?:is|e) (?:\w+ )?{_KIND} (?:comes|is taken|was taken|was supplied|was provided|is reproduced)[^.\n]{{0,30}}?"
        rf" (?:from|by|courtesy of))(?: the)? {_NAME}",
    ),
    (
        "republished",
        r"(?i:(?:published|posted)[^.\n]{0,60}(?:available|found|read) (?:on|at|from|in)(?: the (?:web)?(?:pages?|site) of)?)"
        rf"(?: the)? {_NAME}",
    ),
    (
        "republished",
        rf"(?i:read the (?:original|full) {_KIND}(?: here)? (?:on|at|in))(?: the)? {_NAME}",
    ),
    (
        "republished",
        r"(?:[Пп]ерепечат\w+|[Пп]ередрук\w*|[Рр]епубликац\w+|[Рр]епублікац\w+)"
        rf"(?: материала| матеріалу)?{_WHERE_RU}:? {_NAME}",
    ),
    (
        "republished",
        rf"(?:[Вв]первые|[Вв]перше|[Рр]анее|[Рр]аніше) (?:был[оа]? |був |було )?{_DONE_RU}{_WHERE_RU} {_NAME}",
    ),
    (
        "republished",
        rf"(?:[Оо]ригинал|[Оо]ригінал)(?: статьи| материала| текста| статті| матеріалу| тексту)?(?:{_WHERE_RU}|:) {_NAME}",
    ),
    (
        "republished",
        rf"^\W*(?:[Ss]ource|[Vv]ia|[Ии]сточник|[Дд]жерело)\s?: ?{_NAME}\W*$",
    ),
)
# A part of the text is another's, or was said to it.
CREDITS = _table(
    (
        "credited",
        r"(?i:with (?:additional )?(?:reporting|material|inputs?|reports?|files|information)(?: from| by)"
        rf"|(?:based on|drawing on|compiled from) (?:a |the )?(?:reports?|reporting|materials?) (?:by|from|in|of)) {_NAME}",
    ),
    (
        "credited",
        r"(?:[Пп]о (?:материалам|данным|информации)|[Зз]а (?:матеріалами|даними|інформацією)|со ссылкой на|з посиланням на)"
        rf" {_NAME}",
    ),
    (
        "credited",
        rf"\b(?i:citing|according to a report (?:in|by)|first reported by|as reported by)(?: the)? {_NAME}",
    ),
    (
        "credited",
        r"(?:(?<=[.!?»”\"\n] )|^|(?:пишет|сообщает|передает|передаёт|пише|повідомляє|передає) )"
        rf"(?:The |Газета |Агентство |Агенція |Видання |Издание )?{_NAME}"
        r"(?= (?:reports?|reported|writes|wrote|has learned|сообщи\w+|пишет|передал\w*|повідоми\w+|пише)\b)",
    ),
    (
        "told",
        r"\b(?:told|tells|speaking to|interview (?:with|to|for)|in conversation with"
        r"|рассказал\w*|розповів|розповіла|сообщил\w*|в интервью|в інтерв'ю)"
        rf"(?: the| агентству| газете| газеті| изданию| виданню| телеканалу| агенції)? {_NAME}",
    ),
)
