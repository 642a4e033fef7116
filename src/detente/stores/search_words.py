"""Words as they are searched: folded, cut to their stems, and what a person may write in a query.

English and Russian are stemmed by Snowball. It has no Ukrainian, and the dictionaries that there are (pymorphy3-dicts-uk) are
licensed share-alike: a list of endings is stripped instead, which takes nothing but the grammar's paradigms.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from detente.corpus.prose import words_of
from detente.kernel.errors import BadInput

How = Literal["stem", "phrase", "prefix"]
FEWEST_LETTERS = 2  # of a prefix
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z\u00c0-\u024f]")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0670]")  # stress and vowel signs
_APOSTROPHES = re.compile("['’ʼ`´]")
_POSSESSIVE = re.compile("['’ʼ`´]s$")
_ONLY_UKRAINIAN, _ONLY_RUSSIAN = re.compile("[іїєґ]"), re.compile("[ыэъё]")
_PIECE = re.compile(r'(?P<no>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_STRANGE = re.compile(r"[()\[\]{}:^+~|&=<>\\]")
_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR"})
_WRITE = 'write words, "phrases", -not or prefix*'

# Endings of nouns, adjectives and verbs; the longest that leaves three letters is cut.
_ENDINGS = words_of(
    "а е є и і ї й о у ю я ь ий ій ої ою ею єю ією ого ього ому ьому их іх їх им ім їм ими іми їми ові еві єві ам ям ами ями",
    "ах ях ем єм ом ів їв ей ья ьє ью ії ію ія іям іями іях ість ості істю остей остям остями остях ти ть в ла ло ли",
    "ав ала али ало ати ає аю аємо аєте аєш ають ать ить ять уть ють ити ив ила ило или иш имо ите ів іла іло іли іти іте",
    "яв яла яло яли яти яє яють емо ете еш ує ують ував увала увало ували увати уваний ована оване овані юють юває ював",
    "ювала ювали ювати уватиме уватимуть ований ованого атиме атимуть итиме итимуть ана ано ані ена ено ені ений еного аний",
    "аного ення енню енням",
)
_SAME = str.maketrans({"ц": "к", "з": "г"})  # безпека, безпеці; перемога, перемозі


def words(text: str) -> list[str]:
    """The words of a text in their order: small letters, without stress marks, accents and apostrophes."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKC", text))
    return [_folded(word) for word in _WORD.findall(text.casefold())]


def _folded(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word
    if _CYRILLIC.search(word):
        return _APOSTROPHES.sub("", word).replace("ё", "е")
    word = _APOSTROPHES.sub("", _POSSESSIVE.sub("", word))
    return _MARKS.sub("", unicodedata.normalize("NFD", word))


def language_by_letters(text: str, otherwise: str | None = None) -> str:
    """`uk` or `ru` for text in Cyrillic letters: by those that only one has, else by what is known of the document."""
    small = text.casefold()
    if _ONLY_UKRAINIAN.search(small):
        return "uk"
    return "ru" if _ONLY_RUSSIAN.search(small) or otherwise != "uk" else "uk"


class Stems:
    """The stems of words; each is made once."""

    def __init__(self) -> None:
        """Take the stemmers of the library."""
        import snowballstemmer  # type: ignore[import-untyped]  # loaded with the search only

        self._english: Any = snowballstemmer.stemmer("english")
        self._russian: Any = snowballstemmer.stemmer("russian")
        self._known: dict[tuple[str, str], str] = {}

    def __call__(self, word: str, language: str) -> str:
        """The stem of a folded word; `language` is that of words in Cyrillic letters."""
        key = (word, language)
        if key not in self._known:
            self._known[key] = self._made(word, language)
        return self._known[key]

    def ways(self, word: str) -> tuple[str, ...]:
        """The stems that a word may have where its language is not known."""
        return tuple(dict.fromkeys(self(word, language) for language in ("ru", "uk")))

    def _made(self, word: str, language: str) -> str:
        if _CYRILLIC.search(word):
            return ukrainian_stem(word) if language == "uk" else str(self._russian.stemWord(word))
        return str(self._english.stemWord(word)) if _LATIN.search(word) else word


def ukrainian_stem(word: str) -> str:
    """A word without its ending, and with one letter for those that change before it. Vowels that change stay as they are."""
    if len(word) > 5 and word.endswith(("ся", "сь")):
        word = word[:-2]
    for length in range(min(9, len(word) - 3), 0, -1):
        if word[-length:] in _ENDINGS:
            word = word[:-length]
            break
    word = word.rstrip("ь")
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] + word[-1:].translate(_SAME)


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a query: a word in any form, words exactly as they stand together, or the beginning of a word."""

    words: tuple[str, ...]
    how: How = "stem"


@dataclass(frozen=True, slots=True)
class Query:
    """All of `wanted` and none of `unwanted`."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()


def query_of(text: str) -> Query:
    """What a person wrote: words, "phrases", -not, prefix*; raises BadInput for anything else."""
    if text.count('"') % 2:
        raise BadInput(f"a quotation mark is left open in {text!r}; close the phrase")
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for piece in _PIECE.finditer(text):
        phrase, word = piece["phrase"], piece["word"]
        term = _phrase(phrase) if phrase is not None else _word(word)
        if term is not None:
            (unwanted if piece["no"] else wanted).append(term)
        elif piece["no"]:
            raise BadInput(f"'-' stands before no word in {text!r}; {_WRITE}")
    if text.strip() and not (wanted or unwanted):
        raise BadInput(f"there is no word in {text!r}; {_WRITE}")
    return Query(tuple(wanted), tuple(unwanted))


def _phrase(text: str) -> Term:
    found = tuple(words(text))
    if not found:
        raise BadInput(f'there is no word in the phrase "{text}"; {_WRITE}')
    return Term(found, "phrase")


def _word(text: str) -> Term | None:
    """A word; None where it is a dash or another sign between words."""
    if text in _OPERATORS:
        raise BadInput(
            f"'{text}' is no word of a query: all words must be there, -word must not; "
            f"for the word itself write {text.lower()}"
        )
    if not text.strip("-"):
        raise BadInput(f"'{text}' stands alone; write -word for a word that must not be there")
    strange = _STRANGE.search(text)
    if strange:
        raise BadInput(f"'{strange[0]}' in '{text}' is not understood; {_WRITE}, or put it in a phrase")
    start, star, rest = text.partition("*")
    found = tuple(words(start))
    if not star:
        return Term(found) if found else None
    if rest or len(found) != 1 or len(found[0]) < FEWEST_LETTERS:
        raise BadInput(
            f"'{text}' is no beginning of a word; give {FEWEST_LETTERS} letters or more, then * at the end"
        )
    return Term(found, "prefix")


def expression(query: Query, stems: Stems, *, marks: tuple[str, ...] = ()) -> str:
    """The query in the language of FTS5. `marks`: more that must be there, in that language.

    Only letters and digits come into it, each run between quotation marks, so that no query can be anything else.
    """
    wanted = " AND ".join([*marks, *(_told(term, stems) for term in query.wanted)])
    if not query.unwanted:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(_told(term, stems) for term in query.unwanted)})"


def _told(term: Term, stems: Stems) -> str:
    exactly = f'"{" ".join(term.words)}"'
    if term.how == "prefix":
        return f"words : {exactly} *"
    if term.how == "phrase":
        return f"words : {exactly}"
    ways = [stems.ways(word) for word in term.words]
    runs = dict.fromkeys(" ".join(way[min(i, len(way) - 1)] for way in ways) for i in range(2))
    return "stems : (" + " OR ".join(f'"{run}"' for run in runs) + ")"
