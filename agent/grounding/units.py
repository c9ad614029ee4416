"""Cuts a reply into the units that are checked one by one: sentences, list items and table rows.

The cut never depends on how the text arrived: a terminator counts only when what follows it is known, so that a
stream and a whole text give the same units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.grounding import syntax
from agent.grounding.numerals import CITE_MARK, FACT_MARK, QUOTE_MARK

_END = re.compile(r"[。！？!?；;]|\.(?=[ \n])|\n")
_SPECIAL = re.compile(rf"{syntax.REFERENCE.pattern}|[*_`~]")
_CLOSERS = "”’」』）)*_\"'"
#: A full stop behind these words ends no sentence: “max. 20%” cut in two would lose its comparator.
_ABBREVIATION = re.compile(
    r"(?:^|[^A-Za-z])(?:approx|max|min|e\.g|i\.e|vs|ca|c|est|no|incl|excl|appr|abt)$", re.IGNORECASE
)
_LIST_NUMBER = re.compile(r"[ *_#>-]*[0-9一二三四五六七八九十]{1,3}$")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A unit as it is scanned: markdown markers left out, references replaced by marks.

    ``at[i]`` is where character ``i`` stands in the unit (``at`` has one entry more than ``text``: the end);
    ``references`` maps the index of a mark to what it stands for, ``None`` where that cannot be read.
    """

    text: str
    at: list[int]
    ends: list[int]
    references: dict[int, syntax.Reference | None]


def next_unit(text: str, start: int, *, final: bool, line_start: bool) -> int | None:
    """Where the unit that begins at ``start`` ends; ``None`` if more text must come first."""
    if line_start and text[start : start + 12].lstrip(" ").startswith("|"):
        end = text.find("\n", start)
        return end + 1 if end >= 0 else (len(text) if final else None)
    for match in _END.finditer(text, start):
        end = match.end()
        if match[0] == ".":
            before = text[max(start, match.start() - 8) : match.start()]
            if _ABBREVIATION.search(before) or (line_start and _LIST_NUMBER.fullmatch(text[start : match.start()])):
                continue
        if match[0] != "\n":
            while end < len(text) and text[end] in _CLOSERS:
                end += 1
            if end == len(text) and not final:
                return None
        return end
    return len(text) if final and start < len(text) else None


def skeleton(unit: str) -> Skeleton:
    """The text of ``unit`` as the checker reads it."""
    pieces: list[str] = []
    at: list[int] = []
    ends: list[int] = []
    references: dict[int, syntax.Reference | None] = {}
    done = 0
    for match in _SPECIAL.finditer(unit):
        start, end = match.span()
        if match[1] is None and not _is_marker(unit, start):
            continue
        pieces.append(unit[done:start])
        at += range(done, start)
        ends += range(done + 1, start + 1)
        if match[1] is not None:
            found = syntax.read(match[1])
            references[len(at)] = found
            pieces.append({syntax.Citation: CITE_MARK, syntax.Quotation: QUOTE_MARK}.get(type(found), FACT_MARK))
            at.append(start)
            ends.append(end)
        done = end
    pieces.append(unit[done:])
    at += range(done, len(unit) + 1)
    ends += range(done + 1, len(unit) + 1)
    return Skeleton("".join(pieces), at, ends, references)


def _is_marker(unit: str, i: int) -> bool:
    char = unit[i]
    if char == "*":  # between blanks it multiplies
        return not (0 < i < len(unit) - 1 and unit[i - 1] == " " == unit[i + 1])
    return char != "~" or unit[i + 1 : i + 2] == "~" or (i > 0 and unit[i - 1] == "~")
