"""Currencies named in text without an amount ("不对，是美元", "sorry, euros not pounds")."""

from __future__ import annotations

import functools
import re
from typing import Literal, overload

from tools.lexicon.currencies import MONEY_AFTER, MONEY_BEFORE, MONEY_NOT_BEFORE
from tools.money import CURRENCIES

#: Words that are a currency only beside an amount.
_ONLY_WITH_AMOUNT = frozenset(
    "元 块 块钱 刀 欧 镑 蚊 $ ¥ nt fr. sfr. buck bucks pound pounds franc francs won reais".split()
) - {
    "pound",
    "pounds",
}


@overload
def find_currencies(text: str) -> tuple[str, ...]: ...
@overload
def find_currencies(text: str, *, with_spans: Literal[True]) -> tuple[tuple[str, int, int], ...]: ...
def find_currencies(text: str, *, with_spans: bool = False) -> tuple[str, ...] | tuple[tuple[str, int, int], ...]:
    """ISO codes of the currencies that ``text`` names, in order; with their spans if asked for."""
    found = tuple((_codes()[m[0].lower()], m.start(), m.end()) for m in _pattern().finditer(text))
    return found if with_spans else tuple(code for code, _, _ in found)


@functools.cache
def _codes() -> dict[str, str]:
    words = {**MONEY_BEFORE, **MONEY_AFTER}
    return {
        w: code
        for w, code in words.items()
        if code in CURRENCIES and w not in _ONLY_WITH_AMOUNT and (len(w) > 1 or not w.isascii())
    }


@functools.cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_codes(), key=len, reverse=True)
    words = [
        rf"(?<![a-z]){re.escape(w)}(?![a-z])" if w.isascii() and w[0].isalpha() else re.escape(w) + _tail(w)
        for w in longest_first
    ]
    return re.compile("|".join(words), re.IGNORECASE)


def _tail(word: str) -> str:
    return f"(?![{MONEY_NOT_BEFORE[word]}])" if word in MONEY_NOT_BEFORE else ""
