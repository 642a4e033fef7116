"""Columns: which column of a table holds what of a report, and the report of one row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from detente.corpus.document import Metadata
from detente.corpus.intake.days import day_of
from detente.corpus.intake.parts import Article, Limits, Part, Source
from detente.corpus.intake.stating import Told, encodable, has_tags, metadata_of
from detente.kernel.dates import UNKNOWN, When
from detente.kernel.errors import BadDate
from detente.kernel.problems import Problem
from detente.kernel.suggest import did_you_mean

# The names that tables of articles give their columns, the surest first.
KNOWN: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "maintext", "body", "article", "content", "content_text", "fulltext", "full_text", "article_text",
             "body_text", "articlebody", "plain_text"),
    "html": ("html", "content_html", "body_html", "raw_html", "page"),
    "title": ("title", "headline", "article_title"),
    "published": ("published", "date_publish", "publish_date", "published_at", "date_published", "publication_date",
                  "pub_date", "pubdate", "datepublished", "publishedat", "date", "datetime", "timestamp"),
    "updated": ("updated", "date_modify", "date_modified", "updated_at", "modified", "datemodified"),
    "url": ("url", "link", "canonical_url", "article_url", "web_url"),
    "publisher": ("publisher", "outlet", "source_name", "publication", "newspaper", "source", "source_domain", "domain",
                  "site"),
    "byline": ("byline", "author", "authors", "creator"),
    "language": ("language", "lang"),
    "section": ("section", "category", "rubric"),
}  # fmt: skip
_WITHIN = ("name", "title", "text", "value", "url", "href")
_LISTED = 40


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is to be read: the columns that a person named, and in which the rest is looked for."""

    given: Mapping[str, str]

    def known_in(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """For each field of a report the columns that can hold it, as the table spells them."""
        spelled = {name.strip().lower().replace(" ", "_").replace("-", "_"): name for name in names}
        found = {
            field: tuple(spelled[one] for one in known if one in spelled) for field, known in KNOWN.items()
        }
        for field, column in self.given.items():
            name = column if column in spelled.values() else spelled.get(column.strip().lower(), column)
            found[field] = (name,)
        return {field: columns for field, columns in found.items() if columns}

    def faults(self, names: Iterable[str], place: str) -> Iterator[Problem]:
        """Fields that no report has, and columns that the table does not have."""
        columns = list(names)
        for field, column in self.given.items():
            if field not in KNOWN:
                message = f"a report has no field '{field}'{did_you_mean(field, KNOWN)}"
                yield Problem("unknown-column", place, message, f"fields are {', '.join(KNOWN)}")
            elif columns and column.strip().lower() not in {name.strip().lower() for name in columns}:
                message = f"there is no column '{column}' for '{field}'{did_you_mean(column, columns)}"
                yield Problem("unknown-column", place, message, f"columns are {_listed(columns)}")


def holds_text(columns: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> bool:
    """Whether one of the names is a column for the words of the reports."""
    present = set(names)
    return any(column in present for field in ("text", "html") for column in columns.get(field, ()))


def no_text_column(names: Iterable[str], place: str) -> Problem:
    """A table of which it cannot be told where the words are."""
    message = f"no column holds the text of reports; the columns are {_listed(names)}"
    remedy = "name the one that does, as text=COLUMN, or call it 'text'"
    return Problem("no-text-column", place, message, remedy, "error")


def parts_of_row(
    row: Mapping[str, Any],
    columns: Mapping[str, tuple[str, ...]],
    *,
    called: tuple[Source, str, str],
    limits: Limits,
) -> Iterator[Part]:
    """The report of one row, with what is wrong with it; `called` is its table, its name and its place."""
    source, name, place = called
    text, field = _words(row, columns)
    if not text.strip():
        yield Problem("empty-report", place, "the row has no text", "fill it in, or remove the row")
        return
    if len(text) > limits.size:
        message = f"the text has {len(text):,} characters; the limit is {limits.size:,}"
        yield Problem("too-large", place, message, "split it, or raise the limit", "error")
        return
    if "\x00" in text:
        yield Problem("not-text", place, "zero bytes in place of text", "give the report as text", "error")
        return
    stated, problems = _stated(row, columns, (source.stated, place))
    yield from problems
    yield Article(name, place, text, "html" if field == "html" or has_tags(text) else "text", stated)


def _words(row: Mapping[str, Any], columns: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
    """The text of a row, and whether it stood in a column for text or for pages."""
    for field in ("text", "html"):
        for column in columns.get(field, ()):
            text = plain(row.get(column), "\n\n")
            if text.strip():
                return encodable(text), field
    return "", "text"


def _stated(
    row: Mapping[str, Any], columns: Mapping[str, tuple[str, ...]], known: tuple[Metadata, str]
) -> tuple[Metadata, list[Problem]]:
    """The metadata of a row, and the dates in it that cannot be."""
    given, place = known
    told: list[Told] = []
    problems: list[Problem] = []
    for field, names in columns.items():
        if field in {"text", "html"} or field not in KNOWN:
            continue
        filled = next((name for name in names if row.get(name) not in (None, "", [], {})), None)
        if filled is None:
            continue
        value: str | When | None
        if field in {"published", "updated"}:
            value, faults = _day(row[filled], filled, place)
            problems += faults
        else:
            value = _shaped(field, plain(row[filled], ", "))
        told.append(Told(field, value, f"column {filled}"))
    return metadata_of("table", told, given), problems


def _shaped(field: str, value: str) -> str | None:
    """A cell as its field wants it: an address as such, a language by two letters, a site by its domain."""
    value = value.strip()
    if field == "url":
        return value if value.lower().startswith(("http://", "https://")) else None
    if field == "language":
        letters = value.lower().replace("_", "-").split("-")[0]
        return letters if letters.isalpha() and len(letters) in {2, 3} else None
    if field == "publisher" and value.lower().startswith(("http://", "https://")):
        try:
            return urlsplit(value).hostname
        except ValueError:
            return None
    return value


def _day(value: object, column: str, place: str) -> tuple[When, list[Problem]]:
    """The day in a cell, or a problem that says why there is none."""
    try:
        return day_of(value if not isinstance(value, (list, dict)) else plain(value, " ")), []
    except (BadDate, OverflowError, OSError, ValueError) as fault:
        message = f"column '{column}': {str(fault)[:200]}"
        return UNKNOWN, [Problem("bad-date", place, message, "correct the date; until then it is undated")]


def plain(value: Any, between: str) -> str:
    """A value of JSON or Parquet as text: lists joined, of objects their name or text."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return between.join(piece for one in value[:100_000] if (piece := plain(one, between)))
    if isinstance(value, Mapping):
        return next((text for key in _WITHIN if isinstance(text := value.get(key), str)), "")
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _listed(names: Iterable[str]) -> str:
    """The names of columns for a message, a long list cut short."""
    listed = [f"'{str(name)[:60]}'" for name in names]
    more = f" and {len(listed) - _LISTED} more" if len(listed) > _LISTED else ""
    return (", ".join(listed[:_LISTED]) + more) or "none"
