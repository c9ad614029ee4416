"""Questions about the framework's money: splits, amounts, shares, ranges, verdicts, other currencies, follow-ups."""

from __future__ import annotations

from agent.understanding.rules import Rule

ASKS: tuple[Rule, ...] = (
    Rule(
        "ask.split",
        goal="split",
        when="split|layers !rest !explain !claim",
        score=2.6,
        examples=(
            "annual marketing budget $2m, split it",
            "营销预算3000万怎么分？",
            "give me the three layers for a $4m budget",
        ),
        counters=("what does tactical get of $2m?",),
    ),
    Rule(
        "ask.amount",
        goal="amount",
        when="layer|aibudget|max|min|layers|project|thatlayer !source !claim !explain",
        score=2.2,
        examples=(
            "annual marketing budget of 1 1/2 million dollars, tactical?",
            "营销预算1亿5万，战术层多少",
            "marketing budget's 2 mil USD. what goes to strategic",
        ),
        counters=("our annual marketing budget is $2m",),
    ),
    Rule(
        "ask.others",
        goal="others",
        when="rest layer",
        score=3.2,
        examples=(
            "annual marketing budget $2m by layer||everything but the tactical layer",
            "除了战术层 另外两层多少 预算700w",
            "budget $3m, all but the strategic layer?",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.share.layer",
        goal="share",
        when="share|ratio|range !rate !verdict",
        score=2.9,
        examples=(
            "what share does the tactical layer take?",
            "marketing budget's 2 mil USD. what goes to strategic||as a share of that budget?",
            "战术层占多少比例",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.range",
        goal="range",
        when="range|max|min|share|ratio !layer !claim",
        score=2.7,
        examples=(
            "AI到底该占营销预算多少？",
            "One sentence only: what share of marketing goes to AI?",
            "What is the minimum share?",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.range.ai",
        goal="range",
        when="ai howmuch|how",
        score=2.3,
        examples=(
            "we've got 750k a year for marketing. What would AI get out of that?",
            "how much should go to AI?",
            "AI要花多少",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.verdict",
        goal="verdict",
        when="verdict|range !kpis",
        score=2.8,
        examples=(
            "营销预算1.8亿||如果AI只批了900万，占比是多少||这个比例合规吗",
            "marketing budget $6m, AI 2%||is that within the range?",
            "营销预算500万，AI占12%||这样合理吗",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "follow.same",
        goal="same",
        when="!kpis",
        score=1.6,
        examples=(
            "annual marketing budget is $3.6m||now per month",
            "What does phase one focus on?||and phase three?",
            "What is the adoption threshold in phase 1?||And for automation in phase 3?",
        ),
        counters=("our annual marketing budget is $2m",),
    ),
    Rule(
        "ask.convert",
        goal="converted",
        when="cur",
        score=2.9,
        examples=(
            "年度营销预算3200万||换成美元",
            "split a marketing budget of €4m||in dollars please",
            "marketing budget €2m||what's that in pounds?",
        ),
        counters=("our annual marketing budget is $2m",),
    ),
)
