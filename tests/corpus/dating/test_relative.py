"""Relative dates: the days they mean by the publication, by tense and by the events they lean on."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.corpus.dating.conventions import (
    month_of,
    nearest,
    period,
    third,
    weekday_by,
    weekend_by,
    year_of,
)
from detente.corpus.dating.relative import relative_dates, relative_dates_of, resolve
from detente.corpus.document import Document, Metadata
from detente.kernel.dates import on

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
MIDDLE = st.dates(date(1000, 1, 1), date(3000, 12, 31))
PHRASES = [
    *(
        "on Thursday",
        "last week",
        "two days before",
        "the summit",
        "yesterday",
        "in mid-March",
        "4 May",
        "will",
        "met",
    ),
    *(
        "на прошлой неделе",
        "у четвер",
        "в ночь на пятницу",
        "за два дні до",
        "3 May 2031",
        "early 2030",
        "900 years ago",
        ".",
    ),
]
FRIDAY = date(2031, 3, 14)


@pytest.mark.parametrize(
    ("text", "words", "days", "precision"),
    [
        ("The envoys left yesterday.", "yesterday", "2031-03-13", "day"),
        ("The envoys left on Thursday.", "on Thursday", "2031-03-13", "day"),
        ("The envoys left on Friday.", "on Friday", "2031-03-14", "day"),
        ("The envoys will leave on Friday.", "on Friday", "2031-03-21", "day"),
        ("The envoy, who had left on Thursday, will return.", "on Thursday", "2031-03-13", "day"),
        ("The envoys left last Friday.", "last Friday", "2031-03-07", "day"),
        ("They met on Tuesday last week.", "on Tuesday last week", "2031-03-04", "day"),
        ("The bridge was shut last week.", "last week", "2031-03-03/2031-03-09", "week"),
        ("The bridge was shut earlier this month.", "earlier this month", "2031-03-01/2031-03-14", "month"),
        ("They met in mid-February.", "mid-February", "2031-02-11/2031-02-20", "month"),
        ("They will meet in early April.", "in early April", "2031-04-01/2031-04-10", "month"),
        ("They met in December.", "in December", "2030-12", "month"),
        ("They will meet on 4 January.", "4 January", "2032-01-04", "day"),
        ("They fought over the weekend.", "over the weekend", "2031-03-08/2031-03-09", "day"),
        ("It fell silent overnight.", "overnight", "2031-03-13/2031-03-14", "day"),
        ("Three weeks ago it was open.", "Three weeks ago", "2031-02-17/2031-02-23", "week"),
        ("It happened recently.", "recently", None, "unknown"),
        ("Делегация уехала позавчера.", "позавчера", "2031-03-12", "day"),
        ("На прошлой неделе мост закрыли.", "На прошлой неделе", "2031-03-03/2031-03-09", "week"),
        ("Стороны встретятся в четверг.", "в четверг", "2031-03-20", "day"),
        ("Стороны встретились в четверг.", "в четверг", "2031-03-13", "day"),
        ("Сторони зустрілися у четвер.", "у четвер", "2031-03-13", "day"),
        ("Сторони зустрінуться у четвер.", "у четвер", "2031-03-20", "day"),
        ("Торік міст закрили.", "Торік", "2030", "year"),
    ],
)
def test_a_phrase_means_its_days(text: str, words: str, days: str | None, precision: str) -> None:
    found = resolve(text, words, published=FRIDAY)
    assert (found.when.isoformat(), found.precision) == (days, precision)


def test_a_reason_names_the_publication() -> None:
    found = resolve("The envoys left on Thursday.", "on Thursday", published=FRIDAY)
    assert found.reason == "Thursday on or before the publication, 14 March 2031"


def test_an_event_of_the_text_is_leaned_on() -> None:
    text = (
        "The Kessary summit was held on 12 September 2030. Two days before the summit the guns fell silent."
    )
    assert resolve(text, "Two days before", published=None).when.isoformat() == "2030-09-10"
    text = "Саміт завершився 10 грудня 2030 року. За два дні до саміту гармати замовкли."
    assert resolve(text, "За два дні до", published=None).when.isoformat() == "2030-12-08"
    text = "The protocol was signed on 3 June 2030. The following day the front denied it."
    assert resolve(text, "The following day", published=None).when.isoformat() == "2030-06-04"


def test_an_event_that_the_caller_gives_is_leaned_on() -> None:
    text = "Two days before the call the guns fell silent."
    assert not resolve(text, "Two days before", published=FRIDAY).when.known
    found = resolve(text, "Two days before", published=FRIDAY, anchors=[("the call", on(date(2031, 3, 10)))])
    assert (found.when.isoformat(), found.reason) == ("2031-03-08", "2 day(s) before the call, 2031-03-10")


def test_without_a_publication_only_written_dates_are_known() -> None:
    found = relative_dates("On Monday and on 3 May 2030 they met.", published=None)
    assert [one.when.isoformat() for one in found] == [None, "2030-05-03"]


def test_the_phrases_of_a_document_go_by_its_publication() -> None:
    document = Document("a", "They met yesterday.", Metadata(published=on(FRIDAY)))
    assert [one.when.isoformat() for one in relative_dates_of(document)] == ["2031-03-13"]
    assert not relative_dates_of(Document("a", "They met yesterday."))[0].when.known


@given(DAYS, st.integers(-600, 600), st.sampled_from(["day", "week", "month", "year"]))
def test_a_period_is_whole_and_lies_where_its_steps_say(day: date, steps: int, unit: str) -> None:
    days = period(unit, day, steps)  # type: ignore[arg-type]
    if days is None:
        return
    first, last = days
    assert first <= last
    assert (last - first).days + 1 in {
        "day": {1},
        "week": {7},
        "month": {28, 29, 30, 31},
        "year": {365, 366},
    }[unit]
    assert steps != 0 or first <= day <= last
    assert unit != "week" or first.weekday() == 0


@given(MIDDLE, st.integers(0, 6))
def test_a_weekday_is_the_latest_or_the_next(day: date, weekday: int) -> None:
    past, coming = weekday_by(weekday, day, future=False), weekday_by(weekday, day, future=True)
    assert past is not None
    assert coming is not None
    assert past.weekday() == coming.weekday() == weekday
    assert 0 <= (day - past).days <= 6
    assert 1 <= (coming - day).days <= 7


@given(MIDDLE)
def test_thirds_cover_their_period_without_a_gap(day: date) -> None:
    for whole in (month_of(day.year, day.month), year_of(day.year)):
        parts = [third(whole, part) for part in ("early", "mid", "late")]  # type: ignore[arg-type]
        assert (parts[0][0], parts[2][1]) == whole
        assert all((after[0] - before[1]).days == 1 for before, after in pairwise(parts))


@given(MIDDLE, st.booleans())
def test_a_weekend_is_a_saturday_and_a_sunday(day: date, future: bool) -> None:
    days = weekend_by(day, future=future)
    assert days is not None
    assert (days[0].weekday(), days[1].weekday()) == (5, 6)
    assert (days[0] > day) == future


@given(MIDDLE, st.integers(1, 12))
def test_tense_keeps_to_its_side_of_the_publication(day: date, month: int) -> None:
    several = [month_of(year, month) for year in range(day.year - 2, day.year + 3)]
    past, coming = nearest(several, day, future=False), nearest(several, day, future=True)
    assert past is not None
    assert coming is not None
    assert past[0] <= day <= coming[1]


@given(st.text(max_size=200), st.one_of(st.none(), DAYS))
def test_no_text_is_a_fault(text: str, published: date | None) -> None:
    for one in relative_dates(text, published=published):
        assert one.span.of(text)


@given(
    st.lists(
        st.sampled_from(PHRASES),
        max_size=12,
    ),
    st.one_of(st.none(), DAYS),
)  # fmt: skip
def test_no_heap_of_phrases_is_a_fault(words: list[str], published: date | None) -> None:
    found = relative_dates(" ".join(words), published=published)
    assert all(one.when.known or one.precision == "unknown" for one in found)
