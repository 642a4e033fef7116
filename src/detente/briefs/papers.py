"""Section 0: what these papers are, which are one source, who was heard and who was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from detente.briefs.evidence import Apparatus, publisher_of, strength_then_latest
from detente.briefs.model import BriefLine, Paper, Section
from detente.briefs.wording import counted, listed, lowered, sentence, when_phrase
from detente.ledger.agenda import Key, on_agenda
from detente.ledger.entries import Line, Report
from detente.ledger.positions import Position
from detente.ledger.utterances import VOICES, Voice
from detente.packs.terms import split_key

_KINDS = {"unknown": "of unknown kind"}
_VOICE_LEAD = {
    Voice.OWN: "in its own words",
    Voice.REPORTED: "reported, without its own words",
    Voice.ATTRIBUTED: "only by what others say of it",
}


def papers(apparatus: Apparatus) -> tuple[Paper, ...]:
    """Every report with its date, how dated, and what it is one source with; earliest first, undated last."""
    view, documents = apparatus.inputs.view, apparatus.inputs.documents
    reports = {**{h: Report(h, d.name) for h, d in documents.items()}, **view.reports}
    read = Counter(line.statement.doc for line in view.lines)
    shown = [r for h, r in reports.items() if h in documents or read[h]]
    order = sorted(shown, key=lambda r: (r.published.latest is None, str(r.published.latest), r.name))
    return tuple(_paper(r, order, (apparatus, read[r.doc])) for r in order)


def _paper(report: Report, among: list[Report], setting: tuple[Apparatus, int]) -> Paper:
    apparatus, read = setting
    document = apparatus.inputs.documents.get(report.doc)
    metadata = document.metadata if document else None
    shares = tuple(r.name for r in among if r.doc != report.doc and report.story and r.story == report.story)
    room = tuple(r.name for r in among if r.doc != report.doc and report.room and r.room == report.room)
    return Paper(
        report.doc,
        report.name,
        publisher_of(report, apparatus.inputs.pack),
        report.title or (metadata.title if metadata else "") or "",
        report.kind,
        (metadata.language if metadata else None) or "language not known",
        when_phrase(report.published) if report.published.known else None,
        report.how_dated,
        report.url,
        shares,
        room,
        read,
    )


def papers_section(apparatus: Apparatus, found: tuple[Paper, ...]) -> Section:
    """What the reader must know before any line."""
    undated = [p.name for p in found if p.published is None]
    kinds = Counter(p.kind for p in found)
    notes = [
        f"{counted(len(found), 'report')}: "
        f"{listed(f'{n} {_KINDS.get(kind, kind)}' for kind, n in kinds.items())}."
    ]
    if undated:
        notes.append(
            f"Undated, counted in every view and never the latest word on anything: {listed(undated)}."
        )
    if not any(p.kind in {"official", "transcript"} for p in found):
        notes.append("There is no official text and no transcript among them.")
    notes += _one_source(found)
    notes += [f"{sentence(words)}." for words in apparatus.inputs.stays]
    return Section(
        "papers",
        "What these papers are",
        "Read this before any line below.",
        papers=found,
        notes=tuple(notes),
        subsections=(heard_section(apparatus),),
    )


def _one_source(found: tuple[Paper, ...]) -> Iterator[str]:
    """Reports that carry one story, and rooms that count as one."""
    told: set[str] = set()
    for paper in found:
        if paper.shares and paper.name not in told:
            told |= {paper.name, *paper.shares}
            yield f"One story, counted once: {listed([paper.name, *paper.shares])}."
    told = set()
    for paper in found:
        others = [name for name in paper.room if name not in paper.shares]
        if others and paper.name not in told:
            told |= {paper.name, *others}
            yield f"One room: their experts count as one source: {listed([paper.name, *others])}."


def heard_section(apparatus: Apparatus) -> Section:
    """Who was heard and who was not: for each party, on which matters and by which voice."""
    binding = binding_parties(apparatus)
    positions = apparatus.inputs.for_tables
    others = sorted({p.party for p in positions} - set(binding), key=apparatus.wording.party)
    signatories = {p for parties in apparatus.inputs.pack.signatories.values() for p in parties}
    heard = {p.party for p in positions}
    lines: list[BriefLine] = []
    for party in (*(p for p in binding if p in heard or p in signatories), *others):
        lines += _heard(
            party, [p for p in positions if p.party == party], apparatus, silence=party in signatories
        )
    silent = [p for p in binding if p not in heard and p not in signatories]
    if silent:
        reports = counted(len(apparatus.inputs.view.reports), "report")
        text = (
            f"Not heard at all in {reports}, though they have something that only they can give, or a text "
            f"on the table: {apparatus.wording.parties(silent)}."
        )
        lines.append(apparatus.absence("heard", text))
    return Section(
        "heard",
        "Who was heard, and who was not",
        "Parties whose agreement is needed or who have a text on the table come first, then others, each "
        "group in alphabetical order. "
        "One sentence stands for each matter, the strongest and latest. How often a party is quoted says "
        "nothing about how strongly it holds.",
        tuple(lines),
    )


def binding_parties(apparatus: Apparatus) -> tuple[str, ...]:
    """Signatories, then providers, then sponsors of scored proposals; each group by name."""
    inputs, name = apparatus.inputs, apparatus.wording.party
    signatories = {p for parties in inputs.pack.signatories.values() for p in parties}
    on_table = {k.issue for k in agenda_keys(apparatus)}
    givers = {p for g in inputs.pack.providers if g.issue in on_table for p in g.parties}
    givers |= {p for c in inputs.pack.consent if c.issue in on_table for p in c.parties}
    sponsors = {p for r in inputs.results.values() for s in r.proposals for p in s.proposal.by}
    groups = (signatories, givers - signatories, sponsors - givers - signatories)
    return tuple(p for group in groups for p in sorted(group, key=name))


def agenda_keys(apparatus: Apparatus) -> tuple[Key, ...]:
    """Every key that anybody spoke of or that a scored proposal names."""
    keys = dict.fromkeys(p.key for p in apparatus.inputs.for_tables)
    for result in apparatus.inputs.results.values():
        for score in result.proposals:
            for term in score.proposal.terms:
                keys.setdefault(Key(*split_key(term)))
    return tuple(k for k in keys if on_agenda(apparatus.inputs.pack.leaf(k.issue)))


def _heard(party: str, found: list[Position], apparatus: Apparatus, *, silence: bool) -> Iterator[BriefLine]:
    wording, where = apparatus.wording, "heard"
    name = wording.party(party)
    by_voice: dict[Voice, dict[str, list[Line]]] = {v: {} for v in VOICES}
    for position in found:
        for utterance in position.utterances:
            by_voice[utterance.voice].setdefault(position.key.domain, []).extend(utterance.lines)
    told: set[str] = set()
    for voice, domains in by_voice.items():
        fresh = {d: lines for d, lines in domains.items() if d not in told}
        if fresh:
            what = listed(
                lowered(wording.domain(d), wording.proper) for d in sorted(fresh, key=wording.domain)
            )
            best = [min(lines, key=strength_then_latest) for lines in fresh.values()]
            yield apparatus.line(where, f"{name}, {_VOICE_LEAD[voice]}: {what}.", best, voice=voice.value)
        told |= set(domains)
    if silence:
        quiet = sorted({k.domain for k in agenda_keys(apparatus)} - told, key=wording.domain)
        reports = counted(len(apparatus.inputs.documents) or len(apparatus.inputs.view.reports), "report")
        if not found:
            yield apparatus.absence(where, f"{name} is not heard at all in {reports}.")
        elif quiet:
            what = listed(lowered(wording.domain(d), wording.proper) for d in quiet)
            yield apparatus.absence(where, f"{name}, not heard in {reports}: {what}.")
