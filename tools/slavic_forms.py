"""Case forms of Russian and Ukrainian names: by the dictionary of pymorphy3 where it knows the word, else by last letters."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pymorphy3

# Endings of an adjective in -ий, and of names by the letters they end in (case forms without the nominative).
ADJECTIVE = {
    "ru": ["ий", "ого", "ому", "им", "ом", "ая", "ую", "ой", "ое", "ие", "их", "ими"],
    "uk": ["ий", "ого", "ому", "им", "а", "у", "ої", "ій", "ою", "е", "і", "их", "ими"],
}
NAMES: dict[str, tuple[tuple[str, int, str], ...]] = {  # (ending, letters cut off, endings put on)
    "ru": (
        ("[кгх]ий|ый", 2, "ого ому им ым ом"), ("ий", 2, "ия ию ием ии ого ему им ем"), ("й", 1, "я ю ем е"),
        ("ия", 1, "и ю ей"), ("я", 1, "и е ю ей"), ("[гкхжчшщ]а", 1, "и е у ой ей"), ("а", 1, "ы е у ой"),
        ("ь", 1, "я ю ем е"), ("[её]в|ов|ин|ын", 0, "а у ым ом е"), ("[жчшщц]", 0, "а у ем ом е"),
        ("[бвгдзклмнпрстфх]", 0, "а у ом е"),
    ),
    "uk": (
        ("ий", 2, "ого ому им ім"), ("ій", 1, "я ю єм ї єві"), ("й", 1, "я ю єм ї єві"), ("[ії]я", 1, "ї ю єю"),
        ("я", 1, "і ю ею"), ("ка", 2, "ки ці ку кою"), ("[гґ]а", 2, "ги зі гу гою"), ("а", 1, "и і у ою"),
        ("ь", 1, "я ю ем і еві"), ("[еє]в|ов|[іиї]н", 0, "а у ові им ом і"), ("[жчшщц]", 0, "а у еві ем і"),
        ("[бвгґдзклмнпрстфх]", 0, "а у ові ом і"),
    ),
}  # fmt: skip
WOMEN = {
    "ru": (("ая", 2, "ой ую"), ("ва", 1, "ой у")),
    "uk": (("ська", 1, "ої ій у ою"), ("ва", 1, "ої ій у ою")),
}


@cache
def analyser(lang: str) -> Any:
    """The morphological dictionary of one language."""
    return pymorphy3.MorphAnalyzer(lang=lang)


def like(word: str, model: str) -> str:
    """The word with capitals where its model has them, part by part of a hyphened word."""
    parts = zip(word.split("-"), model.split("-"), strict=False)
    return "-".join(part.capitalize() if shape[:1].isupper() else part for part, shape in parts)


def by_rule(word: str, lang: str, *, woman: bool = False) -> list[str]:
    """Case forms of a name by its last letters; an unchanging name comes back alone."""
    for ending, cut, put in (*(WOMEN[lang] if woman else ()), *NAMES[lang]):
        if re.search(f"(?:{ending})$", word) and not (woman and word[-1] not in "ая"):
            stem = word[: len(word) - cut]
            return [word, *(stem + end for end in put.split())]
    return [word]


@cache
def noun_parse(word: str, lang: str) -> Any:
    """The nominative reading of a noun that the dictionary knows; None where it knows none."""
    if word[1:] != word[1:].lower() or not analyser(lang).word_is_known(word.lower()):
        return None
    found = [p for p in analyser(lang).parse(word) if re.search("^NOUN(?!.*Name).*nomn", str(p.tag))]
    return max(found, key=lambda p: ("Geox" in str(p.tag), p.tag.number == "sing"), default=None)


def noun_forms(word: str, lang: str, *, both_numbers: bool = False) -> list[str]:
    """Case forms of a noun by the dictionary, else by rule; of its own number unless both are wanted."""
    parse = noun_parse(word, lang)
    if parse is None:
        return by_rule(word, lang)
    number = parse.tag.number
    wanted = [
        p
        for p in parse.lexeme
        if "voct" not in str(p.tag) and (both_numbers or p.tag.number in (number, None))
    ]
    return [word, *(like(p.word, word) for p in wanted)]


def adjective_parse(word: str, lang: str) -> Any:
    """The nominative reading of an adjective or participle; None for other words ("Рада" reads as one too)."""
    if word == "Рада":
        return None
    parses = analyser(lang).parse(word)
    return next((p for p in parses if p.tag.POS in ("ADJF", "PRTF") and p.tag.case == "nomn"), None)


def place_forms(phrase: str, lang: str) -> list[str]:
    """Case forms of a name in the nominative: its adjectives and its first noun change together, what follows stays."""
    words = phrase.removeprefix("=").split()
    if phrase.startswith("=") or any(ch.isdigit() for ch in phrase) or words[0].isupper():
        return [" ".join(words)]
    head = next((i for i, word in enumerate(words) if not adjective_parse(word, lang)), len(words) - 1)
    if head == 0 or len(words) == 1:
        both = phrase[0].islower() and len(words) == 1
        return [" ".join([form, *words[1:]]) for form in noun_forms(words[0], lang, both_numbers=both)]
    noun = noun_parse(words[head], lang)
    return [" ".join(words)] if noun is None else phrase_forms(words, head, lang)


def phrase_forms(words: list[str], head: int, lang: str) -> list[str]:
    """Case forms of adjectives with their noun at `head`; the accusative only where it is a form of its own."""
    noun = noun_parse(words[head], lang)
    number, gender = noun.tag.number, noun.tag.gender if noun.tag.number != "plur" else None
    forms = [" ".join(words)]
    for case in ("gent", "datv", "accs", "ablt", "loct"):
        if case == "accs" and (number == "plur" or gender != "femn"):
            continue
        changed = [adjective_parse(w, lang).inflect({case, number, gender} - {None}) for w in words[:head]]
        changed.append(noun.inflect({case, number} - {None}))
        if all(changed):
            inflected = [like(p.word, w) for p, w in zip(changed, words, strict=False)]
            forms.append(" ".join([*inflected, *words[head + 1 :]]))
    return forms


def person_forms(name: str, lang: str, *, woman: bool) -> list[str]:
    """Case forms of a person's name: both words of a two-word name change, else the last one only."""
    *first, last = name.split()
    lasts = by_rule(last, lang, woman=woman)
    if len(lasts) == 1 or len(first) != 1:
        return [" ".join([*first, form]) for form in lasts]
    firsts = by_rule(first[0], lang, woman=woman)
    return [f"{firsts[min(i, len(firsts) - 1)]} {last}" for i, last in enumerate(lasts)]


def adjective_forms(adjective: str, lang: str) -> list[str]:
    forms = [adjective.removesuffix("ий") + end for end in ADJECTIVE[lang]]
    return forms + [form.capitalize() for form in forms]


def folk_forms(citizen: str, lang: str) -> list[str]:
    forms = noun_forms(citizen, lang, both_numbers=True)
    return forms + [form.capitalize() for form in forms if not form.endswith(("у", "ом", "ем"))]
