"""Section 6: what to ask next, by party; and what to ask ourselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.bargaining.results import Deadlock, Question, QuestionKind
from detente.briefs.evidence import Apparatus
from detente.briefs.model import BriefLine, Paper, Section
from detente.briefs.names import leads_of, pointed
from detente.briefs.wording import STAGE_NAMES, counted, listed
from detente.packs.model import STAGES

MOST_PER_PARTY = 8
_MOST_PER_MATTER = 2
_MOST_DECIDED = 3
_LANGUAGES = {
    "en": "English",
    "ru": "Russian",
    "uk": "Ukrainian",
    "fr": "French",
    "de": "German",
    "ar": "Arabic",
    "es": "Spanish",
}


def questions_section(apparatus: Apparatus, found: tuple[Paper, ...]) -> Section:
    """Questions by party, those first on which most results hang."""
    by_party: dict[str, list[Question]] = {}
    for stage in STAGES:
        for question in (
            apparatus.inputs.results[stage].questions if stage in apparatus.inputs.results else ()
        ):
            by_party.setdefault(question.party, []).append(question)
    order = sorted(by_party, key=apparatus.wording.party)
    parts = tuple(party_section(p, by_party[p], apparatus) for p in order)
    ours = ourselves_section(apparatus, found)
    return Section(
        "questions",
        "What to ask next",
        "Within a party, the questions first on which most results of this brief hang; parties in "
        "alphabetical order.",
        subsections=(*parts, ours),
    )


def ourselves_section(apparatus: Apparatus, found: tuple[Paper, ...]) -> Section:
    """What is asked of ourselves: originals, dates, languages, second sources."""
    lead = "What would change this most and is ours to find."
    return Section("questions-ourselves", "Ourselves", lead, notes=tuple(_ours(apparatus, found)))


def chosen(questions: Iterable[Question], most: int | None) -> tuple[Question, ...]:
    """The first questions of a party, each text once and at most two on one matter; all of them where `most` is None."""
    told: dict[str, Question] = {}
    for question in questions:
        told.setdefault(question.text, question)
    if most is None:
        return tuple(told.values())
    kept: list[Question] = []
    for question in told.values():
        if sum(q.key == question.key for q in kept) < _MOST_PER_MATTER and len(kept) < most:
            kept.append(question)
    return tuple(kept)


def by_weight(questions: list[Question], apparatus: Apparatus) -> list[Question]:
    """By the value of asking where worlds were drawn; then by the deadlocks on them, what was raised before what was never."""
    locks = leads_of(apparatus.inputs.results)
    return sorted(
        questions,
        key=lambda q: (
            -q.value,
            -sum(h in locks for h in q.hangs),
            q.kind is QuestionKind.NOT_HEARD,
            -len(q.hangs),
        ),
    )


def party_section(
    party: str, questions: list[Question], apparatus: Apparatus, *, most: int | None = MOST_PER_PARTY
) -> Section:
    """The questions to one party, those of most weight first, at most so many; how many were left is said."""
    every = by_weight(questions, apparatus)
    kept = chosen(every, most)
    left = len(chosen(every, None)) - len(kept)
    where = f"questions-{party}"
    notes = (
        (f"{counted(left, 'further question')}, on which less hangs or that are on the same matter.",)
        if left
        else ()
    )
    lines = tuple(question_line(q, where, apparatus) for q in kept)
    return Section(where, apparatus.wording.party(party), "", lines, notes=notes, numbered=True)


def question_line(question: Question, where: str, apparatus: Apparatus) -> BriefLine:
    """A question, why it is open, and what hangs on it."""
    proposals = {
        s.proposal.id: s.proposal.name for r in apparatus.inputs.results.values() for s in r.proposals
    }
    leads = leads_of(apparatus.inputs.results)
    hangs = pointed({leads.get(h, h) for h in question.hangs}, proposals)
    text = apparatus.wording.labelled(question.text)
    marks = (question.kind.value, STAGE_NAMES[question.stage])
    tail = (f" Hangs on it: {hangs}." if hangs else "") + _decides(question, proposals)
    if question.lines:
        return apparatus.line(where, text + tail, question.lines, marks=marks)
    line = apparatus.absence(where, text + tail)
    reports = counted(len(apparatus.inputs.view.reports), "report")
    gap = (
        f"no statement of {apparatus.wording.party(question.party)} on "
        f"{apparatus.wording.inside(question.key)} in {reports}"
    )
    shown = (gap, STAGE_NAMES[question.stage]) if question.kind is QuestionKind.NOT_HEARD else (*marks, gap)
    return BriefLine(line.id, line.text, about_absence=True, marks=shown)


def _decides(question: Question, proposals: dict[str, str]) -> str:
    """On which results the answer bears in how many of the worlds drawn."""
    shares = [
        f"{proposals.get(name.partition('/')[0], name)} in {share:.0%}"
        for name, share in question.decides[:_MOST_DECIDED]
    ]
    return f" The answer decides {listed(shares)} of the worlds." if shares else ""


def _ours(apparatus: Apparatus, found: tuple[Paper, ...]) -> Iterator[str]:
    """What is missing in our own file."""
    undated = [p.name for p in found if p.published is None]
    if undated:
        yield f"Find the dates of {listed(undated)}."
    missing = [code for code in apparatus.inputs.pack.languages if code not in {p.language for p in found}]
    if missing:
        yield (
            f"Read reports in {listed((_LANGUAGES.get(c, c) for c in missing), last='or')}: there is none "
            "among these."
        )
    if not any(p.kind in {"official", "transcript"} for p in found):
        yield "Find the official texts and transcripts behind the reported words."
    alone = [d.id for r in apparatus.inputs.results.values() for d in r.deadlocks if _one_room(d)]
    if alone:
        each = "it" if len(alone) == 1 else "each"
        yield f"Find a second source for {listed(alone)}: a member of {each} rests on a single newsroom or panel."
    rewrites = [p for p in found if p.shares]
    if rewrites:
        yield "Find the original of each story that several reports share, and quote only from it."
    waiting = apparatus.inputs.view.left_out
    if waiting:
        yield (
            f"Review {counted(waiting, 'line')} that the reader was not sure of and that entered nothing "
            "here."
        )
    unseen = sum(1 for line in apparatus.inputs.view.counted if not line.sure)
    if unseen:
        yield f"Review {counted(unseen, 'unreviewed line')} that this brief was asked to count."


def _one_room(deadlock: Deadlock) -> bool:
    """Whether what a member of a deadlock holds was read in one newsroom or panel only."""
    rooms = [
        {x.report.room or x.report.story or x.report.doc for x in m.lines}
        for m in deadlock.members
        if m.lines
    ]
    return any(len(r) == 1 for r in rooms)
