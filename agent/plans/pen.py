"""Writing into sheets: texts as texts, formulas with their results, formats made once.

What stands where is the business of the modules that hold the pen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter.utility import xl_rowcol_to_cell

from agent.plans.words import Words
from tools.money import currency
from tools.plans import BudgetPlan
from tools.quantities import precision_of

INPUT = "#FFF8DC"
_HEAD = "#DCE6F1"
_LINE, _ROOM = 15, 1.15  # points of a line; what words that do not fit leave empty at its end
_TYPED = 4  # decimals of a percentage that is typed into a cell
_LONGEST = 32_000  # Excel takes 32,767 characters in a cell


def absolute(row: int, column: int) -> str:
    """The address of a cell that stays what it is when formulas are copied."""
    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))


def scale_of(plan: BudgetPlan) -> int:
    """How many whole parts a percent has, so that every share of the plan is a whole number of them.

    A share that is typed into the workbook may be finer than those that the plan came with.
    """
    shares = [r.share.value for r in plan.split.rows]
    shares += [s.split.share.value for s in plan.scenarios if s.split.share]
    return int(10 ** max(_TYPED, *(precision_of(share.normalize()) for share in shares)))


@dataclass(slots=True)
class Pen:
    """A workbook being written. ``cells`` are addresses that formulas of other sheets use."""

    book: Any
    words: Words
    stale: bool
    cells: dict[str, str] = field(default_factory=dict)
    widths: dict[tuple[str, int], float] = field(default_factory=dict)
    heights: dict[tuple[str, int], int] = field(default_factory=dict)
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

    def columns(self, sheet: Any, first: int, last: int, width: float) -> None:
        """Give columns a width, in characters of a figure."""
        sheet.set_column(first, last, width)
        self.widths |= {(sheet.get_name(), column): width for column in range(first, last + 1)}

    def text(self, sheet: Any, row: int, column: int, text: str, **properties: Any) -> None:
        """Write ``text``; a row grows with what is wrapped in it, since not every program sees to that itself."""
        sheet.write_string(row, column, text[:_LONGEST], self.style(**properties))
        width = self.widths.get((sheet.get_name(), column))
        if width is None or not properties.get("text_wrap"):
            return
        room = sum(2 if east_asian_width(char) in "WF" else 1 for char in text) * _ROOM
        lines = max(1, ceil(room / width), self.heights.get((sheet.get_name(), row), 1))
        self.heights[sheet.get_name(), row] = lines
        sheet.set_row(row, _LINE * lines)

    def header(self, sheet: Any, row: int, texts: Sequence[str]) -> None:
        for column, text in enumerate(texts):
            self.text(sheet, row, column, text, bold=True, bg_color=_HEAD, bottom=1, text_wrap=True)

    def formula(self, sheet: Any, row: int, column: int, formula: str, value: Decimal | int, **properties: Any) -> None:
        sheet.write_formula(row, column, f"={formula}", self.style(**properties), 0 if self.stale else value)

    def number(self, sheet: Any, row: int, column: int, value: Decimal, **properties: Any) -> None:
        sheet.write_number(row, column, value, self.style(**properties))

    @property
    def money_format(self) -> str:
        return self.money_format_of(self.plan.currency)

    def money_format_of(self, code: str) -> str:
        found = currency(code)
        digits = "#,##0" + (f".{'0' * found.minor}" if found.minor else "")
        if self.words.zh:
            return digits + (f'"{found.zh}"' if found.zh else "")
        return (f'"{found.en}"' if found.en else "") + digits

    def percent(
        self, sheet: Any, row: int, column: int, value: Decimal, *, formula: str = "", sign: str = "", **properties: Any
    ) -> None:
        """Write a fraction, shown as a percentage: with the decimals that it has, also after somebody changed it."""
        prefix = f'"{sign}"' if sign else ""
        places = len(str(scale_of(self.plan))) - 1
        shown = {"num_format": f"{prefix}0.0{'#' * (places - 1)}%", **properties}
        if formula:
            self.formula(sheet, row, column, formula, value, **shown)
        else:
            self.number(sheet, row, column, value, **shown)
        # No one format shows both "10%" and "7.5%".
        cell = xl_rowcol_to_cell(row, column)
        whole = f"=ABS({cell}*100-ROUND({cell}*100,0))<{Decimal(1).scaleb(-places - 1):f}"
        key = (("whole", prefix),)
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"num_format": f"{prefix}0%"})
        rule = {"type": "formula", "criteria": whole, "format": self.formats[key]}
        sheet.conditional_format(row, column, row, column, rule)
