"""`robustness` and `questions`: worlds on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import Call


def test_robustness_tells_shares_in_words_with_counts(veldora: Path, call: Call) -> None:
    said = call("robustness", veldora, "--worlds", "300", "--stage", "truce")
    flat = " ".join(said.out.split())
    assert said.code == 0
    assert "300 worlds, seed 0; matters independent of one another" in flat
    assert "T1 · Withdrawal of a party's forces" in flat
    assert " of 300; " in flat
    assert "10 worlds worked out again by plain evaluation" in flat
    assert "On what it hangs" in flat
    assert "The value of asking" in flat


def test_the_same_seed_gives_the_same_record_and_another_does_not(veldora: Path, call: Call) -> None:
    def stages(*more: str) -> object:
        return call("robustness", veldora, "--worlds", "200", "--json", *more).json["stages"]

    assert stages() == stages("--seed", "0")
    assert stages() != stages("--seed", "1")
    record = call("robustness", veldora, "--worlds", "200", "--json", "--correlation", "party=0.5").json
    assert record["schema"] == "detente.robustness"
    assert record["drawn"] == {"worlds": 200, "seed": 0, "correlation": {"party": 0.5}, "ignorance": 0.5}
    lock = record["stages"]["truce"]["deadlocks"][0]
    assert lock["shut"]["count"] <= lock["shut"]["worlds"] == 200
    assert lock["statements"]
    bars = [
        b
        for u in record["stages"]["truce"]["open_positions"]
        for b in u["tornado"]
        if b["result"] == lock["id"]
    ]
    assert bars
    assert all(b["low"] <= b["high"] for b in bars)


def test_correlation_is_told_in_words(veldora: Path, call: Call) -> None:
    words = ("--correlation", "veldora=0.3", "--correlation", "party=1")
    flat = " ".join(call("robustness", veldora, "--worlds", "50", *words).out.split())
    assert "matters of one party correlated (every party 1, veldora 0.3; Gaussian copula)" in flat


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--correlation", "party"), 1, "is no correlation; write party=0.5"),
        (("--correlation", "party=2"), 1, "from 0 to 1"),
        (("--correlation", "veldorra=0.5"), 1, "did you mean 'veldora'"),
        (("--worlds", "0"), 1, "one world at least is needed"),
        (("--worlds", "-3"), 2, "whole number up to a million"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    options: tuple[str, ...], code: int, words: str, veldora: Path, call: Call
) -> None:
    said = call("robustness", veldora, *options)
    assert said.code == code
    assert words in said.err


def test_ten_milliseconds_give_what_is_known_and_say_so(veldora: Path, call: Call) -> None:
    said = call("robustness", veldora, "--budget", "0.01")
    assert said.code == 0
    assert "The time budget ended the drawing" in said.out
    assert "truncated" in said.err
    assert not call("robustness", veldora, "--budget", "0.01", "--json").json["stages"]["truce"]["complete"]


def test_questions_come_by_the_value_of_asking(veldora: Path, call: Call) -> None:
    record = call("questions", veldora, "--json").json["questions"]
    for party in {q["party"] for q in record}:
        values = [q["value"] for q in record if q["party"] == party and q["stage"] == "truce"]
        assert values == sorted(values, reverse=True)
    assert any(q["decides"] for q in record)
    plain = call("questions", veldora, "--worlds", "0", "--json").json["questions"]
    assert all(q["value"] == 0 and not q["decides"] for q in plain)
    assert "Ourselves" in call("questions", veldora).out
    one = call("questions", veldora, "--party", "veldora", "--top", "1").out
    assert "  1. " in one
    assert "  2. " not in one
