"""`verify --noted`, `backup` and `migrate` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

from cli.calling import Call
from detente.stores.sqlite import ProjectFile


def test_a_noted_link_is_found_again_and_a_strange_one_is_told(veldora: Path, call: Call) -> None:
    told = json.loads(call("verify", veldora, "--json").out)
    assert told["whole"] and told["entries"] > 100
    with ProjectFile.open(veldora, writable=True) as project:
        project.keep_settings({"later": 1})
    assert call("verify", veldora, "--noted", told["head"]).code == 0
    for strange in ("00" * 32, "no link"):
        said = call("verify", veldora, "--noted", strange, "--json")
        assert said.code == 3
        assert json.loads(said.out)["problems"][0]["code"] == "link-gone"


def test_a_backup_is_whole_and_never_over_another_file(veldora: Path, call: Call, tmp_path: Path) -> None:
    copy = tmp_path / "copy.detente"
    assert call("backup", veldora, "-o", copy).code == 0
    one, other = (json.loads(call("verify", path, "--json").out) for path in (veldora, copy))
    assert one["head"] == other["head"]
    again = call("backup", veldora, "-o", copy)
    assert again.code == 1
    assert "exists already" in again.err


def test_a_present_file_needs_no_migration(veldora: Path, call: Call) -> None:
    said = call("migrate", veldora, "--json")
    assert said.code == 0
    assert json.loads(said.out)["kept"] is None
