"""The sheet on which a plan is computed: whole minor units, whole weights, quotients, remainders and ranks.

Why it is done so is told in ``agent.plans.sums``, which has the formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from agent.plans import sums
from agent.plans.pen import Pen, absolute, scale_of
from tools.budget import Base, Range, Split
from tools.money import currency, to_minor


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the working and the whole number in it."""

    at: str
    value: int


@dataclass(frozen=True, slots=True)
class Block:
    """Cells of the working that hold one split, in minor units."""

    total: Cell
    parts: tuple[Cell, ...]


class Working:
    """The sheet on which amounts are whole numbers of the minor unit and shares are whole weights."""

    def __init__(self, writer: Pen, sheet: Any, name: str) -> None:
        self._writer, self._sheet, self._name = writer, sheet, name
        self._row = 0
        self.scale = scale_of(writer.plan)
        self.step = 10 ** currency(writer.plan.currency).minor
        self.budget = Cell("", 0)
        self._divided = (Cell("", 0), Cell("", 0))
        self._weights: tuple[Cell, ...] = ()
        self._limits: list[Cell] = []

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
        value = int(to_minor(plan.budget.value, plan.currency) * self.step)
        self.budget = self.line(
            words.say("预算", "Budget"), f"ROUND({self._writer.cells['budget']}*{self.step},0)", value
        )
        self._divided = self.divide(self.budget, Cell(str(100 * self.scale), 100 * self.scale))

    def heading(self, text: str) -> None:
        """An empty row, and what the rows after it are of."""
        self._row += 1
        self._writer.text(self._sheet, self._row, 0, text, bold=True)
        self._row += 1

    def line(self, text: str, formula: str, value: int) -> Cell:
        """Write one row and return its result."""
        self._writer.text(self._sheet, self._row, 0, text)
        self._writer.formula(self._sheet, self._row, 1, formula, value, num_format="0")
        self._row += 1
        return Cell(f"'{self._name}'!{absolute(self._row - 1, 1)}", value)

    def label(self, text: str, formula: str, value: str) -> str:
        """Write one row of words that a formula makes; gives its address."""
        self._writer.text(self._sheet, self._row, 0, text)
        self._writer.formula(self._sheet, self._row, 1, formula, value)
        self._row += 1
        return f"'{self._name}'!{absolute(self._row - 1, 1)}"

    def divide(self, amount: Cell, divisor: Cell) -> tuple[Cell, Cell]:
        """Quotient and remainder of an amount, each a row."""
        words = self._writer.words
        whole, rest = divmod(amount.value, divisor.value)
        quotient = self.line(words.say("整商", "quotient"), sums.quotient(amount.at, divisor.at), whole)
        return quotient, self.line(words.say("余数", "remainder"), f"{amount.at}-{quotient.at}*{divisor.at}", rest)

    def amount(self, minor: Cell) -> str:
        """The formula that shows a number of minor units as an amount."""
        return f"{minor.at}/{self.step}" if self.step > 1 else minor.at

    def ends(self, cells: tuple[str, str], found: Range) -> tuple[Cell, Cell]:
        """The ends of the range in minor units, of the shares in ``cells``: the lower one rounded up, the upper one down."""
        say, divisor = self._writer.words.say, 100 * self.scale
        self.heading(say("区间", "Range"))
        made: list[Cell] = []
        texts = (say("下限 %", "Lower end %"), say("上限 %", "Upper end %"))
        for text, cell, share, amount in zip(
            texts, cells, (found.low_share, found.high_share), (found.low, found.high), strict=True
        ):
            weight = self.line(text, f"ROUND({cell}*{divisor},0)", sums.weight(share.value, self.scale))
            formula = self._product(weight, up=not made)
            if made:  # where both ends are one, they are one amount
                formula = f"IF({weight.at}={self._limits[0].at},{made[0].at},{formula})"
            self._limits.append(weight)
            made.append(self.line(text.removesuffix(" %"), formula, int(amount.value * self.step)))
        return made[0], made[1]

    def _product(self, weight: Cell, *, up: bool) -> str:
        """The budget times a weight, in minor units, rounded up or down."""
        divisor = 100 * self.scale
        return sums.portion(self._by_percent, weight.at, str(divisor), up=divisor - 1 if up else 0)

    @property
    def _by_percent(self) -> tuple[str, str]:
        return self._divided[0].at, self._divided[1].at

    def block(self, title: str, split: Split, *, share: str | None) -> Block:
        """The working of one split; ``share`` is the cell of an explicit AI share."""
        words = self._writer.words
        self.heading(title)
        weights = [sums.weight(r.share.value, self.scale) for r in split.rows]
        if not self._weights:
            shares = self._writer.cells["shares"]
            self._weights = tuple(
                self.line(
                    f"{words.title(r.layer.name)} %",
                    f"ROUND(INDEX({shares},{at})*{100 * self.scale},0)",
                    weights[at - 1],
                )
                for at, r in enumerate(split.rows, 1)
            )
        total_value = int(split.total.value * self.step)
        total = self.line(words.say("合计", "Total"), self._total(split, share), total_value)
        names = [words.title(row.layer.name) for row in split.rows]
        return Block(total, self.shared_out(names, total, self._weights))

    def _total(self, split: Split, share: str | None) -> str:
        """The formula of what a split comes to."""
        if split.base is Base.AI:
            return self.budget.at
        divisor = 100 * self.scale
        if share is None:
            together = "+".join(weight.at for weight in self._weights)
            return sums.portion(self._by_percent, f"({together})", str(divisor), half=True)
        assert split.share is not None
        text = self._writer.words.say("AI 占比 %", "AI share %")
        weight = self.line(text, f"ROUND({share}*{divisor},0)", sums.weight(split.share.value, self.scale))
        half = sums.portion(self._by_percent, weight.at, str(divisor), half=True)
        if not self._limits:
            return half
        low, high = self._limits  # at the ends of the range towards its inside
        up, down = self._product(weight, up=True), self._product(weight, up=False)
        return f"IF({weight.at}={low.at},{up},IF({weight.at}={high.at},{down},{half}))"

    def shared_out(self, names: Sequence[str], total: Cell, weights: Sequence[Cell]) -> tuple[Cell, ...]:
        """``total`` by weights, to the minor unit: quotient, remainder, rank and part in a row for each name."""
        words, whole = self._writer.words, sum(weight.value for weight in weights)
        together = self.line(words.say("权重合计", "Weights together"), "+".join(w.at for w in weights), whole)
        by = self.divide(total, together)
        divided = [divmod(total.value * weight.value, whole) for weight in weights]
        rows = []
        for weight, found in zip(weights, divided, strict=True):
            q = sums.portion((by[0].at, by[1].at), weight.at, together.at)
            rows.append((q, f"{by[1].at}*{weight.at}-({{q}}-{by[0].at}*{weight.at})*{together.at}", *found))
        return self.ranked(names, rows, total)

    def ranked(self, names: Sequence[str], rows: Sequence[tuple[str, str, int, int]], total: Cell) -> tuple[Cell, ...]:
        """Parts that add up to ``total``: each row its quotient and remainder (``{q}`` is its quotient's cell), formulas first, then values.

        The units that the quotients leave go to the largest remainders.
        """
        writer, sheet = self._writer, self._sheet
        writer.header(sheet, self._row, ["", *(writer.words.say(*pair) for pair in _COLUMNS)])
        first = self._row + 1
        last = first + len(rows) - 1
        order = sorted(range(len(rows)), key=lambda i: (-rows[i][3], i))
        left = total.value - sum(row[2] for row in rows)
        remainders = [xl_rowcol_to_cell(row, 2) for row in range(first, last + 1)]
        quotients = f"SUM({xl_rowcol_to_cell(first, 1)}:{xl_rowcol_to_cell(last, 1)})"
        parts = []
        for at, (quotient, remainder, q, r) in enumerate(rows):
            row, place = first + at, order.index(at) + 1
            cell = [xl_rowcol_to_cell(row, column) for column in range(5)]
            writer.text(sheet, row, 0, names[at])
            writer.formula(sheet, row, 1, quotient, q, num_format="0")
            writer.formula(sheet, row, 2, remainder.format(q=cell[1]), r, num_format="0")
            writer.formula(sheet, row, 3, sums.rank(remainders, at), place, num_format="0")
            part = q + (1 if place <= left else 0)
            writer.formula(sheet, row, 4, f"{cell[1]}+IF({cell[3]}<={total.at}-{quotients},1,0)", part, num_format="0")
            parts.append(Cell(f"'{self._name}'!{absolute(row, 4)}", part))
        self._row = last + 2
        return tuple(parts)


_COLUMNS = (("整商", "quotient"), ("余数", "remainder"), ("名次", "rank"), ("所得", "part"))
