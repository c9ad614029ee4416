"""Characters of a page as printed lines, and those as blocks: columns of text, and tables that have no rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.documents.model import one_line, raised
from knowledge.documents.tables import Cell
from knowledge.documents.units import is_number, is_year


@dataclass(frozen=True, slots=True)
class Text:
    """A printed piece: its words, its box in points from the top left, and the size of most of its letters."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    pieces: tuple[Text, ...] = ()


@dataclass(slots=True)
class Block:
    """Lines that belong together. ``grid`` is what they are as a table without rules, ``title`` the line above it.

    ``columns`` tells that the page is set in columns, whose blocks come in the order in which they are read.
    """

    lines: list[Text]
    grid: list[list[Cell]] = field(default_factory=list)
    title: str = ""
    columns: bool = False

    @property
    def top(self) -> float:
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        return max(line.bottom for line in self.lines)

    @property
    def left(self) -> float:
        return min(line.x0 for line in self.lines)

    @property
    def right(self) -> float:
        return max(line.x1 for line in self.lines)


def lines_of_chars(chars: Sequence[dict[str, Any]]) -> list[Text]:
    """Printed lines from the top down. Small raised figures become superscripts, so that they join no other figure."""
    found = []
    for row in _rows(chars):
        line = _text(row)
        found.append(replace(line, pieces=tuple(_text(part) for part in _cut(row, line.size))))
    return found


