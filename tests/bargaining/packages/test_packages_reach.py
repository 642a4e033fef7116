"""Which packages are in reach, not known or excluded, on random small conflicts; and whose word they hang on."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.bargaining.constraints.stage import stage_problem
from detente.bargaining.packages.listing import Reach, filled, reach
from detente.bargaining.packages.reach import Setting, described
from detente.bargaining.packages.space import allowed, broken, distance, every_package, unbroken
from detente.ledger.agenda import Key
from detente.packs.load import load_pack
from detente.packs.model import Pack
from detente.solvers.pysat import PySatSolver
from random_worlds import NAMES, World, renamed, worlds
from small_worlds import BINDING_ISSUES, Papers, write_pack

SOLVER = PySatSolver()


def setting_of(papers: Papers, pack: Pack) -> Setting:
    found = papers.positions(pack)
    return Setting(stage_problem(found, papers.view().counted, pack, stage="settlement"), found, pack)


def reached(setting: Setting, *, most: int = 4, beyond: bool = False) -> Reach:
    return reach(setting, SOLVER, most=most, expired=lambda: False, beyond=beyond)


def small(setting: Setting) -> bool:
    total = 1
    for values in setting.problem.variables.values():
        total *= len(values)
    return total <= 10_000


@given(worlds(most=6))
@settings(max_examples=30)
def test_counts_are_those_of_enumeration(world: World) -> None:
    setting = setting_of(world.papers, world.pack)
    if not small(setting):
        return
    found = reached(setting)
    every = [described(setting, p, 0) for p in every_package(allowed(setting.problem))]
    assert found.complete
    assert found.counts == (
        len(every),
        sum(p.verdict != "excluded" for p in every),
        sum(p.verdict == "in reach" for p in every),
    )
    assert bool(found.packages) == bool(found.counts[1])
    heard = [set(p.unheard) for p in every if p.verdict != "excluded"]
    for words in found.hangs:
        needed = {*found.silent.always, *words}
        assert any(h <= needed for h in heard)
        for some in combinations(words, max(0, len(words) - 1)):
            assert not words or not any(h <= {*found.silent.always, *some} for h in heard)


@given(worlds())
@settings(max_examples=60)
def test_what_is_listed_breaks_no_rule_and_no_firm_position_and_is_never_listed_twice(world: World) -> None:
    setting = setting_of(world.papers, world.pack)
    found = reached(setting)
    space = unbroken(setting.problem)
    names = tuple(setting.problem.variables)
    for package in found.packages:
        assert space.has(package.values)
        assert not package.broken
        assert not any(t.status == "excluded" for terms in package.scores.values() for t in terms)
        assert set(package.unheard) >= set(found.silent.always)
    for one, other in combinations(found.packages, 2):
        assert distance(one.values, other.values, names) > 0


@given(worlds())
@settings(max_examples=60)
def test_nobodys_position_could_be_added_to_what_a_nearest_package_keeps(world: World) -> None:
    setting = setting_of(world.papers, world.pack)
    found = reached(setting, beyond=True, most=10)
    firm = [g for g in setting.problem.groups if g.firm]
    assert [p.starts_from for p in found.packages] == (
        sorted({g.party for g in firm}) if found.packages else []
    )
    for package in found.packages:
        given_up = broken(setting.problem, package.values)
        assert given_up == package.broken
        kept = [c for g in firm if g not in given_up for c in g.clauses]
        for group in given_up:
            clauses = [*allowed(setting.problem).clauses, *kept, *group.clauses]
            assert SOLVER.satisfy(setting.problem.variables, clauses) is None


def heard_on_all(tmp_path: Path) -> tuple[Papers, Pack]:
    pack = load_pack(str(write_pack(tmp_path / "small")))
    papers = Papers()
    papers.says("north", "demand", "terr.line", "near")
    papers.says("south", "accept", "terr.line", "near", paper="other")
    return papers, pack


def test_a_package_that_all_took_is_in_reach(tmp_path: Path) -> None:
    papers, pack = heard_on_all(tmp_path)
    found = reached(setting_of(papers, pack))
    first = found.packages[0]
    assert first.verdict == "in reach"
    assert first.terms == {Key("terr.line"): ("near",)}
    assert {p: [t.status for t in ts] for p, ts in first.scores.items()} == {
        "north": ["met"],
        "south": ["met"],
    }
    assert found.silent.always == ()
    assert found.hangs == ((),)


def test_silence_is_neither_yes_nor_no(tmp_path: Path) -> None:
    pack = load_pack(str(write_pack(tmp_path / "small")))
    papers = Papers()
    papers.says("north", "demand", "terr.line", "near")
    found = reached(setting_of(papers, pack))
    assert found.counts[2] == 0
    assert found.silent.always == (("south", Key("terr.line")),)
    assert {p.verdict for p in found.packages} == {"not known"}


def test_who_alone_can_give_is_asked_only_where_the_package_asks_it_to_give(tmp_path: Path) -> None:
    pack = load_pack(str(write_pack(tmp_path / "small", issues=BINDING_ISSUES)))
    papers = Papers()
    papers.says("north", "demand", "terr.status", "dejure_third", instance="The Isle")
    papers.says("south", "accept", "terr.status", "dejure_third", instance="The Isle", paper="other")
    setting = setting_of(papers, pack)
    found = reached(setting)
    assert found.counts[2] == 0
    assert (("host", Key("terr.status", "isle")),) in found.hangs
    assert all(("host", Key("terr.status", "isle")) in p.unheard for p in found.packages)


def test_positions_that_cannot_all_hold_leave_no_package_and_the_nearest_are_told(tmp_path: Path) -> None:
    pack = load_pack(str(write_pack(tmp_path / "small")))
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "reject", "terr.line", "far", paper="other")
    setting = setting_of(papers, pack)
    found = reached(setting)
    assert found.complete
    assert not found.packages
    assert found.counts[1] == 0
    nearest = reached(setting, beyond=True).packages
    assert [(p.starts_from, [g.party for g in p.broken]) for p in nearest] == [
        ("north", ["south"]),
        ("south", ["north"]),
    ]
    assert {p.verdict for p in nearest} == {"excluded"}


def test_out_of_time_what_is_known_is_told_and_truncation_said(tmp_path: Path) -> None:
    papers, pack = heard_on_all(tmp_path)
    found = reach(setting_of(papers, pack), SOLVER, most=4, expired=lambda: True)
    assert not found.complete
    assert found.counts == (None, None, None)
    assert len(found.packages) == 1
    assert not reach(setting_of(papers, pack), SOLVER, most=4, expired=lambda: True, beyond=True).complete


@given(worlds())
@settings(max_examples=40)
def test_what_is_left_open_is_filled_so_that_the_most_positions_are_kept(world: World) -> None:
    setting = setting_of(world.papers, world.pack)
    found = reached(setting, beyond=True)
    for package in found.packages[:1]:
        name, value = next(iter(package.values.items()))
        whole = filled(found, {name: value}, SOLVER, expired=lambda: False)
        assert whole.values[name] == value
        assert allowed(setting.problem).has(whole.values)
        assert len(whole.broken) <= len(package.broken)


def test_a_set_says_which_elements_are_in_it(tmp_path: Path) -> None:
    pack = load_pack(str(write_pack(tmp_path / "small", issues=BINDING_ISSUES)))
    papers = Papers()
    papers.says("north", "demand", "guar.who", "us")
    papers.says("south", "accept", "guar.who", "us", paper="other")
    found = reached(setting_of(papers, pack))
    assert found.packages[0].terms[Key("guar.who")] == ("us",)
    assert (("host", Key("guar.who")),) in found.hangs
    without = next(iter(found.silent.avoided.values()))
    assert [c.literals[0].variable for c in without] == ["guar.who#us"]


@given(worlds(), st.permutations(NAMES))
@settings(max_examples=40)
def test_renaming_parties_changes_no_package_and_no_number(world: World, others: list[str]) -> None:
    names = dict(zip(NAMES, others, strict=True))
    other = renamed(world, names.__getitem__)
    for beyond in (False, True):
        one = reached(setting_of(world.papers, world.pack), beyond=beyond, most=10)
        two = reached(setting_of(other.papers, other.pack), beyond=beyond, most=10)
        assert one.counts == two.counts
        assert {names[p] + str(k) for p, k in one.silent.always} == {p + str(k) for p, k in two.silent.always}
        if beyond:
            assert {names[str(p.starts_from)]: p.values for p in one.packages} == {
                p.starts_from: p.values for p in two.packages
            }
        else:
            assert [p.values for p in one.packages] == [p.values for p in two.packages]
