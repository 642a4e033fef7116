"""A command line to call, and a project of the invented conflict built from a person's coding."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.calling import VELDORA, Call, Said
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
    (folder / "one.txt").write_text("Veldora demands that the Guard leave Port Ilvane before any truce.\n")
    (folder / "two.txt").write_text("The Movement refuses to leave Port Ilvane.\n")
    records = [
        {
            "doc": "one.txt",
            "evidence": "demands that the Guard leave Port Ilvane before any truce",
            "kind": "position",
            "holder": "veldora",
            "stance": "demand",
            "issue": "terr.withdrawal",
            "option": "begun_before",
            "instance": "movement_from_port",
            "basis": "own",
            "stage": "truce",
        },
        {
            "doc": "two.txt",
            "evidence": "refuses to leave Port Ilvane",
            "kind": "position",
            "holder": "sarnic_movement",
            "stance": "demand",
            "issue": "terr.withdrawal",
            "option": "none",
            "instance": "movement_from_port",
            "basis": "own",
            "stage": "truce",
        },
    ]
    path = folder / "statements.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in records))
    return path


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Permissions bind: where the tests run as root, act as nobody."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user can reach (pytest's own cannot be reached by others)."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o777)
    yield made
    made.chmod(0o777)
    shutil.rmtree(made)
