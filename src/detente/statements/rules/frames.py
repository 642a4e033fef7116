"""Frames: who takes which stance, or says something, in a sentence, and over which stretch of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from detente.statements.record import Stance
from detente.statements.rules.lexicon import Cue
from detente.statements.rules.names import Named
from detente.statements.rules.phrases import Hit
from detente.statements.rules.scene import Scene
from detente.statements.rules.subjects import Context, Subject, continued, document_before, first_named, note_document, owner_of, subject_after, subject_before

_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|remains?|as)\s+(?:\w+ly\s+|also\s+|not\s+|completely\s+)?$")
_NEGATORS = frozenset("not never no n't cannot without nor neither nobody hardly nothing".split())
_FLIP: dict[Stance, Stance] = {"demand": "reject", "propose": "reject", "accept": "reject", "reject": "accept", "hedge": "hedge"}
_OPEN_ENDED = ("rule", "exclud", "dismiss", "reject")
_ASKING = frozenset({"demand", "propose"})
_ASIDE = re.compile(
    r";|\s[–—]\s|—|,\s(?:but|since|because|while|although|though|whereas|as|despite|so|yet|where|who)\s|"
    r"\s(?:because|although|though|since|despite|whereas|in order to|following|amid|even as|ahead of|in spite of|even though|after)\s"
)
_ASIDE_OF_REFUSAL = re.compile(_ASIDE.pattern + r"|\sas\s")
_ONLY = frozenset({"only", "merely", "just", "simply"})
_WISHED = frozenset({"will", "would", "shall", "'ll"})
_REPEATING = re.compile(
    r"(?:repeat|reiterat|renew|restat|rais|made|mak|present|outlin|set out|sets out|put|submit|issu|reaffirm|drop|soften|unveil|list)\w*\W+(?:\w+\W+){0,2}$"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue with its subject. `start`-`end`: what it governs; `cue`: where it stands; `left`: it governs what precedes it."""

    form: str
    stance: Stance | None
    subject: Subject
    cue: tuple[int, int]
    start: int
    end: int
    rule: str
    modal: str | None = None
    negated: bool = False
    left: bool = False


def frames_of(scene: Scene, context: Context) -> list[Frame]:
    """All frames of a sentence in the order of their cues; what an asking verb governs is folded into it."""
    headline = _headline(scene)
    frames: list[Frame] = [headline] if headline else []
    for hit in _chosen(scene):
        frame = _frame(scene, hit, (frames, context))
        if frame is None:
            continue
        folded = _absorbed(scene, frames, frame)
        if folded is not None:
            frames[-1] = folded
        else:
            frames.append(frame)
    listed = _listed(scene, frames, context)
    return [*_bounded(scene, frames), *([listed] if listed else [])]


_LIST = re.compile(r"\b(?:terms?|conditions|demands|requirements|essential|priorities|points|red lines|wants|insists|steps|principles|following)\b[^:.;]{0,80}:\s")


def _listed(scene: Scene, frames: list[Frame], context: Context) -> Frame | None:
    """What stands after "its terms are these:" is asked by whoever set the terms."""
    match = _LIST.search(scene.folded, scene.span.start, scene.span.end)
    if not match:
        return None
    subject = next((f.subject for f in reversed(frames) if f.subject.parties and f.cue[0] < match.end()), None)
    if subject is None and context.asked:
        subject = context.asked[0]
    if subject is None or any(f.cue[0] >= match.end() for f in frames):
        return None
    return Frame("noun", "demand", subject, (match.start(), match.end()), match.end(), scene.span.end, "stance:list.colon")


def _headline(scene: Scene) -> Frame | None:
    """ "Kremlin: too early for a plan": a name and a colon at the start of a sentence."""
    first = scene.mentions[0] if scene.mentions else None
    if first is None or first.start > scene.span.start + 4 or scene.folded[first.end : first.end + 2] != ": ":
        return None
    if first.kind in {"unknown", "demonym", "institute"}:
        return None
    subject = Subject((first,), first.start, first.end)
    return Frame("speech", None, subject, (first.end, first.end + 1), first.end + 1, scene.span.end, "speech:colon")


