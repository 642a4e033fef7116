"""Proposals scored term by term, the questions that results hang on, and what looks like a deadlock and is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from detente.bargaining.questions import QuestionKind
from detente.ledger.agenda import Key
from detente.ledger.view import Moment
from detente.packs.model import Pack
from small_worlds import ISSUES, Papers, asked, one, scored

PROPOSALS = """
proposals:
- {id: line, name: Line, date: 2025-03-11, by: [host], basis: text, terms: {terr.line: near}}
- {id: far, name: Far, date: 2025-03-11, by: [host], basis: text, terms: {terr.line: far}}
- {id: vague, name: Vague, date: 2025-03-11, by: [host], basis: text, terms: {terr.line: land}}
- {id: own, name: Own, date: 2025-03-11, by: [north], basis: text, terms: {terr.line: near}}
- {id: later, name: Later, date: 2025-09-01, by: [host], basis: partial, terms: {terr.line: near}, open: [econ.relief, cf.scope]}
- {id: status, name: Status, date: 2025-03-11, by: [north, south], basis: text, terms: {"terr.status[coast]": dejure_third}}
- {id: union, name: Union, date: 2025-03-11, by: [north, south], basis: text, terms: {align.union: eligible}}
- {id: truce, name: Truce, date: 2025-03-11, by: [host], basis: text, stage: truce,
   terms: {cf.class: interim, cf.precondition: [none], infra.nuclear: holder}}
- {id: two, name: Two ways, date: 2025-03-11, by: [host], basis: text, terms: {terr.line: near, cf.energy: true},
   alternatives: {one: {cf.precondition: [withdrawal]}, other: {cf.precondition: [stop_aid]}}}
- {id: part, name: Part, date: 2025-03-11, by: [host], basis: partial, terms: {cf.precondition: [withdrawal]}}
- {id: aid, name: Aid, date: 2025-03-11, by: [host], basis: text, terms: {terr.line: near, econ.relief: full}}
"""
MORE = (
    ISSUES
    + """
