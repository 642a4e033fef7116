"""What survives rewording: numbers in any writing, days, names across scripts and cases."""

from __future__ import annotations

import pytest

from detente.corpus.stories.names import skeleton
from detente.corpus.stories.survivals import DAY, NAME, NUMBER, mentions


def keys(text: str, kind: int) -> list[str]:
    return [one.key for one in mentions(text) if one.kind == kind]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It cost 1,200 and 1 200 and twelve hundred.", ["1200", "1200", "1200"]),
        ("Forty-five days, 2.4 billion dollars, 38%.", ["45", "2400000000", "38"]),
        (
            "Около двухсот сорока пяти человек, 350 тысяч баррелей, 2,4 миллиарда.",
            ["245", "350000", "2400000000"],
        ),
        ("Близько дев'яноста двох осіб і 700 тис. барелів.", ["92", "700000"]),
        ("At 06:00 and at 6:00.", ["6:00", "6:00"]),
    ],
)
def test_numbers_are_one_whatever_their_writing(text: str, numbers: list[str]) -> None:
    assert keys(text, NUMBER) == numbers


@pytest.mark.parametrize(
    "text", ["on 14 March 2031", "March 14 came", "к 14 марта", "до 14 березня", "14 Mar"]
)
def test_days_are_one_in_every_language(text: str) -> None:
    assert keys(text, DAY) == ["3-14"]


def test_a_month_belongs_to_the_day_before_it() -> None:
    assert keys("с 1 сентября девять островов", DAY) == ["9-1"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Karvat", "Карватского"),
        ("Joram", "Йорам"),
        ("Keshet", "Кешета"),
        ("Osterhaven", "Остергафен"),
        ("Hamoud", "Гамуд"),
        ("Jabal", "Джебель"),
        ("Talvia", "Талвийские"),
        ("Milena", "Миленой"),
    ],
)
def test_names_meet_across_scripts_and_cases(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_a_capital_at_the_beginning_of_a_sentence_is_no_name() -> None:
    assert (
        keys("Nothing moved. Ferries waited for Harrowen. Harrowen slept.", NAME)
        == [skeleton("Harrowen")] * 2
    )
