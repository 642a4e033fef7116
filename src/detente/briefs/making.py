"""Section 9: what is wrong in the reports and in the reading, and how this brief was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from detente.bargaining.deadlocks import how_far
from detente.briefs.evidence import Apparatus
from detente.briefs.model import Section
from detente.briefs.wording import ageing_phrase, counted, day_phrase, listed
from detente.kernel.problems import Problem
from detente.ledger.ageing import ageing_of, of_pack

_RANK = {"error": 0, "warning": 1, "note": 2}


def making_section(apparatus: Apparatus, problems: tuple[Problem, ...]) -> Section:
    """Problems by weight, and the facts of the making."""
    return Section(
        "making",
        "Problems, and how this was made",
        "Faults found in the reports and in their reading, each with what a person can do about it.",
        notes=tuple(_facts(apparatus)),
        problems=problems,
    )


def problems_of(apparatus: Apparatus) -> tuple[Problem, ...]:
    """Every problem once, the gravest first."""
    inputs = apparatus.inputs
    found: Iterable[Problem] = (
        *inputs.problems,
        *inputs.view.problems,
        *(p for r in inputs.results.values() for p in r.problems),
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda p: (_RANK[p.severity], p.code, p.place)))


def moment_words(apparatus: Apparatus) -> dict[str, str]:
    """The moment of the view in words, by name."""
    moment = apparatus.inputs.view.moment
    words = {"as of": day_phrase(moment.as_of) if moment.as_of else "all that was said, whenever"}
    words["known by"] = day_phrase(moment.known_by) if moment.known_by else "all that was published, whenever"
    words["recorded by"] = (
        moment.recorded_by.strftime("%Y-%m-%d %H:%M UTC") if moment.recorded_by else "all that is in the file"
    )
    words["unreviewed lines"] = "counted, and marked" if moment.include_unreviewed else "left out"
    words["unmarked from confidence"] = f"{moment.unmarked_at:.2f}"
    ageing = ageing_of(apparatus.inputs.view, apparatus.inputs.pack)
    if not of_pack(ageing, apparatus.inputs.pack):
        words["half-life of words"] = ageing_phrase(ageing)
    return words


def _facts(apparatus: Apparatus) -> Iterator[str]:
    inputs = apparatus.inputs
    pack, view = inputs.pack, inputs.view
    yield f"Pack: {pack.title} (id {pack.id}, version {pack.version}, digest {pack.digest[:12]})."
    readers = Counter(line.statement.origin for line in view.lines)
    if readers:
        read = [f"{name} ({counted(n, 'statement')})" for name, n in sorted(readers.items())]
        yield f"Read by: {listed(read)}."
    standing = Counter(line.standing.value for line in view.lines)
    seen = [f"{n} {word}" for word, n in sorted(standing.items())]
    yield f"Review: {listed(seen) or 'no statement in view'}."
    if view.left_out:
        yield (
            f"Left out for review: {counted(view.left_out, 'line')} below the confidence at which lines "
            "stand unmarked."
        )
    yield "Moment: " + "; ".join(f"{name}: {words}" for name, words in moment_words(apparatus).items()) + "."
    for stage, result in inputs.results.items():
        checked = all(d.checked for d in result.deadlocks)
        state = how_far(result.reach, result.deadlocks) or "complete"
        if result.reach.complete and not result.complete:
            state = "complete, but the time ended before every move was looked for"
        yield (
            f"Search, {stage}: {state}; {counted(len(result.deadlocks), 'deadlock')} listed"
            f"{', each confirmed by plain evaluation' if checked and result.deadlocks else ''}."
        )
    yield "Numbers of reports or mentions rank no party anywhere in this brief."
