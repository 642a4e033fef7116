"""Quotes are found in the unaltered text, whatever the form in which a model copied them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detente.models.llm.quotes import FoldedText, find_quote, fold

SCRIPTS = st.text(
    st.sampled_from(
        "aé e\u0301ий и\u0306ї שלוםء آمَة한\u1112\u1161\u11ab 中文。“”\"'’–-…\u200b\u00a0\n\t ि की ด้ ấ a\u0302\u0301"
    ),
    max_size=60,
)


def places(quote: str, text: str, near: int = 0) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in find_quote(quote, (text, FoldedText(text)), near=near)]


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("He said: “We will  not\nleave”.", '"We will not leave"', "“We will  not\nleave”"),
        ("Вона сказала: «Ні’коли»", '"Ні\'коли"', "«Ні’коли»"),
        ("le cafe\u0301 noir", "café noir", "cafe\u0301 noir"),
        ("le café noir", "cafe\u0301 noir", "café noir"),
        ("\u1112\u1161\u11ab국의 요구", "한국의", "\u1112\u1161\u11ab국의"),
        ("a cease\u00adfire – now", "ceasefire - now", "cease\u00adfire – now"),
        ("لا نقبل الانسحاب", "نقبل الانسحاب", "نقبل الانسحاب"),
        ("wait… no", "wait... no", "wait… no"),
    ],
)
def test_other_forms_of_the_same_words_are_found(text: str, quote: str, found: str) -> None:
    spans = places(quote, text)
    assert [text[a:b] for a, b in spans] == [found]


@pytest.mark.parametrize("quote", ["", " \n", "we will not leave", "We will leave", "… ", "\u200b"])
def test_other_words_are_not(quote: str) -> None:
    assert places(quote, "He said: “We will not leave”.") == []


def test_of_several_places_the_nearest_to_the_quote_before_comes_first() -> None:
    assert places("yes", "yes no yes no yes", near=8)[0] == (7, 10)


def test_half_a_letter_is_no_quote() -> None:
    assert places("cafe", "cafe\u0301") == []


@given(SCRIPTS, st.data())
def test_whatever_is_copied_from_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = text[start:end]
    for a, b in places(quote, text):
        assert 0 <= a < b <= len(text)
        assert fold(quote).strip() in fold(text[a:b])
    if fold(quote).strip() and quote in text and not (end < len(text) and unicodedata.combining(text[end])):
        assert (start, end) in [(a, b) for a, b in places(quote, text)] or quote != quote.strip()


@example("\u200b", "NFC", "NFC")
@given(SCRIPTS, st.sampled_from(["NFC", "NFD"]), st.sampled_from(["NFC", "NFD"]))
def test_the_whole_text_is_found_in_any_normal_form(text: str, given_form: str, copied_form: str) -> None:
    held, copied = (unicodedata.normalize(f, text) for f in (given_form, copied_form))  # type: ignore[arg-type]
    found = places(copied, held)
    assert bool(found) == bool(fold(held).strip())


@given(st.text(max_size=40))
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = FoldedText(text)
    for at in range(len(folded.folded)):
        span = folded.span(at, at + 1)
        assert folded.folded[at] in fold(text[span.start : span.end])
