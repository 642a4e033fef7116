"""What a search asks for, and the question to the index that it comes to: names are those of the pack and of the project."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from detente.desk.names import known, known_party, matters
from detente.kernel.dates import UNKNOWN, parse_when
from detente.kernel.errors import BadDate
from detente.kernel.spans import Span
from detente.ledger.agenda import Key, keys_of
from detente.ledger.entries import Line, Report, Standing
from detente.packs.model import Pack
from detente.packs.terms import split_key
from detente.statements.record import Statement
from detente.stores.search_asking import Asked
from detente.stores.search_index import SearchIndex
from detente.stores.search_words import query_of

_STANDING = tuple(standing.value for standing in Standing if standing.stands)
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Search:
    """What a person asks for. Every filter that is given must be passed; of several values one is enough."""

    words: str = ""
    meaning: str | None = None
    like: str | None = None
    party: str | None = None
    issue: str | None = None
    stance: str | None = None
    basis: str | None = None
    kind: str | None = None
    publisher: str | None = None
    standing: str | None = None
    speaker: str | None = None
    first: str | None = None
    last: str | None = None


def plain(wanted: Search) -> dict[str, str]:
    """What a search asks for, as plain data."""
    return {name: value for name, value in asdict(wanted).items() if value}


def asked_of(pack: Pack, index: SearchIndex, wanted: Search) -> Asked:
    """The question to the index; raises BadInput, BadDate or UnknownName."""
    marks: dict[str, Collection[str]] = {"standing": _one(wanted.standing) or _STANDING}
    if wanted.party:
        marks["party"] = {known_party(pack, wanted.party, index.values("party"))}
    if wanted.issue:
        marks["issue"] = _issues(pack, wanted.issue, index.values("issue"))
    if wanted.publisher:
        marks["publisher"] = publishers_of(pack, wanted.publisher, index.values("publisher"))
    marks |= {
        name: _one(getattr(wanted, name)) for name in ("stance", "basis", "kind") if getattr(wanted, name)
    }
    return Asked(query_of(wanted.words), marks, *days_of(wanted))


def days_of(wanted: Search) -> tuple[date | None, date | None]:
    """The first and the last day of a search; raises BadDate."""
    first, last = _day(wanted.first, "--from", "earliest"), _day(wanted.last, "--to", "latest")
    if first and last and first > last:
        raise BadDate(f"--from {wanted.first} is after --to {wanted.last}; write the earlier day first")
    return first, last


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _day(text: str | None, option: str, end: str) -> date | None:
    if not text:
        return None
    try:
        day: date | None = getattr(parse_when(text), end)
    except BadDate as fault:
        raise BadDate(f"{option}: {fault}") from fault
    if day is None:
        raise BadDate(f"{option}: '{text}' has no such end; write YYYY-MM-DD, YYYY-MM or YYYY")
    return day


def _issues(pack: Pack, name: str, values: Sequence[str]) -> frozenset[str]:
    """The issues with their instances, as statements write them, that a name stands for."""
    keys = {value: _keys(pack, value) for value in values}
    wanted = matters(pack, name, [key for some in keys.values() for key in some])
    return frozenset(value for value, some in keys.items() if wanted & some)


def _keys(pack: Pack, value: str) -> set[Key]:
    """The matters that an issue and instance as written are about, found as the agenda finds them."""
    issue, instance = split_key(value)
    said = Statement("", Span(0, 1), "-", "position", None, None, issue, instance=instance)
    line = Line(said, "", Report("", ""), Standing.UNREVIEWED, sure=False, recorded=_ANY_TIME, said=UNKNOWN)
    found, _ = keys_of(line, pack)
    return {*found} or {Key(issue, instance)}


def publishers_of(pack: Pack, name: str, values: Sequence[str]) -> frozenset[str]:
    """The publishers as reports name them; one of the pack is found by its id and other names too. Raises UnknownName."""
    folded = name.casefold()
    names = {folded}
    for one in pack.publishers.values():
        known_as = {
            n.casefold() for n in (one.id, one.name, *(a for some in one.aliases.values() for a in some))
        }
        if folded in known_as:
            names |= known_as
    found = frozenset(value for value in values if value.casefold() in names)
    return found or frozenset({known(name, values, what="publisher", where="this project")})
