"""Options of readers that ask a language model: which, where, and at what cost at most."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.models.llm.settings import LlmSettings

READER = "llm"
_OPTIONS = (
    *(
        "model",
        "base_url",
        "api_key_env",
        "max_tokens",
        "max_cost",
        "cost_in",
        "cost_out",
        "seconds",
        "cache",
    ),
    "allow_network",
)


def add_model(parser: ArgumentParser) -> None:
    """Options of the reader `llm`."""
    how = parser.add_argument_group(
        "the reader llm",
        "Nothing leaves this machine unless --model and --base-url name where to, and an address elsewhere also needs "
        "--allow-network. The reports' words are then sent there. See docs/llm.md.",
    )
    how.add_argument("--model", metavar="NAME", help="model, as its server calls it")
    how.add_argument(
        "--base-url", metavar="URL", help="OpenAI-compatible server, such as http://localhost:8080/v1"
    )
    how.add_argument(
        "--allow-network", action="store_true", help="send reports to an address that is not this machine"
    )
    how.add_argument(
        "--api-key-env", metavar="VARIABLE", help="variable that holds the server's key (default: no key)"
    )
    how.add_argument(
        "--max-tokens", metavar="N", type=_count, help="tokens for the whole run (default 5000000)"
    )
    how.add_argument("--cost-in", metavar="PRICE", type=_price, help="price of a million tokens sent")
    how.add_argument("--cost-out", metavar="PRICE", type=_price, help="price of a million tokens answered")
    how.add_argument(
        "--max-cost", metavar="SUM", type=_price, help="stop before the run costs more; needs the prices"
    )
    how.add_argument("--seconds", metavar="S", type=_count, help="time for one answer (default 120)")
    how.add_argument(
        "--cache", metavar="DIR", type=Path, help="keep answers here; they hold words of the reports"
    )


def settings_of(args: Namespace, readers: Sequence[str]) -> LlmSettings | None:
    """The settings that the options name; None where no reader needs them. Raises BadInput where one is missing or idle."""
    from detente.kernel.errors import BadInput
    from detente.models.llm.settings import LlmSettings, check_settings

    given = {name: getattr(args, name) for name in _OPTIONS if getattr(args, name)}
    if READER not in readers:
        if given:
            option = "--" + next(iter(given)).replace("_", "-")
            raise BadInput(f"{option} is for the reader '{READER}' only; add it with --reader or --readers")
        return None
    for name in ("model", "base_url"):
        if name not in given:
            raise BadInput(
                f"the reader '{READER}' needs --{name.replace('_', '-')}; nothing was sent anywhere"
            )
    if "max_tokens" in given:
        given["max_tokens_run"] = given["max_tokens"]
    settings = LlmSettings(**given)
    check_settings(settings)
    return settings


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def _price(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as fault:
        raise ValueError(text) from fault
    if not (value.is_finite() and value >= 0):
        raise ValueError(text)
    return value


_count.__name__, _price.__name__ = "number above 0", "price"
