from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from briefs.small_brief import LINE, small_pack
from detente.briefs.wording import listed, lowered, option_phrase, period_phrase, when_phrase, wording_of
from detente.kernel.dates import parse_when
from detente.ledger.agenda import Key
from detente.packs.model import Leaf, Option

SIZE = Leaf(
    "forces.size", "Cap", type="numeric", unit="soldiers", options=(Option("c600", "600,000", value=600000),)
)


@pytest.mark.parametrize(
    ("option", "phrase"),
    [
        ("c600", "600,000"),
        ("600000..", "more than 600,000 soldiers"),
        ("..600000", "less than 600,000 soldiers"),
        ("600000..800000", "between 600,000 and 800,000 soldiers"),
        (None, "no option named"),
        ("open", "left to later"),
        ("reject_any", "none of what was on the table"),
        ("other_thing", "other thing"),
    ],
)
def test_an_option_reads_as_words(option: str | None, phrase: str) -> None:
    assert option_phrase(SIZE, option) == phrase


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Along the river", "along the river"),
        ("NATO", "NATO"),
        ("Russia's capital", "Russia's capital"),
        ("Western units on the line", "Western units on the line"),
        ("US-led system", "US-led system"),
        ("United States", "United States"),
        ("Unarmed observers", "unarmed observers"),
        ("", ""),
        ("800,000", "800,000"),
    ],
)
def test_a_label_inside_a_sentence_keeps_the_capitals_of_names(label: str, inside: str) -> None:
    assert lowered(label, frozenset({"Russia", "Western", "United States"})) == inside


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b", "a"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a, x", "b", "c"], "a, x; b; and c"),
    ],
)
def test_a_list_in_words(items: list[str], text: str) -> None:
    assert listed(items) == text


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2030-04-02", "2 April 2030"),
        ("2030-04", "April 2030"),
        ("2030", "2030"),
        ("../2030-04-02", "on or before 2 April 2030"),
        ("2030-04-02/2030-04-05", "2 April 2030 to 5 April 2030"),
        ("2030-04-02/..", "from 2 April 2030"),
        (None, "undated"),
    ],
)
def test_a_date_says_how_much_is_known(written: str | None, words: str) -> None:
    assert when_phrase(parse_when(written)) == words


def test_a_period_has_an_end_only_where_it_has_two() -> None:
    assert period_phrase(None, None) == "undated"
    assert period_phrase(date(2030, 4, 2), date(2030, 4, 2)) == "2 April 2030"
    assert period_phrase(date(2030, 4, 2), date(2030, 4, 3)) == "2 April 2030 – 3 April 2030"


def test_labels_of_options_lose_the_marks_of_a_quotation() -> None:
    wording = wording_of(small_pack())
    assert (
        wording.plain("asks for “Along the river” and refuses “Kept”")
        == "asks for: along the river; refuses: kept"
    )
    assert wording.labelled("You refuse “Along the river”.") == "You refuse ‹along the river›."


def test_a_rule_of_the_pack_is_said_in_words() -> None:
    wording = wording_of(small_pack())
    said = wording.rule("terr.line=river contradicts econ.relief=keep")
    assert (
        said
        == "line when fighting stops is: along the river cannot stand together with sanctions relief is: kept"
    )
    assert wording.rule("no rule at all (") == "no rule at all ("


def test_an_instance_that_no_pack_declares_stands_as_the_report_puts_it() -> None:
    wording = wording_of(small_pack())
    assert wording.key(Key(LINE.issue, "other:the_old_ferry")) == "Line when fighting stops (the old ferry)"
    assert wording.key(Key(LINE.issue, "other:unspecified")) == "Line when fighting stops (not said which)"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("forces.size <= 5", "cap is: at most 5 soldiers"),
        ("forces.size < 5", "cap is: less than 5 soldiers"),
        ("forces.size >= 5", "cap is: at least 5 soldiers"),
        ("forces.size > 600 thousand", "cap is: more than 600,000 soldiers"),
        ("forces.size = 5", "cap is: 5 soldiers"),
        ("forces.size in 5..9", "cap is: from 5 to 9 soldiers"),
        ("not forces.size = 5", "it is not so that cap is: 5 soldiers"),
        ("forces.size = 5 is contradictory", "it cannot be that cap is: 5 soldiers"),
        (
            "forces.size = 5 makes forces.size > 6 void",
            "where cap is: 5 soldiers, this is made void: cap is: more than 6 soldiers",
        ),
        ("not (forces.size = 5 or forces.size = 6)", "not (cap is: 5 soldiers or cap is: 6 soldiers)"),
    ],
)
def test_a_rule_on_numbers_is_said_in_words(text: str, said: str) -> None:
    pack = small_pack()
    assert wording_of(replace(pack, leaves={**pack.leaves, "forces.size": SIZE})).rule(text) == said
