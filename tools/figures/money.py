"""Reading money into a figure: its currency on either side, cents, and the doubt where two currencies stand there."""

from __future__ import annotations

from decimal import Decimal

from tools.figures import money_words, units
from tools.figures.doubts import Option
from tools.figures.model import FigureKind
from tools.figures.numeral import Numeral
from tools.figures.reading import Context, Reading
from tools.lexicon.numerals import EN_TENS, EN_UNITS, ZH_DIGITS, ZH_NUMERAL
from tools.quantities import money_unit

_SPOKEN = {**EN_UNITS, **EN_TENS}
_TENTHS = frozenset({"角", "毛"})


def as_money(reading: Reading, code: str) -> None:
    """Make ``reading`` an amount of money."""
    reading.kind, reading.unit = FigureKind.MONEY, money_unit(code)


def currency_before(context: Context, reading: Reading) -> units.Found | None:
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
    if (
        before.word == "$"
        and context.free(before.at - 2)
        and context.text.endswith(("S ", "C "), 0, before.at)
        and not context.text[max(0, before.at - 3) : before.at - 2].isalnum()
    ):
        code = "SGD" if context.text[before.at - 2] == "S" else "CAD"
        before = before._replace(currency=code, at=before.at - 2)
    elif before.at and lower[before.at - 1] == "/":
        # EUR/USD 1.08 is what one euro buys.
        pair = money_words.money_before(lower, before.at - 1, None)
        if pair is not None and context.free(pair.at) and pair.currency and pair.currency != before.currency:
            reading.per = pair.currency
            before = before._replace(at=pair.at)
    reading.start, reading.before = before.at, True
    as_money(reading, before.currency or "CNY")
    if before.factor != 1 and not reading.scales and reading.low is not None:
        coefficient = reading.low
        reading.map(before.factor)
        reading.scales = ((coefficient, before.factor),)
    if before.other is not None:
        _doubt_currency(reading, before.currency or "CNY", before.other)
    return before


def currency_after(context: Context, reading: Reading, before: units.Found | None, money: units.Found) -> None:
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


def read_apart(context: Context, reading: Reading) -> str:
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


def is_lump(context: Context, numeral: Numeral, end: int) -> bool:
    """块 is money in 100块 and 三块五, a part in 分成三块."""
    if numeral.low >= 10 or numeral.low != int(numeral.low) or not numeral.words:
        return True
    tail = context.lower[end : end + 1]
    return (numeral.start == context.low and end == context.high) or tail in frozenset("钱半一二两三四五六七八九")


def read_cents(context: Context, reading: Reading, word: str) -> None:
    if not reading.single:
        return
    lower, end = context.lower, reading.end
    if units.is_letter(word[-1]) or word in money_words.SIGNS:
        cents = units.english_cents(lower, end, _SPOKEN)
        if cents is None and word in {"dollar", "dollars", "euros", "pounds"}:
            cents = units.bare_cents(lower, end)
            if cents is not None and money_words.money_after(lower, cents[1], None):
                # The 40 of "50 dollar 40 rmb" has a currency of its own.
                cents = None
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


def read_tenths(context: Context, reading: Reading, numeral: Numeral) -> str:
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
