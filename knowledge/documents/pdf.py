"""PDF files as lines: sentences and tables of each page in reading order, without what the page does not show.

Printed lines are put together to paragraphs by how they were set: a line that had room for the next one's first word ends its
paragraph. Ruled tables come from their rules, others from the columns in which their figures stand.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from knowledge.documents.layout import Block, Text, blocks_of, lines_of_chars
from knowledge.documents.model import Converted, Line, Tally, Unreadable, chinese, joined
from knowledge.documents.sight import visible
from knowledge.documents.tables import Cell, Layout, lines_of
from knowledge.documents.units import is_number, unit_in

_ENDED = re.compile(r"[。！？!?.;；:：…][”’\"'）)」』】]*$")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—]\s*)?(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*(?:/|of|共)\s*\d{1,4}\s*页?)?(?:\s*[-–—])?|(?:page|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[ivxlc]{1,6}",
    re.IGNORECASE,
)
#: Texts in these parts of a page, from its top and its bottom, may be running heads.
_EDGE = 0.1


@dataclass(slots=True)
class _Found:
    """What a page holds, from the top down: texts to join, or the lines of a table."""

    top: float
    bottom: float
    text: str = ""
    lines: list[Line] = field(default_factory=list)
    open_end: bool = False
    indented: bool = False
    edge: bool = False


@dataclass(slots=True)
class _Last:
    """The table that a page ended with, which the next page may go on with."""

    edges: tuple[float, ...] = ()
    layout: Layout = field(default_factory=Layout)


def parse_pdf(raw: bytes) -> Converted:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    tally = Tally()
    try:
        with pdfplumber.open(io.BytesIO(raw)) as opened:
            pages = []
            last = _Last()
            for number, page in enumerate(opened.pages, 1):
                pages.append(_page(page, f"p. {number}", tally, last))
                page.close()
            stamp = re.match(
                r"D:(\d{4})(\d\d)(\d\d)",
                str(opened.metadata.get("ModDate") or opened.metadata.get("CreationDate") or ""),
            )
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise Unreadable("is protected by a password") from None
        raise
    lines = list(_read(pages))
    if not any(line.text.strip() for line in lines):
        raise Unreadable("holds no text (a scan, perhaps)")
    return Converted(tuple(lines), "-".join(stamp.groups()) if stamp else "", skipped=tally.told())


# -- a page ----------------------------------------------------------------------------------------------------------------


def _page(page: Any, place: str, tally: Tally, last: _Last) -> list[_Found]:
    """What a page shows, from the top down."""
    chars = visible(page, place, tally)
    if not chars and page.images:
        tally.add("scanned", place)
    tables = _ruled(page)
    found: list[_Found] = []
    rest = chars
    inside: list[tuple[Any, list[dict[str, Any]]]] = []
    for table in tables:
        own, others = _parted(rest, table.bbox)
        if _is_grid(table, own):
            rest = others
            inside.append((table, own))
    size = Counter(round(char["size"]) for char in rest).most_common(1)
    blocks = blocks_of(lines_of_chars(rest), width=float(page.width))
    for block in blocks:
        found += _block(block, place, float(page.height), size[0][0] if size else 10)
    if not any(block.columns for block in blocks):
        found.sort(key=lambda item: item.top)
    for table, own in sorted(inside, key=lambda item: item[0].bbox[1]):
        _insert(found, _table(table, own, found, place, last))
    return found


def _insert(found: list[_Found], table: _Found) -> None:
    """Put a table where it stands among the texts."""
    at = next((index for index, item in enumerate(found) if item.top > table.top), len(found))
    found.insert(at, table)


def _ruled(page: Any) -> list[Any]:
    """The tables with rules: at least two rows and two columns, the smaller of two that overlap left out."""
    tables = [t for t in page.find_tables() if len(t.rows) > 1 and max(len(r.cells) for r in t.rows) > 1]
    tables.sort(key=lambda t: -(t.bbox[2] - t.bbox[0]) * (t.bbox[3] - t.bbox[1]))
    kept: list[Any] = []
    for table in tables:
        if not any(_overlap(table.bbox, other.bbox) for other in kept):
            kept.append(table)
    return kept


def _is_grid(table: Any, chars: list[dict[str, Any]]) -> bool:
    """Whether the rules part all rows and columns; where a cell holds rows of figures, they part only some."""
    boxes = sorted({cell for row in table.rows for cell in row.cells if cell is not None})
    for box in boxes:
        own, _ = _parted(chars, box)
        lines = lines_of_chars(own)
        rows = [line for line in lines if len(line.pieces) > 1 and any(is_number(p.text) for p in line.pieces)]
        stacked = [line for line in lines if is_number(line.text)]
        wide = any(sum(is_number(p.text) for p in line.pieces) > 2 for line in rows)
        if wide or len(rows) > 1 or len(stacked) > 2 or (len(stacked) == len(lines) > 1):
            return False
    return bool(boxes)


def _overlap(a: Sequence[float], b: Sequence[float]) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1


def _parted(chars: list[dict[str, Any]], box: Sequence[float]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The characters whose middle lies in ``box``, and the others."""
    inside: list[dict[str, Any]] = []
    outside: list[dict[str, Any]] = []
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        (inside if box[0] <= x <= box[2] and box[1] <= y <= box[3] else outside).append(char)
    return inside, outside


