"""The currency around a number: signs, codes and names on either side, with a multiplier of their own (kEUR, USD m).

Two currencies beside one number are told as such; which of them is meant is not decided here.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final

from tools.figures.measures import measure_of
from tools.figures.units import Found, is_letter, skip_spaces
from tools.lexicon.currencies import MONEY_AFTER, MONEY_BEFORE, MONEY_NOT_BEFORE, SHARED_SIGNS
from tools.lexicon.index import by_edge
from tools.lexicon.numerals import EN_SCALES, LETTER_SCALES, ZH_BIG

_MONEY_BEFORE: Final = by_edge(MONEY_BEFORE, -1)
_MONEY_AFTER: Final = by_edge(MONEY_AFTER, 0)
_ROUND: Final = frozenset("整正")
SIGNS: Final = frozenset("$€£¥₩₹฿₽₫")
#: Everyday words that a sign may follow: "we can $2m" is no Canadian amount.
_NO_PREFIX: Final = frozenset({"can", "s", "a", "c", "r"})
_EDGE: Final = frozenset(" \n\t.。,，!！?？;；:：、)）")
_ASKED: Final = ("convert ", "what is ", "what's ", "much is ", "show ", "换算", "convert the ")


def resolve(word: str, code: str, conversation: str | None) -> str:
    """The currency of a word that several countries use: the conversation's where it fits, else the usual one."""
    return conversation if conversation and conversation in SHARED_SIGNS.get(word, ()) else code


def one_of(first: str, code: str, second: str, other: str) -> str | None:
    """The one currency that two words beside a number can mean together ($ and HKD, 港币 and 元), ``None`` if none."""
    if code == other:
        return code
    if other in SHARED_SIGNS.get(first, ()):
        return other
    return code if code in SHARED_SIGNS.get(second, ()) else None


def money_before(lower: str, position: int, conversation: str | None) -> Found | None:
    """The currency sign, code or name that ends at ``position``; ``at`` is where it starts.

    ``factor`` is what it multiplies by (``kEUR 500``), ``other`` a second currency that does not fit (``EUR $5``).
    """
    end = position
    while end and lower[end - 1] == " " and position - end < 4:
        end -= 1
    if not end:
        return None
    for word in _MONEY_BEFORE.get(lower[end - 1], ()):
        start = end - len(word)
        if lower.endswith(word, 0, end) and not (is_letter(word[0]) and start > 0 and is_letter(lower[start - 1])):
            found = Found(None, resolve(word, MONEY_BEFORE[word], conversation), start, word=word)
            return _with_prefix(lower, found) if word in SIGNS else found
    return _scaled_before(lower, end)


def _with_prefix(lower: str, sign: Found) -> Found:
    """HK $5m, NZ $ 4m, CAD $2m: letters before the sign that say whose it is."""
    end = sign.at - 1 if lower[sign.at - 1 : sign.at] == " " else sign.at
    start = end
    while start and end - start < 4 and is_letter(lower[start - 1]):
        start -= 1
    prefix = lower[start:end]
    if not 2 <= len(prefix) <= 3 or prefix in _NO_PREFIX or (start and lower[start - 1].isalnum()):
        return sign
    if prefix + sign.word in MONEY_BEFORE:
        return sign._replace(currency=MONEY_BEFORE[prefix + sign.word], at=start)
    code = MONEY_BEFORE.get(prefix)
    if code is None or sign.currency is None:
        return sign
    both = one_of(sign.word, sign.currency, prefix, code)
    return sign._replace(currency=both or sign.currency, other=None if both else code, at=start)


@cache
def _scale_last() -> re.Pattern[str]:
    return re.compile(
        r"(?<![a-z\d])((?:[a-z]{2,3}|[a-z]{0,3}[$€£¥]) ?(?:k|m|mm|mn|bn|b|thousand|million|billion)|[kmb][a-z]{3})$"
    )


def _scaled_before(lower: str, end: int) -> Found | None:
    """KEUR 500, USDm 75, USD million 75, $m 4.5."""
    if not is_letter(lower[end - 1]):
        return None
    window = max(0, end - 14)
    match = _scale_last().search(lower[window:end])
    if match is None:
        return None
    measure = measure_of(match.group(1))
    if measure is None or measure.currency is None or measure.factor == 1:
        return None
    return Found(None, measure.currency, window + match.start(1), measure.factor, match.group(1))


