"""Texts of many lines: read without holding them, each line with its number and in UTF-8."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detente.kernel.errors import BadInput

_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file with their ends, a byte order mark left out; raises BadInput where it is no UTF-8."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if number == 1:
                    if line.startswith(_WIDE):
                        raise BadInput(f"{path.name} is UTF-16; save it as UTF-8. Nothing was imported")
                    line = line.removeprefix(_BOM)  # noqa: PLW2901
                try:
                    yield line.decode("utf-8")
                except UnicodeDecodeError as fault:
                    raise BadInput(
                        f"{path.name}, line {number}: byte {fault.start + 1} is no UTF-8; save the file as UTF-8 "
                        "(in a spreadsheet: 'CSV UTF-8'). Nothing was imported"
                    ) from fault
    except OSError as fault:
        raise BadInput(f"'{path}' cannot be read ({fault.strerror}); check the path") from fault
