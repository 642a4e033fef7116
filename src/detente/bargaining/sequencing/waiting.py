"""From the links of the ledger to acts that wait for acts: the ceasefire, each matter, and all the rest together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from detente.bargaining.constraints.groups import consents
from detente.bargaining.differences import FIRST
from detente.bargaining.results import Sequence as WhichFirst
from detente.bargaining.sequencing.model import Act, Wait
from detente.ledger.agenda import Key
from detente.ledger.links import REST, TRUCE, Link
from detente.ledger.utterances import VOICES, Voice
from detente.ledger.values import stands_for
from detente.packs.model import Pack

CEASEFIRE = Act(TRUCE)
ALL_THE_REST = Act(REST)


def waits_of(links: Iterable[Link], which_first: Iterable[WhichFirst], pack: Pack) -> tuple[Wait, ...]:
    """Every condition that stands, and which comes first for a side by its conditions for a truce where it says so nowhere.

    Where a party makes all the rest wait for a ceasefire, every matter of a settlement that anybody waits for waits with it.
    A mediator's order of steps is a proposal and makes nothing wait.
    """
    standing = [x for x in links if x.stands and _binds(x, pack)]
    acts = tuple(dict.fromkeys(_act(x.what, x.option) for x in standing if x.what is not None))
    told = [w for x in standing if (w := _wait(x, acts, pack))]
    told += _inferred(which_first, told)
    rest = tuple(
        sorted({a for w in told for a in (*w.acts, *w.on) if in_settlement(a)}, key=lambda a: a.order)
    )
    return tuple(sorted({_widened(w, rest) for w in _once(told)}, key=lambda w: w.order))


def in_settlement(act: Act) -> bool:
    """Whether an act is part of what is settled besides the ceasefire; terms that are asked for before a truce are."""
    if act.what is None:
        return False
    return act.what.domain != "cf" or (act.what.issue == "cf.precondition" and act.option in FIRST)


def who_acts(
    waits: Iterable[Wait], links: Iterable[Link], pack: Pack
) -> tuple[tuple[Act, tuple[str, ...]], ...]:
    """Who would act: of whom it is asked, who holds it back, who alone can give it; the signatories for what is common."""
    asked: dict[tuple[str, str | None], set[str]] = {}
    for link in links:
        if link.on and link.stands:
            asked.setdefault(link.on, set()).update(link.asked_of)
    signing = tuple(sorted({p for parties in pack.signatories.values() for p in parties}))
    found: dict[Act, tuple[str, ...]] = {}
    for act in dict.fromkeys(a for w in waits for a in (*w.acts, *w.on)):
        if act in {CEASEFIRE, ALL_THE_REST} or act.what is None:
            found[act] = signing
            continue
        who = set(asked.get((act.what.issue, act.option), ()))
        who = who or set(providers_of(act.what, act.option, pack)) or set(consents(pack, act.what))
        who = who or {w.party for w in waits if act in w.acts and not w.inferred and len(w.acts) == 1}
        found[act] = tuple(sorted(who))
    return tuple(sorted(found.items(), key=lambda f: f[0].order))


def providers_of(key: Key, option: str | None, pack: Pack) -> Mapping[str, str]:
    """Who alone can give an option of a matter, with the pack's source; by name."""
    leaf = pack.leaves[key.issue]
    named = set(stands_for(leaf, option)) | {option} if option else set()
    return {
        party: p.source
        for p in pack.providers
        if p.issue == key.issue and (p.instance is None or key.instance in {None, p.instance})
        if option is None or named & set(p.options)
        for party in sorted(p.parties)
    }


def _binds(link: Link, pack: Pack) -> bool:
    """Whether a link makes something wait: an order of steps that somebody else than the sides puts forward does not."""
    of_steps = link.what is None or link.on is None or link.what.issue == TRUCE.issue
    return link.party in pack.belligerents or not of_steps


