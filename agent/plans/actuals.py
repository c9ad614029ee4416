"""The sheet of actuals: plan, spent, left and share used of every line, over a list of what was spent that goes on being filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from agent.dialogue.names import AI, MARKETING
from agent.plans.lines import Line
from agent.plans.pen import TABLE, Pen, absolute
from agent.plans.terms import Spent
from tools.money import currency

_ROWS, _ROOM = 20, 5  # of the list: as many as a page holds, and empty ones in any case
_MOST = 10**12


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with its plan, the cell that it comes from (none: it is typed in, or there is none), and what was spent of it."""

    line: str
    name: str
    cell: str
    plan: Decimal
    spent: Decimal


def write_actuals(
    pen: Pen, sheet: Any, lines: Sequence[Line], spent: Sequence[Spent], given: Mapping[str, Decimal]
) -> None:
    """The lines with their figures, then the entries that these are computed from.

    ``given`` is what a layer was given by itself: its plan then, and an input.
    """
    say = pen.words.say
    for column, width in enumerate((30, 20, 20, 20, 14, 24)):
        pen.columns(sheet, column, column, width)
    pen.title(
        sheet, say("预算与实际", "Budget against actual"),
        say("在下面的“支出记录”里填写，上面的数字随之变动。", "Write what was spent into the list of entries below; the figures above follow."),
    )  # fmt: skip
    heads = [
        say("层", "Layer"),
        say("计划", "Plan"),
        say("已支出", "Spent"),
        say("剩余", "Left"),
        say("已用比例", "Share used"),
        "",
    ]
    pen.header(sheet, TABLE, heads, numbers=(1, 2, 3, 4))
    first = TABLE + 1
    rows = _rows(pen, lines, spent, given)
    total = first + len(rows)
    parts = first + (rows[0].line == MARKETING)  # the budget as a whole is no part of the total
    room = range(total + 4, total + 4 + max(_ROWS, len(spent) + _ROOM))
    for at, row in enumerate(rows, first):
        _line(pen, sheet, at, row, room)
    _total(pen, sheet, (parts, total), rows[parts - first :])
    known = {row.line: row.name for row in rows}
    _entries(pen, sheet, (first, total - 1), room, [(known[entry.line], entry) for entry in spent])
    pen.finish(sheet, room[-1], 5, again=room[0] - 1)


def _rows(pen: Pen, lines: Sequence[Line], spent: Sequence[Spent], given: Mapping[str, Decimal]) -> list[_Row]:
    """The layers, and what was spent of no single one; first the budget as a whole, where money was spent of it."""
    none = pen.words.say("未分到层", "No single layer")
    named = [
        (line.layer, line.name, "" if line.layer in given else line.cell, given.get(line.layer, line.amount))
        for line in lines
    ]
    named.append((AI, none, "", Decimal(0)))
    if any(entry.line == MARKETING for entry in spent):
        named.insert(0, (MARKETING, pen.words.base, pen.cells["budget"], pen.plan.budget.value))
    sums = dict.fromkeys((line for line, *_ in named), Decimal(0))
    for entry in spent:
        sums[entry.line] += entry.amount
    return [_Row(line, name, cell, plan, sums[line]) for line, name, cell, plan in named]


def _line(pen: Pen, sheet: Any, at: int, row: _Row, room: range) -> None:
    """One line: its plan, its entries added up, and what is left of it."""
    step = _step(pen)
    pen.text(sheet, at, 0, row.name)
    planned = row.line != AI
    if row.cell:
        pen.formula(sheet, at, 1, row.cell, row.plan, num_format=pen.money_format)
    elif planned:
        pen.input(sheet, at, 1, row.plan, num_format=pen.money_format)
        cell = xl_rowcol_to_cell(at, 1)
        told = "您给这一层的金额：不小于零。", "What you gave the layer: an amount from nothing up."
        pen.takes(sheet, at, 1, f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<={_MOST})", told)
    names, amounts = (f"{absolute(room[0], column)}:{absolute(room[-1], column)}" for column in (0, 2))
    own = f"SUMPRODUCT(--({names}={xl_rowcol_to_cell(at, 0)}),{amounts})"
    pen.formula(sheet, at, 2, f"ROUND({own}*{step},0)/{step}", row.spent, num_format=pen.money_format)
    if planned:
        _left(pen, sheet, at, row.plan, row.spent)


