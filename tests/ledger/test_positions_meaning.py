"""What a stance excludes, and in which word a position is put (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given

from detente.ledger.positions import Word
from detente.ledger.utterances import Voice
from detente.ledger.values import OPEN, meaning, stands_for, values_of
from detente.packs.model import Leaf, Option, Pack
from random_worlds import World, worlds
from small_worlds import ISSUES, Papers

DEFENDING, CLAIMING = "territory to state defending", "territory to state claiming"
TROOPS = Leaf(
    "x.troops", type="numeric",
    options=(Option("none", "No cap"), Option("some", "Fewer", could_be=("c600", "c85"), direction="at_most"),
             Option("c600", "600,000", value=600000, direction="at_most"), Option("c85", "85,000", value=85000, direction="at_most"),
             Option("c1500", "1.5 million", value=1_500_000, direction="exactly")),
)  # fmt: skip
DAYS = Leaf(
    "x.days", type="numeric",
    options=(Option("d30", "30", value=30, direction="exactly"), Option("d30x", "30 and on", value=30, direction="at_least"),
             Option("open", "For ever")),
)  # fmt: skip


def excluded(papers: Papers, pack: Pack, party: str, key: str) -> set[str]:
    return {v for e in papers.position(pack, party, key).exclusions for v in e.values}


@pytest.mark.parametrize(
    ("party", "stance", "option", "out"),
    [
        ("north", "demand", "near", {"old", OPEN}),  # at least near, for one who pulls to far
        ("south", "demand", "near", {"far", OPEN}),
        ("host", "demand", "near", {"old", "far", OPEN}),  # a mediator has no pole
        ("north", "reject", "near", {"old", "near"}),  # and all that is farther from its pole
        ("south", "reject", "near", {"near", "far"}),
        ("host", "reject", "near", {"near"}),
        ("host", "demand", "land", {"old", OPEN}),  # vague: one of near, far
        ("host", "reject", "land", {"near", "far"}),  # vague: none of them
        ("north", "demand", "deferred", {"old", "near", "far"}),
        ("north", "reject", "deferred", {OPEN}),
        ("north", "accept", "near", set()),
        ("north", "accept", "land", set()),
        ("north", "propose", "near", set()),
        ("north", "hedge", "near", set()),
        ("north", "hedge", None, set()),
        ("north", "demand", None, set()),
        ("north", "demand", "open_to_discuss", set()),
        ("north", "reject", "silent", set()),
        ("north", "reject", "reject_any", set()),  # nobody tabled anything
    ],
)
def test_what_a_stance_excludes(
    small_pack: Callable[..., Pack], party: str, stance: str, option: str | None, out: set[str]
) -> None:
    papers = Papers()
    papers.says(party, stance, "terr.line", option)
    assert excluded(papers, small_pack(), party, "terr.line") == out


def test_what_follows_from_the_axis_is_marked_as_inferred(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    papers.says("north", "reject", "terr.line", "near")
    assert [
        (e.values, e.inferred) for e in papers.position(small_pack(), "north", "terr.line").exclusions
    ] == [({"old", "near"}, {"old"})]


def test_a_null_refusal_refuses_what_others_had_tabled_by_then_and_is_shown(
    small_pack: Callable[..., Pack],
) -> None:
    papers = Papers()
    papers.says("host", "propose", "terr.line", "near", date="2025-03-01")
    papers.says("host", "propose", "terr.line", "old", date="2025-05-01")
    papers.says("south", "hedge", "terr.line", "far", date="2025-03-01")
    papers.says("north", "reject", "terr.line", None, date="2025-03-13")
    pack = small_pack()
    assert excluded(papers, pack, "north", "terr.line") == {"near"}
    position = papers.position(pack, "north", "terr.line")
    assert position.exclusions[0].inferred == {"near"}
    assert position.word is Word.NO


def test_a_refusal_unless_something_is_a_condition_and_no_refusal(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    papers.says(
        "north", "reject", "terr.line", "near", condition="unless", condition_on=(("econ.relief", "full"),)
    )
    assert excluded(papers, small_pack(), "north", "terr.line") == set()


@pytest.mark.parametrize(
    ("party", "stance", "option", "out", "within"),
    [
        ("north", "demand", "withdrawal", set(), {"withdrawal"}),
        ("north", "propose", "withdrawal", set(), set()),
        ("north", "reject", "withdrawal", {"withdrawal"}, set()),
        ("north", "hedge", "withdrawal", set(), set()),
        ("north", "hedge", "none", set(), set()),
        ("north", "reject", "none", set(), set()),
        ("host", "demand", "none", set(), set()),
    ],
)
def test_a_set_is_held_element_by_element(
    small_pack: Callable[..., Pack], party: str, stance: str, option: str, out: set[str], within: set[str]
) -> None:
    papers = Papers()
    papers.says(party, stance, "cf.precondition", option)
    position = papers.position(small_pack(), party, "cf.precondition", "truce")
    assert {v for e in position.exclusions for v in e.values} == out
    assert {v for e in position.exclusions for v in e.demanded} == within


@pytest.mark.parametrize("stance", ["demand", "propose", "accept"])
def test_none_of_a_belligerent_excludes_every_element_but_those_that_bind_both_alike_and_a_mediators_does_not(
    small_pack: Callable[..., Pack], stance: str
) -> None:
    pack = small_pack()
    papers = Papers()
    papers.says("south", stance, "cf.precondition", "none")
    papers.says("host", stance, "cf.precondition", "none")
    found = {p.party: p.exclusions for p in papers.positions(pack)}
    assert found["south"][0].values == set(values_of(pack.leaves["cf.precondition"])) - {"reciprocity"}
    assert found["host"] == ()


def test_numbers_carry_a_direction_and_the_intervals_between() -> None:
    assert values_of(TROOPS) == (
        "..85000",
        "c85",
        "85000..600000",
        "c600",
        "600000..1500000",
        "c1500",
        "1500000..",
        "none",
        OPEN,
    )
    assert stands_for(TROOPS, "c600") == ("..85000", "c85", "85000..600000", "c600")
    assert stands_for(TROOPS, "some") == ("..85000", "c85", "85000..600000", "c600")
    assert stands_for(TROOPS, "c1500") == ("c1500",)
    assert stands_for(TROOPS, "none") == ("none",)
    assert stands_for(TROOPS, "nothing") == ()
    demanded = meaning(TROOPS, "demand", "c600", pole=None, belligerent=True)
    assert demanded.no == {"600000..1500000", "c1500", "1500000..", "none", OPEN}


def test_two_options_of_one_number_have_nothing_between_them() -> None:
    assert values_of(DAYS) == ("..30", "d30", "d30x", "30..", OPEN)
    assert stands_for(DAYS, "d30x") == ("d30", "d30x", "30..")  # "at least 30" is met by 30


def test_numbers_without_a_value_are_their_names() -> None:
    assert values_of(Leaf("x.y", type="numeric", options=(Option("none", "None"), Option("few", "Few")))) == (
        "none",
        "few",
        OPEN,
    )


def test_an_unknown_option_is_as_if_none_were_named(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    papers.says("host", "propose", "terr.line", "near")
    papers.says("north", "reject", "terr.line", "nowhere")
    assert excluded(papers, small_pack(), "north", "terr.line") == {"near"}


def test_the_seven_words(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack()
    said: dict[str, list[tuple[str, dict[str, object]]]] = {
        "yes": [("demand", {})],
        "yes, with conditions": [("accept", {"condition": "if"})],
        "offers": [("propose", {})],
        "no": [("reject", {})],
        "asked, not answered": [("hedge", {})],
        "contested": [("accept", {}), ("reject", {})],
    }
    for word, stances in said.items():
        papers = Papers()
        for stance, more in stances:
            papers.says("north", stance, "terr.line", "near", **more)
        assert papers.position(pack, "north", "terr.line").word == word
    assert [w.value for w in Word if w.value not in said] == ["not heard"]


def test_the_latest_own_words_are_the_strict_reading_and_undated_ones_never(
    small_pack: Callable[..., Pack],
) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", date="2025-01-01")
    papers.says("north", "accept", "terr.line", "near", date="2025-03-01")
    papers.says("north", "demand", "terr.line", "far", certainty="may")
    papers.says("north", "reject", "terr.line", "old", basis="analyst", date="2025-06-01")
    position = papers.position(small_pack(), "north", "terr.line")
    assert position.strict is not None
    assert [u.stance for u in position.strict.latest] == ["accept"]
    assert position.strict.day == date(2025, 3, 1)


def test_an_imprecise_date_is_no_later_than_its_first_report(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", paper="a", date="2025", published="2025-03-02")
    papers.says("north", "accept", "terr.line", "near", paper="b", date="2025-06-01", published="2025-05-01")
    pack = small_pack()
    assert papers.stand(pack, "north", "terr.line", "far").latest == date(2025, 3, 2)
    assert papers.stand(pack, "north", "terr.line", "near").latest == date(
        2025, 6, 1
    )  # a report dated before what it tells


def test_own_words_come_first_and_weaker_voices_add_only_what_is_new(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    papers.says("south", "reject", "terr.line", "far")
    papers.says("south", "reject", "terr.line", "near", basis="analyst")
    found = papers.position(small_pack(), "south", "terr.line").exclusions
    assert [(e.voice, e.values) for e in found] == [(Voice.OWN, {"far"}), (Voice.ATTRIBUTED, {"near"})]


def test_a_demand_is_for_the_stage_it_names_for_both_where_the_text_does_not_tell_and_for_the_truce_on_its_own_leaves(
    small_pack: Callable[..., Pack],
) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", stage="truce")
    papers.says("north", "demand", "econ.relief", "full")
    papers.says("north", "demand", "cf.class", "interim")
    papers.says("north", "demand", "forces.rearm", "symmetric")
    found = {(p.key.issue, p.stage, p.stage_unclear) for p in papers.positions(small_pack())}
    assert found == {
        ("terr.line", "truce", False), ("econ.relief", "truce", True), ("econ.relief", "settlement", True),
        ("cf.class", "truce", False), ("forces.rearm", "truce", False),
    }  # fmt: skip


STATUS = (
    ISSUES
    + """
