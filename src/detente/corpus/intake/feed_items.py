"""Items of a feed: the fields that RSS, Atom, RDF and Dublin Core name, out of one element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

_PUBLISHED = ("pubdate", "published", "issued", "date", "created")
_UPDATED = ("updated", "modified", "lastbuilddate")
_AUTHORS = ("creator", "author", "contributor")
# The longest first: `encoded` is the whole content of RSS, `content` of Atom.
_TEXTS = ("encoded", "content", "body", "fulltext", "description", "summary", "subtitle")
_MAIL_AUTHOR = re.compile(r"\S+@\S+\s*\((.+)\)\s*$")
_VOID = frozenset({"br", "hr", "img", "input", "wbr", "source", "col", "link", "meta"})
_MEDIA = "http://search.yahoo.com/mrss"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What a feed says of itself as a whole."""

    title: str | None = None
    language: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One item as the feed writes it; `markup` where the feed states whether its text is plain or a page."""

    title: str | None
    link: str | None
    text: str | None
    markup: Literal["plain", "html", "xhtml"] | None
    author: str | None
    published: str | None
    updated: str | None
    section: str | None
    publisher: str | None = None
    language: str | None = None


def head_told(head: FeedHead, element: Any) -> FeedHead:
    """The head of the feed with what one element of it tells; the first of each counts."""
    above = element.getparent()
    if above is None or _name(above) not in {"channel", "feed", "rss"}:
        return head
    name = _name(element)
    if name == "title" and head.title is None:
        return replace(head, title=_text(element))
    if name == "language" and head.language is None:
        return replace(head, language=_text(element))
    if name == "link" and head.link is None:
        return replace(head, link=element.get("href") or _text(element))
    return head


def item_of(element: Any) -> Item:
    """The fields of one item."""
    fields: dict[str, list[Any]] = {}
    for child in element:
        if isinstance(child.tag, str) and not child.tag.startswith(f"{{{_MEDIA}"):
            fields.setdefault(_name(child), []).append(child)
    text, markup = _content(fields)
    source = next(iter(fields.get("source", ())), None)
    return Item(
        title=_first(fields, ("title",)),
        link=_link(fields),
        text=text,
        markup=markup,
        author=_author(fields),
        published=_first(fields, _PUBLISHED),
        updated=_first(fields, _UPDATED),
        section=next(_sections(fields), None),
        publisher=_source_title(source) if source is not None else None,
        language=element.get(_XML_LANG) or _first(fields, ("language",)),
    )


def _name(element: Any) -> str:
    """The name of an element without its namespace, in small letters."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _text(element: Any) -> str | None:
    """The text of an element and what is within it; None where it is blank."""
    return "".join(element.itertext()).strip() or None


def _first(fields: dict[str, list[Any]], names: tuple[str, ...]) -> str | None:
    """The first text among the fields of these names, in the order of the names."""
    return next((text for name in names for one in fields.get(name, ()) if (text := _text(one))), None)


def _content(fields: dict[str, list[Any]]) -> tuple[str | None, Literal["plain", "html", "xhtml"] | None]:
    """The text of an item and what the feed states of its form; the fullest field that is not blank."""
    for name in _TEXTS:
        for one in fields.get(name, ()):
            kind = (one.get("type") or "").lower()
            if kind == "xhtml" or (len(one) and kind != "text"):
                markup = _inner(one)
                if markup:
                    return markup, "xhtml"
            text = "".join(one.itertext())
            if text.strip():
                # In Atom a text without a type is plain; RSS says nothing, and most of its texts are markup.
                atom = "/Atom" in (one.tag or "") and kind in {"", "text", "text/plain"}
                return text, "plain" if atom or kind in {"text", "text/plain"} else None
    return None, None


def _inner(element: Any) -> str | None:
    """The elements within one as markup."""
    from lxml import etree

    for one in element.iter():
        if isinstance(one.tag, str):
            one.tag = one.tag.rpartition("}")[2]
            if one.tag not in _VOID and one.text is None:
                one.text = ""  # A page knows no <p/>.
    etree.cleanup_namespaces(element)
    text = "".join(etree.tostring(child, encoding="unicode") for child in element)
    return text if re.sub(r"<[^>]*>", "", text).strip() else None


def _link(fields: dict[str, list[Any]]) -> str | None:
    """The address of the report: the alternate link of Atom, the link of RSS, else a permanent guid."""
    for one in fields.get("link", ()):
        if one.get("href") and one.get("rel", "alternate") == "alternate":
            return str(one.get("href"))
        if _text(one):
            return _text(one)
    for one in fields.get("guid", ()):
        if (one.get("isPermaLink") or "true").lower() == "true":
            return _text(one)
    return None


def _author(fields: dict[str, list[Any]]) -> str | None:
    """The authors of an item, of RSS (`mail (name)`) and Dublin Core, or of Atom (name within author)."""
    for field in _AUTHORS:
        names = []
        for one in fields.get(field, ()):
            named = next((child for child in one if _name(child) == "name"), one)
            text = _text(named) or ""
            mail = _MAIL_AUTHOR.match(text)
            names.append(mail[1] if mail else text)
        if any(names):
            return ", ".join(name for name in names if name)
    return None


def _sections(fields: dict[str, list[Any]]) -> Iterator[str]:
    """The categories of an item."""
    for field in ("category", "subject", "section"):
        for one in fields.get(field, ()):
            text = one.get("label") or one.get("term") or _text(one)
            if text:
                yield text


def _source_title(source: Any) -> str | None:
    """The publication from which a feed took an item: the text of RSS's source, the title within Atom's."""
    titled = next((child for child in source if _name(child) == "title"), source)
    return _text(titled) if len(titled) == 0 else None
