"""Dates say how much is known: a day, a month, a year, an interval, or nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernel.dates import UNKNOWN, Precision, When, between, by, on, parse_when
from detente.kernel.errors import BadDate

MARCH = date(2025, 3, 1)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2025-03-13", date(2025, 3, 13), date(2025, 3, 13), Precision.DAY),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
        ("2025", date(2025, 1, 1), date(2025, 12, 31), Precision.YEAR),
        ("2025-03-13/2025-03-20", date(2025, 3, 13), date(2025, 3, 20), Precision.INTERVAL),
        ("../2025-03-20", None, date(2025, 3, 20), Precision.INTERVAL),
        ("2025-03-13/", date(2025, 3, 13), None, Precision.INTERVAL),
        ("../..", None, None, Precision.UNKNOWN),
        ("  ", None, None, Precision.UNKNOWN),
        (None, None, None, Precision.UNKNOWN),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(
    text: str | None, earliest: date | None, latest: date | None, precision: Precision
) -> None:
    assert parse_when(text) == When(earliest, latest, precision)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2025-02-30", "does not exist in the calendar"),
        ("2025-13", "no such month"),
        ("0000", "is no day"),
        ("13 March 2025", "is no day; write YYYY-MM-DD"),
        ("..", "is no date"),
        ("2025-03-20/2025-03-13", "runs backwards"),
        ("2025-03/2025-04", "is no day"),
    ],
)
def test_what_is_no_date_is_refused_with_a_remedy(text: str, says: str) -> None:
    with pytest.raises(BadDate, match=says):
        parse_when(text)


@given(
    st.one_of(
        st.just(UNKNOWN), days.map(on), days.map(by), st.tuples(days, days).map(lambda d: between(*sorted(d)))
    )
)
def test_a_date_reads_back_as_it_was_written(when: When) -> None:
    assert parse_when(when.isoformat()) == when


@pytest.mark.parametrize("text", ["2025", "2025-03", "2025-03-13"])
def test_precision_survives_writing(text: str) -> None:
    assert parse_when(text).isoformat() == text


def test_only_a_date_that_lies_wholly_before_another_is_certainly_before_it() -> None:
    march, thirteenth = parse_when("2025-03"), parse_when("2025-03-13")
    assert thirteenth.certainly_before(parse_when("2025-04"))
    assert not thirteenth.certainly_before(march)
    assert not march.certainly_before(thirteenth)
    assert not thirteenth.certainly_before(by(date(2025, 5, 1)))
    assert not UNKNOWN.certainly_before(thirteenth)


def test_what_has_no_earliest_day_can_have_happened_by_any_day() -> None:
    assert UNKNOWN.not_after(MARCH)
    assert by(date(2025, 5, 1)).not_after(MARCH)
    assert not on(date(2025, 3, 2)).not_after(MARCH)
    assert not UNKNOWN.known
    assert on(MARCH).known
