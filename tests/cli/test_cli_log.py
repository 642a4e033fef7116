"""`log`: each entry with its sources, in words and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import Call
from detente.cli.dealing import NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_log_prints_and_has_a_json_twin_whose_statements_all_stand_in_it(
    call: Call, veldora: Path, name: str
) -> None:
    said = call("log", name, veldora)
    assert said.code == 0
    found = call("log", name, veldora, "--json").json
    assert found["schema"] == f"detente.log-{name}"
    named = {i for entry in found[name] for i in entry.get("statements", ())}
    assert named <= set(found["statements"])


def test_an_offer_that_nobody_answered_says_so(call: Call, veldora: Path) -> None:
    assert "no answer heard (neither consent nor refusal)" in " ".join(
        call("log", "offers", veldora).out.split()
    )


def test_a_log_can_be_asked_for_one_party_and_one_matter(call: Call, veldora: Path) -> None:
    every = call("log", "offers", veldora, "--json").json["offers"]
    of_port = call("log", "offers", veldora, "--party", "aldermere", "--json").json["offers"]
    assert 0 < len(of_port) < len(every)
    on_line = call("log", "deliverers", veldora, "--issue", "terr.line", "--json").json["deliverers"]
    assert {entry["key"].partition("[")[0] for entry in on_line} == {"terr.line"}
    assert call("log", "offers", veldora, "--party", "aldermeer").code == 1


def test_a_view_of_an_earlier_day_has_no_later_offer(call: Call, veldora: Path) -> None:
    days = [
        e["when"] for e in call("log", "offers", veldora, "--as-of", "2024-02-10", "--json").json["offers"]
    ]
    assert days
    assert all(day is None or day.lstrip("./")[:10] <= "2024-02-10" for day in days)


def test_a_log_prints_the_latest_entries_and_says_how_many_are_earlier(
    call: Call, veldora: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = call("log", "offers", veldora, "--all").out
    assert "earlier ones" not in every
    monkeypatch.setattr("detente.cli.dealing.MOST", 2)
    short = call("log", "offers", veldora)
    assert (
        f"{len(call('log', 'offers', veldora, '--json').json['offers']) - 2} earlier ones: --all" in short.out
    )
    assert every.rstrip().endswith(short.out.split("earlier ones")[0].strip().splitlines()[-2].strip())


def test_who_can_deliver_stands_by_matter_with_what_was_spoken_of_unless_all_is_asked_for(
    call: Call, veldora: Path
) -> None:
    short, whole = call("log", "deliverers", veldora).out, call("log", "deliverers", veldora, "--all").out
    assert "more stand in tabled texts only: --all" in short
    assert len(short.splitlines()) < len(whole.splitlines())
    assert "signs: Republic of Veldora" in short


@pytest.mark.parametrize("name", ["calendar", "promises", "claims"])
def test_every_log_is_asked_for_a_matter_or_says_what_is_told_in_words_alone(
    call: Call, veldora: Path, name: str
) -> None:
    every = call("log", name, veldora, "--json").json[name]
    asked = call("log", name, veldora, "--issue", "cf")
    assert asked.code == 0
    found = call("log", name, veldora, "--issue", "cf", "--json").json[name]
    assert len(found) == len(every) or "are left out" in asked.out or "Nothing was heard" in asked.out


def test_two_entries_are_said_to_be_one_with_a_reason_and_taken_apart(call: Call, veldora: Path) -> None:
    first, second = [e["id"] for e in call("log", "offers", veldora, "--json").json["offers"]][:2]
    asked = ("log", "offers", veldora)
    assert call(*asked, "--same", first, second).code == 1
    assert call(*asked, "--same", first, "s000", "--reason", "x").code == 1
    made = call(*asked, "--same", first, second, "--reason", "told twice", "--reviewer", "ana", "--json").json
    assert (made["merge"]["kind"], made["merge"]["into"], made["merge"]["reason"]) == (
        "event",
        second,
        "told twice",
    )
    assert first not in [e["id"] for e in call(*asked, "--json").json["offers"]]
    assert call(*asked, "--apart", first, second, "--reason", "two offers").code == 0
    assert first in [e["id"] for e in call(*asked, "--json").json["offers"]]


def test_questions_are_printed_before_demands_and_offers_however_many_there_are(
    call: Call, veldora: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.cli.dealing.MOST", 1)
    out = call("log", "unanswered", veldora, "--include-unreviewed").out
    put = {
        e["put"]
        for e in call("log", "unanswered", veldora, "--include-unreviewed", "--json").json["unanswered"]
    }
    assert put
    assert all(f"{name.capitalize()}s\n" in out for name in put)
    assert out.count("\n· ") == len(put)
