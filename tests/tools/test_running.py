"""Spending carried on in a straight line: a full year is what was spent, and the parts that are over decide the rest."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.desks import amount_of, given_fact, minor_units, money, new_desk
from tools.errors import InvalidInput
from tools.money import to_minor
from tools.quantities import NUMBER, Comparator
from tools.running import forecast

months = st.integers(min_value=1, max_value=12)


@given(minor_units, minor_units, months)
def test_a_full_year_is_what_was_spent(plan: int, spent: int, done: int) -> None:
    """With all parts over nothing is added, to the minor unit; with some over the line goes on, and what it leaves of the plan adds up."""
    desk = new_desk()
    planned, paid = money(desk, amount_of(plan, "CNY")), money(desk, amount_of(spent, "CNY"))
    full = forecast(desk, planned=planned, spent=paid, done="twelve", parts="twelve")
    assert (full.projected.value, full.projected.comparator) == (paid.value, Comparator.EQUAL)
    found = forecast(desk, planned=planned, spent=paid, done=given_fact(desk, done, NUMBER), parts="twelve")
    assert found.projected.value == to_minor(paid.value * 12 / Decimal(done), "CNY")
    sign = -1 if found.over else 1
    assert planned.value == found.projected.value + sign * found.left.amount.value


def test_more_parts_than_there_are_are_refused() -> None:
    """Thirteen of twelve months, none of them, and another currency give a sentence and no figure."""
    desk = new_desk()
    plan, spent = money(desk, 120_000), money(desk, 30_000)
    for done, parts in (
        ("twelve", "four"),
        (given_fact(desk, 0, NUMBER), "twelve"),
        (given_fact(desk, "1.5", NUMBER), "twelve"),
    ):
        with pytest.raises(InvalidInput):
            forecast(desk, planned=plan, spent=spent, done=done, parts=parts)
    with pytest.raises(InvalidInput):
        forecast(desk, planned=plan, spent=money(desk, 1, "EUR"), done="one", parts="twelve")
