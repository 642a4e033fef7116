"""What a party may or may not give in a world: the yeses of which every result is made (DESIGN §6, *Robustness*)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal as Of

from detente.bargaining.constraints.model import IN, OUT, Clause, Group, Literal, Role, StageProblem
from detente.bargaining.worlds.chances import Chances, chances_of
from detente.ledger.agenda import Key
from detente.ledger.fold import MASS, drawn, figure
from detente.ledger.positions import Position
from detente.packs.model import Pack

Kind = Of["position", "stage", "unheard"]
IGNORANCE = 0.5  # of a value on which a party was not heard
_CONDUCT = (0.5 + MASS["own"]) / (1 + MASS["own"])


@dataclass(frozen=True, slots=True)
class Draw:
    """One random number of a world: its party, the matter, and which part of the matter it decides."""

    party: str
    key: Key
    part: str
    kind: Kind = "position"


@dataclass(frozen=True, slots=True)
class Yes:
    """What one party may give: that it takes a value, does without an element that it asks for, or drops a condition.

    Given where its draw lies below `p` (or, turned, above). `stage`: a draw that decides whether the words are about this
    stage at all. `silent`: the draw that stands for the party where they are not, or where it was not heard.
    """

    party: str
    key: Key
    what: str
    p: float
    draw: Draw | None
    turned: bool = False
    stage: Draw | None = None
    silent: Draw | None = None


class Yeses:
    """The yeses of a stage, each once, by number; made as results ask for them."""

    def __init__(self, positions: Iterable[Position], problem: StageProblem, pack: Pack) -> None:
        """Take the stage's positions and groups."""
        self.every: list[Yes] = []
        self.pack = pack
        self.problem = problem
        self.held: dict[tuple[str, Key], Position] = {
            (p.party, p.key): p for p in positions if p.stage == problem.stage
        }
        self._numbers: dict[tuple[str, Key, str], int] = {}
        self._chances: dict[tuple[str, Key], Chances] = {}
        self._one_breath = _one_breath(problem.groups)

    def takes(self, party: str, key: Key, value: str) -> int:
        """The number of the yes "this party takes this value"."""
        position = self.held.get((party, key))
        silent = Draw(party, key, value, "unheard")
        if position is None:
            return self._number(Yes(party, key, f"takes {value}", IGNORANCE, None, silent=silent))
        chances = self._of(position)
        if (
            value not in chances.p
        ):  # the party was heard on the matter, and no word can be weighed for this value
            return self._number(Yes(party, key, f"takes {value}", IGNORANCE, Draw(party, key, f"?{value}")))
        draw = self._draw(position, chances.part[value])
        stage = _stage_draw(position, value)
        yes = Yes(party, key, f"takes {value}", chances.p[value], draw, stage=stage)
        return self._number(yes if stage is None else _with_silence(yes, silent))

    def spares(self, party: str, key: Key, element: str) -> int:
        """The number of the yes "this party does without this element of a set that it asks for"."""
        position = self.held[party, key]
        chances = self._of(position)
        draw = self._draw(position, chances.part[element])
        stage = _stage_draw(position, element)
        return self._number(
            Yes(party, key, f"spares {element}", chances.p[element], draw, turned=True, stage=stage)
        )

    def drops(self, group: Group) -> int:
        """The number of the yes "this party does not insist on this condition, question or conduct"."""
        draw = Draw(group.party, group.keys[0], group.id.replace(f"{group.party}:", ":"))
        stage = Draw(group.party, group.keys[0], "stage", "stage") if group.stage_unclear else None
        p = 1 - self._holding(group)
        return self._number(Yes(group.party, group.keys[0], f"drops {group.id}", p, draw, stage=stage))

    def of_group(self, group: Group) -> Iterator[tuple[int, tuple[Clause, ...]]]:
        """The yeses that loosen a group as held, each with the clauses that it takes away; a need of the pack has none."""
        if group.role is Role.NEED:
            return
        whole: list[Clause] = []
        for clause in group.clauses:
            parts = list(self._of_clause(clause, group))
            whole += [] if parts else [clause]
            yield from parts
        if whole:
            yield self.drops(group), tuple(whole)

    def _of_clause(self, clause: Clause, group: Group) -> Iterator[tuple[int, tuple[Clause, ...]]]:
        """Value by value where a position excludes them; nothing where the clause is a condition, a question or conduct."""
        literal = clause.literals[0]
        name, _, element = literal.variable.partition("#")
        key = next((k for k in group.keys if str(k) == name), None)
        position = self.held.get((group.party, key)) if key else None
        if (
            len(clause.literals) > 1
            or position is None
            or ":asked:" in group.id
            or group.role is Role.CONDUCT
        ):
            return
        no = frozenset(v for e in position.exclusions for v in e.values)
        asked = frozenset(v for e in position.exclusions for v in e.demanded)
        if element and IN in literal.values and element in asked:
            yield self.spares(group.party, position.key, element), (clause,)
        elif element and OUT in literal.values and element in no:
            yield self.takes(group.party, position.key, element), (clause,)
        elif not element:
            every = self.problem.variables[literal.variable]
            out = [v for v in every if v not in literal.values]
            if no.issuperset(out):
                for value in out:
                    rest = Literal(literal.variable, frozenset(every) - {value})
                    yield self.takes(group.party, position.key, value), (Clause((rest,)),)

    def _of(self, position: Position) -> Chances:
        at = position.party, position.key
        if at not in self._chances:
            self._chances[at] = chances_of(position, self.pack)
        return self._chances[at]

    def _draw(self, position: Position, part: str) -> Draw:
        at = position.party, position.key
        return Draw(position.party, self._one_breath.get(at, position.key), part)

    def _number(self, yes: Yes) -> int:
        at = yes.party, yes.key, yes.what
        if at not in self._numbers:
            self._numbers[at] = len(self.every)
            self.every.append(yes)
        return self._numbers[at]

    def _holding(self, group: Group) -> float:
        """P that a condition, question or conduct holds: the fold of the words that carry it; a question as such says ½."""
        if group.role is Role.CONDUCT:
            return _CONDUCT
        position = self.held.get((group.party, group.keys[0]))
        if position is None or ":asked:" in group.id:
            return IGNORANCE
        carrying = [u for u in position.utterances if set(u.lines) & set(group.lines)]
        weighted = [
            (MASS[u.basis] * position.ageing.of(u.day, None).recency, drawn(1.0, u.certainty.middle))
            for u in carrying
        ]
        return figure(weighted).p


def _with_silence(yes: Yes, silent: Draw) -> Yes:
    return Yes(yes.party, yes.key, yes.what, yes.p, yes.draw, yes.turned, yes.stage, silent)


def _stage_draw(position: Position, value: str) -> Draw | None:
    """The draw of the stage, where the reports do not tell it for what excludes or asks for a value, or for all words."""
    about = [e for e in position.exclusions if value in e.values | e.demanded]
    unclear = position.stage_unclear or (bool(about) and all(e.stage_unclear for e in about))
    return Draw(position.party, position.key, "stage", "stage") if unclear else None


def _one_breath(groups: Iterable[Group]) -> dict[tuple[str, Key], Key]:
    """Matters of one bundle share their draws: what is said in one breath is meant or not meant together."""
    first: dict[tuple[str, Key], Key] = {}
    for group in groups:
        if "+" in group.id and ":if:" not in group.id:
            known = [first.get((group.party, k), k) for k in group.keys]
            home = min(known)
            merged = {*known, *group.keys}
            for at, key in [*first.items(), *(((group.party, k), k) for k in group.keys)]:
                if at[0] == group.party and (key in merged or at[1] in merged):
                    first[at] = home
    return first
