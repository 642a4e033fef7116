"""The reader `model`: what it gives is tied to the words of the text, whatever the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.corpus.document import Document, Metadata
from detente.kernel.dates import parse_when
from detente.models.attributor import model_attributor
from detente.models.inputs import MARKS, MOST_PIECES, mark_before, mark_of_kind, mark_of_name
from detente.models.reader import SHIPPED, model_reader
from detente.packs.load import load_pack
from detente.statements.attribution import Attribution
from detente.statements.record import Statement

TEXT = """VELDORA REFUSES TO LEAVE THE THREE DISTRICTS

OSTREL — Veldora's foreign minister, Hesper Quillan, said on Tuesday that the Republic would not withdraw its troops from \
the Three Districts before a ceasefire holds for thirty days. "We have given enough," she added. The Sarnic Movement \
demanded a full withdrawal and the release of all prisoners. Lunessa, which mediates, proposed observers of the Inner Sea \
League along the Ombra. According to two officials, Ymberia may stop its arms deliveries. It rained."""

pytestmark = pytest.mark.skipif(not (SHIPPED / "heads.npz").is_file(), reason="no weights: run `make train`")
Read = Callable[[str], tuple[Statement, ...]]
Attribute = Callable[[str], tuple[Attribution, ...]]


def document(text: str) -> Document:
    return Document("report.txt", text, Metadata(kind="news", published=parse_when("2024-03-05")))


@pytest.fixture(scope="module")
def read() -> Read:
    reader = model_reader(load_pack("veldora"))
    return lambda text: reader(document(text)).statements


@pytest.fixture(scope="module")
def attribute() -> Attribute:
    attributor = model_attributor(load_pack("veldora"))
    return lambda text: attributor(document(text))


def test_it_finds_who_refuses_and_who_demands(read: Read) -> None:
    found = {(s.holder, s.stance, s.issue) for s in read(TEXT) if s.kind == "position"}
    assert ("veldora", "reject", "terr.withdrawal") in found
    assert ("sarnic_movement", "demand", "terr.withdrawal") in found


def test_the_same_text_gives_the_same_statements(read: Read) -> None:
    assert read(TEXT) == read(TEXT)


def test_it_finds_who_says_what(attribute: Attribute) -> None:
    found = [
        (a.source.of(TEXT) if a.source else None, a.cue.of(TEXT) if a.cue else None, a.type)
        for a in attribute(TEXT)
    ]
    assert any(s and "Quillan" in s and c == "said" and t == "indirect" for s, c, t in found)
    assert any(t == "direct" for _, _, t in found)


def test_marks_are_all_different() -> None:
    kinds = ["news", "analysis", "opinion", "official", "transcript", "interview", "unknown"]
    marks = [mark_of_kind(k) for k in kinds] + [
        mark_before(b) for b in ("speaker", "person", "subject", "owner", "recent")
    ]
    marks += [mark_of_name(k, 0) for k in ("expert", "institute", "media")]
    marks += [mark_of_name(k, n) for k in ("party", "demonym", "body", "person", "role") for n in range(8)]
    assert len(set(marks)) == len(marks) == MARKS
    assert max(marks) < 100


NASTY = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from(
            [
                '"',
                "“",
                "”",
                "said",
                "Veldora",
                "the Movement",
                "demands",
                "\u200b",
                "\u202e",
                "🕊️",
                "ي",
                "не",
                ".",
                "\n\n",
                ",",
                "if",
                "withdrawal of troops",
            ]
        ),
        max_size=60,
    ).map(" ".join),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=NASTY)
def test_evidence_and_attributions_are_the_words_of_the_text(
    text: str, read: Read, attribute: Attribute
) -> None:
    for s in read(text):
        assert text[s.span.start : s.span.end] == s.evidence
    for a in attribute(text):
        for span in (a.source, a.cue, *a.content):
            assert span is None or 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize(
    "text",
    ['"' * 100_000, "word " * 200_000, "🕊️" * 50_000, "\u202eشروط\u202c " * 20_000, ""],
    ids=["quotes", "one sentence", "emoji", "right to left", "empty"],
)
def test_huge_sentences_end_in_bounded_time(text: str, read: Read, attribute: Attribute) -> None:
    assert isinstance(read(text), tuple)
    assert isinstance(attribute(text), tuple)


def test_a_sentence_has_a_bounded_number_of_pieces() -> None:
    assert MOST_PIECES <= 512
