"""Preference by option statements: what matters most first, each a condition on the options; and so a ranking of all states.

Hipel, Kilgour, Fang and Peng (1997), The decision support system GMCR in environmental conflict management, Applied
Mathematics and Computation 83; Peng, Hipel and Kilgour (1997): of k statements the one in place j weighs 2^(k−j), so that
one that matters more outweighs all that matter less.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.bargaining.stability.model import Option
from detente.bargaining.stability.moves import Truths
from detente.bargaining.stability.preferences import Ranking
from detente.kernel.errors import BadInput
from detente.kernel.suggest import did_you_mean

_TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>"[^"]*"|'[^']*')|(?P<sign>[()&|!¬∧∨-])|(?P<word>[^\s()&|!¬∧∨"'-][^\s()&|!¬∧∨"']*))"""
)
_SAME = {"AND": "&", "OR": "|", "NOT": "-", "!": "-", "¬": "-", "∧": "&", "∨": "|"}
_WORDS = {"IF", "IFF", "THEN"}


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Whether a condition surely holds in each state, and whether it may (where a state leaves an option open)."""

    surely: Truths
    maybe: Truths

    def denied(self) -> Truth:
        """The opposite."""
        return Truth(~self.maybe, ~self.surely)

    def both(self, other: Truth) -> Truth:
        """Both hold."""
        return Truth(self.surely & other.surely, self.maybe & other.maybe)

    def either(self, other: Truth) -> Truth:
        """At least one holds."""
        return Truth(self.surely | other.surely, self.maybe | other.maybe)


def ranking_by_statements(
    statements: Sequence[str], options: Sequence[Option], patterns: Sequence[str], *, place: str
) -> Ranking:
    """The ranking that statements give, what matters most first. Raises BadInput that points at the character."""
    marks = np.array([list(p.replace(" ", "")) for p in patterns]).reshape(len(patterns), len(options))
    truths = [
        _Reading(text, _names(options), marks, place=f"{place}[{i}]").whole()
        for i, text in enumerate(statements)
    ]
    for text, truth in zip(statements, truths, strict=True):
        loose = np.flatnonzero(truth.surely != truth.maybe)
        if len(loose):
            raise BadInput(
                f"{place}: '{text}' is neither true nor false where pattern {patterns[loose[0]]} leaves an option open; "
                "write Y or N there, or give payoffs"
            )
    if not truths:
        return Ranking(np.zeros(len(patterns), np.int32))
    # Ordered by the first statement, then the second, …: the same order as the sum of powers of two, at any number of them.
    columns = np.stack([t.surely for t in truths], axis=1)
    return Ranking(np.unique(columns, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int32))


def _names(options: Sequence[Option]) -> dict[str, tuple[int, ...]]:
    """Every way to name an option: its name, with its decision maker, its number, and its number with its decision maker."""
    found: dict[str, list[int]] = {}
    counted: dict[str, int] = {}
    for at, option in enumerate(options):
        found.setdefault(option.name, []).append(at)
        found.setdefault(str(at + 1), []).append(at)
        for maker in option.by:
            counted[maker] = counted.get(maker, 0) + 1
            for name in (f"{maker}.{option.name}", f"{maker}{counted[maker]}"):
                found.setdefault(name, []).append(at)
    return {name: tuple(dict.fromkeys(places)) for name, places in found.items()}


class _Reading:
    """One statement, read from left to right: IF/IFF bind loosest, then or, and, not."""

    def __init__(
        self, text: str, names: Mapping[str, tuple[int, ...]], marks: np.ndarray, *, place: str
    ) -> None:
        self.text, self.names, self.marks, self.place = text, names, marks, place
        self.tokens = self._tokens()
        self.at = 0

    def _tokens(self) -> list[tuple[str, int, bool]]:
        found: list[tuple[str, int, bool]] = []
        at = 0
        while self.text[at:].strip():
            met = _TOKEN.match(self.text, at)
            if met is None:
                raise self._fault(
                    "a quotation mark is not closed", at + len(self.text[at:]) - len(self.text[at:].lstrip())
                )
            start = met.start(met.lastgroup or 0)
            if met["quoted"]:
                found.append((met["quoted"][1:-1], start, True))
            else:
                token = met["sign"] or met["word"]
                found.append((_SAME.get(token.upper(), token), start, False))
            at = met.end()
        return found

    def _fault(self, what: str, at: int) -> BadInput:
        return BadInput(
            f"{self.place}: {what} at character {at + 1} of '{self.text}'; write such as 'A1 & -B2', 'IF A1 THEN B2', "
            "'\"Air strike\" | Escalate'"
        )

    def _next(self) -> str:
        if self.at >= len(self.tokens):
            return ""
        token, _, quoted = self.tokens[self.at]
        return token if quoted or token.upper() not in _WORDS else token.upper()

    def _take(self, *wanted: str) -> bool:
        if self._next() in wanted and not self.tokens[self.at][2]:
            self.at += 1
            return True
        return False

    def whole(self) -> Truth:
        """The truth of the statement in every state."""
        found = self._conditional()
        if self.at < len(self.tokens):
            token, start, _ = self.tokens[self.at]
            raise self._fault(f"'{token}' does not belong", start)
        return found

    def _conditional(self) -> Truth:
        if self._take("IF"):
            condition = self._either()
            if not self._take("THEN"):
                raise self._fault("THEN is missing", self._where())
            return condition.denied().either(self._either())
        first = self._either()
        if self._take("IFF"):
            other = self._either()
            return first.both(other).either(first.denied().both(other.denied()))
        if self._take("IF"):
            return self._either().denied().either(first)
        return first

    def _either(self) -> Truth:
        found = self._both()
        while self._take("|"):
            found = found.either(self._both())
        return found

    def _both(self) -> Truth:
        found = self._one()
        while self._take("&"):
            found = found.both(self._one())
        return found

    def _one(self) -> Truth:
        if self._take("-"):
            return self._one().denied()
        if self._take("("):
            found = self._conditional()
            if not self._take(")"):
                raise self._fault("')' is missing", self._where())
            return found
        return self._option()

    def _where(self) -> int:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else len(self.text)

    def _option(self) -> Truth:
        token, start = self._next(), self._where()
        if self.at >= len(self.tokens) or (not self.tokens[self.at][2] and token in {*_WORDS, "&", "|", ")"}):
            raise self._fault("an option is missing", start)
        places = self.names.get(token)
        if places is None:
            raise self._fault(f"no option '{token}'{did_you_mean(token, self.names)}", start)
        if len(places) > 1:
            several = [n for n, p in self.names.items() if len(p) == 1 and p[0] in places and "." in n]
            raise self._fault(f"'{token}' is more than one option; write {' or '.join(several)}", start)
        self.at += 1
        marks = self.marks[:, places[0]]
        return Truth(marks == "Y", marks != "N")
