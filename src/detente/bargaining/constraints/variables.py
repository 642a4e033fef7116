"""Variables of a stage: one for each key, one for each element of a set key; and literals on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from detente.bargaining.constraints.model import IN, OUT, Clause, Literal
from detente.ledger.agenda import Key
from detente.ledger.values import OPEN, stands_for, values_of
from detente.packs.model import Pack
from detente.packs.rules import Rule, Term


def variable_of(key: Key, element: str | None = None) -> str:
    """The name of the variable of a key, or of an element of a set key."""
    return f"{key}#{element}" if element else str(key)


def variables_for(keys: Iterable[Key], pack: Pack) -> dict[str, tuple[str, ...]]:
    """The variables of the keys, with their values."""
    found: dict[str, tuple[str, ...]] = {}
    for key in sorted(keys):
        leaf = pack.leaves[key.issue]
        if leaf.type == "set":
            found |= {variable_of(key, e): (IN, OUT) for e in values_of(leaf)}
        else:
            found[variable_of(key)] = values_of(leaf)
    return found


def keys_of_term(term: Term, keys: Iterable[Key], pack: Pack) -> tuple[Key, ...]:
    """The keys a term speaks of: the one it names, else those of its issue among the given ones, else all that are declared."""
    if term.instance not in {None, "*"}:
        return (Key(term.issue, term.instance),)
    among = tuple(k for k in sorted(keys) if k.issue == term.issue)
    declared = pack.instances_of(term.issue)
    return among or tuple(Key(term.issue, i.id) for i in declared if not i.members) or (Key(term.issue),)


def positive(term: Term, key: Key, pack: Pack) -> tuple[Literal, ...]:
    """Literals that must all hold for a term to be not definitely broken: an open value breaks nothing, "none" empties a set."""
    leaf = pack.leaves[key.issue]
    if leaf.type == "set":
        wanted = IN if term.options != ("none",) else OUT
        named = term.options if wanted == IN else values_of(leaf)
        return tuple(Literal(variable_of(key, e), frozenset({wanted})) for e in named if e in values_of(leaf))
    values = frozenset(v for o in term.options for v in (stands_for(leaf, o) or (o,))) | {OPEN}
    return (Literal(variable_of(key), values & frozenset(values_of(leaf))),)


def negative(term: Term, key: Key, pack: Pack) -> tuple[Literal, ...] | None:
    """Literals of which one holds where a term does not definitely hold; None where that cannot be said in one clause."""
    leaf = pack.leaves[key.issue]
    if leaf.type == "set":
        elements = [e for e in term.options if e in values_of(leaf)]
        if term.options == ("none",):
            return tuple(Literal(variable_of(key, e), frozenset({IN})) for e in values_of(leaf))
        return (Literal(variable_of(key, elements[0]), frozenset({OUT})),) if len(elements) == 1 else None
    taken = frozenset(v for o in term.options for v in (stands_for(leaf, o) or (o,)))
    return (Literal(variable_of(key), frozenset(values_of(leaf)) - taken),)


def clauses_of_rule(rule: Rule, keys: Iterable[Key], pack: Pack) -> tuple[tuple[Clause, ...], frozenset[Key]]:
    """A rule as clauses over the keys of a stage, and the keys that they mention."""
    known = tuple(keys)
    left = [[(t, k) for k in keys_of_term(t, known, pack)] for t in rule.left]
    right = [[(t, k) for k in keys_of_term(t, known, pack)] for t in rule.right]
    if not all(left) or not all(right):
        return (), frozenset()
    mentioned = frozenset(k for part in (*left, *right) for _, k in part)
    clauses: list[Clause] = []
    if rule.shape == "holds":
        clauses = [Clause((lit,)) for part in left for t, k in part for lit in positive(t, k, pack)]
    else:
        for premises in product(*left, *(right if rule.shape == "contradicts" else [])):
            denied = [negative(t, k, pack) for t, k in premises]
            if any(d is None for d in denied):
                continue
            body = tuple(lit for d in denied for lit in d or ())
            if rule.shape == "contradicts":
                clauses.append(Clause(body))
            else:
                clauses.extend(
                    Clause((*body, lit)) for part in right for t, k in part for lit in positive(t, k, pack)
                )
    return tuple(c for c in clauses if c.literals), mentioned


def any_of(alternatives: Iterable[Iterable[Term]], keys: Iterable[Key], pack: Pack) -> tuple[Clause, ...]:
    """Alternatives, each a list of terms that hold together, as clauses (one term of each alternative in every clause)."""
    known = tuple(keys)
    parts = [
        [lit for t in terms for k in keys_of_term(t, known, pack) for lit in (_strict(t, k, pack),)]
        for terms in alternatives
    ]
    return tuple(Clause(tuple(choice)) for choice in product(*parts))


def _strict(term: Term, key: Key, pack: Pack) -> Literal:
    """A term that must really hold: an open value does not do."""
    leaf = pack.leaves[key.issue]
    if leaf.type == "set":
        return Literal(variable_of(key, term.options[0]), frozenset({IN}))
    return Literal(variable_of(key), frozenset(v for o in term.options for v in stands_for(leaf, o)))


def relevant(
    clauses: Iterable[Clause], variables: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """The variables that the clauses mention, with their values."""
    names = dict.fromkeys(lit.variable for clause in clauses for lit in clause.literals)
    return {name: variables[name] for name in names}
