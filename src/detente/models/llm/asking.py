"""Asking a model: one question, one answer of the given form; no tools, bounded in tokens and time, tried again at need."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.kernel.problems import Problem
from detente.models.llm.budget import Budget, Spent, estimated_tokens
from detente.models.llm.settings import LlmSettings, api_key, is_loopback

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_ai.models import Model
    from pydantic_ai.usage import RunUsage

_TRY_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_FIRST_WAIT = 1.0
_SHOWN = 200
Wait = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a model is asked from: the model anew for each call, what it is told, the form of its answer, the limits."""

    settings: LlmSettings
    open_model: Callable[[LlmSettings], Model]
    task: str
    form: type[BaseModel]
    budget: Budget
    wait: Wait


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer in the agreed form, or the problem in its place."""

    output: BaseModel | None
    problem: Problem | None = None


def open_endpoint(settings: LlmSettings) -> Model:
    """The model at an OpenAI-compatible address.

    Redirects are not followed. On this machine no proxy is used, and a key goes out only where one was named: without
    this, a variable of the surroundings would send reports, or another service's key, where nobody asked for it.
    """
    import httpx2
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    client = httpx2.AsyncClient(
        trust_env=not is_loopback(settings.base_url), follow_redirects=False, timeout=settings.seconds
    )
    provider = OpenAIProvider(base_url=settings.base_url, api_key=api_key(settings), http_client=client)
    return OpenAIChatModel(settings.model, provider=provider)


def ask(question: str, seat: Seat, *, place: str) -> Asked:
    """Ask, and again where the server was busy or slow. What was used is charged even where nothing came of it."""
    from pydantic_ai.exceptions import (
        AgentRunError,
        ModelAPIError,
        UnexpectedModelBehavior,
        UsageLimitExceeded,
    )
    from pydantic_ai.usage import RunUsage

    attempt = 0
    while True:
        need = Spent(estimated_tokens(seat.task + question), seat.settings.answer_tokens)
        why = seat.budget.refuses(need)
        if why:
            return Asked(None, _over_budget(place, why))
        usage = RunUsage()
        try:
            return Asked(asyncio.run(_once(question, seat, usage)))
        except UsageLimitExceeded as fault:
            return Asked(None, _over_budget(place, str(fault)[:_SHOWN]))
        except UnexpectedModelBehavior as fault:
            return Asked(None, _unusable(place, fault))
        except (ModelAPIError, TimeoutError, AgentRunError) as fault:
            pause = _pause(fault, attempt)
            if pause is None or attempt >= seat.settings.retries or pause > _longest(seat):
                return Asked(None, _unavailable(place, fault, seat.settings))
            seat.wait(pause)
        finally:
            seat.budget.charge(_spent(usage, need))
        attempt += 1


async def _once(question: str, seat: Seat, usage: RunUsage) -> BaseModel:
    """One run: the question, and what the model is told again where its answer is no JSON of the form."""
    from pydantic_ai import Agent, NativeOutput, PromptedOutput, UsageLimits
    from pydantic_ai.settings import ModelSettings

    settings, budget = seat.settings, seat.budget
    form: Any = NativeOutput(seat.form) if settings.output == "native" else PromptedOutput(seat.form)
    seconds = max(0.001, min(settings.seconds, budget.seconds_left))
    limits = ModelSettings(
        max_tokens=settings.answer_tokens,
        temperature=0.0,
        timeout=seconds,
        request_timeout=seconds,
        max_retries=0,
    )
    model = seat.open_model(settings)
    try:
        agent = Agent(
            model, output_type=form, instructions=seat.task, retries=settings.retries, model_settings=limits
        )
        fence = UsageLimits(request_limit=settings.retries + 1, total_tokens_limit=max(1, budget.tokens_left))
        async with asyncio.timeout(min(seconds * (settings.retries + 1), max(0.001, budget.seconds_left))):
            result = await agent.run(question, usage=usage, usage_limits=fence)
        return result.output  # type: ignore[no-any-return]
    finally:
        await _close(model)


async def _close(model: Any) -> None:
    """End the connections of a model that has any."""
    client = getattr(model, "client", None)
    if client is not None:
        await client.close()


def _spent(usage: RunUsage, need: Spent) -> Spent:
    """What the server says was used; the estimate where it answered and does not say."""
    if usage.requests and not usage.input_tokens and not usage.output_tokens:
        return need
    return Spent(usage.input_tokens, usage.output_tokens)


def _pause(fault: Exception, attempt: int) -> float | None:
    """Seconds to wait before another attempt, as the server asked or twice the last; None where another is no use."""
    from pydantic_ai.exceptions import ModelAPIError, ModelHTTPError

    if isinstance(fault, ModelHTTPError) and fault.status_code not in _TRY_AGAIN:
        return None
    if not isinstance(fault, ModelAPIError | TimeoutError):
        return None
    asked = getattr(fault, "retry_after", None)
    return float(asked) if asked is not None else _FIRST_WAIT * 2**attempt


def _longest(seat: Seat) -> float:
    return min(seat.settings.longest_wait, seat.budget.seconds_left)


def _over_budget(place: str, why: str) -> Problem:
    remedy = "give a higher limit, or fewer reports; what was answered is kept where there is a --cache"
    return Problem("model-budget-spent", place, f"not all of it was read: {why}", remedy, "error")


def _unusable(place: str, fault: Exception) -> Problem:
    message = f"the model gave no answer of the agreed form ({_short(fault)})"
    return Problem("model-answer-unusable", place, message, "try again, or another model", "error")


def _unavailable(place: str, fault: Exception, settings: LlmSettings) -> Problem:
    message = f"'{settings.model}' at {settings.base_url} did not answer ({_short(fault)})"
    remedy = "check that the server runs, has this model and takes the key; then read again"
    return Problem("model-unavailable", place, message, remedy, "error")


def _short(fault: Exception) -> str:
    """A fault on one line, without the rest of the page that a server may send with it."""
    told = " ".join(str(fault).split())[:_SHOWN]
    return f"{type(fault).__name__}: {told}" if told else type(fault).__name__
