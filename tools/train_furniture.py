"""Train the furniture classifier on the labelled pages of `training/furniture`, or cross-validate it.

    python tools/train_furniture.py              cross-validation by page, then the model and its card
    python tools/train_furniture.py --only-model

Every page is learnt as it is and in variants: without furniture, cut short, lengthened with the reports of
other pages, wrapped, glued, with furniture of other pages. A page and its variants stay on one side of a fold,
and so do a Russian page and its Ukrainian twin. The seed is fixed; the same pages give the same model.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite

from detente.corpus.document import Furniture
from detente.corpus.furniture.classifier import BODY_OPEN, MODEL, Classifier
from detente.corpus.furniture.features import features_of
from detente.corpus.furniture.mark import mark_furniture
from detente.corpus.furniture.pieces import pieces_of
from detente.corpus.furniture.rules import ruled
from detente.corpus.furniture.scores import BODY, Tally, kinds_by_place
from detente.corpus.furniture.tagged import TaggedPage, load_all_tagged
from detente.kernel.spans import Span

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "training" / "furniture"
SEED, FOLDS = 20_310, 5
SETTINGS = {"c1": 0.1, "c2": 2.0, "max_iterations": 150, "feature.possible_transitions": True}
RAREST_WORD = 3  # pages: a word that fewer pages have is no feature
_ENDED = re.compile(r"[.!?…][\"”’'»“)\]]*$")
# Russian pages and the Ukrainian pages that tell the same in their language.
_TWINS = {
    **{str(number): str(number - 20) for number in range(281, 295)},
    "298": "295",
    "299": "297",
    "299d": "299c",
}

Line = list[tuple[str | None, str]]
Pool = Mapping[tuple[str, str], Sequence[str]]
Sequenced = tuple[list[list[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One page as the model learns it: features and labels of its pieces; `own` tells it from a variant."""

    features: list[list[str]]
    labels: list[str]
    own: bool


# --- variants of pages


def lines_of(page: TaggedPage) -> list[Line]:
    """The lines of a page, each as stretches of furniture and of reporting."""
    stretches: list[tuple[str | None, str]] = []
    at = 0
    for piece in page.furniture:
        stretches += [(None, page.text[at : piece.span.start]), (piece.kind, piece.span.of(page.text))]
        at = piece.span.end
    lines: list[Line] = [[]]
    for kind, text in (*stretches, (None, page.text[at:])):
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append((kind, part))
    return lines


def page_of_lines(name: str, lines: Sequence[Line]) -> TaggedPage:
    """The page that lines make."""
    parts: list[str] = []
    found: list[Furniture] = []
    at = 0
    for line in lines:
        for kind, text in line:
            if kind and text.strip():
                found.append(Furniture(Span(at, at + len(text)), kind))
            parts.append(text)
            at += len(text)
        parts.append("\n")
        at += 1
    return TaggedPage(name, "".join(parts), tuple(found))


def variants(page: TaggedPage, pages: Sequence[TaggedPage], chance: random.Random) -> Iterator[TaggedPage]:
    """The page in other shapes: what a person pastes is seldom the whole page, and never the same one."""
    lines, pool = lines_of(page), _pool(pages, page.language)
    shapes: tuple[Callable[[], list[Line]], ...] = (
        lambda: _thinned(lines, chance, (0.0, 0.7)),
        lambda: _cropped(_thinned(lines, chance, (0.0, 0.5)), chance),
        lambda: _thinned(lines, chance, (0.4, 1.0)),
        lambda: _swapped(lines, chance, (pool, 0.7)),
        lambda: _wrapped(_swapped(_thinned(lines, chance, (0.7, 1.0)), chance, (pool, 0.3)), chance),
        lambda: _glued(_swapped(_thinned(lines, chance, (0.8, 1.0)), chance, (pool, 0.3)), chance),
        lambda: _strewn(_thinned(lines, chance, (0.3, 1.0)), chance, pool),
        lambda: _lengthened(lines, chance, _others(page, pages)),
        lambda: _lengthened(_thinned(lines, chance, (0.6, 1.0)), chance, _others(page, pages)),
        lambda: _joined(
            _lengthened(_swapped(lines, chance, (pool, 0.5)), chance, _others(page, pages)), chance
        ),
        lambda: _joined(_thinned(lines, chance, (0.5, 1.0)), chance),
    )
    for number, shape in enumerate(shapes):
        made = page_of_lines(f"{page.name}+{number}", shape())
        if made.text.strip():
            yield made


