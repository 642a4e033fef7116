"""Which weights belong together: heads are of use only with their own encoder, issues, options and signs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from detente.kernel.errors import BadInput
from detente.models.decode import SIGNS
from detente.models.taxonomy import Described

FORMAT = 3
_REMEDY = "tune again, install détente again, or make them with `make train`"


def mark_of(core: Described, encoder: Path) -> NDArray[np.uint8]:
    """A hash of all that heads are made for: format, signs, issues and options in their order, and the encoder."""
    made_for = json.dumps([FORMAT, SIGNS, core.issues, core.options]).encode()
    return np.frombuffer(hashlib.sha256(made_for + encoder.read_bytes()).digest(), dtype=np.uint8)


def loaded(folder: Path, core: Described, encoder: Path) -> Mapping[str, NDArray[np.float32]]:
    """The heads of a folder; raises BadInput where there are none, or they were made for something else."""
    path = folder / "heads.npz"
    if not path.is_file():
        raise BadInput(f"no trained weights in {folder}; {_REMEDY}")
    try:
        with np.load(path) as kept:
            arrays = {name: np.asarray(array, dtype=np.float32) for name, array in kept.items()}
    except (ValueError, OSError, EOFError, BadZipFile) as fault:
        raise BadInput(f"{path} holds no weights ({fault}); {_REMEDY}") from fault
    if "fits" in arrays and not np.array_equal(arrays["fits"].astype(np.uint8), mark_of(core, encoder)):
        raise BadInput(
            f"the weights in {folder} were made for other issues, options, signs or encoder; {_REMEDY}"
        )
    return arrays
