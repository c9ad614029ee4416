"""What one unit of a reply leaves to the next: list numbers, headings and items that still hold, a table's head.

The numbers of lists are ours: the model's own are taken off and counted again, so that no figure can pass for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.grounding.binding import Mention

_LIST = re.compile(
    r"([ ]*(?:>[ ]?)*(?:#{1,6}[ ]+)?(?:[-*][ ]+)?(?:\*\*|__)?)"
    r"(?:([0-9]{1,2})(?:[.)][ ]+|、[ ]*)|([一二三四五六七八九十]{1,3})、[ ]*)"
)
#: The beginning of a line that may still turn out to be a list number.
_MAYBE_LIST = re.compile(r"[ >#*_-]*(?:[0-9]{1,3}[.)、]?|[一二三四五六七八九十]{1,3}、?)?[ ]*")
_ITEM = re.compile(r"[-*+•·][ ]|[0-9]{1,2}[.)、]|[一二三四五六七八九十]{1,3}、")
_ZH_DIGITS = "零一二三四五六七八九十"
_HEADING = -10


@dataclass(frozen=True, slots=True)
class State:
    """What holds where a unit begins.

    ``context`` are the names of headings and items above, each with its indent; ``table`` the names in the columns of
    the table that is open.
    """

    line_start: bool = True
    cited: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    figures: int = 0
    counters: tuple[tuple[int, str, int], ...] = ()
    context: tuple[tuple[int, frozenset[str]], ...] = ()
    indent: int = 0
    table: tuple[frozenset[str], ...] | None = None

    @property
    def inherited(self) -> frozenset[str]:
        """The names of the innermost heading or item above."""
        return self.context[-1][1] if self.context else frozenset()


@dataclass(frozen=True, slots=True)
class Head:
    """The list number at the start of a unit: how long it is, and what stands in its place."""

    length: int = 0
    printed: str = ""


def maybe_list_number(text: str) -> bool:
    """Whether ``text``, all that there is of a line, may still become a list number."""
    return _MAYBE_LIST.fullmatch(text) is not None


def enter(unit: str, state: State) -> tuple[Head, State]:
    """The list number of ``unit`` and the state in which the rest of it is checked."""
    if not state.line_start or not unit.strip():
        return Head(), state
    head, state = _number(unit, state)
    bare = unit.lstrip(" ")
    if bare.startswith("|"):
        return head, state
    if bare.startswith("#"):
        indent = _HEADING + len(bare) - len(bare.lstrip("#"))
    else:
        indent = 1 + len(unit) - len(bare) if _ITEM.match(bare) else 0
    return head, replace(state, indent=indent, context=tuple(c for c in state.context if c[0] < indent))


def leave(unit: str, state: State, *, text: str, mentions: Sequence[Mention], row: bool) -> State:
    """The state behind ``unit``, whose skeleton is ``text``."""
    context, table = state.context, state.table
    ids = frozenset(c for m in mentions for c in m.ids)
    if ids and not row:
        context = (*(c for c in context if c[0] < state.indent), (state.indent, ids))
    if row and table is None:
        table = columns(text, mentions)
    elif not row and (unit.strip() or state.line_start):  # a blank line ends a table
        table = None
    return replace(state, line_start=unit.endswith("\n"), context=context, table=table)


def columns(text: str, mentions: Sequence[Mention]) -> tuple[frozenset[str], ...]:
    """The names in each cell of the table row ``text``."""
    cells: list[frozenset[str]] = []
    start = 0
    for cell in text.split("|"):
        end = start + len(cell)
        cells.append(frozenset(c for m in mentions if start <= m.start < end for c in m.ids))
        start = end + 1
    return tuple(cells)


def _number(unit: str, state: State) -> tuple[Head, State]:
    match = _LIST.match(unit)
    if match is None:
        return Head(), state
    before, style = match[1], "zh" if match[3] else "en"
    key = (len(before) - len(before.lstrip(" ")), before.strip(" ") + style)
    restarts = (match[2] or match[3]).lstrip("0") in ("1", "一")
    counted = next((n for *k, n in state.counters if tuple(k) == key), 0)
    number = 1 if restarts or counted >= 99 else counted + 1
    kept = tuple(c for c in state.counters if c[:2] != key and c[0] <= key[0])
    printed = f"{_in_chinese(number)}、" if style == "zh" else f"{number}. "
    return Head(match.end(), before + printed), replace(state, counters=(*kept, (*key, number)))


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = ("", "十")[tens] if tens < 2 else f"{_ZH_DIGITS[tens]}十"
    return ten + (_ZH_DIGITS[ones] if ones else "")
