"""What a piece of a page looks like: its features for the classifier, with those of its neighbours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.corpus.furniture.datelines import is_name
from detente.corpus.furniture.lexicon import topics_of
from detente.corpus.furniture.page import Page
from detente.corpus.furniture.pieces import Piece
from detente.corpus.sentences.lines import is_item, is_turn

# The rule that marked a line and the kind it gave, by the line's number.
Verdicts = Mapping[int, tuple[str, str]]
_CLOSED = re.compile(r"[.!?…][\"”’'»“)\]]*(?:\[\d{1,3}\])*$")
_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("year", r"\b(?:19|20)\d\d\b"),
        ("clock", r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?[ap]\.?m\b"),
        ("daymonth", r"\b\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\b|\b\d{4}-\d\d-\d\d\b"),
        ("address", r"https?:|www\.|\w\.(?:com|org|net|example|info|ua|ru)\b|\w@\w|@\w{3}"),
        ("hash", r"#\w"),
        ("bar", r"[|·•∙●]"),
        ("slash", r"\w ?/ ?\w"),
        ("gap", r"\S\s{2,}\S"),
        ("arrow", r"[→›»▶►←‹▸▾▼▲☰✉♥❤👍🔔📷★☆✓×]\s*|[\u2190-\u21ff\u2600-\u27bf\U0001f300-\U0001faff]"),
        ("rights", r"©|\(c\)"),
        ("quote", r"[“”«»„\"]"),
        ("bracketed", r"^[(\[].*[)\]]$"),
        ("bracket", r"\("),
        ("colon", r":\s"),
        ("labelled", r"^[^\W\d][^.!?:]{1,28}:\s?\S"),
        ("of", r"^\d+ ?(?:of|/|из|з|від) ?\d+$"),
        ("count", r"^\(?\d[\d.,]*[kKmMкК]?\)?\s\w+$|\(\d+\)$"),
        ("note", r"^[\[(]?[\d¹²³*]{1,2}[\])]?\s\S"),
        ("dashes", r"^[\W_]+$"),
        ("stopdots", r"(?:\.\.\.|…)[\"»”]?$"),
        ("signoff", r"^\(?[A-Z]{2,6}/?\w{0,8}\)?\.?$"),
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
_GUESSES = frozenset({"head", "repeated"})  # rules that tell by place alone
_SHORT = 8  # words: of a piece so short every word is a feature
_LONG = 8  # words: an ended piece so long is likely a sentence of the report
_SIGNED = 14  # words: a line that names its writer is no longer


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a piece by itself: its features, and the few words that describe it to its neighbours."""

    features: tuple[str, ...]
    who: str
    shape: str
    topics: frozenset[str]
    stems: frozenset[str]
    solid: bool


def features_of(page: Page, pieces: Sequence[Piece], verdicts: Verdicts) -> list[list[str]]:
    """The features of each piece in order, with those of its neighbours and of its place on the page."""
    looks = [_look(piece) for piece in pieces]
    around = _Surroundings.of(page, pieces, looks)
    rich = _richness(pieces, verdicts)
    found: list[list[str]] = []
    for number, (piece, look) in enumerate(zip(pieces, looks, strict=True)):
        features = ["bias", *look.features, *around.features(number)]
        name, kind = verdicts.get(piece.line, ("none", "none"))
        features += [f"rich={rich}", f"rich={rich}|{look.shape}"]
        features += [f"rule={name}:{kind}", f"rulekind={kind}", f"rule={name}:{kind}|{look.shape}"]
        for step in (-2, -1, 1, 2):
            features += _neighbour(pieces, looks, (number, step))
            if 0 <= number + step < len(pieces):
                features.append(f"{step}:rule={verdicts.get(pieces[number + step].line, ('', 'none'))[1]}")
        found.append(features)
    return found


def _richness(pieces: Sequence[Piece], verdicts: Verdicts) -> str:
    """How much furniture the rules know on the page, titles and names at its head not counted."""
    known = {piece.line for piece in pieces} & {n for n, (name, _) in verdicts.items() if name not in _GUESSES}
    return "none" if not known else "some" if len(known) <= 3 else "much"


