"""Bylines and names of sites: who wrote a report and who put it out, by markup and by the lines above the body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from detente.corpus.dating.names import MONTH, WEEKDAY

_BY_WORD = (
    r"(?:(?:posted|submitted|written|reported|story|words|text|reporting|published|interview(?:ed)?|"
    r"compiled|filed)\s+by|by|"
    r"author|автор(?:ы|и|ка)?|текст|записал[аи]?|подготовил[аи]?|підготува(?:в|ла|ли)|беседовал[аи]?|"
    r"розмовля(?:в|ла|ли)|"
    r"спілкува(?:вся|лася|лися)|интервьюер|корреспондент(?:ка)?|кореспондент(?:ка)?|ведущ(?:ий|ая|ие)|"
    r"ведуч(?:ий|а|і)|"
    r"presented\s+by|presenter|host|обозреватель|оглядач(?:ка)?)"
)
_BY = re.compile(rf"^[\s•·*–—|-]*{_BY_WORD}(?![^\W\d_])\s*:?\s+(?=\S)", re.IGNORECASE)
_PART = r"(?:[A-ZА-ЯЁІЇЄҐ](?:[^\W\d_]|[’'ʼ.-])*)"
_NAME = rf"{_PART}(?:\s+(?:(?:de|del|van|von|der|bin|ibn|al|el|la|le|ben)\s+)?{_PART}){{0,4}}"
_LONG_NAME = rf"{_PART}\s+(?:(?:de|del|van|von|der|bin|ibn|al|el|la|le|ben)\s+)?{_PART}(?:\s+{_PART}){{0,2}}"
_SEVERAL = re.compile(rf"{_NAME}(?:(?:,\s+{_LONG_NAME}|,?\s+(?:and|&|и|та|й|і)\s+{_NAME})){{0,5}}")
_WITHIN = re.compile(rf"(?:^|[\s|•·,;/(–—-])(?i:{_BY_WORD})\s*:?\s+(?={_PART})")
_NO_NAME = re.compile(
    rf"(?:{MONTH}|{WEEKDAY}|staff|editor\w*|reporters?|correspondents?|admin|desk|newsroom|agency|photo\w*|"
    rf"редакц\w*|редакт\w*|views?|"
    rf"просмотров|переглядів|home|share|print|comments?|news|online|notebook|policy|brief|briefing|paper|statement|commentary|analysis|opinion|пошта|почта|ltd)(?![^\W\d_])",
    re.IGNORECASE,
)
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by|by-?line|author|authors|author-name|avtor|autor|writer|post-author|entry-author|"
    r"who)(?:$|[\s_-])",
    re.I,
)
_BIOGRAPHY = re.compile(r"bio|about|box|(?<!v)card|comment|related|photo|credit|avatar|img|social|more", re.I)
_LONGEST = 140
_SEPARATORS = re.compile(r"\s+[|·•»—–-]+>?\s+|\s*::\s*|\s+->\s+|:\s+|\s+/\s+|\s*»\s*")
_SITE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:logo|site-?(?:title|name)|brand|masthead|mast|sitename|logotip|blog-?title)(?:$|[\s_-])",
    re.I,
)
_SITE_TAGS = ("a", "div", "span", "p", "h1", "h2", "td", "b", "strong", "header")
_EDGES = re.compile(r"^[\s|·•»—–>:/-]+|[\s|·•—–>:/-]+$|(?<=\s)»\s*$")
_STEPS = re.compile(r"\s*(?:[>»›→|]|::|\s/\s)\s*")
_PATH_CLASS = re.compile(r"(?:^|[\s_-])(?:breadcrumbs?|crumbs?)(?:$|[\s_-])", re.I)
_MOST_WORDS = 7


def named_in(line: str) -> str | None:
    """The names of a byline, without the word before them and the place, office and day after them."""
    line = " ".join(line.split())
    start = _BY.match(line) or _WITHIN.search(line)
    found = _SEVERAL.match(line[start.end() :] if start else line.lstrip(" •·*–—|-"))
    if found is None:
        return None
    name = found[0].strip(" ,.-") if not re.search(r"\b[^\W\d_]\.$", found[0]) else found[0].strip(" ,-")
    words = [word for word in re.split(r"[\s,]+", name) if word]
    if _NO_NAME.search(name):
        kept = name[: _first_no_name(name)].strip(" ,&-")
        return kept if len(kept.split()) > 1 and not _NO_NAME.search(kept) else None
    if start is None and (len(words) < 2 or len(line) > len(name) + 60):
        return None
    return name or None


def _first_no_name(name: str) -> int:
    """Where the words of a name end and an office, a day or a desk begins."""
    found = _NO_NAME.search(name)
    return found.start() if found else len(name)


def is_labelled(line: str) -> bool:
    """Whether a short line says who wrote: `Posted on 3 May by Ada Lind`."""
    return (
        len(line) <= _LONGEST
        and _WITHIN.search(line) is not None
        and not line.rstrip().endswith((".", "!", "?"))
    )


def author_elements(root: Any) -> Iterator[str]:
    """The names that elements of the page give as its author's, in order."""
    for element in root.iter("a", "span", "div", "p", "address", "b", "i", "em", "li", "td", "h4"):
        prop = (element.get("itemprop") or "").lower()
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        told = prop == "author" or "author" in (element.get("rel") or "").lower().split()
        if not told and not (_AUTHOR_CLASS.search(names) and not _BIOGRAPHY.search(names)):
            continue
        text = " ".join(" ".join(element.itertext()).split())
        if 0 < len(text) <= _LONGEST and not _is_beside(element):
            name = named_in(text) or (_single(text) if told else None)
            if name:
                yield name