def _left(pen: Pen, sheet: Any, at: int, plan: Decimal, spent: Decimal, **style: Any) -> None:
    """What is left, the share that is used, and what that means in words."""
    step, say = _step(pen), pen.words.say
    planned, paid = xl_rowcol_to_cell(at, 1), xl_rowcol_to_cell(at, 2)
    minus = f"{pen.money_format};[Red]-{pen.money_format}"
    pen.formula(sheet, at, 3, f"ROUND(({planned}-{paid})*{step},0)/{step}", plan - spent, num_format=minus, **style)
    pen.share(sheet, at, 4, f'IF({planned}=0,"",{paid}/{planned})', spent / plan if plan else "", **style)
    over, within, none = say("超支", "over plan"), say("在计划内", "within plan"), say("尚无支出", "nothing spent yet")
    text = over if spent > plan else within if spent else none
    formula = f'IF({paid}>{planned},"{over}",IF({paid}=0,"{none}","{within}"))'
    pen.formula(sheet, at, 5, formula, text, indent=1, **style)


def _total(pen: Pen, sheet: Any, rows: tuple[int, int], found: Sequence[_Row]) -> None:
    """All lines together; money of no single layer is taken of what all of them have."""
    (first, at), step, top = rows, _step(pen), {"bold": True, "top": 1}
    pen.text(sheet, at, 0, pen.words.say("合计", "Total"), **top)
    plan, spent = (sum((getattr(row, name) for row in found), Decimal(0)) for name in ("plan", "spent"))
    for column, value in ((1, plan), (2, spent)):
        together = f"SUM({xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(at - 1, column)})"
        pen.formula(sheet, at, column, f"ROUND({together}*{step},0)/{step}", value, num_format=pen.money_format, **top)
    _left(pen, sheet, at, plan, spent, **top)


def _entries(pen: Pen, sheet: Any, names: tuple[int, int], room: range, told: Sequence[tuple[str, Spent]]) -> None:
    """The list of what was spent: what was told, then empty rows."""
    say, head = pen.words.say, room[0] - 1
    pen.text(sheet, head - 1, 0, say("支出记录", "Entries"), bold=True, font_size=13)
    heads = [
        say("层", "Layer"),
        say("时间", "When"),
        say("金额", "Amount"),
        say("由谁提供", "Told by"),
        say("备注", "Note"),
        "",
    ]
    pen.header(sheet, head, heads, numbers=(2,))
    for at, row in enumerate(room):
        name, entry = told[at] if at < len(told) else (None, None)
        pen.input(sheet, row, 0, name)
        pen.input(sheet, row, 1, entry.when if entry else None, num_format="@")
        pen.input(sheet, row, 2, entry.amount if entry else None, num_format=pen.money_format)
        pen.input(sheet, row, 3, entry.by if entry else None, num_format="@", indent=1)
        sheet.merge_range(row, 4, row, 5, "", pen.typed(num_format="@"))
        pen.input(sheet, row, 4, entry.note if entry else None, num_format="@")
    source = f"{absolute(names[0], 0)}:{absolute(names[1], 0)}"
    told_line = ("从列表里选一行。", "Choose a line of the table above.")
    pen.takes_one_of(sheet, (room[0], room[-1]), 0, source, told_line)
    cell = xl_rowcol_to_cell(room[0], 2)
    pen.takes(
        sheet, room[0], 2, f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<={_MOST})",
        ("已支出的金额：不小于零，与计划同一币种。", "What was spent: an amount from nothing up, in the plan's currency."), last=room[-1],
    )  # fmt: skip


def _step(pen: Pen) -> int:
    return int(10 ** currency(pen.plan.currency).minor)
