"""Reading what stands around a number into it: unit, cents, sign, rate, comparator, and doubts about all that."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

from tools.figures import comparators, money, money_words, units
from tools.figures.model import FigureKind
from tools.figures.numeral import Numeral, product
from tools.figures.reading import Context, Reading
from tools.lexicon.numerals import EN_TENS, EN_UNITS, ZH_DIGITS, ZH_NUMERAL
from tools.quantities import MULTIPLE, NUMBER, Comparator, UnitKind

_SPOKEN = {**EN_UNITS, **EN_TENS}
_KINDS = {
    UnitKind.PERCENT: FigureKind.PERCENT,
    UnitKind.MULTIPLE: FigureKind.MULTIPLE,
    UnitKind.COUNT: FigureKind.COUNT,
    UnitKind.DURATION: FigureKind.DURATION,
}
_DASHES = frozenset("-–")
_HALVED = frozenset({"年", "天", "周", "小时", "倍", "成", "星期"})
_GROWTH = ("增", "提升", "提高", "涨", "多", "上升", "扩大", "翻", "高", "快")
_TENTHS = frozenset({"角", "毛"})
_MORE = {"多": Comparator.MORE_THAN, "余": Comparator.MORE_THAN, "来": Comparator.ABOUT}
#: Currencies of places that write 1.234 for a thousand and more.
_POINT_GROUPS = frozenset({"EUR", "CHF", "BRL", "IDR", "TRY", "DKK", "VND"})
_PERIOD_LEADS = frozenset({"in", "within", "over", "every", "after", "last", "next", "past"})
_EDGE = frozenset(" \n.。,，!！?？;；:：、")


@cache
def _lone_m() -> re.Pattern[str]:
    return re.compile(r" m(?![a-z\d])")


@cache
def _compares() -> re.Pattern[str]:
    return re.compile(r" (?:more|higher|as|better|faster|larger|greater|bigger|the|our|lower|return)(?![a-z])")


def read_more(context: Context, reading: Reading, numeral: Numeral) -> None:
    """二十多, 50来: a round number followed by 多, 余 or 来 and its unit."""
    word = context.text[reading.end : reading.end + 1]
    if word not in _MORE or numeral.comparator or numeral.low < 10 or numeral.low % 10:
        return
    at = units.skip_spaces(context.text, reading.end + 1)
    tail = context.text[at : at + 1]
    if (
        not tail
        or tail in _EDGE
        or money_words.money_after(context.lower, at, None)
        or units.unit_after(context.text, context.lower, at)
    ):
        numeral.comparator = _MORE[word]
        reading.end += 1


def read_unit(context: Context, reading: Reading, numeral: Numeral) -> str:
    """Take the currency before and the unit after the number into ``reading``; the word of the unit after it."""
    before = money.currency_before(context, reading)
    lower, end = context.lower, reading.end
    if lower.startswith("个半", end) and before is None:
        unit = units.unit_after(context.text, "个" + lower[end + 2 : end + 6], 0)
        if unit is not None and unit.unit is not None and unit.unit.kind is UnitKind.DURATION:
            reading.add(Decimal("0.5"))
            reading.end, reading.unit, reading.kind = end + 1 + unit.at, unit.unit, FigureKind.DURATION
            return unit.word
    after = money_words.money_after(lower, end, context.currency)
    if after is not None and (before is None or not money_words.opens_next(lower, after)):
        if after.word == "块" and not money.is_lump(context, numeral, after.at):
            return ""
        money.currency_after(context, reading, before, after)
        money.read_cents(context, reading, after.word)
        return after.word
    if before is not None:
        money.read_cents(context, reading, before.word)
        return ""
    return (
        money.read_tenths(context, reading, numeral)
        or _read_other(context, reading, numeral)
        or money.read_apart(context, reading)
    )


def _read_other(context: Context, reading: Reading, numeral: Numeral) -> str:
    """Counts, durations, percent, multiples; 成 and 折 with their own way of counting."""
    found = units.unit_after(context.text, context.lower, reading.end)
    if found is None or found.unit is None:
        return ""
    if found.factor != 1 and reading.low is None:
        return ""
    if found.word == "个多":
        numeral.comparator = Comparator.MORE_THAN
    if found.unit.kind is UnitKind.COUNT and numeral.fraction is not None and numeral.low < 1:
        return ""
    value, factor = reading.low or Decimal(0), found.factor
    if found.word in {"折", "打折"} and value >= 10:
        factor = Decimal(1)
    if (found.word == "成" and value > 10) or (found.word in {"折", "打折"} and value > 100):
        return ""
    reading.map(factor)
    if factor != 1:
        reading.scales, reading.factor = (), factor
    reading.end, reading.unit, reading.kind = found.at, found.unit, _KINDS.get(found.unit.kind, FigureKind.NUMBER)
    if found.word == "times" and _compares().match(context.lower, found.at):
        reading.unit, reading.kind = MULTIPLE, FigureKind.MULTIPLE
    _read_half(context, reading, found)
    return found.word


def _read_half(context: Context, reading: Reading, found: units.Found) -> None:
    """两年半, 三成五; and 增长一倍, which is twice as much."""
    text, end = context.text, reading.end
    tail = text[end : end + 1]
    if tail == "半" and found.word in _HALVED:
        reading.add(found.factor / 2)
        reading.end += 1
    elif found.word == "成" and tail in ZH_DIGITS and text[end + 1 : end + 2] not in ZH_NUMERAL:
        reading.add(Decimal(ZH_DIGITS[tail]))
        reading.end += 1
    if found.word == "倍" and reading.low == reading.high == 1:
        opening = context.lower[max(0, reading.start - 4) : reading.start]
        if any(verb in opening for verb in _GROWTH):
            reading.low = reading.high = Decimal(2)


def read_sign(context: Context, reading: Reading) -> None:
    """负, minus, negative, and a hyphen that neither joins words nor parts a range nor opens a line of a list."""
    lower, at = context.lower, reading.start
    if not at:
        return
    width = 1 if lower[at - 1] == "负" else 2 if lower.endswith("负 ", 0, at) else 0
    for word in ("minus ", "negative "):
        start = at - len(word)
        if (
            start >= 0
            and lower.startswith(word, start)
            and not units.is_letter(lower[start - 1 : start] if start else "")
            and not lower.endswith("plus or ", 0, start)
        ):
            width = len(word)
    if lower[at - 1] in _DASHES and context.free(at - 2):
        before = lower[at - 2] if at >= 2 else ""
        if not before or not ((before.isascii() and before.isalnum()) or before in "%)-–"):
            width = 1
        if (
            lower[at - 1] == "–"
            and before == " "
            and (lower[at - 3 : at - 2].isdigit() or lower[at - 3 : at - 2] in "%)")
        ):
            width = 0
    elif lower[at - 1] == " " and at >= 2 and lower[at - 2] in _DASHES and _stands_alone(context, at - 2, reading.end):
        width = 2
    if width:
        reading.start -= width
        reading.negate()


def _stands_alone(context: Context, dash: int, end: int) -> bool:
    """Whether a dash with a blank behind it is a sign: behind a colon or bracket, or before all of the message."""
    before = context.lower[:dash].rstrip(" ")[-1:] if dash else ""
    if before in {":", "(", "，", ",", ";", "；", "\t", "=", "为", "是"} and before:
        return True
    return not before and end >= context.high


def read_rate(context: Context, reading: Reading) -> None:
    """/月, per month after the figure; 每月, monthly before it."""
    if reading.kind not in {FigureKind.MONEY, FigureKind.COUNT, FigureKind.NUMBER}:
        return
    amount = reading.kind is FigureKind.MONEY or bool(reading.scales)
    if reading.single and not reading.scales and reading.per is None:
        code = reading.unit.code if reading.kind is FigureKind.MONEY else None
        bought = money_words.bought_after(context.lower, reading.end, code) if code or reading.plain else None
        if bought is not None:
            reading.per, reading.end = bought
            return
    found = units.rate_after(context.lower, reading.end, money=amount)
    if found is not None:
        reading.unit, reading.end = replace(reading.unit, per=found[0]), found[1]
        return
    found = units.rate_before(context.lower, reading.start)
    if found is None:
        return
    period, start = found
    if context.lower[start] == "一" and not amount:
        return
    if context.found and context.found[-1].kind is FigureKind.DURATION and context.found[-1].start >= start:
        # 一年500万: the year is the period, no duration of its own.
        context.found.pop()
    reading.unit = replace(reading.unit, per=period)


def read_comparator(context: Context, reading: Reading, numeral: Numeral) -> None:
    """The bounds in words on both sides; the one after the figure decides, unless it only says "about"."""
    lower = context.lower
    reading.outer_start, reading.outer_end = reading.start, reading.end
    first, start = comparators.before(lower, reading.start)
    second, end = comparators.after(lower, reading.end)
    if reading.kind is FigureKind.DURATION and lower.startswith(("over", "近"), start):
        # "over six months" and 近三年 are spans of time.
        first = None
    if first is None and numeral.weak and reading.start and lower[reading.start - 1] in "过破":
        first, start = Comparator.MORE_THAN, reading.start - 1
    uncounted = reading.kind in {FigureKind.NUMBER, FigureKind.COUNT, FigureKind.FRACTION}
    if second is Comparator.MORE_THAN and uncounted and lower[end - 1] in "多余":
        second = None
    if first is not None:
        reading.comparator, reading.outer_start = first, start
    if second is not None:
        if first is None or second is not Comparator.ABOUT:
            reading.comparator = second
        reading.outer_end = end
    if numeral.comparator is not None and reading.comparator is Comparator.EQUAL:
        reading.comparator = numeral.comparator


def mark_doubts(context: Context, reading: Reading, numeral: Numeral) -> None:
    """Mark what the text leaves open: see :class:`tools.figures.model.Figure`."""
    lower = context.lower
    if numeral.alternatives and not reading.ambiguous:
        foreign = reading.kind is FigureKind.MONEY and reading.unit.code in _POINT_GROUPS
        points = lower[numeral.start : numeral.end]
        thousands = reading.kind is FigureKind.MONEY and not numeral.scales and points.endswith((".000", ".000 "))
        several = points.count(".") > 1
        beside = lower[max(0, reading.start - 1) : reading.start] + lower[reading.end : reading.end + 1]
        loose = reading.unit == NUMBER and not numeral.scales and not any(char > "\u2e7f" for char in beside)
        # 10.000 dollars are hardly ten, and $1.000.000 is not how dollars are written.
        if (foreign and not several) or (loose and not several) or (thousands and not foreign):
            reading.ambiguous = "grouping"
        else:
            reading.alternatives = ()
    if reading.plain and numeral.scales and re.search(r"\dm$", lower[reading.start : reading.end]):
        opening = lower[max(0, reading.start - 8) : reading.start].rstrip().rsplit(" ", 1)[-1]
        if opening in _PERIOD_LEADS:
            reading.ambiguous, reading.alternatives = "unit", (numeral.low, numeral.scales[0][0])
    if reading.plain and numeral.low > 0 and not numeral.scales and _lone_m().match(lower, reading.end):
        reading.ambiguous, reading.alternatives = "unit", (numeral.low, product(numeral.low, Decimal(10**6)))
    if reading.low is not None and _in_account_brackets(context, reading):
        reading.ambiguous, reading.alternatives = "sign", (reading.low, -reading.low)


def _in_account_brackets(context: Context, reading: Reading) -> bool:
    """(5,000) as in a table of accounts; an amount in brackets within a sentence is just an aside."""
    lower, at = context.lower, reading.start
    if not at or lower[at - 1] != "(" or lower[reading.end : reading.end + 1] != ")":
        return False
    formal = (reading.kind is FigureKind.MONEY and reading.before) or "," in lower[at : reading.end]
    return formal and (at - 1 <= context.low or lower[: at - 1].rstrip()[-1:] in {":", "|"})
