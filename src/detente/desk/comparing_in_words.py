"""Two texts in words: what is equal, compatible or different, what only one says, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.bargaining.proposals import Comparison, Relation, Side, TermRow, Version
from detente.briefs.wording import Wording, counted, listed, sentence, when_phrase
from detente.desk.comparing_proposals import Beside, said_by_sponsors
from detente.desk.offer_words import LogLine
from detente.desk.project import Answer
from detente.kernel.dates import parse_when
from detente.ledger.agenda import Key
from detente.packs.model import Proposal

_DRAFTS: Mapping[Relation, str] = {
    Relation.CHANGED: "Changed",
    Relation.PARTLY: "Changed in part",
    Relation.COULD_BE: "Could be the same",
    Relation.NEW: "Newly stated",
    Relation.DROPPED: "Dropped: the later text is silent",
    Relation.OPENED: "Left to later now",
    Relation.CLOSED: "No longer left to later",
    Relation.NOT_SEEN_BEFORE: "Stated now; the earlier text was seen in part, so whether this is new is unknown",
    Relation.NOT_SEEN_AFTER: "Not known: the later text was seen in part and these were not in that part",
    Relation.SAME: "The same",
}
_BESIDE: Mapping[Relation, str] = {
    Relation.SAME: "Equal",
    Relation.COULD_BE: "Compatible: could be the same",
    Relation.PARTLY: "Compatible in part: lists that share elements",
    Relation.CHANGED: "Different",
    Relation.OPENED: "Stated only in {first}; {second} leaves it to later",
    Relation.CLOSED: "Stated only in {second}; {first} leaves it to later",
    Relation.DROPPED: "Only in {first}; {second} is silent",
    Relation.NEW: "Only in {second}; {first} is silent",
    Relation.NOT_SEEN_AFTER: "Only in {first}, as far as seen: {second} was seen in part",
    Relation.NOT_SEEN_BEFORE: "Only in {second}, as far as seen: {first} was seen in part",
}
_SEEN = {"text": "its text", "report": "press summary", "partial": "seen only in part"}


@dataclass(frozen=True, slots=True)
class Page:
    """What a command prints: a title, what it can and cannot tell, and entries by what they stand under."""

    title: str
    lead: str
    groups: tuple[tuple[str, tuple[LogLine, ...]], ...]
    notes: tuple[str, ...] = ()


def beside_pages(pair: Beside, wording: Wording, found: Answer | None) -> Iterator[Page]:
    """Two texts: the pairs of alternatives that are nearest whole, of every other pair what differs from the first of these."""
    first = pair.nearest[0]
    yield _page(first, pair, (wording, found))
    known = {_said(row) for row in first.rows}
    for other in pair.pairs:
        if other is not first:
            yield _page(other, pair, (wording, found), beyond=known)


def _said(row: TermRow) -> tuple[object, ...]:
    return row.key, row.first, row.second


def _page(
    found: Comparison,
    pair: Beside,
    setting: tuple[Wording, Answer | None],
    *,
    beyond: set[tuple[object, ...]] | None = None,
) -> Page:
    wording, answer = setting
    names = {"first": pair.first.id, "second": pair.second.id}
    titles = _DRAFTS if pair.later else _BESIDE
    order = [r for r in titles if found.counts.get(r)]
    rows = [r for r in found.rows if beyond is None or _said(r) not in beyond]
    groups = tuple(
        (f"{titles[relation].format(**names)} ({len(those)})", _entries(those, pair, (wording, answer)))
        for relation in order
        if (those := [r for r in rows if r.relation is relation])
    )
    joint = "→" if pair.later else "and"
    lead = "; ".join(_about(p, wording) for p in (pair.first, pair.second)) + "."
    shared = len(found.shared)
    equal = sum(r.relation is Relation.SAME for r in found.shared)
    verb = "is" if equal == 1 else "are"
    summary = f"Both state a term on {counted(shared, 'matter')}; {equal or 'none'} of these {verb} equal."
    notes = () if beyond is None else ("Only what differs from the pair of alternatives above.",)
    return Page(
        f"{version_name(found.first)} {joint} {version_name(found.second)}",
        f"{lead} {summary}",
        groups,
        notes,
    )


def version_name(version: Version) -> str:
    """The name of a text, with its alternative."""
    told = version.alternative.replace("_", " ") if version.alternative else ""
    return version.proposal.name + (f", {told}" if told else "")


def _about(proposal: Proposal, wording: Wording) -> str:
    day = when_phrase(parse_when(proposal.date))
    where = f" {proposal.url}" if proposal.url else ""
    return f"{proposal.id}: {proposal.name}, {wording.parties(proposal.by)}, {day}, {_SEEN[proposal.basis]}{where}"


def _entries(
    rows: Sequence[TermRow], pair: Beside, setting: tuple[Wording, Answer | None]
) -> tuple[LogLine, ...]:
    """Rows in words; areas of one issue of which the same is said are one entry."""
    wording, answer = setting
    alike: dict[tuple[str, str], list[Key]] = {}
    for row in rows:
        alike.setdefault((row.key.issue, _told(row, pair, wording)), []).append(row.key)
    return tuple(
        LogLine(
            f"{sentence(wording.keys(keys))}: {told}",
            lines=tuple(
                dict.fromkeys(x for k in keys for x in (said_by_sponsors(answer, pair, k) if answer else ()))
            ),
        )
        for (_, told), keys in alike.items()
    )


def _told(row: TermRow, pair: Beside, wording: Wording) -> str:
    first, second = (side_words(side, row.key, wording) for side in (row.first, row.second))
    if row.relation is Relation.SAME:
        told = first
    elif "stated" not in {row.second.state, row.first.state} or row.first.state in {"silent", "not seen"}:
        told = second
    elif row.second.state in {"silent", "not seen"}:
        told = first
    elif pair.later:
        told = f"{first} → {second}"
    else:
        told = f"{pair.first.id} {first}; {pair.second.id} {second}"
    return told + _elements(row, pair, wording) + _drift(row, pair, wording) + _deals(row, pair)


def side_words(side: Side, key: Key, wording: Wording) -> str:
    """What one text says on a matter."""
    if side.state == "open":
        return "left to later"
    return listed(wording.option(key, v) for v in side.values)


def _elements(row: TermRow, pair: Beside, wording: Wording) -> str:
    """What one list has and the other has not."""
    if row.relation not in {Relation.PARTLY, Relation.COULD_BE}:
        return ""
    only = (
        (row.only_first, "dropped" if pair.later else f"only in {pair.first.id}"),
        (row.only_second, "added" if pair.later else f"only in {pair.second.id}"),
    )
    told = [f"{how}: {listed(wording.option(row.key, e) for e in some)}" for some, how in only if some]
    return f" ({'; '.join(told)})" if told else ""


def _drift(row: TermRow, pair: Beside, wording: Wording) -> str:
    if row.drift is None or row.relation is not Relation.CHANGED:
        return ""
    drift = row.drift
    if drift.least is None:
        return f" ({drift.towards})" if pair.later else ""
    steps = f"{drift.least}" if drift.least == drift.most else f"{drift.least} to {drift.most}"
    plural = "" if drift.least == drift.most == 1 else "s"
    if not pair.later:
        return f" ({steps} step{plural} apart on the axis)"
    pull = f", to which {wording.parties(drift.parties)} pull{'s' if len(drift.parties) == 1 else ''}"
    return f" ({steps} step{plural} towards “{drift.towards}”{pull if drift.parties else ''})"


def _deals(row: TermRow, pair: Beside) -> str:
    if not row.other_deal:
        return ""
    return f" ({pair.first.id} for the {row.first.stage}, {pair.second.id} for the {row.second.stage})"
