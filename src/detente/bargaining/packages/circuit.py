"""Every package of a space as one small circuit of choices, so that counting, best and frontiers need no enumeration.

A deterministic, decomposable circuit (Darwiche 2001, *Decomposable negation normal form*; Dechter and Mateescu 2007, *AND/OR
search spaces for graphical models*): parts that share no clause are independent, and each way of deciding excludes the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from detente.bargaining.constraints.model import Clause
from detente.bargaining.packages.space import Space
from detente.bargaining.port import Expired

T = TypeVar("T")
Domains = dict[str, frozenset[str]]
Residual = tuple[tuple[str, frozenset[str]], ...]
MOST_NODES = 200_000
_DEEPEST = 150


class TooMany(Exception):
    """The circuit of a space was not finished within its time, its size or its depth."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Any of these values of a variable."""

    variable: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """One way of each of these parts, which share no variable."""

    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """A way of one of these parts, which exclude one another."""

    parts: tuple[int, ...]


Node = Pick | All | Any


@dataclass(frozen=True, slots=True)
class Circuit:
    """Nodes, parts before wholes; the last is the space. None at all: no package is in it."""

    nodes: tuple[Node, ...]


class Algebra(Protocol, Generic[T]):
    """What is reckoned over all packages: of one choice, of parts that go together, of parts that exclude one another."""

    def pick(self, variable: str, values: tuple[str, ...]) -> T:
        """Of any of the values of a variable."""
        ...

    def both(self, one: T, other: T) -> T:
        """Of two parts that go together."""
        ...

    def either(self, one: T, other: T) -> T:
        """Of two parts that exclude one another."""
        ...


def reckon(circuit: Circuit, algebra: Algebra[T]) -> T | None:
    """What an algebra says of all packages; None where there is none."""
    found: list[T] = []
    for node in circuit.nodes:
        if isinstance(node, Pick):
            found.append(algebra.pick(node.variable, node.values))
            continue
        combine = algebra.both if isinstance(node, All) else algebra.either
        whole = found[node.parts[0]]
        for part in node.parts[1:]:
            whole = combine(whole, found[part])
        found.append(whole)
    return found[-1] if found else None


def circuit_of(space: Space, *, expired: Expired) -> Circuit:
    """The circuit of a space. Raises TooMany where it ends neither in time nor in 200,000 nodes."""
    maker = _Maker(space, expired)
    root = maker.whole()
    return Circuit(()) if root is None else Circuit(_needed(maker.nodes, root))


def _needed(nodes: list[Node], root: int) -> tuple[Node, ...]:
    """The nodes under a root, parts before wholes, the root last."""
    wanted = {root}
    for place in range(root, -1, -1):
        node = nodes[place]
        if place in wanted and not isinstance(node, Pick):
            wanted.update(node.parts)
    order = {place: i for i, place in enumerate(sorted(wanted))}
    return tuple(
        n if isinstance(n, Pick) else type(n)(tuple(order[p] for p in n.parts))
        for n in (nodes[place] for place in order)
    )


