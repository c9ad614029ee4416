"""PowerPoint presentations as lines: shapes, groups, tables, charts and notes of the slides that are shown."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from knowledge.documents.charts import chart_lines
from knowledge.documents.model import Converted, Line, Tally, day, lowered, one_line, raised, xml_root
from knowledge.documents.tables import Cell, lines_of
from knowledge.documents.units import unit_in

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def parse_pptx(raw: bytes) -> Converted:
    import pptx

    opened = pptx.Presentation(io.BytesIO(raw))
    tally = Tally()
    lines: list[Line] = []
    for number, slide in enumerate(opened.slides, 1):
        place = f"slide {number}"
        if slide.element.get("show") in ("0", "false"):
            tally.add("hidden_slide", str(number))
            continue
        lines += _slide(slide, place, tally)
    properties = opened.core_properties
    return Converted(tuple(lines), day(properties.modified or properties.created), skipped=tally.told())


def _slide(slide: Any, place: str, tally: Tally) -> Iterator[Line]:
    title = slide.shapes.title
    if title is not None and title.text_frame.text.strip():
        yield Line(" ".join(_texts(title.text_frame, place, tally)), place, 1)
    skip = title.shape_id if title is not None else None
    above = title.text_frame.text if title is not None else ""
    for shape in slide.shapes:
        if shape.shape_id != skip:
            yield from _shape(shape, place, tally, above)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for text in _texts(slide.notes_slide.notes_text_frame, place, tally):
            yield Line(text, f"{place}, notes")


def _shape(shape: Any, place: str, tally: Tally, above: str) -> Iterator[Line]:
    hidden = next((e for e in shape.element.iter(_P + "cNvPr") if e.get("hidden") in ("1", "true")), None)
    if hidden is not None and (hidden.getparent().getparent() is shape.element):
        tally.add("hidden", place)
    elif hasattr(shape, "shapes"):
        for inner in shape.shapes:
            yield from _shape(inner, place, tally, above)
    elif getattr(shape, "has_table", False) and shape.has_table:
        yield from lines_of(_grid(shape.table, place, tally), place=place, title=above if unit_in(above) else "")
    elif getattr(shape, "has_chart", False) and shape.has_chart:
        try:
            yield from chart_lines(shape.chart.part.blob, place=place)
        except ValueError:
            tally.add("chart", place)
    elif shape.has_text_frame:
        for text in _texts(shape.text_frame, place, tally):
            yield Line(text, place)
    elif "picture" in shape.element.tag or shape.element.tag == _P + "pic":
        tally.add("picture", place)
    elif shape.element.tag == _P + "graphicFrame":
        yield from _diagram(shape, place, tally)


def _texts(frame: Any, place: str, tally: Tally) -> list[str]:
    """The paragraphs of a text frame; a line break inside one ends a line."""
    found: list[str] = []
    for paragraph in frame._txBody.iterchildren(_A + "p"):  # noqa: SLF001 (breaks and fields are not among its runs)
        parts: list[str] = []
        for child in paragraph:
            if child.tag == _A + "br":
                parts.append("\n")
            elif child.tag in (_A + "r", _A + "fld"):
                parts.append(_run(child, place, tally))
        found += [text for part in "".join(parts).split("\n") if (text := one_line(part))]
    return found


def _run(run: Any, place: str, tally: Tally) -> str:
    text = "".join(t.text or "" for t in run.iter(_A + "t")).replace("\v", "\n")
    properties = run.find(_A + "rPr")
    if properties is None:
        return text
    if (properties.get("strike") or "noStrike") != "noStrike" and text.strip():
        tally.add("struck", f"{place}: {one_line(text)[:40]}")
        return ""
    height = properties.get("baseline") or "0"
    if height.lstrip("-").rstrip("%").isdigit() and int(height.rstrip("%")):
        return lowered(text) if height.startswith("-") else raised(text)
    return text


def _grid(table: Any, place: str, tally: Tally) -> list[list[Cell]]:
    grid = []
    for at, row in enumerate(table.rows):
        line = []
        for cell in row.cells:
            if cell.is_spanned:
                line.append(Cell(covered=True))
            else:
                height, width = (cell.span_height, cell.span_width) if cell.is_merge_origin else (1, 1)
                text = " ".join(_texts(cell.text_frame, place, tally))
                line.append(
                    Cell(text, height, width, header=bool(table.first_row) and at == 0 and height == 1 and width == 1)
                )
        grid.append(line)
    # One merged cell in the first row makes a header of several rows, which the table finds for itself.
    if grid and not all(cell.header for cell in grid[0]):
        grid[0] = [Cell(c.text, c.rows, c.columns, covered=c.covered) for c in grid[0]]
    return grid


def _diagram(shape: Any, place: str, tally: Tally) -> Iterator[Line]:
    """The texts of a SmartArt diagram, from the part that holds its data."""
    from lxml import etree

    space = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
    link = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
    keys = [e.get(link) for e in shape.element.iter(space + "relIds")]
    if not keys:
        tally.add("embedded", place)
        return
    for key in keys:
        try:
            root = xml_root(shape.part.related_part(key).blob)
        except (KeyError, etree.XMLSyntaxError):
            tally.add("diagram", place)
            continue
        for point in root.iter(space + "pt"):
            text = one_line("".join(t.text or "" for t in point.iter(_A + "t")))
            if text:
                yield Line(text, place)
