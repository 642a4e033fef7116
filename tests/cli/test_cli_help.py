"""Help, version, wrong command lines, interrupts, pipes: the frame around every command."""

from __future__ import annotations

import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

import pytest

from cli.calling import Call
from detente import __version__
from detente.cli import arguments, main
from detente.cli.parser import GROUPS
from detente.kernel.certainty import Scale
from detente.packs.model import STAGES

HEAVY = (
    "pydantic",
    "yaml",
    "sqlalchemy",
    "sqlcipher3",
    "jinja2",
    "pysat",
    "trafilatura",
    "lxml",
    "rapidfuzz",
    "tqdm",
)
COMMANDS = [command.name for _, group in GROUPS for command in group]


def python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], capture_output=True, text=True)


def seconds(*words: str) -> float:
    """The best of five runs: what the command needs when nobody disturbs it."""
    best = 60.0
    for _ in range(5):
        start = time.perf_counter()
        python(*words)
        best = min(best, time.perf_counter() - start)
    return best


def test_help_names_every_command_and_the_exit_codes(call: Call) -> None:
    said = call("--help")
    assert said.code == 0
    assert all(f"\n  {name}" in said.out for name in COMMANDS)
    assert "exit codes: 0 done" in said.out


def test_help_loads_nothing_heavy() -> None:
    told = python("-X", "importtime", "-m", "detente", "--help")
    assert told.returncode == 0
    loaded = {line.rpartition("|")[2].strip() for line in told.stderr.splitlines()}
    assert not [name for name in loaded if name.partition(".")[0] in HEAVY]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help_with_an_example(command: str, call: Call) -> None:
    said = call(command, "--help")
    assert said.code == 0
    assert "example" in said.out
    assert f"detente {command}" in said.out


def test_help_takes_no_more_than_some_empty_programs() -> None:
    assert seconds("-m", "detente", "--help") < 15 * seconds("-c", "pass")


def test_version(call: Call) -> None:
    assert call("--version").out == f"detente {__version__}\n"


def test_no_command_shows_help_and_is_wrong(call: Call) -> None:
    said = call()
    assert said.code == 2
    assert "usage: detente COMMAND" in said.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["dedlocks", "x"], "no command 'dedlocks'; did you mean 'deadlocks'?"),
        (["positions", "x", "--as-off", "2025"], "unknown option '--as-off'; did you mean '--as-of'?"),
        (["verify", "x", "y"], "'y' is one argument too many"),
        (["build", "x"], "required: -o/--output"),
        (["deadlocks", "x", "--stage", "war"], "invalid choice: 'war'"),
        (["deadlocks", "x", "--budget", "-1"], "invalid number of seconds value"),
        (["pack"], "required: JOB"),
    ],
)
def test_a_wrong_command_line_is_told_with_what_was_meant(words: list[str], told: str, call: Call) -> None:
    said = call(*words)
    assert said.code == 2
    assert told in said.err
    assert "--help`" in said.err
    assert said.out == ""


def test_options_follow_the_kernel_that_is_not_loaded_for_help() -> None:
    assert tuple(Scale) == arguments.SCALES
    assert arguments.STAGES == STAGES


def test_an_interrupt_ends_with_130(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(args: Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.cli.keeping._verify.__code__", interrupted.__code__)
    said = call("verify", "x")
    assert said.code == main.INTERRUPTED == 130
    assert "interrupted" in said.err


def test_a_reader_that_goes_away_gets_no_complaint(veldora: Path) -> None:
    command = f"'{sys.executable}' -m detente review '{veldora}' --list | head -n 1"
    told = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)
    assert told.returncode == 0
    assert told.stderr == ""
    assert len(told.stdout.splitlines()) == 1


def test_no_colour_where_nobody_watches(veldora: Path) -> None:
    told = python("-m", "detente", "positions", str(veldora))
    assert told.returncode == 0
    assert "\x1b" not in told.stdout + told.stderr
