"""What every test may ask for: the shared folder beside the checkout, and small packs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from small_worlds import write_pack

from detente.packs.load import load_pack
from detente.packs.model import Pack

settings.register_profile("detente", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("detente")

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture
def shared() -> Path:
    """The folder of reference data; a test without it is skipped, or fails where DETENTE_REQUIRE asks for it."""
    if not SHARED.is_dir():
        missing = f"no folder {SHARED}"
        if "shared" in os.environ.get("DETENTE_REQUIRE", ""):
            pytest.fail(f"{missing}, and DETENTE_REQUIRE asks for it")
        pytest.skip(missing)
    return SHARED


@pytest.fixture
def small_pack(tmp_path: Path) -> Callable[..., Pack]:
    """Writes the files of a small pack and loads it; each keyword is the text of a file."""
    return lambda **files: load_pack(str(write_pack(tmp_path / "small", **files)))
