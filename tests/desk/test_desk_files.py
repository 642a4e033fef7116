"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.desk.files import write_whole
from detente.kernel.errors import BadInput


def test_a_text_is_written_as_it_is(tmp_path: Path) -> None:
    write_whole(tmp_path / "x.md", "one\r\ntwo — тест\n")
    assert (tmp_path / "x.md").read_bytes() == "one\r\ntwo — тест\n".encode()
    write_whole(tmp_path / "x.md", "newer")
    assert [p.name for p in tmp_path.iterdir()] == ["x.md"]


@pytest.mark.parametrize(
    ("name", "told"), [("sub/x.md", "does not exist; make it first"), ("folder", "is a folder")]
)
def test_a_place_that_takes_no_file(name: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadInput, match=told):
        write_whole(tmp_path / name, "text")


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(tmp_path / "x.md", "half a letter: \ud800")
    assert (tmp_path / "x.md").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.md"]
