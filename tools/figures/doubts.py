"""What is said of a figure that can be read in several ways: a reason code, a sentence in each language, the readings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tools.quantities import Unit, UnitKind, grouped

#: Reason code: why the reading is open, in Chinese and in English. ``{text}`` is the figure as it was typed.
CODES: Final[dict[str, tuple[str, str]]] = {
    "vague": ("“{text}”没有说出具体数值", "“{text}” gives no exact value"),
    "grouping": ("“{text}”里的分隔符可以有不同读法", "the separators in “{text}” can be read in more than one way"),
    "malformed": ("“{text}”的数字格式读不准", "“{text}” is not written as a number usually is"),
    "decimal_comma": ("“{text}”里的逗号可能是小数点", "the comma in “{text}” may be a decimal point"),
    "list_or_group": ("“{text}”可能是一个数，也可能是几个数", "“{text}” may be one number or several"),
    "unit": ("“{text}”的单位有几种可能", "the unit of “{text}” can be read in more than one way"),
    "sign": ("“{text}”可能是正数，也可能是负数", "“{text}” may be positive or negative"),
    "scale": ("“{text}”的数量级有几种可能", "the size of “{text}” can be read in more than one way"),
    "currencies": ("“{text}”同时写了两种货币", "“{text}” names two currencies"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One reading of a doubtful figure; the ends are equal for a single value."""

    low: Decimal
    high: Decimal
    unit: Unit

    def __str__(self) -> str:
        ends = grouped(self.low) if self.low == self.high else f"{grouped(self.low)}-{grouped(self.high)}"
        if self.unit.kind is UnitKind.PERCENT:
            return f"{ends}%"
        return f"{ends} {self.unit.code}".rstrip()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a figure is doubtful: its ``code``, a sentence in each language that says what to do, and the readings."""

    code: str
    zh: str
    en: str
    options: tuple[Option, ...]


def doubt_of(code: str, text: str, options: tuple[Option, ...]) -> Doubt:
    """The doubt of the reason ``code`` about a figure typed as ``text``."""
    zh, en = (sentence.format(text=text) for sentence in CODES[code])
    choices = [str(option) for option in options]
    if len(choices) > 1:
        zh += f"（{'、'.join(choices)}）：请告诉我是哪一个。"
        en += f" ({', '.join(choices)}): please tell me which one you mean."
    else:
        zh += "，请写成完整的数字，例如“500万元”。"
        en += "; please write it out in full, for example “$500,000”."
    return Doubt(code, zh, en[0].upper() + en[1:], options)