def _block(block: Block, place: str, height: float, size: float) -> Iterator[_Found]:
    """A block of printed lines: a table without rules, or paragraphs."""
    if block.grid:
        title = block.title if unit_in(block.title) else ""
        yield _Found(block.top, block.bottom, lines=list(lines_of(block.grid, place=place, title=title)))
        return
    for paragraph in _paragraphs(block.lines, size):
        edge = paragraph[0].bottom < height * _EDGE or paragraph[-1].top > height * (1 - _EDGE)
        text = joined([line.text for line in paragraph])
        open_end = not _ENDED.search(text) and paragraph[-1].x1 > block.right - 2 * paragraph[-1].size
        indented = paragraph[0].x0 > block.left + 1.2 * paragraph[0].size
        yield _Found(paragraph[0].top, paragraph[-1].bottom, text, open_end=open_end, indented=indented, edge=edge)


def _paragraphs(lines: Sequence[Text], size: float) -> Iterator[list[Text]]:
    """Printed lines as paragraphs."""
    left = min((line.x0 for line in lines), default=0.0)
    right = max((line.x1 for line in lines), default=0.0)
    steps = [round(b.bottom - a.bottom, 1) for a, b in pairwise(lines) if b.bottom > a.bottom]
    usual = Counter(steps).most_common(1)[0][0] if steps else 0.0
    usual = min(usual, 2.2 * size) if usual else 1.6 * size
    paragraph: list[Text] = []
    for line in lines:
        if paragraph and _begins(paragraph[-1], line, left, right, usual):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _begins(before: Text, line: Text, left: float, right: float, usual: float) -> bool:
    """Whether ``line`` begins a paragraph: by its distance, size, indent or bullet, or because the line before had room for its first word."""
    if len(line.pieces) > 1 or len(before.pieces) > 1:
        return True  # a row of something: its neighbours are other rows
    step = line.bottom - before.bottom
    if step > 1.35 * max(usual, 1.15 * before.size) or step <= 0 or abs(line.size - before.size) > 0.15 * before.size:
        return True
    if step > 1.7 * before.size and re.search(r"[.。！？!?][”’\"）)]*$", before.text):
        return True
    if line.x0 > before.x0 + 1.2 * line.size and before.x0 < left + line.size:
        return True
    if re.match(
        r"[•●○■◆▪–—·]\s|[-*]\s|(?:\d{1,2}|[a-zA-Z])[.)、]\s|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）",
        line.text,
    ):
        return True
    word = re.match(r"[\u2e80-\uffef]{1,2}|\S+", line.text)
    room = line.size * (1.0 if word is None or ord(word[0][0]) > 0x2E7F else 0.62 * len(word[0]) + 0.3)
    return before.x1 + room < right - 0.3 * line.size


# -- tables ------------------------------------------------------------------------------------------------------------------


