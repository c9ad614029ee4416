"""Whether what was read is a figure at all: 一下, 三七开, GPT-4, "one of the best" and 收拾 are none."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from tools.figures import comparators, money_words, units
from tools.figures.model import FigureKind, Nature
from tools.figures.numeral import Numeral
from tools.figures.reading import Context, Reading
from tools.lexicon.numerals import STOP_WORDS, ZH_BIG, ZH_FORMAL, ZH_NUMERAL, ZH_SMALL, ZH_VAGUE
from tools.quantities import PERCENT, UNITS

_STOP_SIZES = tuple(sorted({len(word) for word in STOP_WORDS}))
_EDGE = frozenset(" \n\r\"'“”‘’.。,，!！?？;；:：、*)")
_POINTERS = frozenset("下上这那某有另前后头同新")
_NO_AMOUNT = frozenset({"first", "second", "last", "next", "other", "better", "this"})
_CHANGES = frozenset(
    "by down up cut lost saved shave shaved dropped fell rose grew nearly almost about roughly over".split()
)
_LESS = (" less", " more", " lower", " higher", " cheaper", " faster", " off", " down", " up")
_QUARTERS = frozenset({"quarter", "quarters"})


@cache
def _article_and_unit() -> re.Pattern[str]:
    return re.compile(r" an? (?=(?:hour|day|week|month|year|minute|point|percent)(?![a-z]))")


def inside_name(context: Context, start: int) -> bool:
    """Whether the digits at ``start`` belong to a name: GPT-4, B2B, iPhone15. Those of CNY3 and 5k-20k do not."""
    before = context.lower[start - 1 : start] if start else ""
    if not before.isascii() or not before:
        return False
    if before.isalpha() or before in "_@&#\\":
        if context.found and context.found[-1].end == start and context.found[-1].scales:
            # 5w5个人: the letter before multiplies the figure that ends there.
            return False
        money = money_words.money_before(context.lower, start, None)
        return money is None or not context.free(money.at)
    if before in "+-" and start >= 2 and units.is_letter(context.lower[start - 2]):
        return context.free(start - 2)
    return False


def accept(context: Context, reading: Reading, numeral: Numeral, unit: str, *, percent: bool) -> bool:
    """Whether ``reading`` is a figure. Digits nearly always are, words only where a unit or their size says so."""
    bare = reading.start <= context.low and reading.end >= context.high
    if not numeral.words:
        return _accept_digits(context, reading, numeral, bare=bare)
    first = context.text[numeral.start]
    if first in ZH_NUMERAL or first in ZH_VAGUE or first in {"半", "上"}:
        alone = numeral.end - numeral.start == 1 and (first in ZH_SMALL or first in ZH_BIG) and not reading.plain
        if bare and not (alone and first not in {"十", "拾"}):
            return True
        return _accept_chinese(context, reading, numeral, unit, percent=percent)
    return bare or _accept_english(context, reading, numeral, unit)


def _accept_digits(context: Context, reading: Reading, numeral: Numeral, *, bare: bool) -> bool:
    lower, end = context.lower, reading.end
    following = lower[end : end + 1]
    if numeral.unread and reading.plain and not numeral.scales:
        # 2.5.1 alone numbers a section; only a unit makes it an amount.
        return False
    # A name goes on in letters (iPhone15Pro); 500万AI is an amount and the next word.
    name = lower[end - 1].isascii() and lower[end - 1].isalnum()
    if reading.plain and name and (units.is_letter(following) or following == "_"):
        measure = units.is_measure(lower, end)
        if measure is None:
            return False
        reading.end, reading.nature = measure, Nature.MEASURE
    elif (
        reading.plain
        and following == " "
        and units.is_measure(lower, end + 1)
        and context.text[end + 1 : end + 3].strip()[-1:].isalpha()
    ):
        reading.nature = Nature.MEASURE
    elif reading.plain and following == "-" and units.is_letter(lower[end + 1 : end + 2]):
        return bare or lower.startswith("-ish", end)
    return not numeral.weak or bare or not reading.plain


def _is_idiom(text: str, start: int) -> bool:
    """Whether the character at ``start`` stands in one of the words that hold a numeral and mean none."""
    return any(
        text[at : at + size] in STOP_WORDS for size in _STOP_SIZES for at in range(max(0, start - size + 1), start + 1)
    )


def _accept_chinese(context: Context, reading: Reading, numeral: Numeral, unit: str, *, percent: bool) -> bool:
    text, start = context.text, numeral.start
    money = reading.kind is FigureKind.MONEY
    if percent:
        # 百分百满意 is a way to say "fully".
        tail = text[numeral.end : numeral.end + 1]
        leads = text[start - 1 : start] if start else ""
        return text[start : numeral.end] != "百分百" or not tail or tail in _EDGE or leads in frozenset("到达是为至有")
    if numeral.end - start <= 2 and not money and _is_idiom(text, start):
        return False
    if text[start] in ZH_FORMAL and numeral.end - start == 1:
        return money and text[reading.end - 1] in frozenset("元整正")
    if numeral.vague or not numeral.weak:
        return True
    return _accept_weak(context, reading, numeral, unit)


def _accept_weak(context: Context, reading: Reading, numeral: Numeral, unit: str) -> bool:
    """One character or bare multipliers: a figure only beside a unit that fits."""
    text, start = context.text, numeral.start
    before = text[start - 1 : start] if start else ""
    kind = reading.kind
    if text[start] in {"百", "千", "佰", "仟"} or text[start] in ZH_BIG:
        bounded = before in frozenset("过破") or comparators.before(context.lower, start)[0] is not None
        return bounded or (kind is FigureKind.MONEY and numeral.end - start > 1 and before not in frozenset("(:位"))
    if numeral.fraction is not None:
        return kind in {FigureKind.DURATION, FigureKind.PERCENT, FigureKind.MONEY}
    if reading.plain:
        return False
    if text[start] == "一" and numeral.end - start == 1:
        if kind is FigureKind.DURATION:
            return before not in _POINTERS
        if kind is FigureKind.COUNT:
            return before in frozenset("天周月年日共仅") or comparators.before(context.lower, start)[0] is not None
    return not (kind is FigureKind.COUNT and before in frozenset("这那") and unit.startswith("个"))


def _accept_english(context: Context, reading: Reading, numeral: Numeral, unit: str) -> bool:
    lower, start, end = context.lower, numeral.start, reading.end
    if reading.plain and lower[end : end + 1] == "-" and units.is_letter(lower[end + 1 : end + 2]):
        return False
    if reading.plain and start and lower[start - 1] == "-" and reading.start == start:
        return not context.free(start - 1)
    if numeral.fraction is not None and numeral.weak:
        return _accept_part(context, reading, numeral)
    if not numeral.weak:
        return True
    if reading.start < start and reading.kind is not FigureKind.MONEY:
        return True
    if unit in {"time", "times", "day"} and lower[start : numeral.end] == "one":
        return False
    opening = lower[max(0, start - 6) : start].split(" ")
    return not reading.plain and not (
        len(opening) > 1 and opening[-2] in {"this", "that", "which", "every", "each", "no", "any"}
    )


def _shrinks(lower: str, start: int, end: int) -> bool:
    """Whether a part of something is added or taken off: "fell by a quarter", "a third cheaper"."""
    opening = lower[max(0, start - 14) : start].split()
    return (bool(opening) and opening[-1] in _CHANGES) or lower.startswith(_LESS, end)


def _accept_part(context: Context, reading: Reading, numeral: Numeral) -> bool:
    """Half of, a third of, half the budget; "two quarters" are half a year unless something is divided."""
    lower, end = context.lower, numeral.end
    words = lower[numeral.start : end]
    if re.split("[ -]", words)[-1] in _QUARTERS and reading.unit.code == "" and not lower.startswith(" of", end):
        quarters = (numeral.fraction or Fraction(0)) * 4
        if quarters.denominator != 1 or words.startswith(("a ", "an ", "quarter")):
            return words.startswith("a ") and _shrinks(lower, numeral.start, end)
        reading.low = reading.high = Decimal(int(quarters))
        reading.unit, reading.kind, reading.fraction = UNITS["quarter"], FigureKind.DURATION, None
        return True
    opening = lower[max(0, numeral.start - 9) : numeral.start].split()
    if opening and opening[-1] in _NO_AMOUNT:
        return False
    if _shrinks(lower, numeral.start, end):
        return True
    article = _article_and_unit().match(lower, end)
    if article is not None:
        unit = units.unit_after(context.text, lower, article.end())
        if unit is not None and unit.unit is not None:
            reading.unit, reading.end = unit.unit, unit.at
            reading.kind = FigureKind.PERCENT if unit.unit == PERCENT else FigureKind.DURATION
        return True
    return not reading.plain or lower.startswith((" of", " the ", " our ", " my ", " that ", " this ", " your "), end)
