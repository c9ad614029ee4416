"""Money: currencies, their minor units, and splitting a whole into parts that add up to it.

An amount never changes its currency by itself; a conversion needs a rate that somebody stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from tools.errors import InvalidInput
from tools.quantities import ARITHMETIC, grouped


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 currency: decimals of its minor unit, Chinese name, prefix in English text."""

    code: str
    minor: int
    zh: str
    en: str


#: ISO 4217's code for an amount in no currency: nobody said one.
NO_CURRENCY = "XXX"

CURRENCIES: dict[str, Currency] = {
    c.code: c
    for c in (
        Currency("CNY", 2, "元", "RMB "),
        Currency("USD", 2, "美元", "$"),
        Currency("EUR", 2, "欧元", "€"),
        Currency("GBP", 2, "英镑", "£"),
        Currency("HKD", 2, "港元", "HK$"),
        Currency("JPY", 0, "日元", "JPY "),
        Currency("KRW", 0, "韩元", "KRW "),
        Currency("TWD", 2, "新台币", "TWD "),
        Currency("SGD", 2, "新加坡元", "SGD "),
        Currency("AUD", 2, "澳元", "AUD "),
        Currency("CAD", 2, "加元", "CAD "),
        Currency("NZD", 2, "新西兰元", "NZD "),
        Currency("CHF", 2, "瑞士法郎", "CHF "),
        Currency("INR", 2, "卢比", "INR "),
        Currency("THB", 2, "泰铢", "THB "),
        Currency("MOP", 2, "澳门元", "MOP "),
        Currency("RUB", 2, "卢布", "RUB "),
        Currency("MYR", 2, "林吉特", "MYR "),
        Currency("VND", 0, "越南盾", "VND "),
        Currency(NO_CURRENCY, 2, "", ""),
    )
}


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
    if language != "zh":
        sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
        return f"{sign}{unit.en}{digits}"
    if not full and abs(amount) >= 10_000 and amount % 100 == 0:
        size, name = (
            (Decimal(10) ** 8, "亿") if abs(amount) >= 10**8 and amount % 10**6 == 0 else (Decimal(10) ** 4, "万")
        )
        return f"{grouped(amount / size)}{name}{unit.zh}"
    return f"{digits}{unit.zh}"
