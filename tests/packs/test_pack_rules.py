"""The rule language: terms on issues joined by and, or, not; rules of five shapes; faults that point at the place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from detente.kernel.errors import BadRule
from detente.packs.load import load_pack
from detente.packs.model import Pack
from detente.packs.rules import Term, parse_rule, parse_term, parse_terms
from detente.packs.terms import join_key, split_key


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("terr.line=near", ("near",)),
        ("terr.line = near", ("near",)),
        ("terr.line in {near, far}", ("near", "far")),
        ("terr.line>=near", ("near", "far")),
        ("terr.line>old", ("near", "far")),
        ("terr.line<=near", ("old", "near")),
        ("terr.line<near", ("old",)),
        ("terr.line!=near", ("old", "far")),
        ("terr.line!=land", ("old",)),
        ("terr.line=open", ("open",)),
        ("terr.line=land", ("land",)),
        ("terr.border=open", ("open",)),
        ("cf.precondition contains withdrawal", ("withdrawal",)),
        ("cf.precondition contains none", ("none",)),
    ],
)
def test_a_term_names_its_options_and_a_vague_one_is_never_left_by_a_comparison(
    small_pack: Callable[..., Pack], text: str, options: tuple[str, ...]
) -> None:
    assert parse_term(text, small_pack()).options == options


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("terr.line", "alone is no term"),
        ("near", "is no term; a term starts with an issue"),
        ("terr.lien=near", "no issue 'terr.lien'; did you mean 'terr.line'"),
        ("zzz.qqq=near", "see the taxonomy"),
        ("terr.line=naer", "no option 'naer'; did you mean 'near'"),
        ("terr.line in {}", "empty list"),
        ("terr.line>far", "leaves no option"),
        ("terr.line>=land", "no place in the order"),
        ("terr.line>=open", "no place in the order"),
        ("terr.line contains near", "is no set"),
        ("cf.precondition=withdrawal", "is a set"),
        ("cf.precondition contains open", "no option 'open'"),
    ],
)
def test_a_term_that_says_nothing_is_refused(small_pack: Callable[..., Pack], text: str, says: str) -> None:
    with pytest.raises(BadRule, match=says):
        parse_term(text, small_pack())


NUMBERS = """
leaves:
- id: forces.size
  options:
  - {id: "none", label: No cap}
  - {id: c800k, label: "800,000", value: 800000, direction: at_most}
  - {id: c600k, label: "600,000", value: 600000, direction: at_most}
