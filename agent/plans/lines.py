"""A line of the plan as other sheets take it up: a layer, its cell and its amount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from agent.plans.working import Cell


@dataclass(frozen=True, slots=True)
class Line:
    """A layer: its name and id, the address of its amount, the same in minor units on the working, and the amount as it is written."""

    name: str
    layer: str
    cell: str
    minor: Cell
    amount: Decimal
