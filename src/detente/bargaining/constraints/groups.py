"""Groups: what each party that binds holds on each matter of a stage (DESIGN §6, *Who binds*, *Constraints*)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detente.bargaining.constraints.bundles import bundled
from detente.bargaining.constraints.conditions import conditions
from detente.bargaining.constraints.model import (
    IN,
    OUT,
    STRENGTH_OF,
    STRENGTHS,
    Clause,
    Group,
    Level,
    Literal,
    Role,
    Strength,
)
from detente.bargaining.constraints.variables import variable_of
from detente.bargaining.wording import held, option_label
from detente.ledger.agenda import Key, keys_of
from detente.ledger.entries import Line
from detente.ledger.meanings import pole_of
from detente.ledger.positions import Exclusion, Position
from detente.ledger.utterances import Voice
from detente.ledger.values import OPEN, meaning, on_own_side, stands_for, values_of
from detente.packs.model import Pack, Stage


def provided(pack: Pack, party: str, key: Key) -> frozenset[str]:
    """The values of a key that only this party (with others) can give; empty where it provides none."""
    leaf = pack.leaves[key.issue]
    return frozenset(
        v
        for p in pack.providers
        if p.issue == key.issue and p.instance in {None, key.instance} and party in p.parties
        for o in p.options
        for v in (stands_for(leaf, o) or (o,))
    )


def consents(pack: Pack, key: Key) -> tuple[str, ...]:
    """The parties whose own an issue is to decide; empty where it is the signatories'."""
    deciding = pack.deciding(key.issue, key.instance)
    return deciding.parties if deciding else ()


def role_of(pack: Pack, party: str, key: Key, *, stage: Stage) -> Role | None:
    """In what capacity a party binds on a key: signatory, provider, or None where its word is only shown."""
    deciding = consents(pack, key)
    if deciding:
        if party not in deciding:
            return None
        return Role.SIGNATORY if party in pack.signatories[stage] else Role.PROVIDER
    if party in pack.signatories[stage]:
        return Role.SIGNATORY
    return Role.PROVIDER if provided(pack, party, key) else None


def groups_of(positions: Iterable[Position], pack: Pack, stage: Stage) -> tuple[Group, ...]:
    """Every group that positions give in a stage: exclusions by voice, conditions, and questions that may be conditions."""
    found: list[Group] = []
    here = [p for p in positions if p.stage == stage]
    keys = tuple(dict.fromkeys(p.key for p in here))
    for position in here:
        role = role_of(pack, position.party, position.key, stage=stage)
        if role is None:
            continue
        found.extend(g for e in position.exclusions if (g := _of_exclusion(position, e, (pack, role))))
        if role is Role.SIGNATORY:
            found.extend(conditions(position, keys, pack))
            found.extend(_of_questions(position, pack))
    return bundled([g for g in found if not _said_anyway(g, found)])


def _said_anyway(group: Group, among: Iterable[Group]) -> bool:
    """Whether a condition only repeats what the party demands outright, at least as surely."""
    if ":if:" not in group.id:
        return False
    outright = [
        c
        for g in among
        if g is not group
        and g.party == group.party
        and ":if:" not in g.id
        and STRENGTHS.index(g.strength) <= STRENGTHS.index(group.strength)
        for c in g.clauses
        if len(c.literals) == 1
    ]
    return all(
        any(
            o.literals[0].variable == lit.variable and o.literals[0].values <= lit.values
            for o in outright
            for lit in c.literals
        )
        for c in group.clauses
    )


def _of_exclusion(position: Position, exclusion: Exclusion, setting: tuple[Pack, Role]) -> Group | None:
    pack, role = setting
    excluded, demanded = exclusion.values, exclusion.demanded
    gives: frozenset[str] = frozenset()
    if role is Role.PROVIDER:
        excluded = _binding(position, exclusion, pack)
        decides = consents(pack, position.key)
        gives = (
            frozenset(values_of(pack.leaves[position.key.issue]))
            if decides
            else provided(pack, position.party, position.key)
        )
        demanded &= gives
    if not excluded and not demanded:
        return None
    wording = _wording(position.key, exclusion.lines, pack)
    levels = levels_of(position.key, (excluded, demanded), (pack, wording))
    twice = ":twice" if exclusion.voice is Voice.REPORTED and exclusion.firm else ""
    return Group(
        f"{position.party}:{position.key}:{exclusion.voice.name.lower()}{twice}",
        position.party,
        (position.key,),
        levels,
        STRENGTH_OF[exclusion.voice],
        role,
        exclusion.lines,
        firm=exclusion.firm,
        inferred=bool(exclusion.inferred) and exclusion.inferred == excluded,
        stage_unclear=exclusion.stage_unclear,
        gives=gives,
    )


