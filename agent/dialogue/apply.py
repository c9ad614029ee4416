"""Applying moves to a state: the only writer of what a conversation holds.

Moves are applied in order. What has nothing to belong to yet waits to the end of the message, is tried once more, and only then becomes a question.
Nothing is computed here but the amounts that a scenario consists of; ``agent.answers`` answers the questions that come out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from agent.dialogue import journal
from agent.dialogue.asking import Resolved, Resolver
from agent.dialogue.intake import Doubtful, Intake, NoFigure
from agent.dialogue.message import Message
from agent.dialogue.moves import Ask, Chat, Claim, Correct, Form, Goal, Move, Op, Return, Suppose, Tell, Unread
from agent.dialogue.names import figures_in
from agent.dialogue.phasing import keep_phasing
from agent.dialogue.returning import go_back
from agent.dialogue.setting_right import set_right
from agent.dialogue.state import State
from agent.dialogue.supposing import suppose
from agent.dialogue.tells import Asked, Later, Teller
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.identity import Role


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that must be known before a move can be applied, and the figure that it is about."""

    what: str
    fig: str = ""
    error: InvalidInput | None = None


@dataclass(slots=True)
class Applied:
    """What came out of a message: questions to answer, what is lacking, what was not read, how the reply is to look.

    ``notes`` are assumptions in the order in which they were made; ``claims`` are numbers put into the source's mouth.
    """

    asks: list[Resolved] = field(default_factory=list)
    lacks: list[Lack] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    form: Form | None = None
    chats: list[Chat] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    returned: str = ""
    changed: bool = False


def apply(state: State, moves: Sequence[Move], message: Message, desk: Desk) -> Applied:
    """Change ``state`` by ``moves`` and tell what is to be answered."""
    return _Application(state, message, desk).run(moves)


#: What a figure in a slot of a question is.
_IN_A_QUESTION = {
    "about": Role.CONTEXT, "args": Role.CONTEXT, "above": Role.PLAN, "want": Role.PLAN, "at": Role.SHARE,
    "weights": Role.WEIGHT, "parts": Role.COUNT,
}  # fmt: skip


