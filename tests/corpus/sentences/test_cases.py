"""Sentences of labelled texts: `‖` in cases.yaml stands where one ends and the next begins."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from detente.corpus.document import Document
from detente.corpus.prose import EDGE
from detente.corpus.sentences.split import sentences

_CASES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8")
)
_MARK = "‖"


@pytest.mark.parametrize("group", _CASES)
def test_labelled_texts_are_split_where_they_are_marked(group: str) -> None:
    for labelled in _CASES[group]:
        text = labelled.replace(_MARK, "")
        expected = [part.strip(EDGE) for part in labelled.split(_MARK) if part.strip(EDGE)]
        assert [span.of(text) for span in sentences(Document("x", text))] == expected


def test_an_address_is_never_split_where_a_capital_follows_its_dot() -> None:
    text = "Write to press.Office@example.Org or see https://files.Example.org/a.Html today."
    assert len(sentences(Document("x", text))) == 1


def test_a_year_before_a_name_goes_on_and_before_a_word_that_opens_sentences_ends() -> None:
    going = "В 2019 г. Халм подписал протокол."
    ending = "Протокол подписан в 2019 г. Он утратил силу."
    assert len(sentences(Document("x", going))) == 1
    assert len(sentences(Document("x", ending))) == 2
