"""The answer of `packages` in plain words: packages first, then what the points make of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from detente.bargaining.packages.algebras import Point
from detente.bargaining.packages.hull import Draw
from detente.bargaining.packages.reach import Setting, Word
from detente.bargaining.packages.sensitivity import Range
from detente.bargaining.packages.solutions import Solution
from detente.bargaining.packages.trades import Change, Trade
from detente.bargaining.wording import key_label, listed
from detente.desk.offer_words import LogLine
from detente.desk.packages.asking import Solved, StagePackages
from detente.desk.packages.words import figure, package_line, titled, values_told
from detente.ledger.agenda import Key
from detente.packs.model import Pack

_MOST_NAMED = 6
_MOST_SHOWN = 10
_READ_OUT = 10**9


def told(found: StagePackages) -> Iterator[tuple[str, tuple[LogLine, ...]]]:
    """The answer of a stage: headings, each with its entries."""
    reached = found.reach
    setting = reached.setting
    yield f"Packages: {setting.problem.stage}", tuple(_counted(found))
    if reached.packages:
        entries = tuple(
            package_line(setting, p, titled(setting.pack, p, i))
            for i, p in enumerate(reached.packages, start=1)
        )
        which = "that come nearest to each party's firm positions" if reached.beyond else "that differ most"
        yield f"{len(entries)} {'package' if len(entries) == 1 else 'packages'} {which}", entries
    if found.solved is not None:
        yield from _solved_told(setting, found.solved)
    elif reached.packages:
        yield "Points", (LogLine(_ENTER),)


_ENTER = (
    "No points were given, so no package is called better than another. To compare them, write a file to fill in with "
    "`detente packages PROJECT --stage STAGE --template > points.yaml`, enter what each outcome is worth to each party, and "
    "ask again with --points points.yaml."
)


def _solved_told(setting: Setting, solved: Solved) -> Iterator[tuple[str, tuple[LogLine, ...]]]:
    """What follows from the points, each heading with who entered them and when."""
    for title, part in _PARTS.items():
        lines = tuple(part(setting, solved))
        if lines:
            yield f"{title} ({solved.frontier.points.label})", lines


def _counted(found: StagePackages) -> Iterator[LogLine]:
    reached = found.reach
    pack = reached.setting.pack
    every, unbroken, in_reach = (_number(n) for n in reached.counts)
    if reached.counts[1] == 0:
        yield LogLine(
            f"As the parties were heard, nothing is in reach: of the {every} packages that the rules allow, none keeps every "
            "firm position and every need of those who bind."
        )
        hint = "" if reached.beyond else " --beyond-positions lists those that come nearest to each party's."
        yield LogLine(f"Firm positions cannot all hold: see `detente deadlocks` and `detente moves`.{hint}")
    else:
        yield LogLine(
            f"Of {every} packages that the rules allow, {unbroken} break no firm position and no need of a party that binds; of "
            f"these {in_reach} are in reach, everybody who binds having been heard on every matter."
        )
    if reached.silent.always:
        yield LogLine(
            "Every package hangs on words that were not heard:",
            under=tuple(LogLine(text) for text in _by_party(pack, reached.silent.always)),
        )
    for words in reached.hangs:
        if words:
            text = "; ".join(_by_party(pack, words))
            yield LogLine(f"Beside these, a smallest set of unheard words on which a package hangs: {text}")
    if not reached.complete:
        yield LogLine("The time budget ended the search: what stands here was found, and there may be more.")


def _number(count: int | None) -> str:
    """A count in full, or rounded where nobody would read it; the exact one is in the JSON."""
    if count is None:
        return "a number not reckoned in time of"
    power = len(str(count)) - 1
    return f"{count:,}" if count < _READ_OUT else f"{count / 10**power:.1f} × 10^{power}"


def _by_party(pack: Pack, words: Iterable[Word]) -> list[str]:
    """Unheard words by party, the first few matters named."""
    found: dict[str, list[Key]] = {}
    for party, key in words:
        found.setdefault(party, []).append(key)
    return [
        f"{pack.party_name(p)} on {_some(key_label(pack, k) for k in keys)}"
        for p, keys in sorted(found.items())
    ]


def _some(names: Iterable[str]) -> str:
    every = list(names)
    more = len(every) - _MOST_NAMED
    return "; ".join(every[:_MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")


def _entered(setting: Setting, solved: Solved) -> Iterator[LogLine]:
    """Whose points, and what each has without a deal."""
    pack = setting.pack
    for party in solved.frontier.points.parties:
        total = sum((party.swing(k) for k in party.matters), Fraction(0))
        floor = "no walk-away is entered" if party.floor is None else f"walk-away {figure(party.floor)}"
        if party.walk_away_package is not None:
            floor += (
                f", from the package {values_told(setting, party.walk_away_package, party.walk_away_package)}"
            )
        yield LogLine(f"{pack.party_name(party.party)}: from worst to best {figure(total)} points; {floor}")
    found = solved.frontier
    proven = "proven complete" if found.complete else "what was found in time; there may be more"
    yield LogLine(
        f"{len(found.deals):,} packages that none betters for one without loss to another ({proven}, by {found.how})"
    )


def _solutions(setting: Setting, solved: Solved) -> Iterator[LogLine]:
    """Each package that a solution picks, with the solutions that pick it; then what picks none."""
    picked: dict[Point, list[Solution]] = {}
    for solution in solved.solutions:
        if solution.deals:
            picked.setdefault(solution.deals[0], []).append(solution)
    for deal, solutions in picked.items():
        names = listed(f"{s.name}{_ties(s)}" for s in solutions)
        under = package_line(setting, solved.packages[deal], "This package")
        yield LogLine(f"{names}: {_worth_of(setting, solved, deal)}", under=(under,))
    yield from (LogLine(f"{s.name}: none – {s.why_none}") for s in solved.solutions if not s.deals)
    if solved.draw is not None:
        yield _draw(setting, solved, solved.draw)


def _ties(solution: Solution) -> str:
    ties = len(solution.deals) - 1
    return f" ({ties} other{'s' if ties > 1 else ''} tie)" if ties else ""


def _worth_of(setting: Setting, solved: Solved, deal: Point) -> str:
    return _worth(setting.pack, solved.frontier.points.names, solved.frontier.utilities(deal))


def _draw(setting: Setting, solved: Solved, draw: Draw) -> LogLine:
    title = "kalai-smorodinsky where a draw between two packages may be agreed"
    worth = _worth(setting.pack, solved.frontier.points.names, draw.utilities)
    if draw.first == draw.second:
        return LogLine(f"{title}: no draw is needed – {worth}")
    deals = solved.frontier.deals
    chances = ((draw.first, draw.chance), (draw.second, 1 - draw.chance))
    return LogLine(
        f"{title}: {worth} on average",
        under=tuple(
            LogLine(f"with chance {figure(c)}: {_worth_of(setting, solved, deals[i])}") for i, c in chances
        ),
    )


def _worth(pack: Pack, names: Iterable[str], utilities: Iterable[Fraction]) -> str:
    return ", ".join(f"{pack.party_name(n)} {figure(x)}" for n, x in zip(names, utilities, strict=True))


def _few(setting: Setting, solved: Solved) -> Iterator[LogLine]:
    """The best few and the most different ones of the frontier."""
    for what, deals in (("best few", solved.few), ("differ most", solved.spread)):
        for deal in deals:
            yield LogLine(f"{what}: {_deal(setting, solved, deal)}")


def _deal(setting: Setting, solved: Solved, deal: Point) -> str:
    values = solved.frontier.space.package(deal[-1])
    points = solved.frontier.points
    names = [
        n
        for n in values
        if any(n.partition("#")[0] == str(k) and p.swing(k) for p in points.parties for k in p.matters)
    ]
    return f"{_worth_of(setting, solved, deal)} – {values_told(setting, values, names)}"


def _trades(setting: Setting, solved: Solved) -> Iterator[LogLine]:
    """Trades from the package that meets halfway."""
    if solved.base is None:
        return
    points = solved.frontier.points
    worth = _worth(setting.pack, points.names, (p.of(solved.base.values) for p in points.parties))
    yield LogLine(
        f"The package that meets halfway on each matter, as far as the rules let it, is worth: {worth}"
    )
    if not solved.trades:
        yield LogLine(
            "From there no trade of two matters leaves two parties better off and nobody worse off."
        )
    for trade in solved.trades[:_MOST_SHOWN]:
        yield LogLine(_trade(setting, trade))
    if len(solved.trades) > _MOST_SHOWN:
        yield LogLine(f"and {len(solved.trades) - _MOST_SHOWN} more (--json lists all)")


def _trade(setting: Setting, trade: Trade) -> str:
    pack = setting.pack
    gained = _worth(pack, *zip(*sorted((n, x) for n, x in trade.gains.items() if x), strict=True))
    return (
        f"{pack.party_name(trade.gainer)} gains {_change(setting, trade.got)} for giving {pack.party_name(trade.giver)} "
        f"{_change(setting, trade.given)}: {gained} more"
    )


def _change(setting: Setting, change: Change) -> str:
    name, before, after = change
    now, then = values_told(setting, {name: after}, [name]), values_told(setting, {name: before}, [name])
    return (
        f"“{now}” in place of “{then.rpartition(': ')[2]}”"
        if now and then
        else f"“{now}”"
        if now
        else f"none of “{then}”"
    )


def _split(setting: Setting, solved: Solved) -> Iterator[LogLine]:
    """Adjusted winner, matter by matter."""
    if solved.split is None:
        return
    one, other = (setting.pack.party_name(n) for n in solved.frontier.points.names)
    labels = {str(k): key_label(setting.pack, k) for k in setting.keys}
    each = solved.split.each
    yield LogLine(
        f"Both have {figure(each[0])} of 100 points"
        if each[0] == each[1]
        else f"{one} {figure(each[0])}, {other} {figure(each[1])}"
    )
    for matter, share in solved.split.shares.items():
        who = (
            one
            if share == 1
            else other
            if share == 0
            else f"{figure(share)} {one}, {figure(1 - share)} {other}"
        )
        yield LogLine(f"{labels[matter]}: {who}")
    yield LogLine(
        "It takes each matter as one that can be won, lost or split, and knows no rules: no package, but a measure."
    )


def _ranges(setting: Setting, solved: Solved) -> Iterator[LogLine]:
    """Over which walk-aways each solution stays as it is."""
    points = solved.frontier.points
    for party in points.parties:
        mine = [r for r in solved.ranges if r.party == party.party]
        for name in dict.fromkeys(r.solution for r in mine):
            here = next((r for r in mine if r.solution == name and _holds(r, party.floor)), None)
            if here is not None:
                stays = "picks nothing" if not here.deals else "stays the same"
                yield LogLine(
                    f"{name} {stays} while the walk-away of {setting.pack.party_name(party.party)} lies between "
                    f"{figure(here.low)} and {figure(here.high)} (entered: {figure(party.floor or Fraction(0))})"
                )


def _holds(found: Range, floor: Fraction | None) -> bool:
    return floor is not None and found.low <= floor <= found.high


def _bars(setting: Setting, solved: Solved) -> Iterator[LogLine]:
    """Which weights change the picked package, one at a time."""
    moving = [b for b in solved.bars if b.lower.differs_on or b.higher.differs_on]
    if solved.first is not None and solved.bars:
        yield LogLine(
            f"{solved.first.name}: of {len(solved.bars)} weights {len(moving)} change the package when made smaller or larger "
            f"by {figure(100 * solved.share)} %"
        )
    for bar in moving[:_MOST_SHOWN]:
        sides = [
            f"{word}: {_worth(setting.pack, solved.frontier.points.names, s.utilities)}, {s.differs_on} values differ"
            for word, s in (("smaller", bar.lower), ("larger", bar.higher))
            if s.differs_on
        ]
        yield LogLine(
            f"{key_label(setting.pack, bar.key)}, to {setting.pack.party_name(bar.party)} – {'; '.join(sides)}"
        )


_PARTS: Mapping[str, Callable[[Setting, Solved], Iterator[LogLine]]] = {
    "What was entered": _entered,
    "Solutions": _solutions,
    "More packages of the frontier": _few,
    "Trades, from the package that meets halfway": _trades,
    "Adjusted winner": _split,
    "How far the walk-aways carry": _ranges,
    "How far the weights carry": _bars,
}
