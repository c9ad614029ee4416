"""The calculators for callers that are no writer of ours: figures come in words and are read by code, results are receipts.

What a calculator computes is the business of ``tools.registry``. Here its arguments take words ("3000万元", "8%") beside
ids of facts, and what is computed stays out of the conversation whose facts it took.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agent.given import give
from agent.replies.turn import receipt
from tools import registry
from tools.desk import Desk
from tools.facts import Fact, Ledger
from tools.identity import Label
from tools.parameters import Framework
from tools.registry import Argument, ArgumentKind
from tools.spend import COUNTS

LONGEST_FIGURE = 120
#: Amounts may be typed without a currency; other figures keep the unit that they are written with.
_MONEY = frozenset(
    {"budget", "amount", "wanted", "part", "whole", "planned", "spent", "ai", "marketing", "turnover", "price"}
)
_FIGURES = (ArgumentKind.FACT, ArgumentKind.COUNT)


@dataclass(frozen=True, slots=True)
class Calculator:
    """A calculator: its name, what it does, and the JSON schema of its arguments."""

    name: str
    description: str
    arguments: Mapping[str, Any]


def calculators(framework: Framework) -> list[Calculator]:
    """Every calculator; enumerations come from ``framework``."""
    return [Calculator(tool.name, tool.description, _schema(tool, framework)) for tool in registry.TOOLS]


def _schema(tool: registry.Tool, framework: Framework) -> dict[str, Any]:
    schema = tool.schema(framework)
    properties = {argument.name: _worded(argument, schema["properties"][argument.name]) for argument in tool.arguments}
    return {**schema, "properties": properties}


def _worded(argument: Argument, given: dict[str, Any]) -> dict[str, Any]:
    figure = {"type": "string", "minLength": 1, "maxLength": LONGEST_FIGURE}
    if argument.kind is ArgumentKind.FACT:
        return {**figure, "description": f"{argument.description}: a figure in words or the id of a fact"}
    if argument.kind is ArgumentKind.FACTS:
        return {**given, "properties": dict.fromkeys(given["properties"], figure)}
    if argument.kind is ArgumentKind.LIST:
        return {**given, "items": figure}
    if argument.kind is ArgumentKind.COUNT:
        return {**figure, "description": f"{argument.description}: a number in words or the id of a fact"}
    return given


def calculate(
    framework: Framework, name: str, arguments: Mapping[str, Any], *, ledger: Ledger | None = None, language: str
) -> list[dict[str, Any]]:
    """Receipts of the results. ``ledger`` holds the facts that arguments may name; what is computed is added to it."""
    tool, ledger = registry.tool(name), Ledger() if ledger is None else ledger
    desk = Desk(framework, ledger)
    taken: dict[str, Any] = {}
    for argument in tool.arguments:
        value = arguments.get(argument.name)
        if isinstance(value, Mapping):
            taken[argument.name] = {key: _fact_id(desk, argument, item) for key, item in value.items()}
        elif isinstance(value, list):
            taken[argument.name] = [_fact_id(desk, argument, item) for item in value]
        elif value is not None:
            taken[argument.name] = _fact_id(desk, argument, value) if argument.kind in _FIGURES else value
    result = registry.call(desk, name, taken)
    return [receipt(ledger, fact, language) for fact in registry.facts_of(result)]


def _fact_id(desk: Desk, argument: Argument, text: str) -> str:
    if text in desk.ledger or (argument.kind is ArgumentKind.COUNT and text in COUNTS):
        return text
    fact: Fact = give(
        desk.ledger, text, label=Label("给出的数字", "figure given"), concepts=("given",), money=argument.name in _MONEY
    )
    return fact.id
