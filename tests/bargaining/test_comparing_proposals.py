"""Two texts beside each other: what changed, what is equal, what only one says, and what cannot be told of a text seen in part."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given

from bargaining.random_texts import packs_with_texts
from detente.bargaining.proposals import (
    Comparison,
    Drift,
    Relation,
    TermRow,
    Version,
    closest,
    compare,
    comparisons,
    turned,
    versions,
)
from detente.packs.load import load_pack
from detente.packs.model import Pack
from small_worlds import ISSUES, one

LEAVES = (
    ISSUES.replace(
        "poles:",
        """- id: forces.size
  options:
  - {id: none, label: No cap}
  - {id: less, label: Less, could_be: [many, few]}
  - {id: many, label: Many, value: 800, direction: at_most}
  - {id: few, label: Few, value: 600, direction: at_most}
poles:""",
    )
    + """
instances:
- {issue: terr.status, id: isle, name: The Isle, source: x}
- {issue: terr.status, id: cape, name: The Cape, source: x}
- {issue: terr.status, id: coast, name: The Coast, members: [isle, cape], source: x}
"""
)


def proposals(**texts: str) -> str:
    """Texts of a pack; a body begins with its basis where that is not the whole text."""
    head = "{id: %s, name: %s, date: 2025-03-11, by: [host], %s}"
    return "proposals:\n" + "".join(
        f"- {head % (name, name, body if body.startswith('basis') else f'basis: text, {body}')}\n"
        for name, body in texts.items()
    )


@pytest.fixture
def texts(small_pack: Callable[..., Pack]) -> Callable[..., Comparison]:
    """Compares the first alternatives of two texts that are written as YAML."""

    def comparing(first: str, second: str) -> Comparison:
        pack = small_pack(issues=LEAVES, proposals=proposals(a=first, b=second))
        return comparisons(pack.proposals["a"], pack.proposals["b"], pack)[0]

    return comparing


def row(found: Comparison, key: str) -> TermRow:
    return one(r for r in found.rows if str(r.key) == key)


def relation(found: Comparison, key: str) -> str:
    return str(row(found, key).relation)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("terms: {terr.line: near}", "terms: {terr.line: near}", "same"),
        ("terms: {terr.line: land}", "terms: {terr.line: land}", "same"),
        ("terms: {terr.line: land}", "terms: {terr.line: far}", "could be the same"),
        ("terms: {terr.line: land}", "terms: {terr.line: old}", "changed"),
        ("terms: {terr.line: near}", "terms: {econ.relief: full}", "dropped"),
        ("terms: {terr.line: near}", "basis: partial, terms: {econ.relief: full}", "not seen in the second"),
        ("terms: {terr.line: near}", "basis: report, terms: {econ.relief: full}", "not seen in the second"),
        ("terms: {econ.relief: full}", "terms: {terr.line: near}", "newly stated"),
        ("basis: report, terms: {econ.relief: full}", "terms: {terr.line: near}", "not seen in the first"),
        ("terms: {terr.line: near}", "terms: {econ.relief: full}, open: [terr.line]", "opened"),
        ("terms: {econ.relief: full}, open: [terr.line]", "terms: {terr.line: near}", "closed"),
        ("terms: {econ.relief: full}, open: [terr.line]", "terms: {}, open: [terr.line]", "same"),
        ("terms: {}, open: [terr.line]", "terms: {econ.relief: full}", "dropped"),
    ],
)
def test_a_matter_stands_as_both_texts_have_it(
    texts: Callable[..., Comparison], first: str, second: str, told: str
) -> None:
    assert relation(texts(first, second), "terr.line") == told


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("[land, air]", "[air, land]", "same"),
        ("[land]", "[land, air]", "partly the same"),
        ("[land]", "[air]", "changed"),
        ("[none]", "[none]", "same"),
        ("[none]", "[land]", "changed"),
    ],
)
def test_lists_are_compared_by_their_elements(
    texts: Callable[..., Comparison], first: str, second: str, told: str
) -> None:
    found = texts(f"terms: {{cf.precondition: {first}}}".replace("land", "withdrawal").replace("air", "stop_aid"),
                  f"terms: {{cf.precondition: {second}}}".replace("land", "withdrawal").replace("air", "stop_aid"))  # fmt: skip
    assert relation(found, "cf.precondition") == told


def test_a_list_that_was_seen_in_part_may_hold_more(texts: Callable[..., Comparison]) -> None:
    found = texts("basis: partial, terms: {cf.scope: [land]}", "terms: {cf.scope: [land, air]}")
    assert (relation(found, "cf.scope"), row(found, "cf.scope").only_second) == (
        "could be the same",
        ("air",),
    )
    found = texts("basis: partial, terms: {cf.scope: [land, sea]}", "terms: {cf.scope: [land, air]}")
    assert relation(found, "cf.scope") == "partly the same"


def test_a_change_along_an_axis_says_towards_which_end_by_how_much_and_who_pulls_there(
    texts: Callable[..., Comparison],
) -> None:
    ends = "territory to state claiming", "territory to state defending"
    found = texts("terms: {terr.line: old}", "terms: {terr.line: far}")
    assert row(found, "terr.line").drift == Drift(ends[0], ("north",), 2, 2, ends[1], ("south",))
    found = texts("terms: {terr.line: land}", "terms: {terr.line: old}")
    assert row(found, "terr.line").drift == Drift(ends[1], ("south",), 1, 2, ends[0], ("north",))


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [("few", "many", "higher"), ("many", "few", "lower"), ("none", "few", None), ("500", "few", "higher"),
     ("less", "500", "lower"), ("less", "700", None)],
)  # fmt: skip
def test_numbers_are_higher_or_lower_and_no_cap_is_no_number(
    texts: Callable[..., Comparison], first: str, second: str, told: str | None
) -> None:
    drift = row(
        texts(f"terms: {{forces.size: {first}}}", f"terms: {{forces.size: {second}}}"), "forces.size"
    ).drift
    assert (drift.towards if drift else None) == told


def test_yes_and_no_and_bare_numbers_are_terms(texts: Callable[..., Comparison]) -> None:
    found = texts(
        "terms: {cf.energy: true, terr.deferral: 15}", "terms: {cf.energy: false, terr.deferral: 15}"
    )
    assert {str(r.key): str(r.relation) for r in found.rows} == {
        "cf.energy": "changed",
        "terr.deferral": "same",
    }


def test_a_name_for_several_areas_is_each_of_them(texts: Callable[..., Comparison]) -> None:
    found = texts('terms: {"terr.status[coast]": defacto}', 'terms: {"terr.status[isle]": defacto}')
    assert {str(r.key): str(r.relation) for r in found.rows} == {
        "terr.status[isle]": "same",
        "terr.status[cape]": "dropped",
    }


def test_what_one_says_for_the_truce_and_the_other_for_the_settlement_is_one_row(
    texts: Callable[..., Comparison],
) -> None:
    found = texts("stage: truce, terms: {terr.line: near}", "terms: {terr.line: near}")
    assert (relation(found, "terr.line"), row(found, "terr.line").other_deal) == ("same", True)


def test_alternatives_are_compared_each_and_the_nearest_pair_is_named(
    small_pack: Callable[..., Pack],
) -> None:
    two = "terms: {terr.line: near}, alternatives: {one: {cf.precondition: [withdrawal]}, other: {cf.precondition: [stop_aid]}}"
    pack = small_pack(
        issues=LEAVES, proposals=proposals(a=two, b="terms: {terr.line: near, cf.precondition: [stop_aid]}")
    )
    every = comparisons(pack.proposals["a"], pack.proposals["b"], pack)
    assert [c.first.alternative for c in every] == ["one", "other"]
    assert [c.first.alternative for c in closest(every)] == ["other"]
    assert closest(()) == ()


@given(packs_with_texts())
def test_a_comparison_turned_round_is_the_comparison_of_the_texts_in_the_other_order(pack: Pack) -> None:
    first, second, *_ = pack.proposals.values()
    for a in versions(first):
        for b in versions(second):
            assert turned(compare(a, b, pack)) == compare(b, a, pack)


@given(packs_with_texts())
def test_a_text_beside_itself_is_the_same_in_everything_it_says(pack: Pack) -> None:
    for text in pack.proposals.values():
        for version in versions(text):
            found = compare(version, version, pack)
            assert {r.relation for r in found.rows} <= {Relation.SAME}


@given(packs_with_texts())
def test_absence_is_dropped_or_new_only_where_the_whole_text_was_seen(pack: Pack) -> None:
    first, second, *_ = pack.proposals.values()
    for found in comparisons(first, second, pack):
        for r in found.rows:
            if r.relation is Relation.DROPPED:
                assert second.basis == "text"
            if r.relation is Relation.NEW:
                assert first.basis == "text"


@pytest.fixture(scope="module")
def ukraine() -> Pack:
    return load_pack("ukraine")


def test_the_memoranda_of_2_june_2025_share_no_equal_term(ukraine: Pack) -> None:
    every = comparisons(ukraine.proposals["p07"], ukraine.proposals["p08"], ukraine)
    assert [c.first.alternative for c in every] == ["ceasefire_option_1", "ceasefire_option_2"]
    for found in every:
        assert len(found.shared) == 10
        assert {r.relation for r in found.shared} == {Relation.CHANGED}


def test_moscows_terms_of_june_2024_and_of_june_2025_are_equal_on_nearly_all_they_share(
    ukraine: Pack,
) -> None:
    (found,) = closest(comparisons(ukraine.proposals["p03"], ukraine.proposals["p07"], ukraine))
    assert found.second.alternative == "ceasefire_option_1"
    assert (len(found.shared), found.counts[Relation.SAME]) == (12, 11)
    differing = one(r for r in found.shared if r.relation is not Relation.SAME)
    assert (str(differing.key), differing.only_first) == ("cf.precondition", ("no_alliance",))
    apart = {str(r.key) for r in found.rows if r.relation is Relation.NOT_SEEN_AFTER}
    assert apart == {
        "pol.regime",
        "proc.sequence",
    }  # both are known from press summaries: nothing is said to be dropped
    assert not found.counts[Relation.DROPPED]


def test_from_28_points_to_20_the_two_matters_that_were_left_open_are_told_apart(ukraine: Pack) -> None:
    found = compare(Version(ukraine.proposals["p10"]), Version(ukraine.proposals["p12"]), ukraine)
    opened = {str(r.key) for r in found.rows if r.relation is Relation.OPENED}
    assert opened == {"terr.withdrawal[ua_from_donetsk]", "infra.nuclear[znpp]"}
    line = row(found, "terr.line").drift
    assert line is not None
    assert (line.parties, line.least) == (("ukraine",), 2)
    size = row(found, "forces.size").drift
    assert size is not None
    assert size.towards == "higher"
