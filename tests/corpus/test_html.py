"""Web pages: the article as text, all else marked; metadata as the page states it."""

from __future__ import annotations

import pytest

from detente.corpus.document import Document
from detente.corpus.pages.html import read_html
from detente.corpus.sentences.split import sentences

PAGE = """<!doctype html><html lang="en-GB"><head><title>Talks | Harbour Wire</title>
<meta property="og:site_name" content="Harbour Wire"><link rel="canonical" href="https://example.org/a">
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Envoys meet in Oslo over
the truce",
"datePublished":"2025-03-13T23:40:00Z"}]}</script><style>p{}</style></head><body class="has-comments">
<header><a href="/">Home</a> <a>World</a></header><nav><ul><li>News</li><li>Sport</li></ul></nav>
<div class="cookie-banner"><p>We use cookies to improve your visit.</p><button>Accept</button></div>
<main><article><h1>Envoys meet in Oslo over the truce</h1><p class="byline">By Ada Lind</p><time>13 March
2025</time>
<figure><img src="x"><figcaption>The harbour at dusk. (Photo: A. Lind/Harbour Wire)</figcaption></figure>
<p>Envoys of both sides met in Oslo on Thursday and agreed to meet again next week, the foreign ministry
said.</p>
<p>The <b>northern</b> delegation demanded that troops leave the valley before any ceasefire begins; the
southern
   one &mdash; &ldquo;no preconditions&rdquo; &mdash; refused.</p><h2>What comes next</h2>
<p>A second round is planned for 20 March. Monitors could be sent by the end of the month if both agree.</p>
<div class="related"><h3>Read more</h3><ul><li><a>Who owns the valley?</a></li></ul></div>
<p hidden>secret words</p><p style="display:none">more secret</p><template>templates</template>
<p>Analysts doubted that the monitors would be accepted by the north, which has refused them twice since
autumn.</p>
</article></main><aside><h3>Most read</h3><p>Ten best ferries</p></aside>
<div id="comments"><p>Leave a reply</p></div><footer><p>&copy; 2025 Harbour Wire</p></footer>
<script>document.write("x")</script></body></html>"""


def read(page: str) -> Document:
    document, _ = read_html(page, name="p.html", place="p.html")
    assert document is not None
    return document


def test_the_article_is_what_is_left_after_furniture() -> None:
    document = read(PAGE)
    assert [span.of(document.text) for span in sentences(document)] == [
        (
            "Envoys of both sides met in Oslo on Thursday and agreed to meet again next week, "
            "the foreign ministry said."
        ),
        (
            "The northern delegation demanded that troops leave the valley before any "
            "ceasefire begins; the southern one "
            "— “no preconditions” — refused."
        ),
        "What comes next",
        "A second round is planned for 20 March.",
        "Monitors could be sent by the end of the month if both agree.",
        (
            "Analysts doubted that the monitors would be accepted by the north, which has "
            "refused them twice since autumn."
        ),
    ]


def test_furniture_is_marked_with_its_kind_and_not_cut() -> None:
    document = read(PAGE)
    kinds = {piece.span.of(document.text): piece.kind for piece in document.furniture}
    assert kinds["Envoys meet in Oslo over the truce"] == "title"
    assert kinds["By Ada Lind"] == "byline"
    assert kinds["13 March 2025"] == "date"
    assert kinds["We use cookies to improve your visit."] == "cookie notice"
    assert kinds["Who owns the valley?"] == "teaser"
    assert kinds["Leave a reply"] == "comments"
    assert kinds["News"] == "menu"


def test_hidden_words_scripts_and_styles_are_no_text() -> None:
    text = read(PAGE).text
    assert not any(word in text for word in ("secret", "document.write", "p{}", "templates", "datePublished"))


def test_the_page_states_title_publisher_address_language_and_day() -> None:
    metadata = read(PAGE).metadata
    assert (metadata.title, metadata.publisher) == ("Envoys meet in Oslo over the truce", "Harbour Wire")
    assert (metadata.url, metadata.language, metadata.kind) == ("https://example.org/a", "en", "news")
    assert metadata.published.isoformat() == "2025-03-13"
    assert metadata.how_dated == "JSON-LD datePublished"


