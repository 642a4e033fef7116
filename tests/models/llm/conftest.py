"""Tests of the reader `llm` need its extra; where it is not installed they are skipped, and say so."""

from __future__ import annotations

from importlib.util import find_spec

import pytest


@pytest.fixture(autouse=True)
def extra() -> None:
    if any(find_spec(name) is None for name in ("pydantic_ai", "openai", "httpx2")):
        pytest.skip("pydantic-ai-slim[openai] is not installed (extra `llm`)")
