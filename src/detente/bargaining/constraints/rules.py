"""Rules of a pack as clauses, and beside that their plain evaluation in three values (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.bargaining.constraints.model import IN, OUT, Clause, Literal
from detente.bargaining.constraints.variables import variable_of
from detente.kernel.errors import BadRule
from detente.ledger.agenda import Key
from detente.ledger.numbers import Reach, reach_of_value
from detente.ledger.values import OPEN, stands_for, values_of
from detente.packs.model import Leaf, Pack
from detente.packs.rules import Condition, Joined, Not, Quantity, Rule, Term, terms_of

CanBe = Mapping[str, Collection[str]]
_MOST_CLAUSES = 4_096


class Truth(StrEnum):
    """What can be said of a rule in a package; broken only where it is definitely broken."""

    HOLDS = "holds"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class _Fact:
    """A term on one variable: the values at which it holds, and those at which it cannot be told."""

    variable: str
    domain: tuple[str, ...]
    true: frozenset[str]
    unknown: frozenset[str]

    def literal(self, *, positive: bool, strict: bool) -> Literal:
        """The values at which the fact, or its denial, is not definitely broken; `strict`: at which it definitely holds."""
        met = self.true if positive else frozenset(self.domain) - self.true - self.unknown
        return Literal(self.variable, met if strict else met | self.unknown)


_Tree = Literal | tuple[str, list["_Tree"]]


def keys_of_term(term: Term, keys: Iterable[Key], pack: Pack) -> tuple[Key, ...]:
    """The keys a term speaks of: the one it names, else those of its issue among the given ones, else all that are declared."""
    declared = pack.instances_of(term.issue)
    if term.instance is not None and term.instance != "*":
        members = next((i.members for i in declared if i.id == term.instance), ())
        return tuple(Key(term.issue, name) for name in members or (term.instance,))
    among = tuple(sorted(k for k in keys if k.issue == term.issue))
    return among or tuple(Key(term.issue, i.id) for i in declared if not i.members) or (Key(term.issue),)


def clauses_of_rule(rule: Rule, keys: Iterable[Key], pack: Pack) -> tuple[tuple[Clause, ...], frozenset[Key]]:
    """A rule as clauses over the keys of a stage, and the keys that they mention; raises BadRule where it cannot be said."""
    known = tuple(keys)
    mentioned = frozenset(k for t in rule.terms for k in keys_of_term(t, known, pack))
    return clauses_of(rule.condition, known, pack), mentioned


def clauses_of(
    condition: Condition, keys: Collection[Key], pack: Pack, *, strict: bool = False
) -> tuple[Clause, ...]:
    """A condition as clauses: kept where it is not definitely broken or, `strict`, only where it definitely holds.

    Raises BadRule where it makes too many, or can never hold.
    """
    tree = _normal(condition, (keys, pack), positive=True, strict=strict)
    found: dict[Clause, None] = {}
    for literals in _product(tree):
        clause = _clause(literals)
        if not clause.literals:
            raise BadRule(f"no package satisfies “{condition}”; correct it, or say what may hold")
        found[clause] = None
    domains = {f.variable: f.domain for t in terms_of(condition) for f in _facts_of(t, keys, pack)}
    return tuple(c for c in found if not any(set(domains[x.variable]) <= x.values for x in c.literals))


def _clause(literals: Iterable[Literal]) -> Clause:
    """One literal for each variable, in the order of writing; those that no value meets say nothing."""
    merged: dict[str, frozenset[str]] = {}
    for literal in literals:
        merged[literal.variable] = merged.get(literal.variable, frozenset()) | literal.values
    return Clause(tuple(Literal(name, values) for name, values in merged.items() if values))


def _normal(
    condition: Condition, setting: tuple[Collection[Key], Pack], *, positive: bool, strict: bool
) -> _Tree:
    """The condition or its denial as and, or of literals. A rule for every instance is one for each of them, denied or not."""
    if isinstance(condition, Not):
        return _normal(condition.of, setting, positive=not positive, strict=strict)
    if isinstance(condition, Joined):
        parts = [_normal(p, setting, positive=positive, strict=strict) for p in condition.parts]
        joined_by_and = condition.word == "each" or (condition.word == "and") is positive
        return ("and" if joined_by_and else "or", parts)
    each: list[_Tree] = []
    for key in keys_of_term(condition, *setting):
        facts, none = _facts(condition, key, setting[1])
        literals: list[_Tree] = [f.literal(positive=positive is not none, strict=strict) for f in facts]
        each.append(("and" if none is positive else "or", literals))
    return ("and", each)


def _product(tree: _Tree) -> list[tuple[Literal, ...]]:
    """And, or of literals as a list of alternatives that must each be met."""
    if isinstance(tree, Literal):
        return [(tree,)]
    word, parts = tree
    each = [_product(p) for p in parts]
    if word == "and":
        found = [literals for several in each for literals in several]
    else:
        found = [()]
        for several in each:
            if len(found) * len(several) > _MOST_CLAUSES:
                raise BadRule(
                    f"a rule that makes more than {_MOST_CLAUSES} clauses; write several shorter ones"
                )
            found = [(*left, *right) for left in found for right in several]
    return found


def _facts_of(term: Term, keys: Collection[Key], pack: Pack) -> Iterable[_Fact]:
    return (f for key in keys_of_term(term, keys, pack) for f in _facts(term, key, pack)[0])


def _facts(term: Term, key: Key, pack: Pack) -> tuple[list[_Fact], bool]:
    """A term on one key as facts of which one holds, or (True: `contains none`) none does."""
    leaf = pack.leaves[key.issue]
    domain = values_of(leaf)
    if leaf.type == "set":
        none = term.options == ("none",)
        named = domain if none else [e for o in term.options for e in stands_for(leaf, o)]
        facts = [
            _Fact(variable_of(key, e), (IN, OUT), frozenset({IN}), frozenset()) for e in dict.fromkeys(named)
        ]
        return facts, none
    if term.quantity is not None:
        told = {v: _measured(reach_of_value(leaf, v), term.quantity) for v in domain}
        true = frozenset(v for v, truth in told.items() if truth is Truth.HOLDS)
        return [
            _Fact(variable_of(key), domain, true, frozenset(v for v in told if told[v] is Truth.UNKNOWN))
        ], False
    true = frozenset(v for o in term.options for v in _outcomes(leaf, o)) & frozenset(domain)
    return [_Fact(variable_of(key), domain, true, frozenset({OPEN}) - true)], False


def _outcomes(leaf: Leaf, option_id: str) -> tuple[str, ...]:
    """The values that an option of a rule names. Of a number it is that number: whether it is a limit belongs to who says it."""
    option = leaf.option(option_id)
    if option is not None and option.direction is not None:
        return option.could_be or (option_id,)
    return stands_for(leaf, option_id) or (option_id,)


def _measured(reach: Reach | None, quantity: Quantity) -> Truth:
    """Whether a value lies in a range of numbers; a value without a number cannot be told."""
    if reach is None:
        return Truth.UNKNOWN
    asked = Reach(quantity.low, quantity.high, quantity.low_in, quantity.high_in)
    if reach.inside(asked):
        return Truth.HOLDS
    return Truth.BROKEN if reach.apart(asked) else Truth.UNKNOWN


def evaluate(rule: Rule, package: CanBe, pack: Pack, *, keys: Collection[Key]) -> Truth:
    """Whether a package keeps a rule: it holds, is definitely broken, or that cannot be told.

    `package` gives for each variable what it can be: one value where the package states it, several where it is vague. A
    variable that it does not give is silent; what is silent, open or vague settles nothing.
    """

    def truth_of(condition: Condition, *, positive: bool) -> Truth:
        if isinstance(condition, Not):
            return truth_of(condition.of, positive=not positive)
        if isinstance(condition, Joined):
            told = [truth_of(p, positive=positive) for p in condition.parts]
            return (
                _all(told)
                if condition.word == "each" or (condition.word == "and") is positive
                else _any(told)
            )
        each = []
        for key in keys_of_term(condition, keys, pack):
            facts, none = _facts(condition, key, pack)
            one = _any([_truth_of_fact(f, package.get(f.variable)) for f in facts])
            each.append(one if positive is not none else _denied(one))
        return _all(each)

    return truth_of(rule.condition, positive=True)


def _truth_of_fact(fact: _Fact, can_be: Collection[str] | None) -> Truth:
    if not can_be or any(v in fact.unknown for v in can_be):
        return Truth.UNKNOWN
    met = {v in fact.true for v in can_be}
    return Truth.UNKNOWN if len(met) > 1 else Truth.HOLDS if met == {True} else Truth.BROKEN


def _denied(truth: Truth) -> Truth:
    return {Truth.HOLDS: Truth.BROKEN, Truth.BROKEN: Truth.HOLDS}.get(truth, truth)


def _all(told: Collection[Truth]) -> Truth:
    return _first(told, Truth.BROKEN, Truth.HOLDS)


def _any(told: Collection[Truth]) -> Truth:
    return _first(told, Truth.HOLDS, Truth.BROKEN)


def _first(told: Collection[Truth], settles: Truth, otherwise: Truth) -> Truth:
    """The truth that settles it where there is one, unknown where any is unknown, else the other."""
    if settles in told:
        return settles
    return Truth.UNKNOWN if Truth.UNKNOWN in told else otherwise
