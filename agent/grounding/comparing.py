"""The words that bound or compare a figure: “at least”, 不超过, “below”, 以上.

Says which comparator the words around a figure claim. Whether the fact agrees is the business of ``check``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tools.quantities import Comparator

_C = Comparator
_BEFORE: Mapping[Comparator, str] = {
    _C.AT_LEAST: "至少 不低于 不少于 不小于 不得低于 不得少于 起码 最少 最低 下限为 大于等于 大于或等于 高于或等于 ≥ >= "
    "at_least no_less_than not_less_than no_fewer_than not_below no_lower_than not_under minimum_of a_minimum_of "
    "min. min minimum lower_bound_of greater_than_or_equal_to starting_at upwards_of from_at_least",
    _C.AT_MOST: "至多 最多 不超过 不高于 不多于 不大于 不得超过 不得高于 没有超过 未超过 不会超过 并未超过 上限为 封顶 最高 "
    "小于等于 小于或等于 低于或等于 ≤ <= at_most no_more_than not_more_than up_to not_exceed not_exceeding not_above "
    "no_higher_than not_over maximum_of a_maximum_of max. max maximum upper_bound_of less_than_or_equal_to "
    "as_much_as does_not_exceed capped_at limited_to",
    _C.MORE_THAN: "超过 高于 多于 大于 超出 超 逾 突破 > more_than over above exceeds exceed exceeded exceeding greater_than "
    "higher_than beyond in_excess_of larger_than surpasses surpassed surpassing bigger_than north_of",
    _C.LESS_THAN: "低于 不到 少于 不足 小于 未满 不及 未达到 未达 没有达到 没达到 < less_than under below fewer_than "
    "lower_than smaller_than short_of does_not_reach not_reach not_reached beneath south_of",
    _C.ABOUT: "约 大约 大概 约为 近 将近 接近 差不多 约莫 大致 估计 ≈ ~ about around approximately roughly nearly almost "
    "approx. approx some circa ca. close_to somewhere_around an_estimated",
}
_AFTER: Mapping[Comparator, str] = {
    _C.AT_LEAST: "及以上 以上 或以上 或更多 起步 起 or_more or_above or_higher and_above and_up or_greater at_least +",
    _C.AT_MOST: "及以下 以下 以内 之内 或以下 或更少 封顶 or_less or_below or_lower or_fewer at_most at_the_most max tops",
    _C.MORE_THAN: "有余 出头 开外 余 多 plus",
    _C.LESS_THAN: "不到",
    _C.ABOUT: "左右 上下 前后 or_so or_thereabouts give_or_take",
}
#: Words that may relate two figures, not only bound one.
_RELATIONAL = frozenset(
    "不低于 不少于 不高于 不超过 不多于 no_less_than no_more_than not_exceed does_not_exceed".split()
)
_BOUNDING = frozenset(("逾", "超", "突破"))
#: Where a word of the lists begins another that bounds nothing.
_TRAPS_BEFORE = re.compile(r"超[级越]|近[期来年日]|over[ ]time|some[ ]of|max(?:imi)?[sz]e", re.IGNORECASE)
_TRAPS_AFTER = re.compile(r"多[于种个样元次少]|起[来到着]|以上[是为述]")


@dataclass(frozen=True, slots=True)
class Claim:
    """A comparator that words claim of a figure; ``relational`` if they may also compare two figures.

    What is not ``near`` the figure does not bound it, but may still relate it to the figure before.
    """

    comparator: Comparator
    start: int
    end: int
    relational: bool = False
    near: bool = True


def _compiled(words: Mapping[Comparator, str]) -> tuple[re.Pattern[str], dict[str, Comparator]]:
    table = {w.replace("_", " "): c for c, line in words.items() for w in line.split()}
    parts = []
    for word in sorted(table, key=len, reverse=True):
        latin = word[0].isalpha() and word.isascii()
        pattern = re.escape(word)
        parts.append(rf"(?<![A-Za-z]){pattern}(?![A-Za-z])" if latin else pattern)
    return re.compile("|".join(parts), re.IGNORECASE), table


_PREFIX, _PREFIX_TABLE = _compiled(_BEFORE)
_SUFFIX, _SUFFIX_TABLE = _compiled(_AFTER)
_REACH_ZH, _REACH_EN = 10, 24
_STOP = re.compile(r"[，,。；;：:（）()|]")
_PARTED = re.compile(rf"{_STOP.pattern}|\b(?:and|while|but)\b|而|但", re.ASCII | re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z]+")
#: No comparator behind a figure is longer.
_SETTLED = 20


def before(text: str, start: int, end: int) -> list[Claim]:
    """What the words of ``text`` from ``start`` claim of a figure that begins at ``end``: a bound, a relation, both."""
    found: list[Claim] = []
    for match in _PREFIX.finditer(text, start, end):
        if _TRAPS_BEFORE.match(text, match.start()) or (match[0] == ">" and not text[: match.start()].strip(" >\n")):
            continue
        word = match[0].lower()
        comparator = _PREFIX_TABLE[word]
        strict = comparator in (_C.MORE_THAN, _C.LESS_THAN) and word not in _BOUNDING
        relational = strict or word.replace(" ", "_") in _RELATIONAL
        found.append(Claim(comparator, *match.span(), relational))
    claims: list[Claim] = []
    if found and _reaches(text, found[-1], end):
        claims.append(found.pop())
    relation = next((claim for claim in reversed(found) if claim.relational), None)
    if relation and not any(c.relational for c in claims) and not _PARTED.search(text, relation.end, end):
        claims.append(replace(relation, near=False))
    return claims


def _reaches(text: str, claim: Claim, end: int) -> bool:
    """Whether the words of ``claim`` are close enough to a figure at ``end`` to bound it."""
    reach = _REACH_EN if text[claim.start].isascii() else _REACH_ZH
    return end - claim.end <= reach and not _STOP.search(text, claim.end, end)


def after(text: str, start: int) -> Claim | None:
    """What the words of ``text`` right behind a figure that ends at ``start`` claim of it."""
    at = start + (text[start : start + 1] == " ")
    match = _SUFFIX.match(text, at)
    if match is None or _TRAPS_AFTER.match(text, at) or (match[0] == "+" and at > start):
        return None
    return Claim(_SUFFIX_TABLE[match[0].lower()], match.start(), match.end())


_FIRST_WORDS = frozenset(word.split()[0] for word in _SUFFIX_TABLE if word[0].isascii() and word[0].isalpha()) | {
    "to",
    "and",
}
_FIRST_MARKS = tuple(
    {word[0] for word in _SUFFIX_TABLE if not (word[0].isascii() and word[0].isalpha())} | set("-–—~～到至和与或")
)


def settled(rest: str) -> bool:
    """Whether ``rest``, what has arrived behind a figure, shows that no comparator and no range follows.

    Those alone change how the figure is printed; whatever else may follow can only be refused.
    """
    if len(rest) >= _SETTLED:
        return True
    if rest[:1] in tuple(".,:/") and not rest[1:2].strip("0123456789月周天日季年"):
        return False  # the figure itself may go on: 240,000.00
    rest = rest.lstrip(" ")
    if not rest or rest[0] in _FIRST_MARKS:
        return False
    word = _LETTERS.match(rest)
    if word is None:
        return True
    return word.end() < len(rest) and word[0].lower() not in _FIRST_WORDS
