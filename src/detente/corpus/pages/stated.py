"""Metadata of a web page: title, byline, publisher, section, dates, language and address, as it states them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from detente.corpus.dating.bylines import author_elements, parted_title, section_element, site_element
from detente.corpus.dating.candidates import LIBRARY, Candidate
from detente.corpus.dating.choosing import best, torn
from detente.corpus.dating.markup import library_day, markup_candidates
from detente.corpus.document import DocumentKind, Finding, Metadata
from detente.kernel.problems import Problem

_ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report|WebPage|Review)$")
_KINDS: Mapping[str, DocumentKind] = {
    "OpinionNewsArticle": "opinion", "AnalysisNewsArticle": "analysis", "BackgroundNewsArticle": "analysis",
    "ReportageNewsArticle": "news", "NewsArticle": "news",
}  # fmt: skip
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "byl",
    "citation_author",
)
_SECTION_NAMES = (
    "article:section",
    "og:article:section",
    "section",
    "parsely-section",
    "cxenseparse:recs:category",
)
_IN_HEAD = "the title in the head"
_PATH = "the path to the page"
_SHOWN = frozenset(
    {_IN_HEAD, _PATH, "the name in the page's head", "the author element", "the first heading"}
)
_LONGEST, _LONGEST_NAME = 500, 120


def page_metadata(root: Any, *, place: str) -> tuple[Metadata, tuple[Problem, ...]]:
    """What the page says of itself, and a problem where it gives itself two publication days."""
    stated = list(_stated(root))
    metas = _metas(root)
    headline, site = parted_title(root)
    article = _article(stated, headline or _shown_title(root))
    told = [
        ("publisher", _line(metas.get("og:site_name")), "meta og:site_name"),
        ("publisher", _name(article.get("publisher")), "JSON-LD publisher"),
        ("publisher", _site(stated), "JSON-LD WebSite"),
        ("publisher", site, _IN_HEAD),
        ("publisher", site_element(root), "the name in the page's head"),
        ("title", _line(article.get("headline")), "JSON-LD headline"),
        ("title", _line(metas.get("og:title")), "meta og:title"),
        ("title", headline, _IN_HEAD),
        ("title", _shown_title(root), "the first heading"),
        ("byline", _names(article.get("author")), "JSON-LD author"),
        *(("byline", _author(metas.get(name)), f"meta {name}") for name in _AUTHOR_NAMES),
        ("byline", next(author_elements(root), None), "the author element"),
        ("section", _names(article.get("articleSection")), "JSON-LD articleSection"),
        *(("section", _line(metas.get(name)), f"meta {name}") for name in _SECTION_NAMES),
        ("section", _breadcrumb(stated), "JSON-LD breadcrumb"),
        ("section", section_element(root, headline), _PATH),
        ("canonical", _canonical(root), "the canonical link"),
        ("url", _address(root, metas), "the page's own address"),
        ("language", _language(root), "the language that the page declares"),
    ]
    fields: dict[str, str] = {}
    findings: list[Finding] = []
    for field, value, detail in told:
        if value and field not in fields:
            fields[field] = value
            findings.append(Finding(field, "markup", detail, "likely" if detail in _SHOWN else "sure"))
    dates, found, problems = _dates(root, (article, metas), place)
    kind = _KINDS.get(_type(article), "unknown")
    if kind != "unknown":
        findings.append(Finding("kind", "markup", f"JSON-LD {_type(article)}", "sure"))
    metadata = Metadata(kind=kind, **fields, **dates, findings=(*findings, *found))  # type: ignore[arg-type]
    return metadata, problems


def _dates(
    root: Any, sources: tuple[Mapping[str, Any], Mapping[str, str]], place: str
) -> tuple[dict[str, Any], tuple[Finding, ...], tuple[Problem, ...]]:
    """Publication and change as the markup states them, with their findings, and a problem where it is torn."""
    candidates = markup_candidates(root, *sources)
    published = best(candidates, "published") or best(candidates, "first")
    updated = best(candidates, "updated")
    fields: dict[str, Any] = {}
    findings: list[Finding] = []
    if published is None and not candidates and not _dated_otherwise(root, sources[1]):
        when = library_day(root)
        published = Candidate(when, "published", "markup", LIBRARY, "guess") if when.known else None
    if published is not None:
        fields |= {"published": published.when, "how_dated": published.detail}
        findings.append(published.finding("published"))
    if updated is not None:
        fields["updated"] = updated.when
        findings.append(updated.finding("updated"))
    return fields, tuple(findings), torn(candidates, place)


def _dated_otherwise(root: Any, metas: Mapping[str, str]) -> bool:
    """Whether the page holds dates of no stated role, which the library would take for the report's own."""
    return "date" in metas or next(iter(root.iter("time")), None) is not None


def _article(stated: Sequence[Mapping[str, Any]], title: str | None) -> Mapping[str, Any]:
    """The JSON-LD object of the page's own report: of several the one with its title, else the first dated one."""
    articles = [item for item in stated if _ARTICLE_TYPES.search(_type(item))]
    dated = [item for item in articles if item.get("datePublished")]
    own = [item for item in dated if title and _line(item.get("headline")) == title]
    return next(iter([*own, *dated, *articles]), {})


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


def _name(value: object) -> str | None:
    """The name of a person or organisation, stated as an object or a word."""
    return _line(value.get("name")) if isinstance(value, dict) else _line(value)


def _names(value: object) -> str | None:
    """Several names, one after the other."""
    several = value if isinstance(value, list) else [value]
    names = [name for one in several[:8] if (name := _name(one)) and not re.match(r"https?:", name)]
    return _line(", ".join(dict.fromkeys(names)))


def _author(value: str | None) -> str | None:
    """The name in an author element; an address of a profile is none."""
    name = _line(value)
    return None if name is None or re.match(r"https?:|@", name) or len(name) > _LONGEST_NAME else name


def _site(stated: Sequence[Mapping[str, Any]]) -> str | None:
    """The name of the site."""
    kinds = {"WebSite", "NewsMediaOrganization", "Organization"}
    return next((name for item in stated if _type(item) in kinds and (name := _name(item))), None)


def _breadcrumb(stated: Sequence[Mapping[str, Any]]) -> str | None:
    """The section in the path to the page: the last step before the page, past the front page."""
    for item in stated:
        steps = item.get("itemListElement") if _type(item) == "BreadcrumbList" else None
        if isinstance(steps, list):
            named = [_name(step) or _name(step.get("item")) for step in steps if isinstance(step, dict)]
            inner = [name for name in named[1:-1] if name]
            return inner[-1] if inner else None
    return None


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


def _canonical(root: Any) -> str | None:
    """The address that the page names as its own."""
    links = [link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    return next((str(a).strip() for a in links if a and re.match(r"https?://\S+$", a.strip())), None)


def _address(root: Any, metas: Mapping[str, str]) -> str | None:
    """The page's own address on the web."""
    address = _canonical(root) or metas.get("og:url")
    return address.strip() if address and re.match(r"https?://\S+$", address.strip()) else None
