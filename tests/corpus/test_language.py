"""The languages of a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.corpus.language import language_of, languages_of

EN = "The envoys of both sides met for two hours and agreed to meet again."
RU = "Посланники двух сторон встретились и договорились, что встретятся ещё раз."
UK = "Посланці двох сторін зустрілися й домовилися, що зустрінуться ще раз."


def test_a_language_is_told_by_its_words_and_letters() -> None:
    assert [language_of(text) for text in (EN, RU, UK, "123", "")] == ["en", "ru", "uk", "other", "other"]


def test_languages_that_carry_a_fifth_are_named_the_first_first() -> None:
    assert languages_of([UK, UK, EN]) == ("uk", "en")
    assert languages_of([RU] * 5 + [EN]) == ("ru",)
    assert languages_of(["Так.", EN]) == ("en",)
    assert languages_of([]) == ()


@given(st.lists(st.text()))
def test_no_sentences_are_a_fault(sentences: list[str]) -> None:
    assert len(languages_of(sentences)) <= 3