instances:
- {issue: terr.withdrawal, id: valley, name: The valley, source: x}
- {issue: terr.withdrawal, id: coast, name: The coast, source: x}
"""


@pytest.fixture
def numbers(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(more=NUMBERS)


@pytest.mark.parametrize(
    ("text", "shape", "condition"),
    [
        ("terr.line=far implies econ.relief=full", "implies", "not (terr.line=far) or econ.relief=full"),
        ("terr.line=far requires econ.relief=full", "implies", "not (terr.line=far) or econ.relief=full"),
        ("terr.line=far contradicts econ.relief=full", "contradicts", "not (terr.line=far and econ.relief=full)"),
        ("terr.line=far and econ.relief=full is contradictory", "excluded", "not (terr.line=far and econ.relief=full)"),
        ("terr.line!=far", "holds", "terr.line in {old, near}"),
        ("not terr.line=far or econ.relief=full", "holds", "not (terr.line=far) or econ.relief=full"),
        ("terr.line=far and (econ.relief=full or cf.scope contains land)", "holds",
         "terr.line=far and (econ.relief=full or cf.scope contains land)"),
        ("terr.line=far or econ.relief=full and cf.scope contains land", "holds",
         "terr.line=far or (econ.relief=full and cf.scope contains land)"),
        ("terr.withdrawal[valley or coast]=full implies terr.line=far", "implies",
         "not (terr.withdrawal[valley]=full or terr.withdrawal[coast]=full) or terr.line=far"),
        ("terr.withdrawal[valley and coast]=full", "holds", "terr.withdrawal[valley]=full and terr.withdrawal[coast]=full"),
        ("terr.withdrawal[valley, coast]=full", "holds", "terr.withdrawal[valley]=full and terr.withdrawal[coast]=full"),
        ("forces.size <= 800000 personnel", "holds", "forces.size<=800000 personnel"),
        ("forces.size <= 0.8 million troops", "holds", "forces.size<=800000 personnel"),
        ("forces.size ≥ 800 thousand", "holds", "forces.size>=800000 personnel"),
        ("forces.size > c600k", "holds", "forces.size>600000 personnel"),
        ("forces.size = 700000", "holds", "forces.size=700000 personnel"),
        ("forces.size != 700000", "holds", "not (forces.size=700000 personnel)"),
        ("forces.size in {c600k, none}", "holds", "forces.size in {c600k, none}"),
        ("forces.size != c600k", "holds", "not (forces.size=c600k)"),
        ("cf.duration in 30..60 days", "holds", "cf.duration in 30..60 days"),
        ("cf.duration = 2..4 weeks", "holds", "cf.duration in 14..28 days"),
        ("cf.duration >= 48 hours", "holds", "cf.duration>=2 days"),
        ("cf.scope contains land or air and terr.line=far", "holds", "cf.scope contains land or air and terr.line=far"),
        ("cf.scope contains {land, air}", "holds", "cf.scope contains land or air"),
        ("cf.scope containing land or terr.line=far", "holds", "cf.scope contains land or terr.line=far"),
        ("cf.precondition = none", "holds", "cf.precondition contains none"),
        ("cf.precondition contains withdrawal contradicts cf.precondition containing any other element", "contradicts",
         "not (cf.precondition contains withdrawal and cf.precondition contains reciprocity or no_alliance or stop_aid or "
         "stop_mobilisation or sanctions_first or root_causes)"),
        ("cf.scope contains any other element than land or sea or air", "holds",
         "cf.scope contains energy or civil_infra or cyber"),
        ("terr.line=far # a remark (of any kind)", "holds", "terr.line=far"),
    ],
)  # fmt: skip
def test_a_rule_is_read_into_its_condition(numbers: Pack, text: str, shape: str, condition: str) -> None:
    rule = parse_rule(text, numbers)
    assert rule.shape == shape
    assert str(rule.condition).replace("), ", ", ") == condition


def test_what_is_made_of_something_is_told_in_words(small_pack: Callable[..., Pack]) -> None:
    rule = parse_rule(
        "guar.veto=unanimous makes guar.form>=art5_like an empty word  # our reading", small_pack()
    )
    assert (rule.shape, rule.consequence) == ("makes", "an empty word")
    assert str(rule.condition) == "not (guar.veto=unanimous and guar.form in {art5_like, ratified_treaty})"


@pytest.mark.parametrize(
    ("text", "under", "says"),
    [
        ("terr.line=naer", "naer", "no option 'naer'; did you mean 'near'?; it has"),
        ("terr.lien=near", "terr.lien", "no issue 'terr.lien'; did you mean 'terr.line'?"),
        ("terr.line=far impies econ.relief=full", "impies", "'impies' does not fit here"),
        ("terr.line=far econ.relief=full", "econ.relief", "stand side by side; write and, or"),
        ("terr.line=far and", "", "breaks off"),
        ("", "", "breaks off"),
        ("terr.line=far and and econ.relief=full", "and", "missing before 'and'"),
        ("(terr.line=far or econ.relief=full", "(", "never closed"),
        ("terr.line=far (Ukraine)", "(", "a remark stands after #"),
        ("terr.line in {near far}", "far", "parted by commas"),
        ("terr.withdrawal[valey]=full", "valey", "no instance 'valey'; did you mean 'valley'?"),
        ("terr.withdrawal[valley or coast, valley]=full", ",", "by one word only"),
        ("terr.withdrawal[valley", "[", "never closed"),
        ("terr.line=far & econ.relief=full", "&", "write and, or"),
        ("forces.size <= 5 days", "days", "no measure of personnel; write personnel, troops"),
        ("cf.duration <= 2 months", "months", "no fixed number of days"),
        ("forces.size >= none", "none", "has no number to compare"),
        ("forces.size >= -5", "-", "below zero"),
        ("forces.size < 0", "0", "below zero"),
        ("forces.size <= 800,000", ",", "written in one"),
        ("forces.size <= 800 000", "000", "written in one"),
        ("Terr.Line=far", ".", "in small letters"),
        ("cf.scope contains any other than land or air or sea or energy or civil_infra or cyber", "contains", "no other element"),
        ("terr.line != land and terr.line in {}", "{", "empty list"),
        ("cf.duration in 30..", "", "a number is missing"),
        ("forces.size in 9..5", "5", "lower to the higher"),
        ("forces.size <= 5..9", "<=", "a range goes with 'in'"),
        ("terr.line <= 5", "5", "has no option '5'"),
        ("terr.line in 5..9", "5", "no number; write one of its options"),
        ("econ.trade = 5 days", "5", "no number"),
        ("econ.pressure >= urged", ">=", "have no order"),
        ("cf.scope contains none or land", "contains", "empties a set"),
        ("guar.veto=unanimous makes guar.form=political", "", "say in words"),
        ("terr.line=far is forbidden", "forbidden", "is contradictory"),
    ],
)  # fmt: skip
def test_a_fault_points_at_its_place(numbers: Pack, text: str, under: str, says: str) -> None:
    with pytest.raises(BadRule) as fault:
        parse_rule(text, numbers)
    message, drawn, caret = (line.removeprefix("    ") for line in str(fault.value).split("\n"))
    assert says in message
    assert drawn == text
    start = caret.index("^")
    assert drawn[start : start + len(caret.strip())] == under


def test_a_long_rule_is_cut_around_the_place(small_pack: Callable[..., Pack]) -> None:
    text = (
        " and ".join(["terr.line=far"] * 20)
        + " and terr.line=naer and "
        + " and ".join(["terr.line=old"] * 20)
    )
    with pytest.raises(BadRule) as fault:
        parse_rule(text, small_pack())
    _, drawn, caret = str(fault.value).split("\n")
    assert len(drawn) < 110
    assert drawn.strip().startswith("…")
    assert drawn.endswith("…")
    assert drawn[caret.index("^") : len(caret)] == "naer"


@pytest.mark.parametrize(
    ("text", "says"),
    [("(" * 60 + "terr.line=far" + ")" * 60, "nested more than"), ("not " * 60 + "terr.line=far", "nested more than"),
     ("terr.line=far and " * 400 + "terr.line=far", "split it")],
)  # fmt: skip
def test_a_rule_that_nobody_could_read_is_refused(
    small_pack: Callable[..., Pack], text: str, says: str
) -> None:
    with pytest.raises(BadRule, match=says):
        parse_rule(text, small_pack())


def test_terms_of_a_need_are_joined_by_and_alone(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack()
    assert [str(t) for t in parse_terms("terr.line=far and econ.relief=full", pack)] == [
        "terr.line=far",
        "econ.relief=full",
    ]
    for text in ("terr.line=far or econ.relief=full", "not terr.line=far"):
        with pytest.raises(BadRule, match="only terms joined by 'and'"):
            parse_terms(text, pack)


def test_a_single_term_names_one_instance(numbers: Pack) -> None:
    with pytest.raises(BadRule, match="one term is asked for"):
        parse_term("terr.withdrawal[valley or coast]=full", numbers)


def test_the_rules_of_the_first_taxonomy_can_all_be_read(shared: Path) -> None:
    pack = load_pack("ukraine")
    rules = yaml.safe_load((shared / "taxonomy" / "issues.yaml").read_text())["constraints"]
    assert len(rules) == 14
    for rule in rules:
        text = rule["rule"].replace("(Ukraine: article 73)", "# Ukraine: article 73")
        assert parse_rule(text, pack).terms, rule["id"]


@pytest.mark.parametrize(
    "text",
    [
        "terr.line=near",
        "terr.line in {near, far}",
        "terr.status[isle]=restored",
        "cf.scope contains land",
        "cf.duration<=30 days",
        "cf.duration<30 days",
        "cf.duration>=30 days",
        "cf.duration>30 days",
        "cf.duration=30 days",
        "cf.duration in 30..60 days",
    ],
)
def test_a_term_prints_as_a_pack_writes_it(small_pack: Callable[..., Pack], text: str) -> None:
    assert str(parse_term(text, small_pack())) == text


def test_a_key_names_issue_and_instance() -> None:
    assert split_key(" terr.status[crimea] ") == ("terr.status", "crimea")
    assert split_key("terr.line") == ("terr.line", None)
    assert split_key("whatever") == ("whatever", None)
    assert join_key("terr.line", None) == "terr.line"
    assert join_key("terr.status", "crimea") == "terr.status[crimea]"
    assert str(Term("terr.status", "*", "in", ("restored",))) == "terr.status[*]=restored"
