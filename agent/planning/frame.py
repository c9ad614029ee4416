"""The frame: what a conversation is about at the moment, so that a follow-up need not say it again.

A frame holds ids only (facts of the ledger, concepts of the framework); it is stored with every turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any


class Task(StrEnum):
    """What a turn computes or tells."""

    SPLIT = "split"
    RANGE = "range"
    LIMITED = "limited"
    ITEM = "item"
    INVERSE = "inverse"
    COMPARE = "compare"
    PLAN = "plan"
    CONVERT = "convert"
    TARGET = "target"
    GATE = "gate"
    EXPLAIN = "explain"
    PASSAGES = "passages"
    TALK = "talk"
    OUT_OF_SCOPE = "out_of_scope"
    ASK = "ask"
    REFUSE = "refuse"


#: Tasks that a new amount or share can be put into.
BUDGET_TASKS = frozenset({Task.SPLIT, Task.RANGE, Task.LIMITED, Task.ITEM, Task.COMPARE, Task.CONVERT, Task.PLAN})


@dataclass(frozen=True, slots=True)
class Frame:
    """What the conversation holds. ``base_assumed`` tells that nobody said what the budget is a budget of."""

    task: Task | None = None
    budget: str | None = None
    base: str = "marketing"
    base_assumed: bool = True
    currency_assumed: bool = False
    share: str | None = None
    wanted: str | None = None
    concepts: tuple[str, ...] = ()
    phase: str | None = None
    kpis: tuple[str, ...] = ()
    baselines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    currents: Mapping[str, str] = field(default_factory=dict)
    actuals: Mapping[str, str] = field(default_factory=dict)
    history: tuple[str, ...] = ()  # budgets before the one at hand, oldest first
    whole: str | None = None  # the marketing budget that the AI budget at hand is a part of
    ai_amount: str | None = None  # an AI budget that was computed and may be referred to
    rate: str | None = None
    to_currency: str | None = None

    def but(self, **changes: Any) -> Frame:
        return replace(self, **changes)

    def to_json(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value not in (None, (), {})}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Frame:
        values = dict(data)
        values["task"] = Task(values["task"]) if values.get("task") else None
        for name in ("concepts", "kpis", "history"):
            values[name] = tuple(values.get(name) or ())
        values["baselines"] = {kpi: tuple(ids) for kpi, ids in (values.get("baselines") or {}).items()}
        return cls(**values)
