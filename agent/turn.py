"""One turn, prepared: a message read, applied to the state, answered and put into a book of statements.

Everything here is code and the same with a model or without one; writers take it from here. Nothing is stored.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from agent import adopting
from agent.adopting import adopted
from agent.answers.around import after, before
from agent.answers.context import Context
from agent.answers.disputes import Disputes, disputed
from agent.answers.model import Answer, Note
from agent.answers.registry import answer
from agent.answers.sources import from_documents
from agent.answers.turnbook import TurnBook
from agent.dialogue.after import close_turn
from agent.dialogue.apply import Applied, apply
from agent.dialogue.asking import Resolved
from agent.dialogue.message import Message
from agent.dialogue.moves import Form, Goal, Move, Unread
from agent.dialogue.state import State
from agent.understanding.reading import Reading
from tools.desk import Desk
from tools.facts import Fact, Given, Ledger
from tools.identity import Label
from tools.tracking import Measurement

_NAMES = {"zh": ("zh", "chinese", "mandarin", "中", "汉", "华"), "en": ("en", "英")}

if TYPE_CHECKING:
    from agent.memory import Conversation


@dataclass(slots=True)
class Turn:
    """A prepared turn. ``answers`` are all in the order in which they are told, ``answered`` those to the questions ``asked``.

    ``before`` is the state that the message found, ``known`` the number of facts that the ledger held then.
    """

    conversation: Conversation
    number: int
    message: Message
    reading: Reading
    state: State
    desk: Desk
    applied: Applied
    asked: tuple[Resolved, ...]
    answered: tuple[Answer, ...]
    answers: tuple[Answer, ...]
    book: TurnBook
    passages: Mapping[str, Any]
    said: frozenset[str] = frozenset()
    found: tuple[str, ...] = ()
    before: State = field(default_factory=State)
    known: int = 0
    preparation: Preparation | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that the turn added to the ledger, in order."""
        return tuple(itertools.islice(self.desk.ledger, self.known, None))

    @property
    def ledger_before(self) -> Ledger:
        """A ledger of the facts that the message found."""
        return Ledger({fact.id: fact for fact in itertools.islice(self.desk.ledger, self.known)})

    @property
    def language(self) -> str:
        return self.book.language

    @property
    def form(self) -> Form | None:
        return self.applied.form

    @property
    def outcome(self) -> str:
        """``asked``: one question and no figure for it; ``partly``: something was not used; else ``answered``."""
        told = [a for a in self.answers if a.needs or (a.items and not a.lacking and not _only_asks(a))]
        asks = any(isinstance(i, Note) and i.question for a in self.answers for i in a.items)
        if not told and (asks or any(a.lacking for a in self.answers)):
            return "asked"
        if self.reading.unread or (asks and any(a.lacking for a in self.answers)):
            return "partly"
        return "answered"

    @property
    def chart(self) -> tuple[Fact, ...]:
        """The amounts that a bar chart of the reply would show."""
        return next((a.chart for a in self.answers if a.chart), ())

    @property
    def is_plan(self) -> bool:
        """Whether the reply draws up a plan, or hands it over as a file."""
        both = zip(self.asked, self.answered, strict=True)
        return any(r.ask.goal is Goal.DRAFT and r.ask.topic != "chart" and not a.lacking for r, a in both)

    @property
    def worth_telling(self) -> bool:
        """Whether a model could gain by telling it: where there is nothing to answer, nothing is asked."""
        return bool(self.answers)

    def close(self, shown: Sequence[Fact]) -> None:
        """Leave to the state what the reply showed and what is pending."""
        close_turn(
            self.state,
            turn=self.number,
            asked=self.asked,
            lacking=[a.lacking for a in self.answered],
            shown=[f.id for f in shown],
            listed=[a.listed for a in self.answered],
            said=self.said,
        )


