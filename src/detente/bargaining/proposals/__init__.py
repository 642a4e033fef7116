"""Proposals: what was tabled, scored against what parties hold, compared with one another, and followed over time."""

from detente.bargaining.proposals.comparing import (
    SHARED,
    Comparison,
    Relation,
    Side,
    TermRow,
    Version,
    closest,
    compare,
    comparisons,
    turned,
    versions,
)
from detente.bargaining.proposals.distance import (
    Approach,
    Moved,
    Place,
    Step,
    Track,
    in_time,
    over_time,
    places,
    tracks,
)
from detente.bargaining.proposals.least_change import Changing, least_change, with_least_change
from detente.bargaining.proposals.places import Drift
from detente.bargaining.proposals.readouts import Account, SideBySide, Told, side_by_side
from detente.bargaining.proposals.scoring import binds, holds_if_stated, score, term_score
from detente.bargaining.proposals.terms import Tabled, left_open, outcomes, tabled, terms_of

__all__ = [
    "SHARED",
    "Account",
    "Approach",
    "Changing",
    "Comparison",
    "Drift",
    "Moved",
    "Place",
    "Relation",
    "Side",
    "SideBySide",
    "Step",
    "Tabled",
    "TermRow",
    "Told",
    "Track",
    "Version",
    "binds",
    "closest",
    "compare",
    "comparisons",
    "holds_if_stated",
    "in_time",
    "least_change",
    "left_open",
    "outcomes",
    "over_time",
    "places",
    "score",
    "side_by_side",
    "tabled",
    "term_score",
    "terms_of",
    "tracks",
    "turned",
    "versions",
    "with_least_change",
]
