"""Spans, ids, problems, suggestions and estimative words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.kernel.certainty import CERTAIN, READERS, SCALES, Interval, Scale, interval_of
from detente.kernel.errors import DetenteError, EvidenceMismatch, ProjectTooNew
from detente.kernel.ids import cache_key, digest, document_hash, statement_id
from detente.kernel.problems import Problem
from detente.kernel.spans import Span
from detente.kernel.suggest import did_you_mean
from detente.kernel.times import Times


@given(st.text(min_size=1), st.data())
def test_a_span_gives_back_the_words_it_was_taken_from(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert Span(start, end).of(text) == text[start:end]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_a_span_without_words_cannot_be_built(start: int, end: int) -> None:
    with pytest.raises(EvidenceMismatch, match="empty or reversed"):
        Span(start, end)


def test_a_span_past_the_end_of_a_text_is_no_evidence() -> None:
    with pytest.raises(EvidenceMismatch, match="past the end of a text of 5 characters"):
        Span(2, 6).of("truce")


def test_spans_overlap_where_they_share_a_character() -> None:
    assert Span(0, 3).overlaps(Span(2, 5))
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 5).contains(Span(1, 5))
    assert not Span(1, 5).contains(Span(0, 5))


def test_ids_depend_on_what_is_said_and_not_on_the_order_of_fields() -> None:
    assert digest({"a": 1, "b": [None, "ї"]}) == digest({"b": [None, "ї"], "a": 1})
    assert statement_id({"a": 1}) != statement_id({"a": 2})
    assert len(statement_id({})) == 17
    assert document_hash("truce") != document_hash("truce ")
    assert document_hash("\ud800")  # a lone surrogate of a broken page


def test_a_cache_key_changes_with_the_step_its_version_the_pack_and_the_inputs() -> None:
    keys = {
        cache_key(step=s, version=v, pack_digest=p, inputs=i)
        for s in ("read", "fold") for v in ("1", "2") for p in ("x", "y") for i in ([1], [2])
    }  # fmt: skip
    assert len(keys) == 16


def test_a_problem_prints_as_one_line_with_its_remedy() -> None:
    problem = Problem("bad-date", "a.yaml:3", "no such month", "write 01 to 12")
    assert str(problem) == "warning: a.yaml:3: no such month (write 01 to 12) [bad-date]"


def test_every_fault_has_a_stable_code() -> None:
    assert ProjectTooNew.code == "project-too-new"
    assert DetenteError("what").code == "detente"


def test_the_nearest_name_is_suggested_whatever_its_case() -> None:
    assert did_you_mean("Rusia", ["russia", "ukraine"]) == "; did you mean 'russia'?"
    assert did_you_mean("ukraine", ["Ukraine", "usa"]) == "; did you mean 'Ukraine'?"
    assert did_you_mean("xyzzy", ["russia", "ukraine"]) == ""


def test_times_are_unknown_until_they_are_known() -> None:
    assert not Times().said.known
    assert Times().recorded is None


@pytest.mark.parametrize(
    ("words", "scale", "low", "high"),
    [
        ("highly likely", Scale.ICD203, 0.80, 0.95),
        ("very likely far less", Scale.ICD203, 0.80, 0.95),
        ("Almost  certainly", Scale.ICD203, 0.95, 0.99),
        ("likely", Scale.PHIA, 0.55, 0.75),
        ("likely", Scale.NATO, 0.60, 0.90),
        ("realistic possibility", Scale.PHIA, 0.40, 0.50),
        ("might", Scale.ICD203, 0.2, 0.6),
        ("not likely", Scale.ICD203, 0.20, 0.45),
        ("almost no chance", Scale.ICD203, 0.01, 0.05),
        ("not unlikely", Scale.ICD203, 0.55, 0.80),
        ("if the moon is full", Scale.ICD203, 0.0, 1.0),
    ],
)
def test_estimative_words_stand_for_the_interval_of_their_scale(
    words: str, scale: Scale, low: float, high: float
) -> None:
    found = interval_of(words, scale)
    assert (found.low, found.high) == pytest.approx((low, high))


def test_what_is_asserted_flatly_is_certain() -> None:
    assert interval_of(None, Scale.PHIA) == CERTAIN
    assert Interval(0.2, 0.6).middle == pytest.approx(0.4)


@pytest.mark.parametrize("scale", Scale)
def test_every_word_of_a_scale_reads_as_the_scale_says(scale: Scale) -> None:
    for interval in (*READERS.values(), *SCALES[scale].values()):
        assert 0 <= interval.low <= interval.high <= 1
    for words, interval in SCALES[scale].items():
        assert interval_of(words, scale) == interval
