"""What a text tables: its terms by matter, for one deal, with each of its alternatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.ledger.agenda import Key
from detente.ledger.numbers import value_at
from detente.ledger.values import OPEN, stands_for, values_of
from detente.packs.model import Leaf, Pack, Proposal, Stage
from detente.packs.terms import split_key

Terms = Mapping[Key, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Tabled:
    """The terms of a proposal for one stage (one alternative of it), as values by key; `opened` are left to later by the text.

    A leaf may have an option of that name, such as an open-ended duration: that is a term like others.
    """

    proposal: Proposal
    alternative: str | None
    terms: Terms
    opened: frozenset[Key] = frozenset()

    @property
    def whole(self) -> bool:
        """Whether the full text was seen, so that what a list does not have is not in it."""
        return self.proposal.basis == "text"


def tabled(proposal: Proposal, pack: Pack, stage: Stage) -> tuple[Tabled, ...]:
    """A proposal's terms for a stage: leaves of the ceasefire belong to the truce, the rest to the proposal's own stage."""
    found: list[Tabled] = []
    for name in (*proposal.alternatives,) or (None,):
        terms = terms_of(proposal, pack, stage, alternative=name)
        if terms and all(other.terms != terms for other in found):  # alternatives differ in the truce only
            opened = left_open(proposal, pack, stage, alternative=name)
            found.append(Tabled(proposal, name if stage == "truce" else None, terms, opened))
    return tuple(found)


def terms_of(proposal: Proposal, pack: Pack, stage: Stage, *, alternative: str | None) -> Terms:
    """What a text says for a deal with one of its alternatives; what it both states and leaves open counts as stated."""
    opened = left_open(proposal, pack, stage, alternative=alternative)
    return dict.fromkeys(sorted(opened), (OPEN,)) | _stated(proposal, pack, stage, alternative=alternative)


def _stated(
    proposal: Proposal, pack: Pack, stage: Stage, *, alternative: str | None
) -> dict[Key, tuple[str, ...]]:
    always_truce = proposal.alternatives[alternative] if alternative is not None else {}
    terms: dict[Key, tuple[str, ...]] = {}
    for text, value in (*proposal.terms.items(), *always_truce.items()):
        issue, instance = split_key(text)
        truce = text in always_truce or _stage_of(issue, proposal) == "truce"
        if truce == (stage == "truce") and issue in pack.leaves:
            terms |= dict.fromkeys(_keys(pack, issue, instance), _values(pack.leaves[issue], value))
    return terms


def left_open(proposal: Proposal, pack: Pack, stage: Stage, *, alternative: str | None) -> frozenset[Key]:
    """Matters that a text itself leaves to later; where it states a term on one too, the term counts."""
    opened = {
        key
        for text in proposal.open
        for issue, instance in [split_key(text)]
        if issue in pack.leaves and _stage_of(issue, proposal) == stage
        for key in _keys(pack, issue, instance)
    }
    return frozenset(opened - _stated(proposal, pack, stage, alternative=alternative).keys())


def _stage_of(issue: str, proposal: Proposal) -> Stage:
    return "truce" if issue.startswith("cf.") else proposal.stage


def _keys(pack: Pack, issue: str, instance: str | None) -> tuple[Key, ...]:
    """The keys a term speaks of: a name that stands for several instances is each of them, no name the only one."""
    declared = pack.instances_of(issue)
    named = next((i for i in declared if i.id == instance), None)
    if named is not None and named.members:
        return tuple(Key(issue, member) for member in named.members)
    plain = [i.id for i in declared if not i.members]
    return (Key(issue, instance or (plain[0] if len(plain) == 1 else None)),)


def _values(leaf: Leaf, value: object) -> tuple[str, ...]:
    """A value as options: a list is the elements of a set, a number the option that it is, or its digits."""
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, int | float):
        at = value_at(leaf, value, values_of(leaf)) if leaf.type == "numeric" else None
        return (at if at and leaf.option(at) else str(value),)
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple | list):
        return tuple(str(v) for v in value)
    return ()


def could_be(leaf: Leaf, option_id: str) -> frozenset[str]:
    """The outcomes that a term's words leave: its own, or all that a vague option stands for."""
    option = leaf.option(option_id)
    return frozenset(option.could_be) if option and option.could_be else frozenset({option_id})


def outcomes(leaf: Leaf, value: str) -> frozenset[str]:
    """The values of a package that a term leaves: what its option stands for, for a number the value or interval it lies in."""
    named = stands_for(leaf, value)
    if named or leaf.type != "numeric" or value == OPEN:
        return frozenset(named or (value,))
    try:
        number = float(value)
    except ValueError:
        return frozenset((value,))
    at = value_at(leaf, number, values_of(leaf))
    return frozenset((at or value,))
