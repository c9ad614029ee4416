"""Markdown and HTML as lines, with their headings and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from knowledge.documents.model import Line
from knowledge.documents.tables import Cell, lines_of

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)")


def markdown_lines(text: str) -> Iterator[Line]:
    """The lines of a Markdown text; tables become rows, everything else stays what it says."""
    lines = text.splitlines()
    at = 0
    fenced = False
    while at < len(lines):
        line = lines[at]
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and "|" in line and at + 1 < len(lines) and _RULE.match(lines[at + 1]):
            end = at + 2
            while end < len(lines) and "|" in lines[end]:
                end += 1
            grid = [_cells(lines[at]), *(_cells(row) for row in lines[at + 2 : end])]
            yield from lines_of(grid)
            at = end
            continue
        elif heading := _HEADING.match(line) if not fenced else None:
            yield Line(heading[2], level=len(heading[1]))
        else:
            yield Line(line)
        at += 1


def _cells(line: str) -> list[Cell]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [Cell(cell.replace("\\|", "|").strip()) for cell in re.split(r"(?<!\\)\|", inner)]


_BLOCKS = frozenset("p div li ul ol section article blockquote pre br tr dt dd figcaption header main".split())
_SILENT = frozenset("script style noscript template nav footer form svg head".split())
_DATES = frozenset({"date", "article:published_time", "article:modified_time", "last-modified", "dc.date", "pubdate"})


def html_lines(text: str) -> tuple[list[Line], str]:
    """The lines of a page, and the date that it names."""
    parser = _Page()
    parser.feed(text)
    parser.close()
    parser.flush()
    return parser.lines, parser.date


@dataclass(slots=True)
class _Table:
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    row: int = -1

    def place(self, rows: int, columns: int) -> tuple[int, int]:
        """Where the next cell of the row goes, past what is merged into it from above."""
        column = 0
        row = max(self.row, 0)
        while (row, column) in self.cells:
            column += 1
        for r in range(row, row + rows):
            for c in range(column, column + columns):
                self.cells[r, c] = Cell(covered=True)
        return row, column

    def grid(self) -> list[list[Cell]]:
        if not self.cells:
            return []
        height, width = max(r for r, _ in self.cells) + 1, max(c for _, c in self.cells) + 1
        return [[self.cells.get((r, c), Cell()) for c in range(width)] for r in range(height)]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.date = ""
        self._words: list[str] = []
        self._level = 0
        self._silent = 0
        self._table: _Table | None = None
        self._depth = 0
        self._cell: tuple[int, int, int, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "meta" and (named.get("name") or named.get("property") or "").casefold() in _DATES:
            found = re.search(r"\d{4}-\d\d-\d\d", named.get("content", ""))
            self.date = self.date or (found[0] if found else "")
        elif tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.flush()
                self._table = _Table()
        elif self._table is not None and self._depth == 1:
            self._in_table(tag, named)
        elif re.fullmatch(r"h[1-6]", tag):
            self.flush()
            self._level = int(tag[1])
        elif tag in _BLOCKS:
            self.flush()

    def _in_table(self, tag: str, named: dict[str, str]) -> None:
        assert self._table is not None
        if tag == "tr":
            self._end_cell()
            self._table.row += 1
        elif tag in ("td", "th"):
            self._end_cell()
            rows, columns = (_span(named.get(name, "")) for name in ("rowspan", "colspan"))
            self._cell = (*self._table.place(rows, columns), rows, columns)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._table is not None:
            self._depth -= 1
            if self._depth == 0:
                self._end_cell()
                self.lines.extend(lines_of(self._table.grid()))
                self._table = None
        elif tag in ("td", "th") and self._depth == 1:
            self._end_cell()
        elif self._table is None and (tag in _BLOCKS or re.fullmatch(r"h[1-6]", tag)):
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._table is not None:
            row, column, rows, columns = self._cell
            self._table.cells[row, column] = Cell(" ".join("".join(self._words).split()), rows, columns)
        self._words, self._cell = [], None

    def flush(self) -> None:
        """End the line being collected."""
        text = " ".join("".join(self._words).split())
        if text:
            self.lines.append(Line(text, level=self._level))
        self._words, self._level = [], 0


def _span(text: str) -> int:
    """A rowspan or colspan, bounded: a page may claim millions."""
    return min(max(int(text), 1), 100) if text.isascii() and text.isdigit() and len(text) < 7 else 1
