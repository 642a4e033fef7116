"""The agenda of a stage: what is on the table, who holds what on it, who binds, which rules touch it; and what was left off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from detente.bargaining.constraints.groups import consents, provided, role_of
from detente.bargaining.constraints.model import Role
from detente.bargaining.constraints.rules import keys_of_term
from detente.bargaining.constraints.stage import stage_problem
from detente.bargaining.constraints.variables import key_of
from detente.bargaining.proposals import tabled
from detente.bargaining.wording import held
from detente.ledger.agenda import OTHER, Key, keys_of, on_agenda
from detente.ledger.entries import Line
from detente.ledger.positions import Position
from detente.ledger.values import values_of
from detente.packs.model import Need, Pack, Proposal, RuleText, Stage
from detente.packs.rules import parse_rule, parse_terms


class Capacity(StrEnum):
    """In what capacity a party stands on a matter."""

    SIGNATORY = "signatory"
    PROVIDER = "alone can give it"
    DECIDES = "decides it alone"
    SHOWN = "only shown"


class Origin(StrEnum):
    """Why a matter is on the agenda."""

    SAID = "a party spoke of it"
    NEED = "a party's need is about it"
    RULE = "a rule ties it to what is on the agenda"
    PROPOSAL = "a proposal has a term on it"
    STAGE = "the stage is about it"


@dataclass(frozen=True, slots=True)
class Holding:
    """What one party holds on a matter, in words, and in what capacity. `position` None: not heard."""

    party: str
    capacity: Capacity
    position: Position | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Touching:
    """A rule that touches a matter, and the other matters that it ties to it."""

    rule: RuleText
    others: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter on the agenda. `named`: for each value in order the parties that named it; nobody: an empty list."""

    key: Key
    named: Mapping[str, tuple[str, ...]]
    holdings: tuple[Holding, ...]
    rules: tuple[Touching, ...]
    needs: tuple[Need, ...]
    proposals: tuple[str, ...]
    origins: tuple[Origin, ...]

    @property
    def not_heard(self) -> tuple[str, ...]:
        """Who binds on it and was not heard."""
        return tuple(h.party for h in self.holdings if h.position is None)

    @property
    def free_text(self) -> bool:
        """Whether its instance is one that the pack does not declare."""
        return (self.key.instance or "").startswith(OTHER)


@dataclass(frozen=True, slots=True)
class LeftOff:
    """An issue that is spoken of and is not on the agenda, and why."""

    issue: str
    reason: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class StageAgenda:
    """The matters of a stage in the order of the pack."""

    stage: Stage
    matters: tuple[Matter, ...]


def agenda_of(
    positions: Sequence[Position],
    lines: Sequence[Line],
    pack: Pack,
    *,
    stage: Stage,
    proposals: Iterable[Proposal],
) -> StageAgenda:
    """What is on the agenda of a stage. Rules are not asked whether they contradict one another."""
    problem = stage_problem(positions, lines, pack, stage=stage)
    here = [p for p in positions if p.stage == stage]
    stated: dict[Key, list[str]] = {}
    for proposal in proposals:
        for offer in tabled(proposal, pack, stage):
            for key in (k for k in offer.terms if on_agenda(pack.leaf(k.issue))):
                stated.setdefault(key, []).append(proposal.id)
    variables = {key_of(name) for name in problem.variables}
    keys = sorted(variables | set(stated), key=_in_pack_order(pack))
    rules, needs = _touching(keys, pack, stage), _needs(keys, pack, stage)
    said: dict[Key, list[Position]] = {}
    for position in here:
        said.setdefault(position.key, []).append(position)
    spoken = {k for g in problem.groups if g.role is not Role.NEED for k in g.keys} | set(said)
    tied, deal = variables - spoken - needs.keys(), stage == "truce"
    found = []
    for key in keys:
        rests = (
            (Origin.SAID, key in spoken),
            (Origin.NEED, key in needs),
            (Origin.PROPOSAL, key in stated),
            (Origin.RULE, key in tied and key in rules and not (deal and key.issue == "cf.class")),
        )
        origins = tuple(origin for origin, holds in rests if holds) or (Origin.STAGE,)
        heard = said.get(key, [])
        holdings = _holdings(key, heard, pack, stage=stage)
        proposed = tuple(dict.fromkeys(stated.get(key, ())))
        named = _named(key, heard, pack)
        found.append(Matter(key, named, holdings, rules.get(key, ()), needs.get(key, ()), proposed, origins))
    return StageAgenda(stage, tuple(found))