def _pool(pages: Sequence[TaggedPage], language: str) -> Pool:
    """The furniture of all pages of a language, by kind."""
    pool: dict[tuple[str, str], list[str]] = defaultdict(list)
    for page in pages:
        for piece in page.furniture if page.language == language else ():
            pool[language, piece.kind].append(piece.span.of(page.text))
    return {("", kind): texts for (_, kind), texts in pool.items()}


def _others(page: TaggedPage, pages: Sequence[TaggedPage]) -> list[TaggedPage]:
    """The other pages of the same language."""
    return [one for one in pages if one.language == page.language and one.name != page.name]


def _is_furniture(line: Line) -> bool:
    """Whether a line holds furniture and nothing else."""
    return bool(line) and all(kind for kind, _ in line)


def _thinned(lines: Sequence[Line], chance: random.Random, keep: tuple[float, float]) -> list[Line]:
    """The lines with only some of their furniture; titles are kept with a likelihood of their own."""
    other, title = keep
    found: list[Line] = []
    for line in lines:
        left = [
            (kind, text)
            for kind, text in line
            if kind is None or chance.random() < (title if kind == "title" else other)
        ]
        if left or not line:
            found.append(left)
    return found


def _cropped(lines: Sequence[Line], chance: random.Random) -> list[Line]:
    """A few lines that follow each other."""
    solid = [number for number, line in enumerate(lines) if line]
    if len(solid) < 4:
        return list(lines)
    first = chance.randrange(len(solid) - 2)
    last = min(len(solid) - 1, first + chance.randint(1, 6))
    return list(lines[solid[first] : solid[last] + 1])


def _swapped(lines: Sequence[Line], chance: random.Random, pool: tuple[Pool, float]) -> list[Line]:
    """The lines with furniture of the same kind from other pages."""
    texts, share = pool
    return [
        [
            (kind, chance.choice(texts["", kind]) if kind and chance.random() < share else text)
            for kind, text in line
        ]
        for line in lines
    ]


def _wrapped(lines: Sequence[Line], chance: random.Random) -> list[Line]:
    """The lines wrapped to a width."""
    width = chance.randint(58, 78)
    found: list[Line] = []
    for line in lines:
        if len(line) == 1 and len(line[0][1]) > width:
            kind, text = line[0]
            found += [[(kind, part)] for part in textwrap.wrap(text, width, break_long_words=False)]
        else:
            found.append(line)
    return found


def _glued(lines: Sequence[Line], chance: random.Random) -> list[Line]:
    """The lines with furniture and reporting run together."""
    found: list[Line] = []
    for line in lines:
        apart = not found or not found[-1] or not line or _is_furniture(found[-1]) == _is_furniture(line)
        if apart or chance.random() < 0.5:
            found.append(list(line))
        else:
            found[-1] = [*found[-1], *line]
    return found


def _strewn(lines: Sequence[Line], chance: random.Random, pool: Pool) -> list[Line]:
    """The lines with furniture of other pages between them and at the end."""
    between = ("caption", "caption", "caption", "teaser", "teaser", "advert", "newsletter", "share")
    closing = (
        "biography",
        "republication",
        "newsletter",
        "advert",
        "comments",
        "teaser",
        "teaser",
        "menu",
        "share",
    )
    found: list[Line] = []
    for line in lines:
        found.append(line)
        kind = chance.choice(between)
        if line and not _is_furniture(line) and chance.random() < 0.25 and ("", kind) in pool:
            found.append([(kind, chance.choice(pool["", kind]))])
    added = [kind for kind in closing if chance.random() < 0.35 and ("", kind) in pool]
    chance.shuffle(added)
    return [*found, *([(kind, chance.choice(pool["", kind]))] for kind in added)]


def _joined(lines: Sequence[Line], chance: random.Random) -> list[Line]:
    """The lines with sentences of the reporting that follow each other made into paragraphs."""
    found: list[Line] = []
    for line in (line for line in lines if line):
        last = found[-1] if found else []
        told = [
            bool(one) and not one[-1][0] and bool(_ENDED.search(one[-1][1].rstrip())) for one in (last, line)
        ]
        if all(told) and len(line) == 1 and chance.random() < 0.7:
            found[-1] = [*last[:-1], (None, f"{last[-1][1].rstrip()} {line[0][1]}")]
        else:
            found.append(list(line))
    return found


