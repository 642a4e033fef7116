"""Explaining a statement, and learning from review: from decided lines to weights that `read` takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.calling import ROOT, VELDORA, Call
from detente.models.reader import SHIPPED

pytestmark = pytest.mark.skipif(not (SHIPPED / "heads.npz").is_file(), reason="no weights: run `make train`")


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as it was read and reviewed."""
    from detente.cli.main import main

    path = tmp_path_factory.mktemp("reviewed") / "veldora.detente"
    words = ["build", str(VELDORA), "--pack", "veldora", "--reader", "rules", "-o", str(path), "--quiet"]
    assert main(words) == 0
    assert main(["review", str(path), "--apply", str(VELDORA / "review.jsonl")]) in {0, 3}
    return path


def test_a_statement_is_explained_by_its_sentence_fields_and_signs(reviewed: Path, call: Call) -> None:
    lines = call("review", reviewed, "--list", "--json").json["statements"]
    line = next(li for li in lines if li["origin"] != "person" and li["kind"] == "position")
    found = call("explain", reviewed, line["id"], "--json").json
    explanation = found["explanation"]
    assert line["evidence"] in explanation["sentence"]["text"]
    assert explanation["fields"][0]["name"] == "issue"
    assert all(0 <= f["chance"] <= 1 for f in explanation["fields"])
    said = call("explain", reviewed, line["id"])
    assert said.code == 0
    assert "what the confidence is made of" in said.out


def test_a_statement_that_is_not_there_is_told(reviewed: Path, call: Call) -> None:
    said = call("explain", reviewed, "s0000000000000000")
    assert said.code == 1
    assert "no statement 's0000000000000000'" in said.err


def test_decided_lines_teach_and_the_tuned_weights_read(reviewed: Path, tmp_path: Path, call: Call) -> None:
    records, folder = tmp_path / "reviewed.jsonl", tmp_path / "tuned"
    told = call("reader", "export", reviewed, "-o", records, "--json").json
    assert told["right"] > 100
    for line in records.read_text().splitlines():
        record = json.loads(line)
        for one in record["right"] + record["wrong"]:
            assert record["text"][one["start"] : one["end"]] == one["evidence"]
    refits = call("reader", "tune", records, "-o", folder, "--json").json["refits"]
    assert any(r["kept"] for r in refits)
    assert all(r["after"] < r["before"] for r in refits if r["kept"])
    report = VELDORA / "03_wire_truce_paper.txt"
    words = ("read", report, "--pack", "veldora", "--json", "--quiet", "--reader")
    tuned, shipped = call(*words, f"model:{folder}"), call(*words, "model")
    assert tuned.code == shipped.code == 0
    assert tuned.out != shipped.out


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("reader", "tune", "nothing.jsonl", "-o", "out"), "nothing.jsonl"),
        (("reader", "tune", str(ROOT / "README.md"), "-o", "out"), "README.md:1: no training record"),
        (("read", str(VELDORA), "--reader", "rules:here"), "the reader 'rules' has no weights"),
        (("read", str(VELDORA), "--reader", "model:/nowhere"), "no trained weights in /nowhere"),
    ],
)
def test_faults_are_told_in_one_line(words: tuple[str, ...], fault: str, call: Call) -> None:
    said = call(*words)
    assert said.code == 1
    assert fault in said.err


def test_tuned_weights_serve_every_command_that_reads(reviewed: Path, tmp_path: Path, call: Call) -> None:
    records, folder, report = tmp_path / "r.jsonl", tmp_path / "tuned", VELDORA / "03_wire_truce_paper.txt"
    call("reader", "export", reviewed, "-o", records)
    call("reader", "tune", records, "-o", folder, "--quiet")
    gold = ("--gold", VELDORA / "statements.jsonl", "--texts", VELDORA, "--pack", "veldora")
    assert (
        call("evaluate", *gold, "--reader", f"model:{folder}", "--json").json["reader"] == f"model:{folder}"
    )
    made = tmp_path / "p.detente"
    build = ("build", report, "--pack", "veldora", "-o", made, "--quiet", "--reader", f"model:{folder}")
    assert "0 new statements" not in call(*build).out
    assert "0 new statements" in call(*build).out
    assert call("attribute", report, "--attributor", f"model:{folder}", "--quiet").code == 0
    said = call("attribute", report, "--attributor", "rules:here")
    assert said.code == 1
    assert "the attributor 'rules' has no weights" in said.err


def test_a_project_that_nobody_reviewed_teaches_nothing(tmp_path: Path, call: Call) -> None:
    made, out = tmp_path / "p.detente", tmp_path / "r.jsonl"
    report = VELDORA / "03_wire_truce_paper.txt"
    call("build", report, "--pack", "veldora", "-o", made, "--quiet", "--reader", "rules")
    said = call("reader", "export", made, "-o", out)
    assert said.code == 1
    assert "has been reviewed" in said.err
    assert not out.exists()
