"""What a figure of each role is called, in both languages. ``{name}`` is what it is a figure of.

Each role has a wording with a name and one for a figure of nothing in particular. A subject that the language calls by another word than
its name (all the AI money is "AI spending" at the ends of a range, and the "AI budget" otherwise) has its own wording.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.identity import Label, Role


@dataclass(frozen=True, slots=True)
class Wording:
    """``named`` holds ``{name}`` in both languages; ``bare`` is for a figure without one."""

    named: Label
    bare: Label


ROLES: dict[Role, Wording] = {
    Role.BUDGET: Wording(Label("{name}预算", "{name} budget"), Label("预算", "budget")),
    Role.ALLOCATION: Wording(Label("{name}金额", "{name} amount"), Label("分配金额", "amount allocated")),
    Role.SHARE: Wording(Label("{name}占比", "{name} share"), Label("占比", "share")),
    Role.TOTAL: Wording(Label("{name}合计", "{name} total"), Label("合计", "total")),
    Role.RANGE_LOW: Wording(Label("{name}下限", "{name}, lower end"), Label("下限", "lower end")),
    Role.RANGE_HIGH: Wording(Label("{name}上限", "{name}, upper end"), Label("上限", "upper end")),
    Role.THRESHOLD: Wording(Label("{name}要求", "{name} required"), Label("要求", "requirement")),
    Role.BASELINE: Wording(Label("{name}现状", "{name} today"), Label("现状", "present figure")),
    Role.ACTUAL: Wording(Label("{name}实际", "{name} actual"), Label("实际值", "actual figure")),
    Role.TARGET: Wording(Label("{name}目标", "{name} target"), Label("目标", "target")),
    Role.GAP: Wording(Label("{name}差距", "{name} shortfall"), Label("差距", "shortfall")),
    Role.SURPLUS: Wording(Label("{name}超出", "{name} to spare"), Label("超出", "to spare")),
    Role.CHANGE: Wording(Label("{name}变化", "{name} change"), Label("变化", "change")),
    Role.DIFFERENCE: Wording(Label("{name}差额", "{name} difference"), Label("差额", "difference")),
    Role.RATIO: Wording(Label("{name}之比", "{name} ratio"), Label("比值", "ratio")),
    Role.PLAN: Wording(Label("{name}计划支出", "{name} planned"), Label("计划支出", "amount planned")),
    Role.SPEND: Wording(Label("{name}已支出", "{name} spent"), Label("已支出", "amount spent")),
    Role.REMAINING: Wording(Label("{name}剩余", "{name} left"), Label("剩余", "amount left")),
    Role.OVERRUN: Wording(Label("{name}超支", "{name} overrun"), Label("超支", "overrun")),
    Role.RATE: Wording(Label("{name}汇率", "{name} rate"), Label("汇率", "exchange rate")),
    Role.COUNT: Wording(Label("{name}数量", "number of {name}"), Label("数量", "count")),
    Role.UNIT_COST: Wording(Label("{name}单价", "{name} unit cost"), Label("单价", "unit cost")),
    Role.PRODUCT: Wording(Label("{name}", "{name}"), Label("计算结果", "result")),
    Role.PERIOD_PART: Wording(Label("{name}金额", "{name} amount"), Label("分期金额", "amount")),
    Role.MEAN: Wording(Label("{name}的中间数", "middle of {name}"), Label("中间数", "middle")),
    Role.SUM: Wording(Label("{name}合计", "{name} together"), Label("合计", "sum")),
    Role.WEIGHT: Wording(Label("{name}自定比例", "{name} own share"), Label("自定比例", "own share")),
    Role.FLOOR: Wording(Label("{name}最低额", "{name} floor"), Label("最低额", "floor")),
    Role.CAP: Wording(Label("{name}最高额", "{name} cap"), Label("最高额", "cap")),
    Role.CONTEXT: Wording(Label("{name}", "{name}"), Label("提到的数字", "figure mentioned")),
}

#: Subjects whose figure of a role has a name of its own.
SPECIAL: dict[tuple[Role, str], Label] = {
    (Role.BUDGET, "marketing"): Label("年度营销预算", "annual marketing budget"),
    (Role.BUDGET, "ai"): Label("AI 预算", "AI budget"),
    (Role.ALLOCATION, "ai"): Label("AI 预算", "AI budget"),
    (Role.SHARE, "layers"): Label("各层合计占比", "share of all layers together"),
    (Role.TOTAL, "ai"): Label("AI 投入合计", "AI total"),
    (Role.RANGE_LOW, "ai.share"): Label("AI 占比下限", "AI share, lower end"),
    (Role.RANGE_HIGH, "ai.share"): Label("AI 占比上限", "AI share, upper end"),
    (Role.RANGE_LOW, "ai"): Label("AI 投入下限", "AI spending, lower end"),
    (Role.RANGE_HIGH, "ai"): Label("AI 投入上限", "AI spending, upper end"),
}

#: A marketing budget that is not a year's is not called an annual one.
UNTIMED = Label("营销预算", "marketing budget")

#: The names of subjects that have no name in a framework.
SUBJECTS: dict[str, Label] = {
    "marketing": Label("营销", "marketing"),
    "ai": Label("AI", "AI"),
    "layers": Label("各层", "all layers"),
    "turnover": Label("营业额", "turnover"),
}

#: What a share is a share of, where that is not the base that the framework takes, and how a change is counted.
BASES: dict[str, Label] = {
    "ai": Label("占 AI 预算", "of the AI budget"),
    "turnover": Label("占营业额", "of turnover"),
    "points": Label("百分点", "in percentage points"),
    "people": Label("人均", "per person"),
}

PHASE = Label("第{number}阶段", "phase {number}")
