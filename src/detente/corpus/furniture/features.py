"""The features of the pieces of a page for the classifier: how each looks, its neighbours, its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.corpus.furniture.looks import Look, end_of, look_of, people_in, size_of, start_of
from detente.corpus.furniture.page import Page
from detente.corpus.furniture.pieces import Piece

# The rule that marked a line and the kind it gave, by the line's number.
Verdicts = Mapping[int, tuple[str, str]]
_GUESSES = frozenset({"head", "repeated"})  # rules that tell by place alone
_SIGNED = 14  # words: a line that names its writer is no longer


def features_of(page: Page, pieces: Sequence[Piece], verdicts: Verdicts) -> list[list[str]]:
    """The features of each piece in order, with those of its neighbours and of its place on the page."""
    looks = [look_of(piece) for piece in pieces]
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
    known = {piece.line for piece in pieces} & {
        n for n, (name, _) in verdicts.items() if name not in _GUESSES
    }
    return "none" if not known else "some" if len(known) <= 3 else "much"


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
        features.append(f"{step}:end={end_of(pieces[other].text)}")
        features.append(f"{step}:start={start_of(pieces[other].text)}")
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
    bare: Sequence[str]
    counts: Counter[str]
    first: Mapping[str, int]
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
        bare = [_bare(piece.text) for piece in pieces]
        first = {text: len(bare) - 1 - place for place, text in enumerate(reversed(bare))}
        open_above = [
            page.lines[piece.line].blank_before
            for piece, look in zip(pieces, looks, strict=True)
            if look.solid
        ]
        airy = "none" if not open_above else "airy" if sum(open_above) * 2 > len(open_above) else "dense"
        people = Counter(
            name for piece in pieces if len(piece.words) <= _SIGNED for name in people_in(piece.text)
        )
        return cls(page, pieces, looks, before, after, spread, seen, bare, Counter(bare), first, airy, people)

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
        features += [f"line={int(piece.opens)}{int(piece.closes)}|{place}", f"pages={size_of(total // 4)}"]
        features += [f"airy={self.airy}|{blank}", f"airy={self.airy}|{blank}|{look.shape}"]
        features += [f"before:gap={self._gap(number - 1)}", f"after:gap={self._gap(number)}"]
        features.append(f"gaps={self._gap(number - 1)}|{self._gap(number)}|{look.shape}")
        if look.who and len(piece.words) > _SIGNED and self.people[look.who]:
            features += ["signed", f"signed|{place}"]
        features += self._repeats(number)
        own = 1 if look.solid else 0
        if look.stems:
            said = sum(self.spread[stem] > own for stem in look.stems) / len(look.stems)
            degree = "none" if said == 0 else "some" if said < 0.34 else "half" if said < 0.67 else "most"
            features += [f"said={degree}", f"said={degree}|{look.shape}", f"said={degree}|{place}"]
        return features

    def _repeats(self, number: int) -> list[str]:
        """Whether a piece stands again on the page, numbers before and after it aside, and which it is."""
        text = self.bare[number]
        repeats = self.counts[text]
        if repeats < 2 or len(self.pieces[number].words) < 2 or not text:
            return []
        place = "first" if self.first[text] == number else "later"
        return [
            f"repeats={min(repeats, 3)}",
            f"repeats={place}",
            f"repeats={place}|{self.looks[number].shape}",
        ]

    def _gap(self, number: int) -> str:
        """What stands between a piece and the next: nothing, a blank, more, a line end, a blank line."""
        if not 0 <= number < len(self.pieces) - 1:
            return "edge"
        between = self.page.text[self.pieces[number].end : self.pieces[number + 1].start]
        ends = between.count("\n")
        if ends:
            return "line" if ends == 1 else "blank"
        return "none" if not between else "one" if len(between) == 1 else "wide"


def _bare(text: str) -> str:
    """A text in small letters without numbers, dots and bullets around it, as a contents list repeats it."""
    return text.lower().strip(" \t\xa0.…·•*-–—:|()[]0123456789")
