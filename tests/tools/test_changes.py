"""Budgets that are changed, and budgets that are a share of turnover."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from tests.tools.desks import (
    amount_of,
    codes,
    given_fact,
    minor,
    minor_units,
    money,
    new_desk,
    percent,
    percents,
    worked_out,
)
from tools.changes import Change, change_amount, share_of_turnover
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact, Given
from tools.identity import Identity, Role
from tools.quantities import MULTIPLE, NUMBER, UNITS, Comparator, money_unit


def budget_of(desk: Desk, value: int | Decimal, *, scenario: str = "", speaker: str = "") -> Fact:
    identity = Identity(Role.BUDGET, "marketing", period="year", scenario=scenario, speaker=speaker)
    return desk.ledger.add(
        identity=identity, value=Decimal(value), unit=money_unit("CNY"), provenance=Given(1, 0, 1, str(value))
    )


@pytest.mark.parametrize(
    ("op", "by", "unit", "result"),
    [
        (Change.SET, "500", "CNY", "500"), (Change.TIMES, "1.5", NUMBER, "1350"), (Change.TIMES, "2", MULTIPLE, "1800"),
        (Change.TIMES, "90", "%", "810"), (Change.UP, "20", "%", "1080"), (Change.DOWN, "20", "%", "720"), (Change.ADD, "20", "%", "1080"),
        (Change.DOWN, "0.5", NUMBER, "450"), (Change.UP, "100", "%", "1800"), (Change.ADD, "100", "CNY", "1000"), (Change.SUB, "100", "CNY", "800"),
        (Change.UP, "100", "CNY", "1000"), (Change.DOWN, "100", "CNY", "800"),
    ],
)  # fmt: skip
def test_a_budget_is_changed(op: Change, by: str, unit, result: str) -> None:
    """Percentages and fractions are of the old amount, factors multiply, amounts are added or taken off; it stays the budget."""
    desk = new_desk()
    figure = money(desk, by) if unit == "CNY" else percent(desk, by) if unit == "%" else given_fact(desk, by, unit)
    old = budget_of(desk, 900, scenario="A", speaker="Anna")
    new = change_amount(desk.at("B"), budget=old, by=figure, op=op)
    assert (new.value, new.unit, new.comparator) == (Decimal(result), old.unit, Comparator.EQUAL)
    assert worked_out(desk, new) == new.value
    assert new.identity == Identity(Role.BUDGET, "marketing", period="year", scenario="B")


@pytest.mark.parametrize(
    ("op", "by", "unit", "code"),
    [
        (Change.SET, "5", NUMBER, "unclear_change"), (Change.SET, "5", "%", "unclear_change"), (Change.TIMES, "5", "CNY", "unclear_change"),
        (Change.UP, "3", NUMBER, "unclear_change"), (Change.UP, "2", MULTIPLE, "unclear_change"), (Change.DOWN, "5", UNITS["people"], "unclear_change"),
        (Change.ADD, "5", "USD", "different_currencies"), (Change.SUB, "900", "CNY", "nothing_left"), (Change.DOWN, "100", "%", "nothing_left"),
        (Change.DOWN, "-5", "%", "not_positive"), (Change.UP, "0", "%", "not_positive"),
    ],
)  # fmt: skip
def test_a_change_without_one_reading_is_refused(op: Change, by: str, unit, code: str) -> None:
    """A rise by 3 is three percent, three times or three of something; nothing is guessed, and nothing may be left below nothing."""
    desk = new_desk()
    if unit in ("CNY", "USD"):
        figure = money(desk, by, unit)
    else:
        figure = percent(desk, by) if unit == "%" else given_fact(desk, by, unit)
    with pytest.raises(InvalidInput) as caught:
        change_amount(desk, budget=budget_of(desk, 900), by=figure, op=op)
    assert caught.value.code == code


def test_a_month_is_not_added_to_a_year() -> None:
    desk = new_desk()
    with pytest.raises(InvalidInput) as caught:
        change_amount(desk, budget=budget_of(desk, 900), by=money(desk, 5, per="month"), op=Change.ADD)
    assert caught.value.code == "other_period"


def test_a_third_is_exact() -> None:
    """A fraction is computed from its numerator and denominator: two thirds off 900 leave 300."""
    desk = new_desk()
    two, three = given_fact(desk, 2, NUMBER), given_fact(desk, 3, NUMBER)
    new = change_amount(desk, budget=budget_of(desk, 900), by=two, over=three, op=Change.DOWN)
    assert (int(new.value), new.comparator) == (300, Comparator.EQUAL)
    for bad in (given_fact(desk, 0, NUMBER), percent(desk, 3)):
        with pytest.raises(InvalidInput):
            change_amount(desk, budget=budget_of(desk, 900), by=two, over=bad, op=Change.DOWN)
    with pytest.raises(InvalidInput):
        change_amount(desk, budget=budget_of(desk, 900), by=three, over=two, op=Change.UP)


@given(minor_units, percents)
def test_up_and_down_lie_evenly_about_the_old_amount(units: int, share: Decimal) -> None:
    """Raised and cut by the same percentage, a budget moves as far up as down, to the minor unit."""
    desk = new_desk()
    old, by = money(desk, amount_of(units, "CNY")), percent(desk, share)
    up = change_amount(desk, budget=old, by=by, op=Change.UP)
    assert abs(Fraction(up.value) - worked_out(desk, up)) <= minor("CNY") / 2
    if share < 100 and old.value * (100 - share) / 100 >= minor("CNY"):
        down = change_amount(desk, budget=old, by=by, op=Change.DOWN)
        assert abs(up.value + down.value - 2 * old.value) <= minor("CNY")


@given(minor_units, codes, percents)
def test_a_share_of_turnover_is_a_marketing_budget(units: int, code: str, share: Decimal) -> None:
    """It is a year's marketing budget, half up to the minor unit, and of turnover."""
    desk = new_desk()
    turnover = money(desk, amount_of(units, code), code)
    budget = share_of_turnover(desk, turnover=turnover, share=percent(desk, share))
    assert abs(budget.value - turnover.value * share / 100) <= minor(code) / 2
    assert budget.identity == Identity(Role.BUDGET, "marketing", base="turnover", period="year")


@pytest.mark.parametrize("share", ["0", "-3", "101"])
def test_a_share_of_turnover_is_a_part_of_it(share: str) -> None:
    desk = new_desk()
    with pytest.raises(InvalidInput):
        share_of_turnover(desk, turnover=money(desk, 100), share=percent(desk, share))
