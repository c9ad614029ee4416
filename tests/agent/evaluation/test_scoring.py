"""The scorer: what counts as the same figure, the same words and the right language."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agent.evaluation.corpus import Expectation, Expected
from agent.evaluation.scoring import View, in_language, judge


def shows(text, value, unit):
    return View(text).shows(Expected(Decimal(value), unit))


@pytest.mark.parametrize(
    "text",
    [
        "1,000,000", "100万", "1 million", "¥1,000,000.00", "一百万元", "**100万**", "RMB 1m", "1kk 不算，100w 算", "100–200万",
        "| 战术层 | 10% | 1,000,000 |", "| 层 | 金额（万元） |\n|---|---|\n| 战术层 | 100 |", "１００万", "1 000 000", "战术层100万，能力层50万",
    ],
)  # fmt: skip
def test_a_figure_counts_in_any_rendering(text):
    """A million yuan is a million yuan, however it is written."""
    assert shows(text, "1000000", "CNY")


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,000,001", "1000000", "CNY"), ("$1,000,000", "1000000", "CNY"), ("100万美元", "1000000", "CNY"),
        ("1,000,000%", "1000000", "CNY"), ("33.8天", "33.75", "days"), ("50人", "50", "percent"), ("15%", "5", "percent"),
        ("12.5%", "2.5", "percent"), ("1. 第一点\n2. 第二点", "2", "people"), ("[29]", "29", "people"),
        ("phase 2", "2", "people"), ("There are no two ways about it.", "2", "people"), ("$120,000", "120000", "CHF"), ("2.3", "2.3", "percent"), ("$120,000", "120000", "EUR"),
    ],
)  # fmt: skip
def test_another_figure_or_unit_does_not_count(text, value, unit):
    """Nothing is rounded, no currency or percentage stands for another, list and citation numbers are none."""
    assert not shows(text, value, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3%-20%", "20", "percent"), ("3-20%", "3", "percent"), ("百分之三到百分之二十", "3", "percent"),
        ("between 3 and 20%", "3", "percent"), ("10/5/3%", "10", "percent"), ("两成", "20", "percent"),
        ("≥50%", "50", "percent"), ("$45-300k", "45000", "USD"), ("forty-one people", "41", "people"), ("3倍", "3", "x"),
        ("33.75", "33.75", "days"), ("50万", "500000", None), ("You are short by two.", "2", "people"),
        ("A$120,000", "120000", "AUD"), ("12万瑞士法郎", "120000", "CHF"),
    ],
)  # fmt: skip
def test_ranges_lists_and_words_are_read(text, value, unit):
    """Both ends of a range count with its unit, and so do the members of a list and numbers in words."""
    assert shows(text, value, unit)


def test_entries_are_words_patterns_or_figures():
    """Words are found whatever their width, case and spacing; `re:` is a pattern, `fig:` a figure."""
    view = View("**Tactical layer**：３％ – 20％，不支持 7×24。")
    assert view.has("tacticallayer")
    assert view.has("3%-20%")
    assert view.has("re:tactical\\s+layer")
    assert view.has("fig:20 percent")
    assert not view.has("fig:24 people")
    assert not view.has("strategic")


@pytest.mark.parametrize(
    ("text", "language", "right"),
    [
        ("AIGC 属于战术层(tactical)。", "zh", True),
        ("You should put it in the tactical layer.", "zh", False),
        ("Put 3%-20% into AI (“建议将年度营销总预算的3%-20%投入AI营销”).", "en", True),
        ("> 答:可分为三层:①战术层(占比10%)\n\nThat is the tactical layer.", "en", True),
        ("建议投入3%-20%。", "en", False),
        ("¥64,000", "en", True),
    ],
)
def test_the_language_is_that_of_the_prose(text, language, right):
    """Quotations, citations and the trade's own words decide nothing; figures alone are in every language."""
    assert in_language(text, language) is right


def test_every_problem_of_a_reply_is_named():
    """A reply is judged by all four checks, and an empty one by itself."""
    asked = Expectation(
        must_contain=(("战术", "tactical"),), must_not_contain=("九游",), figures=(Expected(Decimal(5), "percent"),)
    )
    assert judge(asked, "战术层 5%。") == []
    assert [p.check for p in judge(asked, "九游 says it is one of the layers")] == [
        "must_contain", "must_not_contain", "figures", "language",
    ]  # fmt: skip
    assert [p.check for p in judge(asked, " \n")] == ["empty"]
