"""What a writer of turns is, and what it gives back."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from agent.usage import NOTHING, Usage

if TYPE_CHECKING:
    from agent.grounding.outcome import Outcome
    from agent.replies import Delta, Restart
    from agent.turn import Turn


@dataclass(frozen=True, slots=True)
class Telling:
    """An accepted reply: what the gate made of it, the text with references that it came from, and what it took.

    ``turn`` is the turn as the writer read it anew, where it did: its state is the conversation's from then on. ``dropped`` counts the sentences that
    were taken out because they failed twice.
    """

    outcome: Outcome
    raw: str
    refused: int = 0
    kinds: tuple[str, ...] = ()  # why figures were refused
    usage: Usage = NOTHING
    turn: Turn | None = None
    dropped: int = 0


class Author(Protocol):
    """A model that tells a turn in its own words.

    ``tell`` streams events of the reply as :class:`Delta` (checked text) and :class:`Restart`, and ends with the
    :class:`Telling` that was accepted. It raises :class:`~agent.errors.ModelTrouble` when no reply passed.
    """

    def tell(self, turn: Turn) -> AsyncGenerator[Delta | Restart | Telling, None]: ...
