"""The lexicon: what the YAML files beside this module say, compiled for one pack."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from detente.packs.model import Pack
from detente.statements.record import STANCES, Stance
from detente.statements.rules.phrases import PhraseIndex

# A label that reads as a phrase of its own: three to five words.
_LABEL = re.compile(r"[A-Za-z][a-z]*(?: [a-z-]+){2,4}")
_CAPS = (
    "ceiling of #",
    "cap of #",
    "cap* ~ at #",
    "limit* ~ to #",
    "army of #",
    "# troops",
    "# soldiers",
    "# strong",
    "no more than #",
)
_FROM_PACK = (
    ("alliance", "align.alliance"),
    ("union", "align.union"),
    ("areas", "terr.status"),
    ("formations", "forces.irregular"),
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ISSUE_FILES = ("territory", "security", "ceasefire", "politics", "economy", "process", "course", "plain")
LANGUAGES = ("ru", "uk")
LANGUAGE_FILES = ("security", "politics")
# Issues that an instance's name in Cyrillic letters stands for.
_NAMED_BY = frozenset({"terr.cities", "infra.nuclear", "infra.dam"})
# Where an alias in Cyrillic letters ends in its case.
_CASE = re.compile(r"(?<=[а-яіїєґ]{3})[аяеоуюыиійьєї]{1,2}$")


@dataclass(frozen=True, slots=True)
class Topic:
    """What an issue phrase stands for.

    `weak`: counts only where nothing more exact stands in the same clause.
    """

    issue: str
    option: str | None
    instance: str | None
    weak: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A word by which somebody says or takes a stance.

    `form`: speech, verb, noun, terms (verbs of a document).
    """

    form: str
    stance: Stance | None
    rule: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The compiled vocabularies of a pack."""

    topics: PhraseIndex[Topic]
    instances: PhraseIndex[tuple[str, str]]
    cues: PhraseIndex[Cue]
    marks: PhraseIndex[str]
    people: PhraseIndex[str]


def build_lexicon(pack: Pack) -> Lexicon:
    """Read the lexicon's files and add the pack's instances, composites and options."""
    classes = _classes(pack)
    cues, words = _read("cues"), _read("words")
    foreign = [_read(language) for language in LANGUAGES]
    topics = [*_topics(pack), *_pack_topics(pack)]
    marks = [
        (p, k)
        for k in ("negation", "modal", "certainty", "obligation", "evaluative", "condition", "happening")
        for p in cues[k]
    ]
    people = [(p, k) for k in ("roles", "experts", "insiders", "media", "joint") for p in words[k]]
    for table in foreign:
        marks += [(p, k) for k, ps in table.get("marks", {}).items() for p in ps]
        people += [(p, k) for k, ps in table.get("people", {}).items() for p in ps]
    return Lexicon(
        PhraseIndex(topics, classes),
        PhraseIndex(((a, (i.issue, i.id)) for i in pack.instances for a in _words(i.aliases, i.name)), {}),
        PhraseIndex(
            [c for table in (cues, *(t.get("cues", {}) for t in foreign)) for c in _cues(table)], classes
        ),
        PhraseIndex(marks, classes),
        PhraseIndex(people, classes),
    )


@cache
def _read(name: str) -> dict[str, Any]:
    """A file of the lexicon, parsed once in a process."""
    text = (files(__package__) / "lexicon" / f"{name}.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, _LOADER))  # noqa: S506  (a safe loader, in C where libyaml is there)


def _classes(pack: Pack) -> Mapping[str, list[str]]:
    """Word classes, with the pack's own alliances and unions added."""
    classes: dict[str, list[str]] = {k: list(v) for k, v in _read("classes").items()}
    for name, issue in _FROM_PACK:
        for instance in pack.instances_of(issue):
            classes[name] += [a for a in _words(instance.aliases, instance.name) if a not in classes[name]]
            classes[name] += _inflected(_words(instance.aliases, instance.name))
    for language in LANGUAGES:
        classes |= _read(language)["classes"]
    return classes


def _inflected(words: Iterable[str]) -> list[str]:
    """Aliases in Cyrillic letters with any case ending; an abbreviation has none."""
    found = []
    for alias in words:
        parts = [p if p.isupper() else _CASE.sub("", p.lower()) + "*" for p in alias.split()]
        if re.match("[А-яІЇЄҐіїєґ]", alias) and any(p.endswith("*") and len(p) > 3 for p in parts):
            found.append(" ".join(parts))
    return list(dict.fromkeys(found))


def _words(aliases: Mapping[str, Iterable[str]], name: str) -> list[str]:
    return list(dict.fromkeys([name, *(a for group in aliases.values() for a in group)]))


def _topics(pack: Pack) -> Iterator[tuple[str, Topic]]:
    """The phrases of the lexicon for leaves that the pack has; an option that it lacks is left open."""
    tables: list[tuple[str, Mapping[str, Any]]] = [("", _read(name)) for name in ISSUE_FILES]
    tables += [(f"{lang}.", _read(f"{lang}_{part}")) for lang in LANGUAGES for part in LANGUAGE_FILES]
    seen: Counter[str] = Counter()
    for prefix, table in tables:
        for issue, options in table.items():
            leaf = pack.leaf(issue)
            if leaf is None:
                continue
            for option, phrases in options.items():
                known = option if leaf.option(option) else None
                for phrase in phrases:
                    seen[f"{issue}/{option}"] += 1
                    rule = f"issue:{prefix}{issue}/{option}.phrase{seen[f'{issue}/{option}']}"
                    yield phrase, Topic(issue, known, None, option == "_weak", rule)


def _pack_topics(pack: Pack) -> Iterator[tuple[str, Topic]]:
    """The pack's composites and the labels of its options that are plain words."""
    for leaf in pack.leaves.values():
        for option in leaf.options:
            if option.value is not None and leaf.unit == "personnel":
                number = f"{option.value:,.0f}"
                for phrase in _CAPS:
                    topic = Topic(leaf.id, option.id, None, weak=False, rule=f"value:{leaf.id}/{option.id}")
                    yield phrase.replace("#", number), topic
            if _LABEL.fullmatch(option.label):
                rule = f"label:{leaf.id}/{option.id}"
                yield option.label, Topic(leaf.id, option.id, None, weak=False, rule=rule)
    for named in pack.instances:
        if named.issue in _NAMED_BY:
            topic = Topic(named.issue, None, named.id, weak=True, rule=f"instance:{named.issue}/{named.id}")
            yield from ((alias, topic) for alias in _inflected(_words(named.aliases, named.name)))
    for composite in pack.composites:
        for phrase in _words(composite.aliases, composite.id.replace("_", " ")):
            for term in composite.means:
                issue, _, outcome = term.partition("=")
                issue, _, instance = issue.partition("[")
                yield (
                    phrase,
                    Topic(
                        issue.strip(),
                        outcome.strip() or None,
                        instance.rstrip("] ") or None,
                        weak=False,
                        rule=f"composite:{composite.id}",
                    ),
                )


def _cues(table: Mapping[str, Any]) -> Iterator[tuple[str, Cue]]:
    for phrase in table.get("speech", ()):
        yield phrase, Cue("speech", None, f"speech:{phrase.split('|')[0]}")
    for form, key in (("verb", "verbs"), ("noun", "nouns"), ("terms", "terms")):
        for stance in STANCES:
            for phrase in table.get(key, {}).get(stance, ()):
                yield phrase, Cue(form, stance, f"stance:{form}.{phrase.split('|')[0]}")
