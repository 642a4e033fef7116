"""Who counts as a source: an act of saying once, however many reports carry it, and a room once, however much it says."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from detente.ledger.fold import independent
from detente.ledger.positions import Word
from detente.ledger.utterances import Voice, utterances
from detente.packs.model import Pack
from random_worlds import PLAIN_PACK
from small_worlds import Papers


def test_twelve_reports_of_one_press_conference_are_one_utterance(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack()
    papers = Papers()
    for n in range(12):
        speaker = "President Ada Reeve" if n % 2 else "the palace's spokesman"
        papers.says(
            "north",
            "demand",
            "terr.line",
            "far",
            paper=f"p{n}",
            room=f"room{n}",
            speaker=speaker,
            date="2025-03-13",
        )
    stand = papers.stand(pack, "north", "terr.line", "far")
    assert (stand.sources, stand.figure.mass_for) == (1, 4.0)
    assert len(stand.lines) == 12
    assert len(papers.position(pack, "north", "terr.line").utterances) == 1


def test_reports_that_code_one_act_apart_are_still_one_source(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    papers.says(
        "north",
        "accept",
        "terr.line",
        "near",
        paper="a",
        basis="reported",
        date="2025-03-13",
        stage="settlement",
    )
    papers.says("north", "propose", "terr.line", "near", paper="b", basis="reported", date="2025-03-13")
    stand = papers.stand(small_pack(), "north", "terr.line", "near")
    assert (stand.sources, stand.firm, stand.figure.mass_for) == (1, False, 2.0)


def test_reported_is_firm_from_two_independent_utterances_only(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack()
    cases = {
        ("one", "2025-03-01", "a"): False,  # one utterance
        ("same room", "2025-04-01", "a"): False,  # two utterances, one room
        ("other room", "2025-04-01", "b"): True,
    }
    for (_, second, room), firm in cases.items():
        papers = Papers()
        papers.says(
            "north", "reject", "terr.line", "near", paper="p1", basis="reported", room="a", date="2025-03-01"
        )
        papers.says(
            "north", "reject", "terr.line", "near", paper="p2", basis="reported", room=room, date=second
        )
        position = papers.position(pack, "north", "terr.line")
        assert position.stands[0].voice is Voice.REPORTED
        assert position.stands[0].firm is firm
        assert [e.firm for e in position.exclusions] == [firm]


def test_two_hesitant_reports_are_not_firm(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    for room, day in (("a", "2025-03-01"), ("b", "2025-04-01")):
        papers.says(
            "north",
            "reject",
            "terr.line",
            "near",
            paper=room,
            basis="reported",
            room=room,
            date=day,
            certainty="may",
        )
    assert [e.firm for e in papers.position(small_pack(), "north", "terr.line").exclusions] == [False]


def test_only_the_values_that_two_reports_exclude_are_firm(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    papers.says(
        "south", "reject", "terr.line", "far", paper="a", basis="reported", room="a", date="2025-03-01"
    )
    papers.says(
        "south", "reject", "terr.line", "far", paper="b", basis="reported", room="b", date="2025-04-01"
    )
    papers.says(
        "south", "reject", "terr.line", "near", paper="b", basis="reported", room="b", date="2025-04-01"
    )
    found = {e.firm: e.values for e in papers.position(small_pack(), "south", "terr.line").exclusions}
    assert found == {True: {"far"}, False: {"near"}}


def test_attributed_is_never_firm_however_many_say_so(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack()
    papers = Papers()
    for n in range(9):
        basis = ("analyst", "insider", "counterpart")[n % 3]
        papers.says(
            "north",
            "demand",
            "terr.line",
            "far",
            paper=f"p{n}",
            room=f"r{n}",
            basis=basis,
            speaker=f"Expert {n}",
        )
    position = papers.position(pack, "north", "terr.line")
    assert position.voice is Voice.ATTRIBUTED
    assert position.word is Word.YES
    assert not any(s.firm for s in position.stands)
    assert not any(e.firm for e in position.exclusions)


def test_two_experts_in_one_article_are_one_source_and_in_two_newsrooms_two(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack()
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", paper="a", basis="analyst", speaker="Ben Marsh")
    papers.says("north", "demand", "terr.line", "far", paper="a", basis="analyst", speaker="Cleo Tarn")
    assert papers.stand(pack, "north", "terr.line", "far").sources == 1
    papers.says("north", "demand", "terr.line", "far", paper="b", basis="analyst", speaker="Dov Lund")
    assert papers.stand(pack, "north", "terr.line", "far").sources == 2


def test_another_report_of_one_act_does_not_unmake_two_sources(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack()
    papers = Papers()
    papers.says(
        "north", "reject", "terr.line", "near", paper="a", room="a", basis="reported", date="2025-03-01"
    )
    papers.says(
        "north", "reject", "terr.line", "near", paper="b", room="b", basis="reported", date="2025-04-01"
    )
    papers.says(
        "north", "reject", "terr.line", "near", paper="b", room="b", basis="reported", date="2025-03-01"
    )
    stand = papers.stand(pack, "north", "terr.line", "near")
    assert (stand.sources, stand.firm) == (2, True)


rooms = st.sampled_from(["a", "b", "c"])
acts = st.lists(
    st.tuples(rooms, st.sampled_from(["2025-03-01", "2025-04-01", "2025-05-01"])), min_size=1, max_size=7
)


def told(reports: list[tuple[str, str]]) -> Papers:
    papers = Papers()
    for n, (room, day) in enumerate(reports):
        papers.says(
            "north", "reject", "terr.line", "near", paper=f"p{n}", room=room, basis="reported", date=day
        )
    return papers


@given(acts, st.data())
def test_a_report_more_never_makes_fewer_sources(reports: list[tuple[str, str]], data: st.DataObject) -> None:
    more = [*reports, data.draw(st.tuples(rooms, st.sampled_from(["2025-03-01", "2025-06-01"])))]
    counts = [independent(utterances(told(r).lines(), PLAIN_PACK)[0]) for r in (reports, more)]
    assert counts[0] <= counts[1] <= min(len({r for r, _ in more}), len({d for _, d in more}))


@given(acts, st.data())
def test_a_repeated_report_changes_no_figure(reports: list[tuple[str, str]], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(reports))
    before, after = told(reports), told([*reports, again])
    one, other = (papers.positions(PLAIN_PACK)[0] for papers in (before, after))
    assert one.figures == other.figures
    assert [(s.firm, s.sources, s.word) for s in one.stands] == [
        (s.firm, s.sources, s.word) for s in other.stands
    ]
    assert [(e.firm, e.values) for e in one.exclusions] == [(e.firm, e.values) for e in other.exclusions]


@given(st.permutations(range(6)))
def test_the_order_of_entry_changes_no_figure(order: list[int]) -> None:
    said = [
        ("a", "2025-03-01"),
        ("b", "2025-03-01"),
        ("b", "2025-04-01"),
        ("c", "2025-04-01"),
        ("a", "2025-05-01"),
        ("a", "2025-04-01"),
    ]
    usual, other = told(said), told([said[i] for i in order])
    assert usual.positions(PLAIN_PACK)[0].figures == other.positions(PLAIN_PACK)[0].figures
