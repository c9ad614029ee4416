"""The sheet of quarters: each layer over the four of a year by weights that may be changed; the parts are the whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from agent.plans.lines import Line
from agent.plans.pen import TABLE, Pen, absolute
from agent.plans.working import Cell, Working
from tools.money import allocate

_PARTS = 4
_EVEN = Decimal(25)
_FINE = 100  # of a weight: two decimals count


def write_quarters(pen: Pen, sheet: Any, working: Working, lines: Sequence[Line]) -> None:
    """Weights, what they come to in percent, and each line's quarters with their sum."""
    say, name = pen.words.say, sheet.get_name()
    pen.columns(sheet, 0, 0, 28)
    pen.columns(sheet, 1, _PARTS + 2, 19)
    pen.title(
        sheet, say("按季度", "Quarters"),
        say("改各季度的权重（例如 40、30、20、10），金额随之重新分配，之和始终等于全年。", "Change the weights (40, 30, 20, 10 …): the amounts follow, and always add up to the year."),
    )  # fmt: skip
    quarters = [say(f"第{zh}季度", f"Q{at}") for at, zh in enumerate("一二三四", 1)]
    head = [say("层", "Layer"), say("全年", "Year"), *quarters, say("各季度之和", "Sum of quarters")]
    pen.header(sheet, TABLE, head, numbers=range(1, _PARTS + 3))
    weights, first = TABLE + 1, TABLE + 3
    columns = range(2, _PARTS + 2)
    spread = f"{absolute(weights, 2)}:{absolute(weights, _PARTS + 1)}"
    pen.text(sheet, weights, 0, say("权重", "Weight"))
    pen.text(sheet, weights + 1, 0, say("占全年", "Of the year"), font_color="#555555")
    working.heading(say("季度", "Quarters"))
    shares = []
    for column in columns:
        cell = xl_rowcol_to_cell(weights, column)
        pen.input(sheet, weights, column, _EVEN, num_format="0.##", align="right")
        pen.takes(
            sheet, weights, column, f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<=100,SUM({spread})>0,ABS({cell}*{_FINE}-ROUND({cell}*{_FINE},0))<0.0001)",
            ("这个季度的权重：0到100，最多两位小数，不能全部是零。", "The quarter's weight: 0 to 100, at most two decimals, not all of them nothing."),
        )  # fmt: skip
        pen.share(sheet, weights + 1, column, f"{cell}/SUM({spread})", Decimal(1) / _PARTS, font_color="#555555")
        address = f"'{name}'!{absolute(weights, column)}"
        shares.append(working.line(quarters[column - 2], f"ROUND({address}*{_FINE},0)", int(_EVEN * _FINE)))
    for row, line in enumerate(lines, first):
        pen.text(sheet, row, 0, line.name)
        pen.formula(sheet, row, 1, line.cell, line.amount, num_format=pen.money_format)
        working.heading(line.name)
        _parts(pen, sheet, row, working.shared_out(quarters, line.minor, shares), working)
    _totals(pen, sheet, (first, first + len(lines) - 1), lines, working)
    pen.finish(sheet, first + len(lines), _PARTS + 2)


def _parts(pen: Pen, sheet: Any, row: int, parts: Sequence[Cell], working: Working) -> None:
    for column, part in enumerate(parts, 2):
        value = Decimal(part.value) / working.step
        pen.formula(sheet, row, column, working.amount(part), value, num_format=pen.money_format)
    together = f"SUM({xl_rowcol_to_cell(row, 2)}:{xl_rowcol_to_cell(row, _PARTS + 1)})"
    whole = Decimal(sum(part.value for part in parts)) / working.step
    pen.formula(sheet, row, _PARTS + 2, f"ROUND({together}*{working.step},0)/{working.step}", whole, num_format=pen.money_format)  # fmt: skip


def _totals(pen: Pen, sheet: Any, rows: tuple[int, int], lines: Sequence[Line], working: Working) -> None:
    """All lines together, quarter by quarter."""
    row, top = rows[1] + 1, {"bold": True, "top": 1, "num_format": pen.money_format}
    pen.text(sheet, row, 0, pen.words.say("合计", "Total"), bold=True, top=1)
    whole = sum((line.amount for line in lines), Decimal(0))
    even = [allocate(line.amount, [_EVEN] * _PARTS, pen.plan.currency) for line in lines]
    sums = [whole, *(sum(parts, Decimal(0)) for parts in zip(*even, strict=True)), whole]
    for column, value in enumerate(sums, 1):
        together = f"SUM({xl_rowcol_to_cell(rows[0], column)}:{xl_rowcol_to_cell(rows[1], column)})"
        pen.formula(sheet, row, column, f"ROUND({together}*{working.step},0)/{working.step}", value, **top)
