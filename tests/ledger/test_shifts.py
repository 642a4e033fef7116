"""Shifts: a party's later dated words that cannot stand beside its earlier ones, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detente.ledger.raised import Silence, raised
from detente.ledger.shifts import Dating, Shift, ShiftKind, shifts
from detente.ledger.turning import Direction
from detente.ledger.utterances import Voice
from detente.ledger.view import LedgerView, Moment
from detente.packs.model import Pack
from ledger.talkative import talkative_worlds
from random_worlds import Saying, World, renamed, sayings
from small_worlds import PARTIES, Papers, one

JANUARY, MARCH = "2025-01-10", "2025-03-10"
CLAIMING, DEFENDING = "territory to state claiming", "territory to state defending"
Word = tuple[str, str, str | None]


def found(pack: Pack, *words: tuple[Word, dict[str, Any]], dating: Dating | None = None) -> tuple[Shift, ...]:
    papers = Papers()
    for (party, stance, option), more in words:
        papers.says(party, stance, "terr.line", option, stage="settlement", **more)
    return shifts(papers.view(), pack, dating)


def then(pack: Pack, before: Word, after: Word, **more: Any) -> tuple[Shift, ...]:
    """What shifts between words of January and words of March."""
    return found(pack, (before, {"date": JANUARY, **more}), (after, {"date": MARCH, **more}))


@pytest.mark.parametrize(
    ("before", "after", "kind", "direction"),
    [
        (("north", "demand", "far"), ("north", "accept", "near"), ShiftKind.MOVE, Direction.SOFTENED),
        (("south", "demand", "old"), ("south", "accept", "near"), ShiftKind.MOVE, Direction.SOFTENED),
        (("north", "accept", "near"), ("north", "demand", "far"), ShiftKind.MOVE, Direction.HARDENED),
        (("north", "reject", "near"), ("north", "accept", "near"), ShiftKind.REVERSAL, Direction.SOFTENED),
        (("south", "accept", "near"), ("south", "reject", "near"), ShiftKind.REVERSAL, Direction.HARDENED),
        (("south", "reject", "near"), ("south", "hedge", "near"), ShiftKind.MOVE, Direction.SOFTENED),
        (("host", "propose", "near"), ("host", "reject", "near"), ShiftKind.REVERSAL, Direction.CHANGED),
        (("north", "hedge", "near"), ("north", "demand", "near"), ShiftKind.MOVE, Direction.HARDENED),
        (("north", "demand", "far"), ("north", "hedge", "far"), ShiftKind.MOVE, Direction.SOFTENED),
        (("north", "hedge", "near"), ("north", "accept", "near"), ShiftKind.MOVE, Direction.SOFTENED),
        (("north", "hedge", "old"), ("north", "demand", "old"), ShiftKind.MOVE, Direction.CHANGED),
        (("north", "hedge", "far"), ("north", "accept", "far"), ShiftKind.MOVE, Direction.CHANGED),
        (("host", "hedge", "near"), ("host", "demand", "near"), ShiftKind.MOVE, Direction.CHANGED),
    ],
)
def test_a_move_is_told_by_where_the_party_pulls_to(
    small_pack: Callable[..., Pack], before: Word, after: Word, kind: ShiftKind, direction: Direction
) -> None:
    shift = one(then(small_pack(), before, after))
    assert (shift.kind, shift.direction, shift.voice) == (kind, direction, Voice.OWN)
    assert (shift.after, shift.by) == (date(2025, 1, 10), date(2025, 3, 10))
    assert [x.statement.stance for x in shift.before_lines] == [before[1]]
    assert [x.statement.stance for x in shift.after_lines] == [after[1]]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("north", "demand", "near"), ("north", "demand", "near")),
        (("north", "propose", "near"), ("north", "demand", "near")),  # reports paraphrase freely
        (("north", "reject", "near"), ("north", "demand", "far")),
        (("north", "reject", "old"), ("north", "accept", "near")),
        (("host", "reject", "far"), ("host", "propose", "near")),
        (("north", "demand", "far"), ("south", "demand", "old")),
        (("north", "demand", None), ("north", "reject", None)),  # its own terms, and what others tabled
    ],
)
def test_words_that_can_stand_beside_the_earlier_ones_are_no_shift(
    small_pack: Callable[..., Pack], before: Word, after: Word
) -> None:
    assert then(small_pack(), before, after) == ()


def test_a_number_and_the_same_number_extendable_are_no_shift(small_pack: Callable[..., Pack]) -> None:
    papers, pack = Papers(), small_pack()
    for option, day in (("days30", JANUARY), ("days30x", MARCH)):
        papers.says("north", "demand", "cf.duration", option, date=day)
    assert shifts(papers.view(), pack) == ()
    papers.says("north", "demand", "cf.duration", "days3", date="2025-05-01")
    assert len(shifts(papers.view(), pack)) == 1


def test_the_size_is_counted_in_steps_of_the_axis_towards_one_of_its_ends(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack()
    far = one(then(pack, ("north", "demand", "far"), ("north", "accept", "old")))
    assert (far.size, far.steps, far.towards) == (2, 2, DEFENDING)
    near = one(then(pack, ("south", "demand", "old"), ("south", "accept", "near")))
    assert (near.size, near.steps, near.towards) == (1, 2, CLAIMING)
    host = one(then(pack, ("host", "demand", "old"), ("host", "demand", "far")))
    assert (host.direction, host.size, host.towards) == (Direction.CHANGED, 2, CLAIMING)


def test_undated_words_and_words_known_only_by_the_day_of_their_report_are_never_the_new_position(
    small_pack: Callable[..., Pack],
) -> None:
    pack, old, new = small_pack(), ("north", "reject", "near"), ("north", "accept", "near")
    assert found(pack, (old, {"date": JANUARY}), (new, {"paper": "b"})) == ()
    reported = {"paper": "b", "published": MARCH}
    assert found(pack, (old, {"date": JANUARY}), (new, reported)) == ()
    fresh = one(found(pack, (old, {"date": JANUARY}), (new, reported), dating=Dating(fresh_days=7)))
    assert fresh.assumed_fresh
    known_before = one(found(pack, (old, {"paper": "c", "published": JANUARY}), (new, {"date": MARCH})))
    assert (known_before.after, known_before.by) == (None, date(2025, 3, 10))


def test_the_interval_runs_from_the_last_old_word_to_the_first_new_one(
    small_pack: Callable[..., Pack],
) -> None:
    old, new = ("north", "reject", "near"), ("north", "accept", "near")
    days = [
        (old, "2025-01-01"),
        (old, "2025-01-20"),
        (new, "2025-03"),
        (new, "2025-03-10"),
        (new, "2025-05-01"),
    ]
    shift = one(found(small_pack(), *((w, {"date": d}) for w, d in days)))
    assert (shift.after, shift.by) == (date(2025, 1, 20), date(2025, 3, 10))
    assert [x.statement.date for x in shift.after_lines] == ["2025-03-10", "2025-03"]


def test_words_that_may_be_of_the_same_time_show_no_shift(small_pack: Callable[..., Pack]) -> None:
    old, new = ("north", "reject", "near"), ("north", "accept", "near")
    assert found(small_pack(), (old, {"date": "2025-03"}), (new, {"date": MARCH})) == ()
    assert found(small_pack(), (old, {"date": MARCH}), (new, {"date": MARCH})) == ()


def test_each_voice_is_compared_with_its_like(small_pack: Callable[..., Pack]) -> None:
    pack, old, new = small_pack(), ("north", "reject", "near"), ("north", "accept", "near")
    for basis, voice in (("reported", Voice.REPORTED), ("analyst", Voice.ATTRIBUTED)):
        assert found(pack, (old, {"date": JANUARY}), (new, {"date": MARCH, "basis": basis})) == ()
        assert one(then(pack, old, new, basis=basis)).voice is voice


def test_a_word_that_is_only_possible_shows_no_shift(small_pack: Callable[..., Pack]) -> None:
    old, new = ("north", "reject", "near"), ("north", "accept", "near")
    assert found(small_pack(), (old, {"date": JANUARY}), (new, {"date": MARCH, "certainty": "may"})) == ()


def test_a_condition_that_comes_or_goes_is_a_move_and_inferred(small_pack: Callable[..., Pack]) -> None:
    word = ("north", "accept", "near")
    added = one(found(small_pack(), (word, {"date": JANUARY}), (word, {"date": MARCH, "condition": "if"})))
    assert (added.direction, added.inferred, added.kind) == (Direction.HARDENED, True, ShiftKind.MOVE)


def test_a_refusal_of_no_named_option_after_a_yes_is_a_reversal_and_inferred(
    small_pack: Callable[..., Pack],
) -> None:
    shift = one(then(small_pack(), ("north", "accept", None), ("north", "reject", None)))
    assert (shift.kind, shift.direction, shift.inferred) == (ShiftKind.REVERSAL, Direction.CHANGED, True)


def test_another_person_who_speaks_is_told(small_pack: Callable[..., Pack]) -> None:
    persons = (
        PARTIES
        + """
