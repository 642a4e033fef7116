"""The second opinion: one world at a time, by plain search over values, with no use of corrections or of arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from detente.bargaining.constraints.evaluate import search
from detente.bargaining.constraints.model import IN, Clause, Group, Literal, Role
from detente.bargaining.constraints.variables import relevant
from detente.bargaining.results import Deadlock, ProposalScore
from detente.bargaining.worlds.yeses import Yeses
from detente.kernel.errors import WrongAnswer
from detente.ledger.agenda import Key
from detente.ledger.values import stands_for

Given = Mapping[int, bool]


def opens(deadlock: Deadlock, yeses: Yeses, given: Given) -> bool:
    """Whether the members of a deadlock hold together in a world, as far as each of them holds there."""
    clauses = [c for h in yeses.problem.hard for c in h.clauses]
    for member in deadlock.members:
        clauses += member.clauses if member.role is Role.NEED else _held(member, yeses, given)
    package, ended = search(relevant(clauses, yeses.problem.variables), clauses)
    if not ended:
        raise WrongAnswer(f"plain evaluation of {deadlock.id} gave up in a world; please report this")
    return package is not None


def _held(group: Group, yeses: Yeses, given: Given) -> Iterator[Clause]:
    """A group's clauses in a world: with the values that the party takes there, without what it gives up."""
    keys = {str(k): k for k in group.keys}
    loose = ":asked:" in group.id or group.role is Role.CONDUCT
    for clause in group.clauses:
        literal = clause.literals[0]
        name, _, element = literal.variable.partition("#")
        position = None if loose or name not in keys else yeses.held.get((group.party, keys[name]))
        excluded = {v for e in position.exclusions for v in e.values} if position else set()
        asked = {v for e in position.exclusions for v in e.demanded} if position else set()
        left_out = set(yeses.problem.variables[literal.variable]) - literal.values
        if len(clause.literals) == 1 and element and element in (asked if IN in literal.values else excluded):
            ask = yeses.spares if IN in literal.values else yeses.takes
            if not given[ask(group.party, keys[name], element)]:
                yield clause
        elif len(clause.literals) == 1 and position and not element and left_out <= excluded:
            taken = {v for v in left_out if given[yeses.takes(group.party, keys[name], v)]}
            yield Clause((Literal(literal.variable, literal.values | taken),))
        elif not given[yeses.drops(group)]:
            yield clause


def agrees(party: str, scored: ProposalScore, yeses: Yeses, *, given: Given) -> bool:
    """Whether a party takes every term of a proposal in a world, conditions and needs left out."""
    takes: Callable[[Key, str], bool] = lambda key, value: given[yeses.takes(party, key, value)]  # noqa: E731
    for term in scored.terms[party]:
        leaf = yeses.pack.leaves[term.key.issue]
        if leaf.type == "set" and term.value == "none" and (party, term.key) in yeses.held:
            continue
        if not any(takes(term.key, v) for v in stands_for(leaf, term.value) or (term.value,)):
            return False
    return True
