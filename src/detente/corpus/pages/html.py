"""HTML: a web page to a document; the visible text by blocks, what is not the article marked as furniture."""

from __future__ import annotations

from dataclasses import replace

from detente.corpus.document import Document, Furniture, Metadata
from detente.corpus.furniture.mark import mark_furniture, with_blanks
from detente.corpus.language import language_of
from detente.corpus.pages.article import article_marks
from detente.corpus.pages.blocks import Block, TooDeepError, blocks_of
from detente.corpus.pages.stated import page_metadata
from detente.kernel.problems import Problem
from detente.kernel.spans import Span


def read_html(page: str, *, name: str, place: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document of a web page, or None with the problem that says why not.

    Its text holds the visible words, one block of the page to a line; spans count in that text.
    """
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        # Bytes, since lxml refuses a text that declares an encoding; zero bytes would end the page.
        root = html.document_fromstring(page.replace("\x00", " ").encode("utf-8", "replace"), parser=parser)
        blocks = blocks_of(root)
    except (etree.LxmlError, ValueError) as fault:
        return None, (_unparsed(place, str(fault)),)
    except TooDeepError:
        message = "elements stand in each other more than 2,000 levels deep, and words would be lost"
        return None, (Problem("too-deep", place, message, "save the page as text", "error"),)
    if not blocks:
        return None, (Problem("empty-report", place, "the page shows no words", "save the page as text"),)
    metadata, problems = page_metadata(root, place=place)
    kinds, faults = article_marks(root, blocks, place=place)
    text = "\n".join(block.text for block in blocks)
    if metadata.language is None:
        told = language_of(text)
        metadata = replace(metadata, language=told if told != "other" else None)
    return _document(name, blocks, (metadata, kinds)), (*problems, *faults)


def _document(
    name: str, blocks: tuple[Block, ...], known: tuple[Metadata, tuple[str | None, ...]]
) -> Document:
    """The document of the blocks: marks of the markup, then those of the rules for pasted text."""
    metadata, kinds = known
    found: list[Furniture] = []
    at = 0
    for block, kind in zip(blocks, kinds, strict=True):
        if kind is not None:
            found.append(Furniture(Span(at, at + len(block.text)), kind))
        at += len(block.text) + 1
    text = "\n".join(block.text for block in blocks)
    rest = with_blanks(text, tuple((piece.span.start, piece.span.end) for piece in found))
    found += mark_furniture(rest)
    return Document(name, text, metadata, tuple(sorted(found, key=lambda piece: piece.span)))


def _unparsed(place: str, why: str) -> Problem:
    """A page in which there is nothing that can be parsed."""
    return Problem(
        "empty-report", place, f"no page can be read from it ({why})", "save the page again, or as text"
    )
