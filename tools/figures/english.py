"""English number words: two million three thousand and nineteen, five and a half million, three quarters of a billion."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise

from tools.figures.numeral import MAX_DIGITS, Numeral, product
from tools.figures.vocabulary import (
    EN_DENOMINATORS,
    EN_HUNDRED,
    EN_OPENERS,
    EN_SCALES,
    EN_SHORT_SCALES,
    EN_TENS,
    EN_UNITS,
)

_SPOKEN_DIGITS = {**{word: str(value) for word, value in EN_UNITS.items() if value < 10}, "oh": "0", "o": "0"}
_MAX_WORDS = 48


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"([a-z]+|\d+(?:\.\d+)?(?:/\d+)?)(?![a-z\d])")


@cache
def _gap() -> re.Pattern[str]:
    return re.compile(r", | - |[ -]")


class Words:
    """The words from a position on, each with its end and whether a comma stands before it."""

    def __init__(self, lower: str, start: int) -> None:
        self.words: list[str] = []
        self.ends: list[int] = []
        self.comma: list[bool] = []
        position, comma = start, False
        while len(self.words) < _MAX_WORDS:
            match = _word().match(lower, position)
            if match is None:
                break
            self.words.append(match.group(1))
            self.ends.append(match.end(1))
            self.comma.append(comma)
            gap = _gap().match(lower, match.end(1))
            if gap is None:
                break
            position, comma = gap.end(), gap.group() == ", "
            if not self._of_a_number(match.group(1)) and len(self.words) > 1:
                break

    @staticmethod
    def _of_a_number(word: str) -> bool:
        return (
            word in EN_OPENERS
            or word in EN_SCALES
            or word in _SPOKEN_DIGITS
            or word in ("and", "of", "out", "in", "over")
            or word[0].isdigit()
            or denominator(word) is not None
        )

    def __getitem__(self, index: int) -> str:
        return self.words[index] if index < len(self.words) else ""

    def end(self, count: int) -> int:
        """The end of the first ``count`` words."""
        return self.ends[count - 1]


def denominator(word: str) -> int | None:
    """The number that an ordinal stands for as the lower part of a fraction: ``thirds`` → 3."""
    value = EN_DENOMINATORS.get(word)
    return value if value is not None or not word.endswith("s") else EN_DENOMINATORS.get(word[:-1])


def cardinal(
    words: Words, start: int, first: Decimal | None = None, *, joined: bool = True
) -> tuple[Decimal, int] | None:
    """The number read from word ``start`` on and the index after it; ``first`` was written in digits before it.

    ``joined`` is false between "between" and its "and", where "and" parts two numbers.
    """
    total, group, index = Decimal(0), first or Decimal(0), start
    room, limit = (Decimal(1000) if first is None else Decimal(1)), Decimal(10**18)
    seen = first is not None
    while index < len(words.words):
        word = words[index]
        if words.comma[index] and (
            not seen or words[index - 1] not in EN_HUNDRED and words[index - 1] not in EN_SCALES
        ):
            break
        value = EN_UNITS.get(word) if room > 1 else None
        if word in ("a", "an") and not seen and (words[index + 1] in EN_HUNDRED or words[index + 1] in EN_SCALES):
            group, room = Decimal(1), Decimal(1)
        elif value is not None and (value < 10 and room >= 10 or room >= 100):
            group, room = group + value, Decimal(1)
        elif word in EN_TENS and room >= 100:
            group, room = group + EN_TENS[word], Decimal(10)
        elif word in EN_HUNDRED and group < 100 and (group or not seen or not total) and (room < 100 or not group):
            group, room = (group or 1) * 100, Decimal(100)
        elif word in EN_SCALES and (seen or word not in EN_SHORT_SCALES) and word != "dozens":
            scale = Decimal(EN_SCALES[word])
            if scale < limit and (group or not total):
                total += product(group or Decimal(1), scale)
                limit = scale
            elif not group and total:
                total *= scale
            else:
                break
            group, room = Decimal(0), Decimal(1000)
        elif word == "and" and joined and seen and _links(words, index):
            index += 1
            continue
        elif word[0].isdigit() and seen and room >= 100 and "." not in word and "/" not in word and len(word) <= 3:
            if words[index + 1] not in EN_SCALES and words[index + 1] not in EN_HUNDRED:
                break
            group, room = group + Decimal(word), Decimal(1)
        else:
            break
        seen = True
        index += 1
    while index > start and words[index - 1] == "and":
        index -= 1
    return (total + group, index) if index > start or first is not None else None


def _links(words: Words, index: int) -> bool:
    """Whether the "and" at ``index`` continues a number: not in "two hundred and three hundred"."""
    if not index:
        return False
    before, after = words[index - 1], words[index + 1]
    if before not in EN_HUNDRED and before not in EN_SCALES or before == "dozen":
        return False
    if after not in EN_UNITS and after not in EN_TENS:
        return before in EN_SCALES and after in ("a",) and words[index + 2] in EN_HUNDRED
    ahead = index + 2
    while words[ahead] in EN_UNITS or words[ahead] in EN_TENS:
        ahead += 1
    if before in EN_HUNDRED:
        # "hundred and seventy two thousand" goes on, "one hundred and two hundred" does not.
        return words[ahead] not in EN_HUNDRED
    if words[ahead] in EN_HUNDRED:
        ahead += 1
    return words[ahead] not in EN_SCALES or EN_SCALES[words[ahead]] < EN_SCALES[before]


def _decimals(words: Words, index: int) -> tuple[str, int] | None:
    """The digits after "point": "oh five", "two three six", also "ninety nine"."""
    digits = ""
    while words[index] in _SPOKEN_DIGITS and not words.comma[index] and len(digits) < MAX_DIGITS:
        digits += _SPOKEN_DIGITS[words[index]]
        index += 1
    if not digits:
        found = cardinal(words, index, joined=False)
        if found is None or not 10 <= found[0] < 1000 or found[0] != int(found[0]):
            return None
        digits, index = str(found[0]), found[1]
    return digits, index


def _scaled(words: Words, index: int, *, of: bool) -> tuple[Decimal, int]:
    """A multiplier after a fraction or decimals: "million", "of a billion", "a million"."""
    at = index
    if of and words[at] == "of":
        at += 1
    if words[at] in ("a", "an", "one"):
        at += 1
    scale = Decimal(1)
    start = at
    while words[at] in EN_SCALES or words[at] in EN_HUNDRED:
        scale *= 100 if words[at] in EN_HUNDRED else EN_SCALES[words[at]]
        at += 1
    return (scale, at) if at > start else (Decimal(1), index)


def parse_english(lower: str, start: int, digits: Numeral | None = None, *, between: bool = False) -> Numeral | None:
    """The number in words at ``start``, or the words that go on after ``digits`` ("5" in "5 and a half million")."""
    words = Words(lower, start)
    if not words.words:
        return None
    if digits is None:
        for special in (_vague, _about):
            numeral = special(words, start)
            if numeral is not None:
                return numeral
    index, value, sure = 0, Decimal(0), False
    if digits is not None:
        found = cardinal(words, 0, digits.low)
    elif words[0] == "point":
        found = (Decimal(0), 0)
    elif words[0] in ("half", "quarter") or (
        words[0] in ("a", "an") and denominator(words[1]) and words[1] != "second"
    ):
        return _lone_fraction(words, start)
    else:
        found = cardinal(words, 0, joined=not between or words.words.count("and") > 1)
    if found is None:
        return None
    value, index = found
    begin = digits.start if digits is not None else start
    scales: list[Decimal] = []
    if words[index] == "point" and (digits is None):
        read = _decimals(words, index + 1)
        if read is None and not index:
            return None
        if read is not None:
            value, index, sure = value + Decimal(f"0.{read[0]}"), read[1], True
            scale, index = _scaled(words, index, of=False)
            value = product(value, scale)
            scales = [scale] if scale > 1 else []
    else:
        numeral = _fraction(words, begin, value, index, digits)
        if numeral is not None:
            return numeral
        run = index
        while run and (words[run - 1] in EN_SCALES or words[run - 1] in EN_HUNDRED):
            run -= 1
        scale = Decimal(1)
        for word in reversed(words.words[run:index]):
            scale *= 100 if word in EN_HUNDRED else EN_SCALES[word]
            scales.insert(0, scale)
    if not index and digits is None:
        return None
    numeral = Numeral.of(begin, words.end(index) if index else digits.end if digits else start, value)
    numeral.scales = tuple((value / scale, scale) for scale in scales if scale)
    numeral.words = digits is None
    numeral.weak = digits is None and not sure and index == 1 and words[0] in ("one", "hundred", "hundreds", *EN_SCALES)
    return numeral


def _fraction(words: Words, start: int, value: Decimal, index: int, digits: Numeral | None) -> Numeral | None:
    """five eighths, one third, one hundred and three quarters, one and a half, one out of three."""
    whole, part, at = Fraction(value), None, index
    lower = denominator(words[index])
    plural = words[index].endswith("s")
    if lower and index and digits is None and value == int(value) and words[index] != "half":
        joint = max((i for i in range(index) if words[i] == "and"), default=-1)
        split = cardinal(words, joint + 1, joined=False) if joint > 0 else None
        if plural == (value != 1) or (split is not None and plural):
            before = cardinal(words, 0, joined=True) if joint < 0 else cardinal(_cut(words, joint), 0)
            if split is not None and split[1] == index and before is not None:
                whole, part = Fraction(before[0]), Fraction(split[0]) / lower
            else:
                whole, part = Fraction(0), Fraction(value) / lower
            at = index + 1
    elif lower and index and digits is None and words[index] == "half" and value == 1:
        whole, part, at = Fraction(0), Fraction(1, 2), index + 1
    elif words[index] == "and" and (index or digits is not None):
        part, at = _part(words, index + 1)
    if part is None and value == int(value) and value > 0 and (index or digits is not None):
        ahead = index + 2 if words[index] == "out" and words[index + 1] == "of" else 0
        if not ahead and words[index] in ("in", "over") and words[index + 1] in EN_UNITS and digits is None:
            ahead = index + 1
        if ahead:
            below = cardinal(words, ahead, joined=False) if not words[ahead][:1].isdigit() else None
            if words[ahead][:1].isdigit() and "." not in words[ahead] and "/" not in words[ahead]:
                below = (Decimal(words[ahead]), ahead + 1)
            if below is not None and below[0] > value and below[0] == int(below[0]):
                numeral = Numeral.of_fraction(start, words.end(below[1]), Fraction(value) / Fraction(below[0]))
                numeral.words = True
                return numeral
    if part is None:
        return None
    scale, at = _scaled(words, at, of=True)
    numeral = Numeral.of_fraction(start, words.end(at), (whole + part) * Fraction(scale))
    numeral.words = digits is None
    numeral.scales = ((numeral.low / scale, scale),) if scale > 1 else ()
    if not whole and words[index] in ("quarter", "quarters"):
        numeral.weak = scale == 1
    return numeral


def _cut(words: Words, count: int) -> Words:
    part = Words.__new__(Words)
    part.words, part.ends, part.comma = words.words[:count], words.ends[:count], words.comma[:count]
    return part


def _part(words: Words, index: int) -> tuple[Fraction | None, int]:
    """The fraction after "and": a half, one third, three quarters, 1/2."""
    word = words[index]
    if "/" in word:
        above, _, below = word.partition("/")
        return (Fraction(int(above), int(below)), index + 1) if below.strip("0") and above.isdigit() else (None, index)
    lower = denominator(words[index + 1])
    if word in ("a", "an", "one") and lower and not words[index + 1].endswith("s"):
        return Fraction(1, lower), index + 2
    if word == "half":
        return Fraction(1, 2), index + 1
    if EN_UNITS.get(word, 0) > 1 and lower and words[index + 1].endswith("s"):
        return Fraction(EN_UNITS[word], lower), index + 2
    return None, index


def _lone_fraction(words: Words, start: int) -> Numeral | None:
    """half, half a million, a quarter, a third of, quarter million."""
    article = words[0] in ("a", "an")
    index = 2 if article else 1
    word = words[index - 1]
    value = Fraction(1, denominator(word) or 2)
    scale, at = _scaled(words, index, of=True)
    numeral = Numeral.of_fraction(start, words.end(at), value * Fraction(scale))
    numeral.words = True
    numeral.weak = scale == 1
    if scale > 1:
        numeral.scales = ((numeral.low / scale, scale),)
    return numeral


def _about(words: Words, start: int) -> Numeral | None:
    """a couple of hundred thousand, a dozen, a couple dozen."""
    index = 1 if words[0] in ("a", "an") else 0
    if words[index] != "couple":
        return None
    at = index + 2 if words[index + 1] == "of" else index + 1
    scale, end = _scaled(words, at, of=False)
    if end == at:
        return None
    numeral = Numeral.of(start, words.end(end), 2 * scale)
    numeral.words, numeral.ambiguous = True, "about"
    return numeral


def _vague(words: Words, start: int) -> Numeral | None:
    """a few hundred thousand, several million, tens of thousands, hundreds of millions."""
    index = 1 if words[0] in ("a", "an") else 0
    if words[index] in ("few", "several"):
        index += 1
    elif not (words[0] in ("tens", "hundreds", "dozens") or (words[0].endswith("s") and words[0] in EN_SCALES)):
        return None
    else:
        index = 1
    while words[index] == "of" or words[index] in EN_SCALES or words[index] in EN_HUNDRED:
        index += 1
    while index and words[index - 1] == "of":
        index -= 1
    if not index or not any(w in EN_SCALES or w in EN_HUNDRED or w == "tens" for w in words.words[:index]):
        return None
    numeral = Numeral.of(start, words.end(index), 0)
    numeral.words = numeral.vague = True
    return numeral


def is_year_in_words(lower: str, start: int) -> bool:
    """nineteen ninety nine, twenty twenty-six."""
    words = Words(lower, start)
    heads = [(w in ("nineteen", "twenty")) and (nxt in EN_TENS) for w, nxt in pairwise(words.words[:2])]
    return bool(heads and heads[0])
