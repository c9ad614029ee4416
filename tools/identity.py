"""What a figure is: its role, what it is a figure of, and under which base, period, scenario and speaker.

An identity is complete enough to say the figure in a sentence, or there is no sentence: :attr:`Identity.complete`. Labels follow from it in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from tools.tongues import pick


@dataclass(frozen=True, slots=True)
class Label:
    """A name in both languages of the product."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return pick(language, self.zh, self.en)


class Role(StrEnum):
    """What a figure is."""

    BUDGET = "budget"
    ALLOCATION = "allocation"
    SHARE = "share"
    TOTAL = "total"
    RANGE_LOW = "range_low"
    RANGE_HIGH = "range_high"
    THRESHOLD = "threshold"
    BASELINE = "baseline"
    ACTUAL = "actual"
    TARGET = "target"
    GAP = "gap"
    SURPLUS = "surplus"
    CHANGE = "change"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    PLAN = "plan"
    SPEND = "spend"
    REMAINING = "remaining"
    OVERRUN = "overrun"
    RATE = "rate"
    COUNT = "count"
    UNIT_COST = "unit_cost"
    PRODUCT = "product"
    PERIOD_PART = "period_part"
    SUM = "sum"
    MEAN = "mean"
    WEIGHT = "weight"
    FLOOR = "floor"
    CAP = "cap"
    CONTEXT = "context"


#: Roles of money that is said with its period, always.
TIMED = frozenset({Role.BUDGET, Role.ALLOCATION, Role.TOTAL, Role.PLAN, Role.SPEND, Role.PERIOD_PART})


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of a fact.

    ``subject`` is an id (``layer.tactical``, ``kpi.cost``, ``marketing``, ``ai``, ``item:engineers``) and ``name`` what it is called. ``base`` is what a share is a share of
    (``marketing``, ``ai``, a layer, ``relative`` or ``points`` for a change). ``phase`` is a number (KPIs only). ``period`` is ``year``,
    ``half-year``, ``quarter``, ``month``, ``week``, ``day``, a part of a year (``Q1``, ``2026-03``) or a day. ``scenario`` names the budget or variant that the figure was
    computed for, ``speaker`` who gave it.
    """

    role: Role
    subject: str = ""
    name: Label = Label("", "")
    base: str = ""
    phase: int | None = None
    period: str = ""
    scenario: str = ""
    speaker: str = ""

    @property
    def complete(self) -> bool:
        """Whether a statement may be built over the figure: money has its period, a share its base."""
        if self.role in TIMED and not self.period:
            return False
        return not (self.role in (Role.SHARE, Role.WEIGHT) and not self.base)

    @property
    def label(self) -> Label:
        """What the figure is called in both languages."""
        from tools.naming import label_of

        return label_of(self)

    def but(self, **changes: object) -> Identity:
        """This identity with other fields."""
        return replace(self, **changes)  # type: ignore[arg-type]
