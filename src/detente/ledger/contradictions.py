"""Contradictions: words about one party on one matter that cannot both hold, said at the same time (docs/ledger-changes.md).

What one voice said on one day and the contrary on a later day is a shift (`shifts`), no contradiction; two voices of one
party, and a party and somebody else's account of it, contradict each other where less than some days lie between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from detente.kernel.certainty import Scale
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.ledger.grades import AS_SUCH, Grade, Graded, graded, heard_with, matter_order, on_the_agenda
from detente.ledger.nearness import Nearness, farthest, pairs
from detente.ledger.positions import stages_of
from detente.ledger.shifts import lines_of, stage_of
from detente.ledger.speakers import Speaker, Speakers, speakers_of
from detente.ledger.utterances import VOICES, Utterance, Voice, utterances
from detente.ledger.values import values_of
from detente.ledger.view import LedgerView
from detente.ledger.whose_words import KINDS, ContradictionKind, kind_of
from detente.packs.model import Pack, Stage
from detente.statements.record import Stance

_AGREED = frozenset({"accept", "propose", "demand"})
_LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things said: the stance and option, in which voices, by whom where the pack knows, on which lines."""

    stance: Stance
    option: str | None
    voices: tuple[Voice, ...]
    speakers: tuple[Speaker, ...]
    conditional: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things said of one party on a matter that cannot both hold; the earlier one first.

    `tentative`: one of the sides is only said to be possible ("might").
    `values` are those on which they clash; none where both tell of an agreement and each of another one. `inferred`: the
    clash lies in what words imply. `together`: surely said within the days asked about; else it may be a change over time.
    """

    kind: ContradictionKind
    party: str
    key: Key
    stage: Stage | None
    sides: tuple[Side, Side]
    values: tuple[str, ...]
    inferred: bool
    together: bool
    stage_unclear: bool
    tentative: bool

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line it rests on, once."""
        return tuple(dict.fromkeys(line for side in self.sides for line in side.lines))


@dataclass(frozen=True, slots=True)
class _Clash:
    """Two utterances that clash, and how."""

    kind: ContradictionKind
    words: tuple[Graded, Graded]
    values: tuple[str, ...]
    together: bool


def contradictions(
    view: LedgerView, pack: Pack, *, near: Nearness | None = None, scale: Scale = Scale.ICD203
) -> tuple[Contradiction, ...]:
    """Every contradiction in a view."""
    near = near or Nearness()
    spoken, _ = utterances(view.counted, pack, scale=scale)
    spoken = on_the_agenda(spoken, pack)
    heard = {voice: heard_with(voice, spoken, pack) for voice in VOICES}
    groups: dict[tuple[str, Key], list[Graded]] = {}
    for u in spoken:
        groups.setdefault((u.party, u.key), []).append(graded(u, pack, heard[u.voice]))
    known = speakers_of(pack)
    found: list[Contradiction] = []
    for group in groups.values():
        clashes = [c for pair in pairs(group, near) if (c := _clash(pair, (pack, known), near))]
        found += _gathered(clashes, known)
    return tuple(sorted(found, key=_order))


def _clash(pair: tuple[Graded, Graded], setting: tuple[Pack, Speakers], near: Nearness) -> _Clash | None:
    pack, known = setting
    a, b = (w.utterance for w in pair)
    if not near.one_time(a.said, b.said) or not set(stages_of(a)) & set(stages_of(b)) or _may_both_be(a, b):
        return None
    kind = kind_of(a, b, known)
    if kind is None:
        return None
    same_voice = kind in {ContradictionKind.ONE_PARTY, ContradictionKind.SOURCES}
    if same_voice and (a.said.certainly_before(b.said) or b.said.certainly_before(a.said)):
        return None
    values = _clashing(*pair)
    if values or (
        kind in {ContradictionKind.READOUTS, ContradictionKind.COUNTERPART} and _told_apart(pair, pack)
    ):
        return _Clash(kind, pair, values, farthest(a.said, b.said) <= near.days)
    return None


