"""Positions explained: figures, masses, exclusions, each statement with its words; and the strict reading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from detente.cli.show import aside, heading, say, table

if TYPE_CHECKING:
    from detente.desk.project import Project
    from detente.ledger.entries import Line
    from detente.ledger.positions import Position


def show_explained(project: Project, positions: Iterable[Position]) -> None:
    """Print each position with its figures, what it excludes, and the sentences under it."""
    from detente.bargaining.wording import key_label
    from detente.desk.briefing import sentence_of

    say(
        "P is the share of the mass that speaks for an option, from what was said, by whom, and how "
        "surely; 5% to 95% in brackets."
    )
    for position in positions:
        heading(
            f"{project.pack.party_name(position.party)} · {key_label(project.pack, position.key)} · "
            f"{position.stage}: {position.word}"
        )
        aside(
            f"{position.party}:{position.key} · {position.voice}"
            + (" · truce or settlement? the reports do not tell" if position.stage_unclear else "")
        )
        _figures(position)
        for exclusion in position.exclusions:
            inferred = f"; inferred: {', '.join(sorted(exclusion.inferred))}" if exclusion.inferred else ""
            asks = f" asks for {', '.join(sorted(exclusion.demanded))};" if exclusion.demanded else ""
            excludes = ", ".join(sorted(exclusion.values)) or "nothing"
            say(
                f"{exclusion.voice}:{asks} excludes {excludes}{inferred}; "
                f"{'firm' if exclusion.firm else 'not firm'}",
                indent=2,
                hang=2,
            )
        for line in position.lines:
            _statement(line, sentence_of(project, line))


def _figures(position: Position) -> None:
    spoken = [(value, f) for value, f in position.figures.items() if f.mass_for or f.mass_against]
    rows = [
        (f"  {value}", f"{f.p:.3f}", f"[{f.low:.3f}, {f.high:.3f}]", f"{f.mass_for:g}", f"{f.mass_against:g}")
        for value, f in spoken
    ]
    table(("  option", "P", "5% to 95%", "for", "against"), rows)


def _statement(line: Line, sentence: str) -> None:
    s = line.statement
    chain = " ← ".join([s.speaker or "the page's own narration", *reversed(s.via)])
    said = line.said.isoformat() or "undated"
    facts = [
        line.original_id,
        str(s.stance),
        s.option or "no option",
        chain,
        s.basis,
        *([s.certainty] if s.certainty else []),
        said,
    ]
    standing = str(line.standing) if line.sure else f"{line.standing}, confidence {s.confidence:.2f}"
    if line.standing == "unreviewed" and s.origin == "person":
        standing = "coded by a person"
    aside(" · ".join([*facts, standing, f"{line.report.name}:{s.span.start}-{s.span.end}"]), indent=2)
    say(" ".join(sentence.split()), indent=4)


def show_strict(project: Project, positions: Iterable[Position]) -> None:
    """Print the strict reading: the latest utterance of each party in its own voice, by stage and issue."""
    from detente.bargaining.wording import key_label, option_label

    pack, stage, key = project.pack, "", ""
    for position in positions:
        latest = position.strict
        if latest is None:
            continue
        if position.stage != stage:
            stage, key = position.stage, ""
            heading(f"{stage.capitalize()}: the latest in each party's own voice")
        if key_label(pack, position.key) != key:
            key = key_label(pack, position.key)
            say(f"{key}  [{position.key}]", indent=2)
        condition = ", with conditions" if latest.conditional else ""
        say(
            f"{pack.party_name(position.party)}: {latest.stance} "
            f"{option_label(pack, position.key, latest.option)}{condition}",
            indent=4,
            hang=2,
        )
        aside(
            f"{latest.said.isoformat() or 'undated'} · {' '.join(line.original_id for line in latest.lines)}",
            indent=6,
        )
