"""Text and CSV files as lines."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import groupby

from knowledge.documents.encodings import decode
from knowledge.documents.model import Converted, Line
from knowledge.documents.tables import Cell, Layout, lines_of
from knowledge.documents.units import is_number, unit_in

_DECIMAL_COMMA = re.compile(r"[+\-−]?\d{1,3}(?:\.\d{3})*,\d+\s?[%€]?")
_CURRENCY_LINE = re.compile(
    r"(?:currency|币种|货币|單位|单位|units?|amounts? in|währung|devise)\s*[:：,;\t]\s*(\S.*)", re.IGNORECASE
)
_SEPARATORS = ",;\t|"


def parse_text(raw: bytes) -> Converted:
    return Converted(tuple(Line(line) for line in decode(raw).splitlines()), structured=False)


def parse_csv(raw: bytes) -> Converted:
    """Rows of a CSV file, each with the number of its line in the file; lines above the table may name its unit."""
    text = decode(raw).replace("\0", "")
    stated = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if stated:
        text = text[stated.end() :]
    separator = stated[1] if stated else _separator(text)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    for row in reader:  # a quoted field may hold line ends: a row is cited by its first line
        rows.append((before + (2 if stated else 1), [cell.strip() for cell in row]))
        before = reader.line_num
    lines: list[Line] = []
    unit, layout = "", Layout()
    for filled, group in groupby(rows, key=lambda item: any(item[1])):
        if filled:
            block = list(group)
            above, table = _split(block)
            for number, row in above:
                told = " ".join(filter(None, row))
                named = _CURRENCY_LINE.match(told)
                unit = (named[1].strip() if named else "") or unit_in(told) or unit
                lines.append(Line(told, f"CSV, row {number}"))
            if table:
                grid = [[Cell(cell) for cell in row] for _, row in table]
                title = f"({unit})" if unit else ""
                lines += lines_of(grid, place="CSV", title=title, rows=[n for n, _ in table], layout=layout)
    return Converted(tuple(lines))


def _split(block: list[tuple[int, list[str]]]) -> tuple[list[tuple[int, list[str]]], list[tuple[int, list[str]]]]:
    """Leading lines that are no rows of the table (one text each), and the table."""
    width = Counter(sum(bool(cell) for cell in row) for _, row in block).most_common(1)[0][0]
    at = 0
    while at < len(block):
        filled = [cell for cell in block[at][1] if cell]
        pair = len(filled) == 2 and width > 2 and filled[0].rstrip().endswith((":", "："))
        if width > 1 and not (len(filled) == 1 and not is_number(filled[0])) and not pair:
            break
        if width == 1 and not filled[0].rstrip("：:").count(":"):
            break
        at += 1
    return block[:at], block[at:]


def _separator(text: str) -> str:
    """The separator that gives the same number of cells in most lines; a comma inside numbers does not separate."""
    lines = [line for line in text[:65_536].splitlines()[:200] if line.strip()]
    best, found = 0.0, ","
    for candidate in _SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=candidate)]
        except csv.Error:
            continue
        width, times = Counter(widths).most_common(1)[0]
        wide = [w for w in widths if w > 1]
        if not wide:
            continue
        width, times = Counter(wide).most_common(1)[0]
        score = times / len(widths) + min(width, 10) / 1000
        if (
            candidate == ","
            and ";" in text
            and sum(bool(_DECIMAL_COMMA.search(line)) for line in lines) > len(lines) / 3
        ):
            score -= 0.5
        if score > best:
            best, found = score, candidate
    return found
