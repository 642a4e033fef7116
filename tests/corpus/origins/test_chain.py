"""Chains from a page to the first publisher, and who copied whom."""

from __future__ import annotations

from detente.corpus.origins.chain import Member, by_story, chain, copying
from detente.corpus.origins.marks import OriginMark
from detente.kernel.dates import parse_when
from detente.kernel.spans import Span

NOTICE = OriginMark("republished", "Courier", "courier", Span(0, 7), "words of the report")
AGENCY = OriginMark("agency", "Tidal", "tidal", None, "byline")
TOLD = OriginMark("told", "Tidal", "tidal", Span(0, 5), "words of the report")


def member(doc: str, publisher: str | None, day: str | None, *marks: OriginMark) -> Member:
    return Member(doc, f"{doc}.html", publisher, parse_when(day), marks)


AGENCY_REPORT = member("a", "tidal", "2031-03-01")
COURIER = member("b", "courier", "2031-03-02", AGENCY)
COPY = member("c", "newzly", "2031-03-03", NOTICE)


def test_notices_lead_through_the_reports_of_the_story_to_the_first_publisher() -> None:
    links = chain(COPY, [AGENCY_REPORT, COURIER, COPY])
    assert [(link.publisher, link.ground, link.doc) for link in links] == [
        ("newzly", "page", "c"),
        ("courier", "notice", "b"),
        ("tidal", "notice", "a"),
    ]


def test_a_notice_counts_though_the_corpus_lacks_the_report() -> None:
    links = chain(COPY, [COPY])
    assert [(link.publisher, link.doc) for link in links] == [("newzly", "c"), ("courier", None)]


def test_without_a_notice_the_earliest_report_with_the_same_words_is_the_step_before() -> None:
    late = member("d", "newzly", "2031-03-05", TOLD)
    links = chain(late, [COURIER, AGENCY_REPORT, late])
    assert [(link.publisher, link.ground) for link in links] == [("newzly", "page"), ("tidal", "text")]


def test_an_undated_report_is_before_none_and_reports_that_name_each_other_end() -> None:
    assert len(chain(COURIER, [member("x", "newzly", None), member("b", "courier", "2031-03-02")])) == 2
    assert len(chain(member("b", "courier", "2031-03-02"), [member("x", "newzly", None)])) == 1
    back = OriginMark("republished", "Newzly", "newzly", None, "words")
    one, two = member("c", "newzly", None, NOTICE), member("b", "courier", None, back)
    assert [link.publisher for link in chain(one, [one, two])] == ["newzly", "courier"]


def test_copying_is_counted_over_stories_by_notice_and_by_text() -> None:
    late = member("d", "newzly", "2031-03-05")
    other = member("e", "courier", "2031-03-04")
    found = copying([[AGENCY_REPORT, COURIER, COPY], [other, late]])
    assert [(one.copier, one.source, one.by_notice, one.by_text) for one in found] == [
        ("newzly", "courier", 1, 1),
        ("courier", "tidal", 1, 0),
    ]
    assert found[0].docs == ("c", "d")


def test_members_are_sorted_into_their_stories() -> None:
    groups = by_story([COPY, AGENCY_REPORT, member("z", None, None)], {"c": "a", "a": "a", "z": None})
    assert [[m.doc for m in group] for group in groups] == [["a", "c"], ["z"]]
