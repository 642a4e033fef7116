"""Furniture of pasted text: general rules of how pages look."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

from detente.corpus.furniture.mark import mark_furniture

SHARED = Path(__file__).parents[3] / "shared"
BODY = "The northern side demanded on Monday that all troops leave the valley before any truce begins."


def marked(text: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.span.of(text)) for piece in mark_furniture(text)]


def left(text: str) -> str:
    for piece in reversed(mark_furniture(text)):
        text = text[: piece.span.start] + text[piece.span.end :]
    return text.strip()


def test_a_caption_with_credit_glued_to_a_sentence_leaves_the_sentence() -> None:
    text = (
        f"{BODY}\nMen clear a street after a strike in Aru. (Photo: A B/Agency)As well as land, "
        "the north wants the dam."
    )
    assert marked(text) == [
        ("caption", "Men clear a street after a strike in Aru."),
        ("credit", "(Photo: A B/Agency)"),
    ]
    assert left(text).endswith("\n As well as land, the north wants the dam.")


def test_a_credit_without_brackets_ends_where_the_next_sentence_is_glued_on() -> None:
    text = (
        "Ялинка біля причалу. Фото: архів «Вісника»Президент заявив, що не погодиться на таку "
        "угоду без гарантій безпеки."
    )
    assert left(text) == "Президент заявив, що не погодиться на таку угоду без гарантій безпеки."


@pytest.mark.parametrize(
    "line",
    [
        "Envoys at the port, 5 May 2025. Photo: EPA / A BE",
        "Envoy Orm (left) and Envoy Vale at the port in May 2025. (AP)",
        "Envoys at the port. Source: Wikimedia Commons",
        "FILE - Envoy Orm speaks at the port in May.",
        (
            "In this photo released by the port, Envoy Orm waves, Friday, May 2, 2025. (A "
            "B/Port Authority via AP)"
        ),
        "port-talks.jpg",
    ],
)
def test_a_line_under_a_picture_is_caption_and_credit(line: str) -> None:
    text = f"{BODY}\n\n{line}\n\n{BODY}"
    assert left(text).replace("\n", "").replace(" ", "") == (BODY + BODY).replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "Orm rejected the plan on Monday and said that foreign troops would be targets. (Reuters)",
        "MUSCAT, Oman (AP) — The two sides wrapped up indirect talks on Saturday.",
        "Envoys (photo) met in Oslo. The images (AFP/Getty) circulated and were denied.",
        "The ministers share a border problem.\nFollow our line and you lose, said Orm.",
        "By Monday the north must answer\nand by June it must leave, Orm said.",
        "On 12 May 2025\nthe parties agreed to a truce of thirty days.",
        "1. Sovereignty to be reaffirmed\n2. No foreign troops\n3. Size of the army limited\nSigned in Aru",
        (
            "THE PRESIDENT: We had a good meeting. They want peace.\n\nQ: Will you "
            "meet?\n\nTHE PRESIDENT: Yes. Soon"
        ),
        (
            "Orm is director of security at the port and said that the north would refuse.\nIt "
            "did. It left.\nA. B.\nC. D."
        ),
        "met with envoy tuesday\nnorth wants four regions\nsouth says no\nopen: who monitors the line",
        "Вопрос: Готовы ли вы?\nС.В. Орлов: Готовы\nВопрос: Когда?\nС.В. Орлов: Хоть завтра",
    ],
)
def test_reporting_is_never_marked(text: str) -> None:
    assert marked(text) == []


def test_days_that_head_the_entries_of_a_chronicle_are_reporting() -> None:
    text = f"{BODY}\n18 March 2025\nThe two agreed on a pause.\n25 March 2025\nThe sea truce was announced."
    assert marked(text) == []


def test_the_head_of_a_page_is_title_byline_and_date() -> None:
    text = (
        "Harbour Wire\nTalks over the valley stall again in Aru\nBy Ada Lind and Bo "
        f"Ek\nUpdated 13 March 2025, 19:40 GMT\n3 min read\n\n{BODY}"
    )
    assert [kind for kind, _ in marked(text)][1:] == ["title", "byline", "date", "date"]
    assert left(text) == BODY


def test_a_byline_with_its_date_on_one_line_is_both() -> None:
    text = f"Talks stall over the valley\nAda Lind Published June 14, 2024 | 04:30 PM\n{BODY}"
    assert marked(text)[1:] == [("byline", "Ada Lind"), ("date", "Published June 14, 2024 | 04:30 PM")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        *(
            ("Read more", "teaser"),
            ("Show More", "teaser"),
            ("Read more: Who owns the valley", "teaser"),
            ("Читайте также: Чья долина", "teaser"),
        ),
        *(
            ("Читайте також: Чия долина", "teaser"),
            ("Share", "share"),
            ("Поделиться", "share"),
            ("Поділитися", "share"),
            ("News Feed", "label"),
        ),
        *(
            ("Advertisement", "advert"),
            ("Реклама", "advert"),
            ("Leave a Reply", "comments"),
            ("Required fields are marked *", "comments"),
        ),
        *(
            ("Your email address will not be published.", "comments"),
            ("We use cookies on this website.", "cookie notice"),
        ),
        *(
            ("Sign up to our morning newsletter", "newsletter"),
            ("Copyright 2025 Harbour Wire. All rights reserved.", "menu"),
        ),
        *(
            ("Home  World  Business", "menu"),
            ("Главная | Мир | Море", "menu"),
            ("This article was originally published on Harbour Wire.", "republication"),
        ),
        *(
            ("3 min read", "date"),
            ("Обновлено: 5 марта 2025, 10:00", "date"),
            ("25 грудня 2025, 09:20", "date"),
        ),
    ],
)
def test_a_label_or_notice_is_known_by_its_words(line: str, kind: str) -> None:
    text = f"{BODY}\n\n{line}\n\n{BODY}"
    assert marked(text) == [(kind, line)]


def test_a_teaser_is_headline_and_cut_summary_before_a_picture() -> None:
    text = (
        f"{BODY}\n\nWhat to know about the valley\nAs envoys go on pushing for a truce, the "
        f"valley has become the heart\nArticle image\n\n{BODY}"
    )
    assert [kind for kind, _ in marked(text)] == ["teaser"] * 3
    assert left(text).count(BODY) == 2


def test_lists_of_other_reports_under_their_label_are_teasers() -> None:
    text = f"{BODY}\nAlso on site :\n- Ferry fares to rise in May\n- Ten best chowders, by our readers"
    assert left(text) == BODY


def test_the_headline_after_or_before_read_more_goes_with_it() -> None:
    assert left(f"{BODY}\nRead more\nTide tables for March\n{BODY}").count("\n") == 3
    assert "Tide" not in left(f"{BODY}\nWORLD Tide tables for March\nRead More\n“{BODY}”")


def test_the_life_of_the_writer_at_the_end_is_a_biography() -> None:
    life = "Ada Lind is a correspondent for the north. She studied history and lives in Aru."
    text = (
        f"By Ada Lind\n\n{BODY}\n{BODY[:-1]}, again.\nThe south refused it.\nAvatar\nAda "
        f"Lind\n\nHead of the desk\n\n{life}"
    )
    assert [kind for kind, _ in marked(text)] == ["byline"] + ["biography"] * 4


def test_contents_are_marked_and_the_headings_they_repeat_are_not() -> None:
    text = (
        "Talks over the valley\n\nTable of contents\n1. The land\n2. The sea\n\n1. The "
        f"land\n\n{BODY}\n\n2. The sea\n\n{BODY}"
    )
    assert [kind for kind, _ in marked(text)] == ["title", "toc", "toc", "toc"]
    assert "1. The land" in left(text)


def test_time_codes_are_cut_out_of_a_transcript() -> None:
    text = "00:00We did not start it. For years\n00:06the south has helped, and\n00:15it wants peace now."
    assert left(text).count("\n") == 2
    assert {kind for kind, _ in marked(text)} == {"date"}


def test_of_an_exported_record_only_long_values_are_reporting() -> None:
    record = json.dumps({"id": "R1", "date": "2024-03-06", "text": BODY * 3})
    assert left(record) == BODY * 3


@pytest.mark.shared
def test_on_the_gold_furniture_is_found_and_no_reporting_lost() -> None:
    if not (SHARED / "gold").is_dir():
        (pytest.fail if "shared" in os.environ.get("DETENTE_REQUIRE", "") else pytest.skip)("needs ../shared")
    gold: dict[str, set[int]] = defaultdict(set)
    for row in map(
        json.loads, (SHARED / "gold" / "furniture.jsonl").read_text(encoding="utf-8").splitlines()
    ):
        gold[row["doc"].removesuffix(".txt")] |= set(range(row["start"], row["end"]))
    both = found = wanted = 0
    for path in [*(SHARED / "seeds").glob("*.txt"), *(SHARED / "gold" / "dev").glob("*.txt")]:
        text = path.read_bytes().decode()
        solid = {place for place, letter in enumerate(text) if not letter.isspace()}
        marks = {
            place for piece in mark_furniture(text) for place in range(piece.span.start, piece.span.end)
        } & solid
        expected = gold[path.stem] & solid
        both, found, wanted = both + len(marks & expected), found + len(marks), wanted + len(expected)
    assert both / found >= 0.98, "reporting is marked as furniture"
    assert both / wanted >= 0.93
