"""Tables as typed rows: each figure keeps its column's header, its unit and its row, whatever cells were merged.

A grid comes with its merged cells marked, never with values moved. A merged label holds for all its rows and columns; a merged
figure is told once, with the labels of all the rows that it covers. A row across the whole table begins a section, which may
have headers of its own. Units are put behind each figure that they hold for.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.documents.model import Line, chinese, one_line
from knowledge.documents.units import (
    is_date,
    is_number,
    is_unit,
    is_year,
    names_units,
    other_kind,
    signed,
    unit_in,
    with_unit,
)

MOST_HEADER_ROWS = 4
#: A label without figures is a section only where it says so; another is a row whose figures are missing.
_SECTION = re.compile(
    r"[:：]$|^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十\d]+[部章节类])"
)
_TOTAL = re.compile(r"(?:grand |sub-?)?totals?\b|合\s*计|小\s*计|总\s*计|总额", re.IGNORECASE)
_SIGNS = frozenset("$€£¥￥") | {"US$", "HK$", "RMB"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid. ``rows`` and ``columns`` are how far it is merged; ``covered`` marks a place under a merged cell.

    ``header`` is one that its file marks as a header.
    """

    text: str = ""
    rows: int = 1
    columns: int = 1
    covered: bool = False
    header: bool = False


Grid = Sequence[Sequence[Cell]]


@dataclass(slots=True)
class Layout:
    """What a table leaves for its continuation on the next page: the names and units of its columns."""

    names: list[str] = field(default_factory=list)
    unit: str = ""
    section: str = ""


def lines_of(
    grid: Grid,
    *,
    place: str = "",
    title: str = "",
    rows: Sequence[int] = (),
    layout: Layout | None = None,
    within: str = "",
) -> Iterator[Line]:
    """A line for each row of ``grid``. ``rows`` are the numbers of its rows in the sheet, for the citation.

    ``title`` is text above the table, which may name its unit. ``layout`` is that of the table that this one goes on with, where it
    has no headers of its own, and takes what this one leaves. ``within`` are the labels of the row that the table stands in.
    """
    whole = _joined_signs(_rectangle(grid))
    numbers = list(rows) or [0] * len(whole)
    for columns in _beside(whole):
        part = [row[columns.start : columns.stop] for row in whole]
        table = _Table(_without_empty(part), numbers, place, title, layout or Layout())
        for line in table.lines():
            yield replace(line, text=f"{within}; {line.text}") if within else line


def _rectangle(grid: Grid) -> list[list[Cell]]:
    rows = [list(row) for row in grid]
    width = max((len(row) for row in rows), default=0)
    return [[replace(c, text=one_line(c.text)) for c in row] + [Cell()] * (width - len(row)) for row in rows]


def _filled(row: Sequence[Cell]) -> list[int]:
    return [at for at, cell in enumerate(row) if cell.text and not cell.covered]


def _empty_columns(rows: Sequence[Sequence[Cell]]) -> list[int]:
    width = len(rows[0]) if rows else 0
    return [c for c in range(width) if not any(row[c].text or row[c].covered for row in rows)]


def _beside(rows: list[list[Cell]]) -> list[range]:
    """The columns of each of several tables that stand beside each other; one range where there is one table."""
    width = len(rows[0]) if rows else 0
    edges = [-1, *_empty_columns(rows), width]
    parts = [range(a + 1, b) for a, b in itertools.pairwise(edges) if b > a + 1]
    if len(parts) < 2 or not all(_stands_alone(rows, part) for part in parts):
        return [range(width)]
    return parts


def _stands_alone(rows: list[list[Cell]], columns: range) -> bool:
    """Whether some columns are a table by themselves: at least two, the first of labels, a later one of figures."""
    if len(columns) < 2:
        return False
    body = [row for row in rows if any(row[c].text for c in columns)]
    labels = [row[columns[0]].text for row in body if row[columns[0]].text]
    figures = any(is_number(row[c].text) for row in body for c in columns[1:])
    return len(labels) > 1 and figures and not any(is_number(text) for text in labels[1:])