def _chosen(scene: Scene) -> list[Hit[Cue]]:
    """Cues without overlaps: the longest first; at the same place a stance before speech, a noun where an article precedes."""
    chosen: list[Hit[Cue]] = []
    for hit in sorted(scene.cues, key=lambda h: (h.start, -(h.end - h.start), h.value.form == "speech")):
        if hit.value.form == "noun" and not _is_noun(scene, hit):
            continue
        if hit.value.form in {"verb", "terms"} and (_after_article(scene, hit) or _is_possessed(scene, hit)):
            continue
        if any(hit.start < c.end and c.start < hit.end for c in chosen):
            continue
        if _inside_name(scene, hit) or scene.conditional(hit.start):
            continue
        chosen.append(hit)
    return chosen


_ARTICLES = frozenset("the a an its his her their our any this these those such that some main key new first own no".split())


def _after_article(scene: Scene, hit: Hit[Cue]) -> bool:
    i = scene.words.at(hit.start)
    before = scene.words.forms[i - 1] if i > 0 else ""
    return before in _ARTICLES and before not in {"that"} and not scene.words.breaks[i]


def _is_possessed(scene: Scene, hit: Hit[Cue]) -> bool:
    """Whether a possessive stands right before the word: "Moscow's demands"."""
    return scene.folded[max(0, hit.start - 3) : hit.start].strip().endswith(("'s", "s'"))


def _is_noun(scene: Scene, hit: Hit[Cue]) -> bool:
    """Whether the word stands as a noun: after an article, an adjective of nationality, a possessive or a preposition."""
    i = scene.words.at(hit.start)
    if scene.folded[max(0, hit.start - 3) : hit.start].strip().endswith(("'s", "s'")):
        return True
    if hit.value.form == "noun" and any(t.end <= hit.start <= t.end + 2 for t in scene.topics):
        return True
    if any(m.kind == "demonym" and m.end <= hit.start and hit.start - m.end < 25 for m in scene.mentions):
        return True
    before = scene.words.forms[max(0, i - 3) : i]
    return any(w in _ARTICLES or w in {"with", "of", "for", "on", "to", "s", "of", "by"} for w in before[-2:])


def _inside_name(scene: Scene, hit: Hit[Cue]) -> bool:
    return any(m.start <= hit.start and hit.end <= m.end for m in scene.mentions)


def _frame(scene: Scene, hit: Hit[Cue], so_far: tuple[list[Frame], Context]) -> Frame | None:
    """The frame that a cue opens, or None where nobody is its subject and nothing tells who is."""
    frames, context = so_far
    cue = hit.value
    left = max((f.cue[1] for f in frames), default=scene.span.start)
    previous = frames[-1].subject if frames else None
    if cue.form == "noun":
        subject = owner_of(scene, hit, context)
        if subject is None and previous is not None and _REPEATING.search(scene.folded[left - 12 if left > 12 else 0 : hit.start]):
            subject = previous
        if subject is None:
            return None
        held = [t for t in scene.topics if subject.end <= t.start and t.end <= hit.start + 1]
        if held and not re.match(r"\s+(?:for|to|of|that|on)\b", scene.folded[hit.end : hit.end + 8]):
            return Frame("noun", cue.stance, subject, (hit.start, hit.end), held[0].start, hit.start, cue.rule + ".compound", left=True)
        return Frame("noun", cue.stance, subject, (hit.start, hit.end), hit.end, scene.span.end, cue.rule)
    after = subject_after(scene, hit)
    if cue.form == "speech" and after is not None:
        return Frame("speech", None, after, (hit.start, after.end), after.end, scene.span.end, cue.rule)
    if cue.form == "verb" and _is_passive(scene, hit):
        by = _agent(scene, hit)
        if by is not None:
            return Frame("verb", cue.stance, by, (hit.start, by.end), left, hit.start, cue.rule, left=True)
        if _bare_participle(scene, hit):
            return None
    if cue.form == "terms":
        return _terms(scene, hit, (left, context))
    if _purpose(scene, hit, frames):
        return None
    subject = subject_before(scene, hit, (left, previous, context))
    if subject is None:
        return None
    start, end = max(subject.end, left), hit.start
    relative = _relative(scene, hit, subject, (left, previous))
    last = scene.between(start, end)[-4:]
    negated = any(w in _NEGATORS or w.endswith("n't") for w in last) and not _ONLY & set(last)
    modal = scene.has("modal", start, end) or scene.has("certainty", start, hit.end)
    stance = _flipped(cue) if negated else cue.stance
    words = scene.folded[modal.start : modal.end] if modal else None
    if relative is not None and cue.form == "verb":
        return Frame("verb", stance, subject, (hit.start, hit.end), relative[0], relative[1], cue.rule + ".relative", words, negated, left=True)
    return Frame(cue.form, stance, subject, (hit.start, hit.end), hit.end, scene.span.end, cue.rule, words, negated)


