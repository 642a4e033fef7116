"""Imports only go down, without cycles; asking for help loads no heavy library."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = (
    *("pydantic", "yaml", "sqlalchemy", "sqlcipher3", "jinja2", "pysat", "trafilatura", "lxml", "numpy"),
    *("fastwarc", "feedparser", "pypdf", "docx", "pycrfsuite", "ftfy", "urllib3", "htmldate", "anyascii"),
)


def cycle(imports: dict[str, set[str]]) -> list[str]:
    """A chain of modules that import one another in a circle, or nothing."""
    done: set[str] = set()

    def walk(module: str, above: tuple[str, ...]) -> list[str]:
        if module in above:
            return [*above[above.index(module) :], module]
        if module in done:
            return []
        for other in sorted(imports[module]):
            found = walk(other, (*above, module))
            if found:
                return found
        done.add(module)
        return []

    return next((found for module in sorted(imports) if (found := walk(module, ()))), [])


def test_imports_only_go_down() -> None:
    pytest.importorskip("importlinter", reason="import-linter is not installed (extra `dev`)")
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))",
    ]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT / "src")}
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_imports_itself_through_others() -> None:
    grimp = pytest.importorskip("grimp", reason="import-linter is not installed (extra `dev`)")
    graph = grimp.build_graph("detente", cache_dir=None)
    imports = {m: set(graph.find_modules_directly_imported_by(m)) for m in graph.modules}
    assert cycle(imports) == []


def test_a_cycle_would_be_found() -> None:
    assert cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert cycle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_asking_for_help_loads_no_heavy_library() -> None:
    if find_spec("detente.cli.main") is None:
        pytest.skip("the command line is not built yet")
    program = f"""
import contextlib, io, sys
sys.argv = ["detente", "--help"]
from detente.cli.main import run
with contextlib.redirect_stdout(io.StringIO()) as shown:
    try:
        run()
    except SystemExit as end:
        assert not end.code, end.code
assert "usage" in shown.getvalue().lower(), shown.getvalue()
print(*[name for name in {HEAVY!r} if name in sys.modules])
"""
    env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
