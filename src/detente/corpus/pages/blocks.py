"""Blocks of a web page: its visible words by block element, with what markup tells of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from detente.corpus.furniture.labels import kind_of
from detente.corpus.furniture.page import PageLine
from detente.corpus.prose import words_of

_BLOCKS = words_of(
    "address article aside blockquote body button caption center dd details dialog div dl dt",
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hr html legend li main",
    "menu nav ol option p pre search section summary table tbody td tfoot th thead tr ul br",
)
_UNSEEN = words_of(
    "script style template head title noscript svg math iframe object embed canvas audio video",
    "select textarea input datalist map frame meta link base",
)
_BY_TAG = {
    "nav": "menu", "menu": "menu", "header": "menu", "footer": "menu", "aside": "teaser",
    "figcaption": "caption", "form": "menu",
    "button": "menu", "h1": "title", "time": "date", "address": "byline",
    "dialog": "advert", "search": "menu",
}  # fmt: skip
_BY_HINT: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])"))
    for kind, words in (
        ("cookie notice", r"cookies?|cookiebar|consent|gdpr|onetrust[\w-]*"),
        ("newsletter", r"newsletters?|signup|sign-up|subscribe|subscription|mailing-list|paywall"),
        ("comments", r"comments?|comment-form|comment-respond|disqus|respond"),
        ("share", r"shar(?:e|ing)|share-\w+|social|socials|sharedaddy|addtoany\w*|follow-us"),
        ("advert", r"ads?|advert\w*|sponsor\w*|promo|promoted|dfp|banner|taboola|outbrain"),
        ("biography", r"author-(?:bio|box|info|card)|about-(?:the-)?author|bio"),
        ("teaser", r"related(?:-\w+)?|recommend\w*|teasers?|most-(?:read|popular)|more-(?:stories|news|from|"
                   r"on)|read-?more|also-read|"
                   r"read-also|trending|popular|sidebar|latest-news|inline-link"),
        ("credit", r"(?:photo|image|picture|media)-?(?:credit|source|copyright|author)s?|credits?|copyright"),
        ("caption", r"(?:\w+-)?caption(?:-\w+)?|wp-caption-text"),
        ("byline", r"by-?line|author|authors|article-author|writer"),
        ("date", r"date|dates|dateline|timestamp|pub-?date|published|post-date|entry-date|reading-time|"
                 r"read-time"),
        ("menu", r"breadcrumbs?|menu|nav|navbar|navigation|site-(?:header|footer)|masthead|toolbar|"
                 r"skip-link|pagination|tags?|tag-list"),
    )
)  # fmt: skip
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HOLDERS = frozenset({"div", "section", "aside", "ul", "ol", "td"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_HEADED = frozenset({"teaser", "newsletter", "share", "advert"})  # what a heading may say of all below it
_COMMENTS = re.compile(
    r"(?:\d+ )?(?:comments?|responses|replies|комментари\w+|коментар\w+|отзывы|відгуки)\b(?: ?[(:—–-].{0,40})?$",
    re.IGNORECASE,
)
_LONGEST_HEADING = 80
_DEEPEST = 2000
_BESIDE = frozenset({"nav", "aside", "footer"})  # what these hold is beside the article, however much it is
_SHORT_KINDS = frozenset({"byline", "date", "credit", "caption"})
_LONGEST_SHORT = 600
_SHORTEST_REPORT = 300  # characters of paragraphs


class TooDeepError(Exception):
    """A page whose elements stand in each other deeper than the parser keeps."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a page: its words with single blanks, its tag, and the kind that markup gives it."""

    text: str
    tag: str
    kind: str | None
    in_article: bool


@dataclass(slots=True)
class _Walk:
    """The state of a walk through a page."""

    found: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    kinds: list[str | None] = field(default_factory=list)
    articles: int = 0
    unseen: int = 0


def blocks_of(root: Any) -> tuple[Block, ...]:
    """The blocks of a parsed page in order; raises TooDeepError where words may have been dropped."""
    from lxml import etree

    weights = _weights(root)
    walk = _Walk()
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start" and isinstance(element.tag, str):
            _enter(element, walk, weights)
        elif event == "end" and isinstance(element.tag, str):
            _leave(element, walk)
        elif not walk.unseen:
            walk.words.append(element.tail or "")
    _close(walk)
    return tuple(walk.found)


