"""Metadata of a web page: title, publisher, publication date, language and address, as it states them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from detente.corpus.document import DocumentKind, Metadata
from detente.kernel.dates import UNKNOWN, When, on
from detente.kernel.problems import Problem

# Only names that mean publication; a bare "date" is often the day on which the page was rendered.
_DATE_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "pubdate", "publishdate", "publish-date",
    "publish_date", "parsely-pub-date",
    "sailthru.date", "citation_publication_date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report|WebPage|Review)$")
_DAY = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_KINDS: Mapping[str, DocumentKind] = {
    "OpinionNewsArticle": "opinion", "AnalysisNewsArticle": "analysis", "BackgroundNewsArticle": "analysis",
    "ReportageNewsArticle": "news", "NewsArticle": "news",
}  # fmt: skip
_LONGEST = 500


def page_metadata(root: Any, *, place: str) -> tuple[Metadata, tuple[Problem, ...]]:
    """What the page says of itself, and a problem where it gives itself two publication days."""
    stated = list(_stated(root))
    article = next(
        (item for item in stated if _ARTICLE_TYPES.search(_type(item)) and item.get("datePublished")), None
    )
    article = article or next((item for item in stated if _ARTICLE_TYPES.search(_type(item))), {})
    metas = _metas(root)
    dates = list(_dates(article, metas))
    published, how = dates[0] if dates else (UNKNOWN, "not dated")
    problems = [
        Problem("dates-differ", place, f"{how} says {published.isoformat()}, {other} says {when.isoformat()}",
                "give the right day in metadata.csv")
        for when, other in dates[1:2]
        if when != published
    ]  # fmt: skip
    publisher = article.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    metadata = Metadata(
        publisher=_line(metas.get("og:site_name")) or _line(name),
        title=_line(article.get("headline")) or _line(metas.get("og:title")) or _shown_title(root),
        url=_address(root, metas),
        language=_language(root),
        kind=_KINDS.get(_type(article), "unknown"),
        published=published,
        how_dated=how,
    )
    return metadata, tuple(problems)


def _stated(root: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of the page's JSON-LD, lists and graphs unfolded; what is not JSON is passed over."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            waiting = [json.loads((script.text or "").strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop(0)
            if isinstance(item, list):
                waiting += item
            elif isinstance(item, dict):
                yield item
                waiting += [item[key] for key in ("@graph", "mainEntity") if key in item]


def _type(item: Mapping[str, Any]) -> str:
    """The type of a JSON-LD object; of several, the first."""
    given = item.get("@type")
    given = given[0] if isinstance(given, list) and given else given
    return given if isinstance(given, str) else ""


def _metas(root: Any) -> dict[str, str]:
    """The page's meta elements by name, the first of each."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name, content)
    return metas


def _dates(article: Mapping[str, Any], metas: Mapping[str, str]) -> Iterator[tuple[When, str]]:
    """The publication days that the page states, with what each rests on, the most trusted first."""
    stated = _day(article.get("datePublished"))
    if stated.known:
        yield stated, "JSON-LD datePublished"
    for name in _DATE_NAMES:
        when = _day(metas.get(name))
        if when.known:
            yield when, f"meta {name}"


def _day(value: object) -> When:
    """The day at the head of an ISO date, as the page writes it; unknown where it is none."""
    found = _DAY.match(value) if isinstance(value, str) else None
    if found is None:
        return UNKNOWN
    try:
        return on(date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return UNKNOWN


def _line(value: object) -> str | None:
    """A stated text on one line, or None where there is none."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text[:_LONGEST] or None


def _shown_title(root: Any) -> str | None:
    """The first heading, else the title in the head."""
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            title = _line("".join(element.itertext()))
            if title:
                return title
    return None


def _language(root: Any) -> str | None:
    """The language that the page declares, without its region."""
    declared = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    primary = re.split(r"[-_]", declared)[0].lower()
    return primary if re.fullmatch(r"[a-z]{2,3}", primary) else None


def _address(root: Any, metas: Mapping[str, str]) -> str | None:
    """The page's own address on the web."""
    links = [link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    for address in (*links, metas.get("og:url")):
        if address and re.match(r"https?://\S+$", address.strip()):
            return str(address).strip()
    return None
