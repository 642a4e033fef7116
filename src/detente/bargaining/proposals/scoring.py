"""Scoring: a text that somebody tabled, term by term against what each party holds (DESIGN §6, *Packages and proposals*)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from detente.bargaining.constraints.groups import consents, provided, role_of
from detente.bargaining.constraints.model import IN, OUT, Clause, Group, Role, StageProblem
from detente.bargaining.constraints.rules import Truth
from detente.bargaining.constraints.variables import variable_of
from detente.bargaining.proposals.terms import Tabled, outcomes
from detente.bargaining.results import ProposalScore, TermScore, TermStatus
from detente.bargaining.rules_kept import RuleKept, rules_kept
from detente.ledger.agenda import Key, on_agenda
from detente.ledger.entries import Line
from detente.ledger.meanings import pole_of
from detente.ledger.positions import OptionStand, Position, Word
from detente.ledger.utterances import Voice
from detente.ledger.values import OPEN, meaning, values_of
from detente.packs.model import Pack, Stage


def score(
    offer: Tabled, problem: StageProblem, positions: Iterable[Position], *, pack: Pack
) -> ProposalScore:
    """The proposal against every party that binds: terms met, excluded, open, silent, not heard; whose agreement is missing."""
    stage, sponsors = problem.stage, set(offer.proposal.by)
    held = {(p.party, p.key): p for p in positions if p.stage == stage}
    terms = {
        party: tuple(_term(term, held.get((party, term[0])), (party, offer, pack)) for term in asked)
        for party in _binding(offer, (stage, pack))
        if (asked := [t for t in _stated(offer, pack) if binds(party, t, (pack, stage))])
    }
    broken = _broken(offer, problem, pack)
    missing = {p for p, scores in terms.items() if any(t.status == "excluded" for t in scores)}
    missing |= {g.party for g in broken}
    unknown = {
        p
        for p, scores in terms.items()
        if p not in missing | sponsors and any(t.status not in {"met", "offered"} for t in scores)
    }
    silent = tuple(sorted({k for (party, k) in held if party in pack.signatories[stage]} - set(offer.terms)))
    return ProposalScore(
        offer.proposal,
        offer.alternative,
        stage,
        terms,
        tuple(sorted(missing - sponsors)),
        tuple(sorted(unknown)),
        silent if offer.proposal.basis != "partial" else (),
        needs_broken=tuple(g for g in broken if g.role is Role.NEED),
        sponsors_differ=tuple(sorted(missing & sponsors)),
        groups_broken=tuple(g for g in broken if g.role is not Role.NEED),
        rules=rules_of(offer, stage, pack),
    )


def rules_of(offer: Tabled, stage: Stage, pack: Pack) -> tuple[RuleKept, ...]:
    """The rules that the stated terms break, or that they touch and leave unknown."""
    kept = rules_kept(left_by(offer, pack), tuple(offer.terms), pack, stage=stage)
    return tuple(r for r in kept if r.truth is not Truth.HOLDS)


def _stated(offer: Tabled, pack: Pack) -> tuple[tuple[Key, str], ...]:
    """Each term, the elements of a list one by one; what no package decides (a number nobody can hold a line on) is no term."""
    return tuple(
        (key, value)
        for key, values in offer.terms.items()
        if on_agenda(pack.leaves[key.issue])
        for value in values
    )


def _binding(offer: Tabled, setting: tuple[Stage, Pack]) -> tuple[str, ...]:
    """Signatories, then whoever alone can give a term of it or alone decides its issue, heard or not."""
    stage, pack = setting
    signing = pack.signatories[stage]
    giving = {p for entry in pack.providers for p in entry.parties}
    giving |= {p for entry in pack.consent for p in entry.parties}
    others = sorted((giving & set(pack.parties)) - set(signing))
    stated = _stated(offer, pack)
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
    """One term against what a party holds on its key, whoever tabled it."""
    return TermScore(*term, *(_held(term, position, pack) if position else ("not heard", ())))


def _term(term: tuple[Key, str], position: Position | None, setting: tuple[str, Tabled, Pack]) -> TermScore:
    """One term of a text: what it leaves to later decides nothing, and a sponsor is asked nothing but its own words."""
    party, offer, pack = setting
    found = term_score(term, position, pack)
    if term[0] in offer.opened and found.status not in {"met", "not heard"}:
        found = replace(found, status="open")
    if party in offer.proposal.by and found.status not in {"met", "excluded"}:
        found = replace(found, status="offered")
    return found


def _held(term: tuple[Key, str], position: Position, pack: Pack) -> tuple[TermStatus, tuple[Line, ...]]:
    """What a party's words say to a term; a vague value is excluded where all that it could be is."""
    key, value = term
    leaf = pack.leaves[key.issue]
    for stand in position.stands:
        if stand.option == value and stand.word is not Word.NO:  # what a refusal shuts out its exclusions say
            return _status(stand.word, stand.voice), stand.lines
    left = outcomes(leaf, value)
    for exclusion in position.exclusions:
        if left <= exclusion.values or (value == "none" and exclusion.demanded):
            return "excluded" if exclusion.firm else "attributed", exclusion.lines
    if leaf.type == "set" and value == "none" and any(e.values for e in position.exclusions):
        return "met", position.lines
    beyond = next((s for s in position.stands if _gives_more(left, s, position, pack=pack)), None)
    return ("met", beyond.lines) if beyond else ("open", position.lines)


