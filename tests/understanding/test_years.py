"""This year and the next, whole and parts, one owner's and another's: what is asked is asked of the one that is meant."""

from __future__ import annotations

import pytest

from tests.understanding.test_dividing import after


@pytest.mark.parametrize(
    ("messages", "figures"),
    [
        (("£1.85m split", "Next year marketing goes to 2.3m (pounds obv). split for that please", "ok this year again. strategic?"), {"55500"}),
        (("2600万怎么分", "明年总预算涨到3000万，三层多少", "说回今年，战略层多少"), {"780000"}),
        (("£1.85m split", "we spent 40k on tactical", "next year marketing goes to 2.3m, split?", "ok this year again. tactical left?"), {"185000", "40000", "145000"}),
        (("2600万怎么分", "猫粮拿六成、狗粮四成，AI各多少", "总预算砍 15%，三层变多少"), {"2210000", "1105000", "663000", "3978000"}),
        (("上海营销预算1620万，成都400万", "上海的战术是成都的几倍"), {"4.05"}),
        (("Acme's budget is $2m, Bolt's $500k", "how many times Bolt's is Acme's tactical"), {"4"}),
        (("£2m", "cost down 24%, output 1.7 times the baseline, 50% adoption. phase 1 ok?", "what are the gates after that one"), {"30", "15", "25"}),
        (("2000万", "第一阶段的门槛是什么", "再下一阶段呢"), {"30", "15", "25"}),
    ],
)  # fmt: skip
def test_the_one_that_is_meant_is_answered(messages: tuple[str, ...], figures: set[str]) -> None:
    """The year, the whole, the owner or the phase that a question names is the one that it is answered for."""
    assert after(*messages).figures == figures


def test_next_year_leaves_this_years_spending_alone() -> None:
    """What was spent is this year's: the coming year's budget begins with nothing spent."""
    talk = after("£1.85m split", "we spent 40k on tactical", "next year marketing goes to 2.3m, split?")
    assert not talk.state.scenarios["next_year"].spends


@pytest.mark.parametrize(
    ("messages", "figures"),
    [
        (("一个月营销预算30万左右", "战略呢"), {"9000", "108000"}),
        (("our Q4 marketing budget is $320k", "and tactical?"), {"32000", "128000"}),
        (("$2m a year for marketing", "and tactical?"), {"200000"}),
    ],
)
def test_a_budget_is_answered_for_the_period_that_it_was_told_for(messages: tuple[str, ...], figures: set[str]) -> None:
    """A monthly budget is a plan by the month; the year's amount stands beside it."""
    assert after(*messages).figures == figures


@pytest.mark.parametrize(
    ("messages", "figures"),
    [
        (("国内营销预算240万，外贸那块营销预算150万", "外贸的AI总共多少"), {"270000"}),
        (("EU 的 marketing budget €800k，US 的 $1.2m", "US 那边 strategic 多少"), {"36000"}),
        (("A$160k for marketing this yr, last yr was A$140k", "dif in total ai money between the 2"), {"3600"}),
        (("去年营销280万今年320万", "那今年战术多少", "比去年多几个钱"), {"40000"}),
        (("全年营销一共800万美金，美国站占65%，美国站的战术层多少",), {"520000"}),
        (("€150,000 marketing budget", "We already paid nine and a half thousand for the AI video thing, I'd call that tactical. What have I left in tactical"), {"15000", "9500", "5500"}),
        (("65 thousand euro for marketing. What would three percent and what would twenty percent of that come to",), {"1950", "13000"}),
        (("A salesman quoted us €14,400 a year. Is that more than the whole of the AI money if our marketing budget is 75,000 euro?",), {"13500"}),
        (("今年营销2000w rmb", "节奏是Q1 30%、Q2 20%、Q3 15%、Q4 35%，战术层按这个走每季多少"), {"600000", "400000", "300000", "700000"}),
        (("AI預算NT$270萬", "三個階段想依4:3:2分配，第二階段會是多少"), {"1200000", "900000", "600000"}),
        (("第一階段三個KPI我們目前是：成本降22%、產能2.3倍、採納率47%", "請問哪一項還沒過"), {"22", "2.3", "47"}),
        (("$2m marketing", "tactical per day?"), {"547.95"}),
    ],
)  # fmt: skip
def test_what_people_typed_comes_to_its_figures(messages: tuple[str, ...], figures: set[str]) -> None:
    """Names, years, shares, days and phases as they were typed by people who knew nothing of the reader."""
    assert figures <= after(*messages).figures


def test_what_rivals_spend_is_nobodys_spending_here() -> None:
    """What a rival spends stays beside the talk: nothing is booked."""
    talk = after("我們行銷預算1200萬新台幣", "聽說競品一年砸了NT$3,000萬在AI上，這個先放旁邊")
    assert not any(s.spends for s in talk.state.scenarios.values())


@pytest.mark.parametrize(
    ("messages", "figure"),
    [
        (("£2m marketing budget, we've used 38k of the tactical", "what's left on tactical, in euro at 1.17?"), "189540"),
        (("£2m marketing", "tactical in euros at 0.8"), "250000"),
        (("$2.4m marketing", "End of May, tactical spend year to date 115k. If we carry on like that where do we land in December"), "276000"),
        (("3600万营销预算", "到5月底战术层花了115万，照这样到年底会不会超"), "2760000"),
    ],
)  # fmt: skip
def test_a_rate_and_a_pace_are_of_what_stands_beside_them(messages: tuple[str, ...], figure: str) -> None:
    """A rate above one is what a pound buys; a pace is that of the layer that was spent of."""
    assert figure in after(*messages).figures


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("Marketing wants 18% of a $6 million budget for AI. What are they going to spend it on?", "tell U2 budget of=MKT; tell U1 share of=AI; ask explain about=L1,L2,L3"),
        ("拿2000万营销预算的15%做AI，三层各多少", "tell U1 budget of=MKT; tell U2 share of=AI; ask split"),
    ],
)  # fmt: skip
def test_a_share_of_a_budget_for_ai_is_no_ai_budget(message: str, line: str) -> None:
    """The budget is marketing's and AI gets the share of it; what it goes on is told by the layers."""
    assert after(message).line.startswith(line)
