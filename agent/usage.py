"""What a turn took of a model, and whether it may take more: whoever runs turns for others says how much each may."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """Requests of one turn and their tokens; ``None`` where the endpoint told of not all of them how many there were."""

    requests: int = 0
    prompt_tokens: int | None = 0
    completion_tokens: int | None = 0


#: What a turn takes that asks no model.
NOTHING = Usage()

#: Is awaited before each request to a model, those that ask again included, and tells whether it may be made.
Allowance = Callable[[], Awaitable[bool]]
allowance: ContextVar[Allowance | None] = ContextVar("allowance", default=None)
