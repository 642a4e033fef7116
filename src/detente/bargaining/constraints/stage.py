"""Build the constraints of one stage from positions and a pack."""

from __future__ import annotations

from collections.abc import Iterable

from detente.bargaining.constraints.conduct import conduct_groups
from detente.bargaining.constraints.groups import groups_of
from detente.bargaining.constraints.model import Clause, Group, Hard, Literal, StageProblem, variables_in
from detente.bargaining.constraints.needs import need_groups
from detente.bargaining.constraints.rules import clauses_of_rule
from detente.bargaining.constraints.variables import variable_of, variables_for
from detente.ledger.agenda import Key, on_agenda
from detente.ledger.entries import Line
from detente.ledger.positions import Position
from detente.ledger.values import OPEN, values_of
from detente.packs.model import Pack, Stage
from detente.packs.rules import parse_rule

DEAL = "deal"


def stage_problem(
    positions: Iterable[Position],
    lines: Iterable[Line],
    pack: Pack,
    *,
    stage: Stage,
    also: Iterable[Key] = (),
) -> StageProblem:
    """Variables, rules and groups of a stage. Keys come from positions, needs and the rules that touch them.

    `also`: keys that nobody has spoken of and that a scenario brings in.
    """
    here = [p for p in positions if p.stage == stage]
    groups = (*groups_of(here, pack, stage), *conduct_groups(lines, pack, stage))
    keys = {p.key for p in here} | {k for g in groups for k in g.keys} | set(also)
    needs, keys_with_needs = need_groups(pack, stage, keys)
    deal = _deal(pack, stage)
    keys = set(keys_with_needs) | ({Key("cf.class")} if deal else set())
    hard, soft, mentioned = _rules(pack, stage, keys)
    variables = variables_for(keys | mentioned, pack)
    every: tuple[Group, ...] = (*groups, *needs)
    return StageProblem(stage, variables, (*deal, *hard), soft, tuple(_within(g, variables) for g in every))


def _within(group: Group, variables: dict[str, tuple[str, ...]]) -> Group:
    """The group; a clause on a variable that no list of options knows would be a fault of this module."""
    unknown = variables_in(c for level in group.levels for c in level.clauses) - variables.keys()
    if unknown:
        raise KeyError(f"group {group.id} speaks of {sorted(unknown)}, which the stage does not have")
    return group


def _deal(pack: Pack, stage: Stage) -> tuple[Hard, ...]:
    """That there is a deal: in the truce stage some ceasefire, since no deal at all would satisfy every condition."""
    leaf = pack.leaf("cf.class")
    if stage != "truce" or leaf is None or not leaf.options:
        return ()
    kinds = frozenset(values_of(leaf)) - {OPEN}
    clause = Clause((Literal(variable_of(Key("cf.class")), kinds),))
    return (Hard(DEAL, "there is a ceasefire", "a package of the stage is a deal", (clause,)),)


def _rules(
    pack: Pack, stage: Stage, keys: Iterable[Key]
) -> tuple[tuple[Hard, ...], tuple[Hard, ...], set[Key]]:
    """The pack's rules that touch the agenda, hard and soft, and the keys they bring in."""
    parsed = [(rule, parse_rule(rule.rule, pack)) for rule in pack.rules if rule.stage in {None, stage}]
    agenda, before = set(keys), -1
    while len(agenda) > before:  # a rule that a rule brings in may bring in more
        before = len(agenda)
        read = [(rule, *clauses_of_rule(shape, agenda, pack)) for rule, shape in parsed]
        touching = [(rule, clauses) for rule, clauses, about in read if clauses and about & agenda]
        agenda = agenda.union(
            *(about for rule, clauses, about in read if clauses and about & agenda and not rule.soft)
        )
    mentioned = agenda.union(*(about for rule, clauses, about in read if clauses and about & agenda))
    sides = {
        soft: tuple(Hard(r.id, r.rule, r.source, c) for r, c in touching if r.soft is soft)
        for soft in (False, True)
    }
    return sides[False], sides[True], mentioned


def every_rule(pack: Pack, stage: Stage) -> StageProblem:
    """The stage with nobody's positions: its deal and all the pack's rules, on whatever they speak of."""
    keys = {Key(i.issue, i.id) for i in pack.instances if not i.members}
    keys |= {
        Key(leaf.id) for leaf in pack.leaves.values() if not pack.instances_of(leaf.id) and on_agenda(leaf)
    }
    deal = _deal(pack, stage)
    hard, soft, mentioned = _rules(pack, stage, keys)
    return StageProblem(stage, variables_for(keys | mentioned, pack), (*deal, *hard), soft, ())
