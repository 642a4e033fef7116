"""The index of stories in the project file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.stories.contract import StoryIndexContract, report, wire
from detente.corpus.document import Document
from detente.corpus.stories.facts import facts_of
from detente.corpus.stories.grouping import place
from detente.corpus.stories.port import StoryIndex
from detente.ledger.entries import Report
from detente.stores.access import FileAccess
from detente.stores.sqlite import ProjectFile
from detente.stores.story_index import ProjectStoryIndex


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.detente"
    ProjectFile.create(made).close()
    return made


class TestProjectStoryIndex(StoryIndexContract):
    @pytest.fixture
    def known(self) -> dict[str, Document]:
        return {}

    @pytest.fixture
    def index(self, path: Path, known: dict[str, Document]) -> Iterator[StoryIndex]:
        file = FileAccess(path, writable=True)
        yield ProjectStoryIndex(file, known.__getitem__)
        file.close()


def test_the_index_lasts_and_verify_finds_no_fault_in_it(path: Path) -> None:
    source, copy = wire(), wire(head="Once more. ", day="2025-03-09")
    with ProjectFile.open(path, writable=True) as project:
        for document in (source, copy):
            now = datetime(2026, 1, 1, tzinfo=UTC)
            project.enter(
                document,
                report=Report(document.hash, document.name),
                statements=(),
                problems=(),
                cache_key=document.hash,
                recorded=now,
            )
        file = FileAccess(path, writable=True)
        index = ProjectStoryIndex(file, project.document)
        place(facts_of(source), index)
        index.flush()
        file.close()
        again = FileAccess(path, writable=True)
        placed = place(facts_of(copy), index := ProjectStoryIndex(again, project.document))
        index.flush()
        again.close()
        assert (placed.story, placed.relation) == (source.hash, "copy")
        assert project.verify() == ()


def test_an_index_of_another_version_is_made_anew(path: Path) -> None:
    file = FileAccess(path, writable=True)
    index = ProjectStoryIndex(file, {}.__getitem__)
    place(facts_of(report(1)), index)
    index.flush()
    assert ProjectStoryIndex(file, {}.__getitem__).number_of(report(1).hash) == 0
    with file.writing() as connection:
        connection.exec_driver_sql("UPDATE index_about SET value = '0'")
    assert ProjectStoryIndex(file, {}.__getitem__).number_of(report(1).hash) is None
    file.close()


def test_a_file_without_an_index_that_may_only_be_read_has_an_empty_one(path: Path) -> None:
    file = FileAccess(path, writable=False)
    index = ProjectStoryIndex(file, {}.__getitem__)
    assert place(facts_of(wire()), index).story == wire().hash
    assert index.number_of("none") is None
    file.close()


def test_a_full_batch_is_written_before_the_next_document(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.stores.story_index.BATCH", 3)
    file = FileAccess(path, writable=True)
    known = {document.hash: document for document in (*map(report, range(7)), wire(head="A. "), wire())}
    index = ProjectStoryIndex(file, known.__getitem__)
    for document in known.values():
        place(facts_of(document), index)
    kept = file.ask(
        lambda connection: connection.exec_driver_sql("SELECT count(*) FROM index_documents").scalar()
    )
    assert kept == 6
    assert len(set(index.grouping().values())) == 8
    file.close()
