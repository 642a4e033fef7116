"""Days: the date forms of tables, feeds and mails; what cannot be a day is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from detente.corpus.intake.days import day_of, mail_day
from detente.kernel.dates import UNKNOWN, on
from detente.kernel.errors import BadDate


@pytest.mark.parametrize(
    "written",
    ["2025-03-13", "2025-03-13T23:59:59Z", "2025-03-13 10:00:00+03:00", "20250313", "20250313T101500Z", "20250313101500",
     "2025/03/13", "2025.3.13", "13.03.2025", "13.3.2025, 10:15", "13/03/2025", "03/13/2025", "13 March 2025",
     "Thursday, 13 March 2025", "March 13, 2025", "Mar. 13th, 2025", "Thursday, March 13, 2025", "13 марта 2025 г.",
     "13 березня 2025 року", "Thu, 13 Mar 2025 23:40:00 +0300", "1741859100", "1741859100000", 1741859100, 1741859100.5,
     date(2025, 3, 13), datetime(2025, 3, 13, 12, tzinfo=UTC)],
)  # fmt: skip
def test_the_forms_of_a_day(written: object) -> None:
    assert day_of(written) == on(date(2025, 3, 13))


@pytest.mark.parametrize("written", [None, "", "  ", "nan", "NaT", "None", True])
def test_no_date_is_none(written: object) -> None:
    assert day_of(written) == UNKNOWN


def test_months_and_years_keep_their_precision() -> None:
    assert day_of("2025-03").isoformat() == "2025-03"
    assert day_of("2025").isoformat() == "2025"


@pytest.mark.parametrize(
    "written",
    ["2025-02-30", "2025-13-01", "03/04/2025", "31.02.2025", "30 February 2025", "today", "1970-01-01", "0001-01-01",
     "9999-12-31", "12:30, 5", "9" * 300, -5, "2025-03-13/2025-03-01"],
)  # fmt: skip
def test_what_cannot_be_a_day_is_refused(written: object) -> None:
    with pytest.raises(BadDate):
        day_of(written)


@pytest.mark.parametrize(
    "written", ["", "x", "Thu, 99 Mar 2025 10:00:00 +0000", "Thu, 13 Mar 0000 10:00:00 +9999"]
)
def test_mails_without_a_day_are_refused(written: str) -> None:
    with pytest.raises(BadDate):
        mail_day(written)
