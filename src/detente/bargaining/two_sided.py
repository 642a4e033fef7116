"""One rule for both sides: where a side asks for what the other could ask back, the option that binds both (docs/moves.md).

Which options bind both, and which issues one rule can cover together, is data of the taxonomy (`binds`, `regime`); what such a
rule would ask of whom and which deadlocks it opens is worked out by the solver and re-checked by plain evaluation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.bargaining.checked import package_under
from detente.bargaining.constraints.evaluate import satisfied
from detente.bargaining.constraints.groups import role_of
from detente.bargaining.constraints.model import Clause, Group, Literal, Role, StageProblem, variables_in
from detente.bargaining.constraints.variables import key_of, relevant, variable_of
from detente.bargaining.port import Solver
from detente.bargaining.results import Deadlock, Step
from detente.bargaining.stage_moves.ladders import clauses_at, ladder_of
from detente.bargaining.stage_moves.model import StageMoves
from detente.ledger.agenda import Key, keys_of
from detente.ledger.entries import Line
from detente.ledger.positions import Position
from detente.ledger.utterances import TRUCE_LEAVES
from detente.packs.model import Leaf, Pack, Proposal, Stage
from detente.packs.terms import split_key

_ASKING = frozenset({"demand", "hedge"})


@dataclass(frozen=True, slots=True)
class Raised:
    """Who raised a matter of a rule: a signatory that asks for something on it, or whose conduct on it somebody speaks of.

    `asks`: it asks (demands, or asks without committing); else others say it of this party.
    """

    party: str
    key: Key
    asks: bool
    of: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TwoSidedRule:
    """One rule for both sides on some matters: what each said, whom it would bind, what each would have to take, what opens.

    `terms`: the matters with the options that bind both; `raised` names at least one side on one of them. `binds`: the
    signatories, then those who alone give what the rule shuts. `steps`: from what is held to what the rule allows; with them
    it opens `opens`, and `stays_shut` are deadlocks on its matters that stay shut. `beside`: deadlocks that have to be opened
    beside it, by any of the ways of their parts, for a package of the stage (None: no package even then, or not worked out).
    `tabled`: who has put one of the terms.
    """

    stage: Stage
    regime: str | None
    terms: tuple[tuple[Key, str], ...]
    raised: tuple[Raised, ...]
    binds: tuple[str, ...]
    steps: tuple[Step, ...]
    opens: tuple[str, ...]
    stays_shut: tuple[str, ...]
    tabled: tuple[tuple[str, tuple[Line, ...]], ...]
    checked: bool
    beside: tuple[str, ...] | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line it rests on, once."""
        said = (line for r in self.raised for line in r.lines)
        return tuple(dict.fromkeys((*said, *(x for s in self.steps for x in s.group.lines))))


@dataclass(frozen=True, slots=True)
class Table:
    """What is on the table: positions and lines in view, the pack, and the proposals of the day."""

    positions: Sequence[Position]
    lines: Sequence[Line]
    pack: Pack
    proposals: Sequence[Proposal]


def two_sided_rules(
    table: Table, problem: StageProblem, deadlocks: Sequence[Deadlock], *, solver: Solver
) -> tuple[TwoSidedRule, ...]:
    """A rule for every regime, or single issue, that has options for both, where it opens a deadlock or both sides raise it."""
    regimes: dict[str, list[Leaf]] = {}
    for leaf in table.pack.leaves.values():
        if leaf.for_both:
            regimes.setdefault(leaf.regime or leaf.id, []).append(leaf)
    found = []
    for leaves in regimes.values():
        raised = _raised(leaves, table, problem.stage)
        if raised:
            found.append(_rule(leaves, raised, (table, problem, deadlocks, solver)))
    return tuple(r for r in found if r and (r.opens or len({x.party for x in r.raised}) > 1))


