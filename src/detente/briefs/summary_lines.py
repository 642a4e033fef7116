"""How one line of the summary is worded and which sentences it cites."""

from __future__ import annotations

from collections.abc import Iterable

from detente.bargaining.constraints.model import Group, Role, Strength
from detente.briefs.deadlocks import by_conduct_alone, held_phrase, in_order
from detente.briefs.evidence import Apparatus, strength_then_latest
from detente.briefs.model import BriefLine
from detente.briefs.names import Knot
from detente.ledger.entries import Line
from detente.ledger.positions import OptionStand, Position, Word
from detente.ledger.utterances import VOICES

WHERE = "ten-lines"
MOST_CITED = 4
_RANK = (Word.YES, Word.CONDITIONS, Word.OFFERS, Word.NO, Word.CONTESTED, Word.ASKED, Word.NOT_HEARD)


def cited(lines: Iterable[Line]) -> list[Line]:
    """The few sentences that carry a summary line: the strongest and latest, no two from one place."""
    chosen: list[Line] = []
    for line in sorted(dict.fromkeys(lines), key=strength_then_latest):
        if not any(
            line.statement.doc == c.statement.doc and line.statement.span.overlaps(c.statement.span)
            for c in chosen
        ):
            chosen.append(line)
    return chosen[:MOST_CITED]


def cited_of_each(groups: Iterable[Iterable[Line]]) -> list[Line]:
    """Two sentences of each group, so that no side stands without its own."""
    return list(dict.fromkeys(x for lines in groups for x in cited(lines)[:2]))


def stand_phrase(position: Position, stand: OptionStand, apparatus: Apparatus) -> str:
    """`yes to 30 days (duration)`: a stand as it stands in a sentence."""
    if stand.option is None:
        return f"{stand.word.value} on {apparatus.wording.inside(position.key)}, naming no option"
    lead = {
        Word.YES: "yes to",
        Word.CONDITIONS: "yes, with conditions, to",
        Word.OFFERS: "offers",
        Word.NO: "no to",
        Word.ASKED: "does not commit on",
        Word.CONTESTED: "signs for and against",
    }.get(stand.word, stand.word.value)
    return f"{lead} {apparatus.wording.term(position.key, stand.option)}"


def leading(position: Position) -> list[OptionStand]:
    """A position's stands that nobody need review: strongest voice first, committing before asking."""
    sure = [s for s in position.stands if any(line.sure for line in s.lines)]
    return sorted(sure, key=lambda s: (VOICES.index(s.voice), _RANK.index(s.word), s.option or "~"))[:2]


def lock_line(lead: str, knot: Knot, apparatus: Apparatus) -> BriefLine:
    """A deadlock in one line; a matter that all members share is said once."""
    members = in_order(knot.lead.members, apparatus)
    shared = [k for k in members[0].keys if all(k in m.keys for m in members)]
    said = "; ".join(_member(m, apparatus, subject=not shared) for m in members)
    marks = ["stage unclear"] if any(m.stage_unclear for m in members) else []
    about = f", on {apparatus.wording.keys(shared)}" if shared else ""
    lines = cited_of_each(m.lines for m in members)
    strength, by_conduct = knot.lead.strength, by_conduct_alone(knot.lead)
    how = " It would lock if what is done now is meant to go on." if by_conduct else _HOW[strength]
    return apparatus.line(
        WHERE,
        f"{lead} ({knot.name}){about}: {said}.{how}",
        lines,
        voice="conduct, not a position" if by_conduct else strength.value,
        marks=marks,
    )


_HOW = {
    Strength.OWN: "",
    Strength.REPORTED: " Reported.",
    Strength.ATTRIBUTED: " It would hold if what others say is right.",
    Strength.ASKED: " It would lock if the question asked is meant as a condition.",
    Strength.SUPPOSED: " It would lock if what is supposed held.",
}


def _member(group: Group, apparatus: Apparatus, *, subject: bool) -> str:
    phrase = held_phrase(group, apparatus, subject=subject)
    said = phrase.partition(":")[0] if group.role is Role.NEED else phrase
    others = "by what others say, " if group.strength is Strength.ATTRIBUTED else ""
    return f"{others}{apparatus.wording.party(group.party)} {said}"
