"""The reader `rules`: a passage of our own words, and what must come out of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.corpus.document import Document, DocumentKind, Metadata
from detente.kernel.dates import parse_when
from detente.packs.load import load_pack
from detente.packs.model import Office, Person
from detente.statements.port import Reader
from detente.statements.record import Statement
from detente.statements.rules.reader import rules_reader

INVENTED = {  # speakers who do not exist: no words are put into a real person's mouth
    "dolmatin": Person(
        "dolmatin",
        "Dolmatin",
        (Office("russia", "spokesman"),),
        aliases={"en": ("Dolmatin",), "ru": ("Долматин",)},
    ),
    "verbivsky": Person(
        "verbivsky",
        "Verbivsky",
        (Office("ukraine", "spokesman"),),
        aliases={"en": ("Verbivsky",), "uk": ("Вербівський",)},
    ),
    "hartwell": Person("hartwell", "Hartwell", (Office("usa", "envoy"),), aliases={"en": ("Hartwell",)}),
}


@cache
def reader(pack: str = "ukraine") -> Reader:
    loaded = load_pack(pack)
    return rules_reader(replace(loaded, persons={**loaded.persons, **INVENTED}))


def read(text: str, *, kind: DocumentKind = "news", pack: str = "ukraine") -> tuple[Statement, ...]:
    metadata = Metadata(kind=kind, published=parse_when("2025-03-20"))
    return reader(pack)(Document("report.txt", text, metadata)).statements


def tuples(text: str, *, kind: DocumentKind = "news") -> set[tuple[str, str | None, str | None, str]]:
    return {(s.kind, s.holder, s.stance, s.issue) for s in read(text, kind=kind)}


POSITIONS = [
    ("Moscow insists that Kyiv give up joining NATO.", "russia", "demand", "align.alliance"),
    (
        "Kyiv rejected the presence of Russian forces and refused to cede territory.",
        "ukraine",
        "reject",
        "terr.line",
    ),
    ("Verbivsky has agreed to a 30-day ceasefire.", "ukraine", "accept", "cf.duration"),
    ("Hartwell urged Kyiv to accept the return of prisoners of war.", "usa", "propose", "hum.pow"),
    ("European peacekeepers are unacceptable to Moscow.", "russia", "reject", "guar.presence"),
    ("The lifting of sanctions was demanded by Russia.", "russia", "demand", "econ.relief"),
    ("“Ukraine must withdraw its troops,” Dolmatin said.", "russia", "demand", "terr.withdrawal"),
    (
        "“We will never accept a cap on our army,” Verbivsky said on Monday.",
        "ukraine",
        "reject",
        "forces.size",
    ),
    ("Russia's demand for elections was repeated.", "russia", "demand", "pol.elections"),
    ("The US proposal to freeze the front line surprised many.", "usa", "propose", "terr.line"),
    ("Russia refuses to accept security guarantees.", "russia", "reject", "guar.form"),
    ("Dolmatin did not rule out an exchange of prisoners.", "russia", "hedge", "hum.pow"),
    ("Москва требует вывода украинских войск.", "russia", "demand", "terr.withdrawal"),
    ("Вербівський закликав до безумовного припинення вогню.", "ukraine", "propose", "cf.precondition"),
]


@pytest.mark.parametrize(("text", "holder", "stance", "issue"), POSITIONS, ids=[p[0][:40] for p in POSITIONS])
def test_a_verb_of_asking_or_answering_makes_a_position(
    text: str, holder: str, stance: str, issue: str
) -> None:
    assert ("position", holder, stance, issue) in tuples(text)


def test_who_would_stop_if_the_other_did_something_demands_it() -> None:
    """Russia would cease fire if Ukraine withdrew its troops from the regions."""
    found = tuples(test_who_would_stop_if_the_other_did_something_demands_it.__doc__ or "")
    assert ("position", "russia", "demand", "terr.withdrawal") in found
    assert ("position", "russia", "demand", "cf.precondition") in found
    assert not any(holder == "ukraine" for _, holder, _, _ in found)


def test_coordinated_demands_are_several_statements() -> None:
    """Russia demands recognition of the annexation, the lifting of sanctions and new elections."""
    text = test_coordinated_demands_are_several_statements.__doc__ or ""
    found = {s.issue: s for s in read(text) if s.kind == "position"}
    assert {"terr.status", "econ.relief", "pol.elections"} <= set(found)
    assert found["pol.elections"].evidence == "new elections"


def test_a_pronoun_is_the_last_subject_of_its_sentence() -> None:
    """Dolmatin spoke first. Ukraine has said again that it wants security guarantees."""
    text = test_a_pronoun_is_the_last_subject_of_its_sentence.__doc__ or ""
    assert ("position", "ukraine", "demand", "guar.form") in tuples(text)


def test_basis_tells_on_whose_word_a_position_stands() -> None:
    said = {
        "Dolmatin demands the lifting of sanctions.": "own",
        "Verbivsky said Russia demands the lifting of sanctions.": "counterpart",
        "Two sources said Russia demands the lifting of sanctions.": "insider",
        "Anna Miller, an analyst, said Russia demands the lifting of sanctions.": "analyst",
    }
    for text, basis in said.items():
        assert [s.basis for s in read(text) if s.holder == "russia" and s.kind == "position"] == [basis], text


def test_a_chain_of_sources_is_kept_outermost_first() -> None:
    """Bloomberg reported that two sources said Russia wants the lifting of sanctions."""
    (found,) = [s for s in read(test_a_chain_of_sources_is_kept_outermost_first.__doc__ or "") if s.stance]
    assert (found.via, found.speaker, found.basis) == (("Bloomberg",), "two sources", "insider") or (
        found.via == ("Bloomberg",) and found.basis == "insider"
    )


def test_an_expert_holds_nothing() -> None:
    """Anna Miller, a defence analyst, wants new elections."""
    found = read(test_an_expert_holds_nothing.__doc__ or "")
    assert not [s for s in found if s.kind == "position"]


def test_verbs_of_doing_under_a_modal_make_a_forecast() -> None:
    """Russia may stage a false flag attack during the truce."""
    kinds = {s.kind for s in read(test_verbs_of_doing_under_a_modal_make_a_forecast.__doc__ or "")}
    assert kinds == {"forecast"}


def test_the_words_that_make_a_stance_conditional_are_kept() -> None:
    """Ukraine accepts a 30-day ceasefire if Russia does the same."""
    text = test_the_words_that_make_a_stance_conditional_are_kept.__doc__ or ""
    (found,) = [s for s in read(text) if s.stance == "accept" and s.issue == "cf.duration"]
    assert found.condition == "if Russia does the same"


def test_a_proposition_is_told_once_at_its_fullest_wording() -> None:
    """Russia demands elections. Russia demands elections under the eyes of the world."""
    found = [
        s for s in read(test_a_proposition_is_told_once_at_its_fullest_wording.__doc__ or "") if s.stance
    ]
    assert len(found) == 1
    assert "eyes" in found[0].evidence


def test_every_statement_names_its_rules_and_its_origin() -> None:
    for statement in read("Russia demands elections. Talks resumed in Istanbul. A truce may collapse."):
        assert statement.origin == "rules"
        assert statement.rules
        assert 0 <= statement.confidence <= 1


SIDES = [("Russia", "Ukraine"), ("Moscow", "Kyiv"), ("Dolmatin", "Verbivsky")]
TEMPLATES = [
    "{a} demands that {b} withdraw its troops.",
    "{a} rejected the plan of {b} and insists on elections.",
    "“{b} must disarm,” {a} said. {b} refused to discuss amnesty.",
    "{a} said {b} wants the lifting of sanctions.",
    "{a} would cease fire if {b} withdrew its troops.",
]
SWAP = {"russia": "ukraine", "ukraine": "russia"}


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("sides", SIDES)
def test_swapped_parties_give_swapped_statements(template: str, sides: tuple[str, str]) -> None:
    a, b = sides
    there = [
        (s.kind, s.holder, s.stance, s.issue, s.basis, s.target) for s in read(template.format(a=a, b=b))
    ]
    back = [(s.kind, s.holder, s.stance, s.issue, s.basis, s.target) for s in read(template.format(a=b, b=a))]
    swapped = [(k, SWAP.get(h or "", h), st_, i, ba, SWAP.get(t or "", t)) for k, h, st_, i, ba, t in back]
    assert sorted(map(str, there)) == sorted(map(str, swapped))


PIECES = st.sampled_from(
    ["Russia", "Kyiv", " demands ", " the ceasefire", "“", "”", "\n\n", ". ", ", ", " if ", " said", "İ",
     "ß", "\u200b", "🕊", " he ", "\ud800", " 30-day", "'s", " must ", ":", " elections", "—", " NATO", "\xa0",
     "Долматин "]
)  # fmt: skip


@settings(max_examples=60)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
def test_evidence_is_always_the_words_of_its_span(text: str) -> None:
    for statement in read(text):
        assert text[statement.span.start : statement.span.end] == statement.evidence


def test_reading_is_pure() -> None:
    text = "Dolmatin said Russia demands elections. He wants them soon. Kyiv refused to cede territory."
    assert read(text) == read(text)


def test_a_comparison_tells_which_issues_it_weighs() -> None:
    text = "For Lunessa recognition of the annexation matters less than a ceasefire on the ground."
    weighed = [s for s in read(text, pack="veldora") if s.issue == "course.leverage"]
    assert [s.about for s in weighed] == [("terr.status", "cf.scope")]
    assert not [s for s in read("Veldora wants the sanctions lifted.", pack="veldora") if s.about]
