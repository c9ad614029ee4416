"""A budget that is divided among named parts: each is a budget of its own, and what is asked of it is asked of that."""

from __future__ import annotations

import pytest

from tests.understanding.talk import Talk


def after(*messages: str) -> Talk:
    talk = Talk()
    for message in messages:
        talk.say(message)
    return talk


@pytest.mark.parametrize(
    ("messages", "figures"),
    [
        (("2600万怎么分", "我们有猫粮、狗粮两条线，猫粮拿六成、狗粮四成。AI 的总数照这个比例，两条线全年各多少"), {"2808000", "1872000"}),
        (("预算500万", "华北分四成、华东分三成五，剩下的给华南，每个区的AI投入"), {"360000", "315000", "225000"}),
        (("年预算800万，华东占一半，华南三成，剩下的给西南，AI总额各区多少",), {"720000", "432000", "288000"}),
        (("split of $2m please", "we've got two brands, Arbor gets 70% and Fenn 30%. what's each one's AI money"), {"252000", "108000"}),
        (("$3m marketing. 60% is for Germany and the rest for Austria. What does tactical come to in each?",), {"180000", "120000"}),
        (("budget's $1.2m", "Kyle's team takes two thirds and Dana's team one third. strategic for each?"), {"24000", "12000"}),
        (("£1.85m", "Madrid gets 60% and Leeds the rest, what is each one's AI money?"), {"199800", "133200"}),
        (("£1.85m", "Madrid gets 60% and Leeds the rest, what is each one's AI money?", "no, Madrid gets 70%"), {"233100", "99900"}),
        (("预算1000万", "线上拿七成 线下三成，AI各多少", "不对，线上是八成，线下两成"), {"1440000", "360000"}),
    ],
)  # fmt: skip
def test_each_part_is_answered_for_itself(messages: tuple[str, ...], figures: set[str]) -> None:
    """Shares with names are parts of the budget, never the AI share; the last part may take what is left."""
    assert after(*messages).figures == figures


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("and Arbor's tactical", {"140000"}), ("Fenn too", {"108000"}), ("both together?", {"360000"}),
        ("the real 2m: strategic?", {"60000"}), ("what if Fenn got 100k more", {"126000"}),
    ],
)  # fmt: skip
def test_a_part_is_talked_of_by_its_name(question: str, figures: set[str]) -> None:
    """What is asked of a part later is of that part, of both of the parts alone, and of the whole where that is named."""
    assert after("$2m marketing budget", "Arbor gets 70% and Fenn 30%. AI for each", question).figures == figures


@pytest.mark.parametrize(
    "message",
    [
        "mobile is 70% of our traffic and desktop 30%. does that matter for the split",
        "tactical gets 60% and capability 40%", "AI takes 60% and people 40%, is that ok", "Arbor gets 70% and Fenn 20%, AI for each?",
        "our spend was 70% on Google and 30% on Meta", "抖音占流量的60%，小红书占40%，AI预算多少",
    ],
)  # fmt: skip
def test_other_shares_divide_no_budget(message: str) -> None:
    """Shares of something else, of layers, or such that leave a part unnamed make no parts."""
    assert "status=part" not in after("$1m marketing", message).line
