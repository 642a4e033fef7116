"""Subjects: who stands to the left of a verb, who owns a demand, who "he", "they" and "the minister" are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from detente.statements.record import Stance
from detente.statements.rules.lexicon import Cue
from detente.statements.rules.names import Named
from detente.statements.rules.phrases import Hit
from detente.statements.rules.scene import Scene

_PREPOSITION = re.compile(
    r"\b(?:of|in|for|with|on|to|from|against|by|between|at|about|over|into|near|than|as|like|including|after|before|under|inside|"
    r"outside|around|across|among|without|toward|towards|through|via|behind|throughout|upon|alongside|despite|amid|beyond|since|following|per)\s+(?:the\s+|both\s+|all\s+)?$"
)
_STRICT = re.compile(r"\b(?:of|in|for|with|on|to|from|against|by|between|at|about|over|into|near)\s+(?:the\s+|both\s+)?$")
_PERSON_PRONOUN = frozenset({"he", "she"})
_PARTY_PRONOUN = frozenset({"it", "they"})
_SELF_PRONOUN = frozenset({"we", "i", "we'll", "i'll", "we're", "we've", "i'm"})
_POSSESSIVE = frozenset({"its", "his", "her", "their", "our", "my"})
_DEFINITE = re.compile(r"\b(?:the|this|that)\s+$")
_DOCUMENT = re.compile(
    r"\b(?:plan|plans|proposals?|draft|initiative|framework|document|roadmap|road map|text|memorandum|formula|paper|offer|package|"
    r"blueprint|deal|agreement|terms|conditions|accord|treaty|statement|it|points?|communique|declaration|resolution|demands)\b"
)
_PERSONAL_ROLE = re.compile(r"(?:minister|president|leader|spokes\w+|envoy|chief|commander|negotiator|secretary|ambassador|general|adviser|chancellor)$")


@dataclass(frozen=True, slots=True)
class Subject:
    """Those who say or want, and where they are named. `document`: a plan or text speaks for them."""

    named: tuple[Named, ...]
    start: int
    end: int
    document: bool = False
    plural: bool = False

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties spoken for, each once."""
        return tuple(dict.fromkeys(n.party for n in self.named if n.party is not None))


@dataclass(slots=True)
class Context:
    """Who was spoken of last: what pronouns and "the minister" lean on. `speaker` is whose quotation is still open."""

    person: Named | None = None
    party: Named | None = None
    speaker: Subject | None = None
    asked: tuple[Subject, Stance] | None = None
    paragraph: int = -1
    document_owner: Named | None = None
    document_age: int = 0
    seen: list[Named] = field(default_factory=list)

    def note(self, subject: Subject) -> None:
        """Remember the subject of a frame."""
        for named in subject.named[:1]:
            if named.kind in {"person", "expert"} or _PERSONAL_ROLE.search(""):
                self.person = named
            if named.party is not None:
                self.party = named


def subject_before(scene: Scene, cue: Hit[Cue], where: tuple[int, Subject | None, Context]) -> Subject | None:
    """The subject of a verb: the name or pronoun at its side, the last subject after "and", else the first of the clause."""
    left, previous, context = where
    interrupted = _interrupted(scene, cue.start, left)
    if interrupted is not None:
        return interrupted
    beside = _beside(scene, cue.start, left)
    if beside is not None:
        return _resolved(scene, beside, context)
    pronoun = _pronoun(scene, cue.start, left, (previous, context))
    if pronoun is not None:
        return pronoun
    text = scene.folded[left : cue.start]
    if previous is not None and (scene.coordinated(left, cue.start) or _participle(scene, cue, text)):
        return previous
    document = _document(scene, cue.start, left, context)
    if document is not None:
        return document
    free = [m for m in _candidates(scene, left, cue.start) if not _governed(scene, m, left)]
    if free:
        return _resolved(scene, _group(scene, free[0], left), context)
    if previous is not None and (not text.strip(" ,") or scene.folded[left - 1 : left] == ":" and scene.quiet(left, cue.start)):
        return previous
    return None


def subject_after(scene: Scene, cue: Hit[Cue]) -> Subject | None:
    """The subject of an inverted verb of saying ("said X") or of "according to"."""
    match = re.match(r"\s+(?:the\s+|a\s+|an\s+)?", scene.folded[cue.end : scene.span.end])
    if not match:
        return None
    at = cue.end + match.end()
    named = next((m for m in scene.mentions if m.start <= at + 1 and m.end > at and m.start >= cue.end), None)
    if named is None or named.kind == "demonym":
        return None
    according = scene.folded[cue.start : cue.end].endswith((" to", " of"))
    before = scene.folded[scene.span.start : cue.start].rstrip()
    inverted = before.endswith((",", '"', "?", "!", "'"))
    return Subject((named,), named.start, named.end) if according or inverted else None


