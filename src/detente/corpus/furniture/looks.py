"""What a piece of a page looks like by itself: its size, signs, words and tense."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.corpus.furniture.datelines import is_name
from detente.corpus.furniture.lexicon import topics_of
from detente.corpus.furniture.pieces import Piece
from detente.corpus.sentences.lines import is_item, is_turn

_CLOSED = re.compile(r"[.!?…][\"”’'»“)\]]*(?:\[\d{1,3}\])*$")
# Each with the characters of which a piece must have one to show it; `9` stands for any digit.
_SIGNS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (name, needs, re.compile(pattern))
    for name, needs, pattern in (
        ("year", "9", r"\b(?:19|20)\d\d\b"),
        ("clock", "9", r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?[ap]\.?m\b"),
        ("daymonth", "9", r"\b\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\b|\b\d{4}-\d\d-\d\d\b"),
        ("address", ":.@", r"https?:|www\.|\w\.(?:com|org|net|example|info|ua|ru)\b|\w@\w|@\w{3}"),
        ("hash", "#", r"#\w"),
        ("bar", "|·•∙●", r"[|·•∙●]"),
        ("slash", "/", r"\w ?/ ?\w"),
        ("gap", "", r"\S\s{2,}\S"),
        ("arrow", "", r"[→›»▶►←‹✓×\u2190-\u21ff\u25a0-\u27bf\U0001f300-\U0001faff]"),
        ("rights", "©(", r"©|\(c\)"),
        ("quote", '“”«»„"', r"[“”«»„\"]"),
        ("bracketed", "([", r"^[(\[].*[)\]]$"),
        ("bracket", "(", r"\("),
        ("colon", ":", r":\s"),
        ("labelled", ":", r"^[^\W\d][^.!?:]{1,28}:\s?\S"),
        ("of", "9", r"^\d+ ?(?:of|/|из|з|від) ?\d+$"),
        ("count", "9", r"^\(?\d[\d.,]*[kKmMкК]?\)?\s\w+$|\(\d+\)$"),
        ("note", "9¹²³*", r"^[\[(]?[\d¹²³*]{1,2}[\])]?\s\S"),
        ("dashes", "", r"^[\W_]+$"),
        ("stopdots", ".…", r"(?:\.\.\.|…)[\"»”]?$"),
        ("signoff", "", r"^\(?[A-Z]{2,6}/?\w{0,8}\)?\.?$"),
    )
)
_LIFE = re.compile(
    r"\s?(?:\([^()]{1,60}\)|,[^,]{1,60},)?\s?(?:[—–-]\s|is\b|was\b|has\b|had\b|covers\b|writes\b|wrote\b|reports\b|"
    r"teaches\b|works\b|worked\b|lives\b|served\b|joined\b|studies\b|directs\b|leads\b|heads\b|edits\b|holds\b|"
    r"пиш|работа|працю|живёт|живе|препода|виклада|изуча|вивча|занима|руковод|керу|освеща|висвітлю)"
)
_PERSON = re.compile(
    r"(?:(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame|Col|Gen)\.? )?((?:[^\W\d_a-zа-яіїєґё][\w.’'-]+ ){1,3}[^\W\d_a-zа-яіїєґё][\w’'-]+)"
)
_QUOTED = re.compile(r"[“”«»„\"]")
_STOP = re.compile(r"[.!?…][\"”’'»“)]*(?=\s|$)")
_PAST = re.compile(
    r"\b(?:[a-z]{2,}ed|was|were|had|did|said|told|met|went|came|took|gave|made|held|kept|left|put|got|saw|knew|felt|"
    r"found|began|became|broke|brought|built|chose|drew|fell|fought|grew|heard|led|lost|meant|paid|ran|rose|sent|"
    r"set|shook|shot|signed|sold|spoke|stood|struck|thought|threw|won|wrote|withdrew|"
    r"[а-яіїєґ]{2,}(?:л|ла|ло|ли|лся|лась|лось|лись|ався|явся|ився|ав|ив|ів|яв))\b"
)
_PRESENT = re.compile(
    r"\b(?:is|are|has|have|[а-яіїєґ]{2,}(?:ет|ёт|ут|ют|ит|ат|ят|ется|утся|ются|ится|атся|ятся|"
    r"є|ує|ить|ать|уть|ють|ять|ється|уються|иться|яться))\b"
)
_SHORT = 8  # words: of a piece so short every word is a feature
_NAMED = 6  # words: a name that stands alone is no longer
_TINY = frozenset({"0", "1", "2", "3"})
_NEVER_TOLD = frozenset({"letters", "cookies", "rights"})  # topics that a report does not have
_LONG = 8  # words: an ended piece so long is likely a sentence of the report
_READ = 400  # characters of a piece that are looked at for signs
_MOST = 60  # words of a piece that are looked up


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a piece by itself: its features, and what its neighbours and the page see of it.

    `who` is the person whom it begins with where it tells a life; `stems` are beginnings of its longer words;
    `solid` is whether it reads as a sentence of the report.
    """

    features: tuple[str, ...]
    who: str
    shape: str
    stems: frozenset[str]
    solid: bool


