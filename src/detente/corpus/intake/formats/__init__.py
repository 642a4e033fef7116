"""Formats: which reader takes a file of which format. Readers are loaded when the first such file is met."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import cast

from detente.corpus.intake.parts import Format

_HERE = "detente.corpus.intake.formats"
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "text": f"{_HERE}.plain:read_text",
        "html": f"{_HERE}.plain:read_page",
        "mhtml": f"{_HERE}.mhtml:read",
        "pdf": f"{_HERE}.pdf:read",
        "docx": f"{_HERE}.docx:read",
        "odt": f"{_HERE}.odt:read",
        "mail": f"{_HERE}.mail:read",
        "feed": f"{_HERE}.feeds:read",
        "table": f"{_HERE}.tables:read",
        "warc": f"{_HERE}.warc:read",
        "zip": f"{_HERE}.archives:read_zip",
        "tar": f"{_HERE}.archives:read_tar",
        "packed": f"{_HERE}.archives:read_packed",
    }
)
# These hold many reports, and none needs to be held whole: the limit of size binds what is in them.
STREAMED = frozenset({"mail", "feed", "table", "warc", "zip", "tar", "packed"})
# Pictures make these large, not words; their readers bound what they take out.
LARGE = frozenset({"pdf", "docx", "odt", "mhtml"})


def format_of(name: str, formats: Mapping[str, str]) -> Format:
    """The reader of a format, from `module:function`."""
    module, _, function = formats[name].partition(":")
    return cast("Format", getattr(import_module(module), function))
