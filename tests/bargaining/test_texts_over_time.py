"""Texts over time: who came nearer to whose last text, matter by matter; the same whichever party is called what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bargaining.random_texts import packs_with_texts
from detente.bargaining.proposals import Moved, Step, over_time, tracks
from detente.packs.load import load_pack
from detente.packs.model import Pack
from random_worlds import NAMES
from small_worlds import ISSUES, one


@pytest.fixture
def steps(small_pack: Callable[..., Pack]) -> Callable[..., list[Step]]:
    """Measures texts that are written as (date, party, terms)."""

    def measuring(*texts: tuple[str, str, str], others: tuple[str, ...] = ("north", "south")) -> list[Step]:
        body = "".join(
            f"- {{id: t{n}, name: T{n}, date: {day}, by: [{by}], basis: text, {terms}}}\n"
            for n, (day, by, terms) in enumerate(texts)
        )
        pack = small_pack(issues=ISSUES, proposals="proposals:\n" + body)
        return list(over_time(pack.proposals.values(), pack, others=others))

    return measuring


FIRST = ("2025-01-01", "north", "terms: {terr.line: far}")
OTHER = ("2025-01-02", "south", "terms: {terr.line: near}")


def moved(found: list[Step]) -> Moved:
    return one(one(found).moved)


@pytest.mark.parametrize(
    ("before", "other", "after", "told", "gaps"),
    [
        ("far", "old", "near", "nearer", ((2, 2), (1, 1))),
        ("near", "old", "far", "farther", ((1, 1), (2, 2))),
        ("far", "old", "far", "as near", ((2, 2), (2, 2))),
        ("far", "old", "land", "cannot tell", ((2, 2), (1, 2))),
        ("old", "far", "land", "nearer", ((2, 2), (0, 1))),
        ("far", "near", "old", "beyond", ((1, 1), (1, 1))),
    ],
)
def test_a_text_is_nearer_farther_or_beyond_by_steps_along_the_axis(
    steps: Callable[..., list[Step]], before: str, other: str, after: str, told: str, gaps: tuple[Any, Any]
) -> None:
    found = moved(
        steps(
            ("2025-01-01", "north", f"terms: {{terr.line: {before}}}"),
            ("2025-01-02", "south", f"terms: {{terr.line: {other}}}"),
            ("2025-01-03", "north", f"terms: {{terr.line: {after}}}"),
        )
    )
    assert (found.approach, (found.gap_before, found.gap_after)) == (told, gaps)


def test_a_change_that_lands_as_far_on_the_other_side_is_as_near(steps: Callable[..., list[Step]]) -> None:
    found = moved(
        steps(
            ("2025-01-01", "south", "terms: {proc.sequence: parallel}"),
            ("2025-01-02", "north", "terms: {proc.sequence: framework_first}"),
            ("2025-01-03", "south", "terms: {proc.sequence: settlement_first}"),
        )
    )
    assert (found.stayed, found.approach) == (False, "as near")


def test_matters_without_order_are_equal_or_not_and_have_no_distance(
    steps: Callable[..., list[Step]],
) -> None:
    step = one(
        steps(
            ("2025-01-01", "north", "terms: {align.nuclear: npt}"),
            ("2025-01-02", "south", "terms: {align.nuclear: treaty}"),
            ("2025-01-03", "north", "terms: {align.nuclear: treaty}"),
        )
    )
    found = one(step.moved)
    assert (found.approach, found.equal_before, found.equal_after) == (None, False, True)
    assert (step.ordered, dict(step.counts)) == (0, {})


def test_what_cannot_be_measured_is_named(steps: Callable[..., list[Step]]) -> None:
    step = one(
        steps(
            FIRST,
            ("2025-01-02", "south", "terms: {terr.line: old, econ.relief: keep, align.bases: free}"),
            ("2025-01-03", "north", "terms: {terr.line: near, econ.relief: full, guar.form: none}"),
        )
    )
    assert [str(m.key) for m in step.moved] == ["terr.line"]
    assert [str(k) for k in step.first_said] == ["econ.relief"]
    assert [str(k) for k in step.only_here] == ["guar.form"]
    assert [str(k) for k in step.only_there] == ["align.bases"]


def test_texts_of_one_day_do_not_precede_one_another_and_common_texts_are_nobodys_for_the_other(
    steps: Callable[..., list[Step]],
) -> None:
    assert steps(FIRST, ("2025-01-02", "south", "terms: {terr.line: old}")) == []
    assert steps(FIRST, ("2025-01-03", "south", "terms: {terr.line: old}"), ("2025-01-03", "north", "terms: {terr.line: near}")) == []  # fmt: skip
    assert steps(FIRST, ("2025-01-02", "north, south", "terms: {terr.line: old}"), ("2025-01-03", "north", "terms: {terr.line: near}")) == []  # fmt: skip


def test_the_last_word_on_a_matter_counts_and_what_is_left_open_is_no_place(
    steps: Callable[..., list[Step]],
) -> None:
    found = steps(
        FIRST,
        OTHER,
        ("2025-01-03", "south", "terms: {econ.relief: keep}, open: [terr.line]"),
        ("2025-01-04", "north", "terms: {terr.line: near}"),
    )
    north = one(s for s in found if s.party == "north")
    assert (one(north.moved).other.proposal, one(north.moved).approach) == ("t1", "nearer")


def test_a_mediators_drafts_are_measured_against_each_side(steps: Callable[..., list[Step]]) -> None:
    found = steps(
        ("2025-01-01", "north", "terms: {terr.line: far}"),
        ("2025-01-01", "south", "terms: {terr.line: old}"),
        ("2025-01-02", "host", "terms: {terr.line: far}"),
        ("2025-01-03", "host", "terms: {terr.line: near}"),
    )
    assert {(s.party, s.other): one(s.moved).approach for s in found} == {
        ("host", "north"): "farther",
        ("host", "south"): "nearer",
    }


def test_alternatives_of_a_text_make_it_vaguer(steps: Callable[..., list[Step]]) -> None:
    found = moved(
        steps(
            ("2025-01-01", "north", "stage: truce, terms: {terr.line: far}"),
            ("2025-01-02", "south", "stage: truce, terms: {terr.line: old}"),
            ("2025-01-03", "north", "terms: {econ.relief: full}, alternatives: {a: {terr.line: near}, b: {terr.line: far}}"),
        )
    )  # fmt: skip
    assert (found.after.reach, found.approach) == ((1, 2), "cannot tell")


def plain(pack: Pack) -> list[Any]:
    """Steps as plain data."""
    return [
        (s.party, s.other, s.text, [(str(m.key), m.approach, m.gap_before, m.gap_after) for m in s.moved],
         s.first_said, s.only_here, s.only_there)
        for s in over_time(pack.proposals.values(), pack, others=pack.parties)
    ]  # fmt: skip


def renamed(pack: Pack, names: Mapping[str, str]) -> Pack:
    return replace(
        pack,
        parties={names[p]: replace(party, id=names[p]) for p, party in pack.parties.items()},
        poles=tuple(replace(p, party=names[p.party]) for p in pack.poles),
        proposals={i: replace(t, by=tuple(names[p] for p in t.by)) for i, t in pack.proposals.items()},
    )


@given(packs_with_texts(least=3), st.permutations(NAMES))
def test_parties_called_otherwise_move_as_before(pack: Pack, others: list[str]) -> None:
    names = dict(zip(NAMES, others, strict=True))
    there = [(names[s[0]], names[s[1]], *s[2:]) for s in plain(pack)]
    assert sorted(map(repr, plain(renamed(pack, names)))) == sorted(map(repr, there))


@given(packs_with_texts(least=3))
def test_an_axis_read_from_its_other_end_tells_the_same(pack: Pack) -> None:
    leaves = {
        i: replace(leaf, axis=leaf.axis[::-1], options=leaf.options[::-1]) if leaf.type == "ordinal" else leaf
        for i, leaf in pack.leaves.items()
    }
    assert plain(replace(pack, leaves=leaves)) == plain(pack)


@given(packs_with_texts(least=3))
def test_tracks_are_in_the_order_of_time_and_within_their_axis(pack: Pack) -> None:
    for track in tracks(pack.proposals.values(), pack):
        days = [pack.proposals[p.proposal].date[:7] for p in track.places]
        assert days == sorted(days)
        assert len(track.places) > 1
        for place in track.places:
            assert place.reach is not None
            assert 0 <= place.reach[0] <= place.reach[1] < len(track.values)


def test_the_us_drafts_of_november_and_december_2025_on_the_line() -> None:
    pack = load_pack("ukraine")
    found = over_time(pack.proposals.values(), pack, others=("russia", "ukraine"))
    step = one(s for s in found if (s.party, s.other, s.text) == ("usa", "russia", "p12"))
    line = one(m for m in step.moved if str(m.key) == "terr.line")
    assert (line.before.proposal, line.other.proposal, line.approach) == ("p10", "p09", "farther")
    of_ten = one(s for s in found if (s.party, s.other, s.text) == ("usa", "russia", "p10"))
    bar = one(m for m in of_ten.moved if str(m.key) == "align.alliance[nato]")
    assert bar.approach == "beyond"  # past what Moscow's own last text asked
