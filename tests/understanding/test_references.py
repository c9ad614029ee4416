"""Long sessions: orders of named facts, references to shown figures, KPIs from one figure to another, questions of purpose amid talk of money."""

from __future__ import annotations

import pytest

from tests.understanding.talk import talk

#: By rule: conversations whose last message it reads, and the figures that the answers need.
EXAMPLES = {
    "order.facts": (
        ("marketing budget $1.2m, AI 18%||adoption went from 30% to 44%, how far off are we||ok table please: layer, per year, per month", "120000 10000 18000"),
        ("marketing budget £2m, 20% for AI||spent 60k on tactical||short email to the board: what we have for AI in total and what's been spent", "400000 60000"),
        ("marketing is 1.2 million canadian, 18% on AI||what if it's 1.5m||one sentence for the board: the AI total and the three layers, for the 1.2m", "216000 120000"),
        ("A牌市场费600万，B牌400万||收工前给老张一句话：两个牌子市场费合计多少、AI合计多少、占几个点", "10000000 1800000 18"),
        ("市场预算1200万，AI用16%||采用率44%||帮我写封短邮件给财务：市场预算总额、AI总额、占比，两行以内", "12000000 1920000 16"),
        ("营销预算800万，AI占18%||战术层花了30万||做个表：三层的预算、已花、剩余", "800000 300000 500000 400000"),
    ),
    "shown.of": (
        ("marketing budget $1.2m, AI 18%||adoption 44%, enough?||how much of the 216 is tactical", "120000"),
        ("营销预算800万，AI占15%||AI一共多少||那120里能力层多少", "333333.33"),
    ),
    "shown.rate_again": (
        ("marketing budget C$1.2m, AI at 18%||capability layer?||that in US dollars. one CAD is 0.73 USD||sorry no, treasury says 0.72", "43200"),
        ("营销预算800万人民币||战术层多少||这个换成美元，汇率7.1||不对，财务说7.2", "111111.11"),
    ),
    "shown.ratio": (
        ("marketing budget $1.2m, AI 18%||tactical?||this as a % of the marketing budget?", "10"),
        ("marketing budget $1.2m||tactical plus capability?||that as a share of the AI total?", "83.33"),
        ("营销预算800万||战术层多少||这个占总预算的几成", "10"),
    ),
    "shown.part_of_year": (
        ("营销预算1000万，AI占18%||AI的钱四个季度按4:3:2:1分||二季度那笔里战术层多少", "300000"),
        ("marketing budget $1.2m, AI 18%||spread the AI money over the quarters 40/30/20/10||and of the second quarter's slice how much is capability", "18000"),
    ),
    "shown.part": (
        ("marketing budget $1.2m||what if it were 2m||OK, back to the real 1.2 million. A third of the tactical layer would go on ad delivery, how much is that", "40000"),
        ("营销预算800万||战术层的三分之一是多少", "266666.67"),
        ("营销预算800万||能力层的40%做培训，是多少钱", "160000"),
    ),
    "shown.part_leaves": (
        ("marketing budget $1.2m||A third of the tactical layer would go on ads, how much is that||which leaves how much of tactical for everything else?", "80000"),
        ("营销预算800万||能力层的40%做培训，是多少钱||那能力层剩下的还有多少", "240000"),
    ),
    "kpi.change_asked": (
        ("We used to make 40 pieces a month, now it's 76. What multiple is that", "1.9"),
        ("marketing budget C$2m||cost per piece went from C$310 to C$232.50, how big a cut", "25"),
    ),
    "kpi.number_enough": (
        ("项目周期我们从40天缩到31天了，够标准吗||那要缩到多少天才算够", "30"),
        ("our project cycle went from 40 days to 31. enough?||what number of days would have done it", "30"),
    ),
    "kpi.more_people": (
        ("marketing budget $2m||we're at 44% adoption on the team, there's 50 of us. how many more people have to start using it", "25 3"),
        ("我们现在44%的人在用，团队50个人||还要再有几个人用起来才够", "25 3"),
    ),
    "kpi.which_failed": (
        ("采用率57%，单件成本降了22%，产能1.6倍，哪条没过", "1.6"),
        ("adoption 57%, cost down 22%, output 1.6x. which one failed", "1.6"),
        ("采用率57%，单件成本降了22%，产能1.6倍||没过的那条还差多少", "0.4"),
    ),
    "kpi.points_clear": (("marketing budget $2m||adoption is at 57% now. by how many points did we clear adoption", "57 7"),),
    "purpose.asked": (
        ("marketing budget $2m, 18% AI||adoption 44%||what's the capability bit actually meant to buy", ""),
        ("marketing budget $2m||what does the strategic layer even buy us", ""),
        ("营销预算800万||知识库是不是非建不可", ""),
    ),
    "purpose.side": (("营销预算800万||老李说先买工具，老王说先培训人，文章站谁那边", ""),),
}  # fmt: skip

