"""Claims become statements only where the text bears them out."""

from __future__ import annotations

from typing import Any

import pytest

from detente.corpus.document import Document, Furniture
from detente.kernel.spans import Span
from detente.models.llm.answer import Answer, Claim
from detente.models.llm.checks import UNCONFIRMED, Checked, checked, most_claims, page_of
from detente.models.llm.prompt import TASK, mark_of
from models.llm.answering import LEAVE, REPORT, report, veldora

OBSERVERS = "“We will never accept foreign observers,”"


def check(*claims: Claim, document: Document | None = None, withheld: tuple[Span, ...] = ()) -> Checked:
    document = document or report()
    page = page_of(document, withheld, mark_of(document, veldora()))
    return checked(Answer(claims), page, (veldora(), "stub"))


def claim(quote: str = LEAVE, **other: Any) -> Claim:
    fields = {
        "kind": "position",
        "issue": "terr.withdrawal",
        "holder": "veldora",
        "stance": "demand",
        **other,
    }
    return Claim(quote, **fields)


def test_a_claim_that_the_text_bears_out_is_a_proposed_statement() -> None:
    found = check(
        claim(
            OBSERVERS.replace("“", '"').replace("”", '"'),
            stance="reject",
            holder="sarnic_movement",
            issue="cf.monitor",
            speaker="the chair of the\nNorthern Council",
            via=("Harbour Wire",),
            date="2024-03-20",
        )
    )
    (statement,) = found.statements
    assert not found.refused
    assert statement.evidence == OBSERVERS == statement.span.of(REPORT)
    assert (statement.speaker, statement.via) == ("the chair of the Northern Council", ("Harbour Wire",))
    assert (statement.confidence, statement.origin) == (UNCONFIRMED, "llm:stub")
    assert statement.date == "2024-03-20"


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (claim("Veldora gives up Port Ilvane."), "not in the text"),
        (claim("The"), "too short"),
        (claim(speaker="General Nobody"), "the speaker 'General Nobody' is not in the text"),
        (claim(via=("Harbour Wire", "Invented Times")), "the via 'Invented Times'"),
        (claim(condition="if sanctions end"), "the condition"),
        (claim(certainty="almost certainly"), "the certainty"),
        (claim(option="no_such"), "no option 'no_such'"),
        (claim(option="begun_before", issue="cf.monitor"), "issue 'cf.monitor' has no option"),
        (claim(holder="atlantis"), "no party 'atlantis'"),
        (claim(target="atlantis"), "no party 'atlantis'"),
        (claim(issue="terr.moon"), "no issue 'terr.moon'"),
        (claim(instance="the moon"), "no instance 'the moon'"),
        (claim(stance=None), "a stance belongs to positions"),
        (claim(kind="event"), "a stance belongs to positions"),
        (claim(REPORT.strip()), "longer than two sentences"),
        (claim(speaker=" ".join(TASK.split()[:20])), "repeats the task"),
        (claim(condition=mark_of(report(), veldora())), "repeats the mark"),
    ],
)
def test_a_claim_is_refused_with_its_reason(refused: Claim, reason: str) -> None:
    found = check(refused)
    assert found.statements == ()
    assert reason in found.refused[0].reason


def test_what_stands_in_furniture_is_no_evidence() -> None:
    document = Document("a.txt", REPORT, furniture=(Furniture(Span(0, len(LEAVE)), "caption"),))
    assert "furniture" in check(claim(), document=document).refused[0].reason


def test_a_speaker_who_occurs_only_in_withheld_words_does_not_occur() -> None:
    at = REPORT.index("Harbour Wire")
    found = check(claim(via=("Harbour Wire",)), withheld=(Span(at, at + 5),))
    assert "the via" in found.refused[0].reason


@pytest.mark.parametrize("date", ["1789", "tomorrow", "2024-99-01", "2031-01-01"])
def test_a_date_that_the_report_does_not_show_is_left_out(date: str) -> None:
    (statement,) = check(claim(date=date)).statements
    assert statement.date is None
    assert "llm:date-left-out" in statement.rules


def test_an_answer_that_runs_on_is_refused_whole() -> None:
    found = check(*[claim()] * (most_claims(REPORT) + 1))
    assert found.statements == ()
    assert len(found.refused) == most_claims(REPORT) + 1
