"""The gate: which sentences are worth the encoder's time."""

from __future__ import annotations

from detente.models.inputs import Seen

_FEWEST_WORDS = 4


def worth_reading(seen: Seen) -> bool:
    """Whether a sentence names a topic, a cue or anybody at all, in four words or more.

    On the coded reports 98% of the statements stand in such sentences (`benchmarks/reading_errors.py`).
    """
    scene = seen.scene
    return len(scene.words.forms) >= _FEWEST_WORDS and bool(scene.topics or scene.cues or scene.mentions)
