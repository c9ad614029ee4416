"""Shares of AI that are tried, held against one another and given up: somebody's 12% beside the plan's 18%."""

from __future__ import annotations

import pytest

from tests.understanding.talk import talk

EUR = "marketing budget €4.5m. layers?"
HIS = (EUR, "is 18% allowed? our GM would go for 12", "ok show me his 12 then, by layer")
CNY = "营销预算7200万元，怎么切"
TRIED = (CNY, "老板嫌多，说AI一共拿12%行不行？行的话三层各是多少")


@pytest.mark.parametrize(
    ("messages", "wanted"),
    [
        (HIS, "300000 150000 90000"),
        ((EUR, "what would the boss's 12% look like by layer?"), "300000 150000 90000"),
        ((EUR, "the CFO wants only 12%, show me the layers"), "300000 150000 90000"),
        ((*HIS, "how much less is that in total than mine?"), "270000"),
        ((*HIS, "how much less is each layer than at the 18?"), "150000 75000 45000"),
        ((*HIS, "He gave in :) we stay with the 18", "so capability is again…?"), "225000"),
        ((*HIS, "we go with his 12", "tactical?"), "300000"),
        ((EUR, "Is 12% ok for AI in total? And the layers then?", "back to 18%", "AI total?"), "810000"),
        (TRIED, "4800000 2400000 1440000"),
        ((*TRIED, "跟18%那版比，三层各少多少"), "2400000 1200000 720000"),
        ((*TRIED, "算了，跟老板磨下来了，还是18%", "能力层多少"), "3600000"),
        ((CNY, "财务想压到12%，三层各多少", "比18%少多少"), "4320000"),
        ((CNY, "财务想压到12%，三层各多少", "最后还是定18%", "战术层多少"), "7200000"),
        (("營銷預算7200萬元，怎麼切", "按老闆說的12%，三層各多少", "維持18%", "戰術層多少"), "7200000"),
    ],
)  # fmt: skip
def test_a_share_that_is_tried_stands_beside_the_plan(messages: tuple[str, ...], wanted: str) -> None:
    """It is split, compared with what holds, and given up without a trace."""
    made = talk(*messages)
    assert set(wanted.split()) <= made.figures, (made.line, sorted(made.figures))


@pytest.mark.parametrize(
    "messages",
    [
        (EUR, "his 12 people, how much each?"),
        (EUR, "we go with 18 hotels"),
        (EUR, "his 12k for the copy tool, show me the layers"),
        (CNY, "老板说成本降了12%，三层各多少"),
    ],
)
def test_other_figures_of_somebody_are_no_share(messages: tuple[str, ...]) -> None:
    """People, things, amounts and results leave the share of AI as it is."""
    made = talk(*messages)
    assert all(not s.share for s in made.state.scenarios.values()), made.line


def test_a_share_that_is_asked_about_again_is_not_settled() -> None:
    """还是18%吗 is a question."""
    made = talk(*TRIED, "还是18%吗")
    assert made.reading is not None
    assert "version.holds" not in made.reading.named
