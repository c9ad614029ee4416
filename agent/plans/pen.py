"""Writing into sheets: texts as texts, formulas with their results, formats made once.

What stands where is the business of the modules that hold the pen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from agent.plans.words import Words
from tools.money import currency
from tools.plans import BudgetPlan
from tools.quantities import precision_of

INPUT = "#FFF8DC"
_HEAD = "#DCE6F1"
_LONGEST = 32_000  # Excel takes 32,767 characters in a cell


def absolute(row: int, column: int) -> str:
    """The address of a cell that stays what it is when formulas are copied."""
    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def scale_of(plan: BudgetPlan) -> int:
    """How many whole parts a percent has, so that every share of the plan is a whole number of them."""
    shares = [r.share.value for r in plan.split.rows]
    shares += [s.split.share.value for s in plan.scenarios if s.split.share]
    return int(10 ** max(precision_of(share.normalize()) for share in shares))


@dataclass(slots=True)
class Pen:
    """A workbook being written. ``cells`` are addresses that formulas of other sheets use."""

    book: Any
    words: Words
    stale: bool
    cells: dict[str, str] = field(default_factory=dict)
    formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    @property
    def plan(self) -> BudgetPlan:
        return self.words.plan

    def style(self, **properties: Any) -> Any:
        """A format; equal ones are made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **properties})
        return self.formats[key]

    def text(self, sheet: Any, row: int, column: int, text: str, **properties: Any) -> None:
        sheet.write_string(row, column, text[:_LONGEST], self.style(**properties))

    def header(self, sheet: Any, row: int, texts: Sequence[str]) -> None:
        for column, text in enumerate(texts):
            self.text(sheet, row, column, text, bold=True, bg_color=_HEAD, bottom=1, text_wrap=True)

    def formula(self, sheet: Any, row: int, column: int, formula: str, value: Decimal | int, **properties: Any) -> None:
        sheet.write_formula(row, column, f"={formula}", self.style(**properties), 0 if self.stale else value)

    def number(self, sheet: Any, row: int, column: int, value: Decimal, **properties: Any) -> None:
        sheet.write_number(row, column, value, self.style(**properties))

    @property
    def money_format(self) -> str:
        found = currency(self.plan.currency)
        digits = "#,##0" + (f".{'0' * found.minor}" if found.minor else "")
        if self.words.zh:
            return digits + (f'"{found.zh}"' if found.zh else "")
        return (f'"{found.en}"' if found.en else "") + digits

    @property
    def percent_format(self) -> str:
        places = len(str(scale_of(self.plan))) - 1
        return f"0.{'0' * places}%" if places else "0%"
