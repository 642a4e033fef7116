"""Comparisons: which issues a sentence weighs against each other ("matters less than", "priority over")."""

from __future__ import annotations

import re

from detente.statements.rules.scene import Scene

_COMPARES = re.compile(
    r"\b(?:(?:more|less) (?:important|urgent|pressing|valuable|vital|essential|critical)\b[^.;]{0,80}?\bthan|"
    r"matter(?:s|ed)? (?:\w+ ){0,2}(?:more|less)\b[^.;]{0,80}?\bthan|"
    r"priorit(?:y|i[sz]e[sd]?|i[sz]ing)\b[^.;]{0,80}?\bover|precedence over|"
    r"outweigh(?:s|ed)?|outrank(?:s|ed)?|secondary to|"
    r"(?:puts?|ranks?|values?|placed|ranked|valued)\b[^.;]{0,60}?\b(?:above|before|higher than))\b"
)
_LESSER_FIRST = re.compile(
    r"\b(?:less (?:important|urgent|pressing|valuable|vital|essential|critical)\b[^.;]{0,80}?\bthan|"
    r"matter(?:s|ed)? (?:\w+ ){0,2}less\b[^.;]{0,80}?\bthan|secondary to)\b"
)
_NOT = re.compile(r"\b(?:not|no|never|hardly|neither|nor)\b|n[’']t\b")
_TALK_ABOUT_TALKS = "course."


def compared(scene: Scene, issue: str) -> tuple[str, ...] | None:
    """The issues that a sentence weighs against each other, in its order, for a statement on `issue` that does so.

    None where it compares nothing, names fewer than two issues, or the statement is about another one.
    """
    if not _COMPARES.search(scene.folded, scene.span.start, scene.span.end):
        return None
    named = dict.fromkeys(t.value.issue for t in sorted(scene.topics, key=lambda t: t.start))
    issues = tuple(i for i in named if not i.startswith(_TALK_ABOUT_TALKS))
    mine = issue in issues or issue.startswith(_TALK_ABOUT_TALKS)
    return issues if len(issues) > 1 and mine else None


def lesser_first(words: str) -> bool | None:
    """Whether of two things compared the one that is named first matters less; None where the words do not tell."""
    folded = words.lower()
    if not _COMPARES.search(folded) or _NOT.search(folded):
        return None
    return _LESSER_FIRST.search(folded) is not None
