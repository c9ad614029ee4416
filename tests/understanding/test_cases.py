"""Cases that budgets are told for by names, the one that is chosen, and what is asked of the books around it."""

from __future__ import annotations

import pytest

from tests.understanding.talk import talk


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        (("two cases for next year's AI budget, both CAD. Lean = 360k, Stretch = 540k", "ok CFO went with Lean. we already committed 48k to the agent platform, how much strategic is left"), "12000"),
        (("三個情境 AI預算(台幣)：保守450萬、基準540萬、積極720萬", "就用基準吧。戰術上半年用掉195萬，下半年還有多少"), "1050000"),
        (("三个方案，AI预算：保守300万、基准420万、积极600万", "积极比保守，战术多多少"), "1666666.66"),
        (("Three scenarios for the AI budget: lean 300k, base 420k, stretch 600k USD", "we'll go with base", "tactical used 110k so far, what's left in it?"), "123333.33"),
        (("两个方案，营销预算保守2000万、积极3000万", "就按保守吧", "战术花了50万还剩多少"), "1500000"),
        (("AI budget $600k", "tactical used 110k in H1, what's left for H2?"), "223333.33"),
    ],
)  # fmt: skip
def test_what_is_asked_behind_a_choice_is_of_the_chosen_case(messages: tuple[str, ...], wanted: str) -> None:
    """Budgets are kept under the names that they were told by, and spending is held against the one that was chosen."""
    made = talk(*messages)
    assert set(wanted.split()) <= made.figures, (made.line, sorted(made.figures))


@pytest.mark.parametrize(
    "message",
    [
        "we have two options: Acme 300k and Bolt 400k. which is cheaper?",
        "options for phasing: 40/30/20/10 or even",
        "tactical 300k and capability 200k spent",
    ],
)
def test_offers_weights_and_spending_are_no_cases(message: str) -> None:
    """Without a word of a budget, named amounts are no cases of one."""
    made = talk("AI budget $900k", message)
    assert made.reading is not None
    assert "cases.told" not in made.reading.named


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        (("marketing budget C$2.8m", "spent 120k tactical and 45k capability so far", "left by layer?"), "160000 95000 84000"),
        (("AI预算360万元，按10:5:3拆", "智能投放已经用掉58万，知识库付了首款22万。各层余额报一下"), "1420000 1000000 380000"),
        (("AI budget £480k, our year runs April to March", "Q1 spend came in at 95k", "and Q2 has just closed on 141,250. What's left for Q4"), "243750"),
        (("AI預算1440萬台幣", "戰術層第一季花掉260萬", "第二季又花310萬，戰術層還剩多少？花掉幾成了？"), "5700000 2300000"),
    ],
)  # fmt: skip
def test_spending_and_the_question_behind_it_are_both_taken(messages: tuple[str, ...], wanted: str) -> None:
    """A layer of which nothing was spent is told too, and an entry told just now counts in the answer."""
    made = talk(*messages)
    assert set(wanted.split()) <= made.figures, (made.line, sorted(made.figures))
