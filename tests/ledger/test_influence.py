"""Influence: what a decision on a waiting line would change, the same as folding everything both ways."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.ledger.entries import Entry, Review, ReviewAction, Standing
from detente.ledger.influence import Influence, influences, uncertainty
from detente.ledger.positions import Position, positions
from detente.ledger.stands import Word
from detente.ledger.view import LedgerView, Moment
from detente.packs.model import Pack
from random_worlds import PLAIN_PACK, World, worlds
from small_worlds import NOON, Papers, one

Cells = dict[tuple[str, str, str], Position]


def everything(view: LedgerView, pack: Pack, *, turned: str | None = None) -> Cells:
    """Every cell of a view by the definition, with one waiting line decided the other way."""
    counted = {line.original_id for line in view.counted} ^ ({turned} if turned else set())
    lines = tuple(line for line in view.lines if line.original_id in counted)
    found, _ = positions(replace(view, lines=lines, moment=Moment(include_unreviewed=True)), pack)
    return {(p.party, str(p.key), p.stage): p for p in found}


def excluded(cell: Position | None) -> object:
    return {(e.voice, e.values, e.demanded, e.firm) for e in cell.exclusions} if cell else set()


def size(one_way: Position | None, other: Position | None) -> float:
    words = [cell.word if cell else Word.NOT_HEARD for cell in (one_way, other)]
    if words[0] != words[1] or excluded(one_way) != excluded(other):
        return 1.0
    values = set(one_way.figures if one_way else ()) | set(other.figures if other else ())
    ps = [[cell.figures[v].p if cell else 0.5 for v in sorted(values)] for cell in (one_way, other)]
    return max((abs(a - b) for a, b in zip(*ps, strict=True)), default=0.0)


@st.composite
def waiting(draw: st.DrawFn) -> tuple[World, Papers]:
    """A world in which readers are not sure of some lines, and people accepted others."""
    world = draw(worlds())
    papers = world.papers
    sure = st.sampled_from([0.2, 0.5, 0.9])
    papers.entries = [Entry(replace(e.statement, confidence=draw(sure)), e.recorded) for e in papers.entries]
    papers.reviews = [
        Review(e.statement.id, ReviewAction.ACCEPT, "ana", NOON)
        for e in papers.entries
        if draw(st.booleans())
    ]
    return world, papers


@given(waiting(), st.sampled_from([0.6, 1.0]))
def test_influence_is_the_difference_of_two_whole_folds(
    given_world: tuple[World, Papers], unmarked: float
) -> None:
    world, papers = given_world
    view = papers.view(Moment(unmarked_at=unmarked))
    now = everything(view, world.pack)
    found = influences(view, world.pack)
    assert [i.line for i in found] == [x for x in view.lines if x.standing is Standing.UNREVIEWED]
    for influence in found:
        then = everything(view, world.pack, turned=influence.line.original_id)
        expected = {
            name: amount
            for name in now.keys() | then.keys()
            if (amount := size(now.get(name), then.get(name)))
        }
        assert {(c.party, str(c.key), c.stage): c.size for c in influence.changes} == pytest.approx(expected)
        for c in influence.changes:
            name = (c.party, str(c.key), c.stage)
            assert c.now == (now[name].word if name in now else Word.NOT_HEARD)
            assert c.then == (then[name].word if name in then else Word.NOT_HEARD)
        assert influence.counts == influence.line.sure


def of(papers: Papers, **moment: float) -> Influence:
    return one(influences(papers.view(Moment(**moment)), PLAIN_PACK))  # type: ignore[arg-type]


def test_the_first_word_of_a_party_changes_its_cell_from_not_heard() -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", confidence=0.5, stage="settlement")
    change = one(of(papers).changes)
    assert (change.party, change.now, change.then, change.size) == ("north", Word.NOT_HEARD, Word.YES, 1.0)
    counted = of(papers, unmarked_at=0.4)
    assert counted.counts
    assert (one(counted.changes).now, one(counted.changes).then) == (Word.YES, Word.NOT_HEARD)


def test_one_more_voice_for_what_is_known_changes_little_and_not_the_word() -> None:
    papers = Papers()
    for day in range(1, 6):
        papers.says("north", "accept", "terr.line", "far", date=f"2025-01-0{day}", stage="settlement")
    papers.says(
        "north", "accept", "terr.line", "far", confidence=0.5, basis="analyst", paper="b", stage="settlement"
    )
    changes = influences(papers.view(), PLAIN_PACK)[-1].changes
    assert changes
    assert all(0 < c.size < 0.1 and c.now is c.then for c in changes)


def test_lines_that_are_no_position_change_nothing() -> None:
    papers = Papers()
    papers.says("north", None, "terr.line", kind="event", confidence=0.5)
    assert of(papers).changes == ()


def test_progress_is_told_line_by_line() -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", confidence=0.5)
    papers.says("south", "reject", "terr.line", "far", confidence=0.5)
    told: list[tuple[int, int]] = []
    influences(papers.view(), PLAIN_PACK, told=lambda done, total, _: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


@given(st.floats(0, 1))
def test_uncertainty_is_greatest_at_a_half_and_none_at_the_ends(confidence: float) -> None:
    found = uncertainty(confidence)
    assert 0 <= found <= uncertainty(0.5) == 1
    assert found == pytest.approx(uncertainty(1 - confidence), abs=1e-9)
    assert uncertainty(0) == uncertainty(1) == 0
