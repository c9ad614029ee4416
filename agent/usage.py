"""What turns took of a model, what that costs where the operator says the prices, and whether a turn may take more.

Requests are counted, and tokens where the endpoint tells them; whoever runs turns for others says how much each may take.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tools.errors import Mistaken


@dataclass(frozen=True, slots=True)
class Usage:
    """Requests of one turn and their tokens; ``None`` where the endpoint told of not all of them how many there were."""

    requests: int = 0
    prompt_tokens: int | None = 0
    completion_tokens: int | None = 0


#: What a turn takes that asks no model.
NOTHING = Usage()


def together(usages: Iterable[Usage]) -> Usage:
    """The sum of several; tokens that one of them does not know, the sum does not know either."""
    every = [usage for usage in usages if usage.requests]
    read, written = [u.prompt_tokens for u in every], [u.completion_tokens for u in every]
    return Usage(
        sum(usage.requests for usage in every),
        None if None in read else sum(n or 0 for n in read),
        None if None in written else sum(n or 0 for n in written),
    )


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, of prompts and of completions, in ``currency`` (an ISO code)."""

    prompt: Decimal
    completion: Decimal
    currency: str

    @classmethod
    def parse(cls, text: str) -> Prices:
        """Prices as they are set: ``0.40 1.60 USD``. Raises :class:`~tools.errors.Mistaken`."""
        parts = text.replace(",", " ").split()
        try:
            prices = [Decimal(part) for part in parts[:2]]
        except InvalidOperation:
            prices = []
        if len(parts) != 3 or len(prices) != 2 or not all(price.is_finite() and price >= 0 for price in prices):
            raise Mistaken(
                "takes two prices of a million tokens and a currency, as in: 0.40 1.60 USD",
                "应为每百万 token 的两个价格和货币，例如 0.40 1.60 USD",
            )
        return cls(prices[0], prices[1], parts[2].upper())

    def cost(self, usage: Usage) -> Decimal | None:
        """What ``usage`` cost, to a ten-thousandth; ``None`` where its tokens are not known."""
        if usage.prompt_tokens is None or usage.completion_tokens is None:
            return None
        whole = usage.prompt_tokens * self.prompt + usage.completion_tokens * self.completion
        return (whole / 1_000_000).quantize(Decimal("0.0001"))


#: Is awaited before each request to a model, those that ask again included, and tells whether it may be made.
Allowance = Callable[[], Awaitable[bool]]
allowance: ContextVar[Allowance | None] = ContextVar("allowance", default=None)
