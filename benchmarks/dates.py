"""What dating is worth: days of publication and of change, relative dates, and what it costs; a table, or --json.

Cases on odd lines served development; those on even lines are only ever scored.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from detente.corpus.dating.publication import dated
from detente.corpus.dating.relative import resolve
from detente.corpus.document import Document, Metadata
from detente.corpus.gather import read_pasted
from detente.corpus.intake.files import read_text
from detente.corpus.pages.html import read_html
from detente.kernel.dates import parse_when

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "quality/dates"
PAGES = ROOT / "quality/pages"


@dataclass(frozen=True)
class Scored:
    """One case: its part, its trap, and which of its answers were right; None where nothing was asked."""

    id: str
    part: str
    trap: str
    right: bool
    updated: bool | None
    library: bool | None
    got: str | None
    gold: str | None


def main(arguments: list[str]) -> None:
    """Print the figures of all cases; the errors of the development part with --errors."""
    scored = [*_publications(), *_pages()]
    relative = list(_relatives())
    result = {
        "publication": _by(scored, lambda one: one.part),
        "publication_by_source": _by(scored, lambda one: one.id.split("-")[0]),
        "publication_by_trap": _by(scored, lambda one: f"{one.trap} ({one.part})"),
        "updated": _share([one.updated for one in scored if one.updated is not None]),
        "htmldate_alone": _share([one.library for one in scored if one.library is not None]),
        "ours_on_the_same": _share([one.right for one in scored if one.library is not None]),
        "relative": _by(relative, lambda one: one.part),
        "relative_by_language": _by(relative, lambda one: f"{one.trap} ({one.part})"),
        "relative_precision": _share([one.updated for one in relative if one.updated is not None]),
        "fields_of_pages": _shares((f"{field} ({part})", right) for part, field, right, _ in _fields()),
        "speed": _speed(),
    }
    if "--errors" in arguments:
        for one in (*scored, *relative):
            if one.part == "development" and (not one.right or one.updated is False):
                print(f"{one.id} [{one.trap}] got {one.got}, gold {one.gold}", file=sys.stderr)
    if "--json" in arguments:
        print(json.dumps(result, ensure_ascii=False))
        return
    for name, figures in result.items():
        print(f"\n{name}")
        for key, value in figures.items():
            print(f"  {key:<34} {value}")


def _publications() -> Iterator[Scored]:
    """The cases of publication.jsonl."""
    for number, case in _lines(CASES / "publication.jsonl"):
        document = _document(case)
        yield _score(case | {"id": f"{case['id']}"}, document, "development" if number % 2 else "held out")


def _pages() -> Iterator[Scored]:
    """The labelled pages, where there are any."""
    for number, path in enumerate(sorted(PAGES.glob("*.html")), 1):
        gold_path = path.with_suffix(".json")
        if not gold_path.is_file():
            continue
        gold = json.loads(gold_path.read_text(encoding="utf-8"))
        page = read_text(path)[0] or ""
        case = {"id": f"page-{path.stem}", "kind": "html", "name": path.name, "url": gold.get("url"), "content": page,
                "published": gold.get("published"), "updated": gold.get("updated"),
                "trap": gold.get("trap", "page")}  # fmt: skip
        yield _score(case, _document(case), "development" if number % 2 else "held out")


def _fields() -> Iterator[tuple[str, str, bool, str]]:
    """For each labelled page and field: the part, the field, whether it is right, and what was got for what."""
    for number, path in enumerate(sorted(PAGES.glob("*.html")), 1):
        gold_path = path.with_suffix(".json")
        document, _ = read_html(read_text(path)[0] or "", name=path.name, place=path.name)
        if document is None or not gold_path.is_file():
            continue
        gold = json.loads(gold_path.read_text(encoding="utf-8"))
        metadata = dated(document).metadata
        for field in ("title", "byline", "publisher", "section", "language"):
            got = getattr(metadata, field)
            part = "development" if number % 2 else "held out"
            shown = f"{path.stem} {field}: got {got!r}, gold {gold[field]!r}"
            yield part, field, got == gold[field], shown


def _document(case: dict[str, Any]) -> Document | None:
    """The dated document of a case."""
    if case["kind"] == "html":
        document, _ = read_html(case["content"], name=case["name"], place=case["name"])
    else:
        document = read_pasted(case["content"], name=case["name"], metadata=Metadata())
    if document is None:
        return None
    if case["url"]:
        document = replace(document, metadata=replace(document.metadata, url=case["url"]))
    return dated(document)


def _score(case: dict[str, Any], document: Document | None, part: str) -> Scored:
    """Whether the days of a case are exactly those of the gold; unknown counts where the gold is null."""
    got = document.metadata.published.isoformat() if document else None
    changed = document.metadata.updated.isoformat() if document else None
    library = _library(case) == case["published"] if case["kind"] == "html" else None
    shown = f"{got} / {changed}: {document.metadata.how_dated if document else ''}"
    return Scored(
        case["id"], part, case.get("trap") or "none", got == case["published"],
        changed == case["updated"], library, shown, f"{case['published']} / {case['updated']}",
    )  # fmt: skip


def _library(case: dict[str, Any]) -> str | None:
    """What htmldate alone says of a page."""
    from htmldate import find_date

    found = find_date(case["content"], original_date=True, url=case["url"])
    return found if isinstance(found, str) else None


def _relatives() -> Iterator[Scored]:
    """The cases of relative.jsonl: the interval must be exact."""
    for number, case in _lines(CASES / "relative.jsonl"):
        context = f"{case['context']} " if case["context"] else ""
        text = context + case["text"]
        anchor = case["anchor"]
        anchors = [(anchor["expression"], parse_when(anchor["date"]))] if anchor and not context else []
        published = date.fromisoformat(case["published"]) if case["published"] else None
        at = text.find(case["expression"], len(context))
        found = resolve(text, (at, at + len(case["expression"])), published=published, anchors=anchors)
        first = found.when.earliest.isoformat() if found.when.earliest else None
        last = found.when.latest.isoformat() if found.when.latest else None
        right = (first, last) == (case["first"], case["last"])
        yield Scored(
            case["id"], "development" if number % 2 else "held out", case["language"], right,
            found.precision == case["precision"], None, f"{first}/{last} {found.precision}: {found.reason}",
            f"{case['first']}/{case['last']} {case['precision']} | {case['expression']}",
        )  # fmt: skip


def _speed() -> dict[str, Any]:
    """What dating costs beside gathering a page, and for a text of about 400 words."""
    cases = [case for _, case in _lines(CASES / "publication.jsonl")]
    pages = [case for case in cases if case["kind"] == "html"]
    paragraph = next(case["content"] for case in cases if case["kind"] == "text" and case["language"] == "en")
    text = (paragraph + "\n\n") * max(1, 400 // max(1, len(paragraph.split())))
    pasted = read_pasted(text, name="a.txt", metadata=Metadata())
    gathered = [read_html(case["content"], name="p.html", place="p.html")[0] for case in pages]
    gathering = _seconds(lambda: [read_html(c["content"], name="p.html", place="p.html") for c in pages])
    dating = _seconds(lambda: [dated(document) for document in gathered if document])
    return {
        "words": len(text.split()),
        "ms_for_text": round(1000 * _seconds(lambda: dated(pasted)), 2),
        "dating_of_gathering_html": f"{dating / gathering:.1%}" if gathering else None,
    }


def _seconds(work: Callable[[], object]) -> float:
    """Median of five runs."""
    took = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return median(took)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records of a file with their line numbers from 1; none where there is no file."""
    if path.is_file():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield number, json.loads(line)


def _by(scored: list[Scored], key: Callable[[Scored], str]) -> dict[str, str]:
    """Right answers of all, by group and in all."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for one in scored:
        groups[key(one)].append(one.right)
    groups = dict(sorted(groups.items())) | {"all": [one.right for one in scored]}  # type: ignore[assignment]
    return {
        name: f"{sum(rights)}/{len(rights)} = {sum(rights) / max(1, len(rights)):.3f}"
        for name, rights in groups.items()
    }


def _shares(rights: Iterable[tuple[str, bool]]) -> dict[str, str]:
    """Right answers by name."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for name, right in rights:
        groups[name].append(right)
    return {name: _share(found)["all"] for name, found in sorted(groups.items())}


def _share(rights: list[bool]) -> dict[str, str]:
    """Right answers of all."""
    return {"all": f"{sum(rights)}/{len(rights)} = {sum(rights) / max(1, len(rights)):.3f}"}


if __name__ == "__main__":
    main(sys.argv[1:])
