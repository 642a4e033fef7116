"""In how many worlds each result holds, and on which open positions the results hang, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detente.bargaining.worlds.outcomes import name_of
from detente.bargaining.worlds.results import LockInWorlds, ProposalInWorlds, Robustness, Unknown
from detente.bargaining.worlds.shares import Share
from detente.briefs.evidence import Apparatus
from detente.briefs.model import BriefLine, Section
from detente.briefs.names import headline
from detente.briefs.proposals import title_of
from detente.briefs.wording import STAGE_NAMES, counted, listed, sentence
from detente.ledger.entries import Line
from detente.packs.model import Stage

_MOST_BARS = 5
_MOST_ASKED = 6
_NARROWEST = 0.01  # bars below this share of the worlds are not drawn


def robustness_section(apparatus: Apparatus, worlds: Mapping[Stage, Robustness], assumed: str) -> Section:
    """Deadlocks, proposals and matters of each stage over worlds, then what they hang on."""
    lead = (
        f"Each world draws what every party would take from what was said and how surely. {assumed} In most worlds: 80% or more; "
        "about half: 40 to 60%; few: 20% or less. A share tells how far a result follows from what was read, not how likely it "
        "is to come about."
    )
    parts = tuple(_stage(told, apparatus) for told in worlds.values())
    return Section("robustness", "What holds in how many worlds", lead, subsections=parts)


def _stage(told: Robustness, apparatus: Apparatus) -> Section:
    where = f"robustness-{told.stage}"
    parts = (
        Section(f"{where}-deadlocks", "Deadlocks", lines=tuple(_locks(told, apparatus))),
        Section(f"{where}-proposals", "Proposals", lines=tuple(_proposals(told, apparatus))),
        Section(
            f"{where}-matters",
            "Common ground, matter by matter",
            "Worlds in which some outcome other than leaving it to later is taken by all who bind on it, as far as they were "
            "heard: where one side alone was heard, that is no common ground yet.",
            notes=tuple(
                f"{sentence(apparatus.wording.key(m.key))}: {_told(m.heard)}"
                + ("." if m.heard == m.if_asked else f"; if those not heard were asked, {_told(m.if_asked)}.")
                for m in told.matters
            ),
        ),
        Section(
            f"{where}-hangs",
            "On what it hangs",
            "Where a position gives nothing, and where it gives everything, all else as drawn (tornado): the wider, the more the "
            "answer decides.",
            lines=tuple(_hangs(told, apparatus)),
        ),
        Section(
            f"{where}-asking",
            "The value of asking",
            "How many verdicts are expected to change when this position alone is drawn anew; parties in alphabetical order.",
            notes=tuple(_asking(told, apparatus)),
        ),
    )
    notes = [
        f"Worlds in which every deadlock is open: {_told(told.none_shut)}.",
        f"{counted(told.checked, 'world')} worked out again by plain evaluation, with the same verdicts.",
    ]
    if not told.complete:
        notes.append("The time budget ended the drawing: this is what is known so far.")
    return Section(
        where,
        sentence(STAGE_NAMES[told.stage]),
        notes=tuple(notes),
        subsections=tuple(p for p in parts if p.lines or p.notes),
    )


def _told(share: Share) -> str:
    """`in most worlds (8,132 of 10,000; 81%, 80 to 82%)`."""
    if not share.worlds:
        return share.words
    low, high = share.interval
    value = (
        f"{share.value:.0%}" if share.value in {0, 1} or 0.01 <= share.value <= 0.99 else f"{share.value:.1%}"
    )
    return f"{share.words} ({share.count:,} of {share.worlds:,}; {value}, {low:.1%} to {high:.1%})"


def _locks(told: Robustness, apparatus: Apparatus) -> Iterator[BriefLine]:
    for lock in told.locks:
        where = f"robustness-{lock.deadlock.id}"
        text = f"{lock.deadlock.id} · {headline(lock.deadlock, apparatus.wording)}. Shut {_told(lock.shut)}."
        text += _opening(lock, apparatus)
        yield _line(where, text, lock.deadlock.lines, apparatus=apparatus)


def _opening(lock: LockInWorlds, apparatus: Apparatus) -> str:
    """What the moves open, said once where all of them open it wherever it is shut."""
    if not lock.moves or not lock.shut.count:
        return ""
    own = [m.opens[lock.deadlock.id] for m in lock.moves]
    every = all(s.count == s.worlds for s in own)
    text = (
        f" Each of its {counted(len(own), 'move')} opens it wherever it is shut"
        if every
        else (
            f" Of its moves {sum(s.count == s.worlds for s in own)} of {len(own)} open it wherever it is shut"
        )
    )
    also: dict[tuple[str, str], list[str]] = {}
    for m in lock.moves:
        for name, share in m.opens.items():
            if name != lock.deadlock.id and share.count:
                also.setdefault((apparatus.wording.parties(m.move.by), share.words), []).append(name)
    more = listed(
        f"{listed(names)} by {who} {words} in which shut" for (who, words), names in sorted(also.items())
    )
    return f"{text}{f'; opened with it: {more}' if more else ''}."


def _proposals(told: Robustness, apparatus: Apparatus) -> Iterator[BriefLine]:
    for one in told.proposals:
        text = f"{title_of(one.scored)}. All who bind agree, as far as they were heard: {_told(one.heard)}."
        text += _each(one, apparatus)
        if one.unheard:
            text += f" Not heard: {counted(len(one.unheard), 'matter')}; if asked, {_told(one.if_asked)}."
        lines = [x for terms in one.scored.terms.values() for t in terms for x in t.lines]
        yield _line(
            f"robustness-{one.scored.proposal.id}", text, tuple(dict.fromkeys(lines)), apparatus=apparatus
        )


def _each(one: ProposalInWorlds, apparatus: Apparatus) -> str:
    if len(one.by_party) < 2:
        return ""
    each = sorted((apparatus.wording.party(p), share.words) for p, share in one.by_party.items())
    return f" Each alone: {'; '.join(f'{name} {words}' for name, words in each)}."


def _hangs(told: Robustness, apparatus: Apparatus) -> Iterator[BriefLine]:
    """The widest bars of each deadlock and proposal."""
    names = {name_of(p.scored): title_of(p.scored) for p in told.proposals}
    results = dict.fromkeys(b.result for u in told.unknowns for b in u.bearings if b.kind != "matter")
    for result in sorted(results, key=lambda r: (r[:1] == "p", len(r), r)):
        bars = [(u, b) for u, b in told.tornado(result) if b.decides.value >= _NARROWEST][:_MOST_BARS]
        texts = []
        for unknown, bearing in bars:
            ends = bearing.low.value, bearing.high.value
            verb = "open in" if bearing.kind == "deadlock" else "agreed in"
            texts.append(f"{_who(unknown, apparatus)}: {verb} {ends[0]:.0%} to {ends[1]:.0%}")
        if texts:
            shown = names.get(result, result)
            lines = tuple(x for lock in told.locks if lock.deadlock.id == result for x in lock.deadlock.lines)
            yield _line(f"tornado-{result}", f"{shown}: {'; '.join(texts)}.", lines, apparatus=apparatus)


def _who(unknown: Unknown, apparatus: Apparatus) -> str:
    what = {"position": "", "stage": ", truce or settlement", "unheard": ", not heard"}[unknown.kind]
    return f"{apparatus.wording.party(unknown.party)} on {apparatus.wording.keys(unknown.keys)}{what}"


def _asking(told: Robustness, apparatus: Apparatus) -> Iterator[str]:
    by_party: dict[str, list[Unknown]] = {}
    for unknown in told.unknowns:
        if unknown.value:
            by_party.setdefault(unknown.party, []).append(unknown)
    for party in sorted(by_party, key=apparatus.wording.party):
        found = by_party[party]
        kept = [f"{_who(u, apparatus).partition(' on ')[2]} {u.value:.2f}" for u in found[:_MOST_ASKED]]
        more = f"; and {counted(len(found) - len(kept), 'more')}" if len(found) > len(kept) else ""
        yield f"{apparatus.wording.party(party)}: {'; '.join(kept)}{more.replace('mores', 'more')}."


def _line(where: str, text: str, lines: tuple[Line, ...], *, apparatus: Apparatus) -> BriefLine:
    return apparatus.line(where, text, lines) if lines else apparatus.absence(where, text)
