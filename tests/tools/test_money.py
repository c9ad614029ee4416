"""Money: minor units, parts that add up to the whole, and amounts written so that they read back."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.desks import CODES, amount_of, codes, minor, minor_units
from tools.errors import InvalidInput
from tools.figures import find_figures
from tools.money import CURRENCIES, allocate, currency, format_money, to_minor

LAYERS = (Decimal(10), Decimal(5), Decimal(3))
weights = st.lists(
    st.one_of(st.integers(0, 20).map(Decimal), st.decimals(0, 1000, places=3)), min_size=1, max_size=8
).filter(any)


def by_largest_remainder(units: int, shares: list[Fraction]) -> list[int]:
    """The textbook's method over whole units, in exact arithmetic."""
    exact = [units * share / sum(shares) for share in shares]
    parts = [int(x) for x in exact]
    order = sorted(range(len(exact)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: units - sum(parts)]:
        parts[i] += 1
    return parts


@given(minor_units, weights, codes)
def test_parts_add_up_to_the_whole_to_the_minor_unit(units: int, shares: list[Decimal], code: str) -> None:
    """Parts add up to the whole for every currency and every weights, and none has less than a minor unit's digits."""
    whole = amount_of(units, code)
    parts = allocate(whole, shares, code)
    assert sum(parts) == whole
    assert len(parts) == len(shares)
    assert all(part == to_minor(part, code) for part in parts)


@given(minor_units, weights, codes)
def test_what_is_left_goes_to_the_largest_remainders(units: int, shares: list[Decimal], code: str) -> None:
    """An allocation is that of the largest remainder, with the earlier part winning a tie."""
    expected = by_largest_remainder(units, [Fraction(share) for share in shares])
    assert allocate(amount_of(units, code), shares, code) == tuple(amount_of(part, code) for part in expected)


@given(minor_units, weights, codes)
def test_allocation_is_deterministic_and_monotone(units: int, shares: list[Decimal], code: str) -> None:
    """The same call gives the same parts, a greater weight never less, no weight nothing, each within a minor unit."""
    whole = amount_of(units, code)
    parts = allocate(whole, shares, code)
    assert parts == allocate(whole, list(shares), code)
    for share, part in zip(shares, parts, strict=True):
        assert abs(Fraction(part) - Fraction(whole) * Fraction(share) / Fraction(sum(shares))) < minor(code)
        assert share or not part
        assert all(part >= other for less, other in zip(shares, parts, strict=True) if less < share)


@given(minor_units, codes, st.permutations(range(3)))
def test_the_order_of_unequal_weights_does_not_matter(units: int, code: str, order: list[int]) -> None:
    """Parts move with their weights."""
    parts = allocate(amount_of(units, code), LAYERS, code)
    moved = allocate(amount_of(units, code), [LAYERS[i] for i in order], code)
    # Equal remainders go by position; those of 10 : 5 : 3 can be equal only where the parts differ by a minor unit.
    assert all(abs(moved[at] - parts[i]) <= minor(code) for at, i in enumerate(order))
    assert sum(moved) == sum(parts)


@pytest.mark.parametrize(
    ("whole", "code", "parts"),
    [
        ("1800000", "CNY", ("1000000", "500000", "300000")),
        ("100", "CNY", ("55.55", "27.78", "16.67")),
        ("100", "JPY", ("55", "28", "17")),
        ("0.01", "USD", ("0.01", "0", "0")),
        ("1", "KRW", ("1", "0", "0")),
        ("0.05", "EUR", ("0.03", "0.01", "0.01")),
    ],
)
def test_an_amount_in_the_layers_proportion(whole: str, code: str, parts: tuple[str, ...]) -> None:
    """A split in the proportion 10 : 5 : 3 comes out as worked by hand."""
    assert allocate(Decimal(whole), LAYERS, code) == tuple(map(Decimal, parts))


@pytest.mark.parametrize("bad", [[], [Decimal(0)], [Decimal(0), Decimal(0)], [Decimal(-1), Decimal(2)]])
def test_weights_that_share_nothing_are_refused(bad: list[Decimal]) -> None:
    """Weights are not negative and not all zero."""
    with pytest.raises(ValueError, match="weights"):
        allocate(Decimal(100), bad, "CNY")


@pytest.mark.parametrize(
    ("amount", "code", "rounded"),
    [
        ("1.005", "CNY", "1.01"),
        ("1.0049", "USD", "1.00"),
        ("0.5", "JPY", "1"),
        ("2.5", "KRW", "3"),
        ("-1.005", "EUR", "-1.01"),
        ("123456789012.345", "GBP", "123456789012.35"),
    ],
)
def test_amounts_round_half_up_to_the_minor_unit(amount: str, code: str, rounded: str) -> None:
    """Half a minor unit rounds away from zero, never to the even neighbour."""
    assert to_minor(Decimal(amount), code) == Decimal(rounded)


def test_a_float_is_no_amount() -> None:
    """Floats raise wherever an amount is rounded or divided."""
    amount: Any = 1.5
    for compute in (lambda: to_minor(amount, "CNY"), lambda: allocate(amount, [Decimal(1)], "CNY")):
        with pytest.raises((TypeError, AttributeError)):
            compute()


@pytest.mark.parametrize("code", ["", "RMB", "cny", "XYZ"])
def test_an_unknown_currency_is_named_in_both_languages(code: str) -> None:
    """A currency that is not known is refused in a sentence that names it."""
    with pytest.raises(InvalidInput) as caught:
        currency(code)
    assert code in caught.value.zh
    assert code in caught.value.en


def test_every_currency_is_filed_under_its_own_code() -> None:
    """The table's keys are ISO codes with none, two or no decimals."""
    assert all(code == known.code and len(code) == 3 and known.minor in (0, 2) for code, known in CURRENCIES.items())


@pytest.mark.parametrize(
    ("amount", "code", "zh", "en"),
    [
        ("500000", "CNY", "50万元", "RMB 500,000"),
        ("30000000", "CNY", "3,000万元", "RMB 30,000,000"),
        ("120000000", "CNY", "1.2亿元", "RMB 120,000,000"),
        ("123456789", "CNY", "123,456,789元", "RMB 123,456,789"),
        ("9999", "USD", "9,999美元", "$9,999"),
        ("12345.67", "USD", "12,345.67美元", "$12,345.67"),
        ("42000", "USD", "4.2万美元", "$42,000"),
        ("-500000", "EUR", "-50万欧元", "-€500,000"),
        ("55.5", "HKD", "55.50港元", "HK$55.50"),
        ("10000", "JPY", "1万日元", "JPY 10,000"),
        ("250", "XXX", "250", "250"),
    ],
)
def test_amounts_are_written_as_people_write_them(amount: str, code: str, zh: str, en: str) -> None:
    """Round amounts are told in 万 and 亿 in Chinese, grouped behind the sign in English."""
    assert format_money(Decimal(amount), code, "zh") == zh
    assert format_money(Decimal(amount), code, "en") == en


def test_full_amounts_have_every_digit() -> None:
    """Tables and receipts may have all digits down to the minor unit."""
    assert format_money(Decimal(500000), "CNY", "zh", full=True) == "500,000.00元"
    assert format_money(Decimal(500000), "USD", "en", full=True) == "$500,000.00"
    assert format_money(Decimal(500000), "JPY", "en", full=True) == "JPY 500,000"


@given(st.integers(1, 10**14), st.integers(0, 6), st.sampled_from(CODES), st.sampled_from(["zh", "en"]), st.booleans())
def test_a_written_amount_reads_back_to_itself(units: int, zeros: int, code: str, language: str, full: bool) -> None:
    """What is written is found again as one figure of the same amount and currency."""
    amount = amount_of(units // 10**zeros * 10**zeros or 1, code)
    (figure,) = find_figures(format_money(amount, code, language, full=full))
    assert (figure.value, figure.unit.code) == (amount, code)