def money_after(lower: str, position: int, conversation: str | None) -> Found | None:
    """The currency that starts at ``position``; ``at`` is where it ends, with 整 and 正 of cheques."""
    begin = skip_spaces(lower, position)
    if lower[begin : begin + 1] == "-" and begin == position and is_letter(lower[begin + 1 : begin + 2]):
        begin += 1
    for word in _MONEY_AFTER.get(lower[begin : begin + 1], ()):
        end = begin + len(word)
        if not lower.startswith(word, begin):
            continue
        following = lower[end : end + 1]
        if is_letter(word[-1]) and (is_letter(following) or following.isdigit()):
            continue
        if (word in SIGNS and following.isdigit()) or (following and following in MONEY_NOT_BEFORE.get(word, "")):
            continue
        if following in _ROUND and word.endswith("元"):
            end += 1
        return Found(None, resolve(word, MONEY_AFTER[word], conversation), end, word=word)
    return None


def opens_next(lower: str, money: Found) -> bool:
    """Whether a currency after the number belongs to the next one: the second RMB in "RMB 5 RMB 6"."""
    return money.word in SIGNS or lower[money.at : money.at + 2].strip()[:1].isdigit()


def second_after(lower: str, first: Found, conversation: str | None) -> Found | None:
    """A second currency right behind the one after a number (三万元欧元, "5m dollars euros")."""
    found = money_after(lower, first.at, conversation)
    if found is None or opens_next(lower, found) or lower[first.at : first.at + 1] == "-":
        return None
    # A lone sign of a measure word is no currency of its own: 5美元一块.
    return None if found.word in {"块", "元", "刀", "镑", "欧", "蚊"} else found


def money_apart(lower: str, position: int, conversation: str | None, *, opening: str) -> Found | None:
    """The currency said after a joining word: "3 million in euros", "of euros", 300万，美元.

    ``opening`` is the text before the number: "how much is 3 million in euros" asks for a conversion.
    """
    joint = next((word for word in (" in ", " of ", "，", ", ", ",") if lower.startswith(word, position)), None)
    if joint is None:
        return None
    found = money_after(lower, position + len(joint), conversation)
    if found is None or opens_next(lower, found) or len(found.word) < 2:
        return None
    following = lower[found.at : found.at + 1]
    if joint in {" in ", " of "}:
        return found if not opening.endswith(_ASKED) and (not following or not is_letter(following)) else None
    return found if not following or following in _EDGE - {" "} else None


@cache
def _scale_next() -> re.Pattern[str]:
    words = "|".join(
        sorted({*EN_SCALES, "k", "m", "mm", "mn", "bn", "kw", "w"} - {"dozen", "dozens"}, key=len, reverse=True)
    )
    return re.compile(rf" ?({words})(?![a-z\d])|([万亿])(?![一事分能])")


def scale_after(lower: str, position: int) -> tuple[Decimal, int] | None:
    """The multiplier behind a currency ("75 USD million") and where it ends."""
    match = _scale_next().match(lower, position)
    if match is None:
        return None
    if match.group(2):
        return Decimal(ZH_BIG[match.group(2)]), match.end()
    word = match.group(1)
    return Decimal(EN_SCALES.get(word) or LETTER_SCALES[word]), match.end()


@cache
def _per() -> re.Pattern[str]:
    return re.compile(
        r" ?/ ?1? ?| per (?:1 |one )?| (?:to|for) (?:each |every |the |an? |1 |one )| an? (?=(?:dollar|euro|pound|franc)(?![a-z]))"
        r"|(?: je | pro | par | pour (?:1 |une? )| für (?:1 |einen ))|每1?"
    )


def bought_after(lower: str, position: int, code: str | None) -> tuple[str, int] | None:
    """The currency that one unit of an exchange rate buys (``per euro``) and where it ends."""
    match = _per().match(lower, position)
    if match is None or (code is None and match.group().startswith(" a")):
        return None
    found = money_after(lower, match.end(), None)
    if found is not None and lower.startswith(" of ", found.at):
        return None  # 5 dollars for a pound of coffee
    if found is None or found.currency is None or found.currency == code:
        return None
    if lower[found.at : found.at + 2].strip()[:1].isdigit():
        return None  # the sign of the next amount
    return found.currency, found.at
