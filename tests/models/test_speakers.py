"""Who says a statement: pronouns as whoever they stand for, groups by their member, experts apart from the holder."""

from __future__ import annotations

from detente.corpus.document import Document, Metadata
from detente.kernel.dates import parse_when
from detente.kernel.spans import Span
from detente.models.attributions import Said
from detente.models.inputs import Seen, seen_in
from detente.models.speakers import Voice, basis_of, speaker_of, voices_over
from detente.packs.load import load_pack
from detente.statements.record import BASES
from detente.statements.rules.lexicon import build_lexicon
from detente.statements.rules.names import NameBook
from detente.statements.rules.scenes import Eyes

PACK = load_pack("veldora")
EYES = Eyes(build_lexicon(PACK), NameBook(PACK))

WORDS = Span(0, 1)  # the evidence: where it stands tells only between several names


def seen(text: str) -> list[Seen]:
    document = Document("report.txt", text, Metadata(kind="news", published=parse_when("2024-03-05")))

    def pieces(texts: list[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        return [([1] if t else [], [(0, len(t))] if t else []) for t in texts]

    return seen_in(document, EYES, (pieces, PACK))  # type: ignore[arg-type]


def said(text: str, source: str, content: str) -> Said:
    return Said(span(text, source), None, (span(text, content),), 1.0)


def span(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def test_a_pronoun_is_the_person_named_before() -> None:
    """Foreign minister Hesper Quillan spoke. She said that no soldier would leave."""
    text = "Foreign minister Hesper Quillan spoke in Ostrel. She said that no soldier would leave."
    found = seen(text)
    chain = [said(text, "She", "that no soldier would leave")]
    voices = voices_over(text, found[1], chain, span=span(text, "no soldier would leave"), holder="veldora")
    assert [v.party for v in voices] == ["veldora"]
    words, _ = speaker_of(text, found[1], voices, says=("veldora", "own", WORDS))
    assert words is not None
    assert "Hesper Quillan" in words


def test_of_two_who_speak_together_each_has_its_own_name() -> None:
    text = "Veldora and Lunessa asked for a truce."
    found = seen(text)
    chain = [said(text, "Veldora and Lunessa", "a truce")]
    for holder, name in (("veldora", "Veldora"), ("lunessa", "Lunessa")):
        voices = voices_over(text, found[0], chain, span=span(text, "a truce"), holder=holder)
        assert speaker_of(text, found[0], voices, says=(holder, "own", WORDS)) == (name, ())


def test_an_apposition_is_no_part_of_the_name() -> None:
    text = "Marta Oye, who has written on the Ombra for years, said that Veldora would keep the dam."
    found = seen(text)
    chain = [
        said(text, "Marta Oye, who has written on the Ombra for years,", "that Veldora would keep the dam")
    ]
    voices = voices_over(
        text, found[0], chain, span=span(text, "Veldora would keep the dam"), holder="veldora"
    )
    assert speaker_of(text, found[0], voices, says=("veldora", "analyst", WORDS))[0] == "Marta Oye"


def test_what_a_party_holds_without_a_word_of_saying_has_its_own_voice() -> None:
    text = "Veldora has agreed to a truce of thirty days."
    found = seen(text)
    assert speaker_of(text, found[0], (), says=("veldora", "own", WORDS)) == ("Veldora", ())
    assert speaker_of(text, found[0], (), says=("veldora", "reported", WORDS)) == (None, ())


def test_nobody_speaks_for_itself_in_the_words_of_an_expert() -> None:
    chances = [0.0] * len(BASES)
    chances[BASES.index("own")], chances[BASES.index("analyst")] = 0.6, 0.3
    expert = Voice("Marta Oye", None, "expert")
    assert basis_of(chances, (), holder="veldora") == "own"
    assert basis_of(chances, (expert,), holder="veldora") == "analyst"
    assert basis_of(chances, (expert, Voice("Ostrel", "veldora", "party")), holder="veldora") == "own"


def test_one_person_under_two_wordings_is_no_link_of_a_chain() -> None:
    text = "Lunessa asked for a truce."
    found = seen(text)
    voices = (
        Voice("Bridgewater Wire", None, "media"),
        Voice("envoy Pell Lorrimer", "lunessa"),
        Voice("Pell Lorrimer", "lunessa"),
    )
    assert speaker_of(text, found[0], voices, says=("veldora", "counterpart", WORDS)) == (
        "Pell Lorrimer",
        ("Bridgewater Wire",),
    )


def test_he_is_never_a_party_as_a_whole() -> None:
    text = "Veldora said that the truce holds. No soldier would leave, he added."
    found = seen(text)
    chain = [said(text, "he", "No soldier would leave")]
    voices = voices_over(text, found[1], chain, span=span(text, "No soldier would leave"), holder="veldora")
    assert speaker_of(text, found[1], voices, says=("veldora", "own", WORDS)) == ("he", ())


def test_who_runs_a_body_does_not_speak_together_with_it() -> None:
    text = "Orla Finnick, who heads Lunessa and Veldora's joint office, said that no soldier would leave."
    found = seen(text)
    source = "Orla Finnick, who heads Lunessa and Veldora's joint office"
    chain = [said(text, source, "no soldier would leave")]
    voices = voices_over(text, found[0], chain, span=span(text, "no soldier would leave"), holder="veldora")
    assert [v.words for v in voices] == ["Orla Finnick"]


def test_the_holders_own_voice_comes_before_one_that_nobody_knows() -> None:
    voices = [Voice("Veldora", "veldora", "party"), Voice("guests")]
    assert speaker_of("", seen("Veldora spoke.")[0], voices, says=("veldora", "own", WORDS))[0] == "Veldora"


def test_of_several_names_of_the_holder_the_nearest_before_the_words() -> None:
    text = "Hesper Quillan listened. Veldora met Ostrel, and Hesper Quillan refused the paper."
    found = seen(text)[1]
    at = text.index("refused")
    words, _ = speaker_of(text, found, (), says=("veldora", "own", Span(at, at + 7)))
    assert words == "Hesper Quillan"
