"""Statements that a person coded are brought onto their texts; what cannot be taken is told with its line and a remedy."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.corpus.document import Document, Furniture
from detente.kernel.errors import EvidenceMismatch
from detente.kernel.spans import Span
from detente.packs.model import Pack
from detente.statements.importing import Imported, import_statements, locate
from detente.statements.record import CODEBOOK_FIELDS, Statement
from random_worlds import PLAIN_PACK
from small_worlds import one

TEXT = "Menu: peace plan. The North wants the far line. The South may accept a peace plan."
DOC = Document("a.txt", TEXT, furniture=(Furniture(Span(0, 17), "menu"),))
RECORD = {
    "doc": "a.txt", "evidence": "The North wants the far line", "kind": "position", "holder": "north", "stance": "demand",
    "issue": "terr.line", "option": "far", "basis": "own", "speaker": "The North", "via": ["Wire"], "date": "2025-03",
    "condition_on": [["terr.line", "near"], ["terr.line", None], ["terr.line"]], "about": ["terr.line"], "confidence": 0.5,
    "rules": ["r1"], "origin": "rules",
}  # fmt: skip


def taken(*records: object) -> Imported:
    lines = [r if isinstance(r, str) else json.dumps(r) for r in records]
    return import_statements(lines, {DOC.name: DOC}, PLAIN_PACK, name="coded.jsonl")


def test_a_record_becomes_a_statement_on_its_words() -> None:
    found = one(taken(RECORD).statements["a.txt"])
    assert found.span.of(TEXT) == found.evidence == RECORD["evidence"]
    assert (found.doc, found.via, found.confidence, found.origin) == (DOC.hash, ("Wire",), 0.5, "rules")
    assert found.condition_on == (("terr.line", "near"), ("terr.line", None), ("terr.line", None))


def test_what_is_written_out_reads_back_the_same() -> None:
    found = one(taken(RECORD).statements["a.txt"])
    assert taken(found.as_record(doc_name="a.txt", full=True)).statements["a.txt"] == (found,)
    assert set(found.as_record(doc_name="a.txt")) == {*CODEBOOK_FIELDS, "start", "end"}


def test_a_record_twice_is_one_statement_and_blank_lines_and_a_byte_order_mark_are_none() -> None:
    result = taken("\ufeff" + json.dumps(RECORD), "", "  \n", RECORD)
    assert len(result.statements["a.txt"]) == 1
    assert result.problems == ()


def test_a_record_without_basis_or_confidence_is_reported_and_certain_and_a_confidence_of_nothing_stays_nothing() -> (
    None
):
    bare = {
        k: v
        for k, v in RECORD.items()
        if k not in {"basis", "confidence", "via", "about", "condition_on", "rules", "origin"}
    }
    plain = one(taken(bare).statements["a.txt"])
    assert (plain.basis, plain.confidence, plain.via, plain.about, plain.condition_on) == (
        "reported",
        1.0,
        (),
        None,
        None,
    )
    assert one(taken(RECORD | {"confidence": 0}).statements["a.txt"]).confidence == 0.0


REFUSED: list[tuple[object, str]] = [
    ("{", "no JSON"),
    ("[1]", "no object"),
    ('"' + "x" * 1_000_001, "a line of over a million characters"),
    ("[" * 200_000, "no JSON"),
    ({"doc": "a.txt"}, "'evidence' is missing"),
    (RECORD | {"holdr": "north"}, "unknown field 'holdr'; did you mean 'holder'?"),
    (RECORD | {"doc": "b.txt"}, "no report named 'b.txt'; did you mean 'a.txt'?"),
    (RECORD | {"evidence": "The North wants the near line"}, "is not in a.txt"),
    (RECORD | {"issue": "terr.lien"}, "no issue 'terr.lien'; did you mean 'terr.line'?"),
    (RECORD | {"kind": "rumour"}, "'rumour' is no kind"),
    (RECORD | {"stance": "insist"}, "'insist' is no stance"),
    (RECORD | {"basis": "hearsay"}, "'hearsay' is no basis"),
    (RECORD | {"stage": "later"}, "'later' is no stage"),
    (RECORD | {"stance": None}, "a stance belongs to positions"),
    (RECORD | {"kind": "event"}, "a stance belongs to positions"),
    (RECORD | {"date": "2025-02-30"}, "does not exist in the calendar"),
    (RECORD | {"date": 2025}, "'date' is '2025'"),
    (RECORD | {"holder": ["north"]}, "'holder' is"),
    (RECORD | {"option": {"far": 1}}, "'option' is"),
    (RECORD | {"via": "Wire"}, "give a list of texts"),
    (RECORD | {"about": "terr.line"}, "give a list of texts"),
    (RECORD | {"rules": 5}, "give a list of texts"),
    (RECORD | {"condition_on": ["terr.line"]}, "give a list of [issue, option]"),
    (RECORD | {"condition_on": [["terr.line", 3]]}, "give a list of [issue, option]"),
    (RECORD | {"confidence": 7}, "give a number from 0 to 1"),
    (RECORD | {"confidence": True}, "give a number from 0 to 1"),
    (RECORD | {"confidence": "high"}, "give a number from 0 to 1"),
]


@pytest.mark.parametrize(("record", "says"), REFUSED, ids=[s for _, s in REFUSED])
def test_what_is_no_record_is_refused_with_its_line_and_the_rest_is_taken(record: object, says: str) -> None:
    result = taken(RECORD, record, RECORD | {"holder": "south"})
    problem = one(result.problems)
    assert (problem.place, problem.code, problem.severity) == ("coded.jsonl:2", "record-refused", "error")
    assert says in f"{problem.message}; {problem.remedy}"
    assert len(result.statements["a.txt"]) == 2


def test_an_unknown_option_or_party_is_taken_and_told() -> None:
    result = taken(RECORD | {"option": "fra", "holder": "nroth"})
    assert [(p.code, p.message.partition(";")[2]) for p in result.problems] == [
        ("unknown-option", " did you mean 'far'?"), ("unknown-party", " did you mean 'north'?"),
    ]  # fmt: skip
    assert len(result.statements["a.txt"]) == 1
    assert taken(RECORD | {"option": "deferred", "holder": None}).problems == ()


def test_words_are_looked_up_outside_furniture_first() -> None:
    inside, outside = TEXT.index("peace plan"), TEXT.rindex("peace plan")
    assert locate(DOC, "peace plan", start=None, end=None) == Span(outside, outside + 10)
    assert locate(DOC, "peace plan", start=inside, end=inside + 10) == Span(
        inside, inside + 10
    )  # where a person says so
    assert locate(DOC, "Menu", start=None, end=None) == Span(0, 4)  # nowhere else
    assert locate(DOC, "", start=3, end=3) is None
    assert locate(DOC, "peace plan", start=-11, end=-1) == Span(outside, outside + 10)
    assert locate(DOC, "peace plan", start="3", end=None) == Span(outside, outside + 10)


words = st.text(alphabet="ab й\u00a0\r\n", min_size=1, max_size=30)


@given(words, st.data())
def test_the_words_at_the_span_are_always_the_evidence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    furniture = data.draw(st.lists(st.just(Furniture(Span(0, 1), "menu")), max_size=1))
    place = data.draw(
        st.one_of(
            st.just((start, end)), st.tuples(st.integers(-5, 40), st.integers(-5, 40)), st.just((None, None))
        )
    )
    document = Document("t.txt", text, furniture=tuple(furniture))
    record = {
        "doc": "t.txt",
        "evidence": text[start:end],
        "kind": "event",
        "issue": "terr.line",
        "start": place[0],
        "end": place[1],
    }
    result = import_statements([json.dumps(record)], {"t.txt": document}, PLAIN_PACK, name="x")
    assert result.problems == ()
    statement = one(result.statements["t.txt"])
    assert text[statement.span.start : statement.span.end] == statement.evidence == text[start:end]


def test_a_statement_without_its_words_cannot_be_built() -> None:
    with pytest.raises(EvidenceMismatch, match="copy the words of the span unaltered"):
        Statement("d", Span(0, 5), "four", kind="event", holder=None, stance=None, issue="terr.line")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=2), max_leaves=5,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(sorted(RECORD)), json_values, max_size=4))
def test_no_record_breaks_the_import(changes: dict[str, Any]) -> None:
    result = taken(RECORD | changes)
    assert len(result.problems) + sum(map(len, result.statements.values())) >= 1
    assert all(hash(s) for ss in result.statements.values() for s in ss)


@cache
def shared_seeds(folder: Path) -> tuple[list[str], dict[str, Document]]:
    documents = {
        p.name: Document(p.name, p.read_text(encoding="utf-8")) for p in (folder / "seeds").glob("*.txt")
    }
    return (folder / "gold" / "seeds.jsonl").read_text(encoding="utf-8").splitlines(), documents


@pytest.mark.shared
def test_the_gold_of_the_seed_reports_is_taken_whole(shared: Path, small_pack: Callable[..., Pack]) -> None:
    from detente.packs.load import load_pack

    lines, documents = shared_seeds(shared)
    result = import_statements(lines, documents, load_pack("ukraine"), name="seeds.jsonl")
    assert [str(p) for p in result.problems if p.severity == "error"] == []
    assert sum(map(len, result.statements.values())) == len(lines)
