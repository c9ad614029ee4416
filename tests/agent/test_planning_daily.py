"""What people write in daily work: other figures in a message are not the budget, and what was told before is kept."""

from __future__ import annotations

import re

import pytest

from tests.agent.offline import talked


@pytest.mark.parametrize(
    ("messages", "shown"),
    [
        (("Our revenue is $50m and we spend 8% on marketing. What goes to AI?",), ["$4,000,000", "$720,000"]),
        (("Revenue is $50m and 8% of that is the marketing budget. How should AI be split?",), ["$720,000"]),
        (("三年营销总预算9000万，AI每年投多少？",), ["3,000万元", "540万元"]),
        (("Three-year marketing budget of $9m. How much for AI per year?",), ["$3,000,000", "$540,000"]),
        (("AI budget for FY26 is £720k. Split please.", "Sorry, that figure is for half a year."), ["£1,440,000", "£800,000"]),
        (("每季度营销预算800万，AI怎么分？", "按年算呢"), ["576万元"]),
        (("想让战略层拿到150万，总营销预算得有多少？", "那AI总投入是多少"), ["900万元"]),
        (("marketing budget is HK$12.5 million, 18% VAT not included. Split it.",), ["HK$1,250,000", "Share"]),
        (("营销预算1250万港币，增值税18%另算，怎么分？",), ["125万港元", "占比"]),
        (("Our agency invoice is $75,000 due in 30 days. Marketing budget $6.5m. Give me the AI total.",), ["$1,170,000"]),
        (
            ("We spent $1.2m on Meta ads last year at a ROAS of 3.1, headcount is 22. Marketing budget for 2026 is $5.4m. What should AI get?",),
            ["$972,000"],
        ),
        (("比较一下2000万和3500万两个方案，AI投入差多少",), ["270万元"]),
        (("战术层比能力层多多少？预算3300万",), ["相差165万元"]),
        (("AI budget 1.2 million, marketing budget 9 million, USD. Is the share ok?", "what if AI goes up to 2 million?"), ["22.22%", "above that range"]),
        (("If we take $2.2m for marketing and want 8% on AI, how much per quarter for the strategic layer?",), ["$7,333.33 per quarter"]),
        (("AI预算450万怎么分", "能力层按12个人摊，人均多少？"), ["125万元"]),
        (("just the tactical part of $2m",), ["$200,000"]),
        (("Emotional AI: we want to put $400k of a $4m marketing budget there. Thoughts?",), ["small probes"]),
        (("Which AI vendor should we buy for copywriting? We have $60k.",), ["does not give names of tools"]),
    ],
)  # fmt: skip
def test_a_budget_is_found_among_other_figures(messages: tuple[str, ...], shown: list[str]) -> None:
    """Revenue, taxes, invoices, heads and returns stay what they are, and the answer is to what was asked."""
    reply = talked(*messages)[-1]
    assert [text for text in shown if text not in reply.text] == []


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("our marketing budget is $40k a week, split it", ["$2,080,000 a year", "$208,000"]),
        ("Weekly AI budget of £10,000. Split please.", ["£520,000", "£288,888.89"]),
        ("我们的营销预算每周4万美元，怎么分", ["全年208万美元", "20.8万美元"]),
        ("周营销预算6万元，怎么分", ["全年312万元", "31.2万元"]),
        ("our marketing budget is $40k per fortnight, split it", ["$1,040,000 a year", "$104,000"]),
        ("how do I split a marketing budget of $40k every two weeks?", ["$1,040,000 a year", "$104,000"]),
        ("营销预算每两周4万元，怎么分", ["全年104万元", "10.4万元"]),
        ("we spend $40k on marketing each week", ["$2,080,000 a year"]),
        ("we spend $40k on marketing every other week", ["$1,040,000 a year"]),
        ("every week people ask me: how do we split a marketing budget of $2m?", ["$200,000"]),
    ],
)
def test_a_budget_of_weeks_is_turned_into_a_year(message: str, shown: list[str]) -> None:
    """A week counts 52 times and a fortnight 26 times a year, and the reply says what it came to."""
    (reply,) = talked(message)
    assert [text for text in shown if text not in reply.text] == []


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("our marketing budget is $2k a day, split it", "working days"),
        ("our daily marketing budget is $2k, how do we split it?", "working days"),
        ("we spend $2k on marketing every day", "working days"),
        ("our marketing budget is $400 an hour, split it", "working days"),
        ("our marketing budget is $40k biweekly, split it", "more than one way"),
        ("营销预算每天1万元，怎么分", "工作日"),
        ("日预算500元，怎么分", "工作日"),
        ("营销预算每小时500元，怎么分", "工作日"),
    ],
)
def test_a_budget_that_makes_no_certain_year_is_asked_about(message: str, asked: str) -> None:
    """Days, hours and "biweekly" leave the year open: the reply asks and shows no amount, and the answer is computed."""
    first, second = talked(message, "the marketing budget is $70k a week, split it")
    assert asked in first.text
    assert not re.search(r"\d", first.text)
    assert "$3,640,000 a year" in second.text


