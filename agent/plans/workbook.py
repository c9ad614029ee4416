"""A plan as an Excel workbook with live formulas: change the budget, a share or a baseline, and everything follows.

Every computed cell is a formula of ours; every text is written as text, so that nothing a user, a model or a document said
can become one. Sheets: the plan with its chart, scenarios, phases, projects, assumptions and sources, and the working.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from agent.plans import sums
from agent.plans.pen import INPUT, Pen, absolute, scale_of
from agent.plans.words import Words
from agent.plans.working import Working
from tools.budget import Split
from tools.errors import InvalidInput
from tools.facts import Fact
from tools.kpis import Target
from tools.money import currency
from tools.parameters import Direction, Measure
from tools.plans import BudgetPlan, Goal
from tools.quantities import UNIT_NAMES, UnitKind, precision_of


def write_workbook(
    words: Words, *, assumptions: Sequence[str], passages: Mapping[str, Any], stale: bool = False
) -> bytes:
    """The workbook. ``stale`` leaves the results in the file at zero, for tests that recalculate it."""
    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(made, options) as book:
        book.set_calc_mode("auto")
        book.set_properties({"title": words.heading})
        _Writer(book, words, stale).write(assumptions, passages)
    return made.getvalue()


def largest_budget(plan: BudgetPlan) -> Decimal:
    """The largest budget that the workbook computes to the minor unit."""
    scale = scale_of(plan)
    shares = [r.share.value for r in plan.split.rows]
    totals = [s.split.share.value for s in plan.scenarios if s.split.share]
    weights = [sums.weight(v, scale) for v in (sum(shares, Decimal(0)), *shares, *totals)]
    return sums.limit(weights, divisor=max(100 * scale, weights[0]), minor=currency(plan.currency).minor)


class _Writer(Pen):
    """Writes the sheets one after the other."""

    # -- the sheets --------------------------------------------------------------------------------------------------

    def write(self, assumptions: Sequence[str], passages: Mapping[str, Any]) -> None:
        say = self.words.say
        names = {
            "plan": say("计划", "Plan"),
            "own": say("您的拆分", "Your split"),
            "scenarios": say("情景", "Scenarios"),
            "phases": say("阶段与KPI", "Phases"),
            "projects": say("项目", "Projects"),
            "notes": say("假设与来源", "Notes"),
            "working": say("计算", "Working"),
        }
        if not self.plan.scenarios:
            del names["scenarios"]
        if self.words.own is None:
            del names["own"]
        sheets = {name: self.book.add_worksheet(title) for name, title in names.items()}
        for sheet in sheets.values():
            sheet.hide_gridlines(2)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
        sheets["plan"].fit_to_pages(1, 1)  # the chart stays in one piece
        self._inputs(sheets["plan"], names["plan"])
        working = Working(self, sheets["working"], names["working"])
        working.begin()
        self._split(sheets["plan"], names["plan"], working)
        if self.plan.scenarios:
            self._scenarios(sheets["scenarios"], names["scenarios"], working)
        if self.words.own is not None:
            self._own(sheets["own"])
        self._phases(sheets["phases"])
        self._projects(sheets["projects"])
        self._notes(sheets["notes"], assumptions, passages)

    def _inputs(self, sheet: Any, name: str) -> None:
        words, plan = self.words, self.plan
        self.columns(sheet, 0, 0, 30)
        self.columns(sheet, 1, 1, 16)
        self.columns(sheet, 2, 2, 26)
        self.columns(sheet, 3, 4, 48)
        self.text(sheet, 0, 0, words.heading, bold=True, font_size=16)
        self.text(sheet, 1, 0, words.name(plan.framework.name), font_color="#555555")
        self.text(sheet, 3, 0, words.base, bold=True)
        budget = plan.budget.value
        self.number(sheet, 3, 2, budget, num_format=self.money_format, bg_color=INPUT, border=1, bold=True)
        most = largest_budget(plan)
        if budget > most:
            raise InvalidInput(
                "too_large_for_a_workbook",
                f"这份工作簿只能精确计算到{int(most):,}以内的预算，请改用 Markdown。",
                f"This workbook computes exactly up to {int(most):,} only; write the plan as Markdown instead.",
            )
        sheet.data_validation(
            3, 2, 3, 2,
            {
                "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": int(most),
                "error_title": words.say("预算", "Budget"),
                "error_message": words.say("请输入一个正数，不超过可精确计算的上限。", "Enter a positive amount within what is computed exactly."),
            },
        )  # fmt: skip
        self.text(
            sheet,
            3,
            3,
            words.say("← 改这里，其余都会跟着变", "← change this and the rest follows"),
            italic=True,
            indent=1,
        )
        self.text(sheet, 4, 0, words.say("币种", "Currency"), bold=True)
        self.text(sheet, 4, 2, words.money, align="right")
        self.cells["budget"] = f"'{name}'!$C$4"
        if plan.split.share is not None:
            self.text(sheet, 5, 0, words.say("AI 占比", "AI share"), bold=True)
            share = plan.split.share.value
            self.percent(sheet, 5, 2, share / 100, bg_color=INPUT, border=1)
            self.cells["share"] = f"'{name}'!$C$6"

    def _split(self, sheet: Any, name: str, working: Working) -> None:
        words, split = self.words, self.plan.split
        say, first = words.say, 7
        self.header(
            sheet, first, [say("层", "Layer"), words.kind, say("金额", "Amount"), say("目标", "Goal"), say("典型项目", "Typical projects")]
        )  # fmt: skip
        for at, layer in enumerate(self.plan.layers):
            row = first + 1 + at
            self.text(sheet, row, 0, words.title(layer.row.layer.name))
            self.percent(sheet, row, 1, layer.row.share.value / 100, bg_color=INPUT)
            self.text(sheet, row, 3, words.name(layer.row.layer.goal), text_wrap=True, indent=1)
            self.text(sheet, row, 4, words.projects(layer.placements), text_wrap=True, indent=1)
        last = first + len(split.rows)
        self.cells["shares"] = f"'{name}'!$B${first + 2}:$B${last + 1}"
        block = working.block(words.say("计划", "Plan"), split, share=self.cells.get("share"))
        for at, part in enumerate(split.rows):
            formula = working.amount(block.parts[at])
            self.formula(sheet, first + 1 + at, 2, formula, part.amount.value, num_format=self.money_format)
        top: dict[str, Any] = {"bold": True, "top": 1}
        self.text(sheet, last + 1, 0, say("合计", "Total"), **top)
        spread = xl_rowcol_to_cell(first + 1, 1), xl_rowcol_to_cell(last, 1)
        if not words.proportional:
            together = sum((r.share.value for r in split.rows), Decimal(0)) / 100
            self.percent(sheet, last + 1, 1, together, formula=f"SUM({spread[0]}:{spread[1]})", **top)
        else:
            self.text(sheet, last + 1, 1, "", **top)
        amounts = xl_rowcol_to_cell(first + 1, 2), xl_rowcol_to_cell(last, 2)
        self.formula(
            sheet,
            last + 1,
            2,
            f"SUM({amounts[0]}:{amounts[1]})",
            split.total.value,
            num_format=self.money_format,
            **top,
        )
        self._range(sheet, last + 3, working)
        self._chart(sheet, name, first + 1, last, last + 7)

    def _range(self, sheet: Any, row: int, working: Working) -> None:
        found = self.plan.range
        if found is None:
            return
        say = self.words.say
        ends = ((say("AI 投入下限", "AI spending, lower end"), found.low_share, found.low, True),
                (say("AI 投入上限", "AI spending, upper end"), found.high_share, found.high, False))  # fmt: skip
        for at, (text, share, end, up) in enumerate(ends):
            self.text(sheet, row + at, 0, text)
            self.percent(sheet, row + at, 1, share.value / 100, bg_color=INPUT)
            cell = f"'{sheet.get_name()}'!{absolute(row + at, 1)}"
            minor = working.end(text, cell, share.value, up=up)
            self.formula(sheet, row + at, 2, working.amount(minor), end.value, num_format=self.money_format)

    def _chart(self, sheet: Any, name: str, first: int, last: int, row: int) -> None:
        chart = self.book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": self.words.say("金额", "Amount"),
                "categories": [name, first, 0, last, 0],
                "values": [name, first, 2, last, 2],
                "data_labels": {"value": True, "num_format": self.money_format},
                "fill": {"color": "#2F6DB5"},
                "gap": 60,
            }
        )
        chart.set_title({"name": self.words.say("各层金额", "Amount by layer"), "name_font": {"size": 13}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
        chart.set_size({"width": 820, "height": 120 + 60 * (last - first + 1)})
        sheet.insert_chart(row, 0, chart)

    def _scenarios(self, sheet: Any, name: str, working: Working) -> None:
        words, scenarios = self.words, self.plan.scenarios
        self.columns(sheet, 0, 0, 30)
        self.columns(sheet, 1, len(scenarios), 24)
        self.header(sheet, 0, [words.say("层", "Layer"), *(words.title(s.name) for s in scenarios)])
        self.text(sheet, 1, 0, words.say("AI 占比", "AI share"))
        rows = self.plan.split.rows
        for at, row in enumerate(rows):
            self.text(sheet, 2 + at, 0, words.title(row.layer.name))
        self.text(sheet, 2 + len(rows), 0, words.say("合计", "Total"), bold=True, top=1)
        for column, scenario in enumerate(scenarios, 1):
            split, cell = scenario.split, None
            if split.share is None:
                shares = self.cells["shares"]
                self.percent(sheet, 1, column, _ratio(split) / 100, formula=f"SUM({shares})")
            else:
                share = split.share.value / 100
                self.percent(sheet, 1, column, share, bg_color=INPUT)
                cell = f"'{name}'!{absolute(1, column)}"
            block = working.block(words.title(scenario.name), split, share=cell)
            for at, row in enumerate(split.rows):
                formula = working.amount(block.parts[at])
                self.formula(sheet, 2 + at, column, formula, row.amount.value, num_format=self.money_format)
            first, last = xl_rowcol_to_cell(2, column), xl_rowcol_to_cell(1 + len(rows), column)
            self.formula(
                sheet, 2 + len(rows), column, f"SUM({first}:{last})", split.total.value,
                num_format=self.money_format, bold=True, top=1,
            )  # fmt: skip

    def _own(self, sheet: Any) -> None:
        """The user's own split as the conversation computed it: floors and caps have no formula, so it follows no cell."""
        words = self.words
        self.columns(sheet, 0, 0, 30)
        self.columns(sheet, 1, 3, 24)
        self.header(sheet, 0, words.own_header)
        row = 0
        for row, (name, share, own, source) in enumerate(words.own_amounts(), 1):
            self.text(sheet, row, 0, name)
            self.text(sheet, row, 1, share, align="right")
            for column, fact in ((2, own), (3, source)):
                self.number(sheet, row, column, fact.value, num_format=self.money_format)
        fixed = words.say("这一页不随预算变动。", "This sheet does not follow the budget's cell.")
        self.text(sheet, row + 2, 0, fixed, italic=True)

    def _phases(self, sheet: Any) -> None:
        words = self.words
        say = words.say
        self.columns(sheet, 0, 0, 26)
        self.columns(sheet, 1, 1, 34)
        self.columns(sheet, 2, 4, 18)
        self.columns(sheet, 5, 5, 60)
        self.header(
            sheet, 0, [say("阶段", "Phase"), "KPI", say("门槛", "Threshold"), say("基线（可改）", "Baseline (editable)"), say("目标", "Target"), say("关键行动", "Key actions")]
        )  # fmt: skip
        row = 1
        for stage in self.plan.stages:
            for at, goal in enumerate(stage.goals):
                if at == 0:
                    self.text(sheet, row, 0, f"{stage.phase.number}. {words.title(stage.phase.name)}", text_wrap=True)
                    self.text(sheet, row, 5, words.name(stage.phase.actions), text_wrap=True)
                self.text(sheet, row, 1, words.kpi(goal.kpi), text_wrap=True)
                self._goal(sheet, row, goal)
                row += 1

    def _goal(self, sheet: Any, row: int, goal: Goal) -> None:
        threshold, sign = goal.threshold, goal.threshold.comparator.value
        sign = "" if sign == "=" else sign
        if goal.kpi.measure is Measure.MULTIPLE:
            prefix = f'"{sign}"' if sign else ""
            shown = f'{prefix}{_digits(threshold.value)}"{self.words.say("倍", "x")}"'
            self.number(sheet, row, 2, threshold.value, num_format=shown, bg_color=INPUT)
        else:
            self.percent(sheet, row, 2, threshold.value / 100, sign=sign, bg_color=INPUT)
        if goal.target is None:
            sheet.write_blank(row, 3, None, self.style(bg_color=INPUT, border=1))
            self.text(sheet, row, 4, "")
            return
        baseline, target = goal.target.baseline, goal.target.value
        formula, bound = _target(goal.target, row), target.comparator.value
        if baseline.unit.kind is UnitKind.PERCENT:
            self.percent(sheet, row, 3, baseline.value / 100, bg_color=INPUT, border=1)
            self.percent(sheet, row, 4, target.value / 100, formula=formula, sign=bound)
            return
        self.number(sheet, row, 3, baseline.value, num_format=self._of(baseline), bg_color=INPUT, border=1)
        self.formula(sheet, row, 4, formula, target.value, num_format=f'"{bound}"{self._of(target)}')

    def _of(self, fact: Fact) -> str:
        """The number format of a figure's unit."""
        kind, digits = fact.unit.kind, _digits(fact.value, grouped=True)
        if kind is UnitKind.MONEY:
            return self.money_format_of(fact.unit.code)
        if kind is UnitKind.MULTIPLE:
            return f'{digits}"{self.words.say("倍", "x")}"'
        names = UNIT_NAMES.get(fact.unit.code)
        if names is None:
            return digits
        return f'{digits}"{names[0]}"' if self.words.zh else f'{digits}" {names[2]}"'

    def _projects(self, sheet: Any) -> None:
        words = self.words
        say = words.say
        for column, width in enumerate((26, 34, 26, 18, 20, 60)):
            self.columns(sheet, column, column, width)
        self.header(
            sheet, 0, [say("层", "Layer"), say("项目", "Project"), say("象限", "Quadrant"), say("见效周期", "Payback"), say("资产沉淀", "Asset accumulation"), say("策略", "Strategy")]
        )  # fmt: skip
        groups = [(words.title(layer.row.layer.name), layer.placements) for layer in self.plan.layers]
        groups.append((say("未归入任何层", "Not assigned to a layer"), self.plan.unpaid))
        row = 1
        for name, placements in groups:
            for p in placements:
                texts = (
                    name, words.title(p.project.name), words.title(p.quadrant.name), words.name(p.quadrant.payback),
                    words.name(p.quadrant.accumulation), words.name(p.quadrant.strategy),
                )  # fmt: skip
                for column, text in enumerate(texts):
                    self.text(sheet, row, column, text, text_wrap=True)
                row += 1

    def _notes(self, sheet: Any, assumptions: Sequence[str], passages: Mapping[str, Any]) -> None:
        words = self.words
        self.columns(sheet, 0, 0, 24)
        self.columns(sheet, 1, 1, 10)
        self.columns(sheet, 2, 2, 110)
        self.header(sheet, 0, [words.say("假设", "Assumptions"), "", ""])
        row = 1
        for assumption in assumptions:
            self.text(sheet, row, 2, assumption, text_wrap=True)
            row += 1
        self.header(
            sheet, row + 1, [words.say("来源", "Source"), words.say("行", "Line"), words.say("原文", "Passage")]
        )
        for at, (document, line, text) in enumerate(words.sources(passages), row + 2):
            self.text(sheet, at, 0, document)
            self.text(sheet, at, 1, line)
            self.text(sheet, at, 2, text, text_wrap=True)


