"""The encoder's vocabulary: words cut into pieces with their places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any


class WordPieces:
    """Cuts words as the encoder was trained on them."""

    def __init__(self, path: Path) -> None:
        """Read the vocabulary (a tokenizer.json)."""
        from tokenizers import Tokenizer  # loaded with the model only

        self._tokenizer: Any = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def __call__(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """For each text the ids of its pieces and where each stands in it, in code points."""
        found = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [(one.ids, one.offsets) for one in found]
