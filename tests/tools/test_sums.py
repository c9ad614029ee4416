"""Sums, rests, bulk prices and bridges: exact, and of one unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.desks import amount_of, given_fact, minor_units, money, new_desk, percent, worked_out
from tools.budget import Base, split_budget
from tools.errors import InvalidInput
from tools.identity import Role
from tools.quantities import NUMBER, UNITS
from tools.sums import bridge, bulk, rest, total

many = st.lists(minor_units, min_size=1, max_size=6)


@given(many)
def test_a_total_is_the_sum_whatever_the_order(units: list[int]) -> None:
    desk = new_desk()
    facts = [money(desk, amount_of(n, "CNY")) for n in units]
    there, back = total(desk, facts=facts), total(desk, facts=facts[::-1])
    assert there.value == back.value == amount_of(sum(units), "CNY") == worked_out(desk, there)


def test_a_total_of_one_layer_in_two_scenarios_is_that_layers() -> None:
    """What is added up keeps what it shares: the layer and the year, but not the scenario."""
    desk = new_desk()
    rows = [
        split_budget(desk.at(name), budget=money(desk, value), base=Base.MARKETING).rows[1].amount
        for name, value in (("A", 9_000_000), ("B", 14_000_000))
    ]
    found = total(desk, facts=rows)
    assert found.value == 1_150_000
    assert found.identity
    assert (found.identity.role, found.identity.subject, found.identity.period) == (
        Role.SUM,
        "layer.capability",
        "year",
    )
    assert found.identity.scenario == ""
    assert found.label.en == "capability layer together"


@given(minor_units, many)
def test_a_whole_is_its_parts_and_the_rest(whole: int, units: list[int]) -> None:
    """The rest is exact and never negative: parts above the whole are over."""
    desk = new_desk()
    of, parts = money(desk, amount_of(whole, "CNY")), [money(desk, amount_of(n, "CNY")) for n in units]
    left = rest(desk, whole=of, parts=parts)
    assert left.over == (sum(units) > whole)
    assert left.amount.value == abs(amount_of(whole - sum(units), "CNY")) == worked_out(desk, left.amount)
    assert left.amount.identity
    assert left.amount.identity.role is (Role.OVERRUN if left.over else Role.REMAINING)


def test_unlike_figures_are_not_added() -> None:
    """Yuan and dollars, a month's and a year's amount, money and a percentage make no sum; neither does nothing."""
    desk = new_desk()
    amount = money(desk, 100)
    for other in (money(desk, 100, "USD"), money(desk, 100, per="month"), percent(desk, 3)):
        for compute in (
            lambda other=other: total(desk, facts=[amount, other]),
            lambda other=other: rest(desk, whole=amount, parts=[other]),
            lambda other=other: bridge(desk, before={"a": amount}, after={"a": other}),
        ):
            with pytest.raises(InvalidInput) as caught:
                compute()
            assert caught.value.code.startswith("different")
    with pytest.raises(InvalidInput):
        total(desk, facts=[])
    with pytest.raises(InvalidInput):
        bridge(desk, before={"a": amount}, after={})
    assert all(fact.id.startswith("U") for fact in desk.ledger)


def test_a_count_at_a_price() -> None:
    """Two engineers at 90,000 a month are 180,000 a month; a price in heads and a negative count are refused."""
    desk = new_desk()
    found = bulk(desk, count=given_fact(desk, 2, UNITS["people"]), price=money(desk, 90_000, per="month"))
    assert (int(found.value), found.unit.per) == (180_000, "month")
    assert found.identity
    assert found.identity.period == "month"
    price = money(desk, 5)
    for count in (given_fact(desk, -1, NUMBER), money(desk, 2), percent(desk, 2)):
        with pytest.raises(InvalidInput):
            bulk(desk, count=count, price=price)
    with pytest.raises(InvalidInput):
        bulk(desk, count=given_fact(desk, 2, NUMBER), price=given_fact(desk, 2, NUMBER))


sides = st.dictionaries(st.sampled_from("abcd"), minor_units, min_size=1)


@given(sides, sides)
def test_the_steps_of_a_bridge_add_up(before: dict[str, int], after: dict[str, int]) -> None:
    """From the first total the steps lead to the second, new and dropped parts included, and each says how far it has come."""
    desk = new_desk()
    old, new = ({k: money(desk, amount_of(v, "CNY")) for k, v in side.items()} for side in (before, after))
    found = bridge(desk, before=old, after=new)
    moved = sum((step.change.value for step in found.steps), Decimal(0))
    assert found.start.value + moved == found.end.value == found.steps[-1].then.value
    assert moved == found.change.value
    assert {step.name for step in found.steps} == set(before) | set(after)
