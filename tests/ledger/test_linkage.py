"""Linkage: who makes what depend on what; a cycle is told once, whatever its start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ledger.agenda import Key
from detente.ledger.cycles import Cycle, cycles
from detente.ledger.linkage import Linkage, linkage
from detente.ledger.links import TRUCE, Link
from detente.ledger.utterances import Voice
from detente.packs.model import Pack
from ledger.talkative import talkative_worlds
from random_worlds import PLAIN_PACK, World, renamed
from small_worlds import Papers, one

LINE, RELIEF = "terr.line", "econ.relief"


def linked(pack: Pack, *said: tuple[str, str, str, str | None, Any], **more: Any) -> Linkage:
    """Who (party) says (stance) what (issue, option) on which condition (a term, words, or none)."""
    papers = Papers()
    for party, stance, issue, option, on in said:
        condition = "if" if on is not None else None
        terms = (on,) if isinstance(on, tuple) else None
        papers.says(party, stance, issue, option, condition=condition, condition_on=terms, **more)
    return linkage(papers.view(), pack)


def ties(found: Linkage) -> list[tuple[str, str | None, str | None]]:
    return [(x.party, str(x.what) if x.what else None, x.on_issue) for x in found.links]


@pytest.mark.parametrize("stance", ["accept", "propose", "reject"])
def test_what_is_taken_or_refused_on_a_condition_waits_for_its_term(
    small_pack: Callable[..., Pack], stance: str
) -> None:
    link = one(linked(small_pack(), ("north", stance, LINE, "near", (RELIEF, "full"))).links)
    assert (link.what, link.option, link.on, link.stance) == (Key(LINE), "near", (RELIEF, "full"), stance)
    assert link.stands
    assert not link.first
    assert len(link.lines) == 1


def test_a_condition_that_names_no_term_is_kept_in_its_words_and_ties_nothing(
    small_pack: Callable[..., Pack],
) -> None:
    link = one(linked(small_pack(), ("north", "accept", LINE, "near", "words")).links)
    assert (link.on, link.named, link.stands, link.conditions) == (None, False, False, ("if",))


def test_demands_and_flat_words_make_nothing_wait(small_pack: Callable[..., Pack]) -> None:
    said = ("north", "demand", LINE, "near", (RELIEF, "full")), ("south", "accept", LINE, "near", None)
    assert linked(small_pack(), *said).links == ()


def test_a_precondition_makes_the_ceasefire_wait(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack()
    assert one(linked(pack, ("north", "demand", "cf.precondition", "withdrawal", None)).links).on == (
        "cf.precondition",
        "withdrawal",
    )
    named = linked(
        pack, ("north", "demand", "cf.precondition", "withdrawal", ("terr.withdrawal", "begun_before"))
    )
    assert ties(named) == [("north", "cf.class", "terr.withdrawal")]
    assert one(named.links).first
    assert linked(pack, ("north", "propose", "cf.precondition", "none", None)).links == ()
    assert linked(pack, ("north", "reject", "cf.precondition", "withdrawal", None)).links == ()


def test_an_order_of_steps_makes_everything_else_or_the_ceasefire_wait(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack()
    assert ties(linked(pack, ("north", "demand", "proc.sequence", "truce_first", None))) == [
        ("north", None, "cf.class")
    ]
    rest = one(linked(pack, ("north", "demand", "proc.sequence", "settlement_first", None)).links)
    assert (rest.what, rest.on, rest.named, rest.stands) == (TRUCE, None, True, True)


def test_each_waits_for_the_other(small_pack: Callable[..., Pack]) -> None:
    found = linked(
        small_pack(),
        ("north", "accept", LINE, "near", (RELIEF, "full")),
        ("south", "accept", RELIEF, "full", (LINE, "near")),
    )
    cycle = one(found.cycles)
    assert cycle.parties == ("north", "south")
    assert (cycle.voice, cycle.fits, cycle.together) == (Voice.OWN, True, True)
    assert len(cycle.lines) == 2


def test_a_cycle_on_other_outcomes_of_the_same_matters_is_told_as_such(
    small_pack: Callable[..., Pack],
) -> None:
    found = linked(
        small_pack(),
        ("north", "accept", LINE, "near", (RELIEF, "full")),
        ("south", "accept", RELIEF, "phased", (LINE, "old")),
    )
    assert (one(found.cycles).fits, one(found.cycles).together) == (False, False)


def test_truce_first_against_a_step_before_the_truce(small_pack: Callable[..., Pack]) -> None:
    first = ("north", "demand", "cf.precondition", "withdrawal", ("terr.withdrawal", "begun_before"))
    found = linked(small_pack(), first, ("south", "propose", "proc.sequence", "truce_first", None))
    assert one(found.cycles).parties == ("north", "south")
    assert not one(found.cycles).together
    mediator = linked(small_pack(), first, ("host", "propose", "proc.sequence", "truce_first", None))
    assert mediator.cycles == ()  # a mediator who proposes an order waits for nothing
    on_the_truce = ("north", "demand", "cf.precondition", "reciprocity", ("cf.orders", None))
    assert (
        linked(small_pack(), on_the_truce, ("south", "demand", "proc.sequence", "truce_first", None)).cycles
        == ()
    )


def test_one_party_that_ties_two_matters_to_each_other_is_a_cycle_of_its_own(
    small_pack: Callable[..., Pack],
) -> None:
    said = (
        ("north", "accept", LINE, "near", (RELIEF, "full")),
        ("north", "accept", RELIEF, "full", (LINE, "near")),
    )
    assert one(linked(small_pack(), *said).cycles).parties == ("north",)


def test_what_is_only_considered_or_taken_back_waits_no_more(small_pack: Callable[..., Pack]) -> None:
    papers, pack = Papers(), small_pack()
    on = {"condition": "if", "condition_on": ((RELIEF, "full"),)}
    papers.says("north", "accept", LINE, "near", date="2025-01-10", **on)
    papers.says("south", "accept", RELIEF, "full", condition="if", condition_on=((LINE, "near"),))
    assert len(linkage(papers.view(), pack).cycles) == 1
    papers.says("north", "accept", LINE, "near", date="2025-03-10")
    later = linkage(papers.view(), pack)
    assert (later.cycles, [x.taken_back for x in later.links]) == ((), [True, False])
    assert linked(pack, ("north", "hedge", LINE, "near", (RELIEF, "full"))).links[0].stands is False


def test_what_others_say_of_a_condition_is_kept_apart(small_pack: Callable[..., Pack]) -> None:
    papers = Papers()
    for basis in ("own", "analyst"):
        papers.says(
            "north", "accept", LINE, "near", basis=basis, condition="if", condition_on=((RELIEF, "full"),)
        )
    papers.says(
        "south", "accept", RELIEF, "full", basis="reported", condition="if", condition_on=((LINE, None),)
    )
    found = linkage(papers.view(), small_pack())
    assert [x.voice for x in found.links] == [Voice.OWN, Voice.ATTRIBUTED, Voice.REPORTED]
    assert one(found.cycles).voice is Voice.REPORTED  # as strong as its weakest step


def link(party: str, what: str, on: str) -> Link:
    return Link(party, Key(what), None, (on, None), True, "accept", Voice.OWN, ("if",), (), False, False, ())


RING = (link("north", "x.a", "x.b"), link("south", "x.b", "x.c"), link("host", "x.c", "x.a"))


@given(st.permutations([*RING, link("north", "x.a", "x.d")]), st.integers(3, 6))
def test_a_ring_is_told_once_whatever_its_start(links: list[Link], longest: int) -> None:
    assert [len(c.steps) for c in cycles(links, PLAIN_PACK, longest=longest)] == [3]
    assert cycles(links, PLAIN_PACK, longest=2) == ()


def test_a_ring_within_a_ring_is_told_as_the_smaller_one() -> None:
    found = cycles([*RING, link("south", "x.b", "x.a")], PLAIN_PACK)
    assert [len(c.steps) for c in found] == [2, 3]
    shorter = cycles([*RING, link("north", "x.a", "x.c")], PLAIN_PACK)
    assert [len(c.steps) for c in shorter] == [2, 3]


def around(found: Iterable[Cycle], back: Callable[[str], str] = lambda p: p) -> list[frozenset[object]]:
    """Cycles without their start: which step follows which."""
    rings = []
    for cycle in found:
        steps = [(back(s.party), s.what, s.on_issue, len(s.links)) for s in cycle.steps]
        rings.append(
            frozenset((*zip(steps, [*steps[1:], steps[0]], strict=True), cycle.fits, cycle.together))
        )
    return rings


@given(talkative_worlds(conditions=True))
def test_swapped_parties_are_linked_alike_and_no_cycle_is_told_twice(world: World) -> None:
    swap = {"alder": "birch", "birch": "alder"}
    other = renamed(world, lambda p: swap.get(p, p))
    here, there = (linkage(w.papers.view(), w.pack) for w in (world, other))
    rings = around(here.cycles)
    assert len(set(rings)) == len(rings)
    assert set(rings) == set(around(there.cycles, lambda p: swap.get(p, p)))
    assert len(here.links) == len(there.links)


@given(talkative_worlds(conditions=True), st.randoms())
def test_the_order_of_entry_does_not_matter(world: World, random: Any) -> None:
    papers = world.papers
    before = linkage(papers.view(), world.pack)
    random.shuffle(papers.entries)
    after = linkage(papers.view(), world.pack)
    assert [(c.parties, c.fits) for c in after.cycles] == [(c.parties, c.fits) for c in before.cycles]
    assert [(x.party, x.what, x.on, x.taken_back) for x in after.links] == [
        (x.party, x.what, x.on, x.taken_back) for x in before.links
    ]
    assert all(x.lines for x in before.links)
