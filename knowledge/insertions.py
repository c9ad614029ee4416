"""Names that were inserted into sentences, found without knowing any name.

The evidence is behaviour only. The name comes back, often doubled (``X X``) and followed by a word such as 官方; it
stands between characters that read on without it; and nowhere does the document use it as a word of its own. Footers
count as places where a site shows its name. What is found is reported as spans; removing is done in ``cleaning``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LONGEST_NAME = 24
_SUFFIX = re.compile(r"\s*(?:官方网站|官方网址|官网|官方|official(?:\s+(?:web)?site)?)", re.IGNORECASE)
_GAP = re.compile(r"[ \t\u3000\xa0]+")


@dataclass(frozen=True, slots=True)
class _Unit:
    """One place where a name is doubled: characters ``start`` to ``end`` of text ``index``."""

    index: int
    start: int
    end: int
    name: str
    embedded: bool
    suffixed: bool


def find_insertions(texts: Sequence[str], *, footers: Sequence[str] = ()) -> list[tuple[int, int, int]]:
    """Spans ``(index of the text, start, end)`` of inserted names in ``texts``."""
    units = [unit for index, text in enumerate(texts) for unit in _doubled(index, text)]
    found: list[tuple[int, int, int]] = []
    for name in {unit.name for unit in units}:
        own = [unit for unit in units if unit.name == name]
        inside = {(unit.index, unit.start, unit.end) for unit in own}
        elsewhere = sum(1 for at in _occurrences(name, texts) if not _within(at, inside))
        score = (
            (1 if any(unit.embedded for unit in own) else -1)
            + (1 if any(unit.suffixed for unit in own) else 0)
            + (1 if len(own) > 1 else 0)
            + (1 if any(name in footer for footer in footers) else 0)
            - elsewhere
        )
        if score >= 2:
            found.extend(inside)
    return sorted(found)


def _doubled(index: int, text: str) -> Iterator[_Unit]:
    for gap in _GAP.finditer(text):
        length = _repeated(text, gap.start(), gap.end())
        if not length:
            continue
        name = text[gap.end() : gap.end() + length]
        start, end = gap.start() - length, gap.end() + length
        suffix = _SUFFIX.match(text, end)
        end = suffix.end() if suffix else end
        embedded = start > 0 and end < len(text) and _is_letter(text[start - 1]) and _is_letter(text[end])
        yield _Unit(index, start, end, name, embedded, suffix is not None)


def _repeated(text: str, left_end: int, right_start: int) -> int:
    """The length of the longest name that ends at ``left_end`` and stands again at ``right_start``; 0 if none."""
    for length in range(min(_LONGEST_NAME, left_end, len(text) - right_start), 1, -1):
        name = text[right_start : right_start + length]
        if text[left_end - length : left_end] == name and all(map(_is_letter, name)) and not name.isdigit():
            return length
    return 0


def _occurrences(name: str, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    for index, text in enumerate(texts):
        at = text.find(name)
        while at >= 0:
            yield index, at
            at = text.find(name, at + len(name))


def _within(at: tuple[int, int], spans: set[tuple[int, int, int]]) -> bool:
    return any(index == at[0] and start <= at[1] < end for index, start, end in spans)


def _is_letter(char: str) -> bool:
    return char.isalnum()