class _Maker:
    """Builds a circuit by deciding variables, splitting what is left into independent parts, and keeping what was met."""

    def __init__(self, space: Space, expired: Expired) -> None:
        self.nodes: list[Node] = []
        self.known: dict[Node, int] = {}
        self.met: dict[tuple[frozenset[Residual], frozenset[tuple[str, frozenset[str]]]], int | None] = {}
        self.space, self.expired = space, expired
        self.order = {name: i for i, name in enumerate(space.variables)}

    def whole(self) -> int | None:
        """The node of the whole space; None where no package is in it."""
        domains = {name: frozenset(values) for name, values in self.space.variables.items()}
        return self._of(domains, _residual(self.space.clauses), 0)

    def _add(self, node: Node) -> int:
        if node not in self.known:
            if len(self.nodes) >= MOST_NODES or self.expired():
                raise TooMany
            self.known[node] = len(self.nodes)
            self.nodes.append(node)
        return self.known[node]

    def _of(self, domains: Domains, clauses: frozenset[Residual], depth: int) -> int | None:
        if depth > _DEEPEST:
            raise TooMany
        narrowed = _narrowed(domains, clauses)
        if narrowed is None:
            return None
        domains, clauses = narrowed
        parts = []
        for names, own in _parts(domains, clauses, self.order):
            part = (
                self._part({n: domains[n] for n in names}, own, depth) if own else self._free(names, domains)
            )
            if part is None:
                return None
            parts.append(part)
        return parts[0] if len(parts) == 1 else self._add(All(tuple(parts)))

    def _free(self, names: tuple[str, ...], domains: Domains) -> int:
        name = names[0]
        return self._add(Pick(name, tuple(v for v in self.space.variables[name] if v in domains[name])))

    def _part(self, domains: Domains, clauses: frozenset[Residual], depth: int) -> int | None:
        key = (clauses, frozenset(domains.items()))
        if key not in self.met:
            name = self._decided(domains, clauses)
            ways = []
            for values in _alike(name, domains[name], clauses):
                way = self._of(domains | {name: values}, clauses, depth + 1)
                if way is not None:
                    ways.append(way)
            self.met[key] = None if not ways else ways[0] if len(ways) == 1 else self._add(Any(tuple(ways)))
        return self.met[key]

    def _decided(self, domains: Domains, clauses: frozenset[Residual]) -> str:
        """The variable to decide next: the one that leaves the smallest largest part, then the one in most clauses."""
        counts = dict.fromkeys(domains, 0)
        for clause in clauses:
            for name, _ in clause:
                counts[name] += 1
        busiest = sorted(domains, key=lambda n: (-counts[n], self.order[n]))
        likely = busiest if len(busiest) <= 40 else busiest[:: max(1, len(busiest) // 40)]

        def left(name: str) -> tuple[int, int, int]:
            rest = {tuple(p for p in c if p[0] != name) for c in clauses}
            others = {n: v for n, v in domains.items() if n != name}
            sizes = (len(names) for names, _ in _parts(others, frozenset(rest), self.order))
            return max(sizes, default=0), -counts[name], self.order[name]

        return min(likely, key=left)


def _residual(clauses: Iterable[Clause]) -> frozenset[Residual]:
    found = set()
    for clause in clauses:
        joined: dict[str, frozenset[str]] = {}
        for literal in clause.literals:
            joined[literal.variable] = joined.get(literal.variable, frozenset()) | literal.values
        found.add(tuple(sorted(joined.items(), key=lambda p: p[0])))
    return frozenset(found)


def _narrowed(domains: Domains, clauses: frozenset[Residual]) -> tuple[Domains, frozenset[Residual]] | None:
    """Domains and clauses after all that follows at once; None where a clause cannot hold."""
    current, left, changed = dict(domains), clauses, True
    while changed:
        changed, rest = False, set()
        for clause in left:
            if any(current[name] <= values for name, values in clause):
                continue
            alive = tuple((n, values & current[n]) for n, values in clause if values & current[n])
            if not alive:
                return None
            if len(alive) == 1:
                current[alive[0][0]] = alive[0][1]
                changed = True
            else:
                rest.add(alive)
        left = frozenset(rest)
    return current, left


def _parts(
    domains: Mapping[str, frozenset[str]], clauses: frozenset[Residual], order: Mapping[str, int]
) -> list[tuple[tuple[str, ...], frozenset[Residual]]]:
    """The variables parted so that no clause joins two parts, each part with its clauses, in the order of variables."""
    home = {name: name for name in domains}

    def find(name: str) -> str:
        while home[name] != name:
            home[name] = home[home[name]]
            name = home[name]
        return name

    for clause in clauses:
        for name, _ in clause[1:]:
            home[find(name)] = find(clause[0][0])
    names: dict[str, list[str]] = {}
    for name in sorted(domains, key=order.__getitem__):
        names.setdefault(find(name), []).append(name)
    own: dict[str, set[Residual]] = {root: set() for root in names}
    for clause in clauses:
        if clause:
            own[find(clause[0][0])].add(clause)
    return [(tuple(members), frozenset(own[root])) for root, members in names.items()]


def _alike(name: str, domain: frozenset[str], clauses: frozenset[Residual]) -> list[frozenset[str]]:
    """The values of a variable, those that no clause tells apart together."""
    literals = sorted({tuple(sorted(v)) for clause in clauses for n, v in clause if n == name})
    groups: dict[tuple[bool, ...], set[str]] = {}
    for value in sorted(domain):
        groups.setdefault(tuple(value in literal for literal in literals), set()).add(value)
    return [frozenset(g) for g in groups.values()]
