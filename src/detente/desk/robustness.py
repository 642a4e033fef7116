"""Worlds of a project: in how many of them each result holds, and what asking is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from detente.bargaining.worlds.results import Bearing, LockInWorlds, ProposalInWorlds, Robustness, Unknown
from detente.bargaining.worlds.robustness import Sampling, robustness
from detente.bargaining.worlds.sample import EVERY, Chance
from detente.bargaining.worlds.shares import Share
from detente.bargaining.worlds.valuing import valued
from detente.briefs.model import Section
from detente.briefs.robustness import robustness_section
from detente.desk.briefing import tools_of
from detente.desk.choose import choose
from detente.desk.names import known_party
from detente.desk.project import Answer, Budget, Project
from detente.desk.records import Record, headed, ids, key_record, statements
from detente.kernel.errors import BadInput
from detente.packs.model import Pack, Stage


@dataclass(frozen=True, slots=True)
class WorldsAsked:
    """How many worlds, from which seed, with which correlation within a party (`party`, or a party's id: 0 to 1)."""

    number: int
    seed: int = 0
    correlation: Mapping[str, float] = field(default_factory=dict)


Worlds = Mapping[Stage, Robustness]


def correlations(given: Sequence[str], pack: Pack) -> dict[str, float]:
    """What `party=0.5` and `X=0.3` say; raises BadInput, or UnknownName for a party the pack does not have."""
    found = {}
    for text in given:
        name, sign, number = text.partition("=")
        try:
            value = float(number)
        except ValueError:
            value = -1.0
        if not sign or not 0 <= value <= 1:
            raise BadInput(
                f"'{text}' is no correlation; write party=0.5 for every party, or X=0.5 for one, from 0 to 1"
            )
        found[name if name == EVERY else known_party(pack, name)] = value
    return found


def worlds_of(project: Project, found: Answer, asked: WorldsAsked, *, budget: Budget) -> Worlds:
    """The worlds of each stage that was answered, within what is left of a budget; the same seed draws the same."""
    import numpy as np

    start = budget.clock()
    solver = choose("detente.solvers", budget.solver)()
    drawn: dict[Stage, Robustness] = {}
    for stage, results in found.stages.items():
        chance = Chance(asked.number, np.random.default_rng(asked.seed), asked.correlation)
        left = max(0.0, budget.seconds - (budget.clock() - start))
        sampling = Sampling(chance, solver, budget.clock, left)
        drawn[stage] = robustness(results, found.positions, project.pack, sampling=sampling)
    return drawn


def with_values(found: Answer, worlds: Worlds) -> Answer:
    """The answer with its questions by the value of asking, and with what was cut off while worlds were drawn."""
    stages = {s: replace(r, questions=valued(r.questions, worlds)) for s, r in found.stages.items()}
    cut = (p for told in worlds.values() for p in told.problems)
    return replace(found, stages=stages, problems=tuple(dict.fromkeys((*found.problems, *cut))))


def robustness_in_words(project: Project, found: Answer, worlds: Worlds, *, asked: WorldsAsked) -> Section:
    """In how many worlds each result holds, and on which open positions the results hang."""
    return robustness_section(tools_of(project, found), worlds, assumptions(asked))


def assumptions(asked: WorldsAsked) -> str:
    """What was assumed, in words."""
    together = ", ".join(
        f"{'every party' if name == EVERY else name} {value:g}"
        for name, value in sorted(asked.correlation.items())
    )
    return (
        f"{asked.number:,} worlds, seed {asked.seed}; "
        + (
            f"matters of one party correlated ({together}; Gaussian copula)"
            if together
            else "matters independent of one another"
        )
        + "; who was not heard says yes or no with ½ each: ignorance, no forecast."
    )


def robustness_record(project: Project, found: Answer, worlds: Worlds, *, asked: WorldsAsked) -> Record:
    """The answer of `robustness`."""
    lines = [x for told in worlds.values() for lock in told.locks for x in lock.deadlock.lines]
    drawn = {
        "worlds": asked.number,
        "seed": asked.seed,
        "correlation": dict(asked.correlation),
        "ignorance": 0.5,
    }
    stages = {stage: _stage(told, project.pack) for stage, told in worlds.items()}
    return headed("robustness", project, found, drawn=drawn, stages=stages, statements=statements(lines))


def _stage(told: Robustness, pack: Pack) -> Record:
    return {
        "complete": told.complete,
        "checked": told.checked,
        "no_deadlock_shut": share_record(told.none_shut),
        "deadlocks": [_lock(lock) for lock in told.locks],
        "proposals": [_proposal(p) for p in told.proposals],
        "matters": [
            {**key_record(m.key, pack), "heard": share_record(m.heard), "if_asked": share_record(m.if_asked)}
            for m in told.matters
        ],
        "open_positions": [_unknown(u, pack) for u in told.unknowns],
    }


def share_record(share: Share) -> Record:
    """A share of worlds."""
    low, high = share.interval
    return {
        "count": share.count,
        "worlds": share.worlds,
        "share": round(share.value, 6) if share.worlds else None,
        "interval95": [low, high],
        "words": share.words,
    }


def _lock(lock: LockInWorlds) -> Record:
    return {
        "id": lock.deadlock.id,
        "parties": list(lock.deadlock.parties),
        "strength": str(lock.deadlock.strength),
        "shut": share_record(lock.shut),
        "moves": [
            {
                "by": list(m.move.by),
                "steps": [{"party": s.party, "group": s.group.id, "to": s.to} for s in m.move.steps],
                "opens": {name: share_record(share) for name, share in m.opens.items()},
            }
            for m in lock.moves
        ],
        "statements": ids(lock.deadlock.lines),
    }


def _proposal(one: ProposalInWorlds) -> Record:
    return {
        "proposal": one.scored.proposal.id,
        "name": one.scored.proposal.name,
        "alternative": one.scored.alternative,
        "heard": share_record(one.heard),
        "if_asked": share_record(one.if_asked),
        "by_party": {party: share_record(share) for party, share in one.by_party.items()},
        "unheard": [{"party": party, "key": str(key)} for party, key in one.unheard],
    }


def _unknown(unknown: Unknown, pack: Pack) -> Record:
    return {
        "party": unknown.party,
        "matters": [key_record(k, pack) for k in unknown.keys],
        "kind": unknown.kind,
        "value": unknown.value,
        "reduction": unknown.reduction,
        "tornado": [_bearing(b) for b in unknown.bearings],
    }


def _bearing(bearing: Bearing) -> Record:
    return {
        "result": bearing.result,
        "kind": bearing.kind,
        "low": round(bearing.low.value, 6),
        "high": round(bearing.high.value, 6),
        "decides": round(bearing.decides.value, 6),
        "turns": round(bearing.turns.value, 6),
        "reduction": bearing.reduction,
    }
