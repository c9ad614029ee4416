"""Markdown laid out for a terminal of any width: lines end where both languages allow it, and tables never cut a figure.

A table that does not fit has its columns of words wrapped; where that is not enough either, it is told as a list, row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Heading, Markdown, MarkdownElement, Paragraph, TableElement
from rich.table import Table
from rich.text import Text

from agent.channels.terminal.wrapping import line_starts, longest

_EDGE, _GAP = 2, 2  # cells around a table, and between two of its columns
_LEAST = 10  # a column of words is no narrower while there is a choice
_NONE = "–"


def wrapped(text: Text, width: int) -> list[Text]:
    """``text`` in lines of at most ``width`` cells."""
    lines = text.divide(line_starts(text.plain, width))
    for line in lines:
        line.rstrip()
        line.no_wrap, line.overflow = True, "ignore"
    return list(lines)


class _Wrapped(Paragraph):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from wrapped(self.text, options.max_width)


class _Title(Heading):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from wrapped(self.text, options.max_width)


class _Grid(TableElement):
    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        head, rows = self._cells()
        widths = fitting([[cell.plain for cell in row] for row in (head, *rows)], _right(head), options.max_width)
        if widths is None:
            yield from _listed(head, rows, options.max_width)
            return
        table = Table(
            box=box.SIMPLE, pad_edge=False, style="markdown.table.border", show_edge=True, collapse_padding=True
        )
        for cell, width in zip(head, widths, strict=True):
            named = cell.copy()
            named.stylize("markdown.table.header")
            table.add_column(_cell(named, width), justify=cell.justify or "left", width=width, no_wrap=True)
        for row in rows:
            table.add_row(*(_cell(cell, width) for cell, width in zip(row, widths, strict=True)))
        yield table

    def _cells(self) -> tuple[list[Text], list[list[Text]]]:
        """Headings and rows, without what the parser hung them on; every table of Markdown has a head."""
        assert self.header is not None
        assert self.header.row is not None
        rows = self.body.rows if self.body is not None else []
        return [cell.content for cell in self.header.row.cells], [[cell.content for cell in row.cells] for row in rows]


class Page(Markdown):
    """Markdown with the elements of this module."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "paragraph_open": _Wrapped,
        "heading_open": _Title,
        "table_open": _Grid,
    }


def _right(head: Sequence[Text]) -> list[bool]:
    return [cell.justify == "right" for cell in head]


def _cell(text: Text, width: int) -> Text:
    """A cell's lines; how they are aligned is the column's."""
    made = Text("\n").join(wrapped(text, width))
    made.justify = text.justify
    return made


def fitting(cells: Sequence[Sequence[str]], numbers: Sequence[bool], room: int) -> list[int] | None:
    """The widths of columns in ``room`` cells, headings first among ``cells``; ``None`` where they do not fit.

    Columns of ``numbers`` and everything that no line end may go through stay whole; words are wrapped, the longest most.
    """
    columns = list(zip(*cells, strict=True))
    natural = [max(_measured(text) for text in column) for column in columns]
    left = room - _EDGE - _GAP * (len(columns) - 1)
    if sum(natural) <= left:
        return natural
    least = [
        max(max(map(_measured, column[1:]), default=0) if number else min(most, _LEAST), *map(longest, column))
        for column, number, most in zip(columns, numbers, natural, strict=True)
    ]
    if sum(least) > left:
        return None
    widths = list(least)
    for _ in range(left - sum(least)):  # a cell at a time to the column that lacks most
        at = max(range(len(widths)), key=lambda i: natural[i] - widths[i])
        widths[at] += 1
    return widths


def _measured(text: str) -> int:
    return Text(text).cell_len


def _listed(head: Sequence[Text], rows: Sequence[Sequence[Text]], width: int) -> Iterator[Text]:
    """A row an item: its first cell, and below it each other cell with its heading."""
    colon = "：" if any("\u4e00" <= char <= "\u9fff" for cell in head for char in cell.plain) else ": "
    for row in rows:
        yield from _indented(row[0], " • ", width)
        for name, cell in zip(head[1:], row[1:], strict=True):
            if cell.plain.strip() in ("", _NONE):
                continue
            line = Text.assemble(name, colon if name.plain else "", cell)
            yield from _indented(line, "     ", width, first="   ")


def _indented(text: Text, indent: str, width: int, *, first: str = "") -> Iterator[Text]:
    first = first or indent
    start = True
    for line in wrapped(text, width - len(indent)):
        made = Text.assemble(first if start else " " * len(indent), line)
        made.no_wrap, made.overflow = True, "ignore"
        yield made
        start = False
