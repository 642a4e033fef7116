"""Words as they are searched, their stems, and what may stand in a query."""

from __future__ import annotations

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from hypothesis import given
from hypothesis import strategies as st

from detente.kernel.errors import BadInput
from detente.stores.search_words import (
    Stems,
    Term,
    expression,
    language_by_letters,
    query_of,
    ukrainian_stem,
    words,
)


def test_words_are_folded_without_stress_accents_and_apostrophes() -> None:
    text = "Ukraine's cease-fire: «ГАРАНТІЇ безпе́ки», об’єкт, п'ять, Élysée, ЁЛКА, don't"
    assert words(text) == [
        "ukraine", "cease", "fire", "гарантії", "безпеки", "обєкт", "пять", "elysee", "елка", "dont",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "forms",
    [
        "незалежність незалежності незалежністю",
        "безпека безпеки безпеці безпекою безпек",
        "перемога перемозі перемогою",
        "визнання визнанням визнань",
        "вимагає вимагав вимагала вимагають вимагати вимагатиме",
        "територія території територій територіями територію",
        "угода угоди угоду угодою угод угодам",
        "президент президента президентом президентові",
        "український українського українська українською",
        "переговори переговорів переговорах",
        "війська військ військами",
        "гарантії гарантій гарантія гарантіями",
        "погодилася погодився погодитися",
        "домовленість домовленості домовленостей",
        "окупований окуповані окупована",
        "пропонує пропонував пропонувала пропонують",
    ],
)
def test_forms_of_a_ukrainian_word_have_one_stem(forms: str) -> None:
    assert len({ukrainian_stem(form) for form in forms.split()}) == 1


def test_different_ukrainian_words_keep_different_stems() -> None:
    told = [
        "мир",
        "угода",
        "безпека",
        "кордон",
        "санкції",
        "вибори",
        "територія",
        "гарантії",
        "полонені",
        "війська",
        "вогонь",
        "зброя",
    ]
    assert len({ukrainian_stem(word) for word in told}) == len(told)


def test_a_vowel_that_changes_in_the_stem_is_not_followed() -> None:
    """What the list of endings cannot do, told in docs/search.md."""
    assert ukrainian_stem("договір") != ukrainian_stem("договору")


def test_english_and_russian_are_stemmed_by_snowball() -> None:
    stem = Stems()
    assert stem("guarantees", "ru") == stem("guarantee", "ru")
    assert stem("границы", "ru") == stem("границу", "ru")
    assert set(stem.ways("безпеки")) == {stem("безпеки", "ru"), "безпек"}


@pytest.mark.parametrize(
    ("text", "known", "told"),
    [
        ("Острел вимагає", None, "uk"), ("Древа объявила", "uk", "ru"), ("перемога", "uk", "uk"),
        ("перемога", None, "ru"), ("перемога", "en", "ru"),
    ],
)  # fmt: skip
def test_letters_tell_the_language_before_the_document_does(text: str, known: str | None, told: str) -> None:
    assert language_by_letters(text, known) == told


def test_a_query_is_words_phrases_nots_and_prefixes() -> None:
    query = query_of('neutral "Security  Guarantees" -crimea -"red line" front* cease-fire — !')
    assert query.wanted == (
        Term(("neutral",)), Term(("security", "guarantees"), "phrase"), Term(("front",), "prefix"),
        Term(("cease", "fire")),
    )  # fmt: skip
    assert query.unwanted == (Term(("crimea",)), Term(("red", "line"), "phrase"))


@pytest.mark.parametrize(
    "text",
    [
        '"open',
        "a OR b",
        "x NEAR y",
        "(a)",
        "title:x",
        "^a",
        "a + b",
        "*",
        "a*",
        "fr*nt",
        "- a",
        '""',
        "...",
        "a|b",
        "-*",
    ],
)
def test_anything_else_is_told_with_a_remedy(text: str) -> None:
    with pytest.raises(BadInput, match=r"write|close|give|must"):
        query_of(text)


def test_an_empty_query_asks_for_nothing() -> None:
    assert query_of("  ") == query_of("")


@given(st.text(st.characters(codec="utf-8") | st.sampled_from('"*-()^:+ \x00ORNEAT'), max_size=30))
def test_no_text_is_an_error_of_the_database(text: str) -> None:
    try:
        query = query_of(text)
    except BadInput:
        return
    connection = sqlcipher.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(words, stems, marks, content='')")
    told = expression(query, Stems(), marks=('marks : "every"',))
    assert connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", (told,)).fetchone() == (0,)
    connection.close()
