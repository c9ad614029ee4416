"""Writing into sheets: texts as texts, formulas with their results, inputs that say what they take, formats made once.

What stands where is the business of the modules that hold the pen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter.utility import xl_rowcol_to_cell

from agent.plans.imprint import Imprint
from agent.plans.words import Words
from tools.money import currency
from tools.plans import BudgetPlan
from tools.quantities import precision_of

INPUT = "#FFF8DC"
_HEAD = "#DCE6F1"
_TYPED_INK = "#1F3FA8"
_LINES = {True: 18, False: 15.5}  # points of a line, of Chinese and of other text
_ROOM = 1.06  # what words that do not fit leave empty at its end
_TYPED = 4  # decimals of a percentage that is typed into a cell
_LONGEST = 32_000  # Excel takes 32,767 characters in a cell
_WHOLE = 1_000  # amounts from here on are shown without what is below their unit

#: The first row of a sheet's table, under its title and the line that says what may be changed.
TABLE = 3


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
    imprint: Imprint
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
            left = {"align": "left"} if "indent" in properties else {}
            self.formats[key] = self.book.add_format({"valign": "top", **left, **properties})
        return self.formats[key]

    # -- pages ---------------------------------------------------------------------------------------------------------

    def sheet(self, title: str, *, hidden: bool = False) -> Any:
        """A sheet that prints on A4 across: as wide as one page, with company, date and author, its name and the page's number."""
        sheet = self.book.add_worksheet(title)
        sheet.hide_gridlines(2)
        sheet.set_default_row(_LINES[self.words.zh])
        if hidden:
            sheet.hide()
            return sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        left = _footer(self.imprint.line(self.words))
        page = self.words.say("第 &P 页，共 &N 页", "Page &P of &N")
        sheet.set_footer(f"&L&8 {left}&C&8 &A&R&8 {page}")
        return sheet

    def finish(
        self, sheet: Any, last_row: int, last_column: int, *, head: int | None = TABLE, again: int | None = None
    ) -> None:
        """Say what of a sheet is printed; the row ``head`` stays in sight and, or else ``again``, stands on every page."""
        sheet.print_area(0, 0, last_row, last_column)
        if head is not None:
            sheet.freeze_panes(head + 1, 1)
            sheet.repeat_rows(head if again is None else again)

    def title(self, sheet: Any, text: str, note: str = "") -> None:
        """The heading of a sheet, and the line under it."""
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, text, self.style(bold=True, font_size=16, valign="vcenter"))
        if note:
            sheet.write_string(1, 0, note, self.style(font_color="#555555", italic=True))

    # -- cells ---------------------------------------------------------------------------------------------------------

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
        room += 2 * properties.get("indent", 0)
        lines = max(1, ceil(room / width), self.heights.get((sheet.get_name(), row), 1))
        self.heights[sheet.get_name(), row] = lines
        sheet.set_row(row, _LINES[self.words.zh] * lines)

    def header(self, sheet: Any, row: int, texts: Sequence[str], *, numbers: Iterable[int] = ()) -> None:
        """A row of headings; those over ``numbers`` are on the right, as the figures are, and one after them keeps its distance."""
        right = set(numbers)
        for column, text in enumerate(texts):
            place: dict[str, Any] = (
                {"align": "right"} if column in right else {"indent": 1} if column - 1 in right else {}
            )
            self.text(sheet, row, column, text, bold=True, bg_color=_HEAD, bottom=1, text_wrap=True, **place)

    def formula(
        self, sheet: Any, row: int, column: int, formula: str, value: Decimal | float | str, **properties: Any
    ) -> None:
        """Write a formula (without its ``=``) with its result."""
        stale = "" if isinstance(value, str) else 0
        sheet.write_formula(row, column, f"={formula}", self.style(**properties), stale if self.stale else value)

    def number(self, sheet: Any, row: int, column: int, value: Decimal, **properties: Any) -> None:
        sheet.write_number(row, column, value, self.style(**properties))

    def typed(self, **properties: Any) -> Any:
        """The format of an input."""
        ink = {"bg_color": INPUT, "border": 1, "border_color": "#C9B458", "font_color": _TYPED_INK}
        return self.style(**ink, **properties)

    def input(self, sheet: Any, row: int, column: int, value: Decimal | str | None, **properties: Any) -> None:
        """A cell that may be changed: a number, a text, or nothing yet. What it takes, :meth:`takes` says."""
        shown = self.typed(**properties)
        if value is None:
            sheet.write_blank(row, column, None, shown)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, shown)
        else:
            sheet.write_number(row, column, value, shown)

    def takes(self, sheet: Any, row: int, column: int, rule: str, told: tuple[str, str], *, last: int = -1) -> None:
        """An input's rule: a formula (without ``=``) that is true of what it takes, and the sentence that says what that is.

        The rule names the cell of ``row``; with ``last`` the rows down to there have it, too.
        """
        sentence = self.words.say(*told)
        sheet.data_validation(
            row, column, max(row, last), column,
            {
                "validate": "custom", "value": f"={rule}", "ignore_blank": True, "error_title": self.words.say("不能这样填", "Not taken"),
                "input_title": self.words.say("可以修改", "Input"), "input_message": sentence, "error_message": sentence,
            },
        )  # fmt: skip

    def takes_one_of(self, sheet: Any, rows: tuple[int, int], column: int, source: str, told: tuple[str, str]) -> None:
        """Inputs that take a name out of the cells ``source``."""
        sentence = self.words.say(*told)
        sheet.data_validation(
            rows[0], column, rows[1], column,
            {
                "validate": "list", "source": f"={source}", "error_title": self.words.say("不能这样填", "Not taken"),
                "input_title": self.words.say("可以修改", "Input"), "input_message": sentence, "error_message": sentence,
            },
        )  # fmt: skip

    # -- figures -------------------------------------------------------------------------------------------------------

    @property
    def money_format(self) -> str:
        return self.money_format_of(self.plan.currency, whole=self._whole)

    @property
    def _whole(self) -> bool:
        """Whether amounts are shown in whole units: nobody decides on the cents of thousands. The cells keep them."""
        amounts = [row.amount.value for row in self.plan.split.rows if row.amount.value]
        return all(amount >= _WHOLE for amount in amounts)

    def money_format_of(self, code: str, *, whole: bool = False) -> str:
        found = currency(code)
        digits = "#,##0" + (f".{'0' * found.minor}" if found.minor and not whole else "")
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
            self.input(sheet, row, column, value, **shown)
        # No one format shows both "10%" and "7.5%".
        cell = xl_rowcol_to_cell(row, column)
        whole = f"=ABS({cell}*100-ROUND({cell}*100,0))<{Decimal(1).scaleb(-places - 1):f}"
        key = (("whole", prefix),)
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"num_format": f"{prefix}0%"})
        rule = {"type": "formula", "criteria": whole, "format": self.formats[key]}
        sheet.conditional_format(row, column, row, column, rule)

    def share(self, sheet: Any, row: int, column: int, formula: str, value: Decimal | str, **properties: Any) -> None:
        """A computed percentage with one decimal, or nothing."""
        self.formula(sheet, row, column, formula, value, num_format="0.0%", align="right", **properties)


def _footer(text: str) -> str:
    """``text`` in a footer, where an ampersand begins an order and 255 characters are all there is."""
    return text[:100].replace("&", "&&")