def _rows(chars: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Characters by the line on which they stand, from left to right; raised ones go to the line that they hang on."""
    rows: list[list[dict[str, Any]]] = []
    levels: list[tuple[float, float]] = []
    for char in sorted(chars, key=lambda c: (-c["size"], c["bottom"])):
        middle = (char["top"] + char["bottom"]) / 2
        for at in range(len(rows) - 1, -1, -1):
            top, bottom = levels[at]
            if top <= middle <= bottom and abs(char["bottom"] - bottom) <= 0.62 * (bottom - top):
                rows[at].append(char)
                break
        else:
            rows.append([char])
            levels.append((char["top"], char["bottom"]))
    order = sorted(range(len(rows)), key=lambda at: (levels[at][0], min(c["x0"] for c in rows[at])))
    return [
        sorted(rows[at], key=lambda c: (c["x0"], c["x1"])) for at in order if any(c["text"].strip() for c in rows[at])
    ]


def _text(row: list[dict[str, Any]]) -> Text:
    inked = [c for c in row if c["text"].strip()]
    sizes = sorted(c["size"] for c in inked)
    size = max(sizes[len(sizes) // 2], max(sizes) * 0.8)
    base = max((c["bottom"] for c in inked if c["size"] >= 0.8 * size), default=inked[0]["bottom"])
    parts: list[str] = []
    before: dict[str, Any] | None = None
    for char in row:
        told = char["text"]
        small = char["size"] < 0.8 * size and base - char["bottom"] > 0.15 * size
        if before is not None and told.strip() and parts and not parts[-1].endswith(" "):
            gap = char["x0"] - before["x1"]
            wide = ord(told[0]) > 0x2E7F and ord(before["text"][-1]) > 0x2E7F
            closes = told[0] in ".,;:%)" or (before["text"][-1] in ".,$(" and told[0].isdecimal())
            if gap > (0.6 if wide or closes else 0.15) * size:
                parts.append(" ")
            elif small != before["small"] and not small and told.isalnum() and ord(told[0]) < 0x2E7F:
                parts.append(" ")  # a word after a mark of a footnote
        parts.append(raised(told) if small and re.fullmatch(r"[\d+\-=()n,]+", told) else told)
        before = {**char, "small": small} if told.strip() else before
    text = re.sub(r"(?<=\d) (?=\.\d)", "", one_line("".join(parts)))
    return Text(
        text,
        inked[0]["x0"],
        max(c["x1"] for c in inked),
        min(c["top"] for c in inked),
        max(c["bottom"] for c in inked),
        size,
    )


# -- blocks --------------------------------------------------------------------------------------------------------------


def _cut(row: Sequence[dict[str, Any]], size: float) -> Iterator[list[dict[str, Any]]]:
    part: list[dict[str, Any]] = []
    for char in row:
        if not char["text"].strip():
            continue
        if part and char["x0"] - max(c["x1"] for c in part[-3:]) > 1.05 * size:
            yield part
            part = []
        part.append(char)
    if part:
        yield part


#: What stands in a column of figures where there is none, and parts of one that are printed by themselves.
_STAND_INS = frozenset("- – — ... … .. (*) X (X) (NA) NA $ ¥ € £ ) % N/A n/a *".split())
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
#: What it costs, in points, to take a column for one without a header above its own.
_UNNAMED = 12.0
#: Fewest lines on each side of a gutter, and how much of a page's width they fill where it is set in two columns.
_FEWEST_LINES, _COLUMN_WIDTH = 6, 0.24


def blocks_of(lines: Sequence[Text], *, width: float) -> list[Block]:
    """Printed lines as blocks in reading order; ``width`` is that of the page in points."""
    if not lines:
        return []
    gutter = _gutter([piece for line in lines for piece in line.pieces], width)
    if gutter is None:
        return list(_tables_and_texts(lines))
    return list(_in_columns(lines, gutter))


def _gutter(parts: Sequence[Text], width: float) -> float | None:
    """The middle between two columns of running text, if the page is set in two."""
    best: tuple[float, float] | None = None
    found: float | None = None
    for step in range(35, 66):
        x = width * step / 100
        left = [p for p in parts if p.x1 <= x]
        right = [p for p in parts if p.x0 >= x]
        across = len(parts) - len(left) - len(right)
        if len(left) < _FEWEST_LINES or len(right) < _FEWEST_LINES or across > 0.15 * len(parts):
            continue
        wide = [sum(p.x1 - p.x0 for p in side) / len(side) > _COLUMN_WIDTH * width for side in (left, right)]
        if not all(wide) or sum(_figure(p.text) for p in (*left, *right)) > 0.2 * len(parts):
            continue
        room = min(p.x0 for p in right) - max(p.x1 for p in left)
        if best is None or (-across, room) > best:
            best, found = (-across, room), x
    return found


def _in_columns(lines: Sequence[Text], gutter: float) -> Iterator[Block]:
    """Bands between lines across the whole page, each the left column first."""
    left: list[Text] = []
    right: list[Text] = []
    for line in lines:
        if any(p.x0 < gutter < p.x1 for p in line.pieces):
            yield from (_set_in_columns(block) for side in (left, right) for block in _tables_and_texts(side))
            left, right = [], []
            yield Block([line], columns=True)
            continue
        for side, parts in (
            (left, [p for p in line.pieces if p.x1 <= gutter]),
            (right, [p for p in line.pieces if p.x0 >= gutter]),
        ):
            if parts:
                text = " ".join(p.text for p in parts)
                side.append(replace(parts[0], text=text, x1=parts[-1].x1, pieces=tuple(parts)))
    yield from (_set_in_columns(block) for side in (left, right) for block in _tables_and_texts(side))


def _set_in_columns(block: Block) -> Block:
    block.columns = True
    return block


def _tables_and_texts(lines: Sequence[Text]) -> Iterator[Block]:
    """Runs of lines with figures in columns as tables, the lines between them as texts."""
    texts: list[Text] = []
    at = 0
    while at < len(lines):
        end = _run(lines, at)
        grid = _grid(lines[at:end]) if end > at else []
        if grid:
            title = " ".join(line.text for line in texts[-2:] if lines[at].top - line.bottom < 6 * line.size)
            if texts:
                yield Block(texts)
            texts = []
            yield Block(list(lines[at:end]), grid, title)
            at = end
        else:
            texts.append(lines[at])
            at += 1
    if texts:
        yield Block(texts)


def _run(lines: Sequence[Text], start: int) -> int:
    """Where the run of lines of several pieces ends that begins at ``start``; at most one line between them has one piece."""
    if len(lines[start].pieces) < 2:
        return start
    end = start + 1
    single = 0
    for at in range(start + 1, len(lines)):
        line, before = lines[at], lines[at - 1]
        if line.top - before.bottom > (2.2 if min(len(line.pieces), len(before.pieces)) < 2 else 3.2) * before.size:
            break
        single = 0 if len(line.pieces) > 1 else single + 1
        if single > 1 or (single and len(line.text) > 60):
            break
        if not single:
            end = at + 1
    return end


def _figure(text: str) -> bool:
    return is_number(text) or bool(_DATE.fullmatch(text)) or text in _STAND_INS


def _grid(lines: Sequence[Text]) -> list[list[Cell]]:
    """Lines as a table, a column for each stack of figures or words; empty where too few of them are figures."""
    many = [line for line in lines if len(line.pieces) > 1]
    beside = [piece for line in many for piece in line.pieces[1:]]
    figures = [piece for piece in beside if _figure(piece.text)]
    rows_of_figures = sum(any(_figure(p.text) and not is_year(p.text) for p in line.pieces[1:]) for line in many)
    if len(many) < 3 or rows_of_figures < 2 or len(figures) < 0.4 * len(beside):
        return []
    stacks = _stacks([(p.x0, p.x1) for p in figures])
    words = [p for line in lines for p in line.pieces if not any(_shared(p, s) > 0 for s in stacks)]
    stacks = sorted([*stacks, *_stacks([(p.x0, p.x1) for p in words])])
    if not 2 <= len(stacks) <= 30:
        return []
    grid = []
    heads = next(
        (at for at, line in enumerate(lines) if any(_figure(p.text) and not is_year(p.text) for p in line.pieces[1:])),
        0,
    )
    for at_line, line in enumerate(lines):
        if at_line < heads - 1 and 1 < len(line.pieces) <= len(stacks) // 2:
            grid.append(_groups(line.pieces, stacks))
            continue
        row = [Cell() for _ in stacks]
        for piece in line.pieces:
            under = [at for at, stack in enumerate(stacks) if _shared(piece, stack) > 0.5]
            if not under:
                under = [min(range(len(stacks)), key=lambda at: _distance(piece, stacks[at]))]
            if len(under) > 1 and (_figure(piece.text) or under[0] == 0):
                under = [max(under, key=lambda at: _shared(piece, stacks[at]))] if _figure(piece.text) else under[:1]
            first = under[0]
            if row[first].text or row[first].covered:
                row[first] = replace(row[first], text=f"{row[first].text} {piece.text}".strip(), covered=False)
                continue
            row[first] = Cell(piece.text, 1, len(under))
            for at in under[1:]:
                row[at] = Cell(covered=True)
        grid.append(row)
    return grid


def _groups(parts: Sequence[Text], stacks: Sequence[tuple[float, float]]) -> list[Cell]:
    """Headers above groups of columns, the column of labels left out: each is centred over the columns that it holds for."""
    columns, most = len(stacks) - 1, len(parts)
    middles = [(part.x0 + part.x1) / 2 for part in parts]
    # The cheapest way to give the first columns to the first headers: what it costs, and where the last group begins.
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for part in range(most + 1):
        for end in range(max(part, 1), columns + 1):
            ways = [(best[part, end - 1][0] + _UNNAMED, end)] if (part, end - 1) in best else []
            for start in range(part - 1, end) if part else ():
                before = best.get((part - 1, start))
                if before is not None:
                    middle = (stacks[start + 1][0] + stacks[end][1]) / 2
                    ways.append((before[0] + abs(middle - middles[part - 1]), start))
            if ways:
                best[part, end] = min(ways)
    row = [Cell() for _ in stacks]
    part, end = most, columns
    while part and (part, end) in best:
        start = best[part, end][1]
        if start == end:
            end -= 1
            continue
        row[start + 1] = Cell(parts[part - 1].text, 1, end - start)
        for at in range(start + 2, end + 1):
            row[at] = Cell(covered=True)
        part, end = part - 1, start
    return row


def _stacks(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans that overlap as one, from left to right."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1] - 0.5:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _shared(piece: Text, stack: tuple[float, float]) -> float:
    return min(piece.x1, stack[1]) - max(piece.x0, stack[0])


def _distance(piece: Text, stack: tuple[float, float]) -> float:
    return abs((piece.x0 + piece.x1) / 2 - (stack[0] + stack[1]) / 2)
