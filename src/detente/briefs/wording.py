"""Plain words from the labels of a pack; they read well for any conflict since they know none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from detente.kernel.dates import When
from detente.kernel.errors import BadRule
from detente.ledger.ageing import Ageing
from detente.ledger.agenda import OTHER, Key
from detente.ledger.numbers import in_words
from detente.ledger.values import OPEN
from detente.packs.model import Leaf, Pack, Stage
from detente.packs.rules import Condition, Joined, Not, parse_rule, quantity_in_words

_PSEUDO = {
    OPEN: "left to later",
    "deferred": "left to later",
    "open_to_discuss": "ready to discuss it",
    "silent": "nothing said",
    "reject_any": "none of what was on the table",
}
_WORD = re.compile(r"\w[\w’'-]*")
_MONTHS = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
STAGE_NAMES: dict[Stage, str] = {"truce": "truce", "settlement": "settlement"}
_LONGEST_NAME = 6
_ARTICLES = frozenset({"The", "A", "An"})
_VERBS = "asks for|offers|accepts|takes|refuses|about|also take|would take|does|would end its present course|hold|do without"
UNSPECIFIED = OTHER + "unspecified"


def option_phrase(leaf: Leaf, option: str | None, *, proper: frozenset[str] = frozenset()) -> str:
    """An option as it stands inside a sentence: the pack's label, lower case unless it begins with a name."""
    if option is None:
        return "no option named"
    found = leaf.option(option)
    if found:
        return lowered(found.label, proper)
    if option in _PSEUDO:
        return _PSEUDO[option]
    return in_words(option, leaf.unit) or option.replace("_", " ")


def lowered(label: str, proper: frozenset[str] = frozenset()) -> str:
    """A label inside a sentence: its first letter small, unless it begins with a name, an abbreviation or a numbered thing."""
    first = _WORD.match(label)
    if first is None:
        return label
    word = first[0]
    stem = re.split(r"[’'-]", word)[0]
    if any(c.isupper() or c.isdigit() for c in word[1:]) or stem in proper or word in proper:
        return label
    words = label.split()
    if any(" ".join(words[:n]) in proper for n in range(2, min(len(words), _LONGEST_NAME) + 1)):
        return label
    return label[0].lower() + label[1:]


def lowered_article(name: str) -> str:
    """A name inside a sentence: `the Minister` for `The Minister`."""
    first, blank, rest = name.partition(" ")
    return f"{first.lower()}{blank}{rest}" if first in _ARTICLES else name


def proper_words(pack: Pack) -> frozenset[str]:
    """Names that keep their capital at the head of a label: of parties, places and persons."""
    names = {i.name for i in pack.instances} | {place.name for place in pack.places.values()}
    names |= {person.name for person in pack.persons.values()} | {
        w for name in names for w in name.split()[:1] if " " not in name
    }
    for party in pack.parties.values():
        names |= {
            party.name,
            *(a for kind in (party.aliases, party.demonyms) for found in kind.values() for a in found),
        }
    return frozenset(name for name in names if name[:1].isupper() and name.partition(" ")[0] not in _ARTICLES)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one pack."""

    pack: Pack
    proper: frozenset[str] = field(default_factory=frozenset)

    def party(self, party: str | None) -> str:
        """A party's name; an id the pack does not know is made readable."""
        if party is not None and party not in self.pack.parties:
            return party.replace("_", " ")
        return self.pack.party_name(party)

    def parties(self, parties: Iterable[str]) -> str:
        """Names in alphabetical order, since no order ranks them."""
        return listed(sorted({self.party(p) for p in parties}))

    def option(self, key: Key, option: str | None) -> str:
        """An option of a key inside a sentence."""
        leaf = self.pack.leaf(key.issue)
        return option_phrase(leaf, option, proper=self.proper) if leaf else (option or "no option named")

    def term(self, key: Key, option: str | None) -> str:
        """An option with its issue: `30 days (duration)`; of a yes-or-no issue the issue itself."""
        leaf = self.pack.leaf(key.issue)
        if leaf and leaf.type == "boolean" and option in {"yes", "no"}:
            return self.inside(key) if option == "yes" else f"no {self.inside(key)}"
        return f"{self.option(key, option)} ({self.inside(key)})"

    def labelled_term(self, key: Key, option: str | None) -> str:
        """A term whose option stands inside a sentence as a label: `‹must be settled first› (wider order)`."""
        leaf = self.pack.leaf(key.issue)
        if option is None or (leaf and leaf.type == "boolean"):
            return self.term(key, option)
        return f"‹{self.option(key, option)}› ({self.inside(key)})"

    def key(self, key: Key) -> str:
        """The label of a key, with what it is about in brackets."""
        leaf = self.pack.leaf(key.issue)
        label = (leaf.label if leaf else "") or key.issue
        return f"{label} ({self.instance(key)})" if key.instance else label

    def inside(self, key: Key) -> str:
        """The label of a key inside a sentence."""
        return lowered(self.key(key), self.proper)

    def keys(self, keys: Iterable[Key], *, most: int | None = None) -> str:
        """Labels of several keys inside a sentence, `most` of them; instances of one issue share its label."""
        found: dict[str, list[str]] = {}
        for key in dict.fromkeys(keys):
            found.setdefault(key.issue, []).extend([self.instance(key)] if key.instance else [])
        told = [
            self.inside(Key(issue)) + (f" ({listed(names)})" if names else "")
            for issue, names in found.items()
        ]
        left = len(told) - most if most is not None else 0
        return listed([*told[:most], f"{left} more"] if left > 0 else told)

    def instance(self, key: Key) -> str:
        """The name of the instance; one that the pack does not declare stands as the report puts it."""
        found = next((i.name for i in self.pack.instances_of(key.issue) if i.id == key.instance), None)
        if found:
            return found
        if key.instance == UNSPECIFIED:
            return "not said which"
        return (key.instance or "").removeprefix(OTHER).replace("_", " ")

    def domain(self, domain: str) -> str:
        """The label of a group of issues."""
        return self.pack.group_labels.get(domain, domain)

    def plain(self, wording: str) -> str:
        """A wording without the quotation marks around option labels: these are nobody's words."""
        text = re.sub(rf"\b({_VERBS}) “", r"\1: “", wording)
        text = re.sub(rf"” and ((?:{_VERBS}): “)", r"”; \1", text)
        text = re.sub(r"”(,| and) (?=[A-Z])", lambda m: "”; and " if m[1] == " and" else "”; ", text)
        return re.sub(r"“([^“”]*)”", lambda m: lowered(m[1], self.proper), text)

    def labelled(self, wording: str) -> str:
        """A wording with ‹› around option labels: they are labels, not quotations."""
        return re.sub(r"“([^“”]*)”", lambda m: f"‹{lowered(m[1], self.proper)}›", wording)

    def rule(self, text: str) -> str:
        """A rule of the pack in words; as the pack writes it where it cannot be read."""
        try:
            rule = parse_rule(text, self.pack)
        except BadRule:
            return text
        left = self._condition(rule.left)
        if rule.right is None:
            return f"it cannot be that {left}" if rule.shape == "excluded" else left
        right = self._condition(rule.right)
        if rule.shape == "implies":
            return f"if {left}, then {right}"
        if rule.shape == "makes":
            return f"where {left}, this is made {rule.consequence}: {right}"
        return f"{left} cannot stand together with {right}"

    def _condition(self, condition: Condition) -> str:
        """A condition in words; brackets only where something joined stands within something else."""
        if isinstance(condition, Not):
            inside = self._condition(condition.of)
            return f"not ({inside})" if isinstance(condition.of, Joined) else f"it is not so that {inside}"
        if isinstance(condition, Joined):
            said = [
                f"({self._condition(p)})" if isinstance(p, Joined) else self._condition(p)
                for p in condition.parts
            ]
            return listed(said, last="or" if condition.word == "or" else "and")
        key = Key(condition.issue, None if condition.instance == "*" else condition.instance)
        if condition.quantity is not None:
            return f"{self.inside(key)} is: {quantity_in_words(condition.quantity)}"
        options = listed((self.option(key, o) for o in condition.options), last="or")
        verb = "includes" if condition.operator == "contains" else "is"
        return f"{self.inside(key)} {verb}: {options}"


