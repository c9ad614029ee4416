"""Quantities: the limits that every number keeps, and rounding that never crosses a limit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.errors import InvalidInput
from tools.lexicon.periods import PERIODS
from tools.quantities import (
    UNIT_NAMES,
    UNITS,
    Unit,
    UnitKind,
    count_unit,
    exact,
    grouped,
    money_unit,
    plain,
    precision_of,
    round_down,
    round_up,
)

numbers = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=6)


@pytest.mark.parametrize("value", [1.0, 0.1, float("nan"), True, "1", None, 1j])
def test_only_decimals_and_integers_are_quantities(value: object) -> None:
    """A float, a truth value or a text is refused with the type named."""
    with pytest.raises(TypeError, match=type(value).__name__):
        exact(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value", ["0", "1", "-3.25", "999999999999999", "1e15", "1e-15", "100000000000000000e-2", "1.50000000000000000000"]
)
def test_ordinary_numbers_are_kept_as_they_are(value: str) -> None:
    """Up to fifteen significant digits and fifteen places either way are computed with; trailing zeros do not count."""
    assert exact(Decimal(value)) == Decimal(value)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("NaN", "not_finite"),
        ("sNaN", "not_finite"),
        ("-Infinity", "not_finite"),
        ("1234567890123456", "too_large"),
        ("1e16", "too_large"),
        ("-1e16", "too_large"),
        ("1e-16", "too_large"),
        ("9e999999999", "too_large"),
        ("1e-999999999", "too_large"),
        ("7" * 5000, "too_large"),
        ("0." + "7" * 16, "too_large"),
    ],
)
def test_a_number_past_the_limits_is_refused_in_a_sentence(value: str, code: str) -> None:
    """What is not finite, too long or too far off is refused for the reader, in both languages, without computing."""
    with pytest.raises(InvalidInput) as caught:
        exact(Decimal(value))
    assert caught.value.code == code
    assert caught.value.zh.endswith("。")
    assert caught.value.en.endswith(".")


@given(numbers, st.integers(0, 4))
def test_rounding_up_and_down_bracket_the_number(number: Decimal, places: int) -> None:
    """Rounding up is never below, down never above, both within one step; what fits is not moved."""
    step = Decimal(1).scaleb(-places)
    low, high = round_down(number, places), round_up(number, places)
    assert low <= number <= high
    assert high - low in (0, step)
    assert round_up(low, places) == low
    assert round_down(high, places) == high


@given(numbers)
def test_plain_digits_are_the_number(number: Decimal) -> None:
    """Written plainly or grouped, a number loses nothing, and has neither an exponent nor idle zeros."""
    text = plain(number)
    assert Decimal(text) == number
    assert "E" not in text.upper()
    assert "." not in text or text[-1] not in "0."
    assert Decimal(grouped(number).replace(",", "")) == number


@pytest.mark.parametrize(("value", "text"), [("2.50", "2.5"), ("1E+6", "1000000"), ("100", "100"), ("0.00", "0")])
def test_plain_digits_by_example(value: str, text: str) -> None:
    """Trailing zeros go behind the point only."""
    assert plain(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [("1234567.5", None, "1,234,567.5"), ("1234567", 2, "1,234,567.00"), ("-9999", None, "-9,999"), ("0.5", 0, "0")],
)
def test_grouped_digits_by_example(value: str, places: int | None, text: str) -> None:
    """Thousands are separated; fixed places show their zeros."""
    assert grouped(Decimal(value), places) == text


@pytest.mark.parametrize(("value", "places"), [("45", 0), ("2.50", 2), ("1E+3", 0), ("0.001", 3)])
def test_precision_is_what_the_figure_was_given_with(value: str, places: int) -> None:
    """Idle zeros count: 2.50 is given to the hundredth."""
    assert precision_of(Decimal(value)) == places


def test_every_unit_has_its_names() -> None:
    """Each countable thing and length of time has a Chinese and two English names, and is filed under its code."""
    assert all(unit.code == code and UNIT_NAMES[code] for code, unit in UNITS.items())
    assert all(len(names) == 3 and all(names) for names in UNIT_NAMES.values())
    assert {unit.kind for unit in UNITS.values()} == {UnitKind.COUNT, UnitKind.DURATION}


def test_units_are_told_apart_by_kind_code_and_period() -> None:
    """An amount a month is not an amount a year, nor yuan dollars."""
    assert len({money_unit("CNY"), money_unit("CNY", "month"), money_unit("USD"), Unit(UnitKind.NUMBER)}) == 4
    assert str(money_unit("CNY", "month")) == "CNY/month"
    assert str(Unit(UnitKind.NUMBER)) == "number"
    assert count_unit("people") is UNITS["people"]
    assert count_unit("banners") == Unit(UnitKind.COUNT, "banners")


def test_periods_divide_the_year() -> None:
    """Months, quarters and halves are whole parts of a year of 12 months, weeks and fortnights of one of 52 weeks."""
    weeks = {"week", "fortnight"}
    assert PERIODS["year"] == 1
    assert all((52 if name in weeks else 12) % count == 0 for name, count in PERIODS.items())
