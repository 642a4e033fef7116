"""Packs for people: check one to the end, list them, tell what one holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.bargaining.constraints.model import Clause, Hard, Literal
from detente.bargaining.constraints.rules import clauses_of_rule
from detente.bargaining.constraints.stage import stage_problem
from detente.bargaining.constraints.variables import variables_for
from detente.bargaining.port import Solver
from detente.desk.choose import choose
from detente.kernel.errors import BadRule, PackFault
from detente.kernel.problems import Problem
from detente.ledger.agenda import Key, on_agenda
from detente.ledger.values import OPEN
from detente.packs.check import check, hint_poles
from detente.packs.find import known_packs, pack_roots
from detente.packs.load import LoadedPack, load_pack, open_pack
from detente.packs.model import STAGES, Pack, Stage
from detente.packs.rules import parse_rule

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class CheckedPack:
    """A pack with everything found in it: errors first, then warnings, then notes."""

    pack: Pack | None
    problems: tuple[Problem, ...]

    @property
    def usable(self) -> bool:
        """Whether nothing keeps it from being used."""
        return not any(p.severity == "error" for p in self.problems)


def check_pack(name: str, *, solver: str = "pysat") -> CheckedPack:
    """Every fault of a pack with file, line and remedy, contradictory rules among them; raises UnknownName.

    A file that is no YAML ends the check with that one fault.
    """
    try:
        loaded = open_pack(name)
    except PackFault as fault:
        return CheckedPack(None, (Problem("pack-unreadable", name, str(fault), "correct the file", "error"),))
    found = [*loaded.problems, *check(loaded)]
    if not any(p.severity == "error" for p in found):
        found += _not_clauses(loaded)
    if not any(p.severity == "error" for p in found):
        found += [
            p for stage in STAGES for p in _contradictions(loaded, stage, choose("detente.solvers", solver)())
        ]
        found += hint_poles(loaded.pack)
    rank = {"error": 0, "warning": 1, "note": 2}
    return CheckedPack(
        loaded.pack, tuple(sorted(dict.fromkeys(found), key=lambda p: (rank[p.severity], p.place)))
    )


def sound_pack(name: str) -> Pack:
    """The pack of that name, checked to the end; raises PackFault with every error, or UnknownName."""
    pack = load_pack(name)
    errors = [p for p in check_pack(name).problems if p.severity == "error"]
    if errors:
        raise PackFault(f"pack '{name}': " + "; ".join(f"{p.place}: {p.message}; {p.remedy}" for p in errors))
    return pack


def _not_clauses(loaded: LoadedPack) -> Iterator[Problem]:
    """Rules that no solver could be asked about, or that every package keeps: told, never passed over."""
    keys = _all_keys(loaded.pack)
    for rule in loaded.pack.rules:
        place = loaded.places.get(("rules", rule.id), loaded.pack.id)
        try:
            clauses, _ = clauses_of_rule(parse_rule(rule.rule, loaded.pack), keys, loaded.pack)
        except BadRule as fault:
            message = f"rule '{rule.id}': {fault}"
            yield Problem("rule-without-clauses", place, message, "see docs/rules.md", "error")
            continue
        if not clauses:
            message = f"rule '{rule.id}' says nothing: every package keeps it"
            yield Problem("empty-rule", place, message, "correct it or take it out", "warning")


def _contradictions(loaded: LoadedPack, stage: Stage, solver: Solver) -> list[Problem]:
    """Smallest sets of hard rules that no package of a stage satisfies, every key on the agenda."""
    pack = loaded.pack
    keys = _all_keys(pack)
    rules: dict[str, Hard] = {}
    mentioned: set[Key] = set(keys)
    for rule in pack.rules:
        if not rule.soft and rule.stage in {None, stage}:
            clauses, about = clauses_of_rule(parse_rule(rule.rule, pack), keys, pack)
            rules[rule.id] = Hard(rule.id, rule.rule, rule.source, clauses)
            mentioned |= about
    deal = [c for h in stage_problem((), (), pack, stage=stage).hard if h.id not in rules for c in h.clauses]
    variables = variables_for(mentioned, pack)
    definite = {name: _definite(values) for name, values in variables.items()}
    everything = [*deal, *(c for h in rules.values() for c in h.clauses)]
    if solver.satisfy(definite, [_within(c, definite) for c in everything]) is not None:
        return []
    left_open = solver.satisfy(variables, everything) is not None
    groups = {name: [_within(c, definite) for c in h.clauses] for name, h in rules.items()}
    found: list[Problem] = []
    for conflict in solver.minimal_conflicts(definite, [_within(c, definite) for c in deal], groups):
        found.append(_contradiction(loaded, sorted(conflict), (stage, left_open)))
        if len(found) == _SHOWN:
            break
    return found


def _definite(values: tuple[str, ...]) -> tuple[str, ...]:
    """Values without leaving it open; a matter of a single outcome can, since "not that" names no other."""
    named = tuple(v for v in values if v != OPEN)
    return named if len(named) > 1 else values


def _within(clause: Clause, variables: Mapping[str, tuple[str, ...]]) -> Clause:
    """A clause on definite values: what only an open matter satisfies is no way out."""
    return Clause(
        tuple(
            Literal(lit.variable, lit.values & frozenset(variables[lit.variable])) for lit in clause.literals
        )
    )


def _contradiction(loaded: LoadedPack, ids: list[str], where: tuple[Stage, bool]) -> Problem:
    places = [loaded.places.get(("rules", name), loaded.pack.id) for name in ids]
    rules = {rule.id: rule for rule in loaded.pack.rules}
    told = "; ".join(
        f"{name} ({place}; source: {rules[name].source}): {rules[name].rule}"
        for name, place in zip(ids, places, strict=True)
    )
    stage, left_open = where
    way_out = ", unless the matter is left open" if left_open else ""
    clash = (
        f"the {len(ids)} hard rules contradict one another"
        if len(ids) > 1
        else "the hard rule can never be kept"
    )
    message = f"{clash}: no {stage} satisfies {told}{way_out}"
    place = places[0] if places else loaded.pack.id
    return Problem(
        "contradictory-rules",
        place,
        message,
        "correct one, limit it to a stage, or mark it soft: true",
        "error",
    )


def _all_keys(pack: Pack) -> tuple[Key, ...]:
    """Every matter that can be on the agenda."""
    found: list[Key] = []
    for leaf in pack.leaves.values():
        if on_agenda(leaf):
            declared = [i.id for i in pack.instances_of(leaf.id) if not i.members]
            found += [Key(leaf.id, name) for name in declared] or [Key(leaf.id)]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ListedPack:
    """A pack that can be named, and where it stands."""

    name: str
    title: str
    folder: Path


def list_packs() -> tuple[ListedPack, ...]:
    """The packs that can be named; the core lies under all and is not listed."""
    return tuple(
        ListedPack(name, _title(folder), folder)
        for name, folder in sorted(known_packs(pack_roots()).items())
        if name != "core"
    )


def _title(folder: Path) -> str:
    from detente.packs.yaml_lines import read_yaml

    try:
        head = read_yaml(folder / "pack.yaml").data
    except PackFault:
        return "(cannot be read; see `detente pack check`)"
    return str(head.get("title", folder.name)) if isinstance(head, Mapping) else folder.name


def pack_record(pack: Pack) -> dict[str, Any]:
    """What a pack holds, as plain data."""
    sections = (
        "parties",
        "bodies",
        "persons",
        "experts",
        "institutes",
        "instances",
        "poles",
        "providers",
        "consent",
        "composites",
        "needs",
        "rules",
        "events",
        "proposals",
        "publishers",
        "places",
        "cases",
    )
    return {
        "schema": "detente.pack",
        "schema_version": 1,
        "id": pack.id,
        "title": pack.title,
        "version": pack.version,
        "digest": pack.digest,
        "folders": list(pack.folders),
        "languages": list(pack.languages),
        "belligerents": list(pack.belligerents),
        "signatories": {stage: list(parties) for stage, parties in pack.signatories.items()},
        "counts": {"issues": len(pack.leaves), **{name: len(getattr(pack, name)) for name in sections}},
        "issues": [
            {"id": x.id, "label": x.label, "type": x.type, "options": [o.id for o in x.options]}
            for x in pack.leaves.values()
        ],
        "instances": [{"issue": i.issue, "id": i.id, "name": i.name} for i in pack.instances],
        "parties": [{"id": p.id, "name": p.name, "kind": p.kind} for p in pack.parties.values()],
        "rules": [
            {"id": r.id, "rule": r.rule, "soft": r.soft, "stage": r.stage, "source": r.source}
            for r in pack.rules
        ],
        "proposals": [
            {"id": p.id, "name": p.name, "date": p.date, "by": list(p.by), "stage": p.stage}
            for p in pack.proposals.values()
        ],
    }
