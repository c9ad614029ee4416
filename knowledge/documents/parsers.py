"""One parser for each format, from bytes to lines. They run in a child process and may fail in any way.

What may be parsed at all is decided in ``guards``; tables go through ``tables``, so that no merged cell moves a figure.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from knowledge.documents.markup import html_lines, markdown_lines
from knowledge.documents.model import Converted, Line
from knowledge.documents.tables import Cell, lines_of
from tools.quantities import plain


class Unreadable(Exception):
    """A file that cannot be read; the message is the reason in words."""


def decode(raw: bytes) -> str:
    """Text in UTF-8, UTF-16 with its mark, or GB 18030."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("is not text in UTF-8 or GB 18030")


def parse_text(raw: bytes) -> Converted:
    return Converted(tuple(Line(line) for line in decode(raw).splitlines()), structured=False)


def parse_markdown(raw: bytes) -> Converted:
    return Converted(tuple(markdown_lines(decode(raw))))


def parse_html(raw: bytes) -> Converted:
    lines, published = html_lines(decode(raw))
    return Converted(tuple(lines), published)


def parse_csv(raw: bytes) -> Converted:
    text = decode(raw)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    rows = [row for row in csv.reader(io.StringIO(text), dialect) if any(cell.strip() for cell in row)]
    grid = [[Cell(cell.strip()) for cell in row] for row in rows]
    return Converted(tuple(lines_of(grid, place="CSV", first_row=1)))


def parse_docx(raw: bytes) -> Converted:
    import docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    opened = docx.Document(io.BytesIO(raw))

    def walk() -> Iterator[Line]:
        for block in opened.iter_inner_content():
            if isinstance(block, Paragraph):
                style = (block.style.name or "") if block.style is not None else ""
                heading = re.fullmatch(r"(?:Heading|标题)\s*(\d)", style)
                yield Line(block.text, level=1 if style == "Title" else min(6, int(heading[1])) if heading else 0)
            elif isinstance(block, Table):
                yield from lines_of(_docx_grid(block))

    properties = opened.core_properties
    return Converted(tuple(walk()), _day(properties.modified or properties.created))


def _docx_grid(table: Any) -> list[list[Cell]]:
    """The grid of a Word table: a merged cell is one XML element that stands at several places."""
    count = len(table.columns)
    # A row may begin or end with cells left out; the places are counted all the same.
    elements: list[list[Any]] = []
    for row in table.rows:
        cells: list[Any] = [None] * row.grid_cols_before + [cell._tc for cell in row.cells]  # noqa: SLF001 (identity of merged cells)
        elements.append((cells + [None] * count)[:count])
    texts = {id(cell._tc): cell.text for row in table.rows for cell in row.cells}  # noqa: SLF001
    return _from_elements(elements, texts)


def _from_elements(elements: list[list[Any]], texts: dict[int, str]) -> list[list[Cell]]:
    seen: set[int] = set()
    grid: list[list[Cell]] = []
    for r, row in enumerate(elements):
        line: list[Cell] = []
        for c, element in enumerate(row):
            if element is None:
                line.append(Cell())
            elif id(element) in seen:
                line.append(Cell(covered=True))
            else:
                seen.add(id(element))
                columns = next((k for k in range(1, len(row) - c) if row[c + k] is not element), len(row) - c)
                rows = next(
                    (k for k in range(1, len(elements) - r) if elements[r + k][c] is not element), len(elements) - r
                )
                line.append(Cell(texts[id(element)], rows, columns))
        grid.append(line)
    return grid


def parse_pptx(raw: bytes) -> Converted:
    import pptx

    opened = pptx.Presentation(io.BytesIO(raw))

    def walk() -> Iterator[Line]:
        for number, slide in enumerate(opened.slides, 1):
            place, title = f"slide {number}", slide.shapes.title
            if title is not None and title.text_frame.text.strip():
                yield Line(title.text_frame.text, place, 1)
            for shape in slide.shapes:
                if title is not None and shape.shape_id == title.shape_id:
                    continue
                if shape.has_text_frame:
                    for paragraph in shape.text_frame.paragraphs:
                        yield Line("".join(run.text for run in paragraph.runs), place)
                elif getattr(shape, "has_table", False):
                    yield from lines_of(_pptx_grid(shape.table), place=place)
            if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
                yield Line(slide.notes_slide.notes_text_frame.text, f"{place}, notes")

    properties = opened.core_properties
    return Converted(tuple(walk()), _day(properties.modified or properties.created))


def _pptx_grid(table: Any) -> list[list[Cell]]:
    return [
        [
            Cell(covered=True)
            if cell.is_spanned
            else Cell(
                cell.text,
                cell.span_height if cell.is_merge_origin else 1,
                cell.span_width if cell.is_merge_origin else 1,
            )
            for cell in row.cells
        ]
        for row in table.rows
    ]


MOST_ROWS = 20_000
MOST_COLUMNS = 200


def parse_xlsx(raw: bytes) -> Converted:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)

    def walk() -> Iterator[Line]:
        for sheet in book.worksheets:
            if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
                raise Unreadable(f"has more than {MOST_ROWS} rows or {MOST_COLUMNS} columns on a sheet")
            yield Line(sheet.title, sheet.title, 1)
            for first, grid in _sheet_tables(sheet):
                yield from lines_of(grid, place=sheet.title, first_row=first)

    lines = tuple(walk())
    return Converted(lines, _day(book.properties.modified or book.properties.created))


