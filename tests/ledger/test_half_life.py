"""How words fade: as the pack says only before contrary words, as the user says with every day, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ledger.ageing import Ageing, ageing_of, day_of, of_pack
from detente.ledger.positions import OptionStand, Word
from detente.ledger.view import HalfLife, Moment
from detente.packs.model import Pack
from random_worlds import World, worlds
from small_worlds import Papers, one

TODAY = date(2025, 6, 30)
FADING = Moment(half_life=HalfLife(180.0), today=TODAY)


def stand_at(papers: Papers, pack: Pack, moment: Moment, option: str = "near") -> OptionStand:
    return one(
        s
        for p in papers.positions(pack, moment)
        if p.stage == "settlement"
        for s in p.stands
        if s.option == option
    )


def test_a_position_of_two_years_ago_fades_to_not_firm_and_is_carried_over_as_inferred(
    small_pack: Callable[..., Pack],
) -> None:
    pack, papers = small_pack(), Papers()
    papers.says("north", "demand", "terr.line", "near", date="2023-06-30")
    usual, faded = stand_at(papers, pack, Moment(today=TODAY)), stand_at(papers, pack, FADING)
    assert (usual.firm, usual.faded) == (True, False)
    assert (faded.word, faded.firm, faded.faded) == (Word.YES, False, True)
    assert faded.figure.mass_for == pytest.approx(4 * 0.5 ** (731 / 180), abs=1e-6)
    assert faded.confirmed == date(2023, 6, 30)


def test_a_fresh_position_stays_firm_and_an_old_contrary_gives_way_sooner(
    small_pack: Callable[..., Pack],
) -> None:
    pack, papers = small_pack(), Papers()
    papers.says("north", "demand", "terr.line", "near", date="2025-06-20")
    assert stand_at(papers, pack, FADING).firm
    papers.says("north", "reject", "terr.line", "near", date="2025-03-01")
    assert stand_at(papers, pack, Moment(today=TODAY)).word is Word.CONTESTED
    assert stand_at(papers, pack, Moment(half_life=HalfLife(20.0), today=TODAY)).word is Word.YES
    assert stand_at(papers, pack, Moment(half_life=HalfLife(None), today=TODAY)).word is Word.CONTESTED


def test_without_decay_an_old_word_weighs_as_much_as_its_contrary(small_pack: Callable[..., Pack]) -> None:
    pack, papers = small_pack(), Papers()
    papers.says("north", "accept", "terr.line", "near", date="2022-01-01")
    papers.says("north", "reject", "terr.line", "near", date="2025-06-20")
    papers.says("north", "reject", "terr.line", "near")
    found = stand_at(papers, pack, Moment(half_life=HalfLife(None), today=TODAY)).figure
    assert (found.mass_for, found.mass_against) == (4.0, 8.0)


def test_an_undated_word_counts_half_where_all_words_fade(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "near")
    assert stand_at(papers, small_pack(), FADING).figure.mass_for == 2.0


def test_words_fade_to_the_earliest_day_that_is_asked_for_else_to_the_clocks_else_to_the_last_in_the_file() -> (
    None
):
    papers = Papers()
    papers.says("north", "demand", "terr.line", "near", date="2025-02-01", published="2025-02-03")
    asked = Moment(
        as_of=date(2025, 5, 1),
        known_by=date(2025, 4, 1),
        recorded_by=datetime(2025, 6, 1, tzinfo=UTC),
        today=TODAY,
    )
    assert asked.day == date(2025, 4, 1)
    assert Moment(recorded_by=datetime(2025, 6, 1, tzinfo=UTC), today=TODAY).day == date(2025, 6, 1)
    assert day_of(papers.view(Moment(today=TODAY))) == TODAY
    assert day_of(papers.view()) == date(2025, 2, 3)
    assert day_of(Papers().view()) is None


def test_the_packs_way_is_the_usual_one_whatever_is_asked_for_by_its_name(
    small_pack: Callable[..., Pack],
) -> None:
    pack, papers = small_pack(), Papers()
    for moment in (Moment(today=TODAY), Moment(half_life=HalfLife(None, of_pack=True), today=TODAY)):
        assert ageing_of(papers.view(moment), pack) == Ageing(pack.half_life_days)
        assert of_pack(ageing_of(papers.view(moment), pack), pack)
    assert not of_pack(ageing_of(papers.view(FADING), pack), pack)


def test_what_was_said_on_the_day_or_after_it_has_not_faded() -> None:
    ageing = Ageing(90.0, date(2025, 1, 1))
    assert ageing.of(date(2025, 3, 1), None).recency == 1.0
    assert ageing.of(date(2025, 1, 1), None).recency == 1.0
    assert ageing.of(date(2024, 10, 3), None).recency == pytest.approx(0.5)


@given(worlds(), st.floats(5, 2000))
def test_a_longer_half_life_never_makes_words_weigh_less_and_none_is_the_longest(
    world: World, days: float
) -> None:
    pack = world.pack
    lives = (HalfLife(days), HalfLife(2 * days), HalfLife(None))
    for shorter, longer in pairwise(lives):
        weighed = [
            world.papers.positions(pack, Moment(half_life=life, today=TODAY)) for life in (shorter, longer)
        ]
        for one_, other in zip(*weighed, strict=True):
            for value, figure in one_.figures.items():
                assert (
                    figure.mass_for + figure.mass_against
                    <= sum((other.figures[value].mass_for, other.figures[value].mass_against)) + 1e-5
                )


@given(worlds())
def test_a_very_long_half_life_is_as_none_for_what_is_dated(world: World) -> None:
    found = [
        world.papers.positions(world.pack, Moment(half_life=HalfLife(life), today=TODAY))
        for life in (1e9, None)
    ]
    for long, none in zip(*found, strict=True):
        if all(u.day for u in long.utterances):
            assert [(s.word, s.firm) for s in long.stands] == [(s.word, s.firm) for s in none.stands]
