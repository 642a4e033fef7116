"""Names of a pack in running text: who stands for whom, and where."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.meetings.river_pack import HEAD, PARTIES, PLACES, SOURCES
from detente.corpus.meetings.names import PackNames
from detente.kernel.dates import UNKNOWN, parse_when
from detente.packs.model import Pack


@pytest.fixture
def names(small_pack: Callable[..., Pack]) -> PackNames:
    return PackNames(small_pack(parties=PARTIES, places=PLACES, sources=SOURCES, issues="", pack=HEAD))


def found(names: PackNames, text: str, day: str | None = "2024-05-15") -> list[tuple[str, str]]:
    when = parse_when(day) if day else UNKNOWN
    return [(text[n.start : n.end], n.party or f"place {n.id}") for n in names.find(text, when)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orvia’s envoy met Ada Vael.", [("Orvia’s", "orvia"), ("Ada Vael", "orvia")]),
        ("The Orvian Foreign Ministry answered.", [("Orvian Foreign Ministry", "orvia")]),
        ("COUNCIL OF TARN", [("COUNCIL OF TARN", "tarn")]),
        ("The Council agreed.", [("The Council", "tarn")]),
        ("They met in Halden.", [("Halden", "place orvia")]),
        ("Talks between Halden and Tarn.", [("Halden", "orvia"), ("Tarn", "tarn")]),
        ("The Halden summit ended.", [("Halden", "place orvia")]),
        ("The Orvian and Tarnish delegations left.", [("Orvian", "orvia"), ("Tarnish", "tarn")]),
        ("Orvian cheese and Tarnish wool are dear.", []),
        ("The Orvians left.", [("Orvians", "orvia")]),
        ("The Halden Post was there.", []),
        ("Ада Ваэль встретилась с Рускеном в Генете.", [("Ада Ваэль", "orvia"), ("Рускеном", "tarn"), ("Генете", "place geneth")]),
        ("Орвийская делегация уехала; орвийский сыр дорог.", [("Орвийская", "orvia")]),
        ("Тарнська та орвійська сторони домовилися в Моррі.", [("Тарнська", "tarn"), ("орвійська", "orvia"), ("Моррі", "place morra")]),
        ("МИД Орвии промолчал.", [("МИД Орвии", "orvia")]),
    ],
)  # fmt: skip
def test_names_stand_for_a_side_or_a_place(
    names: PackNames, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(names, text) == expected


def test_a_person_stands_for_the_side_of_the_day(names: PackNames) -> None:
    assert found(names, "Rusken spoke.", "2021-05-01") == [("Rusken", "orvia")]
    assert found(names, "Rusken spoke.", "2024-05-01") == [("Rusken", "tarn")]
    assert found(names, "Rusken spoke.", None) == [("Rusken", "tarn")]


def test_an_official_publisher_speaks_for_the_party_that_its_name_holds(names: PackNames) -> None:
    assert names.side_of("Press service of Orvia") == "orvia"
    assert names.side_of("Council of Tarn, press office") == "tarn"
    assert names.side_of("Delta Wire") is None
    assert names.side_of(None) is None


def test_places_are_looked_up_by_name(names: PackNames) -> None:
    assert (names.place_named("Geneth"), names.place_named("geneth"), names.place_named("Nowhere")) == (
        "geneth",
        "geneth",
        None,
    )
    assert "Генете" in names.words_of("geneth") and "Orvians" in names.words_of("orvia")