def _only_asks(found: Answer) -> bool:
    return all(isinstance(item, Note) and item.question for item in found.items)


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a turn is prepared with."""

    desk: Desk
    passages: Mapping[str, Any]
    search: Callable[[str], Sequence[Any]]
    measured: tuple[Measurement, ...] = ()
    disputes: Disputes = field(default_factory=dict)


def prepare(
    reading: Reading,
    message: Message,
    state: State,
    conversation: Conversation,
    preparation: Preparation,
    *,
    behind: TurnBook | None = None,
) -> Turn:
    """Apply ``reading`` to a copy of ``state`` and answer it. The ledger of the desk takes the facts.

    References are numbered on from those of the book ``behind``, so that none of them stands for two things.
    """
    earlier, state = state, copy.deepcopy(state)
    desk, found = preparation.desk, list[str]()
    known = len(desk.ledger)

    def search(query: str) -> Sequence[Any]:
        hits = preparation.search(query)
        found.extend(hit.id for hit in hits)
        return hits

    taken = adopted(message, preparation.disputes, desk.framework)
    moves = taken.stated(reading.moves) if taken else reading.moves
    applied = apply(state, moves, message, desk)
    if taken:
        reading = replace(reading, moves=(*moves, taken.move))
    if (wanted := _language(applied.form)) and wanted != message.language:
        message = replace(message, language=wanted)
    context = Context(
        state, desk, message, preparation.passages, search, tuple(applied.claims), tuple(applied.notes), preparation.measured
    )  # fmt: skip
    asked = tuple(applied.asks)
    answered = tuple(answer(resolved, context) for resolved in asked)
    theirs = (adopting.answered(taken, adopting.take(taken, message, desk, state.figures), context),) if taken else ()
    answers = (
        *before(applied, context),
        *theirs,
        *answered,
        *after(applied, context, answered=any(a.items for a in (*answered, *theirs))),
    )
    otherwise = {other.source.passage for others in preparation.disputes.values() for other in others}
    if (found_better := from_documents(message.text, answers, context, disputed=otherwise)) is not None:
        answers = found_better
        _unbook(state, desk.ledger, message.turn, applied.unread)
        applied = replace(applied, unread=[])
        reading = replace(reading, moves=tuple(m for m in reading.moves if not isinstance(m, Unread)))
    answers = (*answers, *disputed(answers, desk, preparation.disputes, message.language))
    book = TurnBook(
        answers,
        preparation.passages,
        message.language,
        desk.framework,
        budgets={s.name: desk.ledger[s.budget] for s in state.scenarios.values() if s.budget},
        names={s.name: Label(s.label, s.label) for s in state.scenarios.values() if s.label},
        several=sum(bool(s.budget) for s in state.scenarios.values()) > 1,
        counts=behind.counts if behind is not None else {},
    )
    return Turn(
        conversation, message.turn, message, reading, state, desk, applied, asked, answered, answers, book, preparation.passages,
        frozenset(context.told), tuple(dict.fromkeys(found)), earlier, known, preparation,
    )  # fmt: skip


def _unbook(state: State, ledger: Ledger, turn: int, questions: Sequence[Unread]) -> None:
    """Take back what was booked as spent from the words of ``questions``: it is a limit asked about, and no reply tells of it."""

    def asked_about(fact: Fact) -> bool:
        said = fact.provenance
        return isinstance(said, Given) and said.turn == turn and any(q.start <= said.start < q.end for q in questions)

    for scenario in state.scenarios.values():
        scenario.spends = [spend for spend in scenario.spends if not asked_about(ledger[spend.fact])]


def _language(form: Form | None) -> str:
    """The language that a reply was asked for in, empty where none was."""
    named = form.lang.strip().lower() if form is not None else ""
    return next((code for code, names in _NAMES.items() if named.startswith(names)), "") if named else ""


def prepare_again(turn: Turn, moves: Sequence[Move], *, by: str = "model") -> Turn:
    """``turn`` with other moves, on the state and the ledger that the message found. ``turn`` itself stays as it is.

    The new turn has a ledger of its own, which is also that of its conversation; its references are numbered on.
    """
    if turn.preparation is None:
        raise ValueError("the turn does not know what it was prepared with")
    ledger = turn.ledger_before
    preparation = replace(turn.preparation, desk=replace(turn.preparation.desk, ledger=ledger))
    conversation = replace(turn.conversation, ledger=ledger)
    reading = replace(turn.reading, moves=tuple(moves), by=by)
    return prepare(reading, turn.message, turn.before, conversation, preparation, behind=turn.book)
