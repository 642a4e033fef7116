"""Small reports with their coding, and projects built from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coded_reports import write_coded_reports
from detente.desk.build import BuildOptions, Built, build

Builder = Callable[..., Built]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder of two reports and a coding of them."""
    folder = tmp_path / "reports"
    folder.mkdir()
    write_coded_reports(folder)
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
