"""Readouts: accounts of one meeting linked, kept apart, and laid side by side."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from corpus.meetings.river_pack import EVENTS, HEAD, PARTIES, PLACES, SOURCES, report
from detente.corpus.document import Document, Metadata
from detente.corpus.meetings.beside import side_by_side
from detente.corpus.meetings.names import PackNames
from detente.corpus.meetings.readouts import SameMeeting, readouts, teller_of
from detente.corpus.meetings.told import meetings_in
from detente.kernel.dates import parse_when
from detente.packs.load import load_pack
from detente.packs.model import Pack

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def names(small_pack: Callable[..., Pack]) -> PackNames:
    pack = small_pack(parties=PARTIES, places=PLACES, sources=SOURCES, events=EVENTS, issues="", pack=HEAD)
    return PackNames(pack)


def linked(
    names: PackNames, documents: Sequence[Document], stories: Sequence[str] = ()
) -> tuple[SameMeeting, ...]:
    told = {one.hash: meetings_in(one, names) for one in documents}
    story = dict(zip((one.hash for one in documents), stories or range(len(documents)), strict=True))
    tellers = {one.hash: teller_of(one, str(story[one.hash]), names) for one in documents}
    return readouts(told, tellers, names=names, events=names.pack.events.values())


ORVIA = report(
    "The Orvian Foreign Ministry met the delegation of Tarn at Geneth today.",
    publisher="Press service of Orvia",
    day="2024-05-14",
    kind="official",
)
TARN = report(
    "Our delegation met Minister Vael at Geneth on 14 May.", publisher="Council of Tarn", kind="official"
)
PRESS = report("Orvia and Tarn held talks in Geneth on Tuesday.", day="2024-05-16")


def test_two_readouts_and_a_press_report_of_one_meeting_are_linked_with_their_sides(names: PackNames) -> None:
    (found,) = linked(names, [PRESS, TARN, ORVIA])
    assert [(one.teller.publisher, one.teller.side, one.official) for one in found.readouts] == [
        ("Press service of Orvia", "orvia", True),
        ("Council of Tarn", "tarn", True),
        ("Delta Wire", None, False),
    ]
    assert (found.when.isoformat(), found.place, found.kind, found.event) == (
        "2024-05-14",
        "geneth",
        "talks",
        "r1",
    )
    assert found.parties == {"orvia", "tarn"}
    assert len(found.official) == 2 and len(found.press) == 1


def test_copies_of_one_story_are_no_two_accounts(names: PackNames) -> None:
    copy = report(
        "Orvia and Tarn held talks in Geneth on Tuesday.  ", publisher="Halden Post", day="2024-05-16"
    )
    assert linked(names, [PRESS, copy], ["s", "s"]) == ()


@pytest.mark.parametrize(
    "other",
    [
        "Orvia and Tarn held talks in Geneth on Monday.",  # another day
        "Orvia and Tarn held talks in Morra on Tuesday.",  # another place
        "Orvia and Lund Isle held talks in Geneth on Tuesday.",  # another pair
        "Vael and Rusken spoke by phone on Tuesday.",  # a call
        "Orvia and Tarn will hold talks in Geneth on Tuesday.",  # planned
        "Представители Орвии и Тарна созвонились 14 мая.",
        "Орвія і Тарн провели переговори в Генеті 13 травня.",
    ],
)
def test_other_days_places_pairs_and_calls_are_other_meetings(names: PackNames, other: str) -> None:
    assert linked(names, [PRESS, report(other, publisher="Halden Post", day="2024-05-16")]) == ()


def test_a_call_and_a_visit_of_one_day_are_two_meetings(names: PackNames) -> None:
    calls = [
        report(f"Vael and Rusken spoke by phone on Tuesday{end}", day="2024-05-16")
        for end in (".", " again.")
    ]
    visits = [report(f"Rusken visited Halden on Tuesday{end}", day="2024-05-16") for end in (".", " again.")]
    found = linked(names, [*calls, *visits])
    assert sorted((one.kind, len(one.readouts)) for one in found) == [("call", 2), ("visit", 2)]


def test_reports_in_three_languages_tell_of_one_meeting(names: PackNames) -> None:
    russian = report("Ваэль и Рускен встретились 14 мая в Генете.", publisher="Портовый листок")
    ukrainian = report("Учора в Генеті Ваель зустрілася з Рускеном.", publisher="Вісник", day="2024-05-15")
    (found,) = linked(names, [PRESS, russian, ukrainian])
    assert len(found.readouts) == 3


def test_an_account_without_a_day_joins_the_one_recent_meeting_that_fits(names: PackNames) -> None:
    vague = report("Orvia and Tarn held talks in Geneth.", publisher="Halden Post", day="2024-05-18")
    (found,) = linked(names, [PRESS, vague])
    assert len(found.readouts) == 2
    late = report("Orvia and Tarn held talks in Geneth.", publisher="Halden Post", day="2024-07-18")
    assert linked(names, [PRESS, late]) == ()
    monday = report("Orvia and Tarn held talks in Geneth on Monday.", publisher="Third", day="2024-05-16")
    assert linked(names, [PRESS, monday, vague]) == ()  # either could be meant


def example(name: str) -> tuple[PackNames, list[Document]]:
    documents = []
    with (EXAMPLES / name / "metadata.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            text = (EXAMPLES / name / row["file"]).read_text(encoding="utf-8")
            about = Metadata(
                publisher=row["publisher"],
                title=row["title"],
                kind=row["kind"],  # type: ignore[arg-type]
                published=parse_when(row["published"] or None),
            )
            documents.append(Document(row["file"], text, about))
    return PackNames(load_pack(name)), documents


def test_the_two_readouts_of_aru_are_linked_and_the_press_conference_is_not() -> None:
    names, documents = example("veldora")
    (found,) = linked(names, documents)
    by_hash = {one.hash: one.name[:2] for one in documents}
    assert {by_hash[one.teller.doc]: one.teller.side for one in found.readouts} == {
        "08": "veldora",
        "09": "sarnic_movement",
    }
    assert (found.when.isoformat(), found.place, found.event) == ("2024-04-24", "aru", "v_e13")
    assert all(one.official for one in found.readouts)


def test_the_readouts_of_aru_lie_side_by_side() -> None:
    documents = [one for one in example("veldora")[1] if one.name[:2] in {"08", "09"}]
    rows = side_by_side(documents)
    both = [row for row in rows if len(row.told_by) == 2]
    pairs = [tuple(row.cells[n][0].of(documents[n].text) for n in (0, 1)) for row in both]
    assert any("under twenty" in one and "all prisoners for all" in other for one, other in pairs)
    assert any("observers" in one and "observers" in other for one, other in pairs)
    assert any("Kelmar Dam" in one and "Kelmar Dam" in other for one, other in pairs)
    alone = [span.of(documents[0].text) for row in rows if row.told_by == (0,) for span in row.cells[0]]
    assert any("political guarantee" in sentence for sentence in alone)
    assert all(row.shared for row in both)


def test_side_by_side_loses_no_sentence_and_repeats_none() -> None:
    documents = [one for one in example("veldora")[1] if one.name[:2] in {"08", "09", "10"}]
    spans = [
        (place, span) for row in side_by_side(documents) for place in row.told_by for span in row.cells[place]
    ]
    assert len(spans) == len(set(spans)) and len(spans) > 30
    assert side_by_side([]) == ()


def test_the_real_conflicts_examples_link_no_meetings_of_other_days() -> None:
    names, documents = example("ukraine")
    for found in linked(names, documents):
        days = {m.when.isoformat() for one in found.readouts for m in one.tellings if m.dated}
        assert len(days) == 1
