"""Parquet: a table of articles read a few rows at a time; without the extra, what to install is said."""

from __future__ import annotations

import io
import sys
from datetime import date, datetime

import pytest

from corpus.intake.formats.written_files import articles, codes, parts_of
from detente.corpus.intake.formats.tables import read
from detente.corpus.intake.parts import Part
from detente.kernel.dates import on


def read_parquet(content: bytes) -> list[Part]:
    return parts_of(read, content, "t.parquet")


def parquet(**columns: list[object]) -> bytes:
    pytest.importorskip("pyarrow")
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
    return out.getvalue()


def test_parquet_is_read() -> None:
    made = parquet(text=["They met.", None, "Again."] * 50, published=[datetime(2025, 3, 13), None, datetime(2025, 3, 14)] * 50,
                   authors=[["Ada", "Bo"], [], None] * 50, embedding=[[0.5] * 10] * 150)  # fmt: skip
    parts = read_parquet(made)
    found = articles(parts)
    assert (len(found), found[0].stated.byline, found[1].stated.published) == (
        100,
        "Ada, Bo",
        on(date(2025, 3, 14)),
    )
    assert codes(parts) == ["empty-report"] * 21


def test_damaged_parquet_and_parquet_without_text_are_told() -> None:
    made = parquet(text=["They met."] * 1000)
    assert codes(read_parquet(made[:200])) == ["damaged"]
    assert codes(read_parquet(b"PAR1" + made[4:50] + bytes(100) + made[-200:])) == ["damaged"]
    assert codes(read_parquet(parquet(corpo=["They met."]))) == ["no-text-column"]


def test_without_the_extra_parquet_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    parts = read_parquet(b"PAR1....")
    assert codes(parts) == ["missing-extra"]
    assert "detente[tables]" in str(parts[0])
