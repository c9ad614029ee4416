"""Which function answers which goal, and what becomes of a question that cannot be answered yet."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from agent.answers.context import Context, Lacking
from agent.answers.kinds import IncompleteIdentity
from agent.answers.model import Answer, Note
from agent.answers.questions import question, unsure
from agent.dialogue.asking import Resolved
from agent.dialogue.moves import Goal
from tools.errors import InvalidInput
from tools.identity import Label

Answerer = Callable[[Resolved, Context], Answer]
_ANSWERERS: dict[Goal, Answerer] = {}
_MODULES = (
    "money",
    "amounts",
    "shares",
    "own",
    "comparing",
    "spending",
    "actuals",
    "offering",
    "bridging",
    "bookkeeping",
    "phasing",
    "indicators",
    "shortfalls",
    "progressing",
    "thresholds",
    "drafting",
    "sources",
    "talk",
)


def answers(*goals: Goal) -> Callable[[Answerer], Answerer]:
    """Register a function as the answer to ``goals``."""

    def register(function: Answerer) -> Answerer:
        for goal in goals:
            if goal in _ANSWERERS:
                raise ValueError(f"{goal} has an answer already")
            _ANSWERERS[goal] = function
        return function

    return register


def answerers() -> dict[Goal, Answerer]:
    """Every goal's function."""
    for name in _MODULES:
        import_module(f"agent.answers.{name}")
    return _ANSWERERS


def answer(asked: Resolved, context: Context) -> Answer:
    """The answer to one question, or the one question back that it needs answered first."""
    goal = asked.ask.goal
    if asked.ask.unsure:
        return Answer(goal.value, unsure(asked.ask), lacking=("unsure",))
    try:
        return answerers()[goal](asked, context)
    except Lacking as lack:
        return Answer(goal.value, question(lack.what, context), lacking=lack.what)
    except IncompleteIdentity as lack:
        return Answer(goal.value, question((f"identity:{lack.fact.id}",), context), lacking=(lack.fact.id,))
    except InvalidInput as error:
        told = Note("invalid", {"sentence": Label(error.zh, error.en)}, question=error.code in _ASKING)
        return Answer(goal.value, (told,), lacking=(f"invalid:{error.code}",))


#: Refusals that ask for something.
_ASKING = frozenset({"not_money", "not_positive", "unknown_period", "different_currencies"})
