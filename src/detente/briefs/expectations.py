"""Section 7: what experts expect, and what parties say of one another; kept apart from positions."""

from __future__ import annotations

from collections.abc import Iterable

from detente.briefs.evidence import Apparatus, publisher_of, speaker_of
from detente.briefs.model import BriefLine, Section
from detente.briefs.wording import counted, listed, sentence
from detente.kernel.certainty import interval_of
from detente.ledger.agenda import Key
from detente.ledger.entries import Line

_Group = tuple[str, str | None, str | None, str]
_EXPERT = frozenset({"analyst", "reported"})
_MOST_SPEAKERS = 6


def expectations_section(apparatus: Apparatus) -> Section:
    """Forecasts and assessments by what they say; sources of one room count once."""
    spoken = [x for x in apparatus.inputs.view.counted if x.statement.kind in {"forecast", "assessment"}]
    experts = [x for x in spoken if x.statement.basis in _EXPERT]
    parties = [x for x in spoken if x.statement.basis not in _EXPERT]
    parts = (
        _part(
            ("forecasts", "What may happen, by experts and writers"),
            [x for x in experts if x.statement.kind == "forecast"],
            apparatus,
        ),
        _part(
            ("assessments", "What experts and writers judge"),
            [x for x in experts if x.statement.kind == "assessment"],
            apparatus,
        ),
        _part(("counterparts", "What parties and unnamed insiders say of one another"), parties, apparatus),
    )
    return Section(
        "expectations",
        "What experts expect",
        "None of this is anybody’s position and none of it enters a deadlock. Words of likelihood are "
        "given as said, with the range of "
        "chances in a hundred that they are read as; experts of one newsroom or panel count as one source.",
        subsections=tuple(p for p in parts if p is not None),
    )


def _part(heading: tuple[str, str], lines: Iterable[Line], apparatus: Apparatus) -> Section | None:
    name, title = heading
    groups: dict[_Group, list[Line]] = {}
    for line in lines:
        s = line.statement
        groups.setdefault((s.issue, s.option, s.holder, s.kind), []).append(line)
    if not groups:
        return None
    order = {issue: i for i, issue in enumerate(apparatus.inputs.pack.leaves)}
    ranked = sorted(
        groups.items(), key=lambda g: (order.get(g[0][0], len(order)), g[0][1] or "", g[0][2] or "")
    )
    ranked.sort(key=lambda g: -_rooms(g[1]))
    where = f"expectations-{name}"
    told = tuple(_line(group, found, (where, apparatus)) for group, found in ranked)
    return Section(where, f"{title} ({counted(len(told), 'matter')})", "", told, folded=True)


def _rooms(lines: Iterable[Line]) -> int:
    return len({line.report.room or line.report.story or line.report.doc for line in lines})


def _line(group: _Group, lines: list[Line], setting: tuple[str, Apparatus]) -> BriefLine:
    """What is said of a matter, by whom, with which likelihood, and from how many sources."""
    issue, option, holder, kind = group
    where, apparatus = setting
    key = Key(issue)
    what = apparatus.wording.key(key) + (f": {apparatus.wording.option(key, option)}" if option else "")
    about = f", about {apparatus.wording.party(holder)}" if holder else ""
    said: dict[str, list[str]] = {}
    for line in lines:
        said.setdefault(_speaker(line, apparatus), []).append(_likelihood(line, apparatus))
    speakers = [f"{who} ({'; '.join(dict.fromkeys(words))})" for who, words in said.items()]
    if len(speakers) > _MOST_SPEAKERS:
        speakers = [*speakers[:_MOST_SPEAKERS], f"{len(speakers) - _MOST_SPEAKERS} more"]
    verb = "expected by" if kind == "forecast" else "said by"
    text = f"{sentence(what)}{about}: {verb} {listed(speakers)}; {counted(_rooms(lines), 'source')}."
    return apparatus.line(where, text, lines)


def _speaker(line: Line, apparatus: Apparatus) -> str:
    """Who said it; the writer of a report where nobody is named."""
    return speaker_of(line, apparatus) or f"the writer in {publisher_of(line.report, apparatus.inputs.pack)}"


def _likelihood(line: Line, apparatus: Apparatus) -> str:
    """The words of likelihood and how they are read, as chances in a hundred."""
    words = line.statement.certainty
    if words is None:
        return "flatly"
    interval = interval_of(words, apparatus.inputs.scale)
    if (interval.low, interval.high) == (0.0, 1.0):
        return f"{words}: on no scale"
    return f"{words}: {interval.low * 100:.0f} to {interval.high * 100:.0f} in 100"
