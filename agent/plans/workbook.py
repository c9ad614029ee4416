"""A plan as an Excel workbook with live formulas: change the budget, a share, a baseline or what was spent, and everything follows.

Every computed cell is a formula of ours, every input says what it takes, and every text is written as text, so that nothing a user, a model or
a document said can become a formula. Sheets: the plan with its chart, the user's own split, scenarios, quarters, actuals, phases, projects, notes and
sources; the working, which is not printed, is hidden.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from agent.plans import sums
from agent.plans.actuals import write_actuals
from agent.plans.imprint import Imprint
from agent.plans.lines import Line
from agent.plans.own import write_own
from agent.plans.pages import write_notes, write_projects
from agent.plans.pen import TABLE, Pen, absolute, scale_of
from agent.plans.phases import write_phases
from agent.plans.quarters import write_quarters
from agent.plans.terms import OwnTerms, Spent
from agent.plans.words import Words
from agent.plans.working import Cell, Working
from tools.budget import Split
from tools.errors import InvalidInput
from tools.money import currency
from tools.plans import BudgetPlan

_HEAD = 7  # the row of the split's headings


def write_workbook(
    words: Words,
    *,
    assumptions: Sequence[str],
    passages: Mapping[str, Any],
    imprint: Imprint | None = None,
    spent: Sequence[Spent] = (),
    terms: OwnTerms | None = None,
    given: Mapping[str, Decimal] | None = None,
    stale: bool = False,
) -> bytes:
    """The workbook, as bytes.

    ``spent`` are the entries of the sheet of actuals, ``terms`` what the user's own split follows, ``given`` what a layer was given by itself, by
    its id. ``stale`` leaves the results in the file empty, for tests that recalculate it. Raises :class:`InvalidInput` for a budget that it cannot
    compute with.
    """
    made, imprint = io.BytesIO(), imprint or Imprint()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(made, options) as book:
        book.set_calc_mode("auto")
        book.set_properties({"title": words.heading, "company": imprint.company, "author": imprint.author})
        pen = Pen(book, words, imprint, stale)
        actuals = _write(pen, assumptions, passages, terms)
        write_actuals(pen, *actuals, spent, given or {})
    return made.getvalue()


def largest_budget(plan: BudgetPlan) -> Decimal:
    """The largest budget that the workbook computes to the minor unit."""
    scale = scale_of(plan)
    shares = [r.share.value for r in plan.split.rows]
    totals = [s.split.share.value for s in plan.scenarios if s.split.share]
    weights = [sums.weight(v, scale) for v in (sum(shares, Decimal(0)), *shares, *totals)]
    return sums.limit(weights, divisor=max(100 * scale, weights[0]), minor=currency(plan.currency).minor)


def _write(
    pen: Pen,
    assumptions: Sequence[str],
    passages: Mapping[str, Any],
    terms: OwnTerms | None,
) -> tuple[Any, Sequence[Line]]:
    """The sheets in their order; the working is the last one, and every other refers to it. Gives the one of actuals, still empty, and its lines."""
    say, words = pen.words.say, pen.words
    plan = pen.sheet(say("计划", "Plan"))
    own = pen.sheet(say("您的拆分", "Your split")) if words.own is not None else None
    scenarios = pen.sheet(say("情景", "Scenarios")) if pen.plan.scenarios else None
    quarters, actuals = pen.sheet(say("季度", "Quarters")), pen.sheet(say("实际", "Actuals"))
    phases, projects = pen.sheet(say("阶段与KPI", "Phases")), pen.sheet(say("项目", "Projects"))
    notes, hidden = pen.sheet(say("假设与来源", "Notes")), pen.sheet(say("计算", "Working"), hidden=True)
    _inputs(pen, plan)
    working = Working(pen, hidden, hidden.get_name())
    working.begin()
    ends = _range(pen, plan, working)
    lines = _split(pen, plan, working)
    if scenarios is not None:
        _scenarios(pen, scenarios, working, ends)
    if own is not None:
        lines = write_own(pen, own, working, lines, terms)
    write_quarters(pen, quarters, working, lines)
    write_phases(pen, phases)
    write_projects(pen, projects)
    write_notes(pen, notes, assumptions, passages)
    return actuals, lines


# -- the plan ----------------------------------------------------------------------------------------------------------


def _inputs(pen: Pen, sheet: Any) -> None:
    """Title, budget, currency and, where one was given, the AI share."""
    words, plan = pen.words, pen.plan
    name = sheet.get_name()
    for column, width in enumerate((28, 13, 20, 14, 46, 46)):
        pen.columns(sheet, column, column, width)
    pen.title(sheet, words.heading)
    under = " · ".join(part for part in (words.name(plan.framework.name), pen.imprint.line(words)) if part)
    pen.text(sheet, 1, 0, under, font_color="#555555")
    budget, most = plan.budget.value, largest_budget(plan)
    if budget > most:
        raise InvalidInput(
            "too_large_for_a_workbook",
            f"这份工作簿只能精确计算到{int(most):,}以内的预算，请改用 Markdown。",
            f"This workbook computes exactly up to {int(most):,} only; write the plan as Markdown instead.",
        )
    pen.text(sheet, 3, 0, words.base, bold=True)
    pen.input(sheet, 3, 2, budget, num_format=pen.money_format, bold=True)
    pen.takes(
        sheet, 3, 2, f"AND(ISNUMBER($C$4),$C$4>=0,$C$4<={int(most)})",
        (f"年度预算：一个不小于零、不超过{int(most):,}的金额。", f"The annual budget: an amount from nothing to {int(most):,}."),
    )  # fmt: skip
    hint = words.say("← 黄色单元格可以改，其余都会跟着变", "← yellow cells may be changed; the rest follows")
    pen.text(sheet, 3, 3, hint, italic=True, indent=1, font_color="#555555")
    pen.text(sheet, 4, 0, words.say("币种", "Currency"), bold=True)
    pen.text(sheet, 4, 2, words.money, align="right")
    pen.cells["budget"] = f"'{name}'!$C$4"
    if plan.split.share is not None:
        pen.text(sheet, 5, 0, words.say("AI 占比", "AI share"), bold=True)
        pen.percent(sheet, 5, 2, plan.split.share.value / 100)
        pen.takes(
            sheet, 5, 2, "AND(ISNUMBER($C$6),$C$6>0,$C$6<=1)",
            ("AI 在营销预算中的占比：大于0%，不超过100%。", "The share of AI in the marketing budget: above 0%, at most 100%."),
        )  # fmt: skip
        pen.cells["share"] = f"'{name}'!$C$6"


def _split(pen: Pen, sheet: Any, working: Working) -> tuple[Line, ...]:
    """The layers with their shares and amounts, their total, and the chart."""
    words, split = pen.words, pen.plan.split
    say, name = words.say, sheet.get_name()
    heads = [say("层", "Layer"), words.kind, say("金额", "Amount"), say("占 AI 投入", "Of AI money"), say("目标", "Goal"), say("典型项目", "Typical projects")]  # fmt: skip
    pen.header(sheet, _HEAD, heads, numbers=(1, 2, 3))
    first, last = _HEAD + 1, _HEAD + len(split.rows)
    spread = f"{absolute(first, 1)}:{absolute(last, 1)}"
    pen.cells["shares"] = f"'{name}'!{spread}"
    most = "" if words.proportional else f",SUM({spread})<=1"
    for row, layer in enumerate(pen.plan.layers, first):
        pen.text(sheet, row, 0, words.title(layer.row.layer.name))
        pen.percent(sheet, row, 1, layer.row.share.value / 100)
        cell = xl_rowcol_to_cell(row, 1)
        told = (
            ("这一层的权重：0%到100%，不能全部是零。", "The layer's weight: 0% to 100%, not all of them nothing.")
            if words.proportional
            else ("这一层占预算的比例：各层合计大于0%，不超过100%。", "The layer's share of the budget: all layers together above 0%, at most 100%.")
        )  # fmt: skip
        pen.takes(sheet, row, 1, f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<=1,SUM({spread})>0{most})", told)
        pen.text(sheet, row, 4, words.name(layer.row.layer.goal), text_wrap=True, indent=1)
        pen.text(sheet, row, 5, words.projects(layer.placements), text_wrap=True, indent=1)
    block = working.block(say("计划", "Plan"), split, share=pen.cells.get("share"))
    total_cell, total = absolute(last + 1, 2), split.total.value
    for row, part, found in zip(range(first, last + 1), block.parts, split.rows, strict=True):
        pen.formula(sheet, row, 2, working.amount(part), found.amount.value, num_format=pen.money_format)
        cell = xl_rowcol_to_cell(row, 2)
        pen.share(sheet, row, 3, f"IF({total_cell}=0,0,{cell}/{total_cell})", _ratio(found.amount.value, total))
    _total(pen, sheet, working, (first, last), block.total)
    amounts = [*(row.amount.value for row in split.rows), total]
    _chart(pen, sheet, working, (first, last), [_ratio(amount, total) for amount in amounts])
    return tuple(
        Line(words.title(row.layer.name), row.layer.id, f"'{name}'!{absolute(at, 2)}", part, row.amount.value)
        for at, (row, part) in enumerate(zip(split.rows, block.parts, strict=True), first)
    )


def _total(pen: Pen, sheet: Any, working: Working, rows: tuple[int, int], whole: Cell) -> None:
    """The row under the layers, and whether they add up to the whole."""
    words, split, (first, last) = pen.words, pen.plan.split, rows
    top: dict[str, Any] = {"bold": True, "top": 1}
    pen.text(sheet, last + 1, 0, words.say("合计", "Total"), **top)
    if words.proportional:
        pen.text(sheet, last + 1, 1, "", **top)
    else:
        together = sum((r.share.value for r in split.rows), Decimal(0)) / 100
        shares = f"SUM({xl_rowcol_to_cell(first, 1)}:{xl_rowcol_to_cell(last, 1)})"
        pen.percent(sheet, last + 1, 1, together, formula=shares, **top)
    amounts = f"SUM({xl_rowcol_to_cell(first, 2)}:{xl_rowcol_to_cell(last, 2)})"
    pen.formula(sheet, last + 1, 2, f"ROUND({amounts}*{working.step},0)/{working.step}", split.total.value, num_format=pen.money_format, **top)  # fmt: skip
    parts = f"SUM({xl_rowcol_to_cell(first, 3)}:{xl_rowcol_to_cell(last, 3)})"
    pen.share(sheet, last + 1, 3, parts, Decimal(1) if split.total.value else Decimal(0), **top)
    fits, broken = (
        words.say("✓ 各部分之和等于合计", "✓ the parts add up"),
        words.say("✗ 不相等", "✗ they do not add up"),
    )
    cell = xl_rowcol_to_cell(last + 1, 2)
    check = f'IF(ROUND({cell}*{working.step},0)={whole.at},"{fits}","{broken}")'
    pen.formula(sheet, last + 1, 4, check, fits, indent=1, font_color="#555555")


def _range(pen: Pen, sheet: Any, working: Working) -> tuple[str, str] | None:
    """The ends of the recommended range; gives the cells of their shares."""
    found, say = pen.plan.range, pen.words.say
    if found is None:
        return None
    row = _HEAD + len(pen.plan.split.rows) + 3
    name = sheet.get_name()
    cells = f"'{name}'!{absolute(row, 1)}", f"'{name}'!{absolute(row + 1, 1)}"
    texts = say("AI 投入下限", "AI spending, lower end"), say("AI 投入上限", "AI spending, upper end")
    shares, amounts = (found.low_share, found.high_share), (found.low, found.high)
    low, high = (cell.partition("!")[2] for cell in cells)
    for at, minor in enumerate(working.ends(cells, found)):
        pen.text(sheet, row + at, 0, texts[at])
        pen.percent(sheet, row + at, 1, shares[at].value / 100)
        pen.formula(sheet, row + at, 2, working.amount(minor), amounts[at].value, num_format=pen.money_format)
        cell = (low, high)[at]
        pen.takes(
            sheet, row + at, 1, f"AND(ISNUMBER({cell}),{cell}>0,{cell}<=1,{low}<={high})",
            ("建议区间的一端：大于0%，不超过100%，下限不高于上限。", "An end of the range: above 0%, at most 100%, the lower end not above the upper one."),
        )  # fmt: skip
    return cells


def _ratio(part: Decimal, whole: Decimal) -> Decimal:
    return part / whole if whole else Decimal(0)


def _chart(pen: Pen, sheet: Any, working: Working, rows: tuple[int, int], ratios: Sequence[Decimal]) -> None:
    """A bar for each layer and one for the total, each with its amount, and its share in its name."""
    say, (first, last), name = pen.words.say, rows, sheet.get_name()
    working.heading(say("图表", "Chart"))
    names = [*(pen.words.title(row.layer.name) for row in pen.plan.split.rows), say("合计", "Total")]
    labels = []
    for row, text, ratio in zip(range(first, last + 2), names, ratios, strict=True):
        formula = f"'{name}'!{absolute(row, 0)}&\" \"&ROUND('{name}'!{absolute(row, 3)}*100,1)&\"%\""
        shown = f"{round(float(ratio) * 100, 1):g}"
        labels.append(working.label(text, formula, f"{text} {shown}%"))
    chart = pen.book.add_chart({"type": "bar"})
    points: list[dict[str, Any]] = [{"fill": {"color": "#2F6DB5"}} for _ in labels]
    points[-1] = {"fill": {"color": "#1B3A5F"}}
    chart.add_series(
        {
            "name": say("金额", "Amount"),
            "categories": f"={labels[0]}:{labels[-1].rpartition('!')[2]}",
            "values": [name, first, 2, last + 1, 2],
            "data_labels": {"value": True, "num_format": pen.money_format},
            "points": points,
            "gap": 60,
        }
    )
    chart.show_hidden_data()
    title = say("各层金额与占 AI 投入的比例", "Amount by layer and its share of the AI money")
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 10}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_size({"width": 900, "height": 100 + 46 * len(labels)})
    sheet.insert_chart(last + 6, 0, chart, {"object_position": 2})
    sheet.fit_to_pages(1, 1)  # the chart stays in one piece
    pen.finish(sheet, last + 7 + (100 + 46 * len(labels)) // 20, 5, head=None)
    sheet.freeze_panes(_HEAD + 1, 1)


# -- scenarios ---------------------------------------------------------------------------------------------------------


def _scenarios(pen: Pen, sheet: Any, working: Working, ends: tuple[str, str] | None) -> None:
    """The budget under several AI shares: the ends of the plan's range, the layers' own and the one that was given."""
    words, scenarios = pen.words, pen.plan.scenarios
    say, last = words.say, len(scenarios)
    pen.columns(sheet, 0, 0, 28)
    pen.columns(sheet, 1, last, 22)
    pen.title(sheet, say("情景对比", "Scenarios"), say("同一预算在不同 AI 占比下的金额，随“计划”页变动。", "The same budget under several AI shares; follows the sheet Plan."))  # fmt: skip
    head = [say("层", "Layer"), *(words.title(s.name) for s in scenarios)]
    pen.header(sheet, TABLE, head, numbers=range(1, last + 1))
    pen.text(sheet, TABLE + 1, 0, say("AI 占比", "AI share"))
    rows = pen.plan.split.rows
    first, bottom = TABLE + 2, TABLE + 1 + len(rows)
    for at, row in enumerate(rows, first):
        pen.text(sheet, at, 0, words.title(row.layer.name))
    pen.text(sheet, bottom + 1, 0, say("合计", "Total"), bold=True, top=1)
    for column, scenario in enumerate(scenarios, 1):
        split = scenario.split
        share, source = _share_of(pen, split, ends)
        pen.percent(sheet, TABLE + 1, column, share / 100, formula=source)
        cell = f"'{sheet.get_name()}'!{absolute(TABLE + 1, column)}" if split.share is not None else None
        block = working.block(words.title(scenario.name), split, share=cell)
        for at, (row, part) in enumerate(zip(split.rows, block.parts, strict=True), first):
            pen.formula(sheet, at, column, working.amount(part), row.amount.value, num_format=pen.money_format)
        total = f"SUM({xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(bottom, column)})"
        pen.formula(
            sheet, bottom + 1, column, f"ROUND({total}*{working.step},0)/{working.step}", split.total.value,
            num_format=pen.money_format, bold=True, top=1,
        )  # fmt: skip
    pen.finish(sheet, bottom + 1, last)


def _share_of(pen: Pen, split: Split, ends: tuple[str, str] | None) -> tuple[Decimal, str]:
    """The AI share of a scenario and the formula that takes it from the plan."""
    if split.share is None:
        ratio = split.ratio.value if split.ratio else sum((r.share.value for r in split.rows), Decimal(0))
        return ratio, f"SUM({pen.cells['shares']})"
    found = pen.plan.range
    assert found is not None
    assert ends is not None
    for cell, end in zip(ends, (found.low_share, found.high_share), strict=True):
        if split.share.id == end.id:
            return split.share.value, cell
    return split.share.value, pen.cells["share"]
