"""Agreement of coders: alpha for each field, and F1 of each two with the same words and with overlapping ones."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from detente.ledger.alpha import Alpha, with_interval
from detente.ledger.coding import Unit
from detente.statements.record import Statement

LINE = "line"
FIELDS = (
    *("kind", "holder", "stance", "issue", "option", "instance", "target", "speaker", "basis", "certainty"),
    *("date", "stage", "condition"),
)
_AS_WRITTEN = {"speaker", "instance", "certainty"}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class F1:
    """Of two coders' lines those that both have, with overlapping words (`partial`) and with the very same (`exact`).

    `one` and `other`: how many each has; a figure is 2 × both / (one + other), None where nobody has any.
    """

    field: str
    one: int
    other: int
    partial: int
    exact: int

    @property
    def partial_f1(self) -> float | None:
        """F1 with overlapping words."""
        return _f1(self.partial, self.one + self.other)

    @property
    def exact_f1(self) -> float | None:
        """F1 with the same words."""
        return _f1(self.exact, self.one + self.other)


@dataclass(frozen=True, slots=True)
class Pair:
    """How far two coders agree: on lines (`line`), on each field of these, and on all fields at once (`all fields`)."""

    coders: tuple[str, str]
    scores: tuple[F1, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of coders: alpha by field (`line`: whether there is a line), and F1 of each two."""

    coders: tuple[str, ...]
    units: int
    alphas: tuple[tuple[str, Alpha], ...]
    pairs: tuple[Pair, ...]


def agreement(found: Sequence[Unit], coders: Sequence[str]) -> Agreement:
    """How far coders agree on what they judged; null fields are a value, what a coder did not judge is missing."""
    alphas = [(LINE, with_interval([[bool(j.statement) for j in u.judged.values()] for u in found]))]
    for field in FIELDS:
        values = [[value_of(s, field) for j in u.judged.values() if (s := j.statement)] for u in found]
        alphas.append((field, with_interval(values)))
    pairs = tuple(_pair(found, (one, other)) for one, other in combinations(coders, 2))
    return Agreement(tuple(coders), len(found), tuple(alphas), pairs)


def value_of(statement: Statement, field: str) -> Hashable:
    """What a field says, as far as wording is no difference: names as written without case and marks, conditions as such."""
    value = getattr(statement, field)
    if field == "condition":
        return value is not None
    if field in _AS_WRITTEN and isinstance(value, str):
        return " ".join(_WORD.findall(value.casefold()))
    return value if value is None or isinstance(value, str) else str(value)


def differing(one: Statement, other: Statement) -> tuple[str, ...]:
    """The fields in which two lines differ, `evidence` where their words are not the same."""
    fields = tuple(field for field in FIELDS if value_of(one, field) != value_of(other, field))
    return fields if one.span == other.span else (*fields, "evidence")


def _pair(found: Iterable[Unit], coders: tuple[str, str]) -> Pair:
    shared = [u for u in found if coders[0] in u.judged and coders[1] in u.judged]
    sides = [sum(u.statement(coder) is not None for u in shared) for coder in coders]
    both = [(a, b) for u in shared if (a := u.statement(coders[0])) and (b := u.statement(coders[1]))]
    scores = [_score(LINE, both, sides)]
    for field in FIELDS:
        same = [(a, b) for a, b in both if value_of(a, field) == value_of(b, field)]
        scores.append(_score(field, same, sides))
    whole = [(a, b) for a, b in both if not set(differing(a, b)) - {"evidence"}]
    return Pair(coders, (*scores, _score("all fields", whole, sides)))


def _score(field: str, same: Sequence[tuple[Statement, Statement]], sides: Sequence[int]) -> F1:
    exact = sum(a.span == b.span for a, b in same)
    return F1(field, sides[0], sides[1], len(same), exact)


def _f1(both: int, every: int) -> float | None:
    return 2 * both / every if every else None