def _relative(scene: Scene, hit: Hit[Cue], subject: Subject, where: tuple[int, Subject | None]) -> tuple[int, int] | None:
    """ "The truce which X accepted": what stands before the relative pronoun is what the stance is towards."""
    left, _ = where
    match = re.search(r"(?:,\s+which|\w\s+that|\w\s+which)\s+(?:the\s+)?$", scene.folded[left : subject.start])
    if not match or not scene.between(left, left + match.start() + 1):
        return None
    stop = end_of(scene, hit.end)
    if any(hit.end <= t.start < stop for t in scene.topics):
        return None
    before = [t for t in scene.topics if left <= t.start < subject.start]
    return (max(left, before[-1].start - 1), subject.start) if before else None


def end_of(scene: Scene, at: int) -> int:
    """The next comma or stop after an offset, or the end of the sentence."""
    match = re.compile(r"[,;:.]").search(scene.folded, at, scene.span.end)
    return match.start() if match else scene.span.end


def _bare_participle(scene: Scene, hit: Hit[Cue]) -> bool:
    """Whether the passive names nobody: "is required", "was rejected"; "is prepared to" is no passive."""
    words = scene.folded[hit.start : hit.end].split()
    return len(words) == 1 and words[0].endswith("ed")


def _is_passive(scene: Scene, hit: Hit[Cue]) -> bool:
    if _PASSIVE.search(scene.folded[max(scene.span.start, hit.start - 24) : hit.start]):
        return True
    return scene.folded[hit.start : hit.end].endswith("ed") and re.match(r" (?:\w+ )?by ", scene.folded[hit.end : hit.end + 16]) is not None


def _purpose(scene: Scene, hit: Hit[Cue], frames: list[Frame]) -> bool:
    """Whether the verb is an infinitive far from the stance before it, which tells what that is for."""
    if not frames or frames[-1].stance is None or frames[-1].left:
        return False
    gap = scene.between(frames[-1].cue[1], hit.start)
    return len(gap) > 9 and gap[-1] == "to"


def _terms(scene: Scene, hit: Hit[Cue], where: tuple[int, Context]) -> Frame | None:
    """What a plan provides for is proposed by its owner; what goes on from a demand is demanded."""
    left, context = where
    subject = document_before(scene, hit, left, context)
    stance = hit.value.stance
    if subject is None:
        subject = continued(scene, hit, context)
        stance = context.asked[1] if context.asked else stance
    if subject is None or not subject.named:
        return None
    return Frame("terms", stance, subject, (hit.start, hit.end), hit.end, scene.span.end, hit.value.rule)


def _flipped(cue: Cue) -> Stance | None:
    """The stance under a negation; who "does not rule out" a thing has not answered."""
    if cue.stance == "reject" and cue.rule.rpartition(".")[2].startswith(_OPEN_ENDED):
        return "hedge"
    return _FLIP[cue.stance] if cue.stance else None


