"""Proposals: what somebody tabled, term by term against what each party holds (DESIGN §6, *Packages and proposals*)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.bargaining.constraints.groups import consents, provided, role_of
from detente.bargaining.constraints.model import IN, OUT, Clause, Group, Role, StageProblem, holds
from detente.bargaining.constraints.variables import variable_of
from detente.bargaining.results import ProposalScore, TermScore, TermStatus
from detente.ledger.agenda import Key
from detente.ledger.positions import Position, Word
from detente.ledger.utterances import Voice
from detente.ledger.values import OPEN, stands_for, values_of
from detente.packs.model import Pack, Proposal, Stage
from detente.packs.terms import split_key

Terms = Mapping[Key, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Tabled:
    """The terms of a proposal for one stage (one alternative of it), as values by key."""

    proposal: Proposal
    alternative: str | None
    terms: Terms


def tabled(proposal: Proposal, pack: Pack, stage: Stage) -> tuple[Tabled, ...]:
    """A proposal's terms for a stage: leaves of the ceasefire belong to the truce, the rest to the proposal's own stage."""
    alternatives: list[tuple[str | None, Mapping[str, object]]] = [*proposal.alternatives.items()] or [
        (None, {})
    ]
    found: list[Tabled] = []
    for name, extra in alternatives:
        terms: dict[Key, tuple[str, ...]] = {}
        always_truce = dict(extra)
        for text, value in (*proposal.terms.items(), *always_truce.items()):
            issue, instance = split_key(text)
            if (text in always_truce or _stage_of(issue, proposal) == "truce") == (
                stage == "truce"
            ) and issue in pack.leaves:
                terms |= dict.fromkeys(_keys(pack, issue, instance), _values(value))
        for text in proposal.open:
            issue, instance = split_key(text)
            if issue in pack.leaves and _stage_of(issue, proposal) == stage:
                terms = dict.fromkeys(_keys(pack, issue, instance), (OPEN,)) | terms
        if terms and all(other.terms != terms for other in found):  # alternatives differ in the truce only
            found.append(Tabled(proposal, name if stage == "truce" else None, terms))
    return tuple(found)


def _stage_of(issue: str, proposal: Proposal) -> Stage:
    return "truce" if issue.startswith("cf.") else proposal.stage


def _keys(pack: Pack, issue: str, instance: str | None) -> tuple[Key, ...]:
    """The keys a term speaks of: a name that stands for several instances is each of them, no name the only one."""
    declared = pack.instances_of(issue)
    named = next((i for i in declared if i.id == instance), None)
    if named is not None and named.members:
        return tuple(Key(issue, member) for member in named.members)
    plain = [i.id for i in declared if not i.members]
    return (Key(issue, instance or (plain[0] if len(plain) == 1 else None)),)


def _values(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple | list):
        return tuple(str(v) for v in value)
    return ()


def score(
    offer: Tabled, problem: StageProblem, positions: Iterable[Position], *, pack: Pack
) -> ProposalScore:
    """The proposal against every party that binds: terms met, excluded, open, silent, not heard; whose agreement is missing."""
    stage = problem.stage
    held = {(p.party, p.key): p for p in positions if p.stage == stage}
    binding = _binding(offer, (stage, pack))
    terms = {
        party: tuple(
            term_score((key, value), held.get((party, key)), pack)
            for key, values in offer.terms.items()
            for value in values
            if binds(party, (key, value), (pack, stage))
        )
        for party in binding
    }
    terms = {party: scores for party, scores in terms.items() if scores}
    needs = tuple(
        g
        for g in problem.groups
        if g.role is Role.NEED and not all(holds_if_stated(c, offer, pack) for c in g.clauses)
    )
    missing = {p for p, scores in terms.items() if any(t.status == "excluded" for t in scores)} | {
        g.party for g in needs
    }
    missing |= _conditions_broken(offer, problem, pack)
    sponsors = set(offer.proposal.by)
    unknown = {
        p
        for p, scores in terms.items()
        if p not in missing | sponsors and any(t.status not in {"met", "offered"} for t in scores)
    }
    silent = tuple(sorted({k for (party, k) in held if party in pack.signatories[stage]} - set(offer.terms)))
    change = _least_change(offer, (problem, pack), missing)
    return ProposalScore(
        offer.proposal,
        offer.alternative,
        stage,
        terms,
        tuple(sorted(missing - sponsors)),
        tuple(sorted(unknown)),
        silent if offer.proposal.basis != "partial" else (),
        change,
        needs,
        tuple(sorted(missing & sponsors)),
    )


def _binding(offer: Tabled, setting: tuple[Stage, Pack]) -> tuple[str, ...]:
    """Signatories, then whoever alone can give a term of it or alone decides its issue, heard or not."""
    stage, pack = setting
    signing = pack.signatories[stage]
    others = sorted(set(pack.parties) - set(signing))
    stated = [(key, value) for key, values in offer.terms.items() for value in values]
    return (*signing, *(p for p in others if any(binds(p, term, (pack, stage)) for term in stated)))


def binds(party: str, term: tuple[Key, str], setting: tuple[Pack, Stage]) -> bool:
    """Whether a term cannot hold without this party: as a signatory, as one who decides the issue, or as its provider."""
    key, value = term
    pack, stage = setting
    role = role_of(pack, party, key, stage=stage)
    if role is not Role.PROVIDER or consents(pack, key):
        return role is not None
    return value in provided(pack, party, key)


def term_score(term: tuple[Key, str], position: Position | None, pack: Pack) -> TermScore:
    """One term against one party's position on its key; a vague value is excluded where all that it could be is."""
    key, value = term
    if position is None:
        return TermScore(key, value, "not heard", ())
    for stand in position.stands:
        if stand.option == value:
            return TermScore(key, value, _status(stand.word, stand.voice, firm=stand.firm), stand.lines)
    could_be = frozenset(stands_for(pack.leaves[key.issue], value) or (value,))
    for exclusion in position.exclusions:
        if could_be <= exclusion.values or (value == "none" and exclusion.demanded):
            return TermScore(key, value, "excluded" if exclusion.firm else "attributed", exclusion.lines)
    if value == "none" and any(e.values for e in position.exclusions):
        return TermScore(key, value, "met", position.lines)
    return TermScore(key, value, "open", position.lines)


