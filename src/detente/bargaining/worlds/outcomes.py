"""Results as conditions on yeses: when a deadlock opens, a proposal has its agreements, a matter has common ground.

More yeses never undo a result, so each is a monotone condition: a deadlock is open where one of its minimal sets of
loosenings (minimal correction sets: Reiter 1987; Liffiton and Sakallah 2008) is given whole; a proposal where each of its terms
is taken by each who binds on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Literal

from detente.bargaining.constraints.groups import provided, role_of
from detente.bargaining.constraints.model import Clause, Group, Role, StageProblem, implies
from detente.bargaining.constraints.variables import relevant
from detente.bargaining.port import Expired, Solver, never
from detente.bargaining.proposals import holds_if_stated, tabled
from detente.bargaining.results import Deadlock, ProposalScore, Step
from detente.bargaining.worlds.yeses import Yeses
from detente.ledger.agenda import Key
from detente.ledger.values import OPEN, stands_for, values_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Truths = NDArray[np.bool_]

Kind = Literal["deadlock", "proposal", "matter"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result that holds in some worlds: by numbers of yeses, one way of several whole, or (`each`) one yes of each way."""

    id: str
    kind: Kind
    ways: tuple[tuple[int, ...], ...]
    each: bool = False

    @property
    def hangs_on(self) -> frozenset[int]:
        """Every yes that it hangs on."""
        return frozenset(n for way in self.ways for n in way)


def holds_in(outcome: Outcome, rows: Mapping[int, Truths], worlds: int) -> Truths:
    """In which worlds an outcome holds, given in which each yes is given."""
    import numpy as np

    within, across = (np.logical_or, np.logical_and) if outcome.each else (np.logical_and, np.logical_or)
    none = np.full(worlds, not outcome.each)
    held = np.full(worlds, outcome.each)
    for way in outcome.ways:
        held = across(held, reduce(within, (rows[n] for n in way)) if way else none)
    return held


def deadlock_opens(
    deadlock: Deadlock,
    yeses: Yeses,
    solver: Solver,
    *,
    steps: Sequence[Step] = (),
    expired: Expired = never,
) -> Outcome:
    """When a deadlock opens: the minimal sets of yeses with which its members hold together under the hard rules.

    With `steps` once these are taken: what they give need not be drawn. Raises Unfinished where the time ends before.
    """
    taken = {s.group.id: s.group.levels[s.level].clauses for s in steps}
    granted = {n for s in steps for n in _granted(s.group, taken[s.group.id], yeses)}
    loosened: dict[str, list[Clause]] = {}
    fixed = [c for h in yeses.problem.hard for c in h.clauses]
    for member in deadlock.members:
        if member.role is Role.NEED:
            fixed += taken.get(member.id, member.clauses)
        for number, clauses in yeses.of_group(member):
            if number not in granted:
                loosened.setdefault(str(number), []).extend(clauses)
    variables = relevant([*fixed, *(c for cs in loosened.values() for c in cs)], yeses.problem.variables)
    ways = solver.minimal_corrections(variables, fixed, loosened, expired=expired)
    return Outcome(deadlock.id, "deadlock", tuple(sorted(tuple(sorted(map(int, way))) for way in ways)))


def _granted(group: Group, kept: Sequence[Clause], yeses: Yeses) -> Iterator[int]:
    """The yeses of a group that a level of it gives: those whose clauses it no longer holds."""
    for number, clauses in yeses.of_group(group):
        if not all(any(implies(k, c) for k in kept) for c in clauses):
            yield number


@dataclass(frozen=True, slots=True)
class Agreement:
    """When each party agrees to a proposal. `never`: parties whose needs it leaves unmet. `unheard`: on what nobody was heard."""

    scored: ProposalScore
    by_party: Mapping[str, Outcome]
    never: tuple[str, ...]
    unheard: tuple[tuple[str, Key], ...]

    @property
    def whole(self) -> Outcome:
        """When all who bind agree."""
        ways = tuple(way for o in self.by_party.values() for way in o.ways)
        return Outcome(name_of(self.scored), "proposal", (*ways, *(() for _ in self.never[:1])), each=True)


def name_of(scored: ProposalScore) -> str:
    """The name of a proposal's alternative."""
    return scored.proposal.id + (f"/{scored.alternative}" if scored.alternative else "")


