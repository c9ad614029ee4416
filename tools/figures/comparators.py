"""The words around a figure that bound it: 至少, 不超过, 以上, at least, up to, or more, ≥."""

from __future__ import annotations

from tools.figures.units import is_letter, skip_spaces
from tools.lexicon.comparators import AFTER, BEFORE, FILLERS, NOT_AFTER, NOT_BEFORE
from tools.lexicon.index import by_edge
from tools.quantities import Comparator

_BEFORE_BY_LAST = by_edge(BEFORE, -1)
_AFTER_BY_FIRST = by_edge(AFTER, 0)
_FILLERS_BY_LAST = by_edge(FILLERS, -1)
_SOFT = frozenset(" \"'“‘")
_SIGNS = frozenset("$€£¥")
#: "over the three layers" and "within the 10%" are places, no bounds.
_PLACES = ("over ", "within ", "about ", "around ")
_SPACED = frozenset({"min", "minimum", "max", "plus"})


def before(lower: str, position: int) -> tuple[Comparator | None, int]:
    """The comparator that ends at ``position`` (spaces and small words aside) and where it starts.

    A bound beats an approximation: "at most about 5" is at most 5.
    """
    found: Comparator | None = None
    start = position
    for _ in range(3):
        comparator, at = _one_before(lower, start)
        if comparator is None:
            break
        if found is None or found is Comparator.ABOUT:
            found = comparator
        start = at
    return found, start


def _one_before(lower: str, position: int) -> tuple[Comparator | None, int]:
    end = position
    for _ in range(3):
        while end and lower[end - 1] in _SOFT:
            end -= 1
        last = lower[end - 1 : end]
        for word in _BEFORE_BY_LAST.get(last, ()):
            if _stands_before(word, lower, end):
                return BEFORE[word], end - len(word)
        filler = next((word for word in _FILLERS_BY_LAST.get(last, ()) if _whole_word_before(word, lower, end)), None)
        if filler is None:
            return None, position
        if filler == "the" and lower.endswith(_PLACES, 0, end - 3):
            return None, position
        end -= len(filler)
    return None, position


def _whole_word_before(word: str, lower: str, end: int) -> bool:
    start = end - len(word)
    return lower.endswith(word, 0, end) and not (is_letter(word[0]) and start > 0 and is_letter(lower[start - 1]))


def _stands_before(word: str, lower: str, end: int) -> bool:
    if not _whole_word_before(word, lower, end):
        return False
    before = lower[end - len(word) - 1 : end - len(word)]
    return not (
        before and (before in NOT_AFTER.get(word, "") or (word == "~" and (before.isalnum() or before in "%)")))
    )


def after(lower: str, position: int) -> tuple[Comparator | None, int]:
    """The comparator that starts at ``position`` and where it ends."""
    begin = skip_spaces(lower, position, 2)
    if lower.startswith("(含)", begin) and not lower.startswith("(含)以", begin):
        begin += 3
    for word in _AFTER_BY_FIRST.get(lower[begin : begin + 1], ()):
        if lower.startswith(word, begin) and _stands_after(word, lower, begin, spaced=begin > position):
            return AFTER[word], begin + len(word)
    return None, position


def _stands_after(word: str, lower: str, begin: int, *, spaced: bool) -> bool:
    end = begin + len(word)
    following = lower[end : end + 1]
    if is_letter(word[-1]) and is_letter(following):
        return False
    if following and following in NOT_BEFORE.get(word, ""):
        return False
    if word in _SPACED and not spaced:
        return False
    # "100 plus 20" and "100 + 20" are sums.
    return word not in {"plus", "+"} or not (
        following == " " and (lower[end + 1 : end + 2].isalnum() or lower[end + 1 : end + 2] in _SIGNS)
    )
