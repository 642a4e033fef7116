"""Reading without a project: a statement a line, from files and from standard input."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from cli.calling import VELDORA, Call
from detente.statements.record import CODEBOOK_FIELDS

REPORT = VELDORA / "01_presidency_statement.txt"


def test_each_statement_is_one_line_with_the_fields_of_the_codebook(call: Call) -> None:
    said = call("read", REPORT, "--pack", "veldora", "--json")
    assert said.code == 0
    records = [json.loads(line) for line in said.out.splitlines()]
    assert records
    text = REPORT.read_text()
    for record in records:
        assert set(record) == {*CODEBOOK_FIELDS, "start", "end"}
        assert record["doc"] == REPORT.name
        assert text[record["start"] : record["end"]] == record["evidence"]


def test_full_records_can_be_given_back_to_build(call: Call, tmp_path: Path) -> None:
    said = call("read", REPORT, "--pack", "veldora", "--json", "--full")
    records = [json.loads(line) for line in said.out.splitlines()]
    assert all(
        r["rules"] and 0 < r["confidence"] <= 1 and r["origin"] in {"model", "model+rules"} for r in records
    )
    coding = tmp_path / "read.jsonl"
    coding.write_text(said.out)
    path = tmp_path / "p.detente"
    built = call("build", REPORT, "--pack", "veldora", "-o", path, "--statements", coding, "--json").json
    assert built["new_statements"] == len(records)
    listed = call("review", path, "--list", "--json").json["statements"]
    assert {line["id"] for line in listed} == {r["id"] for r in records}


def test_a_listing_shows_words_and_chain(call: Call) -> None:
    said = call("read", REPORT, "--pack", "veldora", "--full")
    assert f"{REPORT.name}: " in said.out
    assert "confidence 0." in said.out
    assert "veldora: position" in said.out


@pytest.mark.parametrize("lead", ["", "<!doctype html><html><body><p>"])
def test_standard_input_is_a_report(lead: str, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    content = (lead + REPORT.read_text()).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    said = call("read", "-", "--pack", "veldora", "--json")
    assert {json.loads(line)["doc"] for line in said.out.splitlines()} == {"stdin"}


@pytest.mark.parametrize(("content", "code"), [(b" \n", 1), (b"%PDF-1.7 ...", 3)])
def test_standard_input_without_a_text_is_told(
    content: bytes, code: int, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    said = call("read", "-", "--pack", "veldora", "--json")
    assert (said.code, said.out) == (code, "")
    assert "stdin" in said.err


def test_a_terminal_of_few_letters_ends_no_command(veldora: Path) -> None:
    import os

    surroundings = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for options in ([], ["--json"]):
        told = subprocess.run(
            [sys.executable, "-m", "detente", "deadlocks", str(veldora), *options],
            capture_output=True,
            env=surroundings,
        )
        assert told.returncode == 0
        told.stdout.decode("ascii")
    assert "“" in json.dumps(json.loads(told.stdout), ensure_ascii=False)
