"""Tables as typed rows: each figure keeps its column's header, its unit and its row, whatever cells were merged.

A grid comes with its merged cells marked, never with values moved. A merged label holds for all its rows and columns; a merged
figure is told once, as one that covers several rows. Where a unit stands in a header or title (``（万元）``) it is put behind
each figure under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents.model import Line, one_line

_NUMBER = re.compile(
    r"[+\-−(（]?[¥￥$€£]?\s*\d[\d,，]*(?:\.\d+)?\s*[%％]?[)）]?(?:\s*(?:万元|亿元|元|万|亿|人|个|篇|天|倍))?"
)
_UNIT = re.compile(
    r"[(（\[]\s*(?:单位[:：]\s*)?([^()（）\[\]\d]{1,8})\s*[)）\]]|单位[:：]\s*(\S{1,8})|\bin\s+(RMB|USD|CNY|EUR)\b"
)
_KNOWN_UNIT = re.compile(
    r"(?:万|亿|千|百万)?(?:元|美元|欧元|港元|人民币)|[人个篇条次天月年家份]|%|％|小时|分钟|倍|people|posts|days|hours"
    r"|(?:RMB|USD|EUR|CNY)(?:\s*(?:k|m|mn|million|thousand))?",
    re.IGNORECASE,
)
MOST_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid. ``rows`` and ``columns`` are how far it is merged; ``covered`` marks a place under a merged cell."""

    text: str = ""
    rows: int = 1
    columns: int = 1
    covered: bool = False


Grid = Sequence[Sequence[Cell]]


def is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip()))


def lines_of(grid: Grid, *, place: str = "", title: str = "", first_row: int | None = None) -> Iterator[Line]:
    """A line for each row of ``grid``. ``first_row`` is the number of its first row in the sheet, for the citation."""
    rows = [list(row) for row in grid]
    width = max((len(row) for row in rows), default=0)
    rows = [row + [Cell()] * (width - len(row)) for row in rows]
    titles, body = _titles(rows, width)
    headers = _header_rows(body)
    names = [_column(body[:headers], column) for column in range(width)]
    title = " ".join(filter(None, (title, *titles)))
    common = _unit(title)
    units = [_unit(name) or common for name in names]
    for text in titles:
        yield Line(text, place)
    for index in range(headers, len(body)):
        told = _row(body, index, names, units)
        if told:
            at = (
                f"{place}{'，' if _chinese(place) else ', '}{_row_name(place)}{first_row + len(titles) + index}"
                if first_row
                else place
            )
            yield Line(told, at)


def _row_name(place: str) -> str:
    return "行 " if _chinese(place) else "row "


def _titles(rows: list[list[Cell]], width: int) -> tuple[list[str], list[list[Cell]]]:
    """Leading rows that hold one text only, across the table."""
    titles: list[str] = []
    while rows and len(rows) > 1 and width > 1:
        filled = [cell for cell in rows[0] if cell.text.strip() and not cell.covered]
        if len(filled) != 1 or is_number(filled[0].text) or (filled[0].columns < width and len(filled[0].text) < 2):
            break
        if filled[0].columns < width and any(is_number(c.text) for c in rows[1]):
            break
        titles.append(one_line(filled[0].text))
        rows = rows[1:]
    return titles, rows


def _header_rows(rows: list[list[Cell]]) -> int:
    """How many rows name the columns: those before the first with a figure, as far as merged headers reach."""
    if len(rows) < 2:
        return 0
    reach = max((cell.rows for cell in rows[0]), default=1)
    split = any(cell.columns > 1 for cell in rows[0])
    wanted = max(reach, 2 if split else 1)
    count = 0
    for row in rows[: min(MOST_HEADER_ROWS, len(rows) - 1, wanted)]:
        if any(is_number(cell.text) for cell in row[1:]):
            break
        count += 1
    return count


def _column(header: list[list[Cell]], column: int) -> str:
    """The header of a column, from the top down; a merged one names every column that it covers."""
    parts: list[str] = []
    for index in range(len(header)):
        text = _label(header, index, column)
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    return " ".join(parts)


def _label(rows: list[list[Cell]], index: int, column: int) -> str:
    """The text at a place, that of the merged cell which covers it included."""
    cell = rows[index][column]
    if not cell.covered:
        return one_line(cell.text)
    for up in range(index, -1, -1):
        for left in range(column, -1, -1):
            found = rows[up][left]
            if not found.covered and up + found.rows > index and left + found.columns > column:
                return one_line(found.text)
    return ""


def _row(rows: list[list[Cell]], index: int, names: list[str], units: list[str]) -> str:
    parts: list[str] = []
    row = rows[index]
    for column, cell in enumerate(row):
        text = _label(rows, index, column) if cell.covered else one_line(cell.text)
        if not text or (cell.covered and (is_number(text) or _beside(rows, index, column))):
            continue
        if is_number(text):
            text = _with_unit(text, units[column])
            if cell.rows > 1:
                text += f"（{cell.rows} 行合计）" if _chinese(names[column] + text) else f" ({cell.rows} rows together)"
        parts.append(f"{names[column]}: {text}" if names[column] else text)
    # A row of headers only, or a single label, says nothing of a figure but is still found.
    return "; ".join(parts)


def _beside(rows: list[list[Cell]], index: int, column: int) -> bool:
    """Whether a covered place only repeats the cell to its left in the same row."""
    return any(not rows[index][left].covered and left + rows[index][left].columns > column for left in range(column))


def _unit(text: str) -> str:
    for match in _UNIT.finditer(text):
        unit = (match[1] or match[2] or match[3] or "").strip()
        if _KNOWN_UNIT.fullmatch(unit):
            return unit
    return ""


def _with_unit(text: str, unit: str) -> str:
    """``100`` with the unit of its column, unless it carries one."""
    if not unit or not re.fullmatch(r"[+\-−]?\d[\d,]*(?:\.\d+)?", text):
        return text
    if unit in "%％":
        return f"{text}%"
    return f"{text} {unit}" if unit.isascii() else f"{text}{unit}"


def _chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)
