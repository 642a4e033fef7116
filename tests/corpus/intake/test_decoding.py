"""Bytes to text: what was declared does not count against the bytes, and a repair is offered, never made."""

from __future__ import annotations

import pytest

from detente.corpus.intake.decoding import decode

RUSSIAN = "Послы обеих сторон встретились в Осло и договорились продолжить переговоры о перемирии. " * 4


def page(charset: str, words: str = RUSSIAN) -> str:
    return f'<html><head><meta charset="{charset}"></head><body><p>{words}</p></body></html>'


def codes(told: tuple[object, ...]) -> list[str]:
    return [problem.code for problem in told]  # type: ignore[attr-defined]


def test_utf8_that_declares_another_encoding_is_read_as_utf8_and_told() -> None:
    text, told = decode(page("windows-1251").encode(), place="a.html", html=True)
    assert text == page("windows-1251")
    assert codes(told) == ["wrong-declaration"]
    assert "cp1251" in told[0].message


def test_another_encoding_that_declares_utf8_is_guessed_and_told() -> None:
    text, told = decode(page("utf-8").encode("cp1251"), place="a.html", html=True)
    assert text == page("utf-8")
    assert codes(told) == ["wrong-declaration", "other-encoding"]


def test_cyrillic_that_declares_a_western_encoding_is_guessed_and_told() -> None:
    text, told = decode(page("iso-8859-1").encode("cp1251"), place="a.html", html=True)
    assert text == page("iso-8859-1")
    assert codes(told) == ["wrong-declaration", "other-encoding"]


def test_a_right_declaration_is_followed() -> None:
    text, told = decode(page("windows-1251").encode("cp1251"), place="a.html", html=True)
    assert text == page("windows-1251")
    assert codes(told) == ["other-encoding"]
    french = "L’accord prévoit un cessez-le-feu “immédiat”. " * 3
    text, _ = decode(page("iso-8859-1", french).encode("cp1252"), place="a.html", html=True)
    assert text == page("iso-8859-1", french)


def test_what_the_server_states_is_asked_before_the_page() -> None:
    content = page("utf-8").encode("koi8-r")
    text, told = decode(content, place="a.html", html=True, stated="koi8-r")
    assert text == page("utf-8")
    assert codes(told) == ["other-encoding"]
    assert decode(b"plain", place="a", stated="no-such-thing") == ("plain", ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("words", ["Envoys of both sides met in Oslo.", RUSSIAN])
def test_utf16_without_a_mark_is_told_by_its_zero_bytes(encoding: str, words: str) -> None:
    text, told = decode(words.encode(encoding), place="a.txt")
    assert text == words
    assert codes(told) == ["other-encoding"]
    assert encoding in told[0].message


@pytest.mark.parametrize("content", [b"a text with \x00 zero \x00 bytes in it", b"\x00\x01\x00\x02" * 50])
def test_other_zero_bytes_are_no_text(content: bytes) -> None:
    text, told = decode(content, place="a.txt")
    assert text is None
    assert codes(told) == ["not-text"]


def test_a_misread_text_is_kept_and_its_repair_is_shown() -> None:
    misread = RUSSIAN.encode().decode("cp1252", "ignore")
    for words in ("The northâ€™s envoy said â€œnoâ€\x9d and the southâ€™s left.", misread):
        text, told = decode(words.encode(), place="a.txt")
        assert text == words
        assert codes(told) == ["misread-encoding"]
    text, told = decode("The northâ€™s and the southâ€™s and the eastâ€™s envoys.".encode(), place="a.txt")
    assert "'northâ€™s' would be 'north’s'" in told[0].message
    assert "ftfy" in told[0].remedy
