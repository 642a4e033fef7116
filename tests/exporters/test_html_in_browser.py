"""The page in a real browser: it opens without complaint, on a desk, on a telephone and on paper."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from briefs.small_brief import PAPERS, small_inputs
from detente.briefs.compose import compose
from detente.exporters import html

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--hide-scrollbars",
)
_CONSOLE = re.compile(r"CONSOLE|Refused to|violates the following Content Security Policy|ERR_")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not CHROMIUM.exists():
        if "browser" in os.environ.get("DETENTE_REQUIRE", ""):
            pytest.fail(f"no {CHROMIUM}, and DETENTE_REQUIRE asks for a browser")
        pytest.skip(f"no {CHROMIUM}: install Chromium to run this test")
    path = tmp_path_factory.mktemp("page") / "brief.html"
    path.write_text(
        html.render(compose(small_inputs()), documents={d.hash: d for d in PAPERS}), encoding="utf-8"
    )
    return path


def browse(page: Path, folder: Path, *asked: str) -> str:
    """Run the browser once on the page; returns what it complained about."""
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={folder / 'profile'}", *asked, page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return "\n".join(line for line in done.stderr.splitlines() if _CONSOLE.search(line))


@pytest.mark.parametrize("size", ["1280,1600", "390,844"])
def test_it_opens_on_a_desk_and_on_a_telephone(page: Path, tmp_path: Path, size: str) -> None:
    picture = tmp_path / "page.png"
    assert browse(page, tmp_path, f"--window-size={size}", f"--screenshot={picture}") == ""
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 10_000


def test_it_prints(page: Path, tmp_path: Path) -> None:
    paper = tmp_path / "page.pdf"
    assert browse(page, tmp_path, f"--print-to-pdf={paper}") == ""
    assert paper.read_bytes().startswith(b"%PDF")
