"""The reader `llm`: a language model proposes, the text and the rules decide what of it may be more than a proposal."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.corpus.document import Document
from detente.kernel.errors import BadInput
from detente.kernel.ids import cache_key
from detente.kernel.problems import Problem
from detente.kernel.spans import Span
from detente.models.llm.agreement import agreed
from detente.models.llm.answer import Answer, answer_of, answer_type, need_extra
from detente.models.llm.asking import Seat, Wait, ask, open_endpoint
from detente.models.llm.budget import Budget, Clock
from detente.models.llm.cache import AnswerCache
from detente.models.llm.checks import Checked, Page, Refusal, checked, page_of
from detente.models.llm.injection import instructions_in
from detente.models.llm.prompt import PROMPT_VERSION, Window, instructions, mark_of, question, windows
from detente.models.llm.settings import LlmSettings, check_settings
from detente.packs.model import Pack
from detente.statements.port import Reader, Reading
from detente.statements.record import Statement
from detente.statements.rules.reader import once, rules_reader

if TYPE_CHECKING:
    from pydantic_ai.models import Model

_SHOWN = 80
_FEW_REFUSALS = 5


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the reader takes from outside: the model's opening, a clock that never runs back, and how to wait."""

    open_model: Callable[[LlmSettings], Model] = open_endpoint
    clock: Clock = time.monotonic
    wait: Wait = time.sleep


@dataclass(frozen=True, slots=True)
class _Desk:
    """What stays the same from document to document."""

    pack: Pack
    seat: Seat
    cache: AnswerCache
    rules: Reader


def llm_reader(
    pack: Pack, settings: LlmSettings | None = None, *, around: Surroundings | None = None
) -> Reader:
    """A reader for one pack and one run: its budget is spent over all documents that it reads.

    Raises BadInput where no model or no allowed address is named, MissingExtra where the libraries are not installed.
    """
    if settings is None:
        raise BadInput(
            "the reader 'llm' needs a model and an address; `detente read --reader llm --model … --base-url …`"
        )
    check_settings(settings)
    need_extra()
    given = around or Surroundings()
    budget = Budget(settings, given.clock)
    seat = Seat(settings, given.open_model, instructions(pack), answer_type(pack), budget, given.wait)
    desk = _Desk(pack, seat, AnswerCache(settings.cache), rules_reader(pack))

    def read(document: Document) -> Reading:
        return _read(document, desk)

    return read


def _read(document: Document, desk: _Desk) -> Reading:
    """One document: what speaks to its reader is put aside, the rest asked about, and each claim checked."""
    desk.seat.budget.next_document()
    withheld = instructions_in(document, desk.pack)
    page = page_of(document, withheld, mark_of(document, desk.pack))
    problems = [*_told(document, withheld)]
    found: list[Statement] = []
    limits = desk.seat.settings
    for window in windows(document, withheld, (limits.window, limits.overlap)):
        answer, met = _answered(window, page, desk)
        problems += met
        checking = checked(answer, page, (desk.pack, limits.model))
        found += checking.statements
        problems += _refusals(document, checking, answer.formless)
    proposed = once(s for s in found)
    by_rules = desk.rules(document).statements
    if not any(p.severity == "error" for p in problems):
        problems += _missed(document, proposed, by_rules)
    # A page that speaks to machines may have moved the model in ways nobody sees: nothing from it is agreed with.
    return Reading(
        tuple(proposed) if withheld else agreed(proposed, by_rules), tuple(dict.fromkeys(problems))
    )


def _answered(window: Window, page: Page, desk: _Desk) -> tuple[Answer, list[Problem]]:
    """The answer about a part of a document, kept or new. Of a kept one the form is checked as of any other."""
    from pydantic import ValidationError

    asked = question(page.document, window, page.mark)
    key = _key(asked, page, desk)
    kept, problems = desk.cache.load(key)
    if kept is not None:
        try:
            return answer_of(desk.seat.form.model_validate(kept)), list(problems)
        except ValidationError:
            message = "a kept answer has not the agreed form"
            problems = (
                Problem("answer-cache-broken", page.document.name, message, "the model is asked again"),
            )
    new = ask(asked, desk.seat, place=page.document.name)
    if new.output is None:
        return Answer(), [*problems, *([new.problem] if new.problem else [])]
    kept_now = desk.cache.keep(key, new.output.model_dump(mode="json"))
    return answer_of(new.output), [*problems, *kept_now]


def _key(asked: str, page: Page, desk: _Desk) -> str:
    settings = desk.seat.settings
    how: list[str | int] = [settings.model, settings.base_url, settings.output, settings.answer_tokens]
    return cache_key(
        step="llm",
        version=PROMPT_VERSION,
        pack_digest=desk.pack.digest,
        inputs=[page.document.hash, desk.seat.task, asked, *how],
    )


def _told(document: Document, withheld: Sequence[Span]) -> list[Problem]:
    if not withheld:
        return []
    words = " ".join(withheld[0].of(document.text).split())[:_SHOWN]
    message = (
        f"it speaks to its reader, or to a machine (“{words}…”): these words were not sent and prove nothing"
    )
    remedy = "look at the page; its statements stay proposed until a person accepts them"
    return [Problem("instructions-in-document", document.name, message, remedy, "warning")]


def _refusals(document: Document, checking: Checked, formless: int) -> list[Problem]:
    """What of an answer was refused: the first few one by one, the rest as a number."""
    remedy = "nothing is to be done; a model that is often refused is a bad reader"
    found = [
        Problem("claim-refused", document.name, _reason(refusal), remedy, "note")
        for refusal in checking.refused[:_FEW_REFUSALS]
    ]
    rest = len(checking.refused) - len(found)
    if rest > 0:
        found.append(
            Problem("claim-refused", document.name, f"{rest} more claims were refused", remedy, "note")
        )
    if formless:
        message = f"{formless} entries outside the closed lists were refused"
        found.append(Problem("claim-refused", document.name, message, remedy, "note"))
    return found


def _reason(refusal: Refusal) -> str:
    words = " ".join(refusal.claim.quote.split())[:_SHOWN]
    return f"a claim on {refusal.claim.issue[:_SHOWN]} was refused: {refusal.reason} (“{words}”)"


def _missed(
    document: Document, proposed: Sequence[Statement], by_rules: Sequence[Statement]
) -> list[Problem]:
    """What the rules found and the model is silent about: a page may have asked it to be."""
    told = {(s.kind, s.holder, s.issue) for s in proposed}
    missed = [s for s in by_rules if s.kind == "position" and (s.kind, s.holder, s.issue) not in told]
    if not missed or len(missed) * 2 <= len([s for s in by_rules if s.kind == "position"]):
        return []
    message = f"the model is silent about {len(missed)} positions that the rules read"
    return [Problem("model-silent", document.name, message, "read it with the rules too", "note")]
