"""Finding figures: one pass over the copy, a numeral at a time, each read with what stands around it."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from tools.figures import comparators, money_words, surroundings, units
from tools.figures.acceptance import accept, inside_name
from tools.figures.chinese import past_long_run
from tools.figures.digits import parse_vulgar
from tools.figures.english import parse_english
from tools.figures.letters import speaks_of_rupees
from tools.figures.masks import Mask, find_masks
from tools.figures.measures import scopes
from tools.figures.model import QUANTITIES, Figure, FigureKind
from tools.figures.numeral import Numeral, product
from tools.figures.numerals import chinese_at, digits_at, letters_after, proportion
from tools.figures.ranges import join, opens_range
from tools.figures.reading import Context, Reading
from tools.figures.relations import mark, relate, weights_at
from tools.figures.scoping import apply_scopes
from tools.figures.text import Source, normalise
from tools.lexicon.numerals import (
    EN_MULTIPLES,
    EN_OPENERS,
    EN_SCALES,
    EN_TENS,
    EN_UNITS,
    VULGAR,
    ZH_BIG,
    ZH_DIGITS,
    ZH_NUMERAL,
    ZH_VAGUE,
)
from tools.quantities import MULTIPLE, PERCENT

_EDGE = " \n\r\"'“”‘’.。,，!！?？;；:：、*"
_PHRASES = frozenset("翻减腰砍折加倍对半")
_SPOKEN = {**EN_UNITS, **EN_TENS}
_NOT_HALF = frozenset("上下前后大过多")
_GROWN = ("产能", "产出", "效率", "增长", "预算", "转化", "output ", "输出", "流量")
_FIGURES = (" figures", " figure ", "-figure ")
_NO_MULTIPLE = ("-check", "-click", "-sided", "-digit", " check", " click", " digit", " down")
#: Names of currencies that end in a point; the point behind them opens no decimals.
_POINTED = ("rs.", "fr.")
_YEN = ("yen", "jpy", "日元", "日圆", "日币", "円")
_YUAN = ("rmb", "cny", "人民币", "yuan", "renminbi")


@cache
def _starter() -> re.Pattern[str]:
    characters = "".join(sorted(ZH_NUMERAL | ZH_VAGUE | frozenset(VULGAR) | _PHRASES))
    words = "|".join(sorted(EN_OPENERS, key=len, reverse=True))
    return re.compile(rf"\d|\.(?=\d)|[{characters}]|(?<![a-z\d])(?:{words})(?![a-z\d])")


@cache
def _multiples() -> re.Pattern[str]:
    return re.compile(
        r"翻(?:了|上|到)?(?P<turns>[一两二三四五1-5])番|翻(?:了|上)?(?:一|1)?倍|翻番|(?P<half>减半|腰斩|砍半|砍一半|减一半)"
        r"|(?P<fold>对折|半折)|加倍|倍增"
    )


@cache
def _run_of_digits() -> re.Pattern[str]:
    return re.compile(r"[\d.,，]+(?:[e^][+-]?\d+)?[a-z0-9_]*(?:[-_][a-z0-9]+)*")


@cache
def _digits_next() -> re.Pattern[str]:
    return re.compile(r" ?\d")


@cache
def _digit_by_digit() -> re.Pattern[str]:
    return re.compile(r"幺?[一二三四五六七八九零]{2,8}[万亿](?![\u4e00-\u9fff]{0,2}[一二])")


@cache
def _x_times() -> re.Pattern[str]:
    return re.compile(r"\d{1,2}(?:\.\d{1,2})?(?![\w.%×*]|,\d)")


def find_figures(
    text: str, *, currency: str | None = None, include: frozenset[FigureKind] = QUANTITIES
) -> tuple[Figure, ...]:
    """The figures of ``text`` in order, none overlapping.

    ``currency`` is the conversation's: a sign that several countries use (``$``, ``¥``, ``元``) is read as it where
    that fits. ``include`` names the kinds wanted; places in an order and dates come only when asked for. Never raises.
    """
    source = normalise(text)
    if (
        currency is None
        and "¥" in source.lower
        and _mentions(source.lower, _YEN)
        and not _mentions(source.lower, _YUAN)
    ):
        currency = "JPY"
    said = scopes(source.lower, currency)
    masks = find_masks(source.lower, said)
    scan = _Scan(source, masks, currency)
    readings = scan.readings()
    apply_scopes(source.lower, readings, said)
    mark(source.lower, readings, low=scan.context.low, high=scan.context.high)
    readings = join(source.lower, readings)
    relate(source.lower, readings)
    readings.extend(
        Reading(mask.start, mask.end, None, None, kind=mask.kind, nature=mask.nature) for mask in masks if mask.kind
    )
    figures = [reading.figure(source) for reading in readings if reading.kind in include]
    return tuple(sorted(figures, key=lambda figure: figure.start))


def _mentions(lower: str, words: tuple[str, ...]) -> bool:
    return any(word in lower for word in words)


class _Scan:
    """One text, read from left to right."""

    def __init__(self, source: Source, masks: list[Mask], currency: str | None) -> None:
        low = len(source.text) - len(source.text.lstrip(_EDGE))
        self.context = Context(source.text, source.lower, currency, low, len(source.text.rstrip(_EDGE)), [])
        self.context.rupees = currency == "INR" or speaks_of_rupees(source.lower)
        self.text, self.lower, self.masks = source.text, source.lower, masks

    def readings(self) -> list[Reading]:
        """All readings, dates and ordinals left out."""
        position, upcoming, found = 0, 0, self.context.found
        while match := _starter().search(self.lower, position):
            start = match.start()
            while upcoming < len(self.masks) and self.masks[upcoming].end <= start:
                upcoming += 1
            limit = self.masks[upcoming].start if upcoming < len(self.masks) else len(self.text)
            if limit <= start:
                position = self.masks[upcoming].end
                continue
            reading, position = self._read(start, match.end())
            if reading is not None and reading.end > limit:
                # The numeral runs into a date or a link: it is no figure of its own.
                reading, position = None, limit
            if reading is not None:
                found.append(reading)
            position = max(position, start + 1)
        return found

    def _read(self, start: int, end: int) -> tuple[Reading | None, int]:
        """What begins at ``start`` and where reading goes on; ``end`` is that of the opening character or word."""
        char = self.lower[start]
        ratio = self._ratio(start)
        if ratio is not None:
            return ratio
        if char.isdigit() or char == ".":
            return self._from_digits(start)
        if char in _PHRASES:
            return self._from_phrase(start)
        if char in VULGAR:
            numeral = parse_vulgar(self.text, start)
        elif char.isascii():
            return self._from_words(start, end)
        else:
            numeral = self._digit_by_digit(start, chinese_at(self.context, start))
        return self._finish(numeral) if numeral is not None else (None, self._past_long_run(start))

    def _ratio(self, start: int) -> tuple[Reading, int] | None:
        """The last weight of a run like 5:3:2, 六比三比一 or 50/30/20; the ones before it are noted here."""
        match = weights_at(self.lower, start)
        if match is None or inside_name(self.context, start):
            return None
        spans = match[:-1]
        for begin, end, value in spans:
            self.context.found.append(Reading(begin, end, value, value, outer_start=begin, outer_end=end))
        begin, end, value = match[-1]
        return Reading(begin, end, value, value, outer_start=begin, outer_end=end), end

    def _digit_by_digit(self, start: int, usual: Numeral | None) -> Numeral | None:
        """幺二零万, as digits are dictated: likely 120万, but asked about."""
        start -= self.lower[start - 1 : start] == "幺" and start > 0
        match = _digit_by_digit().match(self.lower, start)
        if match is None or not self.context.free(start) or (usual is not None and usual.end >= match.end()):
            return usual
        digits = "".join(str(ZH_DIGITS.get(char, 1)) for char in match.group()[:-1])
        numeral = Numeral.of(start, match.end(), product(Decimal(digits), Decimal(ZH_BIG[match.group()[-1]])))
        numeral.words, numeral.ambiguous, numeral.alternatives = True, "malformed", (numeral.low,)
        return numeral

    def _past_long_run(self, start: int) -> int:
        """Where reading goes on after an unreadable numeral: a run longer than any number is not tried again."""
        return past_long_run(self.text, start) or start + 1

    def _from_digits(self, start: int) -> tuple[Reading | None, int]:
        if self.lower[start] == "." and self.lower.endswith(_POINTED, 0, start + 1):
            start += 1
        times = self._times(start)
        if times is not None:
            return times, times.end
        name = inside_name(self.context, start) or (
            self.lower[start] == "." and self.lower[start - 1 : start].isalnum()
        )
        numeral = None
        if not name:
            money = money_words.money_before(self.lower, start, self.context.currency)
            numeral = digits_at(self.context, start, currency=(money.currency or "") if money is not None else None)
        if numeral is None:
            run = _run_of_digits().match(self.lower, start)
            return None, run.end() if run else start + 1
        reading, position = self._finish(numeral)
        if reading is None and units.is_letter(self.lower[numeral.end : numeral.end + 1]):
            run = _run_of_digits().match(self.lower, start)
            position = max(position, run.end() if run else 0)
        return reading, position

    def _times(self, start: int) -> Reading | None:
        """X2 and x2 as a multiple: 产能X2, "x2 output"; in "Model X2" it is a name."""
        match = _x_times().match(self.lower, start)
        before = self.lower[start - 2 : start - 1] if start > 1 else ""
        if match is None or self.lower[start - 1 : start] not in {"x", "×"} or start < 1:
            return None
        grown = self.lower.endswith(_GROWN, 0, start - 1)
        if not (grown or not before or (before in " ，。:(" and self.text[start - 1] != "X")):
            return None
        value = Decimal(match.group())
        return Reading(
            start - 1,
            match.end(),
            value,
            value,
            FigureKind.MULTIPLE,
            MULTIPLE,
            outer_start=start - 1,
            outer_end=match.end(),
        )

    def _from_phrase(self, start: int) -> tuple[Reading | None, int]:
        match = _multiples().match(self.lower, start)
        if match is not None:
            turns = match.group("turns")
            if match.group("fold"):
                return Reading(start, match.end(), Decimal(50), Decimal(50), FigureKind.PERCENT, PERCENT), match.end()
            value = Decimal("0.5") if match.group("half") else Decimal(2)
            if turns:
                value = Decimal(2) ** (ZH_DIGITS.get(turns) or int(turns))
            return Reading(start, match.end(), value, value, FigureKind.MULTIPLE, MULTIPLE), match.end()
        if self.lower[start] != "半" or (start and self.lower[start - 1] in _NOT_HALF):
            return None, start + 1
        numeral = Numeral.of_fraction(start, start + 1, Fraction(1, 2))
        numeral.weak = numeral.words = True
        for scale in ("个小目标", "个亿", "亿"):
            if self.lower.startswith(scale, start + 1):
                numeral.times(Decimal(10**8), start + 1 + len(scale))
                numeral.weak = False
                break
        return self._finish(numeral)

    def _from_words(self, start: int, stop: int) -> tuple[Reading | None, int]:
        word = self.lower[start:stop]
        if word in EN_MULTIPLES:
            if self.lower.startswith(_NO_MULTIPLE, stop):
                return None, stop
            value = Decimal(EN_MULTIPLES[word])
            return Reading(start, stop, value, value, FigureKind.MULTIPLE, MULTIPLE), stop
        if word == "a":
            numeral = self._a_dollar(start, stop)
            if numeral is not None:
                return self._finish(numeral)
        if (
            word in EN_SCALES
            and _digits_next().match(self.lower, stop)
            and money_words.money_before(self.lower, start, None)
        ):
            # The million of "USD million 75" multiplies what follows.
            return None, stop
        between = self.lower.endswith("between ", 0, start)
        numeral = parse_english(self.lower, start, between=between)
        if numeral is None or numeral.end <= start:
            return None, stop
        if not numeral.weak:
            numeral = letters_after(self.context, numeral)
        if self.lower.startswith(_FIGURES, numeral.end) and 4 <= numeral.low <= 9:
            # "six figures" is an amount of that many digits.
            numeral.end = self.lower.find("figure", numeral.end) + len("figures")
            numeral.end -= self.lower[numeral.end - 1 : numeral.end] != "s"
            numeral.vague, numeral.weak = True, False
        reading, position = self._finish(numeral)
        return reading, max(position, stop)

    def _a_dollar(self, start: int, stop: int) -> Numeral | None:
        """The one of "above a dollar and 42 cents"; "a dollar a day" alone is too loose to be a figure."""
        money = (
            money_words.money_after(self.lower, stop, self.context.currency)
            if self.lower[stop : stop + 1] == " "
            else None
        )
        if money is None or money.word not in {"dollar", "buck", "euro", "pound"}:
            return None
        alone = start == self.context.low and money.at == self.context.high
        if not (
            alone or units.english_cents(self.lower, money.at, _SPOKEN) or comparators.before(self.lower, start)[0]
        ):
            return None
        numeral = Numeral.of(start, stop, 1)
        numeral.words = numeral.weak = True
        return numeral

    def _finish(self, numeral: Numeral) -> tuple[Reading | None, int]:
        """``numeral`` with all that stands around it, ``None`` where it is no figure; and where reading goes on."""
        context = self.context
        numeral, percent = proportion(context, numeral)
        reading, unit = Reading.of(numeral), ""
        if percent is None:
            surroundings.read_more(context, reading, numeral)
            unit = surroundings.read_unit(context, reading, numeral)
        else:
            reading.unit, reading.kind, reading.before = PERCENT, FigureKind.PERCENT, True
            reading.map(percent)
        surroundings.read_sign(context, reading)
        if not accept(context, reading, numeral, unit, percent=percent is not None):
            if not (reading.plain and numeral.weak and opens_range(self.lower, reading.end)):
                return None, max(numeral.end, numeral.start + 1)
            reading.tentative = True
        surroundings.read_rate(context, reading)
        surroundings.read_comparator(context, reading, numeral)
        surroundings.mark_doubts(context, reading, numeral)
        return reading, reading.end
