"""What the reader hands out: a figure with its place, kind, value or interval, unit and comparator."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tools.figures.doubts import Doubt, Option, doubt_of
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


class Nature(StrEnum):
    """Whether a figure is an amount, or one of the things that look like one and never are."""

    AMOUNT = "amount"
    DATE = "date"
    ORDINAL = "ordinal"
    #: How many named things there are: "three layers", 两个客户. Answers count them by themselves.
    COUNT_OF = "count_of"
    #: The mark of a list: "1)", "(2)", ①.
    LABEL = "label"
    #: A measure that no budget is counted in: 16 GB, 300平米.
    MEASURE = "measure"


class Relation(StrEnum):
    """What a figure is to its neighbour: before and after a change, part and whole, weights, both sides of a rate."""

    BEFORE = "before"
    AFTER = "after"
    PART = "part"
    WHOLE = "whole"
    WEIGHT = "weight"
    BASE = "base"
    QUOTE = "quote"


#: What :func:`tools.figures.find_figures` reports unless asked for more: places in an order and dates are no amounts.
QUANTITIES: frozenset[FigureKind] = frozenset(FigureKind) - {FigureKind.ORDINAL, FigureKind.DATE}
#: All that can be asked for: dates, places in an order and the marks of lists too.
EVERYTHING: frozenset[FigureKind] = frozenset(FigureKind)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text. ``text`` is ``original[start:end]``: number, sign, unit and rate, no comparator words.

    ``low`` and ``high`` are equal for a single value; ``None`` is an open end, so ``至少50%`` has ``low`` 50 and
    no ``high``. Both are ``None`` for a vague amount (``几十万``) and for a date.

    ``ambiguous`` is a reason code when the text leaves the reading open: then ``low`` and ``high`` hold the likeliest
    reading, if there is one, and ``alternatives`` the others with it; :attr:`doubt` says it for people. The codes are
    those of :data:`tools.figures.doubts.CODES`. Where the readings differ in unit, ``options`` holds them.

    ``outer_start`` and ``outer_end`` are the span with its comparator words (``至少``, ``or more``).

    ``per`` is the currency that one unit of an exchange rate buys (``1.08 dollars per euro``: ``EUR``); periods stand in
    :attr:`Unit.per`. Figures of one ``group`` belong together as their ``relation`` says: ``5:3:2``, "22 of 40".
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
    nature: Nature = Nature.AMOUNT
    per: str | None = None
    group: int | None = None
    relation: Relation | None = None
    choices: tuple[Option, ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        """The possible readings of a doubtful figure, the likeliest first; empty for a clear one and a vague amount."""
        if self.ambiguous is None:
            return ()
        return self.choices or tuple(Option(value, value, self.unit) for value in self.alternatives)

    @property
    def doubt(self) -> Doubt | None:
        """Why the reading is open and what to ask, in both languages; ``None`` for a clear figure."""
        return doubt_of(self.ambiguous, self.text, self.options) if self.ambiguous is not None else None

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
