"""Names across scripts and cases: what is left of a name when spelling and inflection are taken away."""

from __future__ import annotations

import re

from anyascii import anyascii

_POSSESSIVE = re.compile(r"(?:'s|s')$")
_VOWELS_AT_END = re.compile(r"[aeiouy]+$")
# Case endings and the endings of adjectives and demonyms, as they look in Latin letters. They are taken off names of
# every language alike, so that a name that merely looks inflected loses the same letters on both sides.
_CASE = re.compile(
    r"(?:ogo|oho|omu|ymi|imi|ami|yami|ykh|ikh|akh|yakh|ym|im|om|em|am|yam|ov|ev|iv|yv|oy|iy|yy|ey)$"
)
_KIND = re.compile(r"(?:[sz]k|ians?|eans?|ans?|ese|ish|ts)$")
_SOUNDS = (
    ("shch", "s"),
    ("dzh", "j"),
    ("sch", "s"),
    ("kh", "h"),
    ("zh", "j"),
    ("sh", "s"),
    ("ch", "s"),
    ("ph", "v"),
    ("th", "t"),
    ("gh", "h"),
    ("ck", "k"),
    ("ts", "s"),
    ("tz", "s"),
    ("qu", "k"),
)
_SOFT_C = re.compile(r"c(?=[eiy])")
_LETTERS = str.maketrans({"c": "k", "q": "k", "g": "h", "z": "s", "w": "v", "f": "v", "x": "k"})
_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLE = re.compile(r"(.)\1+")
_KEPT = 3  # letters that a name keeps whatever its ending


def skeleton(word: str) -> str:
    """The consonants of a name as they sound, endings left out; a first vowel is `A`.

    "Карватского", "Карвату" and "Karvat" give `krvt`; "Йорам" and "Joram" `jrm`.
    """
    plain = re.sub(r"[^a-z']", "", anyascii(word).lower())
    plain = _POSSESSIVE.sub("", plain).replace("'", "")
    plain = re.sub(r"^y(?=[aeiou])", "j", plain)
    plain = _stem(_stem(plain))
    for written, sound in _SOUNDS:
        plain = plain.replace(written, sound)
    plain = _SOFT_C.sub("s", plain).translate(_LETTERS)
    first = "A" if plain[:1] in tuple("aeiouy") else ""
    return first + _DOUBLE.sub(r"\1", _VOWELS.sub("", plain))


def _stem(word: str) -> str:
    """The word without one ending, where enough of it stays."""
    for ending in (_CASE, _VOWELS_AT_END, _KIND):
        shorter = ending.sub("", word)
        if len(shorter) >= _KEPT:
            word = shorter
    return word
