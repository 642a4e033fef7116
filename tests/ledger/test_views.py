"""Views: what was held, known and recorded at a time; nothing later changes an earlier view."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernel.dates import Precision
from detente.ledger.entries import Review, ReviewAction, Standing
from detente.ledger.view import History, Moment, view
from random_worlds import PLAIN_PACK
from small_worlds import NOON, Papers, one

TRUCE, LATER = date(2025, 3, 11), date(2025, 6, 1)


def shown(papers: Papers, moment: Moment) -> list[str | None]:
    return [line.statement.option for line in papers.view(moment).lines]


def test_only_what_was_held_by_a_day_is_in_its_view_and_undated_lines_are_in_every_view() -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", paper="a", date="2025-03")
    papers.says("north", "demand", "terr.line", "near", paper="a", date="2025-06-02")
    papers.says("north", "demand", "terr.line", "old", paper="a")
    papers.says("north", "accept", "terr.line", "old", paper="b", published="2025-06-01")
    assert shown(papers, Moment(as_of=TRUCE)) == ["far", "old"]
    assert shown(papers, Moment(as_of=LATER)) == ["far", "old", "old"]
    assert shown(papers, Moment(as_of=date(1990, 1, 1))) == ["old"]
    undated = papers.view(Moment(as_of=TRUCE)).lines[1]
    assert undated.said.precision is Precision.UNKNOWN
    assert papers.positions(PLAIN_PACK)[0].strict is not None
    assert all(
        s.latest is None for s in papers.positions(PLAIN_PACK, Moment(as_of=date(1990, 1, 1)))[0].stands
    )


def test_what_was_published_later_was_not_known() -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", paper="a", date="2025-03-01", published="2025-05-01")
    papers.says("north", "demand", "terr.line", "near", paper="b", date="2025-03-01")
    assert shown(papers, Moment(known_by=TRUCE)) == ["near"]
    assert shown(papers, Moment(known_by=LATER)) == ["far", "near"]


def test_a_day_that_is_not_written_is_bounded_by_publication() -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", paper="a", published="2025-03-01")
    line = papers.view().lines[0]
    assert (line.said.earliest, line.said.latest) == (None, date(2025, 3, 1))
    assert line.published.latest == date(2025, 3, 1)


def test_a_report_dated_only_from_below_counts_from_then_on_and_is_never_the_latest() -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "near", paper="a", published="2025-03-12/..")
    assert shown(papers, Moment(as_of=TRUCE)) == shown(papers, Moment(known_by=TRUCE)) == []
    assert shown(papers, Moment(as_of=LATER)) == shown(papers, Moment(known_by=LATER)) == ["near"]
    assert papers.view().lines[0].said.latest is None


@pytest.mark.parametrize(("published", "latest"), [("2025-03-01", date(2025, 3, 1)), (None, None)])
def test_a_date_that_is_none_becomes_a_problem_and_the_line_stays(
    published: str | None, latest: date | None
) -> None:
    papers = Papers()
    papers.says(
        "north",
        "demand",
        "terr.line",
        "far",
        date="2025-02-30",
        **({"published": published} if published else {}),
    )
    found = papers.view()
    assert found.lines[0].said.latest == latest
    assert one(found.problems).code == "bad-date"


def test_lines_below_the_confidence_enter_nothing_until_they_are_accepted() -> None:
    papers = Papers()
    unsure = papers.says("north", "demand", "terr.line", "far", confidence=0.5)
    papers.says("south", "demand", "terr.line", "old", confidence=0.9)
    moment = Moment(unmarked_at=0.85)
    before = papers.view(moment)
    assert (len(before.lines), len(before.counted), before.left_out) == (2, 1, 1)
    assert len(papers.view(Moment(unmarked_at=0.85, include_unreviewed=True)).counted) == 2
    papers.reviews.append(Review(unsure.id, ReviewAction.ACCEPT, "ana", NOON))
    after = papers.view(moment)
    assert [line.standing for line in after.counted] == [Standing.ACCEPTED, Standing.UNREVIEWED]


def test_a_rejected_line_is_in_no_view() -> None:
    papers = Papers()
    wrong = papers.says("north", "demand", "terr.line", "far")
    papers.reviews.append(Review(wrong.id, ReviewAction.REJECT, "ana", NOON, reason="a headline"))
    assert papers.view().lines == ()


def test_a_statement_whose_report_is_not_known_stands_under_its_document() -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    found = view(History(papers.entries, [], {}), Moment())
    assert found.lines[0].report.name == "doc-wire"


hours = st.integers(-48, 48).filter(bool).map(lambda h: NOON + timedelta(hours=h))
options = st.sampled_from(["old", "near", "far"])


@given(
    st.lists(st.tuples(hours, options), min_size=1, max_size=6),
    st.lists(st.tuples(hours, st.integers(0, 5)), max_size=5),
)
def test_a_view_of_what_the_file_said_does_not_change_through_later_entries_and_reviews(
    said: list[tuple[datetime, str]], reviewed: list[tuple[datetime, int]]
) -> None:
    now, before = Papers(), Papers()
    for n, (recorded, option) in enumerate(said):
        entered = now.says("north", "demand", "terr.line", option, recorded=recorded, paper=f"p{n}")
        if recorded <= NOON:
            before.reports |= now.reports
            before.entries.append(now.entries[-1])
        for at, which in reviewed:
            if which == n:
                review = Review(entered.id, ReviewAction.REJECT, "ana", at, reason="wrong")
                now.reviews.append(review)
                if at <= NOON:
                    before.reviews.append(review)
    moment = Moment(recorded_by=NOON)
    assert now.view(moment).lines == before.view(moment).lines
    assert now.view(moment) == now.view(moment)
    assert all(line.recorded <= NOON for line in now.view(moment).lines)
