"""What is asked of a conflict: ways from the status quo, reasons in words, coalitions, what would have to change, a picture."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.stability import picture as drawing
from detente.bargaining.stability import why
from detente.bargaining.stability.case_file import read_case
from detente.bargaining.stability.coalitions import coalitions, holds_against
from detente.bargaining.stability.inverse import inverse, least_unions
from detente.bargaining.stability.limited import limited_move
from detente.bargaining.stability.model import CONCEPTS, Concept, Conflict, Verdict
from detente.bargaining.stability.paths import from_status_quo
from detente.bargaining.stability.picture import picture
from detente.bargaining.stability.preferences import Comparisons, Ranking, compared, from_numbers
from detente.bargaining.stability.stabilities import stabilities
from detente.bargaining.stability.why import in_words, reasons
from detente.kernel.errors import BadInput, UnknownName
from graph_models import Small, legal, smalls

# Two neighbours at a river (invented): either can shut its sluice; the town above can also build a dam for good.
RIVER: dict[str, Any] = {
    "title": "River",
    "decision_makers": ["Above", "Below"],
    "options": {"Above": ["Shut", "Dam"], "Below": ["Sue"]},
    "irreversible_moves": {"Above.Dam": "on"},
    "preference_statements": {"Above": ["-Sue", "Dam", "Shut"], "Below": ["-Dam", "Sue IFF (Shut | Dam)"]},
}
# What Below likes is known in part only: whether it likes state 2 or 3 better than 1 nobody heard.
QUAY: dict[str, Any] = {
    "title": "Quay",
    "decision_makers": ["Above", "Below"],
    "states": ["1", "2", "3"],
    "unilateral_moves": {"Above": [[2, 3]], "Below": [[1, 2]]},
    "preference_payoff_ordinal": {"Above": [1, 2, 3]},
    "preference_known": {"Below": {"better": []}},
}


def river() -> Conflict:
    return read_case(RIVER, name="river")


def quay(**likes: Any) -> Conflict:
    return read_case({**QUAY, "preference_known": {"Below": likes}}, name="quay")


def test_the_shortest_ways_from_the_status_quo() -> None:
    found = from_status_quo(river(), "1", ("7", "1"), improving=False)
    assert len(found.ways["7"]) == 2
    assert found.ways["1"] == ()
    assert found.distances == {"1": 0, "2": 1, "3": 1, "4": 1, "5": 1, "6": 2, "7": 2, "8": 2}
    by_gain = from_status_quo(river(), "1", ("5", "7"), improving=True)
    assert [(s.by, s.start, s.end, s.better) for s in by_gain.ways["7"]] == [
        ("Above", "1", "3", True),
        ("Below", "3", "7", True),
    ]
    assert list(by_gain.ways) == ["7"]
    assert "5" not in by_gain.distances
    with pytest.raises(UnknownName, match="no state '99'"):
        from_status_quo(river(), "99", (), improving=True)


@given(smalls(most=8), st.booleans(), st.data())
def test_ways_are_legal_shortest_and_lead_to_all_that_can_be_reached(
    small: Small, improving: bool, data: st.DataObject
) -> None:
    conflict = small.conflict()
    start = data.draw(st.integers(0, small.states - 1))
    found = from_status_quo(conflict, conflict.states[start], conflict.states, improving=improving)

    def better(k: int, a: int, b: int) -> bool:
        return small.worth[k][b] > small.worth[k][a]

    movers = frozenset(range(len(small.moves)))
    reachable = legal(small, start, movers, better if improving else None) | {start}
    assert (
        {conflict.state(s) for s in found.distances} == reachable == {conflict.state(s) for s in found.ways}
    )
    layer, far = {(start, -1)}, 0
    nearest = {start: 0}
    while far < 20:  # layers of (state, who moved last), from the definition
        far += 1
        layer = {
            (t, k)
            for s, last in layer
            for k in movers - {last}
            for t in small.moves[k][s]
            if not improving or better(k, s, t)
        }
        for t, _ in layer:
            nearest.setdefault(t, far)
    for end, way in found.ways.items():
        assert len(way) == found.distances[end] == nearest[conflict.state(end)]
        here, last = conflict.states[start], ""
        for step in way:
            assert step.start == here
            assert step.by != last
            assert (
                conflict.state(step.end)
                in small.moves[conflict.decision_maker(step.by)][conflict.state(here)]
            )
            here, last = step.end, step.by
        assert here == end


def test_reasons_in_words() -> None:
    conflict = river()
    told = {c: " ".join(in_words(reasons(conflict, 0, 0, concept=c), conflict)) for c in CONCEPTS}
    assert "Above could move to state 3 (Above.Dam), better for it; nobody is asked" in told[Concept.NASH]
    assert (
        "Above could move to state 2 (Above.Shut), better for it; then Below can answer with state 6 (Above.Shut, Below.Sue), each "
        "step better for who makes it, which is no better for Above than 1." in told[Concept.SEQ]
    )
    assert told[Concept.SMR].endswith("and from there it cannot do better by itself.")
    assert in_words(reasons(conflict, 3, 0, concept=Concept.GMR), conflict) == (
        "Above has no move that it likes better.",
    )
    unanswered = quay(better=[[2, 1], [3, 1]])
    assert in_words(reasons(unanswered, 0, 1, concept=Concept.GMR), unanswered) == (
        "Below could move to state 2, better for it; no answer leaves it no better off.",
    )
    assert in_words(reasons(unanswered, 2, 1, concept=Concept.GMR), unanswered) == (
        "Below cannot move from here.",
    )


def test_what_is_not_known_is_said_so() -> None:
    conflict = quay()
    found = stabilities(conflict)
    assert {found.verdict(c, 1, 0) for c in CONCEPTS} == {Verdict.NOT_KNOWN}
    assert {found.verdict(c, 0, 1) for c in CONCEPTS} == {Verdict.UNSTABLE}
    assert found.equilibria("GMR") == ("3",)
    assert found.not_known("GMR") == ("1",)
    why_not = reasons(conflict, 0, 1, concept=Concept.GMR)
    assert why_not.verdict is Verdict.NOT_KNOWN
    assert in_words(why_not, conflict) == (
        "Below could move to state 2, it is not known whether that is better for it; then Above can answer with state 3 which may "
        "be no better for Below than 1.",
    )
    deterred = quay(better=[[2, 1], [1, 3]])
    assert stabilities(deterred).verdict("SEQ", 1, 0) is Verdict.STABLE
    assert stabilities(deterred).verdict("R", 1, 0) is Verdict.UNSTABLE


def test_a_search_for_an_answer_that_is_cut_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(why, "MOST_LOOKED_AT", 0)
    conflict = quay(better=[[2, 1], [3, 1]])
    found = reasons(conflict, 0, 1, concept=Concept.GMR)
    assert found.verdict is Verdict.NOT_KNOWN
    assert "was not found among the nearest 0 states" in in_words(found, conflict)[0]


@pytest.mark.parametrize("horizon", [0, 1001])
def test_a_horizon_that_is_none_is_refused(horizon: int) -> None:
    with pytest.raises(BadInput, match="give 1"):
        limited_move(river(), horizon)


def test_looking_ahead_needs_every_comparison() -> None:
    with pytest.raises(BadInput, match="needs every comparison"):
        limited_move(quay(), 2)


def coalition_by_definition(  # noqa: C901 (the definition in one place)
    small: Small, members: tuple[int, ...], concept: str
) -> list[bool]:
    """Inohara and Hipel 2008 in plain words."""
    everyone = range(len(small.moves))
    opponents = [k for k in everyone if k not in members]

    def all_better(who: tuple[int, ...], here: int, there: int) -> bool:
        return all(small.worth[k][there] > small.worth[k][here] for k in who)

    def reach(who: tuple[int, ...], start: int) -> set[int]:
        return legal(small, start, frozenset(who))

    def improving(start: int) -> set[int]:
        """Sequences of improvements by coalitions of opponents, none moving twice in a row."""
        groups = list(chain.from_iterable(combinations(opponents, n) for n in range(1, len(opponents) + 1)))
        seen: set[tuple[int, Any]] = set()
        waiting: list[tuple[int, Any]] = [(start, None)]
        for state, last in waiting:
            for group in groups:
                if group == last:
                    continue
                for t in reach(group, state):
                    if all_better(group, state, t) and (t, group) not in seen:
                        seen.add((t, group))
                        waiting.append((t, group))
        return {t for t, _ in seen}

    def stable(s: int) -> bool:
        for tempting in (t for t in reach(members, s) if all_better(members, s, t)):
            if concept == "R":
                return False
            answers = improving(tempting) if concept == "SEQ" else reach(tuple(opponents), tempting)
            answers = {a for a in answers if not all_better(members, s, a)}
            if concept == "SMR":
                answers = {
                    a for a in answers if not any(all_better(members, s, c) for c in reach(members, a))
                }
            if not answers:
                return False
        return True

    return [stable(s) for s in range(small.states)]


@given(smalls(most=7, makers=(2, 3)))
def test_coalitions_are_judged_as_defined(small: Small) -> None:
    conflict = small.conflict()
    found = coalitions(conflict, stabilities(conflict))
    for judged in found.verdicts:
        members = tuple(conflict.decision_maker(m) for m in judged.coalition)
        expected = coalition_by_definition(small, members, judged.concept)
        assert judged.stable == tuple(s for s, holds in zip(conflict.states, expected, strict=True) if holds)
        assert judged.not_known == ()
    single = stabilities(conflict).sure["R"].all(axis=0)
    assert set(found.equilibria["R"]) <= {
        s for s, holds in zip(conflict.states, single, strict=True) if holds
    }


def test_what_coalitions_would_do_may_not_be_known() -> None:
    conflict = quay()
    found = coalitions(conflict, stabilities(conflict))
    assert holds_against(found, "R", ("Below", "Above"), state="1") is Verdict.NOT_KNOWN
    assert holds_against(found, "R", ("Below", "Above"), state="3") is Verdict.STABLE
    with pytest.raises(BadInput, match="no coalition of Above was judged"):
        holds_against(found, "R", ("Above",), state="1")


def test_too_many_for_coalitions_are_refused() -> None:
    likes = {"A": ["a0"], "B": ["b0"]}
    options = {"A": [f"a{i}" for i in range(5)], "B": [f"b{i}" for i in range(5)]}
    conflict = read_case(
        {"decision_makers": ["A", "B"], "options": options, "preference_statements": likes}, name="large"
    )
    with pytest.raises(BadInput, match="Ask without --coalitions"):
        coalitions(conflict, stabilities(conflict))


@given(smalls(most=8, makers=(2, 3)), st.sampled_from(CONCEPTS), st.data())
def test_every_change_that_is_named_makes_the_state_hold_and_no_part_of_it_does(
    small: Small, concept: Concept, data: st.DataObject
) -> None:
    conflict = small.conflict()
    state = data.draw(st.integers(0, small.states - 1))
    found = inverse(conflict, state, concept=concept)
    before = stabilities(conflict, (concept,)).sure[concept][:, state]
    assert found.holds_for == tuple(
        d for d, holds in zip(conflict.decision_makers, before, strict=True) if holds
    )

    def holds(maker: int, lowered: tuple[str, ...]) -> bool:
        likes = conflict.preferences[maker]
        assert isinstance(likes, Ranking)
        ranks = likes.ranks.copy()
        ranks[[conflict.state(s) for s in lowered]] = ranks[state]
        changed = (*conflict.preferences[:maker], Ranking(ranks), *conflict.preferences[maker + 1 :])
        return bool(
            stabilities(replace(conflict, preferences=changed), (concept,)).sure[concept][maker, state]
        )

    for change in found.changes:
        maker = conflict.decision_maker(change.decision_maker)
        assert change.complete
        assert change.no_better
        for one in change.no_better[:5]:
            assert holds(maker, one)
            assert not any(holds(maker, tuple(s for s in one if s != spared)) for spared in one)
        assert change.raised_over is not None
        assert _raised(conflict, state, maker, change.raised_over, concept)
        assert not change.to_learn


def _raised(conflict: Conflict, state: int, maker: int, over: tuple[str, ...], concept: Concept) -> bool:
    """Whether the state holds once it stands with the best of those it must rise over."""
    likes = conflict.preferences[maker]
    assert isinstance(likes, Ranking)
    ranks = likes.ranks.copy()
    ranks[state] = max(int(ranks[conflict.state(s)]) for s in over)
    changed = (*conflict.preferences[:maker], from_numbers(ranks), *conflict.preferences[maker + 1 :])
    return bool(stabilities(replace(conflict, preferences=changed), (concept,)).sure[concept][maker, state])


def test_a_change_that_takes_away_what_deters_others_is_not_enough() -> None:
    """A would have to like 2 less; but its going there is what keeps B from leaving 1."""
    moves = {"A": [[1, 2], [3, 2]], "B": [[1, 3]]}
    likes = {"A": [1, 3, 2], "B": [2, 1, 3]}
    parts = {
        "decision_makers": ["A", "B"],
        "states": ["1", "2", "3"],
        "unilateral_moves": moves,
        "preference_payoff_ordinal": likes,
    }
    found = inverse(read_case(parts, name="knot"), 0, concept=Concept.SEQ)
    assert [c.decision_maker for c in found.changes] == ["A"]
    assert found.changes[0].no_better == (("2",),)
    assert found.checked is False


def test_inverse_names_what_is_to_be_learnt_and_what_would_make_an_answer_credible() -> None:
    learnt = inverse(quay(), 0, concept=Concept.GMR)
    assert [(c.no_better, c.to_learn, c.raised_over) for c in learnt.changes] == [
        ((("2",), ("3",)), ("2", "3"), None)
    ]
    assert learnt.checked is None
    idle = {
        **QUAY,
        "preference_payoff_ordinal": {"Above": [1, 3, 2]},
        "preference_known": {"Below": {"better": [[2, 1], [1, 3]]}},
    }
    found = inverse(read_case(idle, name="idle"), 0, concept=Concept.SEQ)
    assert [[(s.by, s.start, s.end) for s in steps] for c in found.changes for steps in c.credible] == [
        [("Above", "2", "3")]
    ]
    assert inverse(quay(better=[[1, 2]]), 0, concept=Concept.NASH).changes == ()


def test_least_unions_are_cut_where_there_are_too_many() -> None:
    few = [[frozenset({1}), frozenset({2})], [frozenset({2}), frozenset({3})]]
    assert least_unions(few) == ((frozenset({2}), frozenset({1, 3})), True)
    many = [[frozenset({10 * i + j}) for j in range(10)] for i in range(3)]
    found, complete = least_unions(many)
    assert (len(found), complete) == (64, False)
    assert least_unions([[frozenset({j}) for j in range(70)]])[1] is False


def test_a_picture_shows_states_moves_and_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = river()
    found = stabilities(conflict)
    ways = from_status_quo(conflict, "1", found.equilibria("SEQ"), improving=False)
    whole = picture(found, ways)
    assert whole.whole
    assert len(whole.states) == 8
    assert {(m.by, m.start, m.end) for m in whole.moves if m.on_way} == {
        (s.by, s.start, s.end) for w in ways.ways.values() for s in w
    }
    assert [s.name for s in whole.states if "SEQ" in s.equilibrium] == list(found.equilibria("SEQ"))
    assert picture(found).status_quo is None
    monkeypatch.setattr(drawing, "MOST_DRAWN", 4)
    part = picture(found, ways)
    assert not part.whole
    assert set(part.moves) == {replace(m, on_way=True) for m in whole.moves if m.on_way}
    assert picture(found).states == ()


def test_comparisons_of_a_ranking_are_all_known() -> None:
    known = compared(from_numbers(np.array([2.0, 1.0, 2.0])))
    assert known.tolist() == [[True, True, True], [False, True, False], [True, True, True]]
    assert Comparisons(known).better(0, 1) is True
