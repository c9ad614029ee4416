"""Amounts shared out over so many parts, and budgets of which a part is out of reach: wordings that are read so, and near ones that are not."""

from __future__ import annotations

import pytest

from tests.understanding.talk import Talk


def said(text: str) -> Talk:
    talk = Talk()
    for message in text.split("||"):
        talk.say(message)
    return talk


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("市场部预算2600万||战略层那点钱摊到每家门诊是多少？我们26家", "30000"),
        ("mktg budget £975k||we run 13 four-week periods a yr. tactical per period?", "7500"),
        ("marketing budget is $840,000, do the three layers||ok per office, I got fourteen", "6000"),
        ("营销预算108万||三层怎么分||把刚才那三个数除以4，变成每个季度的", "27000"),
        (
            "marketing pot is €420,000||call it five months. if the tactical money was spread over just them five, what's that a month",
            "8400",
        ),
    ],
)
def test_an_amount_is_shared_out_over_the_parts_that_are_told(text: str, figure: str):
    """Clinics, periods, offices and months of the user's own divide what is asked about."""
    assert figure in said(text).figures


@pytest.mark.parametrize(
    "text",
    [
        "AI预算216万||再招2个工程师每人30万",
        "budget $3m||2 engineers at 90k each, what share of the AI total is that?",
        "we have 12 people||31 of 55 people use the tools, each one daily",
    ],
)
def test_what_each_of_them_costs_shares_nothing_out(text: str):
    """A price for each, or people counted, divide nothing."""
    assert "perpart" not in said(text).goals


def test_an_amount_per_things_that_nobody_counted_is_put_back():
    """“Strategic per desk” is not answered with the whole layer."""
    talk = said("marketing budget HK$8.4m||strategic per desk?")
    assert talk.reading is not None
    assert talk.reading.unread
    assert "252000" not in talk.figures


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (
            "we can release €1.1m for marketing, of which the co-op money of €300k is committed and untouchable. Please base the AI split on the remainder",
            "80000",
        ),
        ("营销预算500万，其中80万是固定支出不能动，剩下的再按文章三层分", "420000"),
        (
            "36 crore rupees of marketing a year||9 crore of it cannot be touched. Apply the framework to the remainder only",
            "27000000",
        ),
    ],
)
def test_a_part_that_is_out_of_reach_is_taken_off_first(text: str, figure: str):
    """The framework is applied to what is left of the budget."""
    assert figure in said(text).figures


@pytest.mark.parametrize(
    "text",
    [
        "marketing budget $2m||we have spent $50k on tactical, what is left?",
        "budget £2m||keep at least 50k for strategic, split the rest",
    ],
)
def test_money_spent_and_floors_make_no_smaller_budget(text: str):
    """What was spent is held against its layer, and a floor against its own."""
    talk = said(text)
    assert not any(scenario.status == "supposed" and scenario.money for scenario in talk.state.scenarios.values())
