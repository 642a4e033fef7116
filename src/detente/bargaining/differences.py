"""What looks like a deadlock and is none, and which comes first for each party: both derived, both with their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detente.bargaining.results import Deadlock, Difference
from detente.bargaining.results import Sequence as SequenceStand
from detente.bargaining.wording import listed, option_label
from detente.ledger.agenda import Key
from detente.ledger.positions import OptionStand, Position, Word
from detente.packs.model import Pack, Stage

FIRST = frozenset(
    {"withdrawal", "no_alliance", "sanctions_first", "root_causes", "stop_aid"}
)  # preconditions that are terms of a settlement
_TRUCE_DOMAINS = {"cf", "hum", "proc"}
_TRUCE_LEAVES = {
    "forces.rearm",
    "forces.mobilisation",
    "support.arms",
    "support.intel",
    "support.training",
    "guar.presence",
}


def differences(
    positions: Iterable[Position], found: Sequence[Deadlock], pack: Pack, *, stage: Stage
) -> tuple[Difference, ...]:
    """Keys on which parties say different things and that are in no deadlock, with the reason why they are none."""
    locked = {k for d in found for k in _locked(d)}
    by_key: dict[Key, list[Position]] = {}
    for position in positions:
        if position.stage == stage and position.key not in locked:
            by_key.setdefault(position.key, []).append(position)
    return tuple(d for key, group in by_key.items() if (d := _difference(key, group, (pack, stage))))


def _locked(deadlock: Deadlock) -> Iterator[Key]:
    """The matters that a deadlock is about; of one that those who alone could give it refuse, those that two members hold."""
    for member in deadlock.members:
        others = [m for m in deadlock.members if m is not member]
        for key in member.keys:
            if not deadlock.not_on_offer or any(key in m.keys for m in others):
                yield key


def _difference(key: Key, group: Sequence[Position], setting: tuple[Pack, Stage]) -> Difference | None:
    pack, stage = setting
    spoken = [(p, s) for p in group for s in p.stands if s.option and _holds(s)]
    options = {s.option for _, s in spoken} | {f"not {s.option}" for _, s in spoken if s.word is Word.NO}
    parties = tuple(sorted({p.party for p, _ in spoken}))
    if len(parties) < 2 or len(options) < 2:
        return None
    said = listed(_each_in_one(spoken, key, pack))
    refused = any(s.word is Word.NO for _, s in spoken)
    demanded = any("demand" in s.stances for _, s in spoken)
    if refused and not demanded:
        reason = f"{said}: an offer meets a refusal; nobody insists, and other outcomes are left"
    elif refused:
        reason = f"{said}: either some outcome is left that all of them can take, or what is asked for or refused is not firm"
    elif any(o.option in e.values for p in group for e in p.exclusions for q, o in spoken if q is not p):
        reason = (
            f"{said}: one insists on what leaves out what another named; but that other does not insist on it, or its word "
            "does not bind here"
        )
    else:
        reason = f"{said}: nobody firmly excludes what another names"
    lines = tuple(dict.fromkeys(line for _, s in spoken for line in s.lines))
    return Difference(stage, key, parties, reason, lines)


def _holds(stand: OptionStand) -> bool:
    """Whether the party itself takes or refuses the option now: no question, and nothing that its own later words overtook."""
    return stand.word is not Word.ASKED and (stand.word is not Word.NO or "reject" in stand.stances)


def _each_in_one(spoken: Iterable[tuple[Position, OptionStand]], key: Key, pack: Pack) -> list[str]:
    """What each party says in one clause for each verb: "A asks for “land”, “sea” and “air”"."""
    options: dict[tuple[str, str], list[str]] = {}
    for position, stand in spoken:
        named = f"“{option_label(pack, key, stand.option)}”"
        options.setdefault((pack.party_name(position.party), _verb(stand)), []).append(named)
    return [f"{name} {verb} {listed(labels)}" for (name, verb), labels in options.items()]


def _verb(stand: OptionStand) -> str:
    if stand.word is Word.NO:
        return "refuses"
    return "asks for" if "demand" in stand.stances else "offers" if stand.word is Word.OFFERS else "takes"


def sequence(positions: Iterable[Position], pack: Pack) -> tuple[SequenceStand, ...]:
    """Which comes first, from truce conditions: settlement issues among them mean settlement first, none means truce first."""
    found: dict[tuple[str, str], list[Position]] = {}
    for position in positions:
        if position.stage != "truce" or position.stage_unclear or position.party not in pack.belligerents:
            continue
        order = _order(position)
        if order:
            found.setdefault((position.party, order), []).append(position)
    return tuple(
        SequenceStand(party, order, tuple(dict.fromkeys(line for p in group for line in p.lines)))  # type: ignore[arg-type]
        for (party, order), group in sorted(found.items())
    )


def _order(position: Position) -> str | None:
    asked = {s.option for s in position.stands if set(s.stances) & {"demand"}}
    taken = {s.option for s in position.stands if set(s.stances) & {"demand", "propose", "accept"}}
    if position.key.issue == "cf.precondition":
        return "settlement_first" if asked & FIRST else "truce_first" if "none" in taken else None
    if position.key.issue == "align.order":
        return "settlement_first" if "precondition" in asked else None
    settlement = position.key.domain not in _TRUCE_DOMAINS and position.key.issue not in _TRUCE_LEAVES
    return "settlement_first" if settlement and any(asked) else None
