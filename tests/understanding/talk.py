"""A conversation without a service around it: messages read, applied and answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from agent.answers.context import Context
from agent.answers.model import Answer
from agent.answers.registry import answer
from agent.dialogue.after import close_turn
from agent.dialogue.apply import apply
from agent.dialogue.asking import Resolved
from agent.dialogue.names import Names
from agent.dialogue.spelling import to_line
from agent.dialogue.state import State
from agent.understanding.reader import RuleReader
from agent.understanding.reading import Reading
from knowledge.framework import load_framework
from tools.desk import Desk
from tools.facts import Fact


@cache
def reader() -> RuleReader:
    return RuleReader(load_framework())


@dataclass
class Talk:
    """Turns of one conversation, with what the last of them came to."""

    state: State = field(default_factory=State)
    desk: Desk = field(default_factory=lambda: Desk(load_framework()))
    turn: int = 0
    reads: RuleReader = field(default_factory=reader)
    reading: Reading | None = None
    answers: list[tuple[Resolved, Answer]] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)

    def say(self, text: str) -> Reading:
        """Read, apply and answer one message."""
        self.turn += 1
        reading = self.reads.read(text, self.state, turn=self.turn, ledger=self.desk.ledger)
        message = reading.message(text, turn=self.turn)
        applied = apply(self.state, reading.moves, message, self.desk)
        context = Context(self.state, self.desk, message, claims=applied.claims, notes=applied.notes)
        self.answers = [(asked, answer(asked, context)) for asked in applied.asks]
        self.lacking = [lack.what for lack in applied.lacks]
        self.lacking += [what for _, found in self.answers for what in found.lacking]
        close_turn(
            self.state, turn=self.turn, asked=applied.asks, lacking=[a.lacking for _, a in self.answers],
            shown=[fact.id for _, a in self.answers for fact in a.facts], listed=[a.listed for _, a in self.answers], said=context.told,
        )  # fmt: skip
        self.reading = reading
        return reading

    @property
    def line(self) -> str:
        """The moves of the last message as a line with short names."""
        assert self.reading is not None
        return to_line(self.reading.moves, Names(load_framework()))

    @property
    def shown(self) -> set[str]:
        """The values that the last answers show."""
        return {f"{abs(fact.value).normalize():f}" for _, found in self.answers for fact in found.facts}

    @property
    def figures(self) -> set[str]:
        """The values that the last answers needed."""
        return {f"{abs(fact.value).normalize():f}" for fact in self.needs}

    @property
    def needs(self) -> list[Fact]:
        return [fact for _, found in self.answers for fact in found.needs]

    @property
    def goals(self) -> list[str]:
        return [found.goal for _, found in self.answers]


def talk(*messages: str) -> Talk:
    """A conversation after ``messages``."""
    made = Talk()
    for message in messages:
        made.say(message)
    return made
