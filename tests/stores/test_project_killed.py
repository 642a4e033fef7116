"""A program killed while it builds a project loses nothing that it acknowledged, and leaves nothing half."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import build_project
from build_project import LINES, numbered

from detente.stores.sqlite import ProjectFile

DOCUMENTS = 60


def build_and_kill(path: Path, after: int) -> int:
    """Kill a builder after it acknowledged so many documents; returns how many it did in the end."""
    command = [sys.executable, str(build_project.__file__), str(path), str(DOCUMENTS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as builder:
        assert builder.stdout is not None
        told = 0
        for _ in range(after):
            told += bool(builder.stdout.readline())
        builder.kill()
        told += len(builder.stdout.readlines())
    assert builder.returncode in {-9, 0}
    return told


def check_whole(path: Path, acknowledged: int) -> int:
    """Every acknowledged document is there, and each document is there whole; returns how many are."""
    with ProjectFile.open(path) as project:
        assert project.verify() == ()
        documents = project.documents()
        lines = Counter(entry.statement.doc for entry in project.entries())
        reports = project.reports()
        assert len(documents) >= acknowledged
        for number, document in enumerate(documents):
            assert document == numbered(number)
            assert lines[document.hash] == LINES
            assert reports[document.hash].name == document.name
            assert project.has(f"k{number}")
        assert len(lines) == len(reports) == len(documents)
    return len(documents)


def test_three_kills_lose_nothing_acknowledged_and_the_work_can_be_finished(tmp_path: Path) -> None:
    path = tmp_path / "killed.detente"
    there = 0
    for _ in range(3):
        acknowledged = build_and_kill(path, there + random.randint(1, 15))
        there = check_whole(path, acknowledged)
    build_project.build(path, DOCUMENTS)
    assert check_whole(path, DOCUMENTS) == DOCUMENTS
