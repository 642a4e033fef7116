"""Web pages: what is taken for the article, beside trafilatura in the same run; and how long it takes.

quality/pages holds 60 pages of our own with the article's paragraphs and snippets of furniture, labelled by somebody who had
not seen the code. Odd ones were there to develop with, even ones are held out. `--json` prints the figures.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from detente.corpus.intake.decoding import decode
from detente.corpus.intake.making import document_of
from detente.corpus.intake.parts import Article
from detente.corpus.prose import prose

PAGES = Path(__file__).parents[1] / "quality" / "pages"
_WORD = re.compile(r"\w+")
Extractor = Callable[[str], str]


@dataclass(frozen=True)
class Page:
    """A page with its article and snippets that are no part of it."""

    number: int
    markup: str
    body: list[str]
    furniture: list[str]


def pages() -> list[Page]:
    """The labelled pages, decoded as the program decodes them."""
    found = []
    for path in sorted(PAGES.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        markup, _ = decode((PAGES / gold["file"]).read_bytes(), place=gold["file"], html=True)
        found.append(Page(int(path.name[:2]), markup or "", gold["body"], gold["furniture"]))
    return found


def ours(markup: str) -> str:
    """The reporting of the document that the program makes of a page."""
    document, _ = document_of(Article("page", "page", markup, "html"))
    return "\n".join(part.of(document.text) for part in prose(document)) if document else ""


def precision_mode(markup: str) -> str:
    """What trafilatura extracts in precision mode."""
    from trafilatura import extract

    return extract(markup, favor_precision=True, include_comments=False) or ""


def default_mode(markup: str) -> str:
    """What trafilatura extracts as shipped."""
    from trafilatura import extract

    return extract(markup, include_comments=False) or ""


def score(found: Iterable[tuple[Page, str]]) -> dict[str, float]:
    """Words right, wrong and missed over all pages, snippets of furniture let in, paragraphs lost."""
    right = wrong = missed = leaked = snippets = lost = paragraphs = 0
    for page, text in found:
        gold, got = Counter(_words(" ".join(page.body))), Counter(_words(text))
        right += (gold & got).total()
        wrong += (got - gold).total()
        missed += (gold - got).total()
        flat = " ".join(_words(text))
        leaked += sum(f" {' '.join(_words(s))} " in f" {flat} " for s in page.furniture)
        snippets += len(page.furniture)
        lost += sum(f" {' '.join(_words(p))} " not in f" {flat} " for p in page.body)
        paragraphs += len(page.body)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
        "leaked": leaked / max(1, snippets),
        "lost": lost / max(1, paragraphs),
    }


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def seconds(extractor: Extractor, given: list[Page], rounds: int = 5) -> float:
    """Median CPU seconds for all pages."""
    times = []
    for _ in range(rounds):
        begun = time.process_time()
        for page in given:
            extractor(page.markup)
        times.append(time.process_time() - begun)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="show what goes wrong on the odd pages")
    given = parser.parse_args()
    every = pages()
    extractors: dict[str, Extractor] = {
        "détente": ours,
        "trafilatura, precision": precision_mode,
        "trafilatura": default_mode,
    }
    rows = {}
    for name, extractor in extractors.items():
        found = [(page, extractor(page.markup)) for page in every]
        rows[name] = {
            "held out (even)": score(one for one in found if one[0].number % 2 == 0),
            "development (odd)": score(one for one in found if one[0].number % 2),
            "all": score(found),
        }
        if given.errors and name == "détente":
            _show_errors(found)
    base = seconds(precision_mode, every)
    ratio = base / seconds(ours, every)
    if given.json:
        print(json.dumps({"scores": rows, "speed_over_trafilatura": ratio}, ensure_ascii=False, indent=1))
        return
    print(f"{'':24} {'pages':18} precision  recall   F1     furniture in  paragraphs lost")
    for name, parts in rows.items():
        for part, figures in parts.items():
            print(
                f"{name:24} {part:18} {figures['precision']:.3f}      {figures['recall']:.3f}    {figures['f1']:.3f}  "
                f"{figures['leaked']:.3f}         {figures['lost']:.3f}"
            )
    print(
        f"speed: {ratio:.2f} of trafilatura alone in precision mode, CPU time, {base / len(every) * 1000:.1f} ms a page"
    )


def _show_errors(found: list[tuple[Page, str]]) -> None:
    for page, text in found:
        if page.number % 2 == 0:
            continue
        flat = " ".join(_words(text))
        for kind, given in (("lost", page.body), ("let in", page.furniture)):
            for piece in given:
                inside = f" {' '.join(_words(piece))} " in f" {flat} "
                if inside == (kind == "let in"):
                    print(f"{page.number:02} {kind}: {piece[:110]}")


if __name__ == "__main__":
    main()
