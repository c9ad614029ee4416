"""The sheet of the user's own split: their shares, floors and caps as inputs, the amounts as formulas, the source's beside them.

The amounts are found as ``tools.shares`` finds them: by weight; what breaks a limit is fixed at it, on the side that breaks more, and the others
share anew. Every round fixes a layer, so that as many rounds as layers and one more are always enough; a round that finds nothing changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import gcd
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from agent.plans import sums
from agent.plans.lines import Line
from agent.plans.pen import TABLE, Pen, absolute
from agent.plans.terms import OwnTerms
from agent.plans.working import Cell, Working
from tools.facts import Fact
from tools.quantities import PERCENT, precision_of
from tools.shares import OwnSplit

_FINE = 100  # of a weight that is typed: two decimals count
_EXACT = 2**48
_ZERO = Cell("0", 0)


@dataclass(frozen=True, slots=True)
class _Part:
    """A layer in a round: its weight, and its limits in minor units where it has them."""

    name: str
    weight: Cell
    floor: Cell | None
    cap: Cell | None


@dataclass(frozen=True, slots=True)
class _Fixed:
    """A layer after a round: whether it is fixed (1 or 0), and at how much."""

    is_: Cell
    at: Cell


def write_own(
    pen: Pen, sheet: Any, working: Working, lines: Sequence[Line], terms: OwnTerms | None
) -> tuple[Line, ...]:
    """The sheet; gives the user's lines in place of the source's."""
    own = pen.words.own
    assert own is not None
    say = pen.words.say
    pen.columns(sheet, 0, 0, 28)
    pen.columns(sheet, 1, 5, 20)
    terms = terms or OwnTerms()
    pen.title(
        sheet, pen.words.own_heading,
        say("您自己的比例、最低额和最高额，不是来源的；来源的金额列在旁边。", "Your own shares, floors and caps, not the source's; the source's amounts stand beside them."),
    )  # fmt: skip
    share, own_amount, source = (pen.words.own_header[at] for at in (1, 2, 3))
    heads = [pen.words.own_header[0], share, say("最低额", "Floor"), say("最高额", "Cap"), own_amount, source]
    pen.header(sheet, TABLE, heads, numbers=range(1, 6))
    first = TABLE + 1
    for row, line in enumerate(lines, first):
        pen.text(sheet, row, 0, line.name)
        _inputs(pen, sheet, row, line, terms)
        pen.formula(sheet, row, 5, line.cell, line.amount, num_format=pen.money_format)
    made_of = _Working(pen, working, sheet.get_name(), lines, terms)
    parts = made_of.parts() if made_of.exact else _as_they_are(pen, working, own)
    if not made_of.exact:
        fixed = say("这些比例过细，工作簿不能精确重算：本页金额不随输入变动。", "These shares are too fine for the workbook to compute exactly: the amounts of this sheet follow no input.")  # fmt: skip
        pen.text(sheet, first + len(lines) + 2, 0, fixed, italic=True)
    made = []
    for row, (line, part, found) in enumerate(zip(lines, parts, own.rows, strict=True), first):
        pen.formula(sheet, row, 4, working.amount(part), found.amount.value, num_format=pen.money_format, bold=True)
        cell = f"'{sheet.get_name()}'!{absolute(row, 4)}"
        made.append(Line(line.name, line.layer, cell, part, found.amount.value))
    _total(pen, sheet, working, own, lines)
    pen.finish(sheet, first + len(lines), 5)
    return tuple(made)


def _as_they_are(pen: Pen, working: Working, own: OwnSplit) -> tuple[Cell, ...]:
    """The amounts of the reply, where formulas would not be exact."""
    working.heading(pen.words.own_heading)
    values = [int(row.amount.value * working.step) for row in own.rows]
    names = [pen.words.title(row.layer.name) for row in own.rows]
    return tuple(working.line(name, str(value), value) for name, value in zip(names, values, strict=True))


def _inputs(pen: Pen, sheet: Any, row: int, line: Line, terms: OwnTerms) -> None:
    """The user's share, floor and cap of a layer. What the source's amount decides follows it."""
    weight, say = terms.weights.get(line.layer), pen.words.say
    cell = absolute(row, 1)
    if weight is None:
        pen.text(sheet, row, 1, say("按来源比例", "as the source's") if line.layer not in _pinned(terms) else "–", align="right", font_color="#555555")  # fmt: skip
    elif weight.unit == PERCENT:
        pen.percent(sheet, row, 1, weight.value / 100)
        together = f"SUM({absolute(TABLE + 1, 1)}:{absolute(TABLE + len(pen.plan.split.rows), 1)})"
        told = (
            "您给这一层的比例：0%到100%，最多两位小数，合计大于0%，不超过100%。",
            "Your share for the layer: 0% to 100%, at most two decimals, all together above 0%, at most 100%.",
        )
        pen.takes(sheet, row, 1, f"AND(ISNUMBER({cell}),{cell}>=0,{together}>0,{together}<=1,{_fine(cell, 100 * _FINE)})", told)  # fmt: skip
    else:
        pen.input(sheet, row, 1, weight.value, num_format="0.##", align="right")
        told = (
            "您给这一层的权重：0到1,000，最多两位小数。",
            "Your proportion for the layer: 0 to 1,000, at most two decimals.",
        )
        pen.takes(sheet, row, 1, f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<=1000,{_fine(cell, _FINE)})", told)
    for column, limits in ((2, terms.floors), (3, terms.caps)):
        _limit(pen, sheet, (row, column), limits.get(line.layer), line)


def _limit(pen: Pen, sheet: Any, at: tuple[int, int], limit: Fact | None, line: Line) -> None:
    (row, column), cell = at, absolute(*at)
    if limit is None:
        pen.text(sheet, row, column, "–", align="right", font_color="#555555")
    elif limit.id == _source_of(pen, line):
        pen.formula(sheet, row, column, line.cell, line.amount, num_format=pen.money_format)
    elif limit.unit == PERCENT:
        pen.percent(sheet, row, column, limit.value / 100)
        told = "占总额的比例：0%到100%，最多两位小数。", "A share of the whole: 0% to 100%, at most two decimals."
        pen.takes(sheet, row, column, f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<=1,{_fine(cell, 100 * _FINE)})", told)
    else:
        pen.input(sheet, row, column, limit.value, num_format=pen.money_format)
        other = absolute(row, 5 - column)
        order = f"OR(NOT(ISNUMBER({other})),{cell}{'<=' if column == 2 else '>='}{other})"
        told = "金额：不小于零，最低额不高于最高额。", "An amount from nothing up; the floor not above the cap."
        pen.takes(sheet, row, column, f"AND(ISNUMBER({cell}),{cell}>=0,{order})", told)


def _fine(cell: str, parts: int) -> str:
    return f"ABS({cell}*{parts}-ROUND({cell}*{parts},0))<0.0001"


def _source_of(pen: Pen, line: Line) -> str:
    return next(row.amount.id for row in pen.plan.split.rows if row.layer.id == line.layer)


def _pinned(terms: OwnTerms) -> frozenset[str]:
    """Layers whose floor is their cap: they get just that."""
    floors, caps = terms.floors, terms.caps
    return frozenset(
        n for n, f in floors.items() if n in caps and (f.value, f.unit) == (caps[n].value, caps[n].unit)
    )  # fmt: skip


def _total(pen: Pen, sheet: Any, working: Working, own: OwnSplit, lines: Sequence[Line]) -> None:
    first, row, top = TABLE + 1, TABLE + 1 + len(lines), {"bold": True, "top": 1}
    for column, text in enumerate((pen.words.say("合计", "Total"), "", "", "")):
        pen.text(sheet, row, column, text, **top)
    source = sum((line.amount for line in lines), Decimal(0))
    for column, value in ((4, own.total.value), (5, source)):
        together = f"SUM({xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(row - 1, column)})"
        pen.formula(
            sheet, row, column, f"ROUND({together}*{working.step},0)/{working.step}", value, num_format=pen.money_format, **top
        )  # fmt: skip


class _Working:
    """The own split on the working: weights, limits, rounds, parts."""

    def __init__(self, pen: Pen, working: Working, sheet: str, lines: Sequence[Line], terms: OwnTerms) -> None:
        self._pen, self._working, self._sheet = pen, working, sheet
        self._lines, self._terms = lines, terms

    @property
    def exact(self) -> bool:
        """Whether the formulas are exact: what was typed has two decimals at most, and no product is too large."""
        limits = [fact for fact in (*self._terms.floors.values(), *self._terms.caps.values()) if fact.unit == PERCENT]
        typed = (*self._terms.weights.values(), *limits)
        if any(precision_of(fact.value.normalize()) > 2 for fact in typed):
            return False
        heaviest = 1000 * _FINE * len(self._lines) if self._terms.weights else 1
        return (heaviest * sum(self._source_weights().values())) ** 2 * 2 < _EXACT

    def parts(self) -> tuple[Cell, ...]:
        working, say = self._working, self._pen.words.say
        working.heading(self._pen.words.own_heading)
        whole = self._whole()
        weights = self._weights()
        divided = working.divide(whole, Cell(str(100 * _FINE), 100 * _FINE))
        parts = [
            _Part(line.name, weight, self._limit(line, "floor", divided), self._limit(line, "cap", divided))
            for line, weight in zip(self._lines, weights, strict=True)
        ]
        left = self._placed(whole, divided, parts)
        fixed = [_Fixed(_ZERO, _ZERO)] * len(parts)
        for number in range(1, len(parts) + 1):
            working.heading(say(f"第{number}轮", f"Round {number}"))
            fixed = self._round(left, parts, fixed)
        working.heading(say("结果", "Result"))
        return self._result(left, parts, fixed)

    def _whole(self) -> Cell:
        """The money that is divided."""
        working = self._working
        if self._terms.of_budget:
            return working.budget
        value = sum(line.minor.value for line in self._lines)
        text = self._pen.words.say("AI 投入", "AI money")
        return working.line(text, "+".join(line.minor.at for line in self._lines), value)

    def _source_weights(self) -> dict[str, int]:
        """The source's shares as whole numbers without a common part."""
        shares = {row.layer.id: row.share.value for row in self._pen.plan.split.rows}
        scale = 10 ** max(precision_of(share.normalize()) for share in shares.values())
        whole = {name: int(share * scale) for name, share in shares.items()}
        return {name: share // gcd(*whole.values()) for name, share in whole.items()}

    def _typed(self) -> dict[str, Cell]:
        """The user's shares as whole numbers."""
        weights = self._terms.weights
        fine = 100 * _FINE if self._percents else _FINE
        found = {}
        for row, line in enumerate(self._lines, TABLE + 1):
            if (fact := weights.get(line.layer)) is not None:
                formula = f"ROUND('{self._sheet}'!{absolute(row, 1)}*{fine},0)"
                found[line.layer] = self._working.line(line.name, formula, int(fact.value * _FINE))
        return found

    @staticmethod
    def _left(typed: Mapping[str, Cell]) -> Cell:
        """What the user's percentages leave to the other layers; all of it where there are none."""
        if not typed:
            return Cell("1", 1)
        whole, told = 100 * _FINE, "+".join(cell.at for cell in typed.values())
        return Cell(f"({whole}-({told}))", whole - sum(cell.value for cell in typed.values()))

    @property
    def _percents(self) -> bool:
        return all(fact.unit == PERCENT for fact in self._terms.weights.values())

    def _weights(self) -> list[Cell]:
        """A whole number for each layer: the user's; or the source's part of what the user's percentages leave."""
        typed, source = self._typed(), self._source_weights()
        others = [name for name in source if name not in typed]
        shared = bool(typed) and any(name not in _pinned(self._terms) for name in others)
        together = sum(source[name] for name in others) if shared else 1
        left, found = self._left(typed), []
        for line in self._lines:
            cell, factor = typed.get(line.layer), together
            if cell is None:  # beside typed ones that share everything it gets just its limit
                cell, factor = left, source[line.layer] if shared or not typed else 0
            name = f"{line.name} {self._pen.words.say('权重', 'weight')}"
            found.append(self._working.line(name, f"{cell.at}*{factor}", cell.value * factor))
        return found

    def _limit(self, line: Line, side: str, divided: tuple[Cell, Cell]) -> Cell | None:
        """A floor or a cap in minor units, towards its inside."""
        fact = (self._terms.floors if side == "floor" else self._terms.caps).get(line.layer)
        if fact is None:
            return None
        row = TABLE + 1 + [other.layer for other in self._lines].index(line.layer)
        cell = f"'{self._sheet}'!{absolute(row, 2 if side == 'floor' else 3)}"
        name = f"{line.name} {self._pen.words.say('最低额', 'floor') if side == 'floor' else self._pen.words.say('最高额', 'cap')}"
        if fact.unit != PERCENT:
            return self._working.line(
                name, f"ROUND({cell}*{self._working.step},0)", int(fact.value * self._working.step)
            )
        up = side == "floor"
        most = 100 * _FINE
        weight = self._working.line(f"{name} %", f"ROUND({cell}*{most},0)", int(fact.value * _FINE))
        numerator = (divided[0].value * most + divided[1].value) * weight.value
        formula = sums.portion((divided[0].at, divided[1].at), weight.at, str(most), up=most - 1 if up else 0)
        return self._working.line(name, formula, (numerator + (most - 1 if up else 0)) // most)

    def _placed(self, whole: Cell, divided: tuple[Cell, Cell], parts: Sequence[_Part]) -> Cell:
        """What the layers are to get: all of it, or what percentages that do not come to it make, but no less than the floors."""
        weights = self._terms.weights
        if len(weights) < len(self._lines) or not self._percents:
            return whole
        told = "+".join(part.weight.at for part in parts)
        most, value = 100 * _FINE, sum(part.weight.value for part in parts)
        exactly = self._working.line(
            self._pen.words.say("按比例", "By the shares"),
            sums.portion((divided[0].at, divided[1].at), f"({told})", str(most), half=True),
            (2 * whole.value * value + most) // (2 * most),
        )
        floors = [part.floor for part in parts if part.floor is not None]
        if not floors:
            return exactly
        least, together = sum(floor.value for floor in floors), "+".join(floor.at for floor in floors)
        text = self._pen.words.say("分配的金额", "Placed")
        return self._working.line(
            text, f"IF({exactly.at}<({together}),{together},{exactly.at})", max(exactly.value, least)
        )

    def _tentative(
        self, left: Cell, parts: Sequence[_Part], fixed: Sequence[_Fixed]
    ) -> tuple[Cell, list[tuple[Cell, Cell]]]:
        """What is not fixed by weight: the weights together, and quotient and remainder of each layer."""
        line, say = self._working.line, self._pen.words.say
        open_value = left.value - sum(f.is_.value * f.at.value for f in fixed)
        rest = line(say("余额", "left"), f"{left.at}-({'+'.join(f'{f.is_.at}*{f.at.at}' for f in fixed)})", open_value)
        free = [f"(1-{f.is_.at})*{part.weight.at}" for f, part in zip(fixed, parts, strict=True)]
        value = sum((1 - f.is_.value) * part.weight.value for f, part in zip(fixed, parts, strict=True))
        weights = line(say("权重合计", "weights together"), "+".join(free), value)
        divisor = line(say("除数", "divisor"), f"IF({weights.at}=0,1,{weights.at})", value or 1)
        by = self._working.divide(rest, divisor)
        found = []
        for part, one in zip(parts, free, strict=True):
            at = list(parts).index(part)
            own = (1 - fixed[at].is_.value) * part.weight.value
            weight = line(part.name, one, own)
            q, r = divmod(rest.value * own, divisor.value)
            quotient = line(f"{part.name} q", sums.portion((by[0].at, by[1].at), weight.at, divisor.at), q)
            remainder = f"{by[1].at}*{weight.at}-({quotient.at}-{by[0].at}*{weight.at})*{divisor.at}"
            found.append((quotient, line(f"{part.name} r", remainder, r)))
        return divisor, found

    def _round(self, left: Cell, parts: Sequence[_Part], fixed: Sequence[_Fixed]) -> list[_Fixed]:
        """Fix what breaks a limit, on the side that breaks more."""
        divisor, found = self._tentative(left, parts, fixed)
        lows = [self._broken(part, *one, before) for part, one, before in zip(parts, found, fixed, strict=True)]
        highs = [self._exceeded(part, *one, before) for part, one, before in zip(parts, found, fixed, strict=True)]
        apart, rest = ["0"], ["0"]
        value = 0
        for part, low, high, (q, r) in zip(parts, lows, highs, found, strict=True):
            for limit, broken in ((part.floor, low), (part.cap, high)):
                if limit is not None:
                    apart.append(f"{broken.at}*({limit.at}-{q.at})")
                    rest.append(f"{broken.at}*{r.at}")
                    value += broken.value * ((limit.value - q.value) * divisor.value - r.value)
        # What is missing below less what is above, times the divisor; its sign is all that counts.
        balance = self._working.line("±", f"({'+'.join(apart)})*{divisor.at}-({'+'.join(rest)})", value)
        return [
            self._fix(part, before, low, high, balance)
            for part, before, low, high in zip(parts, fixed, lows, highs, strict=True)
        ]

    def _broken(self, part: _Part, q: Cell, r: Cell, before: _Fixed) -> Cell:
        """Whether a layer that is not fixed yet would get less than its floor; ``r`` is what its quotient ``q`` leaves."""
        if part.floor is None:
            return _ZERO
        value = int(not before.is_.value and q.value < part.floor.value)
        return self._working.line(f"{part.name} <", f"IF({before.is_.at}+({q.at}>={part.floor.at})=0,1,0)", value)

    def _exceeded(self, part: _Part, q: Cell, r: Cell, before: _Fixed) -> Cell:
        """Whether a layer that is not fixed yet would get more than its cap."""
        if part.cap is None:
            return _ZERO
        cap = part.cap
        value = int(not before.is_.value and (q.value, r.value) > (cap.value, 0))
        above = f"({q.at}>{cap.at})+({q.at}={cap.at})*({r.at}>0)"
        return self._working.line(f"{part.name} >", f"IF({before.is_.at}=1,0,IF({above}>0,1,0))", value)

    def _fix(self, part: _Part, before: _Fixed, low: Cell, high: Cell, balance: Cell) -> _Fixed:
        """A layer after the round."""
        floor, cap = part.floor or _ZERO, part.cap or _ZERO
        to_low, to_high = low.value * (balance.value >= 0), high.value * (balance.value <= 0)
        low_at, high_at = f"{low.at}*({balance.at}>=0)", f"{high.at}*({balance.at}<=0)"
        is_ = self._working.line(
            f"{part.name} =", f"IF({before.is_.at}=1,1,{low_at}+{high_at})", before.is_.value or to_low + to_high
        )
        amount = before.at.value if before.is_.value else floor.value * to_low + cap.value * to_high
        formula = f"IF({before.is_.at}=1,{before.at.at},{low_at}*{floor.at}+{high_at}*{cap.at})"
        return _Fixed(is_, self._working.line(f"{part.name} →", formula, amount))

    def _result(self, left: Cell, parts: Sequence[_Part], fixed: Sequence[_Fixed]) -> tuple[Cell, ...]:
        """The fixed amounts, and the others' with what their quotients leave."""
        _, found = self._tentative(left, parts, fixed)
        rows = []
        for one, (q, r) in zip(fixed, found, strict=True):
            value = one.at.value if one.is_.value else q.value
            rows.append((f"IF({one.is_.at}=1,{one.at.at},{q.at})", r.at, value, r.value))
        weights = sum((1 - f.is_.value) * p.weight.value for f, p in zip(fixed, parts, strict=True))
        free = "+".join(f"(1-{f.is_.at})*{p.weight.at}" for f, p in zip(fixed, parts, strict=True))
        spread = "+".join(f"IF({one.is_.at}=1,{one.at.at},0)" for one in fixed)
        value = left.value if weights else sum(one.at.value for one in fixed if one.is_.value)
        total = self._working.line(self._pen.words.say("合计", "Total"), f"IF(({free})=0,{spread},{left.at})", value)
        return self._working.ranked([part.name for part in parts], rows, total)
