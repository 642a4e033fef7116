"""Positions as a list: stage, issue, party; who was not heard in one line; where the two readings differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.cli.sections import show_evidence
from detente.cli.show import aside, heading, say

if TYPE_CHECKING:
    from detente.briefs.model import Evidence
    from detente.briefs.wording import Wording
    from detente.ledger.agenda import Key
    from detente.ledger.carrying import CarriedOver
    from detente.ledger.entries import Line
    from detente.ledger.positions import OptionStand, Position
    from detente.ledger.verdicts import Apart
    from detente.packs.model import Pack, Stage

_LEAD = (
    "Each party's word on an option, then what it rests on. “Not heard” is neither yes nor no. The figures behind a word: "
    "--explain; the sentences: --evidence; where each party's latest own words say otherwise: --compare."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What is listed: positions, what is carried over, the parties that a reader looks for, what gives sentences."""

    pack: Pack
    wording: Wording
    positions: Sequence[Position]
    carried: Sequence[CarriedOver] = ()
    party: str | None = None
    evidence: Callable[[Line], Evidence] | None = None

    def looked_for(self, stage: Stage) -> tuple[str, ...]:
        """Whose silence is told: the party asked for, else who must sign and who was heard on anything of the stage."""
        if self.party:
            return (self.party,)
        heard = {p.party for p in self.positions if p.stage == stage} - set(self.pack.signatories[stage])
        name = self.wording.party
        return (*sorted(self.pack.signatories[stage], key=name), *sorted(heard, key=name))


def show_positions(listed: Listed) -> None:
    """Print who holds what, by stage, group of issues and issue."""
    from detente.packs.model import STAGES

    aside(_LEAD)
    for stage in STAGES:
        keys = list(dict.fromkeys(p.key for p in listed.positions if p.stage == stage))
        if not keys:
            continue
        heading(stage.capitalize())
        domain = ""
        for key in keys:
            if key.domain != domain:
                domain = key.domain
                heading(listed.wording.domain(domain), indent=2)
            _show_matter(key, stage, listed)


def _show_matter(key: Key, stage: Stage, listed: Listed) -> None:
    here = {p.party: p for p in listed.positions if (p.stage, p.key) == (stage, key)}
    known = {c.party: c for c in listed.carried if (c.stage, c.key) == (stage, key)}
    say(f"{listed.wording.key(key)}  [{key}]", indent=4, hang=2)
    order = listed.looked_for(stage)
    for party in sorted(here, key=lambda p: (order.index(p) if p in order else len(order), p)):
        _show_cell(here[party], listed)
    silent = [p for p in order if p not in here]
    for party in silent:
        if party in known:
            _show_carried(known[party], listed)
    unheard = [listed.wording.party(p) for p in silent if p not in known]
    if unheard:
        aside(f"not heard: {', '.join(unheard)}", indent=6)


def _show_cell(position: Position, listed: Listed) -> None:
    from detente.briefs.stands import marks_of, rest_words, since_words, stand_words
    from detente.ledger.verdicts import Reading, apart

    who = listed.wording.party(position.party)
    for stand in in_order(position.stands):
        say(f"{who}: {stand_words(position, stand, listed.wording)}", indent=6, hang=4)
        firm = ["firm"] if stand.firm else []
        facts = [str(stand.voice), *firm, since_words(stand), rest_words(stand.rests)]
        aside(" · ".join([*facts, *marks_of(position, stand)]), indent=10)
        if listed.evidence:
            for line in stand.lines:
                show_evidence(listed.evidence(line), indent=10)
    if any(a.strict is not Reading.UNKNOWN for a in apart(position)):
        aside(f"otherwise by its latest own words alone: {strict_words(position, listed.wording)}", indent=10)


def in_order(stands: Iterable[OptionStand]) -> list[OptionStand]:
    """Stands as they are listed: those that commit first, then contested and asked ones."""
    from detente.ledger.positions import Word

    order = (Word.YES, Word.CONDITIONS, Word.OFFERS, Word.NO, Word.CONTESTED, Word.ASKED, Word.NOT_HEARD)
    return sorted(stands, key=lambda s: (order.index(s.word), s.option or "~"))


def _show_carried(carried: CarriedOver, listed: Listed) -> None:
    from detente.briefs.stands import stand_words

    known = carried.known
    said = stand_words(known, known.lead, listed.wording)
    who = listed.wording.party(carried.party)
    aside(
        f"{who}: not heard on the {carried.stage}; inferred from the {known.stage}: {said}",
        indent=6,
    )


def strict_words(position: Position, wording: Wording) -> str:
    """What the strict reading takes, with its day: `refuses 30 days (13 March 2025)`."""
    from detente.briefs.stands import utterance_words
    from detente.briefs.wording import day_phrase, listed

    strict = position.strict
    if strict is None:
        return "nothing: it is not heard in its own voice on a known day"
    said = listed(dict.fromkeys(utterance_words(position, u, wording) for u in strict.latest))
    return f"{said} ({day_phrase(strict.day)})"


def show_compared(listed: Listed) -> None:
    """Print the positions on which the two readings differ, with what each makes of the options."""
    from detente.briefs.wording import counted
    from detente.ledger.verdicts import apart

    wording = listed.wording
    aside(
        "The fold weighs all that was said; the strict reading takes a party's latest words in its own voice alone. "
        "Listed is what one of them excludes and the other does not, and what the fold leaves open though the latest "
        "words take it."
    )
    differing = [(p, found) for p in listed.positions if (found := apart(p))]
    for position, found in differing:
        who, what = wording.party(position.party), wording.key(position.key)
        heading(f"{who} · {what} · {position.stage}: {position.word}")
        aside(f"its latest own words: {strict_words(position, wording)}", indent=2)
        for (folded, strict), values in alike(found).items():
            options = "; ".join(wording.option(position.key, v) for v in values)
            say(f"by the fold {folded}, by the strict reading {strict}: {options}", indent=2, hang=2)
    without = sum(p.strict is None for p in listed.positions)
    if not differing:
        say("\nThe two readings exclude the same.")
    if without:
        aside(
            "Without a strict reading, the party not being heard in its own voice on a known day: "
            f"{counted(without, 'position')}."
        )


def alike(found: Iterable[Apart]) -> Mapping[tuple[str, str], list[str]]:
    """Values by what the fold and the strict reading make of them."""
    together: dict[tuple[str, str], list[str]] = {}
    for one in found:
        together.setdefault((str(one.folded), str(one.strict)), []).append(one.value)
    return together
