"""Meetings as documents tell of them: who, when, where, and whether they took place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.meetings.river_pack import HEAD, PARTIES, PLACES, SOURCES, report
from detente.corpus.meetings.names import PackNames
from detente.corpus.meetings.told import dated_events, meetings_in
from detente.packs.model import Pack

BOTH = {"orvia", "tarn"}


@pytest.fixture
def names(small_pack: Callable[..., Pack]) -> PackNames:
    return PackNames(small_pack(parties=PARTIES, places=PLACES, sources=SOURCES, issues="", pack=HEAD))


@pytest.mark.parametrize(
    ("text", "kind", "when", "place"),
    [
        ("Ada Vael met Ivo Rusken in Geneth on 14 May.", "meeting", "2024-05-14", "geneth"),
        ("Ada Vael met Ivo Rusken at Geneth today.", "meeting", "2024-05-15", "geneth"),
        ("Talks between Orvia and Tarn ended in Morra on Tuesday.", "talks", "2024-05-14", "morra"),
        ("Vael and Rusken spoke by telephone yesterday.", "call", "2024-05-14", None),
        ("In a phone call on Monday Vael told Rusken that the road was open.", "call", "2024-05-13", None),
        ("The summit of Orvia and Tarn opened in Geneth on 14 May 2024.", "summit", "2024-05-14", "geneth"),
        ("Rusken visited Halden on Monday.", "visit", "2024-05-13", "orvia"),
        ("Orvian and Tarnish delegations met in Geneth.", "meeting", "../2024-05-15", "geneth"),
        ("Ваэль и Рускен встретились 14 мая в Генете.", "meeting", "2024-05-14", "geneth"),
        ("Переговоры Орвии и Тарна завершились вчера в Морре.", "talks", "2024-05-14", "morra"),
        ("Вчера состоялся телефонный разговор Ваэль и Рускена.", "call", "2024-05-14", None),
        ("Ваель і Рускен зустрілися 14 травня в Генеті.", "meeting", "2024-05-14", "geneth"),
        ("Переговори Орвії та Тарну тривали 14 травня в Моррі.", "talks", "2024-05-14", "morra"),
        ("Учора відбулася телефонна розмова Ваель і Рускена.", "call", "2024-05-14", None),
    ],
)
def test_a_sentence_tells_of_a_meeting_with_its_day_place_and_kind(
    names: PackNames, text: str, kind: str, when: str, place: str | None
) -> None:
    (told,) = meetings_in(report(text), names)
    assert (told.kind, told.when.isoformat(), told.place, set(told.parties), told.planned) == (
        kind,
        when,
        place,
        BOTH,
        False,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Vael and Rusken will meet in Geneth on 20 May.",
        "A summit of Orvia and Tarn is planned in Geneth for 20 May.",
        "Ваэль и Рускен встретятся 20 мая в Генете.",
        "Ваель і Рускен зустрінуться 20 травня в Генеті.",
    ],
)
def test_a_meeting_that_is_still_to_come_is_told_as_planned(names: PackNames, text: str) -> None:
    (told,) = meetings_in(report(text), names)
    assert told.planned and told.when.isoformat() == "2024-05-20"


@pytest.mark.parametrize(
    "text",
    [
        "Could Vael meet Rusken in Geneth?",
        "Vael would meet Rusken only to sign a finished text.",
        "Orvia refused to meet Tarn in Geneth on 14 May.",
        "Orvia did not meet Tarn in Geneth on 14 May.",
        "The talks between Orvia and Tarn in Geneth were called off on 14 May.",
        "Vael proposed talks with Tarn in Geneth on 14 May.",
        "Orvia met the conditions that Tarn had set.",
        "Orvia and Tarn disagree on the talks.",
        "Ваэль предложила Тарну переговоры 14 мая.",
        "Встречу Ваэль и Рускена 14 мая отменили.",
        "Ваель не зустрілася з Рускеном 14 травня.",
        "Орвія відмовилася від переговорів із Тарном 14 травня.",
    ],
)
def test_what_is_asked_refused_called_off_or_imagined_is_no_meeting(names: PackNames, text: str) -> None:
    assert meetings_in(report(text), names) == ()


def test_those_spoken_of_did_not_meet(names: PackNames) -> None:
    (told,) = meetings_in(report("Vael and envoys of Lund Isle met in Geneth to discuss Tarn."), names)
    assert told.parties == {"orvia", "host"}


def test_the_publishers_own_side_takes_part_in_its_readout(names: PackNames) -> None:
    text = "The minister met the delegation of Tarn at Geneth on 14 May."
    (told,) = meetings_in(report(text, publisher="Press service of Orvia", kind="official"), names)
    assert told.parties == BOTH
    assert meetings_in(report(text), names) == ()


def test_two_clauses_tell_of_two_meetings(names: PackNames) -> None:
    text = "Vael and Rusken met in Geneth on 12 May, but Orvia and Tarn held talks in Morra on 14 May."
    assert [(one.when.isoformat(), one.place) for one in meetings_in(report(text), names)] == [
        ("2024-05-12", "geneth"),
        ("2024-05-14", "morra"),
    ]


def test_spans_lie_in_their_sentences(names: PackNames) -> None:
    document = report("It rained.\nVael met Rusken in Geneth on 14 May; nobody spoke.\nThe end.")
    (told,) = meetings_in(document, names)
    assert told.sentence.contains(told.span)
    assert told.span.of(document.text) == "Vael met Rusken in Geneth on 14 May"
    assert told.persons == {"vael", "rusk"}


def test_sure_meetings_of_dated_reports_date_others(names: PackNames) -> None:
    sure = report("Vael met Rusken in Geneth on 14 May.")
    planned = report("Vael will meet Rusken in Morra on 20 May.")
    undated = report("Vael met Rusken in Geneth on 14 May 2024.", day=None)
    told = [(one, meetings_in(one, names)) for one in (sure, planned, undated)]
    (event,) = dated_events(told, names)
    assert event.when.isoformat() == "2024-05-14" and event.id.startswith(sure.hash)
    assert "Geneth" in event.places and any("Тарна" in words for words in event.parties)
