"""Enter numbered documents one by one and tell each once it is entered: the victim of the kills."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from sample_project import report_of, statement_in

from detente.corpus.document import Document
from detente.stores.sqlite import ProjectFile

LINES = 25


def numbered(number: int) -> Document:
    return Document(
        f"{number}.txt", "".join(f"Report {number}: the North wants bridge {n}.\n" for n in range(LINES))
    )


def build(path: Path, documents: int) -> None:
    with ProjectFile.open(path, writable=True) if path.exists() else ProjectFile.create(path) as project:
        for number in range(documents):
            made = numbered(number)
            found = [statement_in(made, f"wants bridge {n}.") for n in range(LINES)]
            if not project.has(f"k{number}"):
                project.enter(
                    made,
                    report=report_of(made),
                    statements=found,
                    problems=(),
                    cache_key=f"k{number}",
                    recorded=datetime.now(UTC),
                )
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]))
