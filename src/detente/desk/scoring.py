"""Scores of proposals with the least change that would make parties' agreement possible: of a project at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.bargaining.port import Expired, never
from detente.bargaining.proposals import Changing, Tabled, least_change, tabled, with_least_change
from detente.bargaining.results import ProposalScore, StageResults
from detente.desk.choose import choose
from detente.desk.names import known_party
from detente.desk.project import Answer, Project
from detente.packs.model import Stage


def with_least_changes(
    project: Project,
    found: Answer,
    *,
    accepted_by: Sequence[str] = (),
    only: str | None = None,
    expired: Expired = never,
) -> Answer:
    """The answer with the least change of every proposal, or of one: for given parties, else for those who are missing.

    The number of ways and, by `expired`, the time are bounded; what was left out is said.
    Raises UnknownName for a party that is none.
    """
    for name in accepted_by:
        known_party(project.pack, name)
    changing = Changing(project.pack, choose("detente.solvers", "pysat")(), expired)
    stages: dict[Stage, StageResults] = {
        stage: replace(
            r,
            proposals=tuple(
                _changed(s, r, (project, changing, accepted_by)) if only in {None, s.proposal.id} else s
                for s in r.proposals
            ),
        )
        for stage, r in found.stages.items()
    }
    return replace(found, stages=stages)


def _changed(
    score: ProposalScore, results: StageResults, setting: tuple[Project, Changing, Sequence[str]]
) -> ProposalScore:
    project, changing, accepted_by = setting
    offer = _offer(score, project)
    if not accepted_by:
        return with_least_change(score, offer, results.problem, changing=changing)
    least = least_change(score, offer, results.problem, accepted_by=accepted_by, changing=changing)
    return replace(score, least_change=(least,))


def _offer(score: ProposalScore, project: Project) -> Tabled:
    """The text that was scored."""
    return next(
        t for t in tabled(score.proposal, project.pack, score.stage) if t.alternative == score.alternative
    )
