"""Excel workbooks as lines: what a sheet shows, row by row; hidden, struck and uncomputed cells are counted."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from knowledge.documents.formats import shown
from knowledge.documents.model import Converted, Line, Tally, Unreadable, day, one_line, raised
from knowledge.documents.tables import Cell, lines_of
from knowledge.documents.units import is_number, unit_in

MOST_ROWS, MOST_COLUMNS = 100_000, 300
#: A formula without a stored result, in the XML of a sheet.
_UNCOMPUTED = re.compile(rb"<c\b[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")


def parse_xlsx(raw: bytes) -> Converted:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True, rich_text=True)
    tally = Tally()
    lines: list[Line] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            tally.add("hidden_sheet", sheet.title)
            continue
        if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
            raise Unreadable(f"has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns on a sheet")
        lines.append(Line(sheet.title, sheet.title, 1))
        above = sheet.title
        for numbers, grid in _tables(sheet, tally):
            lines += lines_of(grid, place=sheet.title, rows=numbers, title=above if unit_in(above) else "")
            # A block of texts above a table may name the unit of all its figures.
            texts = [cell.text for row in grid for cell in row if cell.text]
            if not any(is_number(text) for text in texts):
                above = next((text for text in texts if unit_in(text)), above)
    for _ in book.chartsheets:
        tally.add("chart")
    tally.add("uncomputed", count=_uncomputed(raw))
    if not any(line.text for line in lines if not line.level) and tally.told():
        kinds = {item.kind for item in tally.told()}
        if "uncomputed" in kinds:
            raise Unreadable("holds formulas without results; open it in Excel and save it again")
    return Converted(tuple(lines), day(book.properties.modified or book.properties.created), skipped=tally.told())


def _uncomputed(raw: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return sum(len(_UNCOMPUTED.findall(package.read(name))) for name in parts)


def _tables(sheet: Any, tally: Tally) -> Iterator[tuple[list[int], list[list[Cell]]]]:
    """The tables of a sheet: blocks of rows between empty ones, with the numbers of their rows."""
    hidden_columns = _hidden_columns(sheet)
    tally.add("hidden_columns", sheet.title, len([c for c in hidden_columns if c <= sheet.max_column]))
    spans, covered = _merged(sheet)
    block: list[list[Cell]] = []
    numbers: list[int] = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        dimensions = sheet.row_dimensions.get(number)
        if dimensions is not None and (dimensions.hidden or dimensions.height == 0):
            tally.add("hidden_rows", sheet.title, int(any(cell.value is not None for cell in row)))
            continue
        line = []
        for cell in row:
            if cell.column in hidden_columns:
                continue
            place = (cell.row, cell.column)
            height, width = spans.get(place, (1, 1))
            width -= sum(1 for c in hidden_columns if cell.column < c < cell.column + width)
            line.append(
                Cell(covered=True) if place in covered else Cell(_text(cell, sheet.title, tally), height, width)
            )
        if any(cell.text or cell.covered for cell in line):
            block.append(line)
            numbers.append(number)
        elif block:
            yield numbers, block
            block, numbers = [], []
    if block:
        yield numbers, block


def _merged(sheet: Any) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """How far merged cells reach by their first place, and all the places that they cover."""
    spans, covered = {}, set()
    for merged in sheet.merged_cells.ranges:
        bottom, right = min(merged.max_row, sheet.max_row), min(merged.max_col, sheet.max_column)
        spans[merged.min_row, merged.min_col] = bottom - merged.min_row + 1, right - merged.min_col + 1
        covered |= {(r, c) for r in range(merged.min_row, bottom + 1) for c in range(merged.min_col, right + 1)}
    return spans, covered - set(spans)


def _hidden_columns(sheet: Any) -> set[int]:
    found: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden or dimension.width == 0:
            found |= set(range(dimension.min, min(dimension.max, MOST_COLUMNS) + 1))
    return found


def _text(cell: Any, sheet: str, tally: Tally) -> str:
    """A cell as it is shown, empty where it is struck through or written in white on white."""
    value = cell.value
    if value is None:
        return ""
    if cell.comment is not None:
        tally.add("comment")
    if isinstance(value, list):  # rich text: pieces with a font of their own
        return _rich(value, cell, sheet, tally)
    if cell.has_style and isinstance(cell.font.strike, bool) and cell.font.strike:
        tally.add("struck", f"{sheet} {cell.coordinate}: {one_line(str(value))[:40]}")
        return ""
    if cell.has_style and _invisible(cell):
        tally.add("invisible", f"{sheet} {cell.coordinate}")
        return ""
    return one_line(shown(value, str(cell.number_format or "General")))


def _rich(pieces: list[Any], cell: Any, sheet: str, tally: Tally) -> str:
    parts: list[str] = []
    for piece in pieces:
        font = getattr(piece, "font", None)
        text = str(getattr(piece, "text", piece))
        struck = font.strike if font is not None else cell.font.strike
        if struck and text.strip():
            tally.add("struck", f"{sheet} {cell.coordinate}: {one_line(text)[:40]}")
        else:
            parts.append(raised(text) if font is not None and font.vertAlign == "superscript" else text)
    return one_line("".join(parts))


def _invisible(cell: Any) -> bool:
    """White letters on no ground of their own."""
    color = cell.font.color
    if color is None or (cell.fill is not None and cell.fill.fill_type not in (None, "none")):
        return False
    if color.type == "rgb":
        return str(color.rgb).upper() in ("FFFFFFFF", "00FFFFFF")
    return color.type == "theme" and color.theme == 0 and not color.tint
