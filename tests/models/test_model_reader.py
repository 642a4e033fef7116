"""The reader `model`: what it gives is tied to the words of the text, whatever the text."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.corpus.document import Document, Metadata
from detente.kernel.dates import parse_when
from detente.kernel.errors import BadInput
from detente.models.attributor import model_attributor
from detente.models.inputs import MARKS, MOST_PIECES, mark_before, mark_of_kind, mark_of_name, seen_in
from detente.models.reader import SHIPPED, Sight, model_reader
from detente.packs.load import load_pack
from detente.statements.attribution import Attribution
from detente.statements.record import Statement
from detente.statements.rules.attributor import rules_attributor
from detente.statements.rules.reader import rules_reader

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


HUGE = {
    "quotes": '"' * 100_000,
    "one sentence": "word " * 200_000,
    "emoji": "🕊️" * 50_000,
    "right to left": "\u202eشروط\u202c " * 20_000,
    "quotations": '"We will not leave the town now," said Hesper Quillan. "It is a very good day." ' * 400,
    "empty": "",
}
BOUND_S = 60  # far above what any takes, far below what a cost by the square would take


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_huge_texts_end_in_bounded_time(text: str, read: Read, attribute: Attribute) -> None:
    started = time.process_time()
    for s in read(text):
        assert text[s.span.start : s.span.end] == s.evidence
    attribute(text)
    assert time.process_time() - started < BOUND_S


def test_a_sentence_has_a_bounded_number_of_pieces() -> None:
    look = Sight(load_pack("veldora"), SHIPPED)
    (seen, states), *_ = look(document("word " * 156 + "Lunessa agreed to a truce with Veldora"))
    assert len(seen.ids) == len(seen.places) == len(states) <= MOST_PIECES
    assert all(i < len(seen.ids) - 1 for at in seen.at for i in at)


def test_a_sentence_is_seen_alike_whatever_stands_beside_it() -> None:
    look = Sight(load_pack("veldora"), SHIPPED)
    alone, among = "Lunessa proposed a truce.", "Lunessa proposed a truce. " + TEXT
    np.testing.assert_allclose(look(document(alone))[0][1], look(document(among))[0][1], atol=1e-4)


def test_the_end_of_the_sentence_before_is_seen_but_is_no_evidence() -> None:
    pack = load_pack("veldora")
    look = Sight(pack, SHIPPED)
    text = "Lunessa proposed a truce for thirty days. They refused that offer."
    alone, after = look(document("They refused that offer."))[0][0], look(document(text))[1][0]
    assert len(after.ids) > len(alone.ids) + 5
    assert "lunessa" in after.parties
    assert after.at[after.parties.index("lunessa")]
    start = text.index("They")
    assert all(a == -1 or a >= start for a, _ in after.places)
    apart = seen_in(document(text), look.eyes, (look.model.pieces, pack), connected=False)[1]
    assert len(apart.ids) < len(after.ids)


def test_how_surely_each_field_is_right_stands_in_the_statement(read: Read) -> None:
    told = [r for s in read(TEXT) for r in s.rules if r.startswith("sure:")]
    assert {r.partition("=")[0] for r in told} == {"sure:stance", "sure:option", "sure:basis"}
    assert all(0 <= float(r.partition("=")[2]) <= 1 for r in told)


@pytest.mark.parametrize(
    "text",
    [
        "Президент России заявил, что войска должны уйти, а прекращение огня невозможно без гарантий безопасности.",
        "Президент заявив, що війська мають піти, а припинення вогню неможливе без гарантій безпеки.",
    ],
)
def test_what_the_encoder_does_not_know_is_read_by_the_rules(text: str) -> None:
    pack = load_pack("ukraine")
    one = document(text)
    assert model_reader(pack)(one) == rules_reader(pack)(one)
    assert model_attributor(pack)(one) == rules_attributor(pack)(one)


def test_a_sentence_that_is_too_long_is_told() -> None:
    long = (
        "Veldora said that "
        + "its troops and the troops of its friends " * 60
        + "would leave the Three Districts."
    )
    reading = model_reader(load_pack("veldora"))(document(long))
    assert [p.code for p in reading.problems] == ["sentence-cut"]
    assert model_reader(load_pack("veldora"))(document(TEXT)).problems == ()


def test_sentences_about_nothing_are_not_encoded() -> None:
    look = Sight(load_pack("veldora"), SHIPPED)
    text = "It rained. " + TEXT
    assert len(look(document(text), gate=True)) < len(look(document(text)))


def test_weights_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="make train"):
        model_reader(load_pack("veldora"), folder=tmp_path)
