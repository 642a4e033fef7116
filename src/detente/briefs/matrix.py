"""Section 2: who holds what, party by issue, for each stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from detente.bargaining.constraints.model import Role
from detente.briefs.evidence import Apparatus
from detente.briefs.model import BriefLine, Cell, Column, PackSource, Row, Section, Table
from detente.briefs.names import knots_of
from detente.briefs.papers import binding_parties
from detente.briefs.stands import stand_words
from detente.briefs.wording import STAGE_NAMES, counted, listed, period_phrase, sentence
from detente.ledger.agenda import Key, on_agenda
from detente.ledger.positions import OptionStand, Position, Word
from detente.packs.model import STAGES, Proposal, Stage
from detente.packs.terms import split_key

_MOST_COLUMNS = 6
OTHERS = "others"
_ORDER = (Word.YES, Word.CONDITIONS, Word.OFFERS, Word.NO, Word.CONTESTED, Word.ASKED, Word.NOT_HEARD)


@dataclass(frozen=True, slots=True)
class _Grid:
    """One stage: its keys, its columns, the positions and tabled terms by key and party."""

    stage: Stage
    keys: tuple[Key, ...]
    columns: tuple[tuple[Column, tuple[str, ...]], ...]
    positions: dict[tuple[Key, str], Position]
    tabled: dict[tuple[Key, str], list[tuple[Proposal, str]]]


def matrix_section(apparatus: Apparatus) -> Section:
    """A table for each stage that has anything on its agenda."""
    grids = [_grid(stage, apparatus) for stage in STAGES]
    tables = tuple(t for grid in grids if (t := _table(grid, apparatus)).rows)
    unspoken = tuple(line for grid in grids for line in _unspoken(grid, apparatus))
    return Section(
        "positions",
        "Who holds what",
        "Each entry says the party's word on an option, then on what that rests. “Tabled” means that the "
        "party put its name to a text "
        "with this term; it is taken from the text, not from anything the party said. “Not heard” is "
        "neither yes nor no. "
        "Columns: those who must sign, by name; then the others, fullest first, which ranks nobody.",
        unspoken,
        tables,
    )


def _unspoken(grid: _Grid, apparatus: Apparatus) -> Iterator[BriefLine]:
    """Matters that only tabled texts name: nobody was heard on them, so they have no row."""
    leaves = list(apparatus.inputs.pack.leaves)
    keys = sorted(
        {k for k, _ in grid.tabled if k not in grid.keys and k.issue in leaves},
        key=lambda k: (leaves.index(k.issue), k.instance or ""),
    )
    if keys:
        reports = counted(len(apparatus.inputs.view.reports), "report")
        text = (
            f"{sentence(STAGE_NAMES[grid.stage])}: in tabled texts, and nobody is heard on it in {reports}: "
            f"{apparatus.wording.keys(keys)}."
        )
        yield apparatus.absence(f"positions.{grid.stage}", text)


def _grid(stage: Stage, apparatus: Apparatus) -> _Grid:
    inputs = apparatus.inputs
    positions = {(p.key, p.party): p for p in inputs.for_tables if p.stage == stage}
    tabled: dict[tuple[Key, str], list[tuple[Proposal, str]]] = {}
    result = inputs.results.get(stage)
    for proposal in {s.proposal.id: s.proposal for s in result.proposals}.values() if result else ():
        for key, value in terms_of(proposal, stage):
            for party in proposal.by:
                tabled.setdefault((key, party), []).append((proposal, value))
    order = {issue: i for i, issue in enumerate(inputs.pack.leaves)}
    keys = {k for k, _ in positions if on_agenda(inputs.pack.leaf(k.issue))}
    ranked = sorted(keys, key=lambda k: (order.get(k.issue, len(order)), k.instance or ""))
    entries = Counter(p for k, p in (*positions, *tabled) if k in keys)
    return _Grid(stage, tuple(ranked), _columns(stage, entries, apparatus), positions, tabled)


def terms_of(proposal: Proposal, stage: Stage) -> Iterator[tuple[Key, str]]:
    """The terms of a proposal that belong to a stage: the ceasefire's own leaves are always the truce's."""
    for text, value in proposal.terms.items():
        key = Key(*split_key(text))
        if ("truce" if key.domain == "cf" else proposal.stage) != stage:
            continue
        for option in value if isinstance(value, tuple | list) else (value,):
            if isinstance(option, str):
                yield key, option


def _columns(
    stage: Stage, entries: Counter[str], apparatus: Apparatus
) -> tuple[tuple[Column, tuple[str, ...]], ...]:
    """Signatories by name, then the others by how many rows they fill; more than six are folded."""
    name, signatories = apparatus.wording.party, apparatus.inputs.pack.signatories[stage]
    binding = [p for p in binding_parties(apparatus) if p not in signatories and p in entries]
    rest = sorted(set(entries) - set(signatories), key=lambda p: (-entries[p], name(p)))
    ordered = [*sorted(signatories, key=name), *rest]
    kept = ordered if len(ordered) <= _MOST_COLUMNS else ordered[: _MOST_COLUMNS - 1]
    folded = tuple(p for p in ordered if p not in kept)
    role = dict.fromkeys(signatories, "must sign") | dict.fromkeys(binding, "sponsor or provider")
    columns = [(Column(p, name(p), role.get(p, "also heard")), (p,)) for p in kept]
    return (*columns, (Column(OTHERS, "Others", "also heard"), folded)) if folded else tuple(columns)


def _table(grid: _Grid, apparatus: Apparatus) -> Table:
    wording = apparatus.wording
    rows = tuple(
        Row(
            f"{grid.stage}.{key}",
            wording.domain(key.domain),
            wording.key(key),
            tuple(_cells(key, grid, apparatus)),
            str(key),
            locks_of(key, grid.stage, apparatus),
        )
        for key in grid.keys
    )
    title = f"{sentence(STAGE_NAMES[grid.stage])}: party by issue"
    return Table(
        f"positions-{grid.stage}", title, "Issue", tuple(c for c, _ in grid.columns), rows, picture=True
    )


def locks_of(key: Key, stage: Stage, apparatus: Apparatus) -> tuple[str, ...]:
    """The knots in which a key is held by a member other than a need."""
    result = apparatus.inputs.results.get(stage)
    knots = knots_of(result) if result else ()
    return tuple(
        k.name for k in knots if any(key in m.keys and m.role is not Role.NEED for m in k.lead.members)
    )


def _cells(key: Key, grid: _Grid, apparatus: Apparatus) -> Iterator[Cell]:
    for column, parties in grid.columns:
        lines = [
            line
            for p in parties
            for line in _cell_lines(key, p, (grid, apparatus), named=column.id == OTHERS)
        ]
        yield Cell(column.id, tuple(lines) or (_silence(key, column, (grid, apparatus)),))


def _silence(key: Key, column: Column, setting: tuple[_Grid, Apparatus]) -> BriefLine:
    grid, apparatus = setting
    reports = counted(len(apparatus.inputs.view.reports), "report")
    who = "others" if column.id == OTHERS else column.name
    text = (
        f"Not heard: no statement of {who} on {apparatus.wording.inside(key)} ({STAGE_NAMES[grid.stage]}) "
        f"in {reports}."
    )
    line = apparatus.absence(f"positions.{grid.stage}.{key}", text)
    return BriefLine(line.id, line.text, about_absence=True, word=Word.NOT_HEARD.value)


def _cell_lines(
    key: Key, party: str, setting: tuple[_Grid, Apparatus], *, named: bool
) -> Iterator[BriefLine]:
    grid, apparatus = setting
    who = f"{apparatus.wording.party(party)}: " if named else ""
    position = grid.positions.get((key, party))
    if position:
        for stand in sorted(position.stands, key=lambda s: (_ORDER.index(s.word), s.option or "~")):
            yield _stand_line(who, stand, (position, apparatus))
    yield from _tabled_lines(who, grid.tabled.get((key, party), []), (key, grid, apparatus))


def _stand_line(who: str, stand: OptionStand, setting: tuple[Position, Apparatus]) -> BriefLine:
    """The word, the option and, in brackets, what kind of word it was."""
    position, apparatus = setting
    option = apparatus.wording.option(position.key, stand.option)
    text = f"{who}{stand_words(position, stand, apparatus.wording)}"
    marks = ["stage unclear"] if position.stage_unclear else []
    if stand.faded:
        marks.append("inferred from older words")
    return apparatus.line(
        f"positions.{position.stage}.{position.key}.{position.party}",
        text,
        stand.lines,
        voice=stand.voice.value,
        firm=stand.firm,
        marks=marks,
        period=period_phrase(stand.first, stand.latest),
        word=stand.word.value,
        option=option,
    )


def _tabled_lines(
    who: str, terms: list[tuple[Proposal, str]], setting: tuple[Key, _Grid, Apparatus]
) -> Iterator[BriefLine]:
    """What a party put its name to: each set of options once, under the latest text that has it."""
    key, grid, apparatus = setting
    by_text: dict[str, list[str]] = {}
    texts = {proposal.id: proposal for proposal, _ in terms}
    for proposal, value in terms:
        by_text.setdefault(proposal.id, []).append(apparatus.wording.option(key, value))
    alike: dict[str, list[Proposal]] = {}
    for name, values in by_text.items():
        alike.setdefault(listed(values), []).append(texts[name])
    for options, proposals in alike.items():
        latest = max(proposals, key=lambda p: p.date)
        more = f" and {counted(len(proposals) - 1, 'other text')}" if len(proposals) > 1 else ""
        text = f"{who}tabled: {options} ({latest.name}{more})"
        source = PackSource(f"{latest.name}, {latest.date}", latest.url)
        where = f"positions.{grid.stage}.{key}"
        yield apparatus.line(
            where, text, pack_source=source, word="tabled", period=latest.date, option=options
        )
