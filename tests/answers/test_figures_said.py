"""How one figure is said: money exactly, comparators and periods as words, differences by size."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.answers.said import BRIEF, CELL, day, ordinal, part, say
from tools.facts import Fact, Given
from tools.identity import Identity, Label, Role
from tools.quantities import MULTIPLE, PERCENT, Comparator, Unit, count_unit, money_unit

USD, CNY = money_unit("USD"), money_unit("CNY")


def fact(
    value: Decimal | int | str,
    unit: Unit,
    role: Role = Role.CONTEXT,
    *,
    base: str = "",
    period: str = "",
    comparator: Comparator = Comparator.EQUAL,
) -> Fact:
    return Fact(
        "U1",
        Label("", ""),
        Decimal(value),
        unit,
        Given(1, 0, 1, ""),
        comparator,
        (),
        Identity(role, base=base, period=period),
    )


@given(st.integers(1, 10**13).map(lambda n: Decimal(n) / 100))
def test_chinese_money_is_exact(amount: Decimal) -> None:
    """万 and 亿 stand only where the amount is exact in them with at most two decimals, and what is printed is the amount."""
    text = say(fact(amount, CNY), "zh")
    match = re.fullmatch(r"([\d,]+(?:\.(\d+))?)(万|亿)?元", text)
    assert match is not None
    assert len(match[2] or "") <= 2
    assert Decimal(match[1].replace(",", "")) * {"万": 10**4, "亿": 10**8, None: 1}[match[3]] == amount


@given(st.integers(1, 10**13).map(lambda n: Decimal(n) / 100))
def test_english_money_has_every_digit(amount: Decimal) -> None:
    """Dollars are told to the cent where there are cents."""
    text = say(fact(amount, USD), "en")
    assert Decimal(text.removeprefix("$").replace(",", "")) == amount
    assert text.partition(".")[2] in ("", f"{amount:.2f}".partition(".")[2])


@pytest.mark.parametrize(
    ("found", "zh", "en"),
    [
        (fact(250_000, CNY), "25万元", "RMB 250,000"),
        (fact(125_000_000, CNY), "1.25亿元", "RMB 125,000,000"),
        (fact("555555.55", CNY), "555,555.55元", "RMB 555,555.55"),
        (fact(200_000, USD, Role.ALLOCATION, period="year"), "全年20万美元", "$200,000 a year"),
        (fact(200_000, USD, Role.PERIOD_PART, period="month"), "每月20万美元", "$200,000 a month"),
        (fact(200_000, USD, Role.PERIOD_PART, period="Q1"), "第一季度20万美元", "$200,000 in Q1"),
        (fact(200_000, USD, Role.SPEND, period="2026-03"), "2026年3月20万美元", "$200,000 in March 2026"),
        (fact(50, PERCENT, comparator=Comparator.AT_LEAST), "至少50%", "at least 50%"),
        (fact(3, count_unit("day"), comparator=Comparator.AT_MOST), "至多3天", "at most 3 days"),
        (fact("1.5", PERCENT, comparator=Comparator.ABOUT), "约1.5%", "about 1.5%"),
        (fact(-22, PERCENT, Role.CHANGE), "下降22%", "down 22%"),
        (fact(15, PERCENT, Role.CHANGE), "提升15%", "up 15%"),
        (fact(5, PERCENT, Role.GAP), "5个百分点", "5 percentage points"),
        (fact(1, PERCENT, Role.ACTUAL, base="points"), "1个百分点", "1 percentage point"),
        (fact(5, PERCENT, Role.GAP, base="relative"), "5%", "5%"),
        (fact(-5, USD, Role.DIFFERENCE), "5美元", "$5"),
        (fact(22, count_unit("people")), "22人", "22 people"),
        (fact(1, count_unit("people")), "1人", "1 person"),
        (fact("1.5", MULTIPLE), "1.5倍", "1.5 times"),
    ],
)  # fmt: skip
def test_a_figure_is_said_with_its_unit_comparator_and_period(found: Fact, zh: str, en: str) -> None:
    """Each language has its own words for the same figure."""
    assert (say(found, "zh"), say(found, "en")) == (zh, en)


def test_short_forms_and_cells_have_signs() -> None:
    """Comparators are signs there, periods are left out, and differences in cells keep their direction."""
    threshold = fact(50, PERCENT, comparator=Comparator.AT_LEAST)
    assert say(threshold, "zh", BRIEF) == say(threshold, "en", BRIEF) == "≥50%"
    assert say(fact(7, USD, Role.ALLOCATION, period="year"), "en", BRIEF) == "$7"
    assert [say(fact(n, USD, Role.DIFFERENCE), "en", CELL) for n in (5, -5, 0)] == ["+$5", "−$5", "$0"]


def test_days_parts_and_phases_are_named() -> None:
    """What is not a day or part of a year stays as it is."""
    assert (day("2026-03-31", zh=True), day("2026-03-31", zh=False)) == ("2026年3月31日", "31 March 2026")
    assert (part("2026-Q1", zh=True), part("2026-Q1", zh=False)) == ("2026年第一季度", "Q1 2026")
    assert part("Acme", zh=True) == "Acme"
    assert (ordinal(2, zh=True), ordinal(12, zh=True), ordinal(2, zh=False)) == ("第二阶段", "第12阶段", "phase 2")
