"""Stability in words: a table of states and concepts, ways from the status quo, reasons, and what would have to change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.bargaining.stability.model import MEANINGS, Concept, Verdict
from detente.bargaining.stability.why import in_words
from detente.cli.show import aside, heading, say, table
from detente.desk.stability import LABEL

if TYPE_CHECKING:
    from detente.bargaining.stability.inverse import Change, Inverse
    from detente.bargaining.stability.model import Conflict, Stabilities
    from detente.bargaining.stability.paths import FromStatusQuo, Step
    from detente.bargaining.stability.why import Reasons
    from detente.desk.stability import StabilityAnswer

_MOST_ROWS, _MOST_NAMED, _MOST_SETS = 40, 30, 6


def show_stability(answer: StabilityAnswer) -> None:
    """Print the whole answer."""
    conflict = answer.conflict
    heading(conflict.title)
    aside(f"{LABEL.capitalize()}. It tells what follows from what was entered, not what will happen.")
    makers = ", ".join(conflict.decision_makers)
    say(f"{len(conflict.states):,} states; decision makers: {makers}")
    _table(answer)
    _equilibria(answer)
    _ways(answer)
    _why(answer)
    _inverses(answer)
    _coalitions(answer)


def _table(answer: StabilityAnswer) -> None:
    """One row for each state: all of a small model, of a large one those that hold for everybody somehow."""
    found = [answer.found, *([answer.limited] if answer.limited else [])]
    conflict = answer.conflict
    columns = [(f, c) for f in found for c in f.concepts]
    shown = range(len(conflict.states))
    if len(shown) > _MOST_ROWS:
        kept = {s for f, c in columns for s in _may_hold(f, c)}
        shown = sorted(kept)[:_MOST_ROWS]  # type: ignore[assignment]
    heading("Who would leave which state")
    aside(
        "holds: nobody would leave it · a name: who would · ?: not known for a name, since its comparisons are not"
    )
    rows = [[conflict.states[s], *(_cell(f, c, s) for f, c in columns), _told(conflict, s)] for s in shown]
    table(["state", *(c for _, c in columns), "what it is"], rows)
    if len(shown) < len(conflict.states):
        aside(
            f"the first {len(shown)} states that hold, or may, under some concept; --json names all that hold"
        )


def _may_hold(found: Stabilities, concept: str) -> list[int]:
    names = [*found.equilibria(concept)[:_MOST_ROWS], *found.not_known(concept)[:_MOST_ROWS]]
    return [found.conflict.state(name) for name in names]


def _cell(found: Stabilities, concept: str, state: int) -> str:
    makers = found.conflict.decision_makers
    told = {maker: found.verdict(concept, k, state) for k, maker in enumerate(makers)}
    leaving = [m for m, verdict in told.items() if verdict is Verdict.UNSTABLE]
    loose = [f"{m}?" for m, verdict in told.items() if verdict is Verdict.NOT_KNOWN]
    if len(leaving) + len(loose) < 2:
        return "".join(leaving + loose) or "holds"
    return ", ".join([f"{len(leaving)} leave"] * bool(leaving) + [f"{len(loose)} ?"] * bool(loose))


def _told(conflict: Conflict, state: int) -> str:
    text = conflict.told(state).partition(" (")[2].removesuffix(")")
    return text or conflict.states[state]


def _equilibria(answer: StabilityAnswer) -> None:
    heading("What holds for everybody")
    for found in [answer.found, *([answer.limited] if answer.limited else [])]:
        for concept in found.concepts:
            meaning = (
                MEANINGS.get(Concept(concept))
                if concept in [*Concept]
                else "limited move: looking so many moves ahead"
            )
            loose = found.not_known(concept)
            text = f"{concept}: {_named(found.equilibria(concept))}"
            say(text + (f"; not known: {_named(loose)}" if loose else ""), indent=2, hang=2)
            aside(str(meaning), indent=4)


def _named(states: Sequence[str]) -> str:
    if not states:
        return "no state"
    more = f" and {len(states) - _MOST_NAMED:,} more" if len(states) > _MOST_NAMED else ""
    return ", ".join(states[:_MOST_NAMED]) + more


def _why(answer: StabilityAnswer) -> None:
    """For each decision maker the reasons; concepts for which they are the same stand together."""
    conflict = answer.conflict
    same: dict[tuple[str, Verdict, tuple[str, ...]], list[Reasons]] = {}
    for found in answer.why:
        same.setdefault((found.decision_maker, found.verdict, in_words(found, conflict)), []).append(found)
    for (maker, verdict, sentences), several in sorted(
        same.items(), key=lambda item: conflict.decision_maker(item[0][0])
    ):
        state = conflict.told(conflict.state(several[0].state))
        heading(f"Why {state} is {verdict} for {maker} ({', '.join(r.concept for r in several)})")
        for sentence in sentences:
            say(f"· {sentence}", indent=2, hang=2)


def _ways(answer: StabilityAnswer) -> None:
    if answer.by_moves is None or answer.by_improvements is None:
        return
    for ways, how in (
        (answer.by_moves, "any moves"),
        (answer.by_improvements, "only moves that pay for who makes them"),
    ):
        heading(f"From state {ways.status_quo} by {how}")
        aside(f"{len(ways.distances):,} of {len(answer.conflict.states):,} states can be reached")
        _show_ways(ways)


def _show_ways(ways: FromStatusQuo) -> None:
    shown = sorted(ways.ways.items(), key=lambda item: len(item[1]))[:_MOST_ROWS]
    if not shown:
        say("No equilibrium can be reached so.", indent=2)
    for end, steps in shown:
        way = f"{ways.status_quo} → {_steps(steps)}" if steps else "is the status quo"
        say(f"{end}: {way}", indent=2, hang=2)


def _steps(steps: Sequence[Step]) -> str:
    return " → ".join(
        f"{s.end} ({s.by}{'' if s.better else ', not known to pay' if s.better is None else ', against its liking'})"
        for s in steps
    )


def _inverses(answer: StabilityAnswer) -> None:
    """What would have to change; concepts for which it is the same stand together."""
    same: dict[tuple[tuple[Change, ...], bool | None], list[Inverse]] = {}
    for found in answer.inverse:
        same.setdefault((found.changes, found.checked), []).append(found)
    for (changes, checked), several in same.items():
        state = answer.conflict.told(answer.conflict.state(several[0].state))
        heading(f"What would make {state} hold for everybody ({', '.join(i.concept for i in several)})")
        if not changes:
            say("Nothing: it holds.", indent=2)
        for change in changes:
            for sentence in _change(change, several[0].state):
                say(f"· {sentence}", indent=2, hang=2)
        if changes and checked is not None:
            enough = "with the first of each it holds for everybody"
            not_enough = "the first of each are not enough together, since they change what others can answer"
            aside(f"reckoned anew: {enough if checked else not_enough}", indent=2)


def _change(change: Change, state: str) -> list[str]:
    name, here = change.decision_maker, f"state {state}"
    ways = [f"state {_listed(one)}" for one in change.no_better[:_MOST_SETS]]
    more = len(change.no_better) - len(ways)
    told = [
        f"{name} would have to like {here} at least as well as {'; or '.join(ways)}"
        + (f"; or one of {more} more sets" if more > 0 else "")
        + "."
    ]
    if change.raised_over and change.raised_over not in change.no_better:
        told.append(
            f"{name}: were only the place of {here} in its ranking to change, it would have to rise over "
            f"{_listed(change.raised_over)}."
        )
    if change.to_learn:
        told.append(
            f"Not known now, so to be asked first: how {name} compares {here} with {_listed(change.to_learn)}."
        )
    told += [
        f"Or, so that {name} would be answered: "
        + " and ".join(f"{s.by} would have to like {s.end} better than {s.start}" for s in steps)
        + "."
        for steps in change.credible
    ]
    return told


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _coalitions(answer: StabilityAnswer) -> None:
    found = answer.coalitions
    if found is None:
        return
    heading("Against coalitions")
    for concept, states in found.equilibria.items():
        say(f"{concept}: {_named(states)}", indent=2)
    aside("states that hold against every coalition and every decision maker alone", indent=2)
    seen: dict[tuple[tuple[str, ...], str, str], list[str]] = {}
    for jump in found.jumps:
        seen.setdefault((jump.coalition, jump.start, jump.end), []).append(jump.concept)
    for (members, start, end), concepts in list(seen.items())[:_MOST_ROWS]:
        say(
            f"· {_listed(members)} together could go from {start} to {end}, which each of them likes better "
            f"({', '.join(concepts)}).",
            indent=2,
            hang=2,
        )
