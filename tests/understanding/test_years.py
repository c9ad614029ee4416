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
