"""Feeds: each item a report, one at a time; entities refused, broken XML read as far as it can be."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date

import pytest

from corpus.intake.formats.written_files import BOMB, LIMITS, articles, codes, parts_of
from detente.corpus.intake.formats.feeds import read
from detente.corpus.intake.parts import Article, Limits, Part, Source
from detente.kernel.dates import on

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Wire</title><language>uk-UA</language>
<link>https://wire.example</link><image><title>Logo</title></image>
<item><title>Сторони &amp;amp; посередники</title><link>https://wire.example/1</link><dc:creator>Ада Лінд</dc:creator>
<category>Світ</category><pubDate>Thu, 13 Mar 2025 23:40:00 +0200</pubDate><description>Summary only.</description>
<content:encoded><![CDATA[<p>Сторони зустрілися.</p><p>Домовилися.</p>]]></content:encoded></item>
<item><title>Plain</title><guid>https://wire.example/2</guid><author>bo@wire.example (Bo Rask)</author>
<source url="https://other.example/rss">Other Wire</source><description>Envoys met in the valley.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru"><title type="text">Вестник долины</title>
<author><name>Editors</name></author>
<entry><title type="html">Встреча &amp;lt;в Осло&amp;gt;</title><link rel="self" href="https://v.example/self"/>
<link href="https://v.example/1"/><author><name>Ада Линд</name><email>a@v.example</email></author><author><name>Бо</name></author>
<published>2025-03-13T10:00:00Z</published><updated>2025-03-15T10:00:00Z</updated><category term="mir" label="Мир"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Стороны <b>встретились</b>.</p></div></content></entry>
<entry xml:lang="en"><title>Second</title><updated>2025-03-16T10:00:00Z</updated><summary>5 &lt; 6 &amp; more</summary></entry>
</feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Old Wire</title></channel>
<item rdf:about="1"><title>Talks</title><link>https://o.example/1</link><description>They met.</description>
<dc:date>2025-03-13</dc:date><dc:creator>Ada Lind</dc:creator><dc:subject>World</dc:subject></item></rdf:RDF>"""


def read_feed(feed: str | bytes, limits: Limits = LIMITS) -> list[Part]:
    return parts_of(read, feed.encode() if isinstance(feed, str) else feed, "f.xml", limits=limits)


def test_rss_items_are_reports() -> None:
    parts = read_feed(RSS)
    first, second = articles(parts)
    assert (first.name, first.markup, first.text) == (
        "f.xml/1",
        "html",
        "<p>Сторони зустрілися.</p><p>Домовилися.</p>",
    )
    stated = first.stated
    assert (stated.title, stated.url, stated.byline, stated.section, stated.publisher, stated.language) == (
        "Сторони & посередники", "https://wire.example/1", "Ада Лінд", "Світ", "Harbour Wire", "uk",
    )  # fmt: skip
    assert stated.published == on(date(2025, 3, 13))
    finding = stated.finding("published")
    assert finding is not None and finding.way == "feed"
    assert (second.markup, second.text) == ("text", "Envoys met in the valley.")
    assert (second.stated.byline, second.stated.url, second.stated.publisher) == (
        "Bo Rask", "https://wire.example/2", "Other Wire",
    )  # fmt: skip
    assert codes(parts) == []


def test_atom_entries_are_reports() -> None:
    first, second = articles(read_feed(ATOM))
    assert (first.markup, "<b>встретились</b>" in first.text) == ("html", True)
    stated = first.stated
    assert (stated.title, stated.url, stated.byline, stated.section, stated.publisher, stated.language) == (
        "Встреча <в Осло>", "https://v.example/1", "Ада Линд, Бо", "Мир", "Вестник долины", "ru",
    )  # fmt: skip
    assert (stated.published, stated.updated) == (on(date(2025, 3, 13)), on(date(2025, 3, 15)))
    assert (second.markup, second.text, second.stated.language) == ("text", "5 < 6 & more", "en")
    finding = second.stated.finding("published")
    assert finding is not None and finding.sure == "guess"
    assert second.stated.published == on(date(2025, 3, 16))


