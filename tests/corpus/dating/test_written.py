"""Dates as texts write them, with what they leave unsaid."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.corpus.dating.written import written_dates


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 14 March 2031 at dawn", [("14 March 2031", "2031-03-14")]),
        ("the 14th of March, 2031", [("14th of March, 2031", "2031-03-14")]),
        ("Thursday, March 13, 2031, 10:15", [("Thursday, March 13, 2031, 10:15", "2031-03-13")]),
        ("2031-03-14T23:40:00Z", [("2031-03-14T23:40:00Z", "2031-03-14")]),
        ("14 марта 2031 года", [("14 марта 2031 года", "2031-03-14")]),
        ("14 березня 2031 р.", [("14 березня 2031 р.", "2031-03-14")]),
        ("П’ятниця, 14 березня 2031 року", [("П’ятниця, 14 березня 2031 року", "2031-03-14")]),
        ("3-5 March 2031", [("3-5 March 2031", "2031-03-03/2031-03-05")]),
        ("14.03.31", [("14.03.31", "2031-03-14")]),
        ("11/23/2031", [("11/23/2031", "2031-11-23")]),
        ("06/09/2023 (Wednesday)", [("06/09/2023 (Wednesday)", "2023-09-06")]),
        ("11/23/2031, then 12/01/2031", [("11/23/2031", "2031-11-23"), ("12/01/2031", "2031-12-01")]),
        ("23/11/2031, then 12/01/2031", [("23/11/2031", "2031-11-23"), ("12/01/2031", "2031-01-12")]),
        ("03/04/2031", [("03/04/2031", None)]),
        ("March 2031", [("March 2031", "2031-03")]),
        ("у травні 2031 року", [("травні 2031 року", "2031-05")]),
        ("in 2031", [("2031", "2031")]),
        ("Nov. 2 -- Fishermen", [("Nov. 2", None)]),
        ("30 February 2031", []),
        ("31.02.2031", []),
        ("Statement No. 112/2020, section 1.2.3", []),
        ("They may march 14 miles.", []),
    ],
)
def test_a_date_is_found_with_its_words_and_day(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(one.span.of(text), one.when.isoformat()) for one in written_dates(text)] == found


def test_what_is_missing_is_said() -> None:
    assert [one.missing for one in written_dates("On 4 March, in March 2031, on 03/04/2031")] == [
        ("year",),
        ("day",),
        ("order",),
    ]
    (either,) = written_dates("03/04/2031")
    assert either.readings == (date(2031, 4, 3), date(2031, 3, 4))


def test_russian_and_ukrainian_figures_put_the_day_first() -> None:
    assert [one.when.isoformat() for one in written_dates("03/04/2031", language="ru")] == ["2031-04-03"]


def test_a_clock_is_kept_in_minutes_with_its_offset() -> None:
    (one,) = written_dates("14 March 2031, 10:15 pm")
    assert (one.clock, one.offset) == (22 * 60 + 15, None)
    (one,) = written_dates("2031-03-14T07:15:00+02:00")
    assert (one.clock, one.offset) == (435, 120)


def test_a_day_without_year_falls_into_a_year_that_has_it() -> None:
    (leap,) = written_dates("29 February")
    assert leap.in_year(2024).isoformat() == "2024-02-29"
    assert leap.in_year(2025).isoformat() is None
    (thursday,) = written_dates("Thursday, 13 March")
    assert (thursday.in_year(2031).isoformat(), thursday.in_year(2030).isoformat()) == ("2031-03-13", None)


@given(st.text(alphabet="0123456789/.-: marchМартя,TZ+", max_size=80))
def test_no_string_of_figures_is_a_fault(text: str) -> None:
    for one in written_dates(text):
        assert one.span.of(text)


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "{iso}", "{p}"]),
)
def test_every_day_of_the_calendar_is_read_back(day: date, form: str) -> None:
    text = form.format(d=day.day, m=f"{day:%B}", y=day.year, iso=day.isoformat(), p=f"{day:%d.%m.%Y}")
    assert [one.full for one in written_dates(f"It was {text} then")] == [day]
