from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from briefs.small_brief import BLOG, OFFICIAL, PAPERS, small_inputs
from detente.briefs.compose import compose
from detente.corpus.document import Document
from detente.exporters import html
from detente.exporters.reader import pieces
from exporters.pages import Page, parsed

DOCUMENTS: dict[str, Document] = {d.hash: d for d in PAPERS}


@pytest.fixture(scope="module")
def text() -> str:
    return html.render(compose(small_inputs()), documents=DOCUMENTS)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return parsed(text)


def test_every_link_inside_the_page_resolves_to_one_element(page: Page) -> None:
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside
    assert inside <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_every_sentence_leads_into_its_report(page: Page) -> None:
    brief = compose(small_inputs())
    for e in brief.evidence:
        assert f"#doc-{e.doc[:12]}-{e.start}-{e.end}" in page.links


def test_elements_are_nested_and_closed(page: Page) -> None:
    assert page.open == []


def test_nothing_is_loaded_and_nothing_runs(page: Page) -> None:
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    for tag, attributes in page.tags:
        assert not [
            a for a in attributes if a.startswith("on") or a in {"src", "srcset", "style", "action"}
        ], tag
        for name in ("href", "xlink:href"):
            if tag != "a" and attributes.get(name):
                assert (attributes[name] or "").startswith("#"), (tag, attributes)


def test_style_loads_nothing_and_its_hash_stands_in_the_policy(text: str, page: Page) -> None:
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    policy = next(a["content"] for t, a in page.tags if t == "meta" and a.get("http-equiv"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_a_script_in_a_title_is_text(text: str, page: Page) -> None:
    assert "<script" not in text
    assert any("<script>alert(1)</script>" in t for t in page.text)


def test_direction_and_control_characters_of_a_title_are_not_obeyed() -> None:
    inputs = replace(small_inputs(), title="Talks\x00 \u202eevil\u2066 \x1b[31m")
    text = html.render(compose(inputs), documents=DOCUMENTS)
    assert not re.search("[\x00\x1b\u202e\u2066]", text)
    assert "Talks\u2400 \ufffdevil\ufffd \u241b[31m" in text


def test_a_document_stands_whole_with_its_words_marked_and_its_furniture_grey() -> None:
    cited = [(1, e) for e in compose(small_inputs()).evidence if e.doc == OFFICIAL.hash]
    cut = list(pieces(OFFICIAL, cited))
    assert "".join(p.text for p in cut) == OFFICIAL.text
    assert [p.text for p in cut if p.furniture] == ["Menu | Subscribe"]
    assert "keep every village up to the river" in "".join(p.text for p in cut if p.marked)


def test_words_stand_in_quotation_marks_only_where_they_may(text: str) -> None:
    assert "“<b><bdi>keep every village up to the river</bdi></b>”" in text
    assert "“<b><bdi>the North may want all sanctions gone</bdi></b>”" not in text
    assert "As worded by an unnamed publisher (4-blog.txt):" in text


def test_silence_is_shown(page: Page) -> None:
    assert "not heard" in [t.strip() for t in page.text]


def test_only_a_cell_that_a_person_saw_is_marked_as_reviewed(page: Page) -> None:
    inputs = small_inputs()
    entries = [a for t, a in page.tags if t == "details" and "entry" in (a.get("class") or "")]
    assert any("reviewed" in (a["class"] or "") for a in entries)
    lines = tuple(replace(x, statement=replace(x.statement, origin="rules")) for x in inputs.view.lines)
    unseen = {x.original_id for x in lines}
    brief = compose(inputs)
    assert unseen
    assert not [
        line for line in brief.lines if line.reviewed and any(e.read_by == "rules" for e in line.evidence)
    ]


def test_tables_tell_a_screen_reader_what_is_what(page: Page) -> None:
    scopes = {a.get("scope") for t, a in page.tags if t == "th"}
    assert scopes == {"col", "row", "rowgroup"}
    headings = [int(t[1]) for t, _ in page.tags if re.fullmatch(r"h[1-6]", t)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert page.links[0] == "#main"
    assert all(
        a.get("tabindex") == "0" and (a.get("aria-label") or a.get("aria-labelledby"))
        for _, a in page.tags
        if a.get("role") == "region"
    )


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a.example/ x", 'https://a.example/"x', "data:text/html,x", None]
)
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    assert html.web_address(url) is None
    assert html.web_address("https://a.example/x?y=1") == "https://a.example/x?y=1"


def test_the_page_is_made_without_the_documents_too() -> None:
    page = parsed(html.render(compose(small_inputs()), documents={}))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_a_carriage_return_does_not_move_the_marks() -> None:
    odd = replace(BLOG, text=BLOG.text.replace(". ", ".\r\n"))
    assert "".join(p.text for p in pieces(odd, [])) == odd.text
