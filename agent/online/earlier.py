"""Figures that earlier turns told or showed, as statements that a reply may refer to.

The questions asked last are answered again on the state that the message found, over a copy of the ledger: their statements, and a clause for each amount of a table, are offered
wherever this turn's own do not hold their figures. What no answer says is told by its formula, or as what the user gave. Nothing is computed here that was not
shown before.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from agent.answers.context import Context
from agent.answers.kinds import IncompleteIdentity, statement
from agent.answers.model import Item, Slots, Statement, Table
from agent.answers.registry import answer
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Ask, Goal
from agent.dialogue.names import AI
from agent.dialogue.state import State
from agent.turn import Turn
from tools.facts import Computed, Fact, Given, Ledger
from tools.identity import Label

_INPUT = re.compile(r"\{([UFS]\d+)\}")


@dataclass(slots=True)
class Earlier:
    """What earlier turns showed, looked up in one turn. Facts are those of the turn's own ledger."""

    turn: Turn
    _scratch: Ledger = field(init=False)
    _contexts: dict[int, Context] = field(default_factory=dict)
    _clauses: dict[str, list[Statement]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._scratch = self.turn.desk.ledger.copy()

    def last(self) -> Iterator[Statement | Table]:
        """Statements and tables of the questions asked last."""
        state = self.turn.before
        for ask in state.last_asks():
            over = tuple(name for name in ask.over if name in state.scenarios) or tuple(state.focus)
            for item in self._answered(Resolved(ask, over), state):
                if isinstance(item, Statement | Table) and item.facts and self._known(item.facts):
                    yield item

    def clauses(self, facts: Iterable[str], *, most: int, but: Iterable[str] = ()) -> Iterator[Statement]:
        """Clauses that together tell ``facts`` (by id), those ``but`` excepted, at most ``most``; amounts first."""
        ledger, told = self.turn.desk.ledger, set(but)
        wanted = [ledger.facts[i] for i in dict.fromkeys(facts) if i in ledger and i not in told]
        for tell in (self.amount, lambda fact: plainly(fact, ledger)):
            for fact in wanted:
                said = tell(fact) if most and fact.id not in told else None
                if said is not None:
                    most -= 1
                    told |= {f.id for f in said.facts}
                    yield said

    def amount(self, fact: Fact) -> Statement | None:
        """The clause of an amount of a scenario: of a layer, of all of the AI money, of the range."""
        scenario = fact.identity.scenario if fact.identity else ""
        if not scenario or scenario not in self.turn.state.scenarios:
            return None
        if scenario not in self._clauses:
            layers = tuple(layer.id for layer in self.turn.desk.framework.layers)
            asked = Resolved(Ask(goal=Goal.AMOUNT, about=(*layers, AI)), (scenario,))
            told = [
                i for i in self._answered(asked, self.turn.state) if isinstance(i, Statement) and self._known(i.facts)
            ]
            self._clauses[scenario] = told
        return next((s for s in self._clauses[scenario] if fact in s.facts and not _mere_base(s, fact)), None)

    def _answered(self, asked: Resolved, state: State) -> Sequence[Item]:
        context = self._contexts.get(id(state))
        if context is None:
            turn = self.turn
            desk = replace(turn.desk, ledger=self._scratch)
            context = Context(copy.deepcopy(state), desk, turn.message, turn.passages)
            self._contexts[id(state)] = context
        try:
            return answer(asked, context).items
        except (KeyError, ValueError, StopIteration):  # what was asked about is not there any more
            return ()

    def _known(self, facts: Iterable[Fact]) -> bool:
        ledger = self.turn.desk.ledger.facts
        return all(ledger.get(fact.id) == fact for fact in facts)


def _mere_base(said: Statement, fact: Fact) -> bool:
    """Whether a clause names ``fact`` only as what its own figure comes from."""
    return fact in (said.slots.get("budget"), said.slots.get("share")) and len(said.facts) > 1


def plainly(fact: Fact, ledger: Ledger) -> Statement | None:
    """A clause that tells one figure by itself; none for a figure whose identity is not complete."""
    try:
        if isinstance(fact.provenance, Given):
            speaker = fact.provenance.speaker
            return statement("told", what=fact.label, figure=fact, speaker=Label(speaker, speaker) if speaker else None)
        if isinstance(fact.provenance, Computed):
            return statement("working", name=fact.label, result=fact, formula=formula(fact, ledger))
    except (IncompleteIdentity, KeyError):
        return None
    return None


def formula(fact: Fact, ledger: Ledger) -> tuple[Slots, ...]:
    """The formula of a computed fact as clauses: signs as they are, inputs as facts."""
    made = fact.provenance
    assert isinstance(made, Computed)
    found: list[Slots] = []
    for n, part in enumerate(_INPUT.split(made.formula)):
        if n % 2:
            found.append({"fact": ledger[part]})
        elif part:
            found.append({"sign": Label(part, part)})
    return tuple(found)
