"""`mark` and `redact` on the command line, and that everything else goes on around a document that was taken out."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest

from cli.calling import VELDORA, Call, Said
from detente.stores.sqlite import ProjectFile

SPEAKER = "The President"
INTERVIEW = "02_tolvane_interview.txt"


def told(said: Said) -> str:
    return said.out + said.err


def redact(call: Call, project: Path, *more: object) -> None:
    said = call("redact", project, "--document", INTERVIEW, "--reason", "a court's order", "--yes", *more)
    assert said.code == 0, said.err


def test_a_speaker_is_marked_and_listed_and_the_brief_obeys(
    call: Call, veldora: Path, tmp_path: Path
) -> None:
    said = call("mark", veldora, "--speaker", SPEAKER, "--as", "background", "--described", "an official",
                "--reason", "as agreed", "--by", "Ann")  # fmt: skip
    assert said.code == 0
    assert f"{SPEAKER}: background" in told(said)
    listed = call("mark", veldora, "--list")
    assert "background (“an official”)" in listed.out
    assert "as agreed (Ann" in listed.out
    (one,) = call("mark", veldora, "--list", "--json").json["marks"]
    assert (one["kind"], one["as"], one["in_effect"], one["by"]) == (
        "speaker",
        "background",
        "background",
        "Ann",
    )
    assert one["lines"] >= 2
    call("brief", veldora, "-o", tmp_path / "brief.md")
    text = (tmp_path / "brief.md").read_text(encoding="utf-8")
    assert SPEAKER not in text
    assert "an official" in text
    call("brief", veldora, "-o", tmp_path / "own.md", "--for", "project")
    assert SPEAKER in (tmp_path / "own.md").read_text(encoding="utf-8")


def test_a_document_is_marked_and_copies_that_are_not_are_told(
    call: Call, veldora: Path, tmp_path: Path
) -> None:
    said = call("mark", veldora, "--document", "03_wire_truce_paper.txt", "--as", "not-for-attribution", "--reason",
                "our own notes")  # fmt: skip
    assert said.code == 0
    assert "copy-not-marked" in told(said)
    assert "04_courier_copy.txt" in told(said)
    out = call("export", veldora, "-o", tmp_path / "a.csv")
    assert "not held: held in the project, not for attribution" in out.out
    assert "03_wire_truce_paper" not in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    own = call("export", veldora, "-o", tmp_path / "b.csv", "--for", "project", "--json")
    assert own.json["not_held"] == []
    review = call("review", veldora, "--accept", _line(veldora, "03_wire_truce_paper.txt"))
    assert review.code == 0
    assert call("review", veldora, "--export", tmp_path / "r.jsonl", "--json").json["withheld"] == 1
    assert "1 stay in the project" in told(call("review", veldora, "--export", tmp_path / "r.jsonl"))
    assert (
        call("review", veldora, "--export", tmp_path / "r.jsonl", "--for", "project", "--json").json[
            "actions"
        ]
        == 1
    )


def _line(path: Path, name: str) -> str:
    with ProjectFile.open(path) as file:
        doc = next(d.hash for d in file.documents() if d.name == name)
        return next(e.statement.id for e in file.entries() if e.statement.doc == doc)


def test_a_mark_on_one_spelling_holds_for_the_person_and_the_strictest_counts(
    call: Call, veldora: Path
) -> None:
    call("people", "merge", veldora, SPEAKER, "the President", "--reason", "one person")
    call("mark", veldora, "--speaker", SPEAKER, "--as", "not-for-attribution", "--reason", "asked")
    said = call(
        "mark", veldora, "--speaker", "the President", "--as", "quotable", "--reason", "spoke in public"
    )
    assert f"still not for attribution, by the mark on '{SPEAKER}'" in told(said)
    listed = call("mark", veldora, "--list").out
    assert "in effect not for attribution" in listed
    call("mark", veldora, "--speaker", SPEAKER, "--as", "quotable", "--reason", "spoke in public")
    assert {one["in_effect"] for one in call("mark", veldora, "--list", "--json").json["marks"]} == {
        "quotable"
    }


def test_a_likely_other_spelling_is_told(call: Call, veldora: Path) -> None:
    suggested = call("people", veldora, "--suggest", "--json").json
    pair = next(iter(suggested["suggestions"]))
    said = call("mark", veldora, "--speaker", pair["name"], "--as", "background", "--reason", "asked")
    assert "spelling-not-marked" in told(said)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["--speaker", "The Presidnet", "--as", "background", "--reason", "x"], "did you mean"),
        (["--document", "02_tolvane", "--as", "background", "--reason", "x"], "no report '02_tolvane'"),
        (["--speaker", SPEAKER, "--as", "background"], "needs --as"),
        (["--speaker", SPEAKER, "--reason", "x"], "needs --as"),
        (
            ["--speaker", SPEAKER, "--as", "quotable", "--described", "y", "--reason", "x"],
            "belongs to background",
        ),
        (
            ["--speaker", SPEAKER, "--as", "background", "--described", " ", "--reason", "x"],
            "empty description",
        ),
        (["--list", "--reason", "x"], "sets none"),
    ],
)
def test_a_mark_that_says_nothing_is_refused(call: Call, veldora: Path, words: list[str], fault: str) -> None:
    said = call("mark", veldora, *words)
    assert said.code == 1
    assert fault in told(said)
    assert "no marks" in told(call("mark", veldora, "--list"))


def test_redaction_says_what_goes_and_does_nothing_without_a_yes(
    call: Call, veldora: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = veldora.read_bytes()
    asked = ("redact", veldora, "--document", INTERVIEW, "--reason", "a court's order")
    said = call(*asked)
    assert (said.code, "add --yes" in told(said)) == (1, True)
    for word in ("statements: 17", "readings: 1", "goes for good", "cannot be undone", "Backups"):
        assert word in told(said)

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("no\n"))
    said = call(*asked)
    assert (said.code, "nothing was changed" in told(said)) == (1, True)
    assert veldora.read_bytes() == before
    monkeypatch.setattr(sys, "stdin", Terminal("yes\n"))
    assert call(*asked).code == 0
    assert call("redact", veldora, "--document", INTERVIEW, "--reason", " ", "--yes").code == 1


def test_after_a_redaction_every_command_goes_on(call: Call, veldora: Path, tmp_path: Path) -> None:
    call("corpus", "list", veldora)
    call("search", veldora, "truce")
    call("mark", veldora, "--document", INTERVIEW, "--as", "background", "--reason", "x")
    line = _line(veldora, INTERVIEW)
    with ProjectFile.open(veldora) as file:
        doc = next(d.hash for d in file.documents() if d.name == INTERVIEW)
    call("review", veldora, "--accept", line)
    redact(call, veldora)
    asked: tuple[tuple[object, ...], ...] = (
        ("verify", veldora), ("corpus", "list", veldora), ("corpus", "stories", veldora), ("corpus", "meetings", veldora),
        ("corpus", "sources", veldora), ("positions", veldora), ("deadlocks", veldora), ("questions", veldora),
        ("shifts", veldora), ("contradictions", veldora), ("linkage", veldora), ("people", veldora), ("log", "offers", veldora),
        ("search", veldora, "truce"), ("review", veldora, "--list"), ("mark", veldora, "--list"),
        ("people", veldora, "--suggest"), ("trace", veldora, "T1"), ("backup", veldora, "-o", tmp_path / "copy.detente"),
        ("brief", veldora, "-o", tmp_path / "b.html"), ("export", veldora, "-o", tmp_path / "b.qdpx"),
    )  # fmt: skip
    for words in asked:
        said = call(*words)
        assert said.code == 0, (words, said.err)
        of_the_pack = f"examples/veldora/{INTERVIEW}"  # which a rule of the pack cites
        assert INTERVIEW not in "".join(told(said).split()).replace(of_the_pack, ""), words
    assert f"document {doc[:12]}: redacted on" in told(call("verify", veldora))
    assert call("verify", veldora, "--json").json["redactions"][0]["reason"] == "a court's order"
    shown = call("corpus", "show", veldora, doc[:12])
    assert (shown.code, "[redacted]" in shown.err, "a court's order" in shown.err) == (1, True, True)
    assert call("trace", veldora, line).code == 1
    assert call("corpus", "show", veldora, INTERVIEW).code == 1


def test_building_again_does_not_take_it_in_again_nor_keep_its_name(call: Call, veldora: Path) -> None:
    redact(call, veldora)
    again = (
        "build",
        VELDORA,
        "--pack",
        "veldora",
        "-o",
        veldora,
        "--statements",
        VELDORA / "statements.jsonl",
    )
    said = call(*again, "--problems")
    assert said.code == 0
    assert "redacted" in told(said)
    assert INTERVIEW in told(said)
    assert call("verify", veldora).code == 0
    with ProjectFile.open(veldora) as file:
        assert INTERVIEW not in {d.name for d in file.documents()}
    assert INTERVIEW.encode() not in veldora.read_bytes()


def test_redacting_again_says_so_and_changes_nothing(call: Call, veldora: Path) -> None:
    with ProjectFile.open(veldora) as file:
        doc = next(d.hash for d in file.documents() if d.name == INTERVIEW)
    redact(call, veldora)
    with ProjectFile.open(veldora) as file:
        head = file.head()
    said = call("redact", veldora, "--document", doc[:12], "--reason", "again", "--yes")
    assert (said.code, "already" in told(said)) == (0, True)
    with ProjectFile.open(veldora) as file:
        assert file.head() == head
        assert [one.reason for one in file.redactions()] == ["a court's order"]
    said = call("redact", veldora, "--document", doc[:12], "--reason", "again", "--yes", "--json")
    assert said.json["redaction"]["reason"] == "a court's order"


def test_a_story_that_stays_is_told_before(call: Call, veldora: Path) -> None:
    said = call("redact", veldora, "--document", "03_wire_truce_paper.txt", "--reason", "x", "--yes")
    assert "Of the same story, and not touched: 04_courier_copy.txt" in told(said)
    assert call("corpus", "stories", veldora).code == 0


def test_a_redaction_elsewhere_is_told_on_import(call: Call, veldora: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.detente"
    shutil.copy(veldora, other)
    redact(call, veldora)
    call("export", veldora, "-o", tmp_path / "a.jsonl", "--for", "project")
    said = call("import", tmp_path / "a.jsonl", "-o", other)
    assert "redacted-elsewhere" in told(said)
    assert call("verify", other).code == 0
    made = call("import", tmp_path / "a.jsonl", "-o", tmp_path / "new.detente")
    assert made.code == 0
    assert "redacted on" in told(call("verify", tmp_path / "new.detente"))
    call("export", other, "-o", tmp_path / "with.jsonl", "--for", "project")
    said = call("import", tmp_path / "with.jsonl", "-o", veldora)
    assert said.code == 1
    assert "a court's order" in told(said)
    assert call("verify", veldora).code == 0
