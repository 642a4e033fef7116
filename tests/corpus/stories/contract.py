"""What every StoryIndex does; each implementation's tests take this suite."""

from __future__ import annotations

from detente.corpus.document import Document, Metadata
from detente.corpus.stories.facts import facts_of
from detente.corpus.stories.grouping import place
from detente.corpus.stories.port import HOLDERS, StoryIndex
from detente.kernel.dates import parse_when


def report(number: int, *, extra: str = "", day: str | None = "2025-03-04") -> Document:
    """A report of its own: no run of words in common with any other number."""
    letters = str.maketrans("0123456789", "abcdefghij")
    text = " ".join(f"w{number}x{place} of m{number}y{place}".translate(letters) for place in range(80))
    return Document(f"r{number}", f"{text} {extra}".strip(), Metadata(published=parse_when(day)))


def wire(*, day: str | None = "2025-03-04", head: str = "") -> Document:
    text = (
        "Envoys met in Tellemor on 4 March, said Amara Okonvale. Up to 40 lorries may reach Dessin, and 31,000 people "
        "wait there, Piet Harrowen said. Lucan Brabeck promised that 97 men would leave by 11 March. The valley has been "
        "closed to all but the couriers since the winter and nobody expects the passes to open before the thaw comes."
    )
    return Document("wire", head + text, Metadata(published=parse_when(day)))


class StoryIndexContract:
    """The behaviour of an index; a subclass gives the fixture `index` and `known`, to which documents are told."""

    def put(self, index: StoryIndex, known: dict[str, Document], *documents: Document) -> list[str]:
        stories = []
        for document in documents:
            known[document.hash] = document
            stories.append(place(facts_of(document), index).story)
        return stories

    def test_documents_are_numbered_in_the_order_of_arrival(
        self, index: StoryIndex, known: dict[str, Document]
    ) -> None:
        one, two = report(1), report(2)
        self.put(index, known, one, two)
        assert (index.number_of(one.hash), index.number_of(two.hash)) == (0, 1)
        assert index.number_of("none") is None
        assert index.members([1])[1].doc == two.hash

    def test_a_document_that_comes_again_changes_nothing(
        self, index: StoryIndex, known: dict[str, Document]
    ) -> None:
        one = report(1)
        assert self.put(index, known, one, one) == [one.hash] * 2
        assert dict(index.grouping()) == {one.hash: one.hash}

    def test_what_was_flushed_is_found_as_what_was_not(
        self, index: StoryIndex, known: dict[str, Document]
    ) -> None:
        source, copy = wire(), wire(head="Again. ", day="2025-03-05")
        self.put(index, known, source)
        index.flush()
        facts = facts_of(copy)
        known[copy.hash] = copy
        placed = place(facts, index)
        assert (placed.story, placed.relation, placed.to) == (source.hash, "copy", source.hash)
        kept = index.members([0])[0]
        assert (kept.survivals.marks == facts_of(source).survivals.marks).all()
        assert index.facts(0).doc == source.hash
        assert (index.runs(0) == facts_of(source).runs).all()

    def test_the_origin_is_the_earliest_dated_member(
        self, index: StoryIndex, known: dict[str, Document]
    ) -> None:
        undated, late, early = wire(day=None), wire(head="Late. "), wire(head="Early. ", day="2025-03-01")
        assert self.put(index, known, undated, late, early) == [undated.hash, late.hash, early.hash]
        index.flush()
        assert set(index.grouping().values()) == {early.hash}

    def test_stories_merge_and_keep_their_members(
        self, index: StoryIndex, known: dict[str, Document]
    ) -> None:
        one, two, three = report(1), report(2), report(3)
        self.put(index, known, one, two, three)
        index.merge(1, into=0)
        assert index.size(0) == 2
        assert dict(index.story_of([0, 1, 2])) == {0: 0, 1: 0, 2: 2}
        assert index.grouping()[two.hash] == one.hash

    def test_mentions_are_told_by_day_and_undated_ones_always(
        self, index: StoryIndex, known: dict[str, Document]
    ) -> None:
        documents = [wire(), wire(head="B. ", day="2025-06-01"), wire(head="C. ", day=None)]
        self.put(index, known, documents[0])
        index.flush()
        self.put(index, known, *documents[1:])
        day = facts_of(documents[0]).day
        assert day is not None
        mark = int(facts_of(documents[0]).survivals.marks[0])
        assert set(index.mentioners([mark], (day - 5, day + 5))[mark]) == {0, 2}
        assert set(index.mentioners([mark], None)[mark]) == {0, 1, 2}
        assert index.mentioners([12345], None) == {}

    def test_a_new_date_moves_the_origin_and_the_mentions(
        self, index: StoryIndex, known: dict[str, Document]
    ) -> None:
        first, second = wire(), wire(head="B. ", day="2025-03-06")
        self.put(index, known, first, second)
        for flushed, day in ((False, "2025-03-01"), (True, "2025-02-01")):
            if flushed:
                index.flush()
            index.redate(second.hash, parse_when(day))
            index.redate(second.hash, parse_when(day))
            assert list(index.together(first.hash)) == [second.hash, first.hash]
            mark = int(facts_of(second).survivals.marks[0])
            at = parse_when(day).latest
            assert at is not None
            assert list(index.mentioners([mark], (at.toordinal(), at.toordinal()))[mark]) == [1]
        index.redate("none", parse_when("2025-01-01"))
        assert list(index.together("none")) == []

    def test_a_run_tells_of_no_more_than_a_fixed_number(
        self, index: StoryIndex, known: dict[str, Document]
    ) -> None:
        footer = " ".join(f"{word} and" for word in "abcdefghijklmnopqrstuvwxyz")
        self.put(index, known, *(report(number, extra=footer) for number in range(HOLDERS + 6)))
        index.flush()
        later = facts_of(report(1000, extra=footer))
        assert max(map(len, index.holders(later.sketch.hashes.tolist()).values())) <= HOLDERS
        assert len(set(index.grouping().values())) == HOLDERS + 6
