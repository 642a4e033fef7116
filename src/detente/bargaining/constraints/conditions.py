"""Conditions: "X only if Y" is X → Y and never X; a yes to the deal as such, on conditions, is its conditions (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.bargaining.constraints.model import IN, OUT, STRENGTH_OF, Clause, Group, Level, Literal, Role
from detente.bargaining.constraints.variables import variable_of
from detente.bargaining.wording import listed, option_label
from detente.ledger.agenda import Key
from detente.ledger.positions import Position
from detente.ledger.utterances import VOICES, Utterance, Voice
from detente.ledger.values import stands_for, values_of
from detente.packs.model import Pack
from detente.statements.record import Term


@dataclass(frozen=True, slots=True)
class _Condition:
    """An option (None: the deal as such), what it is made to depend on, and the voice that says so."""

    option: str | None
    terms: tuple[Term, ...]
    voice: Voice

    def __str__(self) -> str:
        named = ",".join(f"{issue}={option or '?'}" for issue, option in self.terms)
        return f"{self.option or 'deal'}:{named}:{self.voice.name.lower()}"


def conditions(position: Position, keys: Sequence[Key], pack: Pack) -> Iterator[Group]:
    """The conditions of a position as groups; the same condition said twice in one voice is one group."""
    said: dict[_Condition, list[Utterance]] = {}
    for u in position.utterances:
        conditional = u.conditional and u.condition_on and u.stance in {"accept", "propose", "reject"}
        if conditional and not _taken_back(u, position.utterances):
            said.setdefault(_Condition(u.option, u.condition_on, u.voice), []).append(u)
    for condition, carrying in said.items():
        found = _levels(position, condition, (keys, pack))
        if found is None:
            continue
        levels, about = found
        yield Group(
            f"{position.party}:{position.key}:if:{condition}",
            position.party,
            about,
            levels,
            STRENGTH_OF[condition.voice],
            Role.SIGNATORY,
            tuple(dict.fromkeys(line for u in carrying for line in u.lines)),
            firm=condition.voice is Voice.OWN,
            stage_unclear=position.stage_unclear,
        )


def _taken_back(utterance: Utterance, among: Iterable[Utterance]) -> bool:
    """Whether the party later took the same option without the condition, in a voice at least as strong."""
    return any(
        u.option == utterance.option
        and not u.conditional
        and u.stance in {"accept", "demand"}
        and VOICES.index(u.voice) <= VOICES.index(utterance.voice)
        and utterance.said.certainly_before(u.said)
        for u in among
    )


def _levels(
    position: Position, condition: _Condition, setting: tuple[Sequence[Key], Pack]
) -> tuple[tuple[Level, ...], tuple[Key, ...]] | None:
    """The levels of "X only with Y", and the keys they speak of; None where no clause comes of it."""
    keys, pack = setting
    option = condition.option
    premise = _not_taking(position.key, option, pack)
    if premise is None:
        return None
    clauses, texts, about = [], [], [position.key]
    for issue, wanted in condition.terms:
        asked = _asked(issue, wanted, (keys, pack))
        if asked:
            clauses.append(Clause((*premise, *asked.values())))
            texts.append(f"“{option_label(pack, next(iter(asked)), wanted)}”")
            about.extend(asked)
    if not clauses:
        return None
    taken = f"“{option_label(pack, position.key, option)}”" if premise else "a ceasefire"
    as_held = Level(tuple(clauses), f"takes {taken} only with {listed(texts)}")
    dropped = Level((), f"would take {taken} without {listed(texts, last='or')}", len(clauses))
    return (as_held, dropped), tuple(dict.fromkeys(about))


def _not_taking(key: Key, option: str | None, pack: Pack) -> tuple[Literal, ...] | None:
    """Literals of which one holds where X is not in the package; none for the deal as such, None where X cannot be denied."""
    leaf = pack.leaves[key.issue]
    named = frozenset(stands_for(leaf, option)) if option else frozenset()
    if not named:
        return () if option is None and key.issue == "cf.class" else None
    if leaf.type == "set":
        return (Literal(variable_of(key, min(named)), frozenset({OUT})),) if len(named) == 1 else None
    return (Literal(variable_of(key), frozenset(values_of(leaf)) - named),)


def _asked(issue: str, option: str | None, setting: tuple[Sequence[Key], Pack]) -> dict[Key, Literal]:
    """What a condition asks for: its option on the issue, on one or other of its instances on the agenda where it names none."""
    keys, pack = setting
    target = pack.leaf(issue)
    if target is None or option is None or target.domain == "course":
        return {}
    values = frozenset(stands_for(target, option)) & frozenset(values_of(target))
    if not values or (target.type == "set" and len(values) > 1):
        return {}
    about = [k for k in keys if k.issue == issue] or ([Key(issue)] if not pack.instances_of(issue) else [])
    if target.type == "set":
        return {key: Literal(variable_of(key, min(values)), frozenset({IN})) for key in about}
    return {key: Literal(variable_of(key), values) for key in about}
