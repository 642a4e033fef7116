"""The taxonomy of a pack as words that the encoder can read: issues and options by their descriptions."""

from __future__ import annotations

from dataclasses import dataclass

from detente.packs.model import Pack


@dataclass(frozen=True, slots=True)
class Described:
    """Issues and options in a fixed order, each with its description; `of` says to which issue an option belongs."""

    issues: tuple[str, ...]
    issue_words: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    option_words: tuple[str, ...]


def described(pack: Pack) -> Described:
    """The issues and options of a pack in the order of the pack."""
    options = [(leaf, option) for leaf in pack.leaves.values() for option in leaf.options]
    return Described(
        tuple(pack.leaves),
        tuple(f"{leaf.label}: {leaf.definition}" for leaf in pack.leaves.values()),
        tuple((leaf.id, option.id) for leaf, option in options),
        tuple(f"{leaf.label}: {option.label}" for leaf, option in options),
    )
