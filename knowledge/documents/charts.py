"""The figures behind a chart of Word or PowerPoint as rows of a table: a row for each category, a column for each series."""

from __future__ import annotations

from typing import Any

from knowledge.documents.formats import shown
from knowledge.documents.model import Line, one_line, xml_root
from knowledge.documents.tables import Cell, lines_of

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def chart_lines(xml: bytes, *, place: str) -> list[Line]:
    """The lines of a chart part. Raises :class:`ValueError` where it keeps no figures."""
    from lxml import etree

    try:
        root = xml_root(xml)
    except etree.XMLSyntaxError:
        raise ValueError("no chart") from None
    title = one_line(" ".join(t.text or "" for t in root.findall(f"{_C}chart/{_C}title//{_A}t")))
    series = [s for s in root.iter(_C + "ser") if _points(s.find(_C + "val")) or _points(s.find(_C + "yVal"))]
    if not series:
        raise ValueError("no figures")
    names = [" ".join(_points(s.find(_C + "tx")).values()) for s in series]
    labels = _points(series[0].find(_C + "cat")) or _points(series[0].find(_C + "xVal"))
    values = [_points(s.find(_C + "val")) or _points(s.find(_C + "yVal")) for s in series]
    rows = sorted({at for points in values for at in points})
    grid = [[Cell("", header=True), *(Cell(name, header=True) for name in names)]]
    grid += [[Cell(labels.get(at, str(at + 1))), *(Cell(points.get(at, "")) for points in values)] for at in rows]
    head = [Line(title, place)] if title else []
    return [*head, *lines_of(grid, place=place, title=title)]


def _points(element: Any) -> dict[int, str]:
    """The cached points of a series' part by their number, figures as they are shown."""
    if element is None:
        return {}
    literal = element.find(_C + "v")
    if literal is not None:
        return {0: one_line(literal.text or "")}
    code = next((c.text or "General" for c in element.iter(_C + "formatCode")), "General")
    numeric = element.find(f".//{_C}numCache") is not None or element.find(f".//{_C}numLit") is not None
    found: dict[int, str] = {}
    for point in element.iter(_C + "pt"):
        text = next((v.text or "" for v in point.iter(_C + "v")), "")
        if not text:
            continue
        at = int(point.get("idx") or 0)
        inner = next(point.iterancestors(_C + "lvl"), None) is not None
        told = shown(float(text), code) if numeric else one_line(text)
        found[at] = f"{told} {found[at]}" if inner and at in found else told
    return found