def _enter(element: Any, walk: _Walk, weights: tuple[dict[Any, int], int]) -> None:
    """Go into an element: a block ends the one before it; what it is holds for all within."""
    tag = element.tag.lower()
    if len(walk.tags) >= _DEEPEST:
        raise TooDeepError
    if walk.unseen or tag in _UNSEEN or _is_hidden(element):
        walk.unseen += 1
    if tag in _BLOCKS:
        _close(walk)
    outer = walk.kinds[-1] if walk.kinds else None
    own = None if walk.unseen or outer else _kind(element, tag, (weights, walk.articles))
    # An inline element is no block of its own; only one that fills its block tells what the block is.
    walk.tags.append(tag)
    walk.kinds.append(outer or (own if tag in _BLOCKS or tag == "time" else None))
    walk.articles += tag in {"article", "main"}
    if not walk.unseen:
        walk.words.append(element.text or "")


def _leave(element: Any, walk: _Walk) -> None:
    """Go out of an element and on to the words after it."""
    tag = element.tag.lower()
    if tag in _BLOCKS or (tag == "time" and _only_words(walk, element)):
        _close(walk)
    walk.tags.pop()
    walk.kinds.pop()
    walk.articles -= tag in {"article", "main"}
    if walk.unseen:
        walk.unseen -= 1
    if not walk.unseen:
        walk.words.append(element.tail or "")


def _only_words(walk: _Walk, element: Any) -> bool:
    """Whether the words gathered for the block are those of the element alone."""
    own = " ".join("".join(element.itertext()).split())
    return bool(own) and " ".join("".join(walk.words).split()) == own and not (element.tail or "").strip()


def _close(walk: _Walk) -> None:
    """End a block: keep its words, where there are any."""
    text = " ".join("".join(walk.words).replace("\x00", " ").split())
    walk.words.clear()
    if text and walk.tags:
        block = next((tag for tag in reversed(walk.tags) if tag in _BLOCKS), "body")
        walk.found.append(Block(text, block, walk.kinds[-1], walk.articles > 0))


def _weights(root: Any) -> tuple[dict[Any, int], int]:
    """How many characters of paragraphs each element holds, and how many the page holds."""
    weights: dict[Any, int] = {}
    total = 0
    for paragraph in root.iter("p"):
        size = len("".join(paragraph.itertext()).strip())
        total += size
        for depth, above in enumerate(paragraph.iterancestors()):
            if depth > 60:
                break
            weights[above] = weights.get(above, 0) + size
    return weights, total


def _kind(element: Any, tag: str, context: tuple[tuple[dict[Any, int], int], int]) -> str | None:
    """What tag, class and id of an element say it is; nothing where it holds much of the page."""
    (weights, total), articles = context
    if tag in {"html", "body", "main", "article"}:
        return None
    weight = weights.get(element, 0)
    heavy = weight * 3 > total
    if tag == "header" and articles:
        return None
    by_tag = _BY_TAG.get(tag)
    if by_tag and (not heavy or (tag in _BESIDE and not _holds_article(element))):
        return by_tag
    headed = _kind_by_heading(element, tag)
    if headed == "comments" or (headed and not heavy):
        return headed
    hints = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}".lower()
    if not hints.strip():
        return None
    for kind, pattern in _BY_HINT:
        if not pattern.search(hints):
            continue
        if kind == "comments" and heavy:
            # Readers may write more than the reporter did, but not where the report has no room beside them.
            return kind if total - weight >= _SHORTEST_REPORT and element.find(".//h1") is None else None
        if not heavy and not (kind in _SHORT_KINDS and _is_long(element, weight)):
            return kind
    return None


def _kind_by_heading(element: Any, tag: str) -> str | None:
    """What the heading says that an element begins with: `6 comments`, `Most read`; nothing of the page itself."""
    if (
        tag not in _HOLDERS
        or not len(element)
        or element[0].tag not in _HEADINGS
        or (element.text or "").strip()
    ):
        return None
    heading = " ".join("".join(element[0].itertext()).split())
    if len(heading) > _LONGEST_HEADING:
        return None
    if _COMMENTS.match(heading):
        return "comments"
    known = kind_of(PageLine(0, len(heading), heading, blank_before=True, blank_after=True))
    return known if known in _HEADED else None


def _is_long(element: Any, weight: int) -> bool:
    """Whether an element holds more words than a byline, date, credit or caption has, in paragraphs or not."""
    if weight > _LONGEST_SHORT:
        return True
    size = 0
    for text in element.itertext():
        size += len(text)
        if size > _LONGEST_SHORT:
            return True
    return False


def _holds_article(element: Any) -> bool:
    """Whether an element that should stand beside the article holds one."""
    return next(iter(element.iter("article", "main", "h1")), None) is not None


def _is_hidden(element: Any) -> bool:
    """Whether an element is not shown."""
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_INVISIBLE.search(element.get("style") or ""))
    )
