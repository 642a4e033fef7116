"""A command line to call, and a project of the invented conflict built from a person's coding."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.calling import VELDORA, Call, Said
from coded_reports import write_coded_reports
from detente.cli.main import main


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Carry out a command line."""

    def calling(*words: object) -> Said:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return calling


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the example, made once."""
    path = tmp_path_factory.mktemp("built") / "veldora.detente"
    assert (
        main(
            [
                "build",
                str(VELDORA),
                "--pack",
                "veldora",
                "-o",
                str(path),
                "--statements",
                str(VELDORA / "statements.jsonl"),
            ]
        )
        == 0
    )
    return path


@pytest.fixture
def veldora(built: Path, tmp_path: Path) -> Path:
    """A project of one's own, to ask and to review."""
    return Path(shutil.copy(built, tmp_path / "veldora.detente"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for reports."""
    made = tmp_path / "reports"
    made.mkdir()
    return made


@pytest.fixture
def coded(folder: Path) -> Path:
    """Two small reports with their coding beside them."""
    return write_coded_reports(folder)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user can reach (pytest's own cannot be reached by others)."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o777)
    yield made
    made.chmod(0o777)
    shutil.rmtree(made)
