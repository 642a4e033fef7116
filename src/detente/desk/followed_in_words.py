"""Texts over time and readouts in words: who moved nearer to whose last text, and what each side tells of one occasion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detente.bargaining.proposals import Account, Approach, Moved, Place, SideBySide, Step, Told, Track
from detente.bargaining.wording import held
from detente.briefs.wording import Wording, counted, listed, sentence, when_phrase
from detente.desk.comparing_in_words import Page
from detente.desk.comparing_proposals import OverTime
from detente.desk.offer_words import LogLine
from detente.kernel.dates import parse_when
from detente.ledger.agenda import Key
from detente.ledger.entries import Line

_APPROACH: Mapping[Approach, str] = {
    "nearer": "nearer",
    "farther": "farther",
    "beyond": "beyond it",
    "as near": "as near as before",
    "cannot tell": "cannot tell (vague)",
}
_AGREEMENT = {
    "different": "Told differently of the same party",
    "same": "Told alike",
    "of others": "Each account tells of a different party",
}
_MOST_NAMED = 6


def over_time_page(time: OverTime, wording: Wording) -> Page:
    """Each text of each party beside the last texts of the other side: counts of matters, never a distance of the whole."""
    groups = tuple(
        (_title(step, time, wording), tuple(_step(step, wording))) for step in time.steps if step.moved
    )
    axes = tuple(_track(track, wording) for track in time.tracks)
    groups += (("Where each text lies on each axis, in the order of time", axes),) if axes else ()
    skipped = [s for s in time.steps if not s.moved]
    told = listed(f"{s.text} ({wording.party(s.party)} beside {wording.party(s.other)})" for s in skipped)
    notes = (
        (f"No matter that both sides and an earlier text of the same party name: {told}.",) if skipped else ()
    )
    return Page(
        "Texts over time",
        "On each matter: what a party’s text says, what its last text on the matter said, and the other side’s last text on it "
        "before that day. Steps are values along the axis of that matter; they are not added up across matters. Beyond: past "
        "the other side’s text, towards the end that side itself pulls to.",
        groups,
        notes,
    )


def _track(track: Track, wording: Wording) -> LogLine:
    """An axis with the place of each text: "p03 at 6 of 7 (administrative borders …)"."""
    told = [f"{p.proposal} at {_reach(p)} ({_place(p, track.key, wording)})" for p in track.places]
    ends = f"1 is “{track.axis[0]}”, {len(track.values)} “{track.axis[-1]}”"
    return LogLine(f"{wording.key(track.key)}: {'; '.join(told)}; {ends}")


def _reach(place: Place) -> str:
    return _steps((place.reach[0] + 1, place.reach[1] + 1) if place.reach else None)


def _title(step: Step, time: OverTime, wording: Wording) -> str:
    text = next(p for p in time.texts if p.id == step.text)
    day = when_phrase(parse_when(text.date))
    return f"{text.name} ({text.id}, {day}): {wording.party(step.party)} beside {wording.party(step.other)}"


def _step(step: Step, wording: Wording) -> Iterator[LogLine]:
    yield LogLine(summary(step, wording))
    for moved in step.moved:
        yield LogLine(_moved(moved, step, wording))
    for keys, why in (
        (step.first_said, f"{wording.party(step.party)} had no earlier term"),
        (step.only_here, f"{wording.party(step.other)} had no earlier term"),
        (step.only_there, "this text states none"),
    ):
        if keys:
            yield LogLine(f"Not compared, since {why}: {wording.keys(keys, most=_MOST_NAMED)}")


def summary(step: Step, wording: Wording) -> str:
    """Counts: "on 3 of 7 ordered matters nearer to B’s last text, on one farther, on 3 as near as before"."""
    counts, parts = step.counts, []
    if step.ordered:
        told = [f"on {counts[name]} {words}" for name, words in _APPROACH.items() if counts.get(name)]
        ordered = counted(step.ordered, "ordered matter")
        parts.append(f"Of {ordered} shared with {wording.party(step.other)}’s last texts: {', '.join(told)}")
    plain = [m for m in step.moved if not m.ordered]
    if plain:
        before, after = (sum(getattr(m, f"equal_{w}") for m in plain) for w in ("before", "after"))
        parts.append(f"of {counted(len(plain), 'matter')} without order {before} equal before, {after} now")
    return sentence("; ".join(parts)) + "."


def _moved(moved: Moved, step: Step, wording: Wording) -> str:
    before, after, other = (_place(p, moved.key, wording) for p in (moved.before, moved.after, moved.other))
    change = (
        f"{after}, as in {moved.before.proposal}"
        if moved.stayed
        else f"{before} ({moved.before.proposal}) → {after}"
    )
    whose = f"{wording.party(step.other)} ({moved.other.proposal}): {other}"
    if moved.approach is None:
        equal = "equal" if moved.equal_after else "not equal; no order to measure by"
        return f"{wording.key(moved.key)}: {change}; {whose}; {equal}"
    steps = "" if moved.stayed else f", {_steps(moved.gap_before)} → {_steps(moved.gap_after)} steps"
    return f"{wording.key(moved.key)}: {change}; {whose}; {_APPROACH[moved.approach]}{steps}"


def _place(place: Place, key: Key, wording: Wording) -> str:
    return listed((wording.option(key, v) for v in place.values), last="or")


def _steps(gap: tuple[int, int] | None) -> str:
    if gap is None:
        return "?"
    return str(gap[0]) if gap[0] == gap[1] else f"{gap[0]} to {gap[1]}"


def readouts_page(found: SideBySide, wording: Wording) -> Page:
    """Accounts side by side: matters that several tell, alike or not, then what only one mentions."""
    names = [wording.party(a.party) if a.party else a.teller for a in found.accounts]
    told = [row for row in found.rows if row.agreement != "only one"]
    groups = [
        (
            title,
            tuple(_told(row, names, found, wording=wording) for row in told if row.agreement == agreement),
        )
        for agreement, title in _AGREEMENT.items()
    ]
    groups += [
        (f"Only {name} mentions", tuple(_told(row, names, found, wording=wording) for row in found.only(at)))
        for at, name in enumerate(names)
    ]
    which = listed(
        f"{name} ({'its own readout' if a.official else 'its own words' if a.party else 'press'}, "
        f"{counted(len(a.lines), 'statement')})"
        for name, a in zip(names, found.accounts, strict=True)
    )
    return Page(
        f"Accounts of {when_phrase(found.when)}",
        f"{sentence(which)}. That an account does not mention a matter is no denial."
        if which
        else "No statement of that day in a party’s own voice, and no readout of a meeting then, is in view.",
        tuple((title, entries) for title, entries in groups if entries),
    )


def _told(row: Told, names: Sequence[str], found: SideBySide, *, wording: Wording) -> LogLine:
    under = tuple(
        LogLine(f"{names[at]}: {_says(row.key, found.accounts[at], lines, wording=wording)}", lines=lines)
        for at, lines in enumerate(row.cells)
        if lines
    )
    return LogLine(wording.key(row.key), under=under)


def _says(key: Key, account: Account, lines: Sequence[Line], *, wording: Wording) -> str:
    """What an account ascribes to whom: "it asks for …; B refuses …"; what takes no stance is named by its kind."""
    by_holder: dict[str | None, list[Line]] = {}
    told, plain = [], []
    for line in lines:
        if line.statement.stance and wording.pack.leaf(key.issue):
            by_holder.setdefault(line.statement.holder, []).append(line)
        else:
            plain.append(line.statement.kind)
    for holder, some in by_holder.items():
        who = "it" if holder is not None and holder == account.party else wording.party(holder)
        told.append(f"{who} {wording.plain(held(wording.pack, key, some))}")
    told += [f"mentions it ({listed(plain)})"] if plain else []
    return "; ".join(told)
