"""Files as other programs write them, made in the test; and the reading of one by its reader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from detente.corpus.intake.parts import Article, Embedded, Format, Limits, Part, Source
from detente.kernel.problems import Problem

LIMITS = Limits()
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE bomb [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {n} "{f"&{b};" * 10}">' for b, n in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def parts_of(
    reader: Format,
    content: bytes,
    name: str,
    *,
    limits: Limits = LIMITS,
    columns: Mapping[str, str] | None = None,
) -> list[Part]:
    return list(reader(Source(name, name, io.BytesIO(content), columns=columns or {}), limits))


def articles(parts: Sequence[Part]) -> list[Article]:
    return [part for part in parts if isinstance(part, Article)]


def files(parts: Sequence[Part]) -> list[Embedded]:
    return [part for part in parts if isinstance(part, Embedded)]


def codes(parts: Sequence[Part]) -> list[str]:
    return [part.code for part in parts if isinstance(part, Problem)]


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def replaced(archive: bytes, members: Mapping[str, str | bytes]) -> bytes:
    """The archive with some members replaced or added."""
    with zipfile.ZipFile(io.BytesIO(archive)) as given:
        kept = {name: given.read(name) for name in given.namelist()}
    return zipped({**kept, **members})


def pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects; the first is the catalogue."""
    out, offsets = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (count, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pdf_of_pages(
    contents: Sequence[bytes],
    *,
    font: Sequence[bytes] = (),
    trailer: bytes = b"",
    stated: Mapping[str, str] | None = None,
) -> bytes:
    """A PDF of pages with these content streams; the font is Helvetica unless its objects are given, from 3 on."""
    plain = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    fonts = list(font) or [plain]
    first = 3 + len(fonts)
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        *fonts,
    ]
    for at, content in enumerate(contents):
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R" % (first + 2 * at + 1)
        objects += [page + b" /Resources << /Font << /F1 3 0 R >> >> >>", stream(content)]
    info = "".join(f"/{key} ({value}) " for key, value in (stated or {}).items())
    return pdf(objects, trailer + (f"/Info << {info}>>".encode("latin-1") if info else b""))


def lines_of_page(*lines: str, gaps: Mapping[int, int] | None = None) -> bytes:
    """A content stream of lines 14 points apart; `gaps` widens the step before a line by so many steps."""
    out, height = b"BT /F1 12 Tf\n", 760
    for at, line in enumerate(lines):
        height -= 14 * (1 + (gaps or {}).get(at, 0)) if at else 0
        out += b"1 0 0 1 72 %d Tm (%s) Tj\n" % (height, line.encode("latin-1"))
    return out + b"ET"
