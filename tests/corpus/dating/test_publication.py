"""The day of a report: what counts as its publication, what as a change, and what is another day altogether."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.corpus.dating.publication import dated, dated_with_problems
from detente.corpus.document import Document, Finding, Furniture, Metadata
from detente.corpus.gather import read_pasted
from detente.corpus.pages.html import read_html
from detente.kernel.dates import on
from detente.kernel.spans import Span

BODY = (
    "The envoys of Kessary and Orrin met for two hours in the old mill and agreed to meet again.\n\n"
    "The bridge was closed on 5 May 2019, and the last convoy crossed on 9 June 2020, the monitors said.\n"
)
BODY_RU = (
    "Посланники двух сторон встретились на старой мельнице и договорились встретиться ещё раз до зимы.\n"
)
BODY_UK = "Посланці двох сторін зустрілися на старому млині й домовилися зустрітися ще раз до початку зими.\n"


def days(
    text: str, *, name: str = "a.txt", url: str | None = None, today: date | None = None
) -> tuple[str | None, str | None]:
    document = read_pasted(text, name=name, metadata=Metadata(url=url))
    metadata = dated(document, today=today).metadata
    return metadata.published.isoformat(), metadata.updated.isoformat()


def page_days(page: str, url: str | None = None) -> tuple[str | None, str | None, str]:
    document, _ = read_html(page, name="p.html", place="p.html")
    assert document is not None
    if url:
        document = Document(document.name, document.text, Metadata(url=url), document.furniture)
    metadata = dated(document).metadata
    return metadata.published.isoformat(), metadata.updated.isoformat(), metadata.how_dated


@pytest.mark.parametrize(
    ("head", "published", "updated"),
    [
        ("Envoys meet\nBy Ada Lind | 3 March 2031\n", "2031-03-03", None),
        ("Envoys meet\nPublished: 3 March 2031, 08:40\nUpdated: 5 March 2031\n", "2031-03-03", "2031-03-05"),
        ("Envoys meet\nUpdated: 5 March 2031 | Published: 3 March 2031\n", "2031-03-03", "2031-03-05"),
        ("Envoys meet\n3 March 2031 (updated 5 March 2031)\n", "2031-03-03", "2031-03-05"),
        ("Envoys meet\nLast updated on March 5, 2031\n", None, "2031-03-05"),
        ("Envoys meet\nPosted by admin on 2031-03-03 at 14:05\n", "2031-03-03", None),
        ("Today is Sunday, 22 November 2026\nThe Courier\nEnvoys meet\nMarch 3, 2031\n", "2031-03-03", None),
        ("Today is Sunday, 22 November 2026\nThe Courier\nEnvoys meet\n", None, None),
        ("Sunday, 22 November 2026\nHome | World | Sport\nEnvoys meet\n3 March 2031\n", "2031-03-03", None),
        ("Printed from courier.example on 22 November 2026\nEnvoys meet\n3 March 2031\n", "2031-03-03", None),
        ("Saved on 22 November 2026\nEnvoys meet\n", None, None),
        ("PRESS RELEASE\nFor immediate release: 3 March 2031\nEnvoys meet\n", "2031-03-03", None),
        ("MINISTRY OF FOREIGN AFFAIRS\nStatement No. 12/2030\nKessary, 3 March 2031\n", "2031-03-03", None),
        ("Envoys meet\nMarch 2031\n", None, None),
        ("Envoys meet\n3 hours ago\n", None, None),
        ("Envoys meet\nyesterday, 18:20\n", None, None),
        ("Envoys meet\n31 February 2031\n", None, None),
        ("Related: Dam agreed (1 March 2031)\n\nEnvoys meet\n28 February 2031\n", "2031-02-28", None),
        ("Envoys meet\nPublished 04/03/2031 (Tuesday)\n", "2031-03-04", None),
        ("Envoys meet\nPublished 03/04/2031\n", None, None),
        ("What the agreement of 7 October 2015 says\n", None, None),
        ("Envoys meet\nKESSARY, March 3, 2031 (Harbour Wire) -\n", "2031-03-03", None),
        ("Envoys meet\nCorin Haldane in Kessary, 3.3.2031, 9:30\n", "2031-03-03", None),
        ("Envoys meet\nFirst published on 3 March 2031 in The Reader. Republished on 9 March 2031.\n", "2031-03-03", None),
        ("Envoys meet\nReposted on 9 March 2031 from The Reader, where it appeared on 3 March 2031.\n", "2031-03-03", None),
        ("Envoys meet\n9 March 2031\nThis article originally appeared in The Reader on 3 March 2031.\n", "2031-03-03", None),
    ],
)  # fmt: skip
def test_the_head_of_a_pasted_report_tells_its_day(
    head: str, published: str | None, updated: str | None
) -> None:
    assert days(f"{head}\n{BODY}") == (published, updated)


@pytest.mark.parametrize(
    ("head", "published", "updated"),
    [
        ("Встреча на мельнице\n3 марта 2031 года, 10:15\nАвтор: Л. Дорн\n", "2031-03-03", None),
        ("Встреча на мельнице\nОпубликовано: 03.03.2031 09:10\nОбновлено: 05.03.2031 18:00\n", "2031-03-03", "2031-03-05"),
        ("Сегодня воскресенье, 22 ноября 2026 года\nВстреча на мельнице\n03.03.2031\n", "2031-03-03", None),
        ("Встреча на мельнице\nВпервые опубликовано 3 марта 2031 года, перепечатано 9 марта 2031 года.\n", "2031-03-03", None),
        ("Встреча на мельнице\nПерепечатано из «Вестника» от 3 марта 2031 года.\n", "2031-03-03", None),
        ("Читайте также: «Дамба» (1 марта 2031)\n\nВстреча на мельнице\n28 февраля 2031\n", "2031-02-28", None),
    ],
)  # fmt: skip
def test_a_russian_head_tells_its_day(head: str, published: str | None, updated: str | None) -> None:
    assert days(f"{head}\n{BODY_RU}") == (published, updated)


@pytest.mark.parametrize(
    ("head", "published", "updated"),
    [
        ("Зустріч на млині\n3 березня 2031 року, 10:15\n", "2031-03-03", None),
        ("Зустріч на млині\nОпубліковано: 03.03.2031\nОновлено: 05.03.2031\n", "2031-03-03", "2031-03-05"),
        ("Сьогодні неділя, 22 листопада 2026 року\nЗустріч на млині\n", None, None),
        ("Зустріч на млині\nВперше опубліковано 3 березня 2031 року. Передруковано 9 березня 2031 року.\n", "2031-03-03", None),
    ],
)  # fmt: skip
def test_a_ukrainian_head_tells_its_day(head: str, published: str | None, updated: str | None) -> None:
    assert days(f"{head}\n{BODY_UK}") == (published, updated)


@pytest.mark.parametrize(
    ("tail", "published", "updated"),
    [
        ("Copyright 2015-2031 The Courier. All rights reserved.", None, None),
        ("© 2031 The Courier", None, None),
        ("Comments (2)\nlowtide 19 March 2031: my uncle was there\nK. on 20 March 2031 at 10:00\nso was mine", None, None),
        ("Related\nDam agreed\n4 March 2031\nBuses reach the valley\n5 March 2031", None, None),
        ("Archive: March 2031 (12), February 2031 (9)", None, None),
        ("Site last updated: 5 March 2031", None, None),
        ("This page was last updated on 5 March 2031.", None, "2031-03-05"),
        ("Correction, 5 March 2031: an earlier version misspelt a name.", None, "2031-03-05"),
        ("This article was first published by The Reader on 3 March 2031.", "2031-03-03", None),
        ("Originally published at reader.example on March 3, 2031.", "2031-03-03", None),
        ("Retrieved 5 March 2031 from the archive.", None, None),
        ("The next session is on 12 March 2031.", None, None),
    ],
)  # fmt: skip
def test_what_stands_below_the_body_is_seldom_the_day(
    tail: str, published: str | None, updated: str | None
) -> None:
    assert days(f"Envoys meet\n\n{BODY}\n{tail}\n") == (published, updated)


def test_a_dateline_without_year_takes_it_from_elsewhere_or_stays_open() -> None:
    text = "KESSARY, March 4 (Harbour Wire) — The envoys met for two hours in the old mill and agreed to meet again.\n"
    assert days(text) == (None, None)
    assert days(text, url="https://wire.example/2031/envoys-meet") == ("2031-03-04", None)
    assert days(f"{text}\n© 2031 Harbour Wire") == ("2031-03-04", None)
    assert days(f"{text}\n© 2019-2031 Harbour Wire") == (None, None)
    assert days(f"Updated: 5 March 2031\n\n{text}") == ("2031-03-04", "2031-03-05")


@pytest.mark.parametrize(
    ("url", "published"),
    [
        ("https://wire.example/2031/03/14/envoys-meet", "2031-03-14"),
        ("https://wire.example/news/20310314-envoys.html", "2031-03-14"),
        ("https://wire.example/2031/mar/14/envoys", "2031-03-14"),
        ("https://wire.example/envoys-14-03-2031/", "2031-03-14"),
        ("https://wire.example/2031/03/envoys/", "2031-03"),
        ("https://web.archive.org/web/20310314101500/https://wire.example/envoys", None),
        ("https://web.archive.org/web/20320101101500/https://wire.example/2031/03/14/envoys", "2031-03-14"),
        ("https://wire.example/a/20319988", None),
        ("https://wire.example/2031/02/30/envoys", None),
        ("https://[broken", None),
    ],
)
def test_an_address_tells_the_day_of_its_path_and_no_crawl(url: str, published: str | None) -> None:
    assert days(f"Envoys meet\n\n{BODY}", url=url)[0] == published


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("report-2031-11-05.txt", "2031-11-05"),
        ("folder/kessary_20311105.txt", "2031-11-05"),
        ("saved-2031-11-05.txt", None),
        ("page_20311105093000.txt", None),
        ("scan 2031-11-05.txt", None),
        ("2031-11-05_to_2031-11-09.txt", None),
    ],
)
def test_a_file_name_is_a_guess_unless_it_names_the_day_of_saving(name: str, published: str | None) -> None:
    assert days(f"Envoys meet\n\n{BODY}", name=name)[0] == published


def test_a_day_after_today_is_no_publication() -> None:
    text = f"Envoys meet\nPublished: 3 March 2031\n\n{BODY}"
    assert days(text, today=date(2030, 1, 1)) == (None, None)
    assert days(text, today=date(2031, 3, 2)) == ("2031-03-03", None)


def test_a_finding_says_how_and_how_sure() -> None:
    document = dated(read_pasted(f"Envoys meet\nPublished: 3 March 2031\n\n{BODY}", name="a.txt"))
    assert document.metadata.finding("published") == Finding(
        "published", "text", "the label 'Published'", "likely"
    )
    assert document.metadata.how_dated == "the label 'Published'"
    named = dated(read_pasted(f"Envoys meet\n\n{BODY}", name="a-2031-03-03.txt")).metadata.finding(
        "published"
    )
    assert named == Finding("published", "file", "a day in the file name", "guess")


def test_what_a_person_or_message_gave_stays() -> None:
    given_day = Metadata(published=on(date(2030, 1, 1)), how_dated="metadata file")
    document = dated(
        read_pasted(f"Envoys meet\nPublished: 3 March 2031\n\n{BODY}", name="a.txt", metadata=given_day)
    )
    assert (document.metadata.published, document.metadata.how_dated) == (
        given_day.published,
        "metadata file",
    )
    created = Metadata(
        published=on(date(2031, 9, 9)), findings=(Finding("published", "file", "PDF creation date", "guess"),)
    )
    document = dated(
        read_pasted(f"Envoys meet\nPublished: 3 March 2031\n\n{BODY}", name="a.txt", metadata=created)
    )
    assert document.metadata.published.isoformat() == "2031-03-03"


PARAGRAPH = "<p>The envoys of both sides met for two hours in the old mill and agreed to meet again before winter.</p>"


@pytest.mark.parametrize(
    ("page", "published", "updated"),
    [
        (f'<h1>Envoys meet</h1><time class="published" datetime="2031-03-03">3 Mar</time>{PARAGRAPH}', "2031-03-03", None),
        (f'<h1>Envoys meet</h1><time datetime="2031-03-05">Updated 5 March 2031</time>{PARAGRAPH}', None, "2031-03-05"),
        (f'<h1>Envoys meet</h1><p>Published <time datetime="2031-03-03">3 March</time>, updated <time datetime="2031-03-05">5 March'
         f"</time></p>{PARAGRAPH}", "2031-03-03", "2031-03-05"),
        (f'<h1>Envoys meet</h1><span itemprop="datePublished" content="2031-03-03T09:00">x</span>{PARAGRAPH}', "2031-03-03", None),
        (f'<div class="today"><time datetime="2026-11-22">Sunday</time></div><h1>Envoys meet</h1>{PARAGRAPH}', None, None),
        (f'<h1>Envoys meet</h1>{PARAGRAPH}<aside><time class="published" datetime="2031-03-01">1 March</time></aside>', None, None),
        (f'<meta name="date" content="2026-11-22"><h1>Envoys meet</h1><p class="d">3 March 2031</p>{PARAGRAPH}', "2031-03-03", None),
        (f'<meta property="article:published_time" content="2031-03-03"><meta property="article:modified_time" '
         f'content="2031-03-05T01:00:00Z"><h1>Envoys meet</h1>{PARAGRAPH}', "2031-03-03", "2031-03-05"),
        (f"<h1>Envoys meet</h1>{PARAGRAPH}<footer>&copy; 2031 The Courier</footer>", None, None),
        (f'<h1>Envoys meet</h1><abbr class="published" title="2031-03-03T10:00:00">an hour ago</abbr>{PARAGRAPH}', "2031-03-03", None),
    ],
)  # fmt: skip
def test_a_page_tells_its_day_by_the_roles_of_its_elements(
    page: str, published: str | None, updated: str | None
) -> None:
    assert page_days(f"<html><body><main>{page}</main></body></html>")[:2] == (published, updated)


def test_the_first_publication_goes_before_the_day_of_the_reprint_in_the_markup() -> None:
    page = (
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2031-03-09"}</script>'
        f"<h1>Envoys meet</h1><p>This article was first published by The Reader on 3 March 2031.</p>{PARAGRAPH}"
    )
    assert page_days(page) == ("2031-03-03", None, "the notice of republication")


def test_a_day_by_utc_gives_way_to_the_local_day_that_the_page_shows() -> None:
    page = (
        '<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"2031-03-03T{}Z"}}</script>'
        f"<h1>Envoys meet</h1><p>4 March 2031</p>{PARAGRAPH}"
    )
    assert page_days(page.format("23:40:00"))[0] == "2031-03-04"
    assert page_days(page.format("02:40:00"))[0] == "2031-03-03"


def test_sure_days_that_lie_apart_are_a_problem() -> None:
    page = (
        '<meta property="article:published_time" content="2031-03-09"><script type="application/ld+json">'
        '{"@type":"NewsArticle","datePublished":"2031-03-03"}</script><h1>Envoys meet</h1>' + PARAGRAPH
    )
    _, problems = read_html(page, name="p.html", place="p.html")
    assert [problem.code for problem in problems] == ["dates-differ"]
    near = page.replace("2031-03-09", "2031-03-04")
    assert read_html(near, name="p.html", place="p.html")[1] == ()


def test_names_of_the_byline_are_kept_and_no_biography() -> None:
    text = f"Envoys meet\nBy Ada Lind and Bo Ek, political correspondent | 3 March 2031\n\n{BODY}"
    assert dated(read_pasted(text, name="a.txt")).metadata.byline == "Ada Lind and Bo Ek"
    russian = f"Встреча на мельнице\nАвтор: Лидия Дорн\n\n{BODY_RU}"
    assert dated(read_pasted(russian, name="a.txt")).metadata.byline == "Лидия Дорн"


def test_the_markup_tells_byline_section_and_addresses() -> None:
    page = (
        '<html lang="en"><head><link rel="canonical" href="https://wire.example/a"><meta property="article:section" '
        'content="World"><meta name="author" content="Ada Lind"></head><body><h1>Envoys meet</h1>' + PARAGRAPH
    )
    document, _ = read_html(page, name="p.html", place="p.html")
    assert document is not None
    metadata = dated(document).metadata
    assert (metadata.byline, metadata.section, metadata.canonical) == (
        "Ada Lind",
        "World",
        "https://wire.example/a",
    )
    assert metadata.finding("section") == Finding("section", "markup", "meta article:section", "sure")
    assert metadata.publisher == "wire.example"
    assert metadata.finding("publisher") == Finding(
        "publisher", "address", "the domain of the address", "guess"
    )


def test_a_text_in_two_languages_names_both() -> None:
    document = dated(read_pasted(f"{BODY}\n\n{BODY_UK}\n\n{BODY_UK}", name="a.txt"))
    assert document.metadata.languages == ("en", "uk")


def test_the_words_go_before_a_wrongly_declared_language() -> None:
    document, _ = read_html(
        f'<html lang="en"><body><h1>Зустріч</h1><p>{BODY_UK}</p></body></html>', name="p", place="p"
    )
    assert document is not None
    metadata = dated(document).metadata
    assert (metadata.language, metadata.languages) == ("uk", ("uk",))


def test_a_problem_is_given_back_beside_the_document() -> None:
    document, problems = dated_with_problems(read_pasted(BODY, name="a.txt"))
    assert (document.metadata.how_dated, problems) == ("not dated", ())


@given(st.text(), st.text(max_size=40), st.one_of(st.none(), st.text(max_size=60)))
def test_no_text_name_or_address_is_a_fault(text: str, name: str, url: str | None) -> None:
    furniture = (Furniture(Span(0, len(text)), "date"),) if text else ()
    document = Document(name, text, Metadata(url=url), furniture)
    assert dated(document).text == text


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 2200), st.sampled_from("./-"))
def test_impossible_days_are_never_published(day: int, month: int, year: int, sep: str) -> None:
    text = f"Envoys meet\nPublished: {day}{sep}{month}{sep}{year}\n\n{BODY}"
    published = dated(Document("a.txt", text)).metadata.published
    assert published.earliest is None or {published.earliest.day, published.earliest.month} <= {day, month}
