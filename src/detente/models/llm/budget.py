"""The budget of a run: tokens, cost and time; asked before each call, charged after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from detente.models.llm.settings import LlmSettings

Clock = Callable[[], float]
_MILLION = Decimal(1_000_000)
_BYTES_A_TOKEN = (
    3  # Vocabularies average four bytes of English; of other scripts fewer letters, but more bytes each.
)


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens that went to a model and came from it."""

    tokens_in: int = 0
    tokens_out: int = 0

    def __add__(self, other: Spent) -> Spent:
        """Both together."""
        return Spent(self.tokens_in + other.tokens_in, self.tokens_out + other.tokens_out)

    @property
    def tokens(self) -> int:
        """Tokens in both directions."""
        return self.tokens_in + self.tokens_out


def estimated_tokens(text: str) -> int:
    """How many tokens a text may be, rather too many than too few: used before a model has counted them."""
    return len(text.encode("utf-8", "replace")) // _BYTES_A_TOKEN + 1


class Budget:
    """What a run has spent so far, against what it may spend; one for each run, `document` for each document."""

    def __init__(self, settings: LlmSettings, clock: Clock) -> None:
        """Begin now."""
        self._settings, self._clock, self._began = settings, clock, clock()
        self.run, self.document = Spent(), Spent()

    def next_document(self) -> None:
        """What is spent from here counts for another document."""
        self.document = Spent()

    def charge(self, spent: Spent) -> None:
        """Count what a call has used, whether or not its answer was of use."""
        self.run, self.document = self.run + spent, self.document + spent

    @property
    def seconds_left(self) -> float:
        """Time that the run has left."""
        return self._began + self._settings.seconds_run - self._clock()

    @property
    def tokens_left(self) -> int:
        """Tokens that may still be spent on this document in this run."""
        limits = self._settings
        return min(limits.max_tokens - self.document.tokens, limits.max_tokens_run - self.run.tokens)

    def cost(self, spent: Spent) -> Decimal:
        """The price of tokens; 0 where no prices were given."""
        given = self._settings
        return (
            spent.tokens_in * (given.cost_in or Decimal(0))
            + spent.tokens_out * (given.cost_out or Decimal(0))
        ) / _MILLION

    def refuses(self, asked: Spent) -> str | None:
        """Why a call that may need so many tokens is not made; None where it may be."""
        limits = self._settings
        if self.seconds_left <= 0:
            return f"the {limits.seconds_run:g} seconds of the run are over"
        if asked.tokens > self.tokens_left:
            return f"about {asked.tokens} tokens are needed and {max(0, self.tokens_left)} are left"
        if limits.max_cost is not None and self.cost(self.run + asked) > limits.max_cost:
            return f"the next call could pass the ceiling of {limits.max_cost} (spent: {self.cost(self.run):.4f})"
        return None
