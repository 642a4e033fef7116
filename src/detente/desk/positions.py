"""Who holds what: the positions of an answer that were asked for, and what is known for the other stage alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.desk.names import known_party, matters
from detente.desk.position_records import carried_record, position_record
from detente.desk.project import Answer, Project
from detente.desk.records import Record, headed, statements
from detente.ledger.carrying import CarriedOver, carried_over
from detente.ledger.positions import Position
from detente.packs.model import Stage


def chosen_positions(
    project: Project, found: Answer, *, party: str | None, issue: str | None
) -> tuple[Position, ...]:
    """The positions of one party or on one issue, for both stages. Raises UnknownName."""
    shown = found.shown
    if party:
        holder = known_party(project.pack, party, (p.party for p in shown))
        shown = tuple(p for p in shown if p.party == holder)
    if issue:
        keys = matters(project.pack, issue, (p.key for p in found.shown))
        shown = tuple(p for p in shown if p.key in keys)
    return shown


def of_stage(
    positions: Sequence[Position], stage: Stage | None
) -> tuple[tuple[Position, ...], tuple[CarriedOver, ...]]:
    """Positions of one stage, or of both, and what is known for the other stage alone."""
    return (
        tuple(p for p in positions if stage in {None, p.stage}),
        tuple(c for c in carried_over(positions) if stage in {None, c.stage}),
    )


def positions_record(
    project: Project,
    found: Answer,
    positions: Iterable[Position],
    *,
    carried: Iterable[CarriedOver] = (),
    explain: bool,
) -> Record:
    """The answer of `positions`: those given, what is carried over, and the statements under them."""
    chosen, known = list(positions), list(carried)
    lines = [line for p in (*chosen, *(c.known for c in known)) for line in p.lines]
    return headed(
        "positions",
        project,
        found,
        positions=[position_record(p, project.pack, explain=explain) for p in chosen],
        carried_over=[carried_record(c, project.pack) for c in known],
        statements=statements(lines),
    )
