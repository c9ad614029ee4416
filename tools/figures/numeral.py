"""The number in front of a unit, as the three numeral grammars (digits, Chinese, English) hand it on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from tools.quantities import Comparator

#: Figures longer than any amount are not read at all; ``check_message`` refuses them with a sentence.
MAX_DIGITS = 40
PRECISE = Context(prec=60)
ROUNDED = Context(prec=15)


@dataclass(slots=True)
class Numeral:
    """A number at ``start``..``end`` of the copy.

    ``scales`` are the ways to split it into coefficient × multiplier, greatest multiplier first: in ``3-5百万`` the
    first number takes over the multiplier of the second. ``weak`` marks what is a number only beside a unit
    (``一``, ``one``, ``007``).
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    scales: tuple[tuple[Decimal, Decimal], ...] = ()
    fraction: Fraction | None = None
    ambiguous: str | None = None
    alternatives: tuple[Decimal, ...] = ()
    weak: bool = False
    vague: bool = False
    words: bool = False
    unread: bool = False  # digits and marks that make no number: 1.2.3万
    comparator: Comparator | None = None  # said inside the number: 二十多万, a couple of hundred

    @classmethod
    def of(cls, start: int, end: int, value: Decimal | int) -> Numeral:
        number = Decimal(value)
        return cls(start, end, number, number)

    @classmethod
    def of_fraction(cls, start: int, end: int, value: Fraction) -> Numeral:
        number = to_decimal(value)
        return cls(start, end, number, number, fraction=value)

    def times(self, factor: Decimal, end: int) -> None:
        """Multiply in place; the numeral now reaches to ``end``."""
        self.low, self.high = product(self.low, factor), product(self.high, factor)
        self.alternatives = tuple(product(value, factor) for value in self.alternatives)
        if self.fraction is not None:
            self.fraction *= Fraction(factor)
            self.low = self.high = to_decimal(self.fraction)
        self.end = end


def product(value: Decimal, factor: Decimal) -> Decimal:
    """``value`` × ``factor`` exactly, without the decimal zeros that scaling leaves: 1.2 × 10^8 has no decimals."""
    result = PRECISE.multiply(value, factor)
    return result if factor == 1 else trimmed(result)


def trimmed(value: Decimal) -> Decimal:
    """``value`` without exponent and, where it is whole, without decimals."""
    if value.adjusted() < PRECISE.prec and value == value.to_integral_value():
        return value.quantize(Decimal(1), context=PRECISE)
    return value.normalize(PRECISE)


def to_decimal(value: Fraction) -> Decimal:
    """``value`` exactly where decimals allow it, else rounded to 15 significant digits."""
    exact = PRECISE.divide(Decimal(value.numerator), Decimal(value.denominator))
    if Fraction(exact) == value:
        return exact
    return ROUNDED.divide(Decimal(value.numerator), Decimal(value.denominator))
