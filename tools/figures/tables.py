"""Pasted tables: where the cells of tabs, Markdown, CSV or aligned columns end, and what their headers say.

A cell is read by itself. A header of years holds dates; a unit in a header holds for the bare numbers below it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

#: What parts cells in the readable copy of a text.
WALL: Final = "\t"
_DELIMITERS: Final = (WALL, "|", ";", "；", ",")
_MAX_CELLS: Final = 64


class Cell(NamedTuple):
    """A cell with its place in the copy, its line within the table and its column."""

    start: int
    end: int
    row: int
    column: int


@cache
def _columns() -> re.Pattern[str]:
    return re.compile(r"(?<=[^ ]) {2,}(?=[^ ])")


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"[$€£¥]?-?\d+(?:\.\d+)?[a-zA-Z%万亿元]{0,4}")


@cache
def _parting() -> re.Pattern[str]:
    """A comma that groups no digits."""
    return re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))")


@cache
def _day() -> re.Pattern[str]:
    return re.compile(r"20\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}/\d{1,2}/20\d\d")


@cache
def _year() -> re.Pattern[str]:
    return re.compile(r"(?:fy ?'?)?(?:(?:19|20)\d\d|(?<=fy)'?\d\d)(?:年度?|财年)?[aefb]?")


def walls(text: str) -> str:
    """``text`` with :data:`WALL` between cells, in tables and nowhere else; the length stays."""
    lines = text.split("\n")
    taken = [False] * len(lines)
    for delimiter in _DELIMITERS:
        if delimiter in text:
            _mark(lines, taken, delimiter)
    for index, line in enumerate(lines):
        if not taken[index]:
            lines[index] = line.replace(WALL, " ")
    aligned = ["  " in line and not taken[index] for index, line in enumerate(lines)]
    for index, line in enumerate(lines):
        if aligned[index] and any(aligned[max(index - 1, 0) : index] + aligned[index + 1 : index + 2]):
            lines[index] = _columns().sub(lambda gap: " " * (len(gap.group()) - 1) + WALL, line)
    return "\n".join(lines)


def _mark(lines: list[str], taken: list[bool], delimiter: str) -> None:
    """Turn ``delimiter`` into walls where neighbouring lines have equally many."""
    counts = [0 if taken[i] else _unquoted(line, delimiter) for i, line in enumerate(lines)]
    index = 0
    while index < len(lines):
        end = index + 1
        while end < len(lines) and counts[end] == counts[index]:
            end += 1
        block = range(index, end)
        if 0 < counts[index] <= _MAX_CELLS and len(block) > 1 and (delimiter != "," or _is_csv(lines[index:end])):
            for row in block:
                lines[row], taken[row] = _walled(lines[row], delimiter), True
        index = end


def _unquoted(line: str, delimiter: str) -> int:
    return line.count(delimiter) if '"' not in line else _walled(line, delimiter).count(WALL)


def _walled(line: str, delimiter: str) -> str:
    if '"' not in line:
        return line.replace(delimiter, WALL)
    quoted, chars = False, list(line)
    for index, char in enumerate(chars):
        if char == '"':
            quoted = not quoted
        elif char == delimiter and not quoted:
            chars[index] = WALL
    return "".join(chars)


def _is_csv(lines: list[str]) -> bool:
    """Whether commas part cells: every line opens with a label or is all numbers below a line of labels."""
    rows = [_walled(line, ",").split(WALL) for line in lines]
    labelled = all(not any(char.isdigit() for char in row[0]) or _day().fullmatch(row[0].strip()) for row in rows)
    headed = not any(_number().fullmatch(cell.strip().strip('"')) for cell in rows[0])
    if not (labelled or headed):
        return False
    body = rows[1:] if headed else rows
    if all(not _parting().search(line) for line in (lines[1:] if headed else lines)):
        return False  # 171,000 below a line of prose: the commas group digits
    # "Well, 3 things" and "so, what now" in two lines are prose; a table has a number in each line.
    return any(row for row in body) and all(any(_is_value(cell) for cell in row) for row in body)


def _is_value(cell: str) -> bool:
    bare = cell.strip().strip('"').replace(",", "").replace(" ", "")
    return bool(_number().fullmatch(bare))


def tables(lower: str) -> list[list[Cell]]:
    """The cells of each table of the copy, in order."""
    if WALL not in lower:
        return []
    found: list[list[Cell]] = []
    position, row = 0, 0
    for line in lower.split("\n"):
        if WALL not in line:
            row = 0
        else:
            if not row:
                found.append([])
            start = position
            for column, text in enumerate(line.split(WALL)):
                indent = len(text) - len(text.lstrip(" "))
                found[-1].append(Cell(start + indent, start + max(indent, len(text.rstrip(" "))), row, column))
                start += len(text) + 1
            row += 1
        position += len(line) + 1
    return [cells for cells in found if cells[-1].row]


def header(lower: str, cells: list[Cell]) -> list[Cell]:
    """The cells of the first line where it is one of names and years, else none."""
    first = [cell for cell in cells if cell.row == 0]
    texts = [_text(lower, cell) for cell in first]
    amounts = any(_is_value(text) and not _year().fullmatch(text) for text in texts)
    return [] if amounts else first


def years(lower: str, cells: list[Cell]) -> list[Cell]:
    """The cells that hold a year and nothing else: in the header, or all down the first column."""
    heads = header(lower, cells)
    found = [cell for cell in heads if _year().fullmatch(_text(lower, cell))]
    columns = min(cell.column for cell in cells), 1
    for column in columns:
        down = [
            cell for cell in cells if cell.column == column and cell.row >= (1 if heads else 0) and _text(lower, cell)
        ]
        down = [cell for cell in down if any(char not in "-:" for char in _text(lower, cell))]
        if down and all(_year().fullmatch(_text(lower, cell)) for cell in down):
            found.extend(down)
            break
    return found


def _text(lower: str, cell: Cell) -> str:
    return lower[cell.start : cell.end].strip().strip('"*')
