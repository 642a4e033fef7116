"""Who is named: aliases and dated offices of the pack, and roles that the text itself gives."""

from __future__ import annotations

from functools import cache

import pytest

from detente.corpus.document import Document, Metadata
from detente.kernel.dates import parse_when
from detente.packs.load import load_pack
from detente.packs.model import Office, Person
from detente.statements.rules.lexicon import build_lexicon
from detente.statements.rules.names import NameBook, Named, speaks_for
from detente.statements.rules.scenes import Eyes, scenes_of

PERSON = Person(
    "rill",
    "Ada Rill",
    (
        Office("north", "Minister", start="2020-01-01", end="2022-01-01"),
        Office("south", "Envoy", start="2023-01-01"),
    ),
)


@cache
def eyes() -> Eyes:
    pack = load_pack("ukraine")
    return Eyes(build_lexicon(pack), NameBook(pack))


def mentions(text: str) -> dict[str, Named]:
    document = Document("a.txt", text, Metadata(published=parse_when("2025-03-20")))
    return {text[m.start : m.end]: m for scene in scenes_of(document, eyes()) for m in scene.mentions}


@pytest.mark.parametrize(
    ("day", "party"), [("2021-05-01", "north"), ("2022-06-01", None), ("2024", "south"), (None, "south")]
)
def test_a_person_speaks_for_whom_the_office_of_the_day_says(day: str | None, party: str | None) -> None:
    assert speaks_for(PERSON, parse_when(day)) == party


@pytest.mark.parametrize(
    ("text", "words", "party"),
    [
        ("Russian officials met.", "Russian officials", "russia"),
        ("A spokesman for Ukraine spoke.", "spokesman for Ukraine", "ukraine"),
        ("Ukraine's army chief Oleh Tymchuk spoke.", "Ukraine's army chief Oleh Tymchuk", "ukraine"),
        ("Oleh Tymchuk, a Ukrainian negotiator, spoke.", "Oleh Tymchuk, a Ukrainian negotiator", "ukraine"),
    ],
)
def test_roles_of_the_text_speak_for_a_party(text: str, words: str, party: str) -> None:
    assert mentions(text)[words].party == party


def test_a_surname_is_known_before_its_introduction() -> None:
    """Tymchuk was sure. Later Oleh Tymchuk, a Ukrainian negotiator, left."""
    found = mentions(test_a_surname_is_known_before_its_introduction.__doc__ or "")
    assert found["Tymchuk"].party == "ukraine"


def test_an_analyst_of_the_text_is_an_expert() -> None:
    """Vera Holm, a defence analyst at the Northern Institute, doubted it."""
    found = mentions(test_an_analyst_of_the_text_is_an_expert.__doc__ or "")
    assert any(m.kind == "expert" and m.party is None for m in found.values())
