"""People: the names of a project's speakers, which of them are one by a person's word, and which may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from detente.desk.names import known
from detente.desk.project import Project
from detente.desk.reviewing import lines_of
from detente.desk.same_person import Alike, Comparing, Voice
from detente.kernel.dates import parse_when
from detente.kernel.errors import BadDate
from detente.ledger.entries import Report, Standing
from detente.ledger.people import Merge, MergeAction, WhoIsWho, plain, who_is_who
from detente.ledger.view import report_of
from detente.statements.record import Statement

_LIVE = (Standing.ACCEPTED, Standing.UNREVIEWED)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody: the name that others were merged into, all voices under it, and the merges that stand, with their reasons."""

    name: str
    voices: tuple[Voice, ...]
    merges: tuple[Merge, ...]


def voices_of(project: Project) -> dict[str, Voice]:
    """Every name as written in the statements that stand, as speaker or on the way, those that speak most first."""
    reports = project.file.reports()
    found: dict[str, Voice] = {}
    for line in lines_of(project, standings=_LIVE):
        said = line.statement
        day = _day(said, report_of(said, reports))
        if said.speaker and plain(said.speaker):
            voice = _heard(found, said.speaker, day)
            holder = {said.holder} if said.basis == "own" and said.holder else set()
            parties = voice.parties | holder
            found[voice.name] = replace(voice, spoke=voice.spoke + 1, parties=frozenset(parties))
        for name in filter(plain, said.via):
            voice = _heard(found, name, day)
            found[voice.name] = replace(voice, passed=voice.passed + 1)
    return dict(sorted(found.items(), key=lambda v: (-v[1].spoke, -v[1].passed, v[0])))


def _heard(found: Mapping[str, Voice], name: str, day: date | None) -> Voice:
    voice = found.get(plain(name), Voice(plain(name)))
    days = [d for d in (voice.first, voice.last, day) if d]
    return replace(voice, first=min(days), last=max(days)) if days else voice


def _day(said: Statement, report: Report) -> date | None:
    try:
        when = parse_when(said.date)
    except BadDate:
        when = parse_when(None)
    return when.earliest or report.published.latest or report.published.earliest


def people_of(project: Project) -> tuple[tuple[Known, ...], WhoIsWho]:
    """Everybody who speaks in a project, merged as people said; and who is who."""
    voices, who = voices_of(project), who_is_who(project.file.merges())
    heads: dict[str, list[Voice]] = {}
    for name in dict.fromkeys([*voices, *who.standing, *(plain(m.into) for m in who.standing.values())]):
        heads.setdefault(who.head(name), []).append(voices.get(name, Voice(name)))
    merges = {head: tuple(who.standing[name] for name in who.names(head)) for head in heads}
    return tuple(Known(head, tuple(many), merges[head]) for head, many in heads.items()), who


def lines_by(project: Project, name: str) -> frozenset[str]:
    """The lines that somebody speaks under any name, as people merged them; raises UnknownName."""
    who = who_is_who(project.file.merges())
    spoken: dict[str, set[str]] = {}
    for line in lines_of(project, standings=tuple(Standing)):
        if line.statement.speaker:
            spoken.setdefault(plain(line.statement.speaker), set()).add(line.original_id)
    heads = (who.head(one) for one in spoken)
    head = who.head(
        known(plain(name), [*spoken, *heads, *who.standing], what="speaker", where="this project")
    )
    return frozenset(line for one, lines in spoken.items() if who.head(one) == head for line in lines)


def suggested(project: Project) -> tuple[Alike, ...]:
    """Pairs of names that may be one person, not merged yet and not parted by anybody, the likeliest first."""
    merges = project.file.merges()
    who = who_is_who(merges)
    found = Comparing(project.pack).suggestions(voices_of(project))
    parted = _parted(merges)
    return tuple(
        a for a in found if not who.same(a.name, a.into) and frozenset((a.name, a.into)) not in parted
    )


def _parted(merges: Iterable[Merge]) -> set[frozenset[str]]:
    """Pairs of which the newest word is that they are two."""
    newest = {frozenset((plain(m.name), plain(m.into))): m.action for m in sorted(merges, key=lambda m: m.at)}
    return {pair for pair, action in newest.items() if action is MergeAction.PART}


def act(project: Project, merge: Merge) -> Merge:
    """Append a merge of two persons' names, or its parting; raises UnknownName or BadInput.

    The name that is merged must stand in a statement; that into which it is merged there, in an earlier merge, or in the pack.
    """
    voices, who = voices_of(project), who_is_who(project.file.merges())
    merged = {*who.standing, *(plain(m.into) for m in who.standing.values())}
    persons = {name for p in project.pack.persons.values() for name in (p.id, p.name)}
    name, into = plain(merge.name), plain(merge.into)
    if merge.action is MergeAction.MERGE:
        name = known(name, [*voices, *merged], what="speaker", where="this project")
        into = known(
            into, [*voices, *merged, *persons], what="speaker or person", where="this project and its pack"
        )
        named = project.pack.persons.get(into)
        into = named.name if named and into not in voices else into
    made = replace(merge, name=name, into=into)
    project.file.merge(made)
    return made
