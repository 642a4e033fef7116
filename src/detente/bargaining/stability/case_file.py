"""A conflict as a JSON case: the format of the reference cases, with option form, statements and known comparisons.

Keys are those of docs/stability.md. What is read is checked, and every fault names its place and what to write instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.bargaining.stability.model import Conflict, Option, Way
from detente.bargaining.stability.moves import Moves, listed, refuse_too_many
from detente.bargaining.stability.option_form import Frame, OptionForm, frame
from detente.bargaining.stability.preferences import (
    Preference,
    Ranking,
    from_classes,
    from_known,
    from_payoffs,
    named,
)
from detente.bargaining.stability.statements import ranking_by_statements
from detente.kernel.errors import BadInput
from detente.kernel.suggest import did_you_mean

KEYS = (
    "id", "title", "note", "notes", "decision_makers", "options", "common_options", "irreversible_moves", "infeasible",
    "at_most_one", "at_least_one", "same", "states", "unilateral_moves", "preference_payoff_ordinal",
    "preference_ranking_best_first", "preference_statements", "preference_known", "source", "published",
    "computed_by_independent_reference", "computed_matches_published_equilibria", "computed",
)  # fmt: skip
_PREFERENCES = (
    "preference_payoff_ordinal",
    "preference_ranking_best_first",
    "preference_statements",
    "preference_known",
)
_WAYS: Mapping[str, Way] = {
    "both": "both", "fwd": "on", "forward": "on", "on": "on", "back": "off", "backward": "off", "off": "off",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Case:
    """The parts of a case as they are read, and what it is called in messages."""

    name: str
    parts: Mapping[str, object]

    def fault(self, place: str, what: str) -> BadInput:
        return BadInput(f"{self.name}: {place}: {what}")

    def mapping(self, key: str) -> Mapping[str, object]:
        found = self.parts.get(key) or {}
        if not isinstance(found, dict):
            raise self.fault(key, f'{_short(found)} is no object; write {{"name": …}}')
        return found

    def texts(self, value: object, place: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise self.fault(place, f'{_short(value)} is no list of names; write ["…", "…"]')
        return tuple(value)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def read_case(parts: object, *, name: str) -> Conflict:
    """The conflict of a case. Raises BadInput with place and remedy where it is malformed."""
    if not isinstance(parts, dict):
        raise BadInput(
            f"{name}: a case is a JSON object with decision_makers, states or options, and preferences"
        )
    case = _Case(name, parts)
    for key in parts:
        if key not in KEYS:
            raise case.fault(
                key, f"no key of a case{did_you_mean(key, KEYS)}; the keys are in docs/stability.md"
            )
    makers = case.texts(parts.get("decision_makers"), "decision_makers")
    if not makers or len(set(makers)) < len(makers):
        raise case.fault("decision_makers", "name at least one, and each once")
    options = _options(case, makers)
    known = _frame(case, makers, options)
    labels = _labels(case) if not options else ()
    preferences = tuple(_preference(case, maker, options, frame_=known) for maker in makers)
    _no_strangers(case, makers)
    title = str(parts.get("title") or parts.get("id") or name)
    return Conflict(
        title, makers, known.states, known.moves, preferences, options, known.patterns, _source(parts), labels
    )


def _source(parts: Mapping[str, object]) -> str:
    source = parts.get("source") or ""
    return "; ".join(map(str, source.values())) if isinstance(source, dict) else str(source)


def _labels(case: _Case) -> tuple[str, ...]:
    states = case.parts.get("states")
    return tuple(str(v) for v in states.values()) if isinstance(states, dict) else ()


def _no_strangers(case: _Case, makers: Sequence[str]) -> None:
    for key in ("options", "unilateral_moves", *_PREFERENCES):
        for maker in case.mapping(key):
            if maker not in makers:
                raise case.fault(key, f"'{maker}' is no decision maker{did_you_mean(maker, makers)}")


def _options(case: _Case, makers: Sequence[str]) -> tuple[Option, ...]:
    given = case.mapping("options")
    common = {n: case.texts(w, f"common_options.{n}") for n, w in case.mapping("common_options").items()}
    found: list[Option] = []
    for maker in given:
        for name in case.texts(given[maker], f"options.{maker}"):
            by = tuple(dict.fromkeys((maker, *common.get(f"{maker}.{name}", ()))))
            found.append(Option(name, by))
    for stray in common.keys() - {f"{o.by[0]}.{o.name}" for o in found}:
        raise case.fault("common_options", f"no option '{stray}'; write DECISION MAKER.OPTION")
    for option in found:
        for maker in option.by:
            if maker not in makers:
                raise case.fault("options", f"'{maker}' is no decision maker{did_you_mean(maker, makers)}")
    if len({(o.by[0], o.name) for o in found}) < len(found):
        raise case.fault(
            "options", "an option stands twice with one decision maker; give each a name of its own"
        )
    return _one_way(case, found)


def _one_way(case: _Case, options: Sequence[Option]) -> tuple[Option, ...]:
    """The options with how they can be changed: a list in their order, an object by name, or words that only tell."""
    given = case.parts.get("irreversible_moves")
    names = [f"{o.by[0]}.{o.name}" for o in options]
    if isinstance(given, list):
        if len(given) != len(options):
            raise case.fault(
                "irreversible_moves", f"{len(given)} entries for {len(options)} options; give one for each"
            )
        given = dict(zip(names, given, strict=True))
    if not isinstance(given, dict):
        return tuple(options)
    for name, way in given.items():
        if name not in names:
            raise case.fault("irreversible_moves", f"no option '{name}'{did_you_mean(name, names)}")
        if way not in _WAYS:
            raise case.fault(f"irreversible_moves.{name}", f"{_short(way)}; write on, off or both")
    return tuple(
        Option(o.name, o.by, _WAYS[given.get(n, "both")]) for o, n in zip(options, names, strict=True)
    )


def _frame(case: _Case, makers: Sequence[str], options: Sequence[Option]) -> Frame:
    """States and moves as they are listed, or as the options give them."""
    states = case.parts.get("states")
    if not states:
        if not options:
            raise case.fault("states", "neither states nor options; list the states, or what each can do")
        return frame(_form(case, makers, options))
    names = _state_names(case, states)
    patterns = _patterns(case, states, options) if isinstance(states, dict) and options else ()
    refuse_too_many(len(names))
    if "unilateral_moves" not in case.parts:
        raise case.fault(
            "unilateral_moves",
            "states without moves; list the moves, or leave out states so that options give both",
        )
    places = {n: i for i, n in enumerate(names)}
    moves = tuple(_moves(case, maker, places) for maker in makers)
    return Frame(names, patterns, moves)


def _state_names(case: _Case, states: object) -> tuple[str, ...]:
    if not isinstance(states, dict | list) or not all(isinstance(s, str | int) for s in states):
        raise case.fault("states", f'{_short(states)}; write {{"1": "YN N", …}} or ["1", "2", …]')
    names = tuple(str(s) for s in states)
    if len(set(names)) < len(names):
        raise case.fault("states", "a state stands twice; give each a name of its own")
    return names


def _patterns(case: _Case, states: Mapping[str, object], options: Sequence[Option]) -> tuple[str, ...]:
    return tuple(_pattern(case, p, options, place=f"states.{n}") for n, p in states.items())


def _pattern(case: _Case, pattern: object, options: Sequence[Option], *, place: str) -> str:
    marks = pattern.replace(" ", "") if isinstance(pattern, str) else ""
    if len(marks) != len(options) or set(marks) - set("YN-"):
        raise case.fault(
            place,
            f"{_short(pattern)}; write one of Y, N or - for each of the {len(options)} options, in their order",
        )
    return str(pattern)


def _moves(case: _Case, maker: str, places: Mapping[str, int]) -> Moves:
    given = case.mapping("unilateral_moves").get(maker, [])
    if not isinstance(given, list):
        raise case.fault(f"unilateral_moves.{maker}", f"{_short(given)} is no list; write [[from, to], …]")
    pairs: list[tuple[int, int]] = []
    for at, move in enumerate(given):
        place = f"{case.name}: unilateral_moves.{maker}[{at}]"
        pairs.append(_pair(move, places, place=place))
    return listed(pairs, len(places))


def _pair(pair: object, places: Mapping[str, int], *, place: str) -> tuple[int, int]:
    if not isinstance(pair, list) or len(pair) != 2:
        raise BadInput(f"{place}: {_short(pair)} is no pair of states; write [1, 2]")
    return named(places, pair[0], place=place), named(places, pair[1], place=place)


def _form(case: _Case, makers: Sequence[str], options: Sequence[Option]) -> OptionForm:
    names = {f"{o.by[0]}.{o.name}": i for i, o in enumerate(options)}

    def patterns(key: str) -> tuple[str, ...]:
        given = case.parts.get(key) or []
        if not isinstance(given, list):
            raise case.fault(key, f'{_short(given)} is no list of patterns; write ["YY-", …]')
        return tuple(_pattern(case, p, options, place=f"{key}[{i}]") for i, p in enumerate(given))

    def sets(key: str) -> tuple[tuple[int, ...], ...]:
        given = case.parts.get(key) or []
        if not isinstance(given, list):
            raise case.fault(key, f'{_short(given)} is no list; write [["A.x", "A.y"], …]')
        found: list[tuple[int, ...]] = []
        for i, several in enumerate(given):
            for name in case.texts(several, f"{key}[{i}]"):
                if name not in names:
                    raise case.fault(f"{key}[{i}]", f"no option '{name}'{did_you_mean(name, names)}")
            found.append(tuple(names[n] for n in several))
        return tuple(found)

    return OptionForm(
        tuple(makers),
        tuple(options),
        patterns("infeasible"),
        sets("at_most_one"),
        sets("at_least_one"),
        patterns("same"),
    )


def _preference(case: _Case, maker: str, options: Sequence[Option], *, frame_: Frame) -> Preference:
    given = [(key, case.mapping(key)[maker]) for key in _PREFERENCES if maker in case.mapping(key)]
    if not given:
        raise case.fault(
            "preferences",
            f"nothing tells what '{maker}' likes; give {', '.join(_PREFERENCES[:3])}, or preference_known with {{}} where "
            "nothing is known",
        )
    read = [_read(case, maker, options, frame_=frame_, key=key, value=value) for key, value in given]
    for other, (key, _) in zip(read[1:], given[1:], strict=True):
        first = read[0]
        if not (
            isinstance(first, Ranking) and isinstance(other, Ranking) and (first.ranks == other.ranks).all()
        ):
            raise case.fault(
                f"{key}.{maker}", f"says something else than {given[0][0]}; leave one of them out"
            )
    return read[0]


def _read(
    case: _Case, maker: str, options: Sequence[Option], *, frame_: Frame, key: str, value: object
) -> Preference:
    place = f"{case.name}: {key}.{maker}"
    places = {n: i for i, n in enumerate(frame_.states)}
    if key == "preference_statements":
        if not frame_.patterns:
            raise BadInput(f"{place}: statements speak of options, and this case has none; give payoffs")
        statements = case.texts(value, f"{key}.{maker}")
        if not statements:
            raise BadInput(
                f"{place}: no statement; write what matters most to '{maker}' first, such as 'A1 & -B2', or move it to "
                "preference_known with {} where nothing is known"
            )
        return ranking_by_statements(statements, options, frame_.patterns, place=place)
    if key == "preference_known":
        return _known(value, places, place=place)
    if not isinstance(value, list):
        raise BadInput(f"{place}: {_short(value)} is no list")
    if key == "preference_payoff_ordinal":
        if len(value) != len(frame_.states):
            raise BadInput(
                f"{place}: {len(value)} payoffs for {len(frame_.states)} states; give one for each"
            )
        return from_payoffs(value, place=place)
    classes = [
        [named(places, s, place=place) for s in (several if isinstance(several, list) else [several])]
        for several in value
    ]
    return from_classes(classes, frame_.states, place=place)


def _known(value: object, places: Mapping[str, int], *, place: str) -> Preference:
    if not isinstance(value, dict) or value.keys() - {"better", "equal"}:
        raise BadInput(f'{place}: write {{"better": [[liked more, liked less], …], "equal": [[1, 2], …]}}')
    pairs: dict[str, list[tuple[int, int]]] = {}
    for kind in ("better", "equal"):
        given = value.get(kind, [])
        if not isinstance(given, list):
            raise BadInput(f"{place}.{kind}: {_short(given)} is no list of pairs; write [[1, 2], …]")
        pairs[kind] = [_pair(p, places, place=f"{place}.{kind}[{i}]") for i, p in enumerate(given)]
    return from_known(pairs["better"], pairs["equal"], states=tuple(places), place=place)
