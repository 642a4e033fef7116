"""The contract of looking back: the record and the read model answer every question as the plain view of the ledger does."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from looking_back import HOLDERS, ISSUES, PlainView, Talks, moments
from sample_project import NOON, report_of, statement_in

from detente.corpus.document import Document
from detente.desk.exchanging import ExportOptions, exported
from detente.kernel.dates import on
from detente.kernel.errors import ProjectFault
from detente.ledger.port import HeldReader
from detente.ledger.spells import Held
from detente.ledger.view import Moment
from detente.stores.read_model import ReadModel
from detente.stores.sqlite import ProjectFile

QUESTIONS = int(os.environ.get("DETENTE_LOOKING_BACK", "1000"))  # `make long`: 20000
PROJECTS, STEPS = max(4, QUESTIONS // 500), 80


@dataclass(frozen=True)
class Asked:
    """A project, and questions to it (somebody and an issue, or everybody on everything) with the plain view's answers."""

    path: Path
    questions: Sequence[tuple[Moment, tuple[str, str] | None, object]]


def in_duckdb(path: Path) -> ReadModel:
    file = path.with_suffix(".duckdb")
    if not file.exists():
        exported(path, file, name="duckdb", options=ExportOptions(lambda *_: None, reader="project"))
    return ReadModel(file)


WAYS: dict[str, Callable[[Path], ProjectFile | ReadModel]] = {
    "sqlite": ProjectFile.open,
    "sqlite, while it may be written": lambda path: ProjectFile.open(path, writable=True),
    "duckdb": in_duckdb,
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[Asked]:
    """Every question with its answer by the definition."""
    found = []
    for seed in range(PROJECTS):
        path = tmp_path_factory.mktemp("talks") / "talks.detente"
        talks = Talks(path, seed)
        talks.grow(STEPS)
        with ProjectFile.open(path) as file:
            found.append(Asked(path, list(_answered(PlainView(file), talks, QUESTIONS // PROJECTS))))
    return found


def _answered(
    plain: PlainView, talks: Talks, count: int
) -> Iterator[tuple[Moment, tuple[str, str] | None, object]]:
    chance = random.Random(count)
    for _, moment in zip(range(count), moments(chance, talks.times), strict=False):
        pair = (chance.choice(HOLDERS), chance.choice(ISSUES)) if chance.random() < 0.7 else None
        yield moment, pair, answer(plain, moment, pair)


def answer(reader: HeldReader, moment: Moment, pair: tuple[str, str] | None) -> object:
    return reader.latest(*pair, moment) if pair else tuple(reader.matrix(moment))


@pytest.mark.parametrize("way", WAYS)
def test_every_question_is_answered_as_the_plain_view_answers_it(asked: list[Asked], way: str) -> None:
    for one in asked:
        with WAYS[way](one.path) as reader:
            for moment, pair, told in one.questions:
                assert answer(reader, moment, pair) == told, (one.path, moment, pair)


def test_the_questions_are_no_easy_ones(asked: list[Asked]) -> None:
    """Few go unanswered, most answers differ, and each of the times changes some of them."""
    told = [(one.path, pair, found) for one in asked for _, pair, found in one.questions]
    assert sum(bool(found) for _, _, found in told) > 0.6 * len(told)
    assert len({found for _, pair, found in told if not pair}) > 100
    for path in {one.path for one in asked}:
        with ProjectFile.open(path) as file:
            now = file.matrix(Moment(include_unreviewed=True))
            undated = {held.said for held in now}
            assert len({held.sure for held in now}) > 1
            assert undated != {None}


@pytest.mark.parametrize("way", WAYS)
def test_nobody_and_nothing_are_no_holder_and_no_line(tmp_path: Path, way: str) -> None:
    path = tmp_path / "empty.detente"
    ProjectFile.create(path).close()
    with WAYS[way](path) as reader:
        assert reader.latest("north", "terr.line", Moment()) is None
        assert tuple(reader.matrix(Moment(date(2025, 3, 1)))) == ()


@pytest.mark.parametrize("way", WAYS)
def test_an_instant_in_another_zone_is_the_same_instant(asked: list[Asked], way: str) -> None:
    from datetime import timedelta, timezone

    with WAYS[way](asked[0].path) as reader:
        for moment, pair, told in asked[0].questions[:50]:
            if moment.recorded_by is not None:
                there = moment.recorded_by.astimezone(timezone(timedelta(hours=5, minutes=30)))
                other = Moment(
                    moment.as_of, moment.known_by, there, moment.unmarked_at, moment.include_unreviewed
                )
                assert answer(reader, other, pair) == told


def test_a_holder_whose_name_has_no_utf8_form_is_found_in_the_record(tmp_path: Path) -> None:
    document = Document("a.txt", "The bridge stays.")
    found = statement_in(document, "bridge", holder="so\udce9rd", confidence=1.0)
    with ProjectFile.create(tmp_path / "a.detente") as file:
        file.enter(document, report=report_of(document, published=on(date(2025, 3, 1))), statements=[found],
                   problems=(), cache_key="k", recorded=NOON)  # fmt: skip
        held = Held(found.id, "so\udce9rd", "terr.status", date(2025, 3, 1), date(2025, 3, 1), 1.0)
        assert file.latest("so\udce9rd", "terr.status", Moment()) == held
        assert file.matrix(Moment()) == (held,)
        assert [spell.held for spell in file.spells()] == [held]
    with in_duckdb(tmp_path / "a.detente") as copy:
        assert [one.holder for one in copy.matrix(Moment())] == ["so?rd"]


def test_spells_come_once_each_whatever_their_number_at_a_time(
    asked: list[Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    with ProjectFile.open(asked[0].path) as file:
        whole = list(file.spells())
        monkeypatch.setattr("detente.stores.sqlite._SPELLS_AT_A_TIME", 7)
        assert list(file.spells()) == whole
        assert len(set(whole)) == len(whole) > 50


def test_what_is_no_exported_file_is_told(tmp_path: Path) -> None:
    import duckdb

    with pytest.raises(ProjectFault, match="make it with `detente export"):
        ReadModel(tmp_path / "none.duckdb")
    (tmp_path / "text.duckdb").write_text("no database")
    with pytest.raises(ProjectFault, match="cannot be read"):
        ReadModel(tmp_path / "text.duckdb")
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    with pytest.raises(ProjectFault, match="was not exported by this version"):
        ReadModel(tmp_path / "other.duckdb")


def test_the_macros_of_a_file_reach_no_other_file(asked: list[Asked], tmp_path: Path) -> None:
    """A file may come from anybody: what its macros ask stays in it."""
    import duckdb

    in_duckdb(asked[0].path).close()
    hostile = tmp_path / "hostile.duckdb"
    hostile.write_bytes(asked[0].path.with_suffix(".duckdb").read_bytes())
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with ExitStack() as stack:
        file = stack.enter_context(duckdb.connect(str(hostile)))
        file.execute("DROP MACRO TABLE latest")
        file.execute(
            "CREATE MACRO latest(a, b, as_of := NULL, known_by := NULL, recorded_by := NULL, unmarked_at := 1.0, "
            "include_unreviewed := false) AS TABLE SELECT content AS line, '' AS holder, '' AS issue, NULL AS said, "
            f"NULL AS known, 1.0 AS sure FROM read_text('{tmp_path / 'secret.csv'}')"
        )
    with ReadModel(hostile) as copy, pytest.raises(duckdb.Error, match="disabled"):
        copy.latest("north", "terr.line", Moment())
