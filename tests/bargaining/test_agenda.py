"""The agenda of a stage: who holds what, who binds and was not heard, what ties a matter in, what is left off."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from detente.bargaining.agenda import Capacity, Matter, Origin, StageAgenda, agenda_of, left_off
from detente.packs.model import Leaf, Option, Pack, RuleText, Stage
from random_worlds import PLAIN_PACK
from small_worlds import BINDING_ISSUES, Papers, one

MORE = (
    BINDING_ISSUES
    + """
needs:
- {id: cover, party: south, stage: settlement, name: cover, source: x, any_of: [["align.expansion=treaty_stop"]]}
rules:
- {id: tie, rule: "terr.line=far implies align.rank=formats", source: x}
- {id: far, rule: "align.nuclear=treaty implies pol.constitution=amend", source: x}
- {id: mild, rule: "align.rank=formats contradicts econ.relief=keep", source: x, soft: true}
"""
)
PROPOSAL = """
proposals:
- {id: p, name: P, date: 2025-03-01, by: [host], basis: text, stage: settlement, terms: {align.bases: ban, terr.deferral: 15}}
"""


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=MORE, proposals=PROPOSAL)


def agenda(papers: Papers, pack: Pack, stage: Stage = "settlement") -> StageAgenda:
    lines = papers.view().counted
    return agenda_of(papers.positions(pack), lines, pack, stage=stage, proposals=pack.proposals.values())


def matter(found: StageAgenda, key: str) -> Matter:
    return one(m for m in found.matters if str(m.key) == key)


def test_a_matter_shows_who_named_which_value_and_who_binds_and_was_not_heard(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("host", "propose", "terr.line", "near")
    papers.says("host", "hedge", "terr.line", "land")
    found = matter(agenda(papers, pack), "terr.line")
    assert found.named == {"old": (), "near": ("host",), "far": ("north",), "open": (), "land": ("host",)}
    assert [(h.party, h.capacity, h.words) for h in found.holdings] == [
        ("north", Capacity.SIGNATORY, "asks for “Far line”"),
        ("south", Capacity.SIGNATORY, ""),
        ("host", Capacity.SHOWN, "offers “Near line” and asks, without committing, about “Some land”"),
    ]
    assert found.not_heard == ("south",)
    assert not found.free_text


def test_those_who_alone_can_give_and_those_who_decide_are_named(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "support.arms", "stop")
    papers.says("north", "demand", "align.union", "eligible")
    found = agenda(papers, pack)
    assert {(h.party, str(h.capacity)) for h in matter(found, "support.arms").holdings} == {
        ("north", "signatory"), ("south", "signatory"), ("host", "alone can give it"),
    }  # fmt: skip
    assert {(h.party, str(h.capacity)) for h in matter(found, "align.union").holdings} == {
        ("south", "decides it alone"), ("union", "decides it alone"), ("north", "only shown"),
    }  # fmt: skip


def test_what_ties_a_matter_in_is_said(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    found = agenda(papers, pack)
    assert {str(m.key): m.origins for m in found.matters} == {
        "terr.line": (Origin.SAID,),
        "align.bases": (Origin.PROPOSAL,),
        "align.rank": (Origin.RULE,),
        "econ.relief": (Origin.RULE,),
        "align.expansion": (Origin.NEED,),
    }
    tied = matter(found, "align.rank")
    assert [(t.rule.id, [str(k) for k in t.others]) for t in tied.rules] == [
        ("tie", ["terr.line"]),
        ("mild", ["econ.relief"]),
    ]
    assert [n.id for n in matter(found, "align.expansion").needs] == ["cover"]
    assert matter(found, "align.bases").proposals == ("p",)


def test_an_instance_that_the_pack_does_not_declare_is_a_matter_and_marked(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.status", "restored", instance="Old Fort")
    assert matter(agenda(papers, pack), "terr.status[other:old_fort]").free_text


def test_what_no_package_can_hold_is_left_off_with_the_reason(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "course.progress", "agreed")
    papers.says("north", "demand", "terr.border", None)
    papers.says("north", "demand", "no.such", None)
    found = left_off(papers.view().counted, pack)
    assert [(x.issue, len(x.lines)) for x in found] == [
        ("terr.border", 1),
        ("course.progress", 1),
        ("no.such", 1),
    ]
    assert [x.reason.split(":")[0] for x in found] == [
        "the pack lists no options for it; add them to its issues.yaml",
        "the course of the talks and the war",
        "the pack does not have this issue",
    ]


def test_an_option_that_no_list_has_is_named_by_nobody(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "moon")
    found = matter(agenda(papers, pack), "terr.line")
    assert not any(found.named.values())
    assert [h.party for h in found.holdings if h.position] == ["north"]


def test_an_empty_agenda_is_empty_and_the_truce_is_about_a_ceasefire(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack()
    assert agenda(Papers(), pack).matters == ()
    truce = agenda(Papers(), pack, "truce")
    assert {str(m.key): m.origins for m in truce.matters if m.key.issue == "cf.class"} == {
        "cf.class": (Origin.STAGE,)
    }


def test_one_party_alone_has_an_agenda() -> None:
    pack = replace(PLAIN_PACK, signatories={"truce": ("north",), "settlement": ("north",)})
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    assert matter(agenda(papers, pack), "terr.line").not_heard == ()


def seconds(many: int) -> tuple[float, int]:
    """Processor time of the agenda of so many issues, two parties and a rule on every fifth, twenty lines a report."""
    letters = "abcdefghijklmnopqrstuvwxy"
    names = [f"x.{a}{b}" for a in letters for b in letters][:many]
    leaves = {n: Leaf(n, type="ordinal", options=tuple(Option(o, o) for o in "pqr")) for n in names}
    rules = tuple(
        RuleText(f"r{i}", f"{a}=p implies {b} in {{p, q}}", "x") for i, (a, b) in enumerate(pairwise(names))
    )
    pack = replace(PLAIN_PACK, leaves=leaves, rules=rules[::5])
    papers = Papers()
    for i, name in enumerate(names):
        papers.says("north", "demand", name, "p", paper=f"wire{i // 10}")
        papers.says("south", "reject", name, "q", paper=f"wire{i // 10}")
    positions, lines = papers.positions(pack), papers.view().counted
    best = 60.0
    for _ in range(3):
        start = time.process_time()
        found = agenda_of(positions, lines, pack, stage="settlement", proposals=())
        best = min(best, time.process_time() - start)
    return best, len(found.matters)


def test_the_time_of_an_agenda_does_not_grow_with_the_square_of_its_issues() -> None:
    (few, hundred), (many, all_of_them) = seconds(100), seconds(500)
    assert (hundred, all_of_them) == (100, 500)
    assert many < 15 * few, (few, many)
