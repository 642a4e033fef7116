"""Laws of the graph model: the fast answers are those of the definitions, and nothing hangs on names or order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.bargaining.stability.answers import Asked, least_reached, reverse_search
from detente.bargaining.stability.incomplete import judged
from detente.bargaining.stability.limited import limited_move
from detente.bargaining.stability.model import CONCEPTS, Concept, Conflict, Verdict
from detente.bargaining.stability.moves import OptionMoves, listed, listed_arrays
from detente.bargaining.stability.preferences import Comparisons, Ranking, closure, compared, from_numbers
from detente.bargaining.stability.stabilities import stabilities
from detente.bargaining.stability.why import reasons
from graph_models import Small, by_definition, looking_ahead, smalls


@given(smalls(most=14))
def test_every_verdict_is_that_of_the_definition(small: Small) -> None:
    found = stabilities(small.conflict())
    for concept in CONCEPTS:
        assert found.sure[concept].tolist() == by_definition(small, concept)


@settings(max_examples=15)
@given(smalls(most=64, makers=(2, 4)))
def test_so_it_is_with_more_states(small: Small) -> None:
    found = stabilities(small.conflict())
    for concept in CONCEPTS:
        assert found.sure[concept].tolist() == by_definition(small, concept)


@given(smalls())
def test_stabilities_imply_one_another(small: Small) -> None:
    found = stabilities(small.conflict()).sure
    for strong, weak in (
        ("R", "SEQ"),
        ("SEQ", "GMR"),
        ("R", "SMR"),
        ("SMR", "GMR"),
        ("SSEQ", "SEQ"),
        ("R", "SSEQ"),
        ("SSEQ", "SMR"),
    ):
        assert not (found[strong] & ~found[weak]).any(), (strong, weak)


@given(smalls(), st.randoms(use_true_random=False))
def test_order_of_states_and_decision_makers_changes_nothing(small: Small, random: st.DataObject) -> None:
    states = list(range(small.states))
    makers = list(range(len(small.moves)))
    random.shuffle(states)
    random.shuffle(makers)
    back = {old: new for new, old in enumerate(states)}
    other = Small(
        tuple(tuple(frozenset(back[t] for t in small.moves[k][s]) for s in states) for k in makers),
        tuple(tuple(small.worth[k][s] for s in states) for k in makers),
    )
    one, two = stabilities(small.conflict()), stabilities(other.conflict())
    for concept in CONCEPTS:
        assert (two.sure[concept] == one.sure[concept][makers][:, states]).all()


@given(smalls(), st.integers(1, 4))
def test_only_the_order_of_payoffs_counts(small: Small, factor: int) -> None:
    other = Small(small.moves, tuple(tuple(factor * w * 7 - 3 for w in own) for own in small.worth))
    one, two = stabilities(small.conflict()), stabilities(other.conflict())
    assert all((one.sure[c] == two.sure[c]).all() for c in CONCEPTS)


@given(smalls(), st.booleans())
def test_rounds_and_the_search_backwards_agree(small: Small, improving: bool) -> None:
    conflict = small.conflict()
    ranks = [p.ranks for p in conflict.preferences if isinstance(p, Ranking)]
    asked = Asked(np.stack(ranks), tuple(range(len(ranks))))
    likes = ranks if improving else None
    assert (least_reached(conflict.moves, likes, asked) == reverse_search(conflict.moves, likes, asked)).all()


def test_a_very_long_chain_of_moves_is_still_judged() -> None:
    """Two decision makers in turn, one step at a time: rounds would be as many as states."""
    n = 3000
    turns = [listed([(s, s + 1) for s in range(n - 1) if s % 2 == k], n) for k in (0, 1)]
    watcher = listed([(0, 1)], n)
    worth = np.zeros(n, int)
    worth[1:] = 2
    worth[-1] = -1
    likes = (from_numbers(np.arange(n)), from_numbers(np.arange(n)), from_numbers(worth))
    conflict = Conflict("chain", ("A", "B", "C"), tuple(map(str, range(n))), (*turns, watcher), likes)
    found = stabilities(conflict, (Concept.SEQ,))
    assert found.verdict("SEQ", 2, 0) is Verdict.STABLE


@given(smalls(makers=(2, 3)), st.integers(1, 4))
def test_limited_moves_are_those_of_the_recursion_and_one_move_is_nash(small: Small, horizon: int) -> None:
    conflict = small.conflict()
    assert limited_move(conflict, horizon).sure[f"L{horizon}"].tolist() == looking_ahead(small, horizon)
    assert (limited_move(conflict, 1).sure["L1"] == stabilities(conflict).sure["R"]).all()


@given(smalls(most=9), st.sampled_from(CONCEPTS))
def test_with_all_comparisons_known_the_careful_way_says_the_same(small: Small, concept: Concept) -> None:
    conflict = small.conflict()
    known = tuple(Comparisons(compared(p)) for p in conflict.preferences)
    careful = judged(
        Conflict("same", conflict.decision_makers, conflict.states, conflict.moves, known), (concept,)
    )
    sure = stabilities(conflict, (concept,)).sure[concept]
    assert (careful.sure[concept] == sure).all()
    assert (careful.possible[concept] == sure).all()


@given(smalls(most=6, makers=(2, 3)), st.data())
def test_what_is_said_for_sure_holds_however_the_unknown_turns_out(small: Small, data: st.DataObject) -> None:
    """Some comparisons of a full ranking are forgotten; the ranking is one way in which they may turn out."""
    conflict = small.conflict()
    likes = []
    for preference in conflict.preferences:
        kept = compared(preference).copy()
        forgotten = data.draw(st.lists(st.tuples(*[st.integers(0, small.states - 1)] * 2), max_size=8))
        for a, b in forgotten:
            kept[a, b] = a == b
        likes.append(Comparisons(_consistent(kept, compared(preference))))
    partial = Conflict("partial", conflict.decision_makers, conflict.states, conflict.moves, tuple(likes))
    full, found = stabilities(conflict), stabilities(partial)
    for concept in CONCEPTS:
        assert not (found.sure[concept] & ~full.sure[concept]).any()
        assert not (full.sure[concept] & ~found.possible[concept]).any()


def _consistent(kept: np.ndarray, full: np.ndarray) -> np.ndarray:
    """Known comparisons say nothing false of the full ranking: a forgotten reverse must not make a tie look strict."""
    tied = full & full.T
    kept = kept & ~(tied & ~(kept & kept.T)) | np.eye(len(kept), dtype=bool)
    closed = closure(kept)
    loose = tied & (closed ^ closed.T)
    return closed if not loose.any() else np.eye(len(kept), dtype=bool)


@given(smalls(most=10), st.sampled_from(CONCEPTS), st.data())
def test_the_reasons_tell_what_the_verdict_is_and_every_answer_can_be_walked(
    small: Small, concept: Concept, data: st.DataObject
) -> None:
    conflict = small.conflict()
    found = stabilities(conflict, (concept,))
    state = data.draw(st.integers(0, small.states - 1))
    for k in range(len(small.moves)):
        why = reasons(conflict, state, k, concept=concept)
        assert why.verdict is found.verdict(concept, k, state)
        for tempted in why.temptations:
            here, last = conflict.state(tempted.move.end), k
            assert here in small.moves[k][state]
            for step in tempted.answer:
                by = conflict.decision_maker(step.by)
                assert by not in {last, k}
                assert conflict.state(step.end) in small.moves[by][here]
                assert step.better or concept in {Concept.GMR, Concept.SMR}
                here, last = conflict.state(step.end), by
            if tempted.answer:
                assert small.worth[k][here] <= small.worth[k][state]


@given(st.integers(1, 6), st.data())
def test_moves_by_options_are_those_listed_one_by_one(bits: int, data: st.DataObject) -> None:
    """With infeasible states, one-way and common options: pairs, successors and least values agree with plain enumeration."""
    some = st.integers(0, 2**bits - 1)
    codes = np.array(sorted(data.draw(st.sets(some, min_size=1))), np.int64)
    own = data.draw(some)
    up = data.draw(some) & own
    down = data.draw(some) & own & ~up
    moves = OptionMoves(codes, own, up, down)
    plain = sorted(
        (i, j)
        for i, a in enumerate(codes.tolist())
        for j, b in enumerate(codes.tolist())
        if a != b and not (a ^ b) & ~own and not a & ~b & up and not ~a & b & down
    )
    origins, targets = moves.pairs()
    assert list(zip(origins.tolist(), targets.tolist(), strict=True)) == plain
    assert all(moves.after(i).tolist() == [t for o, t in plain if o == i] for i in range(len(codes)))
    ranks = np.array(
        data.draw(st.lists(st.integers(0, 5), min_size=len(codes), max_size=len(codes))), np.int32
    )
    values = np.array([ranks[::-1], -ranks], np.int32)
    listed_moves = listed_arrays(origins, targets, states=len(codes))
    better = ranks[targets] > ranks[origins]
    expected = listed_arrays(origins[better], targets[better], states=len(codes)).least(None)(values)
    assert (moves.least(ranks)(values) == expected).all()
    assert (listed_moves.least(ranks)(values) == expected).all()
    found, plainly = moves.least(None)(values), listed_moves.least(None)(values)
    assert (np.minimum(found, values) == np.minimum(plainly, values)).all()


@pytest.mark.parametrize("width", [3, 200])
def test_a_crowded_state_is_judged_like_any_other(width: int) -> None:
    moves = listed([(0, t) for t in range(1, width)], width)
    values = np.arange(width, 0, -1, dtype=np.int32)[None, :]
    assert moves.least(None)(values)[0, 0] == 1


@given(st.integers(1, 5), st.integers(2, 4), st.data())
def test_states_by_options_hold_as_they_do_with_every_move_listed(
    bits: int, makers: int, data: st.DataObject
) -> None:
    """Options own, common, one-way; some states infeasible: nothing is lost by taking two moves in a row as one."""
    some = st.integers(0, 2**bits - 1)
    codes = np.array(sorted(data.draw(st.sets(some, min_size=1))), np.int64)
    by_options = []
    for _ in range(makers):
        own = data.draw(some)
        up = data.draw(some) & own
        by_options.append(OptionMoves(codes, own, up, data.draw(some) & own & ~up))
    worths = st.lists(st.integers(0, 6), min_size=len(codes), max_size=len(codes))
    likes = tuple(from_numbers(np.array(data.draw(worths))) for _ in range(makers))
    names = tuple(map(str, range(len(codes))))
    one_by_one = tuple(
        listed_arrays(origins, targets, states=len(codes))
        for origins, targets in (m.pairs() for m in by_options)
    )
    found = stabilities(Conflict("options", tuple("ABCD"[:makers]), names, tuple(by_options), likes))
    plain = stabilities(Conflict("listed", tuple("ABCD"[:makers]), names, one_by_one, likes))
    assert all((found.sure[c] == plain.sure[c]).all() for c in CONCEPTS)