def _look(piece: Piece) -> Look:
    """What a piece looks like by itself."""
    text, words = piece.text, piece.words
    size, closed = _size(len(words)), bool(_CLOSED.search(text))
    small = [word.lower() for word in words[:60]]
    topics = [topics_of(word) for word in small]
    counted = Counter(topic for found in topics for topic in found)
    features = [f"size={size}", f"closed={closed}", f"size={size}|closed={closed}", f"end={_end(text)}"]
    features += [f"start={_start(text)}", f"caps={_capitals(words)}", f"caps={_capitals(words)}|size={size}"]
    features += [f"sign={name}" for name, pattern in _SIGNS if pattern.search(text[:400])]
    for topic, count in counted.items():
        features.append(f"topic={topic}")
        if count * 3 >= len(words):
            features.append(f"topic={topic}|dense")
        if len(words) <= _SHORT:
            features.append(f"topic={topic}|short")
        features.append(f"topic={topic}|closed={closed}")
    features += [f"first={topic}" for topic in (topics[0] if topics else ())]
    features += [f"w0={stem}" for stem in small[:1]] + [f"w1={' '.join(small[:2])}"]
    features += [f"w={word[:6]}" for word in (small if len(words) <= _SHORT else small[:4] + small[-2:])]
    person = _PERSON.match(text)
    if person and _LIFE.match(text, person.end()):
        features += ["life", f"life|closed={closed}"]
    stops = len(_STOP.findall(text))
    features.append(f"stops={min(stops, 4)}")
    tense = f"{int(bool(_PAST.search(text[:400])))}{int(bool(_PRESENT.search(text[:400])))}{min(counted['may'], 1)}"
    features += [
        f"tense={tense}|closed={closed}",
        f"tense={tense}|{size}{closed}",
        f"ties={min(counted['tie'], 2)}|{closed}",
    ]
    spoken = bool(counted.keys() & {"said"}) or bool(_QUOTED.search(text))
    if closed and len(words) >= _LONG // 2:
        scene = min(counted["scene"], 2)
        features += [f"scene={scene}|spoken={spoken}", f"scene={scene}|stops={min(stops, 2)}|spoken={spoken}"]
        features += [f"scene={scene}|tense={tense}", f"tense={tense}|spoken={spoken}|stops={min(stops, 2)}"]
    if is_turn(text):
        features.append("turn")
    if is_item(text):
        features.append("item")
    if len(words) <= 6 and is_name(text):
        features.append("name")
    solid = closed and len(words) >= _LONG and not counted.keys() & {"letters", "cookies", "rights"}
    stems = frozenset(word[:5] for word in small if len(word) > 4)
    who = person[1].lower() if person else ""
    return Look(tuple(features), who, f"{size}{'.' if closed else ''}", frozenset(counted), stems, solid)