def wording_of(pack: Pack) -> Wording:
    """The words of a pack, its names known."""
    return Wording(pack, proper_words(pack))


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; each once. Items that hold a comma are parted by semicolons."""
    items = list(dict.fromkeys(words))
    if len(items) < 2:
        return "".join(items)
    comma = "; " if any("," in item for item in items) else ", "
    return f"{comma.join(items[:-1])}{';' if comma == '; ' else ''} {last} {items[-1]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`no report`, `one report`, `5 reports`."""
    if number == 1:
        return f"one {one}"
    return f"{number or 'no'} {many or one + 's'}"


def sentence(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]


def day_phrase(day: date) -> str:
    """`13 March 2025`."""
    return f"{day.day} {_MONTHS[day.month]} {day.year}"


def when_phrase(when: When) -> str:
    """A date in words, with its precision: `March 2025`, `on or before 13 March 2025`, `undated`."""
    first, last = when.earliest, when.latest
    if first is None and last is None:
        return "undated"
    if first is None and last is not None:
        return f"on or before {day_phrase(last)}"
    if last is None and first is not None:
        return f"from {day_phrase(first)}"
    text = when.isoformat() or ""
    if first and re.fullmatch(r"\d{4}-\d{2}", text):
        return f"{_MONTHS[first.month]} {first.year}"
    if first and last and first != last and len(text) > 4:
        return f"{day_phrase(first)} to {day_phrase(last)}"
    return day_phrase(first) if first and len(text) > 4 else text


def period_phrase(since: date | None, latest: date | None) -> str:
    """From when to when something was said."""
    if since is None or latest is None:
        return "undated"
    return day_phrase(since) if since == latest else f"{day_phrase(since)} – {day_phrase(latest)}"


def since_phrase(since: When) -> str:
    """Since when something holds, with its precision: `since March 2025`, `since 13 March 2025 or before`."""
    if since.latest is None:
        return "since an unknown day"
    if since.earliest is None:
        return f"since {day_phrase(since.latest)} or before"
    first, last = since.earliest, since.latest
    if first == last:
        return f"since {day_phrase(last)}"
    if (
        first.day == 1
        and (last + timedelta(days=1)).day == 1
        and (first.year, first.month) == (last.year, last.month)
    ):
        return f"since {_MONTHS[first.month]} {first.year}"
    return f"since a day between {day_phrase(since.earliest)} and {day_phrase(since.latest)}"


def ageing_phrase(ageing: Ageing) -> str:
    """How words lose weight with age."""
    if ageing.half_life is None:
        return "none: words do not fade with age"
    days = counted_days(ageing.half_life)
    if ageing.until is None:
        return f"{days}: words of a party fade only before its own later words to the contrary"
    return f"{days}: all words fade, counted to {day_phrase(ageing.until)}"


def counted_days(days: float) -> str:
    """`one day`, `45 days`, `0.5 days`."""
    return "one day" if days == 1 else f"{days:g} days"