def _may_both_be(a: Utterance, b: Utterance) -> bool:
    """Whether words only tell what is possible: two such, or one beside a demand, that a party may ask for more or for less."""
    possible = [u.certainty.middle < _LIKELY for u in (a, b)]
    return all(possible) or (any(possible) and a.stance == b.stance == "demand")


def _clashing(a: Graded, b: Graded) -> tuple[str, ...]:
    """The values that one takes and the other refuses."""
    both = a.grades.keys() & b.grades.keys()
    return tuple(
        sorted(
            v
            for v in both
            if Grade.REFUSED in {a.grades[v], b.grades[v]}
            and max(a.grades[v], b.grades[v]) >= Grade.CONDITIONAL
        )
    )


def _told_apart(pair: tuple[Graded, Graded], pack: Pack) -> bool:
    """Whether two accounts of one day tell of different agreements on a matter that has room for one."""
    a, b = pair
    leaf = pack.leaves[a.utterance.key.issue]
    agreed = a.utterance.stance in _AGREED and a.utterance.stance == b.utterance.stance
    named = a.named & frozenset(values_of(leaf)), b.named & frozenset(values_of(leaf))
    same_day = a.when == b.when and a.when.earliest is not None and a.when.earliest == a.when.latest
    return leaf.type != "set" and agreed and same_day and all(named) and not named[0] & named[1]


def _gathered(clashes: Iterable[_Clash], known: Speakers) -> Iterable[Contradiction]:
    """Clashes of the same two things said, of one kind and equally sure in time, as one contradiction."""
    together: dict[object, list[tuple[_Clash, tuple[Graded, Graded]]]] = {}
    for clash in clashes:
        first, second = sorted(clash.words, key=lambda w: (w.utterance.stance, w.utterance.option or ""))
        stage = stage_of(first.utterance) or stage_of(second.utterance)
        said = tuple((w.utterance.stance, w.utterance.option) for w in (first, second))
        together.setdefault((clash.kind, clash.together, stage, said), []).append((clash, (first, second)))
    for members in together.values():
        yield _contradiction(members, known)


def _contradiction(members: Sequence[tuple[_Clash, tuple[Graded, Graded]]], known: Speakers) -> Contradiction:
    clash, (first, second) = members[0]
    sides = sorted((_side([pair[i] for _, pair in members], known) for i in (0, 1)), key=_earlier)
    words = [w for _, pair in members for w in pair]
    stages = {stage_of(w.utterance) for w in words}
    values = tuple(sorted({v for c, _ in members for v in c.values}))
    return Contradiction(
        clash.kind,
        first.utterance.party,
        first.utterance.key,
        stage_of(first.utterance) or stage_of(second.utterance),
        (sides[0], sides[1]),
        values,
        bool(values) and all(v == AS_SUCH or any(v in w.inferred for w in words) for v in values),
        clash.together,
        None in stages,
        any(all(pair[i].utterance.certainty.middle < _LIKELY for _, pair in members) for i in (0, 1)),
    )


def _side(words: Sequence[Graded], known: Speakers) -> Side:
    said = [w.utterance for w in dict.fromkeys(words)]
    lines = lines_of(said)
    named = {s.person: s for line in lines if line.statement.basis == "own" and (s := known.of(line))}
    return Side(
        said[0].stance,
        said[0].option,
        tuple(v for v in VOICES if any(u.voice is v for u in said)),
        tuple(named[p] for p in sorted(named)),
        any(u.conditional for u in said),
        lines,
    )


def _earlier(side: Side) -> tuple[object, ...]:
    days = [line.said.latest for line in side.lines if line.said.latest]
    return min(days, default=date.max), side.stance, side.option or ""


def _order(found: Contradiction) -> tuple[object, ...]:
    """Those surely of one time first, by kind, matter and party."""
    said = tuple((s.stance, s.option or "") for s in found.sides)
    return (
        not found.together,
        KINDS.index(found.kind),
        *matter_order(found.key),
        found.party,
        found.stage or "",
        said,
    )
