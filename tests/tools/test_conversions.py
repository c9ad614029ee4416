"""Conversions: periods of a year, and currencies at a rate that the user gave."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.tools.desks import amount_of, codes, given_fact, minor, minor_units, money, new_desk, percent
from tools.conversions import convert_currency, convert_period
from tools.errors import InvalidInput
from tools.facts import Computed
from tools.quantities import NUMBER, PERIODS, UNITS, Comparator, money_unit

periods = st.sampled_from(sorted(PERIODS))


@pytest.mark.parametrize(
    ("value", "per", "to", "result", "comparator"),
    [
        ("500000", "month", "year", "6000000", Comparator.EQUAL),
        ("2500000", "quarter", "year", "10000000", Comparator.EQUAL),
        ("1200000", None, "month", "100000", Comparator.EQUAL),
        ("900000", None, "quarter", "225000", Comparator.EQUAL),
        ("100", "year", "month", "8.33", Comparator.ABOUT),
        ("300", "quarter", "month", "100", Comparator.EQUAL),
        ("100", "month", "quarter", "300", Comparator.EQUAL),
        ("100", "half-year", "year", "200", Comparator.EQUAL),
        ("100", "half-year", "quarter", "50", Comparator.EQUAL),
        ("40000", "week", "year", "2080000", Comparator.EQUAL),
        ("40000", "fortnight", "year", "1040000", Comparator.EQUAL),
        ("100", "week", "quarter", "1300", Comparator.EQUAL),
        ("100", "week", "month", "433.33", Comparator.ABOUT),
        ("5200", None, "week", "100", Comparator.EQUAL),
    ],
)
def test_an_amount_in_another_period(value: str, per: str | None, to: str, result: str, comparator: Comparator) -> None:
    """52 weeks, 26 fortnights, twelve months, four quarters, two halves make a year; an amount without a period is a year's."""
    desk = new_desk()
    fact = convert_period(desk, amount=money(desk, value, per=per), to=to)
    assert (fact.value, fact.comparator) == (Decimal(result), comparator)
    assert fact.unit == money_unit("CNY", None if to == "year" else to)


@given(minor_units, codes, periods, periods)
def test_a_period_forth_and_back(units: int, code: str, per: str, to: str) -> None:
    """Going to a longer period and back gives the amount again; to a shorter one, to what rounding lost."""
    desk = new_desk()
    amount = money(desk, amount_of(units, code), code, per)
    there = convert_period(desk, amount=amount, to=to)
    assume(there.value)  # a minor unit a year is nothing a month
    back = convert_period(desk, amount=there, to=per)
    lost = (Decimal(PERIODS[to]) / PERIODS[per] + 1) / 2 * minor(code)
    exact = PERIODS[per] % PERIODS[to] == 0
    assert abs(back.value - amount.value) <= (0 if exact else lost)


@pytest.mark.parametrize(
    ("per", "to", "formula"),
    [
        ("week", "year", "× 52"),
        ("fortnight", "year", "× 26"),
        ("year", "month", "÷ 12"),
        ("week", "month", "× 52 ÷ 12"),
        ("month", "fortnight", "× 12 ÷ 26"),
    ],
)
def test_the_formula_of_a_period_is_what_was_computed(per: str, to: str, formula: str) -> None:
    """The receipt names the factors, also where the one is no multiple of the other."""
    desk = new_desk()
    amount = money(desk, 100, per=per)
    made = convert_period(desk, amount=amount, to=to).provenance
    assert isinstance(made, Computed)
    assert made.formula == f"{{{amount.id}}} {formula}"


@pytest.mark.parametrize("to", ["day", "", "decade"])
def test_an_unknown_period_is_told_the_known_ones(to: str) -> None:
    """Whoever asks for another period reads which ones there are."""
    desk = new_desk()
    with pytest.raises(InvalidInput, match="week, fortnight, month, quarter, half-year and year"):
        convert_period(desk, amount=money(desk, 100), to=to)


@pytest.mark.parametrize(
    ("per", "said"), [("day", "working days"), ("hour", "working days"), ("biweekly", "more than one way")]
)
def test_a_period_that_makes_no_certain_year_is_asked_about(per: str, said: str) -> None:
    """Days and hours may be calendar or working ones, "biweekly" is twice a week to some."""
    desk = new_desk()
    with pytest.raises(InvalidInput, match=said):
        convert_period(desk, amount=money(desk, 100, per=per), to="year")


@pytest.mark.parametrize(
    ("amount", "rate", "quoted", "result", "comparator"),
    [
        (("100000", "USD"), "7.2", "direct", ("720000", "CNY"), Comparator.EQUAL),
        (("720000", "CNY"), "7.2", "inverse", ("100000", "USD"), Comparator.EQUAL),
        (("100", "CNY"), "7", "inverse", ("14.29", "USD"), Comparator.ABOUT),
        (("1000", "JPY"), "0.047", "direct", ("47", "CNY"), Comparator.EQUAL),
        (("10", "USD"), "150.25", "direct", ("1503", "JPY"), Comparator.ABOUT),
    ],
)
def test_an_amount_in_another_currency(
    amount: tuple[str, str], rate: str, quoted: str, result: tuple[str, str], comparator: Comparator
) -> None:
    """The rate multiplies or divides, and the result has the minor unit of its own currency."""
    desk = new_desk()
    fact = convert_currency(
        desk, amount=money(desk, *amount), rate=given_fact(desk, rate, NUMBER), to=result[1], quoted=quoted
    )
    assert (fact.value, fact.unit, fact.comparator) == (Decimal(result[0]), money_unit(result[1]), comparator)


@given(minor_units, st.decimals("0.001", 1000, places=3))
def test_a_currency_forth_and_back(units: int, rate: Decimal) -> None:
    """Converting back at the same rate gives the amount again, to what rounding to the minor unit lost."""
    desk = new_desk()
    amount, fact = money(desk, amount_of(units, "CNY")), given_fact(desk, rate, NUMBER)
    there = convert_currency(desk, amount=amount, rate=fact, to="USD", quoted="inverse")
    if there.value:
        back = convert_currency(desk, amount=there, rate=fact, to="CNY", quoted="direct")
        assert abs(back.value - amount.value) <= (rate + 1) * minor("CNY") / 2


def test_a_monthly_amount_stays_monthly_in_another_currency() -> None:
    """A conversion of currency keeps the period."""
    desk = new_desk()
    fact = convert_currency(desk, amount=money(desk, 10, "USD", "month"), rate=given_fact(desk, 7, NUMBER), to="CNY")
    assert fact.unit == money_unit("CNY", "month")


def test_a_currency_is_never_converted_without_a_usable_rate() -> None:
    """The rate is a positive plain number (or amount), the currencies differ and are known."""
    desk = new_desk()
    amount, rate = money(desk, 100, "USD"), given_fact(desk, 7, NUMBER)
    for bad in (
        given_fact(desk, 0, NUMBER),
        given_fact(desk, -7, NUMBER),
        percent(desk, 7),
        given_fact(desk, 7, UNITS["day"]),
    ):
        with pytest.raises(InvalidInput, match="rate"):
            convert_currency(desk, amount=amount, rate=bad, to="CNY")
    with pytest.raises(InvalidInput, match="same currency"):
        convert_currency(desk, amount=amount, rate=rate, to="USD")
    with pytest.raises(InvalidInput, match="XYZ"):
        convert_currency(desk, amount=amount, rate=rate, to="XYZ")
    assert all(fact.id.startswith("U") for fact in desk.ledger)