class _Application:
    def __init__(self, state: State, message: Message, desk: Desk) -> None:
        self.state, self.message, self.desk = state, message, desk
        self.intake = Intake(state, desk, message)
        self.teller = Teller(state, desk, message, self.intake)
        self.resolver = Resolver(state, desk.framework, message.turn)
        self.out = Applied()
        self.waiting: list[Move] = []
        self.told: list[Tell] = []
        self.supposed: list[Suppose] = []
        self.corrected = False
        self._do: Mapping[type[Move], Callable[[Any], None]] = {
            Tell: self._tell, Suppose: self._suppose, Correct: self._correct, Return: self._return, Ask: self._ask,
            Claim: self._claim, Form: self._form, Chat: self._chat, Unread: self._unread,
        }  # fmt: skip

    def run(self, moves: Sequence[Move]) -> Applied:
        numbers = [int(fig[1:]) for fig in self.message.figures]
        self.state.next_figure = max(self.state.next_figure, max(numbers, default=0) + 1)
        self.state.language = self.message.language
        if self.message.speaker and self.message.speaker not in self.state.speakers:
            self.state.speakers.append(self.message.speaker)
        if any(isinstance(m, Tell | Suppose) for m in moves) and self.state.scenarios:
            self.state.remember("tell", self.message.turn)
        before = journal.book_of(self.state)
        for move in moves:
            self._try(move)
        for move in self.waiting:
            self._try(move, last=True)
        journal.note(self.state, before, self.message, supposed=bool(self.supposed))
        # "Split a budget of €4m": what was asked before the budget was told is about it.
        self.out.asks = [r if r.scenarios else replace(r, scenarios=tuple(self.state.focus)) for r in self.out.asks]
        if self.state.focus and any(
            lack.error is not None and lack.error.code == "not_positive" for lack in self.out.lacks
        ):
            self.out.asks = []  # asked of an amount that cannot be: not of the budget before it
        else:
            self._implied()
        self.out.notes = list(dict.fromkeys(self.intake.notes))
        self.resolver.close(self.out.asks)
        return self.out

    # -- one move ------------------------------------------------------------------------------------------------------------

    def _try(self, move: Move, *, last: bool = False) -> None:
        try:
            self._do[type(move)](move)
        except Later:
            if last:
                self.out.lacks.append(Lack("budget", getattr(move, "fig", "")))
            else:
                self.waiting.append(move)
        except Asked as error:
            self.out.lacks.append(Lack(error.lacks, error.fig))
        except Doubtful as error:
            self.out.lacks.append(Lack("doubt", error.fig))
        except InvalidInput as error:
            self.out.lacks.append(Lack("invalid", getattr(move, "fig", ""), error))
        except NoFigure as error:
            self.out.unread.append(Unread(text=str(error), why="figure"))

    def _tell(self, move: Tell) -> None:
        move = replace(move, of=self.resolver.name(move.of))
        if move.by and move.by not in self.state.speakers:
            self.state.speakers.append(move.by)
        self.teller.tell(move)
        self.told.append(move)
        self.resolver.tells(move)
        self.out.changed = True

    def _suppose(self, move: Suppose) -> None:
        move = replace(move, of=self.resolver.name(move.of))
        before = self.state.last_asks()
        if move.of.startswith("layer.") and move.op is Op.SET and before and before[-1].goal is Goal.INVERSE:
            # "And with 120k strategic?" after "which budget gives it 90k?" wants another amount, not another budget.
            self._ask(replace(before[-1], about=(move.of,), want=move.fig, echo=""))
            return
        suppose(self.teller, move)
        self.supposed.append(move)
        self.out.changed = True

    def _correct(self, move: Correct) -> None:
        self.state.remember("correct", self.message.turn)
        set_right(self.teller, move)
        self.corrected = True
        self.out.changed = True

    def _return(self, move: Return) -> None:
        if move.to == "previous" and self.out.returned:
            return  # "undo that, back to the old budget" takes back one change
        self.out.returned = go_back(self.teller, move)
        self.out.changed = True

    def _ask(self, move: Ask) -> None:
        self._figures_of(move)
        if move.when:
            move = replace(move, when=" ".join(map(self.teller.when, move.when.split())))
        found = self.resolver.resolve(move, supposed=self.supposed)
        for each in found:
            keep_phasing(self.state, each)
        self.out.asks.extend(found)

    def _figures_of(self, move: Ask) -> None:
        """Figures that a question holds become facts: a wanted amount, a share asked about, weights, a limit."""
        for slot, role in _IN_A_QUESTION.items():
            value = getattr(move, slot)
            for text in (value,) if isinstance(value, str) else value:
                for fig in figures_in(text):
                    if fig in self.message.figures and fig not in self.state.figures:
                        self.teller.figure_in_question(fig, role, echo=move.echo)

    def _claim(self, move: Claim) -> None:
        self.intake_claim(move)
        self.out.claims.append(move)

    def intake_claim(self, move: Claim) -> None:
        """Keep a claimed figure as one: it is compared, never used."""
        from agent.dialogue.tells import name_of
        from tools.identity import Identity, Role

        base = (
            "marketing" if move.of in ("layers", "ai", "share.min", "share.max") or move.of.startswith("layer.") else ""
        )
        identity = Identity(
            Role.CONTEXT, move.of or "claim", name_of(self.desk.framework, move.of), base=base, speaker=move.by
        )
        self.intake.fact(move.fig, identity)
        self.state.claims[move.fig] = move.of

    def _form(self, move: Form) -> None:
        self.out.form = move

    def _chat(self, move: Chat) -> None:
        self.out.chats.append(move)
        if move.kind == "agree":
            self.resolver.satisfied.add("unsure")

    def _unread(self, move: Unread) -> None:
        self.out.unread.append(move)

    # -- a message without a question -----------------------------------------------------------------------------------------

    def _implied(self) -> None:
        """What a message without a question is answered with: what is pending, what a change touches, what was told."""
        asked = list(self.out.asks)
        # A question that was not understood is no message without one: a default would answer something else in its place.
        if any(unread.why in ("operator", "question") for unread in self.out.unread):
            self.out.asks.extend(self.resolver.pending(beside=asked))
        elif not asked:
            self.out.asks.extend(
                self.resolver.implied(
                    told=self.told,
                    supposed=self.supposed,
                    corrected=self.corrected,
                    returned=self.out.returned,
                    form=self.out.form,
                    opened=self.teller.opened,
                )
            )
        else:
            self.out.asks.extend(self.resolver.pending(beside=asked))
