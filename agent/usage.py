"""What a turn took of a model: requests, and tokens where the endpoint tells them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """Requests of one turn and their tokens; ``None`` where the endpoint told of not all of them how many there were."""

    requests: int = 0
    prompt_tokens: int | None = 0
    completion_tokens: int | None = 0


#: What a turn takes that asks no model.
NOTHING = Usage()