@pytest.mark.parametrize(
    ("messages", "shown", "hidden"),
    [
        (("那产能从每月40篇到75篇算翻倍吗",), "变化87.5%，要求是2倍，未达标", "2倍 | 达标"),
        (("内容产能翻倍后，每月从80条要到多少条？",), "目标至少160条", "4倍"),
        (("项目周期现在40天", "周期做到31天了，够了吗？"), "变化-22.5%", "23.25"),
        (("Our conversion rate is 2.0% today and we raised it to 2.4% over Q2. Does that meet phase two?",), "changed by 20%, which meets", "2.76"),
        (("Conversion is 2% today, what is the target?", "and if it only reached 2.2%?"), "changed by 10%, which does not meet", "2.53"),
        (("Conversion was 2.0% and is now 2.4%. Enough for phase 2?",), "changed by 20%", "2.76"),
        (("The article promises a 60% ROI increase in the finance case, right?",), "", "Your 60%"),
        (("Did the financial client really get +80% on communication effectiveness?",), "60%", "Your 80%"),
        (("So the three layers add up to 100 percent of the marketing budget, correct?",), "18%", "Your 100%"),
        (("In which calendar month should phase 3 start?",), "does not give", "January"),
        (("同行一般在AI营销上花多少钱",), "来源没有给出", "是20%"),
    ],
)  # fmt: skip
def test_a_result_is_held_against_where_it_began(messages: tuple[str, ...], shown: str, hidden: str) -> None:
    """What was reached is compared with the baseline, what is asked is not taken as reached, and claims are set right."""
    reply = talked(*messages)[-1]
    assert shown in reply.text
    assert hidden not in reply.text


@pytest.mark.parametrize(
    ("messages", "shown", "hidden"),
    [
        (("our marketing budget is $2m and we publish 200 posts a month",), "$200,000", "$24,000,000"),
        (("draw up a budget plan for $2m with a review every month",), "$200,000", "$24,000,000"),
        (("营销预算3000万，每月开会，怎么分",), "300万元", "3.6亿"),
        (("draw up a budget plan for $2m, conversion was 1.5% last year and 2% today",), "2% | ≥2.3%", "below that range"),
        (("split $2m, conversion is 2%, up from 1.8%",), "$200,000", "1.8%"),
        (("split $2m, conversion is 2% and competitors have 5%",), "$200,000", "$100,000 for AI"),
        (("出一份3000万的预算计划，去年转化率1.5%，今年2%",), "2% | ≥2.3%", "低于这个范围"),
        (("draw up a budget plan for $2m, target conversion 5%",), "| conversion rate gain | ≥15% |", "5.75%"),
        (("出一份3000万的预算计划，目标转化率5%",), "| 转化率提升 | ≥15% |", "5.75%"),
        (("split $2m", "convert it to RMB at 7.2", "draw up a plan"), "Phases and KPIs", "At your rate"),
        (("draw up a plan for $2m", "how do I split $3m?"), "$300,000", "Phases and KPIs"),
    ],
)  # fmt: skip
def test_a_budget_keeps_its_period_its_share_and_its_baselines(
    messages: tuple[str, ...], shown: str, hidden: str
) -> None:
    """Nothing that is said of something else changes the budget, and an aim is no place to start from."""
    reply = talked(*messages)[-1]
    assert shown in reply.text
    assert hidden not in reply.text


@pytest.mark.parametrize(
    "message",
    [
        "conversion has not risen to 2.6%", "转化率没有升到2.6%", "竞争对手的转化率提升到5%", "we want conversion raised to 3%", "转化率目标是提升到3%",
        "last year conversion rose to 2.5%",
    ],
)  # fmt: skip
def test_what_was_not_reached_meets_nothing(message: str) -> None:
    """A negation, an aim, somebody else and another year are no result, although the baseline is known."""
    reply = talked("conversion is 2% today, what is the target?", message)[-1]
    assert "which meets" not in reply.text
    assert "达到了" not in reply.text


def test_a_change_told_backwards_is_read_as_it_went() -> None:
    reply = talked("conversion rose to 2.6% from 2.4%. Is that enough for phase two?")[-1]
    assert "From 2.4% to 2.6%" in reply.text
