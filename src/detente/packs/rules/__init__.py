"""The rule language of packs: terms on issues, joined by and, or, not; what implies or contradicts what (docs/rules.md)."""

from detente.packs.rules.model import (
    Condition,
    Joined,
    Not,
    Quantity,
    Rule,
    Term,
    quantity_in_words,
    terms_of,
)
from detente.packs.rules.parser import parse_condition, parse_rule, parse_term, parse_terms

__all__ = [
    "Condition",
    "Joined",
    "Not",
    "Quantity",
    "Rule",
    "Term",
    "parse_condition",
    "parse_rule",
    "parse_term",
    "parse_terms",
    "quantity_in_words",
    "terms_of",
]
