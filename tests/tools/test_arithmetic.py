"""Arithmetic over facts: what units allow, how percentages act, and how results are rounded."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.desks import amount_of, given_fact, minor_units, money, new_desk
from tools.arithmetic import Operation, calculate
from tools.errors import InvalidInput
from tools.facts import Computed
from tools.quantities import MULTIPLE, NUMBER, PERCENT, UNITS, Comparator, Unit, money_unit

CNY, JPY, PEOPLE, DAYS = money_unit("CNY"), money_unit("JPY"), UNITS["people"], UNITS["day"]


@pytest.mark.parametrize(
    ("operation", "a", "b", "result"),
    [
        (Operation.ADD, ("100", CNY), ("20.5", CNY), ("120.5", CNY)),
        (Operation.SUBTRACT, ("100", CNY), ("120", CNY), ("-20", CNY)),
        (Operation.ADD, ("10", PERCENT), ("5", PERCENT), ("15", PERCENT)),
        (Operation.MULTIPLY, ("100", CNY), ("3", NUMBER), ("300", CNY)),
        (Operation.MULTIPLY, ("2", MULTIPLE), ("80", PEOPLE), ("160", PEOPLE)),
        (Operation.MULTIPLY, ("20", PERCENT), ("500", CNY), ("100", CNY)),
        (Operation.MULTIPLY, ("50", PERCENT), ("20", PERCENT), ("10", PERCENT)),
        (Operation.PERCENT_OF, ("15", PERCENT), ("200", JPY), ("30", JPY)),
        (Operation.DIVIDE, ("100", CNY), ("40", CNY), ("2.5", MULTIPLE)),
        (Operation.DIVIDE, ("100", CNY), ("4", NUMBER), ("25", CNY)),
        (Operation.DIVIDE, ("100", CNY), ("8", PEOPLE), ("12.5", CNY)),
        (Operation.DIVIDE, ("100", CNY), ("50", PERCENT), ("200", CNY)),
        (Operation.SHARE, ("30", CNY), ("120", CNY), ("25", PERCENT)),
    ],
)
def test_results_have_the_unit_that_makes_sense(
    operation: Operation, a: tuple[str, Unit], b: tuple[str, Unit], result: tuple[str, Unit]
) -> None:
    """Sums keep their unit, percentages act as fractions, equal units divide to a multiple."""
    desk = new_desk()
    fact = calculate(desk, operation=operation, a=given_fact(desk, *a), b=given_fact(desk, *b))
    assert (fact.value, fact.unit, fact.comparator) == (Decimal(result[0]), result[1], Comparator.EQUAL)


@pytest.mark.parametrize(
    ("operation", "a", "b"),
    [
        (Operation.ADD, CNY, JPY),
        (Operation.ADD, CNY, PERCENT),
        (Operation.ADD, CNY, money_unit("CNY", "month")),
        (Operation.SUBTRACT, PEOPLE, DAYS),
        (Operation.MULTIPLY, CNY, CNY),
        (Operation.MULTIPLY, PEOPLE, DAYS),
        (Operation.PERCENT_OF, CNY, CNY),
        (Operation.DIVIDE, PEOPLE, CNY),
        (Operation.DIVIDE, CNY, JPY),
        (Operation.SHARE, CNY, PEOPLE),
    ],
)
def test_units_that_do_not_go_together_are_refused(operation: Operation, a: Unit, b: Unit) -> None:
    """No figure comes of yuan and yen, of heads times days, of a percentage added to money."""
    desk = new_desk()
    with pytest.raises(InvalidInput) as caught:
        calculate(desk, operation=operation, a=given_fact(desk, 10, a), b=given_fact(desk, 5, b))
    assert caught.value.code == "different_units"
    assert all(not isinstance(fact.provenance, Computed) for fact in desk.ledger)


@pytest.mark.parametrize("unit", [CNY, NUMBER, PERCENT])
def test_nothing_is_divided_by_zero(unit: Unit) -> None:
    """A divisor of zero is refused in a sentence."""
    desk = new_desk()
    a, zero = given_fact(desk, 10, CNY), given_fact(desk, 0, unit)
    with pytest.raises(InvalidInput):
        calculate(desk, operation=Operation.DIVIDE, a=a, b=zero)
    with pytest.raises(InvalidInput):
        calculate(desk, operation=Operation.SHARE, a=a, b=zero)


def test_a_result_past_the_limits_is_refused() -> None:
    """Multiplying large figures ends in a sentence, not in a number that nobody can check."""
    desk = new_desk()
    large = given_fact(desk, "999999999999999", NUMBER)
    with pytest.raises(InvalidInput) as caught:
        calculate(desk, operation=Operation.MULTIPLY, a=large, b=large)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    ("operation", "a", "b", "value", "comparator"),
    [
        (Operation.DIVIDE, ("100", CNY), ("3", NUMBER), "33.33", Comparator.ABOUT),
        (Operation.DIVIDE, ("100", JPY), ("3", NUMBER), "33", Comparator.ABOUT),
        (Operation.DIVIDE, ("1", NUMBER), ("3", NUMBER), "0.333333", Comparator.ABOUT),
        (Operation.SHARE, ("1", CNY), ("8", CNY), "12.5", Comparator.EQUAL),
    ],
)
def test_what_does_not_come_out_even_is_about(
    operation: Operation, a: tuple[str, Unit], b: tuple[str, Unit], value: str, comparator: Comparator
) -> None:
    """Money is rounded to its minor unit, other results to six decimals, and marked."""
    desk = new_desk()
    fact = calculate(desk, operation=operation, a=given_fact(desk, *a), b=given_fact(desk, *b))
    assert (fact.value, fact.comparator) == (Decimal(value), comparator)


@given(minor_units, minor_units)
def test_what_is_added_can_be_taken_off(a: int, b: int) -> None:
    """Subtracting what was added gives the figure again, and addition does not mind the order."""
    desk = new_desk()
    x, y = money(desk, amount_of(a, "CNY")), money(desk, amount_of(b, "CNY"))
    total = calculate(desk, operation=Operation.ADD, a=x, b=y)
    assert calculate(desk, operation=Operation.ADD, a=y, b=x).value == total.value
    assert calculate(desk, operation=Operation.SUBTRACT, a=total, b=y).value == x.value


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_percentage_of_a_whole_is_its_share(part: int, whole: int) -> None:
    """A product does not mind the order, and percent_of is the product with a percentage before."""
    desk = new_desk()
    p, w = given_fact(desk, part, PERCENT), given_fact(desk, whole, CNY)
    product = calculate(desk, operation=Operation.MULTIPLY, a=p, b=w)
    assert product.value == calculate(desk, operation=Operation.MULTIPLY, a=w, b=p).value
    assert product.value == calculate(desk, operation=Operation.PERCENT_OF, a=p, b=w).value
    assert abs(product.value * 100 - part * whole) <= Decimal("0.5")
