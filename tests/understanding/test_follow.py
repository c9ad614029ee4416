"""Short messages go on from the last question: its goal stays, their figures take the place of its own."""

from __future__ import annotations

import pytest

from tests.understanding.talk import talk

#: A conversation, and figures that its last reply needs.
FOLLOWED = (
    ("Strategic layer must be 90k EUR. Required marketing budget?||And with 120k strategic?", {"4000000"}),
    ("战略层要拿到60万，总预算要多少||那要是90万呢", {"30000000"}),
    ("战术层要100万，反推营销预算||那三层一共多少", {"1800000"}),
    ("Capability needs $100k. What marketing budget is that?||We only have $1.5m. How far short is capability?", {"25000"}),
    ("Conversion's at 3.2%. Where must it be under the second phase?||And starting from 4%?", {"4.6"}),
    ("Marketing 2.200.000 EUR.||Tactical: 145k gone. Left?||And strategic, 80k gone?", {"14000"}),
    ("how many of 85 staff must use AI to pass phase one?||we have 40", {"3"}),
    ("compare $800k vs $1.1M, all 3 layers||whats the gap on capability||and thats what % of the smaller one", {"37.5"}),
    ("Marketing EUR 3.4m. Layers?||Boss says 3.1 not 3.4.", {"310000", "155000", "93000"}),
    ("营销预算500万,战术层多少||财务说是480不是500", {"480000"}),
    ("Marketing 2025: 1.5m EUR.||2026: minus 10%.||2027: plus 20% on 2026.||Layers 2027?", {"162000", "81000", "48600"}),
    ("FY25 marketing $3m, FY26 $2m. Strategic in both?||FY26 should have been $2.5m", {"75000"}),
    ("Own split 60/25/15. AI budget 200k EUR.||Now source split, and delta per layer.", {"120000", "50000", "30000"}),
    ("营销预算1200万||一季度战术层花了40万||按季度算超了没,超多少", {"100000"}),
)  # fmt: skip


@pytest.mark.parametrize(("conversation", "needed"), FOLLOWED)
def test_a_short_message_goes_on_from_the_last_question(conversation: str, needed: set[str]) -> None:
    """The figures of the last reply are those of the last question with the message's own."""
    assert needed <= talk(*conversation.split("||")).figures


@pytest.mark.parametrize(
    ("message", "needed"),
    [
        ("AI budget $400k, three waves 5:3:2. Each wave?", {"200000", "120000", "80000"}),
        ("营销预算1000万，AI总额按18%，前期40%、中期40%、后期20%，每段多少", {"720000", "360000"}),
        ("say ai budget is 270k. a third upfront in q1, rest evenly over the other 3 qtrs. whats each quarter", {"90000", "60000"}),
    ],
)  # fmt: skip
def test_money_is_spread_over_parts_of_the_users_own(message: str, needed: set[str]) -> None:
    """Weights with a word for parts are a phasing; they are no split over the layers."""
    made = talk(message)
    assert made.goals == ["phasing"]
    assert needed <= made.figures


@pytest.mark.parametrize(
    ("message", "needed"),
    [
        ("Brand | marketing budget\nLumo | $2m\nNira | $1.2m\nWhat's tactical for each?", {"200000", "120000"}),
        ("品牌\t年度营销\n蓝莓\t320万\n青柠\t180万\n白桃\t95万\n三个牌子战略层加一块儿多少呀", {"178500"}),
        ("Year\tMarketing budget\n2024\t$1.5m\n2025\t$1.8m\nCapability total over the two?", {"165000"}),
    ],
)
def test_rows_of_a_table_are_budgets_by_their_names(message: str, needed: set[str]) -> None:
    """A question under a table of budgets is answered for its rows."""
    assert needed <= talk(message).figures
