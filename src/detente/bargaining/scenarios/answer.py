"""What a stage answers under a scenario: the same questions, with what is supposed in place (no ledger is touched)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from detente.bargaining.answer import Asking, proposal_scores, truncation
from detente.bargaining.constraints.model import Group, StageProblem
from detente.bargaining.constraints.stage import stage_problem
from detente.bargaining.deadlocks import deadlocks, knots
from detente.bargaining.questions import questions
from detente.bargaining.results import ProposalScore, Question, QuestionKind, StageResults
from detente.bargaining.scenarios.groups import freed_by, loosened, meaning_of, supposed_group, taking
from detente.bargaining.scenarios.model import Scenario, Supposed, parts
from detente.bargaining.scenarios.positions import Holding, positions_under
from detente.bargaining.wording import key_label, option_label
from detente.kernel.problems import Problem
from detente.ledger.entries import Line
from detente.ledger.positions import Position
from detente.packs.model import Pack, Stage


@dataclass(frozen=True, slots=True)
class Heard:
    """What a scenario is laid over: positions and lines of a view, and the pack."""

    positions: Sequence[Position]
    lines: Sequence[Line]
    pack: Pack


@dataclass(frozen=True, slots=True)
class Supposition:
    """The constraints and positions of a stage under a scenario, and what of it could not be carried out there."""

    pack: Pack
    problem: StageProblem
    positions: tuple[Position, ...]
    supposed: tuple[Supposed, ...]
    problems: tuple[Problem, ...]


def pack_under(scenario: Scenario, pack: Pack) -> Pack:
    """The pack without the rules and needs that are set aside."""
    if not (scenario.without_rules or scenario.without_needs):
        return pack
    return replace(
        pack,
        rules=tuple(r for r in pack.rules if r.id not in scenario.without_rules),
        needs=tuple(n for n in pack.needs if n.id not in scenario.without_needs),
    )


def stage_under(scenario: Scenario, heard: Heard, *, stage: Stage) -> Supposition:
    """The stage as the scenario has it. An empty scenario gives the stage as it is."""
    positions, pack = heard.positions, pack_under(scenario, heard.pack)
    supposed = scenario.suppositions(stage)
    brought = {k for s in supposed for k in (s.key, *((s.condition[0],) if s.condition else ()))}
    held = stage_problem(positions, heard.lines, pack, stage=stage, also=brought)
    groups, changed = _groups(held, scenario, (supposed, pack))
    added, unbinding = [], []
    for one in supposed:
        group = supposed_group(one, positions, pack, stage=stage)
        if group is not None:
            added.append(group)
        elif one.stance in {"demand", "reject"} or one.condition:
            unbinding.append(_binds_nothing(one, pack, stage))
    problem = replace(held, groups=(*groups, *added))
    under = positions_under(positions, supposed, (changed, groups), pack=pack, stage=stage)
    told = (*unbinding, *_contradictions(supposed, positions, pack))
    return Supposition(pack, problem, under, supposed, told)


def _groups(
    heard: StageProblem, scenario: Scenario, setting: tuple[Sequence[Supposed], Pack]
) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """The heard groups as the scenario leaves them, and those that it changed or set aside, as they were."""
    supposed, pack = setting
    aside = frozenset[str]().union(*(parts(name) for name in scenario.without))
    accepted = [s for s in supposed if freed_by(s, pack)]
    left, changed = [], []
    for group in heard.groups:
        if parts(group.id) & aside:
            changed.append(group)
            continue
        held = group
        for step in sorted(scenario.loosened, key=lambda x: (x.group, x.option)):
            if parts(step.group) & parts(group.id):
                held = loosened(held, step, pack) or held
        held = taking(held, accepted, pack)
        left.append(held)
        if held is not group:
            changed.append(group)
    return tuple(left), tuple(changed)


def _binds_nothing(supposed: Supposed, pack: Pack, stage: Stage) -> Problem:
    label = key_label(pack, supposed.key)
    return Problem(
        "what-if-binds-nothing",
        str(supposed),
        f"in the {stage} the word of {pack.party_name(supposed.party)} on “{label}” shuts out nothing, so it enters no deadlock",
        "suppose it of a party that signs, or of what this party alone can give",
        "note",
    )


def _contradictions(supposed: Sequence[Supposed], positions: Sequence[Position], pack: Pack) -> list[Problem]:
    """Where a party is supposed both to take an option and to shut it out."""
    firm = [(s, meaning_of(s, positions, pack)) for s in supposed if s.stance in {"demand", "reject"}]
    found = []
    for one in (s for s in supposed if s.stance in {"accept", "propose"}):
        for other, says in firm:
            if (other.party, other.key) == (one.party, one.key) and one.option in says.no:
                name, label = pack.party_name(one.party), option_label(pack, one.key, one.option)
                message = f"{name} is supposed to take “{label}” and, by “{other}”, to shut it out"
                remedy = "suppose one of the two"
                found.append(Problem("what-if-contradiction", str(one), message, remedy))
    return found


def what_if(supposition: Supposition, *, stage: Stage, asking: Asking) -> StageResults:
    """Deadlocks, scores and questions of a stage as a scenario has it, within the budget; no moves, offers or look-alikes.

    Raises WrongAnswer where evaluation refutes the solver.
    """
    start = asking.clock()
    problem, held, pack = supposition.problem, supposition.positions, supposition.pack
    found = deadlocks(problem, asking.solver, expired=lambda: asking.clock() - start > asking.budget_s)
    unreal = {(s.party, s.key) for s in supposition.supposed}
    scores = proposal_scores(problem, held, pack, asking=asking)
    asked = questions(held, (found.deadlocks, scores), problem, pack=pack)
    return StageResults(
        stage,
        problem,
        found.deadlocks,
        {},
        knots(found.deadlocks),
        tuple(_marked(s, unreal) for s in scores),
        tuple(q for x in asked if (q := _real(x, unreal, pack))),
        (),
        (),
        found.complete,
        asking.clock() - start,
        (*truncation(stage, found, complete=found.complete), *supposition.problems),
        found.reach,
    )


def _marked(score: ProposalScore, unreal: Collection[Holding]) -> ProposalScore:
    """The score with every term marked on which a party's word is supposed."""
    terms = {
        party: tuple(replace(t, supposed=True) if (party, t.key) in unreal else t for t in held)
        for party, held in score.terms.items()
    }
    return replace(score, terms=terms)


def _real(question: Question, unreal: Collection[Holding], pack: Pack) -> Question | None:
    """A question that does not rest on what is supposed: such a one is left out, and quotes nothing that nobody said."""
    if (question.party, question.key) in unreal:
        return None
    if question.kind is QuestionKind.NOT_HEARD and any(key == question.key for _, key in unreal):
        text = f"What is your position on “{key_label(pack, question.key)}”?"
        return replace(question, text=text)
    return question
