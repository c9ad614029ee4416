"""What a reader gives: the moves of a message, with the figures and days that they name, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from agent.dialogue.message import Day, Message
from agent.dialogue.moves import Move, Unread
from agent.dialogue.state import State
from tools.facts import Ledger
from tools.figures.model import Figure


@dataclass(frozen=True, slots=True)
class Reading:
    """The moves of a message. ``figures`` and ``days`` are those found, by the ids that the moves use.

    ``by`` is who read (``rules`` or ``model``), ``score`` and ``margin`` tell how sure the rules are, ``rival`` is the next best list where it would have
    given another answer. ``asked_language`` is a language that the message asks for.
    """

    moves: tuple[Move, ...]
    language: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    days: Mapping[str, Day] = field(default_factory=dict)
    asked_language: str = ""
    by: str = "rules"
    score: float = 0.0
    margin: float = 0.0
    rival: tuple[Move, ...] = ()
    named: Sequence[str] = ()  # rules that proposed the moves, for tests and the log

    @property
    def unread(self) -> tuple[Unread, ...]:
        return tuple(m for m in self.moves if isinstance(m, Unread))

    def message(self, text: str, *, turn: int, speaker: str = "") -> Message:
        """The message as the dialogue takes it."""
        return Message(text, turn, self.language, speaker, self.figures, self.days)


class Reader(Protocol):
    """Reads one message in the context of a conversation's state."""

    def read(
        self, text: str, state: State, *, turn: int, speaker: str = "", language: str = "", ledger: Ledger | None = None
    ) -> Reading:
        """The moves of ``text``. With the conversation's ``ledger`` readings are tried before one is chosen."""
        ...
