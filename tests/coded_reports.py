"""Two small reports on Veldora with a person's coding beside them."""

from __future__ import annotations

import json
from pathlib import Path


def write_coded_reports(folder: Path) -> Path:
    """Write the reports and `statements.jsonl` into a folder; the path of the coding."""
    (folder / "one.txt").write_text("Veldora demands that the Guard leave Port Ilvane before any truce.\n")
    (folder / "two.txt").write_text("The Movement refuses to leave Port Ilvane. It says so twice.\n")
    records = [
        {
            "doc": "one.txt",
            "evidence": "demands that the Guard leave Port Ilvane before any truce",
            "kind": "position",
            "holder": "veldora",
            "stance": "demand",
            "issue": "terr.withdrawal",
            "option": "begun_before",
            "instance": "movement_from_port",
            "basis": "own",
            "stage": "truce",
        },
        {
            "doc": "two.txt",
            "evidence": "refuses to leave Port Ilvane",
            "kind": "position",
            "holder": "sarnic_movement",
            "stance": "demand",
            "issue": "terr.withdrawal",
            "option": "none",
            "instance": "movement_from_port",
            "basis": "own",
            "stage": "truce",
            "speaker": "The Movement",
        },
    ]
    path = folder / "statements.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in records))
    return path
