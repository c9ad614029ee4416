"""What must not look answered is put back: names, ordinals, periods and figures that an answer would leave out."""

from __future__ import annotations

import pytest

from tests.understanding.talk import talk

#: The turns before parted by ``||``; the last message names something that its answer would not be for.
PUT_BACK = (
    "Brand A 800k, brand B 1.2m, tactical each?||strategic of the second one in percent of the first one's midpoint",
    "marketing is $100k a month||tactical per month?||and for the first nine months?",
    "每月营销费20万||战术层一年多少||头7个月加起来呢",
    "营销预算200万，AI最少、最多、还有中间值各多少",
    "marketing £400k. What is the midpoint of the AI range?",
    "甲营销预算1000万，乙营销预算600万，各自能力层||乙比甲低百分之几",
    "AI总投入要控制在营销的10%以内，营销预算700万，最多能花多少",
    "营销预算1000万，要是战略层不做了，AI一共要多少",
    "What are the KPIs of phase 7?",
    "第五阶段的KPI是什么？",
)


@pytest.mark.parametrize("conversation", PUT_BACK)
def test_what_an_answer_would_leave_out_is_put_back(conversation: str) -> None:
    """The last message leaves a span unread or asks, and does not answer in silence."""
    made = talk(*conversation.split("||"))
    assert made.reading is not None
    assert made.reading.unread or made.lacking


@pytest.mark.parametrize(
    "conversation",
    [
        "Marketing $2m, tactical?||so where are we",
        "营销预算1000万，三层||这样行得通的数是几",
        "FY25 marketing £2m, FY26 £1.6m. Tactical in both?||As a percentage, one decimal.",
    ],
)
def test_passages_answer_no_follow_up_of_a_figure(conversation: str) -> None:
    """In talk of figures a message that speaks of them is never answered with passages of the source."""
    made = talk(*conversation.split("||"))
    assert not {"explain", "advise", "list", "scope"} & set(made.goals)


def test_money_spent_is_held_against_its_plan_whatever_else_is_asked() -> None:
    """A spend that is told beside another question is answered with what is left."""
    made = talk("Spent YTD: tactical 60k, capability 12k. Marketing 900k EUR. Split it?")
    assert {"30000", "33000"} <= made.figures


def test_an_amount_that_a_layer_gets_is_no_budget() -> None:
    """“Tactical gets 120k” opens no budget of 120k."""
    made = talk("Tactical gets 120k. So what's the AI total?")
    assert "12000" not in made.figures


def test_two_budgets_without_a_name_are_not_told_apart_by_guessing() -> None:
    """Nothing is answered for one of two amounts that nobody named."""
    made = talk("我有两个店，一个营销80万一个营销120万，战术层呢")
    assert made.figures == set()
