"""People of a project: suggestions with reasons, merging and parting by hand; by the desk and on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from detente.cli.main import main
from detente.corpus.document import Document
from detente.desk.people import act, people_of, suggested, voices_of
from detente.desk.project import Project, open_project
from detente.desk.same_person import Comparing, Voice
from detente.desk.spellings import given_alike, surnames_alike
from detente.kernel.dates import on
from detente.kernel.errors import BadInput, UnknownName
from detente.kernel.spans import Span
from detente.ledger.entries import Report
from detente.ledger.people import Merge, MergeAction
from detente.packs.load import load_pack
from detente.statements.record import Statement
from detente.stores.sqlite import ProjectFile

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
SPEAKERS: tuple[dict[str, Any], ...] = (
    {"speaker": "Joram Karvat"},
    {"speaker": "Йорам Карват", "via": ("Harbour Wire",)},
    {"speaker": "Envoy  J. Karvat"},
    {"speaker": "Hanna Karvat"},
    {"speaker": "President Corvane"},
    {"speaker": "the President"},
    {"speaker": "Osric Tamblin", "holder": None},
    {"speaker": None},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "p.detente"
    with ProjectFile.create(made, clock=lambda: NOON) as file:
        file.keep_settings({"pack": "veldora"})
        for number, fields in enumerate(SPEAKERS):
            document = Document(f"{number}.txt", f"report {number}")
            given: dict[str, Any] = {
                "holder": "veldora",
                "stance": "demand",
                "issue": "terr.line",
                "basis": "own",
            }
            said = Statement(document.hash, Span(0, 6), "report", "position", **(given | fields))
            report = Report(document.hash, document.name, published=on(date(2024, 2, 6)))
            file.enter(
                document, report=report, statements=[said], problems=(), cache_key=str(number), recorded=NOON
            )  # fmt: skip
    return made


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with open_project(path, writable=True) as opened:
        yield opened


def merge(name: str, into: str, action: str = "merge", *, hour: int = 13) -> Merge:
    return Merge(name, into, MergeAction(action), "seen in both readouts", "ana", NOON.replace(hour=hour))


def pairs(project: Project) -> dict[frozenset[str], tuple[str, ...]]:
    return {frozenset((one.name, one.into)): one.reasons for one in suggested(project)}


def test_voices_are_the_names_as_written_with_their_parties_and_days(project: Project) -> None:
    voices = voices_of(project)
    assert voices["Envoy J. Karvat"] == Voice(
        "Envoy J. Karvat", 1, 0, frozenset({"veldora"}), date(2024, 2, 6), date(2024, 2, 6)
    )  # fmt: skip
    assert (voices["Harbour Wire"].spoke, voices["Harbour Wire"].passed) == (0, 1)
    assert voices["Osric Tamblin"].parties == frozenset()


def test_suggestions_cross_scripts_and_initials_with_reasons(project: Project) -> None:
    found = pairs(project)
    across = found[frozenset(("Joram Karvat", "Йорам Карват"))]
    assert "same surname in Latin letters: Joram" not in across
    assert any("Latin letters" in reason for reason in across)
    assert any(
        "the initial fits" in reason for reason in found[frozenset(("Joram Karvat", "Envoy J. Karvat"))]
    )
    assert not [pair for pair in found if "Hanna Karvat" in pair]


def test_a_title_fits_the_one_who_held_the_office_then(project: Project) -> None:
    reasons = pairs(project)[frozenset(("the President", "President Corvane"))]
    assert any("Ilsabet Corvane was President then" in reason for reason in reasons)
    early = {
        name: replace(voice, first=date(2020, 1, 1), last=date(2020, 1, 1))
        for name, voice in voices_of(project).items()
    }
    later = Comparing(project.pack).suggestions(early)
    assert not [one for one in later if "the President" in {one.name, one.into}]


def test_nothing_is_merged_by_itself_and_what_is_merged_or_parted_is_not_suggested_again(
    project: Project,
) -> None:
    people, _ = people_of(project)
    assert all(not one.merges for one in people)
    pair = frozenset(("Joram Karvat", "Йорам Карват"))
    assert pair in pairs(project)
    act(project, merge("Йорам Карват", "Joram Karvat"))
    assert pair not in pairs(project)
    people, who = people_of(project)
    (known,) = [one for one in people if one.merges]
    assert (known.name, {voice.name for voice in known.voices}) == (
        "Joram Karvat",
        {"Joram Karvat", "Йорам Карват"},
    )
    assert who.same("Йорам Карват", "Joram Karvat")
    act(project, merge("Joram Karvat", "Йорам Карват", "part", hour=14))
    assert pair not in pairs(project)
    assert all(not one.merges for one in people_of(project)[0])


def test_names_that_nobody_bears_are_told(project: Project) -> None:
    with pytest.raises(UnknownName, match="did you mean 'Joram Karvat'"):
        act(project, merge("Joram Karvatt", "Hanna Karvat"))
    with pytest.raises(UnknownName, match="speaker or person"):
        act(project, merge("Hanna Karvat", "Nobody"))
    with pytest.raises(BadInput, match="no merge"):
        act(project, merge("Hanna Karvat", "Joram Karvat", "part"))
    assert act(project, merge("President Corvane", "Ilsabet Corvane")).into == "Ilsabet Corvane"


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("Karvat", "Карват", "Latin letters"), ("Tolvanski", "Tolvanskyy", "sound the same"),
        ("Ferrimont", "Ferrimond", "spelt alike"), ("Karvat", "Corvane", None), ("Lenn", "Venn", None),
    ],
)  # fmt: skip
def test_surnames(a: str, b: str, told: str | None) -> None:
    found = surnames_alike(a, b)
    turned = surnames_alike(b, a)
    assert (turned and turned[0]) == (found and found[0])
    assert (found is None) == (told is None)
    assert told is None or (found is not None and told in found[1])


@pytest.mark.parametrize(
    ("a", "b", "fits"),
    [
        ("V", "Vera", True),
        ("V", "Ilsa", False),
        ("Вера", "Vera", True),
        (None, "Vera", True),
        ("Vera", "Osric", False),
    ],
)
def test_given_names(a: str | None, b: str, fits: bool) -> None:
    assert (given_alike(a, b) is not None) == fits


def test_swapping_two_parties_swaps_the_suggestions() -> None:
    pack = load_pack("veldora")
    names = ("Joram Karvat", "Joram Karvatt")
    one = Comparing(pack).suggestions({n: Voice(n, parties=frozenset({"veldora"})) for n in names})
    other = Comparing(pack).suggestions({n: Voice(n, parties=frozenset({"sarnic_movement"})) for n in names})
    assert [o.score for o in one] == [o.score for o in other] != []


def test_the_command_suggests_merges_and_parts(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(path)
    assert main(["people", where, "--suggest"]) == 0
    assert "nothing is merged by itself" in capsys.readouterr().out
    assert main(["people", "merge", where, "Йорам Карват", "Joram Karvat"]) == 1
    assert "--reason" in capsys.readouterr().err
    assert main(["people", "merge", where, "Йорам Карват", "Joram Karvat", "--reason", "one readout"]) == 0
    assert capsys.readouterr().out == "Йорам Карват: now a name of Joram Karvat\n"
    assert main(["people", where]) == 0
    assert "also Йорам Карват: one readout" in " ".join(capsys.readouterr().out.split())
    assert main(["people", where, "--json"]) == 0
    (known,) = [one for one in json.loads(capsys.readouterr().out)["people"] if one["merges"]]
    assert known["name"] == "Joram Karvat"
    assert main(["people", "part", where, "Йорам Карват", "Joram Karvat", "--reason", "two", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["merge"]["action"] == "part"
    assert main(["people", "merge", where, "A"]) == 1
    assert main(["people", where, "more"]) == 1
    assert main(["people", where, "--suggest", "--json"]) == 0
