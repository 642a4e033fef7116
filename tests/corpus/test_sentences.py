"""Sentences and paragraphs of documents in English, Russian and Ukrainian."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.corpus.document import Document, Furniture
from detente.corpus.furniture.mark import mark_furniture
from detente.corpus.language import language_of
from detente.corpus.sentences.split import paragraphs, sentences
from detente.kernel.spans import Span


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(Document("x", text))]


def test_a_quotation_of_several_sentences_is_split_and_the_last_keeps_its_attribution() -> None:
    """“We agree. We sign on Monday,” said Orm. “Then we rest,” he added."""
    assert split("“We agree. We sign on Monday,” said Orm. “Then we rest,” he added.") == [
        "“We agree.",
        "We sign on Monday,” said Orm.",
        "“Then we rest,” he added.",
    ]


def test_a_quoted_question_keeps_the_words_that_say_who_asked() -> None:
    assert split('"Who gives the orders?" Minister Orm asked. "Nobody," she said.') == [
        '"Who gives the orders?" Minister Orm asked.',
        '"Nobody," she said.',
    ]
    assert split("«Кто начнёт?» — спросил он. Ответа нет.") == ["«Кто начнёт?» — спросил он.", "Ответа нет."]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. President met Mr. Orm and Dr. J. D. Vale on Jan. 5.",
        "See Art. 5 and No. 3 of the pact, i.e. the one of St. Brann.",
        "The talks began at 8 p.m. Moscow time and cost 3.5 million.",
        "Университет им. Ленина, ул. Мира, д. 5, принял 2,5 млн. человек.",
        "Университет ім. Шевченка на вул. Миру прийняв 2,5 млн. людей.",
        "В. В. Долматин встретился с А. Вербивским в 2022 г. Минске.",
        "The envoy (he had served twice. Once in Oslo) agreed.",
        "He would, he said, wait... and then sign.",
    ],
)
def test_dots_of_abbreviations_initials_numbers_and_remarks_end_no_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The round ended at 9 a.m. Nobody spoke.", 2),
        ("He left the U.S. The talks ended.", 2),
        ("The drones are state of the art. Nobody has more.", 2),
        ("Города, порты и т.д. Москва требует их.", 2),
        ("Міста, порти тощо. Москва їх вимагає.", 2),
        ("He paused... Then he left.", 2),
        ("(He left. Then he came back.) Done.", 3),
        ("The war.\u00a0Peace talks.", 2),
        ("The round is over.[3] Both sides left.", 2),
        ("The truce ended.Ukraine refused.", 2),
        ("— Мы не уйдём, — сказал он. — Это наша земля.", 2),
    ],
)
def test_sentences_end_where_the_next_one_begins(text: str, count: int) -> None:
    assert len(split(text)) == count


def test_closing_quotes_and_brackets_belong_to_the_sentence_they_close() -> None:
    assert split("He said “no.” She left. (So did we.) End.") == [
        "He said “no.”",
        "She left.",
        "(So did we.)",
        "End.",
    ]


def test_headings_and_list_items_are_sentences_of_their_own() -> None:
    text = (
        "Lifting of sanctions\nThe north wants them gone.\nIt asks for:\n- ports\n- banks\n1. "
        "One term. 2. Two terms."
    )
    assert split(text) == [
        "Lifting of sanctions",
        "The north wants them gone.",
        "It asks for:",
        "- ports",
        "- banks",
        "1. One term.",
        "2. Two terms.",
    ]


def test_a_line_break_in_wrapped_text_ends_no_sentence() -> None:
    text = "The two sides met in the\nhall by the harbour and\nsettled nothing. They will\nmeet again in May."
    assert split(text) == [
        "The two sides met in the\nhall by the harbour and\nsettled nothing.",
        "They will\nmeet again in May.",
    ]


def test_turns_of_a_transcript_begin_sentences() -> None:
    assert split("ORM: We will not\nQ: And then?\nORM: Nothing. It is over.") == [
        "ORM: We will not",
        "Q: And then?",
        "ORM: Nothing.",
        "It is over.",
    ]


def test_carriage_returns_and_byte_order_mark_stay_out_of_the_spans() -> None:
    text = "\ufeffOne side left.\r\n\r\nThe other stayed.\r\n"
    assert split(text) == ["One side left.", "The other stayed."]


def test_furniture_parts_sentences_and_is_in_none() -> None:
    text = "A hall. (Photo: A B/Agency)The north refused."
    caption = Furniture(Span(0, 27), "caption")
    document = Document("x", text, furniture=(caption,))
    assert [span.of(text) for span in sentences(document)] == ["The north refused."]


def test_paragraphs_are_parted_by_lines_or_in_wrapped_text_by_blank_lines() -> None:
    text = "One. Two.\nThree."
    assert [span.of(text) for span in paragraphs(Document("x", text))] == ["One. Two.", "Three."]
    wrapped = "The two sides met in the\nhall by the harbour and\nsettled nothing at all.\n\nThey left."
    assert len(paragraphs(Document("x", wrapped))) == 2


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The envoys said that the truce would hold.", "en"),
        ("Послы заявили, что перемирие не будет нарушено.", "ru"),
        ("Посли заявили, що перемир'я не буде порушено.", "uk"),
        ("Les envoyés ont déclaré que la trêve tiendrait.", "other"),
        ("Председник је рекао да ће преговори почети у љето.", "other"),
        ("1234 ...", "other"),
        ("", "other"),
    ],
)
def test_the_language_is_told_from_letters_and_function_words(text: str, language: str) -> None:
    assert language_of(text) == language


_TEXTS = st.lists(
    st.sampled_from(
        [
            *(
                "The north refused.",
                "“No,” said Orm.",
                "\n",
                "\r\n",
                "\n\n",
                " ",
                "(Photo: A B/Agency)",
                "Read more",
                "- item",
                "...",
                "г. ",
            ),
            *(
                "U.S. ",
                "Q: ",
                "«Да.» ",
                "By Ada Lind",
                "12 May 2025",
                "[1]",
                ")",
                "(",
                "“",
                "\u00a0",
                "\ufeff",
                "ім. ",
                "!?",
                "word ",
            ),
        ]
    )
    | st.text(max_size=8),
    max_size=30,
).map("".join)


@given(text=_TEXTS, cuts=st.lists(st.tuples(st.integers(0, 200), st.integers(1, 40)), max_size=4))
@settings(deadline=None)
def test_sentence_spans_lie_in_the_text_in_order_apart_and_clear_of_furniture(
    text: str, cuts: list[tuple[int, int]]
) -> None:
    pieces = [
        Furniture(Span(start, start + size), "menu") for start, size in cuts if start + size <= len(text)
    ]
    document = Document("x", text, furniture=tuple(pieces))
    for spans in (sentences(document), paragraphs(document)):
        assert all(span.end <= len(text) and span.of(text).strip() for span in spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))
        assert not any(span.overlaps(piece.span) for span in spans for piece in pieces)


@given(text=_TEXTS)
@settings(deadline=None)
def test_marked_furniture_lies_in_the_text_in_order_and_apart(text: str) -> None:
    spans = [piece.span for piece in mark_furniture(text)]
    assert all(span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(text=_TEXTS)
@settings(deadline=None)
def test_every_letter_outside_furniture_is_in_a_sentence_and_a_paragraph(text: str) -> None:
    document = Document("x", text, furniture=mark_furniture(text))
    for spans in (sentences(document), paragraphs(document)):
        covered = {place for span in spans for place in range(span.start, span.end)}
        covered |= {
            place for piece in document.furniture for place in range(piece.span.start, piece.span.end)
        }
        assert all(place in covered for place, letter in enumerate(text) if letter.isalnum())
