"""The sheet of phases: each KPI with its threshold, today's figure and the target that the two make.

A baseline that was not told is an empty input: filled in, it makes its target as a told one does.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agent.plans.pen import TABLE, Pen
from tools.facts import Fact
from tools.identity import Label
from tools.money import currency
from tools.parameters import Direction, Kpi, Measure
from tools.plans import Goal
from tools.quantities import PERCENT, UNIT_NAMES, UNITS, Unit, UnitKind, money_unit, precision_of

_MOST = 10**12  # of a baseline


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a KPI starts: its unit, the decimals that it is given with, and the figure where it was told."""

    kpi: Kpi
    unit: Unit
    places: int
    value: Decimal | None = None

    @property
    def step(self) -> int:
        """How many of what the target is rounded to make one."""
        if self.unit.kind is UnitKind.MONEY:
            return int(10 ** currency(self.unit.code).minor)
        return int(10**self.places)

    @property
    def rounded(self) -> bool:
        """Whether the target is a whole number of steps: money, and what is counted."""
        kind = self.unit.kind
        counted = kind is UnitKind.NUMBER and self.kpi.measure is not Measure.CHANGE
        return kind in (UnitKind.MONEY, UnitKind.COUNT) or counted


def write_phases(pen: Pen, sheet: Any) -> None:
    """A row for each KPI of each phase."""
    words, say = pen.words, pen.words.say
    for column, width in enumerate((24, 34, 13, 17, 12, 17, 56)):
        pen.columns(sheet, column, column, width)
    pen.title(
        sheet, say("阶段与 KPI", "Phases and KPIs"),
        say("填上今天的数值（基线），目标随之算出。", "Enter today's figure (the baseline) and the target follows."),
    )  # fmt: skip
    heads = [say("阶段", "Phase"), "KPI", say("门槛", "Threshold"), say("基线", "Baseline"), say("单位", "Unit"), say("目标", "Target"), say("关键行动", "Key actions")]  # fmt: skip
    pen.header(sheet, TABLE, heads, numbers=(2, 3, 5))
    row = TABLE
    for stage in pen.plan.stages:
        for at, goal in enumerate(stage.goals):
            row += 1
            if at == 0:
                pen.text(sheet, row, 0, f"{stage.phase.number}. {words.title(stage.phase.name)}", text_wrap=True)
                pen.text(sheet, row, 6, words.name(stage.phase.actions), text_wrap=True, indent=1)
            pen.text(sheet, row, 1, words.kpi(goal.kpi), text_wrap=True)
            _goal(pen, sheet, row, goal)
    pen.finish(sheet, row, 6)


def _goal(pen: Pen, sheet: Any, row: int, goal: Goal) -> None:
    sign = goal.threshold.comparator.value
    _threshold(pen, sheet, row, goal, "" if sign == "=" else sign)
    start = _start(pen, goal)
    cell = f"$D${row + 1}"
    percent = start.unit.kind is UnitKind.PERCENT
    if percent and start.value is not None:
        pen.percent(sheet, row, 3, start.value / 100)
    else:
        shown = "0.0###%" if percent else _format(pen, start.unit, start.places)
        pen.input(sheet, row, 3, start.value, num_format=shown)
    rule, told = _baseline_rule(pen, start, cell)
    pen.takes(sheet, row, 3, rule, told)
    pen.text(sheet, row, 4, _unit_name(pen, start.unit), font_color="#555555", indent=1)
    bound = "≤" if goal.kpi.direction is Direction.DOWN else "≥"
    formula = f'IF(ISNUMBER({cell}),{_target(start, row)},"")'
    target = goal.target.value if goal.target else None
    value: Decimal | str = "" if target is None else target.value / 100 if percent else target.value
    if percent and target is not None:
        pen.percent(sheet, row, 5, Decimal(value), formula=formula, sign=bound)
        return
    shown = f'"{bound}"0.0###%' if percent else f'"{bound}"{_format(pen, start.unit, _places(start, target))}'
    pen.formula(sheet, row, 5, formula, value, num_format=shown, align="right")


def _threshold(pen: Pen, sheet: Any, row: int, goal: Goal, sign: str) -> None:
    """The threshold, which may be changed as far as it makes sense of its kind."""
    value, cell = goal.threshold.value, f"$C${row + 1}"
    if goal.kpi.measure is Measure.MULTIPLE:
        prefix = f'"{sign}"' if sign else ""
        pen.input(sheet, row, 2, value, num_format=f'{prefix}{_digits(2)}"{pen.words.say("倍", "x")}"')
        told = (
            "门槛：基线的倍数，大于0，不超过1,000。",
            "The threshold: a multiple of the baseline, above 0, at most 1,000.",
        )
        pen.takes(sheet, row, 2, f"AND(ISNUMBER({cell}),{cell}>0,{cell}<=1000)", told)
        return
    pen.percent(sheet, row, 2, value / 100, sign=sign)
    upwards = goal.kpi.measure is Measure.CHANGE and goal.kpi.direction is not Direction.DOWN
    most = 10 if upwards else 1
    told = f"门槛：大于0%，不超过{most * 100}%。", f"The threshold: above 0%, at most {most * 100}%."
    pen.takes(sheet, row, 2, f"AND(ISNUMBER({cell}),{cell}>0,{cell}<={most})", told)


