"""Scenarios as a mediator meets them: a party takes, asks, refuses, drops or loosens something, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

import pytest

from detente.bargaining.constraints.model import Role
from detente.bargaining.results import StageResults
from detente.bargaining.scenarios.groups import loosened, ways_to_loosen
from detente.bargaining.scenarios.model import Loosened, Scenario, together
from detente.bargaining.scenarios.naming import groups_called, named_groups
from detente.bargaining.scenarios.reading import supposed, value_named
from detente.kernel.errors import BadInput, UnknownName
from detente.ledger.agenda import Key
from detente.ledger.utterances import Voice
from detente.packs.model import Leaf, Option, Pack
from small_worlds import BINDING_ISSUES, Papers, one, scored
from supposing import Laid, lay, suppose

NEED = (
    BINDING_ISSUES
    + """
needs:
- {id: cover, party: south, stage: settlement, name: cover, source: x, any_of: [["guar.presence=rear_areas"]]}
rules:
- {id: tied, rule: "terr.line=far implies econ.relief=keep", source: x}
"""
)
PROPOSAL = """
proposals:
- {id: p1, name: Draft, date: "2025-01-01", by: [host], basis: text, terms: {terr.line: near}}
"""


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=NEED, proposals=PROPOSAL)


def line_locked() -> Papers:
    """North asks for the far line, South for the old one."""
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old")
    return papers


def ids(results: StageResults) -> set[str]:
    return {g.id for g in results.problem.groups}


def test_taking_what_it_refused_opens_the_deadlock_and_makes_its_moves_needless(pack: Pack) -> None:
    laid = lay(line_locked(), pack, suppose(pack, "north accepts terr.line=old"))
    opened = one(laid.changes.opens)
    assert {m.party for m in opened.members} == {"north", "south"}
    assert not laid.changes.stays
    assert not laid.changes.new
    assert laid.changes.needless == laid.before.moves[opened.id]
    group = next(g for g in laid.after.problem.groups if g.party == "north")
    assert group.id == "what-if:north:terr.line:own"
    assert group.wording == "asks for “Far line”; would also take “Old line” (supposed by Ana)"
    assert group.lines  # the lines of what it was heard to hold


def test_taking_something_else_leaves_it_shut_and_says_so(pack: Pack) -> None:
    laid = lay(line_locked(), pack, suppose(pack, "north accepts terr.line=near"))
    assert not laid.changes.opens
    assert [s.before.id for s in laid.changes.stays] == ["S1"]
    lock = one(laid.after.deadlocks)
    assert str(lock.strength) == "supposed"  # no class of words mixes it up


def test_taking_it_only_with_something_that_the_other_refuses_locks_there(pack: Pack) -> None:
    papers = line_locked()
    papers.says("south", "reject", "econ.relief", "full", paper="other")
    laid = lay(papers, pack, suppose(pack, "north accepts terr.line=old only with econ.relief=full"))
    assert [d.id for d in laid.changes.opens] == ["S1"]
    new = one(laid.changes.new)
    condition = next(m for m in new.members if m.party == "north")
    assert condition.id == "what-if:north:terr.line:accept:old:if:econ.relief=full"
    assert condition.lines == ()
    assert condition.wording.startswith("takes “Old line” only with “Full lifting")
    assert [str(k) for k in condition.keys] == ["terr.line", "econ.relief"]


def test_taking_it_outright_takes_a_condition_back(pack: Pack) -> None:
    papers = Papers()
    papers.says(
        "north", "accept", "terr.line", "old", condition="if", condition_on=(("econ.relief", "full"),)
    )
    papers.says("south", "demand", "terr.line", "old")
    papers.says("south", "reject", "econ.relief", "full", paper="other")
    assert len(papers.results(pack).deadlocks) == 1
    assert len(lay(papers, pack, suppose(pack, "north accepts terr.line=old")).changes.opens) == 1
    other = suppose(pack, "north accepts econ.relief=keep")  # does not say that this would do for the line
    assert not lay(papers, pack, other).changes.opens


def test_a_supposed_demand_locks_as_if_it_were_said_and_is_nobodys_words(pack: Pack) -> None:
    papers = Papers()
    papers.says("south", "demand", "terr.line", "old")
    laid = lay(papers, pack, suppose(pack, "North demands terr.line=near", by="Bo"))
    new = one(laid.changes.new)
    north = next(m for m in new.members if m.party == "north")
    assert (north.id, north.lines) == ("what-if:north:terr.line:demand:near", ())
    assert north.wording == "asks for “Near line” (supposed by Bo)"
    said = Papers()
    said.says("north", "demand", "terr.line", "near")
    said.says("south", "demand", "terr.line", "old")
    heard = next(g for g in said.results(pack).problem.groups if g.party == "north")
    assert north.clauses == heard.clauses
    assert [lv.clauses for lv in north.levels] == [lv.clauses for lv in heard.levels]


def test_contradictory_demands_are_a_deadlock_of_the_party_with_itself(pack: Pack) -> None:
    scenario = suppose(pack, "north demands terr.line=far", "north refuses terr.line=far")
    laid = lay(Papers(), pack, scenario)
    assert one(laid.changes.new).parties == ("north",)
    assert not laid.after.problems


def test_what_was_hidden_behind_a_contradiction_comes_to_light_when_that_opens(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "land")
    papers.says("north", "reject", "terr.line", "land")
    papers.says("south", "reject", "terr.line", "old", paper="other")
    itself = one(papers.results(pack).deadlocks)
    assert itself.parties == ("north",)
    changes = lay(papers, pack, suppose(pack, "north accepts terr.line=old")).changes
    assert changes.opens == (itself,)
    assert {m.party for m in one(changes.hidden).members} == {"north", "south"}
    assert not changes.new
    assert not changes.nothing


def test_taking_and_shutting_out_the_same_is_said(pack: Pack) -> None:
    scenario = suppose(pack, "north accepts terr.line=old", "north demands terr.line=far")
    problem = one(lay(line_locked(), pack, scenario).after.problems)
    assert problem.code == "what-if-contradiction"
    assert "North is supposed to take “Old line”" in problem.message


def test_a_word_that_does_not_bind_is_told_and_enters_no_deadlock(pack: Pack) -> None:
    laid = lay(line_locked(), pack, suppose(pack, "host demands terr.line=near"))
    assert one(laid.after.problems).code == "what-if-binds-nothing"
    assert laid.changes.nothing


def test_a_provider_binds_by_what_it_alone_gives(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.status", "dejure_third", instance="isle")
    laid = lay(papers, pack, suppose(pack, "host refuses terr.status[isle]=dejure_third"))
    group = next(g for g in laid.after.problem.groups if g.party == "host")
    assert group.role is Role.PROVIDER
    assert group.gives == {"dejure_third"}
    assert len(laid.changes.new) == 1
    asks = suppose(pack, "host demands support.arms=stop")
    of_itself = next(g for g in lay(papers, pack, asks).after.problem.groups if g.party == "host")
    assert of_itself.clauses  # what it asks of itself binds whole
    decides = suppose(pack, "union refuses align.union=dated")
    assert any(g.party == "union" for g in lay(papers, pack, decides).after.problem.groups)


def test_an_issue_that_nobody_spoke_of_is_brought_in_with_its_rules(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    laid = lay(papers, pack, suppose(pack, "south demands econ.relief=full"))
    assert {m.party for m in one(laid.changes.new).members} == {"north", "south"}
    assert one(one(laid.changes.new).rules).id == "tied"
    alone = lay(
        Papers(), pack, suppose(pack, "south accepts cf.monitor=tech", "south accepts econ.relief=full")
    )
    assert "econ.relief" in alone.after.problem.variables


def test_rules_and_needs_can_be_set_aside(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "econ.relief", "full")
    papers.says("north", "reject", "guar.presence", "rear_areas", paper="other")
    assert len(papers.results(pack).deadlocks) == 2
    assert len(lay(papers, pack, Scenario(without_rules=("tied",))).changes.opens) == 1
    laid = lay(papers, pack, Scenario(without_needs=("cover",)))
    assert [m.role for m in one(laid.changes.opens).members] == [Role.SIGNATORY, Role.NEED]
    both = together([Scenario("a", without_rules=("tied",)), Scenario("b", without_needs=("cover",))])
    assert both.name == "a + b"
    assert not lay(papers, pack, both).after.deadlocks


def test_a_group_is_loosened_along_its_axis_to_the_option_that_is_named(pack: Pack) -> None:
    papers = line_locked()
    group = next(g for g in papers.results(pack).problem.groups if g.party == "north")
    assert ways_to_loosen(group, pack) == ("old", "near", "open")
    assert loosened(group, Loosened(group.id, "far"), pack) is None  # it asks for that already
    near = lay(papers, pack, Scenario(loosened=(Loosened(group.id, "near", "Ana"),)))
    assert not near.changes.opens
    old = lay(papers, pack, Scenario(loosened=(Loosened(group.id, "old", "Ana"),)))
    assert len(old.changes.opens) == 1
    later = lay(papers, pack, Scenario(loosened=(Loosened(group.id, "open", "Ana"),)))
    held = next(g for g in later.after.problem.groups if g.party == "north")
    assert held.wording.endswith("would leave it to later (supposed by Ana)")


def test_a_set_is_loosened_element_by_element(pack: Pack) -> None:
    options = (Option("none", "None"), Option("posts", "Posts"), Option("patrols", "Patrols"))
    pack = replace(
        pack, leaves={**pack.leaves, "x.watch": Leaf("x.watch", "Watch", type="set", options=options)}
    )
    papers = Papers()
    papers.says("north", "reject", "x.watch", "posts")
    papers.says("north", "reject", "x.watch", "patrols")
    papers.says("south", "demand", "x.watch", "posts")
    found = papers.results(pack)
    assert len(found.deadlocks) == 1
    group = next(g for g in found.problem.groups if g.party == "north")
    assert ways_to_loosen(group, pack) == ("posts", "patrols")
    for scenario, opens in (
        (suppose(pack, "north accepts x.watch=posts"), 1),
        (suppose(pack, "north accepts x.watch=patrols"), 0),
        (suppose(pack, "south accepts x.watch=none"), 1),
        (suppose(pack, "south accepts x.watch=patrols"), 0),
        (Scenario(loosened=(Loosened(group.id, "posts", "Ana"),)), 1),
        (Scenario(loosened=(Loosened(group.id, "patrols", "Ana"),)), 0),
    ):
        assert len(lay(papers, pack, scenario).changes.opens) == opens
    tied = suppose(pack, "north accepts x.watch=posts only with x.watch=patrols")
    assert one(lay(papers, pack, tied).changes.opens).members
    locked = together([tied, suppose(pack, "south refuses x.watch=patrols")])
    new = lay(papers, pack, locked).changes.new
    refusing = {m.id for d in new for m in d.members if "refuses" in m.wording}
    assert refusing == {"what-if:north:x.watch:own", "what-if:south:x.watch:reject:patrols"}


def test_a_proposal_is_scored_with_what_is_supposed_and_says_why(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "accept", "terr.line", "near")
    assert scored(papers.results(pack), "p1").missing == ("north",)
    laid = lay(papers, pack, suppose(pack, "north accepts terr.line=near"))
    change = one(laid.changes.verdicts)
    assert (change.before.verdict, change.after.verdict) == ("agreement missing", "accepted")
    term = one(change.terms)
    assert (term.party, term.before and term.before.status, term.after and term.after.status) == (
        "north", "excluded", "met",
    )  # fmt: skip
    assert term.term.supposed
    assert term.term.lines == ()
    off = lay(papers, pack, Scenario(without=("north:terr.line:own",)))
    change = one(off.changes.verdicts)
    assert (change.after.verdict, change.after.not_known) == ("not known", ("north",))
    assert one(change.terms).after.status == "open"  # type: ignore[union-attr]


def test_a_refusal_that_is_set_aside_is_no_longer_counted_against_a_proposal(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "reject", "terr.line", "near")
    papers.says("south", "accept", "terr.line", "near")
    laid = lay(papers, pack, Scenario(without=("north:terr.line:own",)))
    assert one(laid.changes.verdicts).after.verdict == "not known"
    against = lay(papers, pack, suppose(pack, "south refuses terr.line=near"))
    assert one(against.changes.verdicts).after.missing == ("north", "south")


def test_questions_fall_away_where_an_answer_is_supposed_and_quote_nothing_that_is(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    laid = lay(papers, pack, suppose(pack, "south accepts terr.line=near"))
    gone = one(q for q in laid.changes.questions_gone if q.party == "south")
    assert str(gone.key) == "terr.line"
    new = lay(papers, pack, suppose(pack, "south demands econ.relief=full"))
    asked = one(q for q in new.changes.questions_new if str(q.key) == "econ.relief")
    assert (asked.party, str(asked.kind)) == ("north", "not heard")
    assert "full" not in asked.text.lower()


def test_a_party_that_was_not_heard_is_supposed_in_nobodys_voice(pack: Pack) -> None:
    from detente.bargaining.scenarios.answer import Heard, stage_under

    under = stage_under(suppose(pack, "south offers terr.line=near"), Heard((), (), pack), stage="settlement")
    position = one(under.positions)
    assert position.voice is Voice.SUPPOSED
    assert position.lines == ()
    assert one(position.stands).lines == ()


def test_a_budget_that_ends_is_said_and_nothing_is_called_open_that_was_not_tried(pack: Pack) -> None:
    papers = line_locked()
    papers.says("north", "demand", "econ.relief", "full", paper="b")
    papers.says("south", "demand", "econ.relief", "keep", paper="c")
    ticking: Iterator[int] = count()
    laid = lay(papers, pack, Scenario("nothing"), clock=lambda: float(next(ticking)), budget_s=0.01)
    assert not laid.after.complete
    assert len(laid.after.deadlocks) < len(laid.before.deadlocks)
    assert not laid.changes.opens  # tried by plain evaluation
    assert not laid.changes.complete
    back = replace(laid.before, deadlocks=(), complete=False)
    from detente.bargaining.scenarios.comparing import compared

    there = compared(back, laid.before)
    assert not there.new  # it was there, and was only cut off
    assert there.hidden == laid.before.deadlocks


def test_a_deadlock_of_which_a_smaller_part_clashes_stays_shut(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "econ.relief", "full")
    before = papers.results(pack)
    assert len(one(before.deadlocks).members) == 2
    harder = replace(
        before.problem,
        hard=tuple(
            replace(h, clauses=tuple(replace(c, literals=c.literals[-1:]) for c in h.clauses))
            if h.id == "tied"
            else h
            for h in before.problem.hard
        ),
    )  # the rule without its premise: South's demand clashes by itself
    from detente.bargaining.deadlocks import deadlocks
    from detente.bargaining.scenarios.comparing import compared
    from detente.solvers.pysat import PySatSolver

    found = deadlocks(harder, PySatSolver(), expired=lambda: False)
    changes = compared(before, replace(before, problem=harder, deadlocks=found.deadlocks))
    assert one(changes.stays).after is None
    assert one(one(changes.new).members).party == "south"


@pytest.mark.parametrize(
    ("text", "fault", "told"),
    [
        ("north takes terr.line=old", UnknownName, "no stance 'takes'; there are accepts"),
        ("north acepts terr.line=old", UnknownName, "did you mean 'accepts'"),
        ("nroth accepts terr.line=old", UnknownName, "did you mean 'north'"),
        ("north accepts terr.lin=old", UnknownName, "did you mean 'terr.line'"),
        ("north accepts terr.line=odl", UnknownName, "did you mean 'old'"),
        ("north accepts terr.status=dejure_third", BadInput, "several instances; name one of them: terr.status[isle]"),
        ("north accepts terr.status[ilse]=dejure_third", UnknownName, "did you mean 'isle'"),
        ("north accepts terr.line[isle]=old", BadInput, "has no instances"),
        ("north accepts course.progress=x", BadInput, "never part of a package"),
        ("north accepts terr.line=land", BadInput, "could be near or far"),
        ("north accepts terr.line", BadInput, "is no supposition; write PARTY accepts"),
        ("north demands terr.line=old only with econ.relief=full", BadInput, "a condition goes with accepts or offers"),
        ("north accepts terr.line=old in winter", UnknownName, "no stage 'winter'"),
        ("north accepts cf.class=definitive in settlement", BadInput, "a matter of the truce"),
        ("", BadInput, "is no supposition"),
    ],
)  # fmt: skip
def test_what_cannot_be_supposed_is_refused_with_its_reason(
    pack: Pack, text: str, fault: type[Exception], told: str
) -> None:
    with pytest.raises(fault) as refused:
        supposed(text, pack)
    assert told in str(refused.value)


def test_a_supposition_reads_back_as_it_is_written(pack: Pack) -> None:
    text = "north accepts terr.line=old only with econ.relief=full in settlement"
    assert str(one(supposed(f"  North   accepts {text.partition('accepts ')[2]}", pack))) == text
    assert [
        str(s.key) for s in supposed("south demands terr.status[The Isle]=dejure_third in the truce", pack)
    ] == ["terr.status[isle]"]
    spoken = (Key("terr.status", "other:reef"),)
    assert (
        one(supposed("south accepts terr.status[other:reef]=defacto", pack, agenda=spoken)).key == spoken[0]
    )


NUMBERS = Leaf(
    "x.days", "Days", type="numeric", unit="days",
    options=(Option("thirty", "30 days", value=30), Option("sixty", "60 days", value=60), Option("none", "No end")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [("30", "thirty"), ("30.0", "thirty"), ("45", "30..60"), ("29.5", "..30"), ("100000000", "60.."), ("thirty", "thirty"),
     ("30..60", "30..60"), ("open", "open"), ("deferred", "open"), ("none", "none"), ("-5", "..30")],
)  # fmt: skip
def test_a_number_is_the_value_in_which_it_lies(text: str, value: str) -> None:
    assert value_named(NUMBERS, text) == value


@pytest.mark.parametrize(
    "text", ["nan", "inf", "-inf", "1e999999999", "9" * 40, "1_000", "1,000", "0.1234567"]
)
def test_what_is_no_number_that_a_term_can_hold_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is no number"):
        value_named(NUMBERS, text)


def test_a_value_between_two_named_ones_can_be_demanded(pack: Pack) -> None:
    numeric = replace(pack, leaves={**pack.leaves, "x.days": NUMBERS})
    laid = lay(Papers(), numeric, suppose(numeric, "north demands x.days=45", "south demands x.days=30"))
    assert {m.party for m in one(laid.changes.new).members} == {"north", "south"}
    agreed = lay(Papers(), numeric, suppose(numeric, "north demands x.days=45", "south accepts x.days=45"))
    assert not agreed.after.deadlocks
    with pytest.raises(BadInput, match="has no value for"):
        value_named(replace(NUMBERS, options=NUMBERS.options[2:]), "30")


def test_groups_go_by_short_names_by_matter_and_by_their_place_in_a_deadlock(pack: Pack) -> None:
    papers = line_locked()
    papers.says("north", "reject", "terr.line", "near", basis="analyst", paper="c")
    papers.says("north", "demand", "econ.relief", "full", paper="d")
    found = papers.results(pack)
    named = named_groups({"truce": papers.results(pack, "truce").problem, "settlement": found.problem})
    names = {n.name: n.group.id for n in named}
    assert names["north:econ.relief"] == "north:econ.relief:own"
    assert names["south:need:cover"] == "south:need:cover"
    north = one(n for n in named if n.group.id == "north:terr.line:own")
    assert north.stages == ("truce", "settlement")
    for name in (north.name, north.group.id):
        assert one(groups_called(name, named, found.deadlocks)) == north.group
    every = groups_called("north:terr.line", named, found.deadlocks)
    assert {g.id for g in every} == {i for i in ids(found) if i.startswith("north:terr.line")}
    lock = found.deadlocks[0]
    assert groups_called(f"{lock.id}/2", named, found.deadlocks) == (lock.members[1],)
    for wrong in (lock.id, f"{lock.id}/0", f"{lock.id}/9", f"{lock.id}/x", f"{lock.id}/²"):
        with pytest.raises(BadInput, match=f"{lock.id}/1: "):
            groups_called(wrong, named, found.deadlocks)
    with pytest.raises(UnknownName, match=r"did you mean 'north:econ\.relief'"):
        groups_called("north:econ.releif", named, found.deadlocks)


def test_a_bundle_is_switched_off_by_any_demand_in_it(pack: Pack) -> None:
    papers = Papers()
    for issue, option in (("terr.line", "far"), ("econ.relief", "full")):
        papers.says("north", "demand", issue, option, at=100)
    papers.says("south", "demand", "terr.line", "old")
    laid: Laid = lay(papers, pack, Scenario(without=("north:econ.relief:own",)))
    assert len(laid.changes.opens) == 1
    assert ids(laid.after) == {"south:terr.line:own", "south:need:cover"}
