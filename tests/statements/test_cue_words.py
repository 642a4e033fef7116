"""The trivial reader knows a party, a cue word and a label in one sentence, and nothing else."""

from __future__ import annotations

from detente.corpus.gather import read_pasted
from detente.packs.load import load_pack
from detente.statements.record import Statement
from detente.statements.scoring.cues import cue_word_reader


def read(text: str) -> tuple[Statement, ...]:
    reader = cue_word_reader(load_pack("world"))
    return reader(read_pasted(text, name="a.txt")).statements


def test_a_sentence_with_all_three_is_a_position() -> None:
    (found,) = read("Ukraine rejected the presence of foreign forces. The weather in the capital was fine.")
    assert (found.kind, found.holder, found.stance) == ("position", "ukraine", "reject")
    assert found.evidence == "Ukraine rejected the presence of foreign forces."


def test_a_sentence_that_lacks_one_is_nothing() -> None:
    assert read("Ukraine is a country. He rejected the presence of foreign forces.") == ()
