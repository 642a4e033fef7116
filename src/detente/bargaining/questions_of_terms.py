"""Questions on what parties ask of one another: the same limits on both sides, what before and what after, what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.bargaining.constraints.groups import role_of
from detente.bargaining.constraints.model import Role, StageProblem
from detente.bargaining.differences import sequence
from detente.bargaining.results import Deadlock, Question, QuestionKind
from detente.bargaining.wording import key_label, listed, option_label
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.meanings import pole_of
from detente.ledger.positions import Position, Word
from detente.ledger.utterances import Voice
from detente.ledger.values import OPEN, stands_for
from detente.packs.model import Pack

# Ids of the core taxonomy: an option that binds none, and limits of one side's supplies.
_NO_LIMIT = "free"
_REARMING, _SUPPLIES = "forces.rearm", ("support.arms", "support.intel", "support.training")
_MOST_NAMED = 4

Setting = tuple[StageProblem, Pack, Sequence[Deadlock]]


def questions_of_terms(
    positions: Sequence[Position], found: Sequence[Deadlock], problem: StageProblem, *, pack: Pack
) -> list[Question]:
    """What the terms that are on the table leave to be asked, of those who sign and those who provide."""
    here = [p for p in positions if p.stage == problem.stage]
    setting = problem, pack, found
    return [
        *_same_limits(here, setting),
        *_order(positions, setting),
        *_remaining(here, setting),
        *_afterwards(here, setting),
        *_instead(setting),
    ]


def _hangs(setting: Setting, party: str, keys: Sequence[Key]) -> tuple[str, ...]:
    return tuple(
        d.id for d in setting[2] if any(m.party == party and set(keys) & set(m.keys) for m in d.members)
    )


def _same_limits(here: Sequence[Position], setting: Setting) -> Iterator[Question]:
    """Who asks the other side for a limit is asked for the same on its own; the other side, which limits on both."""
    problem, pack, found = setting
    signing = pack.signatories[problem.stage]
    for leaf in (x for x in pack.leaves.values() if x.regime):
        key, for_both = Key(leaf.id), leaf.for_both
        if problem.stage != "truce" or not for_both:
            continue
        limits = [p for p in here if p.party in signing and _limits(p, key, for_both.id)]
        if not limits or any(_takes(p, for_both.id) for p in here if p.key == key):
            continue
        both = option_label(pack, key, for_both.id)
        names = {p.party for p in limits}
        lines = tuple(dict.fromkeys(line for p in limits for line in p.lines))
        asked = listed(f"“{key_label(pack, k)}”" for k in dict.fromkeys(p.key for p in limits))
        for party in sorted(signing):
            own = tuple(dict.fromkeys(p.key for p in limits if p.party == party))
            if party in names:
                text = (
                    f"You raise limits for the other side on {asked}. Would you take the same "
                    f"limits on your side, supplies from abroad included (“{both}”)?"
                )
            else:
                who = listed(sorted(pack.party_name(n) for n in names))
                text = (
                    f"{who} raises limits for your side on {asked}. Which limits would "
                    f"you take if they bound both sides (“{both}”)?"
                )
            hangs = tuple(d.id for d in found if any({key, *own} & set(m.keys) for m in d.members))
            about = tuple(k for k in own if k != key)
            yield Question(party, key, problem.stage, QuestionKind.SAME_LIMITS, text, hangs, lines, about)


def _limits(position: Position, key: Key, for_both: str) -> bool:
    """Whether a party raises a limit of the other side: on the matter itself, or on the supplies that come to it."""
    if position.voice is Voice.ATTRIBUTED:
        return False
    named = {s.option for s in position.stands if s.option and s.word is not Word.NO}
    if position.key == key:
        return bool(named - {_NO_LIMIT, for_both})
    supplied = key.issue == _REARMING and position.key.issue in _SUPPLIES
    return supplied and any(e.values for e in position.exclusions)


def _takes(position: Position, option: str) -> bool:
    return any(s.option == option and s.word is not Word.NO for s in position.stands)


def _order(positions: Sequence[Position], setting: Setting) -> Iterator[Question]:
    """Who ties the ceasefire to terms of the settlement is asked for their order; who asks for none, what that shuts out."""
    problem, pack, _ = setting
    if problem.stage != "truce":
        return
    for stand in sequence(positions, pack):
        tied = [
            p
            for p in positions
            if p.stage == "truce" and p.party == stand.party and set(p.lines) & set(stand.lines)
        ]
        if stand.option == "truce_first":
            tied = [p for p in tied if p.voice is not Voice.ATTRIBUTED]
        keys = tuple(dict.fromkeys(p.key for p in tied))
        if not keys or (stand.option == "settlement_first" and len(keys) == 1):
            continue
        named = listed(f"“{key_label(pack, k)}”" for k in keys)
        if stand.option == "settlement_first":
            text = (
                f"Reports tie a ceasefire of yours to {named}. What of this would have to be "
                "settled before it starts, what while it holds, what after?"
            )
        else:
            asked = dict.fromkeys((k, s.option) for p in tied for k in (p.key,) for s in p.stands if s.option)
            wanted = listed(f"“{option_label(pack, *one)}”" for one in asked)
            text = (
                f"You ask for {wanted} on {named}. Does that shut out rules that bind both "
                "sides, or a date for talks, agreed beside it?"
            )
        hangs = _hangs(setting, stand.party, keys)
        yield Question(stand.party, keys[0], "truce", QuestionKind.ORDER, text, hangs, stand.lines, keys[1:])


def _remaining(here: Sequence[Position], setting: Setting) -> Iterator[Question]:
    """Who refuses something in a deadlock without saying what it wants is asked for what its words leave."""
    problem, pack, _ = setting
    for position in here:
        refused = [
            s for s in position.stands if s.option and s.word is Word.NO and s.voice is not Voice.ATTRIBUTED
        ]
        hangs = _hangs(setting, position.party, [position.key])
        asked = any(s.word in {Word.YES, Word.CONDITIONS} for s in position.stands)
        left = _left(position, pack)
        role = role_of(pack, position.party, position.key, stage=problem.stage)
        if not (refused and hangs and len(left) > 1) or asked or role is None:
            continue
        key = position.key
        named = listed(f"“{option_label(pack, key, s.option)}”" for s in refused)
        ways = listed((f"“{option_label(pack, key, v)}”" for v in left), last="or")
        refuse = "You refuse" if refused[0].voice is Voice.OWN else "You are reported to refuse"
        text = f"{refuse} {named} on “{key_label(pack, key)}”. Is everything else shut out too, or would you take {ways}?"
        lines = tuple(dict.fromkeys(line for s in refused for line in s.lines))
        yield Question(position.party, key, problem.stage, QuestionKind.REMAINING, text, hangs, lines)


def _left(position: Position, pack: Pack) -> tuple[str, ...]:
    """Values that a party neither refused nor spoke of, without the end of the axis to which it pulls."""
    leaf = pack.leaves[position.key.issue]
    values = [v for v in position.figures if v != OPEN and ".." not in v]
    pole = pole_of(position.party, position.key, position.utterances, pack=pack)
    home = {values[-1] if leaf.axis.index(pole) else values[0]} if pole in leaf.axis and values else set()
    spoken = {v for s in position.stands if s.option for v in stands_for(leaf, s.option)}
    if (
        pole is None and leaf.monotone and values
    ):  # who refuses one end of a line need not be asked for the other
        home = (
            {values[-1], values[0]} - spoken
            if len({values[0], values[-1]} & spoken) == 1
            else {values[0], values[-1]}
        )
    shut = {v for e in position.exclusions for v in e.values} | spoken | home
    left = [v for v in values if v not in shut]
    return tuple(left[:_MOST_NAMED]) if leaf.type != "set" else ()


def _afterwards(here: Sequence[Position], setting: Setting) -> Iterator[Question]:
    """Who names the shortest time is asked what would let it go on; who set a date, what follows when it passes."""
    pack = setting[1]
    for position in here:
        if position.voice is Voice.ATTRIBUTED:
            continue  # what others say of a party is not put into its mouth
        key, leaf = position.key, pack.leaves[position.key.issue]
        if key.issue == "proc.deadline":
            text = f"You spoke of “{key_label(pack, key)}”. What follows where the date passes?"
            yield _after(position, text, position.lines, setting=setting)
        if leaf.type != "numeric" or key.domain != "cf":
            continue
        mine = _longest(position, pack)
        others = [p for p in here if p.key == key and p.party != position.party]
        longer = [(p, most) for p in others if (most := _longest(p, pack)) and mine and most[0] > mine[0]]
        if mine and longer:
            theirs = listed(f"“{option_label(pack, key, most[1])}”" for _, most in longer)
            own = option_label(pack, key, mine[1])
            text = f"On “{key_label(pack, key)}” you named “{own}”, others {theirs}. If yours holds, what would let it go on?"
            yield _after(position, text, position.lines, setting=setting)


def _after(position: Position, text: str, lines: tuple[Line, ...], *, setting: Setting) -> Question:
    hangs = _hangs(setting, position.party, [position.key])
    return Question(position.party, position.key, position.stage, QuestionKind.AFTERWARDS, text, hangs, lines)


def _longest(position: Position, pack: Pack) -> tuple[float, str] | None:
    """The largest number that a party offers or takes, with its option; what it only asked about is not counted."""
    leaf = pack.leaves[position.key.issue]
    named = [s.option for s in position.stands if s.option and s.word not in {Word.NO, Word.ASKED}]
    sized = [(o.value, o.id) for name in named if (o := leaf.option(name)) and o.value is not None]
    return max(sized, default=None)


def _instead(setting: Setting) -> Iterator[Question]:
    """Whose need a deadlock leaves unmet is asked which of the ways that the pack names would do."""
    problem, pack, found = setting
    for group in (g for g in problem.groups if g.role is Role.NEED):
        locks = [d for d in found if group.id in {m.id for m in d.members}]
        if not locks:
            continue
        lines = tuple(dict.fromkeys(line for d in locks for line in d.lines))
        asked = listed(
            f"“{key_label(pack, k)}”" for d in locks for m in d.members if m is not group for k in m.keys
        )
        text = (
            f"What others hold on {asked} leaves you without what the pack counts as a need of yours. "
            f"What would do instead? It names: {group.wording.removeprefix('needs ')}."
        )
        hangs = tuple(d.id for d in locks)
        yield Question(
            group.party,
            group.keys[0],
            problem.stage,
            QuestionKind.INSTEAD,
            text,
            hangs,
            lines,
            group.keys[1:],
        )
