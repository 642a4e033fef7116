"""The rule language of packs: terms on issues, joined by `and`, in rules of three shapes (docs/packs.md).

terr.line=contact                 the issue has that option
econ.relief in {phased, full}     one of these
guar.form>=art5_like              that option or one further along the list
cf.adjudicate!=undefined          any other
cf.precondition contains x        a set leaf contains the element
A implies B · A contradicts B · A
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from detente.kernel.errors import BadRule
from detente.kernel.suggest import did_you_mean
from detente.packs.model import Leaf, Pack

Operator = Literal["in", "contains"]
Shape = Literal["implies", "contradicts", "holds"]

_TERM = re.compile(
    r"(?P<issue>[a-z_]+\.[a-z_]+)(?:\[(?P<instance>[\w*-]+)\])?\s*"
    r"(?:(?P<op>>=|<=|!=|=|>|<)\s*(?P<option>[\w]+)|\s(?P<word>in)\s*\{(?P<set>[^}]*)\}|\s(?P<contains>contains)\s+(?P<element>[\w]+))"
)


@dataclass(frozen=True, slots=True)
class Term:
    """That an issue's value is one of `options` (`in`), or that a set contains one of them (`contains`).

    `instance` "*" stands for every instance, None for the issue's only one.
    """

    issue: str
    instance: str | None
    operator: Operator
    options: tuple[str, ...]

    def __str__(self) -> str:
        """The term as a pack writes it."""
        where = f"[{self.instance}]" if self.instance else ""
        if self.operator == "contains":
            return f"{self.issue}{where} contains {' or '.join(self.options)}"
        if len(self.options) == 1:
            return f"{self.issue}{where}={self.options[0]}"
        return f"{self.issue}{where} in {{{', '.join(self.options)}}}"


@dataclass(frozen=True, slots=True)
class Rule:
    """`left` implies or contradicts `right`, or (shape `holds`) all of `left` must hold."""

    shape: Shape
    left: tuple[Term, ...]
    right: tuple[Term, ...] = ()


def parse_term(text: str, pack: Pack) -> Term:
    """Read one term against the pack's issues and options; raises BadRule with a remedy."""
    found = _TERM.fullmatch(text.strip())
    if not found:
        raise BadRule(
            f"'{text.strip()}' is no term; write issue=option, issue in {{a, b}}, issue>=option or issue contains element"
        )
    leaf = pack.leaf(found["issue"])
    if leaf is None:
        hint = did_you_mean(found["issue"], pack.leaves) or "; see the taxonomy for its ids"
        raise BadRule(f"no issue '{found['issue']}'{hint}")
    _check_operator(leaf, found["op"] or found["word"] or "contains")
    if found["contains"]:
        return Term(leaf.id, found["instance"], "contains", _known(leaf, [found["element"]]))
    if found["word"]:
        listed = [o.strip() for o in found["set"].split(",") if o.strip()]
        return Term(leaf.id, found["instance"], "in", _known(leaf, listed))
    options = _known(leaf, [found["option"]])
    return Term(leaf.id, found["instance"], "in", _compared(leaf, found["op"], options[0]))


def _known(leaf: Leaf, options: list[str]) -> tuple[str, ...]:
    names = {o.id for o in leaf.options} | ({"none"} if leaf.type == "set" else {"open"})
    for option in options:
        if option not in names:
            has = ", ".join(o.id for o in leaf.options) or "none"
            raise BadRule(
                f"issue '{leaf.id}' has no option '{option}'{did_you_mean(option, names)}; it has {has}"
            )
    if not options:
        raise BadRule(f"an empty list of options for '{leaf.id}'; name at least one")
    return tuple(options)


def _check_operator(leaf: Leaf, operator: str) -> None:
    """A set leaf is asked for an element, any other leaf for its option: mixed up, a rule would mean something else."""
    if leaf.type == "set" and operator != "contains":
        raise BadRule(
            f"'{leaf.id}' is a set: '{operator}' says nothing of it; write {leaf.id} contains ELEMENT (or contains none)"
        )
    if leaf.type != "set" and operator == "contains":
        raise BadRule(f"'{leaf.id}' is no set and contains nothing; write {leaf.id}=OPTION")


def _compared(leaf: Leaf, operator: str, option: str) -> tuple[str, ...]:
    """The options that a comparison leaves. Vague options are no outcomes, so none of them is left by one."""
    if operator == "=":
        return (option,)
    vague = {o.id: o.could_be for o in leaf.options if o.could_be}
    ordered = [o.id for o in leaf.options if o.id not in vague]
    if operator == "!=":
        return tuple(o for o in ordered if o not in vague.get(option, (option,)))
    if option not in ordered:
        raise BadRule(
            f"'{leaf.id}{operator}{option}' has no place in the order; name one of {', '.join(ordered)}"
        )
    at = ordered.index(option)
    ranges = {">=": ordered[at:], ">": ordered[at + 1 :], "<=": ordered[: at + 1], "<": ordered[:at]}
    if not ranges[operator]:
        raise BadRule(f"'{leaf.id}{operator}{option}' leaves no option; the list ends there")
    return tuple(ranges[operator])


def parse_terms(text: str, pack: Pack) -> tuple[Term, ...]:
    """Read terms joined by `and`; raises BadRule."""
    return tuple(parse_term(part, pack) for part in re.split(r"\s+and\s+", text.strip()))


def parse_rule(text: str, pack: Pack) -> Rule:
    """Read one rule; raises BadRule."""
    for shape in ("implies", "contradicts"):
        left, word, right = text.partition(f" {shape} ")
        if word:
            return Rule(shape, parse_terms(left, pack), parse_terms(right, pack))
    return Rule("holds", parse_terms(text, pack))
