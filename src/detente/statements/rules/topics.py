"""Which issues a sentence names.

The exact phrase wins over the general word, one topic for each issue and clause.
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.statements.rules.lexicon import Topic
from detente.statements.rules.names import Named
from detente.statements.rules.phrases import Hit

# A general word yields to an exact phrase of these families near it; of any family where it has no entry.
_FAMILY = {
    "cf.class": ("cf.", "course.truce_holds", "course.breach", "proc.sequence"),
    "course.package": (),
    "proc.format": ("",),
}


def chosen_topics(hits: Sequence[Hit[Topic]], mentions: Sequence[Named]) -> list[Hit[Topic]]:
    """The topics that count, in the order of the text; a word inside a name or a role is none."""
    hits = [
        h
        for h in hits
        if not any(m.start <= h.start and h.end <= m.end and m.kind != "unknown" for m in mentions)
    ]
    strong = _without_nested([h for h in hits if not h.value.weak])
    weak = [h for h in _without_nested([h for h in hits if h.value.weak]) if not _yields(h, strong)]
    return sorted(_once([*strong, *weak]), key=lambda h: (h.start, h.end))


def _without_nested(hits: list[Hit[Topic]]) -> list[Hit[Topic]]:
    """Drop a phrase that lies inside a longer one of another issue, and the vaguer of two on one issue."""
    kept: list[Hit[Topic]] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.value.option is None)):
        if not any(k.start <= hit.start and hit.end <= k.end and _covers(k, hit) for k in kept):
            kept.append(hit)
    return kept


def _covers(outer: Hit[Topic], inner: Hit[Topic]) -> bool:
    """Whether a phrase says all that one inside it says: a longer one that names no option does not say the option."""
    if outer.value.issue != inner.value.issue:
        return outer.end - outer.start > inner.end - inner.start
    return outer.value.option is not None or inner.value.option is None


def _yields(weak: Hit[Topic], strong: list[Hit[Topic]]) -> bool:
    families = _FAMILY.get(weak.value.issue, ("",))
    for hit in strong:
        if hit.start < weak.end and weak.start < hit.end:
            return True
        if families and hit.value.issue.startswith(families) and abs(hit.start - weak.start) < 120:
            return True
    return False


def _once(hits: list[Hit[Topic]]) -> list[Hit[Topic]]:
    """One hit for each issue within a short reach: the one with an option, else the first."""
    kept: list[Hit[Topic]] = []
    for hit in sorted(hits, key=lambda h: (h.value.option is None, h.start)):
        if not any(
            k.value.issue == hit.value.issue
            and (k.value.option == hit.value.option or hit.value.option is None)
            and abs(k.start - hit.start) < 150
            for k in kept
        ):
            kept.append(hit)
    return kept
