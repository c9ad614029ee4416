"""English cardinals: two million three thousand and nineteen, twenty one hundred, hundred and seventy two thousand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tools.figures.numeral import product
from tools.lexicon.numerals import (
    EN_DENOMINATORS,
    EN_HUNDRED,
    EN_OPENERS,
    EN_SCALES,
    EN_SHORT_SCALES,
    EN_TENS,
    EN_UNITS,
)

SPOKEN_DIGITS = {**{word: str(value) for word, value in EN_UNITS.items() if value < 10}, "oh": "0", "o": "0"}
_JOINTS = frozenset({"and", "of", "out", "in", "over"})
_ARTICLES = frozenset({"a", "an"})
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
            # One word past the number is enough to look ahead.
            if gap is None or (len(self.words) > 1 and not _of_a_number(match.group(1))):
                break
            if len(self.words) > 1 and self.words[-1] in _ARTICLES and self.words[-2] in _ARTICLES:
                break
            position, comma = gap.end(), gap.group() == ", "

    def __getitem__(self, index: int) -> str:
        return self.words[index] if 0 <= index < len(self.words) else ""

    def __len__(self) -> int:
        return len(self.words)

    def end(self, count: int) -> int:
        """The end of the first ``count`` words."""
        return self.ends[count - 1]

    def first(self, count: int) -> Words:
        """The first ``count`` words."""
        part = Words("", 0)
        part.words, part.ends, part.comma = self.words[:count], self.ends[:count], self.comma[:count]
        return part


def _of_a_number(word: str) -> bool:
    known = word in EN_OPENERS or word in EN_SCALES or word in SPOKEN_DIGITS or word in _JOINTS
    return known or word[0].isdigit() or denominator(word) is not None


def denominator(word: str) -> int | None:
    """The number that an ordinal stands for as the lower part of a fraction: ``thirds`` → 3."""
    value = EN_DENOMINATORS.get(word)
    return value if value is not None or not word.endswith("s") else EN_DENOMINATORS.get(word[:-1])


def is_scale(word: str) -> bool:
    """Whether ``word`` multiplies: hundred, thousand, million."""
    return word in EN_SCALES or word in EN_HUNDRED


def scale_of(word: str) -> Decimal:
    """What a word of :func:`is_scale` multiplies by."""
    return Decimal(100 if word in EN_HUNDRED else EN_SCALES[word])


@dataclass(slots=True)
class _Count:
    """A cardinal half read. ``room`` is what the next word of the group must stay below: 10 after "twenty"."""

    group: Decimal = Decimal(0)
    room: int = 1000
    total: Decimal = Decimal(0)
    limit: Decimal = Decimal(10**18)
    seen: bool = False

    def take(self, word: str, following: str) -> bool:
        """Add ``word``; false where it cannot be part of the number."""
        unit, ten = EN_UNITS.get(word), EN_TENS.get(word)
        if not self.seen and word in {"a", "an"} and is_scale(following):
            self.group, self.room = Decimal(1), 1
        elif unit is not None and self.room >= (10 if unit < 10 else 100):
            self.group, self.room = self.group + unit, 1
        elif ten is not None and self.room >= 100:
            self.group, self.room = self.group + ten, 10
        elif word in EN_HUNDRED and self.group < 100 and (self.group or not self.seen):
            self.group, self.room = (self.group or Decimal(1)) * 100, 100
        elif word in EN_SCALES and word != "dozens" and (self.seen or word not in EN_SHORT_SCALES):
            return self._scale(Decimal(EN_SCALES[word]))
        elif self.seen and self.room >= 100 and word.isdigit() and len(word) <= 3 and is_scale(following):
            self.group, self.room = self.group + Decimal(word), 1
        else:
            return False
        self.seen = True
        return True

    def _scale(self, scale: Decimal) -> bool:
        if scale < self.limit and (self.group or not self.total):
            self.total += product(self.group or Decimal(1), scale)
            self.limit = scale
        elif not self.group and self.total:
            self.total *= scale
        else:
            return False
        self.group, self.room, self.seen = Decimal(0), 1000, True
        return True


def cardinal(
    words: Words, start: int, first: Decimal | None = None, *, joined: bool = True
) -> tuple[Decimal, int] | None:
    """The number read from word ``start`` on and the index after it; ``first`` was written in digits before it.

    ``joined`` is false between "between" and its "and", where "and" parts two numbers.
    """
    count = _Count() if first is None else _Count(group=first, room=1, seen=True)
    index = start
    while index < len(words):
        if words.comma[index] and not is_scale(words[index - 1]):
            break
        if words[index] == "and" and joined and index > start and _links(words, index):
            index += 1
        if not count.take(words[index], words[index + 1]):
            break
        index += 1
    while index > start and words[index - 1] == "and":
        index -= 1
    return (count.total + count.group, index) if index > start or first is not None else None


def _links(words: Words, index: int) -> bool:
    """Whether the "and" at ``index`` continues a number: not in "two hundred and three hundred"."""
    before, after = words[index - 1], words[index + 1]
    if not is_scale(before) or before == "dozen":
        return False
    if after not in EN_UNITS and after not in EN_TENS:
        return before in EN_SCALES and after == "a" and words[index + 2] in EN_HUNDRED
    ahead = index + 2
    while words[ahead] in EN_UNITS or words[ahead] in EN_TENS:
        ahead += 1
    if before in EN_HUNDRED:
        # "hundred and seventy two thousand" goes on, "one hundred and two hundred" does not.
        return words[ahead] not in EN_HUNDRED
    if words[ahead] in EN_HUNDRED:
        ahead += 1
    return words[ahead] not in EN_SCALES or EN_SCALES[words[ahead]] < EN_SCALES[before]
