"""Dates of statements: relative words by the day of publication, what is said apart from when it is said."""

from __future__ import annotations

import pytest

from detente.corpus.document import Document, Metadata
from detente.kernel.dates import parse_when
from detente.kernel.spans import Span
from detente.models.dates import dates_of, said_when


def date_of(text: str, evidence: str, *, held: bool = True, published: str = "2024-03-07") -> str | None:
    document = Document("r.txt", text, Metadata(kind="news", published=parse_when(published)))
    at = text.index(evidence)
    return said_when(dates_of(document), Span(0, len(text)), Span(at, at + len(evidence)), held=held)


def test_a_weekday_is_the_one_before_the_report() -> None:
    assert date_of("Ostrel said on Tuesday that it would not leave.", "it would not leave") == "2024-03-05"


def test_what_is_said_is_not_when_it_is_said() -> None:
    text = "Quillan said on 4 March 2024 that the truce of 12 February 2024 was over."
    assert date_of(text, "the truce of 12 February 2024 was over") == "2024-03-04"


def test_a_day_that_lies_ahead_is_no_date_of_speaking() -> None:
    assert date_of("Ostrel wants the troops gone by 1 May 2024.", "the troops gone by 1 May 2024") is None


@pytest.mark.parametrize(("held", "date"), [(True, None), (False, "2022-02")])
def test_a_bare_month_dates_what_happened_and_no_position(date: str | None, held: bool) -> None:
    text = "The offensive that began in February 2022 goes on."
    assert date_of(text, "The offensive", held=held) == date


def test_without_a_day_of_publication_relative_words_tell_nothing() -> None:
    assert date_of("Ostrel refused on Tuesday.", "Ostrel refused", published="2024") is None
