"""Questions about KPIs and phases."""

from __future__ import annotations

from agent.understanding.rules import Rule

ASKS: tuple[Rule, ...] = (
    Rule(
        "ask.target",
        goal="target",
        when="target",
        score=3.2,
        examples=(
            "Conversion is 2% today, what should it reach in phase two?",
            "转化率现在2%，第二阶段要到多少？",
            "I want calculate target of conversion",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.target.number",
        goal="target",
        when="howmuch people|use|process|count|dur phase",
        score=2.8,
        examples=(
            "how many of our 37 people for phase 1?",
            "how many of our 40 people for phase one?",
            "第一阶段50个人要几个",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.gate",
        goal="gate",
        when="gate !target",
        score=3.4,
        examples=(
            "can we move to phase 2?",
            "成本降20%，内容产能翻倍，员工有70%在用，能进第二阶段吗",
            "Adoption is at 58%. Is that enough to go to the next phase?",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.gate.go",
        goal="gate",
        when="setto|toget phase is !money !kpi !target !which",
        score=3.2,
        examples=("can we go to phase two?", "may we go to phase 3?", "shall we go to phase two yet?"),
        counters=("what if it goes up to $3m",),
    ),
    Rule(
        "ask.gate.bare",
        goal="bare_gate",
        when="phase",
        score=2.4,
        examples=(
            "no data on automation, utilisation is 72%. phase 3?",
            "adoption 55%, cost down 21%, output doubled. phase one?",
            "采纳率55%，成本降21%，产能翻倍。第一阶段？",
        ),
        counters=("What does phase one focus on?",),
    ),
    Rule(
        "ask.short",
        goal="short",
        when="short",
        score=3.5,
        examples=(
            "我们42个人，18个在用AI，离第一阶段的采纳率还差几个人？",
            "data utilisation is 55%, how far off are we in phase three?",
            "adoption is at 40%, how far off are we?",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.standing",
        goal="standing",
        when="standing",
        score=3.4,
        examples=("how are we doing on our KPIs?", "成本降低15%||进展如何", "where do we stand?"),
        counters=("how much did costs fall, from 120 to 92?", "marketing budget $2m"),
    ),
    Rule(
        "ask.progress",
        goal="progress",
        when="progress",
        score=3.3,
        examples=(
            "成本10月10万，11月8.5万，降了多少？",
            "转化率2%，现在2.4%，涨了多少",
            "cycle went from 40 to 28 days, how much did it fall? how far did the cycle come down",
        ),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.threshold",
        goal="threshold",
        when="threshold",
        score=2.9,
        examples=("What is the adoption threshold in phase 1?", "采纳率多少算合格？", "第三阶段对LTV有什么要求"),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.threshold.bare",
        goal="threshold",
        when="klevel|kchange|kmult howmuch !rel !num !count !people",
        score=1.7,
        examples=("adoption in phase one, how much is it?", "how much is conversion in phase two?", "LTV多少"),
        counters=("annual marketing budget $2m by layer",),
    ),
    Rule(
        "ask.list",
        goal="list",
        when="kpis|list|which|howmuch|projects|what|explain|give",
        score=2.6,
        examples=("What are the KPIs of phase two?", "请列出三个阶段", "Which are the four quadrant?"),
        counters=("annual marketing budget $2m by layer",),
    ),
)