def agreement(scored: ProposalScore, yeses: Yeses) -> Agreement:
    """When the parties that bind, and did not table it, agree to a proposal: every term taken, no condition broken."""
    sponsors = set(scored.proposal.by)
    stated = _stated(scored)
    found = {}
    for party in sorted(set(scored.terms) - sponsors):
        ways = list(dict.fromkeys(way for key in stated for way in _term_ways(party, key, (scored, yeses))))
        ways += [(n,) for n in _conditions(party, scored, yeses)]
        found[party] = Outcome(f"{name_of(scored)}:{party}", "proposal", tuple(ways), each=True)
    never = tuple(sorted({g.party for g in scored.needs_broken} - sponsors))
    unheard = {(p, t.key) for p, terms in scored.terms.items() for t in terms if p not in sponsors}
    return Agreement(scored, found, never, tuple(sorted(unheard - yeses.held.keys())))


def _stated(scored: ProposalScore) -> dict[Key, tuple[str, ...]]:
    found: dict[Key, tuple[str, ...]] = {}
    for terms in scored.terms.values():
        for term in terms:
            found[term.key] = tuple(dict.fromkeys((*found.get(term.key, ()), term.value)))
    return found


def _term_ways(party: str, key: Key, about: tuple[ProposalScore, Yeses]) -> Iterator[tuple[int, ...]]:
    """One way for each term on a key that a party binds on; of a list that was seen whole, what it leaves out too."""
    scored, yeses = about
    leaf = yeses.pack.leaves[key.issue]
    asked = [t.value for t in scored.terms[party] if t.key == key]
    for value in asked:
        if value != "none" or leaf.type != "set":
            yield tuple(yeses.takes(party, key, v) for v in stands_for(leaf, value) or (value,))
        elif (party, key) not in yeses.held:
            yield (yeses.takes(party, key, value),)
    position = yeses.held.get((party, key))
    if leaf.type == "set" and position and asked and scored.proposal.basis != "partial":
        wanted = {v for e in position.exclusions for v in e.demanded}
        stated = _stated(scored)[key]
        if stated != (OPEN,):
            yield from ((yeses.spares(party, key, e),) for e in sorted(wanted - set(stated)))


def _conditions(party: str, scored: ProposalScore, yeses: Yeses) -> Iterator[int]:
    """The party's conditions that the stated terms break."""
    stage = yeses.problem.stage
    same = (t for t in tabled(scored.proposal, yeses.pack, stage) if t.alternative == scored.alternative)
    offer = next(same, None)
    for group in yeses.problem.groups:
        if (
            offer is None
            or group.party != party
            or ":if:" not in group.id
            or group.role is not Role.SIGNATORY
        ):
            continue
        if not all(holds_if_stated(c, offer, yeses.pack) for c in group.clauses):
            yield yeses.drops(group)


def common_ground(key: Key, yeses: Yeses) -> Outcome | None:
    """When one outcome of a matter is taken by all who bind on it; None where fewer than two bind, or nothing can clash.

    Leaving it to later does not count. On a list of elements: when nothing is asked for that another refuses.
    """
    pack, stage = yeses.pack, yeses.problem.stage
    leaf = pack.leaves[key.issue]
    signing = [p for p in sorted(pack.parties) if role_of(pack, p, key, stage=stage) is Role.SIGNATORY]
    giving = {p: provided(pack, p, key) for p in sorted(pack.parties) if p not in signing}
    if leaf.type == "set":
        ways = tuple(_clashes(key, signing, yeses))
        return Outcome(str(key), "matter", ways, each=True) if ways else None
    binding = {
        value: [*signing, *(p for p, values in giving.items() if value in values and (p, key) in yeses.held)]
        for value in values_of(leaf)
        if value != OPEN
    }
    if len({p for several in binding.values() for p in several}) < 2:
        return None
    ways = tuple(tuple(yeses.takes(p, key, value) for p in several) for value, several in binding.items())
    return Outcome(str(key), "matter", ways)


def _clashes(key: Key, parties: Sequence[str], yeses: Yeses) -> Iterator[tuple[int, ...]]:
    for one in parties:
        position = yeses.held.get((one, key))
        asked: Iterable[str] = {v for e in position.exclusions for v in e.demanded} if position else ()
        for element in sorted(asked):
            for other in parties:
                if other != one:
                    yield yeses.spares(one, key, element), yeses.takes(other, key, element)


def matters(problem: StageProblem, yeses: Yeses) -> tuple[Key, ...]:
    """Every matter on which somebody who binds was heard."""
    heard = ((p, k) for p, k in yeses.held if role_of(yeses.pack, p, k, stage=problem.stage) is not None)
    return tuple(sorted({key for _, key in heard}))
