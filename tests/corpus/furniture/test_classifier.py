"""The classifier of furniture: what it adds to the rules, and what happens without it."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.corpus.furniture import classifier as shipped
from detente.corpus.furniture.classifier import MODEL, ModelError, classifier_problem, open_classifier
from detente.corpus.furniture.features import features_of
from detente.corpus.furniture.mark import mark_by_rules, mark_furniture
from detente.corpus.furniture.pieces import pieces_of
from detente.corpus.furniture.rules import ruled
from detente.corpus.furniture.scores import Tally
from detente.corpus.furniture.tagged import load_all_tagged

ROOT = Path(__file__).parents[3]
BODY = (
    "The northern side demanded on Monday that all troops leave the valley before any truce begins.\n\n"
    "The southern side refused, and said that it would answer in writing by the end of the week.\n\n"
)
CLOSING = (
    "Ada Lind is a staff writer who covers the valley.\n\n"
    "Subscribe to our weekly newsletter: the best of our reporting, every Friday in your inbox.\n"
)


def text_left(text: str) -> str:
    for piece in reversed(mark_furniture(text)):
        text = text[: piece.span.start] + text[piece.span.end :]
    return text


def test_a_life_and_an_appeal_at_the_end_are_marked_and_reporting_is_not() -> None:
    text = f"Home | World | Sport\nTalks stall over the valley\nBy Ada Lind\n3 May 2031\n\n{BODY}{CLOSING}"
    kept = text_left(text)
    assert "staff writer" not in kept
    assert "Subscribe" not in kept
    assert "demanded on Monday" in kept
    assert "refused" in kept


def test_pieces_of_a_glued_line_part_furniture_from_reporting() -> None:
    line = "The talks ended.ADVERTISEMENTThe envoy left Aru.Photo: EPAHe will be back, he said."
    pieces = [piece.text for piece in pieces_of(ruled(line).page)]
    assert "ADVERTISEMENT" in pieces
    assert "The talks ended." in pieces


@given(st.text(max_size=300))
def test_pieces_hold_all_words_in_order_and_have_features(text: str) -> None:
    page = ruled(text)
    pieces = pieces_of(page.page)
    assert all(one.end <= two.start for one, two in pairwise(pieces))
    inside = "".join(text[piece.start : piece.end] for piece in pieces)
    coded = {place for start, end in page.codes for place in range(start, end)}
    outside = "".join(c for place, c in enumerate(text) if c.isalnum() and place not in coded)
    assert [c for c in inside if c.isalnum()] == list(outside)
    assert len(features_of(page.page, pieces, page.verdicts)) == len(pieces)


@given(st.text(max_size=300))
def test_marks_never_overlap_and_stay_in_the_text(text: str) -> None:
    marks = mark_furniture(text)
    assert all(one.span.end <= two.span.start for one, two in pairwise(marks))
    assert all(0 <= mark.span.start < mark.span.end <= len(text) for mark in marks)


def test_marking_is_the_same_in_several_threads() -> None:
    texts = [f"{'Home | World | Sport'}\n{BODY}{CLOSING}{number}" for number in range(12)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(mark_furniture, texts)) == [mark_furniture(text) for text in texts]


def test_without_its_model_rules_mark_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"Home | World | Sport\n{BODY}Read more: Who owns the valley\n"
    monkeypatch.setattr("detente.corpus.furniture.mark.shipped_classifier", lambda: None)
    assert mark_furniture(text) == mark_by_rules(text) != ()


def test_a_missing_or_damaged_model_is_a_problem_and_is_never_opened(tmp_path: Path) -> None:
    assert classifier_problem() is None
    missing = classifier_problem(tmp_path)
    assert missing is not None
    assert missing.code == "furniture-by-rules"
    (tmp_path / "card.json").write_bytes((MODEL / "card.json").read_bytes())
    (tmp_path / "pieces.crf").write_bytes((MODEL / "pieces.crf").read_bytes()[:-100])
    with pytest.raises(ModelError, match="sha256"):
        open_classifier(tmp_path)
    with pytest.raises(ModelError, match="not a CRFsuite model"):
        shipped.Classifier(b"nothing")


def test_the_command_line_does_not_load_the_library_of_the_model() -> None:
    code = "import sys, detente.corpus.furniture.mark; sys.exit('pycrfsuite' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_on_the_held_out_pages_most_furniture_is_found_and_little_reporting_lost() -> None:
    tally = Tally()
    for page in load_all_tagged(ROOT / "quality" / "furniture"):
        tally.add(page.text, mark_furniture(page.text), page.furniture)
    assert tally.pages == 60
    assert tally.precision >= 0.93
    assert tally.recall >= 0.86
    assert tally.lost / tally.sentences <= 0.035


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"Short line {number}" for number in range(8_000)),
        "(" * 400_000,
        "aB" * 200_000,
        "The envoy said (Photo: A B/AP) that it would not leave. " * 8_000,
        "Read more\n" * 8_000,
    ],
    ids=["lines", "brackets", "capitals", "credits", "labels"],
)
def test_a_page_that_is_no_page_is_read_to_its_end(text: str) -> None:
    assert all(mark.span.end <= len(text) for mark in mark_furniture(text))
