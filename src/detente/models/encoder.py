"""The encoder: pieces of sentences in, a state for each piece out, in batches of like length."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
_BATCH = 1536  # pieces at a time: small enough for the caches of a laptop's processor


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
        """For each sentence a matrix of [piece, wide]."""
        found: list[Matrix | None] = [None] * len(ids)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order) and (end - start + 1) * len(ids[order[end]]) <= _BATCH:
                end += 1
            group = order[start:end]
            for i, states in zip(group, self._run([ids[i] for i in group]), strict=True):
                found[i] = states
            start = end
        return [one for one in found if one is not None]

    def _run(self, ids: list[Sequence[int]]) -> list[Matrix]:
        table = np.zeros((len(ids), max(map(len, ids))), dtype=np.int64)
        mask = np.zeros_like(table)
        for i, one in enumerate(ids):
            table[i, : len(one)] = one
            mask[i, : len(one)] = 1
        states: Matrix = self._session.run(None, {"ids": table, "mask": mask})[0]
        return [states[i, : len(one)] for i, one in enumerate(ids)]