def look_of(piece: Piece) -> Look:
    """What a piece looks like by itself."""
    text, words = piece.text, piece.words
    size, closed = size_of(len(words)), bool(_CLOSED.search(text))
    small = [word.lower() for word in words[:_MOST]]
    topics = [topics_of(word) for word in small]
    counted = Counter(topic for found in topics for topic in found)
    features = [f"size={size}", f"closed={closed}", f"size={size}|closed={closed}", f"end={end_of(text)}"]
    capitals = _capitals(words)
    features += [f"start={start_of(text)}", f"caps={capitals}", f"caps={capitals}|size={size}"]
    features += _signs(text[:_READ])
    features += _topics(counted, len(words), closed=closed)
    features += [f"first={topic}" for topic in (topics[0] if topics else ())]
    features += [
        f"begins={topic}|{closed}" for topic in sorted({topic for found in topics[:3] for topic in found})
    ]
    features += [f"w0={word}" for word in small[:1]] + [f"w1={' '.join(small[:2])}"]
    features += [f"w={word[:6]}" for word in (small if len(words) <= _SHORT else small[:4] + small[-2:])]
    features += _told(text, counted, (size, closed))
    person = _PERSON.match(text, 0, _READ)
    if person and _LIFE.match(text, person.end()):
        features += ["life", f"life|closed={closed}"]
    features += [name for name, holds in (("turn", is_turn(text)), ("item", is_item(text))) if holds]
    if len(words) <= _NAMED and is_name(text):
        features.append("name")
    solid = closed and len(words) >= _LONG and not counted.keys() & _NEVER_TOLD
    stems = frozenset(word[:5] for word in small if len(word) > 4)
    who = person[1].lower() if person else ""
    return Look(tuple(features), who, f"{size}{'.' if closed else ''}", stems, solid)


def people_in(text: str) -> Iterator[str]:
    """The names of persons in a line, in small letters."""
    for found in _PERSON.finditer(text, 0, _READ):
        yield found[1].lower()


def _signs(text: str) -> Iterator[str]:
    """The signs that a text shows."""
    letters = set(text)
    if any(map(str.isdigit, letters)):
        letters.add("9")
    for name, needs, pattern in _SIGNS:
        if (not needs or not letters.isdisjoint(needs)) and pattern.search(text):
            yield f"sign={name}"


def _topics(counted: Counter[str], length: int, *, closed: bool) -> Iterator[str]:
    """What the words are about, and how thickly."""
    for topic, count in counted.items():
        thickness = "thick" if count * 3 >= length else "some" if count * 12 >= length else "thin"
        yield f"topic={topic}|{thickness}"
        yield f"topic={topic}|{thickness}|closed={closed}"
        if length <= _SHORT:
            yield f"topic={topic}|short"


def _told(text: str, counted: Counter[str], shape: tuple[str, bool]) -> list[str]:
    """How a piece tells: in the past, in the present, as a wish; in somebody's words; as a scene."""
    size, closed = shape
    past, present = (bool(pattern.search(text, 0, _READ)) for pattern in (_PAST, _PRESENT))
    tense = f"{int(past)}{int(present)}{min(counted['may'], 1)}"
    stops = len(_STOP.findall(text))
    features = [f"tense={tense}|closed={closed}", f"tense={tense}|{size}{closed}", f"stops={min(stops, 4)}"]
    features.append(f"ties={min(counted['tie'], 2)}|{closed}")
    if closed and size not in _TINY:
        scene = min(counted["scene"], 2)
        spoken = counted["said"] > 0 or bool(_QUOTED.search(text))
        features += [f"scene={scene}|spoken={spoken}", f"scene={scene}|stops={min(stops, 2)}|spoken={spoken}"]
        shown = min(counted["scene"] + counted["folk"] + counted["things"], 4)
        features += [f"shown={shown}|spoken={spoken}", f"shown={shown}|tense={tense}|stops={min(stops, 2)}"]
        features += [f"scene={scene}|tense={tense}", f"tense={tense}|spoken={spoken}|stops={min(stops, 2)}"]
    return features


def size_of(count: int) -> str:
    """A number of words as one of a few sizes."""
    for limit in (0, 1, 2, 3, 4, 6, 9, 14, 24, 40, 80):
        if count <= limit:
            return str(limit)
    return "more"


def end_of(text: str) -> str:
    """The last sign of a text: the mark itself, or the kind of character."""
    return _sign(text[-1:]) if text[-1:] not in "\"”’'»)]" else f"{_sign(text[-2:-1])}q"


def start_of(text: str) -> str:
    """The first sign of a text: the mark itself, or the kind of character."""
    return _sign(text[:1])


def _sign(letter: str) -> str:
    """A character as a mark or a kind of letter."""
    if not letter or letter.isspace():
        return "blank"
    if letter.isdigit():
        return "digit"
    if letter.isalpha():
        return "upper" if letter.isupper() else "lower"
    return letter if ord(letter) < 0x2100 else "symbol"


def _capitals(words: Sequence[str]) -> str:
    """How the words of a piece are capitalised: all letters, all words, most, some, none."""
    own = [word for word in words[:_MOST] if word[0].isalpha()]
    if not own:
        return "no words"
    great = sum(word[0].isupper() for word in own)
    if great == len(own):
        return "shouted" if all(len(word) > 1 and word.isupper() for word in own) else "all"
    share = great / len(own)
    return "most" if share > 0.6 else "some" if share > 0.25 else "few" if share > 0 else "none"
