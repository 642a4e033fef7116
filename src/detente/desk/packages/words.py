"""Packages in plain words: what each says, who takes each term, on whose word it hangs, what the points make of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from detente.bargaining.constraints.model import OUT, Group
from detente.bargaining.constraints.variables import key_of
from detente.bargaining.packages.reach import Package, Setting
from detente.bargaining.results import TermScore
from detente.bargaining.wording import key_label, listed, option_label
from detente.desk.offer_words import LogLine, source_of
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.values import OPEN
from detente.packs.model import Pack

_STATUS = {
    "met": "taken by", "offered": "offered by", "open": "not excluded by", "excluded": "excluded by",
    "attributed": "excluded, by what others say, by", "not heard": "not heard:",
}  # fmt: skip
VERDICTS = {
    "in reach": "in reach: no firm position is broken, and everybody who binds was heard on every matter",
    "not known": "not known: no firm position is broken, but not everybody who binds was heard; that is neither yes nor no",
    "excluded": "excluded: it breaks what somebody firmly holds or needs",
}
_MOST_SOURCES = 3


def titled(pack: Pack, package: Package, place: int) -> str:
    """What a listed package is called."""
    if package.starts_from is None:
        return f"Package {place}"
    party = pack.party_name(package.starts_from)
    return f"Package {place}, which keeps the most of what {party} firmly holds, then of what the others do,"


def package_line(setting: Setting, package: Package, title: str) -> LogLine:
    """A package: its verdict, what it breaks, what it says matter by matter, what it leaves to later."""
    pack = setting.pack
    said = {k: v for k, v in package.terms.items() if v not in {(OPEN,), ("none",)}}
    under = [*(_broken(pack, g) for g in package.broken), *_soft(setting, package)]
    under += [_term(setting, package, term) for term in said.items()]
    later = [key_label(pack, k) for k, v in package.terms.items() if v == (OPEN,)]
    empty = [key_label(pack, k) for k, v in package.terms.items() if v == ("none",)]
    under += [LogLine(f"Left to later: {'; '.join(later)}")] if later else []
    under += [LogLine(f"Nothing of: {'; '.join(empty)}")] if empty else []
    return LogLine(f"{title} is {VERDICTS[package.verdict]}.", under=tuple(under))


def _broken(pack: Pack, group: Group) -> LogLine:
    party = pack.party_name(group.party)
    if group.source:
        return LogLine(f"Breaks: {party} {group.wording}", (f"source: {group.source}",))
    on = listed(key_label(pack, k) for k in group.keys)
    shown = [source_of(line) for line in group.lines[:_MOST_SOURCES]]
    more = [f"and {len(group.lines) - _MOST_SOURCES} more"] if len(group.lines) > _MOST_SOURCES else []
    rests = (str(group.strength), *shown, *more)
    return LogLine(f"Breaks: {party} {group.wording}, on {on}", rests, group.lines)


def _soft(setting: Setting, package: Package) -> Iterator[LogLine]:
    for rule in setting.problem.soft:
        if rule.id in package.soft_broken:
            yield LogLine(f"Goes against a soft rule of the pack: {rule.text}", (f"source: {rule.source}",))


def _term(setting: Setting, package: Package, term: tuple[Key, tuple[str, ...]]) -> LogLine:
    pack, (key, values) = setting.pack, term
    scores = [(p, t) for p, ts in package.scores.items() for t in ts if t.key == key and t.value in values]
    lines = tuple(dict.fromkeys(line for _, t in scores for line in t.lines))
    value = listed(option_label(pack, key, v) for v in values)
    return LogLine(f"{key_label(pack, key)}: {value} – {taken(pack, scores)}", _ids(lines), lines)


def _ids(lines: Iterable[Line]) -> tuple[str, ...]:
    """The ids of lines, as one remark; none where there are none."""
    found = " ".join(x.original_id for x in lines)
    return (found,) if found else ()


def taken(pack: Pack, scores: Sequence[tuple[str, TermScore]]) -> str:
    """Who takes a term: taken by A; not excluded by B; not heard: C."""
    found: dict[str, list[str]] = {}
    for party, term in scores:
        found.setdefault(term.status, []).append(pack.party_name(party))
    parts = [f"{word} {listed(found[status])}" for status, word in _STATUS.items() if status in found]
    return "; ".join(parts) or "nobody's to give or refuse"


def values_told(setting: Setting, values: Mapping[str, str], names: Iterable[str]) -> str:
    """Some values of a package in words; elements of a set that are not in it are left out."""
    said = []
    for name in names:
        if values[name] != OUT:
            key, element = key_of(name), name.partition("#")[2]
            said.append(
                f"{key_label(setting.pack, key)}: {option_label(setting.pack, key, element or values[name])}"
            )
    return "; ".join(said)


def figure(number: Fraction) -> str:
    """A number exactly: whole, or as a fraction with its decimal where that is not exact."""
    if number.denominator == 1:
        return f"{number.numerator:,}"
    return f"{number} ({float(number):.4g})"
