"""The worked notebook prints what it says, and the page on Python names what there is; both need the base install only."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from detente.desk.build import BuildOptions, build

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "docs" / "notebooks" / "bargaining.ipynb"
PAGE = ROOT / "docs" / "python.md"
MOST_LINES = 15
_FENCE = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
_CALL = re.compile(r"`([a-z_.]+)\.([a-z_]+)\((.*)\)`")


@pytest.fixture(scope="module")
def book() -> Mapping[str, Any]:
    """The notebook as it is kept."""
    found: Mapping[str, Any] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """tools/notebook.py, which is no part of the package."""
    spec = spec_from_file_location("notebook", ROOT / "tools" / "notebook.py")
    assert spec and spec.loader
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_each_cell_of_the_notebook_prints_what_the_notebook_says(
    book: Mapping[str, Any], tool: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`python tools/notebook.py docs/notebooks/bargaining.ipynb` prints them anew."""
    monkeypatch.chdir(ROOT)
    ids = [cell["id"] for cell in book["cells"] if cell["cell_type"] == "code"]
    said = dict(zip(ids, tool.kept(book["cells"]), strict=True))
    assert dict(zip(ids, tool.printed(book["cells"]), strict=True)) == said


def test_what_is_said_is_compared_and_not_only_run(book: Mapping[str, Any], tool: ModuleType) -> None:
    cell = {**book["cells"][0], "cell_type": "code", "source": ["print('one')\n", "print('two')"]}
    cell |= {"outputs": [{"name": "stdout", "output_type": "stream", "text": ["one\n", "three\n"]}]}
    assert tool.printed([cell]) == ["one\ntwo\n"]
    assert tool.kept([cell]) == ["one\nthree\n"]
    assert tool.kept(tool.refreshed({"cells": [cell]})["cells"]) == ["one\ntwo\n"]


def test_the_notebook_has_the_structure_of_its_format(book: Mapping[str, Any]) -> None:
    """nbformat 4.5: cells with ids of their own, code cells with outputs and a count, text as lists of lines."""
    assert set(book) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in book["cells"]]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name) for name in ids)
    every = {"cell_type", "id", "metadata", "source"}
    for cell in book["cells"]:
        code = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert set(cell) == every | code and cell["cell_type"] in {"code", "markdown"}
        assert all(isinstance(line, str) for line in cell["source"]) and "".join(cell["source"]).strip()
    counts = [cell["execution_count"] for cell in book["cells"] if cell["cell_type"] == "code"]
    assert counts == list(range(1, len(counts) + 1))


def test_what_the_notebook_prints_is_short_and_names_no_place_of_a_machine(
    book: Mapping[str, Any], tool: ModuleType
) -> None:
    for text in tool.kept(book["cells"]):
        assert len(text.splitlines()) <= MOST_LINES
        assert not re.search(r"/tmp|/home|/Users|[A-Z]:\\|\bseconds?\b", text)


def test_each_answer_of_the_notebook_stands_under_words_that_say_what_it_means(
    book: Mapping[str, Any],
) -> None:
    kinds = [cell["cell_type"] for cell in book["cells"]]
    assert all(above == "markdown" for above, here in pairwise(kinds) if here == "code")


def test_links_of_the_notebook_and_the_page_lead_somewhere(book: Mapping[str, Any]) -> None:
    told = "\n".join("".join(c["source"]) for c in book["cells"] if c["cell_type"] == "markdown")
    for folder, text in ((NOTEBOOK.parent, told), (PAGE.parent, PAGE.read_text(encoding="utf-8"))):
        links = re.findall(r"\]\(([^)#:]+)\)", text)
        assert links and [link for link in links if not (folder / link).exists()] == []


def test_the_code_on_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    example = ROOT / "examples" / "veldora"
    options = BuildOptions(
        clock=lambda: datetime(2026, 11, 22, tzinfo=UTC),
        progress=lambda *_: None,
        statements=example / "statements.jsonl",
    )
    build([str(example)], pack_name="veldora", output=tmp_path / "talks.detente", options=options)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "__page__"}
    for block in _FENCE.findall(PAGE.read_text(encoding="utf-8")):
        exec(compile(block, str(PAGE), "exec"), names)
    printed = capsys.readouterr().out
    assert "truce T1 in the parties' own words" in printed and "settlement S1" in printed
    assert "Not one fighter and not one gun leaves the port" in printed


def rows() -> list[tuple[str, str, str, str]]:
    """Each call in the table of the page: module, function, its arguments, and the result that is told."""
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and len(cells) > 2 and (call := _CALL.fullmatch(cells[1])):
            found.append((*call.groups(), cells[2].partition("`")[2].partition("`")[0]))
    return found


def test_the_table_of_the_page_was_read() -> None:
    assert len(rows()) > 15


@pytest.mark.parametrize(("module", "function", "given", "result"), rows())
def test_each_call_in_the_table_exists_takes_what_is_shown_and_gives_what_is_told(
    module: str, function: str, given: str, result: str
) -> None:
    signature = inspect.signature(getattr(importlib.import_module(f"detente.desk.{module}"), function))
    named = re.findall(r"(?:^|, )([a-z_]+)=", re.sub(r"\([^()]*\)", "", given))
    placed = len([x for x in re.sub(r"\([^()]*\)", "", given).split(", ") if "=" not in x])
    signature.bind(*[None] * placed, **dict.fromkeys(named))
    assert re.search(rf"\b{result}\b", str(signature.return_annotation))
