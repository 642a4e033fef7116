"""Documents of a project: copies, rewrites and appearances, chains, grades, meetings, intervals of undated reports."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detente.corpus.sources.grade import given_grade
from detente.desk.build import BuildOptions, Built, add, build
from detente.desk.corpus.explaining import explain
from detente.desk.corpus.listing import Wanted, listed
from detente.desk.corpus.meetings import beside, same_meetings
from detente.desk.corpus.merging import act as merge
from detente.desk.corpus.records import (
    beside_record,
    explained_record,
    item_record,
    source_record,
    story_record,
)
from detente.desk.corpus.shelf import Shelf, open_shelf
from detente.desk.corpus.sources import set_grade, source, sources
from detente.desk.corpus.stories import shared_stories, story_of
from detente.desk.keeping import verify
from detente.kernel.errors import BadInput, NothingToRead, UnknownName
from detente.ledger.people import Merge, MergeAction

EXAMPLES = Path(__file__).parents[2] / "examples" / "veldora"
TEXT = (
    "ARU, March 5 (Inner Sea Wire) — Envoy Pell Lorrimer put a truce of 30 days before both delegations on Tuesday. "
    "Observers of the Inner Sea League may stand on 14 bridges of the Ombra, the paper says. "
    "“We shall read it line by line and answer within ten days,” said Hesper Quillan, who leads the delegation of Veldora. "
    "The Sarnic Movement gave no answer on the port, where 340 men of the Guard remain. "
    "A second round is planned for 24 April, and 61 prisoners could be home before it begins."
)
REWRITE = (
    "Mediator Pell Lorrimer tabled a 30-day halt to the fighting in Aru. League monitors will be posted on 14 Ombra bridges. "
    "Hesper Quillan of Veldora promised a reply in ten days. The port, with its 340 Guard members, stays open as a question "
    "for the Sarnic Movement. The next meeting is due on 24 April; 61 captives could return earlier.\n\n"
    "This report was first published by Inner Sea Wire."
)

Adder = Callable[..., Built]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


@pytest.fixture
def adding(folder: Path, tmp_path: Path) -> Adder:
    def run(*names: str) -> Built:
        paths = [str(folder / name) for name in names] or [str(folder)]
        return add(paths, pack_name="veldora", output=tmp_path / "p.detente", options=options())

    return run


def options() -> BuildOptions:
    return BuildOptions(clock=lambda: datetime.now(UTC), progress=lambda *_: None)


@contextmanager
def shelf_of(built: Built, *, writable: bool = False) -> Iterator[Shelf]:
    with open_shelf(built.project, writable=writable) as shelf:
        yield shelf


def articles(folder: Path, *rows: dict[str, str]) -> None:
    (folder / "wire.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def test_one_text_at_three_publishers_is_one_document_that_appeared_three_times(
    folder: Path, adding: Adder
) -> None:
    articles(
        folder,
        {"text": TEXT, "publisher": "Ostrel Courier", "date": "2024-03-07"},
        {"text": TEXT, "publisher": "Inner Sea Wire", "date": "2024-03-05"},
        {"text": TEXT, "publisher": "Lantern Weekly", "date": "2024-03-08"},
    )
    built = adding()
    assert (built.documents, built.new_documents) == (1, 1)
    with shelf_of(built) as shelf:
        (report,) = shelf.file.reports().values()
        assert (report.publisher, report.published.isoformat()) == ("Inner Sea Wire", "2024-03-05")
        (story,) = shared_stories(shelf)
        assert [told.member.publisher for told in story.others] == ["ostrel_courier", "lantern_weekly"]
        assert [told.shared for told in story.others] == [1.0, 1.0]
        found = {one.profile.publisher: one.profile for one in sources(shelf)}
        assert {name: one.copies for name, one in found.items()} == {
            "inner_sea_wire": 0,
            "ostrel_courier": 1,
            "lantern_weekly": 1,
        }
        assert found["inner_sea_wire"].firsts == 1
    again = adding()
    assert (again.new_documents, verify(again.project).problems) == (0, ())


def test_a_rewrite_that_names_its_source_joins_its_story_and_shows_what_it_turned(
    folder: Path, adding: Adder
) -> None:
    (folder / "wire.txt").write_text(TEXT)
    (folder / "rewrite.txt").write_text(REWRITE)
    (folder / "metadata.csv").write_text("file,published,publisher\nwire.txt,2024-03-05,Inner Sea Wire\n")
    with shelf_of(adding()) as shelf:
        found = explain(shelf, "rewrite.txt")
        assert found.story.origin.name == "wire.txt"
        assert [(link.publisher, link.ground) for link in found.links][1:] == [("inner_sea_wire", "notice")]
        (told,) = found.story.others
        assert "strengthened" in {change.kind for change in told.changes}
        assert json.loads(json.dumps(explained_record(found)))["chain"][1]["doc"] == found.story.origin.doc
        assert (
            json.loads(json.dumps(story_record(found.story)))["others"][0]["relation"]
            == "rewritten or translated"
        )


def test_reports_can_be_added_first_and_read_later(folder: Path, adding: Adder) -> None:
    (folder / "one.txt").write_text("The Movement refuses to leave the port, its spokesman said.")
    built = adding()
    assert built.new_statements == 0
    with shelf_of(built) as shelf:
        assert [item.read for item in listed(shelf, Wanted(unread=True))] == [False]
    read = build([], pack_name="veldora", output=built.project, options=options())
    assert (read.documents, read.new_documents) == (1, 0)
    with shelf_of(built) as shelf:
        assert listed(shelf, Wanted(unread=True)) == ()
    assert build([], pack_name="veldora", output=built.project, options=options()).new_statements == 0


def test_building_from_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead):
        build([], pack_name="veldora", output=tmp_path / "none.detente", options=options())


def test_an_undated_report_gets_the_interval_of_what_it_tells_of(folder: Path, adding: Adder) -> None:
    (folder / "undated.txt").write_text(
        "The delegations met at Aru on 24 April 2024, and the second round of talks ended without a text.\n\n"
        "Neither side spoke of the port.\n"
    )
    (folder / "nothing.txt").write_text("Nobody said anything of note, and no day is named here.\n")
    with shelf_of(adding()) as shelf:
        told = {report.name: report for report in shelf.file.reports().values()}
        assert told["undated.txt"].published.isoformat() == "2024-04-24/.."
        assert told["undated.txt"].how_dated.startswith("events it mentions: not before")
        assert not told["nothing.txt"].published.known
        assert [item.report.name for item in listed(shelf, Wanted(undated=True))] == [
            "undated.txt",
            "nothing.txt",
        ]


def test_two_readouts_of_one_meeting_are_two_stories_side_by_side(tmp_path: Path) -> None:
    built = add([str(EXAMPLES)], pack_name="veldora", output=tmp_path / "p.detente", options=options())
    with shelf_of(built) as shelf:
        (meeting,) = [one for one in same_meetings(shelf) if len(one.official) > 1]
        found = beside(shelf, meeting)
        assert {document.name for document in found.documents} >= {
            "08_veldora_readout.txt",
            "09_council_readout.txt",
        }
        assert meeting.event == "v_e13"
        shared = [row for row in found.rows if len(row.told_by) > 1]
        assert len(shared) >= 3
        assert json.loads(json.dumps(beside_record(found)))["event"] == "v_e13"
        stories = {r.name: r.story for r in shelf.file.reports().values()}
        assert stories["08_veldora_readout.txt"] != stories["09_council_readout.txt"]
        assert explain(shelf, "09_council_readout.txt").same_meetings == (meeting,)


def test_a_persons_grade_stands_above_and_is_kept_with_its_reason(folder: Path, adding: Adder) -> None:
    articles(folder, {"text": TEXT, "publisher": "Inner Sea Wire", "date": "2024-03-05"})
    built = adding()
    with shelf_of(built, writable=True) as shelf:
        assert source(shelf, "Inner Sea Wire").grade.letter == "B"
        given = given_grade("c", reason="corrected too often", by="Ann")
        graded = set_grade(shelf, "inner_sea_wire", given, at=datetime(2024, 6, 1, tzinfo=UTC))
        assert (graded.grade.letter, graded.grade.given_by) == ("C", "Ann")
    with shelf_of(built) as shelf:
        kept = source(shelf, "inner_sea_wire").grade
        assert kept.letter == "C"
        assert "corrected too often (Ann, 2024-06-01)" in kept.reasons[0]
        assert source_record(source(shelf, "inner_sea_wire"))["given_by"] == "Ann"
        with pytest.raises(UnknownName, match="corpus sources"):
            source(shelf, "Nobody's Paper")


def test_a_grade_that_the_scale_lacks_is_refused() -> None:
    with pytest.raises(BadInput, match="no grade of the Admiralty scale"):
        given_grade("G", reason="x", by="y")
    with pytest.raises(BadInput, match="needs a reason"):
        given_grade("B", reason=" ", by="y")


def test_a_report_is_found_by_name_by_its_end_and_by_its_hash(folder: Path, adding: Adder) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "one.txt").write_text("A report of some words, and of no more than that.")
    with shelf_of(adding()) as shelf:
        report = shelf.find("deep/one.txt")
        assert shelf.find("one.txt") == shelf.find(report.doc[:8]) == report
        with pytest.raises(UnknownName, match="did you mean"):
            shelf.find("deep/onne.txt")
        (item,) = listed(shelf, Wanted())
        assert item_record(item)["name"] == "deep/one.txt"
        assert story_of(shelf, report.doc).others == ()


def test_documents_that_a_kill_left_without_a_place_are_placed_by_the_next(
    folder: Path, adding: Adder
) -> None:
    (folder / "wire.txt").write_text(TEXT)
    built = adding()
    with shelf_of(built, writable=True) as shelf, shelf.file._file.writing() as connection:
        for table in ("documents", "runs", "mentions"):
            connection.exec_driver_sql(f"DELETE FROM index_{table}")
    (folder / "copy.txt").write_text("Reprinted.\n\n" + TEXT)
    adding("copy.txt")
    with shelf_of(built) as shelf:
        assert len({report.story for report in shelf.file.reports().values()}) == 1


def test_stories_that_a_person_merged_are_one_source_until_they_are_parted(
    adding: Adder, folder: Path, tmp_path: Path
) -> None:
    for name, text in (("wire.txt", TEXT), ("short.txt", "Aru talks: the port stays open, says an envoy.")):
        (folder / name).write_text(text, encoding="utf-8")
    adding()
    at = datetime(2024, 5, 1, 12, tzinfo=UTC)
    asked = Merge("short.txt", "wire.txt", MergeAction.MERGE, "the desk says so", "ana", at, "story")

    def stories(recorded_by: datetime | None = None) -> list[str | None]:
        with open_shelf(tmp_path / "p.detente") as shelf:
            return [r.story for r in shelf.file.reports(recorded_by).values()]

    before = stories()
    assert len(set(before)) == 2
    with open_shelf(tmp_path / "p.detente", writable=True) as shelf:
        merge(shelf, asked)
        with pytest.raises(BadInput, match="one story already"):
            merge(shelf, asked)
    assert len(set(stories())) == 1
    adding()
    assert len(set(stories())) == 1
    with open_shelf(tmp_path / "p.detente", writable=True) as shelf:
        with pytest.raises(BadInput, match="no merge"):
            merge(shelf, replace(asked, into="short.txt", action=MergeAction.PART))
        merge(shelf, replace(asked, action=MergeAction.PART, reason="two wires", at=datetime.now(UTC)))
        assert shelf.file.verify() == ()
    assert stories() == before
    assert [m.kind for m in _merges(tmp_path / "p.detente")] == ["story", "story"]


def _merges(path: Path) -> list[Merge]:
    with open_shelf(path) as shelf:
        return list(shelf.file.merges())
