"""Looking at the words of a sentence: attention as the heads use it (numpy alone)."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import numpy as np

from detente.models.heads import Matrix, gelu, softmax

_PARTS = ("ask", "key", "value", "near", "back", "wide", "wide_bias", "narrow")


def looked(
    hidden: Matrix, states: Matrix, places: Matrix, *, arrays: Mapping[str, Matrix], of: str = "look"
) -> Matrix:
    """[row, hidden]: what each row makes of the words it looks at, as often as the weights have looks of this name.

    Attention of several eyes (Vaswani et al. 2017, eq. 1), each drawn so far to the near words (`places`: [row, word], or
    the same for all rows) as it was taught.
    """
    number = 0
    while f"{of}{number}_ask" in arrays:
        part = {name: arrays[f"{of}{number}_{name}"] for name in _PARTS}
        eyes = len(part["near"])
        asked, keys, values = (
            _eyes(table, eyes)
            for table in (_even(hidden) @ part["ask"], states @ part["key"], states @ part["value"])
        )
        near = asked @ keys.transpose(0, 2, 1) / sqrt(keys.shape[2]) + places * part["near"][:, None, None]
        seen: Matrix = (softmax(near.astype(np.float32)) @ values).transpose(1, 0, 2).reshape(len(hidden), -1)
        hidden = (hidden + seen @ part["back"]).astype(np.float32)
        hidden = hidden + gelu(_even(hidden) @ part["wide"] + part["wide_bias"]) @ part["narrow"]
        number += 1
    return hidden


def _eyes(table: Matrix, eyes: int) -> Matrix:
    """[eye, row, narrow] of [row, wide]."""
    return table.reshape(len(table), eyes, -1).transpose(1, 0, 2)


def _even(hidden: Matrix) -> Matrix:
    """Scaled to a mean square of one (Zhang and Sennrich 2019, eq. 4, without a gain)."""
    found: Matrix = hidden / np.sqrt((hidden * hidden).mean(-1, keepdims=True) + 1e-6)
    return found
