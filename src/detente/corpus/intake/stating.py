"""Stating: what a file says of itself as metadata, with how each field was found and how sure that makes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from detente.corpus.document import Finding, Metadata, Sureness, Way
from detente.kernel.dates import When

_SIGNS_ONLY = frozenset({"url", "canonical", "language"})
_RANK: dict[Sureness, int] = {"guess": 0, "likely": 1, "sure": 2}
_LONGEST = 500
_SURROGATE = re.compile("[\ud800-\udfff]")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,20}(?=[\s/>])[^<>]{0,2000}>")
_PAGE_TAG = re.compile(
    r"<(?:p|div|br|html|body|h[1-6]|ul|ol|li|table|article|section|blockquote)(?=[\s/>])", re.I
)


@dataclass(frozen=True, slots=True)
class Told:
    """One field as a file tells it: `detail` names the place in the file, for a reader."""

    field: str
    value: str | When | None
    detail: str
    sure: Sureness = "sure"


def one_line(value: object) -> str | None:
    """A stated text on one line; None where there is none. What hides in it is told when its document is made."""
    text = encodable(" ".join(value[: 20 * _LONGEST].split())) if isinstance(value, str) else ""
    return text[:_LONGEST].strip() or None


def encodable(text: str) -> str:
    """The text with lone halves of surrogate pairs, which are no characters, read as the replacement sign."""
    return _SURROGATE.sub("\ufffd", text)


def metadata_of(way: Way, told: Iterable[Told], given: Metadata) -> Metadata:
    """What the file tells, over what its container told (`given`); of two, the surer, then the file's own."""
    chosen: dict[str, str | When] = {}
    findings = {one.field: one for one in given.findings}
    for one in told:
        value = one.value if isinstance(one.value, When) else one_line(one.value)
        if isinstance(value, str) and one.field in _SIGNS_ONLY:
            value = "".join(letter for letter in value if letter.isprintable())
        if value is None or (isinstance(value, When) and not value.known):
            continue
        before = findings.get(one.field)
        if before is not None and _RANK[before.sure] > _RANK[one.sure]:
            continue
        if one.field in chosen and before is not None and _RANK[before.sure] == _RANK[one.sure]:
            continue
        chosen[one.field] = value
        findings[one.field] = Finding(one.field, way, one.detail, one.sure)
    if "published" in chosen:
        chosen["how_dated"] = findings["published"].detail
    return replace(given, **chosen, findings=tuple(findings.values()))  # type: ignore[arg-type]


def has_tags(text: str) -> bool:
    """Whether a text that may be plain or markup holds elements of a page."""
    return _PAGE_TAG.search(text) is not None or len(_TAG.findall(text[:100_000])) > 1


def without_tags(text: str) -> str:
    """The text of a piece of markup, tags and character references resolved; for titles and for measuring."""
    from html import unescape

    return unescape(_TAG.sub(" ", text))
