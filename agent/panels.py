"""What a conversation has come to, as data for a panel: its budgets with their splits, and what was spent of them.

The same calculators as in replies give the same facts, each with its receipt; nothing is stored, and what a conversation
has not come to is empty or null. The KPI book is :meth:`agent.service.Service.progress`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from agent.answers.context import Context, Lacking
from agent.answers.spending import left_of
from agent.answers.texts import texts
from agent.dialogue.message import Message
from agent.dialogue.names import AI, LAYERS, MARKETING
from agent.dialogue.state import Scenario, Spend, State
from agent.dialogue.tells import name_of
from agent.errors import ConversationNotFound
from agent.replies.turn import receipt
from tools.budget import Split
from tools.desk import Desk
from tools.errors import ToolError
from tools.facts import Fact
from tools.shares import OwnSplit
from tools.sums import Left

if TYPE_CHECKING:
    from agent.service import Service

Data = dict[str, Any]
Told = Callable[[Fact | None], Data | None]
T = TypeVar("T")


def books(service: Service, conversation: str, *, language: str | None = None) -> Data:
    """The fields of :class:`agent.replies.books.Books`, but for the name of the conversation.

    Raises :class:`ConversationNotFound`.
    """
    advisor = service.advisor
    stored = advisor.store.load(conversation)
    if not stored.begun:
        raise ConversationNotFound(conversation)
    language = language or stored.language or "en"
    state = advisor.state_of(stored)
    context = Context(
        state, Desk(advisor.framework, stored.ledger), Message("", 0, language), measured=stored.measurements
    )

    def told(fact: Fact | None) -> Data | None:
        return receipt(stored.ledger, fact, language) if fact is not None else None

    budgets = [_budget(context, scenario, told, language) for scenario in state.scenarios.values() if scenario.budget]
    return {
        "language": language,
        "budgets": budgets,
        "spends": list(_spends(context, state, told, language)),
        "kpis": bool(stored.measurements or state.kpis),
        "conflict": list(state.conflict),
    }


def _budget(context: Context, scenario: Scenario, told: Told, language: str) -> Data:
    split, own = _tried(context.split, scenario), _tried(context.own, scenario)
    found = _tried(context.range, scenario)
    return {
        "id": scenario.name,
        "name": texts(language).scenarios.get(scenario.label, scenario.label),
        "base": scenario.base,
        "base_name": name_of(context.framework, scenario.base).in_language(language),
        "status": scenario.status,
        "comes_from": scenario.comes_from,
        "speaker": scenario.by,
        "in_focus": scenario.name in context.state.focus,
        "amount": told(context.fact(scenario.budget)),
        "share": told(context.fact(scenario.share)) if scenario.share else None,
        "low": told(found.low) if found else None,
        "high": told(found.high) if found else None,
        "total": told(split.total) if split else None,
        "parts": list(_parts(split, own, told, language)) if split else [],
    }


def _parts(split: Split, own: OwnSplit | None, told: Told, language: str) -> Iterator[Data]:
    """The layers: what the source gives each, and what the user gave it where that is another amount."""
    owned = {row.layer.id: row.amount for row in own.rows} if own else {}
    for row in split.rows:
        yield {
            "id": row.layer.id,
            "name": row.layer.name.in_language(language),
            "share": told(row.share),
            "amount": told(row.amount),
            "own": told(owned.get(row.layer.id)),
        }


def _spends(context: Context, state: State, told: Told, language: str) -> Iterator[Data]:
    """What was spent of each subject of the budget in focus, entry by entry, and what is left of it."""
    scenario = state.current
    if scenario is None:
        return
    entries: dict[str, list[Spend]] = {}
    for spend in scenario.spends:
        entries.setdefault(spend.subject, []).append(spend)
    for subject, found in entries.items():
        left = _tried(partial(_left, context, subject), scenario)
        yield {
            "subject": subject,
            "name": found[0].label or name_of(context.framework, subject).in_language(language),
            "entries": [
                {"amount": told(context.fact(s.fact)), "when": s.when, "speaker": s.by, "turn": s.turn} for s in found
            ],
            "planned": told(left.whole) if left else None,
            "spent": told(left.parts[0]) if left else None,
            "left": told(left.amount) if left else None,
            "over": left.over if left else False,
        }


def _left(context: Context, subject: str, scenario: Scenario) -> Left:
    """What is left of a subject; of the budget for AI, where nobody said what money was spent of."""
    return left_of(context, scenario, subject if subject != "plan" else _plan(scenario))


def _plan(scenario: Scenario) -> str:
    return AI if AI in scenario.money or scenario.share or MARKETING not in scenario.money else LAYERS


def _tried(work: Callable[[Scenario], T], scenario: Scenario) -> T | None:
    """What ``work`` gives; nothing where something is missing or cannot be computed."""
    try:
        return work(scenario)
    except (Lacking, ToolError):
        return None
