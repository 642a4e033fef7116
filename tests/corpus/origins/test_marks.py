"""Marks of origin: notices, credits, canonical links, agencies, translations; each with the words that tell it."""

from __future__ import annotations

import pytest

from detente.corpus.document import Document, Metadata
from detente.corpus.furniture.mark import mark_furniture
from detente.corpus.origins.marks import OriginMark, origin_marks
from detente.corpus.origins.publishers import Directory
from detente.packs.model import Publisher

PUBLISHERS = Directory(
    {
        "tidal": Publisher("tidal", "Tidal News Agency", "agency", "own site", aliases={"en": ("Tidal", "TNA")}),
        "courier": Publisher(
            "courier", "The Ostrel Courier", "newspaper", "own site", domains=("courier.example.org",),
            aliases={"ru": ("Острельский курьер",), "uk": ("Острельський кур'єр",)},
        ),
        "ministry": Publisher("ministry", "Foreign Ministry of Lunessa", "government", "own site"),
    }
)  # fmt: skip
BODY = "The envoy said on Monday that the truce would hold until the spring and that talks would go on in Kessary."


def marks(text: str, metadata: Metadata | None = None) -> list[OriginMark]:
    document = Document("a.txt", text, metadata or Metadata(), mark_furniture(text))
    return list(origin_marks(document, PUBLISHERS))


@pytest.mark.parametrize(
    ("notice", "relation", "name"),
    [
        ("This article was originally published on 3 March 2031 by The Ostrel Courier.", "republished", "The Ostrel Courier"),
        ("Republished with permission from The Ostrel Courier.", "republished", "The Ostrel Courier"),
        ("First published in Delta Monthly.", "republished", "Delta Monthly"),
        ("This piece is republished from Delta Monthly under a licence. Read the original.", "republished", "Delta Monthly"),
        ("It was published today and is available on courier.example.org. The editors of Newzly have edited it.", "edited", "The Ostrel Courier"),
        ("Translated from the original in Острельский курьер by our desk.", "translated", "The Ostrel Courier"),
        ("Перевод: Delta Monthly", "translated", "Delta Monthly"),
        ("Переклад з сайту Острельський кур'єр", "translated", "The Ostrel Courier"),
        ("Перепечатка из Delta Monthly", "republished", "Delta Monthly"),
        ("Впервые опубликовано на сайте courier.example.org", "republished", "The Ostrel Courier"),
        ("Оригінал статті: Delta Monthly", "republished", "Delta Monthly"),
        ("Source: Tidal", "republished", "Tidal News Agency"),
        ("With reporting by Tidal.", "credited", "Tidal News Agency"),
        ("По материалам TNA", "credited", "Tidal News Agency"),
        ("The plan, first reported by The Ostrel Courier, has eight points.", "credited", "The Ostrel Courier"),
        ("Three officials told the Ostrel Courier that the draft was ready.", "told", "The Ostrel Courier"),
    ],
)  # fmt: skip
def test_a_wording_tells_the_relation_and_the_publisher(notice: str, relation: str, name: str) -> None:
    text = f"{BODY}\n\n{notice}"
    (mark,) = marks(text)
    assert (mark.relation, mark.name) == (relation, name)
    assert mark.span is not None
    assert mark.span.start >= len(BODY)


def test_an_agency_stands_in_the_dateline_the_byline_or_the_last_line() -> None:
    (dateline,) = marks(f"KESSARY, March 3 (TNA) — {BODY}")
    assert (dateline.relation, dateline.publisher) == ("agency", "tidal")
    (byline,) = marks(BODY, Metadata(byline="Tidal News Agency"))
    assert (byline.relation, byline.span) == ("agency", None)


def test_a_canonical_link_to_another_site_is_a_mark_and_one_to_the_own_site_is_none() -> None:
    (mark,) = marks(
        BODY, Metadata(url="https://copy.example.net/1", canonical="https://courier.example.org/x")
    )
    assert (mark.relation, mark.publisher, mark.how) == ("canonical", "courier", "canonical link")
    assert (
        marks(BODY, Metadata(url="https://www.copy.example.net/1", canonical="https://copy.example.net/x"))
        == []
    )
    assert (
        marks(BODY, Metadata(url="https://m.copy.example.net/1", canonical="https://copy.example.net/x"))
        == []
    )


def test_a_publisher_does_not_copy_itself() -> None:
    assert (
        marks(f"{BODY}\n\nFirst published in The Ostrel Courier.", Metadata(publisher="The Ostrel Courier"))
        == []
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "The agreement was first published by the two sides in March.",
        "He told reporters that the plan was ready.",
        "According to the Foreign Ministry of Lunessa, citing Foreign Ministry of Lunessa, nothing changed.",
        "The report was translated into four languages.",
        "This report is from today.",
    ],
)
def test_sentences_of_the_report_are_no_marks(sentence: str) -> None:
    assert marks(f"{BODY}\n\n{sentence} {BODY}") == []
