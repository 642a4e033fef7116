"""Days in the markup of a page: JSON-LD, meta elements, `time` elements with the role that their names give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from detente.corpus.dating.candidates import Candidate, Role
from detente.corpus.dating.cues import last_cue
from detente.corpus.dating.written import calendar_day, written_dates
from detente.corpus.document import Sureness
from detente.kernel.dates import UNKNOWN, When, on

# Only names that mean publication; a bare "date" is often the day on which the page was rendered.
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dcterms.date.issued",
    "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "date_published",
    "published_time", "published_at", "article_date_original", "originalpublicationdate", "displaydate",
    "parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_online_date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "rnews:datepublished", "ptime",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dc.date.modified",
    "dcterms.modified", "last-modified", "lastmod", "revised", "modified_time", "article_date_updated", "dateupdated",
    "cxenseparse:recs:articleupdated", "utime",
)  # fmt: skip
_ISO = re.compile(
    r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)(?:[T ]\s?(\d{2}):?(\d{2})(?::?\d{2}(?:[.,]\d+)?)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_PUBLISHED_NAME = re.compile(
    r"publish|pub[-_]?date|\bpub\b|posted|entry-date|post-date|date-?created|issued", re.I
)
_UPDATED_NAME = re.compile(r"updat|modif|lastmod|revised|edited|changed", re.I)
_STRANGE_TAGS = frozenset({"aside", "nav", "footer", "li", "form", "figure", "dialog", "button"})
_STRANGE_NAME = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-\w+|related|teasers?|sidebar|side|widget|recommend\w*|popular|trending|latest|"
    r"most-read|more-(?:news|stories)|card|promo|archive|calendar|footer|ticker|list-item|today|current-date|weather|clock)(?:$|[\s_-])"
)
_STORY_TAGS = frozenset({"article", "main"})
_LONG_PARAGRAPH = 120
_FEW = 60
_LINKED_WORDS = 3


def markup_candidates(
    root: Any, article: Mapping[str, Any], metas: Mapping[str, str]
) -> tuple[Candidate, ...]:
    """The days that the markup states for the page's own report, the most trusted first."""
    found: list[Candidate] = []
    for key, role in (("datePublished", "published"), ("dateModified", "updated")):
        found += _iso(article.get(key), _as_role(role), (f"JSON-LD {key}", "sure"))
    for names, role in ((_PUBLISHED, "published"), (_UPDATED, "updated")):
        for name in names:
            found += _iso(metas.get(name), _as_role(role), (f"meta {name}", "sure"))
    found += _elements(root)
    return tuple(found)


def _as_role(name: str) -> Role:
    """The name as a role."""
    return "updated" if name == "updated" else "published"


def _iso(value: object, role: Role, told: tuple[str, Sureness]) -> Iterator[Candidate]:
    """The day at the head of an ISO date, as the page writes it, with the minute where its clock runs by UTC."""
    detail, sure = told
    when, utc = iso_day(value)
    if when.known:
        yield Candidate(when, role, "markup", detail, sure, utc)


def iso_day(value: object) -> tuple[When, int | None]:
    """The day of an ISO date, and the minute of the day where it is given by UTC; else what words tell."""
    if not isinstance(value, str):
        return UNKNOWN, None
    found = _ISO.match(value)
    if found is None:
        dates = [one.full for one in written_dates(value[:200]) if one.full]
        return (on(dates[0]), None) if len(dates) == 1 else (UNKNOWN, None)
    day = calendar_day(int(found[1]), int(found[2]), int(found[3]))
    if day is None:
        return UNKNOWN, None
    universal = found[6] and re.fullmatch(r"Z|UTC|GMT|[+-]00:?00", found[6])
    return on(day), int(found[4]) * 60 + int(found[5]) if universal else None


