"""The strict reading in words: each party's latest words in its own voice, what they replace, and what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

from detente.cli.listing import Listed, alike, strict_words
from detente.cli.sections import show_evidence
from detente.cli.show import aside, heading, say

if TYPE_CHECKING:
    from detente.ledger.positions import Position
    from detente.ledger.utterances import Utterance


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
        _of_options(position, listed, indent=6)
        if listed.evidence:
            for line in dict.fromkeys(line for u in position.strict.latest for line in u.lines):
                show_evidence(listed.evidence(line), indent=6)
        if position.strict.left_out:
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
    aside(f"takes: {_named(strict.taken, position, listed)} · leaves open: all others", indent=4)
    left: dict[str, list[int]] = {}
    for utterance, why in strict.left_out:
        left.setdefault(str(why), []).append(numbers[utterance])
    for reason, several in left.items():
        aside(f"[{', '.join(map(str, sorted(several)))}] left out: {reason}", indent=4)
    for (folded, here), values in alike(apart(position)).items():
        options = "; ".join(listed.wording.option(position.key, v) for v in values)
        say(f"The two readings differ: {folded} by the fold, {here} here: {options}", indent=4, hang=2)


def _of_options(position: Position, listed: Listed, *, indent: int) -> None:
    strict = position.strict
    if strict is None:
        return

    parts = [f"excludes: {_named(strict.excluded, position, listed)}"]
    if strict.demanded:
        parts.append(f"asks for: {_named(strict.demanded, position, listed)}")
    aside(" · ".join(parts), indent=indent)


def _named(values: Collection[str], position: Position, listed: Listed) -> str:
    told = (listed.wording.option(position.key, v) for v in position.figures if v in values)
    return "; ".join(told) or "nothing"


def _left_out(position: Position) -> str:
    counts = Counter(str(why) for _, why in position.strict.left_out) if position.strict else Counter()
    return "; ".join(f"{n} {why}" for why, n in counts.items())
