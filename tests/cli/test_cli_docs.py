"""The documentation holds: every code is listed, every example runs, every option is told."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.calling import ROOT, Call
from detente.cli.parser import GROUPS, build_parser
from detente.corpus.metadata import COLUMNS
from detente.kernel.errors import DetenteError
from detente.ledger.entries import ReviewAction
from detente.statements.record import CODEBOOK_FIELDS

DOCS = ROOT / "docs"
MAKERS = {"Problem", "_fault", "_problem", "_failure"}
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*")


def errors(kind: type[DetenteError] = DetenteError) -> Iterator[str]:
    yield kind.code
    for under in kind.__subclasses__():
        yield from errors(under)


def problem_codes() -> set[str]:
    """Every code that a problem is made with: the first argument, where it is written out."""
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                code = node.args[0].value
                if name in MAKERS and isinstance(code, str) and CODE.fullmatch(code):
                    found.add(code)
    return found


def listed() -> set[str]:
    """The codes in the first columns of docs/errors.md."""
    rows = re.findall(r"^\| (`[^|]*`) \|", (DOCS / "errors.md").read_text(), re.MULTILINE)
    return {code for row in rows for code in re.findall(r"`([^`]+)`", row)}


def test_every_code_is_listed_with_its_meaning() -> None:
    codes = {*errors(), *problem_codes()}
    assert len(codes) > 60
    assert codes - listed() == set()


def test_no_listed_code_has_gone() -> None:
    source = "".join(path.read_text() for path in (ROOT / "src" / "detente").rglob("*.py"))
    assert [code for code in sorted(listed()) if f'"{code}"' not in source] == []


def commands_of(name: str) -> list[str]:
    text = (DOCS / name).read_text()
    blocks = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in (*lines, *re.findall(r"`(detente [^`]+)`", text)) if line.startswith("detente ")]


def test_every_example_runs_as_it_stands(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("examples", "packs"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    examples = [e for e in commands_of("cli.md") if not re.search(r"COMMAND|\bPACK\b| P\b|FILE", e)]
    assert len(examples) > 13
    for example in examples:
        read = example.startswith("detente build") and "--statements" not in example
        said = call(*shlex.split(example.replace("-o veldora", "-o read") if read else example)[1:])
        assert said.code == 0, (example, said.err)


def test_every_command_and_every_option_of_the_view_is_told() -> None:
    told = (DOCS / "cli.md").read_text()
    for _, group in GROUPS:
        for command in group:
            assert f"| `{command.name}" in told
    commands = next(a for a in build_parser()._actions if a.dest == "command").choices
    assert commands is not None
    for name in ("positions", "deadlocks", "review"):
        options = {o for o in commands[name]._option_string_actions if o.startswith("--")}
        assert [o for o in sorted(options - {"--help"}) if o not in told] == []


@pytest.mark.parametrize(
    ("page", "names"),
    [("codebook.md", CODEBOOK_FIELDS), ("projects.md", COLUMNS), ("projects.md", tuple(ReviewAction))],
)
def test_every_field_column_and_action_is_told(page: str, names: tuple[str, ...]) -> None:
    told = (DOCS / page).read_text()
    assert [name for name in names if f"`{name}`" not in told] == []


def test_the_cell_by_hand_is_what_is_printed(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("examples", "packs"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    printed = ""
    for example in commands_of("positions.md"):
        if example.startswith(("detente build", "detente positions veldora")):
            said = call(*shlex.split(example)[1:])
            assert said.code == 0, (example, said.err)
            printed += said.out
    shown = re.findall(r"^```text\n(.*?)^```", (DOCS / "positions.md").read_text(), re.MULTILINE | re.DOTALL)
    lines = [" ".join(line.split()) for block in shown for line in block.splitlines()]
    told = [" ".join(line.split()) for line in printed.splitlines()]
    assert len(lines) > 8
    assert [line for line in lines if line not in told] == []
