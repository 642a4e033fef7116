"""`detente deadlocks` under other orders, the graph of what they share, and a search that was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import Call


@pytest.mark.parametrize(
    ("by", "heading"), [("issue", "Withdrawal of a party's forces"), ("parties", " and ")]
)
def test_deadlocks_stand_under_each_matter_or_pair_and_are_told_in_full_once(
    veldora: Path, call: Call, by: str, heading: str
) -> None:
    said = call("deadlocks", veldora, "--by", by)
    assert said.code == 0
    plain = call("deadlocks", veldora)
    stages = call("deadlocks", veldora, "--json").json["stages"]
    assert heading in said.out
    for results in stages.values():
        for lock in results["deadlocks"]:
            assert said.out.count(f"{lock['id']} · ") == plain.out.count(f"{lock['id']} · ") == 1


def test_the_record_has_the_graph_and_the_groupings_of_every_deadlock(veldora: Path, call: Call) -> None:
    for results in call("deadlocks", veldora, "--json").json["stages"].values():
        locks = {lock["id"]: lock for lock in results["deadlocks"]}
        edges = {(e["deadlock"], e["demand"]) for e in results["graph"]["edges"]}
        assert edges == {(name, m["id"]) for name, lock in locks.items() for m in lock["members"]}
        assert {d["id"] for d in results["graph"]["demands"]} == {demand for _, demand in edges}
        for grouped in (results["by_issue"], results["by_parties"]):
            assert {name for g in grouped for name in g["deadlocks"]} == set(locks)
        assert results["reach"] == {"ended_by": "the end", "listed_up_to": 0, "in_words": None}
        most = results["in_most"]
        assert all(sum(d == demand for _, d in edges) >= most["count"] for demand in most["demands"])


def test_a_search_that_was_cut_off_is_told_and_calls_nothing_a_look_alike(veldora: Path, call: Call) -> None:
    said = call("deadlocks", veldora, "--budget", "0.000001")
    assert said.code == 0
    assert "No deadlock was found before the time ended the search; there may be some." in said.out
    assert "That is not agreement" not in said.out
    assert "Look like deadlocks" not in said.out
    assert "truncated" in said.err
    stages = call("deadlocks", veldora, "--budget", "0.000001", "--json").json["stages"]
    assert {s["reach"]["ended_by"] for s in stages.values()} == {"time"}
    assert not any(s["complete"] or s["look_alikes"] for s in stages.values())
