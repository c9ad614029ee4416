"""Reading what stands around a number into it: unit, cents, sign, rate, comparator, and doubts about all that."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

from tools.figures import comparators, money_words, units
from tools.figures.doubts import Option
from tools.figures.model import FigureKind
from tools.figures.numeral import Numeral, product
from tools.figures.reading import Context, Reading
from tools.figures.vocabulary import EN_TENS, EN_UNITS, ZH_DIGITS, ZH_NUMERAL
from tools.quantities import MULTIPLE, NUMBER, Comparator, UnitKind, money_unit

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


def as_money(reading: Reading, code: str) -> None:
    """Make ``reading`` an amount of money."""
    reading.kind, reading.unit = FigureKind.MONEY, money_unit(code)


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
    before = _currency_before(context, reading)
    lower, end = context.lower, reading.end
    if lower.startswith("个半", end) and before is None:
        unit = units.unit_after(context.text, "个" + lower[end + 2 : end + 6], 0)
        if unit is not None and unit.unit is not None and unit.unit.kind is UnitKind.DURATION:
            reading.add(Decimal("0.5"))
            reading.end, reading.unit, reading.kind = end + 1 + unit.at, unit.unit, FigureKind.DURATION
            return unit.word
    money = money_words.money_after(lower, end, context.currency)
    if money is not None and (before is None or not money_words.opens_next(lower, money)):
        if money.word == "块" and not _is_lump_of_money(context, numeral, money.at):
            return ""
        _currency_after(context, reading, before, money)
        _read_cents(context, reading, money.word)
        return money.word
    if before is not None:
        _read_cents(context, reading, before.word)
        return ""
    return (
        _read_tenths(context, reading, numeral)
        or _read_other(context, reading, numeral)
        or _read_apart(context, reading)
    )


def _currency_before(context: Context, reading: Reading) -> units.Found | None:
    lower = context.lower
    before = money_words.money_before(lower, reading.start, context.currency)
    if before is None and reading.start and lower[reading.start - 1] == "-":
        before = money_words.money_before(lower, reading.start - 1, context.currency)
        if before is not None and before.at < reading.start - 1 and before.word in money_words.SIGNS:
            reading.negate()
        else:
            before = None
    if before is None or not context.free(before.at):
        return None
    if before.at and lower[before.at - 1] == "每" and before.currency:
        # 每美元7.15元: the currency before is what the rate buys.
        reading.per = before.currency
        return None
    reading.start, reading.before = before.at, True
    as_money(reading, before.currency or "CNY")
    if before.factor != 1 and not reading.scales and reading.low is not None:
        coefficient = reading.low
        reading.map(before.factor)
        reading.scales = ((coefficient, before.factor),)
    if before.other is not None:
        _doubt_currency(reading, before.currency or "CNY", before.other)
    return before


def _currency_after(context: Context, reading: Reading, before: units.Found | None, money: units.Found) -> None:
    """The currency after the number, with a second one and a multiplier behind it."""
    code, lower = money.currency or "CNY", context.lower
    reading.end = money.at
    second = money_words.second_after(lower, money, context.currency) if before is None else None
    if before is not None and before.currency is not None:
        both = money_words.one_of(before.word, before.currency, money.word, code)
        if both is None:
            _doubt_currency(reading, before.currency, code)
        else:
            as_money(reading, both)
        return
    as_money(reading, code)
    if second is not None and second.currency is not None:
        both = money_words.one_of(money.word, code, second.word, second.currency)
        reading.end = second.at
        if both is None:
            _doubt_currency(reading, code, second.currency)
        else:
            as_money(reading, both)
    if not reading.scales and reading.single and reading.low is not None:
        scaled = money_words.scale_after(lower, reading.end)
        if scaled is not None:
            coefficient = reading.low
            reading.map(scaled[0])
            reading.scales, reading.end = ((coefficient, scaled[0]),), scaled[1]


def _doubt_currency(reading: Reading, *codes: str) -> None:
    reading.ambiguous = "currencies"
    if reading.low is not None and reading.high is not None:
        reading.choices = tuple(Option(reading.low, reading.high, money_unit(code)) for code in codes)


def _read_apart(context: Context, reading: Reading) -> str:
    """3 million in euros; 300万，美元; 2 million US."""
    if not reading.plain or not (reading.scales or (reading.low is not None and reading.low >= 1000)):
        return ""
    lower, end = context.lower, reading.end
    if context.text.startswith(" US", end) and not context.text[end + 3 : end + 4].isalnum():
        as_money(reading, "USD")
        reading.end = end + 3
        return "us"
    opening = lower[max(0, reading.start - 16) : reading.start]
    found = money_words.money_apart(lower, end, context.currency, opening=opening)
    if found is None or found.currency is None:
        return ""
    as_money(reading, found.currency)
    reading.end = found.at
    return found.word


def _is_lump_of_money(context: Context, numeral: Numeral, end: int) -> bool:
    """块 is money in 100块 and 三块五, a part in 分成三块."""
    if numeral.low >= 10 or numeral.low != int(numeral.low) or not numeral.words:
        return True
    tail = context.lower[end : end + 1]
    return (numeral.start == context.low and end == context.high) or tail in frozenset("钱半一二两三四五六七八九")


def _read_cents(context: Context, reading: Reading, word: str) -> None:
    if not reading.single:
        return
    lower, end = context.lower, reading.end
    if units.is_letter(word[-1]) or word in money_words.SIGNS:
        cents = units.english_cents(lower, end, _SPOKEN)
        if cents is None and word in {"dollar", "dollars", "euros", "pounds"}:
            cents = units.bare_cents(lower, end)
    else:
        cents = units.chinese_cents(lower, end)
        tail = lower[end : end + 1]
        if cents is None and tail == "半":
            cents = Decimal("0.5"), end + 1
        elif (
            cents is None
            and word in {"块", "块钱"}
            and (tail in ZH_DIGITS or units.tenths_of(tail))
            and not (lower[end + 1 : end + 2] in ZH_NUMERAL or lower[end + 1 : end + 2].isalnum())
        ):
            # 三块五, but not the 五 of 三块五个.
            tenths = Decimal(ZH_DIGITS.get(tail) or units.tenths_of(tail)) / 10
            cents = None if units.unit_after(context.text, lower, end + 1) else (tenths, end + 1)
    if cents is not None:
        reading.add(cents[0])
        reading.end = cents[1]


def _read_tenths(context: Context, reading: Reading, numeral: Numeral) -> str:
    """六毛, 两角五分, 99 cents."""
    lower, end = context.lower, reading.end
    if lower[end : end + 1] in _TENTHS and reading.single:
        tail = lower[end + 1 : end + 2]
        if tail == "钱" or numeral.start == context.low or not numeral.words:
            as_money(reading, "CNY")
            reading.map(Decimal("0.1"))
            reading.end += 2 if tail == "钱" else 1
            cents = units.chinese_hundredths(lower, reading.end)
            if cents is not None:
                reading.add(cents[0])
                reading.end = cents[1]
            return "角"
    found = units.cents_after(context.text, lower, end)
    if found is None:
        return ""
    as_money(reading, found.currency or "USD")
    reading.map(found.factor)
    reading.end = found.at
    return found.word


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