def _binding(position: Position, exclusion: Exclusion, pack: Pack) -> frozenset[str]:
    """What a provider's word binds: refusals of and demands for what it alone can give, or all where the issue is its own."""
    if consents(pack, position.key):
        return exclusion.values
    own = provided(pack, position.party, position.key)
    leaf = pack.leaves[position.key.issue]
    for line in exclusion.lines:
        s = line.statement
        if s.stance == "demand" and s.option and own & frozenset(stands_for(leaf, s.option)):
            return exclusion.values
    return exclusion.values & own


def _wording(key: Key, lines: Sequence[Line], pack: Pack) -> str:
    """What the lines say on a key; all that they say where none names it."""
    return held(pack, key, [x for x in lines if key in keys_of(x, pack)[0]] or lines)


def levels_of(
    key: Key, what: tuple[frozenset[str], frozenset[str]], setting: tuple[Pack, str]
) -> tuple[Level, ...]:
    """As held (excluded values, demanded elements; in these words), then the ways to loosen it.

    Value by value along the axis, left to later, dropped.
    """
    excluded, demanded = what
    pack, wording = setting
    leaf = pack.leaves[key.issue]
    if leaf.type == "set":
        clauses = [
            *(Clause((Literal(variable_of(key, e), frozenset({OUT})),)) for e in sorted(excluded)),
            *(Clause((Literal(variable_of(key, e), frozenset({IN})),)) for e in sorted(demanded)),
        ]
        return _set_levels(clauses, wording, (pack, key))
    values = values_of(leaf)
    allowed = [v for v in values if v not in excluded]
    variable = variable_of(key)
    levels = [Level((Clause((Literal(variable, frozenset(allowed)),)),), wording)]
    ordered = leaf.type in {"ordinal", "numeric"} and any(v != OPEN for v in allowed)
    if not ordered:
        levels += [
            _with(variable, allowed, value, setting=(pack, key))
            for value in values
            if value in excluded and value != OPEN
        ]
    for steps, value in enumerate(_nearest(values, allowed) if ordered else (), start=1):
        allowed = [*allowed, value]
        text = f"would also take “{option_label(pack, key, value)}”"
        levels.append(Level((Clause((Literal(variable, frozenset(allowed)),)),), text, steps))
    if OPEN in excluded:
        first = frozenset(v for v in values if v not in excluded) | {OPEN}
        levels.append(Level((Clause((Literal(variable, first),)),), "would leave it to later", 1, later=True))
    return (*levels, Level((), "would drop it", len(values)))


def _with(variable: str, allowed: Sequence[str], value: str, *, setting: tuple[Pack, Key]) -> Level:
    """Held as before, but taking one more value of a list that has no order."""
    clause = Clause((Literal(variable, frozenset((*allowed, value))),))
    return Level((clause,), f"would also take “{option_label(*setting, value)}”", 1)


def _nearest(values: Sequence[str], allowed: Sequence[str]) -> Iterator[str]:
    """Excluded values to be given one by one along the axis: nearest to what is allowed first."""
    line = [v for v in values if v != OPEN]
    inside = [line.index(v) for v in allowed if v in line]
    missing = [v for v in line if v not in allowed]
    if not inside:
        return
    yield from sorted(missing, key=lambda v: (min(abs(line.index(v) - i) for i in inside), line.index(v)))


def _set_levels(clauses: list[Clause], wording: str, setting: tuple[Pack, Key]) -> tuple[Level, ...]:
    """Elements of a set are given one at a time, each on its own."""
    pack, key = setting
    levels = [Level(tuple(clauses), wording)]
    if len(clauses) > 1:
        for i, clause in enumerate(clauses):
            element = clause.literals[0].variable.partition("#")[2]
            without = "would take" if OUT in clause.literals[0].values else "would do without"
            kept = tuple(c for j, c in enumerate(clauses) if j != i)
            levels.append(Level(kept, f"{without} “{option_label(pack, key, element)}”", 1))
    return (*levels, Level((), "would drop it", len(clauses) + 1))


def _of_questions(position: Position, pack: Pack) -> Iterator[Group]:
    """A question towards an option on a party's own side of the axis would lock if it were meant as a condition."""
    leaf = pack.leaves[position.key.issue]
    pole = pole_of(position.party, position.key, position.utterances, pack=pack)
    for stand in position.stands:
        if (
            stand.option is None
            or set(stand.stances) != {"hedge"}
            or not on_own_side(leaf, stand.option, pole)
        ):
            continue
        asked = meaning(leaf, "demand", stand.option, pole=pole, belligerent=True)
        already = frozenset(v for e in position.exclusions for v in e.values)
        if asked.no <= already:
            continue
        wording = _wording(position.key, stand.lines, pack)
        levels = levels_of(position.key, (asked.no, frozenset()), (pack, wording))
        yield Group(
            f"{position.party}:{position.key}:asked:{stand.option}",
            position.party,
            (position.key,),
            levels,
            Strength.ASKED,
            Role.SIGNATORY,
            stand.lines,
            firm=False,
            stage_unclear=position.stage_unclear,
        )
