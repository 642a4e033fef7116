"""`roles` as a user meets it: what counts on a day, entering, withdrawing, and what follows for who signs."""

from __future__ import annotations

import json
from pathlib import Path

from cli.calling import Call


def test_an_office_that_is_entered_counts_from_its_day_on_until_it_is_withdrawn(
    veldora: Path, call: Call
) -> None:
    entered = (
        "--enter",
        "Ilo Marn",
        "--party",
        "veldora",
        "--title",
        "envoy",
        "--from",
        "2025-03-01",
        "--reason",
        "letter",
    )
    assert call("roles", veldora, *entered, "--reviewer", "ana", "--published", "2025-03-01").code == 0
    told = json.loads(call("roles", veldora, "--party", "veldora", "--json").out)
    assert [o["title"] for o in told["offices"] if o["name"] == "Ilo Marn"] == ["envoy"]
    said = call("roles", veldora, "--party", "veldora").out
    assert "envoy: Ilo Marn" in said
    assert "letter (ana" in said
    early = json.loads(call("roles", veldora, "--known-by", "2025-02-28", "--json").out)
    assert not [o for o in early["offices"] if o["name"] == "Ilo Marn"]
    assert call("roles", veldora, "--withdraw", "1", "--reason", "an error").code == 0
    after = json.loads(call("roles", veldora, "--json").out)
    assert [role["stands"] for role in after["entered"]] == [False, False]
    assert not [o for o in after["offices"] if o["name"] == "Ilo Marn"]
    assert call("verify", veldora).code == 0


def test_without_a_party_that_signs_nothing_is_agreed(veldora: Path, call: Call) -> None:
    before = json.loads(call("roles", veldora, "--json").out)["signatories"]["truce"]
    assert "Aldermere" not in call("score", veldora, "v_p02").out
    joined = ("--signs", "truce", "--party", "aldermere", "--from", "2024-02-01", "--reason", "communiqué")
    assert call("roles", veldora, *joined).code == 0
    assert json.loads(call("roles", veldora, "--json").out)["signatories"]["truce"] == [*before, "aldermere"]
    assert "Aldermere" in call("score", veldora, "v_p02").out
    assert "Aldermere" not in call("score", veldora, "v_p02", "--recorded-by", "2024-01-01").out


def test_what_cannot_be_entered_is_told(veldora: Path, call: Call) -> None:
    for given, words in (
        (("--enter", "Ilo Marn", "--reason", "x"), "--party"),
        (("--enter", "Ilo Marn", "--party", "veldora", "--title", "envoy"), "--reason"),
        (("--enter", "Ilo Marn", "--party", "veldor", "--title", "envoy", "--reason", "x"), "did you mean"),
        (("--withdraw", "7", "--reason", "x"), "no role 7"),
        (
            ("--enter", "I", "--party", "veldora", "--title", "envoy", "--reason", "x", "--from", "soon"),
            "no date|no day",
        ),
    ):
        said = call("roles", veldora, *given)
        assert said.code == 1
        assert any(word in said.err for word in words.split("|")), said.err
    assert json.loads(call("roles", veldora, "--json").out)["entered"] == []