def with_the_rest(
    rule: TwoSidedRule, whole: StageMoves, problem: StageProblem, *, solver: Solver
) -> TwoSidedRule:
    """The rule with what has to be opened beside it: the parts of the stage that it leaves shut, each by any of its ways."""
    left = [p for p in whole.parts if not set(p.deadlocks) <= set(rule.opens)]
    own = {s.group.id for s in rule.steps}
    if any({g.id for g in p.groups} & own or not p.openings for p in left):
        return rule  # its steps are steps in such a part: the ways of that part are not its own any more
    levels = {s.group.id: s.level for s in (*rule.steps, *(s for p in left for s in p.openings[0].steps))}
    clauses = [c for key, option in rule.terms for c in _clauses(key, option, problem)]
    clauses += [c for h in problem.hard for c in h.clauses] + clauses_at(problem.groups, levels)
    package = solver.satisfy(problem.variables, clauses)
    if package is None or not satisfied(clauses, package):
        return rule
    return replace(rule, beside=tuple(d for p in left for d in p.deadlocks))


def _raised(leaves: Sequence[Leaf], table: Table, stage: Stage) -> tuple[Raised, ...]:
    """Signatories that ask the other side for something, then those whose conduct in a regime is spoken of; by party."""
    pack, issues = table.pack, {leaf.id for leaf in leaves}
    regime = {x.id for x in pack.leaves.values() if x.regime and x.regime == leaves[0].regime}
    found: dict[tuple[str, Key, bool], list[Line]] = {}
    for position in table.positions:
        key = position.key
        binds = role_of(pack, position.party, key, stage=stage) is Role.SIGNATORY
        if key.issue not in issues or position.stage != stage or not binds:
            continue
        for u in position.utterances:
            if u.stance in _ASKING and _at_the_other(u.option, u.lines, pack.leaves[key.issue]):
                found.setdefault((position.party, key, True), []).extend(u.lines)
    for line in table.lines:
        s = line.statement
        here = s.stage == stage or (s.stage is None and s.issue in TRUCE_LEAVES and stage == "truce")
        if (
            s.kind == "position"
            or s.issue not in regime
            or not here
            or s.holder not in pack.signatories[stage]
        ):
            continue
        for key in keys_of(line, pack)[0]:
            found.setdefault((s.holder, key, False), []).append(line)
    return tuple(
        Raised(party, key, asks, tuple(sorted({x.statement.target for x in lines if x.statement.target})),
               tuple(dict.fromkeys(lines)))
        for (party, key, asks), lines in sorted(found.items(), key=lambda f: (f[0][0], f[0][1], not f[0][2]))
    )  # fmt: skip


def _at_the_other(option: str | None, lines: Iterable[Line], leaf: Leaf) -> bool:
    """Whether words lay something on one side: an option that does, or another party that is named."""
    named = leaf.option(option or "")
    if named and named.binds:
        return named.binds == "one"
    return any(line.statement.target not in {None, line.statement.holder} for line in lines)


_Setting = tuple[Table, StageProblem, Sequence[Deadlock], Solver]


def _rule(leaves: Sequence[Leaf], raised: Sequence[Raised], setting: _Setting) -> TwoSidedRule | None:
    table, problem, deadlocks, solver = setting
    terms = tuple(t for leaf in leaves for t in _terms(leaf, raised, table.pack))
    clauses = [c for key, option in terms for c in _clauses(key, option, problem)]
    about = _reached(clauses, problem)
    hard = [*(c for h in problem.hard for c in h.clauses if _speaks([c], about)), *clauses]
    if _package(hard, problem, solver) is None:  # a rule of the pack forbids it
        return None
    bearing = [g for g in problem.groups if _speaks(g.clauses, about)]
    steps = tuple(s for g in bearing if (s := _step(g, hard, (problem, solver))))
    levels = {s.group.id: s.level for s in steps}
    tied = variables_in(clauses) | _tied(clauses, problem)
    touched = [d for d in deadlocks if any(_speaks(m.clauses, tied) for m in d.members)]
    every = [c for h in problem.hard for c in h.clauses]
    opened = [
        d.id
        for d in touched
        if _package([*every, *clauses, *clauses_at(d.members, levels)], problem, solver) is not None
    ]
    return TwoSidedRule(
        problem.stage,
        leaves[0].regime,
        terms,
        tuple(raised),
        (
            *sorted(table.pack.signatories[problem.stage]),
            *_suppliers((clauses, hard), problem, (table.pack, solver)),
        ),
        steps,
        tuple(opened),
        tuple(d.id for d in touched if d.id not in opened),
        _tabled(terms, table, problem.stage),
        checked=True,
    )


