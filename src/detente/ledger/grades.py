"""How far a party's words go towards each value of a matter: refused, asked about, taken on conditions, taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from detente.kernel.dates import When
from detente.ledger.agenda import Key, on_agenda
from detente.ledger.meanings import Meanings
from detente.ledger.utterances import VOICES, Utterance, Voice
from detente.ledger.values import OPEN, stands_for, values_of
from detente.packs.model import Leaf, Pack

AS_SUCH = "as such"  # What is on the table, where an answer names no option of it.
_ANSWERS = frozenset({"accept", "hedge", "reject"})


class Grade(IntEnum):
    """How far words go towards a value; a party's insisting and its taking are one, since reports paraphrase them freely."""

    REFUSED = 0
    ASKED = 1
    CONDITIONAL = 2
    TAKEN = 3


@dataclass(frozen=True, slots=True, eq=False)
class Graded:
    """An utterance with its grade for each value it speaks to.

    `named` are the values that its words name; `inferred` follow from the axis, from a demand that leaves no room for
    deferral, or from what others had on the table, and stand nowhere in the words.
    """

    utterance: Utterance
    when: When
    grades: Mapping[str, Grade]
    named: frozenset[str]
    inferred: frozenset[str]


def heard_with(voice: Voice, utterances: Iterable[Utterance], pack: Pack) -> Meanings:
    """What words in a voice mean: words in voices at least as strong may colour it, never weaker ones."""
    return Meanings(pack, (u for u in utterances if VOICES.index(u.voice) <= VOICES.index(voice)))


def graded(utterance: Utterance, pack: Pack, heard: Meanings) -> Graded:
    """The grades of an utterance, read beside what was `heard`. A refusal on a condition refuses nothing."""
    leaf = pack.leaves[utterance.key.issue]
    found = heard.of(utterance)
    grades = dict.fromkeys(found.yes, Grade.CONDITIONAL if utterance.conditional else Grade.TAKEN)
    grades |= dict.fromkeys(found.uncommitted, Grade.ASKED)
    if not utterance.conditional:
        grades |= dict.fromkeys(found.no - _same_number(leaf, utterance), Grade.REFUSED)
    elif utterance.stance == "reject":
        grades |= dict.fromkeys(found.no - found.inferred, Grade.ASKED)
    named = frozenset(stands_for(leaf, utterance.option)) if utterance.option else frozenset()
    inferred = found.inferred | (found.no & {OPEN}) - named
    if utterance.option is None and utterance.stance in _ANSWERS:
        answered = {"accept": Grade.TAKEN, "hedge": Grade.ASKED, "reject": Grade.REFUSED}[utterance.stance]
        if utterance.conditional:
            answered = Grade.CONDITIONAL if answered is Grade.TAKEN else Grade.ASKED
        grades[AS_SUCH] = answered
        named, inferred = frozenset({AS_SUCH}), inferred | {AS_SUCH}
    return Graded(utterance, utterance.said, grades, named, inferred)


def _same_number(leaf: Leaf, utterance: Utterance) -> frozenset[str]:
    """Options of the number that is asked for: "30 days" does not shut out "30 days, extendable"."""
    asked = leaf.option(utterance.option or "")
    if utterance.stance != "demand" or asked is None or asked.value is None:
        return frozenset()
    return frozenset(o.id for o in leaf.options if o.value == asked.value)


def on_the_agenda(utterances: Iterable[Utterance], pack: Pack) -> tuple[Utterance, ...]:
    """The utterances on matters that can be part of a deal."""
    return tuple(u for u in utterances if on_agenda(pack.leaf(u.key.issue)))


def ordered(leaf: Leaf, pole: str | None) -> tuple[str, ...]:
    """The values in the order of the axis, towards the pole where there is one; empty where the issue has no axis."""
    if not leaf.axis or leaf.type not in {"ordinal", "numeric"}:
        return ()
    values = tuple(v for v in values_of(leaf) if v != OPEN)
    return values[::-1] if pole == leaf.axis[0] else values


def place(grades: Mapping[str, Grade], places: Sequence[str], *, pole: bool) -> int | None:
    """Where on the axis a party stands by its words.

    With a pole: the farthest value from it that the party takes, else the first that it does not refuse. Without one: the
    value it takes, if it is one.
    """
    taken = [i for i, v in enumerate(places) if grades.get(v, Grade.REFUSED) >= Grade.CONDITIONAL]
    if not pole:
        return taken[0] if len(taken) == 1 else None
    if taken:
        return taken[0]
    refused = [i for i, v in enumerate(places) if grades.get(v) is Grade.REFUSED]
    left = [i for i in range(len(places)) if refused and i > refused[-1]]
    return left[0] if left else None


def matter_order(key: Key) -> tuple[str, str]:
    """Matters in the order of issue and instance."""
    return key.issue, key.instance or ""
