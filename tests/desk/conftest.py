"""Small reports with their coding, and projects built from them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detente.desk.build import BuildOptions, Built, build

Builder = Callable[..., Built]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder of two reports and a coding of them."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "one.txt").write_text("Veldora demands that the Guard leave Port Ilvane before any truce.\n")
    (folder / "two.txt").write_text("The Movement refuses to leave Port Ilvane. It says so twice.\n")
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
            "speaker": "The Movement",
        },
    ]
    (folder / "statements.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    return folder


@pytest.fixture
def make(reports: Path, tmp_path: Path) -> Builder:
    """Build the project of the folder, with whatever is given otherwise."""

    def making(**given: object) -> Built:
        options = BuildOptions(
            clock=lambda: datetime.now(UTC),
            progress=lambda *_: None,
            statements=reports / "statements.jsonl",
            **{k: v for k, v in given.items() if k != "pack_name"},  # type: ignore[arg-type]
        )
        return build(
            [str(reports)],
            pack_name=str(given.get("pack_name", "veldora")),
            output=tmp_path / "p.detente",
            options=options,
        )

    return making
