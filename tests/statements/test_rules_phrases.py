"""The phrase language of the lexicon."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.packs.load import load_pack
from detente.statements.rules.lexicon import build_lexicon
from detente.statements.rules.phrases import PhraseIndex, fold, words_of

CLASSES = {"truce": ["ceasefire*", "cessation of hostilities"]}


def found(phrase: str, text: str) -> list[str]:
    folded = fold(text)
    hits = PhraseIndex([(phrase, phrase)], CLASSES).find(words_of(folded, 0, len(text)))
    return [text[h.start : h.end] for h in hits]


@pytest.mark.parametrize(
    ("phrase", "text", "hits"),
    [
        ("withdraw* ~ troops", "to withdraw all its troops", ["withdraw all its troops"]),
        ("withdraw* ~ troops", "to withdraw, and the troops", []),
        ("withdraw* ~ troops", "to withdraw one two three four troops", []),
        ("NUM day <truce>", "a 30-day ceasefire", ["30-day ceasefire"]),
        ("NUM day <truce>", "a ten-day cessation of hostilities", ["ten-day cessation of hostilities"]),
        ("<truce> holds", "The Ceasefire holds", ["Ceasefire holds"]),
        (
            "lift|lifting all? sanctions",
            "lifting sanctions, lift all sanctions",
            ["lifting sanctions", "lift all sanctions"],
        ),
        ("army chief", "the army’s chief", ["army’s chief"]),
        ("us troops", "U.S. troops", ["U.S. troops"]),
        ("<unknown> talks", "peace talks", []),
    ],
)
def test_phrases_match_words_and_never_cross_a_comma(phrase: str, text: str, hits: list[str]) -> None:
    assert found(phrase, text) == hits


@given(st.text(max_size=300))
def test_folding_keeps_offsets(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    words = words_of(folded, 0, len(text))
    assert all(0 <= a < b <= len(text) for a, b in zip(words.starts, words.ends, strict=True))


def test_every_phrase_of_the_lexicon_stands_for_an_issue_or_option_of_the_core() -> None:
    pack = load_pack("ukraine")
    lexicon = build_lexicon(pack)
    text = fold("a 30-day truce, security guarantees, sanctions relief and recognition of the annexation")
    issues = {h.value.issue for h in lexicon.topics.find(words_of(text, 0, len(text)))}
    assert {"cf.duration", "guar.form", "econ.relief", "terr.status"} <= issues
    assert issues <= set(pack.leaves)