def _status(word: Word, voice: Voice, *, firm: bool) -> TermStatus:
    if word is Word.NO:
        return "excluded" if firm else "attributed"
    if word in {Word.ASKED, Word.CONTESTED, Word.CONDITIONS}:
        return "open"
    if voice is Voice.ATTRIBUTED:
        return "open"
    return "offered" if word is Word.OFFERS else "met"


def holds_if_stated(clause: Clause, offer: Tabled, pack: Pack) -> bool:
    """Whether a clause is not definitely broken by the stated terms: what is silent, open or vague breaks nothing."""
    values = _assignment(offer, pack)
    return any(
        lit.variable not in values or bool(values[lit.variable] & lit.values) or OPEN in values[lit.variable]
        for lit in clause.literals
    )


def _assignment(offer: Tabled, pack: Pack) -> dict[str, frozenset[str]]:
    """What each variable can still be, given the stated terms; of a list that was seen in part the rest is unknown."""
    found: dict[str, frozenset[str]] = {}
    for key, options in offer.terms.items():
        leaf = pack.leaves[key.issue]
        if leaf.type == "set":
            whole = offer.proposal.basis != "partial" and options != (OPEN,)
            for element in values_of(leaf) if whole else options:
                found[variable_of(key, element)] = frozenset({IN if element in options else OUT})
        elif options:
            found[variable_of(key)] = frozenset(v for o in options for v in (stands_for(leaf, o) or (o,)))
    return found


def _conditions_broken(offer: Tabled, problem: StageProblem, pack: Pack) -> set[str]:
    """Parties one of whose firm groups the stated terms definitely break (conditions across issues among them)."""
    return {
        g.party
        for g in problem.groups
        if g.firm and g.role is Role.SIGNATORY and not all(holds_if_stated(c, offer, pack) for c in g.clauses)
    }


def _least_change(
    offer: Tabled, setting: tuple[StageProblem, Pack], missing: set[str]
) -> tuple[tuple[Key, str, tuple[str, ...]], ...]:
    """Terms that a party's firm position excludes, each with the values of its key that no firm position excludes."""
    problem, pack = setting
    changes: list[tuple[Key, str, tuple[str, ...]]] = []
    firm: Sequence[Group] = [
        g for g in problem.groups if g.firm and g.role in {Role.SIGNATORY, Role.PROVIDER}
    ]
    for key, values in offer.terms.items():
        leaf = pack.leaves[key.issue]
        for value in values:
            variable = variable_of(key, value if leaf.type == "set" else None)
            stated = frozenset({IN}) if leaf.type == "set" else frozenset(stands_for(leaf, value) or (value,))
            clauses = [
                c
                for g in firm
                for c in g.clauses
                if len(c.literals) == 1 and c.literals[0].variable == variable
            ]
            if variable in problem.variables and any(not (stated & c.literals[0].values) for c in clauses):
                free = tuple(
                    v for v in problem.variables[variable] if all(holds(c, {variable: v}) for c in clauses)
                )
                changes.append((key, value, free))
    return tuple(changes) if missing else ()
