"""Least change: the fewest terms of a text that would have to be others for some parties' firm positions to hold (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from detente.bargaining.checked import package_under
from detente.bargaining.constraints.model import (
    IN,
    OUT,
    Clause,
    Group,
    Literal,
    Role,
    StageProblem,
    variables_in,
)
from detente.bargaining.constraints.variables import relevant, variable_of
from detente.bargaining.port import Expired, Solver, Unfinished
from detente.bargaining.proposals.scoring import holds_if_stated
from detente.bargaining.proposals.terms import Tabled, outcomes
from detente.bargaining.results import Change, LeastChange, ProposalScore
from detente.kernel.errors import WrongAnswer
from detente.ledger.agenda import Key
from detente.ledger.values import values_of
from detente.packs.model import Pack

MOST_WAYS = 50
_WHAT = "a changed proposal"
_OFFERED = frozenset({"met", "offered"})


@dataclass(frozen=True, slots=True)
class _Term:
    """A term as a soft constraint: the value of a matter, or whether an element is on a list."""

    key: Key
    element: str | None
    stated: tuple[str, ...]
    clause: Clause

    @property
    def literal(self) -> Literal:
        return self.clause.literals[0]

    @property
    def id(self) -> str:
        return self.literal.variable


@dataclass(frozen=True, slots=True)
class Changing:
    """What a call is given beside the text: the pack, the solver, and whether the time given is over."""

    pack: Pack
    solver: Solver
    expired: Expired
    most: int = MOST_WAYS


def with_least_change(
    score: ProposalScore, offer: Tabled, problem: StageProblem, *, changing: Changing
) -> ProposalScore:
    """The score with the least change for each party whose agreement is missing, then for all that bind together."""
    binding = tuple(sorted(score.terms))
    asked: list[tuple[str, ...]] = [(p,) for p in score.missing]
    asked += [binding] if score.missing and (binding,) != tuple(asked) else []
    found = tuple(least_change(score, offer, problem, accepted_by=who, changing=changing) for who in asked)
    return replace(score, least_change=found)


def least_change(
    score: ProposalScore,
    offer: Tabled,
    problem: StageProblem,
    *,
    accepted_by: Sequence[str],
    changing: Changing,
) -> LeastChange:
    """Every minimal set of terms to change so that no firm position of some parties is broken, whatever is left unsaid.

    What the text leaves open stays free, and so does what it is silent on as far as no rule or condition ties it to a term.
    To what a party put its own name to, it is not asked.
    Raises WrongAnswer where plain evaluation refutes the solver.
    """
    parties = tuple(sorted(set(accepted_by)))
    firm = _firm(offer, problem, parties, pack=changing.pack)
    unheard = tuple(p for p in parties if any(t.status not in _OFFERED for t in score.terms.get(p, ())))
    terms = {t.id: t for t in _terms(offer, problem, changing.pack)}
    touched = _touched(terms, [*(h.clauses for h in problem.hard), *(g.clauses for g in firm)])
    firm = tuple(g for g in firm if touched & variables_in(g.clauses))
    rules = [c for h in problem.hard for c in h.clauses if touched & variables_in((c,))]
    hard = [*rules, *(c for g in firm for c in g.clauses)]
    variables = relevant([*hard, *(t.clause for t in terms.values())], problem.variables)
    answer = partial(LeastChange, parties, unheard=unheard)
    if package_under((variables, hard), changing.solver, of=_WHAT) is None:
        clash = _clash((variables, rules), firm, changing)
        return answer((), complete=clash is not None, clash=clash or ())
    if (
        package_under((variables, [*hard, *(t.clause for t in terms.values())]), changing.solver, of=_WHAT)
        is not None
    ):
        return answer(((),), complete=True)
    setting = _Setting(variables, tuple(rules), firm, terms, (offer, changing))
    ways: list[tuple[Change, ...]] = []
    try:
        for way in _every_way(setting):
            if len(ways) == changing.most:
                return answer(tuple(ways), complete=False)
            ways.append(way)
    except Unfinished:
        return answer(tuple(ways), complete=False)
    return answer(tuple(ways), complete=True)


@dataclass(frozen=True, slots=True)
class _Setting:
    variables: Mapping[str, tuple[str, ...]]
    rules: tuple[Clause, ...]
    firm: tuple[Group, ...]
    terms: Mapping[str, _Term]
    by: tuple[Tabled, Changing]

    @property
    def hard(self) -> list[Clause]:
        return [*self.rules, *(c for g in self.firm for c in g.clauses)]


def _touched(terms: Iterable[str], held: Sequence[Sequence[Clause]]) -> frozenset[str]:
    """The variables that the terms touch, themselves or through what is held and the rules: on all else the text is silent."""
    found, before = frozenset(terms), -1
    while len(found) > before:
        before = len(found)
        found = found.union(*(names for clauses in held if found & (names := variables_in(clauses))))
    return found


def _firm(offer: Tabled, problem: StageProblem, parties: Sequence[str], *, pack: Pack) -> tuple[Group, ...]:
    """The firm positions and needs of some parties; of a sponsor those that its own text keeps."""
    binding = [
        g
        for g in problem.groups
        if g.party in parties
        and (g.role is Role.NEED or (g.firm and g.role in {Role.SIGNATORY, Role.PROVIDER}))
    ]
    return tuple(
        g
        for g in binding
        if g.party not in offer.proposal.by or all(holds_if_stated(c, offer, pack) for c in g.clauses)
    )


def _terms(offer: Tabled, problem: StageProblem, pack: Pack) -> Iterable[_Term]:
    """The terms on what the stage knows, the elements of a list one by one, with those that a whole list leaves out."""
    for key, values in offer.terms.items():
        leaf = pack.leaves[key.issue]
        if not values or key in offer.opened:
            continue
        if leaf.type != "set":
            left = frozenset(v for o in values for v in outcomes(leaf, o))
            if variable_of(key) in problem.variables:
                yield _Term(key, None, values, Clause((Literal(variable_of(key), left),)))
            continue
        for element in values_of(leaf):
            is_in = element in values
            if (is_in or offer.whole or "none" in values) and variable_of(key, element) in problem.variables:
                clause = Clause((Literal(variable_of(key, element), frozenset({IN if is_in else OUT})),))
                yield _Term(key, element, (element,) if is_in else (), clause)


def _clash(
    what: tuple[Mapping[str, tuple[str, ...]], Sequence[Clause]], firm: Sequence[Group], changing: Changing
) -> tuple[Group, ...] | None:
    """The fewest of some firm positions that cannot hold together; None where the time ended before they were found."""
    variables, rules = what
    groups = {g.id: g.clauses for g in firm}
    try:
        clash = next(changing.solver.minimal_conflicts(variables, rules, groups, expired=changing.expired))
    except Unfinished:
        return None
    return tuple(g for g in firm if g.id in clash)


def _every_way(setting: _Setting) -> Iterator[tuple[Change, ...]]:
    """Every minimal set of changed terms, fewest first; raises Unfinished where the time ends before."""
    changing = setting.by[1]
    groups = {name: (t.clause,) for name, t in setting.terms.items()}
    found = changing.solver.minimal_corrections(
        setting.variables, setting.hard, groups, expired=changing.expired
    )
    for changed in found:
        yield _way(changed, setting)


def _way(changed: frozenset[str], setting: _Setting) -> tuple[Change, ...]:
    """A minimal set of changed terms, with what could stand in place of each; the rest of the text stays."""
    kept = [t.clause for name, t in setting.terms.items() if name not in changed]
    clauses = [*setting.hard, *kept]
    solver = setting.by[1].solver
    if package_under((setting.variables, clauses), solver, of=_WHAT) is None:
        raise WrongAnswer("the solver's change of a proposal does not do; please report this")
    return tuple(
        Change(
            term.key,
            term.element,
            term.stated,
            _instead(term, clauses, setting),
            _because(term, kept, setting),
        )
        for name, term in setting.terms.items()
        if name in changed
    )


def _instead(term: _Term, clauses: Sequence[Clause], setting: _Setting) -> tuple[str, ...]:
    """The values that could stand in place of a term, each with the rest of the text as it is."""
    solver = setting.by[1].solver
    return tuple(
        value
        for value in setting.variables[term.id]
        if value not in term.literal.values
        and package_under(
            (setting.variables, [*clauses, Clause((Literal(term.id, frozenset({value})),))]), solver, of=_WHAT
        )
    )


def _because(term: _Term, kept: Sequence[Clause], setting: _Setting) -> tuple[Group, ...]:
    """The firm positions that a term breaks: outright, or with the rest of the text through conditions and rules."""
    direct = tuple(
        g
        for g in setting.firm
        if any(
            all(lit.variable == term.id and not lit.values & term.literal.values for lit in c.literals)
            for c in g.clauses
        )
    )
    if direct:
        return direct
    groups = {g.id: g.clauses for g in setting.firm}
    hard = [*setting.rules, *kept, term.clause]
    changing = setting.by[1]
    conflicts = changing.solver.minimal_conflicts(setting.variables, hard, groups, expired=changing.expired)
    found = next(conflicts, frozenset())
    return tuple(g for g in setting.firm if g.id in found)
