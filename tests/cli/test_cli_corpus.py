"""`corpus` on the command line: what a mediator's assistant asks of a folder of reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.calling import VELDORA, Call

COPY = "04_courier_copy.txt"


def test_reports_are_added_and_read_later(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "p.detente"
    added = call("corpus", "add", path, VELDORA, "--pack", "veldora", "--json")
    assert (added.code, json.loads(added.out)["new_reports"]) == (0, 11)
    again = call("corpus", "add", path, VELDORA, "--pack", "veldora")
    assert "11 reports, 0 of them new" in again.out
    unread = json.loads(call("corpus", "list", path, "--unread", "--json").out)["documents"]
    assert len(unread) == 11
    read = json.loads(call("build", "-o", path, "--pack", "veldora", "--json").out)
    assert read["new_statements"] > 0
    assert json.loads(call("corpus", "list", path, "--unread", "--json").out)["documents"] == []


def test_the_list_shows_when_by_whom_and_in_which_story(call: Call, veldora: Path) -> None:
    shown = call("corpus", "list", veldora).out
    assert "Inner Sea Wire" in shown
    assert "1 of them in the story of another" in shown
    one = json.loads(call("corpus", "list", veldora, "--publisher", "Ostrel Courier", "--json").out)[
        "documents"
    ]
    assert [(row["name"], row["is_origin"], row["texts_in_story"]) for row in one] == [(COPY, False, 2)]
    assert "No document is so." in call("corpus", "list", veldora, "--undated").out


def test_a_text_is_shown_with_its_furniture_or_without(call: Call, veldora: Path) -> None:
    assert "[title]" in call("corpus", "show", veldora, COPY).out
    assert "[title]" not in call("corpus", "show", veldora, COPY, "--reporting").out
    record = json.loads(call("corpus", "show", veldora, COPY, "--json").out)["document"]
    assert record["furniture"][0]["kind"]
    assert record["text"]


def test_a_story_is_told_from_its_origin_with_what_the_copy_dropped(call: Call, veldora: Path) -> None:
    assert "← inner_sea_wire (text)" in call("corpus", "stories", veldora).out
    shown = call("corpus", "stories", veldora, COPY).out
    assert "dropped" in shown
    (story,) = json.loads(call("corpus", "stories", veldora, "--json").out)["stories"]
    assert story["origin"]["name"] == "03_wire_truce_paper.txt"
    (other,) = story["others"]
    assert {change["kind"] for change in other["changes"]} <= {"dropped", "added", "number", "condition"}


def test_two_accounts_of_a_meeting_are_put_side_by_side(call: Call, veldora: Path) -> None:
    shown = call("corpus", "meetings", veldora, "09_council_readout.txt").out
    assert "readout of sarnic_movement" in shown
    assert "readout of veldora" in shown
    assert "told by one only" in shown
    assert json.loads(call("corpus", "meetings", veldora, "--json").out)["meetings"][0]["event"] == "v_e13"


def test_everything_known_of_a_report_is_explained(call: Call, veldora: Path) -> None:
    shown = call("corpus", "explain", veldora, "08_veldora_readout.txt").out
    for words in (
        "Origin",
        "Furniture",
        "Story",
        "Days that its words mean",
        "an official text",
        "told by others too",
    ):
        assert words in shown
    record = json.loads(call("corpus", "explain", veldora, COPY, "--json").out)["explained"]
    assert record["chain"][0]["ground"] == "page"
    assert record["source"]["grade"] in "BCDF"


def test_sources_are_graded_and_a_person_overrules(call: Call, veldora: Path) -> None:
    assert "Admiralty scale" in call("corpus", "sources", veldora).out
    words = ("--grade", "D", "--reason", "copies without saying so", "--by", "Ann")
    shown = call("corpus", "sources", veldora, "Ostrel Courier", *words).out
    assert "D, not usually reliable" in shown
    assert "given by Ann" in shown
    (row,) = json.loads(call("corpus", "sources", veldora, "Ostrel Courier", "--json").out)["sources"]
    assert (row["grade"], row["given_by"]) == ("D", "Ann")
    assert call("verify", veldora).code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("corpus", "explain", "{p}", "nothing.txt"), "no report 'nothing.txt'"),
        (("corpus", "sources", "{p}", "--grade", "A"), "needs the publisher"),
        (
            ("corpus", "sources", "{p}", "Ostrel Courier", "--grade", "H", "--reason", "x", "--by", "y"),
            "Admiralty scale",
        ),
        (("corpus", "add", "{p}", "https://example.org/a", "--pack", "veldora"), "add --fetch"),
        (("corpus", "add", "{p}", "x.csv", "--column", "text", "--pack", "veldora"), "write FIELD=NAME"),
        (("corpus", "add", "{p}", "x.csv", "--workers", "0", "--pack", "veldora"), "one process at least"),
    ],
)
def test_faults_of_use_are_told_with_the_remedy(
    call: Call, veldora: Path, words: tuple[str, ...], told: str
) -> None:
    said = call(*(word.format(p=veldora) for word in words))
    assert said.code == 1
    assert told in said.err


@pytest.mark.enable_socket
def test_a_private_address_is_refused_even_with_leave(call: Call, tmp_path: Path) -> None:
    said = call("corpus", "add", tmp_path / "p.detente", "http://127.0.0.1/a", "--fetch", "--pack", "veldora")
    assert said.code == 3
    assert "address-refused" in said.err
