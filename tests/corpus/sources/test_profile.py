"""Profiles of publishers: copies, who was first, corrections, unnamed sources."""

from __future__ import annotations

import pytest

from detente.corpus.document import Document
from detente.corpus.origins.chain import Member
from detente.corpus.origins.marks import OriginMark
from detente.corpus.sources.profile import Habits, habits, profiles
from detente.kernel.dates import parse_when
from detente.kernel.spans import Span

FROM_WIRE = OriginMark("republished", "Wire", "wire", Span(0, 4), "words of the report")
QUOTES_WIRE = OriginMark("told", "Wire", "wire", Span(0, 4), "words of the report")


def member(doc: str, publisher: str | None, day: str | None, *marks: OriginMark) -> Member:
    return Member(doc, doc, publisher, parse_when(day), marks)


WIRE = member("w1", "wire", "2031-03-01")
TOLD = member("c1", "courier", "2031-03-02", FROM_WIRE)
SILENT = member("b1", "blend", "2031-03-03")


def test_copies_are_counted_with_those_that_say_so_and_those_that_alter() -> None:
    found = {one.publisher: one for one in profiles([[WIRE, TOLD, SILENT]], {}, altered=["b1", "w1"])}
    assert (found["courier"].copies, found["courier"].told, found["courier"].altered) == (1, 1, 0)
    assert (found["blend"].copies, found["blend"].told, found["blend"].altered) == (1, 0, 1)
    assert (found["wire"].copies, found["wire"].altered) == (0, 0)  # an origin cannot alter itself
    assert [pair.source for pair in found["courier"].copied_from] == ["wire"]
    assert {pair.copier for pair in found["wire"].copied_by} == {"courier", "blend"}


def test_a_credit_for_a_part_is_no_copy() -> None:
    found = {
        one.publisher: one for one in profiles([[member("c2", "courier", "2031-03-02", QUOTES_WIRE)]], {})
    }
    assert found["courier"].copies == 0


def test_an_own_update_is_no_copy_and_its_story_is_not_shared() -> None:
    found = {one.publisher: one for one in profiles([[WIRE, member("w2", "wire", "2031-03-02")]], {})}
    assert (found["wire"].reports, found["wire"].copies, found["wire"].shared) == (2, 0, 0)


@pytest.mark.parametrize(
    ("story", "first"),
    [
        ([WIRE, TOLD, SILENT], {"wire"}),
        ([member("a", "wire", "2031-03-01"), member("b", "blend", "2031-03-01")], set()),  # nobody knows
        ([member("a", "wire", "2031-03-01"), member("b", "blend", "2031-03-01", FROM_WIRE)], {"wire"}),
        ([member("a", "wire", None), member("b", "blend", None)], set()),
        ([member("a", "wire", None), member("b", "blend", "2031-03-01", FROM_WIRE)], set()),
    ],
)
def test_who_was_first_is_counted_only_where_it_is_sure(story: list[Member], first: set[str]) -> None:
    assert {one.publisher for one in profiles([story], {}) if one.firsts} == first


def test_reports_without_a_publisher_have_no_profile_but_may_be_copied() -> None:
    found = profiles([[member("x", None, "2031-03-01"), SILENT]], {})
    assert [(one.publisher, one.copies) for one in found] == [("blend", 1)]


def test_habits_are_counted_by_report_and_the_busiest_publisher_comes_first() -> None:
    shown = {"w1": Habits(corrected=True, unnamed=False), "w2": Habits(corrected=False, unnamed=True)}
    stories = [[SILENT], [WIRE], [member("w2", "wire", "2031-04-01")]]
    found = profiles(stories, shown)
    assert [one.publisher for one in found] == ["wire", "blend"]
    assert (found[0].reports, found[0].corrected, found[0].unnamed) == (2, 1, 1)
    assert profiles([], {}) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The round ended.\n\nCorrection: an earlier headline named the wrong town.",
        "Correction, 5 May: the envoy's name was misspelled.",
        "This article was amended on 5 May to give the right figure.",
        "(Corrects name in paragraph 3) - The envoys met.",
        "An earlier version of this story gave the wrong day.",
        "Раунд завершён.\nУточнение: речь идёт о 15 пленных.",
        "Исправлено 5 мая: в тексте было указано другое число.",
        "В предыдущей версии этого текста была ошибка.",
        "Раунд завершено.\nУточнення: йдеться про 15 полонених.",
        "У попередній версії статті була помилка.",
    ],
)
def test_open_corrections_are_seen(text: str) -> None:
    assert habits(Document("x", text)).corrected


@pytest.mark.parametrize(
    "text",
    [
        "The text was amended after the talks, and an earlier version of this proposal was dropped.",
        "The market needs a correction - and soon.",
        "The paper was corrected by hand before it was signed.",
        "Стороны внесли поправки в проект.",
        "Потрібне уточнення позицій сторін.",
    ],
)
def test_a_change_of_what_is_negotiated_is_no_correction(text: str) -> None:
    assert not habits(Document("x", text)).corrected


@pytest.mark.parametrize(
    "text",
    [
        "Two officials close to the Council, who did not want to be named, said so.",
        "The plan is dead, according to three diplomatic sources.",
        "A diplomat, who spoke on condition of anonymity, confirmed it.",
        "People in the talks said that the port was named.",
        "An unnamed senior official denied it.",
        "Источник в правительстве подтвердил это.",
        "Об этом сообщает издание со ссылкой на неназванных собеседников.",
        "По словам источника, текст готов.",
        "Джерело у делегації підтвердило це.",
        "За словами співрозмовника видання, текст готовий.",
    ],
)
def test_unnamed_sources_are_seen(text: str) -> None:
    assert habits(Document("x", text)).unnamed


@pytest.mark.parametrize(
    "text",
    [
        "The officials involved in the talks met at noon.",
        "The convoy crossed an unnamed river.",
        "Источники воды в городе разрушены, источники власти спорны.",
        "Джерела води в місті зруйновані.",
        "Minister Orm said that the plan was dead.",
    ],
)
def test_water_and_rivers_and_named_people_are_no_unnamed_sources(text: str) -> None:
    assert not habits(Document("x", text)).unnamed
