"""When an undated report was written, by the days and events that it tells of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.corpus.dating.events import DatedEvent, events_of
from detente.corpus.dating.intervals import written_between
from detente.corpus.document import Document
from detente.kernel.dates import parse_when
from detente.packs.load import load_pack
from detente.packs.model import Pack

SUMMIT = DatedEvent("k1", parse_when("2031-03-11"), "summit", ("Kessary",))
TALKS = DatedEvent(
    "k2", parse_when("2031-04-02/2031-04-03"), "talks", ("Orrin",), (), (("Veldora",), ("Sarnic",))
)
LATER = DatedEvent("k3", parse_when("2031-06-02"), "talks", ("Orrin",), (), (("Veldora",), ("Lunessa",)))


def when(text: str, *events: DatedEvent) -> tuple[str | None, str]:
    found = written_between(Document("a", text), events=events)
    return found.when.isoformat(), found.reason


@pytest.fixture(scope="module")
def veldora() -> Pack:
    return load_pack("veldora")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The bridge was closed on 5 May 2030.", "2030-05-05/.."),
        ("The envoys will meet on 15 August 2031.", "../2031-08-15"),
        (
            "The bridge was closed on 5 May 2030. The envoys will meet on 15 August 2031.",
            "2030-05-05/2031-08-15",
        ),
        ("Мост закрыли 5 мая 2030 года. Стороны встретятся 15 августа 2031 года.", "2030-05-05/2031-08-15"),
        ("The envoys met and said little.", None),
    ],
)
def test_days_told_as_past_and_as_coming_bind(text: str, days: str | None) -> None:
    assert when(text)[0] == days


def test_an_event_named_by_place_and_kind_binds_and_is_told() -> None:
    days, reason = when("At the Kessary summit the envoys agreed on little.", SUMMIT, TALKS)
    assert days == "2031-03-11/.."
    assert reason == "not before: it tells of k1, 2031-03-11, as past"
    assert when("Ahead of the Kessary summit the envoys will rest.", SUMMIT)[0] == "../2031-03-11"


def test_a_place_alone_or_a_kind_alone_names_no_event() -> None:
    assert when("People in Kessary waited. The summit was long.", SUMMIT)[0] is None


def test_where_several_events_fit_the_parties_must_tell_them_apart() -> None:
    assert when("The talks in Orrin failed.", TALKS, LATER)[0] is None
    assert when("The talks of Veldora and Lunessa in Orrin failed.", TALKS, LATER)[0] == "2031-06-02/.."


def test_another_years_event_of_the_same_place_is_not_meant() -> None:
    assert when("The Kessary summit of 2029 failed.", SUMMIT)[0] is None


def test_bounds_that_contradict_leave_the_report_undated_and_say_so() -> None:
    days, reason = when("The bridge was closed on 5 May 2031. The envoys will meet on 15 August 2030.")
    assert days is None
    assert "contradict" in reason


def test_events_of_other_reports_bind_as_those_of_the_pack() -> None:
    found = written_between(Document("a", "At the Kessary summit they agreed."), known=[SUMMIT])
    assert (found.when.isoformat(), [mention.event for mention in found.mentions]) == (
        "2031-03-11/..",
        ["k1"],
    )


def test_the_events_of_a_pack_are_told_by_its_places(veldora: Pack) -> None:
    events = events_of(veldora)
    text = "In Ostrel voters elected a new president after a short election campaign."
    assert when(text, *events)[0] == "2023-03-12/.."
    assert when("After the talks in Aru nothing was signed.", *events)[0] is None


@given(st.text(max_size=300))
def test_no_text_is_a_fault(text: str) -> None:
    assert written_between(Document("a", text), events=[SUMMIT, TALKS]).reason
