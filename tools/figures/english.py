"""Numbers in English words: decimals, fractions, dozens and vague amounts on top of the cardinals.

one point two million, five and a half million, three quarters of a billion, a couple of hundred thousand.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tools.figures.english_words import SPOKEN_DIGITS, Words, cardinal, denominator, is_scale, scale_of
from tools.figures.numeral import MAX_DIGITS, Numeral, product
from tools.lexicon.numerals import EN_SCALES, EN_UNITS
from tools.quantities import Comparator

_ARTICLES = frozenset({"a", "an"})
_SEVERAL = frozenset({"few", "several"})
_PLURALS = frozenset({"tens", "hundreds", "dozens"})


def parse_english(lower: str, start: int, digits: Numeral | None = None, *, between: bool = False) -> Numeral | None:
    """The number in words at ``start``, or the words that go on after ``digits`` ("5" in "5 and a half million").

    ``between`` says that the word "between" stands before it, so that "and" parts it from the next number.
    """
    words = Words(lower, start)
    if not len(words):
        return None
    if digits is not None:
        found = cardinal(words, 0, digits.low)
        begin = digits.start
    else:
        special = _vague(words, start) or _couple(words, start) or _lone_fraction(words, start)
        if special is not None:
            return special
        found = (
            (Decimal(0), 0)
            if words[0] == "point"
            else cardinal(words, 0, joined=not between or words.words.count("and") > 1)
        )
        begin = start
    if found is None:
        return None
    value, index = found
    if digits is None and words[index] == "point":
        numeral = _with_decimals(words, begin, value, index)
        if numeral is not None:
            return numeral
    numeral = _ratio(words, begin, value, index, digits) or _with_fraction(words, begin, value, index, digits)
    if numeral is not None:
        return numeral
    if not index:
        return None
    return _plain(words, begin, value, index, digits)


def _plain(words: Words, start: int, value: Decimal, index: int, digits: Numeral | None) -> Numeral:
    numeral = Numeral.of(start, words.end(index), value)
    scale = Decimal(1)
    for word in reversed(words.words[:index]):
        if not is_scale(word):
            break
        scale *= scale_of(word)
        numeral.scales = ((value / scale, scale), *numeral.scales)
    numeral.words = digits is None
    numeral.weak = digits is None and index == 1 and (words[0] == "one" or is_scale(words[0]))
    return numeral


def _with_decimals(words: Words, start: int, value: Decimal, index: int) -> Numeral | None:
    """Eighteen point o one, two point five million."""
    decimals = _decimals(words, index + 1)
    if decimals is None:
        return None
    digits, index = decimals
    scale, index = _scaled(words, index, of=False)
    numeral = Numeral.of(start, words.end(index), product(value + Decimal(f"0.{digits}"), scale))
    numeral.scales = ((numeral.low / scale, scale),) if scale > 1 else ()
    numeral.words = True
    return numeral


def _decimals(words: Words, index: int) -> tuple[str, int] | None:
    """The digits after "point": "oh five", "two three six", also "ninety nine"."""
    digits = ""
    while words[index] in SPOKEN_DIGITS and not words.comma[index] and len(digits) < MAX_DIGITS:
        digits += SPOKEN_DIGITS[words[index]]
        index += 1
    if digits:
        return digits, index
    found = cardinal(words, index, joined=False)
    if found is None or not 10 <= found[0] < 1000 or found[0] != int(found[0]):
        return None
    return str(found[0]), found[1]


def _scaled(words: Words, index: int, *, of: bool) -> tuple[Decimal, int]:
    """A multiplier after a fraction or decimals: "million", "of a billion", "a million"."""
    at = index + 1 if of and words[index] == "of" else index
    if words[at] in _ARTICLES or words[at] == "one":
        at += 1
    scale, start = Decimal(1), at
    while is_scale(words[at]):
        scale *= scale_of(words[at])
        at += 1
    return (scale, at) if at > start else (Decimal(1), index)


def _fraction(words: Words, start: int, value: Fraction, at: int, *, in_words: bool) -> Numeral:
    """``value`` times the multiplier that may follow at word ``at``."""
    scale, at = _scaled(words, at, of=True)
    numeral = Numeral.of_fraction(start, words.end(at), value * Fraction(scale))
    numeral.words = in_words
    numeral.scales = ((numeral.low / scale, scale),) if scale > 1 else ()
    return numeral


def _with_fraction(words: Words, start: int, value: Decimal, index: int, digits: Numeral | None) -> Numeral | None:
    """Five eighths, one third, one hundred and three quarters, one and a half."""
    if words[index] == "and" and (index or digits is not None):
        part, at = _part(words, index + 1)
        return None if part is None else _added(words, start, value, index, part, at=at, in_words=digits is None)
    lower = denominator(words[index])
    if lower is None or not index or digits is not None or value != int(value):
        return None
    whole, above = Fraction(0), Fraction(value)
    joint = max((i for i in range(index) if words[i] == "and"), default=0)
    if joint:
        # The cardinal took "one hundred and three" as 103; before "quarters" it is 100 and three of them.
        before, after = cardinal(words.first(joint), 0), cardinal(words, joint + 1, joined=False)
        if before is not None and after is not None:
            whole, above = Fraction(before[0]), Fraction(after[0])
    plural = words[index].endswith("s")
    if plural != (above != 1):
        return None
    numeral = _fraction(words, start, whole + above / lower, index + 1, in_words=True)
    numeral.weak = not whole and lower == 4 and words[index].startswith("quarter") and not numeral.scales
    return numeral


def _added(words: Words, start: int, value: Decimal, index: int, part: Fraction, *, at: int, in_words: bool) -> Numeral:
    """Two and a half million; one million and a half, which is half a million more; one billion and a half million."""
    last = words[index - 1] if index else ""
    if last not in EN_SCALES:
        return _fraction(words, start, Fraction(value) + part, at, in_words=in_words)
    scale, end = _scaled(words, at, of=True)
    own = scale if end > at else scale_of(last)
    numeral = Numeral.of_fraction(start, words.end(end), Fraction(value) + part * Fraction(own))
    numeral.words = in_words
    return numeral


def _part(words: Words, index: int) -> tuple[Fraction | None, int]:
    """The fraction after "and": a half, one third, three quarters, 1/2."""
    word = words[index]
    if "/" in word:
        above, _, below = word.partition("/")
        return (Fraction(int(above), int(below)), index + 1) if below.strip("0") and above.isdigit() else (None, index)
    if word == "half":
        return Fraction(1, 2), index + 1
    lower, plural = denominator(words[index + 1]), words[index + 1].endswith("s")
    above_one = EN_UNITS.get(word, 1 if word in _ARTICLES else 0)
    # "three quarter million" is said for "three quarters of a million".
    loose = words[index + 1] == "quarter" and is_scale(words[index + 2])
    if lower is None or not above_one or (plural != (above_one > 1) and not loose):
        return None, index
    return Fraction(above_one, lower), index + 2


def _ratio(words: Words, start: int, value: Decimal, index: int, digits: Numeral | None) -> Numeral | None:
    """One out of three, 2 out of 5, one in three, one over three."""
    if value != int(value) or value <= 0 or (not index and digits is None):
        return None
    if words[index] == "out" and words[index + 1] == "of":
        at = index + 2
    elif digits is None and words[index] in {"in", "over"} and words[index + 1] in EN_UNITS:
        at = index + 1
    else:
        return None
    below = (Decimal(words[at]), at + 1) if words[at].isdigit() else cardinal(words, at, joined=False)
    if below is None or below[0] <= value or below[0] != int(below[0]):
        return None
    numeral = Numeral.of_fraction(start, words.end(below[1]), Fraction(value) / Fraction(below[0]))
    numeral.words = True
    return numeral


def _lone_fraction(words: Words, start: int) -> Numeral | None:
    """half, half a million, a quarter, a third of, quarter million."""
    article = words[0] in _ARTICLES
    word = words[1] if article else words[0]
    lower = denominator(word)
    if lower is None or word.endswith("s") or not (article or word in {"half", "quarter"}):
        return None
    numeral = _fraction(words, start, Fraction(1, lower), 2 if article else 1, in_words=True)
    numeral.weak = not numeral.scales
    return numeral


def _couple(words: Words, start: int) -> Numeral | None:
    """A couple of hundred thousand."""
    index = 1 if words[0] in _ARTICLES else 0
    if words[index] != "couple":
        return None
    at = index + 2 if words[index + 1] == "of" else index + 1
    scale, end = _scaled(words, at, of=False)
    if end == at:
        return None
    numeral = Numeral.of(start, words.end(end), 2 * scale)
    numeral.words, numeral.comparator = True, Comparator.ABOUT
    return numeral


def _vague(words: Words, start: int) -> Numeral | None:
    """A few hundred thousand, several million, tens of thousands, hundreds of millions."""
    index = 1 if words[0] in _ARTICLES else 0
    if words[index] in _SEVERAL:
        first = index + 1
    elif words[0] in _PLURALS or (words[0].endswith("s") and words[0] in EN_SCALES):
        first = 0
    else:
        return None
    index = first
    while words[index] == "of" or words[index] in _PLURALS or is_scale(words[index]):
        index += 1
    while words[index - 1] == "of":
        index -= 1
    if index <= first or (index == 1 and words[0] == "tens"):
        return None
    numeral = Numeral.of(start, words.end(index), 0)
    numeral.words = numeral.vague = True
    return numeral
