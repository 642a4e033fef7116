"""Placing documents in stories: copies, parts, rewrites, translations, round-ups, formulas; and the laws."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.stories.contract import report, wire
from detente.corpus.document import Document, Metadata
from detente.corpus.stories.facts import facts_of
from detente.corpus.stories.grouping import Placement, place, stories
from detente.corpus.stories.memory import MemoryIndex
from detente.kernel.dates import parse_when

REWRITE = (
    "As many as 40 trucks may drive to Dessin. Amara Okonvale, who mediates at Tellemor, told that to the press on 4 March. "
    "Some 31,000 are still waiting in the valley, cut off from all but couriers since winter, by Piet Harrowen's count; the "
    "passes will stay shut until it thaws. By 11 March 97 men are to be gone, Lucan Brabeck promised."
)
RUSSIAN = (
    "Посланники встретились в Теллеморе 4 марта, сообщила Амара Оконвале. До 40 грузовиков смогут пройти в Дессин, где ждут "
    "31 000 человек, сказал Пит Харроуэн. Лукан Брабек пообещал, что 97 человек уйдут к 11 марта. С зимы долина закрыта."
)
OTHER_EVENT = (
    "Amara Okonvale left Tellemor on Sunday. In Dessin a baker named Iva Solen counted 12 loaves, and nobody had seen Piet "
    "Harrowen for 3 days. Schools stay shut, the council of elders said, because roofs leak and teachers have gone home."
)


def dated(text: str, day: str | None = "2025-03-05") -> Document:
    return Document("d", text, Metadata(published=parse_when(day)))


def placed(*documents: Document) -> list[Placement]:
    index = MemoryIndex()
    return [place(facts_of(document), index) for document in documents]


def partition(group: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(doc for doc in group if group[doc] == origin) for origin in group.values()}


def test_a_rewrite_and_a_translation_join_their_origin() -> None:
    found = placed(wire(), dated(REWRITE), dated(RUSSIAN))
    assert [one.relation for one in found] == [None, "rewrite", "translation"]
    assert {one.story for one in found} == {wire().hash}
    assert found[1].score > 0.8
    assert found[1].shared > 5


def test_another_report_with_the_same_people_is_another_story() -> None:
    assert len({one.story for one in placed(wire(), dated(OTHER_EVENT))}) == 2


def test_a_rewrite_long_after_is_not_taken_for_one() -> None:
    assert placed(wire(), dated(REWRITE, "2026-03-05"))[1].relation is None


def test_parts_and_wholes_are_told_apart() -> None:
    text = wire().text + " " + report(5).text
    half = text[: len(text) // 2 + 40]
    assert placed(dated(text), dated(half))[1].relation == "abridged"
    assert placed(dated(half), dated(text))[1].relation == "expanded"


def test_a_round_up_does_not_glue_the_stories_that_it_carries() -> None:
    other = "Verrin left Ostby on Sunday. In Brask a baker named Iva Solen counted 12 loaves, and nobody had seen Tomas Ulrek."
    items = [
        wire(),
        dated(f"{other} Schools of Brask stay shut, the council said, because roofs leak there."),
        report(8),
    ]
    items[2] = dated(items[2].text[:300] + " Marek Dovrin and Ilse Karvo of Zemlin signed for Pelagia.")
    page = dated("News in brief. " + "\n\n".join(item.text for item in items), "2025-03-06")
    for order in ([*items, page], [items[0], page, *items[1:]], [page, *items]):
        group = stories(order)
        assert len({group[item.hash] for item in items}) == 3
        index = MemoryIndex()
        found = {document.hash: place(facts_of(document), index) for document in order}
        assert len({index.grouping()[item.hash] for item in items}) == 3
    assert found[items[1].hash].carries == (page.hash,)


def test_a_formula_known_from_many_stories_makes_none() -> None:
    """Only what is known from more than twenty stories counts as a formula: among the first few it may mislead."""
    formula = " ".join(f"{letter}{letter} of" for letter in "abcdefghijklmnopqrstuvwxyz")
    long = [dated(f"{report(n).text} {formula}", f"2025-03-{n % 28 + 1:02}") for n in range(30)]
    notes = [
        dated(" ".join(report(n).text.split()[:60]) + " " + formula, "2025-04-01") for n in range(40, 60)
    ]
    assert len(set(stories(long).values())) == len(long)
    assert len(set(stories([*long, *notes]).values())) == len(long) + len(notes)


def test_a_new_link_makes_two_stories_one() -> None:
    words = report(3).text.split()
    first, last, whole = (dated(" ".join(part)) for part in (words[:80], words[80:], words))
    found = placed(first, last, whole)
    assert found[1].story == last.hash
    assert found[2].merged or found[2].story in {first.hash, last.hash}


POOL = [
    wire(),
    wire(head="Again. ", day="2025-03-06"),
    dated(REWRITE),
    dated(RUSSIAN),
    dated(OTHER_EVENT),
    *(report(number) for number in range(3)),
    report(1, extra="with a line added at the end of it", day=None),
    dated(report(2).text[:500]),
]


@settings(deadline=None, max_examples=25)
@given(st.permutations(POOL))
def test_the_order_given_changes_no_story(order: list[Document]) -> None:
    usual = partition(dict(stories(POOL)))
    assert partition(dict(stories(order))) == usual
    index = MemoryIndex()
    for document in order:
        place(facts_of(document), index)
    assert partition(dict(index.grouping())) == usual


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(POOL), max_size=8, unique_by=lambda one: one.hash), st.integers(10, 99))
def test_an_unrelated_document_changes_no_story(documents: list[Document], number: int) -> None:
    before = stories(documents)
    after = stories([*documents, report(number)])
    assert {doc: after[doc] for doc in before} == before
