"""Accounts of one occasion side by side: what each tells of whom, what only one mentions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.bargaining.proposals import SideBySide, side_by_side
from detente.kernel.dates import parse_when
from detente.packs.model import Pack
from small_worlds import Papers, one

DAY = parse_when("2025-03-11")
TELLERS: dict[str, tuple[str, str | None]] = {
    "doc-ours": ("Office of the North", "north"),
    "doc-theirs": ("Office of the South", "south"),
    "doc-wire": ("Harbour Wire", None),
}


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack()


def told(papers: Papers, pack: Pack) -> SideBySide:
    return side_by_side(papers.lines(), TELLERS, DAY, pack=pack)


def agreement(found: SideBySide) -> dict[str, str]:
    return {str(r.key): r.agreement for r in found.rows}


def test_what_two_accounts_tell_of_one_party_is_the_same_or_different(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "accept", "terr.line", "near", paper="ours")
    papers.says("north", "accept", "terr.line", "near", paper="theirs", basis="counterpart")
    papers.says("south", "accept", "econ.relief", "full", paper="ours", basis="counterpart")
    papers.says("south", "reject", "econ.relief", "full", paper="theirs")
    papers.says("north", "accept", "align.nuclear", "npt", paper="ours")
    papers.says("south", "accept", "align.nuclear", "npt", paper="theirs")
    papers.says("south", "demand", "guar.form", "firm", paper="theirs")
    found = told(papers, pack)
    assert [(a.party, a.official) for a in found.accounts] == [("north", True), ("south", True)]
    assert agreement(found) == {
        "terr.line": "same",
        "econ.relief": "different",
        "align.nuclear": "of others",
        "guar.form": "only one",
    }
    assert [str(r.key) for r in found.only(1)] == ["guar.form"]
    assert found.only(0) == ()


def test_own_words_of_that_day_in_other_papers_belong_to_a_sides_account(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "accept", "terr.line", "near", paper="ours")
    papers.says("north", "demand", "econ.relief", "full", paper="elsewhere", date="2025-03-11")
    papers.says("north", "demand", "guar.form", "firm", paper="elsewhere", date="2025-03-12")
    papers.says("north", "demand", "align.bases", "ban", paper="elsewhere")
    papers.says(
        "north", "demand", "align.nuclear", "npt", paper="elsewhere", date="2025-03-11", basis="analyst"
    )
    assert {str(r.key) for r in told(papers, pack).rows} == {"terr.line", "econ.relief"}
    assert len(one(told(papers, pack).accounts).lines) == 2


def test_what_was_said_before_the_occasion_is_no_part_of_an_account_of_it(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "reject", "terr.line", "near", paper="ours", date="2025-02-01")
    assert told(papers, pack).rows == ()


def test_the_press_is_an_account_of_its_own_after_those_of_the_sides(pack: Pack) -> None:
    papers = Papers()
    papers.says("south", "accept", "terr.line", "near", paper="wire")
    papers.says("north", "accept", "terr.line", "near", paper="ours")
    papers.says(None, None, "course.talks", None, paper="wire", kind="event")
    found = told(papers, pack)
    assert [(a.teller, a.party, a.official) for a in found.accounts] == [
        ("north", "north", True),
        ("Harbour Wire", None, False),
    ]
    assert agreement(found) == {"terr.line": "of others", "course.talks": "only one"}
