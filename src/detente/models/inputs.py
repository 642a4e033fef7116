"""What the model sees of a sentence: its words with every known name replaced by a mark of its kind and number.

So the model learns how a party is spoken of, never which party it is: swapped names give the same pieces.
Before the words stand the kind of the document, whoever was last spoken of (the speaker, the subject, the owner of a plan),
and the end of the sentence before, in which "they" and "the offer" were named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from detente.corpus.document import Document
from detente.packs.model import Pack
from detente.statements.rules.compose import drafts_of
from detente.statements.rules.drafts import Draft
from detente.statements.rules.frames import Frame, remember
from detente.statements.rules.framing import frames_of
from detente.statements.rules.names import Named
from detente.statements.rules.referents import Context
from detente.statements.rules.scene import Scene
from detente.statements.rules.scenes import Eyes, scenes_of

CLASSES = ("none", "forecast", "assessment", "event", "demand", "propose", "accept", "reject", "hedge")
DOCUMENT_KINDS = ("news", "analysis", "opinion", "official", "transcript", "interview", "unknown")
NUMBERED = ("party", "demonym", "body", "person", "role")
WATCHERS = ("expert", "institute", "media")
BEFORE = ("speaker", "person", "subject", "owner", "recent")
MOST_RECENT = 3
MOST_PARTIES = 8
_CLS, _SEP, _FIRST_MARK = 101, 102, 1  # [unused0] has the id 1 in the vocabulary of the encoder.
MOST_PIECES, MOST_BEFORE = 192, 32
_Cut = tuple[list[int], list[tuple[int, int]]]  # ids and places


def class_of(draft: Draft) -> str:
    """The class of what the rules read: its stance, else its kind."""
    return draft.stance or draft.kind


def mark_of_kind(kind: str) -> int:
    """The piece that tells the kind of document."""
    return _FIRST_MARK + DOCUMENT_KINDS.index(kind if kind in DOCUMENT_KINDS else "unknown")


def mark_before(what: str) -> int:
    """The piece that opens a name carried over from earlier sentences."""
    return _FIRST_MARK + len(DOCUMENT_KINDS) + BEFORE.index(what)


def mark_of_name(kind: str, number: int) -> int:
    """The piece that stands for a name: of its kind, and for parties of its number in the sentence."""
    start = _FIRST_MARK + len(DOCUMENT_KINDS) + len(BEFORE)
    if kind in WATCHERS:
        return start + WATCHERS.index(kind)
    number = min(number, MOST_PARTIES - 1)
    return start + len(WATCHERS) + NUMBERED.index(kind) * MOST_PARTIES + number


MARKS = len(DOCUMENT_KINDS) + len(BEFORE) + len(WATCHERS) + len(NUMBERED) * MOST_PARTIES


class Pieces(Protocol):
    """Cuts words into the encoder's pieces."""

    def __call__(self, texts: Sequence[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """For each text the ids of its pieces and where each stands in it."""
        ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of words to be cut into pieces (`named` None), or a name that a mark stands for."""

    start: int
    text: str
    named: Named | None = None


@dataclass(slots=True)
class Seen:
    """One sentence as the model sees it.

    `ids` with `places` (code points in the document, (-1, -1) where a piece stands for nothing in the sentence itself:
    who was spoken of before, and the end of the sentence before it);
    `parties` who could hold something here, in the order of their numbers, and `at` the pieces that name each;
    `hits` (issue, option, weak, first piece, end piece) of the lexicon; `drafts` what the rules read; `before` (`BEFORE`) who
    was last quoted, spoken of, and whose plan is told; `cut`: the sentence goes on beyond the last piece.
    """

    scene: Scene
    stretches: list[Stretch] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)
    at: list[list[int]] = field(default_factory=list)
    hits: list[tuple[str, str | None, bool, int, int]] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    before: dict[str, Named] = field(default_factory=dict)
    cut: bool = False

    def piece_range(self, start: int, end: int) -> tuple[int, int]:
        """The pieces that overlap a range of the document; an empty range at 0 where none does."""
        inside = [i for i, (a, b) in enumerate(self.places) if a >= 0 and a < end and start < b]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)


def seen_in(
    document: Document, eyes: Eyes, tools: tuple[Pieces, Pack], *, connected: bool = True
) -> list[Seen]:
    """Every sentence of a document as the model sees it, in the order of the text.

    `connected`: whether the sentences follow from each other; of a phrasebook they do not, and each is seen alone.
    """
    pieces, pack = tools
    context = Context()
    found: list[Seen] = []
    recent: list[Named] = []
    analysis = document.metadata.kind in {"analysis", "opinion"}
    for scene in scenes_of(document, eyes):
        seen = Seen(scene, list(_stretches(scene, pack)))
        seen.frames = frames_of(scene, context)
        seen.before = _carried(context)
        _number(seen, [*seen.before.values(), *_names(found[-1] if found and connected else None)])
        lately = [m for m in recent if m.party not in seen.parties][:MOST_RECENT]
        _number(seen, [*lately, *_names(seen)])
        _open(seen, document.metadata.kind, lately)
        for draft in drafts_of(scene, seen.frames, context, analysis=analysis):
            seen.drafts.append(draft)
        remember(context, scene, seen.frames)
        recent = _recent(recent, scene)
        found.append(seen)
    cut = _cut(found, pieces)
    for number, seen in enumerate(found):
        _lay(seen, cut, before=found[number - 1] if number and connected else None)
    return found


def _recent(before: Sequence[Named], scene: Scene) -> list[Named]:
    """The parties named last, the latest first, each once."""
    told = [m for m in reversed(scene.mentions) if m.party is not None] + list(before)
    first = {m.party: m for m in reversed(told)}
    return list({m.party: first[m.party] for m in told}.values())[: 2 * MOST_RECENT]


def _carried(context: Context) -> dict[str, Named]:
    """Who was last quoted, spoken of, and whose plan is told."""
    carried = {
        "speaker": context.speaker.named[0] if context.speaker and context.speaker.named else None,
        "person": context.person,
        "subject": context.party,
        "owner": context.owner,
    }
    return {what: named for what, named in carried.items() if named is not None}


def _names(seen: Seen | None) -> list[Named]:
    """The names of a sentence in the order of the text."""
    return [one.named for one in seen.stretches if one.named is not None] if seen is not None else []


def _number(seen: Seen, names: Iterable[Named]) -> None:
    """A party that was not met gets the next number."""
    for named in names:
        if named.party is not None and named.party not in seen.parties:
            seen.parties.append(named.party)
            seen.at.append([])


def _open(seen: Seen, kind: str, lately: Iterable[Named]) -> None:
    """The pieces before the words: kind of document, then who was last spoken of."""
    seen.ids += [_CLS, mark_of_kind(kind)]
    for what, named in [*seen.before.items(), *(("recent", named) for named in lately)]:
        mark = _mark(seen, named)
        if mark is not None:
            seen.ids += [mark_before(what), mark]
            _note(seen, named, len(seen.ids) - 1)
    seen.ids.append(_SEP)


def _note(seen: Seen, named: Named, piece: int) -> None:
    """Keep that a piece names a party."""
    if named.party is not None:
        seen.at[seen.parties.index(named.party)].append(piece)


def _mark(seen: Seen, named: Named) -> int | None:
    """The piece for a name, None where its words stay."""
    if named.party is None:
        return mark_of_name(named.kind, 0) if named.kind in WATCHERS else None
    kind = named.kind if named.kind in NUMBERED else "party"
    return mark_of_name(kind, seen.parties.index(named.party))


def _stretches(scene: Scene, pack: Pack) -> Iterator[Stretch]:
    """A sentence as runs of words and names."""
    at = scene.span.start
    for named in sorted(scene.mentions, key=lambda m: m.start):
        if named.start < at or named.end > scene.span.end:
            continue
        if named.party is None and named.kind not in WATCHERS:
            continue
        words = scene.original(named.start, named.end)
        yield Stretch(at, scene.original(at, named.start))
        yield Stretch(named.start, words, named)
        if named.kind == "party" and _is_body_of_states(pack, named.party):
            yield Stretch(named.start, words)
        at = named.end
    yield Stretch(at, scene.original(at, scene.span.end))


def _is_body_of_states(pack: Pack, party: str | None) -> bool:
    """Whether a party is an alliance, a union or an organisation: its name can be the issue itself ("joining NATO")."""
    return (
        party is not None and party in pack.parties and pack.parties[party].kind in {"bloc", "organisation"}
    )


def _cut(found: Sequence[Seen], pieces: Pieces) -> dict[Stretch, _Cut]:
    """All runs of words in pieces, cut at once."""
    waiting = [one for seen in found for one in seen.stretches if one.named is None]
    return dict(zip(waiting, pieces([one.text for one in waiting]), strict=True))


def _lay(seen: Seen, cut: Mapping[Stretch, _Cut], *, before: Seen | None) -> None:
    """The end of the sentence before, then the sentence itself, at most `MOST_PIECES` in all."""
    if before is not None:
        earlier = [piece for one in before.stretches for piece in _pieces_of(seen, one, cut)][-MOST_BEFORE:]
        for number, _, named in earlier:
            if named is not None:
                _note(seen, named, len(seen.ids))
            seen.ids.append(number)
        seen.ids.append(_SEP)
    seen.places += [(-1, -1)] * len(seen.ids)
    for one in seen.stretches:
        for number, place, named in _pieces_of(seen, one, cut):
            if named is not None:
                _note(seen, named, len(seen.ids))
            seen.ids.append(number)
            seen.places.append(place)
    _close(seen)


def _pieces_of(
    seen: Seen, one: Stretch, cut: Mapping[Stretch, _Cut]
) -> Iterator[tuple[int, tuple[int, int], Named | None]]:
    """Each piece of a stretch with its place, and the name that it stands for."""
    if one.named is not None:
        mark = _mark(seen, one.named)
        if mark is not None:
            yield mark, (one.start, one.start + len(one.text)), one.named
        return
    for number, (a, b) in zip(*cut[one], strict=True):
        yield number, (one.start + a, one.start + b), None


def _close(seen: Seen) -> None:
    """End the pieces, and find those of the lexicon's topics."""
    seen.cut = len(seen.ids) >= MOST_PIECES
    del seen.ids[MOST_PIECES - 1 :], seen.places[MOST_PIECES - 1 :]
    seen.ids.append(_SEP)
    seen.places.append((-1, -1))
    seen.at = [[i for i in at if i < len(seen.ids) - 1] for at in seen.at]
    for topic in seen.scene.topics:
        first, end = seen.piece_range(topic.start, topic.end)
        if end > first:
            value = topic.value
            seen.hits.append((value.issue, value.option, value.weak, first, end))
