"""Settings of the language-model reader: which model, at which address, at what cost at most. All are arguments."""

from __future__ import annotations

import os
from dataclasses import dataclass
from decimal import Decimal
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from detente.kernel.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmSettings:
    """What the reader asks, and where it stops.

    `model` and `base_url` have no default: nothing is sent anywhere unless both are named. `max_tokens` bounds a document,
    `max_tokens_run` all of them, `answer_tokens` one answer. `seconds` bounds one call, `seconds_run` the whole run.
    `cost_in` and `cost_out` are prices of a million tokens, in the currency of `max_cost`. `retries` counts further attempts
    after a failure, `longest_wait` bounds what a server may ask us to wait. `window` and `overlap` are in characters.
    """

    model: str
    base_url: str
    api_key_env: str | None = None
    allow_network: bool = False
    output: Literal["native", "prompted"] = "native"
    max_tokens: int = 200_000
    max_tokens_run: int = 5_000_000
    answer_tokens: int = 8_000
    seconds: float = 120.0
    seconds_run: float = 3600.0
    cost_in: Decimal | None = None
    cost_out: Decimal | None = None
    max_cost: Decimal | None = None
    retries: int = 2
    longest_wait: float = 30.0
    window: int = 12_000
    overlap: int = 600
    cache: Path | None = None


def is_loopback(base_url: str) -> bool:
    """Whether an address can only lead to this machine: `localhost`, or a loopback number."""
    try:
        host = urlsplit(base_url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def check_settings(settings: LlmSettings) -> None:
    """Raise BadInput where a document would be sent somewhere that was not allowed, or a limit limits nothing."""
    if not settings.model.strip():
        raise BadInput("no model is named; give --model NAME, as the server calls it")
    _check_address(settings)
    for name in ("max_tokens", "max_tokens_run", "answer_tokens", "seconds", "seconds_run", "window"):
        if not getattr(settings, name) > 0:
            raise BadInput(f"'{name}' is {getattr(settings, name)}; give a number above 0")
    if not 0 <= settings.overlap < settings.window:
        raise BadInput(
            f"'overlap' is {settings.overlap}; give a number from 0 to less than {settings.window}"
        )
    priced = settings.cost_in is not None and settings.cost_out is not None
    if settings.max_cost is not None and not priced:
        raise BadInput("a cost ceiling needs prices; give --cost-in and --cost-out for a million tokens")


def _check_address(settings: LlmSettings) -> None:
    try:
        address = urlsplit(settings.base_url)
        host = address.hostname
    except ValueError:
        host = None
    if not host or address.scheme not in {"http", "https"}:
        raise BadInput(f"'{settings.base_url}' is no address; give one like http://localhost:8080/v1")
    if address.username or address.password:
        raise BadInput(f"the address at {host} holds a password; name a variable with --api-key-env")
    if is_loopback(settings.base_url):
        return
    if not settings.allow_network:
        raise BadInput(
            f"'{host}' is not this machine, and reports would be sent to it; add --allow-network if they may be"
        )
    if address.scheme != "https":
        raise BadInput(f"reports and keys are not sent to '{host}' in the clear; give an https address")


def api_key(settings: LlmSettings) -> str:
    """The key that the named variable holds; a word that is none where no variable is named. Raises BadInput."""
    if settings.api_key_env is None:
        return "none"
    key = os.environ.get(settings.api_key_env, "")
    if not key:
        raise BadInput(f"the variable '{settings.api_key_env}' of --api-key-env is not set; export it first")
    return key
