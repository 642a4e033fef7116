"""Random small conflicts for laws: packs of 2-4 parties and 2-5 issues of every type, and what parties say in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from detente.packs.model import Leaf, Need, Option, Pack, Party, Pole, Proposal, Provider, RuleText
from small_worlds import Papers

NAMES = ("alder", "birch", "cedar", "dogwood")
LETTERS = "abcde"
TYPES = ("monotone", "ordinal", "categorical", "set", "numeric", "boolean")
DAYS = ("2025-01-10", "2025-02-10", "2025-03-10", None)


def _pack(parties: tuple[str, ...], leaves: Mapping[str, Leaf], **more: Any) -> Pack:
    signing = parties[:2]
    return Pack(
        id="random", title="Random", version=1, digest="0", languages=("en",), belligerents=signing,
        signatories={"truce": signing, "settlement": signing}, half_life_days=180, leaves=leaves,
        parties={p: Party(p, p.title(), "invented") for p in parties}, **more,
    )  # fmt: skip


PLAIN_PACK = _pack(
    ("north", "south"),
    {
        "terr.line": Leaf(
            "terr.line", type="ordinal", monotone=True, axis=("defending", "claiming"),
            options=(Option("old", "Old"), Option("near", "Near"), Option("far", "Far")),
        )
    },
)  # fmt: skip


@st.composite
def leaves(draw: st.DrawFn, issue: str) -> Leaf:
    kind = draw(st.sampled_from(TYPES))
    count = draw(st.integers(2, 4))
    names = [f"o{i}" for i in range(count)]
    options = [Option(n, n.upper()) for n in names]
    if kind == "boolean":
        return Leaf(issue, issue, type="boolean", options=(Option("yes", "Yes"), Option("no", "No")))
    if kind == "set":
        return Leaf(issue, issue, type="set", options=(Option("none", "None"), *options[:3]))
    if kind == "numeric":
        directions = st.sampled_from(["at_most", "at_least", "exactly"])
        measured = [
            Option(n, n.upper(), value=10.0 * (i + 1), direction=draw(directions))
            for i, n in enumerate(names)
        ]
        return Leaf(issue, issue, type="numeric", unit="men", options=tuple(measured[:3]))
    if kind != "categorical" and count > 2 and draw(st.booleans()):
        options.insert(0, Option("vague", "Vague", could_be=tuple(names[1:])))
    return Leaf(
        issue, issue, type="categorical" if kind == "categorical" else "ordinal", monotone=kind == "monotone",
        axis=("low", "high") if kind != "categorical" else (), options=tuple(options),
    )  # fmt: skip


def _term(leaf: Leaf, option: str) -> str:
    return f"{leaf.id} contains {option}" if leaf.type == "set" else f"{leaf.id}={option}"


@st.composite
def packs(draw: st.DrawFn, *, rules: bool = True) -> Pack:
    parties = NAMES[: draw(st.integers(2, 4))]
    found = [draw(leaves(f"x.{letter}")) for letter in LETTERS[: draw(st.integers(2, 5))]]
    poles = [
        Pole(party, leaf.id, draw(st.sampled_from(leaf.axis)), "invented")
        for leaf in found if leaf.monotone for party in parties[:2] if draw(st.booleans())
    ]  # fmt: skip

    def term() -> str:
        leaf = draw(st.sampled_from(found))
        return _term(leaf, draw(st.sampled_from([o.id for o in leaf.options if o.id != "none"])))

    texts = [
        f"{term()} {draw(st.sampled_from(['implies', 'contradicts']))} {term()}"
        for _ in range(draw(st.integers(0, 2)))
    ]
    needs = [
        Need(
            "n",
            parties[draw(st.integers(0, 1))],
            "settlement",
            "cover",
            ((term(),), (term(), term())),
            "invented",
        )
    ]
    providers = [
        Provider(leaf.id, tuple(o.id for o in leaf.options if o.id != "none")[:1], (parties[-1],), "invented")
        for leaf in found if len(parties) > 2 and draw(st.integers(0, 3)) == 0
    ]  # fmt: skip
    proposal = Proposal(
        "p", "P", "2025-01-01", (parties[0],), "text", {leaf.id: _offer(draw, leaf) for leaf in found[:3]}
    )
    return _pack(
        parties, {leaf.id: leaf for leaf in found}, poles=tuple(poles), needs=tuple(needs[: draw(st.integers(0, 1))]),
        rules=tuple(RuleText(f"r{i}", text, "invented") for i, text in enumerate(texts)) if rules else (),
        providers=tuple(providers), proposals={"p": proposal},
    )  # fmt: skip


def _offer(draw: st.DrawFn, leaf: Leaf) -> str | tuple[str, ...]:
    option = draw(st.sampled_from([o.id for o in leaf.options]))
    return (option,) if leaf.type == "set" else option


@dataclass(frozen=True)
class Saying:
    """What somebody says, before it is put into a paper."""

    party: str
    stance: str
    issue: str
    option: str | None
    basis: str = "own"
    date: str | None = None
    paper: int = 0
    certainty: str | None = None
    only_if: tuple[str, str | None] | None = None

    def into(self, papers: Papers) -> None:
        papers.says(
            self.party, self.stance, self.issue, self.option, paper=f"paper{self.paper}", room=f"room{self.paper}",
            published="2025-06-01", basis=self.basis, date=self.date, certainty=self.certainty, stage="settlement",
            condition="if" if self.only_if else None, condition_on=(self.only_if,) if self.only_if else None,
        )  # fmt: skip


BASES = ("own", "own", "own", "reported", "analyst")


@st.composite
def sayings(
    draw: st.DrawFn, pack: Pack, *, party: str | None = None, bases: tuple[str, ...] = BASES
) -> Saying:
    """Mostly flat words of the belligerents on the first issues, so that they meet."""
    every = list(pack.leaves.values())
    leaf = draw(st.sampled_from([*every[:2], *every]))
    options: list[str | None] = [o.id for o in leaf.options]
    stance = draw(st.sampled_from(("demand", "demand", "reject", "reject", "propose", "accept", "hedge")))
    only_if = None
    if stance in {"accept", "propose", "reject"} and draw(st.integers(0, 3)) == 0:
        other = draw(st.sampled_from(every))
        only_if = (other.id, draw(st.sampled_from([o.id for o in other.options])))
    parties = list(pack.parties)
    return Saying(
        party or draw(st.sampled_from([*parties[:2], *parties[:2], *parties])), stance, leaf.id,
        draw(st.sampled_from([*options, *options, *options, "deferred", None])), draw(st.sampled_from(bases)),
        draw(st.sampled_from(DAYS)), draw(st.integers(0, 3)), draw(st.sampled_from([None, None, None, "may"])), only_if,
    )  # fmt: skip


@dataclass(frozen=True)
class World:
    """A pack and what was said."""

    pack: Pack
    said: tuple[Saying, ...]

    def __repr__(self) -> str:
        """Short enough to read in a failing example."""
        leaves = {
            leaf.id: (leaf.type, leaf.monotone, [o.id for o in leaf.options])
            for leaf in self.pack.leaves.values()
        }
        poles = [(p.party, p.issue, p.pole) for p in self.pack.poles]
        rest = (
            [r.rule for r in self.pack.rules],
            self.pack.needs,
            self.pack.providers,
            dict(self.pack.proposals["p"].terms),
        )
        return f"World({list(self.pack.parties)}, {leaves}, {poles}, {rest}, {self.said})"

    @property
    def papers(self) -> Papers:
        papers = Papers()
        for saying in self.said:
            saying.into(papers)
        return papers


@st.composite
def worlds(draw: st.DrawFn, *, most: int = 9, rules: bool = True) -> World:
    pack = draw(packs(rules=rules))
    return World(pack, tuple(draw(st.lists(sayings(pack), min_size=3, max_size=most))))


@st.composite
def worlds_told_more_of_one_side(draw: st.DrawFn) -> tuple[World, World]:
    """A world, and the same after more was said about its first party: repeated, or new on what it had not spoken of."""
    world = draw(worlds(most=6))
    side = world.pack.belligerents[0]
    others = [s for s in world.said if s.party != side]
    mine = draw(
        st.lists(
            sayings(world.pack, party=side, bases=("own",)),
            min_size=1,
            max_size=4,
            unique_by=lambda s: s.issue,
        )
    )
    base = World(world.pack, (*others, *mine))
    again = draw(st.lists(st.sampled_from(mine), max_size=3))
    later = st.sampled_from(["2025-04-01", "2025-05-01"])
    more = [replace(s, date=draw(later), paper=draw(st.integers(0, 5))) for s in again]
    new = draw(
        st.lists(sayings(world.pack, party=side, bases=("own",)), max_size=3, unique_by=lambda s: s.issue)
    )
    more += [s for s in new if s.stance in {"demand", "reject"} and s.issue not in {m.issue for m in mine}]
    assume(more)
    return base, World(world.pack, (*base.said, *more))


def renamed(world: World, name: Callable[[str], str]) -> World:
    """The world with every party called otherwise, in the pack and in what was said."""
    pack = world.pack
    parties = {name(p): replace(party, id=name(p), name=name(p).title()) for p, party in pack.parties.items()}
    other = replace(
        pack, parties=parties, belligerents=tuple(name(p) for p in pack.belligerents),
        signatories={stage: tuple(name(p) for p in names) for stage, names in pack.signatories.items()},
        poles=tuple(replace(p, party=name(p.party)) for p in pack.poles),
        needs=tuple(replace(n, party=name(n.party)) for n in pack.needs),
        providers=tuple(replace(p, parties=tuple(map(name, p.parties))) for p in pack.providers),
        proposals={i: replace(p, by=tuple(map(name, p.by))) for i, p in pack.proposals.items()},
    )  # fmt: skip
    return World(other, tuple(replace(s, party=name(s.party)) for s in world.said))