def _act(key: Key, option: str | None) -> Act:
    """The act of a matter; every kind of ceasefire is the ceasefire."""
    return CEASEFIRE if key.issue == TRUCE.issue else Act(key, option)


def _wait(link: Link, acts: Sequence[Act], pack: Pack) -> Wait | None:
    act = ALL_THE_REST if link.what is None else _act(link.what, link.option)
    on = (ALL_THE_REST,) if link.on is None else tuple(_meant(link.on, acts, pack))
    on = tuple(a for a in on if a != act)
    if not on:  # of what kind it is, is no other act
        return None
    return Wait(link.party, (act,), on, link.first and not _of_both(link, pack), link.voice, link.lines)


def _of_both(link: Link, pack: Pack) -> bool:
    """Whether what is awaited is the same act by the other side, which comes with it and not before."""
    leaf = pack.leaf(link.on[0]) if link.on else None
    option = leaf.option(link.on[1] or "") if leaf and link.on else None
    return option is not None and option.binds == "both"


def _meant(term: tuple[str, str | None], acts: Sequence[Act], pack: Pack) -> Iterator[Act]:
    """The acts that a term can mean among those that are told of, else one of its own."""
    issue, option = term
    leaf = pack.leaf(issue)
    if issue == TRUCE.issue or leaf is None:
        yield CEASEFIRE if issue == TRUCE.issue else Act(Key(issue), option)
        return
    asked = set(stands_for(leaf, option or ""))
    found = [
        a
        for a in acts
        if a.what and a.what.issue == issue
        and (option is None or a.option is None or asked & set(stands_for(leaf, a.option)))
    ]  # fmt: skip
    yield from found or [Act(Key(issue), option)]


def _inferred(which_first: Iterable[WhichFirst], told: Sequence[Wait]) -> list[Wait]:
    """Truce first or settlement first, by a side's conditions for a truce, where none of its words says as much."""
    found = []
    for stand in which_first:
        act, on = (
            (CEASEFIRE, ALL_THE_REST) if stand.option == "settlement_first" else (ALL_THE_REST, CEASEFIRE)
        )
        said = any(w.party == stand.party and _orders(w, (act, on)) for w in told)
        if not said and stand.lines:
            voice = Voice.OWN if any(x.statement.basis == "own" for x in stand.lines) else Voice.ATTRIBUTED
            found.append(
                Wait(stand.party, (act,), (on,), first=True, voice=voice, lines=stand.lines, inferred=True)
            )
    return found


def _orders(wait: Wait, order: tuple[Act, Act]) -> bool:
    """Whether words already order a ceasefire and the rest, either way, or a matter of the rest in the same way."""
    act, on = order
    if {CEASEFIRE, ALL_THE_REST} <= {*wait.acts, *wait.on}:
        return True
    return act in wait.acts and on == ALL_THE_REST and any(in_settlement(b) for b in wait.on)


def _once(waits: Iterable[Wait]) -> Iterator[Wait]:
    """The same condition in several voices once, with all its lines, in the strongest voice."""
    alike: dict[tuple[object, ...], list[Wait]] = {}
    for wait in waits:
        alike.setdefault((wait.party, wait.acts, wait.on), []).append(wait)
    for found in alike.values():
        strongest = min(found, key=lambda w: VOICES.index(w.voice))
        lines = tuple(dict.fromkeys(line for w in found for line in w.lines))
        first, inferred = any(w.first for w in found), all(w.inferred for w in found)
        yield replace(strongest, first=first, inferred=inferred, lines=lines)


def _widened(wait: Wait, rest: Sequence[Act]) -> Wait:
    """A condition on or for all the rest, with every matter of a settlement that is told of."""
    acts = (*wait.acts, *rest) if ALL_THE_REST in wait.acts else wait.acts
    on = (*wait.on, *rest) if ALL_THE_REST in wait.on else wait.on
    return replace(wait, acts=acts, on=on)
