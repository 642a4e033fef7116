"""The commands against a server on this machine, from the options to the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import Call
from cli.conftest import call
from detente.desk.choose import names
from models.llm.answering import LEAVE, RAIN, REPORT, Stub, entry, says, serving, written

__all__ = ["call"]
pytestmark = pytest.mark.enable_socket


@pytest.fixture(autouse=True)
def registered() -> None:
    if "llm" not in names("detente.readers"):
        pytest.skip("the entry point `llm` is not registered; install détente again")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.txt"
    path.write_text(REPORT)
    return path


def options(stub: Stub) -> tuple[str, ...]:
    return ("--model", "stub", "--base-url", stub.url, "--pack", "veldora")


def test_read_asks_the_model_and_prints_what_stands_in_the_text(call: Call, paper: Path) -> None:
    with serving(says(written(entry(LEAVE), entry("invented words")))) as stub:
        said = call("read", paper, "--reader", "llm", "--json", "--full", *options(stub))
    assert said.code == 0
    assert said.json["origin"] == "llm:stub"
    assert REPORT[said.json["start"] : said.json["end"]] == said.json["evidence"] == LEAVE
    assert "claim-refused" in said.err


def test_readers_are_compared_on_the_same_reports(call: Call, paper: Path) -> None:
    with serving(says(written(entry(LEAVE), entry(RAIN, stance="reject", issue="cf.class")))) as stub:
        said = call("compare-readers", paper, "--readers", "rules,llm", "--json", *options(stub))
        shown = call("compare-readers", paper, "--readers", "rules,llm", *options(stub))
    assert (said.code, shown.code) == (0, 0)
    assert said.json["counts"]["llm"]["position"] == 2
    (pair,) = said.json["agreements"]
    assert pair["readers"] == ["rules", "llm"]
    assert 0 <= pair["tuple_f1"] <= 1
    assert RAIN in [a["evidence"] for a in said.json["alone"] if a["reader"] == "llm"]
    assert "what only one of them says" in shown.out
    assert RAIN in shown.out


def test_a_reader_agrees_with_itself_under_another_model(call: Call, paper: Path) -> None:
    same = says(written(entry(LEAVE)))
    with serving(same) as stub:
        said = call("compare-readers", paper, "--readers", "llm,rules,llm", "--json", *options(stub))
    assert said.code == 0
    assert list(said.json["counts"]) == ["llm", "rules"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("read", "--reader", "llm"), "--model"),
        (("read", "--reader", "llm", "--model", "m"), "--base-url"),
        (
            ("read", "--reader", "llm", "--model", "m", "--base-url", "https://example.org/v1"),
            "--allow-network",
        ),
        (("read", "--model", "m"), "--model is for the reader 'llm' only"),
        (("compare-readers", "--readers", "rules"), "two readers"),
        (("compare-readers", "--readers", "rules,nobody"), "no reader 'nobody'"),
        (
            (
                "read",
                "--reader",
                "llm",
                "--model",
                "m",
                "--base-url",
                "http://localhost/v1",
                "--max-cost",
                "1",
            ),
            "--cost-in",
        ),
    ],
)
def test_what_would_go_elsewhere_or_nowhere_is_refused(
    words: tuple[str, ...], told: str, call: Call, paper: Path
) -> None:
    said = call(words[0], paper, *words[1:])
    assert said.code == 1
    assert told in said.err
