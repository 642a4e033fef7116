"""Offers and answers in words, and how every entry of the log of dealings tells what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.bargaining.wording import key_label, listed, option_label
from detente.kernel.dates import When
from detente.ledger.dealings.asked import Asked, Put
from detente.ledger.dealings.grounds import Grounds
from detente.ledger.dealings.offers import Offer, Term
from detente.ledger.dealings.replies import Exchange, Reply, ReplyWord
from detente.ledger.entries import Line
from detente.packs.model import Event, Pack

_MOST_TERMS = 6
_BASIS = {
    "own": "its own words", "reported": "reported", "insider": "unnamed sources", "counterpart": "another party's word",
    "analyst": "an analyst's word",
}  # fmt: skip

_VERBS = {
    "accept": "accepts", "reject": "refuses", "hedge": "answers without yes or no on", "demand": "asks for",
    "propose": "puts",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry: what it says, what it rests on (ids and sources), the lines to show as evidence, and what belongs under it."""

    text: str
    rests: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    under: tuple[LogLine, ...] = ()


def day_words(when: When) -> str:
    """A day as a log prints it: 2025-03-13, "by 2025-03-14" where only that is known, "undated"."""
    first, last = when.earliest, when.latest
    if first is None and last is None:
        return "undated"
    if first is None:
        return f"by {last}"
    return f"{first} or later" if last is None else (when.isoformat() or "undated")


def rests_on(grounds: Grounds) -> tuple[str, ...]:
    """How an entry came into the log, and every line, event and source that it rests on."""
    given = (f"source: {grounds.source}",) if grounds.source and not grounds.events else ()
    return (
        str(grounds.how),
        *(source_of(x) for x in grounds.lines),
        *map(event_source, grounds.events),
        *given,
    )


def source_of(line: Line) -> str:
    """A line's id, who published it, on whose word, and whether it waits for review."""
    basis = _BASIS[line.statement.basis]
    said = f"{line.report.publisher or line.report.name}, {basis}"
    return f"[{line.original_id}] {said}" + ("" if line.sure else ", unreviewed")


def event_source(event: Event) -> str:
    """An event of the pack: its id, day and page."""
    return f"[{event.id}] pack event of {event.date}" + (f", {event.url}" if event.url else "")


def names_words(parties: Iterable[str], pack: Pack, *, nobody: str = "nobody named") -> str:
    """Parties in words."""
    names = [pack.party_name(p) for p in parties]
    return listed(names) if names else nobody


def terms_words(terms: Sequence[Term], pack: Pack) -> str:
    """Terms in words, the first few of many."""
    shown = [f"{key_label(pack, t.key)}: {option_label(pack, t.key, t.option)}" for t in terms[:_MOST_TERMS]]
    more = len(terms) - len(shown)
    return "; ".join(shown) + (f"; and {more} more term{'s' if more > 1 else ''}" if more else "")


def _what(offer: Offer, pack: Pack) -> str:
    terms = terms_words(offer.terms, pack)
    return f"{offer.what} ({terms})" if offer.what and terms else offer.what or terms


def exchange_line(exchange: Exchange, pack: Pack) -> LogLine:
    """An offer with its answers under it."""
    o = exchange.offer
    verb = {"text": "put to", "offer": "offered", "demand": "asked of", "declared": "declared to"}[o.form]
    stage = f" [{' and '.join(sorted(o.stages))}]" if o.stages else ""
    text = f"{day_words(o.when)}{stage}: {names_words(o.by, pack)} {verb} {names_words(o.to, pack)}: {_what(o, pack)}"
    under = tuple(_reply_line(r, pack) for r in exchange.replies)
    return LogLine(text, (o.id, *rests_on(o.grounds)), o.grounds.lines, under)


def _reply_line(reply: Reply, pack: Pack) -> LogLine:
    name = pack.party_name(reply.party)
    if reply.word is ReplyWord.NONE and not reply.grounds.source:
        return LogLine(f"{name}: no answer heard (neither consent nor refusal)")
    word = f"{reply.word}, to part of it" if reply.partly else str(reply.word)
    text = f"{name}, {day_words(reply.when)}: {word}"
    if reply.counters:
        text += f"; put its own text {', '.join(reply.counters)}"
    if reply.said:
        text += f"; in the source's words: {reply.said}"
    by_stance = {
        verb: tuple(x for x in reply.grounds.lines if x.statement.stance == stance)
        for stance, verb in _VERBS.items()
    }
    parts = [
        *by_stance.items(),
        ("asks for, beside it:", reply.beside),
        ("asks about, beside it:", reply.asks),
    ]
    under = [
        LogLine(f"{verb} {_said(lines, pack)}", tuple(map(source_of, lines)), lines)
        for verb, lines in parts
        if lines
    ]
    rests = tuple(
        r for r in rests_on(reply.grounds) if not any(r == source_of(x) for x in reply.grounds.lines)
    )
    return LogLine(text, rests, (), tuple(under))


def _said(lines: Iterable[Line], pack: Pack) -> str:
    return "; ".join(dict.fromkeys(matter_words(line, pack) for line in lines))


def matter_words(line: Line, pack: Pack) -> str:
    """What a line is about, and the option it names."""
    s = line.statement
    leaf = pack.leaf(s.issue)
    option = leaf.option(s.option) if leaf and s.option else None
    label = leaf.label if leaf else s.issue
    return f"{label}: {option.label}" if option else label


def asked_line(asked: Asked, offer: Offer | None, pack: Pack) -> LogLine:
    """What waits for an answer."""
    what = offer.what if offer and offer.what else terms_words(asked.terms, pack)
    verb = {Put.QUESTION: "asked about", Put.DEMAND: "asked for", Put.OFFER: "offered"}[asked.put]
    text = (
        f"{day_words(asked.when)}, {asked.put}: {names_words(asked.by, pack)} {verb} {what.rstrip('.')}; "
        f"{names_words(asked.to, pack)}: not heard on it since"
    )
    rests = rests_on(offer.grounds) if offer else tuple(map(source_of, asked.lines))
    return LogLine(text, rests, asked.lines)