def _neighbour(pieces: Sequence[Piece], looks: Sequence[Look], place: tuple[int, int]) -> list[str]:
    """What the piece some steps before or after looks like, and whether it stands on the same line."""
    number, step = place
    other = number + step
    if not 0 <= other < len(pieces):
        return [f"{step}:none"]
    look = looks[other]
    features = [f"{step}:shape={look.shape}"]
    if abs(step) == 1:
        first, second = sorted((number, other))
        same = not pieces[first].closes and not pieces[second].opens
        features += [f"{step}:same={same}", f"{step}:same={same}|{look.shape}|{looks[number].shape}"]
        features.append(f"{step}:end={_end(pieces[other].text)}")
        features.append(f"{step}:start={_start(pieces[other].text)}")
    return features


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """The page around its pieces: where its sentences stand, which words they hold, what repeats."""

    page: Page
    pieces: Sequence[Piece]
    looks: Sequence[Look]
    before: Sequence[int]
    after: Sequence[int]
    spread: Counter[str]
    solids: int
    counts: Counter[str]
    airy: str
    people: Counter[str]

    @classmethod
    def of(cls, page: Page, pieces: Sequence[Piece], looks: Sequence[Look]) -> _Surroundings:
        """The surroundings of the pieces of a page."""
        before: list[int] = []
        seen = 0
        for look in looks:
            before.append(seen)
            seen += look.solid
        after = [seen - count - look.solid for count, look in zip(before, looks, strict=True)]
        spread = Counter(stem for look in looks if look.solid for stem in look.stems)
        counts = Counter(piece.text.lower() for piece in pieces)
        open_above = [
            page.lines[piece.line].blank_before
            for piece, look in zip(pieces, looks, strict=True)
            if look.solid
        ]
        airy = "none" if not open_above else "airy" if sum(open_above) * 2 > len(open_above) else "dense"
        people = Counter(
            name for piece in pieces if len(piece.words) <= _SIGNED for name in _names(piece.text)
        )
        return cls(page, pieces, looks, before, after, spread, seen, counts, airy, people)

    def features(self, number: int) -> list[str]:
        """Where a piece stands, what is blank around it, and how much of it the report says elsewhere."""
        piece, look, total = self.pieces[number], self.looks[number], len(self.pieces)
        before, after = self.before[number], self.after[number]
        line = self.page.lines[piece.line]
        place = "none" if not self.solids else "top" if not before else "end" if not after else "within"
        blank = f"{int(line.blank_before and piece.opens)}{int(line.blank_after and piece.closes)}"
        features = [
            f"place={place}",
            f"place={place}|{look.shape}",
            f"blank={blank}",
            f"blank={blank}|{look.shape}",
        ]
        features += [f"top={min(number, 12)}" if number < 12 else "top=far"]
        features += [f"bottom={min(total - 1 - number, 12)}" if total - number <= 12 else "bottom=far"]
        features += [f"before={min(before, 4)}", f"after={min(after, 4)}|{look.shape}"]
        features += [f"line={int(piece.opens)}{int(piece.closes)}|{place}", f"pages={_size(total // 4)}"]
        features += [f"airy={self.airy}|{blank}", f"airy={self.airy}|{blank}|{look.shape}"]
        features += [f"before:gap={self._gap(number - 1)}", f"after:gap={self._gap(number)}"]
        features.append(f"gaps={self._gap(number - 1)}|{self._gap(number)}|{look.shape}")
        if look.who and len(piece.words) > _SIGNED and self.people[look.who]:
            features += ["signed", f"signed|{place}"]
        repeats = self.counts[piece.text.lower()]
        if repeats > 1 and len(piece.words) > 1:
            features.append(f"repeats={min(repeats, 3)}")
        own = 1 if look.solid else 0
        if look.stems:
            said = sum(self.spread[stem] > own for stem in look.stems) / len(look.stems)
            degree = "none" if said == 0 else "some" if said < 0.34 else "half" if said < 0.67 else "most"
            features += [f"said={degree}", f"said={degree}|{look.shape}", f"said={degree}|{place}"]
        return features

    def _gap(self, number: int) -> str:
        """What stands between a piece and the next: nothing, a blank, more, a line end, a blank line."""
        if not 0 <= number < len(self.pieces) - 1:
            return "edge"
        between = self.page.text[self.pieces[number].end : self.pieces[number + 1].start]
        ends = between.count("\n")
        if ends:
            return "line" if ends == 1 else "blank"
        return "none" if not between else "one" if len(between) == 1 else "wide"


def _names(text: str) -> Iterator[str]:
    """The names of persons in a short line, in small letters."""
    for found in _PERSON.finditer(text):
        yield found[1].lower()


def _size(count: int) -> str:
    """A number of words as one of a few sizes."""
    for limit in (0, 1, 2, 3, 4, 6, 9, 14, 24):
        if count <= limit:
            return str(limit)
    return "25+"


def _end(text: str) -> str:
    """The last sign of a text: the mark itself, or the kind of character."""
    return _sign(text[-1:]) if text[-1:] not in "\"”’'»)]" else f"{_sign(text[-2:-1])}q"


def _start(text: str) -> str:
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
    own = [word for word in words if word[:1].isalpha()]
    if not own:
        return "no words"
    if all(word.isupper() and len(word) > 1 for word in own):
        return "shouted"
    share = sum(word[:1].isupper() for word in own) / len(own)
    if share == 1:
        return "all"
    return "most" if share > 0.6 else "some" if share > 0.25 else "few" if share > 0 else "none"