instances:
- {issue: terr.status, id: isle, name: The Isle, source: x, aliases: {en: ["the isle", Isle]}}
- {issue: terr.status, id: cape, name: The Cape, source: x, aliases: {en: [Cape]}}
- {issue: terr.status, id: coast, name: The Coast, members: [isle, cape], source: x}
- {issue: infra.nuclear, id: mill, name: The Mill, source: x}
"""
)


@pytest.mark.parametrize(
    ("issue", "instance", "keys", "unknown"),
    [
        ("terr.status", "isle", {"terr.status[isle]"}, []),
        ("terr.status", "the isle", {"terr.status[isle]"}, []),
        ("terr.status", "The Coast", {"terr.status[isle]", "terr.status[cape]"}, []),
        ("terr.status", "Cape and the isle", {"terr.status[isle]", "terr.status[cape]"}, []),
        ("terr.status", "Cape, Atlantis", {"terr.status[cape]"}, ["Atlantis"]),
        ("terr.status", "Lost  City #3", {"terr.status[other:lost_city_3]"}, ["Lost  City #3"]),
        ("terr.status", None, {"terr.status[other:unspecified]"}, []),
        ("infra.nuclear", None, {"infra.nuclear[mill]"}, []),
        ("terr.line", "anywhere", {"terr.line"}, []),
        ("course.progress", None, set(), []),
        ("terr.border", None, set(), []),
        ("no.leaf", None, set(), []),
    ],
)
def test_what_a_statement_is_about(
    small_pack: Callable[..., Pack], issue: str, instance: str | None, keys: set[str], unknown: list[str]
) -> None:
    from detente.ledger.agenda import keys_of

    papers = Papers()
    papers.says("north", "demand", issue, None, instance=instance)
    found, problems = keys_of(papers.lines()[0], small_pack(issues=STATUS))
    assert {str(k) for k in found} == keys
    assert [p.message.split("'")[1] for p in problems] == unknown


@given(worlds())
def test_accepting_or_proposing_excludes_nothing_on_an_issue_with_options(world: World) -> None:
    """All the same: "none" of a belligerent on a set empties it."""
    for position in world.papers.positions(world.pack):
        if {u.stance for u in position.utterances} <= {"accept", "propose", "hedge"} and not any(
            u.option == "none" for u in position.utterances
        ):
            assert position.exclusions == ()


@given(worlds())
def test_a_value_that_a_party_only_demanded_is_never_excluded_by_it(world: World) -> None:
    for position in world.papers.positions(world.pack):
        if (
            len({(u.stance, u.option) for u in position.utterances}) == 1
            and position.utterances[0].stance == "demand"
        ):
            named = stands_for(world.pack.leaves[position.key.issue], position.utterances[0].option or "")
            assert not {v for e in position.exclusions for v in e.values} & set(named)
