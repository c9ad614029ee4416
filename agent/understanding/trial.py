"""Running lists of moves on copies of a state: one that cannot be applied, lacks something or computes nothing loses points."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.dialogue.message import Message
from agent.dialogue.moves import Move
from agent.dialogue.state import State
from agent.understanding.search import Lists
from agent.understanding.view import View
from tools.desk import Desk
from tools.facts import Ledger

Ranked = tuple[Lists, tuple[Move, ...], float]
#: What a list loses for a move that could not be applied, a question that lacks something, and for giving nothing at all.
NOT_APPLIED, LACKING, NOTHING, BROKEN = -1.5, -1.0, -1.5, -4.0
#: A list this far ahead is tried alone; at most so many are tried.
AHEAD, TRIED = 2.0, 5


@dataclass(slots=True)
class Trial:
    """Tries lists in one conversation."""

    view: View
    ledger: Ledger
    turn: int
    language: str

    def ranked(self, lists: Sequence[Ranked]) -> list[Ranked]:
        """The lists with what running them took off, the best first."""
        top = lists[0][2]
        tried: list[Ranked] = []
        for n, (made, moves, score) in enumerate(lists):
            if n >= TRIED or (score < top - AHEAD and tried):
                tried.append((made, moves, min(score, top - AHEAD)))
                continue
            tried.append((made, moves, score + self.run(moves)))
            top = max(item[2] for item in tried)
        return sorted(tried, key=lambda item: -item[2])

    def run(self, moves: tuple[Move, ...]) -> float:
        """What a list loses when it is applied and answered."""
        from agent.answers.context import Context
        from agent.answers.registry import answer
        from agent.dialogue.apply import apply

        state, ledger = copied(self.view.state), self.ledger.copy()
        desk = Desk(self.view.framework, ledger)
        message = Message(
            self.view.stream.text, self.turn, self.language, "", self.view.stream.figures, self.view.stream.days
        )
        try:
            applied = apply(state, moves, message, desk)
            context = Context(state, desk, message, claims=applied.claims, notes=applied.notes)
            answers = [answer(asked, context) for asked in applied.asks]
        except (
            KeyError,
            ValueError,
            AttributeError,
            IndexError,
            StopIteration,
            TypeError,
            AssertionError,
            RecursionError,
            ArithmeticError,
        ):
            return BROKEN
        lost = NOT_APPLIED * (len(applied.lacks) + len([u for u in applied.unread if u.why == "figure" and not u.fig]))
        for found in answers:
            soft = (
                found.lacking and found.lacking[0].partition(":")[0] in ("rate", "budget", "conflict")
            ) or "kpi." in "".join(found.lacking)
            lost += (LACKING / 3 if soft else LACKING * 1.5) if found.lacking else 0.0
        if not answers and not applied.chats and not applied.form:
            lost += NOTHING / 3
        return lost


def copied(state: State) -> State:
    """A copy that may be written to: what only a turn's end changes is shared."""
    return replace(
        state, scenarios=copy.deepcopy(state.scenarios), focus=list(state.focus), kpis=copy.deepcopy(state.kpis), counts=dict(state.counts),
        rates=dict(state.rates), figures=dict(state.figures), context=dict(state.context), claims=dict(state.claims), asks=list(state.asks),
        pending=list(state.pending), shown=list(state.shown), history=list(state.history), log=list(state.log), speakers=list(state.speakers), said=list(state.said),
    )  # fmt: skip
