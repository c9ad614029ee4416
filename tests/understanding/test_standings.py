"""What long sessions ask of money that was spent: each question is answered for what it names, and for nothing beside it."""

from __future__ import annotations

import pytest

from tests.understanding.talk import talk

_SPENT_EN = "Marketing budget £1.2m, split||tactical has had £61k, capability £20k||what does the article say about data risk?||"
_SPENT_ZH = "营销预算1200万，三层||战术花了38万，能力花了9万||能力层是什么||"
_MONTHS_EN = "AI budget £324k||tactical: Jan £11k, Feb £14k, Mar £17k||"
_MONTHS_ZH = "AI预算360万||1月战术花了42万，2月15万，3月9万||"

#: What is asked last, and all that the answer needs to show: nothing of another subject.
ANSWERED = (
    # what is left of all, or of several, as one
    (_SPENT_EN + "what's left over all three layers", "135000"),
    (_SPENT_EN + "how much of the 216 is still to spend", "135000"),
    (_SPENT_EN + "so of the whole AI pot, how much haven't we touched yet", "135000"),
    (_SPENT_EN + "strategic is untouched. strategic and capability together, what's left", "76000"),
    (_SPENT_EN + "tactical plus strategic, remaining?", "95000"),
    (_SPENT_ZH + "三层合在一块还剩多少没花", "1690000"),
    (_SPENT_ZH + "总盘子里还剩好多钱没动", "1690000"),
    (_SPENT_ZH + "216万里面还有几多没用", "1690000"),
    (_SPENT_ZH + "战略层还没动，战略加能力还剩多少", "870000"),
    # the share used
    (_SPENT_ZH + "战术花掉了百分之几", "31.67"),
    (_SPENT_ZH + "三层合计用掉了百分之多少", "21.76"),
    (_SPENT_EN + "how far through the tactical money are we, as a percentage", "50.83"),
    (_SPENT_EN + "so capability is at what % of its year", "33.33"),
    # averages and the rest of the year
    (_MONTHS_EN + "averaged over the three months, what did we spend", "14000"),
    (_MONTHS_EN + "what's the average a month so far", "14000"),
    (_MONTHS_EN + "how much can we spend per month for the rest of the year", "15333.33"),
    (_MONTHS_ZH + "三个月平均每月花了多少", "220000"),
    (_MONTHS_ZH + "剩下9个月平均每个月能花多少", "148888.89"),
    (_MONTHS_ZH + "摊到后面9个月，月均？", "148888.89"),
    # a part of the year's plan against what was spent in it
    (_MONTHS_EN + "compared with three months of the tactical monthly figure, over or under, and by how much?", "3000"),
    (_MONTHS_EN + "Q1 tactical budget vs what we spent, over or under", "3000"),
    (_MONTHS_EN + "did we go over in Q1?", "3000"),
    (_MONTHS_EN + "a quarter of the tactical year, did we bust it?", "3000"),
    (_MONTHS_ZH + "按四个季度平均算，一季度花超了没", "160000"),
    (_MONTHS_ZH + "跟战术层一个季度的预算比，多花还是少花", "160000"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "figure"), ANSWERED)
def test_what_is_asked_of_spending_is_answered_alone(said: str, figure: str) -> None:
    """The last question of a session shows its figure, with one answer and nothing left open."""
    last = talk(*said.split("||"))
    assert figure in last.shown, last.line
    assert len(last.answers) == 1, last.line
    assert not last.lacking


LEFT_ALONE = (
    ("standing.average", _MONTHS_EN + "what's the average budget a month"),
    ("standing.average", _MONTHS_EN + "averaged over the five months, what did we spend"),
    ("standing.of_amount", _SPENT_EN + "what if 216 is left"),
    ("standing.of_amount", _SPENT_EN + "how much of the 170 is still to spend"),
    ("standing.of_pair", _SPENT_EN + "what do tactical and capability each have left"),
    ("standing.rest_of_year", _SPENT_EN + "how much can we spend per month for the rest of the year"),
    ("outlay.months", "AI budget £324k||tactical: Jan £11k, Feb £14k is the plan"),
    ("outlay.left_in_all", _SPENT_EN + "what does each of the three layers have left"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "said"), LEFT_ALONE)
def test_a_near_message_is_left_alone(name: str, said: str) -> None:
    """What only looks like such a question is read otherwise."""
    reading = talk(*said.split("||")).reading
    assert reading is not None
    assert name not in reading.named
