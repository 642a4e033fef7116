"""Finding and reading reports: a bad file is a problem, and the rest of the batch goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.corpus.gather import Gathered, gather
from detente.corpus.intake.files import find_reports, read_text
from detente.kernel.errors import NothingToRead

GOOD = "Envoys of both sides met in Oslo on Thursday and agreed on nothing.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    return tmp_path


def codes(gathered: Gathered) -> list[str]:
    return [problem.code for problem in gathered.problems]


def with_bad(folder: Path, content: bytes, name: str = "bad.txt") -> Gathered:
    (folder / name).write_bytes(content)
    gathered = gather([folder])
    assert GOOD in [document.text for document in gathered.documents]
    return gathered


def test_reports_are_found_below_folders_and_by_pattern_and_by_name(folder: Path) -> None:
    below = folder / "a" / "b"
    below.mkdir(parents=True)
    (below / "deep.MD").write_text("Deep.", encoding="utf-8")
    (folder / ".hidden.txt").write_text("No.", encoding="utf-8")
    assert [report.name for report in find_reports([folder])[0]] == ["good.txt", "a/b/deep.MD"]
    assert [report.name for report in find_reports([folder / "*.txt"])[0]] == ["good.txt"]
    assert [report.name for report in find_reports([folder / "**" / "*.MD"])[0]] == ["deep.MD"]
    assert len(find_reports([folder, folder / "good.txt"])[0]) == 2


def test_a_folder_without_reports_holds_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(NothingToRead, match="no report in"):
        gather([tmp_path])
    with pytest.raises(NothingToRead, match="no such file"):
        gather([tmp_path / "missing.txt"])


def test_a_missing_path_is_a_problem_while_others_are_read(folder: Path) -> None:
    gathered = gather([folder, folder / "missing.txt"])
    assert codes(gathered) == ["no-such-file"]
    assert len(gathered.documents) == 1


def test_other_formats_are_told_once_and_companions_passed_over(folder: Path) -> None:
    for name in (
        "one.xls",
        "two.xls",
        "x.pptx",
        "data.json",
        "metadata.csv",
        "statements.jsonl",
        "review.jsonl",
        "README.md",
    ):
        (folder / name).write_text("file\n" if name == "metadata.csv" else "x", encoding="utf-8")
    gathered = gather([folder])
    assert codes(gathered) == ["unread-format"] * 3
    assert {problem.message for problem in gathered.problems} == {
        "the file of format '.json' not read",
        "2 files of format '.xls' not read",
        "the file of format '.pptx' not read",
    }
    assert all(".html" in problem.remedy for problem in gathered.problems)
    assert [document.name for document in gathered.documents] == ["good.txt"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-report"),
        (b" \r\n\t \n", "empty-report"),
        (b"\xef\xbb\xbf \n", "empty-report"),
        (b"\x89PNG\r\n and so on", "not-text"),
        (b"\xd0\xcf\x11\xe0 and so on", "not-text"),
        (b"text with \x00 zero bytes \x00 in it", "not-text"),
        (bytes(range(1, 9)) * 40, "not-text"),
        (b"\xff\xfea\xd8\x00b", "wrong-encoding"),
    ],
)
def test_a_file_that_is_no_text_is_a_problem_and_no_document(folder: Path, content: bytes, code: str) -> None:
    gathered = with_bad(folder, content)
    assert codes(gathered) == [code]
    assert len(gathered.documents) == 1
    assert gathered.problems[0].place.endswith("bad.txt")
    assert gathered.problems[0].remedy


@pytest.mark.parametrize("content", [b"%PDF-1.7 and so on", b"PK\x03\x04rest of an archive"])
def test_a_broken_file_under_the_name_of_a_text_is_read_as_what_it_is(folder: Path, content: bytes) -> None:
    gathered = with_bad(folder, content)
    assert codes(gathered) == ["misnamed", "damaged"]
    assert len(gathered.documents) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_byte_order_mark_names_the_encoding_and_is_kept(folder: Path, encoding: str) -> None:
    text = "\ufeffПосли зустрілися в Осло." if encoding == "utf-16-le" else "Посли зустрілися в Осло."
    gathered = with_bad(folder, text.encode(encoding))
    assert codes(gathered) == ["other-encoding"]
    assert "\ufeffПосли зустрілися в Осло." in [document.text for document in gathered.documents]


def test_an_old_encoding_is_read_and_told(folder: Path) -> None:
    text = (
        "Послы обеих сторон встретились в Осло и договорились продолжить переговоры о "
        "перемирии на следующей неделе. "
    ) * 4
    gathered = with_bad(folder, text.encode("cp1251"))
    assert codes(gathered) == ["other-encoding"]
    assert "cp1251" in gathered.problems[0].message
    assert text in [document.text for document in gathered.documents]


def test_stray_bytes_in_utf8_are_told_and_the_rest_is_read(folder: Path) -> None:
    text = "Послы встретились в Осло. " * 60
    gathered = with_bad(folder, text.encode() + b"\xd0")
    assert codes(gathered) == ["stray-bytes"]
    assert any(document.text.startswith("Послы") for document in gathered.documents)


def test_text_that_was_misread_before_is_kept_and_told(folder: Path) -> None:
    text = "The northâ€™s envoy said â€œnoâ€\x9d and the southâ€™s left."
    gathered = with_bad(folder, text.encode())
    assert codes(gathered) == ["misread-encoding"]
    assert text in [document.text for document in gathered.documents]


def test_line_ends_and_byte_order_mark_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfOne.\r\nTwo.\rThree.\n")
    assert read_text(path) == ("\ufeffOne.\r\nTwo.\rThree.\n", ())


def test_a_text_over_the_limit_is_not_opened(folder: Path) -> None:
    path = folder / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    gathered = gather([folder])
    assert codes(gathered) == ["too-large"]
    assert "50,000,000" in gathered.problems[0].message
    assert codes(gather([folder / "good.txt"], size_limit=10)) == ["too-large"]


def test_a_file_that_may_not_be_read_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "shut.txt").write_text("Shut.", encoding="utf-8")
    opened = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "shut.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    gathered = gather([folder])
    assert codes(gathered) == ["unreadable"]
    assert len(gathered.documents) == 1


def test_links_in_a_circle_and_links_to_nowhere_end(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "up").symlink_to(folder, target_is_directory=True)
    (folder / "self").symlink_to(folder / "self")
    (folder / "gone.txt").symlink_to(folder / "nothing.txt")
    gathered = gather([folder])
    assert [document.name for document in gathered.documents] == ["good.txt"]
    assert "folder-met-before" in codes(gathered)
    assert "unreadable" in codes(gathered)


def test_the_same_text_in_two_files_is_one_document(folder: Path) -> None:
    gathered = with_bad(folder, GOOD.encode(), "copy.txt")
    assert codes(gathered) == ["same-text"]
    assert [document.name for document in gathered.documents] == ["copy.txt"]
