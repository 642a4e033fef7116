"""A document, its report and its statements, and projects that hold them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_project import NOON, report_of, statement_in

from detente.corpus.document import Document, Furniture, Metadata
from detente.kernel.dates import on
from detente.kernel.problems import Problem
from detente.kernel.spans import Span
from detente.statements.record import Statement
from detente.stores.sqlite import ProjectFile


@pytest.fixture
def document() -> Document:
    text = "\ufeffThe North wants the bridge.\r\nIts minister said that it \u201cwill not\u201d leave.\r\n"
    metadata = Metadata(
        "Harbour Wire", title="The bridge", language="en", kind="news", published=on(date(2025, 3, 10))
    )
    return Document("bridge.txt", text, metadata, (Furniture(Span(0, 1), "menu"),))


@pytest.fixture
def statements(document: Document) -> tuple[Statement, ...]:
    return (
        statement_in(document, "The North wants the bridge", option="full", origin="rules", confidence=0.75),
        statement_in(
            document, "will not", stance="reject", speaker="Its minister", via=("Bloomberg", "a source"),
            basis="own", certainty="will", date="2025-03", stage="truce",
            condition_on=(("sec.force", None), ("a", "b")), about=("terr.status",),
            rules=("r1", "r2"), origin="rules", instance="the bridge",
        ),
    )  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Iterator[ProjectFile]:
    with ProjectFile.create(tmp_path / "talks.detente", clock=lambda: NOON) as made:
        yield made


@pytest.fixture
def enter(document: Document, statements: tuple[Statement, ...]) -> Callable[..., int]:
    """Enter the document, with whatever is given otherwise."""

    def entering(project: ProjectFile, **given: Any) -> int:
        usual: dict[str, Any] = {
            "report": report_of(document, publisher="Harbour Wire", published=on(date(2025, 3, 10))),
            "statements": statements, "problems": [Problem("p", "bridge.txt", "what", "do")],
            "cache_key": "k1", "recorded": NOON,
        }  # fmt: skip
        return project.enter(given.pop("document", document), **(usual | given))

    return entering


@pytest.fixture
def full(project: ProjectFile, enter: Callable[..., int]) -> ProjectFile:
    enter(project)
    return project


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user can reach (pytest's own cannot be reached by others)."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)
