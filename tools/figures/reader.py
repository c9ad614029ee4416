"""Finding figures: one pass over the copy, a numeral at a time, each read with what stands around it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

from tools.figures import comparators, units
from tools.figures.chinese import parse_chinese, parse_vague
from tools.figures.digits import parse_digits, parse_vulgar
from tools.figures.english import parse_english
from tools.figures.masks import Mask, find_masks
from tools.figures.model import QUANTITIES, Figure, FigureKind
from tools.figures.numeral import MAX_DIGITS, Numeral
from tools.figures.ranges import join, opens_range
from tools.figures.reading import Reading
from tools.figures.text import Source, normalise
from tools.figures.vocabulary import (
    EN_DENOMINATORS,
    EN_HUNDRED,
    EN_MULTIPLES,
    EN_OPENERS,
    EN_SCALES,
    EN_TENS,
    EN_UNITS,
    STOP_WORDS,
    VULGAR,
    ZH_BIG,
    ZH_DIGITS,
    ZH_FORMAL,
    ZH_SMALL,
    ZH_TENS,
    ZH_VAGUE,
)
from tools.quantities import MULTIPLE, NUMBER, PERCENT, UNITS, Comparator, UnitKind, money_unit

_ZH_NUMERAL = frozenset(ZH_DIGITS) | frozenset(ZH_TENS) | frozenset(ZH_SMALL) | frozenset(ZH_BIG)
_MULTIPLIER = frozenset(ZH_SMALL) | frozenset(ZH_BIG)
_EDGE = " \n\r\"'“”‘’.。,，!！?？;；:：、*"
_SPOKEN = {**EN_UNITS, **EN_TENS}
_STOP_SIZES = sorted({len(word) for word in STOP_WORDS})


@cache
def _starter() -> re.Pattern[str]:
    characters = "".join(sorted(_ZH_NUMERAL | ZH_VAGUE | frozenset(VULGAR))) + "半翻减腰砍折加倍对"
    words = "|".join(sorted(EN_OPENERS, key=len, reverse=True))
    return re.compile(rf"\d|\.(?=\d)|[{characters}]|(?<![a-z\d])(?:{words})(?![a-z\d])")


@cache
def _multiples() -> re.Pattern[str]:
    return re.compile(
        r"翻(?:了|上|到)?(?P<turns>[一两二三四五1-5])番|翻(?:了|上)?(?:一|1)?倍|(?P<half>减半|腰斩|砍半|砍一半|减一半)|(?P<fold>对折|半折)|加倍|倍增"
    )


@cache
def _identifier() -> re.Pattern[str]:
    return re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def find_figures(
    text: str, *, currency: str | None = None, include: frozenset[FigureKind] = QUANTITIES
) -> tuple[Figure, ...]:
    """The figures of ``text`` in order, none overlapping.

    ``currency`` is the conversation's: a sign that several countries use (``$``, ``¥``, ``元``) is read as it where
    that fits. ``include`` names the kinds wanted; places in an order and dates come only when asked for. Never raises.
    """
    source = normalise(text)
    masks = find_masks(source.lower)
    readings = join(source.lower, _Scan(source, masks, currency).readings())
    figures = [reading.figure(source) for reading in readings if reading.kind in include]
    for mask in masks:
        if mask.kind is not None and mask.kind in include:
            figures.append(Reading(mask.start, mask.end, None, None, kind=mask.kind).figure(source))
    figures.sort(key=lambda figure: figure.start)
    return tuple(figures)


class _Scan:
    """One text, read from left to right."""

    def __init__(self, source: Source, masks: list[Mask], currency: str | None) -> None:
        self.text, self.lower = source.text, source.lower
        self.masks = masks
        self.currency = currency
        self.low = len(self.text) - len(self.text.lstrip(_EDGE))
        self.high = len(self.text.rstrip(_EDGE))
        self.found: list[Reading] = []

    def readings(self) -> list[Reading]:
        """All readings, dates and ordinals left out."""
        position, upcoming = 0, 0
        while True:
            match = _starter().search(self.lower, position)
            if match is None:
                return self.found
            start = match.start()
            while upcoming < len(self.masks) and self.masks[upcoming].end <= start:
                upcoming += 1
            if upcoming < len(self.masks) and self.masks[upcoming].start <= start:
                position = self.masks[upcoming].end
                continue
            limit = self.masks[upcoming].start if upcoming < len(self.masks) else len(self.text)
            reading, position = self._read(start)
            if reading is not None and reading.start < limit < reading.end:
                # The numeral runs into a date or a link: it is no figure of its own.
                reading, position = None, limit
            if reading is not None:
                self.found.append(reading)
            position = max(position, start + 1)

    # --- the numeral --------------------------------------------------------------------------------------------------

    def _read(self, start: int) -> tuple[Reading | None, int]:
        char = self.lower[start]
        if char.isdigit() or char == ".":
            return self._from_digits(start)
        if char in "翻减腰砍折加倍对半":
            return self._from_phrase(start)
        if char in VULGAR:
            numeral = parse_vulgar(self.text, start)
        elif char.isascii():
            return self._from_words(start)
        else:
            numeral = self._chinese(start)
        if numeral is None:
            return None, self._past_long_run(start)
        return self._finish(numeral)

    def _past_long_run(self, start: int) -> int:
        """Where reading goes on after an unreadable numeral: a run longer than any number is not tried again."""
        end = start + 1
        while end < len(self.text) and self.text[end] in _ZH_NUMERAL:
            end += 1
        return end if end - start > 2 * MAX_DIGITS else start + 1

    def _from_digits(self, start: int) -> tuple[Reading | None, int]:
        before = self.lower[start - 1 : start]
        money = units.money_before(self.lower, start, self.currency)
        if self._inside_identifier(start, before, money):
            match = _identifier().match(self.lower, start)
            return None, match.end() if match else start + 1
        if self.lower[start] == "." and before.isalnum():
            return None, start + 1
        parsed = parse_digits(self.text, self.lower, start, money=money is not None)
        if parsed is None:
            run = re.compile(r"[\d.,，]+(?:[e^][+-]?\d+)?").match(self.lower, start)
            return None, run.end() if run else start + 1
        numeral, _ = parsed
        if not numeral.scales and numeral.fraction is None:
            numeral = self._continued(numeral)
        return self._finish(numeral)

    def _inside_identifier(self, start: int, before: str, money: units.Found | None) -> bool:
        """GPT-4, B2B, iPhone15: digits that belong to a name. CNY3 and 5k-20k are not."""
        if not before or (money is not None and money.at < start):
            return False
        if before.isascii() and (before.isalpha() or before in "_@&#\\"):
            return True
        if before == "-" and start >= 2 and self.lower[start - 2].isascii() and self.lower[start - 2].isalpha():
            return not (self.found and self.found[-1].end >= start - 1)
        return False

    def _continued(self, numeral: Numeral) -> Numeral:
        """Digits with the Chinese multipliers or English words that go on: 1.2亿, 500多万, 5 and a half million."""
        text, end = self.text, numeral.end
        at = units.skip_spaces(text, end)
        following = text[at : at + 1]
        if (
            following in tuple("多余来")
            and following
            and text[at + 1 : at + 2] in _MULTIPLIER
            and text[at + 1 : at + 2]
        ):
            return self._more(numeral, at)
        if following == "几" and text[at + 1 : at + 2] in ZH_BIG:
            return Numeral(numeral.start, at + 2, numeral.low, numeral.low, vague=True)
        if following == "个" and text[at + 1 : at + 2] in ZH_BIG and text[at + 1 : at + 2]:
            numeral.scales = ((numeral.low, Decimal(ZH_BIG[text[at + 1]])),)
            numeral.times(numeral.scales[0][1], at + 2)
            return numeral
        if (following in _MULTIPLIER and following) or following == "点":
            longer = parse_chinese(text, at, numeral.low)
            if longer is not None and longer.end > at:
                longer.start, longer.ambiguous = numeral.start, numeral.ambiguous
                longer.alternatives = self._scaled_alternatives(numeral, longer)
                return (
                    longer
                    if self.text[longer.end : longer.end + 1] not in ("多", "余")
                    else self._more(longer, longer.end)
                )
        gap = self.lower[end : end + 1]
        if gap in (" ", "-") and numeral.low >= 0:
            match = re.compile(r"[a-z]+").match(self.lower, end + 1)
            word = match.group() if match else ""
            if word in EN_SCALES or word in EN_HUNDRED or (word in ("and", "out") and gap == " "):
                longer = parse_english(self.lower, end + 1, numeral)
                if longer is not None and longer.end > end:
                    longer.ambiguous = numeral.ambiguous
                    longer.alternatives = self._scaled_alternatives(numeral, longer)
                    return longer
        return numeral

    @staticmethod
    def _scaled_alternatives(short: Numeral, longer: Numeral) -> tuple[Decimal, ...]:
        if not short.ambiguous or not short.low or longer.low % short.low:
            return ()
        return tuple(value * (longer.low / short.low) for value in short.alternatives)

    def _more(self, numeral: Numeral, at: int) -> Numeral:
        """二十多万, 500余万, 50来万: the multiplier after 多."""
        end = at + 1
        factor = Decimal(1)
        while self.text[end : end + 1] and self.text[end] in _MULTIPLIER:
            factor *= {**ZH_SMALL, **ZH_BIG}[self.text[end]]
            end += 1
        numeral.times(factor, end)
        numeral.scales = ()
        numeral.ambiguous = "+about" if self.text[at] == "来" else "+more"
        return numeral

    def _chinese(self, start: int) -> Numeral | None:
        text = self.text
        if text[start] in ZH_VAGUE:
            if (
                text[start] == "数"
                and text[start - 1 : start] in tuple("人参倍系总基指函整小分次户岁级页字件篇少多")
                and start
            ):
                return None
            return parse_vague(text, start)
        numeral = parse_chinese(text, start)
        if numeral is None:
            return None
        end = numeral.end
        following, second = text[end : end + 1], text[end + 1 : end + 2]
        if (
            numeral.weak
            and text[start] in _MULTIPLIER
            and text[start - 1 : start] == "上"
            and text[start - 2 : start - 1] != "以"
            and start
        ):
            numeral.vague = True
        if following in tuple("多余来") and following and second in _MULTIPLIER and second:
            return self._more(numeral, end)
        if following == "个" and second in ZH_BIG and second:
            numeral.scales = ((numeral.low, Decimal(ZH_BIG[second])),)
            numeral.times(numeral.scales[0][1], end + 2)
            numeral.weak = False
            return numeral
        if following == "几":
            stop = end + 1
            while text[stop : stop + 1] and text[stop] in _MULTIPLIER:
                stop += 1
            return Numeral(start, stop, numeral.low, numeral.low, vague=True)
        return numeral

    def _from_phrase(self, start: int) -> tuple[Reading | None, int]:
        match = _multiples().match(self.lower, start)
        if match is not None:
            value, unit, kind = Decimal(2), MULTIPLE, FigureKind.MULTIPLE
            if match.group("turns"):
                turns = match.group("turns")
                value = Decimal(2) ** (ZH_DIGITS.get(turns) or int(turns))
            elif match.group("half"):
                value = Decimal("0.5")
            elif match.group("fold"):
                value, unit, kind = Decimal(50), PERCENT, FigureKind.PERCENT
            reading = Reading(
                start, match.end(), value, value, kind=kind, unit=unit, outer_start=start, outer_end=match.end()
            )
            return reading, match.end()
        if (
            self.lower[start] == "半"
            and self.lower[start - 1 : start] not in tuple("上下前后大过多")
            or start == 0
            and self.lower[start] == "半"
        ):
            numeral = Numeral.of_fraction(start, start + 1, Fraction(1, 2))
            numeral.weak = numeral.words = True
            if self.lower[start + 1 : start + 2] in tuple("亿") and self.lower[start + 1 : start + 2]:
                numeral.times(Decimal(10**8), start + 2)
                numeral.weak = False
            return self._finish(numeral)
        return None, start + 1

    def _from_words(self, start: int) -> tuple[Reading | None, int]:
        word = re.compile("[a-z]+").match(self.lower, start)
        stop = word.end() if word else start + 1
        if word and word.group() in EN_MULTIPLES:
            if self.lower.startswith(
                ("-check", "-click", "-sided", " check", " click", "-digit", " down", " digit"), stop
            ):
                return None, stop
            value = Decimal(EN_MULTIPLES[word.group()])
            return Reading(
                start, stop, value, value, FigureKind.MULTIPLE, MULTIPLE, outer_start=start, outer_end=stop
            ), stop
        if word and word.group() in ("a", "an"):
            money = units.money_after(self.lower, stop, self.currency) if self.lower[stop : stop + 1] == " " else None
            if money is not None and units._letter(money.word[0]) and money.word in ("dollar", "buck", "euro", "pound"):
                numeral = Numeral.of(start, stop, 1)
                numeral.words = numeral.weak = True
                after = units.english_cents(self.lower, money.at, _SPOKEN)
                bounded = comparators.before(self.lower, start)[0] is not None
                if after is not None or bounded or start == self.low and money.at == self.high:
                    return self._finish(numeral)
                return None, stop
        between = self.lower[max(0, start - 8) : start] == "between "
        numeral = parse_english(self.lower, start, between=between)  # type: ignore[assignment]
        if numeral is None or numeral.end <= start:
            return None, stop
        reading, position = self._finish(numeral)
        return reading, max(position, stop)

    # --- what stands around it ----------------------------------------------------------------------------------------

    def _finish(self, numeral: Numeral) -> tuple[Reading | None, int]:
        numeral, part = self._parts(numeral)
        more = numeral.ambiguous if numeral.ambiguous and numeral.ambiguous[0] == "+" else None
        if more or numeral.ambiguous == "about":
            numeral.ambiguous = None if more else "+about"
            more = more or "+about"
            numeral.ambiguous = None
        reading = Reading.of(numeral)
        start, rejected = numeral.start, max(numeral.end, numeral.start + 1)
        if part is not None:
            reading.unit, reading.kind, reading.before = PERCENT, FigureKind.PERCENT, True
            reading.map(part)
            reading.fraction = None
        if (
            self.text[reading.end : reading.end + 1] in ("多", "余", "来")
            and part is None
            and not more
            and self._tens(numeral)
        ):
            extra = units.skip_spaces(self.text, reading.end + 1)
            tail = self.text[extra : extra + 1]
            if (
                not tail
                or tail in _EDGE
                or units.money_after(self.lower, extra, None)
                or units.unit_after(self.text, self.lower, extra)
            ):
                more = "+about" if self.text[reading.end] == "来" else "+more"
                reading.end += 1
        money = units.money_before(self.lower, start, self.currency)
        if money is not None and part is None:
            reading.start = money.at
            reading.before = True
            self._as_money(reading, money.currency or "CNY")
        unit_word = self._suffix(reading, numeral, money) if part is None else ""
        self._sign(reading)
        if not self._accepted(reading, numeral, unit_word, part):
            if not (reading.plain and numeral.weak and opens_range(self.lower, reading.end)):
                return None, rejected
            reading.tentative = True
        self._rate(reading)
        self._compare(reading, more)
        self._doubts(reading, numeral, unit_word)
        return reading, max(reading.end, rejected)

    @staticmethod
    def _tens(numeral: Numeral) -> bool:
        return numeral.low >= 10 and numeral.low % 10 == 0

    def _parts(self, numeral: Numeral, *, nested: bool = False) -> tuple[Numeral, Decimal | None]:
        """百分之三, 三分之二, 一又二分之一, 百分百: the number under 分 and what it makes of the one after it.

        Returns the factor that turns the number into percent, ``None`` where it is no percentage.
        """
        text, end = self.text, numeral.end
        at = units.skip_spaces(text, end)
        if text[at : at + 1] == "又" and numeral.fraction is None and not nested:
            lower_part = self._number_at(units.skip_spaces(text, at + 1))
            if lower_part is not None:
                rest, percent = self._parts(lower_part, nested=True)
                if percent is None and rest.fraction is not None:
                    mixed = Numeral.of_fraction(numeral.start, rest.end, Fraction(numeral.low) + rest.fraction)
                    return mixed, None
            return numeral, None
        if text[end : end + 1] == "半" and numeral.low == 1 and numeral.words and numeral.end - numeral.start == 1:
            return Numeral.of_fraction(numeral.start, end + 1, Fraction(1, 2)), None
        whole = text[numeral.start : end]
        if text.startswith("分之", end) and numeral.low > 0 and numeral.low == int(numeral.low):
            begin = end + 2
        elif whole in ("百", "千") and text[end : end + 1] == "分":
            begin = end + 1
        else:
            return numeral, None
        negative = text[begin : begin + 1] == "负"
        above = self._number_at(begin + negative)
        if above is None:
            return numeral, None
        if begin == end + 1 and not (above.end - begin > 1 or text[begin] == "百" or text[begin].isdigit()):
            return numeral, None
        if negative:
            above.low, above.high = -above.high, -above.low
        if numeral.low in (100, 1000):
            read = Numeral(numeral.start, above.end, above.low, above.high, vague=above.vague)
            return read, Decimal(100) / numeral.low
        if above.low != above.high or above.vague:
            return numeral, None
        read = Numeral.of_fraction(numeral.start, above.end, Fraction(above.low) / Fraction(numeral.low))
        return read, None

    def _number_at(self, start: int) -> Numeral | None:
        char = self.text[start : start + 1]
        if not char:
            return None
        if char.isdigit():
            parsed = parse_digits(self.text, self.lower, start, money=False)
            return parsed[0] if parsed else None
        return self._chinese(start) if char in _ZH_NUMERAL or char in ZH_VAGUE else None

    def _as_money(self, reading: Reading, code: str) -> None:
        reading.kind, reading.unit = FigureKind.MONEY, money_unit(code)

    def _suffix(self, reading: Reading, numeral: Numeral, before: units.Found | None) -> str:
        """Read the unit after the number into ``reading``; returns its word."""
        lower, end = self.lower, reading.end
        if lower.startswith("个半", end):
            unit = units.unit_after(self.text, "个" + lower[end + 2 : end + 6], 0)
            if unit is not None and unit.unit is not None and unit.unit.kind is UnitKind.DURATION:
                reading.add(Decimal("0.5"))
                reading.end, reading.unit, reading.kind = end + 1 + unit.at, unit.unit, FigureKind.DURATION
                return unit.word
        money = units.money_after(lower, end, self.currency)
        if money is not None and not (
            before is not None and (money.word in "$€£¥₩₹" or self._is_next_amount(money.at))
        ):
            if money.word in ("块", "角", "毛") and not self._is_money_lump(numeral, money.at):
                return ""
            if before is None or before.word in ("$", "¥") and money.word not in ("元", "块", "块钱"):
                self._as_money(reading, money.currency or "CNY")
            reading.end = money.at
            self._cents(reading, money.word)
            return money.word
        if before is not None:
            self._cents(reading, before.word)
            return ""
        tenth = lower[end : end + 1]
        if tenth in ("角", "毛") and tenth and reading.single and self._is_lone_tenth(numeral, end):
            self._as_money(reading, "CNY")
            reading.map(Decimal("0.1"))
            reading.end += 2 if lower[end + 1 : end + 2] == "钱" else 1
            cents = units.chinese_hundredths(lower, reading.end)
            if cents is not None:
                reading.add(cents[0])
                reading.end = cents[1]
            return "角"
        cents_unit = units.cents_after(self.text, lower, end)
        if cents_unit is not None:
            self._as_money(reading, cents_unit.currency or "USD")
            reading.map(cents_unit.factor)
            reading.end = cents_unit.at
            return "cents"
        return self._other_unit(reading, numeral)

    def _other_unit(self, reading: Reading, numeral: Numeral) -> str:
        found = units.unit_after(self.text, self.lower, reading.end)
        if found is None or found.unit is None or reading.low is None and found.word in ("成", "折", "打"):
            return ""
        if found.unit.kind is UnitKind.COUNT and numeral.fraction is not None and numeral.low < 1:
            return ""
        value, factor = reading.low or Decimal(0), found.factor
        if found.word in ("折", "打折") and value >= 10:
            factor = Decimal(1)
        if found.word == "成" and value > 10 or found.word in ("折", "打折") and value > 100:
            return ""
        reading.map(factor)
        if factor != 1:
            reading.scales = ()
        reading.end, reading.unit = found.at, found.unit
        kinds = {
            UnitKind.PERCENT: FigureKind.PERCENT, UnitKind.MULTIPLE: FigureKind.MULTIPLE, UnitKind.COUNT: FigureKind.COUNT,
            UnitKind.DURATION: FigureKind.DURATION,
        }  # fmt: skip
        reading.kind = kinds.get(found.unit.kind, FigureKind.NUMBER)
        tail = self.text[found.at : found.at + 1]
        if tail == "半" and found.word in ("年", "天", "周", "小时", "倍", "成", "星期", "块"):
            reading.add(found.factor / 2)
            reading.end += 1
        elif (
            found.word == "成"
            and tail in ZH_DIGITS
            and tail
            and self.text[found.at + 1 : found.at + 2] not in _ZH_NUMERAL
        ):
            reading.add(Decimal(ZH_DIGITS[tail]))
            reading.end += 1
        if found.word == "倍" and reading.low == reading.high == 1 and self._grows(reading.start):
            reading.low = reading.high = Decimal(2)
        return found.word

    def _grows(self, start: int) -> bool:
        """增长一倍 is twice as much, 一倍 alone is once."""
        return any(
            verb in self.lower[max(0, start - 4) : start]
            for verb in ("增", "提升", "提高", "涨", "多", "上升", "扩大", "翻", "高", "快")
        )

    def _is_next_amount(self, end: int) -> bool:
        """Whether the currency before ``end`` opens the next amount: the second RMB in "RMB 5 RMB 6"."""
        following = self.lower[end : end + 2].strip()
        return following[:1].isdigit()

    def _is_money_lump(self, numeral: Numeral, end: int) -> bool:
        """块 is money in 100块 and 三块五, a part in 分成三块."""
        if numeral.low >= 10 or numeral.low != int(numeral.low) or not numeral.words:
            return True
        tail = self.lower[end : end + 1]
        return (numeral.start == self.low and end == self.high) or (
            tail in tuple("钱半一二两三四五六七八九") and bool(tail)
        )

    def _is_lone_tenth(self, numeral: Numeral, end: int) -> bool:
        tail = self.lower[end + 1 : end + 2]
        if tail in tuple("形度落色大楼"):
            return not tail and (numeral.start == self.low or not numeral.words)
        return tail == "钱" or numeral.start == self.low or not numeral.words

    def _cents(self, reading: Reading, word: str) -> None:
        if not reading.single:
            return
        if units._letter(word[-1]) or word in "$€£":
            cents = units.english_cents(self.lower, reading.end, _SPOKEN)
            if cents is None and word in ("dollar", "dollars", "euros", "pounds"):
                cents = units.bare_cents(self.lower, reading.end)
        else:
            cents = units.chinese_cents(self.lower, reading.end)
            tail, second = self.lower[reading.end : reading.end + 1], self.lower[reading.end + 1 : reading.end + 2]
            if cents is None and word in ("块", "块钱") and tail in ZH_DIGITS and tail and second not in _ZH_NUMERAL:
                if not units.unit_after(self.text, self.lower, reading.end + 1):
                    cents = Decimal(ZH_DIGITS[tail]) / 10, reading.end + 1
            elif cents is None and tail == "半":
                cents = Decimal("0.5"), reading.end + 1
        if cents is not None:
            reading.add(cents[0])
            reading.end = cents[1]

    def _sign(self, reading: Reading) -> None:
        lower, at = self.lower, reading.start
        if lower[at - 1 : at] == "负" and at:
            reading.start -= 1
            reading.negate()
            return
        for word in ("minus ", "negative "):
            if lower.endswith(word, max(0, at - len(word)), at) and not lower[: at - len(word)][-1:].isalpha():
                reading.start -= len(word)
                reading.negate()
                return
        if lower[at - 1 : at] != "-" or not at:
            return
        before = lower[at - 2 : at - 1] if at >= 2 else ""
        if self.found and self.found[-1].end >= at - 1:
            return
        if before and (before.isascii() and before.isalnum() or before in "%)-"):
            return
        reading.start -= 1
        reading.negate()

    # --- is it a figure at all? ---------------------------------------------------------------------------------------

    def _accepted(self, reading: Reading, numeral: Numeral, word: str, part: Decimal | None) -> bool:
        lower, end = self.lower, reading.end
        bare = reading.start <= self.low and end >= self.high
        following = lower[end : end + 1]
        if not numeral.words:
            if (
                following.isascii()
                and (following.isalpha() or following == "_")
                and reading.plain
                and lower[end - 1].isalnum()
            ):
                measure = units.is_measure(lower, end)
                if measure is None:
                    return self._skip_name(numeral, end)
                reading.end = measure
            if following == "-" and lower[end + 1 : end + 2].isalpha() and lower[end + 1].isascii() and reading.plain:
                return bare
            return not numeral.weak or bare or not reading.plain
        if (
            self.text[numeral.start] in _ZH_NUMERAL
            or self.text[numeral.start] in ZH_VAGUE
            or self.text[numeral.start] == "半"
        ):
            return bare or self._accepted_chinese(reading, numeral, word, part)
        return bare or self._accepted_english(reading, numeral, word)

    def _skip_name(self, numeral: Numeral, end: int) -> bool:
        match = _identifier().match(self.lower, end)
        numeral.end = max(numeral.end, match.end() if match else end)
        return False

    def _accepted_chinese(self, reading: Reading, numeral: Numeral, word: str, part: Decimal | None) -> bool:
        text, start = self.text, numeral.start
        length = numeral.end - start
        money = reading.kind is FigureKind.MONEY
        if length <= 2 and part is None and not money and self._is_idiom(start):
            return False
        if part is not None and text[start : numeral.end] == "百分百":
            tail = text[numeral.end : numeral.end + 1]
            return not tail or tail in _EDGE or text[start - 1 : start] in tuple("到达是为至有")
        if part is not None or numeral.vague:
            return True
        if length == 1 and text[start] in ZH_FORMAL:
            return money and text[reading.end - 1] in "元整正"
        if numeral.fraction is not None and text[start] != "半":
            return True
        if not numeral.weak:
            return True
        before = text[start - 1 : start] if start else ""
        if text[start] in _MULTIPLIER and text[start] not in "十拾":
            bounded = comparators.before(self.lower, start)[0] is not None or before in ("过", "破", "上")
            return bounded or (money and length > 1 and before not in ("(", ":", "位"))
        if reading.plain:
            return False
        if text[start] == "半":
            return reading.kind in (FigureKind.DURATION, FigureKind.PERCENT, FigureKind.MONEY)
        if reading.low == 1 and reading.high == 1 and length == 1:
            if reading.kind is FigureKind.DURATION:
                return (
                    word not in ("日", "天", "年", "周", "个月")
                    or before not in tuple("下上这那某有另前后头同新")
                    or not before
                )
            if reading.kind is FigureKind.COUNT:
                return (
                    comparators.before(self.lower, start)[0] is not None
                    or before in tuple("天周月年日共仅")
                    and bool(before)
                )
        return not (reading.kind is FigureKind.COUNT and before in ("这", "那"))

    def _is_idiom(self, start: int) -> bool:
        for size in _STOP_SIZES:
            for at in range(max(0, start - size + 1), start + 1):
                if self.text[at : at + size] in STOP_WORDS:
                    return True
        return False

    def _accepted_english(self, reading: Reading, numeral: Numeral, word: str) -> bool:
        lower, end = self.lower, reading.end
        if (
            lower[end : end + 1] == "-"
            and reading.plain
            and lower[end + 1 : end + 2].isalpha()
            and lower[end + 1].isascii()
        ):
            return False
        if (
            lower[numeral.start - 1 : numeral.start] == "-"
            and numeral.start
            and reading.plain
            and reading.start == numeral.start
        ):
            return bool(self.found and self.found[-1].end >= numeral.start - 1)
        if numeral.fraction is not None and numeral.weak:
            return self._accepted_part(reading, numeral)
        if not numeral.weak:
            return True
        if reading.start < numeral.start and reading.kind is not FigureKind.MONEY:
            return True
        if word in ("time", "times", "day", "dollar") and lower[numeral.start : numeral.end] == "one":
            return word == "dollar"
        opening = lower[max(0, numeral.start - 6) : numeral.start].split(" ")
        if len(opening) > 1 and opening[-2] in ("this", "that", "which", "every", "each", "no", "any"):
            return False
        return not reading.plain

    def _accepted_part(self, reading: Reading, numeral: Numeral) -> bool:
        """half of, a third of, half the budget; "two quarters" are half a year unless something is divided."""
        lower, end = self.lower, numeral.end
        opening = lower[max(0, numeral.start - 9) : numeral.start]
        last = lower[:end].rsplit(" ", 1)[-1] if " " in lower[max(0, end - 12) : end] else lower[max(0, end - 12) : end]
        if last in ("quarter", "quarters") and not lower.startswith((" of", " dollar"), end) and not reading.unit.code:
            fraction = numeral.fraction or Fraction(0)
            words = lower[numeral.start : end]
            if fraction * 4 == int(fraction * 4) and not words.startswith(("a ", "an ", "quarter")):
                reading.low = reading.high = Decimal(int(fraction * 4))
                reading.unit, reading.kind, reading.fraction = UNITS["quarter"], FigureKind.DURATION, None
                return True
            return False
        if opening.endswith(("first ", "second ", "last ", "next ", "other ", "better ", "this ")):
            return False
        article = re.compile(r" an? (?=(?:hour|day|month|year|minute|dollar|point|percent)(?![a-z]))").match(lower, end)
        if article is not None:
            unit = units.unit_after(self.text, lower, article.end())
            if unit is not None and unit.unit is not None:
                reading.unit, reading.end = unit.unit, unit.at
                reading.kind = FigureKind.PERCENT if unit.unit == PERCENT else FigureKind.DURATION
            return True
        return not reading.plain or lower.startswith(
            (" of", " the ", " our ", " my ", " that ", " this ", " your "), end
        )

    # --- rate, comparator, doubts -------------------------------------------------------------------------------------

    def _rate(self, reading: Reading) -> None:
        if reading.kind in (FigureKind.PERCENT, FigureKind.MULTIPLE, FigureKind.DURATION, FigureKind.FRACTION):
            return
        found = units.rate_after(
            self.lower, reading.end, money=reading.kind is FigureKind.MONEY or bool(reading.scales)
        )
        if found is not None:
            reading.unit, reading.end = replace(reading.unit, per=found[0]), found[1]
            return
        found = units.rate_before(self.lower, reading.start)
        if found is not None:
            reading.unit = replace(reading.unit, per=found[0])

    def _compare(self, reading: Reading, more: str | None) -> None:
        reading.outer_start, reading.outer_end = reading.start, reading.end
        duration = reading.kind is FigureKind.DURATION
        first, start = comparators.before(self.lower, reading.start)
        second, end = comparators.after(self.lower, reading.end, duration=duration)
        if duration and first is Comparator.MORE_THAN and self.lower.startswith("over", start):
            first = None
        if (
            first is None
            and self.lower[reading.start - 1 : reading.start] in ("过", "破")
            and reading.start
            and self.text[reading.start] in "百千万亿"
        ):
            first, start = Comparator.MORE_THAN, reading.start - 1
        if second is Comparator.MORE_THAN and (
            reading.kind not in (FigureKind.MONEY, FigureKind.DURATION, FigureKind.PERCENT, FigureKind.MULTIPLE)
        ):
            second = None
        if first is not None:
            reading.comparator, reading.outer_start = first, start
        if second is not None:
            if first is None or second is not Comparator.ABOUT:
                reading.comparator = second
            reading.outer_end = end
        if more and reading.comparator is Comparator.EQUAL:
            reading.comparator = Comparator.MORE_THAN if more == "+more" else Comparator.ABOUT

    def _doubts(self, reading: Reading, numeral: Numeral, word: str) -> None:
        """Mark what the text leaves open."""
        lower = self.lower
        if numeral.alternatives and not reading.ambiguous:
            foreign = reading.kind is FigureKind.MONEY and reading.unit.code in (
                "EUR",
                "CHF",
                "BRL",
                "IDR",
                "TRY",
                "DKK",
                "VND",
            )
            beside = lower[reading.start - 1 : reading.start] + lower[reading.end : reading.end + 1]
            loose = reading.unit == NUMBER and not numeral.scales and not any(char > "\u2e7f" for char in beside)
            if foreign or loose:
                reading.ambiguous = "grouping"
            else:
                reading.alternatives = ()
        if reading.plain and numeral.scales and lower[numeral.end - 1] == "m" and lower[numeral.end - 2].isdigit():
            opening = lower[max(0, reading.start - 8) : reading.start].rstrip().rsplit(" ", 1)[-1]
            if opening in ("in", "within", "over", "every", "after", "last", "next", "past"):
                reading.ambiguous = "unit"
                reading.alternatives = (numeral.low, numeral.scales[0][0])
        if (
            lower[reading.start - 1 : reading.start] == "("
            and lower[reading.end : reading.end + 1] == ")"
            and reading.start
            and (reading.kind is FigureKind.MONEY and reading.before or "," in lower[reading.start : reading.end])
            and (reading.start - 1 <= self.low or lower[: reading.start - 1].rstrip()[-1:] in tuple(":|"))
            and reading.low is not None
        ):
            reading.ambiguous, reading.alternatives = "sign", (reading.low, -reading.low)


_ = EN_DENOMINATORS
