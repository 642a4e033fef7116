"""Which of two things compared matters less, where the words tell."""

from __future__ import annotations

import pytest

from detente.statements.rules.comparisons import lesser_first


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the dam matters far less to the Council than the port", True),
        ("relief is less important than the line", True),
        ("relief is secondary to the line", True),
        ("the port matters more than the dam", False),
        ("the Council puts the port above the dam", False),
        ("the port does not matter more than the dam", None),
        ("the port and the dam are both on the table", None),
    ],
)
def test_the_words_tell_which_counts_less(words: str, expected: bool | None) -> None:
    assert lesser_first(words) is expected
