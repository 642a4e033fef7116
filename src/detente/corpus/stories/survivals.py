"""What survives rewording and translation: numbers, dates, names, their order; and the words that carry the content.

Each is kept as one number (a *mark*), so that two documents are compared without their texts and an index can find
who mentions the same. No list of particular names is used: a name is a word with a capital that does not merely
begin a sentence.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from detente.corpus.prose import words_of
from detente.corpus.stories.names import skeleton
from detente.corpus.stories.numerals import digits, month_of, scale_of, spelled, written

Marks = NDArray[np.uint64]
Words = NDArray[np.uint32]

NAME, NUMBER, DAY = 0, 1, 2
_TENTHS = 10  # a mark's weight is kept in tenths, in its lowest four bits
_TELLING, _INDEXED = np.uint64(9), 32  # tenths; marks of one document
_TOKEN = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.,:]\d+)?|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*"
)
_OPENS = re.compile(r"[.!?…:;\n•“”\"«»„()]")
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»\n]{8,600})[\"”“»]")
_STEM, _CONTENT = 6, 5  # letters kept of a word; letters that a word of content has at least
_NO_NAMES = words_of(
    "the a an in on at by for of to and or but it he she they we you i his her their its this that these those",
    "from with as if when while after before under over between no not there here what who how why all both",
    "monday tuesday wednesday thursday friday saturday sunday mr mrs ms dr",
    "в на и но а по с со из к о об от до у за при не он она они мы вы я его её ее их это что как если когда",
    "після під до від із зі й та але він вона вони ми ви її їх це що як якщо коли про для між без",
)
_NO_CONTENT = words_of(
    "about above after again against being between could during every further having might other should since",
    "still their there these those through under until where which while would would said says told added according",
    "because before first later than also such with from have been were will what when",
    "более было будет были быть время всего вообще даже если когда которая которое которые который которых которой",
    "между может можно нельзя однако около около очень перед после потом поэтому почти против сказал сказала словам",
    "снова также тогда только чтобы этого этой этом заявил заявила сообщил сообщила",
    "більше будуть буде було бути вони якщо коли котрий через після також тільки тоді проти перед можна може між",
    "якого якої яких який яка яке сказав сказала словами заявив заявила повідомив повідомила цього цьому",
)


@dataclass(frozen=True, slots=True, eq=False)
class Survivals:
    """What of a document survives rewording: marks in the order of first mention, content words, quoted words.

    `words` and `quoted` are sorted and hold each word once.
    """

    marks: Marks
    words: Words
    quoted: Words


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, number or day as it stands in a text: its kind, its form in every language, and its range."""

    kind: int
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    opens: bool  # a sentence, so that a capital tells nothing

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def survivals(text: str, mentioned: Sequence[Mention]) -> Survivals:
    """What survives rewording of a text that is reporting only, from what it mentions."""
    found = dict.fromkeys(map(mark_of, mentioned))
    marks = np.fromiter(found, dtype=np.uint64, count=len(found))
    quoted = " ".join(match[1] for match in _QUOTED.finditer(text))
    return Survivals(marks, content_words(text), content_words(quoted))


def content_words(text: str) -> Words:
    """The words of a text that carry its content, cut to their first letters, as sorted numbers."""
    return np.unique(np.fromiter(map(_word_hash, stems(text)), dtype=np.uint32))


def stems(text: str) -> Iterator[str]:
    """The words of five letters or more that are no words of grammar, cut to six letters."""
    for token in re.findall(rf"[^\W\d_]{{{_CONTENT},}}", text.lower()):
        if token not in _NO_CONTENT:
            yield token[:_STEM]


def mark_of(mention: Mention) -> int:
    """The number that stands for a mention: a hash of what it is, its kind, and its weight in tenths."""
    key = f"{mention.kind}{mention.key}".encode("utf-8", "surrogatepass")
    hashed = int.from_bytes(blake2b(key, digest_size=7).digest(), "little")
    return hashed << 8 | mention.kind << 4 | round(_weight(mention) * _TENTHS)


def weights(marks: Marks) -> NDArray[np.float64]:
    """How much each mark tells, 0 to 1.5: a long name or an odd number more than a short or a round one."""
    return (marks & np.uint64(15)).astype(np.float64) / _TENTHS


