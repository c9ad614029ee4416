"""Multipliers in letters behind digits: 3k, 500w, 2 Mio. €, 800kRMB, ₹50L, and the digit that goes on: 12w3."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from tools.figures.numeral import Numeral
from tools.figures.units import is_letter, skip_spaces
from tools.lexicon.currencies import MONEY_AFTER
from tools.lexicon.numerals import EN_SCALES, INDIAN_SCALES, LETTER_SCALES, POINTED_SCALES, ZH_BIG, ZH_COUNTED, ZH_SMALL

#: T€ and TEUR are thousands in the accounts of places that say Tausend; $1.2T is a trillion.
_THOUSANDS = frozenset({"€", "eur", "chf"})
#: Letters behind which one digit more counts tenths of them, as it is spoken: 12w3 is 12万3千, 3k5 is 3500.
_GO_ON = frozenset({"k", "w", "kw"})
#: What may spell out that such a digit counts thousands, and what says that it counts something else.
_SPELT = frozenset("千k")
_NO_TENTHS = frozenset("_²³") | ZH_COUNTED
_JOINTS = frozenset("-./:,")
#: What says little without a currency beside it.
_ONLY_MONEY = frozenset({"md", "mia"})


@cache
def _letters() -> re.Pattern[str]:
    return re.compile(r"( ?)([a-z]+)")


@cache
def _next_amount() -> re.Pattern[str]:
    return re.compile(r" ?[$¥€£]?\d{1,2}(?:\.\d)?[kw万]|[^\da-z]|$")


@cache
def _screen() -> re.Pattern[str]:
    return re.compile(" ?(?:[视高屏画超分电]|video|screen|monitor|tv|display)")


@cache
def _length() -> re.Pattern[str]:
    return re.compile(" ?(?:tall|long|wide|high|deep|away|race|高|长|宽|深|远|的距离)")


@cache
def _volume() -> re.Pattern[str]:
    return re.compile(
        r"(?: |-)?(?:bottles?|cans?|jars?|tanks?|drums?|jugs?|cartons?|containers?|backpacks?|engines?|cylinders?|paint|water|"
        r"milk|oil|fuel|petrol|diesel|sizes?|shirts?|of (?:water|milk|oil|fuel|paint|petrol|diesel|juice))(?![a-z])|[瓶升]"
    )


@cache
def _speaks_of_rupees() -> re.Pattern[str]:
    return re.compile(r"₹|(?<![a-z])(?:rupees?|inr|lakhs?|lacs?|crores?)(?![a-z])|(?<![a-z])rs\.? ?\d|卢比")


@cache
def _rest_of_crores() -> re.Pattern[str]:
    return re.compile(r" ?(\d{1,2}(?:\.\d{1,2})?) ?(?:l|lk|lkh|lakhs?|lacs?)(?![a-z\d])")


def speaks_of_rupees(lower: str) -> bool:
    """Whether ``lower`` names rupees or counts in lakh and crore, so that L and cr behind a number are those."""
    return _speaks_of_rupees().search(lower) is not None


def money_follows(lower: str, end: int) -> bool:
    """Whether a currency begins at ``end``, or behind one blank there."""
    at = skip_spaces(lower, end)
    for size in range(1, 8):
        word = lower[at : at + size]
        if word in MONEY_AFTER and not (is_letter(word[-1]) and is_letter(lower[at + size : at + size + 1])):
            return True
    return False


def chinese_scale_follows(lower: str, end: int) -> bool:
    """Whether a Chinese multiplier begins at ``end``, or behind one blank there."""
    at = skip_spaces(lower, end)
    return lower[at : at + 1] in ZH_SMALL or lower[at : at + 1] in ZH_BIG


def scale_follows(lower: str, end: int) -> bool:
    """Whether a multiplier of any script begins at ``end``, or behind one blank there."""
    if chinese_scale_follows(lower, end):
        return True
    match = _letters().match(lower, end)
    if match is None:
        return False
    word = match.group(2)
    return (
        word in LETTER_SCALES
        or word in EN_SCALES
        or word in INDIAN_SCALES
        or _head(word, spaced=bool(match.group(1))) > 0
    )


def _head(word: str, *, spaced: bool) -> int:
    """How many letters of ``word`` are a multiplier with a currency behind it (kRMB, MEUR), 0 where none are."""
    head = next((n for n in (2, 1) if word[:n] in LETTER_SCALES and word[n:] in MONEY_AFTER and len(word) > n + 1), 0)
    return 0 if spaced and len(word) != head + 3 and word[head:] not in {"euro", "euros"} else head


def read_letters(text: str, lower: str, numeral: Numeral, *, money: bool, rupees: bool) -> None:
    """Multiply ``numeral`` in place by the letters behind it, if they are a multiplier there.

    ``money``: a currency stands before. ``rupees``: the text speaks of rupees and no other currency stands before.
    """
    match = _letters().match(lower, numeral.end)
    scale = _scale(text, lower, match, money=money, rupees=rupees) if match is not None else None
    if match is None or scale is None:
        return
    coefficient, word = numeral.low, match.group(2)
    numeral.times(scale[0], scale[1])
    numeral.scales = ((coefficient, scale[0]),)
    if word in _GO_ON and numeral.alternatives == () and coefficient == int(coefficient):
        _go_on(lower, numeral, scale[0])
    elif rupees and word in {"cr", "crs"}:
        rest = _rest_of_crores().match(lower, numeral.end)
        if rest is not None:
            numeral.low = numeral.high = numeral.low + Decimal(rest.group(1)) * INDIAN_SCALES["l"]
            numeral.scales, numeral.end = (), rest.end()


def _goes_on(lower: str, position: int) -> bool:
    """Whether the digit at ``position`` counts tenths of the letter before it: 12w3, 3k5; not that of 4k60 or 12w3d."""
    if lower[position : position + 1] not in frozenset("123456789"):
        return False
    following = lower[position + 1 : position + 2]
    if following in _SPELT:
        return not is_letter(lower[position + 2 : position + 3])
    if money_follows(lower, position + 1):
        return True
    if following in _JOINTS:
        # A range or a list goes on (3w5-4w2), unless what follows are decimals, groups or a name.
        return following not in "./:" and _next_amount().match(lower, position + 2) is not None
    return not (following.isdigit() or is_letter(following) or following in _NO_TENTHS)


def _go_on(lower: str, numeral: Numeral, scale: Decimal) -> None:
    position = numeral.end
    if not _goes_on(lower, position):
        return
    numeral.low = numeral.high = numeral.low + int(lower[position]) * scale / 10
    spelt = scale == 10**4 and lower[position + 1 : position + 2] in _SPELT
    numeral.scales, numeral.end = ((numeral.low / scale, scale),), position + (2 if spelt else 1)


def _scale(text: str, lower: str, match: re.Match[str], *, money: bool, rupees: bool) -> tuple[Decimal, int] | None:
    """What the letters multiply by and where they end, ``None`` where they are no multiplier."""
    space, word = match.group(1), match.group(2)
    end = match.end()
    if rupees and word in INDIAN_SCALES:
        own = lower[end : end + 1].isdigit() or (word == "l" and not money and _volume().match(lower, end))
        return None if own else (Decimal(INDIAN_SCALES[word]), end)
    if word not in LETTER_SCALES:
        if word == "cr" and not space and not money and not lower[end : end + 1].isalnum():
            return Decimal(INDIAN_SCALES[word]), end
        # 800kRMB: multiplier and currency written as one.
        head = _head(word, spaced=bool(space))
        if not head:
            return None
        scale = LETTER_SCALES["k" if word[:head] == "t" and word[head:] in _THOUSANDS else word[:head]]
        return Decimal(scale), match.start(2) + head
    following = lower[end : end + 1]
    if following in {"²", "³"} or (
        following.isdigit()
        and not (word in _GO_ON and (_goes_on(lower, end) or lower[end + 1 : end + 2] in ZH_COUNTED))
    ):
        return None
    typed = text[match.start(2) : end]
    money = money or money_follows(lower, end)
    if word in POINTED_SCALES and following == "." and money_follows(lower, end + 1):
        end, money = end + 1, True
    if _needs_money(word, typed, spaced=bool(space), last=match.end() == len(text.rstrip())) and not money:
        return None
    if (typed == "K" and _screen().match(text, end)) or (word == "m" and not money and _length().match(lower, end)):
        return None
    if word == "t" and following in _THOUSANDS:
        word = "k"
    return Decimal(LETTER_SCALES[word]), end


def _needs_money(word: str, typed: str, *, spaced: bool, last: bool) -> bool:
    """Whether letters typed so are a multiplier only beside a currency."""
    if word in _ONLY_MONEY:
        return True
    if word == "mm":
        return typed != "MM"
    if word == "t":
        return spaced or typed != "T" or not last
    if word == "b":
        return spaced
    return spaced and word in {"m", "w", "kw"} and typed not in {"M", "w", "kw", "KW"}
