"""Searching a project: words and filters in the project's names, meaning, kept searches; by the desk and on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from detente.cli.main import main
from detente.corpus.document import Document
from detente.desk import people
from detente.desk.project import Project, open_project
from detente.desk.search_filters import Search
from detente.desk.searching import Result, index_of, keep_search, kept_search, kept_searches, prepare, search
from detente.kernel.dates import on
from detente.kernel.errors import BadDate, BadInput, ProjectFault, UnknownName
from detente.kernel.spans import Span
from detente.ledger.entries import Report, Review, ReviewAction
from detente.ledger.people import Merge, MergeAction
from detente.statements.record import Statement
from detente.stores.search_index import Progress, SearchIndex
from detente.stores.sqlite import ProjectFile

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
LINES: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "the convoys must leave the port before a truce",
        {"issue": "terr.withdrawal", "instance": "movement_from_port"},
    ),
    (
        "no fighter will leave the port",
        {"holder": "sarnic_movement", "issue": "terr.withdrawal", "option": "none"},
    ),
    (
        "the prisoners should come home first",
        {"issue": "just.amnesty", "stance": "propose", "date": "2024-03-02"},
    ),
    (
        "captives ought to be returned",
        {"holder": "sarnic_movement", "issue": "just.amnesty", "date": "2024-03-05"},
    ),
    (
        "угода про обмін полоненими",
        {"holder": "sarnic_movement", "issue": "just.amnesty", "date": "2024-02-01"},
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "p.detente"
    with ProjectFile.create(made, clock=lambda: NOON) as file:
        file.keep_settings({"pack": "veldora"})
        for number, (text, fields) in enumerate(LINES):
            document = Document(f"{number}.txt", text)
            given: dict[str, Any] = {"holder": "veldora", "stance": "demand"} | fields
            said = Statement(document.hash, Span(0, len(text)), text, "position", **given)
            about = {
                "publisher": "Radio Aldermere" if number else "Lantern Weekly",
                "published": on(date(2024, 2, 6)),
            }
            file.enter(
                document, report=Report(document.hash, document.name, **about), statements=[said],
                problems=(), cache_key=str(number), recorded=NOON,
            )  # fmt: skip
    return made


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with open_project(path, writable=True) as opened:
        yield opened


@pytest.fixture
def ask(project: Project) -> Callable[..., Result]:
    def asking(words: str = "", *, facets: bool = False, limit: int = 10, **wanted: Any) -> Result:
        with index_of(project, lambda *_: None) as index:
            return search(project, index, Search(words, **wanted), limit=limit, facets=facets)

    return asking


def said(found: Result) -> list[str]:
    return [hit.line.statement.evidence for hit in found.hits]


def test_words_and_filters_narrow_what_is_found(ask: Callable[..., Result]) -> None:
    assert said(ask("leaves port")) == [LINES[1][0], LINES[0][0]] or said(ask("leaves port")) == [
        LINES[0][0],
        LINES[1][0],
    ]
    assert said(ask("port", party="sarnic_movement")) == [LINES[1][0]]
    assert said(ask(issue="just")) == [LINES[3][0], LINES[2][0], LINES[4][0]]
    assert said(ask(issue="just.amnesty", first="2024-03")) == [LINES[3][0], LINES[2][0]]
    assert said(ask(issue="just", stance="propose")) == [LINES[2][0]]
    assert said(ask(publisher="lantern weekly")) == [LINES[0][0]]
    assert said(ask("угоду")) == [LINES[4][0]]


def test_an_instance_is_found_as_the_agenda_finds_it(ask: Callable[..., Result]) -> None:
    assert said(ask(issue="terr.withdrawal[movement_from_port]"))[-1:] == [LINES[0][0]]


def test_the_first_page_tells_how_many_there_are(ask: Callable[..., Result]) -> None:
    found = ask(issue="just", limit=1, facets=True)
    assert (len(found.hits), found.total) == (1, 3)
    assert found.facets is not None
    assert found.facets["party"] == {"sarnic_movement": 2, "veldora": 1}


@pytest.mark.parametrize(
    ("wanted", "fault", "told"),
    [
        ({"party": "veldra"}, UnknownName, "did you mean 'veldora'"),
        ({"issue": "terr.withdrawl"}, UnknownName, "did you mean"),
        ({"publisher": "Lantern Weakly"}, UnknownName, "did you mean 'Lantern Weekly'"),
        ({"first": "2024-05", "last": "2024-03"}, BadDate, "earlier day first"),
        ({"first": "soon"}, BadDate, "--from"),
        ({"words": "a OR b"}, BadInput, "all words must be there"),
        ({"like": "s0"}, UnknownName, "no statement"),
        ({"meaning": "x", "like": "y"}, BadInput, "give one"),
        ({"meaning": "обмін полоненими та угода про це"}, BadInput, "English alone"),
    ],
)
def test_what_cannot_be_asked_is_told(
    ask: Callable[..., Result], wanted: dict[str, str], fault: Any, told: str
) -> None:
    with pytest.raises(fault, match=told):
        ask(wanted.pop("words", ""), **wanted)


def test_meaning_finds_other_words_and_leaves_out_other_languages(
    project: Project, ask: Callable[..., Result]
) -> None:
    before = ask(meaning="prisoners are sent home")
    assert (said(before), before.without_vectors) == ([], 5)
    with index_of(project, lambda *_: None) as index:
        assert prepare(index, lambda *_: None) == (4, 1)
        assert prepare(index, lambda *_: None) == (0, 0)
    found = ask(meaning="prisoners are sent home", limit=2)
    assert set(said(found)) == {LINES[2][0], LINES[3][0]}
    assert found.without_vectors == 0
    assert said(ask("captives", meaning="prisoners are sent home")) == [LINES[3][0]]
    like = found.hits[0].line.original_id
    assert said(ask(like=like, limit=1)) == [said(found)[1]]


def test_vectors_that_were_made_stay_where_making_them_is_broken_off(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.desk.searching._AT_A_TIME", 2)

    def stop(done: int, _: int, __: str) -> None:
        if done >= 2:
            raise KeyboardInterrupt

    with index_of(project, lambda *_: None) as index:
        with pytest.raises(KeyboardInterrupt):
            prepare(index, stop)
        assert sum(prepare(index, lambda *_: None)) == 3


def test_a_search_is_kept_under_a_name(project: Project, ask: Callable[..., Result]) -> None:
    wanted = Search("port", party="sarnic_movement", first="2024-01")
    keep_search(project, "ports", wanted)
    assert kept_searches(project) == {"ports": wanted}
    assert kept_search(project, "ports") == wanted
    with pytest.raises(UnknownName, match="did you mean 'ports'"):
        kept_search(project, "port")
    with pytest.raises(BadInput):
        keep_search(project, " ", wanted)


def test_a_project_that_cannot_be_written_is_searched_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opening(at: Path, *, writable: bool, progress: Progress) -> SearchIndex:
        if writable:
            raise ProjectFault("the folder cannot be written")
        return SearchIndex(at, writable=writable, progress=progress)

    monkeypatch.setattr("detente.desk.searching.SearchIndex", opening)
    with open_project(path) as project, index_of(project, lambda *_: None) as index:
        assert len(search(project, index, Search("port"), limit=9).hits) == 2
    assert "index_words" not in path.read_bytes().decode("latin-1")


def test_the_command_prints_lines_and_json(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", str(path), "port", "--party", "sarnic_movement", "--save", "ports"]) == 0
    printed = capsys.readouterr().out
    assert LINES[1][0] in printed
    assert "1 line" in printed
    assert main(["search", str(path), "--saved"]) == 0
    assert "port --party sarnic_movement" in capsys.readouterr().out
    assert main(["search", str(path), "--saved", "ports", "--json", "--facets"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "detente.search"
    assert [one["evidence"] for one in answer["statements"]] == [LINES[1][0]]
    assert answer["facets"]["party"] == {"sarnic_movement": 1}
    assert main(["search", str(path), '"open']) == 1
    assert "close the phrase" in capsys.readouterr().err
    assert main(["search", str(path), "--meaning", "prisoners"]) == 0
    assert "--prepare" in capsys.readouterr().err
    assert main(["search", str(path), "--prepare", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) | {"project": ""} == {
        "schema": "detente.search-prepared", "schema_version": 1, "project": "", "vectors": 4, "not_english": 1,
    }  # fmt: skip


def test_a_speaker_is_found_under_every_name_that_a_person_merged(
    ask: Callable[..., Result], project: Project
) -> None:
    names = {2: "H. Quillan", 3: "Hesper Quillan"}
    for hit in ask(issue="just").hits:
        number = next(n for n, (text, _) in enumerate(LINES) if text == hit.line.statement.evidence)
        if number in names:
            change = {"speaker": names[number]}
            project.file.review(Review(hit.line.original_id, ReviewAction.EDIT, "ana", NOON, changes=change))
    assert said(ask(speaker="Hesper Quillan")) == [LINES[3][0]]
    people.act(project, Merge("H. Quillan", "Hesper Quillan", MergeAction.MERGE, "the readout", "ana", NOON))
    for name in ("Hesper Quillan", "H. Quillan"):
        assert said(ask(speaker=name)) == [LINES[3][0], LINES[2][0]]
    assert said(ask("prisoners", speaker="H. Quillan")) == [LINES[2][0]]
    with pytest.raises(UnknownName):
        ask(speaker="Hesper Quillon")
