"""Words that stand after the name of whoever says them: in a live blog, and in a transcript turn by turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.corpus.document import Document, DocumentKind, Metadata
from detente.models.attributor import model_attributor
from detente.models.reader import SHIPPED
from detente.packs.load import load_pack

pytestmark = pytest.mark.skipif(not (SHIPPED / "heads.npz").is_file(), reason="no weights: run `make train`")
Told = Callable[[str, DocumentKind], set[tuple[str | None, tuple[str, ...]]]]


@pytest.fixture(scope="module")
def told() -> Told:
    """Source and content of each attribution, as words."""
    attributor = model_attributor(load_pack("veldora"))

    def words(text: str, kind: DocumentKind) -> set[tuple[str | None, tuple[str, ...]]]:
        found = attributor(Document("talks.txt", text, Metadata(kind=kind)))
        return {
            (a.source.of(text) if a.source else None, tuple(c.of(text) for c in a.content)) for a in found
        }

    return words


def test_a_line_of_a_live_blog_is_said_by_whom_it_names(told: Told) -> None:
    found = told("16:20 Hesper Quillan: no withdrawal before the thirty days are over.", "news")
    assert ("Hesper Quillan", ("no withdrawal before the thirty days are over",)) in found


def test_a_turn_goes_on_to_the_next_name(told: Told) -> None:
    text = "HESPER QUILLAN: The districts are ours.\n\nHOST: And the prisoners?\n\nHESPER QUILLAN: All of them. At once.\n"
    found = told(text, "transcript")
    assert ("HESPER QUILLAN", ("The districts are ours",)) in found
    assert ("HESPER QUILLAN", ("All of them. At once",)) in found
    assert not [content for _, content in found if "And the prisoners" in " ".join(content)]


@pytest.mark.parametrize(
    "line",
    [
        "Ceasefire talks: who wants what",
        "LIVE: thousands march in Veldora",
        "Would Veldora leave: yes or no?",
    ],
)
def test_titles_and_questions_are_said_by_nobody(told: Told, line: str) -> None:
    assert not [source for source, _ in told(line, "news") if source and line.startswith(source)]
