"""Rules as clauses and in three values: both say the same of every package; what cannot be said is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.bargaining.constraints.evaluate import satisfied
from detente.bargaining.constraints.rules import Truth, clauses_of, clauses_of_rule, evaluate
from detente.bargaining.constraints.variables import variables_for
from detente.bargaining.rules_kept import rules_kept, soft_rules_beside
from detente.kernel.errors import BadRule
from detente.ledger.agenda import Key
from detente.packs.model import Instance, Leaf, Option, Pack
from detente.packs.rules import parse_condition, parse_rule
from random_worlds import PLAIN_PACK, leaves
from small_worlds import BINDING_ISSUES, Papers, one, scored

SHAPES = ("{}", "{} implies {}", "{} contradicts {}", "{} is contradictory", "{} makes {} void")


@st.composite
def terms(draw: st.DrawFn, leaf: Leaf) -> str:
    options = [o.id for o in leaf.options if o.id != "none"]
    where = leaf.id + (
        draw(st.sampled_from(["", "[*]", "[i]", "[i or j]", "[i and j]", "[i, j]"]))
        if leaf.id == "x.a"
        else ""
    )
    if leaf.type == "set":
        named = draw(st.sampled_from([*options, "none", "any", " or ".join(options)]))
        return f"{where} contains {named}"
    if leaf.type == "numeric" and draw(st.booleans()):
        number = draw(st.sampled_from(["5", "10", "12.5", "20", "25..35 men"]))
        sign = "in" if ".." in number else draw(st.sampled_from(["=", "!=", "<=", ">=", "<", ">"]))
        return f"{where} {sign} {number}"
    some = draw(st.lists(st.sampled_from(options), min_size=1, max_size=2, unique=True))
    return f"{where} in {{{', '.join(some)}}}" if draw(st.booleans()) else f"{where} != {some[0]}"


@st.composite
def ruled(draw: st.DrawFn) -> tuple[str, Pack]:
    """A rule over a few issues of every type, the first with two instances."""
    found = [draw(leaves(f"x.{letter}")) for letter in "abc"]
    instances = tuple(Instance("x.a", name, name) for name in "ij")
    pack = replace(PLAIN_PACK, leaves={leaf.id: leaf for leaf in found}, instances=instances)
    one = st.sampled_from(found).flatmap(terms)
    condition = st.recursive(
        one,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
            inner.map(lambda text: f"not {text}"),
        ),
        max_leaves=3,
    )
    shape = draw(st.sampled_from(SHAPES))
    return shape.format(*(draw(condition) for _ in range(shape.count("{}")))), pack


def read(text: str, pack: Pack) -> object:
    try:
        return parse_rule(text, pack)
    except BadRule:  # a comparison that leaves no option; told, see test_pack_rules
        return None


@given(ruled())
def test_clauses_and_plain_evaluation_agree_on_every_package(case: tuple[str, Pack]) -> None:
    text, pack = case
    rule = read(text, pack)
    if rule is None:
        return
    keys = (Key("x.a", "i"), Key("x.a", "j"), Key("x.b"), Key("x.c"))
    variables = variables_for(keys, pack)
    try:
        clauses, _ = clauses_of_rule(rule, keys, pack)  # type: ignore[arg-type]
    except BadRule:
        clauses = None  # said to be kept by no package
    for values in islice(product(*variables.values()), 3_000):
        package = dict(zip(variables, values, strict=True))
        truth = evaluate(rule, {n: (v,) for n, v in package.items()}, pack, keys=keys)  # type: ignore[arg-type]
        assert (truth is not Truth.BROKEN) == (clauses is not None and satisfied(clauses, package)), (
            text,
            package,
        )


@given(ruled(), st.data())
def test_what_is_settled_stays_settled_when_more_is_known(
    case: tuple[str, Pack], data: st.DataObject
) -> None:
    text, pack = case
    rule = read(text, pack)
    if rule is None:
        return
    keys = (Key("x.a", "i"), Key("x.a", "j"), Key("x.b"), Key("x.c"))
    variables = variables_for(keys, pack)
    vague = {
        name: frozenset(data.draw(st.sets(st.sampled_from(values), min_size=1)))
        for name, values in variables.items()
        if data.draw(st.booleans())
    }
    before = evaluate(rule, vague, pack, keys=keys)  # type: ignore[arg-type]
    whole = {
        n: (data.draw(st.sampled_from(sorted(vague.get(n, frozenset(v))))),) for n, v in variables.items()
    }
    after = evaluate(rule, whole, pack, keys=keys)  # type: ignore[arg-type]
    assert before in {Truth.UNKNOWN, after}


@pytest.fixture
def pack(small_pack: Callable[..., Pack]) -> Pack:
    return small_pack(issues=BINDING_ISSUES)


RULE = "terr.line=far implies econ.relief=full"


@pytest.mark.parametrize(
    ("text", "package", "truth"),
    [
        (RULE, {"terr.line": ("far",), "econ.relief": ("keep",)}, "broken"),
        (RULE, {"terr.line": ("far",), "econ.relief": ("full",)}, "holds"),
        (RULE, {"terr.line": ("old",)}, "holds"),
        (RULE, {"terr.line": ("far",)}, "unknown"),
        (RULE, {"terr.line": ("far",), "econ.relief": ("open",)}, "unknown"),
        (RULE, {"terr.line": ("near", "far"), "econ.relief": ("keep",)}, "unknown"),
        (RULE, {"terr.line": ("far",), "econ.relief": ("keep", "phased")}, "broken"),
        (RULE, {}, "unknown"),
        ("terr.status[*]=restored", {"terr.status[isle]": ("restored",)}, "unknown"),
        ("terr.status[*]=restored", {"terr.status[isle]": ("defacto",)}, "broken"),
        ("terr.status[isle or cape]=restored", {"terr.status[isle]": ("restored",)}, "holds"),
        ("guar.who contains none", {"guar.who#us": ("in",)}, "broken"),
        ("guar.who contains any", {"guar.who#us": ("in",)}, "holds"),
        ("cf.duration >= 10 days", {"cf.duration": ("3..30",)}, "unknown"),
        ("cf.duration >= 3 days", {"cf.duration": ("3..30",)}, "holds"),
        ("cf.duration > 3 days", {"cf.duration": ("days3",)}, "broken"),
        ("cf.duration <= 30 days", {"cf.duration": ("30..",)}, "broken"),
        ("cf.duration <= 30 days", {"cf.duration": ("open",)}, "unknown"),
    ],
)  # fmt: skip
def test_a_rule_is_broken_only_where_it_is_definitely_broken(
    pack: Pack, text: str, package: Mapping[str, tuple[str, ...]], truth: str
) -> None:
    assert evaluate(parse_rule(text, pack), package, pack, keys=()) == truth


def test_a_rule_for_a_name_of_several_instances_is_for_each_of_them(small_pack: Callable[..., Pack]) -> None:
    issues = BINDING_ISSUES.replace(
        "providers:", "- {issue: terr.status, id: all, name: A, members: [isle, cape]}\nproviders:"
    )
    pack = small_pack(issues=issues)
    clauses, keys = clauses_of_rule(parse_rule("terr.status[all]=restored", pack), (), pack)
    assert sorted(str(k) for k in keys) == ["terr.status[cape]", "terr.status[isle]"]
    assert len(clauses) == 2


def test_an_element_that_is_vague_is_one_of_those_it_could_be() -> None:
    leaf = Leaf(
        "x.s",
        type="set",
        options=(Option("a", "A"), Option("b", "B"), Option("any_of", "V", could_be=("a", "b"))),
    )
    pack = replace(PLAIN_PACK, leaves={"x.s": leaf})
    clauses, _ = clauses_of_rule(
        parse_rule("x.s contains any_of is contradictory", pack), (Key("x.s"),), pack
    )
    assert {lit.variable for c in clauses for lit in c.literals} == {"x.s#a", "x.s#b"}
    assert all(lit.values == {"out"} for c in clauses for lit in c.literals)


def test_a_rule_that_makes_too_many_clauses_is_refused(pack: Pack) -> None:
    pairs = [f"({a}=far and {b}=full)" for a, b in [("terr.line", "econ.relief")] * 13]
    with pytest.raises(BadRule, match="makes more than 4096 clauses"):
        clauses_of(parse_condition(" or ".join(pairs), pack), (), pack)


def test_a_condition_that_no_package_meets_is_refused(pack: Pack) -> None:
    open_only = parse_condition("not terr.line in {old, near, far, open}", pack)
    with pytest.raises(BadRule, match="no package satisfies"):
        clauses_of(open_only, (), pack)


def test_the_rules_that_a_text_touches_are_told_and_others_not(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack(
        issues=BINDING_ISSUES
        + f'rules:\n- {{id: a, rule: "{RULE}", soft: true, source: x}}\n- {{id: b, rule: "{RULE}", stage: truce, source: x}}\n'
    )
    package = {"terr.line": ("far",), "guar.who#us": ("in",)}
    found = [
        r
        for r in rules_kept(package, (Key("terr.line"), Key("guar.who")), pack, stage="settlement")
        if r.rule.id in "ab"
    ]
    assert [(r.rule.id, str(r.truth), [str(k) for k in r.silent]) for r in found] == [
        ("a", "unknown", ["econ.relief"])
    ]
    assert rules_kept({}, (), pack, stage="settlement") == ()


PROPOSAL = """
proposals:
- {id: p, name: P, date: 2025-03-01, by: [host], basis: text, stage: settlement, terms: {terr.line: far, econ.relief: keep}}
- {id: q, name: Q, date: 2025-03-01, by: [host], basis: text, stage: settlement, terms: {terr.line: far}}
- {id: r, name: R, date: 2025-03-01, by: [host], basis: text, stage: settlement, terms: {terr.line: old}}
"""


def test_a_proposal_is_told_which_rules_it_breaks_and_which_it_leaves_unknown(
    small_pack: Callable[..., Pack],
) -> None:
    pack = small_pack(
        issues=BINDING_ISSUES + f'rules:\n- {{id: a, rule: "{RULE}", soft: true, source: x}}\n',
        proposals=PROPOSAL,
    )
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    found = papers.results(pack)
    told = {p: [(r.rule.id, str(r.truth)) for r in scored(found, p).rules if r.rule.id == "a"] for p in "pqr"}
    assert told == {"p": [("a", "broken")], "q": [("a", "unknown")], "r": []}
    assert [r.rule.id for r in scored(found, "p").rules_broken] == ["a"]


def test_soft_rules_beside_a_deadlock_are_told_by_what_its_members_allow(
    small_pack: Callable[..., Pack],
) -> None:
    soft = (
        '- {id: a, rule: "terr.line!=near implies econ.relief=full", soft: true, source: x}\n'
        '- {id: b, rule: "terr.line in {old, far} is contradictory", soft: true, source: x}\n'
        '- {id: c, rule: "terr.line in {old, far}", source: x}\n'
    )
    pack = small_pack(issues=BINDING_ISSUES + "rules:\n" + soft)
    papers = Papers()
    papers.says("north", "demand", "terr.line", "far")
    papers.says("south", "demand", "terr.line", "old")
    lock = one(papers.results(pack).deadlocks)
    found = soft_rules_beside(lock.members, pack, stage="settlement")
    assert [(r.rule.id, str(r.truth)) for r in found] == [("a", "unknown"), ("b", "broken")]
