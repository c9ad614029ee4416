"""A number with its unit, its comparator and the limits that every number must keep.

Floats are refused: ``0.1 + 0.2`` has no place in a budget. Finding quantities in text is the work of
``tools.figures``; amounts of money have their own rules in ``tools.money``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from tools.errors import InvalidInput
from tools.lexicon import names

MAX_SIGNIFICANT_DIGITS = 15
MAX_EXPONENT = 15

#: Arithmetic that keeps far more digits than any input may have, so that only the last step rounds, half up as in accounts.
ARITHMETIC = Context(prec=60, rounding=ROUND_HALF_UP)


class Comparator(StrEnum):
    """How a value bounds what it speaks of."""

    EQUAL = "="
    AT_LEAST = "≥"
    AT_MOST = "≤"
    MORE_THAN = ">"
    LESS_THAN = "<"
    ABOUT = "≈"


class UnitKind(StrEnum):
    """What arithmetic a unit allows."""

    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    MULTIPLE = "multiple"
    COUNT = "count"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: ``code`` names it within its kind (``CNY``, ``percent``, ``x``, ``people``, ``day``).

    ``per`` is the period of a rate (``120篇/月`` is posts per ``month``), else ``None``.
    """

    kind: UnitKind
    code: str = ""
    per: str | None = None

    def __str__(self) -> str:
        name = self.code or self.kind.value
        return f"{name}/{self.per}" if self.per else name


NUMBER = Unit(UnitKind.NUMBER, "")
PERCENT = Unit(UnitKind.PERCENT, "percent")
MULTIPLE = Unit(UnitKind.MULTIPLE, "x")


def money_unit(currency: str, per: str | None = None) -> Unit:
    """The unit of an amount in ``currency`` (ISO 4217 code)."""
    return Unit(UnitKind.MONEY, currency, per)


UNITS: dict[str, Unit] = {code: Unit(UnitKind(kind), code) for kind, code, *_ in names.NAMES}
UNIT_NAMES: dict[str, tuple[str, str, str]] = {code: (zh, one, many) for _, code, zh, one, many in names.NAMES}


def count_unit(code: str) -> Unit:
    """The unit of countable things named ``code``; an unknown name is kept as it is."""
    return UNITS.get(code) or Unit(UnitKind.COUNT, code)


def exact(value: Decimal | int) -> Decimal:
    """``value`` as a finite :class:`Decimal` within the limits; floats and numbers past them are refused.

    Raises :class:`TypeError` for a float and :class:`InvalidInput` for a number that is not finite, has more
    than 15 significant digits or lies beyond 10^15 (or below 10^-15).
    """
    if isinstance(value, float) or not isinstance(value, Decimal | int) or isinstance(value, bool):
        raise TypeError(f"a quantity needs a Decimal or an int, not {type(value).__name__}")
    number = Decimal(value)
    if not number.is_finite():
        raise InvalidInput(
            "not_finite",
            "这个数字不是有限的数，请换成普通的数字。",
            "That is not a finite number; please give an ordinary number.",
        )
    # The size comes first: normalising 9e999999999 would overflow.
    far_off = bool(number) and abs(number.adjusted()) > MAX_EXPONENT
    if far_off or len(number.normalize(Context(prec=200)).as_tuple().digits) > MAX_SIGNIFICANT_DIGITS:
        raise InvalidInput(
            "too_large",
            "这个数字过大、过小或位数过多，无法可靠计算，请给出普通大小的数字。",
            "That number is too large, too small or has too many digits to compute with; please give a number of ordinary size.",
        )
    return number


def plain(value: Decimal) -> str:
    """``value`` in digits, without exponent and without trailing zeros after the point: ``2.50`` → ``2.5``."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(value: Decimal, places: int | None = None) -> str:
    """``value`` with thousands separators: ``1234567.5`` → ``1,234,567.5``; ``places`` fixes the decimals."""
    return format(value, f",.{places}f") if places is not None else format(Decimal(plain(value)), ",f")


def precision_of(value: Decimal) -> int:
    """How many decimals ``value`` is given with: ``45`` → 0, ``2.50`` → 2."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def round_up(value: Decimal, places: int = 0) -> Decimal:
    """The least number with ``places`` decimals that is not below ``value`` (heads, lower limits)."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_CEILING, context=ARITHMETIC)


def round_down(value: Decimal, places: int = 0) -> Decimal:
    """The greatest number with ``places`` decimals that is not above ``value`` (upper limits)."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_FLOOR, context=ARITHMETIC)


def round_beside(value: Decimal, places: int, *limits: Decimal) -> Decimal:
    """``value`` half up to ``places`` decimals, but on its own side of each limit: 19.996 beside 20 is 19.99."""
    rounded = value.quantize(Decimal(1).scaleb(-places), context=ARITHMETIC)
    for limit in limits:
        if value < limit <= rounded:
            return round_down(value, places)
        if rounded <= limit < value:
            return round_up(value, places)
    return rounded


def trimmed(value: Decimal) -> Decimal:
    """``value`` without trailing zeros and without an exponent."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), context=ARITHMETIC)
    return value.normalize(ARITHMETIC)
