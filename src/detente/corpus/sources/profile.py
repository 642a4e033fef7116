"""Profiles: how a publisher's reports behave in this corpus, in counts that anybody can check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.corpus.document import Document
from detente.corpus.origins.chain import Copying, Member, chain, copying

_CORRECTED = re.compile(
    r"\b(?:correction|clarification|editor['’]s note|corrected)\b\s?[:–—-]|"
    r"\bth(?:is|e) (?:article|story|report|text|piece)[^.\n]{0,40}\b(?:was|has been) (?:amended|corrected)|"
    r"\ban earlier version of this\b|\b(?:исправлен[ао]|уточнен[ие]|поправка|виправлен[ао]|уточнення)\b\s?:",
    re.IGNORECASE,
)
_UNNAMED = re.compile(
    r"\b(?:on (?:the )?condition of anonymity|(?:asked|declined|refused) (?:not )?to be (?:named|identified)|"
    r"unnamed|anonymous) ?|\b(?:sources?|officials?|diplomats?|people|insiders?|persons?) "
    r"(?:familiar with|close to|briefed on|with (?:direct )?knowledge of|involved in|in the (?:talks|delegation))\b|"
    r"\b(?:according to|citing|told by) (?:\w+ )?(?:a |its |several |two |three |four )?(?:\w+ )?sources?\b|"
    r"\bsources? (?:said|say|told|claim)|\bисточник\w* (?:\w+ )?(?:сообщил|рассказал|в|из|близк)\w*|"
    r"\bна условиях анонимности\b|\bджерел\w* (?:\w+ )?(?:повідомил|розповіл|в|у|близьк)\w*|\bна умовах анонімності\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Habits:
    """What one report shows of its publisher's ways: an open correction, unnamed sources."""

    corrected: bool
    unnamed: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """A publisher's behaviour in the corpus, in counts.

    `copies` of its `reports` carry another's text, `told` of them say so, `altered` of them say something
    else than their origin. `shared` stories came from it and others too; in `firsts` of them it was the first.
    `corrected` reports carry an open correction, `unnamed` ones rest on unnamed sources.
    """

    publisher: str
    reports: int
    copies: int
    told: int
    altered: int
    shared: int
    firsts: int
    corrected: int
    unnamed: int
    copied_from: tuple[Copying, ...] = ()
    copied_by: tuple[Copying, ...] = ()


def habits(document: Document) -> Habits:
    """The habits that one report shows, furniture included: corrections stand beside the text."""
    return Habits(bool(_CORRECTED.search(document.text)), bool(_UNNAMED.search(document.text)))


def profiles(
    stories: Sequence[Sequence[Member]],
    shown: Mapping[str, Habits],
    *,
    altered: Iterable[str] = (),
) -> tuple[Profile, ...]:
    """The profile of each publisher, the one with most reports first.

    `shown` are the habits by document, `altered` the documents that change what their origin says. Reports
    without a publisher have no profile.
    """
    changed = frozenset(altered)
    pairs = copying(stories)
    counts: dict[str, dict[str, int]] = {}
    for story in stories:
        names = {member.publisher for member in story if member.publisher}
        first = min(story, key=lambda member: member.order, default=None)
        for name in names:
            tally = counts.setdefault(name, dict.fromkeys(_COUNTED, 0))
            tally["shared"] += len(names) > 1
            tally["firsts"] += len(names) > 1 and first is not None and first.publisher == name
        for member in story:
            if member.publisher:
                _count(counts[member.publisher], member, (story, shown.get(member.doc), changed))
    found = [
        Profile(
            name,
            **tally,
            copied_from=tuple(pair for pair in pairs if pair.copier == name),
            copied_by=tuple(pair for pair in pairs if pair.source == name),
        )
        for name, tally in counts.items()
    ]
    return tuple(sorted(found, key=lambda profile: (-profile.reports, profile.publisher)))


_COUNTED = ("reports", "copies", "told", "altered", "shared", "firsts", "corrected", "unnamed")


def _count(
    tally: dict[str, int], member: Member, known: tuple[Sequence[Member], Habits | None, frozenset[str]]
) -> None:
    """Add one report to its publisher's counts."""
    story, seen, changed = known
    links = chain(member, story)
    copy = len(links) > 1 and links[1].publisher != member.publisher
    tally["reports"] += 1
    tally["copies"] += copy
    tally["told"] += copy and links[1].ground == "notice"
    tally["altered"] += copy and member.doc in changed
    if seen is not None:
        tally["corrected"] += seen.corrected
        tally["unnamed"] += seen.unnamed
