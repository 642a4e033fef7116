"""The encoder: pieces of sentences in, a state for each piece out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


class Encoder:
    """A session of the exported network; the same pieces give the same states, whatever stands beside them in a batch."""

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        """Load the weights."""
        import onnxruntime  # type: ignore[import-untyped]  # loaded with the model only

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, ids: Sequence[Sequence[int]]) -> list[Matrix]:
        """For each sentence a matrix of [piece, wide].

        Each sentence by itself: the 8-bit network scales its activations by all that it is given at once, so that in
        a batch a sentence would depend on its neighbours; and on one thread a batch is no faster.
        """
        return [self._run(one) for one in ids]

    def _run(self, ids: Sequence[int]) -> Matrix:
        table = np.array([ids], dtype=np.int64)
        states: Matrix = self._session.run(None, {"ids": table, "mask": np.ones_like(table)})[0][0]
        return states
