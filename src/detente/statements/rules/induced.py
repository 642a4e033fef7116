"""Roles that the text itself gives: "the army's chief X", "X, a spokesman for Y", "defence analyst at Z"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.statements.rules.names import Named, NameKind
from detente.statements.rules.phrases import Hit
from detente.statements.rules.slavic import is_oblique, is_slavic

_QUALIFIER = (
    r"(?:senior|top|chief|new|newly|elected|former|acting|deputy|first|foreign|defence|defense|interior|lead|main|military|army|"
    r"government|political|exiled|de|facto|high|ranking|level|prime|national|security|state|special|presidential|peace|own|"
    r"nuclear|naval|air|force|rebel|transitional|interim|current|then|outgoing|powerful|supreme|federal|official|negotiating|"
    r"ruling|civilian|internationally|recognised|recognized|paramilitary|other|two|three|several|some|many|most|s|big|veteran|"
    r"local|longtime|late|central|opposition|culture|finance|justice|economy|parliamentary|"
    r"официальн\w+|главн\w+|верховн\w+|специальн\w+|военн\w+|старш\w+|бывш\w+|нов\w+|первый|местн\w+|собственн\w+|"
    r"офіційн\w+|головн\w+|спеціальн\w+|військов\w+|колишн\w+|перший|місцев\w+|власн\w+)"
)
_AFTER_OWNER = re.compile(rf"(?:['’]s?)?[\s\u00a0-]+(?:{_QUALIFIER}[\s\u00a0-]+){{0,4}}")
_OF = re.compile(r"\s+(?:of|for|from|at|with|in charge of)\s+(?:the\s+)?(?:so-called\s+)?")
_GENITIVE = re.compile(r"\s+(?:при|по|в|у|от|від|из|з|із)?\s*")
_APPOSITION = re.compile(
    rf",?\s+\(?(?:(?:the|a|an|who is|who was|who heads|who leads|who chairs|his|its|"
    rf"one of)\s+)?(?:{_QUALIFIER}[\s-]+){{0,5}}"
)
_CAPITALS = re.compile(
    r"(?:al-|el-)?[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]+(?:\s+(?:(?:al|el|bin|ibn|de|del|der|von|van|abu|Al)[\s-])?(?:al-|el-)?[A-ZÀ-ÞА-ЯІЇЄҐ][\w’'-]+){0,3}"
)
# fmt: off
_NO_NAME = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "it", "he", "she", "they", "we", "i", "in",
     "on", "at", "under", "after", "before", "while", "when", "if", "as", "but", "and", "for",
     "from", "with", "by", "to", "of", "no", "not", "both", "all", "some", "many", "most",
     "january", "february", "march", "april", "may", "june", "july", "august", "september",
     "october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday",
     "saturday", "sunday", "however", "meanwhile", "also", "there", "here", "his", "her", "its",
     "their", "our", "my", "asked", "speaking", "earlier", "later", "yet", "now", "then", "since",
     "until", "unless", "during", "against", "between", "among", "about", "over", "what", "who",
     "why", "how", "which", "where", "once"]
)
# fmt: on
_OWNERS: frozenset[NameKind] = frozenset({"party", "body", "demonym", "role", "institute"})

Registry = dict[str, Named]


def capitalised(text: str, start: int, end: int) -> Iterable[Named]:
    """Runs of capitalised words that may be names of persons or bodies unknown to the pack."""
    for match in _CAPITALS.finditer(text, start, end):
        run, at = match.group(), match.start()
        first = run.split()[0]
        if first.lower() in _NO_NAME:
            at += len(first)
            at += len(text[at : match.end()]) - len(text[at : match.end()].lstrip())
            run = text[at : match.end()]
        if run:
            yield Named(
                at, match.end(), "unknown", None, run.split()[-1].removesuffix("'s").removesuffix("’s")
            )


def link(text: str, names: Iterable[Named], people: Sequence[Hit[str]]) -> list[Named]:
    """Join names and role words that stand together to one mention each."""
    roles = [
        Named(h.start, h.end, _KIND_OF[h.value], oblique=is_oblique(text[h.start : h.end])) for h in people
    ]
    items = _without_overlaps([*_without_roles(names, roles), *roles])
    for _ in range(3):
        joined: list[Named] = []
        for item in items:
            both = _join(text, joined[-1], item) if joined else None
            if both is None:
                joined.append(item)
            else:
                joined[-1] = both
        if len(joined) == len(items):
            break
        items = joined
    return items


_KIND_OF: dict[str, NameKind] = {
    "roles": "role",
    "experts": "expert",
    "insiders": "insider",
    "media": "media",
    "joint": "joint",
}


def _without_roles(names: Iterable[Named], roles: Sequence[Named]) -> Iterable[Named]:
    """Names without a role in Cyrillic letters that begins a sentence and with it a run of capitals."""
    ends = {r.start: r.end for r in roles}
    for name in names:
        end = ends.get(name.start, name.end)
        cut = name.kind == "unknown" and end < name.end and is_slavic(name.person or "")
        yield replace(name, start=end + 1) if cut else name


def _without_overlaps(items: list[Named]) -> list[Named]:
    """Known names before runs of capitals, longer before shorter; in the order of the text."""
    kept: list[Named] = []
    for item in sorted(items, key=lambda n: (n.kind == "unknown", n.start - n.end)):
        if not any(item.start < k.end and k.start < item.end for k in kept):
            kept.append(item)
    return sorted(kept, key=lambda n: n.start)


def _join(text: str, a: Named, b: Named) -> Named | None:
    """One mention for two neighbours, or None where they do not belong together."""
    gap = text[a.end : b.start]
    if len(gap) > 90:
        return None
    whole = replace(a, end=b.end)
    if a.kind in _OWNERS and b.kind in {"role", "expert", "insider", "media"} and _AFTER_OWNER.fullmatch(gap):
        if a.kind == "institute" or b.kind == "expert":
            return replace(whole, kind="expert", party=None)
        return replace(whole, kind=b.kind, party=b.party or a.party, person=b.person)
    if a.kind in {"role", "expert"} and b.kind in {"person", "unknown", "expert"} and gap.isspace():
        party = b.party or a.party
        return replace(
            whole, kind=("expert" if "expert" in {a.kind, b.kind} else "person"), party=party, person=b.person
        )
    if a.kind in {"role", "expert", "person"} and b.kind in _OWNERS | {"unknown"} and _OF.fullmatch(gap):
        if a.kind == "expert":
            return whole
        if b.kind in _OWNERS and a.party is None and b.party is not None:
            return replace(whole, party=b.party)
    if a.kind in {"role", "expert"} and b.kind in {"party", "body"} and _genitive(gap, b):
        return whole if a.kind == "expert" or a.party else replace(whole, party=b.party)
    if (
        a.kind in {"unknown", "person"}
        and b.kind in {"role", "expert"}
        and _APPOSITION.fullmatch(gap)
        and "," in gap
    ):
        kind: NameKind = "expert" if b.kind == "expert" and a.party is None else "person"
        return replace(whole, kind=kind, party=a.party or b.party)
    return None


def _genitive(gap: str, owner: Named) -> bool:
    """Whether a name in Cyrillic letters stands after a role as its owner: "президент Велуни"."""
    return owner.oblique and _GENITIVE.fullmatch(gap) is not None


def register(mentions: Iterable[Named], registry: Registry) -> None:
    """Remember by surname whom the text has introduced with a role."""
    for mention in mentions:
        if (
            mention.person
            and mention.kind in {"person", "expert"}
            and (mention.party or mention.kind == "expert")
        ):
            registry.setdefault(mention.person, mention)


def recall(mentions: Iterable[Named], registry: Registry) -> list[Named]:
    """Mentions with the role that the document gives them elsewhere; single unknown words are dropped."""
    known: list[Named] = []
    for mention in mentions:
        found = registry.get(mention.person or "")
        if mention.kind in {"unknown", "person"} and mention.party is None and found:
            known.append(replace(mention, kind=found.kind, party=found.party))
        else:
            known.append(mention)
    return known