persons:
- {id: vale, name: Ida Vale, source: x, offices: [{party: north, title: President, from: 2020, source: x}]}
- {id: reed, name: Tom Reed, source: x, offices: [{party: north, title: Spokesman, from: 2020, source: x}]}
"""
    )
    old, new = ("north", "reject", "near"), ("north", "accept", "near")
    first = {"date": JANUARY, "speaker": "spokesman Tom Reed"}
    pack = small_pack(parties=persons)
    assert one(found(pack, (old, first), (new, {"date": MARCH, "speaker": "the President"}))).by_another
    assert not one(found(pack, (old, first), (new, {"date": MARCH, "speaker": "Reed"}))).by_another
    assert not one(found(pack, (old, first), (new, {"date": MARCH, "speaker": "North"}))).by_another


def test_words_of_an_unclear_stage_are_compared_with_both_and_marked(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    papers.says("north", "reject", "terr.line", "near", date=JANUARY)
    papers.says("north", "accept", "terr.line", "near", date=MARCH, stage="truce")
    shift = one(shifts(papers.view(), small_pack()))
    assert (shift.stage, shift.stage_unclear) == ("truce", True)
    papers.says("south", "reject", "terr.line", "near", date=JANUARY)
    papers.says("south", "accept", "terr.line", "near", date=MARCH)
    assert [s.stage for s in shifts(papers.view(), small_pack()) if s.party == "south"] == [None]
    papers = Papers()
    papers.says("north", "reject", "terr.line", "near", date=JANUARY, stage="settlement")
    papers.says("north", "accept", "terr.line", "near", date=MARCH, stage="truce")
    assert shifts(papers.view(), small_pack()) == ()


@pytest.mark.parametrize(
    ("again", "dating", "more"),
    [
        ({"published": "2025-04-10"}, None, 0),
        ({"published": "2025-04-10", "date": JANUARY}, None, 0),
        ({"published": "2025-04-10", "story": "first"}, Dating(fresh_days=30), 0),
        ({"published": "2025-04-10"}, Dating(fresh_days=30), 1),
    ],
)
def test_old_words_that_are_printed_again_are_no_shift_back(
    small_pack: Callable[..., Pack], again: dict[str, str], dating: Dating | None, more: int
) -> None:
    words = {"stage": "settlement"}
    papers = Papers()
    papers.says(
        "north", "demand", "terr.line", "far", published=JANUARY, story="first", date=JANUARY, **words
    )
    papers.says("north", "accept", "terr.line", "near", paper="b", date=MARCH, **words)
    papers.says("north", "demand", "terr.line", "far", paper="rewrite", **again, **words)
    moved = shifts(papers.view(), small_pack(), dating)
    assert [s.direction for s in moved][:1] == [Direction.SOFTENED]
    assert (
        len(moved) == 1 + more
    )  # taken to be fresh, words of another story are new words: the caller's choice


OTHERS = ("econ.relief", "proc.format", "forces.size")
FEW = Silence(occasions=3)
DAYS = ("2025-02-01", "2025-02-10", "2025-02-20")


def on_others(papers: Papers, days: tuple[str, ...] = DAYS, **more: Any) -> None:
    """The North speaks of other issues, one a day."""
    for issue, day in zip(OTHERS, days, strict=False):
        papers.says("north", "demand", issue, None, date=day, **more)


def silences(papers: Papers, pack: Pack, silence: Silence = FEW) -> list[tuple[ShiftKind, str]]:
    return [
        (s.kind, str(s.key))
        for s in raised(papers.view(), pack, silence=silence)
        if s.key.issue == "terr.line"
    ]


def test_an_issue_is_new_where_the_party_had_spoken_of_others_and_asks_for_something(
    small_pack: Callable[..., Pack],
) -> None:
    pack, papers = small_pack(), Papers()
    on_others(papers)
    papers.says("north", "propose", "terr.line", "near", date=MARCH)
    assert silences(papers, pack) == [(ShiftKind.NEW_ISSUE, "terr.line")]
    assert silences(papers, pack, Silence(occasions=4)) == []
    shift = one(s for s in raised(papers.view(), pack, silence=FEW) if s.key.issue == "terr.line")
    assert (shift.after, shift.by, shift.inferred) == (date(2025, 2, 20), date(2025, 3, 10), True)
    assert len(shift.before_lines) == 3
    papers.says("north", "demand", "terr.line", "near", paper="undated")
    assert silences(papers, pack) == []  # it may have said so before


@pytest.mark.parametrize("stance", ["accept", "reject", "hedge"])
def test_an_answer_to_others_raises_no_issue(small_pack: Callable[..., Pack], stance: str) -> None:
    papers = Papers()
    on_others(papers)
    papers.says("north", stance, "terr.line", "near", date=MARCH)
    assert silences(papers, small_pack()) == []


def test_an_issue_is_dropped_where_it_was_pressed_and_then_only_others_were_spoken_of(
    small_pack: Callable[..., Pack],
) -> None:
    pack, papers = small_pack(), Papers()
    papers.says("north", "demand", "terr.line", "far", date="2025-01-01")
    on_others(papers)
    assert silences(papers, pack) == []  # said once
    papers.says("north", "demand", "terr.line", "far", date=JANUARY)
    assert silences(papers, pack) == [(ShiftKind.DROPPED_ISSUE, "terr.line")]
    shift = one(s for s in raised(papers.view(), pack, silence=FEW) if s.kind is ShiftKind.DROPPED_ISSUE)
    assert (shift.after, shift.by) == (date(2025, 1, 10), date(2025, 2, 20))
    assert [x.statement.date for x in shift.before_lines] == [JANUARY]
    papers.says("north", "hedge", "terr.line", "far", paper="undated")
    assert silences(papers, pack) == []


def test_silence_is_measured_by_a_partys_own_dated_words(small_pack: Callable[..., Pack]) -> None:
    pack, papers = small_pack(), Papers()
    for day in ("2025-01-01", JANUARY):
        papers.says("north", "demand", "terr.line", "far", date=day)
    on_others(papers, basis="analyst")
    for n in range(3):
        papers.says("north", "demand", "econ.relief", None, paper=f"p{n}", published=f"2025-04-{n + 10}")
    assert silences(papers, pack) == []


Told = tuple[object, ...]


def told(seen: LedgerView, pack: Pack) -> set[Told]:
    """Shifts as they would be told, without the order of anything."""
    return {
        (
            s.party, s.key, s.stage, s.voice, s.kind, s.direction, s.turns, s.after, s.by, s.size, s.towards, s.inferred,
            frozenset(x.original_id for x in s.before_lines), frozenset(x.original_id for x in s.after_lines),
        )
        for s in (*shifts(seen, pack), *raised(seen, pack, silence=Silence(1, 1)))
    }  # fmt: skip


def view_of(said: tuple[Saying, ...], pack: Pack) -> LedgerView:
    return World(pack, said).papers.view()


@given(talkative_worlds())
def test_every_shift_has_lines_on_both_sides_that_are_in_order(world: World) -> None:
    for shift in shifts(world.papers.view(), world.pack):
        assert shift.before_lines
        assert shift.after_lines
        assert shift.after is None or shift.after < shift.by
        assert all(x.statement.date and x.statement.holder == shift.party for x in shift.after_lines)


@given(talkative_worlds())
def test_swapped_parties_shift_alike(world: World) -> None:
    swap = {"alder": "birch", "birch": "alder"}
    other = renamed(world, lambda p: swap.get(p, p))

    def plain(w: World, back: Callable[[str], str]) -> set[Told]:
        return {
            (back(s.party), s.key, s.stage, s.voice, s.kind, s.direction, s.turns, s.after, s.by, s.size, s.towards,
             s.inferred, len(s.before_lines), len(s.after_lines))
            for s in (*shifts(w.papers.view(), w.pack), *raised(w.papers.view(), w.pack, silence=Silence(1, 1)))
        }  # fmt: skip

    assert plain(world, lambda p: p) == plain(other, lambda p: swap.get(p, p))


@given(talkative_worlds(), st.randoms())
def test_the_order_of_entry_does_not_matter(world: World, random: Any) -> None:
    papers = world.papers
    before = told(papers.view(), world.pack)
    random.shuffle(papers.entries)
    assert told(papers.view(), world.pack) == before


@given(st.data(), talkative_worlds())
def test_a_line_that_is_undated_or_attributed_adds_no_shift_in_own_words(
    data: st.DataObject, world: World
) -> None:
    extra = data.draw(sayings(world.pack))
    papers, more = world.papers, world.papers
    if data.draw(st.booleans()):
        replace(extra, basis="analyst").into(more)
    else:
        more.says(extra.party, extra.stance, extra.issue, extra.option, paper="undated", stage="settlement")

    def own(p: Papers) -> set[Told]:
        return {
            (s.party, s.key, s.kind, s.direction, s.turns, s.after, s.by)
            for s in (*shifts(p.view(), world.pack), *raised(p.view(), world.pack, silence=Silence(1, 1)))
            if s.voice is Voice.OWN
        }

    assert own(more) <= own(papers)


@given(talkative_worlds())
def test_a_view_of_an_earlier_day_has_no_shift_of_a_later_one(world: World) -> None:
    day = date(2025, 2, 20)
    early = shifts(world.papers.view(Moment(as_of=day)), world.pack)
    assume(early)
    assert all(s.by <= day for s in early)
