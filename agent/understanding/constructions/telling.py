"""What a figure tells: budgets, spending, shares, weights, limits, rates, people, and what is none of them."""

from __future__ import annotations

from agent.understanding.rules import Rule

FIGURES: tuple[Rule, ...] = (
    Rule(
        "budget.named",
        role="budget",
        score=3.0,
        patterns=(
            "budget ~5 F:amt",
            "F:amt ~3 budget <other|spent",
            "marketing ~2 spends ~3 F:amt",
            "F:amt ~3 marketing budget?",
            "marketing ~3 F:money",
        ),
        examples=(
            "our annual marketing budget is $2m",
            "we have $10m for marketing",
            "营销预算3000万",
            "300万的营销预算怎么分",
            "每个月营销花30w",
        ),
        counters=("our competitor's budget is $9m", "we have spent $120k on tactical"),
    ),
    Rule(
        "budget.ai",
        role="budget",
        slots={"of": "ai"},
        score=3.6,
        patterns=("aibudget ~4 F:amt", "F:amt ~2 aibudget", "ai ~1 budget? F:money", "F:money ai"),
        examples=("AI budget is 500k dollars", "the ai budget is 100k euros", "客户AI预算180万三层"),
        counters=("AI share is 12%", "our annual marketing budget is $2m"),
    ),
    Rule(
        "spend.done",
        role="spent",
        score=3.5,
        patterns=("spent ~6 F:amt", "F:amt ~3 spent", "day ~1 layer ~1 F:money", "layer ~1 day ~1 F:money"),
        examples=(
            "we have spent $120k on the tactical layer",
            "战术层已经花了130万",
            "tactical actual spend was $230k",
            "35万已经花掉了",
        ),
        counters=("每个月营销花30w", "how much should we spend?"),
    ),
    Rule(
        "context.other",
        role="context",
        score=3.8,
        patterns=(
            "O:other ~6 F:money|num",
            "O:turnover ~5 F:money",
            "F:money ~2 O:turnover|other",
            "O:other ~2 budget ~4 F:amt",
        ),
        examples=(
            "average order value is $80",
            "客单价300元",
            "our competitor's budget is $9m",
            "a retailer with $40m revenue",
            "去年营收2.4亿",
        ),
        counters=("our annual marketing budget is $2m",),
    ),
    Rule(
        "share.told",
        role="share",
        score=2.6,
        patterns=("ai ~4 F:pct", "F:pct ~3 ai", "aibudget ~3 F:pct", "share ~2 F:pct", "whatif ~3 F:pct"),
        examples=(
            "annual marketing budget $2m, 18% for AI",
            "营销预算4000万，其中AI我们打算拿12%",
            "marketing budget $2m, AI share 15%",
        ),
        counters=("where does the 10% for tactical come from?", "cost is down 21%"),
    ),
    Rule(
        "share.turnover",
        role="turnover_share",
        score=3.4,
        patterns=("marketing ~6 turnover F:pct", "marketing ~4 F:pct ~3 turnover"),
        examples=(
            "营收2.4亿，营销费用占营收10%",
            "revenue is $40m, marketing is 5% of revenue",
            "营收3亿，市场费用占收入的8%",
        ),
        counters=("annual marketing budget $2m, 18% for AI",),
    ),
    Rule(
        "weight.layer",
        role="weight",
        score=2.4,
        patterns=("F:pct ~1 L:layer", "L:layer ~2 F:pct|num", "F:num L:layer"),
        examples=(
            "our own split of the AI money: 60% tactical, 25% capability, 15% strategic",
            "我们自己的分法：战术50%、能力30%、战略20%",
            "we'd rather put 70% tactical, 20% capability, 10% strategic",
        ),
        counters=("where does the 10% for tactical come from?", "the article says tactical is 50%"),
    ),
    Rule(
        "limit.layer",
        role="limit",
        score=3.2,
        patterns=("L:layer ~3 F:money|pct|num", "F:money|pct|num ~2 L:layer"),
        examples=(
            "annual marketing budget $2m. keep tactical at least $250k",
            "营销预算1000万，战略层不低于50万",
            "marketing budget $2m, capability at most $80k",
        ),
        counters=("we have spent $120k on the tactical layer",),
    ),
    Rule(
        "rate.told",
        role="rate",
        score=4.0,
        patterns=("rate ~3 F:num|money|mult", "at F:num|money", "F:num|money ~2 rate"),
        examples=(
            "split a marketing budget of €4m||in swiss francs, rate 0.94",
            "营销预算300万美元，汇率7.2，折成人民币战术层多少",
            "营销预算500万人民币，折合美元是多少||按7.1算",
        ),
        counters=("The third one: we are at 80 days",),
    ),
    Rule(
        "rate.pair",
        role="pair",
        score=4.5,
        patterns=("F:money G:money", "F:money is G:money", "F:money ~2 convert ~1 G:money"),
        examples=(
            "split a marketing budget of €4m||in dollar please, 1 euro = 1.1 dollar",
            "€2m budget||1 euro is 1.1 dollars",
            "预算300万美元||1美元=7.2人民币",
        ),
        counters=("budget $2m, not $3m",),
    ),
    Rule(
        "team.count",
        role="team",
        score=1.7,
        patterns=("F:people", "F:num|count team"),
        examples=("Budget is $2m a year, 12 people", "部门135人", "市场部65人"),
        counters=("31 of 55 people use the tools",),
    ),
    Rule(
        "rate.figure",
        role="rate",
        score=4.4,
        patterns=("F:money|num",),
        examples=(
            "split a marketing budget of €4m||in dollars please||take 1.08 dollars per euro",
            "split a marketing budget of €2m||in dollars||1.1 dollars per euro",
            "marketing budget £3m by layer||in dollars please||use 1.25 dollars per pound",
        ),
        counters=("our annual marketing budget is $2m",),
    ),
)