def _ratio(split: Split) -> Decimal:
    return split.ratio.value if split.ratio else sum((r.share.value for r in split.rows), Decimal(0))


def _digits(value: Decimal, *, grouped: bool = False) -> str:
    places = precision_of(value.normalize())
    return ("#,##0" if grouped else "0") + (f".{'0' * places}" if places else "")


def _target(target: Target, row: int) -> str:
    """The formula of a KPI's target over the threshold in C and the baseline in D of ``row``."""
    baseline, threshold = f"D{row + 1}", f"C{row + 1}"
    kpi, kind = target.kpi, target.baseline.unit.kind
    # Percentages as whole numbers of a millionth keep what is exact in decimals exact here.
    percent = f"ROUND({threshold}*1000000,0)"
    if kpi.measure is Measure.MULTIPLE:
        factor, divisor = threshold, "1"
    elif kpi.measure is Measure.LEVEL:
        if kind is UnitKind.PERCENT:
            return threshold
        factor, divisor = percent, "1000000"
    elif kpi.direction is Direction.DOWN:
        factor, divisor = f"(1000000-{percent})", "1000000"
    else:
        factor, divisor = f"(1000000+{percent})", "1000000"
    if kind in (UnitKind.MONEY, UnitKind.COUNT) or (kind is UnitKind.NUMBER and kpi.measure is not Measure.CHANGE):
        money = kind is UnitKind.MONEY
        step = 10 ** (currency(target.baseline.unit.code).minor if money else precision_of(target.baseline.value))
        rounding = "ROUNDDOWN" if kpi.direction is Direction.DOWN else "ROUNDUP"
        return f"{rounding}(ROUND({baseline}*{step},0)*{factor}/{divisor},0)/{step}"
    return f"ROUND({baseline}*{factor}/{divisor},12)"
