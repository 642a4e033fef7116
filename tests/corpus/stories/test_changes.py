"""What a member of a story says otherwise than its origin."""

from __future__ import annotations

import pytest

from detente.corpus.document import Document, Metadata
from detente.corpus.stories.changes import changes

BODY = "Envoys of both sides met in Tellemor for the third time. {} The hotel has been booked until the end of March, a diplomat said."


def found(before: str, after: str) -> list[tuple[str, str | None, str | None]]:
    origin, member = Document("o", BODY.format(before)), Document("m", BODY.format(after))
    return [
        (one.kind, one.origin and one.origin.of(origin.text), one.member and one.member.of(member.text))
        for one in changes(origin, member)
    ]


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (
            "strengthened",
            "The movement may extend the pause by four days.",
            "The movement will extend the pause by four days.",
        ),
        (
            "strengthened",
            "Piet Harrowen asked both armies to clear mines.",
            "Piet Harrowen demanded that both armies clear mines.",
        ),
        (
            "weakened",
            "The army will leave the sugar mill on Friday.",
            "The army might leave the sugar mill on Friday.",
        ),
        (
            "reversed",
            "The council did not accuse the government of fraud.",
            "The council accused the government of fraud.",
        ),
        (
            "number",
            "Okonvale proposed a compromise of 45 days.",
            "Okonvale proposed a compromise of 54 days.",
        ),
        (
            "condition",
            "The government offered a truce if fighters left the mill.",
            "The government offered a truce to fighters of the mill.",
        ),
        (
            "strengthened",
            "Правительство может открыть мост для грузовиков.",
            "Правительство откроет мост для грузовиков.",
        ),
        (
            "reversed",
            "Уряд не погодився відкрити міст для вантажівок.",
            "Уряд погодився відкрити міст для вантажівок.",
        ),
    ],
)
def test_a_change_of_meaning_is_told_with_both_sentences(kind: str, before: str, after: str) -> None:
    assert (kind, before, after) in found(before, after)


def test_other_wording_is_no_change() -> None:
    assert (
        found(
            "Defence minister Lucan Brabeck said the army would wait.",
            "Lucan Brabeck, defence minister, said that the army would wait.",
        )
        == []
    )


def test_sentences_added_and_dropped_are_told() -> None:
    extra = "Investigators blamed a mine for the explosion near Gorrel."
    assert found("", extra) == [("added", None, extra)]
    assert found(extra, "") == [("dropped", extra, None)]


def test_a_translation_is_compared_by_figures_and_names() -> None:
    origin = Document("o", "Up to 40 lorries reached Dessin. Piet Harrowen left.", Metadata(language="en"))
    member = Document("m", "До 60 грузовиков прибыли в Дессин. Он уехал.", Metadata(language="ru"))
    assert [(one.kind, one.detail) for one in changes(origin, member)] == [
        ("number", "40 became 60"),
        ("name", "none of its names is found"),
    ]