def _without_empty(rows: list[list[Cell]]) -> list[list[Cell]]:
    gone = set(_empty_columns(rows))
    return [[cell for at, cell in enumerate(row) if at not in gone] for row in rows]


def _joined_signs(rows: list[list[Cell]]) -> list[list[Cell]]:
    """A currency's sign, a bracket or a per cent in a cell of its own goes to the figure beside it."""
    made = [list(row) for row in rows]
    for row in made:
        for at in range(len(row) - 1):
            left, right = row[at], row[at + 1]
            if left.text in _SIGNS and is_number(right.text):
                row[at], row[at + 1] = replace(left, text=""), replace(right, text=left.text + right.text)
            elif right.text in (")", "%", ")%", "）") and is_number(left.text + (")" if "(" in left.text else "")):
                row[at], row[at + 1] = replace(left, text=left.text + right.text), replace(right, text="")
    return made


class _Table:
    """One table on its way to lines."""

    def __init__(self, rows: list[list[Cell]], numbers: Sequence[int], place: str, title: str, layout: Layout) -> None:
        self.rows = rows
        self.width = len(rows[0]) if rows else 0
        self.place = place
        self.numbers = numbers
        self.layout = layout
        self.unit = unit_in(title)
        self._owners = _owners(rows)

    def lines(self) -> Iterator[Line]:
        at = yield from self._titles()
        names: list[str] = []
        first = True
        while at < len(self.rows):
            if first or self._is_banner(at):
                section, at = (
                    ("", at)
                    if first and not self._is_banner(at)
                    else (self.rows[at][_filled(self.rows[at])[0]].text, at + 1)
                )
                heads = self._header_rows(at) if not section or self._new_header(at) else 0
                if heads:
                    names = self._names(at, at + heads)
                elif first and len(self.layout.names) == self.width:
                    names, self.unit = self.layout.names, self.unit or self.layout.unit
                    section = section or self.layout.section
                at += heads
                self.layout.section, first = section, False
                if section and (at >= len(self.rows) or self._is_banner(at)):
                    yield Line(section, self._where(at - 1))
                continue
            names = names or [""] * self.width
            if self._repeats(at, names):
                at += 1
                continue
            yield from self._row(at, names)
            if _TOTAL.match(self._label(at, 0)) and _SECTION.search(self.layout.section):
                self.layout.section = ""
            at += 1
        self.layout.names, self.layout.unit = names, self.unit

    # -- what stands above the rows ------------------------------------------------------------------------------------

    def _titles(self) -> Generator[Line, None, int]:
        """Leading rows that name the table, its unit or who made it; returns the row at which the table begins."""
        at = 0
        while at < len(self.rows) - 1 and self.width > 1:
            filled = _filled(self.rows[at])
            texts = [self.rows[at][c].text for c in filled]
            unit_beside = (
                self.width > 3
                and len(filled) == 2
                and any(unit_in(t) for t in texts)
                and not any(map(is_number, texts))
            )
            noted = (
                len(filled) > 1
                and len(filled) < self.width
                and any("：" in t or ":" in t for t in texts)
                and not any(map(is_number, texts))
            )
            if filled and not noted and not unit_beside and not (len(filled) == 1 and self._is_title(at, filled[0])):
                break
            if noted and not all(_is_note(t) for t in texts):
                break
            for text in texts:
                self.unit = unit_in(text) or self.unit
                yield Line(text, self._where(at))
            at += 1
        return at

    def _is_title(self, at: int, column: int) -> bool:
        cell = self.rows[at][column]
        if is_number(cell.text) or cell.header:
            return False
        if cell.columns >= self.width or unit_in(cell.text) or _is_note(cell.text):
            return True
        following = self.rows[at + 1]
        if len(_filled(following)) == 1:
            return True
        return (
            len(cell.text) > 1
            and not any(is_number(c.text) and not is_year(c.text) for c in following)
            and cell.columns == 1
            and column == 0
            and (bool(following[0].text) or len(_filled(following)) < 2)
        )

    def _is_banner(self, at: int) -> bool:
        """Whether a row is one text across the table, or a label that stands alone and announces the rows below it."""
        row = self.rows[at]
        filled = _filled(row)
        if len(filled) != 1 or self.width < 2 or is_number(row[filled[0]].text):
            return False
        cell = row[filled[0]]
        if cell.columns >= max(2, self.width - 1) and cell.rows == 1:
            return True
        later = self.rows[at + 1] if at + 1 < len(self.rows) else []
        alone = filled[0] == 0 and not any(c.covered for c in row) and len(_filled(later)) > 1
        return alone and bool(_SECTION.search(cell.text))

    def _new_header(self, at: int) -> bool:
        """Whether a section begins with headers of its own: words alone above a row of figures."""
        if at + 1 >= len(self.rows):
            return False
        row, following = self.rows[at], self.rows[at + 1]
        words = _filled(row)
        if len(words) < 2 or any(is_number(row[c].text) and not is_year(row[c].text) for c in words):
            return False
        return any(is_number(following[c].text) for c in words[1:])

    def _header_rows(self, at: int) -> int:
        """How many rows from ``at`` name the columns: those before the first with a figure, as far as headers reach."""
        left = len(self.rows) - at
        if left < 2:
            return 0
        marked = 0
        while (
            marked < left - 1
            and all(self.rows[at + marked][c].header for c in _filled(self.rows[at + marked]))
            and _filled(self.rows[at + marked])
        ):
            marked += 1
        if 0 < marked <= MOST_HEADER_ROWS:
            return marked
        count = 0
        for index in range(at, min(at + MOST_HEADER_ROWS, at + left - 1)):
            if not self._may_head(index, first=index == at):
                break
            if count and not self._goes_deeper(at, index):
                break
            count += 1
        return count

    def _may_head(self, index: int, *, first: bool) -> bool:
        row = self.rows[index]
        filled = _filled(row)
        if not filled and not any(c.covered for c in row):
            return False
        figures = [row[c].text for c in filled if c > 0 and is_number(row[c].text)]
        years = all(is_year(text) for text in figures)
        if figures and not years:
            return False
        if figures:  # years alone are headers where a label stands to their left, or nothing does, and not below others
            return first or not row[0].text or row[0].covered
        return True

    def _goes_deeper(self, at: int, index: int) -> bool:
        """Whether a row of words is another level of headers and not the first row of the body."""
        row = self.rows[index]
        words = [row[c].text for c in _filled(row)]
        if any(cell.rows > index - r for r in range(at, index) for cell in self.rows[r] if cell.text) and any(
            c.covered for c in row
        ):
            return True
        if words and all(is_unit(text) for text in words):
            return True
        above = self.rows[index - 1]
        spread = any(cell.columns > 1 for cell in above) or any(
            not above[c].text and not above[c].covered and row[c].text for c in range(1, self.width)
        )
        later = self.rows[index + 1 : index + 4]
        figures = any(is_number(row_[c].text) for row_ in later for c in range(1, self.width))
        unnamed = not any(self._label(r, 0) for r in range(at, index))
        return (
            spread and figures and (not row[0].text or row[0].covered or unnamed or all(is_year(t) for t in words[1:]))
        )

    def _names(self, start: int, end: int) -> list[str]:
        """The names of the columns, from the top down; a header over several columns names each of them."""
        levels = [[self._label(r, c) for c in range(self.width)] for r in range(start, end)]
        for upper, lower in itertools.pairwise(levels):
            if all(not text or is_unit(text) for text in lower):
                continue
            for column in range(2, self.width):
                if not upper[column] and lower[column] and lower[column - 1]:
                    upper[column] = upper[column - 1]
        names = []
        for column in range(self.width):
            parts: list[str] = []
            for level in levels:
                if level[column] and (not parts or parts[-1] != level[column]):
                    parts.append(level[column])
            names.append(" ".join(parts))
        return names

    def _repeats(self, at: int, names: list[str]) -> bool:
        """Whether a row says the headers again, as tables do on each page."""
        row = self.rows[at]
        filled = _filled(row)
        return len(filled) > 1 and all(names[c] and row[c].text == names[c] for c in filled)

    # -- rows ------------------------------------------------------------------------------------------------------------

    def _row(self, at: int, names: list[str]) -> Iterator[Line]:
        row = self.rows[at]
        parts = [self.layout.section] if self.layout.section else []
        label = self._label(at, 0)
        own = next((self._label(at, c) for c, name in enumerate(names) if names_units(name)), "")
        shared: list[int] = []
        told = 0
        for column, cell in enumerate(row):
            text = self._label(at, column)
            if not text or (cell.covered and (is_number(text) or self._beside(at, column))):
                continue
            if is_number(text) and cell.rows > 1 and column:
                shared.append(column)
                continue
            parts.append(self._told(text, names[column], (own, label if column else ""), column))
            told += 1
        if told:
            yield Line("; ".join(parts), self._where(at))
        for column in shared:
            yield self._together(at, column, names, own)

    def _told(self, text: str, name: str, units: tuple[str, str], column: int) -> str:
        if is_number(text) and column and not names_units(name):
            listed = self._numbered(column)
            text = text if listed else signed(text)
            text = with_unit(text, self._unit_of(name, *units))
        return f"{name}: {text}" if name else text

    def _unit_of(self, name: str, own: str, label: str) -> str:
        """The unit of a figure: that of its row, of its label, of its column, else of the table where it can hold for it."""
        if is_unit(own):
            return own
        if unit := unit_in(label):
            return unit
        if unit := unit_in(name) or next((word for word in reversed(name.split()) if is_unit(word)), ""):
            return unit
        return "" if other_kind(name) or other_kind(label) else self.unit

    def _numbered(self, column: int) -> bool:
        """Whether a column counts its rows, (1), (2), (3), and holds no amounts."""
        texts = [row[column].text for row in self.rows if is_number(row[column].text)]
        return len(texts) > 1 and [t.strip("()（） ") for t in texts] == [str(n) for n in range(1, len(texts) + 1)]

    def _together(self, at: int, column: int, names: list[str], own: str) -> Line:
        """A figure over several rows, with the labels of all of them."""
        cell = self.rows[at][column]
        reach = range(at, min(at + cell.rows, len(self.rows)))
        parts = [self.layout.section] if self.layout.section else []
        for c in range(column):
            found = list(dict.fromkeys(t for r in reach if (t := self._label(r, c)) and not is_number(t)))
            text = ("、" if chinese("".join(found)) else ", ").join(found)
            if text:
                parts.append(f"{names[c]}: {text}" if names[c] else text)
        parts.append(self._told(cell.text, names[column], (own, ""), column))
        return Line("; ".join(parts), self._where(at))

    def _label(self, at: int, column: int) -> str:
        """The text at a place, that of the merged cell which covers it included."""
        cell = self.rows[at][column]
        if not cell.covered:
            return cell.text
        owner = self._owners.get((at, column))
        return owner.text if owner else ""

    def _beside(self, at: int, column: int) -> bool:
        """Whether a covered place only repeats the cell to its left in the same row."""
        row = self.rows[at]
        return any(not row[c].covered and c + row[c].columns > column for c in range(column))

    def _where(self, at: int) -> str:
        number = self.numbers[at] if at < len(self.numbers) else 0
        if not number:
            return self.place
        return f"{self.place}，行 {number}" if chinese(self.place) else f"{self.place}, row {number}"


def _is_note(text: str) -> bool:
    """Whether a text above a table says who made it, when, or in which unit."""
    return bool(unit_in(text)) or ("：" in text or ": " in text) or is_date(text)


def _owners(rows: Sequence[Sequence[Cell]]) -> dict[tuple[int, int], Cell]:
    """For each covered place the merged cell that covers it."""
    found: dict[tuple[int, int], Cell] = {}
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if not cell.covered and (cell.rows > 1 or cell.columns > 1):
                below, right = range(r, min(r + cell.rows, len(rows))), range(c, min(c + cell.columns, len(row)))
                found.update({(y, x): cell for y in below for x in right})
    return found
