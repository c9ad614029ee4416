"""The sheet on which a plan is computed: whole minor units, whole weights, quotients, remainders and ranks.

Why it is done so is told in ``agent.plans.sums``, which has the formulas.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from agent.plans import sums
from agent.plans.pen import Pen, absolute, scale_of
from tools.budget import Base, Split
from tools.money import currency, to_minor


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of the working that hold one split, in minor units."""

    total: str
    parts: tuple[str, ...]


class Working:
    """The sheet on which amounts are whole numbers of the minor unit and shares are whole weights."""

    def __init__(self, writer: Pen, sheet: Any, name: str) -> None:
        self._writer, self._sheet, self._name = writer, sheet, name
        self._row = 0
        self._scale = scale_of(writer.plan)
        self._step = 10 ** currency(writer.plan.currency).minor
        self._budget = ""
        self._budget_value = 0
        self._divided = ("", "")
        self._weights: tuple[str, ...] = ()

    def begin(self) -> None:
        words, plan = self._writer.words, self._writer.plan
        self._sheet.set_column(0, 0, 40)
        self._sheet.set_column(1, 6, 20)
        self._writer.text(
            self._sheet, 0, 0,
            words.say("金额以最小货币单位的整数计算，比例化为整数权重，余数最大者先得。", "Amounts are whole minor units, shares are whole weights, the largest remainders come first."),
            italic=True,
        )  # fmt: skip
        self._row = 1
        self._budget_value = int(to_minor(plan.budget.value, plan.currency) * self._step)
        budget = f"ROUND({self._writer.cells['budget']}*{self._step},0)"
        self._budget = self._line(words.say("预算", "Budget"), budget, self._budget_value)
        self._divided = self._divide(self._budget, self._budget_value, str(100 * self._scale), 100 * self._scale)

    def _line(self, text: str, formula: str, value: int) -> str:
        """Write one row and return the address of its result."""
        self._writer.text(self._sheet, self._row, 0, text)
        self._writer.formula(self._sheet, self._row, 1, formula, value, num_format="0")
        self._row += 1
        return f"'{self._name}'!{absolute(self._row - 1, 1)}"

    def _divide(self, amount: str, value: int, divisor: str, divisor_value: int) -> tuple[str, str]:
        """Quotient and remainder of an amount, each a row."""
        words = self._writer.words
        whole, rest = divmod(value, divisor_value)
        quotient = self._line(words.say("整商", "quotient"), sums.quotient(amount, divisor), whole)
        return quotient, self._line(words.say("余数", "remainder"), f"{amount}-{quotient}*{divisor}", rest)

    def amount(self, minor: str) -> str:
        """The formula that shows a number of minor units as an amount."""
        return f"{minor}/{self._step}" if self._step > 1 else minor

    def end(self, text: str, cell: str, share: Decimal, *, up: bool) -> str:
        """An end of the range in minor units: the lower one rounded up, the upper one down."""
        parts = sums.weight(share, self._scale)
        weight = self._line(f"{text} %", f"ROUND({cell}*{100 * self._scale},0)", parts)
        numerator, divisor = self._budget_value * parts, 100 * self._scale
        value = (numerator + (divisor - 1 if up else 0)) // divisor
        return self._line(text, self._product(weight, up=up), value)

    def _product(self, weight: str, *, up: bool) -> str:
        """The budget times a weight, in minor units, rounded up or down."""
        divisor = 100 * self._scale
        return sums.portion(self._divided, weight, str(divisor), up=divisor - 1 if up else 0)

    def block(self, title: str, split: Split, *, share: str | None) -> Block:
        """The working of one split; ``share`` is the cell of an explicit AI share."""
        words = self._writer.words
        self._row += 1
        self._writer.text(self._sheet, self._row, 0, title, bold=True)
        self._row += 1
        weights = [sums.weight(r.share.value, self._scale) for r in split.rows]
        if not self._weights:
            shares = self._writer.cells["shares"]
            self._weights = tuple(
                self._line(
                    f"{words.title(r.layer.name)} %",
                    f"ROUND(INDEX({shares},{at})*{100 * self._scale},0)",
                    weights[at - 1],
                )
                for at, r in enumerate(split.rows, 1)
            )
        together = "+".join(self._weights)
        divisor = 100 * self._scale
        total_value = int(split.total.value * self._step)
        if split.base is Base.AI:
            formula = self._budget
        elif share is None:
            formula = sums.portion(self._divided, f"({together})", str(divisor), half=True)
        else:
            assert split.share is not None
            weight = self._line(
                words.say("AI 占比 %", "AI share %"),
                f"ROUND({share}*{divisor},0)",
                sums.weight(split.share.value, self._scale),
            )
            framework, chosen = self._writer.plan.framework, split.share.value
            if chosen in (framework.share_min.value, framework.share_max.value):  # towards the inside of the range
                formula = self._product(weight, up=chosen == framework.share_min.value)
            else:
                formula = sums.portion(self._divided, weight, str(divisor), half=True)
        total = self._line(words.say("合计", "Total"), formula, total_value)
        whole = sum(weights)
        all_weights = self._line(words.say("权重合计", "Weights together"), together, whole)
        divided = self._divide(total, total_value, all_weights, whole)
        return Block(total, self._parts(split, total, all_weights, divided))

    def _parts(self, split: Split, total: str, together: str, by: tuple[str, str]) -> tuple[str, ...]:
        """Rows of layer, quotient, remainder, rank and part; ``by`` is the total divided by all weights together."""
        writer, sheet, words = self._writer, self._sheet, self._writer.words
        writer.header(sheet, self._row, ["", *(words.say(*pair) for pair in _COLUMNS)])
        first = self._row + 1
        weights = [sums.weight(r.share.value, self._scale) for r in split.rows]
        value, whole = int(split.total.value * self._step), sum(weights)
        divided = [divmod(value * weight, whole) for weight in weights]
        order = sorted(range(len(weights)), key=lambda i: (-divided[i][1], i))
        left = value - sum(q for q, _ in divided)
        rows = range(first, first + len(weights))
        remainders = [xl_rowcol_to_cell(row, 2) for row in rows]
        quotients = f"SUM({xl_rowcol_to_cell(first, 1)}:{xl_rowcol_to_cell(rows[-1], 1)})"
        for at, row in enumerate(rows):
            weight = self._weights[at]
            place = order.index(at) + 1
            q, r = divided[at]
            writer.text(sheet, row, 0, words.title(split.rows[at].layer.name))
            cell = [xl_rowcol_to_cell(row, column) for column in range(5)]
            writer.formula(sheet, row, 1, sums.portion(by, weight, together), q, num_format="0")
            rest = f"{by[1]}*{weight}-({cell[1]}-{by[0]}*{weight})*{together}"
            writer.formula(sheet, row, 2, rest, r, num_format="0")
            writer.formula(sheet, row, 3, sums.rank(remainders, at), place, num_format="0")
            part = f"{cell[1]}+IF({cell[3]}<={total}-{quotients},1,0)"
            writer.formula(sheet, row, 4, part, q + (1 if place <= left else 0), num_format="0")
        self._row = rows[-1] + 2
        return tuple(f"'{self._name}'!{absolute(row, 4)}" for row in rows)


_COLUMNS = (("整商", "quotient"), ("余数", "remainder"), ("名次", "rank"), ("所得", "part"))