def test_rdf_items_are_reports() -> None:
    (item,) = articles(read_feed(RDF))
    assert (item.stated.publisher, item.stated.byline, item.stated.section) == (
        "Old Wire",
        "Ada Lind",
        "World",
    )
    assert item.stated.published == on(date(2025, 3, 13))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_anything_expands(encoding: str) -> None:
    feed = (
        BOMB.replace('"1.0"', f'"1.0" encoding="{encoding}"')
        + "<rss><channel><item><title>&i;</title></item></channel></rss>"
    )
    assert codes(read_feed(feed.encode(encoding))) == ["unsafe-xml"]


def test_a_long_prolog_does_not_hide_entities() -> None:
    feed = BOMB.replace("<!DOCTYPE", f"<!--{'x' * 1_100_000}--><!DOCTYPE") + "<rss><channel/></rss>"
    assert codes(read_feed(feed)) == ["unsafe-xml"]


def test_files_named_by_entities_are_not_opened() -> None:
    feed = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><description>&x;</description></item></channel></rss>'
    assert codes(read_feed(feed)) == ["unsafe-xml"]


def test_the_doctype_of_old_rss_does_no_harm() -> None:
    doctype = (
        '?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.example/rss-0.91.dtd">'
    )
    assert len(articles(read_feed(RSS.replace("?>", doctype, 1)))) == 2


def test_broken_xml_is_read_as_far_as_it_can_be() -> None:
    broken = RSS.replace("<title>Plain</title>", "<title>Plain & more</title><pubDate>2025-03-14</pubDate>")
    parts = read_feed(broken)
    assert articles(parts)[1].stated.published == on(date(2025, 3, 14))
    assert not articles(parts)[1].stated.updated.known
    assert [one.stated.title for one in articles(parts)] == ["Сторони & посередники", "Plain & more"]
    assert codes(parts) == ["damaged"]
    cut = read_feed(RSS[: RSS.index("</item>") + 10])
    assert (len(articles(cut)), codes(cut)) == (1, ["damaged"])


def test_items_without_words_and_impossible_dates_are_told() -> None:
    feed = RSS.replace("Thu, 13 Mar 2025", "Mon, 31 Feb 2025").replace("Envoys met in the valley.", " ")
    assert codes(read_feed(feed)) == ["bad-date", "empty-report"]
    assert codes(read_feed("<rss><channel><title>x</title></channel></rss>")) == ["empty-report"]
    many = "<rss><channel>" + "<item><title>x</title></item>" * 100 + "</channel></rss>"
    assert codes(read_feed(many)) == ["empty-report"] * 21


class Endless(io.RawIOBase):
    """A feed of very many items that is written while it is read."""

    def __init__(self, count: int) -> None:
        item = (
            "<item><title>Talks {}</title><description>&lt;p&gt;"
            + "They met again. " * 20
            + "</description></item>"
        )
        whole = (
            "<rss><channel><title>Harbour Wire</title>",
            *(item.format(at) for at in range(count)),
            "</channel></rss>",
        )
        self.pieces: Iterator[bytes] = (piece.encode() for piece in whole)
        self.kept = b""
        self.start = b""
        self.rewound = False

    def read(self, size: int = -1, /) -> bytes:
        while len(self.kept) < size and (piece := next(self.pieces, b"")):
            self.kept += piece
        given, self.kept = self.kept[:size], self.kept[size:]
        if not self.rewound:
            self.start = given
        return given

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self.kept, self.rewound = self.start + self.kept, True
        return 0


def test_a_long_feed_takes_little_memory() -> None:
    stream = Endless(5_000)
    tracemalloc.start()
    try:
        count = sum(isinstance(part, Article) for part in read(Source("f", "f", stream), Limits()))  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 5_000
    assert peak < 5_000_000
