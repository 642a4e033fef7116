"""Sketches: what they keep, and what can be estimated from them."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.corpus.document import Document
from detente.corpus.stories.sketch import (
    SHORT,
    contained,
    estimated,
    runs_in_order,
    runs_of,
    sketch_of,
    words_of_text,
)

WORDS = st.lists(
    st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]), max_size=120
)


def text_of(start: int, end: int) -> str:
    return " ".join(f"w{number}" for number in range(start, end))


def test_apostrophes_and_capitals_make_no_difference() -> None:
    assert words_of_text("Don’t STOP") == words_of_text("don't stop")
    assert (
        runs_of(Document("a", "П’ять Слів це Мало тут")) == runs_of(Document("b", "п'ять слів це мало тут"))
    ).all()


def test_a_sketch_is_the_same_in_another_process() -> None:
    code = "from detente.corpus.document import Document as D;from detente.corpus.stories.sketch import runs_in_order as r;print(r(D('a','one two three four five six')).tolist())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONHASHSEED": "7"}, check=True
    )
    assert done.stdout.strip() == str(runs_in_order(Document("a", "one two three four five six")).tolist())


def test_short_texts_keep_all_and_empty_ones_nothing() -> None:
    assert sketch_of(runs_of(Document("a", "..."))).total == 0
    short = sketch_of(runs_of(Document("a", text_of(0, SHORT))))
    assert len(short.hashes) == short.total


def test_estimates_are_near_the_exact_containment() -> None:
    whole, half = (runs_of(Document("a", text_of(*around))) for around in ((0, 6000), (3000, 9000)))
    assert abs(estimated(sketch_of(whole), sketch_of(half)) - contained(whole, half)) < 0.06
    small = runs_of(Document("a", text_of(100, 140)))
    assert estimated(sketch_of(small), sketch_of(whole)) > 0.9
    assert estimated(sketch_of(small), sketch_of(small)) == 1
    assert estimated(sketch_of(small), sketch_of(whole[:0])) == 0


@given(WORDS, WORDS)
def test_a_part_keeps_a_part_of_the_sketch(before: list[str], after: list[str]) -> None:
    part, whole = (runs_of(Document("a", " ".join(words))) for words in (before, [*before, *after]))
    if len(before) >= 5:
        assert np.isin(part, whole).all()
        assert contained(part, whole) == 1
