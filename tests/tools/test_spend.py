"""Plan against actual: what is left, pace, parts and phasing, by worked examples and by their laws."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.desks import (
    amount_of,
    codes,
    given_fact,
    minor,
    minor_units,
    money,
    new_desk,
    percent,
    worked_out,
)
from tools.errors import InvalidInput
from tools.facts import Fact
from tools.identity import Identity, Role
from tools.quantities import NUMBER, UNITS, Comparator
from tools.spend import COUNTS, pace, per_part, phase_out, remaining

spendings = st.lists(minor_units, max_size=4)


def role(fact: Fact) -> Role:
    assert fact.identity
    return fact.identity.role


# -- what is left ------------------------------------------------------------------------------------------------------


def test_what_is_left_and_what_is_over() -> None:
    """Spending below the plan leaves a rest, above it an overrun that is told as a positive amount."""
    desk = new_desk()
    left = remaining(desk, planned=money(desk, 3_200_000), spent=[money(desk, 1_300_000)])
    assert (left.amount.value, left.over, role(left.amount)) == (Decimal(1_900_000), False, Role.REMAINING)
    over = remaining(desk, planned=money(desk, 100), spent=[money(desk, 80), money(desk, "45.50")])
    assert (over.amount.value, over.over, role(over.amount)) == (Decimal("25.50"), True, Role.OVERRUN)
    assert worked_out(desk, over.amount) == Fraction("25.5")


@given(minor_units, spendings, codes)
def test_what_was_spent_and_what_is_left_are_the_plan(planned: int, spent: list[int], code: str) -> None:
    """Nothing gets lost: plan = spent + left, or spent = plan + overrun; exact in every currency."""
    desk = new_desk()
    plan = money(desk, amount_of(planned, code), code)
    facts = [money(desk, amount_of(units, code), code) for units in spent]
    left = remaining(desk, planned=plan, spent=facts)
    together = sum((fact.value for fact in facts), Decimal(0))
    assert left.amount.value == abs(plan.value - together)
    assert left.over == (together > plan.value)
    assert worked_out(desk, left.amount) == left.amount.value
    assert left.amount.identity
    assert left.amount.identity.period == "year"


def test_what_cannot_be_taken_off_a_plan_is_refused() -> None:
    """Another currency, another period, a percentage and negative spending are refused, and nothing is recorded."""
    desk = new_desk()
    plan = money(desk, 100)
    wrong = (money(desk, 5, "USD"), money(desk, 5, per="month"), percent(desk, 5), money(desk, -5))
    known = len(desk.ledger)
    for spent in wrong:
        with pytest.raises(InvalidInput):
            remaining(desk, planned=plan, spent=[spent])
    assert len(desk.ledger) == known


# -- pace --------------------------------------------------------------------------------------------------------------


def test_spending_is_held_against_the_parts_that_are_over() -> None:
    """After three of four quarters three quarters of the plan are due."""
    desk = new_desk()
    found = pace(desk, planned=money(desk, 1_000_000), spent=money(desk, 800_000), done="three", parts="four")
    assert (found.due.value, found.distance.value, found.over) == (Decimal(750_000), Decimal(50_000), True)
    assert (role(found.due), role(found.distance)) == (Role.PLAN, Role.OVERRUN)
    slow = pace(desk, planned=money(desk, 100), spent=money(desk, 10), done=given_fact(desk, 2, NUMBER), parts="three")
    assert (slow.due.value, slow.due.comparator) == (Decimal("66.67"), Comparator.ABOUT)
    assert (slow.over, role(slow.distance)) == (False, Role.REMAINING)


@given(minor_units, minor_units, st.integers(0, 60), st.integers(1, 60))
def test_due_is_the_part_that_is_over(planned: int, spent: int, done: int, parts: int) -> None:
    """What is due is within half a minor unit of its exact part, and the distance is exact from there."""
    desk = new_desk()
    plan, out = money(desk, amount_of(planned, "CNY")), money(desk, amount_of(spent, "CNY"))
    counts = given_fact(desk, done, NUMBER), given_fact(desk, parts, UNITS["week"])
    if done > parts:
        with pytest.raises(InvalidInput):
            pace(desk, planned=plan, spent=out, done=counts[0], parts=counts[1])
        return
    found = pace(desk, planned=plan, spent=out, done=counts[0], parts=counts[1])
    assert abs(Fraction(found.due.value) - worked_out(desk, found.due)) <= minor("CNY") / 2
    assert found.distance.value == abs(found.due.value - out.value)
    assert found.over == (out.value > found.due.value)


# -- parts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "unit", "value", "exact", "told"),
    [
        (4, "quarter", "25", True, (Role.PERIOD_PART, "quarter")),
        (3, "month", "33.33", False, (Role.PERIOD_PART, "month")),
        (8, "people", "12.5", True, (Role.UNIT_COST, "year")),
    ],
)
def test_a_part_says_what_it_is_of_and_whether_all_add_up(
    parts: int, unit: str, value: str, exact: bool, told: tuple[Role, str]
) -> None:
    """A part is per head or per period, and "about" where that many parts are not the whole."""
    desk = new_desk()
    found = per_part(desk, amount=money(desk, 100), parts=given_fact(desk, parts, UNITS[unit]))
    assert (found.amount.value, found.exact) == (Decimal(value), exact)
    assert found.amount.identity
    assert (found.amount.identity.role, found.amount.identity.period) == told
    assert found.exact == (found.amount.comparator is Comparator.EQUAL) == (found.amount.value * parts == 100)


def test_a_count_may_be_spelled() -> None:
    desk = new_desk()
    for name, number in COUNTS.items():
        assert per_part(desk, amount=money(desk, 27_720), parts=name, each="month").amount.value == 27_720 / Decimal(
            number
        )


@pytest.mark.parametrize(("value", "unit"), [("0", NUMBER), ("-2", NUMBER), ("2.5", UNITS["month"]), ("5", UNITS["posts"])])  # fmt: skip
def test_parts_are_whole_and_positive(value: str, unit) -> None:
    """Half a head and no month at all are refused; five of anything is a count."""
    desk = new_desk()
    parts = given_fact(desk, value, unit)
    if value == "5":
        assert per_part(desk, amount=money(desk, 10), parts=parts).amount.value == 2
        return
    with pytest.raises(InvalidInput, match="whole"):
        per_part(desk, amount=money(desk, 10), parts=parts)
    with pytest.raises(InvalidInput, match="whole"):
        per_part(desk, amount=money(desk, 10), parts="dozens")


# -- phasing -----------------------------------------------------------------------------------------------------------


@given(minor_units, st.lists(st.integers(0, 1000), min_size=1, max_size=4).filter(any), codes)
def test_proportions_place_the_whole(units: int, weights: list[int], code: str) -> None:
    """The parts add up to the amount to the minor unit, each within one of its exact part, each with its own period."""
    desk = new_desk()
    amount = money(desk, amount_of(units, code), code)
    told = {f"Q{n}": given_fact(desk, weight, NUMBER) for n, weight in enumerate(weights, start=1)}
    found = phase_out(desk, amount=amount, weights=told)
    assert found.left is None
    assert sum(part.amount.value for part in found.parts) == found.total.value == amount.value
    for part in found.parts:
        assert abs(Fraction(part.amount.value) - worked_out(desk, part.amount)) < minor(code)
        assert part.amount.identity
        assert (part.amount.identity.role, part.amount.identity.period) == (Role.PERIOD_PART, part.period)


@given(minor_units, st.lists(st.integers(1, 60), min_size=1, max_size=4))
def test_percentages_are_taken_as_they_were_given(units: int, shares: list[int]) -> None:
    """Percentages that do not come to the whole are not stretched: what they leave, or place too much, is told."""
    desk = new_desk()
    amount = money(desk, amount_of(units, "CNY"))
    found = phase_out(
        desk, amount=amount, weights={f"M{n:02}": percent(desk, share) for n, share in enumerate(shares, 1)}
    )
    placed = amount.value * sum(shares) / 100
    assert abs(found.total.value - placed) <= minor("CNY") / 2
    assert (found.left is None) == (found.total.value == amount.value)
    if found.left:
        assert found.left.over == (found.total.value > amount.value)
        assert found.left.amount.value == abs(amount.value - found.total.value)


def test_four_quarters_are_a_year() -> None:
    """The total of a phasing is the year's, and a part keeps what it is a part of."""
    desk = new_desk()
    budget = desk.ledger.add(
        identity=Identity(Role.BUDGET, "ai", period="year"),
        value=Decimal(1000),
        unit=money(desk, 1).unit,
        provenance=money(desk, 2).provenance,
    )
    weights = {f"Q{n}": percent(desk, share) for n, share in enumerate((40, 30, 20, 10), 1)}
    found = phase_out(desk, amount=budget, weights=weights)
    assert [part.amount.value for part in found.parts] == [400, 300, 200, 100]
    assert found.total.identity
    assert (found.total.identity.subject, found.total.identity.period) == ("ai", "year")
    assert found.parts[0].amount.label.en == "AI amount, first quarter"


def test_weights_are_of_one_kind() -> None:
    """Percentages beside proportions, negative weights and none at all give no phasing."""
    desk = new_desk()
    for weights in (
        {"Q1": percent(desk, 50), "Q2": given_fact(desk, 1, NUMBER)},
        {"Q1": given_fact(desk, -1, NUMBER), "Q2": given_fact(desk, 2, NUMBER)},
        {"Q1": given_fact(desk, 0, NUMBER)},
        {},
    ):
        with pytest.raises(InvalidInput, match="weights"):
            phase_out(desk, amount=money(desk, 100), weights=weights)
