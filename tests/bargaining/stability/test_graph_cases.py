"""Published cases: every state, decision maker, concept and equilibrium; and textbook games."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.bargaining.stability.case_file import read_case
from detente.bargaining.stability.coalitions import coalitions, holds_against
from detente.bargaining.stability.model import Conflict, Verdict
from detente.bargaining.stability.stabilities import stabilities
from detente.desk.stability_records import case_record

NAMES = (
    "chicken",
    "cuban_missile_crisis_airstrike_irreversible",
    "cuban_missile_crisis_reversible",
    "elmira_1991",
    "prisoners_dilemma",
)


@pytest.fixture
def cases(shared: Path) -> Path:
    return shared / "reference" / "gmcr"


# Two by two: A swerves or cooperates (first mark), then B. Ranks of the states NN, YN, NY, YY.
TWO = {
    "chicken": {"A": [1, 2, 4, 3], "B": [1, 4, 2, 3]},
    "dilemma": {"A": [2, 1, 4, 3], "B": [2, 4, 1, 3]},
}
# Elmira in option form (Hipel, Fang, Kilgour and Haight 1993): modifying, leaving and giving up delay are for good, and all that
# follows Uniroyal's leaving is one state.
ELMIRA = {
    "title": "Elmira",
    "decision_makers": ["MoE", "Uniroyal", "LocalGovernment"],
    "options": {"MoE": ["Modify"], "Uniroyal": ["Delay", "Accept", "Abandon"], "LocalGovernment": ["Insist"]},
    "irreversible_moves": {"MoE.Modify": "on", "Uniroyal.Delay": "off", "Uniroyal.Abandon": "on"},
    "at_most_one": [["Uniroyal.Delay", "Uniroyal.Accept", "Uniroyal.Abandon"]],
    "at_least_one": [["Uniroyal.Delay", "Uniroyal.Accept", "Uniroyal.Abandon"]],
    "same": ["- NNY -"],
}
ELMIRA_STATES = (
    "N YNN N",
    "Y YNN N",
    "N NYN N",
    "Y NYN N",
    "N YNN Y",
    "Y YNN Y",
    "N NYN Y",
    "Y NYN Y",
    "- NNY -",
)
ELMIRA_LIKES = {
    "MoE": [4, 3, 8, 7, 5, 2, 9, 6, 1],
    "Uniroyal": [9, 2, 4, 8, 6, 1, 3, 7, 5],
    "LocalGovernment": [6, 2, 8, 3, 7, 4, 9, 5, 1],
}


def elmira() -> Conflict:
    """The case with its states in the order of the option form, payoffs put in that order by their patterns."""
    blank = read_case({**ELMIRA, "preference_known": {m: {} for m in ELMIRA_LIKES}}, name="elmira")
    likes = {m: [own[ELMIRA_STATES.index(p)] for p in blank.patterns] for m, own in ELMIRA_LIKES.items()}
    return read_case({**ELMIRA, "preference_payoff_ordinal": likes}, name="elmira")


def two(name: str) -> Conflict:
    options = {"A": ["Yield"], "B": ["Yield"]}
    parts = {"decision_makers": ["A", "B"], "options": options, "preference_payoff_ordinal": TWO[name]}
    return read_case(parts, name=name)


def test_chicken_holds_where_one_swerves_and_by_threats_where_both_do() -> None:
    found = stabilities(two("chicken"))
    assert [found.equilibria(c) for c in ("R", "GMR", "SMR", "SEQ")] == [
        ("2", "3"),
        ("2", "3", "4"),
        ("2", "3", "4"),
        ("2", "3"),
    ]


def test_in_the_dilemma_cooperation_holds_for_those_who_look_at_answers() -> None:
    found = stabilities(two("dilemma"))
    assert [found.equilibria(c) for c in ("R", "GMR", "SMR", "SEQ")] == [
        ("1",),
        ("1", "4"),
        ("1", "4"),
        ("1", "4"),
    ]


def test_elmira_from_its_options_has_the_states_moves_and_equilibria_of_the_literature() -> None:
    conflict = elmira()
    assert set(conflict.patterns) == set(ELMIRA_STATES)
    found = stabilities(conflict)

    def held(concept: str) -> set[int]:
        return {
            ELMIRA_STATES.index(conflict.patterns[conflict.state(s)]) + 1 for s in found.equilibria(concept)
        }

    assert held("R") == held("SEQ") == {5, 8, 9}
    assert held("GMR") == held("SMR") == {1, 4, 5, 8, 9}


def test_in_elmira_ministry_and_company_leave_an_equilibrium_together() -> None:
    """Kilgour, Hipel, Fang and Peng 2001: from 5 to 8 no one goes alone; the two together do, and so it came in 1991."""
    conflict = elmira()
    found = coalitions(conflict, stabilities(conflict))
    start, end = (conflict.states[conflict.state(p)] for p in ("N YNN Y", "Y NYN Y"))
    assert {(j.coalition, j.start, j.end) for j in found.jumps if j.concept == "R"} == {
        (("MoE", "Uniroyal"), start, end)
    }
    assert holds_against(found, "R", ("Uniroyal", "MoE"), state=start) is Verdict.UNSTABLE
    assert holds_against(found, "R", ("MoE", "LocalGovernment"), state=start) is Verdict.STABLE
    assert start not in found.equilibria["SEQ"]
    assert end in found.equilibria["SEQ"]


@pytest.mark.shared
@pytest.mark.parametrize("name", NAMES)
def test_every_verdict_of_the_reference_cases(name: str, cases: Path) -> None:
    parts = json.loads((cases / f"{name}.json").read_text())
    conflict = read_case(parts, name=name)
    found = stabilities(conflict)
    computed = parts["computed_by_independent_reference"]
    assert set(computed) == set(found.concepts)
    for concept, expected in computed.items():
        for k, maker in enumerate(conflict.decision_makers):
            assert [int(s) for s in found.stable(concept, k)] == expected[maker], (concept, maker)
        assert [int(s) for s in found.equilibria(concept)] == expected["equilibria"], concept
    for concept, states in parts["published"]["equilibria_by_concept"].items():
        assert [int(s) for s in found.equilibria(concept)] == states, concept


@pytest.mark.shared
@pytest.mark.parametrize("name", NAMES)
def test_a_reference_case_that_is_written_reads_the_same(name: str, cases: Path) -> None:
    parts = json.loads((cases / f"{name}.json").read_text())
    conflict = read_case(parts, name=name)
    record = json.loads(json.dumps(case_record(conflict, stabilities(conflict))))
    for key in ("decision_makers", "options", "states", "unilateral_moves", "preference_ranking_best_first"):
        written = record[key]
        if key == "unilateral_moves":
            written, parts[key] = ({m: sorted(v) for m, v in side[key].items()} for side in (record, parts))
        assert written == parts[key], key
    assert record["computed"] == parts["computed_by_independent_reference"]
    again = stabilities(read_case(record, name=name))
    assert all((again.sure[c] == stabilities(conflict).sure[c]).all() for c in again.concepts)


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["cuban_missile_crisis_reversible", "cuban_missile_crisis_airstrike_irreversible"]
)
def test_the_moves_of_the_missile_crisis_follow_from_its_options(name: str, cases: Path) -> None:
    parts = json.loads((cases / f"{name}.json").read_text())
    kept = {k: parts[k] for k in ("decision_makers", "options", "preference_payoff_ordinal")}
    ways = parts["irreversible_moves"]
    kept |= {"irreversible_moves": ways, "at_most_one": [["USSR.Withdraw", "USSR.Escalate"]]}
    found = stabilities(read_case(kept, name=name))
    listed = stabilities(read_case(parts, name=name))
    assert list(found.conflict.patterns) == [f"{p[:2]} {p[2:]}" for p in parts["states"].values()]
    for k in range(2):
        assert all(
            (a == b).all()
            for a, b in zip(found.conflict.moves[k].pairs(), listed.conflict.moves[k].pairs(), strict=True)
        )
    assert all((found.sure[c] == listed.sure[c]).all() for c in found.concepts)