def _lengthened(lines: Sequence[Line], chance: random.Random, others: Sequence[TaggedPage]) -> list[Line]:
    """The lines with the reporting of one or two other pages put between them."""
    found = list(lines)
    for _ in range(chance.randint(1, 2)):
        told = [number for number, line in enumerate(found) if line and not _is_furniture(line)]
        if len(told) < 3 or not others:
            return found
        at = told[chance.randrange(1, len(told))]
        more = _thinned(lines_of(chance.choice(others)), chance, (0.0, 0.0))
        while more and not more[-1]:
            more.pop()
        while more and not more[0]:
            more.pop(0)
        found = [*found[:at], *more, *([[]] if not found[at - 1] else []), *found[at:]]
    return found


# --- learning


def lesson(page: TaggedPage, *, own: bool) -> Lesson:
    """A page as the model learns it: each piece has the label of most of its characters."""
    cut = ruled(page.text)
    pieces = pieces_of(cut.page)
    kinds = kinds_by_place(page.text, page.furniture)
    labels: list[str] = []
    for piece in pieces:
        solid = (kinds[at] for at in range(piece.start, piece.end) if not page.text[at].isspace())
        label = Counter(solid).most_common(1)[0][0]
        labels.append(BODY_OPEN if label == BODY and not _ENDED.search(piece.text) else label)
    return Lesson(features_of(cut.page, pieces, cut.verdicts), labels, own)


def lessons(pages: Sequence[TaggedPage]) -> list[Lesson]:
    """The pages and their variants, rare words left out."""
    chance = random.Random(SEED)
    found: list[Lesson] = []
    for page in pages:
        found.append(lesson(page, own=True))
        found += [lesson(made, own=False) for made in variants(page, pages, chance)]
    spread = Counter(
        feature
        for one in found
        if one.own
        for feature in {word for features in one.features for word in features if _is_word(word)}
    )
    return [
        Lesson([[f for f in features if not _is_word(f) or spread[f] >= RAREST_WORD] for features in one.features],
               one.labels, one.own)
        for one in found
    ]  # fmt: skip


def fit(found: Sequence[Lesson]) -> bytes:
    """The model that the lessons give."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(SETTINGS)
    for one in found:
        if one.labels:
            trainer.append(one.features, one.labels)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pieces.crf"
        trainer.train(str(path))
        return path.read_bytes()


def folds(pages: Sequence[TaggedPage]) -> list[list[TaggedPage]]:
    """The pages in parts of about the same size, twins together."""
    groups: dict[str, list[TaggedPage]] = defaultdict(list)
    for page in pages:
        number = page.name.partition("-")[0]
        groups[_TWINS.get(number, number)].append(page)
    names = sorted(groups)
    random.Random(SEED).shuffle(names)
    return [[page for name in names[part::FOLDS] for page in groups[name]] for part in range(FOLDS)]


def cross_validated(pages: Sequence[TaggedPage]) -> Iterator[tuple[TaggedPage, Classifier]]:
    """Each page with a classifier that has seen neither it nor its twin."""
    for held in folds(pages):
        names = {page.name for page in held}
        classifier = Classifier(fit(lessons([page for page in pages if page.name not in names])))
        yield from ((page, classifier) for page in held)


def _is_word(feature: str) -> bool:
    """Whether a feature names a word."""
    return feature.startswith(("w=", "w0=", "w1="))


def main() -> None:
    """Cross-validate, train on all pages, write the model and its card."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--only-model", action="store_true", help="leave the cross-validation out")
    asked.add_argument("--only-scores", action="store_true", help="leave the model as it is")
    wanted = asked.parse_args()
    pages = load_all_tagged(PAGES)
    if not wanted.only_model:
        tally = Tally()
        for page, classifier in cross_validated(pages):
            tally.add(page.text, mark_furniture(page.text, classifier=classifier), page.furniture)
        print(json.dumps({"cross_validation": tally.as_plain()}))
    if not wanted.only_scores:
        model = fit(lessons(pages))
        MODEL.mkdir(exist_ok=True)
        (MODEL / "pieces.crf").write_bytes(model)
        digest = sha256("".join(page.name + page.text for page in pages).encode()).hexdigest()
        card = {"sha256": sha256(model).hexdigest(), "bytes": len(model), "pages": len(pages), "seed": SEED,
                "trained_on": "training/furniture", "training_text_sha256": digest, "settings": SETTINGS}  # fmt: skip
        (MODEL / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
        print(json.dumps(card))


if __name__ == "__main__":
    main()
