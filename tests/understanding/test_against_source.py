"""Somebody's own split beside the source's: both are told with how they differ, until the source's holds again."""

from __future__ import annotations

import pytest

from tests.understanding.test_dividing import after

OWN_EN = (
    "£1.85m split",
    "Kofi reckons it should be 12:4:2 rather than 10:5:3. can I see both next to each other, same AI pot",
)
OWN_ZH = ("1200万预算", "他想自己定比例，8、6、4，都是占营销总预算的，战术能力战略。各是多少钱")


@pytest.mark.parametrize(
    ("messages", "figures"),
    [
        (OWN_EN, {"222000", "74000", "37000"}),
        ((*OWN_EN, "how much more would tactical get under his"), {"222000"}),
        (OWN_ZH, {"960000", "720000", "480000"}),
        ((*OWN_ZH, "他这个合起来，跟文章的比是多了还是少了"), {"960000", "720000", "480000"}),
        ((*OWN_ZH, "战术层跟原文比差多少"), {"960000"}),
        ((*OWN_EN, "we'll stay with the article's. tactical?"), {"185000"}),
    ],
)  # fmt: skip
def test_somebodys_split_is_held_against_the_sources(messages: tuple[str, ...], figures: set[str]) -> None:
    """A row beside the source's own row is somebody's; what is asked of "his" is told with the source's beside it."""
    talk = after(*messages)
    assert talk.figures == figures
    assert talk.lacking == []


@pytest.mark.parametrize(
    ("messages", "tactical"),
    [
        (
            (
                "£1.44m marketing split",
                "I say 12% is plenty. AI total?",
                "Enough, we stay on the standard 18. tactical?",
            ),
            "144000",
        ),
        (("2000万怎么分", "老板说AI占12%就够", "算了还是按标准的18来，战术层多少"), "2000000"),
    ],
)
def test_another_share_is_given_up_for_the_standard(messages: tuple[str, ...], tactical: str) -> None:
    """The standard 18 is the source's share, and what was supposed instead no longer holds."""
    assert tactical in after(*messages).figures