instances:
- {issue: terr.status, id: isle, name: The Isle, source: x}
- {issue: terr.status, id: cape, name: The Cape, source: x}
- {issue: terr.status, id: coast, name: The Coast, members: [isle, cape], source: x}
- {issue: infra.nuclear, id: mill, name: The Mill, source: x}
providers:
- {issue: terr.status, options: [dejure_third], parties: [host], source: x}
consent:
- {issue: align.union, parties: [union], source: x}
needs:
- {id: cover, party: south, stage: settlement, name: cover, any_of: [["terr.line=old"]], source: x}
"""
)


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=MORE.partition("needs:")[0], proposals=PROPOSALS)


def test_a_package_on_which_somebody_who_binds_was_not_heard_is_not_known(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "accept", "terr.line", "near")
    found = scored(papers.results(pack), "line")
    assert (found.verdict, found.missing, found.not_known) == ("not known", (), ("south",))
    papers.says("south", "propose", "terr.line", "near")
    found = scored(papers.results(pack), "line")
    assert found.verdict == "accepted"
    assert {p: t[0].status for p, t in found.terms.items()} == {"north": "met", "south": "offered"}


@pytest.mark.parametrize(
    ("stance", "option", "basis", "more", "status", "verdict"),
    [
        ("reject", "near", "own", {}, "excluded", "agreement missing"),
        ("demand", "far", "own", {}, "excluded", "agreement missing"),
        ("reject", "near", "analyst", {}, "attributed", "not known"),
        ("demand", "far", "analyst", {}, "attributed", "not known"),
        ("hedge", "near", "own", {}, "open", "not known"),
        ("accept", "near", "own", {"condition": "if"}, "open", "not known"),
        ("accept", "near", "analyst", {}, "open", "not known"),
        ("accept", "far", "own", {}, "open", "not known"),
    ],
)
def test_each_term_stands_as_the_party_holds_it(
    pack: Pack, stance: str, option: str, basis: str, more: dict[str, str], status: str, verdict: str
) -> None:
    papers = Papers()
    papers.says("south", "accept", "terr.line", "near")
    papers.says("north", stance, "terr.line", option, basis=basis, **more)
    found = scored(papers.results(pack), "line")
    assert (found.terms["north"][0].status, found.verdict) == (status, verdict)


def test_a_vague_term_is_excluded_where_all_that_it_could_be_is(pack: Pack) -> None:
    papers = Papers()
    papers.says("south", "demand", "terr.line", "old")
    found = scored(papers.results(pack), "vague")
    assert found.terms["south"][0].status == "excluded"
    assert found.missing == ("south",)


def test_who_tabled_a_text_is_not_asked_for_it_and_its_other_words_are_shown(pack: Pack) -> None:
    papers = Papers()
    papers.says("south", "accept", "terr.line", "near")
    assert scored(papers.results(pack), "own").verdict == "accepted"
    papers.says("north", "reject", "terr.line", "near")
    found = scored(papers.results(pack), "own")
    assert (found.missing, found.sponsors_differ) == ((), ("north",))


def test_a_provider_that_was_not_heard_is_not_known_and_a_name_for_several_areas_is_each_of_them(
    pack: Pack,
) -> None:
    found = scored(Papers().results(pack), "status")
    assert (found.verdict, found.not_known) == ("not known", ("host",))
    assert {str(t.key) for t in found.terms["host"]} == {"terr.status[isle]", "terr.status[cape]"}
    papers = Papers()
    papers.says("host", "reject", "terr.status", "dejure_third", instance="isle")
    assert scored(papers.results(pack), "status").missing == ("host",)


def test_only_those_whose_an_issue_is_are_asked_for_it(pack: Pack) -> None:
    found = scored(Papers().results(pack), "union")
    assert set(found.terms) == {"union"}
    assert found.not_known == ("union",)


def test_what_a_proposal_is_silent_on_is_listed_unless_only_part_of_it_was_seen(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "econ.relief", "full")
    results = papers.results(pack)
    assert scored(results, "line").silent_on == (Key("econ.relief"),)
    assert scored(results, "later").silent_on == ()
    assert {str(t.key) for t in scored(results, "later").terms["south"]} == {"terr.line", "econ.relief"}


def test_a_proposal_is_on_the_table_from_its_day(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "accept", "terr.line", "near")
    spring = papers.results(pack, moment=Moment(as_of=date(2025, 3, 12)))
    assert "later" not in {s.proposal.id for s in spring.proposals}
    autumn = papers.results(pack, moment=Moment(known_by=date(2025, 9, 2)))
    assert "later" in {s.proposal.id for s in autumn.proposals}


def test_truce_terms_belong_to_the_truce_and_alternatives_are_scored_apart(pack: Pack) -> None:
    papers = Papers()
    papers.says("south", "demand", "cf.precondition", "none")
    papers.says("north", "demand", "cf.precondition", "withdrawal")
    truce = papers.results(pack, "truce")
    assert {str(t.key) for t in scored(truce, "truce").terms["north"]} == {
        "cf.class",
        "cf.precondition",
        "infra.nuclear[mill]",
    }
    assert scored(truce, "two", "one").missing == ("south",)
    assert scored(truce, "two", "other").missing == ("north", "south")
    settlement = papers.results(pack)
    assert {str(t.key) for t in scored(settlement, "two").terms["north"]} == {"terr.line"}
    none = {
        p: next(t.status for t in ts if t.value == "none") for p, ts in scored(truce, "truce").terms.items()
    }
    assert none == {"north": "excluded", "south": "met"}


def test_of_a_list_that_was_seen_in_part_the_rest_is_unknown(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "cf.precondition", "stop_aid")
    assert (
        "north" in scored(papers.results(pack, "truce"), "two", "one").missing
    )  # the whole list, without it
    assert scored(papers.results(pack, "truce"), "part").missing == ()


def test_unconditional_meets_one_who_only_refuses_conditions(pack: Pack) -> None:
    papers = Papers()
    papers.says("south", "reject", "cf.precondition", "withdrawal")
    terms = scored(papers.results(pack, "truce"), "truce").terms["south"]
    assert next(t.status for t in terms if t.value == "none") == "met"


def test_a_text_that_leaves_a_party_without_what_it_needs_misses_its_agreement(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack(issues=MORE, proposals=PROPOSALS)
    papers = Papers()
    papers.says("south", "accept", "terr.line", "near")
    papers.says("north", "accept", "terr.line", "near")
    found = scored(papers.results(pack), "line")
    assert found.missing == ("south",)
    assert one(found.needs_broken).party == "south"


def test_a_condition_across_issues_that_a_text_breaks_misses_agreement(pack: Pack) -> None:
    papers = Papers()
    papers.says("south", "accept", "terr.line", "near")
    papers.says(
        "north", "accept", "terr.line", "near", condition="if", condition_on=(("econ.relief", "phased"),)
    )
    results = papers.results(pack)
    assert scored(results, "aid").missing == ("north",)
    assert scored(results, "line").missing == ()  # silent on relief: breaks nothing


QUESTIONS = [
    ("hedge", "near", {}, QuestionKind.NOT_ANSWERED, "Would you take “Near line”, and on what terms?"),
    ("hedge", None, {}, QuestionKind.NOT_ANSWERED, "Which outcome would you accept"),
    ("hedge", "near", {"condition": "if"}, QuestionKind.NOT_ANSWERED, "What exactly would have to be met"),
    ("reject", None, {}, QuestionKind.UNNAMED, "What exactly do you refuse on"),
    ("demand", None, {}, QuestionKind.UNNAMED, "What exactly do you ask for on"),
    ("accept", None, {"condition": "if"}, QuestionKind.UNNAMED, "What exactly do you ask for on"),
    ("demand", "land", {}, QuestionKind.UNNAMED, "Which do you mean: “Near line” or “Far line”?"),
    (
        "accept",
        "near",
        {"condition": "if"},
        QuestionKind.UNNAMED,
        "depend on something the reports do not spell out",
    ),
]


@pytest.mark.parametrize(("stance", "option", "more", "kind", "text"), QUESTIONS)
def test_what_is_open_is_asked(
    pack: Pack, stance: str, option: str | None, more: dict[str, str], kind: QuestionKind, text: str
) -> None:
    papers = Papers()
    papers.says("north", stance, "terr.line", option, **more)
    found = [q for q in asked(papers.results(pack), "north", "terr.line") if q.kind is kind]
    assert text in one(found).text
    assert one(found).lines


def test_contested_positions_are_asked_about(pack: Pack) -> None:
    papers = Papers()
    for stance in ("accept", "reject"):
        papers.says("north", stance, "terr.line", "near")
        papers.says("south", stance, "terr.line", None)
    results = papers.results(pack)
    north = [q.text for q in asked(results, "north", "terr.line") if q.kind is QuestionKind.CONTESTED]
    south = [q.text for q in asked(results, "south", "terr.line") if q.kind is QuestionKind.CONTESTED]
    assert north == [
        "Reports differ on whether you take “Near line” on “Line of control when fighting stops”. Which holds for a settlement?"
    ]
    assert south == [
        "Reports differ on whether you agree on “Line of control when fighting stops”. Which holds for a settlement?"
    ]


def test_what_only_others_say_and_what_has_no_stage_is_asked_where_a_deadlock_hangs_on_it(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", basis="analyst", stage="settlement")
    assert not asked(papers.results(pack), "north", "terr.line")
    papers.says("south", "demand", "terr.line", "old")
    results = papers.results(pack)
    assert {q.kind for q in asked(results, "north", "terr.line")} == {QuestionKind.ATTRIBUTED}
    unclear = one(asked(results, "south", "terr.line"))
    assert (unclear.kind, unclear.hangs) == (QuestionKind.STAGE_UNCLEAR, ("S1",))


def test_a_demand_tied_to_both_stages_is_asked_about(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", stage="truce")
    papers.says("north", "demand", "terr.line", "far", stage="settlement", paper="b")
    found = one(asked(papers.results(pack, "truce"), "north", "terr.line"))
    assert found.text.startswith(
        "Some reports make “Line of control when fighting stops” your condition for a ceasefire"
    )
    assert len(found.lines) == 2
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", stage="truce")
    papers.says("north", "accept", "terr.line", "far", stage="settlement")
    assert not asked(papers.results(pack, "truce"), "north", "terr.line")


def test_who_was_not_heard_is_asked_what_others_hold_and_what_a_text_settles(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("north", "reject", "econ.assets", "unfreeze")
    results = papers.results(pack)
    south = one(asked(results, "south", "terr.line"))
    assert south.kind is QuestionKind.NOT_HEARD
    assert south.text.endswith("On the table: North: “Far line” (yes).")
    assert south.lines
    tabled = one(asked(results, "south", "econ.relief"))
    assert tabled.text.endswith("A tabled proposal settles it; nothing was read from you.")
    assert set(tabled.hangs) == {"later", "aid"}
    assert not asked(results, "south", "align.union")  # not theirs to decide


def test_questions_come_by_the_deadlocks_that_hang_on_them_within_a_party(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "hedge", "align.rank", "formats")
    papers.says("north", "demand", "terr.line", "land", stage="settlement")
    papers.says("south", "demand", "terr.line", "old", stage="settlement")
    north = [q for q in papers.results(pack).questions if q.party == "north"]
    assert (str(north[0].key), north[0].hangs) == ("terr.line", ("S1",))
    assert [q.party for q in papers.results(pack).questions] == sorted(
        q.party for q in papers.results(pack).questions
    )


DIFFERENCES = [
    ([("north", "propose", "near"), ("south", "reject", "near")], "an offer meets a refusal"),
    (
        [("north", "demand", "near"), ("host", "reject", "near")],
        "some outcome is left that all of them can take",
    ),
    ([("north", "accept", "near"), ("south", "propose", "far")], "nobody firmly excludes what another names"),
    ([("north", "demand", "far"), ("host", "propose", "near")], "leaves out what another named"),
]


@pytest.mark.parametrize(("said", "reason"), DIFFERENCES)
def test_parties_that_differ_without_a_deadlock_are_listed_with_the_reason(
    pack: Pack, said: list[tuple[str, str, str]], reason: str
) -> None:
    papers = Papers()
    for party, stance, option in said:
        papers.says(party, stance, "terr.line", option)
    results = papers.results(pack)
    assert results.deadlocks == ()
    found = one(results.differences)
    assert reason in found.reason
    assert set(found.parties) == {party for party, _, _ in said}
    assert len(found.lines) == 2


def test_what_a_party_asks_for_no_more_is_not_told_as_its_refusal(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "old", date="2030-01-01")
    papers.says("north", "demand", "terr.line", "near", date="2030-03-01")
    papers.says("host", "propose", "terr.line", "far")
    found = one(papers.results(pack).differences)
    assert "refuses" not in found.reason
    assert "North asks for “" in found.reason


def test_agreement_and_a_lone_voice_are_no_difference(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "accept", "terr.line", "near")
    papers.says("south", "accept", "terr.line", "near")
    papers.says("north", "accept", "econ.relief", "full")
    assert papers.results(pack).differences == ()


@pytest.mark.parametrize(
    ("issue", "stance", "option", "stage", "order"),
    [
        ("cf.precondition", "demand", "root_causes", None, "settlement_first"),
        ("cf.precondition", "propose", "none", None, "truce_first"),
        ("cf.precondition", "propose", "withdrawal", None, None),
        ("align.order", "demand", "precondition", "truce", "settlement_first"),
        ("align.order", "demand", "parallel", "truce", None),
        ("econ.relief", "demand", "full", "truce", "settlement_first"),
        ("econ.relief", "demand", "full", None, None),  # the report does not tell which deal it is about
        ("econ.relief", "demand", None, "truce", None),
        ("support.arms", "demand", "stop", "truce", None),
    ],
)
def test_which_comes_first_follows_from_truce_conditions(
    pack: Pack, issue: str, stance: str, option: str | None, stage: str | None, order: str | None
) -> None:
    papers = Papers()
    papers.says("north", stance, issue, option, stage=stage)
    papers.says("host", stance, issue, option, stage=stage)
    found = papers.results(pack, "truce").sequence
    assert [(s.party, s.option) for s in found] == ([("north", order)] if order else [])
    assert papers.results(pack).sequence == ()


def test_a_deadlock_shows_what_is_offered_on_its_matters_and_what_nobody_named(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old")
    papers.says("host", "propose", "terr.line", "near")
    lock = one(papers.results(pack).deadlocks)
    assert [(o.party, o.option) for o in lock.offers] == [("host", "near")]
    assert lock.unoffered == ()
    assert len(lock.lines) == 2


def test_deadlocks_of_the_same_parties_on_the_same_matters_are_one_knot(pack: Pack) -> None:
    papers = Papers()
    for issue, option, other in (
        ("terr.line", "far", "old"),
        ("terr.cities", "transfer", "keep"),
        ("econ.relief", "full", "keep"),
    ):
        papers.says("north", "demand", issue, option)
        papers.says("south", "demand", issue, other)
    found = papers.results(pack)
    by_id = {d.id: str(d.members[0].keys[0]) for d in found.deadlocks}
    assert {frozenset(by_id[i] for i in knot) for knot in found.knots} == {
        frozenset({"terr.line", "terr.cities"}), frozenset({"econ.relief"}),
    }  # fmt: skip


def test_who_is_given_more_than_it_asks_for_along_its_axis_has_its_term_met(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "near")
    more = scored(papers.results(pack), "far").terms["north"][0]
    assert (more.status, one(more.lines).statement.option) == ("met", "near")
    papers = Papers()
    papers.says("north", "demand", "terr.line", "land")  # a vague word asks for no line in particular
    assert scored(papers.results(pack), "far").terms["north"][0].status == "open"
    papers = Papers()
    papers.says("north", "demand", "terr.line", "near", basis="analyst")
    assert scored(papers.results(pack), "far").terms["north"][0].status == "open"


def test_a_sponsor_has_offered_its_own_terms_whatever_others_say_of_it(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far", basis="analyst")
    assert {t.status for t in scored(papers.results(pack), "own").terms["north"]} == {"offered"}


def test_what_is_missing_from_a_whole_list_is_named_as_a_position_that_the_text_breaks(pack: Pack) -> None:
    papers = Papers()
    papers.says("north", "demand", "cf.precondition", "stop_aid")
    found = scored(papers.results(pack, "truce"), "two", "one")
    assert [t.status for t in found.terms["north"] if t.value == "withdrawal"] == ["open"]
    assert one(found.groups_broken).party == "north"


@pytest.mark.parametrize(("number", "missing"), [("700", ("north",)), ("500", ()), ("600", ())])
def test_a_bare_number_lies_where_it_lies_among_the_named_ones(
    small_pack: Callable[..., Pack], number: str, missing: tuple[str, ...]
) -> None:
    issues = ISSUES.replace(
        "poles:",
        "- {id: forces.size, options: [{id: few, label: Few, value: 600, direction: at_most}]}\npoles:",
    )
    text = (
        f"{{id: cap, name: Cap, date: 2025-03-11, by: [host], basis: text, terms: {{forces.size: {number}}}}}"
    )
    pack = small_pack(issues=issues, proposals=f"proposals:\n- {text}")
    papers = Papers()
    papers.says("north", "demand", "forces.size", "few")
    assert scored(papers.results(pack), "cap").missing == missing


def test_a_matter_without_options_is_no_term_of_a_score(small_pack: Callable[..., Pack]) -> None:
    text = "{id: years, name: Years, date: 2025-03-11, by: [host], basis: text, terms: {terr.deferral: 15, terr.line: near}}"
    pack = small_pack(proposals=f"proposals:\n- {text}")
    found = scored(Papers().results(pack), "years")
    assert {str(t.key) for terms in found.terms.values() for t in terms} == {"terr.line"}


def test_an_option_that_is_called_open_is_a_term_and_a_matter_left_to_later_decides_nothing(
    small_pack: Callable[..., Pack],
) -> None:
    head = "by: [host], date: 2025-03-11, basis: text, stage: truce"
    texts = f"""
proposals:
- {{id: endless, name: Endless, {head}, terms: {{cf.duration: open}}}}
- {{id: later, name: Later, {head}, terms: {{cf.class: interim}}, open: [cf.duration]}}
"""
    pack = small_pack(proposals=texts)
    papers = Papers()
    papers.says("north", "demand", "cf.duration", "days3")
    truce = papers.results(pack, "truce")
    assert scored(truce, "endless").missing == ("north",)
    (group,) = scored(truce, "endless").groups_broken
    assert group.party == "north"
    assert scored(truce, "later").missing == ()
    assert {t.status for t in scored(truce, "later").terms["north"] if t.value == "open"} == {"open"}


def test_of_a_list_known_from_a_summary_the_rest_is_unknown_too(small_pack: Callable[..., Pack]) -> None:
    text = (
        "{id: told, name: Told, date: 2025-03-11, by: [host], basis: report, stage: truce, "
        "terms: {cf.precondition: [withdrawal]}}"
    )
    pack = small_pack(proposals=f"proposals:\n- {text}")
    papers = Papers()
    papers.says("north", "demand", "cf.precondition", "stop_aid")
    assert scored(papers.results(pack, "truce"), "told").missing == ()
