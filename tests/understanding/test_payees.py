"""Money that somebody was paid out of a layer, payments in a list, money that came back, and budgets that are announced before their amount."""

from __future__ import annotations

import pytest

from agent.dialogue.storing import dump_state, load_state
from tests.understanding.talk import Talk, talk

EUR = "marketing budget €4.5m"
CNY = "营销预算7200万元"
PAID = "We paid 36,400 out of tactical"


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        ((EUR, "We already paid the chatbot supplier 36,400 € out of tactical. What does that leave in tactical?"), "413600"),
        ((EUR, "We paid the agency 36,400 from tactical, what's left there?"), "413600"),
        ((EUR, "36,400 went to the freelancers out of tactical. left in tactical?"), "413600"),
        ((EUR, "the chatbot vendor got 36,400 from the tactical pot, how much is left in there?"), "413600"),
        ((EUR, "we have paid our supplier €20k from capability already"), "205000"),
        ((CNY, "战术层付给供应商36万，还剩多少"), "6840000"),
        ((CNY, "给外包公司打了36万，从战术层出的，战术层还剩多少"), "6840000"),
        ((CNY, "已经从战术层付了客服机器人厂商36万4，战术层还剩多少"), "6836000"),
        ((CNY, "代理商那边付了20万，走能力层"), "3400000"),
        ((CNY, "戰術層付給供應商36萬，還剩多少"), "6840000"),
    ],
)  # fmt: skip
def test_what_somebody_was_paid_out_of_a_layer_is_spent_of_it(messages: tuple[str, ...], wanted: str) -> None:
    """A supplier beside an amount makes it a price only where no layer pays."""
    made = talk(*messages)
    assert wanted in made.figures, (made.line, sorted(made.figures))


@pytest.mark.parametrize(
    "message",
    [
        "should we pay the vendor 20k out of tactical?",
        "the vendor wants 20k, could that come out of tactical?",
        "战术层要付供应商36万，够吗",
        "供应商报价36万，打算从战术层付",
        "the agency charges us 36,400",
    ],
)
def test_what_is_to_be_paid_is_no_money_spent(message: str) -> None:
    """A price, a plan and a question of paying leave the books as they are."""
    made = talk(EUR if message.isascii() else CNY, message)
    assert made.state.current is not None
    assert not made.state.current.spends, made.line


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        ((CNY, "战术层已经付掉两笔：短视频工具43.2万，投放优化90.3万。战术层还剩多少"), "5865000"),
        ((CNY, "能力层花了三笔，讲师8万，教材3万，场地2万，还剩多少"), "3470000"),
        ((CNY, "战术层付了3张单：4万、6万、11万"), "6990000"),
        (("marketing budget 2m", "we paid two invoices on tactical: copy tool 12k and ad tool 8k. what's left in tactical?"), "180000"),
        (("marketing budget 2m", "three bills settled under capability so far: 4k, 6k and 11k. remaining?"), "79000"),
        (("marketing budget 2m", "tactical: 2 invoices paid, 12k and 8k"), "180000"),
    ],
)  # fmt: skip
def test_payments_in_a_list_are_as_many_as_they_are_said_to_be(messages: tuple[str, ...], wanted: str) -> None:
    """The number of payments is no amount, and every one of them is spent of the layer."""
    made = talk(*messages)
    assert wanted in made.figures, (made.line, sorted(made.figures))


def test_a_list_with_fewer_amounts_than_it_says_is_not_booked() -> None:
    """Three payments of which two are told would leave the books wrong."""
    made = talk(CNY, "能力层花了三笔，讲师8万，教材3万")
    assert made.state.current is not None
    assert not made.state.current.spends


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        ((EUR, PAID, "oh nice, the chatbot people just gave us a credit note, 5,000 back", "left in tactical?"), "418600"),
        ((EUR, PAID, "the supplier refunded 5,000. what's left in tactical?"), "418600"),
        ((EUR, PAID, "we got 5,000 back from them"), "418600"),
        ((EUR, PAID, "18,250 spent on capability", "we got 5,000 back. what's left in tactical?"), "418600"),
        ((CNY, "战术层付了36万", "供应商退了5万。战术层还剩多少"), "6890000"),
        ((CNY, "战术层付了36万", "厂商给我们退回5万"), "6890000"),
        ((CNY, "战术层付了36万", "外包那边红冲了5万，战术层现在剩多少"), "6890000"),
        ((CNY, "战术层付了36万", "能力层付了20万", "战术层那边退了我们5万"), "6890000"),
    ],
)  # fmt: skip
def test_a_part_of_an_entry_that_came_back_makes_it_smaller(messages: tuple[str, ...], wanted: str) -> None:
    """What was given back is taken off the one entry that it can be of."""
    made = talk(*messages)
    assert wanted in made.figures, (made.line, sorted(made.figures))


@pytest.mark.parametrize(
    "message",
    [
        "we got 50,000 back on tactical",  # more than was paid
        "can we get 5,000 back if we cancel?",
        "back to €4m",
    ],
)
def test_money_that_cannot_have_come_back_leaves_the_entry(message: str) -> None:
    """A refund above the entry, a question and a return to a budget take nothing off it."""
    made = talk(EUR, PAID, message, "and what is left in tactical now?")
    assert "413600" in made.figures, (made.line, sorted(made.figures))


def test_a_refund_is_there_after_a_restart_and_can_be_taken_back() -> None:
    """The smaller entry is stored, and "undo that" brings back the whole one."""
    made = talk(EUR, PAID, "we got 5,000 back from them")
    again = Talk(state=load_state(dump_state(made.state)), desk=made.desk, turn=made.turn)
    again.say("left in tactical?")
    assert "418600" in again.figures
    made.say("undo that")
    made.say("left in tactical?")
    assert "413600" in made.figures


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("早。我们无锡做电动踏板车的，明年营销的盘子定了，7200万元，AI这块照文章怎么切？", "7200000"),
        ("我们开连锁药店的，推广经费下来了，600万，三层各多少", "600000"),
        ("我们厂做轴承的，今年市场费用确定了，450万，AI总共多少", "810000"),
        ("我們是做烘焙連鎖的，明年行銷預算定下來了，900萬，三層怎麼分", "900000"),
    ],
)
def test_a_budget_that_is_announced_ahead_of_its_amount_is_one(message: str, wanted: str) -> None:
    """Who is asking may be said first, in words that nobody knows."""
    made = talk(message)
    assert wanted in made.figures, (made.line, sorted(made.figures))


def test_what_is_fixed_without_being_a_budget_is_none() -> None:
    """定了 beside something else announces no budget."""
    assert not talk("我们门店定了，一共38万平，三层怎么分").state.scenarios
