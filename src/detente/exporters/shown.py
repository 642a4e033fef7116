"""Text from outside made safe to see: control and direction characters are visible, never obeyed."""

from __future__ import annotations

_KEPT = {"\n", "\t"}
_DIRECTION = {
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
}  # They can make a text read otherwise than it is written.
_TABLE: dict[int, str] = {
    **{c: chr(0x2400 + c) for c in range(0x20) if chr(c) not in _KEPT and c != 0x0D},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    **dict.fromkeys(_DIRECTION, "\ufffd"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    0xFEFF: "",
}


def shown(text: str) -> str:
    """A text of several lines as it may be shown; carriage returns fall away."""
    return text.translate({**_TABLE, 0x0D: ""})


def one_line(text: str) -> str:
    """A text in one line: titles, names, table cells."""
    return " ".join(shown(text).split())
