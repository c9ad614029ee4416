"""Constructions of English."""

from __future__ import annotations

from agent.understanding.rules import Rule

FIGURES: tuple[Rule, ...] = (
    Rule(
        "suppose.plus",
        role="change",
        slots={"op": "add"},
        score=4.8,
        patterns=("^ and? sum F:money $", "^ and? whatif? sum ~1 F:money $"),
        examples=(
            "marketing budget $2m, tactical?||plus 500k",
            "budget $3m||and plus $250k?",
            "budget €1m, layers||and plus €100k",
        ),
        counters=("marketing budget $2m||90k plus 35k is?",),
    ),
    Rule(
        "suppose.less",
        role="change",
        slots={"op": "down"},
        score=3.4,
        patterns=("F:frac ~1 down|sub", "F:pct ~1 sub"),
        examples=(
            "budget $2m, tactical||with a third less",
            "budget $2m||a quarter less",
            "budget €4m||with a fifth less",
        ),
        counters=("costs fell by a quarter",),
    ),
    Rule(
        "budget.colon",
        role="budget",
        score=3.0,
        patterns=("budget ~2 colon ~1 F:amt", "marketing ~1 colon ~1 F:money"),
        examples=(
            "The CEO earns 400k. Marketing budget: $2m. Strategic?",
            "annual marketing: €3m. tactical?",
            "annual marketing budget: $1.5m. capability?",
        ),
        counters=("Spent on marketing tools: see below",),
    ),
    Rule(
        "budget.ai.on",
        role="budget",
        slots={"of": "ai"},
        score=3.7,
        patterns=("F:money word ai", "spends ~1 F:money ~1 ai", "aibudget ~1 colon ~1 F:money"),
        examples=(
            "marketing budget $5m and we spend $100k on AI, is that too little?",
            "AI budget: $300k, split it",
            "AI budget: €90k. capability?",
        ),
        counters=("we spent $100k on AI so far, marketing budget $5m",),
    ),
    Rule(
        "share.at",
        role="share",
        score=2.5,
        patterns=("at ~1 F:pct $", "^ and? with ~1 F:pct $", "^ and? F:pct $"),
        examples=("marketing budget $2m||and at 20%?", "marketing budget $2m||with 12%", "budget €4m||at 5 percent"),
        counters=("conversion stands at 2%",),
    ),
    Rule(
        "budget.ours",
        role="budget",
        score=2.3,
        patterns=("ours ~1 F:money $", "ours ~1 F:money per"),
        examples=(
            "competitor spends $9m on marketing, we have $2m. capability?",
            "we've got £800k a year. tactical?",
            "rivals put in $5m, ours is $1m",
        ),
        counters=("we have $40k in unpaid invoices",),
    ),
    Rule(
        "team.of",
        role="team",
        score=1.8,
        patterns=("team ~1 F:num|count $", "team F:num|count", "team is F:num|count"),
        examples=(
            "budget 1.2m, team of 8",
            "team of 37, how many must use ai for phase one",
            "marketing budget $2m, a team of 14, tactical per head?",
        ),
        counters=("31 of 55 people use the tools",),
    ),
    Rule(
        "share.turnover.that",
        role="turnover_share",
        score=3.6,
        patterns=("turnover ~~9 marketing ~2 F:pct",),
        examples=(
            "turnover is $50m, marketing is 4% of it. tactical?",
            "revenue of €30m and we put marketing at 5%",
            "revenue is $40m, marketing is 5% of revenue",
        ),
        counters=("annual marketing budget $2m, 18% for AI",),
    ),
    Rule(
        "share.here",
        role="share_here",
        score=4.4,
        patterns=("howmuch ~2 F:pct", "F:pct ~2 howmuch"),
        examples=(
            "annual marketing budget is $2m. and what would 15% be in money?",
            "budget $3m||what does 12% come to?",
            "marketing budget $4m||and how much is 10%?",
        ),
        counters=(
            "Conversion is 2% today, what should it reach in phase two?",
            "how much would 2% of a $6m budget be?",
        ),
    ),
)

