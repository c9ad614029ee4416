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
        examples=(
            "预算1800万三层||要是老板给我打个七五折",
            "营销预算500w，三层||打个八折呢",
            "预算3000万||打九折",
            "营销预算1000万，战术层||打对折",
        ),
        counters=("AI占80%",),
    ),
    Rule(
        "budget.ai.judged",
        role="budget",
        slots={"of": "ai"},
        score=5.6,
        patterns=("ai|aibudget ~2 spent|spends|setto? F:money ~~4 verdict", "ai|aibudget ~3 F:money ~~4 verdict|over"),
        examples=(
            "营销预算5000万，AI花1500万会不会超上限",
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
    Rule(
        "budget.ai.given",
        role="ai_given",
        slots={"of": "ai"},
        score=3.5,
        patterns=("F:money ~4 ai|aibudget", "F:money ~3 spends ~1 ai"),
        examples=(
            "老板给了800万用来做AI，三层各多少",
            "老板给了540w专门搞AI营销，三层怎么摆",
            "批了300万做AI，三层怎么分",
        ),
        counters=("营销预算3000万，AI占15%，三层多少", "一年6000万做营销，AI那三块怎么切"),
    ),
    Rule(
        "ratio.figures",
        role="figures_ratio",
        score=10.0,
        patterns=("F:money ~~1 share|ratio ~1 G:money",),
        examples=("45万占300万的百分之几", "36万占240万的百分之几", "战术层200万，占2500万预算的多少"),
        counters=("营销预算1.8亿，其中AI 900万，占百分之几",),
    ),
    Rule(
        "diff.figures",
        role="figures_diff",
        score=6.5,
        patterns=("F:money rest|diff G:money",),
        examples=(
            "500万减去120万等于多少",
            "80万减去35万是多少",
            "120万减去35万是多少",
        ),
        counters=("营销预算2000万，战术层除外多少",),
    ),
    Rule(
        "back.old",
        role="old_value",
        score=4.3,
        patterns=("before F:money",),
        examples=(
            "预算2000万三层||1500万呢||还按之前的2000万，战术层多少",
            "营销预算1000万||加到1500万呢||还按原来的1000万，能力层多少",
            "预算2000万三层||打八折呢||算了，还按原来的2000万，能力层多少",
        ),
        counters=("预算800w三层||500w呢",),
    ),
    Rule(
        "rate.unit",
        role="unit_pair",
        score=5.0,
        patterns=("F:money ~2 G:num",),
        examples=(
            "营销预算3550万人民币，1美元兑7.1，能力层是多少美元",
            "营销预算800万人民币，1港币兑0.92，战术层是多少港币",
            "营销预算2840万人民币，1美元兑7.1，战略层是多少美元",
        ),
        counters=("营销预算2000万，12个人",),
    ),
    Rule(
        "suppose.against",
        role="set",
        score=3.4,
        patterns=("and F:money compare", "and F:money char ~~3 diff"),
        examples=(
            "预算2000万||跟1500万比，能力层差多少",
            "预算2000万||和2500万比一下",
            "预算2000万||跟1500万比，三层合计差多少",
        ),
        counters=("战术和能力加起来",),
    ),
    Rule(
        "suppose.more_part",
        role="change",
        slots={"op": "up"},
        score=3.4,
        patterns=("add F:pct|frac",),
        examples=(
            "预算2000万||再多两成",
            "预算2000万，战术层||再多一半呢",
            "预算1800万三层||再多三成",
        ),
        counters=("AI占比多少",),
    ),
    Rule(
        "suppose.less_part",
        role="change",
        slots={"op": "down"},
        score=3.4,
        patterns=("sub F:pct|frac",),
        examples=(
            "预算2000万||少三成呢",
            "预算2000万，战术层||少一半呢",
            "预算1800万三层||少两成呢",
        ),
        counters=("成本降了20%",),
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
    Rule(
        "ask.gate.enough",
        goal="gate_enough",
        when="verdict !ai !aibudget !money",
        score=3.9,
        examples=(
            "转化率提升了16%，够吗",
            "LTV提升了11%，够吗",
            "投放效率升了28%，够吗",
        ),
        counters=("AI占8%，够吗",),
    ),
    Rule(
        "ask.compare.supposed",
        goal="supposed_diff",
        when="diff layer|layers",
        score=3.5,
        examples=(
            "预算2000万||如果加到3000万，能力层能多多少",
            "预算2000万||如果是2500万，战术层能多多少",
            "预算2000万||跟1500万比，三层合计差多少",
        ),
        counters=("今年营销预算2000万，去年1600万，战术层差多少",),
    ),
    Rule(
        "ask.recall.said",
        goal="recall_said",
        when="howmuch|what !give !layer !fig",
        score=3.5,
        examples=(
            "预算2000万||我前面跟你讲的预算是几来着",
            "预算2000万||战略层||我刚才跟你说的预算是多少来着",
            "预算1700万||战术层||我前面跟你说预算多少了",
        ),
        counters=("预算1700万||战术层多少",),
    ),
)
