"""The checks of claims: which become statements, and why the others do not. The text decides, never the model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.corpus.document import Document
from detente.corpus.sentences.split import sentences
from detente.kernel.dates import parse_when
from detente.kernel.errors import BadDate
from detente.kernel.spans import Span
from detente.models.llm.answer import Answer, Claim
from detente.models.llm.prompt import TASK
from detente.models.llm.quotes import FoldedText, find_quote, fold
from detente.packs.model import Pack
from detente.statements.record import PSEUDO_OPTIONS, Statement

UNCONFIRMED = 0.3  # Set by hand, far below any threshold: a person or the rules must agree first.
_MOST_SENTENCES = 2
_FEWEST_LETTERS = 4
_PER_HUNDRED_WORDS, _ALWAYS = (
    20,
    10,
)  # The densest of 75 coded reports has 14 statements for each hundred words.
_LETTERS_A_WORD = 6
_RUN = 8  # words of our own task that no report shares with it by chance
_YEAR = re.compile(r"\d{4}")
_COPIED = ("speaker", "condition", "certainty")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A claim that becomes no statement, and the reason."""

    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The statements of an answer, as yet unconfirmed, and what was refused."""

    statements: tuple[Statement, ...]
    refused: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A document as claims are checked against it: folded once, with what may not be quoted."""

    document: Document
    folded: FoldedText
    heard: tuple[Span, ...]
    withheld: tuple[Span, ...]
    mark: str


def page_of(document: Document, withheld: Iterable[Span], mark: str) -> Page:
    """A document made ready for checking."""
    return Page(document, FoldedText(document.text), sentences(document), tuple(withheld), mark)


def checked(answer: Answer, page: Page, sources: tuple[Pack, str]) -> Checked:
    """The claims of an answer that the text bears out in form: what they mean is for rules or a person to confirm.

    `sources` are the pack and the name of the model. Too many claims for a text are refused together: an answer that
    runs on is no reading.
    """
    pack, model = sources
    if len(answer.claims) > most_claims(page.document.text):
        reason = f"{len(answer.claims)} entries are too many for a text of this length"
        return Checked((), tuple(Refusal(claim, reason) for claim in answer.claims))
    found: list[Statement] = []
    refused: list[Refusal] = []
    near = 0
    for claim in answer.claims:
        why = _misuse(claim, page) or _outside_lists(claim, pack) or _not_in_text(claim, page)
        span = None if why else _place(claim, page, near)
        if isinstance(span, Span):
            near = span.start
            found.append(_statement(claim, page.document, (span, model)))
        else:
            refused.append(Refusal(claim, why or str(span)))
    return Checked(tuple(found), tuple(refused))


def most_claims(text: str) -> int:
    """How many statements a text can carry at most."""
    words = max(len(text.split()), sum(c.isalpha() for c in text) // _LETTERS_A_WORD)
    return max(_ALWAYS, words * _PER_HUNDRED_WORDS // 100)


def _misuse(claim: Claim, page: Page) -> str | None:
    """Fields that carry our mark or our task back to us: a leak, or a page that plays the question."""
    for text in _texts(claim):
        if page.mark in text:
            return "it repeats the mark that encloses the report"
        if _runs(text) & _OUR_RUNS:
            return "it repeats the task"
    return None


def _texts(claim: Claim) -> Sequence[str]:
    fields = (claim.quote, claim.instance, claim.condition, claim.speaker, claim.certainty, claim.date)
    return [text for text in (*fields, *claim.via) if text]


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return frozenset(tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))


_OUR_RUNS = _runs(TASK)


def _outside_lists(claim: Claim, pack: Pack) -> str | None:
    """What the closed lists do not hold, or do not hold together. The form is checked again here: it may come from a file."""
    leaf = pack.leaf(claim.issue)
    if leaf is None:
        return f"the pack has no issue '{claim.issue}'"
    for party in (claim.holder, claim.target):
        if party is not None and party not in pack.parties:
            return f"the pack has no party '{party}'"
    if claim.option is not None and leaf.option(claim.option) is None and claim.option not in PSEUDO_OPTIONS:
        return f"issue '{leaf.id}' has no option '{claim.option}'"
    if (claim.kind == "position") != (claim.stance is not None):
        return "a stance belongs to positions, and every position has one"
    if claim.kind == "position" and claim.option in {"silent"}:
        return "silence is nobody's words"
    if claim.instance is not None and claim.instance not in {i.id for i in pack.instances_of(leaf.id)}:
        return f"issue '{leaf.id}' has no instance '{claim.instance}'"
    return None


def _not_in_text(claim: Claim, page: Page) -> str | None:
    """Names and qualifying words that the report does not have, or has only where it speaks to its reader."""
    words: Mapping[str, Sequence[str]] = {
        **{f: [v] for f in _COPIED if (v := getattr(claim, f)) is not None},
        "via": claim.via,
    }
    for name, values in words.items():
        for value in values:
            if not any(_free(p, page.withheld) for p in find_quote(value, (page.document.text, page.folded))):
                return f"the {name} '{value[:60]}' is not in the text"
    return None


def _free(place: Span, withheld: Iterable[Span]) -> bool:
    return not any(w.overlaps(place) for w in withheld)


def _place(claim: Claim, page: Page, near: int) -> Span | str:
    """Where the quote stands; or why it is no evidence."""
    if sum(c.isalnum() for c in claim.quote) < _FEWEST_LETTERS:
        return "the quote is too short to carry anything"
    places = find_quote(claim.quote, (page.document.text, page.folded), near=near)
    if not places:
        return "the quote is not in the text"
    unspoken = [p for p in places if _free(p, page.withheld)]
    if not unspoken:
        return "the quote speaks to the reader of the page"
    told = [p for p in unspoken if not any(f.span.overlaps(p) for f in page.document.furniture)]
    if not told:
        return "the quote stands in furniture"
    short = [p for p in told if 0 < sum(s.overlaps(p) for s in page.heard) <= _MOST_SENTENCES]
    return short[0] if short else "the quote is longer than two sentences, or is in none"


def _statement(claim: Claim, document: Document, source: tuple[Span, str]) -> Statement:
    span, model = source
    shared: dict[str, Any] = {
        name: getattr(claim, name)
        for name in ("kind", "holder", "stance", "issue", "option", "instance", "target", "basis", "stage")
    }
    copied: dict[str, Any] = {name: _tidy(getattr(claim, name)) for name in _COPIED}
    date = dated(claim.date, document)
    rules = ("llm:quote", *(("llm:date-left-out",) if claim.date and date is None else ()))
    return Statement(
        doc=document.hash,
        span=span,
        evidence=span.of(document.text),
        via=tuple(_tidy(v) or "" for v in claim.via),
        date=date,
        confidence=UNCONFIRMED,
        rules=rules,
        origin=f"llm:{model}",
        **shared,
        **copied,
    )


def _tidy(words: str | None) -> str | None:
    return " ".join(words.split()) if words else None


def dated(written: str | None, document: Document) -> str | None:
    """A date whose year the report shows or was published in; None for every other, since models like to guess."""
    try:
        when = parse_when(written)
    except BadDate:
        return None
    if written is None or when.earliest is None:
        return None
    shown = set(_YEAR.findall(fold(document.text)))
    for day in (document.metadata.published.earliest, document.metadata.published.latest):
        shown |= {str(day.year)} if day else set()
    return written if str(when.earliest.year) in shown else None