def _gives_more(left: frozenset[str], stand: OptionStand, position: Position, *, pack: Pack) -> bool:
    """Whether a term lies beyond what the party asks for in so many words, towards its own end of the axis."""
    leaf = pack.leaves[position.key.issue]
    asked = stand.option is not None and "demand" in stand.stances and len(outcomes(leaf, stand.option)) == 1
    if not asked or stand.word is not Word.YES or stand.voice is Voice.ATTRIBUTED or leaf.type == "set":
        return False
    pole = pole_of(position.party, position.key, position.utterances, pack=pack)
    excluded = meaning(leaf, "demand", stand.option, pole=pole, belligerent=True).no
    return pole is not None and not left & (excluded | {OPEN})


def _status(word: Word, voice: Voice) -> TermStatus:
    if word in {Word.ASKED, Word.CONTESTED, Word.CONDITIONS}:
        return "open"
    if voice is Voice.ATTRIBUTED:
        return "open"
    return "offered" if word is Word.OFFERS else "met"


def holds_if_stated(clause: Clause, offer: Tabled, pack: Pack) -> bool:
    """Whether a clause is not definitely broken by the stated terms: what is silent, open or vague breaks nothing."""
    return _unbroken(clause, left_by(offer, pack))


def _unbroken(clause: Clause, left: Mapping[str, frozenset[str]]) -> bool:
    return any(lit.variable not in left or left[lit.variable] & lit.values for lit in clause.literals)


def left_by(offer: Tabled, pack: Pack) -> dict[str, frozenset[str]]:
    """What each variable can still be, given the stated terms; of a list that was seen in part the rest is unknown."""
    found: dict[str, frozenset[str]] = {}
    for key, options in offer.terms.items():
        leaf = pack.leaves[key.issue]
        if key in offer.opened:
            continue
        if leaf.type == "set":
            for element in values_of(leaf) if offer.whole or "none" in options else options:
                found[variable_of(key, element)] = frozenset({IN if element in options else OUT})
        elif options:
            found[variable_of(key)] = frozenset(v for o in options for v in outcomes(leaf, o))
    return found


def _broken(offer: Tabled, problem: StageProblem, pack: Pack) -> tuple[Group, ...]:
    """Firm groups of signatories, and needs, that the stated terms definitely break (conditions across issues among them)."""
    left = left_by(offer, pack)
    return tuple(
        g
        for g in problem.groups
        if (g.role is Role.NEED or (g.firm and g.role is Role.SIGNATORY))
        and not all(_unbroken(c, left) for c in g.clauses)
    )
