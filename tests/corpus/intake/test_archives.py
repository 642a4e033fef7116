"""Archives: what they hold is read where it stands; what is meant to harm is told and passed over."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.corpus.document import Document
from detente.corpus.intake.parts import Limits
from detente.corpus.intake.reading import Job, read_file
from detente.kernel.problems import Problem

REPORT = "Envoys of both sides met in Oslo on Thursday and agreed on nothing.\n"


def zipped(files: list[tuple[str, bytes]], mode: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", mode) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return held.getvalue()


def read(path: Path, content: bytes, limits: Limits | None = None) -> tuple[list[Document], list[Problem]]:
    path.write_bytes(content)
    found = list(read_file(Job(path.name, path.name, path), limits or Limits()))
    return [one for one in found if isinstance(one, Document)], [
        one for one in found if isinstance(one, Problem)
    ]


def names(documents: list[Document]) -> list[str]:
    return [document.name for document in documents]


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_reports_in_an_archive_are_named_by_their_way(tmp_path: Path) -> None:
    inner = zipped([("name.html", b"<p>Envoys met in Oslo on Thursday.</p>")])
    outer = zipped([("a.txt", REPORT.encode()), ("inner.zip", inner), ("__MACOSX/a.txt", b"x"), ("d/", b"")])
    documents, problems = read(tmp_path / "outer.zip", outer)
    assert names(documents) == ["outer.zip/a.txt", "outer.zip/inner.zip/name.html"]
    assert documents[0].text == REPORT
    assert problems == []


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_files_and_packed_archives_are_read(tmp_path: Path, pack: type[bytes]) -> None:
    documents, problems = read(tmp_path / "a.txt.gz", pack(REPORT.encode()))
    assert (names(documents), problems) == (["a.txt.gz/a.txt"], [])
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        info = tarfile.TarInfo("talks/a.txt")
        info.size = len(REPORT)
        archive.addfile(info, io.BytesIO(REPORT.encode()))
    documents, problems = read(tmp_path / "a.tar.gz", pack(held.getvalue()))
    assert (names(documents), problems) == (["a.tar.gz/talks/a.txt"], [])


def bombs() -> Iterator[tuple[str, bytes]]:
    zeros = bytes(30_000_000)
    yield "flat.zip", zipped([("a.txt", zeros)])
    yield "nested.zip", zipped([("in.zip", zipped([("a.txt", zeros)]))])
    yield "a.txt.gz", gzip.compress(zeros)
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(zeros)
        archive.addfile(info, io.BytesIO(zeros))
    yield "a.tgz", held.getvalue()


@pytest.mark.parametrize(("name", "content"), list(bombs()), ids=lambda v: v if isinstance(v, str) else "")
def test_a_bomb_is_told_and_not_unpacked(tmp_path: Path, name: str, content: bytes) -> None:
    documents, problems = read(tmp_path / name, content)
    assert documents == []
    assert codes(problems) == ["expands-too-far"]


def test_a_size_that_lies_is_noticed_while_unpacking(tmp_path: Path) -> None:
    content = zipped([("a.txt", bytes(30_000_000)), ("b.txt", REPORT.encode())])
    real = (30_000_000).to_bytes(4, "little")
    documents, problems = read(tmp_path / "liar.zip", content.replace(real, (1000).to_bytes(4, "little")))
    assert codes(problems) in (["damaged"], ["expands-too-far"])
    assert names(documents) == ["liar.zip/b.txt"]


def test_an_archive_of_bombs_is_given_up(tmp_path: Path) -> None:
    content = zipped([(f"{n}.txt", bytes(3_000_000)) for n in range(9)] + [("z.txt", REPORT.encode())])
    documents, problems = read(tmp_path / "many.zip", content)
    assert documents == []
    assert codes(problems) == ["expands-too-far"] * 4


def test_all_that_is_unpacked_counts_together(tmp_path: Path) -> None:
    inner = zipped([(f"{n}.txt", (REPORT * 20).encode()) for n in range(9)], zipfile.ZIP_STORED)
    content = zipped([(f"{n}.zip", inner) for n in range(9)], zipfile.ZIP_STORED)
    documents, problems = read(tmp_path / "many.zip", content, Limits(expanded=100_000))
    assert len(documents) > 9
    assert codes(problems) == ["expands-too-far"]


def test_files_within_files_end_at_a_depth(tmp_path: Path) -> None:
    content = REPORT.encode()
    for depth in range(7):
        content = zipped([(f"{depth}.txt" if not depth else f"{depth}.zip", content)])
    documents, problems = read(tmp_path / "deep.zip", content)
    assert documents == []
    assert codes(problems) == ["nested-too-deep"]


def test_names_that_lead_astray_are_shown_without_that(tmp_path: Path) -> None:
    bad = ["../../etc/passwd.txt", "/abs.txt", "C:\\win\\b.txt", "a\u202etxt.exe.txt", "new\nline.txt"]
    documents, problems = read(tmp_path / "names.zip", zipped([(name, REPORT.encode()) for name in bad]))
    assert names(documents) == [
        "names.zip/etc/passwd.txt",
        "names.zip/abs.txt",
        "names.zip/win/b.txt",
        "names.zip/a_txt.exe.txt",
        "names.zip/new_line.txt",
    ]
    assert codes(problems) == ["unsafe-name"] * 5
    assert not any("\u202e" in str(problem) or "\n" in str(problem) for problem in problems)


def test_a_name_with_a_zero_byte_is_shown_without_it(tmp_path: Path) -> None:
    content = zipped([("a?b.txt", REPORT.encode())]).replace(b"a?b.txt", b"a\x00b.txt")
    documents, problems = read(tmp_path / "nul.zip", content)
    assert names(documents) == ["nul.zip/a_b.txt"]
    assert codes(problems) == ["unsafe-name"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_both_read_and_told(tmp_path: Path) -> None:
    documents, problems = read(
        tmp_path / "two.zip", zipped([("a.txt", REPORT.encode()), ("a.txt", b"Another.")])
    )
    assert [document.text for document in documents] == [REPORT, "Another."]
    assert codes(problems) == ["duplicate-name"]


def test_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"{kind.decode()}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    documents, problems = read(tmp_path / "links.tar", held.getvalue())
    assert documents == []
    assert codes(problems) == ["no-ordinary-file"] * 4
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(held := io.BytesIO(), "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert codes(read(tmp_path / "link.zip", held.getvalue())[1]) == ["no-ordinary-file"]


def test_an_encrypted_member_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    content = bytearray(zipped([("secret.txt", b"Locked."), ("open.txt", REPORT.encode())]))
    local, central = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    content[local + 6] |= 1
    content[central + 8] |= 1
    documents, problems = read(tmp_path / "locked.zip", bytes(content))
    assert names(documents) == ["locked.zip/open.txt"]
    assert codes(problems) == ["encrypted"]
    assert problems[0].place.endswith("secret.txt")


def test_of_a_truncated_file_is_read_what_there_is(tmp_path: Path) -> None:
    lines = "".join(f"Envoys met for the {n}th time, and {n * 7919 % 10007} spoke.\n" for n in range(20_000))
    packed = gzip.compress(lines.encode())
    documents, problems = read(tmp_path / "cut.txt.gz", packed[: len(packed) // 2])
    assert codes(problems) == ["damaged"]
    assert lines.startswith(documents[0].text)
    assert len(documents[0].text) > 100_000
    content = zipped([("a.txt", REPORT.encode())])
    assert codes(read(tmp_path / "cut.zip", content[:60])[1]) == ["damaged"]


def test_a_tar_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for number in range(3):
            info = tarfile.TarInfo(f"{number}.txt")
            info.size = 600
            archive.addfile(info, io.BytesIO(b"Envoys. " * 75))
    documents, problems = read(tmp_path / "cut.tar", held.getvalue()[: 512 * 8])
    assert names(documents) == ["cut.tar/0.txt", "cut.tar/1.txt"]
    assert codes(problems) == ["damaged"]


def test_a_metadata_file_within_is_told_and_companions_are_passed_over(tmp_path: Path) -> None:
    files = [("metadata.csv", b"file\n"), ("README.md", b"About."), ("a.txt", REPORT.encode())]
    documents, problems = read(tmp_path / "a.zip", zipped(files))
    assert names(documents) == ["a.zip/a.txt"]
    assert codes(problems) == ["metadata-not-applied"]