def _terms(leaf: Leaf, raised: Sequence[Raised], pack: Pack) -> Iterator[tuple[Key, str]]:
    """The option for both on the matters of an issue that were raised; on all of them where none of it was."""
    option = leaf.for_both
    if option:
        declared = [Key(leaf.id, i.id) for i in pack.instances_of(leaf.id) if not i.members] or [Key(leaf.id)]
        named = dict.fromkeys(r.key for r in raised if r.key.issue == leaf.id)
        yield from ((key, option.id) for key in (named or declared))


def _clauses(key: Key, option: str, problem: StageProblem) -> Iterator[Clause]:
    """That a matter has the option for both, where the stage speaks of it."""
    if variable_of(key) in problem.variables:
        yield Clause((Literal(variable_of(key), frozenset({option})),))


def _package(clauses: Sequence[Clause], problem: StageProblem, solver: Solver) -> Mapping[str, str] | None:
    """A package of the stage under some clauses, or None."""
    return package_under((relevant(clauses, problem.variables), clauses), solver, of="a rule for both sides")


def _step(group: Group, hard: Sequence[Clause], setting: tuple[StageProblem, Solver]) -> Step | None:
    """The smallest step after which a group can stand beside the rule; None where it can as it is held."""
    problem, solver = setting
    ladder = ladder_of(group)
    able = [
        i for i in ladder.rungs if _package([*hard, *group.levels[i].clauses], problem, solver) is not None
    ]
    least = [i for i in able if not ladder.below[i] & set(able)]
    level = min(least, key=lambda i: (group.levels[i].later, group.levels[i].steps, i))
    return Step(group.party, group, level) if level else None


def _reached(clauses: Sequence[Clause], problem: StageProblem) -> set[str]:
    """Variables of a rule, and all that rules of the pack tie to them, directly or through others."""
    found = set(variables_in(clauses))
    ties = [variables_in((c,)) for h in problem.hard for c in h.clauses]
    while more := [t for t in ties if t & found and not t <= found]:
        found = found.union(*more)
    return found


def _tied(clauses: Sequence[Clause], problem: StageProblem) -> set[str]:
    """Variables that a rule of the pack names in one breath with those of a rule."""
    own = variables_in(clauses)
    ties = [variables_in(h.clauses) for h in problem.hard]
    return set().union(*(t for t in ties if t & own))


def _speaks(clauses: Iterable[Clause], names: Collection[str]) -> bool:
    return any(lit.variable in names for c in clauses for lit in c.literals)


def _suppliers(
    rule: tuple[Sequence[Clause], Sequence[Clause]], problem: StageProblem, setting: tuple[Pack, Solver]
) -> tuple[str, ...]:
    """Those besides the signatories who alone give a value that the rule, with the rules of the pack, shuts."""
    clauses, hard = rule
    pack, solver = setting
    found: set[str] = set()
    for provider in pack.providers:
        for name in _tied(clauses, problem):
            key = key_of(name)
            if key.issue != provider.issue or provider.instance not in {None, key.instance}:
                continue
            given = set(provider.options) & set(problem.variables[name])
            if any(
                _package([*hard, Clause((Literal(name, frozenset({v})),))], problem, solver) is None
                for v in given
            ):
                found |= set(provider.parties)
    return tuple(sorted(found - set(pack.signatories[problem.stage])))


def _tabled(
    terms: Sequence[tuple[Key, str]], table: Table, stage: Stage
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Who offers, takes or asks for a term in words, and which proposals hold one; by name."""
    wanted = set(terms)
    said: dict[str, list[Line]] = {}
    for position in table.positions:
        for stand in position.stands if position.stage == stage else ():
            if (position.key, stand.option) in wanted and set(stand.stances) - {"reject", "hedge"}:
                said.setdefault(position.party, []).extend(stand.lines)
    for proposal in table.proposals:
        put = {**proposal.terms, **{k: v for more in proposal.alternatives.values() for k, v in more.items()}}
        if any(Key(*split_key(k)) == key and option in ([v] if isinstance(v, str) else v or ())
               for k, v in put.items() if isinstance(v, str | tuple | list) for key, option in terms):  # fmt: skip
            said.setdefault(proposal.id, [])
    return tuple((name, tuple(dict.fromkeys(lines))) for name, lines in sorted(said.items()))
