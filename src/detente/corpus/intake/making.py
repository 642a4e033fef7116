"""Making documents: an article as its format gives it to a document, with what file and page state of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date

from detente.corpus.dating.publication import dated, dated_with_problems
from detente.corpus.document import Document, Metadata
from detente.corpus.furniture.mark import mark_furniture
from detente.corpus.intake.naming import cleaned
from detente.corpus.intake.parts import Article
from detente.corpus.language import language_of
from detente.corpus.pages.html import read_html
from detente.kernel.problems import Problem

_SURENESS: Mapping[str, int] = {"sure": 2, "likely": 1, "guess": 0}
# The address at which a report was met is known to who met it, never to the page.
_OWN_WAY = frozenset({"url", "canonical", "published", "how_dated", "findings", "kind", "updated"})


def document_of(
    article: Article, *, today: date | None = None
) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document of an article, or None with the problem that says why not.

    `today` is the day on which it is read: no report came out after it.
    """
    document: Document | None
    problems: tuple[Problem, ...] = ()
    if article.markup == "html":
        document, problems = read_html(article.text, name=article.name, place=article.place)
        if document is not None:
            document = replace(document, metadata=joined(article.stated, document.metadata))
    else:
        document = _pasted(article.text, article.name, article.stated)
    if document is None:
        return None, problems
    document, differing = dated_with_problems(document, today=today)
    problems = (*problems, *differing)
    metadata, changed = cleaned(document.metadata)
    if changed:
        message = f"hidden or broken characters in {' and '.join(changed)}; shown without them"
        told = Problem("hidden-characters", article.place, message, "check where the report comes from")
        document, problems = replace(document, metadata=metadata), (*problems, told)
    return document, problems


def read_pasted(text: str, *, name: str, metadata: Metadata | None = None) -> Document:
    """The document of pasted text: unaltered, its furniture marked, its day and language told from its words."""
    return dated(_pasted(text, name, metadata or Metadata()))


def _pasted(text: str, name: str, known: Metadata) -> Document:
    if known.language is None:
        language = language_of(text)
        known = replace(known, language=language if language != "other" else None)
    return Document(name, text, known, mark_furniture(text))


def joined(stated: Metadata, found: Metadata) -> Metadata:
    """What the file states of a report, and what the page itself says; of two the surer counts, then the page.

    An address that the page gives itself is its canonical one where the file says at which it was met.
    """
    chosen: dict[str, object] = {}
    taken: set[str] = set()
    for name in (one.name for one in fields(Metadata) if one.name not in _OWN_WAY):
        given = getattr(stated, name)
        if given and (not getattr(found, name) or _surer(stated, found, name)):
            chosen[name] = given
            taken.add(name)
    for name in ("published", "updated"):
        given, own = getattr(stated, name), getattr(found, name)
        if given.known and (not own.known or _surer(stated, found, name)):
            chosen[name] = given
            taken.add(name)
    if "published" in taken:
        chosen["how_dated"] = stated.how_dated
    if stated.kind != "unknown" and (found.kind == "unknown" or _surer(stated, found, "kind")):
        chosen["kind"] = stated.kind
        taken.add("kind")
    if stated.url:
        chosen["url"] = stated.url
        chosen["canonical"] = found.canonical or found.url or stated.canonical
        taken.add("url")
    elif stated.canonical and not found.canonical:
        chosen["canonical"] = stated.canonical
        taken.add("canonical")
    kept = [one for one in found.findings if one.field not in taken]
    told = {one.field for one in kept}
    kept += [one for one in stated.findings if one.field in taken and one.field not in told]
    return replace(found, **chosen, findings=tuple(kept))  # type: ignore[arg-type]


def _surer(stated: Metadata, found: Metadata, field: str) -> bool:
    """Whether the file is surer of a field than the page; who does not say how sure is likely right."""
    ours, theirs = stated.finding(field), found.finding(field)
    return _SURENESS[ours.sure if ours else "likely"] > _SURENESS[theirs.sure if theirs else "likely"]
