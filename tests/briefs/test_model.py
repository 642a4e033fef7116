from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.briefs.model import BriefLine, Evidence, PackSource, line_id
from detente.kernel.errors import EvidenceMismatch


def evidence(**changed: object) -> Evidence:
    fields: dict[str, object] = {
        "statement": "s1",
        "doc": "a" * 64,
        "doc_name": "a.txt",
        "publisher": "A",
        "start": 4,
        "end": 8,
        "words": "word",
        "context": "one word here",
        "context_start": 0,
        "holder": None,
        "speaker": None,
        "via": (),
        "said": None,
        "published": None,
        "how_dated": "not dated",
        "basis": "own",
        "certainty": None,
        "standing": "unreviewed",
        "kind": "position",
        "document_kind": "news",
        "quotable": False,
        "sure": True,
        "read_by": "person",
    }
    return Evidence(**(fields | changed))  # type: ignore[arg-type]


def test_a_line_without_evidence_cannot_be_built() -> None:
    with pytest.raises(EvidenceMismatch, match="rests on nothing"):
        BriefLine("l1", "North holds the river")


@pytest.mark.parametrize(
    "rest", [{"evidence": (evidence(),)}, {"pack_source": PackSource("a rule")}, {"about_absence": True}]
)
def test_a_line_rests_on_sentences_or_the_pack_or_says_what_was_not_found(rest: dict[str, object]) -> None:
    assert BriefLine("l1", "text", **rest).text == "text"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed", [{"words": "longer words"}, {"start": 5, "end": 9}, {"context": "other text than this"}]
)
def test_words_that_do_not_stand_in_their_sentence_are_no_evidence(changed: dict[str, object]) -> None:
    with pytest.raises(EvidenceMismatch, match="copy them unaltered"):
        evidence(**changed)


def test_the_sentence_is_its_parts() -> None:
    found = evidence()
    assert found.before + found.words + found.after == found.context


def test_a_cell_is_reviewed_only_where_a_person_saw_every_sentence() -> None:
    seen, unseen = evidence(standing="accepted", read_by="rules"), evidence(read_by="rules")
    assert BriefLine("l", "t", (seen,)).reviewed
    assert not BriefLine("l", "t", (seen, unseen)).reviewed
    assert not BriefLine("l", "t", about_absence=True).reviewed


@given(st.text(), st.lists(st.text(), max_size=3))
def test_the_same_line_has_the_same_id(text: str, statements: list[str]) -> None:
    assert line_id("a", text, tuple(statements)) == line_id("a", text, tuple(statements))
    assert line_id("a", text, tuple(statements)) != line_id("b", text, tuple(statements))
