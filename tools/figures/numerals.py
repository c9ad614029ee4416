"""The number at a place of the text, in whichever script: digits that go on in words, 百分之三, 一又二分之一, 几十万."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from tools.figures.chinese import parse_chinese, parse_vague
from tools.figures.digits import parse_digits
from tools.figures.english import parse_english
from tools.figures.numeral import Numeral, product
from tools.figures.reading import Context
from tools.figures.units import skip_spaces
from tools.lexicon.numerals import (
    EN_HUNDRED,
    EN_SCALES,
    LETTER_SCALES,
    ZH_BIG,
    ZH_DIGITS,
    ZH_FORMAL_WORDS,
    ZH_NUMERAL,
    ZH_SMALL,
    ZH_VAGUE,
)
from tools.quantities import Comparator

_MULTIPLIERS = {**ZH_SMALL, **ZH_BIG}
#: 达不溜 is the letter w as it is heard.
_TYPED = {**LETTER_SCALES, "达不溜": LETTER_SCALES["w"]}
_MORE = {"多": Comparator.MORE_THAN, "余": Comparator.MORE_THAN, "来": Comparator.ABOUT}
#: 数 is no "several" after these: 人数十万, 系数, 参数.
_NOT_SEVERAL = frozenset("人参倍系总基指函整小分次户岁级页字件篇少多")
_TEN_THOUSANDS = frozenset({"w", "达不溜"})
_HALF = Decimal("0.5")
_LUMPS = frozenset("亿兆")
#: 一个小目标: slang for a hundred million.
_SQUARED = "万万"
_SMALL_TARGET = "个小目标"


@cache
def _word() -> re.Pattern[str]:
    return re.compile("[a-z]+")


@cache
def _ish() -> re.Pattern[str]:
    return re.compile(r"-?ish(?: (million|thousand|billion|k|m))?(?![a-z])")


@cache
def _of_scale() -> re.Pattern[str]:
    return re.compile(" (?:of )?(?:an? |one )?([a-z]+)(?![a-z])")


@cache
def _letters() -> re.Pattern[str]:
    return re.compile(r" ?(个?)(达不溜|kw|w|k|m|mil|mn|bn)(?![a-z\d.'²³歌线金])")


@cache
def _hidden() -> re.Pattern[str]:
    return re.compile(r"[.,，]{1,3}([万亿])(?![一事分能元])|[.]{2,3}([万亿])")


def digits_at(context: Context, start: int, *, currency: str | None) -> Numeral | None:
    """The number in digits at ``start``, with the multipliers or words that go on after it.

    ``currency`` is the one that stands before it.
    """
    rupees = context.rupees and currency in {None, "INR"}
    found = parse_digits(context.text, context.lower, start, money=currency is not None, rupees=rupees)
    if found is None:
        return None
    numeral, _ = found
    ish = _ish().match(context.lower, numeral.end)
    if ish is not None:
        numeral.comparator = Comparator.ABOUT
        if ish.group(1):
            scale = Decimal(EN_SCALES.get(ish.group(1)) or LETTER_SCALES[ish.group(1)])
            numeral.scales = ((numeral.low, scale),)
            numeral.times(scale, ish.end())
        else:
            numeral.end = ish.end()
        return numeral
    if numeral.scales:
        return numeral
    if numeral.unread:
        scale, end = _multipliers(context.text, skip_spaces(context.text, numeral.end))
        if scale > 1:
            numeral.scales, numeral.end = ((numeral.low, scale),), end
        return numeral
    return _scaled(context, numeral) if numeral.fraction is not None else _broken(context, _continued(context, numeral))


def _broken(context: Context, numeral: Numeral) -> Numeral:
    """500..万: marks between a number and its multiplier leave open whether it multiplies."""
    match = _hidden().match(context.text, numeral.end)
    if match is not None and numeral.low:
        scale = Decimal(ZH_BIG[match.group(1) or match.group(2)])
        numeral.ambiguous = "malformed"
        numeral.alternatives = (product(numeral.low, scale), numeral.low)
        numeral.low = numeral.high = numeral.alternatives[0]
        numeral.end = match.end()
    return numeral


def _scaled(context: Context, numeral: Numeral) -> Numeral:
    """The multiplier behind a fraction: 1 1/2 million, 2又1/2百万, 3/4 of a million, 四分之一个亿."""
    lower, at = context.lower, skip_spaces(context.lower, numeral.end)
    scale, end = _multipliers(lower, at + (lower[at : at + 1] == "个" and lower[at + 1 : at + 2] in ZH_BIG))
    if scale == 1:
        match = _of_scale().match(lower, numeral.end)
        if match is not None and match.group(1) in EN_SCALES:
            scale, end = Decimal(EN_SCALES[match.group(1)]), match.end()
    if scale == 1:
        return letters_after(context, numeral)
    coefficient = numeral.low
    numeral.times(scale, end)
    numeral.scales, numeral.weak = ((coefficient, scale),), False
    return numeral


def letters_after(context: Context, numeral: Numeral) -> Numeral:
    """The multiplier in letters behind a number in words or a fraction: 两三百w, 5百k, 3个w, "two hundred k"."""
    match = _letters().match(context.lower, numeral.end)
    if match is None or numeral.vague or (match.group(1) and match.group(2) not in _TEN_THOUSANDS):
        return numeral
    scale, coefficient = Decimal(_TYPED[match.group(2)]), numeral.high
    numeral.times(scale, match.end())
    numeral.scales, numeral.weak = ((coefficient, scale),), False
    return numeral


def _continued(context: Context, numeral: Numeral) -> Numeral:
    """1.2亿, 500多万, 5 and a half million."""
    text, end = context.text, numeral.end
    at = skip_spaces(text, end)
    lump = text[at : at + 1] == "个" and text[at + 1 : at + 2] in _LUMPS
    if lump or text[at : at + 1] in _MULTIPLIERS or text[at : at + 1] == "点":
        longer = parse_chinese(text, at, numeral.low)
        if longer is not None and longer.end > at:
            return _grown(context, longer, numeral)
    tail = _tail(context, numeral, at)
    if tail is not None:
        return tail
    if context.lower[end : end + 1] in {" ", "-"} and numeral.low >= 0:
        match = _word().match(context.lower, end + 1)
        word = match.group() if match else ""
        if word in EN_SCALES or word in EN_HUNDRED or (word in {"and", "out"} and context.lower[end] == " "):
            longer = parse_english(context.lower, end + 1, numeral)
            if longer is not None and longer.end > end:
                return _grown(context, longer, numeral)
    return numeral


def _grown(context: Context, longer: Numeral, short: Numeral) -> Numeral:
    """``longer`` with the doubts of the digits that it begins with."""
    longer.start = short.start
    if context.text.startswith(_SQUARED, longer.end - 2) and longer.low:
        longer.ambiguous = "scale"
        longer.alternatives = (product(longer.low, Decimal("1e-4")), longer.low)
    if short.ambiguous and short.low and not longer.low % short.low:
        longer.ambiguous = short.ambiguous
        longer.alternatives = tuple(product(value, longer.low / short.low) for value in short.alternatives)
    return letters_after(context, _tail(context, longer, longer.end) or longer)


def _tail(context: Context, numeral: Numeral, at: int) -> Numeral | None:
    """What may part a number from its multiplier: 二十多万, 十几万, 两个亿."""
    text = context.text
    following, second = text[at : at + 1], text[at + 1 : at + 2]
    if following in _MORE and second in _MULTIPLIERS:
        numeral.times(*_multipliers(text, at + 1))
        numeral.scales = ()
        numeral.comparator = _MORE[following]
        return numeral
    if following in _MORE and (letters := _letters().match(context.lower, at + 1)) and not letters.group(1):
        numeral.times(Decimal(_TYPED[letters.group(2)]), letters.end())
        numeral.scales, numeral.comparator = (), _MORE[following]
        return numeral
    if text.startswith("个半", at) and text[at + 2 : at + 3] in ZH_BIG and numeral.fraction is None:
        numeral.low, numeral.high, numeral.weak = numeral.low + _HALF, numeral.high + _HALF, False
        numeral.times(Decimal(ZH_BIG[text[at + 2]]), at + 3)
        return numeral
    if following == "个" and text.startswith(_SMALL_TARGET, at):
        numeral.weak = False
        numeral.times(Decimal(10**8), at + len(_SMALL_TARGET))
        return numeral
    if following == "个" and _letters().match(context.lower, at):
        return letters_after(context, numeral)
    if following == "几" and (numeral.words or second in ZH_BIG):
        return Numeral(
            numeral.start, _multipliers(text, at + 1)[1], numeral.low, numeral.low, vague=True, words=numeral.words
        )
    return None


def _multipliers(text: str, start: int) -> tuple[Decimal, int]:
    """The product of the multipliers from ``start`` on and where they end."""
    factor, end = Decimal(1), start
    while text[end : end + 1] in _MULTIPLIERS and end - start < 4:
        factor *= _MULTIPLIERS[text[end]]
        end += 1
    return factor, end


def _last_multiplier(text: str, end: int) -> int:
    scale = 1
    while text[end - 1] in ZH_BIG:
        scale *= ZH_BIG[text[end - 1]]
        end -= 1
    return scale


def chinese_at(context: Context, start: int) -> Numeral | None:
    """The Chinese numeral at ``start``, also a vague one."""
    text = context.text
    before = text[start - 1 : start] if start else ""
    if text[start] in ZH_VAGUE:
        if text[start] == "数" and before in _NOT_SEVERAL:
            return None
        return parse_vague(text, start)
    if before + text[start] in ZH_FORMAL_WORDS or text[start : start + 2] in ZH_FORMAL_WORDS:
        return None
    numeral = parse_chinese(text, start)
    if numeral is None:
        return None
    if numeral.weak and text[start] in _MULTIPLIERS and before == "上" and text[start - 2 : start - 1] != "以":
        # 上百万: a size, no value.
        numeral.start, numeral.vague = start - 1, True
    if text.startswith(_SQUARED, numeral.end - 2) and numeral.low:
        numeral.ambiguous = "scale"
        numeral.alternatives = (product(numeral.low, Decimal("1e-4")), numeral.low)
    if text[start] == "百" and text[start + 2 : start + 3] == "十" and numeral.end > start + 3:
        # 百八十万: eighty to a hundred and eighty, in speech.
        numeral.ambiguous = "scale"
        tens = Decimal(10 * ZH_DIGITS.get(text[start + 1], 0))
        numeral.alternatives = (numeral.low, product(numeral.low / (100 + tens), tens))
    return letters_after(context, _tail(context, numeral, numeral.end) or numeral)


def _number_at(context: Context, start: int) -> Numeral | None:
    char = context.text[start : start + 1]
    if char.isdigit():
        found = parse_digits(context.text, context.lower, start, money=False)
        return found[0] if found else None
    return chinese_at(context, start) if char in ZH_NUMERAL or char in ZH_VAGUE else None


def proportion(context: Context, numeral: Numeral) -> tuple[Numeral, Decimal | None]:
    """百分之三, 三分之二, 一又二分之一, 一半: ``numeral`` joined with the number under or over it.

    Returns the factor that turns the number into percent, ``None`` where it is no percentage.
    """
    text, end = context.text, numeral.end
    at = skip_spaces(text, end)
    if text[at : at + 1] == "又" and numeral.fraction is None:
        inner = _number_at(context, skip_spaces(text, at + 1))
        rest, percent = _over(context, inner) if inner is not None else (None, None)
        if rest is not None and percent is None and rest.fraction is not None:
            # 一又四分之三亿: what multiplies the upper number multiplies the whole.
            scale = Fraction(rest.scales[0][1]) if rest.scales else Fraction(_last_multiplier(text, rest.end))
            value = (Fraction(numeral.low) + rest.fraction / scale) * scale
            both = Numeral.of_fraction(numeral.start, rest.end, value)
            return (both if scale > 1 else _scaled(context, both)), None
        return numeral, None
    if text.startswith("一半", numeral.start) and end == numeral.start + 1:
        return Numeral.of_fraction(numeral.start, end + 1, Fraction(1, 2)), None
    return _over(context, numeral)


def _over(context: Context, numeral: Numeral) -> tuple[Numeral, Decimal | None]:
    text, end = context.text, numeral.end
    short = text[numeral.start : end] in {"百", "千"} and text[end : end + 1] == "分"
    if text.startswith("分之", end) and numeral.low > 0 and numeral.low == int(numeral.low):
        begin, short = end + 2, False
    elif short:
        begin = end + 1
    else:
        return numeral, None
    negative = text[begin : begin + 1] == "负"
    above = _number_at(context, begin + negative)
    # 百分三十 and 百分百 are percentages, 百分二 is none.
    if above is None or (short and above.end - begin == 1 and text[begin] != "百"):
        return numeral, None
    if negative:
        above.low, above.high = -above.high, -above.low
    if numeral.low in {100, 1000}:
        read = Numeral(numeral.start, above.end, above.low, above.high, vague=above.vague, words=True)
        return read, Decimal(100) / numeral.low
    if above.low != above.high or above.vague:
        return numeral, None
    read = Numeral.of_fraction(numeral.start, above.end, Fraction(above.low) / Fraction(numeral.low))
    read.words = numeral.words
    return _scaled(context, read), None