def _in_pack_order(pack: Pack) -> Callable[[Key], tuple[int, str]]:
    order = {issue: i for i, issue in enumerate(pack.leaves)}
    return lambda key: (order[key.issue], key.instance or "")


def _named(key: Key, heard: Iterable[Position], pack: Pack) -> dict[str, tuple[str, ...]]:
    """Each value of a key, in order, with the parties that named it; then what they named that is vague."""
    leaf = pack.leaves[key.issue]
    found: dict[str, list[str]] = {value: [] for value in values_of(leaf)}
    for position in heard:
        for stand in position.stands:
            if stand.option is not None and (stand.option in found or leaf.option(stand.option)):
                found.setdefault(stand.option, []).append(position.party)
    return {value: tuple(sorted(set(parties))) for value, parties in found.items()}


def _holdings(key: Key, heard: Iterable[Position], pack: Pack, *, stage: Stage) -> tuple[Holding, ...]:
    """Everybody who binds on a key or was heard on it: those who sign first, each group in alphabetical order."""
    by_party = {p.party: p for p in heard}
    could_give = {q for p in pack.providers if p.issue == key.issue for q in p.parties}
    everybody = {*pack.signatories[stage], *consents(pack, key), *could_give, *by_party}
    found = []
    for party in everybody:
        capacity = _capacity(party, key, pack, stage=stage)
        position = by_party.get(party)
        if position is None and capacity is Capacity.SHOWN:
            continue
        words = held(pack, key, [x for x in position.lines if key in keys_of(x, pack)[0]]) if position else ""
        found.append(Holding(party, capacity, position, words))
    order = list(Capacity)
    return tuple(sorted(found, key=lambda h: (order.index(h.capacity), pack.party_name(h.party))))


def _capacity(party: str, key: Key, pack: Pack, *, stage: Stage) -> Capacity:
    role = role_of(pack, party, key, stage=stage)
    if role is None:
        return Capacity.SHOWN
    if consents(pack, key):
        return Capacity.DECIDES
    if role is Role.SIGNATORY:
        return Capacity.SIGNATORY
    return Capacity.PROVIDER if provided(pack, party, key) else Capacity.SHOWN


def _touching(keys: Sequence[Key], pack: Pack, stage: Stage) -> dict[Key, tuple[Touching, ...]]:
    found: dict[Key, list[Touching]] = {}
    here = set(keys)
    for text in pack.rules:
        if text.stage not in {None, stage}:
            continue
        about = [k for t in parse_rule(text.rule, pack).terms for k in keys_of_term(t, keys, pack)]
        for key in here.intersection(about):
            others = tuple(k for k in dict.fromkeys(about) if k != key)
            found.setdefault(key, []).append(Touching(text, others))
    return {key: tuple(touching) for key, touching in found.items()}


def _needs(keys: Sequence[Key], pack: Pack, stage: Stage) -> dict[Key, tuple[Need, ...]]:
    found: dict[Key, dict[Need, None]] = {}
    for need in pack.needs:
        if need.stage != stage or need.party not in pack.signatories[stage]:
            continue
        terms = [t for way in need.any_of for text in way for t in parse_terms(text, pack)]
        for key in (k for t in terms for k in keys_of_term(t, keys, pack)):
            found.setdefault(key, {})[need] = None
    return {key: tuple(needs) for key, needs in found.items()}


def left_off(lines: Iterable[Line], pack: Pack) -> tuple[LeftOff, ...]:
    """Issues that lines speak of and that no package can hold, each with the reason, in the order of the pack."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        if not on_agenda(pack.leaf(line.statement.issue)):
            found.setdefault(line.statement.issue, []).append(line)
    order = {issue: i for i, issue in enumerate(pack.leaves)}
    issues = sorted(found, key=lambda issue: (order.get(issue, len(order)), issue))
    return tuple(LeftOff(issue, _reason(issue, pack), tuple(found[issue])) for issue in issues)


def _reason(issue: str, pack: Pack) -> str:
    leaf = pack.leaf(issue)
    if leaf is None:
        return "the pack does not have this issue"
    if leaf.domain == "course":
        return "the course of the talks and the war: nothing that a deal could hold"
    return "the pack lists no options for it; add them to its issues.yaml"
