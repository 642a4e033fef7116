"""The reader `rules` on Russian and Ukrainian: sentences of our own, and what must come out of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from detente.corpus.document import Document, Metadata
from detente.kernel.dates import parse_when
from detente.packs.load import load_pack
from detente.packs.model import Office, Person
from detente.statements.port import Reader
from detente.statements.record import Statement
from detente.statements.rules.reader import rules_reader
from detente.statements.rules.said_when import date_in
from detente.statements.rules.slavic import is_oblique, places_in, stem

INVENTED = {  # speakers who do not exist: no words are put into a real person's mouth
    "dolmatin": Person(
        "dolmatin", "Dolmatin", (Office("russia", "spokesman"),), aliases={"ru": ("Долматин", "Долматина")}
    ),
    "verbivsky": Person(
        "verbivsky", "Verbivsky", (Office("ukraine", "spokesman"),), aliases={"uk": ("Вербівський",)}
    ),
}


@cache
def reader() -> Reader:
    pack = load_pack("ukraine")
    return rules_reader(replace(pack, persons={**pack.persons, **INVENTED}))


def read(text: str) -> tuple[Statement, ...]:
    metadata = Metadata(kind="news", published=parse_when("2025-03-20"))
    return reader()(Document("report.txt", text, metadata)).statements


def tuples(text: str) -> set[tuple[str, str | None, str | None, str]]:
    return {(s.kind, s.holder, s.stance, s.issue) for s in read(text)}


POSITIONS = [
    ("Москва требует вывода украинских войск из Донбасса.", "russia", "demand", "terr.withdrawal"),
    ("Москва вимагає виведення українських військ з Донбасу.", "russia", "demand", "terr.withdrawal"),
    # The object before the verb, the party behind it.
    ("Предложение о перемирии Киев отверг.", "ukraine", "reject", "cf.class"),
    ("Киев отверг требование Москвы о выводе войск.", "ukraine", "reject", "terr.withdrawal"),
    ("Київ відкинув вимогу Москви про виведення військ.", "ukraine", "reject", "terr.withdrawal"),
    # A capital stands for its government.
    ("В Кремле исключили размещение войск НАТО на Украине.", "russia", "reject", "guar.presence"),
    ("У Кремлі виключили розміщення військ НАТО в Україні.", "russia", "reject", "guar.presence"),
    # The speaker behind what was said.
    ("Необходимо устранить первопричины, подчеркнул Долматин.", "russia", "demand", "align.order"),
    ("Необхідно посилити санкції проти Росії, наголосив Вербівський.", "ukraine", "demand", "econ.pressure"),
    ("По словам Долматина, Россия готова к прямым переговорам.", "russia", "accept", "proc.format"),
    ("За словами Вербівського, Україна готова до прямих переговорів.", "ukraine", "accept", "proc.format"),
    # Refusals of what is not refused.
    ("Москва не возражает против обмена телами погибших.", "russia", "accept", "hum.bodies"),
    ("Москва не заперечує проти обміну тілами загиблих.", "russia", "accept", "hum.bodies"),
    # Who does not fight proposes where others demand.
    ("Туреччина хоче провести саміт лідерів у Стамбулі.", "turkey", "propose", "proc.leaders"),
    ("Киев согласился на 30-дневное прекращение огня.", "ukraine", "accept", "cf.duration"),
    ("Україна ніколи не визнає анексію Криму, заявив Вербівський.", "ukraine", "reject", "terr.status"),
]


@pytest.mark.parametrize(("text", "holder", "stance", "issue"), POSITIONS)
def test_a_position_in_russian_or_ukrainian(text: str, holder: str, stance: str, issue: str) -> None:
    assert ("position", holder, stance, issue) in tuples(text)


OTHERS = [
    ("Украина и Россия обменялись пленными по формуле 300 на 300.", "event", "ukraine", "hum.pow"),
    ("Україна та Росія обмінялися полоненими за формулою 300 на 300.", "event", "ukraine", "hum.pow"),
    # Blame is of the one accused, by the one who accuses.
    ("Россия обвинила Украину в срыве перемирия.", "assessment", "ukraine", "course.breach"),
    ("Росія звинуватила Україну в порушенні перемир'я.", "assessment", "ukraine", "course.breach"),
    ("Эксперт Иван Лодочников считает, что Москва тянет время.", "assessment", "russia", "course.sincerity"),
    ("Вашингтон може запровадити нові санкції проти Москви.", "forecast", "usa", "econ.pressure"),
]


@pytest.mark.parametrize(("text", "kind", "holder", "issue"), OTHERS)
def test_what_is_told_and_judged(text: str, kind: str, holder: str, issue: str) -> None:
    assert (kind, holder, None, issue) in tuples(text)


def test_an_answer_is_towards_what_another_party_has_asked() -> None:
    text = "Москва предложила обменять всех пленных. Киев на такой вариант согласен."
    assert ("position", "ukraine", "accept", "hum.pow") in tuples(text)


def test_a_condition_is_a_demand() -> None:
    found = tuples("Если Украина выведет войска из Донбасса, Россия прекратит огонь, заявил Долматин.")
    assert {("position", "russia", "demand", i) for i in ("terr.withdrawal", "cf.precondition")} <= found


def test_the_speaker_stands_behind_the_verb() -> None:
    (found,) = read("Россия не намерена возвращать Запорожскую АЭС, заявил Долматин.")
    assert (found.speaker, found.basis) == ("Долматин", "own")


@pytest.mark.parametrize(
    ("word", "other"), [("Долматин", "Долматина"), ("Велунь", "Велунью"), ("Світавія", "Світавією")]
)
def test_a_name_has_one_stem_in_all_cases(word: str, other: str) -> None:
    assert stem(word) == stem(other)


@pytest.mark.parametrize(
    ("adjective", "place"), [("велунский", "велун"), ("торжанською", "торж"), ("данморські", "данмор")]
)
def test_an_adjective_is_known_by_the_stem_of_its_place(adjective: str, place: str) -> None:
    assert place in places_in(adjective)


@pytest.mark.parametrize(
    ("role", "oblique"),
    [
        ("министр", False),
        ("министра", True),
        ("глава", False),
        ("главы", False),
        ("речника", True),
        ("військові", False),
    ],
)
def test_a_role_in_another_case_is_no_subject(role: str, oblique: bool) -> None:
    assert is_oblique(role) is oblique


@pytest.mark.parametrize(
    ("text", "day"), [("15 августа 2025 года", "2025-08-15"), ("у травні, 4 травня 2025 року", "2025-05-04")]
)
def test_a_date_is_read(text: str, day: str) -> None:
    assert date_in(text) == day
