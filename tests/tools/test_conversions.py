"""Conversions: periods of a year, and currencies at a rate that the user gave."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.tools.desks import amount_of, codes, given_fact, minor, minor_units, money, new_desk, percent, worked_out
from tools.conversions import annual, convert_currency, convert_period, rate_identity
from tools.errors import InvalidInput
from tools.facts import Given
from tools.lexicon.periods import PERIODS
from tools.quantities import NUMBER, UNITS, Comparator, money_unit

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
    ],
)
def test_an_amount_in_another_period(value: str, per: str | None, to: str, result: str, comparator: Comparator) -> None:
    """Twelve months, four quarters, two halves make a year; an amount without a period is a year's."""
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
    lost = Decimal(max(1, PERIODS[to] // PERIODS[per])) * minor(code)
    assert abs(back.value - amount.value) <= (lost if PERIODS[to] > PERIODS[per] else 0)


@pytest.mark.parametrize("to", ["hour", "", "decade"])
def test_an_unknown_period_is_told_the_known_ones(to: str) -> None:
    """An hour is none: how many a year has, somebody has to say."""
    desk = new_desk()
    with pytest.raises(InvalidInput, match="month, quarter, half-year and year"):
        convert_period(desk, amount=money(desk, 100), to=to)
    with pytest.raises(InvalidInput):
        convert_period(desk, amount=money(desk, 100, per="day"), to="year")


def test_a_day_is_a_calendar_day() -> None:
    """A year's amount per day is a 365th of it."""
    desk = new_desk()
    assert convert_period(desk, amount=money(desk, 73000), to="day").value == 200


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


@pytest.mark.parametrize(
    ("period", "factor"),
    [
        ("week", 52),
        ("fortnight", 26),
        ("month", 12),
        ("quarter", 4),
        ("half-year", 2),
        ("twice-a-week", 104),
        ("year", 1),
    ],
)
def test_a_year_has_so_many_of_a_period(period: str, factor: int) -> None:
    """An amount per period is multiplied exactly, whether its unit names the period or not, and becomes a year's."""
    desk = new_desk()
    for amount in (money(desk, "12.34"), money(desk, "12.34", per=None if period == "twice-a-week" else period)):
        fact = annual(desk, amount=amount, period=period)
        assert (fact.value, fact.unit.per) == (Decimal("12.34") * factor, None)
        assert fact.identity
        assert fact.identity.period == "year"
        assert worked_out(desk, fact) == fact.value


def test_how_many_days_a_year_has_is_asked() -> None:
    """Days and hours need somebody to say which count; another period than the one given is not taken."""
    desk = new_desk()
    for period in ("day", "hour"):
        with pytest.raises(InvalidInput, match="working days") as caught:
            annual(desk, amount=money(desk, 5), period=period)
        assert "工作日" in caught.value.zh
    for per, period in (("month", "week"), ("day", "week")):
        with pytest.raises(InvalidInput) as caught:
            annual(desk, amount=money(desk, 5, per=per), period=period)
        assert caught.value.code == "other_period"
    with pytest.raises(InvalidInput):
        annual(desk, amount=money(desk, 5), period="decade")


def test_a_rate_that_names_its_currencies_is_used_in_its_direction() -> None:
    """At 1.08 dollars per euro euros are multiplied and dollars divided; pounds cannot be had of it."""
    desk = new_desk()
    rate = desk.ledger.add(
        identity=rate_identity("EUR", "USD", speaker="Bob"), value=Decimal("1.08"), unit=NUMBER, provenance=Given(1, 0, 4, "1.08")
    )  # fmt: skip
    there = convert_currency(desk, amount=money(desk, 400_000, "EUR"), rate=rate, to="USD")
    back = convert_currency(desk, amount=money(desk, 432_000, "USD"), rate=rate, to="EUR")
    assert (int(there.value), int(back.value)) == (432_000, 400_000)
    assert worked_out(desk, there) == there.value
    assert worked_out(desk, back) == back.value
    assert there.identity
    assert there.identity.speaker == ""
    with pytest.raises(InvalidInput) as caught:
        convert_currency(desk, amount=money(desk, 5, "EUR"), rate=rate, to="GBP")
    assert caught.value.code == "other_rate"
