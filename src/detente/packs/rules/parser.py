"""Rules read by recursive descent (docs/rules.md has the grammar); every fault points at the word where it is met."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from detente.packs.model import Leaf, Pack
from detente.packs.rules.model import Condition, Joined, Not, Rule, Shape, Term
from detente.packs.rules.naming import Naming, Test
from detente.packs.rules.tokens import KEYWORDS, Token, fault, tokens_of

Joint = Literal["or", "and", "each"]
_DEEPEST, _LONGEST_UNIT = 40, 4
_JOINTS: dict[str, Joint] = {"or": "or", "and": "and", ",": "each"}
_SHAPES: dict[str, Shape] = {"implies": "implies", "requires": "implies", "contradicts": "contradicts"}
_SIGNS = frozenset({"=", "!=", ">=", "<=", ">", "<"})


class Reader:
    """Reads one text against a pack, word by word."""

    def __init__(self, text: str, pack: Pack) -> None:
        """Take the text apart; raises BadRule."""
        self._text = text
        self._tokens = tokens_of(text)
        self._at = 0
        self._depth = 0
        self._telling = False  # after `makes`, where words follow that are no unit
        self._naming = Naming(text, pack)

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def rule(self) -> Rule:
        """A whole rule."""
        left = self.condition()
        word = self._next
        if word.text in _SHAPES:
            self._at += 1
            found = Rule(_SHAPES[word.text], left, self.condition())
        elif word.text == "is":
            self._at += 1
            self._take("contradictory", "write 'is contradictory', for what no package may hold")
            found = Rule("excluded", left)
        elif word.text == "makes":
            self._at += 1
            self._telling = True
            found = Rule("makes", left, self.condition(), self._rest())
        else:
            found = Rule("holds", left)
        self.end()
        return found

    def condition(self) -> Condition:
        """Conditions joined by `or`, which binds less than `and`."""
        return self._joined("or", lambda: self._joined("and", self._one))

    def term(self) -> Condition:
        """One test of one issue."""
        return self._term()

    def end(self) -> None:
        """Raises BadRule where words are left."""
        token = self._next
        if token.kind == "end":
            return
        if token.kind == "issue":
            raise fault(self._text, token, "two conditions stand side by side; write and, or between them")
        if token.text == "(":
            raise fault(
                self._text, token, "no bracket fits here; join conditions by and, or; a remark stands after #"
            )
        words = ", ".join(("and", "or", *_SHAPES, "is contradictory", "makes"))
        raise fault(self._text, token, f"'{token.text}' does not fit here; {words} could follow, or the end")

    def _joined(self, word: Literal["and", "or"], part: Callable[[], Condition]) -> Condition:
        parts = [part()]
        while self._passed(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def _one(self) -> Condition:
        token = self._next
        if token.text not in {"not", "("}:
            return self._term()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise fault(self._text, token, f"nested more than {_DEEPEST} deep; split the rule")
        self._at += 1
        if token.text == "not":
            found: Condition = Not(self._one())
        else:
            found = self.condition()
            self._take(")", "close the bracket", opened=token)
        self._depth -= 1
        return found

    def _term(self) -> Condition:
        token = self._next
        if token.kind != "issue":
            raise fault(self._text, token, _no_term(token))
        self._at += 1
        leaf = self._naming.leaf(token)
        word, instances = self._instances()
        test = self._test(token, leaf)
        found: list[Condition] = [self._naming.term(leaf, instance, test) for instance in instances]
        if test.sign.text == "!=" and leaf.type == "numeric":
            found = [Not(term) for term in found]
        return found[0] if len(found) == 1 else Joined(word, tuple(found))

    def _instances(self) -> tuple[Joint, list[Token | None]]:
        opened = self._next
        if not self._passed("["):
            return "or", [None]
        star = self._next
        if self._passed("*"):
            self._take("]", "close the bracket after [*", opened=opened)
            return "or", [star]
        names: list[Token | None] = [self._name("an instance, or *")]
        joint = self._next.text if self._next.text in _JOINTS else ""
        while joint and self._passed(joint):
            names.append(self._name("an instance"))
        self._take("]", "join instances by one word only, and close the bracket", opened=opened)
        return _JOINTS.get(joint, "or"), names

    def _test(self, issue: Token, leaf: Leaf) -> Test:
        token = self._next
        if token.text in _SIGNS or token.text == "in":
            self._at += 1
            if self._next.kind == "number":
                return self._numbers(token, leaf)
            if token.text == "in":
                return Test(token, tuple(self._listed()))
            return Test(token, (self._name("an option or a number"),))
        if token.text in {"contains", "containing"}:
            self._at += 1
            return self._contained(token)
        raise fault(
            self._text, token,
            f"'{issue.text}' alone is no term; write {issue.text}=option, in {{a, b}}, >=option or contains element",
        )  # fmt: skip

    def _numbers(self, sign: Token, leaf: Leaf) -> Test:
        words = [self._number()]
        ranged = self._passed("..")
        if ranged:
            words.append(self._number())
        ahead = []
        for token in self._tokens[self._at : self._at + _LONGEST_UNIT]:
            if token.text != "%" and (token.kind != "name" or token.text in KEYWORDS):
                break
            ahead.append(token)
        unit = self._naming.unit(leaf, ahead) or (() if self._telling else tuple(ahead[:1]))
        self._at += len(unit)
        return Test(sign, tuple(words), unit, ranged)

    def _number(self) -> Token:
        token = self._next
        if token.kind != "number":
            raise fault(self._text, token, "a number is missing here")
        self._at += 1
        after = self._next
        parted = after.text == "," and after.start == token.end
        if parted or after.kind == "number":
            raise fault(self._text, after, "a number is written in one: 800000, or 800 thousand")
        return token

    def _contained(self, word: Token) -> Test:
        if self._next.text == "{":
            return Test(word, tuple(self._listed()))
        if self._next.text == "any":
            self._at += 1
            return self._any(word)
        return Test(word, self._elements())

    def _elements(self) -> tuple[Token, ...]:
        """Elements joined by `or`, as long as no new condition starts."""
        names = [self._name("an element")]
        while self._next.text == "or" and self._tokens[self._at + 1].kind == "name":
            if self._tokens[self._at + 1].text == "not":
                break
            self._at += 1
            names.append(self._name("an element"))
        return tuple(names)

    def _any(self, word: Token) -> Test:
        """`any`, `any other`, `any other element than A or B`: without `than`, other than the rule named before."""
        other = self._passed("other")
        self._passed("element")
        if not other:
            return Test(word, (), every="any")
        return Test(word, self._elements() if self._passed("than") else (), every="other")

    def _passed(self, word: str) -> bool:
        met = self._next.text == word
        self._at += met
        return met

    def _listed(self) -> list[Token]:
        opened = self._next
        self._take("{", "a list stands in braces: {a, b}")
        names: list[Token] = []
        while self._next.text != "}":
            names.append(self._name("an option"))
            if self._next.text not in {",", "}"}:
                raise fault(self._text, self._next, "a list of options is parted by commas and closed by }")
            self._passed(",")
        self._at += 1
        if not names:
            raise fault(self._text, opened, "an empty list of options; name at least one")
        return names

    def _name(self, what: str) -> Token:
        token = self._next
        if token.kind not in {"name", "number"} or token.text in KEYWORDS:
            raise fault(self._text, token, f"{what} is missing here")
        self._at += 1
        return token

    def _take(self, word: str, remedy: str, *, opened: Token | None = None) -> None:
        if self._next.text == word:
            self._at += 1
            return
        if opened is not None and self._next.kind == "end":
            raise fault(self._text, opened, f"this bracket is never closed; {remedy}")
        raise fault(self._text, self._next, f"'{word}' is missing here; {remedy}")

    def _rest(self) -> str:
        """The words after `makes A`: what follows where both hold."""
        if self._next.kind == "end":
            raise fault(self._text, self._next, "say in words what is made of it: A makes B ineffective")
        start = self._next.start
        end = self._tokens[-1].start
        self._at = len(self._tokens) - 1
        return self._text[start:end].partition("#")[0].strip()


def _no_term(token: Token) -> str:
    if token.kind == "end":
        return "the rule breaks off; a condition is missing here: issue=option"
    if token.text in KEYWORDS or token.kind == "sign":
        return f"a condition is missing before '{token.text}'; write issue=option"
    return f"'{token.text}' is no term; a term starts with an issue, such as terr.line"


def parse_term(text: str, pack: Pack) -> Term:
    """Read one term against the pack's issues and options; raises BadRule with a remedy."""
    reader = Reader(text, pack)
    found = reader.term()
    reader.end()
    if not isinstance(found, Term):
        raise fault(text, Token("name", text, 0, len(text)), "one term is asked for; name one instance")
    return found


def parse_condition(text: str, pack: Pack) -> Condition:
    """Read terms joined by and, or, not; raises BadRule."""
    reader = Reader(text, pack)
    found = reader.condition()
    reader.end()
    return found


def parse_terms(text: str, pack: Pack) -> tuple[Term, ...]:
    """Read terms joined by `and` alone; raises BadRule."""
    found = parse_condition(text, pack)
    parts = found.parts if isinstance(found, Joined) and found.word == "and" else (found,)
    terms = tuple(p for p in parts if isinstance(p, Term))
    if len(terms) < len(parts):
        place = Token("name", text, 0, len(text))
        raise fault(
            text,
            place,
            "only terms joined by 'and' may stand here; write an alternative as a list of its own",
        )
    return terms


def parse_rule(text: str, pack: Pack) -> Rule:
    """Read one rule; raises BadRule."""
    return Reader(text, pack).rule()