def owner_of(scene: Scene, cue: Hit[Cue], context: Context) -> Subject | None:
    """Whose demand, offer or refusal a noun is: "Moscow's demand", "a US proposal", "its refusal", "a call by X"."""
    for mention in reversed(scene.mentions):
        gap = scene.folded[mention.end : cue.start]
        if mention.end <= cue.start and len(gap) < 40 and not re.search(r"[.,;:]", gap):
            words = scene.between(mention.end, cue.start)
            owned = mention.kind == "demonym" or gap.startswith("'") or gap == " " or (len(words) <= 3 and _compound(scene, mention.end, cue.start))
            if owned and len(words) <= 5 and mention.kind not in {"media", "joint"}:
                return Subject((mention,), mention.start, mention.end)
    words = scene.between(scene.span.start, cue.start)[-4:]
    for word in reversed(words):
        if word in _POSSESSIVE:
            last = context.person if word in {"his", "her", "my"} else context.party
            first = next((m for m in reversed(scene.mentions) if m.end < cue.start and m.party), last)
            return Subject((first,), cue.start, cue.end) if first else None
    match = re.match(r"\s+(?:by|from)\s+(?:the\s+)?", scene.folded[cue.end : scene.span.end])
    named = next((m for m in scene.mentions if match and abs(m.start - cue.end - match.end()) <= 4), None)
    return Subject((named,), named.start, named.end) if named else None


def _compound(scene: Scene, start: int, end: int) -> bool:
    """Whether only the name of an issue stands between an owner and a noun: "the US ceasefire proposals"."""
    return any(start <= t.start <= start + 2 and end - t.end <= 2 for t in scene.topics)


_REACH = 9
_PUT_FORWARD = re.compile(r"\b(?:publish|present|unveil|tabled|submit|releas|put forward|set out|handed|circulat|float|outlin|announc)\w*")
_PAPER = re.compile(r"\b(?:plan|proposals?|draft|initiative|framework|roadmap|road map|memorandum|formula|offer|package|blueprint|terms|document|paper|points|position|plans)\b")


def note_document(context: Context, scene: Scene, proposing: list[tuple[Subject, int]]) -> None:
    """Remember whose plan is being told: named with its owner, or put forward by somebody; forgotten after some sentences."""
    context.document_age += 1
    if context.document_age > _REACH:
        context.document_owner = None
    for match in _PAPER.finditer(scene.folded, scene.span.start, scene.span.end):
        owner = next((m for m in reversed(scene.mentions) if m.end <= match.start() and match.start() - m.end < 25 and m.party), None)
        if owner and (owner.kind == "demonym" or scene.folded[owner.end : owner.end + 1] == "'" or match.start() - owner.end == 1):
            context.document_owner, context.document_age = owner, 0
            return
        told = first_named(scene) if _PUT_FORWARD.search(scene.folded, scene.span.start, match.start()) else None
        if told is not None:
            context.document_owner, context.document_age = told.named[0], 0
            return
        by = next((s for s, start in proposing if s.parties and start <= match.start()), None)
        if by is not None:
            context.document_owner, context.document_age = by.named[0], 0
            return


def first_named(scene: Scene) -> Subject | None:
    """Whom a sentence without a verb of saying or wanting is about: the first party that no preposition governs."""
    found = next((m for m in _candidates(scene, scene.span.start, scene.span.end) if m.party and not _governed(scene, m, scene.span.start)), None)
    return Subject((found,), found.start, found.end) if found else None


def _candidates(scene: Scene, left: int, right: int) -> list[Named]:
    return [m for m in scene.mentions if left <= m.start and m.end <= right and m.kind not in {"demonym", "institute"}]


def _governed(scene: Scene, mention: Named, left: int) -> bool:
    """Whether a preposition or a possessive takes the mention out of the running."""
    if _PREPOSITION.search(scene.folded[left : mention.start]):
        return True
    return scene.folded[mention.end : mention.end + 2] in {"'s", "s'"} or scene.folded[mention.end : mention.end + 1] == "'"


def _beside(scene: Scene, at: int, left: int) -> Subject | None:
    """Mentions with nothing but auxiliaries between them and the verb, joined by "and"."""
    for mention in reversed(_candidates(scene, left, at)):
        if mention.kind in {"unknown"} and mention.start == scene.span.start and " " not in scene.text[mention.start - scene.span.start : mention.end - scene.span.start]:
            pass
        gap = scene.folded[mention.end : at]
        if gap.startswith("'") or not scene.quiet(mention.end, at):
            if re.fullmatch(r",[^,]{3,90},[^,]{0,25}", gap) and not _governed(scene, mention, left) and scene.quiet(mention.end + gap.rfind(",") + 1, at):
                return _group(scene, mention, left)
            continue
        if _STRICT.search(scene.folded[left : mention.start]) and len(_candidates(scene, left, mention.start)) > 0:
            continue
        return _group(scene, mention, left)
    return None