def test_a_meta_date_is_named_and_a_rendered_date_is_no_publication_date() -> None:
    page = '<meta property="article:published_time" content="2025-05-01"><p>One side said that it left.'
    assert read(page).metadata.how_dated == "meta article:published_time"
    shown = '<meta name="date" content="2025-05-01"><time datetime="2025-05-01">1 May</time><p>They said no.'
    assert read(shown).metadata.how_dated == "not dated"


def test_two_publication_days_on_one_page_are_a_problem() -> None:
    page = PAGE.replace("<style>", '<meta property="article:published_time" content="2025-03-15"><style>')
    document, problems = read_html(page, name="p.html", place="p.html")
    assert [problem.code for problem in problems] == ["dates-differ"]
    assert document is not None
    assert document.metadata.published.isoformat() == "2025-03-13"


@pytest.mark.parametrize(
    "page",
    [
        *(
            "",
            "<html></html>",
            "<!-- only a comment -->",
            "<frameset><frame src=x>",
            "<head><title>x</title></head>",
        ),
        *("<div>" * 100_000 + "deep words", "<b>" * 5000 + "deep words", "<script>" * 10 + "<p>never shown"),
    ],
)
def test_a_page_without_words_that_can_be_read_is_a_problem(page: str) -> None:
    document, problems = read_html(page, name="p.html", place="p.html")
    assert document is None
    assert problems[0].code in {"empty-report", "too-deep"}


@pytest.mark.parametrize(
    "page",
    [
        "The sides met and said no more.",
        "<title><script>alert(1)</script></title><p>The sides met and said no more.",
        "<?xml version='1.0' encoding='utf-16'?><html><p>The sides met and said no more.",
        "\x00<p>The sides met and said no more.</p>\x00",
        "<p>" * 5000 + "The sides met and said no more.",
        '<script type="application/ld+json">{broken</script><p>The sides met and said no more.',
        '<script type="application/ld+json">' + "[" * 50_000 + "</script><p>The sides met and said no more.",
        "<div>" * 300 + "The sides met and said no more.",
    ],
)
def test_a_strange_page_is_read_for_what_it_shows(page: str) -> None:
    assert "The sides met and said no more." in read(page).text


def test_a_container_named_like_furniture_that_holds_the_article_is_none() -> None:
    words = "".join(
        f"<p>The envoy of side {n} said that it would not leave the valley before the others did.</p>"
        for n in range(6)
    )
    document = read(f'<div class="content social sidebar">{words}</div>')
    assert len(sentences(document)) == 6


def told(page: str) -> str:
    document = read(page)
    return "\n".join(span.of(document.text) for span in sentences(document))


PARAGRAPHS = "".join(
    f"<p>The envoy of side {n} said on Monday that it would not leave the valley before the others did.</p>"
    for n in range(4)
)


@pytest.mark.parametrize(
    "heading", ["Comments (6) — sort by: oldest", "6 comments", "5 комментариев", "Коментарі"]
)
def test_what_readers_write_under_its_heading_is_no_report_however_long(heading: str) -> None:
    answers = "".join(
        f"<div><b>reader{n}</b><p>I was there and I saw how they left the valley, all of them, at night.</p></div>"
        for n in range(9)
    )
    page = f"<h1>Talks</h1><div>{PARAGRAPHS}</div><div id='x'><h2>{heading}</h2>{answers}</div>"
    text = told(page)
    assert "I was there" not in text
    assert text.count("The envoy") == 4


def test_a_list_under_a_heading_that_names_other_reports_is_a_teaser() -> None:
    page = (
        f"<h1>Talks</h1><div>{PARAGRAPHS}<div class='q7'><h4>Most read</h4><ul><li>The mill burns again.</li></ul></div>"
        "</div>"
    )
    assert "mill" not in told(page)


def test_an_element_named_like_a_date_that_holds_the_report_without_paragraphs_is_none() -> None:
    inner = PARAGRAPHS.replace("<p>", "<div>").replace("</p>", "</div>")
    page = f"<div class='date-outer'><h2 class='date-header'>6 May 2031</h2><div class='post'>{inner * 3}</div></div>"
    assert told(page).count("The envoy") == 12


def test_comments_in_the_markup_do_not_part_a_sentence() -> None:
    assert "would not leave" in told(
        f"<h1>Talks</h1>{PARAGRAPHS.replace('not leave', 'not <!-- x -->leave')}"
    )
