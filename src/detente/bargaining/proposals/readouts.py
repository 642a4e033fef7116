"""Readouts side by side: what each side's account of one occasion says on each matter, and what only one mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.kernel.dates import When
from detente.ledger.agenda import Key, keys_of
from detente.ledger.entries import Line
from detente.packs.model import Pack

Agreement = Literal["same", "different", "of others", "only one"]


@dataclass(frozen=True, slots=True)
class Account:
    """One side's account of an occasion: its own readouts, and what it said there in its own voice as others report it.

    `party` is the side; None for a page of the press, which `teller` names. `lines`: all that was read in it.
    """

    teller: str
    party: str | None
    official: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What accounts say on one matter, in their order; no lines: it says nothing on it.

    `agreement`: whether those who mention it ascribe the same to a party of whom two of them tell; of others: no two of them
    tell of one party, so that there is nothing to agree on.
    """

    key: Key
    cells: tuple[tuple[Line, ...], ...]
    agreement: Agreement

    @property
    def told_by(self) -> tuple[int, ...]:
        """The places of the accounts that mention it."""
        return tuple(at for at, lines in enumerate(self.cells) if lines)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Accounts of one occasion by different tellers, and what they say matter by matter."""

    when: When
    accounts: tuple[Account, ...]
    rows: tuple[Told, ...]

    def only(self, account: int) -> tuple[Told, ...]:
        """The matters that one account alone mentions."""
        return tuple(row for row in self.rows if row.told_by == (account,))


def side_by_side(
    lines: Iterable[Line], tellers: Mapping[str, tuple[str, str | None]], when: When, *, pack: Pack
) -> SideBySide:
    """Accounts of an occasion: of documents that tell of it, and of words said in those days in a party's own voice.

    `tellers` name, for each document that tells of it, who tells and for which party (None: the press). A side's readouts
    and its own words in other papers are one account. What a party is said to have said stands in its teller's account; what
    was certainly said before the occasion is left out.
    """
    found: dict[tuple[str, str | None], list[Line]] = {}
    official = {party for _, party in tellers.values() if party is not None}
    for line in lines:
        said = line.statement
        teller = tellers.get(said.doc)
        if line.said.certainly_before(when):
            continue
        if teller is not None:
            found.setdefault(_of(teller), []).append(line)
        elif said.basis == "own" and said.holder is not None and _in(line.said, when):
            found.setdefault((said.holder, said.holder), []).append(line)
    ordered = sorted(found, key=lambda who: (who[1] is None, pack.party_name(who[1]), who[0]))
    accounts = tuple(
        Account(name, party, party in official, tuple(found[name, party])) for name, party in ordered
    )
    return SideBySide(when, accounts, _rows(accounts, pack))


def _of(teller: tuple[str, str | None]) -> tuple[str, str | None]:
    name, party = teller
    return (party, party) if party is not None else (name, None)


def _in(said: When, when: When) -> bool:
    """Whether words of known days were said within a stretch."""
    if None in {said.earliest, said.latest, when.earliest, when.latest}:
        return False
    return when.earliest <= said.earliest and said.latest <= when.latest  # type: ignore[operator]


def _rows(accounts: Sequence[Account], pack: Pack) -> tuple[Told, ...]:
    by_key: dict[Key, list[list[Line]]] = {}
    for at, account in enumerate(accounts):
        for line in account.lines:
            keys = keys_of(line, pack)[0] or (Key(line.statement.issue, line.statement.instance),)
            for key in keys:
                by_key.setdefault(key, [[] for _ in accounts])[at].append(line)
    order = {issue: at for at, issue in enumerate(pack.leaves)}
    return tuple(
        Told(key, cells := tuple(map(tuple, by_key[key])), _agreement(cells))
        for key in sorted(by_key, key=lambda k: (order.get(k.issue, len(order)), k.instance or ""))
    )


def _agreement(cells: Iterable[Sequence[Line]]) -> Agreement:
    """Whether those who mention a matter ascribe the same stances and options to each party of whom two of them tell."""
    accounts = [_ascribed(lines) for lines in cells if lines]
    if len(accounts) < 2:
        return "only one"
    told = [
        [said[party] for said in accounts if party in said]
        for party in {p for said in accounts for p in said}
    ]
    compared = [what for what in told if len(what) > 1]
    if not compared:
        return "of others"
    return "same" if all(one == what[0] for what in compared for one in what) else "different"


def _ascribed(lines: Iterable[Line]) -> dict[str, set[tuple[str | None, str | None]]]:
    """What an account says of each party: stances and options."""
    found: dict[str, set[tuple[str | None, str | None]]] = {}
    for line in lines:
        if line.statement.holder is not None and line.statement.stance is not None:
            said = (line.statement.stance, line.statement.option)
            found.setdefault(line.statement.holder, set()).add(said)
    return found
