"""Rises and falls: the words that tell a change's direction, and the direction that a fact has.

“Costs rose by” in front of a fact that is a fall would turn the tool's result into its opposite without touching a digit.
"""

from __future__ import annotations

import re

from tools.facts import Fact
from tools.quantities import UnitKind

_DOWN = re.compile(
    r"降|减少|缩短|节省|节约|压缩|下滑|回落|砍掉|省下|变少|缩减"
    r"|\b(?:reduc\w*|cuts?|cutting|falls?|fell|fallen|falling|drop\w*|decreas\w*|declin\w*|down|lower\w*|shorten\w*|shorter"
    r"|sav(?:e|es|ed|ing|ings)|less)\b",
    re.ASCII | re.IGNORECASE,
)
_UP = re.compile(
    r"提升|提高|增长|增加|上升|上涨|上调|涨|增幅|变多|攀升"
    r"|\b(?:increas\w*|ris(?:e|es|en|ing)|rose|grow\w*|grew|gains?|gained|improv\w*|up|rais\w*|boost\w*|lift\w*|climb\w*)\b",
    re.ASCII | re.IGNORECASE,
)


_FILLER = re.compile(r"[低了约到达至少\s]*(?:by|of|to|about)?\s*", re.ASCII | re.IGNORECASE)


def of_text(text: str) -> int:
    """−1 if ``text`` tells a fall only, 1 if a rise only, else 0."""
    down, up = _DOWN.search(text) is not None, _UP.search(text) is not None
    return int(up) - int(down)


def falls_to(text: str) -> bool:
    """Whether ``text`` ends in a word of falling, so that a figure behind it needs no minus sign."""
    falls = list(_DOWN.finditer(text))
    return bool(falls) and _FILLER.fullmatch(text, falls[-1].end()) is not None


def of_fact(fact: Fact) -> int:
    """The direction of ``fact``: −1 for a change below zero or a label that tells a fall, 1 for a rise, else 0."""
    if fact.unit.kind not in (UnitKind.PERCENT, UnitKind.MULTIPLE):
        return 0
    if fact.value < 0:
        return -1
    told = of_text(f"{fact.label.zh} {fact.label.en}")
    return 1 if told < 0 and "actual" in fact.concepts else told  # a cost that rose is one of “cost reduction”, too
