"""Section 5: proposals, each term against each party that binds, and whose agreement is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from detente.bargaining.results import ProposalScore, StageResults, TermScore, TermStatus
from detente.bargaining.rules_kept import RuleKept
from detente.briefs.evidence import Apparatus
from detente.briefs.least_change import least_change_lines
from detente.briefs.model import BriefLine, Cell, Column, PackSource, Row, Section, Table
from detente.briefs.wording import STAGE_NAMES, counted, day_phrase, listed, sentence
from detente.kernel.dates import parse_when
from detente.kernel.errors import BadDate
from detente.ledger.agenda import Key
from detente.ledger.entries import Line
from detente.packs.model import STAGES, Proposal

_MOST_NAMED = 5
_TAKEN = "Every party that must agree has taken or offered every term."


def proposals_section(apparatus: Apparatus) -> Section:
    """Every proposal scored in a stage, latest first."""
    parts = [_stage(result, apparatus) for stage in STAGES if (result := apparatus.inputs.results.get(stage))]
    return Section(
        "proposals",
        "Proposals, term by term",
        "Met: the party’s words take the term. Offered: it put the term on the table. Excluded: a firm "
        "position breaks it. Attributed: only "
        "what others say of the party breaks it. Open: not committed. Not heard: nothing was read, which "
        "is neither consent nor refusal. "
        "A proposal is never called accepted while somebody who must agree was not heard.",
        subsections=tuple(p for p in parts if p.subsections),
    )


def _stage(result: StageResults, apparatus: Apparatus) -> Section:
    scores = sorted(result.proposals, key=lambda s: s.proposal.date, reverse=True)
    parts = tuple(_proposal(s, apparatus) for s in scores if any(s.terms.values()))
    where = f"proposals-{result.stage}"
    lines = tuple(_summary(s, where, apparatus) for s in scores if any(s.terms.values()))
    return Section(where, sentence(STAGE_NAMES[result.stage]), "Latest first.", lines, subsections=parts)


def _summary(score: ProposalScore, where: str, apparatus: Apparatus) -> BriefLine:
    """A proposal in one line: by whom, when, whose agreement is missing, who was not heard."""
    name = apparatus.wording.parties
    text = f"{title_of(score)}, tabled by {name(score.proposal.by)} on {_date(score.proposal.date)}: "
    parts = [f"agreement missing: {name(score.missing)}"] if score.missing else []
    parts += [f"not known: {name(score.not_known)}"] if score.not_known else []
    parts += (
        [
            f"{_sponsored(score.proposal)} it and {_against(score, score.sponsors_differ)}: {name(score.sponsors_differ)}"
        ]
        if score.sponsors_differ
        else []
    )
    text += "; ".join(parts or [_TAKEN[0].lower() + _TAKEN[1:-1]]) + "."
    lines = [x for ts in score.terms.values() for t in ts if t.status == "excluded" for x in t.lines]
    return apparatus.line(where, text, lines, pack_source=source_of(score.proposal), word=score.verdict)


def title_of(score: ProposalScore) -> str:
    """The name of a proposal, with its alternative."""
    return score.proposal.name + (f", {score.alternative.replace('_', ' ')}" if score.alternative else "")


def _proposal(score: ProposalScore, apparatus: Apparatus) -> Section:
    where = f"proposal-{score.stage}-{score.proposal.id}" + (
        f"-{score.alternative}" if score.alternative else ""
    )
    lines = (
        _sponsors(score.proposal, where, apparatus),
        *_verdict(score, where, apparatus),
        *_silences(score, where, apparatus),
        *_rules(score, where, apparatus),
    )
    return Section(
        where,
        f"{title_of(score)}: details",
        "",
        lines,
        tables=(_table(score, where, apparatus),),
        notes=score.proposal.notes,
        folded=True,
    )


def source_of(proposal: Proposal) -> PackSource:
    """Where the pack read a proposal."""
    basis = {"text": "its text", "report": "press summary", "partial": "seen only in part"}[proposal.basis]
    return PackSource(f"{proposal.name}, {_date(proposal.date)}; {basis}", proposal.url)


def _date(text: str) -> str:
    try:
        when = parse_when(text)
    except BadDate:
        return text
    return day_phrase(when.earliest) if when.earliest and when.earliest == when.latest else text


def _sponsors(proposal: Proposal, where: str, apparatus: Apparatus) -> BriefLine:
    by = apparatus.wording.parties(proposal.by)
    known = {
        "text": "read in full",
        "report": "known from press summaries",
        "partial": "only partly seen: a term not listed is unknown",
    }
    text = f"Tabled by {by} on {_date(proposal.date)}; {known[proposal.basis]}."
    return apparatus.line(where, text, pack_source=source_of(proposal))


def _verdict(score: ProposalScore, where: str, apparatus: Apparatus) -> Iterator[BriefLine]:
    """How many terms each party meets, whose agreement is missing, who was not heard on what, the least change."""
    name, source = apparatus.wording.party, source_of(score.proposal)
    tallies = "; ".join(f"{name(p)}: {_tally(score.terms[p])}" for p in sorted(score.terms, key=name))
    if tallies:
        yield apparatus.line(where, f"{tallies}.", pack_source=source)
    for party in sorted(score.missing, key=name):
        yield _missing(party, score, (where, apparatus))
    for party in sorted(score.not_known, key=name):
        terms = score.terms.get(party, ())
        quiet = [t for t in terms if t.status in {"not heard", "silent"}] or list(terms)
        text = f"Not known: {name(party)} was not heard, or did not commit, on {_named(quiet, apparatus)}."
        yield apparatus.absence(where, text)
    for party in score.sponsors_differ:
        text = f"{name(party)} {_sponsored(score.proposal)} this text and {_against(score, [party])}."
        yield apparatus.line(where, text, _said_against(score, party), pack_source=source)
    yield from least_change_lines(score, (where, source, apparatus))
    if score.verdict == "accepted":
        taken = [x for ts in score.terms.values() for t in ts for x in t.lines]
        yield apparatus.line(where, _TAKEN, taken, pack_source=source)


def _sponsored(proposal: Proposal) -> str:
    return "put its name to" if proposal.basis == "text" else "is reported to have tabled"


def _said_against(score: ProposalScore, party: str) -> list[Line]:
    """What a party said against a text: against a term of it, or a condition that the text breaks."""
    lines = [x for t in score.terms.get(party, ()) if t.status == "excluded" for x in t.lines]
    return lines + [x for g in score.groups_broken if g.party == party for x in g.lines]


def _against(score: ProposalScore, parties: Iterable[str]) -> str:
    """Whether sponsors spoke against their own text before it was tabled, or at a time that leaves it open or after."""
    tabled = parse_when(score.proposal.date)
    lines = [x for p in parties for x in _said_against(score, p)]
    if lines and all(x.said.certainly_before(tabled) for x in lines):
        return "spoke against a term of it before it was tabled"
    return "speaks against a term of it elsewhere"


def _missing(party: str, score: ProposalScore, setting: tuple[str, Apparatus]) -> BriefLine:
    """Whose agreement is missing, and on which terms or for which need."""
    where, apparatus = setting
    out = [t for t in score.terms.get(party, ()) if t.status == "excluded"]
    told = {t.key for t in out}
    broken = [g for g in score.needs_broken if g.party == party]
    broken += [g for g in score.groups_broken if g.party == party and not told & set(g.keys)]
    by_option: dict[str, list[Key]] = {}
    for term in out:
        by_option.setdefault(apparatus.wording.option(term.key, term.value), []).append(term.key)
    why = [f"{apparatus.wording.keys(keys)}: {option}" for option, keys in by_option.items()]
    why += [f"it {apparatus.wording.plain(g.wording)}" for g in broken]
    text = f"Agreement missing: {apparatus.wording.party(party)}" + (f", on {listed(why)}." if why else ".")
    lines = [x for t in out for x in t.lines] + [x for g in broken for x in g.lines]
    return apparatus.line(where, text, lines, pack_source=source_of(score.proposal), word="agreement missing")


_ORDER: tuple[TermStatus, ...] = ("met", "offered", "excluded", "attributed", "open", "silent", "not heard")


def _tally(terms: Iterable[TermScore]) -> str:
    """How many terms stand how: "of 9 terms 2 met, 1 excluded, 6 not heard"."""
    counts = Counter(t.status for t in terms)
    total = sum(counts.values())
    told = ", ".join(f"{counts[s]} {s}" for s in _ORDER if counts[s])
    return f"of {counted(total, 'term')} {told}"


def _named(terms: list[TermScore], apparatus: Apparatus) -> str:
    issues = dict.fromkeys(t.key.issue for t in terms)
    keys = [apparatus.wording.keys(t.key for t in terms if t.key.issue == issue) for issue in issues]
    if len(keys) > _MOST_NAMED:
        keys = [*keys[:_MOST_NAMED], counted(len(keys) - _MOST_NAMED, "more term")]
    return listed(keys) or "any term"


def _silences(score: ProposalScore, where: str, apparatus: Apparatus) -> Iterator[BriefLine]:
    keys = list(dict.fromkeys(apparatus.wording.inside(k) for k in score.silent_on))
    if keys:
        shown = [
            *keys[:_MOST_NAMED],
            *([f"{len(keys) - _MOST_NAMED} more"] if len(keys) > _MOST_NAMED else []),
        ]
        known = (
            "The text is silent on"
            if score.proposal.basis == "text"
            else "What is known of it says nothing on"
        )
        yield apparatus.line(where, f"{known} {listed(shown)}.", pack_source=source_of(score.proposal))


def _rules(score: ProposalScore, where: str, apparatus: Apparatus) -> Iterator[BriefLine]:
    """Rules of the pack that the text breaks, each; and, in one line, those that it touches and leaves unknown."""
    for kept in score.rules_broken:
        kind = "a soft rule" if kept.rule.soft else "a rule"
        text = f"The text breaks {kind} of the pack: {apparatus.wording.rule(kept.rule.rule)}."
        yield apparatus.line(where, text, pack_source=PackSource(kept.rule.source), word="rule broken")
    open_ones = [r for r in score.rules if r not in score.rules_broken]
    if open_ones:
        said = [f"{r.rule.id} ({_left(r, apparatus)})" for r in open_ones]
        text = f"Not settled by the text, by rules of the pack: {listed(said)}."
        yield apparatus.line(where, text, pack_source=source_of(score.proposal))


def _left(kept: RuleKept, apparatus: Apparatus) -> str:
    """On what a rule hangs that a text leaves unknown."""
    silent = [apparatus.wording.keys(kept.silent)] if kept.silent else []
    return f"hangs on {silent[0]}" if silent else "open or vague in the text"


def _table(score: ProposalScore, where: str, apparatus: Apparatus) -> Table:
    name = apparatus.wording.party
    parties = sorted(score.terms, key=name)
    keyed = {(p, t.key, t.value): t for p in parties for t in score.terms[p]}
    order = {issue: n for n, issue in enumerate(apparatus.inputs.pack.leaves)}
    terms = sorted(
        dict.fromkeys((k, v) for _, k, v in keyed), key=lambda t: order.get(t[0].issue, len(order))
    )
    columns = tuple(Column(p, name(p)) for p in parties)
    rows = tuple(_row(key, value, (score, where, apparatus, parties, keyed)) for key, value in terms)
    return Table(f"{where}-terms", f"Terms of {title_of(score)}", "Term", columns, rows)


_Setting = tuple[ProposalScore, str, Apparatus, list[str], dict[tuple[str, Key, str], TermScore]]


def _row(key: Key, value: str, setting: _Setting) -> Row:
    score, where, apparatus, parties, keyed = setting
    wording = apparatus.wording
    title = f"{wording.key(key)}: {wording.option(key, value)}"
    cells = tuple(
        Cell(p, (_status(p, keyed.get((p, key, value)), (key, score, f"{where}.{key}.{value}", apparatus)),))
        for p in parties
    )
    return Row(f"{where}.{key}.{value}", wording.domain(key.domain), title, cells, str(key))


def _status(
    party: str, term: TermScore | None, setting: tuple[Key, ProposalScore, str, Apparatus]
) -> BriefLine:
    key, score, where, apparatus = setting
    if term is None:
        line = apparatus.absence(where, "not asked of it")
    elif party in score.proposal.by and term.status == "offered":
        text, source = "offered: its own text", source_of(score.proposal)
        return apparatus.line(where, text, term.lines, pack_source=source, word="offered")
    elif not term.lines:
        reports = counted(len(apparatus.inputs.view.reports), "report")
        line = apparatus.absence(
            where,
            f"{term.status}: no statement of {apparatus.wording.party(party)} on "
            f"{apparatus.wording.inside(key)} in {reports}",
        )
        return BriefLine(line.id, line.text, about_absence=True, word=term.status)
    else:
        return apparatus.line(where, term.status, term.lines, word=term.status)
    return line
