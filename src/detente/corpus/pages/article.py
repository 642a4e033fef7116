"""The article of a web page: which of its blocks are the report, by markup and by trafilatura."""

from __future__ import annotations

import re
from typing import Any

from detente.corpus.furniture.labels import kind_of
from detente.corpus.furniture.page import PageLine
from detente.corpus.pages.blocks import Block
from detente.kernel.problems import Problem

_LONGEST_PAGE = 2_000_000  # characters of text
_MOST_BLOCKS = 10_000
_CLOSED = re.compile(r"[.!?…:][\"”’'»“)\]]*$")
_BODY_TAGS = frozenset({"p", "li", "blockquote", "h2", "h3", "h4", "h5", "h6", "td", "pre", "dd"})


def article_marks(
    root: Any, blocks: tuple[Block, ...], *, place: str
) -> tuple[tuple[str | None, ...], tuple[Problem, ...]]:
    """For each block the kind of furniture it is, or None where it belongs to the article."""
    marked = [block.kind for block in blocks]
    kept_text, problems = _kept(root, blocks, place)
    kept = [_is_kept(block, kept_text) for block in blocks]
    held = sum(
        len(block.text) for block, keep in zip(blocks, kept, strict=True) if keep and block.kind is None
    )
    open_text = sum(len(block.text) for block in blocks if block.kind is None and block.tag in _BODY_TAGS)
    if not kept_text or held * 3 < open_text:
        # It kept too little to be trusted with the rest: markup alone decides.
        return tuple(marked), problems
    first = next(number for number, keep in enumerate(kept) if keep)
    last = max(number for number, keep in enumerate(kept) if keep)
    for number, block in enumerate(blocks):
        if marked[number] is None and not kept[number]:
            inside = first < number < last and _is_reporting(block)
            marked[number] = None if inside else _kind_of_dropped(block)
    return tuple(marked), problems


def _kept(root: Any, blocks: tuple[Block, ...], place: str) -> tuple[str, tuple[Problem, ...]]:
    """The words that trafilatura keeps of a parsed page, with single blanks; none where it cannot be asked."""
    size = sum(len(block.text) for block in blocks)
    if size > _LONGEST_PAGE or len(blocks) > _MOST_BLOCKS:
        return "", (_untold(place, f"the page has {size:,} characters of text in {len(blocks):,} blocks"),)
    try:
        from trafilatura import extract

        # It takes the parsed page as it is, and works on a copy.
        text = extract(
            root, favor_precision=True, include_comments=False, include_tables=True, include_formatting=False
        )
    except Exception as fault:  # noqa: BLE001 - whatever a strange page does to it, the page can be read without it
        return "", (_untold(place, f"trafilatura failed ({type(fault).__name__}: {fault})"),)
    return _plain(text or ""), ()


def _is_kept(block: Block, kept: str) -> bool:
    """Whether the words of a block stand among those that were kept."""
    words = _plain(block.text)
    return bool(words) and (words in kept if len(words) > 15 else f" {words} " in f" {kept} ")


def _plain(text: str) -> str:
    """Words with single blanks, without the marks that lists and tables gain on the way."""
    return " ".join(re.sub(r"[|*•#\s-]+", " ", text).split())


def _is_reporting(block: Block) -> bool:
    """Whether a block within the article reads as a part of it though it was not kept."""
    if block.tag in {"h2", "h3", "h4"}:
        return True
    return block.tag in _BODY_TAGS and bool(_CLOSED.search(block.text)) and len(block.text.split()) >= 6


def _kind_of_dropped(block: Block) -> str:
    """A kind for a block that is no part of the article and that markup does not name."""
    line = PageLine(0, len(block.text), block.text, blank_before=True, blank_after=True)
    known = kind_of(line)
    if known is not None:
        return known
    return "teaser" if len(block.text.split()) > 4 else "menu"


def _untold(place: str, why: str) -> Problem:
    """A page in which only markup told article from furniture."""
    message = f"article and furniture told apart by markup alone: {why}"
    return Problem("article-not-told-apart", place, message, "check the marked furniture", "note")
