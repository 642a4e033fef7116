"""The training reports: every label stands in its sentence, and there is as much as is said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_label_can_be_placed() -> None:
    folders = sorted(str(p.parent) for p in (ROOT / "training/reports").glob("*/conflict.yaml"))
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools/reader/check.py"), *folders],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    reports = int(done.stdout.strip().splitlines()[-1].split()[0])
    assert reports >= 1000
    assert len(folders) >= 20