#: Near messages that are not read so.
COUNTERS = {
    "order.facts": (
        "marketing budget is $3m||put the split in a table",
        "marketing budget is $3m||adoption 44%||two lines for the boss: AI total, and whether adoption passed",
        "marketing budget is $3m||email to the CFO: hiring plan, AI total",
    ),
    "shown.of": ("marketing budget $1.2m, AI 18%||what if the 216 goes to tactical", "marketing budget $1.2m||we spent the 50 on tactical, what is left?"),
    "shown.rate_again": ("marketing budget $1.2m||tactical?||sorry no, 1.3m", "marketing C$1.2m||tactical in USD at 0.73||sorry, the budget is C$1.3m"),
    "shown.ratio": ("marketing budget $1.2m||what percent of the budget is tactical?",),
    "shown.part_of_year": ("营销预算1000万||二季度战术层多少",),
    "shown.part": ("marketing budget $1.2m||our own split: half tactical, a third capability, rest strategic", "marketing budget $1.2m||we've spent a third of tactical. how much is left?"),
    "shown.part_leaves": ("marketing budget $1.2m||tactical?||what's left for the other layers",),
    "kpi.change_asked": ("marketing went from $2m to $3m, how big a rise is tactical",),
    "kpi.number_enough": ("营销预算800万||预算要到多少才够",),
    "kpi.more_people": ("marketing budget $2m||there's 50 of us. how much is tactical per head",),
    "kpi.which_failed": ("marketing budget $2m||which layer is the smallest",),
    "kpi.points_clear": ("marketing budget $2m, AI 12%||by how many points are we over the range",),
    "purpose.asked": ("marketing budget $2m||what's the budget for tactical", "marketing budget $2m||what about tactical", "营销预算800万||战术层拿多少"),
    "purpose.side": ("营销预算800万||战术层多少||谁说的",),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "example", "figures"), [(n, *e) for n, examples in EXAMPLES.items() for e in examples]
)
def test_a_message_late_in_a_session_is_read_and_answered(name: str, example: str, figures: str) -> None:
    """The last message of an example is read by its rule, and its answer has the figures."""
    found = talk(*example.split("||"))
    assert found.reading is not None
    assert name in found.reading.named
    assert set(figures.split()) <= found.figures | found.shown
    assert not found.lacking


@pytest.mark.parametrize(("name", "example"), [(n, e) for n, examples in COUNTERS.items() for e in examples])
def test_a_near_message_is_left_alone(name: str, example: str) -> None:
    """A message that only looks alike is not read so."""
    found = talk(*example.split("||"))
    assert found.reading is not None
    assert name not in found.reading.named


def test_an_ok_that_opens_a_message_judges_nothing() -> None:
    """“OK, …” in front of a request is no question for a verdict."""
    found = talk("marketing budget $1.2m, AI 18%", "ok table please: layer, per year, per month")
    assert "verdict" not in found.goals


@pytest.mark.parametrize(
    "aside", ["coffee here is 4.50 a cup now, mad", "we have 34,000 members and 1.1 billion in deposits by the way"]
)
def test_small_talk_changes_nothing(aside: str) -> None:
    """A question behind small talk is about what was talked of before it."""
    assert talk("marketing budget $1.2m, AI 18%", "tactical?", aside, "and capability?").figures == {"60000"}
