"""A conversation a few moves further on: a part of a message is read as if what stands before it had been said already."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from agent.answers.context import Context
from agent.dialogue.message import Day, Message
from agent.dialogue.moves import As, Ask, Form, Goal, Move, Tell
from agent.dialogue.state import State
from agent.understanding.tokens import Stream
from agent.understanding.trial import copied
from agent.understanding.view import View
from agent.understanding.windows import between
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Ledger
from tools.figures.model import Figure
from tools.parameters import Framework
from tools.quantities import UnitKind

#: Reads a stretch of a message in a state: its moves, and the names of the rules that proposed them.
Reads = Callable[[Stream, State, Ledger | None], tuple[tuple[Move, ...], tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Ahead:
    """A copy of a conversation that may be written to; without a ``ledger`` nothing is applied, and parts are read as they stand."""

    message: Message
    state: State
    framework: Framework
    ledger: Ledger | None
    reads: Reads

    @property
    def known(self) -> bool:
        """Whether a budget, or what a layer was given, is at hand."""
        current = self.state.current
        return current is not None and bool(current.budget or current.plans)

    def read(self, stretch: Stream) -> tuple[tuple[Move, ...], tuple[str, ...]]:
        """The moves of a stretch of the message."""
        return self.reads(stretch, self.state, self.ledger)

    def reading(self, figures: Mapping[str, Figure]) -> Ahead:
        """The conversation with figures of the message in another unit."""
        return replace(self, message=replace(self.message, figures={**self.message.figures, **figures}))

    def too_large_for(self, figures: Sequence[Figure]) -> bool:
        """Whether the budget at hand is so large beside bare figures that they cannot be in the same unit."""
        current = self.state.current
        bare = [f.low or Decimal(0) for f in figures if f.unit.kind is UnitKind.NUMBER]
        if not bare or current is None or not current.budget or self.ledger is None:
            return False
        return max(bare) < 1000 and self.ledger[current.budget].value > 100 * max(bare)

    def after(self, moves: Iterable[Move], days: Mapping[str, Day] | None = None) -> Ahead:
        """The conversation behind ``moves``, whose questions are asked and not yet answered."""
        from agent.dialogue.apply import apply

        if self.ledger is None:
            return self
        state, ledger = copied(self.state), self.ledger.copy()
        message = replace(self.message, days={**self.message.days, **(days or {})})
        apply(state, [m for m in moves if not isinstance(m, Form)], message, Desk(self.framework, ledger))
        return replace(self, message=message, state=state, ledger=ledger)

    def worth_telling(self, tells: Sequence[Tell]) -> Iterator[Tell]:
        """The tells without plans that say again what a layer has by the budget at hand."""
        for move in tells:
            yield replace(move, as_=As.CONTEXT, label="plan") if self._has_already(move) else move

    def _has_already(self, move: Tell) -> bool:
        current = self.state.current
        if move.as_ is not As.BUDGET or self.ledger is None or current is None or not current.budget:
            return False
        context = Context(copied(self.state), Desk(self.framework, self.ledger.copy()), self.message)
        try:
            return (
                context.amount(move.of, context.state.scenarios[current.name]).value
                == self.message.figures[move.fig].low
            )
        except (InvalidInput, KeyError, LookupError):
            return False


def in_turn(view: View, ahead: Ahead) -> tuple[tuple[Move, ...], tuple[str, ...]] | None:
    """The sentences of a message read one behind the other, each as if those before it had been said already.

    ``None`` where the message is one sentence, or where this way, too, leaves something unread or unsure, or speaks of something else than the books.
    """
    ends = sorted({view.sentence(c)[-1].tokens[-1].end for c in view.clauses})
    if (
        view.has("source", "claim")
        or _CITES.search(view.stream.text.casefold())
        or not 1 < len(ends) <= _SENTENCES
        or ahead.ledger is None
    ):
        return None
    moves: list[Move] = []
    names: list[str] = []
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        stretch = between(view.stream, start, end + _MARK)
        found, named = ahead.read(stretch)
        if not found or not all(map(_of_the_books, found)):
            return None
        moves.extend(m for m in found if not (isinstance(m, Ask) and m in moves))
        names.extend(named)
        ahead = ahead.after(found)
    return tuple(moves), tuple(names)


def _of_the_books(move: Move) -> bool:
    """Whether a move tells money that was spent, or asks of it."""
    if isinstance(move, Ask):
        return move.goal in _BOOKS and not move.unsure
    return isinstance(move, Tell) and move.as_ in (As.SPENT, As.FISCAL)


_BOOKS = frozenset(
    {Goal.LEFT, Goal.SPENT, Goal.ACTUAL, Goal.FORECAST, Goal.BRIDGE, Goal.PACE, Goal.PERPART, Goal.PHASING, Goal.BOOK}
)
_CITES = re.compile(r"文章|原文|\b(?:article|source|author)\b")
_SENTENCES = 6
#: The mark that ends a sentence belongs to it.
_MARK = 1
