"""What the reader hands out: a figure with its place, kind, value or interval, unit and comparator."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tools.quantities import Comparator, Unit


class FigureKind(StrEnum):
    """What a figure speaks of."""

    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    MULTIPLE = "multiple"
    COUNT = "count"
    DURATION = "duration"
    FRACTION = "fraction"
    ORDINAL = "ordinal"
    DATE = "date"


#: What :func:`tools.figures.find_figures` reports unless asked for more: places in an order and dates are no amounts.
QUANTITIES: frozenset[FigureKind] = frozenset(FigureKind) - {FigureKind.ORDINAL, FigureKind.DATE}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text. ``text`` is ``original[start:end]``: number, sign, unit and rate, no comparator words.

    ``low`` and ``high`` are equal for a single value; ``None`` is an open end, so ``至少50%`` has ``low`` 50 and
    no ``high``. Both are ``None`` for a vague amount (``几十万``) and for a date.

    ``ambiguous`` is a reason code when the text leaves the reading open: then ``low`` and ``high`` hold the likeliest
    reading, if there is one, and ``alternatives`` the others with it. Codes: ``vague`` (no value at all),
    ``grouping`` (``1.234``: a decimal or thousands), ``decimal_comma`` (``1,5 million``), ``list_or_group``
    (``500，300``), ``unit`` (``12m``: million, metre or month), ``sign`` (``(5,000)``), ``scale`` (``5-2万``).

    ``outer_start`` and ``outer_end`` are the span with its comparator words (``至少``, ``or more``).
    """

    start: int
    end: int
    text: str
    kind: FigureKind
    low: Decimal | None
    high: Decimal | None
    unit: Unit
    comparator: Comparator = Comparator.EQUAL
    fraction: Fraction | None = None
    ambiguous: str | None = None
    alternatives: tuple[Decimal, ...] = ()
    outer_start: int = 0
    outer_end: int = 0

    @property
    def is_range(self) -> bool:
        """Whether both ends are known and differ."""
        return self.low is not None and self.high is not None and self.low != self.high

    @property
    def value(self) -> Decimal | None:
        """The single value, also that of an open end (``comparator`` says which); ``None`` for a range."""
        if self.is_range:
            return None
        return self.low if self.low is not None else self.high
