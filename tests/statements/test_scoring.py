"""Each measure of the codebook on examples small enough to count by hand, and the laws they keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernel.errors import BadInput
from detente.kernel.spans import Span
from detente.statements.record import BASES, KINDS, STANCES, Statement
from detente.statements.scoring.confidence import Claim, lowest_threshold
from detente.statements.scoring.matching import heaviest_matching, match
from detente.statements.scoring.overlap import half_shared, same_speaker, words_of
from detente.statements.scoring.scores import Coded, Scores, score

DOC = "d" * 64


def said(words: str = "the north wants the bridge", **fields: Any) -> Statement:
    usual: dict[str, Any] = {"kind": "position", "holder": "north", "stance": "demand", "issue": "terr.line"}
    usual |= {"basis": "own"} | fields
    if usual["kind"] != "position":
        usual["stance"] = None
    return Statement(DOC, Span(0, len(words)), words, **usual)


def scored(gold: Sequence[Statement], read: Sequence[Statement], **settings: Any) -> Scores:
    return score([Coded("a", tuple(gold), tuple(read))], resamples=settings.pop("resamples", 20), **settings)


def values(scores: Scores, *names: str) -> list[float | None]:
    return [scores.rates[name].value for name in names]


def test_tuples_count_once_and_without_their_words() -> None:
    gold = [said(), said("it insists on it"), said(stance="reject"), said(issue="cf.class", kind="event")]
    read = [
        said("other words"),
        said("and others"),
        said(issue="cf.class", kind="event"),
        said(holder="south"),
    ]
    # gold: 3 tuples (two records say one), read: 3, both: 2; of positions 2, 2 and 1; of events 1, 1 and 1.
    assert values(scored(gold, read), "tuple_f1", "tuple_precision", "tuple_recall") == [2 / 3, 2 / 3, 2 / 3]
    assert values(scored(gold, read), "positions_f1", "events_f1", "forecasts_f1") == [1 / 2, 1, None]


def test_a_tuple_of_another_document_is_no_hit() -> None:
    found = score([Coded("a", (said(),), ()), Coded("b", (), (said(),))], resamples=10)
    assert found.rates["tuple_f1"].value == 0


def test_evidence_matches_where_half_of_the_union_is_shared() -> None:
    assert half_shared(words_of("a b c"), words_of("A, b c d e f"))
    assert not half_shared(words_of("a b c"), words_of("a b c d e f g"))
    gold = [said("one two three"), said("four five six", holder="south")]
    read = [said("one two"), said("four five six", kind="forecast", holder="south")]
    # One of two matches on each side: the other differs in kind.
    assert values(scored(gold, read), "evidence_f1", "evidence_precision") == [1 / 2, 1 / 2]


def test_evidence_is_matched_one_to_one() -> None:
    once, twice = scored([said()], [said()]), scored([said()], [said(), said(stance="reject")])
    assert values(once, "evidence_f1") == [1]
    assert values(twice, "evidence_f1", "evidence_precision", "evidence_recall") == [2 / 3, 1 / 2, 1]


def test_duplicates_of_a_reader_cost_evidence_and_not_tuples() -> None:
    assert values(scored([said()], [said()] * 4), "tuple_f1", "evidence_precision") == [1, 1 / 4]


def test_the_nearest_pair_is_given_up_where_that_makes_two_pairs() -> None:
    gold = [said("a b c d"), said("a b c d e f")]
    read = [said("a b c d"), said("a b")]
    pairs = match(gold, read)
    assert {(p.gold.evidence, p.read.evidence) for p in pairs} == {
        ("a b c d", "a b"),
        ("a b c d e f", "a b c d"),
    }


@pytest.mark.parametrize("option", ["prewar", "contact"])
def test_among_equal_overlaps_the_pair_that_agrees_is_taken(option: str) -> None:
    gold = [said(option="prewar"), said(option="contact")]
    (pair,) = match(gold, [said(option=option)])
    assert pair.gold.option == option


def test_fields_are_judged_on_matched_records_that_the_coding_has_a_value_for() -> None:
    gold = [
        said("a a1", speaker="President Anna Berg", option="prewar"),
        said("b b1", holder="south", speaker="the foreign ministry"),
        said("c c1", kind="event", issue="cf.class", basis="reported"),
    ]
    read = [
        said("a a1", speaker="Anna Berg", option="contact", basis="reported"),
        said("b b1", holder="south", stance="reject", option="prewar"),
        said("c c1", kind="event", issue="cf.class", basis="reported"),
    ]
    found = scored(gold, read)
    # Stance: right on the first, wrong on the second; the third is no position.
    # Speaker: two of three words, then none named.
    assert values(found, "stance_accuracy", "option_accuracy") == [1 / 2, 0]
    assert values(found, "basis_accuracy", "speaker_accuracy") == [2 / 3, 1 / 2]
    assert [found.rates[f"{f}_accuracy"].of for f in ("stance", "option", "basis", "speaker")] == [2, 1, 3, 2]


def test_the_majority_is_learned_from_the_other_documents() -> None:
    own = Coded("a", (said(option="prewar", speaker="Berg"),), (said(),))
    other = said(stance="reject", option="contact", basis="analyst", speaker="Anna Berg")
    found = score([own, Coded("b", (other, other), ())], resamples=10)
    # Matched is only a's record; b would guess reject, contact, analyst, and Anna Berg for Berg.
    assert values(found, "stance_majority", "option_majority", "basis_majority", "speaker_majority") == [
        0,
        0,
        0,
        1,
    ]


def test_speakers_are_the_same_by_half_of_their_words() -> None:
    assert same_speaker("President Anna Berg", "Anna Berg")
    assert not same_speaker("President Anna Berg", "Berg")
    assert not same_speaker("President Anna Berg", None)


def test_terms_add_option_and_instance() -> None:
    gold = [said(option="prewar", instance="The Valley"), said(option="contact", stance="reject")]
    read = [said(option="prewar", instance="the  valley"), said(option="prewar", stance="reject")]
    assert values(scored(gold, read), "term_f1", "tuple_f1") == [1 / 2, 1]


def test_a_list_of_things_is_one_term_for_each() -> None:
    def split(statement: Statement) -> tuple[str, ...]:
        return tuple((statement.instance or "").split("; "))

    gold, read = (said(instance="valley; port"),), (said(instance="port"),)
    found = score([Coded("a", gold, read, split)], resamples=10)
    assert values(found, "term_precision", "term_recall") == [1, 1 / 2]


def test_events_are_no_terms() -> None:
    assert scored([said(kind="event")], [said(kind="event")]).rates["term_f1"].value is None


def test_precision_and_recall_from_a_confidence_on() -> None:
    gold = [said(), said(issue="cf.class"), said(issue="cf.line"), said(issue="cf.zone")]
    read = [
        said(confidence=0.9),
        said(issue="cf.class", confidence=0.7),
        said(stance="reject", confidence=0.8),
    ]
    found = scored(gold, read, thresholds=(0.7, 0.75, 0.95))
    assert values(found, "precision_at_0.7", "recall_at_0.7") == [2 / 3, 1 / 2]
    assert values(found, "precision_at_0.75", "recall_at_0.75") == [1 / 2, 1 / 4]
    assert values(found, "precision_at_0.95", "recall_at_0.95") == [None, 0]


def test_the_lowest_confidence_at_which_seventeen_of_twenty_are_right() -> None:
    right = [Claim(0.9, right=True)] * 17
    assert lowest_threshold([*right, *[Claim(0.8, right=False)] * 3]) == 0.8
    assert lowest_threshold([*right, *[Claim(0.8, right=False)] * 4]) == 0.9
    assert lowest_threshold([Claim(0.9, right=False)]) is None
    assert lowest_threshold([]) is None


def test_equal_confidences_stand_or_fall_together() -> None:
    assert lowest_threshold([Claim(0.9, right=True), Claim(0.9, right=False)]) is None


def test_what_stands_unmarked_is_told_with_what_other_documents_would_choose() -> None:
    sure, unsure = said(confidence=0.9), said(issue="cf.class", confidence=0.5)
    documents = [
        Coded("a", (said(),), (sure, said("again", confidence=0.9), unsure)),
        Coded("b", (said(), said(issue="cf.class")), (sure, unsure)),
    ]
    found = score(documents, resamples=10).unmarked["tuple"]
    assert (found.threshold, found.precision, found.recall, found.records, found.claims) == (
        0.9,
        1,
        2 / 3,
        3,
        2,
    )
    # b alone would choose 0.5, which lets a's wrong one through; a alone would choose 0.9.
    assert (found.held_out_precision, found.held_out_recall) == (2 / 3, 2 / 3)


def test_guessing_takes_the_commonest_tuples_of_the_other_documents() -> None:
    common, rare = said(), said(issue="cf.class")
    documents = [Coded("a", (common,), ()), Coded("b", (common,), ()), Coded("c", (rare,), ())]
    # a and b know one of each and take the first by the alphabet, the rare one; c takes the common one.
    assert score(documents, resamples=10).guessing["tuple_f1"].value == 0
    more = [*documents, Coded("d", (common,), ())]
    assert score(more, resamples=10).guessing["tuple_f1"].value == 3 / 4


def test_reading_nothing_scores_nothing_and_divides_by_nothing() -> None:
    found = scored([said(option="prewar", speaker="Berg")], [])
    assert values(found, "tuple_f1", "positions_f1", "evidence_f1", "term_f1") == [0, 0, 0, 0]
    assert values(found, "tuple_precision", "stance_accuracy", "option_majority") == [None, None, None]
    assert found.unmarked["tuple"].threshold is None


def test_no_documents_and_no_records_score_as_unknown() -> None:
    for found in (score([], resamples=10), scored([], [])):
        assert {rate.value for rate in found.rates.values()} == {None}


def test_a_document_without_coding_costs_precision() -> None:
    found = score([Coded("a", (said(),), (said(),)), Coded("b", (), (said(),))], resamples=50)
    assert values(found, "tuple_precision", "tuple_recall") == [1 / 2, 1]
    assert found.documents["b"]["tuple_recall"] is None
    assert found.documents["a"]["tuple_f1"] == 1


def test_a_document_that_stands_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="stands twice"):
        score([Coded("a", (), ()), Coded("a", (), ())])


def test_some_of_the_documents_by_themselves() -> None:
    found = score([Coded("a", (said(),), (said(),)), Coded("b", (said(),), ())], resamples=10)
    assert found.among(["a"])["tuple_f1"] == 1
    assert found.among(["a", "b"])["tuple_f1"] == found.rates["tuple_f1"].value


def test_the_same_seed_gives_the_same_intervals() -> None:
    documents = [Coded(str(n), (said(),), (said(),) if n % 3 else ()) for n in range(12)]
    one, same, other = (score(documents, seed=seed, resamples=200).rates for seed in (1, 1, 2))
    assert one == same
    assert one["tuple_recall"].value == other["tuple_recall"].value == 8 / 12
    assert one["tuple_recall"].low is not None and one["tuple_recall"].high is not None
    assert 0.3 < one["tuple_recall"].low < 8 / 12 < one["tuple_recall"].high < 1


def test_one_document_has_an_interval_of_one_point() -> None:
    rate = scored([said(), said(stance="reject")], [said()]).rates["tuple_recall"]
    assert (rate.low, rate.value, rate.high, rate.of) == (0.5, 0.5, 0.5, 2)


def test_an_interval_is_as_wide_as_chance_makes_it() -> None:
    documents = [Coded(str(n), (said(),), (said(),) if n % 2 else ()) for n in range(100)]
    rate = score(documents).rates["tuple_recall"]
    assert rate.low is not None and rate.high is not None
    # Half of 100 documents: the standard error is 0.05, the interval 1.96 of it to either side.
    assert rate.low == pytest.approx(0.402, abs=0.02)
    assert rate.high == pytest.approx(0.598, abs=0.02)


def test_an_interval_holds_its_value_however_few_the_draws() -> None:
    documents = [Coded(str(n), (said(),), (said(),) if n else ()) for n in range(2)]
    for seed in range(10):
        rate = score(documents, seed=seed, resamples=1).rates["tuple_recall"]
        assert rate.low is not None and rate.high is not None
        assert rate.low <= 0.5 <= rate.high


def test_a_single_document_has_only_itself_to_learn_a_majority_from() -> None:
    assert values(
        scored([said(), said(issue="cf.class")], [said()]), "stance_majority", "basis_majority"
    ) == [1, 1]


WORDS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4).map(" ".join)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    return said(
        draw(WORDS), kind=draw(st.sampled_from(KINDS)), holder=draw(st.sampled_from(["north", None])),
        stance=draw(st.sampled_from(STANCES)), issue=draw(st.sampled_from(["cf.class", "terr.line"])),
        option=draw(st.sampled_from(["x", "y", None])), instance=draw(st.sampled_from(["port", None])),
        basis=draw(st.sampled_from(BASES)), speaker=draw(st.sampled_from(["Anna Berg", "Berg", None])),
        confidence=draw(st.sampled_from([0.3, 0.5, 0.9])),
    )  # fmt: skip


RECORDS = st.lists(statements(), max_size=6)
CORPORA = st.lists(st.tuples(RECORDS, RECORDS), max_size=4)


def corpus_of(pairs: Sequence[tuple[Sequence[Statement], Sequence[Statement]]]) -> list[Coded]:
    return [Coded(str(n), tuple(gold), tuple(read)) for n, (gold, read) in enumerate(pairs)]


@given(st.lists(RECORDS, min_size=1, max_size=3))
def test_a_perfect_reading_is_perfect_in_every_measure(golds: list[list[Statement]]) -> None:
    found = score(corpus_of([(gold, gold) for gold in golds]), resamples=5, thresholds=(0.3,))
    for name, rate in found.rates.items():
        if not name.endswith("_majority"):
            assert rate.value in {1, None}, name


@given(CORPORA, st.randoms(use_true_random=False))
def test_order_does_not_matter(pairs: list[tuple[list[Statement], list[Statement]]], chance: Any) -> None:
    documents = corpus_of(pairs)
    shuffled = [
        Coded(d.name, tuple(chance.sample(d.gold, len(d.gold))), tuple(chance.sample(d.read, len(d.read))))
        for d in chance.sample(documents, len(documents))
    ]
    assert score(documents, resamples=10) == score(shuffled, resamples=10)


@given(CORPORA)
def test_values_lie_in_their_intervals_and_between_nought_and_one(
    pairs: list[tuple[list[Statement], list[Statement]]],
) -> None:
    for rate in score(corpus_of(pairs), resamples=30).rates.values():
        if rate.value is not None and rate.low is not None and rate.high is not None:
            assert 0 <= rate.low <= rate.value <= rate.high <= 1
        else:
            assert rate.of == 0


@given(RECORDS, RECORDS)
def test_records_said_twice_change_no_tuple(gold: list[Statement], read: list[Statement]) -> None:
    assert values(scored(gold, read), "tuple_f1", "term_f1") == values(
        scored(gold * 2, read * 3), "tuple_f1", "term_f1"
    )


@given(RECORDS, RECORDS)
def test_matches_are_one_to_one_and_allowed(gold: list[Statement], read: list[Statement]) -> None:
    pairs = match(gold, read)
    for side in ("gold", "read"):
        taken = [getattr(pair, side) for pair in pairs]
        everything = gold if side == "gold" else read
        assert all(taken.count(s) <= everything.count(s) for s in taken)
    for pair in pairs:
        assert (pair.gold.kind, pair.gold.holder, pair.gold.issue) == (
            pair.read.kind,
            pair.read.holder,
            pair.read.issue,
        )
        assert half_shared(words_of(pair.gold.evidence), words_of(pair.read.evidence))


@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 20), max_size=10))
def test_the_matching_is_the_heaviest_of_the_largest(weights: dict[tuple[int, int], int]) -> None:
    found = heaviest_matching(weights)
    assert len(set(found.values())) == len(found)
    assert (len(found), sum(weights[(left, right)] for right, left in found.items())) == _best_of_all(weights)


def _best_of_all(weights: Mapping[tuple[int, int], int]) -> tuple[int, int]:
    tries = (
        [weights[(g, r)] for g, r in enumerate(order) if (g, r) in weights]
        for order in permutations(range(4))
    )
    return max((len(some), sum(some)) for some in tries)
