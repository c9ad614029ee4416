"""What a conversation told beside the budget that a workbook lets go on being changed: an own split's terms, and money spent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tools.facts import Fact


@dataclass(frozen=True, slots=True)
class OwnTerms:
    """What the user's own split follows: weights, floors and caps by layer; ``of_budget`` where it divides the whole marketing budget."""

    weights: Mapping[str, Fact] = field(default_factory=dict)
    floors: Mapping[str, Fact] = field(default_factory=dict)
    caps: Mapping[str, Fact] = field(default_factory=dict)
    of_budget: bool = False


@dataclass(frozen=True, slots=True)
class Spent:
    """Money that was spent: of a layer (its id), ``ai`` or ``marketing`` as a whole; when (``M03``), by whom, and a note."""

    line: str
    amount: Decimal
    when: str = ""
    by: str = ""
    note: str = ""
