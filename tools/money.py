"""Money: currencies, their minor units, and splitting a whole into parts that add up to it.

An amount never changes its currency by itself; a conversion needs a rate that somebody stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from tools.errors import InvalidInput
from tools.lexicon.currencies import CURRENCIES, NO_CURRENCY, Currency
from tools.quantities import ARITHMETIC, grouped
from tools.tongues import chinese

__all__ = [
    "CURRENCIES",
    "NO_CURRENCY",
    "Currency",
    "allocate",
    "currency",
    "format_money",
    "to_minor",
]


def currency(code: str) -> Currency:
    """The currency named ``code``; an unknown one is an :class:`InvalidInput`."""
    try:
        return CURRENCIES[code]
    except KeyError:
        raise InvalidInput(
            "unknown_currency", f"不认识货币“{code}”。", f"I do not know the currency “{code}”."
        ) from None


def to_minor(amount: Decimal, code: str) -> Decimal:
    """``amount`` rounded half up to the minor unit of its currency."""
    return amount.quantize(Decimal(1).scaleb(-currency(code).minor), rounding=ROUND_HALF_UP, context=ARITHMETIC)


def allocate(whole: Decimal, weights: Sequence[Decimal], code: str) -> tuple[Decimal, ...]:
    """Split ``whole`` in proportion to ``weights``; the parts add up to it to the minor unit.

    Each part is rounded down, then what is left goes, one minor unit at a time, to the parts that lost most
    (largest remainder; the earlier part wins a tie). ``whole`` is first rounded to the minor unit.
    """
    if not weights or any(w < 0 for w in weights) or not sum(weights):
        raise ValueError("weights must be non-negative and not all zero")
    step = Decimal(1).scaleb(-currency(code).minor)
    whole = to_minor(whole, code)
    total = sum(weights, Decimal(0))
    shares = [ARITHMETIC.divide(ARITHMETIC.multiply(whole, w), total) for w in weights]
    parts = [s.quantize(step, rounding=ROUND_FLOOR, context=ARITHMETIC) for s in shares]
    left = int((whole - sum(parts, Decimal(0))) / step)
    by_loss = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], i))
    for index in by_loss[:left]:
        parts[index] += step
    return tuple(parts)


def format_money(amount: Decimal, code: str, language: str, *, full: bool = False) -> str:
    """``amount`` as people write it: ``50万元`` in Chinese, ``$500,000`` in English.

    ``full`` writes every digit down to the minor unit (``500,000.00元``), as in tables and receipts.
    """
    unit = currency(code)
    whole = amount == amount.to_integral_value()
    places = unit.minor if full or not whole else 0
    if amount != to_minor(amount, code):
        digits = grouped(amount)
    else:
        digits = grouped(amount, places)
    if not chinese(language):
        sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
        return f"{sign}{unit.en}{digits}"
    if not full and abs(amount) >= 10_000 and amount % 100 == 0:
        size, name = (
            (Decimal(10) ** 8, "亿") if abs(amount) >= 10**8 and amount % 10**6 == 0 else (Decimal(10) ** 4, "万")
        )
        return f"{grouped(amount / size)}{name}{unit.zh}"
    return f"{digits}{unit.zh}"
