"""Credibility of a line: independent sources that say the same or the opposite; copies confirm nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.ledger.credibility import credibility_of
from detente.ledger.entries import Review, ReviewAction
from detente.ledger.reviewing import standing
from small_worlds import NOON, Papers


def digit_of_first(papers: Papers, *reviews: Review) -> int:
    lines = list(standing(papers.entries, [*papers.reviews, *reviews]).lines.values())
    return credibility_of(lines[0], lines, papers.reports).digit


@pytest.mark.parametrize(("kind", "digit"), [("news", 6), ("official", 2), ("transcript", 2)])
def test_alone_only_official_words_are_probable(kind: str, digit: int) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", paper="a", basis="own")
    papers.reports["doc-a"] = replace(papers.reports["doc-a"], kind=kind)
    assert digit_of_first(papers) == digit


def test_other_rooms_confirm_and_copies_do_not() -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", paper="a", room="wire", basis="reported")
    papers.says("north", "demand", "terr.line", "far", paper="b", room="wire", basis="reported")
    assert digit_of_first(papers) == 6
    papers.says("north", "accept", "terr.line", "far", paper="c", room="radio", basis="reported")
    assert digit_of_first(papers) == 2
    papers.says("north", "demand", "terr.line", "far", paper="d", room="weekly", basis="reported")
    assert digit_of_first(papers) == 1


def test_who_says_the_opposite_casts_doubt_unless_a_person_rejected_it() -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", paper="a", room="wire", basis="reported")
    papers.says("north", "reject", "terr.line", "far", paper="b", room="radio", basis="reported")
    assert digit_of_first(papers) == 4
    other = papers.entries[1].statement.id
    assert digit_of_first(papers, Review(other, ReviewAction.REJECT, "ann", NOON, "misread")) == 6
    papers.says("north", "hedge", "terr.line", "far", paper="c", room="weekly", basis="reported")
    assert digit_of_first(papers) == 4