def _single(text: str) -> str | None:
    """A name that an element gives as the author's, even where it is one word."""
    return (
        text
        if len(text.split()) <= 3 and not _NO_NAME.search(text) and not re.search(r"[\d:]", text)
        else None
    )


def _is_beside(element: Any) -> bool:
    """Whether an element stands in comments, in a box on the author, or in another story."""
    for above in element.iterancestors():
        tag = above.tag if isinstance(above.tag, str) else ""
        if tag in {"article", "main", "body"}:
            return False
        names = f"{above.get('class') or ''} {above.get('id') or ''}"
        if tag in {"aside", "footer", "nav", "figure"} or re.search(
            r"comment|related|bio\b|about|sidebar|teaser", names, re.I
        ):
            return True
    return False


def parted_title(root: Any) -> tuple[str | None, str | None]:
    """The headline and the name of the site in the title of the head, told apart by what the page itself shows."""
    whole = next((_words(element) for element in root.iter("title")), "")
    parts = [part for part in _SEPARATORS.split(whole) if part]
    if len(parts) < 2:
        return None, None
    ends = {whole, *(_joined(whole, parts, number) for number in range(1, len(parts)))}
    ends |= {_joined(whole, parts, number, head=True) for number in range(1, len(parts))}
    shown = {_words(element) for element in root.iter("h1", "h2", "h3", "b", "font", "td", "div", "span", "p", "strong", "a")
             if len(element) <= 3}  # fmt: skip
    headline = max((end for end in ends if end in shown and end), key=len, default=None)
    if headline is None or headline == whole:
        return headline, None
    rest = _EDGES.sub("", whole.replace(headline, "", 1))
    rest = next((part for part in reversed(_SEPARATORS.split(rest)) if part), "") if _BY.match(rest) else rest
    return headline, rest if rest and len(rest.split()) <= _MOST_WORDS else None


def _joined(whole: str, parts: list[str], number: int, *, head: bool = False) -> str:
    """The last parts of a title from the numbered one on, or the first up to it, as they stand there."""
    if head:
        end = 0
        for part in parts[:number]:
            end = whole.index(part, end) + len(part)
        return whole[:end]
    at = 0
    for part in parts[:number]:
        at = whole.index(part, at) + len(part)
    return whole[whole.index(parts[number], at) :]


def site_element(root: Any) -> str | None:
    """The name of the site in its logo or head."""
    for element in root.iter(*_SITE_TAGS):
        if _SITE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            text = _words(element)
            if text and len(text.split()) <= _MOST_WORDS and re.match(r"[^\W_]", text):
                return text
    header = next(iter(root.iter("header")), None)
    if header is None or any(above.tag in {"article", "main"} for above in header.iterancestors()):
        return None
    first = next((text.strip() for text in header.itertext() if len(text.strip()) > 2), "")
    first = " ".join(first.split())
    named = 1 <= len(first.split()) <= _MOST_WORDS and first[:1].isupper() and not re.search(r"\d", first)
    return first if named and not _NO_NAME.fullmatch(first) else None


def section_element(root: Any, title: str | None) -> str | None:
    """The section that the path to the page or a link of its category names."""
    for element in root.iter("div", "nav", "ul", "ol", "p", "span"):
        if _PATH_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            text = " | ".join(part for words in element.itertext() if (part := " ".join(words.split())))
            steps = [step for step in _STEPS.split(text) if step and step != title]
            return steps[-1] if len(steps) > 1 and len(steps[-1].split()) <= _MOST_WORDS else None
    for element in root.iter("a"):
        if "category" in (element.get("rel") or "").lower().split():
            return _words(element) or None
    return None


def name_alone(line: str) -> bool:
    """Whether a line is a person's name and nothing more."""
    return bool(re.fullmatch(_LONG_NAME, line.strip())) and not _NO_NAME.search(line)


def _words(element: Any) -> str:
    """The words of an element with single blanks."""
    return " ".join("".join(element.itertext()).split())[:500]