def _table(table: Any, chars: list[dict[str, Any]], found: list[_Found], place: str, last: _Last) -> _Found:
    """A ruled table; without headers of its own it goes on with the one before, where its columns are the same."""
    edges = tuple(sorted({round(cell[0]) for row in table.rows for cell in row.cells if cell is not None}))
    same = len(edges) == len(last.edges) and all(abs(a - b) < 3 for a, b in zip(edges, last.edges, strict=True))
    above = [item for item in found if item.text and item.bottom <= table.bbox[1] + 1]
    near = [item.text for item in above[-2:] if table.bbox[1] - item.bottom < 60 and len(item.text) < 80]
    title = next((text for text in reversed(near) if unit_in(text)), "")
    layout = last.layout if same and not title else Layout()
    lines = list(lines_of(_grid(table, chars), place=place, title=title, layout=layout))
    last.edges, last.layout = edges, layout
    return _Found(table.bbox[1], table.bbox[3], lines=lines)


def _grid(table: Any, chars: list[dict[str, Any]]) -> list[list[Cell]]:
    """The grid of a drawn table. How far a cell reaches is told by its edges; what it covers stands under it."""
    xs = _lines_between([x for row in table.rows for cell in row.cells if cell is not None for x in (cell[0], cell[2])])
    ys = _lines_between([y for row in table.rows for cell in row.cells if cell is not None for y in (cell[1], cell[3])])
    height, width = len(ys) - 1, len(xs) - 1
    grid: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for box in sorted(
        {cell for row in table.rows for cell in row.cells if cell is not None}, key=lambda b: (b[1], b[0])
    ):
        left, right = _nearest(xs, box[0]), _nearest(xs, box[2])
        top, bottom = _nearest(ys, box[1]), _nearest(ys, box[3])
        if right <= left or bottom <= top or grid[top][left] is not None:
            continue
        own, _ = _parted(chars, box)
        text = joined([line.text for line in lines_of_chars(own)])
        for r in range(top, bottom):
            for c in range(left, right):
                grid[r][c] = Cell(covered=True)
        grid[top][left] = Cell(text, bottom - top, right - left)
    return [[cell or Cell() for cell in row] for row in grid]


def _lines_between(values: list[float]) -> list[float]:
    """The rules of a table: values nearer than three points are one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 3:
            found.append(value)
    return found


def _nearest(values: list[float], value: float) -> int:
    return min(range(len(values)), key=lambda at: abs(values[at] - value))


# -- all pages ---------------------------------------------------------------------------------------------------------------


def _read(pages: list[list[_Found]]) -> Iterator[Line]:
    """The lines of all pages: running heads once, paragraphs across pages whole."""
    heads = Counter(key for page in pages for key in {_plain(item.text) for item in page if item.edge})
    told: set[str] = set()
    carried: tuple[str, str] | None = None
    for number, page in enumerate(pages, 1):
        place = f"p. {number}"
        kept = []
        for item in page:
            key = _plain(item.text)
            if item.edge and _PAGE_NUMBER.fullmatch(item.text.strip()):
                continue
            if item.edge and heads[key] > 1 and (heads[key] > 2 or len(pages) < 4):
                if key in told:
                    continue
                told.add(key)
            kept.append(item)
        for at, item in enumerate(kept):
            if carried is not None:
                if item.text and not item.edge and not item.indented and _continues(carried[0], item.text):
                    item.text = joined([carried[0], item.text])
                    place, carried = carried[1], None
                elif item.edge:
                    yield Line(item.text, f"p. {number}")
                    continue
                else:
                    yield Line(*carried)
                    carried = None
            later = [other for other in kept[at + 1 :] if not other.edge]
            if item.text and item.open_end and not later and number < len(pages) and not item.edge:
                carried = (item.text, place)
                continue
            yield from item.lines or [Line(item.text, place)]
            place = f"p. {number}"
    if carried is not None:
        yield Line(*carried)


def _plain(text: str) -> str:
    return re.sub(r"\d+", "0", text).strip()


def _continues(before: str, text: str) -> bool:
    """Whether a paragraph goes on at the top of the next page."""
    if is_number(text.split(maxsplit=1)[0]) and not chinese(before[-1]):
        return False
    return bool(chinese(before[-1]) and chinese(text[0])) or text[:1].islower() or before[-1:] in ",，、"
