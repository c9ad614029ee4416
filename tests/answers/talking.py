"""A conversation in moves: figures are found in the words, what they mean is told by the test, replies are the offline writer's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from agent.answers.turnbook import TurnBook
from agent.answers.writer import write
from agent.dialogue.moves import As, Ask, Goal, Move, Tell
from agent.dialogue.state import State
from agent.memory import Conversation
from agent.turn import Preparation, Turn, prepare
from agent.understanding.reading import Reading
from knowledge.corpus import load_corpus
from knowledge.framework import load_framework
from tools.desk import Desk
from tools.figures import find_figures
from tools.tracking import Measurement

FRAMEWORK = load_framework()
PASSAGES = {passage.id: passage for passage in load_corpus().passages}
_REFERENCE = re.compile(r"\[\[(?P<cite>cite:)?(?P<name>[^\]]+)\]\]")


@dataclass
class Talk:
    """``say`` gives the turn, ``text`` its reply without citations."""

    language: str = "en"
    measured: tuple[Measurement, ...] = ()
    conversation: Conversation = field(default_factory=lambda: Conversation("a"))
    state: State = field(default_factory=State)
    turns: int = 0

    @property
    def desk(self) -> Desk:
        return Desk(FRAMEWORK, self.conversation.ledger)

    def measure(self, kpi: str, figure: str, day: str) -> None:
        self.measured = tuple(sorted((*self.measured, Measurement(kpi, day, figure)), key=lambda m: (m.day, m.kpi)))

    def say(self, text: str, *moves: Move) -> Turn:
        """A message with its moves; ``U1`` … in them are its figures, numbered anew in every message."""
        self.turns += 1
        self.state.next_figure = max(self.state.next_figure, int(self.conversation.ledger.next_id("U")[1:]))
        found = find_figures(text)
        ids = {f"U{n}": f"U{self.state.next_figure + n - 1}" for n in range(1, len(found) + 1)}
        figures = dict(zip(ids.values(), found, strict=True))
        named = [replace(m, fig=ids.get(m.fig, m.fig)) if isinstance(m, Tell) else m for m in moves]
        reading = Reading(tuple(named), self.language, figures)
        message = reading.message(text, turn=self.turns)
        preparation = Preparation(self.desk, PASSAGES, lambda _: (), self.measured)
        turn = prepare(reading, message, self.state, self.conversation, preparation)
        turn.close([fact for answer in turn.answers for fact in answer.facts])
        self.state = turn.state
        return turn


def budget(fig: str = "U1", of: str = "marketing", **more: str) -> Tell:
    return Tell(fig=fig, as_=As.BUDGET, of=of, **more)


def now(kpi: str, fig: str = "U1", as_: As = As.NOW, **more: str) -> Tell:
    return Tell(fig=fig, as_=as_, of=kpi, **more)


def draft(topic: str = "plan") -> Ask:
    return Ask(goal=Goal.DRAFT, topic=topic)


def text_of(turn: Turn) -> str:
    """The reply to a turn, without the numbers of its citations."""
    return told(turn.answers, turn.book)


def told(answers: Sequence, book: TurnBook) -> str:
    def printed(match: re.Match[str]) -> str:
        if match["cite"]:
            return ""
        name = match["name"]
        return (book.clause(name, opens=True) if book.statement(name) else book.block(name)).text

    return _REFERENCE.sub(printed, write(answers, book, book.language))