def _start(pen: Pen, goal: Goal) -> _Start:
    """Where a KPI starts: as it was told, else in the unit that it is usually measured in."""
    if goal.target is not None:
        baseline = goal.target.baseline
        return _Start(goal.kpi, baseline.unit, precision_of(baseline.value), baseline.value)
    for code in goal.kpi.units:
        if code == "money":
            return _Start(goal.kpi, money_unit(pen.plan.currency), currency(pen.plan.currency).minor)
        if code == "percent":
            break
        if code in UNITS:
            places = 0 if UNITS[code].kind is UnitKind.COUNT else 2
            return _Start(goal.kpi, UNITS[code], places)
    return _Start(goal.kpi, PERCENT, 2)


def _baseline_rule(pen: Pen, start: _Start, cell: str) -> tuple[str, tuple[str, str]]:
    """What a baseline has to be, as a formula and in words."""
    kind, unit = start.unit.kind, _unit(pen, start.unit)
    if kind is UnitKind.PERCENT:
        least = ">=" if start.kpi.measure is Measure.LEVEL else ">"
        told = "今天的数值：一个百分比，不超过1,000%。", "Today's figure: a percentage, at most 1,000%."
        return f"AND(ISNUMBER({cell}),{cell}{least}0,{cell}<=10)", told
    rule = f"AND(ISNUMBER({cell}),{cell}>0,{cell}<={_MOST}"
    if kind is UnitKind.COUNT and not start.places:
        told = f"今天的数值：正整数{unit.zh}。", f"Today's figure: a positive whole number{unit.en}."
        return f"{rule},{cell}=INT({cell}))", told
    if start.rounded:
        rule += f",ABS({cell}*{start.step}-ROUND({cell}*{start.step},0))<0.0001"
    return f"{rule})", (f"今天的数值：一个正数{unit.zh}。", f"Today's figure: a positive number{unit.en}.")


def _unit(pen: Pen, unit: Unit) -> Label:
    name = _unit_name(pen, unit)
    return Label(f"（{name}）", f" ({name})") if name else Label("", "")


def _unit_name(pen: Pen, unit: Unit) -> str:
    if unit.kind is UnitKind.PERCENT:
        return "%"
    if unit.kind is UnitKind.MONEY:
        found = currency(unit.code)
        return (found.zh if pen.words.zh else found.code) if found.code != "XXX" else ""
    if unit.kind is UnitKind.MULTIPLE:
        return str(pen.words.say("倍", "x"))
    names = UNIT_NAMES.get(unit.code)
    return "" if names is None else names[0] if pen.words.zh else names[2]


def _places(start: _Start, target: Fact | None) -> int:
    """The decimals that a target is shown with."""
    if target is not None:
        return max(precision_of(target.value.normalize()), start.places if start.rounded else 0)
    return start.places if start.rounded else 2


def _format(pen: Pen, unit: Unit, places: int) -> str:
    """The number format of a figure; what it is of stands beside it."""
    if unit.kind is UnitKind.MONEY:
        return pen.money_format_of(unit.code)
    return "#,##0" + (
        f".{'#' * places}" if places and unit.kind is UnitKind.DURATION else f".{'0' * places}" * bool(places)
    )


def _digits(places: int) -> str:
    return f"0.{'#' * places}" if places else "0"


def _target(start: _Start, row: int) -> str:
    """The formula of a KPI's target over the threshold in C and the baseline in D of ``row``."""
    baseline, threshold = f"D{row + 1}", f"C{row + 1}"
    kpi, percentage = start.kpi, start.unit.kind is UnitKind.PERCENT
    # Percentages as whole numbers of a millionth keep what is exact in decimals exact here.
    percent = f"ROUND({threshold}*1000000,0)"
    if kpi.measure is Measure.MULTIPLE:
        factor, divisor = f"ROUND({threshold}*10000,0)", "10000"
    elif kpi.measure is Measure.LEVEL:
        if percentage:
            return threshold
        factor, divisor = percent, "1000000"
    elif kpi.direction is Direction.DOWN:
        factor, divisor = f"(1000000-{percent})", "1000000"
    else:
        factor, divisor = f"(1000000+{percent})", "1000000"
    if start.rounded:
        rounding = "ROUNDDOWN" if kpi.direction is Direction.DOWN else "ROUNDUP"
        return f"{rounding}(ROUND({baseline}*{start.step},0)*{factor}/{divisor},0)/{start.step}"
    return f"ROUND({baseline}*{factor}/{divisor},12)"
