"""A figure while it is being read: a numeral with what was found around it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tools.figures.doubts import Option
from tools.figures.model import Figure, FigureKind, Nature, Relation
from tools.figures.numeral import Numeral, product
from tools.figures.text import Source
from tools.quantities import NUMBER, Comparator, Unit

_OPEN_ABOVE = (Comparator.AT_LEAST, Comparator.MORE_THAN)
_OPEN_BELOW = (Comparator.AT_MOST, Comparator.LESS_THAN)


@dataclass(slots=True)
class Context:
    """What the parts of the reader share: the copy, the span without its edges, and what was found so far."""

    text: str
    lower: str
    currency: str | None
    low: int
    high: int
    found: list[Reading]
    rupees: bool = False

    def free(self, position: int) -> bool:
        """Whether ``position`` lies behind the figures found so far, so that it may open the next one."""
        return not self.found or self.found[-1].end <= position


@dataclass(slots=True)
class Reading:
    """Positions are those of the copy. ``before`` says that the unit stands before the number ($250, 百分之三)."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    kind: FigureKind = FigureKind.NUMBER
    unit: Unit = NUMBER
    comparator: Comparator = Comparator.EQUAL
    outer_start: int = 0
    outer_end: int = 0
    scales: tuple[tuple[Decimal, Decimal], ...] = ()
    before: bool = False
    factor: Decimal = Decimal(1)  # what the unit multiplies by: 成 by ten
    tentative: bool = False  # counts only as one end of a range
    fraction: Fraction | None = None
    ambiguous: str | None = None
    alternatives: tuple[Decimal, ...] = ()
    nature: Nature = Nature.AMOUNT
    per: str | None = None
    group: int | None = None
    relation: Relation | None = None
    choices: tuple[Option, ...] = ()

    @classmethod
    def of(cls, numeral: Numeral) -> Reading:
        """The reading of a numeral without anything around it."""
        vague = numeral.vague
        return cls(
            numeral.start,
            numeral.end,
            None if vague or numeral.unread else numeral.low,
            None if vague or numeral.unread else numeral.high,
            kind=FigureKind.FRACTION
            if numeral.fraction is not None and numeral.fraction.denominator > 1
            else FigureKind.NUMBER,
            scales=numeral.scales,
            fraction=numeral.fraction,
            ambiguous="vague" if vague else numeral.ambiguous,
            alternatives=numeral.alternatives,
        )

    @property
    def single(self) -> bool:
        """Whether it holds one known value."""
        return self.low is not None and self.low == self.high

    @property
    def plain(self) -> bool:
        """Whether no unit was found."""
        return self.unit == NUMBER and self.kind in (FigureKind.NUMBER, FigureKind.FRACTION)

    def map(self, factor: Decimal) -> None:
        """Multiply every value by ``factor``."""
        if self.low is not None and self.high is not None:
            self.low, self.high = product(self.low, factor), product(self.high, factor)
        self.alternatives = tuple(product(value, factor) for value in self.alternatives)
        if self.fraction is not None:
            self.fraction *= Fraction(factor)

    def add(self, amount: Decimal) -> None:
        """Add ``amount`` (cents, a half) to every value."""
        if self.low is not None and self.high is not None:
            self.low, self.high = self.low + amount, self.high + amount
        if self.fraction is not None:
            self.fraction += Fraction(amount)
        self.scales = ()

    def negate(self) -> None:
        """Turn the sign; the ends of a range change places."""
        if self.low is not None and self.high is not None:
            self.low, self.high = -self.high, -self.low
        self.alternatives = tuple(-value for value in self.alternatives)
        if self.fraction is not None:
            self.fraction = -self.fraction

    def figure(self, source: Source) -> Figure:
        """The finished figure, in positions of the original."""
        start, end = source.origin(self.start, self.end)
        outer_start, outer_end = source.origin(min(self.outer_start, self.start), max(self.outer_end, self.end))
        low, high = self.low, self.high
        if self.single:
            low = None if self.comparator in _OPEN_BELOW else low
            high = None if self.comparator in _OPEN_ABOVE else high
        fraction = self.fraction
        if fraction is not None and fraction.denominator == 1:
            fraction = None
        return Figure(
            start=start,
            end=end,
            text=source.original[start:end],
            kind=self.kind,
            low=low,
            high=high,
            unit=self.unit,
            comparator=self.comparator,
            fraction=fraction,
            ambiguous=self.ambiguous,
            alternatives=self.alternatives,
            outer_start=outer_start,
            outer_end=outer_end,
            nature=self.nature,
            per=self.per,
            group=self.group,
            relation=self.relation,
            choices=self.choices,
        )
