"""Positions explained: what was said, what it weighs, the sums, and what follows; so that a person can reckon it again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from detente.cli.listing import Listed, in_order, strict_words
from detente.cli.sections import show_evidence
from detente.cli.show import aside, heading, say, table

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
        numbers = {u: n for n, u in enumerate(position.utterances, start=1)}
        _head(position, listed)
        heading("What was said", indent=2)
        for utterance, number in numbers.items():
            _said(utterance, number, (position, listed))
        _options(position, verdicts_of(position), (listed, numbers))
        _words(position, listed, numbers)
        _strict(position, listed, numbers)


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
    from detente.briefs.wording import when_phrase
    from detente.ledger.fold import MASS, certainty_of

    position, listed = about
    says = utterance_words(position, utterance, listed.wording)
    words = dict.fromkeys(x.statement.certainty for x in utterance.lines if x.statement.certainty)
    sure = certainty_of(utterance)
    told = f"“{'”, “'.join(words)}”" if words else "said flatly"
    say(f"{number}. {says}", indent=2, hang=3)
    counted = utterance.day.isoformat() if utterance.day else "no day known"
    facts = [
        f"said {when_phrase(utterance.said)}, counted from {counted}" if utterance.said.known else "undated",
        f"basis {utterance.basis} (mass {MASS[utterance.basis]:g})",
        f"{told} (certainty {sure.low:g} to {sure.high:g}, middle {sure.middle:g})",
        *([] if utterance.stage or position.stage_unclear else ["stage not told: counts for both"]),
        f"stories {', '.join(sorted(_short(s) for s in utterance.stories))}",
        f"rooms {', '.join(sorted(_short(r) for r in utterance.rooms))}",
    ]
    aside(" · ".join(facts), indent=5)
    if listed.evidence:
        for line in utterance.lines:
            show_evidence(listed.evidence(line), indent=5)


def _short(name: str) -> str:
    """A hash is told by its beginning."""
    return name[:8] if len(name) > 24 and " " not in name else name


Numbered = tuple[Listed, dict["Utterance", int]]


def _options(position: Position, verdicts: Sequence[Verdict], how: Numbered) -> None:
    """What the fold makes of each option; options of one reckoning stand together."""
    listed, numbers = how
    heading("What it makes of each option", indent=2)
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
    age = w.age
    if age.until is None:
        return "does not age"
    if age.days is None:
        return f"undated: half beside words up to {age.until.isoformat()}"
    days = "one day" if age.days == 1 else f"{age.days} days"
    return f"{days} old on {age.until.isoformat()}"


def _words(position: Position, listed: Listed, numbers: dict[Utterance, int]) -> None:
    """How each option came by its word, and which of them gives the position its own."""
    from detente.briefs.stands import marks_of, rest_words, since_words, stand_words

    heading("Its words", indent=2)
    aside(_how_words_age(position.ageing), indent=2)
    for stand in in_order(position.stands):
        say(stand_words(position, stand, listed.wording), indent=2, hang=2)
        facts = [str(stand.voice), "firm" if stand.firm else "not firm", since_words(stand)]
        aside(" · ".join([*facts, rest_words(stand.rests), *marks_of(position, stand)]), indent=4)
        aside(_why(stand), indent=4)
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


def _strict(position: Position, listed: Listed, numbers: dict[Utterance, int]) -> None:
    heading("The strict reading", indent=2)
    show_strict_of(position, listed, numbers)


def show_strict(listed: Listed) -> None:
    """Print the strict reading: the latest utterances of each party in its own voice, by stage and issue."""
    aside(
        "Each party's latest words in its own voice, and nothing else: what they exclude, and what they replace."
    )
    stage, key = "", None
    for position in listed.positions:
        if position.strict is None:
            continue
        if position.stage != stage:
            stage, key = position.stage, None
            heading(f"{stage.capitalize()}: the latest in each party's own voice")
        if position.key != key:
            key = position.key
            say(f"{listed.wording.key(key)}  [{key}]", indent=2)
        say(
            f"{listed.wording.party(position.party)}: {strict_words(position, listed.wording)}",
            indent=4,
            hang=2,
        )
        numbers = {u: n for n, u in enumerate(position.utterances, start=1)}
        _of_options(position, listed, indent=6)
        if listed.evidence:
            for line in dict.fromkeys(line for u in position.strict.latest for line in u.lines):
                show_evidence(listed.evidence(line), indent=6)
        if len(numbers) > len(position.strict.latest):
            aside(f"left out: {_left_out(position)}", indent=6)


def show_strict_of(position: Position, listed: Listed, numbers: dict[Utterance, int]) -> None:
    """Print what the strict reading takes of a position, what it leaves out and why, and where the fold differs."""
    from detente.ledger.verdicts import apart

    strict = position.strict
    if strict is None:
        say("Nothing: the party is not heard in its own voice on a known day.", indent=2)
        return
    taken = ", ".join(str(numbers[u]) for u in strict.latest)
    say(f"[{taken}] {strict_words(position, listed.wording)}", indent=2, hang=2)
    if strict.contrary:
        aside("words of that one day stand for and against the same: it leaves that open", indent=4)
    _of_options(position, listed, indent=4)
    for utterance, why in strict.left_out:
        aside(f"[{numbers[utterance]}] left out: {why}", indent=4)
    differing = apart(position)
    if differing:
        options = "; ".join(
            f"{listed.wording.option(position.key, a.value)} ({a.folded} by the fold, {a.strict} here)"
            for a in differing
        )
        say(f"The two readings differ on: {options}", indent=4, hang=2)


def _of_options(position: Position, listed: Listed, *, indent: int) -> None:
    strict = position.strict
    if strict is None:
        return

    def named(values: Iterable[str]) -> str:
        chosen = set(values)
        told = (listed.wording.option(position.key, v) for v in position.figures if v in chosen)
        return "; ".join(told) or "nothing"

    parts = [f"excludes: {named(strict.excluded)}"]
    if strict.demanded:
        parts.append(f"asks for: {named(strict.demanded)}")
    aside(" · ".join(parts), indent=indent)


def _left_out(position: Position) -> str:
    from collections import Counter

    counts = Counter(str(why) for _, why in position.strict.left_out) if position.strict else Counter()
    return "; ".join(f"{n} {why}" for why, n in counts.items())