ASKS: tuple[Rule, ...] = (
    Rule(
        "correct.currency.said",
        goal="wrong_currency",
        when="cur !rate",
        score=4.4,
        examples=(
            "budget 600k, split||thats in euros",
            "budget $600k, split||those were pounds",
            "marketing budget $2m, split it||sorry, euros not dollars",
            "Marketing budget 4m, layers?||In euros, I should have said.",
            "营销预算1000万，三层||我说的是美元",
        ),
        counters=("split a marketing budget of €4m||in dollars please",),
    ),
    Rule(
        "ask.target.told",
        goal="target_told",
        when="howmuch|what phase !kpis !money !layer",
        score=2.5,
        examples=(
            "customer LTV currently £340, what should phase three bring it to?",
            "CVR is 2%. what would phase two make of it?",
            "our cycle is 40 days. what should phase two make of that?",
        ),
        counters=("what is phase two?",),
    ),
    Rule(
        "ask.threshold.least",
        goal="threshold",
        when="min|max klevel|kchange|kmult !money",
        score=2.9,
        examples=(
            "min data utilisation in phase 3?",
            "what is the minimum adoption for phase 1?",
            "lowest automation rate allowed in phase 3?",
        ),
        counters=("What is the minimum share?",),
    ),
    Rule(
        "ask.explain.diff",
        goal="explain",
        when="diff",
        score=2.0,
        examples=(
            "what's the difference between quick wins and steady projects?",
            "what's the difference between phase one and phase two?",
            "difference between quick wins and long-term bets",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.which.limit",
        goal="which_limit",
        when="which|who|what layer|layers|aibudget money|num",
        score=6.0,
        examples=(
            "marketing budget $2m||which layers get more than 80k?",
            "marketing budget €5m||which layers are at least 300k?",
            "marketing budget $3m||which layers have over $200k?",
        ),
        counters=("which layers are there?",),
    ),
    Rule(
        "ask.recall.budget",
        goal="recall_budget",
        when="inverse|budget|aibudget howmuch|inverse !money !num !layer !layers",
        score=2.6,
        examples=(
            "budget $2m||what's the marketing budget?",
            "budget €3m||what's the budget?",
            "营销预算1000万||预算是多少",
        ),
        counters=("what's the marketing budget?",),
    ),
    Rule(
        "ask.purpose",
        goal="purpose",
        when="layer|project|quadrant|phase|klevel|kchange|kmult howmuch|what|which|is !money !pct",
        score=3.4,
        examples=(
            "what is the strategic layer for",
            "what's the capability layer about?",
            "what does the tactical layer do?",
        ),
        counters=("what is the strategic layer?",),
    ),
    Rule(
        "correct.period",
        goal="wrong_period",
        when="per",
        score=4.6,
        examples=(
            "marketing budget $200k, split||that's per month",
            "marketing budget $200k, split||sorry, monthly, not yearly",
            "budget 300k, tactical?||I meant a quarter",
            "营销预算300万三层||忘说了，这是每月的",
        ),
        counters=("our annual marketing budget is $3.6m||now per month", "budget $2m||is that per month?"),
    ),
    Rule(
        "correct.base.said",
        goal="other_base",
        when="ai|aibudget|marketing that|wrong|notmine",
        score=4.3,
        examples=(
            "budget 900k usd, split||that's just for AI",
            "budget $900k, split||sorry, it's only AI",
            "AI budget $2m, split||no, that's all of marketing, not just AI",
            "budget's $900k, split it||sorry, that's the AI budget only, not all of marketing",
            "budget's $900k, split it||oh that's only the AI pot",
            "营销预算1000万，三层||那是AI预算",
        ),
        counters=("budget $2m||is that just for AI?",),
    ),
    Rule(
        "ask.perpart.left",
        goal="perpart",
        when="left|unspent per howmuch !split",
        score=4.2,
        examples=(
            "marketing budget $2m||spent on tactical: Q1 60k, Q2 50k. how much per quarter for the rest of the year",
            "营销预算1200万||Q1战术层花了30万||剩下三个季度平均每个季度能花多少",
            "marketing budget $2m||Q1 we spent 60k on tactical||what is left per quarter?",
        ),
        counters=("now per month",),
    ),
)
