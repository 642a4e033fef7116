"""Links: a party makes one matter wait for another, in a condition, a precondition or an order of steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.kernel.certainty import Scale
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.grades import on_the_agenda
from detente.ledger.shifts import lines_of
from detente.ledger.utterances import VOICES, Utterance, Voice, utterances
from detente.ledger.view import LedgerView
from detente.packs.model import Pack
from detente.statements.record import Stance, Term

TRUCE = Key("cf.class")
REST = None  # all that is to be settled besides the ceasefire
_ASKING = frozenset({"demand", "propose", "accept"})
_Tie = tuple[Key | None, str | None, tuple[Term, ...] | None]
_ORDERS: Mapping[Term, tuple[Key | None, tuple[Term, ...] | None]] = {
    ("proc.sequence", "truce_first"): (REST, ((TRUCE.issue, None),)),
    ("proc.sequence", "framework_first"): (TRUCE, REST),
    ("proc.sequence", "settlement_first"): (TRUCE, REST),
    ("align.order", "precondition"): (TRUCE, (("align.order", "precondition"),)),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A party makes `what` (with its `option`) wait for `on`: "X only with Y".

    `what` None, or `on` None while `named`: all the rest that is to be settled. `named` is False where the condition names
    no term of the taxonomy; `conditions` are its words as written. `asked_of`: whose step it would be, where it is told.
    `first`: it must come before, not only with it. `taken_back`: the party has since taken the same option without the condition.
    """

    party: str
    what: Key | None
    option: str | None
    on: Term | None
    named: bool
    stance: Stance
    voice: Voice
    conditions: tuple[str, ...]
    asked_of: tuple[str, ...]
    first: bool
    taken_back: bool
    lines: tuple[Line, ...]

    @property
    def stands(self) -> bool:
        """Whether the party makes it wait: it does not only consider it, and has not taken the condition back."""
        return self.stance != "hedge" and not self.taken_back and self.named

    @property
    def on_issue(self) -> str | None:
        """The issue it waits for."""
        return self.on[0] if self.on else None


def links(view: LedgerView, pack: Pack, *, scale: Scale = Scale.ICD203) -> tuple[Link, ...]:
    """Every link in a view, by party and matter. Undated words count: a condition is no evidence of a change."""
    spoken, _ = utterances(view.counted, pack, scale=scale)
    spoken = on_the_agenda(spoken, pack)
    carried: dict[tuple[object, ...], list[Utterance]] = {}
    ties: dict[tuple[object, ...], tuple[Key | None, str | None, Term | None, bool]] = {}
    for u in spoken:
        for what, option, terms in _ties(u):
            for on in terms if terms else (None,):
                named = terms is None or bool(terms)
                written = () if named else _conditions((u,))
                name = (u.party, _stance(u, what, option), u.voice, what, option, on, written)
                carried.setdefault(name, []).append(u)
                ties[name] = what, option, on, named
    found = [_link(ties[name], said, spoken) for name, said in carried.items()]
    return tuple(sorted(found, key=link_order))


def _stance(u: Utterance, what: Key | None, option: str | None) -> Stance:
    """A yes to the ceasefire as such on a condition is a precondition to it."""
    return "demand" if what == TRUCE and option is None and u.stance == "accept" else u.stance


def _ties(u: Utterance) -> Iterator[_Tie]:
    """What an utterance makes wait, and for which terms: none where the words name none, None for all the rest."""
    ordered = _ORDERS.get((u.key.issue, u.option))
    if ordered is not None and u.stance in _ASKING:
        what, terms = ordered
        yield what, None, terms
    elif u.key.issue == "cf.precondition":
        if u.stance in _ASKING and u.option not in {None, "none"}:
            yield TRUCE, None, u.condition_on or ((u.key.issue, u.option),)
    elif u.stance != "demand" and (u.conditional or u.condition_on):
        yield u.key, u.option, u.condition_on


def _link(
    tie: tuple[Key | None, str | None, Term | None, bool],
    said: Sequence[Utterance],
    spoken: Sequence[Utterance],
) -> Link:
    what, option, on, named = tie
    lines = lines_of(said)
    asked = {line.statement.target for line in lines if line.statement.target}
    return Link(
        said[0].party,
        what,
        option,
        on,
        named,
        _stance(said[0], what, option),
        said[0].voice,
        _conditions(said),
        tuple(sorted(asked)),
        what is None or (what == TRUCE and option is None),
        all(_taken_back(u, spoken) for u in said),
        lines,
    )


def _conditions(said: Iterable[Utterance]) -> tuple[str, ...]:
    """The conditions as written, each once."""
    return tuple(
        sorted({line.statement.condition for u in said for line in u.lines if line.statement.condition})
    )


def _taken_back(utterance: Utterance, among: Iterable[Utterance]) -> bool:
    """Whether the party later took the same option without the condition, in a voice at least as strong."""
    return any(
        (u.party, u.key, u.option) == (utterance.party, utterance.key, utterance.option)
        and u.stance in {"accept", "demand"}
        and not (u.conditional or u.condition_on)
        and VOICES.index(u.voice) <= VOICES.index(utterance.voice)
        and utterance.said.certainly_before(u.said)
        for u in among
    )


def link_order(link: Link) -> tuple[object, ...]:
    """By party and matter, own words before others'."""
    return (
        link.party,
        str(link.what or ""),
        link.option or "",
        tuple(x or "" for x in link.on or ()),
        VOICES.index(link.voice),
        link.stance,
        link.conditions,
    )
