from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from briefs.small_brief import PAPERS, small_inputs
from detente.briefs.compose import compose
from detente.exporters import markdown

SNAPSHOT = Path(__file__).parent / "snapshots" / "small.md"
DOCUMENTS = {d.hash: d for d in PAPERS}


def test_the_small_brief_reads_as_before() -> None:
    """A changed wording is looked at, then taken over with DETENTE_SNAPSHOTS=write."""
    text = markdown.render(compose(small_inputs()), documents=DOCUMENTS)
    if os.environ.get("DETENTE_SNAPSHOTS") == "write":
        SNAPSHOT.write_text(text, encoding="utf-8")
    assert text == SNAPSHOT.read_text(encoding="utf-8")


def test_what_markdown_or_html_would_obey_is_made_plain() -> None:
    text = markdown.render(
        compose(replace(small_inputs(), title="a | b <img> [x](y) `c`\n# d")), documents=DOCUMENTS
    )
    assert text.startswith("# a \\| b &lt;img&gt; \\[x\\](y) \\`c\\` \\# d\n")
    assert "<script" not in text


def test_notes_give_the_line_of_the_report() -> None:
    text = markdown.render(compose(small_inputs()), documents=DOCUMENTS)
    assert "1-north.txt, characters 32–66, line 2" in text


def test_every_note_that_a_line_names_stands_at_the_end() -> None:
    text = markdown.render(compose(small_inputs()), documents=DOCUMENTS)
    for number in range(1, len(compose(small_inputs()).evidence) + 1):
        assert f"\n- \\[{number}\\] " in text
