"""The rule language: terms on issues, joined by `and`, in rules of three shapes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.kernel.errors import BadRule
from detente.packs.model import Pack
from detente.packs.rules import Term, parse_rule, parse_term
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
        ("terr.line", "is no term"),
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


def test_rules_have_three_shapes(small_pack: Callable[..., Pack]) -> None:
    pack = small_pack()
    implies = parse_rule("terr.line=far and cf.scope contains land implies econ.relief=full", pack)
    assert (implies.shape, len(implies.left), len(implies.right)) == ("implies", 2, 1)
    assert parse_rule("terr.line=far contradicts econ.relief=full", pack).shape == "contradicts"
    assert parse_rule("terr.line!=far", pack).shape == "holds"


@pytest.mark.parametrize(
    "text",
    ["terr.line=near", "terr.line in {near, far}", "terr.status[isle]=restored", "cf.scope contains land"],
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
