"""Importing: seconds and memory of a project as JSONL and CSV and of a table of events, at two sizes; `--statements N`.

Each import is a process of its own, so that its memory is its own; it should be the same at both sizes.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from detente.desk.exchanging import ExportOptions, exported
from detente.stores.sqlite import ProjectFile
from ledger import EACH, entered

IMPORT = """
import json, resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from detente.desk.exchanging import ImportOptions, imported
options = ImportOptions(lambda: datetime.now(UTC), lambda *_: None, format=sys.argv[3])
before = time.perf_counter()
done = imported(Path(sys.argv[1]), Path(sys.argv[2]), options)
seconds = time.perf_counter() - before
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
rows = sum(done.new.values())
print(json.dumps({"records": rows, "records_per_s": round(rows / seconds), "memory_mb": memory}))
"""


def made(folder: Path, statements: int) -> dict[str, Path]:
    """Files of that many statements, and a table of as many events as there are reports of 50, times ten."""
    project = folder / f"{statements}.detente"
    with ProjectFile.create(project) as file:
        entered(file, statements, random.Random(1))
    found = {}
    for name in ("jsonl", "csv"):
        found[name] = project.with_suffix(f".{name}")
        exported(project, found[name], name=name, options=ExportOptions(lambda *_: None, reader="project"))
    found["ged"] = project.with_suffix(".ged.csv")
    with found["ged"].open("w") as table:
        table.write("id,date_start,date_end,side_a,side_b,where_description,best\n")
        for n in range(statements // EACH * 10):
            table.write(f"{n},2024-01-02,2024-01-03,North,South,the bridge at kilometre {n},3\n")
    return found


def main() -> None:
    """Print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--json", action="store_true", help="as always")
    count, told = parser.parse_args().statements, {}
    with tempfile.TemporaryDirectory() as name:
        for statements in (count // 5, count):
            for form, file in made(Path(name), statements).items():
                command = [sys.executable, "-c", IMPORT, file, Path(name) / f"{form}{statements}.new", form]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                told[f"{form}, {statements} statements"] = json.loads(done.stdout)
    print(json.dumps({"benchmark": "importing", **told}))


if __name__ == "__main__":
    main()
