"""Stories: documents that carry the same text."""

from __future__ import annotations

from detente.corpus.document import Document, Furniture, Metadata
from detente.corpus.stories.grouping import containment, stories
from detente.kernel.dates import parse_when
from detente.kernel.spans import Span

FIRST = (
    "Envoys of both sides met in Oslo on Thursday and agreed to meet again. The northern "
    "delegation demanded that all troops "
    "leave the valley before a ceasefire begins. The southern one refused and asked for "
    "monitors from neutral states."
)
OTHER = (
    "Ferry fares will rise in May, the port board decided after a long debate about the winter "
    "timetable and its costs."
)


def dated(name: str, text: str, day: str | None) -> Document:
    return Document(name, text, Metadata(published=parse_when(day)))


def test_an_abridged_copy_with_a_new_title_is_in_the_story_of_its_source() -> None:
    source, copy = (
        dated("a", FIRST, "2025-03-13"),
        dated("b", "Nothing new\n" + FIRST[:130] + ", it was said.", "2025-03-14"),
    )
    other = dated("c", OTHER, "2025-03-12")
    assert stories([copy, other, source]) == {
        source.hash: source.hash,
        copy.hash: source.hash,
        other.hash: other.hash,
    }


def test_of_undated_members_the_first_given_is_the_origin() -> None:
    one, two = dated("a", FIRST, None), dated("b", FIRST + " It was late.", None)
    assert stories([two, one])[one.hash] == two.hash
    late = dated("c", FIRST + " Rain fell.", "2025-01-01")
    assert stories([two, one, late])[one.hash] == late.hash


def test_furniture_that_two_pages_share_makes_no_story() -> None:
    menu = "Home World Business Weather Sport Culture Travel Food Cars Puzzles\n" * 3
    marks = (Furniture(Span(0, len(menu)), "menu"),)
    one, two = Document("a", menu + FIRST, furniture=marks), Document("b", menu + OTHER, furniture=marks)
    assert containment(one, two) == 0
    assert len(set(stories([one, two]).values())) == 2


def test_texts_without_words_stand_alone() -> None:
    assert stories([]) == {}
    one, two = Document("a", "..."), Document("b", "?!")
    assert len(set(stories([one, two]).values())) == 2
