"""Positions explained: what was said, what it weighs, the sums, and what follows; so that a person can reckon it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from detente.cli.listing import Listed, in_order
from detente.cli.sections import show_evidence
from detente.cli.show import aside, heading, say, table
from detente.cli.strictly import show_strict_of

if TYPE_CHECKING:
    from detente.ledger.ageing import Ageing
    from detente.ledger.fold import Figure, Weighed
    from detente.ledger.positions import OptionStand, Position
    from detente.ledger.utterances import Utterance
    from detente.ledger.verdicts import Heard, Verdict

_LEAD = (
    "Each utterance weighs w = mass of its basis × recency, and speaks for an option with probability q: 1 where it takes it, 0 "
    "where it excludes it, ½ where it does not commit, each drawn towards ½ by how surely it was said: "
    "q = ½ + (stance − ½) × certainty. P = (½ + Σwq) / (1 + Σw); the bounds are the 5% and 95% points of the Beta "
    "distribution with a = ½ + Σwq and b = ½ + Σw − Σwq. Firm is a yes with a lower bound of 0.6 at least, a no with an upper "
    "bound of 0.4 at most, in its own words or as reported by two independent sources. See docs/positions.md."
)


def show_explained(listed: Listed) -> None:
    """Print each position with its utterances, what the fold makes of each option, its words, and the strict reading."""
    from detente.ledger.verdicts import verdicts_of

    aside(_LEAD)
    for position in listed.positions:
        numbers = {u: n for n, u in enumerate(position.in_time, start=1)}
        _head(position, listed)
        heading("What was said", indent=2)
        for utterance, number in numbers.items():
            _said(utterance, number, (position, listed))
        _options(position, verdicts_of(position), (listed, numbers))
        _words(position, listed, numbers)
        heading("The strict reading", indent=2)
        show_strict_of(position, listed, numbers)


def _head(position: Position, listed: Listed) -> None:
    from detente.briefs.stands import rest_words, since_words
    from detente.ledger.stands import rests_of

    who, what = listed.wording.party(position.party), listed.wording.key(position.key)
    heading(f"{who} · {what} · {position.stage}: {position.word}")
    facts = [f"{position.party}:{position.key}", str(position.voice), since_words(position.lead)]
    aside(" · ".join([*facts, rest_words(rests_of(position.utterances))]), indent=2)
    if position.stage_unclear:
        aside(
            "No report tells whether this is for the truce or the settlement: it counts for both.", indent=2
        )


def _said(utterance: Utterance, number: int, about: tuple[Position, Listed]) -> None:
    from detente.briefs.stands import utterance_words
    from detente.briefs.wording import day_phrase, when_phrase
    from detente.ledger.fold import MASS

    position, listed = about
    says = utterance_words(position, utterance, listed.wording)
    say(f"{number}. {says}", indent=2, hang=3)
    said = f"said {when_phrase(utterance.said)}" if utterance.said.known else "undated"
    if utterance.day and utterance.said.earliest != utterance.said.latest:
        said += f", counted from {day_phrase(utterance.day)}"
    basis = f"{_BASES[utterance.basis]} (mass {MASS[utterance.basis]:g})"
    unclear = [] if utterance.stage or position.stage_unclear else ["stage not told: counts for both"]
    aside(" · ".join([said, basis, _how_surely(utterance), *unclear, *_where(utterance, listed)]), indent=5)
    if listed.evidence:
        for line in utterance.lines:
            show_evidence(listed.evidence(line), indent=5)


_BASES = {
    "own": "in its own words",
    "reported": "reported",
    "insider": "by an unnamed insider",
    "counterpart": "by a counterpart's account",
    "analyst": "by an analyst or writer",
}


def _how_surely(utterance: Utterance) -> str:
    from detente.ledger.fold import certainty_of

    words = dict.fromkeys(x.statement.certainty for x in utterance.lines if x.statement.certainty)
    sure = certainty_of(utterance)
    if not words:
        return "said flatly (certainty 1)"
    return f"“{'”, “'.join(words)}” (certainty {sure.low:g} to {sure.high:g}, middle {sure.middle:g})"


def _where(utterance: Utterance, listed: Listed) -> Iterable[str]:
    """The stories that carry it, each by a report of it, and the rooms it comes from."""
    stories = {x.report.story or x.report.doc: x.report.name for x in utterance.lines}
    yield f"{'story' if len(stories) == 1 else 'stories'}: {', '.join(sorted(stories.values()))}"
    publishers = listed.pack.publishers
    rooms = {
        room: publishers[room].name if room in publishers else x.report.room or x.report.name
        for x in utterance.lines
        for room in [x.report.room or x.report.story or x.report.doc]
    }
    if set(rooms.values()) != set(stories.values()):
        yield f"{'room' if len(rooms) == 1 else 'rooms'}: {', '.join(sorted(rooms.values()))}"


Numbered = tuple[Listed, dict["Utterance", int]]


def _options(position: Position, verdicts: Sequence[Verdict], how: Numbered) -> None:
    """What the fold makes of each option; options of one reckoning stand together."""
    listed, numbers = how
    heading("What follows for each option", indent=2)
    aside(_how_words_age(position.ageing), indent=2)
    groups: dict[object, list[Verdict]] = {}
    for verdict in verdicts:
        folds = tuple((f.voice, f.weighed) for f in verdict.folds)
        reckoning = (verdict.reading, verdict.firm, verdict.demanded, verdict.why, folds)
        groups.setdefault(reckoning, []).append(verdict)
    for alike in groups.values():
        first = alike[0]
        marked = [
            listed.wording.option(position.key, v.value) + (" (inferred)" if v.inferred else "")
            for v in alike
        ]
        by = sorted({numbers[u] for u in first.by})
        carried = f" [{', '.join(map(str, by))}]" if by and first.reading != "unknown" else ""
        voice = f", {first.voice}" if first.voice else ""
        say(f"{first.reading}{carried}{voice}: {'; '.join(marked)}", indent=2, hang=2)
        aside(first.why, indent=4)
        for fold in first.folds:
            several = len(first.folds) > 1
            _reckoned(fold.weighed, fold.figure, numbers, lead=_up_to(fold) if several else "")


def _up_to(fold: Heard) -> str:
    from detente.ledger.utterances import Voice

    return {
        Voice.OWN: "its own words alone:",
        Voice.REPORTED: "with what is reported:",
        Voice.ATTRIBUTED: "with what others say:",
    }[fold.voice]


def _reckoned(
    weighed: Sequence[Weighed], figure: Figure, numbers: dict[Utterance, int], *, lead: str = ""
) -> None:
    if lead:
        aside(lead, indent=4)
    rows = [_row(w, numbers) for w in weighed]
    table(("    no.", "mass", "recency", "w", "q", "w·q", "how"), rows)
    counted = [w for w in weighed if w.counted]
    total, up = sum(w.mass for w in counted), sum(w.mass * w.q for w in counted)
    a, b = 0.5 + figure.mass_for, 0.5 + figure.mass_against
    say(
        f"Σw = {total:.6g}, Σwq = {up:.6g}; P = (0.5 + {up:.6g}) / (1 + {total:.6g}) = {figure.p:.6f}; "
        f"Beta({a:.6g}, {b:.6g}): 5% {figure.low:.6f}, 95% {figure.high:.6f}",
        indent=4,
        hang=2,
    )


def _row(w: Weighed, numbers: dict[Utterance, int]) -> tuple[str, ...]:
    from detente.ledger.fold import MASS, drawn

    low, high = sorted(drawn(w.towards, c) for c in (w.certainty.low, w.certainty.high))
    ends = "" if low == high else f" ({low:g} to {high:g})"
    how = _how_old(w) if w.counted else "does not count: another of its act or room stands for it"
    return (
        f"    {numbers[w.utterance]}",
        f"{MASS[w.utterance.basis]:g}",
        f"{w.age.recency:.6g}",
        f"{w.mass:.6g}" if w.counted else "–",
        f"{w.q:.6g}{ends}",
        f"{w.mass * w.q:.6g}" if w.counted else "–",
        how,
    )


def _how_old(w: Weighed) -> str:
    from detente.briefs.wording import day_phrase

    age = w.age
    if age.until is None:
        return "does not age"
    if age.days is None:
        return f"undated: half beside words up to {day_phrase(age.until)}"
    if not age.days:
        return f"not older than {day_phrase(age.until)}"
    days = "one day" if age.days == 1 else f"{age.days} days"
    return f"{days} old on {day_phrase(age.until)}"


def _words(position: Position, listed: Listed, numbers: dict[Utterance, int]) -> None:
    """How each option came by its word, and which of them gives the position its own."""
    from detente.briefs.stands import marks_of, rest_words, since_words, stand_words
    from detente.ledger.verdicts import verdicts_of

    heading("Its words", indent=2)
    reckoned = {v.value: v.folds[-1].weighed for v in verdicts_of(position) if v.folds}
    for stand in in_order(position.stands):
        say(stand_words(position, stand, listed.wording), indent=2, hang=2)
        facts = [str(stand.voice), "firm" if stand.firm else "not firm", since_words(stand)]
        aside(" · ".join([*facts, rest_words(stand.rests), *marks_of(position, stand)]), indent=4)
        aside(_why(stand), indent=4)
        if reckoned.get(stand.option or "") == stand.weighed:
            aside(f"reckoned above: P = {stand.figure.p:.6f}", indent=4)
        else:
            _reckoned(stand.weighed, stand.figure, numbers)
    if len(position.stands) > 1:
        aside(
            f"The position's own word, {position.word}, is that of {listed.wording.option(position.key, position.lead.option)}: "
            "a contested option first, else of the strongest voice the latest that commits.",
            indent=2,
        )


def _how_words_age(ageing: Ageing) -> str:
    from detente.briefs.wording import ageing_phrase

    return f"Half-life {ageing_phrase(ageing)}; recency = 0.5 ^ (days / half-life)."


def _why(stand: OptionStand) -> str:
    """The rule by which the word was chosen."""
    from detente.ledger.positions import Word

    return {
        Word.YES: "asked for or accepted without a condition, and P is not below 0.5",
        Word.CONDITIONS: "asked for or accepted, but what its strongest voice says latest stands under a condition",
        Word.OFFERS: "put forward, neither asked for nor accepted, and P is not below 0.5",
        Word.NO: "P is below 0.5",
        Word.CONTESTED: "words stand for and against it, and P lies between 0.4 and 0.6",
        Word.ASKED: "it was raised, and nothing commits to it",
        Word.NOT_HEARD: "nothing was said of it",
    }[stand.word]
