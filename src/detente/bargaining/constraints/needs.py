"""Needs across issues, from the pack: a party may hold "at least one of" over several issues, never guessed (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from detente.bargaining.constraints.model import (
    Group,
    Level,
    Role,
    Strength,
)
from detente.bargaining.constraints.rules import clauses_of
from detente.bargaining.wording import key_label, listed, option_label
from detente.ledger.agenda import Key
from detente.packs.model import Need, Pack, Stage
from detente.packs.rules import Joined, Term, parse_terms, quantity_in_words


def need_groups(pack: Pack, stage: Stage, keys: Iterable[Key]) -> tuple[tuple[Group, ...], frozenset[Key]]:
    """The needs that a pack gives for parties that bind in a stage, and the keys they speak of."""
    found, mentioned = [], set(keys)
    for need in pack.needs:
        if need.stage == stage and need.party in pack.signatories[stage]:
            parsed = [[t for text in terms for t in parse_terms(text, pack)] for terms in need.any_of]
            mentioned |= {_key_of(t, pack) for terms in parsed for t in terms}
            found.append(_need(need, parsed, (tuple(mentioned), pack)))
    return tuple(found), frozenset(mentioned)


def _key_of(term: Term, pack: Pack) -> Key:
    declared = pack.instances_of(term.issue)
    return Key(term.issue, term.instance or (declared[0].id if len(declared) == 1 else None))


def _need(need: Need, parsed: list[list[Term]], setting: tuple[tuple[Key, ...], Pack]) -> Group:
    keys, pack = setting
    fixed = [[replace(t, instance=_key_of(t, pack).instance) for t in terms] for terms in parsed]
    about = tuple(dict.fromkeys(_key_of(t, pack) for terms in parsed for t in terms))
    ways = [listed(_in_words(t, pack) for t in terms) for terms in parsed]
    one_of = Joined("or", tuple(Joined("and", tuple(terms)) for terms in fixed))
    kept = clauses_of(one_of, keys, pack, strict=True)
    held_level = Level(kept, f"needs {need.name}: {'; or '.join(ways)}")
    return Group(
        f"{need.party}:need:{need.id}",
        need.party,
        about,
        (held_level, Level((), f"would do without {need.name}", len(ways))),
        Strength.OWN,
        Role.NEED,
        (),
        inferred=True,
        source=need.source,
    )


def _in_words(term: Term, pack: Pack) -> str:
    key = _key_of(term, pack)
    if term.quantity is not None:
        return f"{key_label(pack, key)}: {quantity_in_words(term.quantity)}"
    return f"{key_label(pack, key)}: {listed((option_label(pack, key, o) for o in term.options), last='or')}"
