"""Word documents as lines: the text as it stands with all changes accepted; what is struck, hidden or deleted is counted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from knowledge.documents.model import Converted, Line, Tally, day, joined, lowered, one_line, raised, xml_root
from knowledge.documents.tables import Cell, lines_of
from knowledge.documents.units import unit_in

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_NO_STYLE = ("", False, False)
#: How long a line above a table may be that names its unit.
_LONGEST_CAPTION = 80
#: Content that stays as it is, so that its children are read in its place.
_OPEN = frozenset(
    _W + name
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "sdtContent", "customXml", "bdo", "dir")
)


def parse_docx(raw: bytes) -> Converted:
    import docx

    opened = docx.Document(io.BytesIO(raw))
    reader = _Reader(opened)
    lines = [*reader.blocks(opened.element.body), *reader.notes(), *reader.edges()]
    properties = opened.core_properties
    return Converted(tuple(lines), day(properties.modified or properties.created), skipped=reader.tally.told())


class _Reader:
    def __init__(self, opened: Any) -> None:
        self.opened = opened
        self.tally = Tally()
        self._styles: dict[str, tuple[str, bool, bool]] = {}
        self._boxes: list[Line] = []
        for style in opened.styles.element.iter(_W + "style"):
            name, before = style.find(_W + "name"), self._style(style.find(_W + "basedOn"))
            self._styles[style.get(_W + "styleId") or ""] = (
                _val(name), _on(style.find(_W + "rPr"), "vanish", before[1]), _struck(style.find(_W + "rPr"), before=before[2]),
            )  # fmt: skip

    def _style(self, reference: Any) -> tuple[str, bool, bool]:
        """The name of the style that an element refers to, and whether it hides or strikes its text."""
        return _NO_STYLE if reference is None else self._styles.get(_val(reference), _NO_STYLE)

    # -- blocks ----------------------------------------------------------------------------------------------------------

    def blocks(self, parent: Any) -> Iterator[Line]:
        """Paragraphs and tables in order, those inside content controls and insertions too."""
        above = ""
        for child in parent:
            if child.tag == _W + "p":
                lines = list(self._paragraph(child))
                yield from lines
                above = next((line.text for line in reversed(lines) if line.text.strip()), above)
            elif child.tag == _W + "tbl":
                yield from self._table(child, above)
                above = ""
            elif child.tag == _W + "sdt":
                content = child.find(_W + "sdtContent")
                if content is not None and not _placeholder(child):
                    yield from self.blocks(content)
            elif child.tag in _OPEN:
                yield from self.blocks(child)
            elif child.tag == _W + "altChunk":
                self.tally.add("embedded")

    def _paragraph(self, paragraph: Any) -> Iterator[Line]:
        name, _, _ = self._style(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        heading = re.fullmatch(r"(?:heading|标题)\s*(\d)", name, re.IGNORECASE)
        level = 1 if name.casefold() == "title" else min(6, int(heading[1])) if heading else 0
        text = self._text(paragraph)
        boxes, self._boxes = self._boxes, []
        yield Line(text, level=level)
        yield from boxes

    def _text(self, parent: Any, style: str = "") -> str:
        """The text of a paragraph with its changes accepted."""
        style = style or _val(parent.find(f"{_W}pPr/{_W}pStyle"))
        parts: list[str] = []
        for child in parent:
            if child.tag == _W + "r":
                parts.append(self._run(child, style))
            elif child.tag in _OPEN:
                parts.append(self._text(child, style))
            elif child.tag == _W + "sdt":
                content = child.find(_W + "sdtContent")
                if content is not None and not _placeholder(child):
                    parts.append(self._text(content, style))
            elif child.tag in (_W + "del", _W + "moveFrom"):
                gone = "".join(t.text or "" for t in child.iter(_W + "delText", _W + "t"))
                if child.tag == _W + "del" and gone.strip():
                    self.tally.add("deleted", one_line(gone)[:60])
            elif child.tag in (_MATH + "oMath", _MATH + "oMathPara"):
                self.tally.add("equation")
        return "".join(parts)

    def _run(self, run: Any, style: str) -> str:
        properties = run.find(_W + "rPr")
        own = properties.find(_W + "rStyle") if properties is not None else None
        _, vanish, struck = self._style(own)
        _, base_vanish, base_struck = self._styles.get(style, _NO_STYLE)
        vanish, struck = (
            _on(properties, "vanish", vanish or base_vanish),
            _struck(properties, before=struck or base_struck),
        )
        text = "".join(self._piece(child) for child in run)
        if (vanish or struck) and text.strip():
            self.tally.add("struck" if struck else "hidden", one_line(text)[:60])
            return ""
        height = _val(properties.find(_W + "vertAlign")) if properties is not None else ""
        return raised(text) if height == "superscript" else lowered(text) if height == "subscript" else text

    def _piece(self, child: Any) -> str:
        name = child.tag.removeprefix(_W)
        if name == "t":
            return child.text or ""
        if name in ("tab", "br", "cr", "ptab"):
            return " "
        if name == "noBreakHyphen":
            return "-"
        if name in ("footnoteReference", "endnoteReference"):
            return raised(child.get(_W + "id") or "")
        if name in ("drawing", "pict", "object") or child.tag == _MC + "AlternateContent":
            self._drawing(child)
        return ""

    def _drawing(self, element: Any) -> None:
        """Text boxes are lines after the paragraph that they hang on; pictures are counted."""
        chosen = element.find(_MC + "Choice") if element.tag == _MC + "AlternateContent" else element
        element = chosen if chosen is not None else element
        boxes = list(element.iter(_W + "txbxContent"))
        for box in boxes:
            if next((a for a in box.iterancestors(_W + "txbxContent")), None) is None or box.getparent() is element:
                kept, self._boxes = self._boxes, []
                found = list(self.blocks(box))
                self._boxes = [*kept, *found, *self._boxes]
        if not boxes:
            if any(e.get("uri", "").endswith("/chart") for e in element.iter(_A + "graphicData")):
                self._chart(element)
            elif any(e.get("uri", "").endswith("/diagram") for e in element.iter(_A + "graphicData")):
                self.tally.add("diagram")
            else:
                self.tally.add("picture")

    def _chart(self, element: Any) -> None:
        from knowledge.documents.charts import chart_lines

        for node in element.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"):
            key = node.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
            try:
                self._boxes += chart_lines(self.opened.part.related_parts[key].blob, place="")
            except (KeyError, ValueError):
                self.tally.add("chart")

    # -- tables ------------------------------------------------------------------------------------------------------------

    def _table(self, table: Any, above: str, within: str = "") -> Iterator[Line]:
        grid: list[list[Cell]] = []
        nested: list[tuple[int, list[Any]]] = []
        open_above: dict[int, tuple[int, int]] = {}
        for row in self._rows(table):
            line: list[Cell] = []
            properties = row.find(_W + "trPr")
            head = properties is not None and properties.find(_W + "tblHeader") is not None
            before = properties.find(_W + "gridBefore") if properties is not None else None
            line += [Cell()] * min(int(_val(before) or 0), 100)
            for cell in self._cells(row):
                span, merged = cell.find(f"{_W}tcPr/{_W}gridSpan"), cell.find(f"{_W}tcPr/{_W}vMerge")
                width = min(max(int(_val(span) or 1), 1), 100)
                column = len(line)
                if merged is not None and _val(merged) != "restart" and column in open_above:
                    r, c = open_above[column]
                    grid[r][c] = Cell(grid[r][c].text, len(grid) - r + 1, width, header=grid[r][c].header)
                    line += [Cell(covered=True)] * width
                    continue
                if merged is not None:
                    open_above[column] = (len(grid), column)
                else:
                    open_above.pop(column, None)
                text = (
                    joined([line_.text for line_ in self._inside(cell)])
                    if merged is None or _val(merged) == "restart"
                    else ""
                )
                line += [Cell(text, 1, width, header=head), *[Cell(covered=True)] * (width - 1)]
                if inner := list(cell.iter(_W + "tbl")):
                    nested.append((len(grid), [t for t in inner if next(t.iterancestors(_W + "tbl")) is table]))
            grid.append(line)
        yield from lines_of(
            grid, title=above if len(above) < _LONGEST_CAPTION and unit_in(above) else "", within=within
        )
        for at, tables in nested:
            heads = [cell.text for cell in grid[0]]
            labels = [
                f"{head}: {c.text}" if head and at else c.text
                for head, c in zip(heads, grid[at], strict=False)
                if c.text
            ]
            for inner_table in tables:
                yield from self._table(inner_table, "", "; ".join(filter(None, (within, *labels))))

    def _rows(self, table: Any) -> Iterator[Any]:
        for child in table:
            if child.tag == _W + "tr":
                if child.find(f"{_W}trPr/{_W}del") is not None:
                    self.tally.add(
                        "deleted", one_line("".join(t.text or "" for t in child.iter(_W + "t", _W + "delText")))[:60]
                    )
                else:
                    yield child
            elif child.tag == _W + "sdt" and child.find(_W + "sdtContent") is not None:
                yield from self._rows(child.find(_W + "sdtContent"))

    def _cells(self, row: Any) -> Iterator[Any]:
        for child in row:
            if child.tag == _W + "tc":
                yield child
            elif child.tag == _W + "sdt" and child.find(_W + "sdtContent") is not None:
                yield from self._cells(child.find(_W + "sdtContent"))

    def _inside(self, cell: Any) -> Iterator[Line]:
        """The texts of a cell, without the tables in it."""
        for child in cell:
            if child.tag == _W + "p":
                yield from self._paragraph(child)
            elif child.tag == _W + "sdt" and child.find(_W + "sdtContent") is not None and not _placeholder(child):
                yield from self._inside(child.find(_W + "sdtContent"))
            elif child.tag in _OPEN:
                yield from self._inside(child)

    # -- beside the text -----------------------------------------------------------------------------------------------------

    def notes(self) -> Iterator[Line]:
        """Footnotes and endnotes; comments are counted."""
        for relation in self.opened.part.rels.values():
            kind = relation.reltype.rsplit("/", 1)[-1]
            if relation.is_external or kind not in ("footnotes", "endnotes", "comments"):
                continue
            root = xml_root(relation.target_part.blob)
            if kind == "comments":
                self.tally.add("comment", count=len(list(root.iter(_W + "comment"))))
                continue
            for note in root:
                if note.get(_W + "type") in (None, "normal"):
                    text = joined([line.text for line in self.blocks(note)])
                    if text.strip():
                        yield Line(f"{raised(note.get(_W + 'id') or '')} {text}", kind.removesuffix("s"))

    def edges(self) -> Iterator[Line]:
        """Headers and footers, each text once."""
        seen: set[str] = set()
        for section in self.opened.sections:
            for part in (section.header, section.footer):
                if part.is_linked_to_previous:
                    continue
                for line in self.blocks(part._element):  # noqa: SLF001 (python-docx offers no tables in order here)
                    text = one_line(line.text)
                    if re.search(r"[^\W\d_]{2}|[\u4e00-\u9fff]", text) and text not in seen:
                        seen.add(text)
                        yield Line(text, "header or footer")


def _val(element: Any) -> str:
    return "" if element is None else element.get(_W + "val") or ""


def _on(properties: Any, name: str, before: bool) -> bool:  # noqa: FBT001 (a plain reading of a toggle)
    found = properties.find(_W + name) if properties is not None else None
    return before if found is None else _val(found) not in ("0", "false", "off")


def _struck(properties: Any, *, before: bool) -> bool:
    return _on(properties, "strike", before) or _on(properties, "dstrike", False)  # noqa: FBT003


def _placeholder(control: Any) -> bool:
    """Whether a content control shows only its invitation to write."""
    return control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None
