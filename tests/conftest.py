"""What every test may ask for: the shared folder beside the checkout, and small packs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from detente.packs.load import load_pack
from detente.packs.model import Pack
from small_worlds import write_pack

QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("detente", deadline=None, max_examples=50, suppress_health_check=QUIET)
settings.register_profile("long", deadline=None, max_examples=1500, suppress_health_check=QUIET)
settings.load_profile(os.environ.get("DETENTE_HYPOTHESIS", "detente"))

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


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Permissions bind: where the tests run as root, act as nobody."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
