"""Numbers from what is said to positions, groups, deadlocks, moves and proposals: limits, ranges, units, intervals."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.ledger.values import stands_for, values_of
from detente.packs.model import Pack
from small_worlds import Papers, members, one, scored, steps

NUMBERS = """
leaves:
- id: forces.size
  options:
  - {id: "none", label: No cap}
  - {id: max600, label: "at most 600,000", value: 600000, direction: at_most}
  - {id: max800, label: "at most 800,000", value: 800, unit: thousand personnel, direction: at_most}
  - {id: min800, label: "at least 800,000", value: 800000, direction: at_least}
  - {id: just700, label: "exactly 700,000", value: 700000, direction: exactly}
  - {id: band, label: "650,000 to 750,000", value: 650000, to: 750000}
- id: cf.duration
  options:
  - {id: two_weeks, label: Two weeks, value: 2, unit: weeks, direction: exactly}
  - {id: month, label: 30 days, value: 30, direction: exactly}
rules:
- {id: big, rule: "forces.size > 700 thousand implies econ.relief=full", source: x}
"""
PROPOSALS = """
proposals:
- {id: mid, name: Mid, date: 2025-03-01, by: [host], basis: text, stage: settlement, terms: {forces.size: 760000}}
- {id: low, name: Low, date: 2025-03-01, by: [host], basis: text, stage: settlement, terms: {forces.size: 600000, econ.relief: keep}}
- {id: top, name: Top, date: 2025-03-01, by: [host], basis: text, stage: settlement, terms: {forces.size: 900000.5, econ.relief: keep}}
"""
SCALE = [
    "..600000", "max600", "600000..650000", "650000", "650000..700000", "just700", "700000..750000", "750000",
    "750000..800000", "max800", "min800", "800000..", "none", "open",
]  # fmt: skip


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=NUMBERS, proposals=PROPOSALS)


def test_named_numbers_and_the_intervals_between_them_are_the_values(pack: Pack) -> None:
    assert list(values_of(pack.leaves["forces.size"])) == SCALE


def test_an_option_in_a_unit_of_its_own_is_counted_in_that_of_the_issue(pack: Pack) -> None:
    assert [o.value for o in pack.leaves["cf.duration"].options] == [14.0, 30.0]
    assert pack.leaves["forces.size"].option("max800").value == 800_000  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("option", "first", "last"),
    [
        ("max600", "..600000", "max600"), ("max800", "..600000", "min800"), ("min800", "max800", "800000.."),
        ("just700", "just700", "just700"), ("band", "650000", "750000"),
    ],
)  # fmt: skip
def test_a_limit_reaches_all_on_its_side_and_a_range_all_within(
    pack: Pack, option: str, first: str, last: str
) -> None:
    assert (
        list(stands_for(pack.leaves["forces.size"], option))
        == SCALE[SCALE.index(first) : SCALE.index(last) + 1]
    )


def test_at_most_against_at_least_is_a_deadlock_that_opens_interval_by_interval(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "forces.size", "max600")
    papers.says("south", "demand", "forces.size", "min800")
    found = papers.results(pack)
    lock = one(found.deadlocks)
    assert members(lock) == {("north", "forces.size"), ("south", "forces.size")}
    north = next(m for m in lock.members if m.party == "north")
    assert [lv.wording for lv in north.levels[1:5]] == [
        "would also take “between 600,000 and 650,000 personnel”",
        "would also take “650,000 personnel”",
        "would also take “between 650,000 and 700,000 personnel”",
        "would also take “exactly 700,000”",
    ]
    alone = [steps(m) for m in found.moves[lock.id] if m.by == ("north",)]
    assert [("north", "would also take “at most 800,000”")] in alone


def test_limits_that_meet_in_one_number_are_no_deadlock(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "forces.size", "max800")
    papers.says("south", "demand", "forces.size", "min800")
    assert papers.results(pack).deadlocks == ()


def test_a_number_within_a_range_is_no_deadlock_and_one_outside_it_is(pack: Pack) -> None:
    for option, deadlocks in (("just700", 0), ("max600", 1), ("max800", 0), ("min800", 1)):
        papers = Papers()
        papers.says("north", "demand", "forces.size", "band")
        papers.says("south", "demand", "forces.size", option)
        assert len(papers.results(pack).deadlocks) == deadlocks, option


def test_no_cap_is_above_no_limit(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "forces.size", "max800")
    papers.says("south", "demand", "forces.size", "none")
    assert len(papers.results(pack).deadlocks) == 1


def test_a_bare_number_of_a_proposal_counts_as_the_interval_it_lies_in(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "forces.size", "max600")
    papers.says("south", "demand", "forces.size", "max800")
    found = papers.results(pack)
    told = {
        p: {party: t[0].value + " " + t[0].status for party, t in scored(found, p).terms.items()}
        for p in ("mid", "low")
    }
    assert told["mid"] == {"north": "760000 excluded", "south": "760000 open"}
    assert told["low"]["north"] == "max600 met"
    assert scored(found, "mid").missing == ("north",)


def test_a_rule_on_a_number_binds_where_it_is_definitely_met(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "forces.size", "min800")
    papers.says("south", "demand", "econ.relief", "keep")
    assert [h.id for h in one(papers.results(pack).deadlocks).rules] == ["big"]
    assert [r.rule.id for r in scored(papers.results(pack), "top").rules_broken] == ["big"]
    assert [r for r in scored(papers.results(pack), "low").rules if r.rule.id == "big"] == []


def test_a_limit_named_in_a_rule_is_its_number_and_not_all_on_its_side(
    small_pack: Callable[..., Pack],
) -> None:
    need = "needs:\n- {id: n, party: south, stage: settlement, name: an army, any_of: [[forces.size=max800]], source: x}\n"
    pack = small_pack(issues=NUMBERS + need)
    papers = Papers()
    papers.says("north", "demand", "forces.size", "max600")
    assert {m.party for m in one(papers.results(pack).deadlocks).members} == {"north", "south"}


def test_a_need_can_be_a_number(small_pack: Callable[..., Pack]) -> None:
    need = 'needs:\n- {id: n, party: south, stage: settlement, name: an army, any_of: [["forces.size >= 700000"]], source: x}\n'
    pack = small_pack(issues=NUMBERS + need)
    papers = Papers()
    papers.says("north", "demand", "forces.size", "max600")
    lock = one(papers.results(pack).deadlocks)
    assert lock.members[1].wording == "needs an army: Cap on armed forces: at least 700,000 personnel"
