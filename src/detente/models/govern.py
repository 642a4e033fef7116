"""What the rules' frames say over each piece of a sentence, as signs for the heads: who takes which stance, who speaks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from detente.models.inputs import Seen
from detente.statements.record import STANCES
from detente.statements.rules.attribution import trails
from detente.statements.rules.frames import Frame
from detente.statements.rules.names import Named

# Stances of the one who may hold something, of anybody else, then who speaks over the words.
SPEAKERS = ("itself", "party", "expert", "insider", "media", "other")
SIGNS = 2 * len(STANCES) + len(SPEAKERS)
_KIND = {"expert": "expert", "institute": "expert", "insider": "insider", "media": "media"}


def signs(seen: Seen) -> NDArray[np.float32]:
    """[holder + 1, sign, piece], nobody first: 1 where a frame over the piece gives the sign for that holder."""
    found = np.zeros((len(seen.parties) + 1, SIGNS, len(seen.ids)), dtype=np.float32)
    for frame in seen.frames:
        if frame.stance is not None:
            _stance(seen, frame, found)
        if frame.form == "speech":
            for named in frame.subject.named[:1]:
                _speech(seen, named, _reach(seen, frame), found=found)
    last = seen.before.get("speaker")
    if seen.scene.opens_quoted and last is not None and not any(f.form == "speech" for f in seen.frames):
        _speech(seen, last, (0, len(seen.ids)), found=found)
    return found


def _stance(seen: Seen, frame: Frame, found: NDArray[np.float32]) -> None:
    start, end = seen.piece_range(min(frame.start, frame.cue[0]), max(frame.end, frame.cue[1]))
    number = STANCES.index(frame.stance) if frame.stance else 0
    holders = set(_numbers(seen, frame.subject.parties))
    for holder in range(len(found)):
        mine = holder - 1 in holders
        found[holder, number + (0 if mine else len(STANCES)), start:end] = 1


def _numbers(seen: Seen, parties: tuple[str, ...]) -> Iterator[int]:
    for party in parties:
        if party in seen.parties:
            yield seen.parties.index(party)


def _speech(seen: Seen, named: Named, reach: tuple[int, int], *, found: NDArray[np.float32]) -> None:
    speaker = seen.parties.index(named.party) if named.party in seen.parties else None
    for holder in range(len(found)):
        kind = _KIND.get(named.kind, "other")
        if named.party is not None and kind == "other":
            kind = "itself" if speaker is not None and holder - 1 == speaker else "party"
        found[holder, 2 * len(STANCES) + SPEAKERS.index(kind), reach[0] : reach[1]] = 1


def _reach(seen: Seen, frame: Frame) -> tuple[int, int]:
    """The pieces that a verb of saying governs: what stands before a trailing one, else what follows."""
    if trails(seen.scene, frame):
        return seen.piece_range(seen.scene.span.start, frame.cue[0])
    return seen.piece_range(frame.cue[1], frame.end)
