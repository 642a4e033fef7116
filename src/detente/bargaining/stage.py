"""Build the constraints of one stage from positions and a pack."""

from __future__ import annotations

from collections.abc import Iterable

from detente.bargaining.groups import conduct_groups, groups_of, need_groups
from detente.bargaining.model import Clause, Group, Hard, Literal, StageProblem
from detente.bargaining.variables import clauses_of_rule, variable_of, variables_for
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.positions import Position
from detente.ledger.values import OPEN, values_of
from detente.packs.model import Pack, Stage
from detente.packs.rules import parse_rule

DEAL = "deal"


def stage_problem(positions: Iterable[Position], lines: Iterable[Line], pack: Pack, *, stage: Stage) -> StageProblem:
    """Variables, rules and groups of a stage. Keys come from positions, needs and the rules that touch them."""
    here = [p for p in positions if p.stage == stage]
    groups = (*groups_of(here, pack, stage), *conduct_groups(lines, pack, stage))
    keys = {p.key for p in here} | {k for g in groups for k in g.keys}
    needs, keys_with_needs = need_groups(pack, stage, keys)
    deal = _deal(pack, stage)
    keys = set(keys_with_needs) | ({Key("cf.class")} if deal else set())
    hard, soft, mentioned = _rules(pack, stage, keys)
    variables = variables_for(keys | mentioned, pack)
    every: tuple[Group, ...] = (*groups, *needs)
    return StageProblem(stage, variables, (*deal, *hard), soft, tuple(_within(g, variables) for g in every))


def _within(group: Group, variables: dict[str, tuple[str, ...]]) -> Group:
    """The group; a clause on a variable that no list of options knows would be a fault of this module."""
    unknown = {lit.variable for lv in group.levels for c in lv.clauses for lit in c.literals} - variables.keys()
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


def _rules(pack: Pack, stage: Stage, keys: Iterable[Key]) -> tuple[tuple[Hard, ...], tuple[Hard, ...], set[Key]]:
    """The pack's rules that touch the agenda, hard and soft, and the keys they bring in."""
    agenda = set(keys)
    mentioned: set[Key] = set()
    hard: list[Hard] = []
    soft: list[Hard] = []
    for rule in pack.rules:
        if rule.stage not in {None, stage}:
            continue
        clauses, about = clauses_of_rule(parse_rule(rule.rule, pack), agenda, pack)
        if clauses and about & agenda:
            mentioned |= about
            (soft if rule.soft else hard).append(Hard(rule.id, rule.rule, rule.source, clauses))
    return tuple(hard), tuple(soft), mentioned
