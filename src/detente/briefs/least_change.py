"""Least change of a proposal in words: which terms would have to be others, what could stand in their place, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.bargaining.constraints.model import IN, OUT, Group
from detente.bargaining.results import Change, LeastChange, ProposalScore
from detente.briefs.evidence import Apparatus
from detente.briefs.model import BriefLine, PackSource
from detente.briefs.wording import listed
from detente.ledger.agenda import Key
from detente.ledger.entries import Line

_MOST_NAMED = 5
_MOST_WAYS = 5
_Where = tuple[str, PackSource, Apparatus]


def least_change_lines(score: ProposalScore, where: _Where) -> Iterator[BriefLine]:
    """What would have to change for whose agreement; no advice to take it, nobody's consent to the rest."""
    for least in score.least_change:
        if least.clash:
            yield _clash(least, where)
        elif least.ways == ((),):
            yield _nothing(least, score, where)
        else:
            yield from _ways(least, where)


def _clash(least: LeastChange, where: _Where) -> BriefLine:
    section, source, apparatus = where
    held = "; ".join(_holds(g, apparatus) for g in least.clash)
    text = (
        f"No change of this text alone would do for {apparatus.wording.parties(least.accepted_by)} together, since these "
        f"cannot hold together: {held}."
    )
    return apparatus.line(section, text, _lines(least.clash), pack_source=source)


def _nothing(least: LeastChange, score: ProposalScore, where: _Where) -> BriefLine:
    section, source, apparatus = where
    text = f"As it stands it breaks no firm position of {apparatus.wording.parties(least.accepted_by)}"
    lines = [x for p in least.accepted_by for t in score.terms.get(p, ()) for x in t.lines]
    return apparatus.line(section, f"{text}{_unheard(least, apparatus)}.", lines, pack_source=source)


def _ways(least: LeastChange, where: _Where) -> Iterator[BriefLine]:
    section, source, apparatus = where
    who, count = apparatus.wording.parties(least.accepted_by), len(least.ways)
    for number, way in enumerate(least.ways[:_MOST_WAYS], start=1):
        which = (
            f" (way {number} of {count}{'' if least.complete else ' that were found'})" if count > 1 else ""
        )
        told = "; ".join(_alike(way, apparatus))
        text = f"Least change for {who}{which}: {told}{_unheard(least, apparatus)}."
        because = [g for change in way for g in change.because]
        yield apparatus.line(section, text, _lines(because), pack_source=source)
    left = count - _MOST_WAYS
    if left > 0 or not least.complete:
        more = f"{left} more ways were found" if left > 0 else "these ways were found"
        ended = "" if least.complete else "; the search ended before all were"
        told = f"{more}{ended}" if count else "the search ended before anything was found"
        yield apparatus.line(section, f"Least change for {who}: {told}.", pack_source=source)


def _alike(way: Sequence[Change], apparatus: Apparatus) -> Iterator[str]:
    """Changes in words, those of several areas that are the same told once."""
    wording = apparatus.wording
    alike: dict[tuple[str, str], list[Key]] = {}
    for change in way:
        alike.setdefault((_stated(change, apparatus), _instead(change, apparatus)), []).append(change.key)
    for (stated, instead), keys in alike.items():
        yield f"on {wording.keys(keys)}, {instead}{stated}"


def _stated(change: Change, apparatus: Apparatus) -> str:
    if change.element:
        return ""
    options = listed((apparatus.wording.option(change.key, v) for v in change.stated), last="or")
    return f" in place of {options}"


def _instead(change: Change, apparatus: Apparatus) -> str:
    option = apparatus.wording.option
    if change.element:
        verb = "leave out" if OUT in change.to else "add"
        return f"{verb} {option(change.key, change.element)}"
    options = [option(change.key, v) for v in change.to if v not in {IN, OUT}]
    more = [f"{len(options) - _MOST_NAMED} more"] if len(options) > _MOST_NAMED else []
    return listed([*options[:_MOST_NAMED], *more], last="or") or "nothing that the issue knows"


def _unheard(least: LeastChange, apparatus: Apparatus) -> str:
    if not least.unheard:
        return ""
    return f" (what {apparatus.wording.parties(least.unheard)} would say to every other term is not known)"


def _holds(group: Group, apparatus: Apparatus) -> str:
    return f"{apparatus.wording.party(group.party)} {apparatus.wording.plain(group.wording)}"


def _lines(groups: Sequence[Group]) -> tuple[Line, ...]:
    return tuple(dict.fromkeys(line for g in groups for line in g.lines))