def kinds(marks: Marks) -> NDArray[np.uint64]:
    """The kind of each mark."""
    return (marks >> np.uint64(4)) & np.uint64(15)


def mentions(text: str) -> list[Mention]:
    """Names, numbers and days in the order of the text."""
    tokens = list(_tokens(text))
    taken: set[int] = set()
    found = list(_numbers(tokens, taken))
    found += _names(tokens, taken)
    return sorted(found, key=lambda mention: mention.start)


def _tokens(text: str) -> Iterator[_Token]:
    end = 0
    for match in _TOKEN.finditer(text):
        gap = text[end : match.start()]
        yield _Token(match[0], match.start(), match.end(), end == 0 or bool(_OPENS.search(gap)))
        end = match.end()


def _numbers(tokens: Sequence[_Token], taken: set[int]) -> Iterator[Mention]:
    """Numbers and days; the places of their tokens are put into `taken`."""
    small = [token.text.lower().replace("’", "'").replace("ʼ", "'") for token in tokens]
    figures = {
        place: (place + 1, value)
        for place, token in enumerate(tokens)
        if token.text[0].isdigit() and (value := digits(token.text)) is not None
    } | {place: (after, value) for place, after, value in spelled(small)}
    for place, token in enumerate(tokens):
        if ":" in token.text:
            taken.add(place)
            yield Mention(NUMBER, token.text.lstrip("0"), token.start, token.end)
    for place, (after, value) in sorted(figures.items()):
        taken.update(range(place, after))
        day = _day(small, (place, after), value)
        if day is not None and day[1] not in taken:
            taken.add(day[1])
            first, last = min(place, day[1]), max(after - 1, day[1])
            yield Mention(DAY, day[0], tokens[first].start, tokens[last].end)
            continue
        whole, last = _scaled(small, after, value)
        taken.update(range(after, last))
        if whole > 1:
            yield Mention(NUMBER, written(whole), tokens[place].start, tokens[last - 1].end)


def _scaled(small: Sequence[str], after: int, value: float) -> tuple[float, int]:
    """The number with the "million" that follows it, and the place after."""
    while after < len(small) and (by := scale_of(small[after])) is not None:
        value, after = value * by, after + 1
    return value, after


def _day(small: Sequence[str], around: tuple[int, int], value: float) -> tuple[str, int] | None:
    """Day and month where a month stands beside the number, and the place of the month."""
    if not (value == int(value) and 1 <= value <= 31):
        return None
    for place in (around[1], around[0] - 1):
        if 0 <= place < len(small) and len(small[place]) >= 3 and (month := month_of(small[place])):
            return f"{month}-{int(value)}", place
    return None


def _names(tokens: Sequence[_Token], taken: set[int]) -> Iterator[Mention]:
    """Words with a capital within a sentence; at its beginning, those known from elsewhere or before another."""
    capitals = [
        (place, token, skeleton(token.text))
        for place, token in enumerate(tokens)
        if token.capital and place not in taken and token.text.lower() not in _NO_NAMES
    ]
    sure = {bones for _, token, bones in capitals if not token.opens}
    seen_small = {token.text.lower() for token in tokens if not token.capital}
    places = {place for place, _, _ in capitals}
    for place, token, bones in capitals:
        following = place + 1 in places and not tokens[place + 1].opens
        beginning = bones in sure or (following and token.text.lower() not in seen_small)
        if len(bones) > 1 and month_of(token.text.lower()) is None and (not token.opens or beginning):
            yield Mention(NAME, bones, token.start, token.end)


def _weight(mention: Mention) -> float:
    """How much a mention tells by its form alone."""
    if mention.kind == DAY:
        return 1.0
    if mention.kind == NAME:
        return {2: 0.5, 3: 0.9, 4: 1.2}.get(len(mention.key), 1.4)
    if ":" in mention.key:
        return 1.0
    significant = len(mention.key.replace(".", "").strip("0"))
    value = float(mention.key)
    if value <= 12:
        return 0.3
    return {1: 0.6, 2: 1.0}.get(significant, 1.3)


def _word_hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def indexed_marks(marks: Marks) -> list[int]:
    """The marks by which an index finds documents: those that tell something by themselves, the first 32."""
    telling: list[int] = marks[(marks & np.uint64(15)) >= _TELLING][:_INDEXED].tolist()
    return telling
