"""Mail: messages and mailboxes with what they carry; broken charsets, headers and dates do no harm."""

from __future__ import annotations

import io
from datetime import date
from email.message import EmailMessage
from email.utils import format_datetime

import pytest

from corpus.intake.formats.written_files import LIMITS, articles, codes, files, parts_of
from detente.corpus.intake.formats.mail import messages, read
from detente.corpus.intake.making import document_of
from detente.corpus.intake.parts import Limits, Part
from detente.kernel.dates import by, on

DAY = "Thu, 13 Mar 2025 23:40:00 +0300"
PAGE = (
    "<html><body><h1>Talks resume</h1>"
    + "<p>Envoys of both sides met in the valley.</p>" * 20
    + "</body></html>"
)


def read_mail(content: bytes | EmailMessage, name: str = "a.eml", limits: Limits = LIMITS) -> list[Part]:
    return parts_of(read, content if isinstance(content, bytes) else content.as_bytes(), name, limits=limits)


def mail(body: str = "Envoys met in the valley.\n\n> Will they?\n-- \nAda", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {
        "From": "Ada Lind <ada@wire.example>",
        "Date": DAY,
        "Subject": "Talks",
        **headers,
    }.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message


def test_headers_are_metadata_and_quotations_stay() -> None:
    (article,) = articles(
        read_mail(mail(Subject="Переговоры: сторони зустрілися", Archived_At="<https://wire.example/7>"))
    )
    assert article.text == "Envoys met in the valley.\n\n> Will they?\n-- \nAda\n"
    stated = article.stated
    assert (stated.title, stated.byline, stated.publisher, stated.url, stated.published) == (
        "Переговоры: сторони зустрілися", "Ada Lind", "wire.example", "https://wire.example/7", on(date(2025, 3, 13)),
    )  # fmt: skip
    sure = {one.field: (one.way, one.sure) for one in stated.findings}
    assert sure["published"] == ("message", "sure")
    assert sure["publisher"] == ("message", "guess")


def test_a_list_is_surer_than_a_domain_and_a_freemail_domain_is_nobody() -> None:
    (article,) = articles(read_mail(mail(List_Id='"Harbour Wire Daily" <daily.wire.example>')))
    assert article.stated.publisher == "Harbour Wire Daily"
    (article,) = articles(read_mail(mail(From="Ada <ada@gmail.com>")))
    assert article.stated.publisher is None


@pytest.mark.parametrize(
    "day",
    [
        "Mon, 31 Feb 2025 10:00:00 +0000",
        "yesterday",
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "Thu, 13 Mar 20255 10:00",
    ],
)
def test_an_impossible_date_is_told(day: str) -> None:
    raw = f"From: a@b.example\nDate: {day}\nSubject: x\n\nTalks resume.\n".encode()
    parts = read_mail(raw)
    assert codes(parts) == ["bad-date"]
    assert not articles(parts)[0].stated.published.known


def test_the_page_counts_only_where_the_plain_text_is_a_stub() -> None:
    both = mail("Envoys met in the valley. " * 20)
    both.add_alternative(PAGE, subtype="html")
    assert [one.markup for one in articles(read_mail(both))] == ["text"]
    stub = mail("View this message in your browser.")
    stub.add_alternative(PAGE, subtype="html")
    (article,) = articles(read_mail(stub))
    assert article.markup == "html"
    assert "<h1>Talks resume" in article.text
    only = EmailMessage()
    only.set_content(PAGE, subtype="html")
    assert [one.markup for one in articles(read_mail(only))] == ["html"]


def test_attachments_and_messages_within_are_files_and_pictures_are_not() -> None:
    message = mail()
    message.add_attachment(b"%PDF-1.4 ...", maintype="application", subtype="pdf", filename="звіт.pdf")
    message.add_attachment("a text\n", filename="../../etc/no\u202ete.txt")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    message.add_attachment(mail("Inner words.", Subject="Inner"))
    parts = read_mail(message)
    found = files(parts)
    assert [one.name for one in found] == ["a.eml/1-звіт.pdf", "a.eml/2-no_te.txt", "a.eml/3-attachment.eml"]
    assert found[0].content == b"%PDF-1.4 ..."
    assert (found[0].media_type, found[1].media_type) == ("application/pdf", "text/plain; charset=utf-8")
    assert found[0].stated.published == by(date(2025, 3, 13))
    assert codes(parts) == ["unsafe-name"]
    inner = articles(read_mail(found[2].content))
    assert (inner[0].text, inner[0].stated.title) == ("Inner words.\n", "Inner")


def test_a_mail_that_only_carries_a_file_is_no_empty_report() -> None:
    message = mail("")
    message.add_attachment(b"%PDF-1.4 ...", maintype="application", subtype="pdf", filename="a.pdf")
    parts = read_mail(message)
    assert (codes(parts), articles(parts), len(files(parts))) == ([], [], 1)
    assert codes(read_mail(mail("  "))) == ["empty-report"]


HEAD = b"From: a@b.example\nDate: " + DAY.encode() + b"\nSubject: x\n"


@pytest.mark.parametrize(
    ("charset", "encoding", "told"),
    [("koi8-r", "koi8-r", []), ("windows-1251", "cp1251", []), ("us-ascii", "utf-8", []), ("no-such", "utf-8", []),
     ("utf-8", "cp1251", ["other-encoding"]), ("unicode_escape", "utf-8", [])],
)  # fmt: skip
def test_charsets_are_honoured_and_wrong_ones_found_out(charset: str, encoding: str, told: list[str]) -> None:
    text = "Делегации обеих сторон встретились в долине и договорились продолжить переговоры о перемирии."
    head = HEAD + f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n".encode()
    parts = read_mail(head + text.encode(encoding))
    assert articles(parts)[0].text == text
    assert codes(parts) == told


def test_broken_headers_do_no_harm() -> None:
    raw = (
        b"From: =?utf-8?B?broken==\xff?= <<a@b>\nSubject: \xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd1\x96\xd1\x82 =?x-none?Q?a?=\n"
        b"Content-Type: text/plain; charset*=''\nContent-Disposition: inline; filename*=u'\n"
        b"Content-Transfer-Encoding: base64\nDate:\n\nnot base64 at all!\n"
    )
    parts = read_mail(raw)
    assert all(one.stated.title and one.stated.title.startswith("Привіт") for one in articles(parts))
    assert read_mail(b"\x00\xff no header at all")


def test_multipart_without_its_boundary_is_read_as_it_stands() -> None:
    parts = read_mail(HEAD + b"Content-Type: multipart/mixed\n\nTalks resume in the valley.\n")
    assert len(parts) == 1


def test_what_hides_in_a_subject_is_taken_out_and_told_while_the_text_stays() -> None:
    raw = "Subject: Ta\u202elks\nDate: x\nContent-Type: text/plain; charset=utf-8\n\nThey \u202emet\u202c.".encode()
    (article,) = articles(read_mail(raw))
    made, problems = document_of(article)
    assert made is not None
    assert (made.metadata.title, made.text) == ("Talks", "They \u202emet\u202c.")
    assert [one.code for one in problems] == ["hidden-characters"]


def test_encrypted_mail_is_told() -> None:
    raw = HEAD + b'Content-Type: multipart/encrypted; boundary="x"\n\n--x\n\nVersion: 1\n--x--\n'
    assert codes(read_mail(raw)) == ["encrypted"]


def mailbox(count: int, body: str = "Envoys met in round {}.\n\nFrom the valley they went home.\n") -> bytes:
    return b"".join(
        b"From ada@wire.example Thu Mar 13 23:40:00 2025\n" + HEAD + b"\n" + body.format(at).encode() + b"\n"
        for at in range(count)
    )


def test_a_mailbox_is_read_message_by_message() -> None:
    found = articles(read_mail(mailbox(3), "b.mbox"))
    assert [one.name for one in found] == ["b.mbox/1", "b.mbox/2", "b.mbox/3"]
    assert found[1].text == "Envoys met in round 1.\n\nFrom the valley they went home.\n\n"


def test_a_mailbox_holds_one_message_at_a_time() -> None:
    class Watched(io.BytesIO):
        furthest = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            line = super().readline(size)
            self.furthest = max(self.furthest, self.tell())
            return line

    stream = Watched(mailbox(1000))
    first = next(messages(stream, 1000))
    assert first is not None and stream.furthest < 2 * len(first) + 200


def test_a_message_over_the_limit_is_passed_over_and_told() -> None:
    content = mailbox(1) + mailbox(1, "word " * 1000 + "{}\n") + mailbox(1)
    parts = read_mail(content, "b.mbox", Limits(size=2000))
    assert (len(articles(parts)), codes(parts)) == (2, ["too-large"])
    assert codes(read_mail(mailbox(1, "word " * 1000)[50:], limits=Limits(size=2000))) == ["too-large"]


def test_faults_of_many_messages_are_counted() -> None:
    content = mailbox(50).replace(DAY.encode(), b"never")
    found = codes(read_mail(content, "b.mbox"))
    assert found == ["bad-date"] * 21


def test_dates_count_where_they_were_written() -> None:
    from datetime import datetime, timedelta, timezone

    late = format_datetime(datetime(2025, 3, 13, 1, tzinfo=timezone(timedelta(hours=3))))
    assert articles(read_mail(mail(Date=late)))[0].stated.published == on(date(2025, 3, 13))
