"""The seven words of a cell, from made conversations; since when they hold, when they were last confirmed, on how much."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from detente.kernel.dates import parse_when
from detente.ledger.carrying import carried_over
from detente.ledger.positions import Position, Word
from detente.ledger.utterances import Voice
from detente.ledger.verdicts import Reading, apart, strict_of, verdicts_of
from detente.packs.model import Pack
from random_worlds import World, worlds
from small_worlds import Papers, one

Said = tuple[str, dict[str, Any]]
PLAIN: dict[str, Any] = {}
JANUARY, MARCH, JUNE = {"date": "2025-01-10"}, {"date": "2025-03-10"}, {"date": "2025-06-10"}
TIED = {"condition": "if the other side does the same"}
ANALYST, REPORTED = {"basis": "analyst"}, {"basis": "reported"}


def conversation(said: list[Said], *, option: str | None = "near") -> Papers:
    """What the North said of one option, each in a paper and room of its own."""
    papers = Papers()
    for number, (stance, more) in enumerate(said):
        given_ = {"option": option} | more
        named = given_.pop("option")
        papers.says("north", stance, "terr.line", named, paper=f"p{number}", room=f"r{number}", **given_)
    return papers


WORDS: list[tuple[str, Word, list[Said]]] = [
    ("asked for flatly", Word.YES, [("demand", PLAIN)]),
    ("accepted", Word.YES, [("accept", PLAIN)]),
    ("accepted after having been offered", Word.YES, [("propose", JANUARY), ("accept", MARCH)]),
    ("refused long ago, accepted since", Word.YES, [("reject", {"date": "2022-01-10"}), ("accept", MARCH)]),
    ("may ask for it, says one analyst", Word.YES, [("demand", ANALYST | {"certainty": "may"})]),
    ("hardly more than a guess of one analyst", Word.YES, [("accept", ANALYST | {"certainty": "speculative"})]),
    ("accepted under a condition", Word.CONDITIONS, [("accept", TIED)]),
    ("first plainly, then only if", Word.CONDITIONS, [("accept", JANUARY), ("accept", MARCH | TIED)]),
    ("first only if, then plainly", Word.YES, [("accept", JANUARY | TIED), ("accept", MARCH)]),
    ("plainly and only if, on one day", Word.YES, [("accept", MARCH | TIED), ("accept", MARCH | {"option": "near"})]),
    ("own condition, others report a plain yes", Word.CONDITIONS, [("accept", JANUARY | TIED), ("accept", MARCH | REPORTED)]),
    ("a plain yes that nobody dated beside a later condition", Word.CONDITIONS, [("accept", PLAIN), ("accept", MARCH | TIED)]),
    ("put forward", Word.OFFERS, [("propose", PLAIN)]),
    ("put forward, and asked about", Word.OFFERS, [("propose", JANUARY), ("hedge", MARCH)]),
    ("refused", Word.NO, [("reject", PLAIN)]),
    ("accepted long ago, refused since", Word.NO, [("accept", {"date": "2022-01-10"}), ("reject", MARCH)]),
    ("refused, then evaded", Word.NO, [("reject", JANUARY), ("hedge", MARCH)]),
    ("unlikely to accept, says an analyst", Word.NO, [("reject", ANALYST | {"certainty": "highly unlikely"})]),
    ("evaded", Word.ASKED, [("hedge", PLAIN)]),
    ("evaded twice", Word.ASKED, [("hedge", JANUARY), ("hedge", MARCH | REPORTED)]),
    ("accepted and refused on one day", Word.CONTESTED, [("accept", MARCH), ("reject", MARCH)]),
    ("a week apart", Word.CONTESTED, [("accept", MARCH), ("reject", {"date": "2025-03-17"})]),
    ("two reports against two", Word.CONTESTED, [("accept", REPORTED), ("accept", REPORTED | {"date": "2025-01-10"}), ("reject", REPORTED), ("reject", REPORTED | {"date": "2025-01-11"})]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "word", "said"), WORDS, ids=[w[0] for w in WORDS])
def test_a_conversation_comes_to_its_word(
    what: str, word: Word, said: list[Said], small_pack: Callable[..., Pack]
) -> None:
    assert conversation(said).stand(small_pack(), "north", "terr.line", "near").word is word, what


def test_every_word_but_silence_is_in_the_table_and_silence_is_no_position(
    small_pack: Callable[..., Pack],
) -> None:
    assert {w for _, w, _ in WORDS} == set(Word) - {Word.NOT_HEARD}
    assert not [p for p in conversation([("accept", PLAIN)]).positions(small_pack()) if p.party == "south"]


def test_a_cells_word_is_the_contested_one_else_the_latest_commitment_of_the_strongest_voice(
    small_pack: Callable[..., Pack],
) -> None:
    said: list[Said] = [("hedge", JUNE), ("accept", MARCH | {"option": "far"}), ("reject", JUNE | ANALYST | {"option": "old"})]  # fmt: skip
    position = conversation(said).position(small_pack(), "north", "terr.line")
    assert (position.word, position.lead.option) == (Word.YES, "far")
    even: list[Said] = [*said, ("accept", MARCH | {"option": "near"}), ("reject", MARCH | {"option": "near"})]
    assert conversation(even).position(small_pack(), "north", "terr.line").word is Word.CONTESTED


def test_a_word_holds_since_the_words_that_brought_it_and_is_confirmed_by_the_last_that_say_so(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack()
    said: list[Said] = [("accept", {"date": "2022-01-10"}), ("reject", {"date": "2025-02"}), ("reject", MARCH), ("hedge", JUNE)]  # fmt: skip
    stand = conversation(said).stand(pack, "north", "terr.line", "near")
    assert stand.word is Word.NO
    assert (stand.first, stand.latest) == (date(2022, 1, 10), date(2025, 6, 10))
    assert (stand.since.earliest, stand.since.latest) == (date(2025, 2, 1), date(2025, 2, 28))
    assert stand.confirmed == date(2025, 3, 10)


def test_words_known_by_their_report_alone_hold_since_its_day_or_before(
    small_pack: Callable[..., Pack],
) -> None:
    papers = conversation([("accept", {"published": parse_when("2025-03-10")})])
    since = papers.stand(small_pack(), "north", "terr.line", "near").since
    assert (since.earliest, since.latest) == (None, date(2025, 3, 10))


def test_words_that_nobody_dated_may_have_brought_it_earlier(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack()
    stand = conversation([("accept", PLAIN), ("accept", MARCH)]).stand(pack, "north", "terr.line", "near")
    assert (stand.since.earliest, stand.since.latest) == (None, date(2025, 3, 10))
    undated = conversation([("accept", PLAIN)]).stand(pack, "north", "terr.line", "near")
    assert not undated.since.known and undated.confirmed is None


def test_a_word_that_held_on_a_hundred_days_of_speaking_holds_since_the_first_of_them_or_before(
    small_pack: Callable[..., Pack],
) -> None:
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(120)]
    for count, since in ((100, (days[0], days[0])), (120, (None, days[20]))):
        said: list[Said] = [("demand", {"date": day.isoformat()}) for day in days[:count]]
        found = conversation(said).stand(small_pack(), "north", "terr.line", "near").since
        assert (found.earliest, found.latest) == since


def test_a_no_that_follows_from_other_own_words_is_in_their_voice_and_cites_them(
    small_pack: Callable[..., Pack],
) -> None:
    """Others say that the host would take the near line; its own demand for the old one leaves no room for it."""
    papers = Papers()
    papers.says("host", "accept", "terr.line", "near", basis="analyst", **JUNE)
    papers.says("host", "demand", "terr.line", "old", **MARCH)
    stand = papers.stand(small_pack(), "host", "terr.line", "near")
    assert (stand.word, stand.voice, stand.firm) == (Word.NO, Voice.OWN, False)
    assert {line.statement.stance for line in stand.lines} == {"accept", "demand"}
    assert stand.confirmed == date(2025, 3, 10)


def test_what_a_cell_rests_on_is_counted_by_voice_story_and_room(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    for paper, story, room in (("a", "s1", "r1"), ("b", "s1", "r1"), ("c", "s2", "r1")):
        papers.says(
            "north", "demand", "terr.line", "far", paper=paper, story=story, room=room, date="2025-03-10"
        )
    papers.says("north", "demand", "terr.line", "far", paper="d", story="s3", room="r2", date="2025-04-10")
    papers.says("north", "demand", "terr.line", "far", paper="d", story="s3", room="r2", basis="analyst")
    rests = papers.stand(small_pack(), "north", "terr.line", "far").rests
    assert [(r.voice, r.utterances, r.stories, r.rooms) for r in rests] == [
        (Voice.OWN, 2, 3, 2),
        (Voice.ATTRIBUTED, 1, 1, 1),
    ]


def test_what_is_known_for_one_stage_alone_is_carried_over_and_enters_no_position(
    small_pack: Callable[..., Pack],
) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", stage="settlement")
    papers.says("south", "demand", "terr.line", "old", stage="truce")
    papers.says("south", "demand", "terr.line", "old", stage="settlement")
    papers.says("host", "propose", "econ.relief", "full")  # of either
    papers.says("north", "demand", "cf.class", "interim")  # the truce's own
    found = papers.positions(small_pack())
    carried = one(carried_over(found))
    assert (carried.party, str(carried.key), carried.stage, carried.known.stage) == (
        "north",
        "terr.line",
        "truce",
        "settlement",
    )
    assert ("north", "terr.line", "truce") not in {(p.party, str(p.key), p.stage) for p in found}


@given(worlds())
def test_what_the_fold_excludes_is_what_results_are_computed_from(world: World) -> None:
    for position in world.papers.positions(world.pack):
        excluded = {v for e in position.exclusions for v in e.values}
        asked = {v for e in position.exclusions for v in e.demanded} - excluded
        verdicts = verdicts_of(position)
        assert {v.value for v in verdicts if v.reading is Reading.EXCLUDED} == excluded
        assert {v.value for v in verdicts if v.demanded} == asked
        for verdict in verdicts:
            assert bool(verdict.by) or verdict.reading is Reading.UNKNOWN
            assert not verdict.firm or verdict.voice in {Voice.OWN, Voice.REPORTED}


def test_an_element_of_a_set_that_is_asked_for_is_allowed_and_must_be_in_it(
    small_pack: Callable[..., Pack],
) -> None:
    papers = Papers()
    papers.says("north", "demand", "cf.precondition", "withdrawal")
    papers.says("south", "demand", "cf.precondition", "withdrawal", basis="analyst")
    for party, firm in (("north", True), ("south", False)):
        position = papers.position(small_pack(), party, "cf.precondition", "truce")
        found = one(v for v in verdicts_of(position) if v.value == "withdrawal")
        assert (found.reading, found.demanded, found.firm) == (Reading.ALLOWED, True, firm)


def test_own_words_that_take_an_option_firmly_allow_it_against_reports(
    small_pack: Callable[..., Pack],
) -> None:
    said: list[Said] = [
        ("accept", MARCH),
        *[("reject", REPORTED | {"date": f"2025-03-0{n}"}) for n in range(1, 7)],
    ]
    position = position_of(said, small_pack())
    found = one(v for v in verdicts_of(position) if v.value == "near")
    assert (found.reading, found.firm, found.voice) == (Reading.ALLOWED, True, Voice.OWN)
    assert "reports contradict it" in found.why


@pytest.mark.parametrize(
    ("said", "why", "firm"),
    [
        ([("reject", PLAIN)], "its own words exclude it", True),
        ([("reject", {"certainty": "may"})], "too unsurely: counted as if reported", False),
        ([("reject", REPORTED)], "from one source", False),
        ([("reject", REPORTED), ("reject", REPORTED | MARCH)], "from 2 independent sources; firm", True),
        ([("reject", ANALYST)], "what others say of a party is never firm", False),
    ],
)
def test_an_exclusion_says_what_makes_it_firm_or_keeps_it_from_being_so(
    said: list[Said], why: str, firm: bool, small_pack: Callable[..., Pack]
) -> None:
    found = one(v for v in verdicts_of(position_of(said, small_pack())) if v.value == "near")
    assert why in found.why
    assert (found.reading, found.firm) == (Reading.EXCLUDED, firm)


def position_of(said: list[Said], pack: Pack) -> Position:
    return conversation(said).position(pack, "north", "terr.line")


def test_the_strict_reading_takes_all_of_the_latest_day_and_says_why_the_rest_is_left_out(
    small_pack: Callable[..., Pack],
) -> None:
    said: list[Said] = [
        ("demand", JANUARY | {"option": "far"}), ("accept", MARCH), ("reject", MARCH | {"option": "old"}),
        ("reject", JUNE | REPORTED), ("reject", JUNE | ANALYST), ("demand", {"option": "far", "certainty": "may"}),
    ]  # fmt: skip
    position = position_of(said, small_pack())
    strict = position.strict
    assert strict is not None
    assert {(u.stance, u.option) for u in strict.latest} == {("accept", "near"), ("reject", "old")}
    assert [(u.stance, str(why)) for u, why in strict.left_out] == [
        ("demand", "replaced by later words of its own"),
        ("reject", "not in its own voice"),
        ("reject", "not in its own voice"),
        ("demand", "undated: it may be older than the latest"),
    ]
    assert [strict_of(position, v) for v in ("old", "near", "far")] == [
        Reading.EXCLUDED,
        Reading.ALLOWED,
        Reading.UNKNOWN,
    ]
    assert not strict.contrary


def test_words_of_one_day_for_and_against_leave_the_strict_reading_open(
    small_pack: Callable[..., Pack],
) -> None:
    position = position_of([("accept", MARCH), ("reject", MARCH)], small_pack())
    assert position.strict is not None and position.strict.contrary
    assert strict_of(position, "near") is Reading.UNKNOWN


def test_the_two_readings_are_apart_where_the_latest_own_words_say_otherwise(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack()
    turned = position_of([("reject", JANUARY), ("reject", MARCH), ("accept", JUNE)], pack)
    assert {(a.value, a.folded, a.strict) for a in apart(turned)} >= {
        ("near", Reading.EXCLUDED, Reading.ALLOWED)
    }
    assert apart(position_of([("reject", MARCH)], pack)) == ()
    assert apart(position_of([("propose", JANUARY), ("propose", MARCH | {"option": "far"})], pack)) == ()
    assert apart(position_of([("reject", MARCH | ANALYST)], pack)) == ()
