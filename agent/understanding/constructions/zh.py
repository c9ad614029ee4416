"""Constructions of Chinese."""

from __future__ import annotations

from agent.understanding.rules import Rule

FIGURES: tuple[Rule, ...] = (
    Rule(
        "suppose.to_part",
        role="change",
        slots={"op": "times"},
        score=4.4,
        patterns=("setto before? F:pct|frac", "F:pct ~1 before"),
        examples=("营销预算500w，三层||降到原来的七成", "预算800w，战术层||减到一半", "预算800w，战术层||降到八成"),
        counters=("成本降了20%", "采纳率提升到55%"),
    ),
    Rule(
        "suppose.fold",
        role="fold",
        slots={"op": "times"},
        score=4.6,
        patterns=("F:pct",),
        examples=("营销预算500w，三层||打个八折呢", "预算3000万||打九折", "营销预算1000万，战术层||打对折"),
        counters=("AI占80%",),
    ),
    Rule(
        "budget.ai.judged",
        role="budget",
        slots={"of": "ai"},
        score=5.6,
        patterns=("ai|aibudget ~2 spent|spends|setto? F:money ~~4 verdict", "ai|aibudget ~3 F:money ~~4 verdict|over"),
        examples=(
            "营销预算5000万，AI投了600万，高不高",
            "营销预算5000万，AI花了100万，偏低吗",
            "营销预算2000万，AI投入500万，是不是太高",
        ),
        counters=("营销预算5000万，战术层花了600万，超了没",),
    ),
    Rule(
        "verdict.ai",
        role="verdict",
        score=5.2,
        patterns=(
            "ai|aibudget ~4 F:pct ~~3 verdict",
            "marketing ~4 F:pct ~2 ai ~~3 verdict",
            "F:pct ~3 ai ~~3 verdict",
        ),
        examples=(
            "我们今年打算拿营销预算的2%做AI，够吗",
            "把营销费的三成都砸给AI，靠谱不",
            "AI占营销预算30%，太高了吗",
        ),
        counters=("营销预算3000万，AI占15%，三层多少",),
    ),
)

ASKS: tuple[Rule, ...] = (
    Rule(
        "ask.phasing.days",
        goal="phasing",
        when="day>1 rel|num>1 !kpi !before !now",
        score=9.0,
        examples=(
            "预算1000万||战略层按Q1 20% Q2 30% Q3 30% Q4 20%铺",
            "预算1000万||战术层Q1 40% Q2 20% Q3 20% Q4 20%",
            "营销预算2000万||能力层上半年40%下半年60%",
        ),
        counters=("采纳率10月46%，11月52%",),
    ),
    Rule(
        "ask.others.two",
        goal="others",
        when="rest !layer",
        score=3.7,
        examples=(
            "市场预算3600万||战术层多少||另外两层呢",
            "市场预算3600万||除去战术层，AI里头另外两层一共多少",
            "市场预算2000万||战略层多少||另外两层呢",
        ),
        counters=("营销预算4000万，三层各多少||那剩下的钱干嘛去了，一共剩多少",),
    ),
)
