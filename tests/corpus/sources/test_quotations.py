"""Quotations: where they begin and end, and how far their words are to be trusted."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.corpus.document import Document, DocumentKind, Furniture, Metadata
from detente.corpus.sources.carriers import Carrier, Carriers
from detente.corpus.sources.quotations import quotations
from detente.corpus.sources.standing import Standing, standing
from detente.kernel.dates import on
from detente.kernel.spans import Span


def quoted(text: str) -> list[str]:
    return [one.words_span.of(text) for one in quotations(Document("x", text))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We will not leave the port,” Ardel said.", ["We will not leave the port,"]),
        ('"We will not leave the port," Ardel said.', ["We will not leave the port,"]),
        ("‘We will not leave the port,’ Ardel said.", ["We will not leave the port,"]),
        ("Ardel said: «Мы не уйдём из порта».", ["Мы не уйдём из порта"]),
        ("Речниця сказала: „Ми не підемо з порту“.", ["Ми не підемо з порту"]),
        ("Речниця сказала: „Ми не підемо з порту”.", ["Ми не підемо з порту"]),
        (
            "“He told me ‘we will never sign’ and left,” said Orm. “That is all I know.”",
            ["He told me ‘we will never sign’ and left,", "That is all I know."],
        ),
        (
            "«Газета «Вестник» пишет о нас неправду», — сказал он. Мы ждём.",
            ["Газета «Вестник» пишет о нас неправду"],
        ),
        ("«Об этом пишет газета «Вестник», — сказал он.", ["Об этом пишет газета «Вестник"]),
        ("“We came first. We waited for long. Nobody came,” he said.", ["We came first. We waited for long. Nobody came,"]),
        ("‘The envoys’ car won’t wait for us,’ he said.", ["The envoys’ car won’t wait for us,"]),
    ],
)  # fmt: skip
def test_the_words_between_the_marks_of_three_languages_are_quotations(text: str, words: list[str]) -> None:
    assert quoted(text) == words


def test_a_quotation_goes_on_over_paragraphs_that_begin_with_its_mark() -> None:
    text = "“We came to the hall at noon.\n\n“Nobody opened the door,” Ardel wrote. He left."
    assert quoted(text) == ["We came to the hall at noon.\n\n“Nobody opened the door,"]
    plain = '"We came to the hall at noon.\n"Nobody opened the door," Ardel wrote. "So we left again."'
    assert quoted(plain) == ["We came to the hall at noon.\n\"Nobody opened the door,", "So we left again."]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “root causes” were named.",
        "Она назвала текст «хорошей основой».",
        "The film “The Return of the Northern King” won.",
        'The gun of 5" bore fired. The 6" gun did not fire again.',
        "It’s the envoys’ view that it won’t last for long, isn’t it?",
        "He said “we will go away soon and never come back to this place.",
        "He measured 5' 11\" and said nothing else at all that day.",
        "",
    ],
)
def test_terms_titles_apostrophes_and_marks_that_stay_open_are_no_quotations(text: str) -> None:
    assert quoted(text) == []


def test_after_a_mark_that_stays_open_the_next_quotation_is_found() -> None:
    text = "He said “we will go.\n\nShe said “they stay here today” and left."
    assert quoted(text) == ["they stay here today"]


def test_furniture_holds_no_quotations() -> None:
    text = "“Read our best stories of the week here” Ardel left."
    document = Document("x", text, furniture=(Furniture(Span(0, 40), "teaser"),))
    assert quotations(document) == ()


@given(st.text(alphabet="ab .,\n“”„«»\"‘’'сл", max_size=80))
def test_quotations_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = quotations(Document("x", text))
    assert all(one.span.contains(one.words_span) and one.span.end <= len(text) for one in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


def carrier(
    text: str, *, publisher: str, story: str = "s", kind: DocumentKind = "news", day: int = 5, room: str | None = None
) -> Carrier:  # fmt: skip
    about = Metadata(publisher=publisher, kind=kind, published=on(date(2024, 3, day)))
    return Carrier(Document(publisher, text, about), story, room or publisher)


def judged(asked: Carrier, *others: Carrier) -> Standing:
    return standing(quotations(asked.document)[0], asked, Carriers([asked, *others]))


_SAID = "“We will not leave the port before the truce begins,” Ardel said."


def test_an_official_text_or_transcript_is_trusted_word_for_word() -> None:
    for kind in ("official", "transcript"):
        found = judged(carrier(_SAID, publisher="Council", kind=kind))  # type: ignore[arg-type]
        assert found.kind == "official" and found.trusted


def test_a_press_quotation_that_stands_in_an_official_text_is_official_and_points_to_it() -> None:
    text = "Ardel told the hall: we will NOT leave the port, before the truce begins. He left."
    official = carrier(text, publisher="Council", kind="official", story="t")
    found = judged(carrier(_SAID, publisher="Courier"), official)
    assert found.kind == "official" and found.other is not None
    assert found.other[1].of(text) == "we will NOT leave the port, before the truce begins"


def test_the_same_words_in_another_story_and_another_room_are_two_sources() -> None:
    asked = carrier(_SAID, publisher="Courier")
    other = carrier(f"In Orm. {_SAID}", publisher="Wire", story="t")
    assert judged(asked, other).kind == "two sources"
    assert judged(asked, carrier(_SAID, publisher="Wire")).kind == "as worded"  # one story
    same_room = carrier(f"In Orm. {_SAID}", publisher="Wire", story="t", room="Courier")
    assert judged(asked, same_room).kind == "as worded"


def test_a_quotation_with_words_left_out_is_found_where_its_parts_stand() -> None:
    asked = carrier(
        "“We will not leave the port … before the truce really begins,” he said.", publisher="Courier"
    )
    whole = "Ardel: we will not leave the port, not one of us, before the truce really begins."
    assert judged(asked, carrier(whole, publisher="Wire", story="t")).kind == "two sources"


def test_else_it_is_kept_as_its_publisher_words_it() -> None:
    found = judged(carrier(_SAID, publisher="Courier"))
    assert found.kind == "as worded" and found.reason == "as worded by Courier" and not found.trusted


def test_swapped_synonyms_are_recognised_against_the_origin_with_the_words_that_differ() -> None:
    origin = carrier(_SAID, publisher="Wire", day=4)
    copy = carrier(
        "“We shall not quit the port before the ceasefire begins,” Ardel stated.", publisher="Blend"
    )
    found = judged(copy, origin)
    assert found.kind == "reworded" and found.other is not None
    assert found.differing == (("shall", "will"), ("quit", "leave"), ("ceasefire", "truce"))
    assert "Wire" in found.reason and "“quit” for “leave”" in found.reason
    assert judged(origin, copy).kind == "as worded"  # the origin is not measured by its copies


def test_a_quotation_made_of_indirect_speech_is_reworded() -> None:
    origin = carrier(
        "Ardel said that no convoy would leave the harbour before winter.", publisher="Wire", day=4
    )
    copy = carrier("“No convoy leaves the harbour before winter,” Ardel said.", publisher="Blend")
    found = judged(copy, origin)
    assert found.kind == "reworded" and "indirect" in found.reason


def test_a_part_of_the_origins_quotation_is_not_reworded() -> None:
    origin = carrier(_SAID, publisher="Wire", day=4)
    assert (
        judged(carrier("“We will not leave the port,” he said.", publisher="Blend"), origin).kind
        == "as worded"
    )


def test_another_quotation_of_the_same_story_is_no_rewording() -> None:
    origin = carrier(_SAID, publisher="Wire", day=4)
    other = carrier("“The dam belongs to both banks of the river,” Halm said.", publisher="Blend")
    assert judged(other, origin).kind == "as worded"


@pytest.mark.parametrize(
    ("origin", "copy"),
    [
        ("«Мы не уйдём из порта до начала перемирия», — сказал Ардель.", "«Мы не покинем порт до начала перемирия», — заявил Ардель."),
        ("«Ми не підемо з порту до початку перемир'я», — сказав Ардель.", "«Ми не вийдемо з порту до початку перемир’я», — заявив Ардель."),
    ],
)  # fmt: skip
def test_rewording_is_seen_in_russian_and_ukrainian(origin: str, copy: str) -> None:
    first = carrier(origin, publisher="Wire", day=4)
    assert judged(carrier(copy, publisher="Blend"), first).kind == "reworded"
