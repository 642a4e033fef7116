"""The groups of a stage as a scenario has them: supposed ones, loosened ones, without those that are set aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from detente.bargaining.constraints.groups import consents, levels_of, provided, role_of
from detente.bargaining.constraints.model import (
    IN,
    OUT,
    Clause,
    Group,
    Level,
    Literal,
    Role,
    Strength,
)
from detente.bargaining.constraints.variables import variable_of, variables_for
from detente.bargaining.scenarios.model import MARK, Loosened, Supposed, by_whom
from detente.bargaining.scenarios.reading import values_named
from detente.bargaining.wording import VERBS, option_label
from detente.ledger.agenda import Key
from detente.ledger.meanings import pole_of
from detente.ledger.positions import Position
from detente.ledger.values import Meaning, meaning, values_of
from detente.packs.model import Option, Pack, Stage

Freed = Mapping[str, frozenset[str]]


def meaning_of(supposed: Supposed, positions: Iterable[Position], pack: Pack) -> Meaning:
    """What a supposed stance takes and excludes, by the same axis and pole as if the party had said it."""
    leaf = pack.leaves[supposed.key.issue]
    if leaf.option(supposed.option) is None:  # a value between two named ones: for the moment it has a name
        between = Option(supposed.option, supposed.option, could_be=(supposed.option,))
        leaf = replace(leaf, options=(*leaf.options, between))
    spoken = [u for p in positions if p.key == supposed.key for u in p.utterances]
    pole = pole_of(supposed.party, supposed.key, spoken, pack=pack)
    belligerent = supposed.party in pack.belligerents
    return meaning(leaf, supposed.stance, supposed.option, pole=pole, belligerent=belligerent)


def supposed_group(
    supposed: Supposed, positions: Iterable[Position], pack: Pack, *, stage: Stage
) -> Group | None:
    """The group that a supposed demand, refusal or condition gives in a stage; None where it binds nothing there."""
    role = role_of(pack, supposed.party, supposed.key, stage=stage)
    if role is None:
        return None
    if supposed.stance in {"accept", "propose"}:
        return _condition(supposed, pack) if role is Role.SIGNATORY and supposed.condition else None
    found = meaning_of(supposed, positions, pack)
    excluded, demanded = found.no, found.demanded
    gives: frozenset[str] = frozenset()
    if role is Role.PROVIDER:
        excluded, demanded, gives = _provided(supposed, found, pack)
    if not excluded and not demanded:
        return None
    label = option_label(pack, supposed.key, supposed.option)
    wording = f"{VERBS[supposed.stance]} “{label}” ({by_whom(supposed.by)})"
    levels = levels_of(supposed.key, (excluded, demanded), (pack, wording))
    return replace(_group(supposed, levels), role=role, gives=gives)


def _provided(
    supposed: Supposed, found: Meaning, pack: Pack
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What binds of a provider's supposed word: as of one that was heard (`constraints.groups`), and what it alone gives."""
    leaf = pack.leaves[supposed.key.issue]
    if consents(pack, supposed.key):
        return found.no, found.demanded, frozenset(values_of(leaf))
    own = provided(pack, supposed.party, supposed.key)
    asks_of_itself = supposed.stance == "demand" and own & frozenset(values_named(leaf, supposed.option))
    return found.no if asks_of_itself else found.no & own, found.demanded & own, own


def _condition(supposed: Supposed, pack: Pack) -> Group | None:
    """The group of "X only with Y": X is not taken, or Y holds."""
    if supposed.condition is None:
        return None
    tied, wanted = supposed.condition
    premise = _not_taken(supposed.key, supposed.option, pack)
    clause = Clause((premise, _held(tied, wanted, pack)))
    takes = f"takes “{option_label(pack, supposed.key, supposed.option)}”"
    with_it = f"“{option_label(pack, tied, wanted)}”"
    levels = (
        Level((clause,), f"{takes} only with {with_it} ({by_whom(supposed.by)})"),
        Level((), f"would take it without {with_it}", 1),
    )
    found = _group(supposed, levels)
    return replace(found, keys=tuple(dict.fromkeys((supposed.key, tied))))


def _not_taken(key: Key, option: str, pack: Pack) -> Literal:
    leaf = pack.leaves[key.issue]
    if leaf.type == "set":
        return Literal(variable_of(key, option), frozenset({OUT}))
    return Literal(variable_of(key), frozenset(values_of(leaf)) - {option})


def _held(key: Key, option: str, pack: Pack) -> Literal:
    leaf = pack.leaves[key.issue]
    if leaf.type == "set":
        return Literal(variable_of(key, option), frozenset({IN}))
    return Literal(variable_of(key), frozenset(values_named(leaf, option)))


