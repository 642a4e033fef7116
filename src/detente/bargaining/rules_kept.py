"""Which of a pack's rules a package keeps, breaks or leaves unknown (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from detente.bargaining.constraints.model import Group
from detente.bargaining.constraints.rules import CanBe, Truth, evaluate, keys_of_term
from detente.bargaining.constraints.variables import variable_of
from detente.ledger.agenda import Key
from detente.packs.model import Pack, RuleText, Stage
from detente.packs.rules import parse_rule


@dataclass(frozen=True, slots=True)
class RuleKept:
    """A rule that a package speaks of: whether it holds, and the keys of it that the package leaves silent."""

    rule: RuleText
    truth: Truth
    keys: tuple[Key, ...]
    silent: tuple[Key, ...]


def rules_kept(package: CanBe, keys: Collection[Key], pack: Pack, *, stage: Stage) -> tuple[RuleKept, ...]:
    """Every rule of a stage, hard or soft, that a package on these keys speaks of, in the order of the pack.

    `package` gives for each variable (a key, or an element of a set) the values it can have; one that it lacks is silent.
    """
    stated = {k for k in keys if any(v == str(k) or v.startswith(variable_of(k) + "#") for v in package)}
    found = []
    for text in pack.rules:
        if text.stage not in {None, stage}:
            continue
        rule = parse_rule(text.rule, pack)
        about = tuple(dict.fromkeys(k for t in rule.terms for k in keys_of_term(t, keys, pack)))
        if stated.intersection(about):
            truth = evaluate(rule, package, pack, keys=keys)
            found.append(RuleKept(text, truth, about, tuple(k for k in about if k not in stated)))
    return tuple(found)


def soft_rules_beside(members: Iterable[Group], pack: Pack, *, stage: Stage) -> tuple[RuleKept, ...]:
    """Soft rules that positions held together break or leave unknown, whichever of what they allow were agreed.

    What can be is what any of the members allows: a rule is broken only where all of that breaks it.
    """
    can_be: dict[str, frozenset[str]] = {}
    keys: dict[Key, None] = {}
    for member in members:
        keys |= dict.fromkeys(member.keys)
        for literal in (c.literals[0] for c in member.clauses if len(c.literals) == 1):
            can_be[literal.variable] = can_be.get(literal.variable, frozenset()) | literal.values
    kept = rules_kept(can_be, tuple(keys), pack, stage=stage)
    return tuple(r for r in kept if r.rule.soft and r.truth is not Truth.HOLDS)
