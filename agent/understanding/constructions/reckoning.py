"""Questions that reckon with amounts: sums, differences, what is left, pace, phasing, ratios."""

from __future__ import annotations

from agent.understanding.rules import Rule

ASKS: tuple[Rule, ...] = (
    Rule(
        "ask.unspent",
        goal="unspent",
        when="left|rest !layer !spent",
        score=3.1,
        examples=(
            "营销预算4000万，三层各多少||那剩下的钱干嘛去了，一共剩多少",
            "marketing budget $2m by layer||how much is left outside the layers?",
            "营销预算4000万，三层各多少||除掉三层还有多少钱",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.rest.limit",
        goal="rest",
        when="left|rest !spent",
        score=3.6,
        examples=(
            "annual marketing budget $2m. keep tactical at least $250k; what is left for the other two layers?",
            "marketing budget $4m. keep capability at least $300k. what is left for the rest?",
            "营销预算2000万，战术层保底250万。剩下多少？",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.left",
        goal="left",
        when="left|over|unspent !rest",
        score=3.3,
        examples=(
            "annual marketing budget is $2m||we have spent $120k on the tactical layer so far, how much is left?",
            "年度营销预算3200万||战术层已经花了130万，还剩多少",
            "budget $2m||tactical actual spend was $230k. are we over budget?",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.per.head",
        goal="per_head",
        when="per howmuch|give !layer !layers !aibudget",
        score=2.4,
        examples=(
            "how much per head for 15 people on a 900k budget?",
            "how much per person for a team of 20 people on a $2m budget?",
            "人均多少，部门20人，预算1000万",
        ),
        counters=("now per month",),
    ),
    Rule(
        "ask.rest.figures",
        goal="rest_figures",
        when="left money>1 !spent !budget",
        score=5.0,
        examples=(
            "how much is left of 1m after 180k?",
            "what is left of $500k after $120k?",
            "what remains of 300k after 45k?",
        ),
        counters=("how much is left?",),
    ),
    Rule(
        "ask.perpart",
        goal="perpart",
        when="per !split !layers howmuch",
        score=2.3,
        examples=(
            "Q1 spent 20w on tactical, Q2 25w, annual mkt budget 900w. 平均每季度多少？",
            "Q1 spent $40k on tactical, budget $2m. how much is that for each quarter?",
            "战术层一季度花了30万，预算1200万。平均每季度多少？",
        ),
        counters=("now per month",),
    ),
    Rule(
        "ask.pace",
        goal="pace",
        when="pace",
        score=3.6,
        examples=(
            "Q1 spent 20w on tactical, Q2 25w, annual mkt budget 900w. 超没超进度？",
            "budget $2m||spent $100k on tactical in Q1, are we on pace?",
            "预算2000万，一季度战术花了60万，进度怎么样",
        ),
        counters=("how much is left?",),
    ),
    Rule(
        "ask.sum",
        goal="sum",
        when="sum|total !rest !left",
        score=3.2,
        examples=(
            "annual marketing budget $2m by layer||tactical plus capability",
            "集团今年营销总预算1.6亿||战术和战略两块加起来是多少",
            "营销预算900万，三层||战术和能力合计多少",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.diff",
        goal="diff",
        when="diff !split",
        score=3.3,
        examples=(
            "去年营销预算1.1亿，今年1.4亿，能力层多出来多少",
            "A方案营销预算1.2亿元，B方案9000万元。||两个方案的三层合计差多少？",
            "Last year's marketing budget was $2.2m and this year's is $2.9m. By how much does the three-layer total go up?",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.diff.up",
        goal="diff",
        when="up|down|add|sub howmuch layer|layers|total !pct !frac",
        score=3.0,
        examples=(
            "Last year's marketing budget was $2.2m and this year's is $2.9m. How much does the tactical layer go up?",
            "A方案预算1000万，B方案2000万。战略层涨了几多？",
            "Budget last year $2m, this year $3m. How much is the strategic layer up?",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.share.ai",
        goal="ai_share",
        when="ratio|share|range",
        score=3.4,
        examples=(
            "营销预算1.2亿，AI 600万，占几成",
            "营销预算1.8亿，其中AI 900万，占百分之几",
            "marketing budget $5m||AI got $400k||what percentage of the budget is that? AI $400k",
        ),
        counters=("what share does the tactical layer take?",),
    ),
    Rule(
        "ask.ratio",
        goal="ratio",
        when="ratio|share",
        score=3.3,
        examples=(
            "annual marketing budget €1.2m||if we add 2 engineers at 90k each, how much of the AI total is that?",
            "AI budget $300k||we add 3 contractors at 20k each, what share of the AI total is that?",
            "AI预算216万||再招2个工程师每人30万，占比多少",
        ),
        counters=("what share does the tactical layer take?",),
    ),
    Rule(
        "ask.ratio.that",
        goal="ratio_of_that",
        when="howmuch layer|aibudget !per",
        score=6.0,
        examples=(
            "$840k a year marketing||$2,100 a month, how much of tactical is that",
            "budget €3m||the tool is 40k a year, how much of capability does that eat up?",
            "budget £2m||a studio at 45k, how much of our tactical layer would it take?",
        ),
        counters=("budget $2m||how much of it goes to tactical?", "marketing budget $2m, how much of that is tactical"),
    ),
    Rule(
        "ask.compare",
        goal="compare",
        when="compare",
        score=3.0,
        examples=(
            "annual marketing budget $2m by layer||and with $3m?||compare with before",
            "比较1000万和2000万的营销预算",
            "Acme has a $2m marketing budget, Globex $5m. compare them",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.which.above",
        goal="which",
        when="above who",
        score=6.0,
        examples=(
            "A品牌年营销预算800万，C品牌每月30万。谁的战略层超过30万？",
            "Acme has €6m for marketing, Bolt €2m. Which of them has a strategic layer above 100k?",
            "A公司预算1000万，B公司3000万。哪家的能力层超过100万？",
        ),
        counters=("who are you?",),
    ),
    Rule(
        "ask.phasing",
        goal="phasing",
        when="per rel|num>1 layer|layers|aibudget",
        score=6.0,
        examples=(
            "年度营销预算1000万||战术层按四个季度40/30/20/10排一下",
            "budget $2m||phase the tactical layer quarterly 40/30/20/10",
            "marketing budget $1.2m, spread the tactical layer over the quarters 30/20/20/30",
        ),
        counters=("now per month",),
    ),
)
