"""The calendar, what was given, who can deliver, levers, promises and claims in words, each with what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.bargaining.wording import listed, option_label
from detente.desk.offer_words import (
    LogLine,
    day_words,
    event_source,
    names_words,
    rests_on,
    source_of,
    terms_words,
)
from detente.ledger.dealings.claims import Claim
from detente.ledger.dealings.deadlines import Deadline
from detente.ledger.dealings.deliverers import Deliverer, Delivery
from detente.ledger.dealings.given import Given
from detente.ledger.dealings.grounds import How
from detente.ledger.dealings.levers import Lever
from detente.ledger.dealings.promises import Promise
from detente.ledger.entries import Line
from detente.packs.model import Pack

_MOST_NEXT = 2  # events told after a day


def deadline_line(deadline: Deadline, pack: Pack, today: date | None) -> LogLine:
    """A day that was set, its consequence, and what came of it."""
    d = deadline
    ahead = today is not None and d.when.latest is not None and d.when.latest > today
    kind = {"due": "due", "starts": "start", "ends": "end"}[d.kind]
    day = f"{d.day} (year not told)" if d.day else day_words(d.when)
    text = f"{day}, {kind}: {d.what} (set by {names_words(d.by, pack)}, {day_words(d.set_on)})"
    consequence = (
        "no consequence told" if d.consequence is None else f"announced consequence: {d.consequence}"
    )
    told = {
        "not told": "still ahead" if ahead else "what came of it is not told",
        "moved": f"moved ({d.moved_to or 'see source'})",
    }
    came = told.get(d.came_of, d.came_of) + (f": {d.outcome}" if d.outcome else "")
    under = [
        LogLine(consequence if d.consequence != d.what else "the consequence stands in these words"),
        LogLine(came),
    ]
    under += [
        LogLine(f"in the fortnight after, {e.date}: {e.terms} [{e.id}]") for e in d.next_events[:_MOST_NEXT]
    ]
    more = [e.id for e in d.next_events[_MOST_NEXT:]]
    under += [LogLine(f"and {len(more)} more events: {' '.join(more)}")] if more else []
    return LogLine(text, (d.id, *rests_on(d.grounds)), d.grounds.lines, tuple(under))


def given_line(one: Given, every: Sequence[Given], pack: Pack) -> LogLine:
    """What was given, what asked for it, and what came back."""
    what = one.what or (terms_words([one.term], pack) if one.term else "")
    by, to = names_words(one.by, pack), names_words(one.to, pack)
    verb = {
        "done": f"gave {to}",
        "agreed": "agreed",
        "accepted": f"accepted what {to} asks for",
        "refused": f"refused, as {to} asks",
        "ruled out": f"ruled out against {to}",
    }[one.manner]
    text = f"{day_words(one.when)}: {by} {verb}: {what}"
    back = [g for g in every if g.id in one.returns]
    if one.for_return:
        answer = f"for return, in the source's words: {one.for_return}"
    elif one.manner == "agreed":
        answer = "for return: the other side's part of the same agreement"
    elif back:
        answer = "within a month came back: " + "; ".join(
            f"{g.what or (terms_words([g.term], pack) if g.term else '')} [{g.id}]" for g in back
        )
    else:
        answer = "no return heard"
    asked = tuple(map(source_of, one.asked))
    under = (LogLine("was asked for in", asked, one.asked),) if asked else ()
    return LogLine(text, rests_on(one.grounds), one.grounds.lines, (LogLine(answer), *under))


def delivery_line(delivery: Delivery, pack: Pack) -> LogLine:
    """A term with everybody who must deliver it, those in one role together."""
    d = delivery
    text = f"{option_label(pack, d.term.key, d.term.option)} [{d.stage}]"
    roles: dict[tuple[str, str], list[Deliverer]] = {}
    for one in d.deliverers:
        roles.setdefault((one.role, one.source), []).append(one)
    return LogLine(text, (), (), tuple(_role_line(role, some, pack) for role, some in roles.items()))


def _role_line(role: tuple[str, str], some: Sequence[Deliverer], pack: Pack) -> LogLine:
    """Those in one role, with the word heard of each; those of whom the same was heard together."""
    name, source = role
    words: dict[str, list[str]] = {}
    for one in some:
        word = f"{one.word} (inferred from another option)" if one.follows else str(one.word)
        words.setdefault(word, []).append(pack.party_name(one.party))
    told = "; ".join(f"{listed(parties)}: {word}" for word, parties in words.items())
    lines = tuple(dict.fromkeys(line for one in some for line in one.lines))
    by = () if name == "signs" else (f"role by: {source}",)
    return LogLine(f"{name}: {told}", (*map(source_of, lines), *by), lines)


def opinion_line(line: Line, pack: Pack) -> LogLine:
    """What is said of the public."""
    who = f" ({pack.party_name(line.statement.holder)})" if line.statement.holder else ""
    worded = f"as worded by {line.report.publisher or line.report.name}: {line.statement.evidence}"
    text = f"on the public{who}, {day_words(line.said)}, {worded}"
    return LogLine(text, (source_of(line),), (line,))


def lever_line(lever: Lever, pack: Pack) -> LogLine:
    """Who can do what to whom."""
    on = f", towards {names_words(lever.on, pack)}" if lever.on else ""
    words = lever.what
    if lever.grounds.lines:
        line = lever.grounds.lines[0]
        words = f"as worded by {line.report.publisher or line.report.name}: {' '.join(lever.what.split())}"
    text = f"{day_words(lever.when)}, {lever.state}: {names_words(lever.by, pack)}{on}: {words}"
    return LogLine(text, rests_on(lever.grounds), lever.grounds.lines)


def promise_line(promise: Promise, pack: Pack) -> LogLine:
    """A promise and what was heard of it since."""
    to = f" to {names_words(promise.to, pack)}" if promise.to else ""
    text = f"{day_words(promise.when)}: {names_words(promise.by, pack)}{to}: {promise.what}"
    below = "below" if promise.later else "above"
    how = "" if promise.grounds.how is How.ENTERED else f" (inferred from the words {below})"
    told = f"came of it{how}: {promise.came_of}"
    came = "what came of it is not told" if promise.came_of == "not told" else told
    if promise.outcome and not promise.later:
        came += f": {promise.outcome}"
    under = [LogLine(came)]
    under += [LogLine(f"later, {e.date}: {e.terms}", ("inferred", event_source(e))) for e in promise.later]
    if promise.breaches:
        under.append(
            LogLine("breaches are told of in", tuple(map(source_of, promise.breaches)), promise.breaches)
        )
    return LogLine(text, rests_on(promise.grounds), promise.grounds.lines, tuple(under))


def claim_line(claim: Claim, pack: Pack) -> LogLine:
    """A claim, who makes it, and how it stands."""
    report = claim.line.report
    who = f"{pack.party_name(claim.party)}: " if claim.party else ""
    named = [pack.places[p].name for p in claim.places if pack.places[p].kind != "state"]
    where = f" ({listed(named)})" if named else ""
    denied = "denied: " if claim.denied else ""
    text = (
        f"{day_words(claim.line.said)}: {who}{denied}{claim.kind}{where}, as worded by "
        f"{report.publisher or report.name}: {claim.line.statement.evidence}"
    )
    under = [LogLine(str(claim.verdict))]
    for m in claim.measures:
        party = f"{pack.party_name(m.party)} in " if m.party else ""
        fact = f"{m.share:g} per cent" if m.share is not None else str(m.state)
        off = f" (claimed less measured: {claim.off:+g} points)" if claim.off is not None else ""
        under.append(
            LogLine(
                f"measured {m.date}, {party}{pack.places[m.place].name}: {fact}{off}",
                (f"[{m.id}] {m.source}",),
            )
        )
    under += [LogLine(f"{e.date}: {e.terms}", (event_source(e),)) for e in claim.events]
    return LogLine(text, (source_of(claim.line),), (claim.line,), tuple(under))
