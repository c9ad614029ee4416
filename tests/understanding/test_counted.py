"""Things that are counted, and money that was told before: said again, they are meant, and neither is taken for something new."""

from __future__ import annotations

import pytest

from tests.understanding.test_dividing import after


@pytest.mark.parametrize(
    ("messages", "figures"),
    [
        (("£1.85m, 12 schools. split?", "AI part per school, assuming they all get the same"), {"27750"}),
        (("for context 9,400 students, tuition income 14.2m", "budget is 900k dollars", "AI spend per student over the year then?"), {"17.23"}),
        (("我们有20家店", "预算2400万", "战术层平均每店多少"), {"120000"}),
        (("营销预算3000万，旗下18个景区", "战略层每个景区多少"), {"50000"}),
        (("budget £2m, 12 branches", "capability per branch per quarter"), {"2083.33"}),
        (("budget 2m, 6 countries. split?", "per country?"), {"33333.33", "16666.67", "10000"}),
    ],
)  # fmt: skip
def test_an_amount_is_shared_out_over_what_was_counted_before(messages: tuple[str, ...], figures: set[str]) -> None:
    """A question per school finds the twelve schools of three turns ago, by what they are called."""
    assert after(*messages).figures == figures


@pytest.mark.parametrize(
    "message",
    [
        "产出从120个涨到200个 达标吗",
        "内容产出120个，之前60个",
        "we produced 40 articles this month, 24 before",
        "our 25 marketers, 14 use it daily. adoption ok?",
    ],
)
def test_what_a_kpi_counts_stays_the_kpis(message: str) -> None:
    """Content and people are measured; they are no things to share an amount out over."""
    assert "context" not in after("$1m marketing", message).line


@pytest.mark.parametrize(
    ("messages", "figures"),
    [
        (("2400万怎么分", "报价来了：智能体平台一年46万，部署另收9.5万。战略层够不够，付完还剩多少"), {"555000", "165000"}),
        (("$2m marketing", "vendor quoted $30k a year plus $8k implementation. does strategic cover it and what's left"), {"38000", "22000"}),
        (("£1.85m split", "An agency quoted £6,800 a month for an agent platform. Nine months of that - over or under the whole strategic pot, by how much?"), {"61200", "5700"}),
        (("年预算2400万", "战术层花了24.2万，其中有3.2万是培训，应该记能力层", "能力层那边减掉这3.2万，一年还剩"), {"1200000", "32000", "1168000"}),
        (("$2m", "we spent 40k on tactical", "take that 40k off tactical, what's left"), {"200000", "40000", "160000"}),
    ],
)  # fmt: skip
def test_money_is_counted_once(messages: tuple[str, ...], figures: set[str]) -> None:
    """What is paid beside a price belongs to it, a monthly price runs for its months, and booked money is not booked again."""
    assert after(*messages).figures == figures


def test_a_budget_is_no_haggled_price() -> None:
    """Behind an offer, an amount many times its price is a budget that is supposed."""
    talk = after(
        "年营销预算2400万", "报价来了：智能体平台一年46万，部署另收9.5万。战略层够不够", "狠一点，砍到只有1800万呢"
    )
    assert talk.line.startswith("suppose")


@pytest.mark.parametrize(
    "message", ["再帮我算1500万的", "AI營銷預算係90萬 點分", "能力层已经划出去6.5万做全员培训，能力层还剩"]
)
def test_an_amount_is_no_count(message: str) -> None:
    """Without a measure word a Chinese number counts nothing."""
    assert "context label" not in after("1200万预算", message).line


@pytest.mark.parametrize(
    ("messages", "left"),
    [
        (("营销全年3000万", "战略层花了27万", "供应商票开错了，冲回6万"), "690000"),
        (("budget $3.2m", "capability: 48k spent so far", "hm no, 12k of that is a CRM licence and belongs to sales", "capability remaining?"), "112000"),
    ],
)  # fmt: skip
def test_a_part_of_what_was_spent_does_not_take_its_place(messages: tuple[str, ...], left: str) -> None:
    """What is charged back comes off the entry; a part of it is never its new amount."""
    assert left in after(*messages).figures
