"""Groups: what each party that binds holds on each matter of a stage (DESIGN §6, *Who binds*, *Constraints*)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from detente.bargaining.conditions import conditions
from detente.bargaining.model import (
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
from detente.bargaining.variables import any_of, variable_of
from detente.bargaining.wording import held, key_label, listed, option_label
from detente.ledger.agenda import Key, keys_of
from detente.ledger.entries import Line
from detente.ledger.positions import Exclusion, Position
from detente.ledger.utterances import Voice
from detente.ledger.values import OPEN, meaning, on_own_side, stands_for, values_of
from detente.packs.model import Need, Pack, Stage
from detente.packs.rules import Term, parse_terms


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
    return next(
        (c.parties for c in pack.consent if c.issue == key.issue and c.instance in {None, key.instance}), ()
    )


def role_of(pack: Pack, party: str, key: Key, stage: Stage) -> Role | None:
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
        role = role_of(pack, position.party, position.key, stage)
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
    levels = _levels(position, (excluded, demanded), (pack, exclusion.lines))
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


def _levels(
    position: Position, what: tuple[frozenset[str], frozenset[str]], setting: tuple[Pack, Sequence[Line]]
) -> tuple[Level, ...]:
    """As held, then the ways to loosen it: value by value along the axis, left to later, dropped."""
    excluded, demanded = what
    pack, lines = setting
    key = position.key
    leaf = pack.leaves[key.issue]
    wording = held(pack, key, [x for x in lines if key in keys_of(x, pack)[0]] or lines)
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
            _with(variable, allowed, value, (pack, key))
            for value in values
            if value in excluded and value != OPEN
        ]
    for steps, value in enumerate(_nearest(values, allowed, ordered), start=1):
        allowed = [*allowed, value]
        text = f"would also take “{option_label(pack, key, value)}”"
        levels.append(Level((Clause((Literal(variable, frozenset(allowed)),)),), text, steps))
    if OPEN in excluded:
        first = frozenset(v for v in values if v not in excluded) | {OPEN}
        levels.append(Level((Clause((Literal(variable, first),)),), "would leave it to later", 1, later=True))
    return (*levels, Level((), "would drop it", len(values)))


def _with(variable: str, allowed: Sequence[str], value: str, setting: tuple[Pack, Key]) -> Level:
    """Held as before, but taking one more value of a list that has no order."""
    clause = Clause((Literal(variable, frozenset((*allowed, value))),))
    return Level((clause,), f"would also take “{option_label(*setting, value)}”", 1)


def _nearest(values: Sequence[str], allowed: Sequence[str], ordered: bool) -> Iterator[str]:
    """Excluded values to be given one by one along the axis: nearest to what is allowed first; none without an order."""
    line = [v for v in values if v != OPEN]
    inside = [line.index(v) for v in allowed if v in line]
    missing = [v for v in line if v not in allowed]
    if not inside or not ordered:
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
    pole = pack.pole(position.party, position.key.issue, position.key.instance)
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
        levels = _levels(position, (asked.no, frozenset()), (pack, stand.lines))
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


def conduct_groups(lines: Iterable[Line], pack: Pack, stage: Stage) -> tuple[Group, ...]:
    """What a provider says it is doing with what it alone can give: conduct, not a position.

    Conduct bears on the pause; a report that does not tell the stage speaks of the present.
    """
    found: dict[str, Group] = {}
    for line in lines:
        s = line.statement
        present = s.stage == stage or (s.stage is None and stage == "truce")
        if s.kind != "event" or s.basis != "own" or s.holder is None or s.option is None or not present:
            continue
        for key in keys_of(line, pack)[0]:
            leaf = pack.leaves[key.issue]
            values = frozenset(stands_for(leaf, s.option))
            issue_provider = any(p.issue == key.issue and s.holder in p.parties for p in pack.providers)
            if leaf.type == "set" or not values or not issue_provider:
                continue
            level = Level(
                (Clause((Literal(variable_of(key), values),)),),
                f"does: “{option_label(pack, key, s.option)}”",
            )
            name = f"{s.holder}:{key}:{s.option}:conduct"
            lines_so_far = found[name].lines if name in found else ()
            others = frozenset(values_of(leaf)) - values
            dropped = Level((), f"would stop: “{option_label(pack, key, s.option)}”", len(others))
            found[name] = Group(
                name,
                s.holder,
                (key,),
                (level, dropped),
                Strength.ASKED,
                Role.CONDUCT,
                (*lines_so_far, line),
                firm=False,
            )
    return tuple(found.values())


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
    ways = [
        listed(
            f"{key_label(pack, _key_of(t, pack))}: {listed((option_label(pack, _key_of(t, pack), o) for o in t.options), last='or')}"
            for t in terms
        )
        for terms in parsed
    ]
    held_level = Level(any_of(fixed, keys, pack), f"needs {need.name}: {'; or '.join(ways)}")
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


def bundled(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Groups of one party that are always said together, in one breath, are one group and one move (DESIGN §6, *Bundles*)."""
    bundles: list[list[Group]] = []
    for group in groups:
        home = next((b for b in bundles if _one_breath(b[0], group)), None)
        if home is None:
            bundles.append([group])
        else:
            home.append(group)
    return tuple(b[0] if len(b) == 1 else _together(b) for b in bundles)


def _together(bundle: Sequence[Group]) -> Group:
    """One group of several; on one issue its instances are loosened together, on several issues one at a time."""
    first = bundle[0]
    texts = listed(g.wording for g in bundle)
    held_level = Level(tuple(c for g in bundle for c in g.clauses), texts)
    issues = {k.issue for g in bundle for k in g.keys}
    ladders = [[(lv.wording, lv.steps) for lv in g.levels[1:-1]] for g in bundle]
    if len(issues) == 1 and all(ladder == ladders[0] for ladder in ladders):
        loosened = [
            replace(rungs[0], clauses=tuple(c for lv in rungs for c in lv.clauses))
            for rungs in zip(*(g.levels[1:-1] for g in bundle), strict=True)
        ]
    else:
        loosened = [
            replace(lv, clauses=(*lv.clauses, *(c for o in bundle if o is not g for c in o.clauses)))
            for g in bundle
            for lv in g.levels[1:-1]
        ]
    dropped = Level((), "would drop all of it", max(g.levels[-1].steps for g in bundle))
    return replace(
        first,
        id="+".join(g.id for g in bundle),
        keys=tuple(dict.fromkeys(k for g in bundle for k in g.keys)),
        levels=(held_level, *loosened, dropped),
        lines=tuple(dict.fromkeys(line for g in bundle for line in g.lines)),
    )


def _one_breath(one: Group, other: Group) -> bool:
    same = (one.party, one.strength, one.role) == (other.party, other.strength, other.role)
    return same and bool(one.lines) and _covered(one.lines, other.lines) and _covered(other.lines, one.lines)


def _covered(lines: Iterable[Line], by: Sequence[Line]) -> bool:
    return all(
        any(
            x.statement.doc == y.statement.doc
            and x.statement.stance == y.statement.stance
            and x.statement.span.overlaps(y.statement.span)
            for y in by
        )
        for x in lines
    )
