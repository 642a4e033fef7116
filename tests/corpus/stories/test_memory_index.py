"""The index of stories in memory."""

from __future__ import annotations

import pytest

from corpus.stories.contract import StoryIndexContract
from detente.corpus.document import Document
from detente.corpus.stories.memory import MemoryIndex
from detente.corpus.stories.port import StoryIndex


class TestMemoryIndex(StoryIndexContract):
    @pytest.fixture
    def known(self) -> dict[str, Document]:
        return {}

    @pytest.fixture
    def index(self) -> StoryIndex:
        return MemoryIndex()