def _group(supposed: Supposed, levels: tuple[Level, ...]) -> Group:
    return Group(
        f"{MARK}{supposed.party}:{supposed.key}:{supposed.stance}:{supposed.option}"
        + (":if:{}={}".format(*supposed.condition) if supposed.condition else ""),
        supposed.party,
        (supposed.key,),
        levels,
        Strength.SUPPOSED,
        Role.SIGNATORY,
        (),
        source=by_whom(supposed.by),
    )


def freed_by(supposed: Supposed, pack: Pack) -> Freed:
    """The values that somebody who takes an option no longer shuts out, by variable."""
    leaf = pack.leaves[supposed.key.issue]
    if supposed.stance not in {"accept", "propose"}:
        return {}
    if leaf.type == "set":
        taken = IN if supposed.option != "none" else OUT
        elements = values_of(leaf) if taken == OUT else (supposed.option,)
        return {variable_of(supposed.key, e): frozenset({taken}) for e in elements}
    return {variable_of(supposed.key): frozenset({supposed.option})}


def taking(group: Group, accepted: Sequence[Supposed], pack: Pack) -> Group:
    """A heard group, where its party is supposed to take an option: it shuts that out no more, and ties nothing to it."""
    if group.role not in {Role.SIGNATORY, Role.PROVIDER}:
        return group
    for one in accepted:
        if one.party == group.party and one.key in group.keys:
            text = f"would also take “{option_label(pack, one.key, one.option)}”"
            group = widened(group, freed_by(one, pack), (text, one.by))
    return group


def loosened(group: Group, step: Loosened, pack: Pack) -> Group | None:
    """The group held so much less tightly that the option could be taken; None where no loosening short of dropping does it."""
    domains = variables_for(group.keys, pack)
    for level in group.levels[1:-1]:
        freed = {
            variable: allowed(level.clauses, variable, domain) - allowed(group.clauses, variable, domain)
            for variable, domain in domains.items()
        }
        freed = {variable: values for variable, values in freed.items() if values}
        if any(_names(step.option, one, (group.keys, pack)) for one in freed.items()):
            return widened(group, freed, (level.wording, step.by))
    return None


def ways_to_loosen(group: Group, pack: Pack) -> tuple[str, ...]:
    """The options that a group can be loosened to, nearest first."""
    options = dict.fromkeys(o for key in group.keys for o in values_of(pack.leaves[key.issue]))
    return tuple(o for o in options if loosened(group, Loosened(group.id, o), pack) is not None)


def _names(option: str, freed: tuple[str, frozenset[str]], setting: tuple[Sequence[Key], Pack]) -> bool:
    """Whether an option is what a variable was freed to take (an element: freed to be in the set, or out of it)."""
    (variable, values), (keys, pack) = freed, setting
    for key in keys:
        leaf = pack.leaves[key.issue]
        if leaf.type == "set" and variable == variable_of(key, option):
            return True
        if leaf.type != "set" and variable == variable_of(key):
            return bool(values & frozenset(values_named(leaf, option)))
    return False


def allowed(clauses: Iterable[Clause], variable: str, domain: Iterable[str]) -> frozenset[str]:
    """The values of a variable that every clause which speaks of it alone allows."""
    alone = [c.literals[0] for c in clauses if len(c.literals) == 1]
    return frozenset(domain).intersection(*(lit.values for lit in alone if lit.variable == variable))


def widened(group: Group, freed: Freed, told: tuple[str, str]) -> Group:
    """The group with some values freed on every level; the same group where it never shut them out.

    `told`: what it then holds, and who supposes it.
    """
    wording, by = told
    levels = [
        replace(lv, clauses=tuple(_widened(c, freed, group) for c in lv.clauses)) for lv in group.levels
    ]
    if levels[0].clauses == group.levels[0].clauses:
        return group
    held = replace(levels[0], wording=f"{group.wording}; {wording} ({by_whom(by)})")
    between = [lv for lv in levels[1:-1] if lv.clauses != held.clauses]
    name = group.id if group.id.startswith(MARK) else MARK + group.id
    source = "; ".join(dict.fromkeys(x for x in (group.source, by_whom(by)) if x))
    return replace(
        group, id=name, levels=(held, *between, levels[-1]), strength=Strength.SUPPOSED, source=source
    )


def _widened(clause: Clause, freed: Freed, group: Group) -> Clause:
    """A clause by itself allows what is freed; of a condition only what it is said of, never what it asks for."""
    alone = len(clause.literals) == 1
    said_of = {str(key) for key in group.keys if f":{key}:if:" in group.id}
    return Clause(
        tuple(
            replace(lit, values=lit.values | freed[lit.variable])
            if lit.variable in freed and (alone or lit.variable.partition("#")[0] in said_of)
            else lit
            for lit in clause.literals
        )
    )