def _sheet_tables(sheet: Any) -> Iterator[tuple[int, list[list[Cell]]]]:
    """The tables of a sheet: blocks of rows between empty ones, with the number of their first row."""
    spans = {}
    covered = set()
    for merged in sheet.merged_cells.ranges:
        height, width = merged.max_row - merged.min_row + 1, merged.max_col - merged.min_col + 1
        spans[merged.min_row, merged.min_col] = height, width
        covered |= {
            (r, c) for r in range(merged.min_row, merged.max_row + 1) for c in range(merged.min_col, merged.max_col + 1)
        }
    covered -= set(spans)
    block: list[list[Cell]] = []
    first = 1
    for number, row in enumerate(sheet.iter_rows(), 1):
        line = []
        for cell in row:
            place = (cell.row, cell.column)
            height, width = spans.get(place, (1, 1))
            line.append(Cell(covered=True) if place in covered else Cell(_value(cell), height, width))
        if any(cell.text or cell.covered for cell in line):
            first = first if block else number
            block.append(line)
        elif block:
            yield first, block
            block = []
    if block:
        yield first, block


def _value(cell: Any) -> str:
    """A cell as it is shown: percentages, currencies and dates with their sign, numbers without a float's tail."""
    value, shown = cell.value, str(cell.number_format or "")
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if not isinstance(value, int | float):
        return str(value).strip()
    # What a spreadsheet shows has fifteen digits; the float behind it is not what was typed.
    number = Decimal(format(value, ".15g"))
    if "%" in shown:
        return f"{plain(number * 100)}%"
    sign = next((mark for mark in "¥￥$€£" if mark in shown), "")
    return f"{sign}{plain(number)}"


def parse_pdf(raw: bytes) -> Converted:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(raw)) as opened:
            lines = [line for number, page in enumerate(opened.pages, 1) for line in _page(page, f"p. {number}")]
            stamp = re.match(
                r"D:(\d{4})(\d\d)(\d\d)",
                str(opened.metadata.get("ModDate") or opened.metadata.get("CreationDate") or ""),
            )
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise Unreadable("is protected by a password") from None
        raise
    if not any(line.text.strip() for line in lines):
        raise Unreadable("holds no text (a scan, perhaps)")
    return Converted(tuple(lines), "-".join(stamp.groups()) if stamp else "")


def _page(page: Any, place: str) -> Iterator[Line]:
    """Text and tables of a page, from the top down."""
    tables = page.find_tables()
    outside = page
    for table in tables:
        outside = outside.outside_bbox(table.bbox, strict=False)
    found: list[tuple[float, list[Line]]] = [
        (table.bbox[1], list(lines_of(_pdf_grid(table), place=place))) for table in tables
    ]
    paragraph: list[str] = []
    top = bottom = 0.0
    right = float(page.width) * 0.75
    for line in outside.extract_text_lines(return_chars=False):
        if paragraph and (line["top"] - bottom > 0.6 * (line["bottom"] - line["top"]) or not _goes_on(paragraph[-1])):
            found.append((top, [Line(_joined(paragraph), place)]))
            paragraph = []
        top = top if paragraph else line["top"]
        bottom = line["bottom"]
        # A line that stops well before the edge ends its paragraph.
        paragraph.append(line["text"] if line["x1"] > right else f"{line['text']}\n")
    if paragraph:
        found.append((top, [Line(_joined(paragraph), place)]))
    for _, lines in sorted(found, key=lambda item: item[0]):
        yield from lines


def _goes_on(text: str) -> bool:
    return not text.endswith("\n")


def _joined(parts: list[str]) -> str:
    """Lines of a paragraph: Chinese without a space between them, other scripts with one."""
    text = ""
    for part in (p.strip() for p in parts):
        glue = "" if not text or ord(text[-1]) > 0x2E7F or ord(part[:1] or " ") > 0x2E7F else " "
        text += glue + part
    return text


def _pdf_grid(table: Any) -> list[list[Cell]]:
    """The grid of a drawn table: a place without a cell of its own lies under a merged one."""
    texts = table.extract()
    grid = []
    boxes = [row.cells for row in table.rows]
    for r, row in enumerate(boxes):
        line = []
        for c, box in enumerate(row):
            if box is None:
                line.append(Cell(covered=True))
                continue
            columns = next((k for k in range(1, len(row) - c) if row[c + k] is not None), len(row) - c)
            columns = columns if columns == 1 or _wider(boxes, c + columns - 1, box) else 1
            rows = next((k for k in range(1, len(boxes) - r) if boxes[r + k][c] is not None), len(boxes) - r)
            line.append(Cell(texts[r][c] or "", rows, columns))
        grid.append(line)
    return grid


def _wider(boxes: Any, last: int, box: Any) -> bool:
    """Whether the cell really reaches over the columns without a cell beside it."""
    edges = [row[last] for row in boxes if row[last] is not None]
    return not edges or box[2] >= min(edge[2] for edge in edges) - 1


def _day(value: Any) -> str:
    return value.strftime("%Y-%m-%d") if isinstance(value, datetime | date) else ""


PARSERS: dict[str, Callable[[bytes], Converted]] = {
    ".txt": parse_text,
    ".md": parse_markdown,
    ".markdown": parse_markdown,
    ".html": parse_html,
    ".htm": parse_html,
    ".csv": parse_csv,
    ".docx": parse_docx,
    ".pptx": parse_pptx,
    ".xlsx": parse_xlsx,
    ".pdf": parse_pdf,
}