def _agent(scene: Scene, hit: Hit[Cue]) -> Subject | None:
    """Who rejects or demands in a passive: "was rejected by X", "is unacceptable to X"."""
    match = re.match(r"\s+(?:earlier\s+|jointly\s+|also\s+)?(?:by|to|for)\s+(?:the\s+)?", scene.folded[hit.end : scene.span.end])
    if not match:
        return None
    at = hit.end + match.end()
    named = next((m for m in scene.mentions if abs(m.start - at) <= 4), None)
    return Subject((named,), named.start, named.end) if named else None


def _absorbed(scene: Scene, frames: list[Frame], frame: Frame) -> Frame | None:
    """An answer that somebody asks for ("urged Kyiv to reject the plan") belongs to the one who asks."""
    if not frames or frame.form not in {"verb", "terms"}:
        return None
    outer = frames[-1]
    if outer.form not in {"verb", "noun"} or outer.stance is None or outer.left:
        return None
    gap = scene.between(outer.cue[1], frame.cue[0])
    infinitive = bool(gap) and gap[-1] == "to" or not gap
    clause = "that" in gap or scene.folded[outer.cue[0] : outer.cue[1]].endswith("that")
    subjunctive = outer.stance in _ASKING and len(gap) <= _reach(frame) and clause and (not frame.modal or frame.modal in _WISHED)
    close = len(gap) <= (_reach(frame) if outer.stance in _ASKING else 2)
    if not close or not (infinitive or subjunctive):
        return None
    if outer.stance == "reject" and frame.stance == "reject":
        stance: Stance | None = "hedge"
    elif outer.stance in _ASKING and frame.stance in {"reject", "hedge"}:
        stance = frame.stance if frame.stance == "hedge" else "reject"
    elif outer.stance == "accept" and frame.stance in {"hedge", "reject", "propose"}:
        stance = frame.stance
    else:
        stance = outer.stance
    return replace(outer, stance=stance, start=frame.start, rule=outer.rule + "+" + frame.rule)


def _reach(frame: Frame) -> int:
    """How many words may part what is asked from who asks: more before what a deal "must include"."""
    return 16 if frame.form == "terms" else 9


def _bounded(scene: Scene, frames: list[Frame]) -> list[Frame]:
    """Each frame governs up to where the next one with a subject of its own begins; a noun lies inside its verb."""
    bounded: list[Frame] = []
    for i, frame in enumerate(frames):
        end = frame.end
        for later in frames[i + 1 :]:
            if later.form == "noun" or later.left or frame.form == "speech":
                continue
            end = min(end, max(frame.start, later.subject.start if later.subject.start > frame.cue[1] else later.cue[0]))
            break
        if frame.form != "speech" and not frame.left:
            match = (_ASIDE if frame.stance != "reject" else _ASIDE_OF_REFUSAL).search(scene.folded, frame.cue[1], end)
            end = match.start() if match else end
        bounded.append(replace(frame, end=max(end, frame.start)))
    return bounded


_WANTS = ("want", "seek", "push", "press", "would like", "aim", "hope", "wish", "look", "tr", "strive", "keen", "eager", "desire", "expect")


def wants_only(rule: str) -> bool:
    """Whether the cue tells a plain want, which is a demand only of somebody who fights."""
    return rule.rpartition("verb.")[2].startswith(_WANTS)


def remember(context: Context, scene: Scene, frames: list[Frame]) -> None:
    """What the next sentence can lean on: who was spoken of, who spoke, and whose demands were being told."""
    if context.paragraph != scene.paragraph:
        context.asked = None
    note_document(context, scene, [(f.subject, f.start) for f in frames if f.stance == "propose" and not f.left])
    context.paragraph = scene.paragraph
    if not any(f.subject.parties for f in frames):
        told = first_named(scene)
        if told is not None:
            context.note(told)
    for frame in frames:
        context.note(frame.subject)
        if not frame.subject.named:
            continue
        if frame.form == "speech":
            context.speaker = frame.subject
        elif frame.stance in _ASKING and frame.subject.parties:
            context.asked = (frame.subject, frame.stance or "propose")


def holders(named: tuple[Named, ...]) -> tuple[str, ...]:
    """The parties that a subject speaks for, each once."""
    return tuple(dict.fromkeys(n.party for n in named if n.party is not None))