def _elements(root: Any) -> Iterator[Candidate]:
    """The days of elements that say their role, or stand between the title and the first paragraph."""
    heads, plain = 0, 0
    for element in root.iter("h1", "p", "time", "abbr", "span", "div", "meta"):
        tag = element.tag
        if tag == "h1":
            heads += 1
        elif tag == "p":
            plain += heads > 0 and len("".join(element.itertext())) > _LONG_PARAGRAPH
        if tag in {"time", "abbr"} or "date" in (element.get("itemprop") or "").lower():
            yield from _element(element, under_title=heads == 1 and not plain)


def _element(element: Any, *, under_title: bool) -> Iterator[Candidate]:
    """The day of one element, where it is the page's own report that it dates."""
    prop = (element.get("itemprop") or "").lower()
    text = " ".join("".join(element.itertext()).split())[:200]
    value = element.get("datetime") or element.get("content") or element.get("title") or text
    when, utc = iso_day(value)
    if not when.known or (element.tag == "meta" and "date" in prop) or _is_strange(element):
        return
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    told = _role_told(element, prop, (text, names))
    if told is not None:
        role, detail, sure = told
        yield Candidate(when, role, "markup", detail, sure, utc)
    elif under_title and element.tag == "time" and element.get("datetime"):
        yield Candidate(when, "published", "markup", "the time element under the title", "likely", utc)


def _role_told(element: Any, prop: str, words: tuple[str, str]) -> tuple[Role, str, Sureness] | None:
    """The role that an element's property, words or names give it, how it is told, and how sure."""
    text, names = words
    if prop in {"datepublished", "datemodified"}:
        stated = "datePublished" if prop == "datepublished" else "dateModified"
        return ("published" if prop == "datepublished" else "updated", f"itemprop {stated}", "sure")
    cue = last_cue(f"{_before(element)} {text}")
    if cue is not None and cue[0] in {"updated", "published", "first", "reposted"}:
        return (cue[0], f"the time element after '{cue[1].strip()[:40]}'", "likely")
    if cue is not None:
        return ("shown", "the time element", "guess")
    parent = element.getparent()
    outer = "" if parent is None else f"{parent.get('class') or ''} {parent.get('id') or ''}"
    if element.get("pubdate") is not None:
        return ("published", "time pubdate", "sure")
    for named in (names, outer):
        if _PUBLISHED_NAME.search(named):
            return ("published", f"time element of class '{' '.join(named.split())[:40]}'", "likely")
        if _UPDATED_NAME.search(named):
            return ("updated", f"time element of class '{' '.join(named.split())[:40]}'", "likely")
    return None


def _before(element: Any) -> str:
    """The words right before an element, within its parent."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        words = (previous.tail or "").strip()
        if not words and previous.tag in {"span", "b", "strong", "em", "small", "label", "i"}:
            words = "".join(previous.itertext()).strip()
            # A date that stands there already has used its label up.
            words = "" if re.search(r"\d", words) else words
    else:
        words = ((parent.text if parent is not None else "") or "").strip()
    return " ".join(words.split())[-_FEW:]


def _is_strange(element: Any) -> bool:
    """Whether an element stands in another story's teaser, in comments or beside the report."""
    previous = element.getprevious()
    if (
        previous is not None
        and previous.tag == "a"
        and len("".join(previous.itertext()).split()) > _LINKED_WORDS
    ):
        return True
    for depth, above in enumerate(element.iterancestors()):
        tag = above.tag if isinstance(above.tag, str) else ""
        if tag in {"html", "body"} or depth > 40:
            return False
        if tag in _STRANGE_TAGS and not (tag == "li" and depth < 2 and "meta" in (above.get("class") or "")):
            return True
        if _STRANGE_NAME.search(f"{above.get('class') or ''} {above.get('id') or ''}".lower()):
            return tag not in _STORY_TAGS
        if tag == "a" and above.get("href"):
            return True
    return False


def library_day(root: Any) -> When:
    """The day that the library htmldate finds in fast mode; for pages whose own markup states none."""
    from htmldate import find_date

    try:
        found = find_date(root, extensive_search=False, original_date=True, deferred_url_extractor=True)
    except Exception:  # noqa: BLE001 - whatever a strange page does to it, the page can be dated without it
        return UNKNOWN
    return iso_day(found)[0]
