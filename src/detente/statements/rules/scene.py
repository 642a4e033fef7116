"""A sentence with all that the vocabularies found in it; the steps of the reader look at scenes only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from detente.kernel.spans import Span
from detente.statements.rules.lexicon import Cue, Topic
from detente.statements.rules.names import Named
from detente.statements.rules.phrases import Hit, Words
from detente.statements.rules.slavic import is_quiet

# fmt: off
_THAT = re.compile(r",\s+(?:что|если|когда|як|коли|що|якщо|чтобы|щоб)\b")
_STOP = re.compile(r"[,;:]|\.$")
_AUXILIARY = frozenset(
    ["has", "have", "had", "having", "is", "are", "was", "were", "be", "been", "being", "will",
     "would", "could", "may", "might", "can", "should", "must", "did", "does", "do", "not", "n't",
     "never", "also", "again", "still", "already", "now", "then", "later", "repeatedly", "always",
     "long", "only", "just", "all", "both", "likely", "expected", "to", "reportedly", "first",
     "even", "further", "has", "since", "however", "instead", "continued", "continues", "keep",
     "keeps", "kept", "who", "which", "that", "on", "in", "last", "this", "early", "late", "week",
     "month", "year", "today", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday",
     "saturday", "sunday", "january", "february", "march", "april", "june", "july", "august",
     "september", "october", "november", "december", "morning", "evening", "night", "night's",
     "hasn't", "haven't", "didn't", "doesn't", "don't", "won't", "wouldn't", "isn't", "wasn't",
     "aren't", "weren't", "couldn't", "can't", "ready", "set", "going", "appears", "appear",
     "appeared", "seems", "seemed", "seem", "itself", "himself", "themselves", "themself",
     "jointly", "separately", "too", "for", "part", "at", "the", "time", "once", "more", "не",
     "также", "уже", "ранее", "также", "еще", "ещё", "теперь", "затем", "тоже", "потом", "що",
     "что", "вже", "також", "раніше", "ще", "тепер", "потім", "moved", "sought", "tried", "vowed",
     "agreed", "itself", "too", "there", "s"]
)
# fmt: on
# fmt: off
_LINKS = frozenset([
    "and", "but", "or", "then", "while", "nor", "и", "і", "та", "й", "а", "но", "але", "или", "або"
])
# fmt: on


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence with what stands in it, each kind in the order of the text.

    `zones`: its conditional clauses; `opens_quoted`: it begins inside a quotation, or with one.
    """

    span: Span
    text: str
    folded: str
    paragraph: int
    words: Words
    mentions: tuple[Named, ...]
    cues: tuple[Hit[Cue], ...]
    marks: tuple[Hit[str], ...]
    topics: tuple[Hit[Topic], ...]
    instances: tuple[Hit[tuple[str, str]], ...] = ()
    zones: tuple[tuple[int, int], ...] = ()
    opens_quoted: bool = False

    def original(self, start: int, end: int) -> str:
        """The words of a range as they stand."""
        return self.text[start - self.span.start : end - self.span.start]

    def has(self, kind: str, start: int, end: int) -> Hit[str] | None:
        """The first mark of a kind within a range, or None."""
        found = (m for m in self.marks if m.value == kind and m.start >= start and m.end <= end)
        return next((m for m in found if not self._is_month(m)), None)

    def _is_month(self, mark: Hit[str]) -> bool:
        """Whether a "May" is the month: with a capital inside a sentence, or before a number."""
        at = mark.start - self.span.start
        return self.text[at : at + 3] == "May" and (at > 0 or self.text[at + 3 : at + 5].strip().isdigit())

    def conditional(self, at: int) -> bool:
        """Whether an offset lies in a conditional clause."""
        return any(start <= at < end for start, end in self.zones)

    def between(self, start: int, end: int) -> tuple[str, ...]:
        """The words of a range, in small letters."""
        i, j = self.words.at(start), self.words.at(end)
        return self.words.forms[i:j]

    def quiet(self, start: int, end: int) -> bool:
        """Whether nothing but auxiliaries, adverbs and times stands in a range."""
        if re.search(r"[.;:!?\"]", self.folded[start:end]):
            return False
        words = self.between(start, end)
        return len(words) <= 9 and all(_aside(w) or w.isdigit() for w in words)

    def coordinated(self, start: int, end: int) -> bool:
        """Whether a range ends with a word that carries the subject on: "and", "but"."""
        words = list(self.between(start, end))
        while words and _aside(words[-1]):
            words.pop()
        return bool(words) and words[-1] in _LINKS


def _aside(word: str) -> bool:
    """Whether a word may stand between a subject and its verb."""
    return word in _AUXILIARY or word.endswith("ly") or is_quiet(word)


def conditional_zones(folded: str, end: int, marks: Iterable[Hit[str]]) -> tuple[tuple[int, int], ...]:
    """The conditional clauses of a sentence: from "if", "once", "when" to the next stop or comma."""
    found = []
    for mark in marks:
        if mark.value == "condition" and folded[max(0, mark.start - 3) : mark.start] != "at ":
            that = _THAT.match(folded, mark.end, end)
            stop = _STOP.search(folded, that.end() if that else mark.end, end)
            found.append((mark.start, stop.start() if stop else end))
    return tuple(found)
