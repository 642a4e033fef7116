"""The names and numbers of a rule, looked up in the pack: issues, instances, options, units; with the nearest known one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.kernel.suggest import did_you_mean
from detente.packs.model import Leaf, Option, Pack
from detente.packs.rules.model import Quantity, Term
from detente.packs.rules.tokens import Token, fault
from detente.packs.units import factor, is_unit, misfit


@dataclass(frozen=True, slots=True)
class Test:
    """What a term asks of its issue: a sign or word, and the names or numbers after it. `every`: any element, or any other."""

    sign: Token
    words: tuple[Token, ...]
    unit: tuple[Token, ...] = ()
    ranged: bool = False
    every: str = ""


class Naming:
    """Looks up what one rule names; remembers which elements of a set it named before."""

    def __init__(self, text: str, pack: Pack) -> None:
        """Take the rule and the pack."""
        self._text, self._pack = text, pack
        self._named: dict[str, list[str]] = {}

    def leaf(self, token: Token) -> Leaf:
        """The issue of that id."""
        found = self._pack.leaf(token.text)
        if found is None:
            hint = did_you_mean(token.text, self._pack.leaves) or "; see the taxonomy for its ids"
            raise fault(self._text, token, f"no issue '{token.text}'{hint}")
        return found

    def term(self, leaf: Leaf, instance: Token | None, test: Test) -> Term:
        """The term that a test makes of an issue and an instance of it."""
        where = None if instance is None else self._instance(leaf, instance)
        if leaf.type == "set":
            return self._of_set(leaf, where, test)
        if test.sign.text in {"contains", "containing"}:
            raise fault(
                self._text, test.sign, f"'{leaf.id}' is no set and contains nothing; write {leaf.id}=OPTION"
            )
        quantity = self._quantity(leaf, test)
        if quantity is not None:
            return Term(leaf.id, where, "measures", quantity=quantity)
        options = [self._option(leaf, word) for word in test.words]
        if test.sign.text == "in":
            return Term(leaf.id, where, "in", tuple(dict.fromkeys(options)))
        return Term(leaf.id, where, "in", self._compared(leaf, test, options[0]))

    def unit(self, leaf: Leaf, words: Sequence[Token]) -> tuple[Token, ...]:
        """Of the words after a number those that are its unit: as many as are one."""
        for many in range(len(words), 0, -1):
            text = " ".join(w.text for w in words[:many])
            if is_unit(text) or factor(text, leaf.unit or "") is not None:
                return tuple(words[:many])
        return ()

    def _instance(self, leaf: Leaf, token: Token) -> str:
        known = {i.id for i in self._pack.instances_of(leaf.id)}
        if token.text == "*" or token.text in known or not known or token.text.startswith("other:"):
            return token.text
        hint = did_you_mean(token.text, known) or f"; it has {', '.join(sorted(known))}"
        raise fault(self._text, token, f"issue '{leaf.id}' has no instance '{token.text}'{hint}")

    def _option(self, leaf: Leaf, token: Token) -> str:
        names = {o.id for o in leaf.options} | ({"none"} if leaf.type == "set" else {"open"})
        if token.text not in names:
            has = ", ".join(o.id for o in leaf.options) or "none"
            near = did_you_mean(token.text, names)
            raise fault(
                self._text, token, f"issue '{leaf.id}' has no option '{token.text}'{near}; it has {has}"
            )
        return token.text

    def _of_set(self, leaf: Leaf, where: str | None, test: Test) -> Term:
        sign = test.sign.text
        only_none = sign == "=" and len(test.words) == 1 and test.words[0].text == "none"
        if sign not in {"contains", "containing"} and not only_none:
            advice = f"write {leaf.id} contains ELEMENT (or contains none)"
            raise fault(self._text, test.sign, f"'{leaf.id}' is a set: '{sign}' says nothing of it; {advice}")
        named = [self._option(leaf, word) for word in test.words]
        if "none" in named and len(set(named)) > 1:
            raise fault(self._text, test.sign, "'none' empties a set; no element stands beside it")
        before = named or self._named.get(leaf.id, [])
        if test.every:
            left = [o.id for o in leaf.options if o.id != "none" and not o.could_be]
            named = [e for e in left if test.every == "any" or e not in before]
        if not named:
            raise fault(self._text, test.sign, f"'{leaf.id}' has no other element")
        self._named.setdefault(leaf.id, []).extend(named)
        return Term(leaf.id, where, "contains", tuple(dict.fromkeys(named)))

    def _compared(self, leaf: Leaf, test: Test, option: str) -> tuple[str, ...]:
        """The options that a comparison leaves. Vague options are no outcomes, so none of them is left by one."""
        sign = test.sign.text
        if sign == "=" or leaf.type == "numeric":  # what is not equal is the denial of this
            return (option,)
        vague = {o.id: o.could_be for o in leaf.options if o.could_be}
        ordered = [o.id for o in leaf.options if o.id not in vague]
        if sign == "!=":
            left = tuple(o for o in ordered if o not in vague.get(option, (option,)))
            if not left:
                raise fault(self._text, test.sign, f"'{leaf.id}{sign}{option}' leaves no option")
            return left
        at = self._place(leaf, test, ordered)
        ranges = {">=": ordered[at:], ">": ordered[at + 1 :], "<=": ordered[: at + 1], "<": ordered[:at]}
        if not ranges[sign]:
            raise fault(
                self._text, test.words[0], f"'{leaf.id}{sign}{option}' leaves no option; the list ends there"
            )
        return tuple(ranges[sign])

    def _place(self, leaf: Leaf, test: Test, ordered: list[str]) -> int:
        option = test.words[0]
        if leaf.type in {"categorical", "boolean"}:
            advice = f"write {leaf.id} in {{…}} and name them"
            raise fault(self._text, test.sign, f"the options of '{leaf.id}' have no order; {advice}")
        if option.text not in ordered:
            message = f"'{leaf.id}{test.sign.text}{option.text}' has no place in the order"
            raise fault(self._text, option, f"{message}; name one of {', '.join(ordered)}")
        return ordered.index(option.text)

    def _quantity(self, leaf: Leaf, test: Test) -> Quantity | None:
        """The range of numbers that a comparison leaves; None where it goes by named options."""
        sign, first = test.sign.text, test.words[0]
        if leaf.type != "numeric":
            if test.unit or test.ranged:
                raise fault(self._text, first, f"'{leaf.id}' is no number; write one of its options")
            return None
        if first.kind == "number":
            numbers = [self._converted(leaf, word, test) for word in test.words]
        else:
            named = self._measured(leaf, test)
            if named is None or sign in {"=", "in", "!="}:
                return None
            numbers = [named]
        return self._range(numbers, test, leaf.unit or "")

    def _range(self, numbers: list[Fraction], test: Test, unit: str) -> Quantity:
        sign = test.sign.text
        if len(numbers) == 2:
            if numbers[0] > numbers[1]:
                raise fault(self._text, test.words[1], "a range goes from the lower to the higher number")
            if sign not in {"=", "in"}:
                raise fault(self._text, test.sign, f"'{sign}' goes with one number; a range goes with 'in'")
            return Quantity(numbers[0], numbers[1], unit=unit)
        number = numbers[0]
        if sign in {">=", ">"}:
            return Quantity(number, None, low_in=sign == ">=", unit=unit)
        if sign in {"<=", "<"}:
            if sign == "<" and number == 0:
                raise fault(self._text, test.words[0], "no quantity is below zero")
            return Quantity(None, number, high_in=sign == "<=", unit=unit)
        return Quantity(number, number, unit=unit)

    def _measured(self, leaf: Leaf, test: Test) -> Fraction | None:
        """The number of a named option; the ends of an order of options that have no number cannot be compared."""
        option: Option | None = leaf.option(self._option(leaf, test.words[0]))
        if test.sign.text in {"=", "!=", "in"} or option is None:
            return None
        if option.value is None:
            raise fault(
                self._text, test.words[0], f"option '{option.id}' of '{leaf.id}' has no number to compare"
            )
        return Fraction(str(option.value))

    def _converted(self, leaf: Leaf, word: Token, test: Test) -> Fraction:
        if not test.unit:
            return Fraction(word.text)
        unit = " ".join(t.text for t in test.unit)
        rate = factor(unit, leaf.unit or "")
        if rate is None:
            reach = Token("name", unit, test.unit[0].start, test.unit[-1].end)
            counted = (
                f"'{leaf.id}' is counted in {leaf.unit}: {misfit(unit, leaf.unit)}"
                if leaf.unit
                else "it has no unit"
            )
            raise fault(self._text, reach, counted)
        return Fraction(word.text) * rate
