"""Profiles: how a publisher's reports behave in this corpus, in counts that anybody can check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.corpus.document import Document
from detente.corpus.origins.chain import Copying, Member, chain, copying

_CORRECTED = re.compile(
    r"(?:^|[.(\[]\s?)(?:correction|clarification|editor['’]s note|corrected|corrects)\b[^\n.:]{0,30}[:–—-]|"
    r"\b(?:this (?:article|story|report|text|piece)|the (?:article|story|piece))\b[^.\n]{0,40}\b"
    r"(?:was|has been) (?:amended|corrected|clarified)|"
    r"\ban earlier version of (?:this|the) (?:article|story|report|text|piece|headline|item)\b|"
    r"(?:^|[.(\[]\s?)(?:исправлен[ао]|исправлени[ея]|уточнени[ея]|поправка|виправлен[оа]|виправлення|уточнення)\b[^\n.:]{0,30}:|"
    r"\b(?:в (?:предыдущей|первой) версии (?:этого |этой )?(?:текста|статьи|материала|новости)|"
    r"у (?:попередній|першій) версії (?:цього |цієї )?(?:тексту|статті|матеріалу|новини))\b",
    re.IGNORECASE | re.MULTILINE,
)
_WHO = r"(?:sources?|officials?|diplomats?|people|insiders?|persons?|aides?)"
_UNNAMED = re.compile(
    r"\bon (?:the )?condition of anonymity\b|\b(?:asked|declined|refused|wanted|want) not to be (?:named|identified)\b|"
    r"\b(?:declined|refused|not want|not wish) to be (?:named|identified)\b|\bnot authori[sz]ed to (?:speak|talk|comment)\b|"
    rf"\b(?:unnamed|anonymous|unidentified) (?:\w+ ){{0,2}}{_WHO}\b|"
    rf"\b{_WHO} (?:familiar with|close to|briefed on|with (?:direct )?knowledge of)\b|"
    rf"\b{_WHO} (?:involved )?in the (?:talks|delegation|negotiations|room),? (?:have |has |had )?(?:said|say|says|told|tell)\b|"
    r"\b(?:according to|citing|told by) (?:\w+ )?(?:a |its |several |two |three |four )?(?:\w+ )?sources?\b|"
    r"\bsources? (?:said|say|told|claim)|"
    r"\bисточник\w*(?: \w+)? (?:сообщил|рассказал|утвержда|заявил|близк)\w*|\bисточник\w* (?:в|из)\b(?! котор)|"
    r"\b(?:по словам|со ссылкой на|по данным) (?:\w+ )?(?:источник|собеседник)\w*|"
    r"\bненазванн\w+ (?:\w+ )?(?:источник|собеседник|чиновник|дипломат)\w*|\bна условиях анонимности\b|"
    r"\bсобеседник\w* (?:агентства|издания|газеты|редакции)\b|"
    r"\bджерел\w*(?: \w+)? (?:повідомил|розповіл|стверджу|заявил|близьк)\w*|\bджерел\w* (?:в|у|з|із)\b|"
    r"\b(?:за словами|з посиланням на|за даними) (?:\w+ )?(?:джерел|співрозмовник)\w*|"
    r"\bненазван\w+ (?:\w+ )?(?:джерел|співрозмовник|посадов|дипломат)\w*|\bна умовах анонімності\b|"
    r"\bспіврозмовник\w* (?:агентства|агенції|видання|газети|редакції)\b",
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
    else than their origin. `shared` stories came from it and others too; in `firsts` of them it was surely the first.
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
        first = _first(story)
        for name in names:
            tally = counts.setdefault(name, dict.fromkeys(_COUNTED, 0))
            tally["shared"] += len(names) > 1
            tally["firsts"] += len(names) > 1 and first == name
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


def _first(story: Sequence[Member]) -> str | None:
    """The publisher that was first with a story; None where nothing is dated, or several came out on that day.

    A report that says that its text is another's is not the first, whatever its day.
    """
    dated = [member for member in story if member.publisher and member.published.latest is not None]
    day = min((member.order[0] for member in dated), default=None)
    names = {
        member.publisher
        for member in dated
        if member.order[0] == day and not any(mark.whole for mark in member.marks)
    }
    return names.pop() if len(names) == 1 else None


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
