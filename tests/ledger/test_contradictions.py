"""Contradictions: words about one party that cannot both hold, told by whose words they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ledger.contradictions import Contradiction, contradictions
from detente.ledger.nearness import Nearness
from detente.ledger.utterances import Voice
from detente.ledger.whose_words import ContradictionKind
from detente.packs.model import Pack
from ledger.talkative import talkative_worlds
from random_worlds import World, renamed
from small_worlds import PARTIES, Papers, one

MARCH, NEXT_DAY, MAY = "2025-03-10", "2025-03-11", "2025-05-10"
PERSONS = (
    PARTIES
    + """
persons:
- {id: vale, name: Ida Vale, source: x, offices: [{party: north, title: President, from: 2020, source: x}]}
- {id: birk, name: Otto Birk, source: x, offices: [{party: north, title: Minister, from: 2020, source: x}]}
- {id: reed, name: Tom Reed, source: x, offices: [{party: north, title: Spokesman, from: 2020, source: x}]}
"""
)
Said = dict[str, Any]


def found(pack: Pack, no: Said, yes: Said, **more: Any) -> tuple[Contradiction, ...]:
    """A refusal and a yes to the same line, by or about the North."""
    papers = Papers()
    papers.says("north", "reject", "terr.line", "near", stage="settlement", **({"date": MARCH} | no))
    papers.says(
        "north", "accept", "terr.line", "near", stage="settlement", **({"date": MARCH, "paper": "b"} | yes)
    )
    return contradictions(papers.view(), pack, **more)


def test_a_spokesman_known_by_another_name_is_told_by_a_merge(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    said: Said = {"date": MARCH, "stage": "settlement"}
    papers.says("north", "reject", "terr.line", "near", speaker="T. Rietveld", **said)
    papers.says("north", "accept", "terr.line", "near", speaker="President Vale", **said)
    pack = small_pack(parties=PERSONS)
    assert one(contradictions(papers.view(), pack)).kind is ContradictionKind.ONE_PARTY
    papers.same("T. Rietveld", "Tom Reed")
    assert one(contradictions(papers.view(), pack)).kind is ContradictionKind.SPOKESMAN
    papers.same("Tom Reed", "vale")
    assert one(contradictions(papers.view(), pack)).kind is ContradictionKind.ONE_PARTY


@pytest.mark.parametrize(
    ("no", "yes", "kind"),
    [
        ({"speaker": "President Vale"}, {"speaker": "Otto Birk"}, ContradictionKind.TWO_VOICES),
        ({"speaker": "spokesman Tom Reed"}, {"speaker": "the President"}, ContradictionKind.SPOKESMAN),
        ({"speaker": "Vale"}, {"speaker": "Ida Vale"}, ContradictionKind.SOURCES),
        ({"speaker": "Vale"}, {"speaker": "North", "paper": "wire"}, ContradictionKind.ONE_PARTY),
        ({}, {"basis": "reported"}, ContradictionKind.SOURCES),
        ({}, {"basis": "counterpart", "speaker": "South"}, ContradictionKind.COUNTERPART),
        ({}, {"basis": "insider"}, ContradictionKind.ATTRIBUTED),
        ({"basis": "analyst"}, {"basis": "reported"}, ContradictionKind.SOURCES),
    ],
)
def test_whose_words_stand_against_whose(
    small_pack: Callable[..., Pack], no: Said, yes: Said, kind: ContradictionKind
) -> None:
    clash = one(found(small_pack(parties=PERSONS), no, yes))
    assert (clash.kind, clash.party, clash.values, clash.together) == (kind, "north", ("near",), True)
    assert {s.stance for s in clash.sides} == {"reject", "accept"}
    assert len(clash.lines) == 2


def test_outsiders_on_one_page_are_one_source_and_contradict_nobody(small_pack: Callable[..., Pack]) -> None:
    assert found(small_pack(), {"basis": "analyst"}, {"basis": "analyst", "paper": "wire"}) == ()


def test_one_voice_that_says_the_contrary_later_has_shifted_and_two_voices_disagree_within_days(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack(parties=PERSONS)
    one_voice, two = ({"speaker": "Vale"}, {"speaker": "Vale"}), ({"speaker": "Vale"}, {"speaker": "Birk"})
    assert found(pack, one_voice[0], one_voice[1] | {"date": NEXT_DAY}) == ()
    assert one(found(pack, two[0], two[1] | {"date": NEXT_DAY})).kind is ContradictionKind.TWO_VOICES
    assert found(pack, two[0], two[1] | {"date": MAY}) == ()
    assert one(found(pack, two[0], two[1] | {"date": MAY}, near=Nearness(100)))
    assert found(pack, two[0], two[1] | {"date": NEXT_DAY}, near=Nearness(0)) == ()


def test_words_of_unknown_days_may_contradict_or_have_changed_and_it_is_said(
    small_pack: Callable[..., Pack],
) -> None:
    assert not one(found(small_pack(), {}, {"date": None})).together
    assert not one(found(small_pack(), {}, {"date": None, "published": MAY})).together
    assert not one(found(small_pack(), {}, {"date": "2025-03"})).together
    late = {"date": None, "published": "2025-12-01"}
    assert found(small_pack(), {}, late) == ()  # a report of December is not of March
    assert found(small_pack(), {}, late, near=Nearness(fresh_days=None))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("accept", "near"), ("accept", "old")),
        (("reject", "near"), ("hedge", "near")),
        (("reject", "near"), ("demand", "far")),
        (("demand", None), ("reject", None)),
    ],
)
def test_words_that_can_both_hold_are_no_contradiction(
    small_pack: Callable[..., Pack], first: tuple[str, str | None], second: tuple[str, str | None]
) -> None:
    papers = Papers()
    for stance, option in (first, second):
        papers.says("north", stance, "terr.line", option, date=MARCH, stage="settlement")
    assert contradictions(papers.view(), small_pack()) == ()


def test_demands_that_leave_no_room_for_each_other_clash(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "near", date=MARCH, paper="a")
    papers.says("north", "demand", "terr.line", "far", date=MARCH, paper="b")
    clash = one(contradictions(papers.view(), small_pack()))
    assert (clash.values, clash.stage_unclear) == (("near",), True)


def test_words_about_two_deals_do_not_clash(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    papers.says("north", "reject", "terr.line", "near", date=MARCH, stage="settlement")
    papers.says("north", "accept", "terr.line", "near", date=MARCH, stage="truce")
    assert contradictions(papers.view(), small_pack()) == ()


def readouts(kind: Any = "official", day: str = MARCH, publisher: str = "South") -> Papers:
    """Each side tells of the same meeting, and of another agreement on prisoners."""
    papers = Papers()
    for paper, who, option in (("north", "North", "all_for_all"), ("south", publisher, "category")):
        for party in ("north", "south"):
            papers.says(
                party, "accept", "hum.pow", option, paper=paper, publisher=who, stage="truce",
                date=MARCH if paper == "north" else day, basis="own" if party == paper else "counterpart",
            )  # fmt: skip
    papers.reports = {d: replace(r, kind=kind) for d, r in papers.reports.items()}
    return papers


def test_official_accounts_of_one_day_that_tell_of_other_agreements_clash_for_each_party(
    small_pack: Callable[..., Pack],
) -> None:
    clashes = contradictions(readouts().view(), small_pack())
    assert [(c.party, c.kind, c.values) for c in clashes] == [
        ("north", ContradictionKind.READOUTS, ()),
        ("south", ContradictionKind.READOUTS, ()),
    ]
    assert {s.voices for s in clashes[0].sides} == {(Voice.OWN,), (Voice.ATTRIBUTED,)}


def test_accounts_in_the_press_are_a_counterparts_and_those_of_two_days_are_of_two_meetings(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack()
    assert {c.kind for c in contradictions(readouts("news").view(), pack)} == {ContradictionKind.COUNTERPART}
    assert contradictions(readouts(day=NEXT_DAY).view(), pack) == ()
    same = contradictions(readouts(publisher="North").view(), pack)
    assert {c.kind for c in same} == {ContradictionKind.COUNTERPART}


def test_a_yes_on_conditions_and_a_word_that_is_only_possible_are_told(
    small_pack: Callable[..., Pack],
) -> None:
    clash = one(found(small_pack(), {}, {"condition": "if", "certainty": "may", "basis": "insider"}))
    assert [s.conditional for s in clash.sides if s.stance == "accept"] == [True]
    assert clash.tentative


def test_a_refusal_on_a_condition_contradicts_no_yes(small_pack: Callable[..., Pack]) -> None:
    assert found(small_pack(), {"condition": "unless"}, {}) == ()


def test_the_same_two_things_said_often_are_one_contradiction(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    for n in range(3):
        for stance in ("reject", "accept"):
            papers.says("north", stance, "terr.line", "near", date=MARCH, paper=f"{stance}{n}")
    assert len(one(contradictions(papers.view(), small_pack())).lines) == 6


def plain(world: World, papers: Papers, back: Callable[[str], str] = lambda p: p) -> set[tuple[object, ...]]:
    return {
        (
            c.kind, back(c.party), c.key, c.stage, c.values, c.inferred, c.together,
            frozenset((s.stance, s.option, s.voices, s.conditional, len(s.lines)) for s in c.sides),
        )
        for c in contradictions(papers.view(), world.pack)
    }  # fmt: skip


@given(talkative_worlds())
def test_swapped_parties_contradict_alike(world: World) -> None:
    swap = {"alder": "birch", "birch": "alder"}
    other = renamed(world, lambda p: swap.get(p, p))
    assert plain(world, world.papers) == plain(other, other.papers, lambda p: swap.get(p, p))


@given(talkative_worlds(), st.randoms())
def test_the_order_of_entry_does_not_matter(world: World, random: Any) -> None:
    papers = world.papers
    before = plain(world, papers)
    random.shuffle(papers.entries)
    assert plain(world, papers) == before


@given(talkative_worlds())
def test_sides_are_about_one_party_and_say_different_things(world: World) -> None:
    for clash in contradictions(world.papers.view(), world.pack):
        a, b = clash.sides
        assert (a.stance, a.option) != (b.stance, b.option)
        assert {x.statement.holder for x in clash.lines} == {clash.party}
        assert {x.original_id for x in a.lines}.isdisjoint(x.original_id for x in b.lines)


@given(
    talkative_worlds(conditions=True),
    st.builds(Nearness, st.sampled_from([0, 3, 7, 40]), st.sampled_from([None, 0, 30, 90])),
)
def test_no_contradiction_is_lost_by_not_trying_every_pair(world: World, near: Nearness) -> None:
    found = contradictions(world.papers.view(), world.pack, near=near)
    with pytest.MonkeyPatch.context() as plain:
        plain.setattr("detente.ledger.contradictions.pairs", lambda words, _: combinations(words, 2))
        assert contradictions(world.papers.view(), world.pack, near=near) == found


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (("demand", "may"), ("demand", None), False),
        (("demand", "may"), ("demand", "may"), False),
        (("reject", "may"), ("accept", "may"), False),
        (("reject", None), ("accept", "may"), True),
        (("demand", None), ("demand", None), True),
    ],
)
def test_what_a_party_may_ask_for_beside_what_it_asks_for_is_none(
    small_pack: Callable[..., Pack],
    first: tuple[str, str | None],
    second: tuple[str, str | None],
    *,
    clash: bool,
) -> None:
    papers = Papers()
    for paper, option, basis, (stance, certainty) in (
        ("a", "near", "own", first),
        ("b", "far" if second[0] == "demand" else "near", "analyst", second),
    ):
        papers.says("north", stance, "terr.line", option, paper=paper, basis=basis, certainty=certainty,
                    date=MARCH, stage="settlement")  # fmt: skip
    assert bool(contradictions(papers.view(), small_pack())) is clash
