"""Tagged pages: marks out, text and furniture back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.corpus.furniture.scores import Tally
from detente.corpus.furniture.tagged import TagError, load_all_tagged, load_tagged, tagged_page

ROOT = Path(__file__).parents[3]
PLAIN = st.text(
    st.characters(blacklist_characters="⟦⟧", blacklist_categories=("Cs",)), min_size=1, max_size=30
)


def test_marks_are_taken_out_and_become_spans() -> None:
    page = tagged_page("⟦menu⟧Home⟦/⟧\n⟦caption⟧Men wait.⟦/⟧⟦credit⟧ EPA⟦/⟧They left.\n", name="p")
    assert page.text == "Home\nMen wait. EPAThey left.\n"
    pieces = [(piece.kind, piece.span.of(page.text)) for piece in page.furniture]
    assert pieces == [("menu", "Home"), ("caption", "Men wait."), ("credit", " EPA")]


@given(st.lists(st.tuples(st.sampled_from(["", "menu", "caption"]), PLAIN), max_size=8))
def test_text_without_marks_is_the_text_given(parts: list[tuple[str, str]]) -> None:
    tagged = "".join(f"⟦{kind}⟧{text}⟦/⟧" if kind else text for kind, text in parts)
    page = tagged_page(tagged, name="p")
    assert page.text == "".join(text for _, text in parts)
    assert [piece.span.of(page.text) for piece in page.furniture] == [text for kind, text in parts if kind]


@pytest.mark.parametrize("tagged", ["⟦menu⟧Home", "Home⟦/⟧", "⟦menu⟧A⟦label⟧B⟦/⟧", "⟦menu⟧⟦/⟧"])
def test_a_mark_that_does_not_close_names_its_page(tagged: str) -> None:
    with pytest.raises(TagError, match="odd-page"):
        tagged_page(tagged, name="odd-page")


def test_every_training_page_loads_and_its_name_is_its_file(tmp_path: Path) -> None:
    pages = load_all_tagged(ROOT / "training" / "furniture")
    assert len(pages) >= 110
    assert {"en", "ru", "uk"} <= {page.language for page in pages}
    (tmp_path / "a.tagged.txt").write_bytes("⟦title⟧Т⟦/⟧\r\nx".encode())
    assert (load_tagged(tmp_path / "a.tagged.txt").name, load_all_tagged(tmp_path / "none")) == ("a", ())


def test_a_tally_counts_characters_without_blanks_and_sentences_lost() -> None:
    page = tagged_page("⟦menu⟧Ho me⟦/⟧\nThey all left. It ended.\n", name="p")
    wrong = tagged_page("Ho me\n⟦teaser⟧They all left.⟦/⟧ It ended.\n", name="p")
    tally = Tally()
    tally.add(page.text, page.furniture, page.furniture)
    assert (tally.precision, tally.recall, tally.agreement, tally.lost, tally.sentences) == (1, 1, 1, 0, 2)
    tally = Tally()
    tally.add(page.text, wrong.furniture, page.furniture)
    assert (tally.precision, tally.recall, tally.lost, tally.sentences) == (0, 0, 1, 2)
    assert tally.recall_of("menu") == (0, 0, 4)
