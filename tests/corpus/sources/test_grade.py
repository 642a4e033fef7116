"""Grades on the Admiralty scale: each step, its reason, and who may give what."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.corpus.sources.grade import DIGITS, LETTERS, credibility, given_grade, grade
from detente.corpus.sources.profile import Profile
from detente.kernel.errors import BadInput
from detente.packs.model import Publisher


def profile(**more: Any) -> Profile:
    counts = dict.fromkeys(
        ("reports", "copies", "told", "altered", "shared", "firsts", "corrected", "unnamed"), 0
    )
    return Profile("x", **{**counts, **more})


def publisher(kind: str, ownership: str = "private") -> Publisher:
    return Publisher("x", "X", kind, "invented", ownership=ownership)


@pytest.mark.parametrize(
    ("kind", "letter"),
    [
        ("agency", "B"),
        ("newspaper", "C"),
        ("magazine", "C"),
        ("broadcaster", "C"),
        ("think_tank", "C"),
        ("university", "C"),
        ("official", "C"),
        ("party_media", "D"),
        ("aggregator", "D"),
        ("blog", "D"),
    ],
)
def test_a_kind_of_publisher_has_a_grade_to_start_from_with_its_reason(kind: str, letter: str) -> None:
    found = grade(profile(), publisher(kind))
    assert found.letter == letter and len(found.reasons) == 1 and found.given_by is None
    assert found.words == LETTERS[found.letter]


def test_a_publisher_that_the_pack_does_not_know_cannot_be_judged_on_few_reports() -> None:
    assert grade(profile(reports=1), None).letter == "F"
    assert grade(profile(reports=1), None).reasons == (
        "not known to the pack, and only 1 of its reports is here",
    )
    assert grade(profile(reports=5), None).letter == "D"
    kind = grade(profile(reports=5), publisher("choir"))
    assert kind.letter == "D" and "choir" in kind.reasons[0]


@pytest.mark.parametrize(
    ("counts", "letter", "words"),
    [
        ({"reports": 6, "copies": 3, "told": 1}, "D", "3 of 6 reports carry others' texts, 2 without saying so"),
        ({"reports": 6, "copies": 2}, "C", None),
        ({"reports": 4, "copies": 4}, "C", None),  # too few for a habit
        ({"altered": 2}, "D", "2 copies say something else than their origin"),
        ({"altered": 1}, "C", None),
        ({"shared": 6, "firsts": 3}, "B", "first with 3 of 6 stories that others carry too"),
        ({"shared": 4, "firsts": 4}, "C", None),
        ({"corrected": 1}, "C", "1 open correction"),
        ({"corrected": 2}, "C", "2 open corrections"),
        ({"reports": 6, "unnamed": 3}, "C", "3 of 6 reports rest on unnamed sources"),
        ({"reports": 6, "copies": 6, "shared": 6, "firsts": 3}, "C", "first with 3 of 6 stories that others carry too"),
    ],
)  # fmt: skip
def test_ways_in_the_corpus_move_a_grade_by_a_step_and_say_why(
    counts: dict[str, int], letter: str, words: str | None
) -> None:
    found = grade(profile(**counts), publisher("newspaper"))
    assert found.letter == letter
    assert (words in found.reasons) if words else len(found.reasons) == 1


def test_ownership_by_a_state_is_told_and_moves_nothing() -> None:
    found = grade(profile(), publisher("agency", "state"))
    assert found.letter == "B" and "owned by a state" in found.reasons[-1]
    assert len(grade(profile(), publisher("official", "state")).reasons) == 1


def test_a_grade_that_a_person_gives_stands_above_and_keeps_what_was_seen() -> None:
    own = given_grade("a", reason="right for ten years", by="Ada Lind")
    found = grade(profile(altered=3), publisher("blog"), given=own)
    assert (found.letter, found.given_by) == ("A", "Ada Lind")
    assert found.reasons == ("right for ten years", "seen: 3 copies say something else than their origin")


@pytest.mark.parametrize(
    ("letter", "reason", "by"), [("G", "x", "y"), ("", "x", "y"), ("B", " ", "y"), ("B", "x", "")]
)
def test_a_given_grade_needs_a_letter_of_the_scale_a_reason_and_a_name(
    letter: str, reason: str, by: str
) -> None:
    with pytest.raises(BadInput):
        given_grade(letter, reason=reason, by=by)


@given(
    counts=st.fixed_dictionaries(
        {
            name: st.integers(0, 30)
            for name in ("reports", "copies", "altered", "shared", "firsts", "corrected", "unnamed")
        }
    ),
    kind=st.sampled_from([None, "agency", "newspaper", "official", "blog", "choir"]),
)
def test_a_program_never_gives_a_or_e_and_always_a_reason(counts: dict[str, int], kind: str | None) -> None:
    found = grade(profile(**counts), publisher(kind) if kind else None)
    assert found.letter in {"B", "C", "D", "F"} and found.reasons


@pytest.mark.parametrize(
    ("confirming", "contradicting", "own", "digit"),
    [
        (2, 0, False, 1),
        (1, 0, False, 2),
        (0, 0, True, 2),
        (1, 1, False, 3),
        (5, 1, False, 3),
        (0, 1, False, 4),
        (0, 2, False, 5),
        (0, 2, True, 4),
        (0, 0, False, 6),
    ],
)
def test_credibility_follows_what_independent_sources_say(
    confirming: int, contradicting: int, own: bool, digit: int
) -> None:
    found = credibility(confirming=confirming, contradicting=contradicting, own_word=own)
    assert found.digit == digit and found.reason and found.words == DIGITS[found.digit]


@given(confirming=st.integers(0, 9), contradicting=st.integers(0, 9))
def test_another_source_that_agrees_never_makes_information_less_credible(
    confirming: int, contradicting: int
) -> None:
    fewer = credibility(confirming=confirming, contradicting=contradicting, own_word=False).digit
    more = credibility(confirming=confirming + 1, contradicting=contradicting, own_word=False).digit
    assert more <= fewer
