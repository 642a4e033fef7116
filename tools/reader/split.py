"""Which reports teach, and which measure: by conflict, and within the taught conflicts by story."""

from __future__ import annotations

import hashlib

from marked import Report

NEVER_TRAINED = ("kyrenos", "gondera", "chandrak")
TUNING = ("tarkhan-reactor",)  # early stopping and thresholds
_ONE_IN = 12


def part(report: Report) -> str:
    """`unseen` (a conflict never trained on), `tuning`, `held` (a story of a taught conflict), or `train`."""
    if report.conflict in NEVER_TRAINED:
        return "unseen"
    if report.conflict in TUNING:
        return "tuning"
    story = f"{report.conflict}/{report.head.get('story') or report.id}"
    return "held" if int(hashlib.sha256(story.encode()).hexdigest(), 16) % _ONE_IN == 0 else "train"
