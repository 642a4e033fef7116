"""Section 8: what is contested, what differs inside one camp, what is unclear, what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from detente.briefs.evidence import Apparatus
from detente.briefs.inputs import Change
from detente.briefs.model import BriefLine, Section
from detente.briefs.wording import STAGE_NAMES, listed, sentence
from detente.ledger.agenda import Key
from detente.ledger.positions import OptionStand, Position, Word
from detente.ledger.utterances import Utterance, Voice

_FOR = frozenset({Word.YES, Word.CONDITIONS, Word.OFFERS})
_POSITIVE = frozenset({"demand", "accept", "propose"})


def differing_section(apparatus: Apparatus) -> Section:
    """Everything that a careful reader must not take for settled."""
    parts = (
        Section("contested", "Contested: signs for and against", "", tuple(_contested(apparatus))),
        Section("speakers", "One party, different voices", "", tuple(_speakers(apparatus))),
        Section(
            "hearsay", "What others say a party wants, beside its own words", "", tuple(_hearsay(apparatus))
        ),
        Section("camps", "Inside one camp", "Members of one bloc that differ.", tuple(_camps(apparatus))),
        Section(
            "changes",
            "What moved",
            "In the parties' own dated words; undated words show no move.",
            tuple(_changes(apparatus)),
        ),
        Section(
            "unclear",
            "Truce or settlement? The reports do not tell",
            "Each counts in both until somebody asks.",
            tuple(_unclear(apparatus)),
        ),
    )
    kept = tuple(replace(p, lines=tuple({x.id: x for x in p.lines}.values())) for p in parts if p.lines)
    notes = () if kept else ("Nothing contested, changed or unclear was found in what was read.",)
    return Section("differing", "Contested, unclear, changed", subsections=kept, notes=notes)


def _told(position: Position, apparatus: Apparatus) -> str:
    who, about = apparatus.wording.party(position.party), apparatus.wording.inside(position.key)
    return f"{who}, on {about} ({_stage(position)})"


def _stage(position: Position) -> str:
    return "stage unclear" if position.stage_unclear else STAGE_NAMES[position.stage]


def _contested(apparatus: Apparatus) -> Iterator[BriefLine]:
    for position in apparatus.inputs.positions:
        for stand in position.stands:
            if stand.word is Word.CONTESTED and stand.option is not None:
                against = [
                    x for s in position.stands if s is not stand and s.option != stand.option for x in s.lines
                ]
                option = apparatus.wording.term(position.key, stand.option)
                who = f"{apparatus.wording.party(position.party)}, {STAGE_NAMES[position.stage]}"
                text = f"{who}: there are signs for and against {option}."
                yield apparatus.line("contested", text, (*stand.lines, *against), voice=stand.voice.value)


def _speakers(apparatus: Apparatus) -> Iterator[BriefLine]:
    """Speakers of one party, in its own voice, who say yes and no to the same option."""
    for position in apparatus.inputs.positions:
        own = [u for u in position.utterances if u.voice is Voice.OWN and u.option is not None]
        for option in dict.fromkeys(u.option for u in own):
            yes = [u for u in own if u.option == option and u.stance in _POSITIVE]
            no = [u for u in own if u.option == option and u.stance == "reject"]
            if yes and no and _speaker_names(yes) != _speaker_names(no) and not turned(yes, no):
                text = (
                    f"{_told(position, apparatus)}: {listed(_speaker_names(yes))} for "
                    f"{apparatus.wording.option(position.key, option)}, "
                    f"{listed(_speaker_names(no))} against."
                )
                yield apparatus.line("speakers", text, [x for u in (*yes, *no) for x in u.lines])


def turned(yes: list[Utterance], no: list[Utterance]) -> bool:
    """Whether every yes lies before every no in time, or after: then it is a change, not a difference."""
    return all(y.said.certainly_before(n.said) for y in yes for n in no) or all(
        n.said.certainly_before(y.said) for y in yes for n in no
    )


def _speaker_names(utterances: list[Utterance]) -> list[str]:
    return sorted({line.speaker or "no speaker named" for u in utterances for line in u.lines})


def _hearsay(apparatus: Apparatus) -> Iterator[BriefLine]:
    """Where a party speaks for itself and others say that it wants something else."""
    for position in apparatus.inputs.positions:
        own = [s for s in position.stands if s.voice is Voice.OWN]
        hearsay = [s for s in position.stands if s.voice is Voice.ATTRIBUTED and s.word in _FOR]
        beyond = [s for s in hearsay if s.option not in {o.option for o in own}]
        if own and beyond:
            text = (
                f"{_told(position, apparatus)}: in its own words "
                f"{listed(_said(s, position, apparatus) for s in own)}; "
                "others say that it wants "
                f"{listed(apparatus.wording.option(position.key, s.option) for s in beyond)}."
            )
            yield apparatus.line("hearsay", text, [x for s in (*own, *beyond) for x in s.lines])


def _said(stand: OptionStand, position: Position, apparatus: Apparatus) -> str:
    option = apparatus.wording.option(position.key, stand.option)
    return f"{stand.word.value}{' ' if stand.word is Word.OFFERS else ' to '}{option}"


def _camps(apparatus: Apparatus) -> Iterator[BriefLine]:
    """Members of one bloc of which one refuses what another takes, or which take different options."""
    pack = apparatus.inputs.pack
    camps = [{p.id, *p.members} for p in pack.parties.values() if p.kind == "bloc" or p.members]
    blocs = [members for members in camps if not members & set(pack.belligerents)]
    told: set[tuple[Key, frozenset[str]]] = set()
    for one, other in combinations(apparatus.inputs.positions, 2):
        same_matter = one.key == other.key and one.stage == other.stage and one.party != other.party
        if not same_matter or not any({one.party, other.party} <= members for members in blocs):
            continue
        identity = (one.key, frozenset({one.party, other.party}))
        if identity not in told and _apart(one, other):
            told.add(identity)
            yield _camp_line(one, other, apparatus)


def _apart(one: Position, other: Position) -> bool:
    """Whether one refuses an option that the other takes, or each takes options and none is shared."""
    takes = [{s.option for s in p.stands if s.word in _FOR and s.option} for p in (one, other)]
    refuses = [{s.option for s in p.stands if s.word is Word.NO and s.option} for p in (one, other)]
    clash = bool(takes[0] & refuses[1] or takes[1] & refuses[0])
    return clash or bool(takes[0] and takes[1] and not takes[0] & takes[1])


def _camp_line(one: Position, other: Position, apparatus: Apparatus) -> BriefLine:
    sides = sorted((one, other), key=lambda p: apparatus.wording.party(p.party))
    said = "; ".join(
        f"{apparatus.wording.party(p.party)}: {listed(_said(s, p, apparatus) for s in p.stands)}"
        for p in sides
    )
    text = f"{sentence(apparatus.wording.inside(one.key))} ({_stage(one)}). {said}."
    return apparatus.line("camps", text, [x for p in sides for x in p.lines])


def _changes(apparatus: Apparatus) -> Iterator[BriefLine]:
    """Each change with the sentences after it, then with those before it."""
    for change in changes_of(apparatus):
        yield apparatus.line("changes", f"{apparatus.wording.plain(change.text)}.", change.lines)
        if change.was_lines:
            yield apparatus.line("changes", f"{apparatus.wording.plain(change.was)}.", change.was_lines)


def changes_of(apparatus: Apparatus) -> tuple[Change, ...]:
    """The changes that rest on words."""
    return tuple(c for c in apparatus.inputs.changes if c.lines)


def _unclear(apparatus: Apparatus) -> Iterator[BriefLine]:
    found: dict[tuple[str, str], Position] = {}
    for position in apparatus.inputs.positions:
        if position.stage_unclear:
            found.setdefault((position.party, str(position.key)), position)
    for position in found.values():
        options = listed(
            dict.fromkeys(apparatus.wording.option(position.key, s.option) for s in position.stands)
        )
        text = (
            f"{apparatus.wording.party(position.party)}, on {apparatus.wording.inside(position.key)}: "
            f"{options}."
        )
        yield apparatus.line("unclear", text, position.lines, voice=position.voice.value)
