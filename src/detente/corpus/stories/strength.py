"""How firmly a sentence says something: hedges, firm words, asking and demanding, negation, conditions; en, ru, uk.

Words are cut to stems where a language inflects; `*` at the end stands for any ending.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def _any_of(*lines: str) -> re.Pattern[str]:
    """A pattern for any of the expressions, parted by bars, as whole words; `*` stands for an ending."""
    parts = [part.strip() for line in lines for part in line.split("|") if part.strip()]
    return re.compile(r"\b(?:" + "|".join(re.escape(part).replace(r"\*", r"\w*") for part in parts) + r")\b")


HEDGES = _any_of(
    "may|might|could|can|possible|possibly|perhaps|maybe|likely|probably|reportedly",
    "apparently|appears|seems|suggested|suggests",
    "hopes|hoped|hope to|expects|expected|considering|would consider|in principle|has yet to|have yet to|unclear|undecided",
    "not ruled out|open to|thought to|believed to|considers|hinted|signalled|willing to|ready to consider|if possible",
    "может|могут|мог|могла|могли|мог бы|могут бы|возможно|вероятно|наверное|предположительно|похоже|не исключ*|допуска*",
    "готов рассмотреть|надеется|рассчитыва*|вроде",
    "може|можуть|міг|могла|могли|можливо|ймовірно|мабуть|імовірно|схоже|не виключ*|сподіва*|розрахову*",
)
FIRM = _any_of(
    "will|shall|must|is to|are to|has to|have to|certain|definitely|certainly|vowed|pledged|guaranteed|undertook|confirmed",
    "decided|never|would|promised|insisted|at all costs|no doubt|would not",
    "будет|будут|должен|должна|должны|обязан*|обяза*|непременно|безусловно|гарантир*|пообещал*",
    "буде|будуть|повинен|повинна|повинні|має|мусить|зобов'яза*|неодмінно|безумовно|гаранту*|пообіця*",
)
ASKING = _any_of(
    "asked|asks|urged|urges|called on|calls on|called for|calls for|requested|appealed|invited|proposed|suggested|wants|wanted",
    "hoped|would like|recommended|encouraged|предложил*|попросил*|просит|призвал*",
    "рекоменд*|запропонува*|попроси*|просить|заклика*",
)
DEMANDING = _any_of(
    "demanded|demands|demand|insisted|insists|ordered|orders|required|requires|ultimatum|warned|threatened|obliged|forced",
    "потребовал*|требует|требуют|настаива*|настоял*|приказал*|вимага*|зажада*|наполяга*|наказа*",
)
NEGATION = _any_of(
    "not|no|never|neither|nor|none|nobody|nothing|without|cannot|can't|won't|refused|refuses|refuse|rejected|rejects|reject",
    "declined|declines|denied|denies|deny|failed|fails|ruled out|out of the question|barred|forbidden|opposed|opposes|lacks",
    "didn't|doesn't|isn't|aren't|wasn't|weren't|hasn't|haven't|wouldn't|couldn't|impossible|unable|unacceptable",
    "не|ни|нет|никогда|никто|ничего|нельзя|без|отказ*|отверг*|отклон*|отрица*|опроверг*|исключ*|запрещ*",
    "ні|немає|ніколи|ніхто|нічого|відмов*|відкин*|відхил*|запереч*|спросту*|виключ*|заборон*",
)
CONDITIONS = _any_of(
    "if|unless|provided|providing|only if|on condition|on the condition|as long as|so long as|subject to|conditional|once",
    "если|при условии|лишь если|только если|при том что|в случае если|якщо|за умови|лише якщо|тільки якщо|у разі",
)
CONDITIONS_WIDE = _any_of(
    "if|unless|provided|providing|condition|conditional|as long as|so long as",
    "subject to|should|once|until|when|after|before|first",
    "depend*|in exchange|in return|except|beforehand|without|assuming|hinge*|in case|otherwise|or else|had better",
    "если|услови*|когда|после|сначала|прежде|пока|взамен|кроме|якщо|умов*|коли|після|спочатку|поки|натомість|крім|у разі",
)
SAYING = _any_of(
    "said|says|told|added|adds|warned|announced|according to|insisted|argued|claimed|declared|stated|replied|answered",
    "noted|stressed|described|called|asked|demanded|denied|confirmed|acknowledged|responded|disclosed|commented|remarked",
    "сказал*|заявил*|сообщил*|добавил*|ответил*|отметил*|подчеркнул*|по словам|признал*|назвал*|рассказал*",
    "сказав|сказала|сказали|заяви*|повідоми*|додав|додала|відпові*|зазначи*",
    "наголоси*|поясни*|за словами|визна*|назва*|розпові*",
)


@dataclass(frozen=True, slots=True)
class Strength:
    """What kinds of expression a sentence has; the first two and `negations` count them."""

    hedges: int
    firm: int
    asks: bool
    demands: bool
    negations: int
    conditional: bool
    maybe_conditional: bool


def strength_of(sentence: str) -> Strength:
    """The kinds of expression in a sentence."""
    small = sentence.lower().replace("’", "'").replace("ʼ", "'")
    return Strength(
        hedges=len(HEDGES.findall(small)),
        firm=len(FIRM.findall(small)),
        asks=bool(ASKING.search(small)),
        demands=bool(DEMANDING.search(small)),
        negations=len(NEGATION.findall(small)),
        conditional=bool(CONDITIONS.search(small)),
        maybe_conditional=bool(CONDITIONS_WIDE.search(small)),
    )