def _group(scene: Scene, mention: Named, left: int) -> Subject:
    """A mention with those joined to it on its left and right ("Kyiv and its allies", "A, B and C")."""
    members = [mention]
    for other in reversed([m for m in scene.mentions if m.end <= mention.start and m.start >= left]):
        if not re.fullmatch(r"\s*(?:,|and|,\s*and)\s+(?:the\s+)?", scene.folded[other.end : members[0].start]):
            break
        members.insert(0, other)
    for other in [m for m in scene.mentions if m.start >= mention.end]:
        if not re.fullmatch(r"\s*(?:,|and|,\s*and)\s+(?:the\s+)?", scene.folded[members[-1].end : other.start]):
            break
        members.append(other)
    return Subject(tuple(members), members[0].start, members[-1].end, plural=len(members) > 1)


def _resolved(scene: Scene, subject: Subject, context: Context) -> Subject:
    """"The minister", "the group": a role without a party is the one last spoken of."""
    first = subject.named[0]
    if first.kind != "role" or first.party is not None:
        return subject
    before = scene.folded[scene.span.start : first.start]
    if not (_DEFINITE.search(before + " ") or before.rstrip().endswith("the") or scene.folded[first.start : first.start + 4] == "the "):
        return subject
    personal = _PERSONAL_ROLE.search(scene.folded[first.start : first.end])
    last = context.person if personal and context.person and context.person.party else context.party
    if last is None:
        return subject
    named = Named(first.start, first.end, "role", last.party, last.person)
    return Subject((named, *subject.named[1:]), subject.start, subject.end, plural=subject.plural)


def _pronoun(scene: Scene, at: int, left: int, leaning: tuple[Subject | None, Context]) -> Subject | None:
    """A pronoun beside the verb, as the one it stands for: the last subject of the sentence, else of the text."""
    previous, context = leaning
    last = previous.named[0] if previous and previous.named and previous.named[0].party else None
    if last is None:
        last = next((m for m in _candidates(scene, scene.span.start, at) if m.party and not _governed(scene, m, scene.span.start)), None)
    i, j = scene.words.at(left), scene.words.at(at)
    for k in range(j - 1, max(i, j - 7) - 1, -1):
        word = scene.words.forms[k]
        start, end = scene.words.starts[k], scene.words.ends[k]
        if not scene.quiet(end, at):
            return None
        if word in _PERSON_PRONOUN and (last or context.person):
            person = last if last and last.kind == "person" else context.person or last
            return Subject((person,) if person else (), start, end)
        if word in _PARTY_PRONOUN and (last or context.party):
            party = last or context.party
            return Subject((party,) if party else (), start, end)
        if word in _SELF_PRONOUN:
            return Subject(context.speaker.named if context.speaker else (), start, end)
    return None


def _participle(scene: Scene, cue: Hit[Cue], before: str) -> bool:
    word = scene.folded[cue.start : cue.end].split()[0]
    return word.endswith("ing") and (before.rstrip().endswith((",", "while", "and", "before", "after", "by")) or not before.strip())


def _interrupted(scene: Scene, at: int, left: int) -> Subject | None:
    """The subject from which ", he said," parts the verb."""
    if left <= scene.span.start or not re.fullmatch(r",\s*(?:\w+\s+){0,2}", scene.folded[left:at]):
        return None
    for mention in reversed(_candidates(scene, scene.span.start, left)):
        between = scene.folded[mention.end : left]
        if re.fullmatch(r",\s[^,]{2,60}", between) and not _governed(scene, mention, scene.span.start):
            return _group(scene, mention, scene.span.start)
    return None


def _document(scene: Scene, at: int, left: int, context: Context) -> Subject | None:
    """A plan or proposal as the subject; its owner is the adjective or possessive before it, or the last one named."""
    found = None
    for match in _DOCUMENT.finditer(scene.folded, left, at):
        if scene.quiet(match.end(), at) or re.fullmatch(r"[^,;.]{0,40}", scene.folded[match.end() : at]):
            found = match
            break
    if found is None or found.group() == "it":
        return None
    owner = next((m for m in reversed(scene.mentions) if left <= m.start and m.end <= found.start() and found.start() - m.end < 30), None)
    owner = owner or context.document_owner
    if owner is None and context.asked is not None:
        return Subject(context.asked[0].named, found.start(), found.end(), document=True)
    return Subject((owner,) if owner else (), found.start(), found.end(), document=True)


def document_before(scene: Scene, cue: Hit[Cue], left: int, context: Context) -> Subject | None:
    """The plan or text that a verb of terms speaks of."""
    return _document(scene, cue.start, left, context)


_CONTINUES = re.compile(r"(?:it|this|these|they|that|the (?:first|second|third|fourth|other|next|last)|another|others|among (?:them|these))\b")


def continued(scene: Scene, cue: Hit[Cue], context: Context) -> Subject | None:
    """The one whose terms the last sentence began to tell, where this one goes on with "it", "this" or "a second point"."""
    if context.asked is None:
        return None
    for match in _CONTINUES.finditer(scene.folded, scene.span.start, cue.start):
        if scene.quiet(match.end(), cue.start) or match.group().startswith("the "):
            return Subject(context.asked[0].named, match.start(), match.end(), document=True)
    return None
