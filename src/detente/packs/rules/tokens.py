"""The words of a rule, each with its place, and faults that point at them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.kernel.errors import BadRule
from detente.kernel.problems import DRAWING

KEYWORDS = frozenset({"and", "or", "not", "implies", "requires", "contradicts", "makes", "is", "than"})
_MOST = 2_000
_WINDOW = 96
_TOKEN = re.compile(
    r"(?P<issue>[a-z_]+\.[a-z_]+)|(?P<number>\d+(?:\.\d+)?)(?![\w])|(?P<name>[^\W²]\w*(?:[-:]\w+)*)"
    r"|(?P<sign>>=|<=|!=|\.\.|[=<>{}()\[\],*%≥≤≠])|(?P<remark>\#.*)|(?P<blank>\s+)"
)
_SAME = {"≥": ">=", "≤": "<=", "≠": "!="}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a rule and where it stands. `kind` is issue, number, name, sign, or end."""

    kind: str
    text: str
    start: int
    end: int


def drawn(text: str, start: int, end: int) -> str:
    """The rule with a caret line under the place, cut to a window where it is long."""
    flat = re.sub(r"\s", " ", text)
    first = max(0, start - _WINDOW * 2 // 3) if len(flat) > _WINDOW else 0
    shown = flat[first : first + _WINDOW]
    lead, tail = "…" if first else "", "…" if first + _WINDOW < len(flat) else ""
    at = start - first + len(lead)
    width = max(1, min(end, first + _WINDOW) - start)
    return f"{DRAWING}{lead}{shown}{tail}{DRAWING}{' ' * at}{'^' * width}"


def fault(text: str, token: Token, message: str) -> BadRule:
    """A fault that points at a word of the rule."""
    return BadRule(message + drawn(text, token.start, token.end))


def tokens_of(text: str) -> list[Token]:
    """The words of a rule, an end mark last; raises BadRule at a sign that no rule has."""
    if len(text) > _MOST:
        raise BadRule(f"a rule of {len(text)} characters; split it (at most {_MOST})")
    found: list[Token] = []
    at = 0
    while at < len(text):
        met = _TOKEN.match(text, at)
        if met is None:
            raise fault(text, Token("sign", text[at], at, at + 1), _stray(text[at]))
        if met.lastgroup not in {"blank", "remark"}:
            word = _SAME.get(met[0], met[0])
            found.append(Token(str(met.lastgroup), word, met.start(), met.end()))
        at = met.end()
    found.append(Token("end", "", len(text.rstrip()), len(text.rstrip()) + 1))
    return found


def _stray(sign: str) -> str:
    if sign in "&|;":
        return f"'{sign}' is no word of rules; write and, or"
    if sign == ".":
        return "an issue is written domain.leaf, in small letters"
    if sign == "-":
        return "a number below zero, which no quantity has; write it without the sign"
    return f"'{sign}' has no meaning here; see docs/rules.md"
