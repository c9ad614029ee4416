"""A plan as a Word document of one page: the split, the range, the scenarios, the KPIs, what is assumed and what it rests on.

Texts of a framework or a document are set as runs of text, so that nothing of theirs becomes a field, a link or markup. The whole plan with its projects is
the page and the workbook.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from unicodedata import east_asian_width

from agent.plans.grids import Grid, goals, own, scenarios, split
from agent.plans.imprint import Imprint
from agent.plans.words import Words
from knowledge.parts import need

_FONT, _CHINESE = "Calibri", "Microsoft YaHei"
_HEAD, _RULE = "DCE6F1", "9AA7B8"
_SIZE, _SMALL = 9.5, 8.0  # points
_PAGE, _LETTER, _PAD = 174.0, 2.05, 5.0  # millimetres: between the margins, of a letter at most, around a cell
_NAME, _WORDS = 22, 60  # letters up to which a name is not wrapped, and from which on a column of words gets no wider


def write_document(
    words: Words, *, assumptions: Sequence[str], passages: Mapping[str, Any], imprint: Imprint | None = None
) -> bytes:
    """The document, A4. Raises :class:`knowledge.parts.PartMissing`."""
    need("documents")
    import docx

    imprint = imprint or Imprint()
    document = docx.Document()
    _set_up(document, words, imprint)
    _line(document, words.heading, size=17, bold=True, after=0)
    _line(
        document,
        " · ".join(part for part in (words.name(words.plan.framework.name), imprint.line(words)) if part),
        size=_SMALL,
        grey=True,
    )
    _line(document, words.subject, size=11, bold=True, after=4)
    _table(document, split(words))
    if words.own is not None:
        _heading(document, words.own_heading)
        _table(document, own(words))
    if words.bounds:
        _line(document, words.bounds, before=4)
    if words.plan.scenarios:
        _heading(document, words.say("情景对比", "Scenarios"))
        _table(document, scenarios(words))
    if words.plan.stages:
        _heading(document, words.say("阶段与 KPI", "Phases and KPIs"))
        _table(document, goals(words, words.plan.stages, phase=True))
    _heading(document, words.say("假设", "Assumptions"))
    for text in assumptions:
        _line(document, f"• {text}", size=_SMALL, after=0)
    _heading(document, words.say("来源", "Sources"))
    _line(document, words.say("；", "; ").join(_cited(words, passages)), size=_SMALL, after=0)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _cited(words: Words, passages: Mapping[str, Any]) -> Iterable[str]:
    """Documents with the lines that the plan rests on."""
    lines: dict[str, list[str]] = {}
    for document, line, _ in words.sources(passages):
        lines.setdefault(document, []).append(line)
    for document, found in lines.items():
        yield f"{document}{words.say('：第', ', lines ')}{words.say('、', ', ').join(found)}{words.say('行', '')}"


def _set_up(document: Any, words: Words, imprint: Imprint) -> None:
    """A4, the fonts of both languages, properties, and page numbers at the foot."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(14), Mm(14)
    section.footer_distance = Mm(7)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_SIZE)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _CHINESE)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = words.heading, imprint.author, ""
    properties.language = "zh-CN" if words.zh else "en"
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)
    paragraph = section.footer.paragraphs[0]
    paragraph.paragraph_format.alignment = 2  # right
    for text, order in (
        (words.say("第 ", "Page "), "PAGE"),
        (words.say(" 页，共 ", " of "), "NUMPAGES"),
        (words.say(" 页", ""), ""),
    ):
        _run(paragraph, text, size=_SMALL, grey=True)
        if order:
            _field(paragraph, order)


def _field(paragraph: Any, order: str) -> None:
    """A number that Word fills in; the library has no fields of its own."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), order)
    _run(paragraph, "1", size=_SMALL, grey=True)
    field.append(paragraph.runs[-1]._r)  # noqa: SLF001
    paragraph._p.append(field)  # noqa: SLF001


def _run(paragraph: Any, text: str, *, size: float = _SIZE, bold: bool = False, grey: bool = False) -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(_printable(text))
    run.bold, run.font.size = bold, Pt(size)
    if grey:
        run.font.color.rgb = RGBColor(0x55, 0x55, 0x55)


def _printable(text: str) -> str:
    """``text`` on one line, without characters that no XML can hold."""
    return "".join(char if char.isprintable() else " " for char in text)


def _line(document: Any, text: str, *, before: float = 0, after: float = 2, **run: Any) -> None:
    paragraph = document.add_paragraph()
    _spaced(paragraph, before, after)
    _run(paragraph, text, **run)


def _heading(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    _spaced(paragraph, 6, 2)
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, text, size=11, bold=True)


def _spaced(paragraph: Any, before: float, after: float) -> None:
    from docx.shared import Pt

    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0


def _table(document: Any, grid: Grid) -> None:
    """A table over the whole width; figures on the right, headings over them as well, the total set apart."""
    table = document.add_table(rows=0, cols=len(grid.header))
    table.autofit = False
    widths, size = _widths(grid)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate((grid.header, *grid.rows)):
        last = grid.total and number == len(grid.rows)
        cells = table.add_row().cells
        for at, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.width = widths[at]
            paragraph = cell.paragraphs[0]
            _spaced(paragraph, 1, 1)
            if at in grid.numbers:
                paragraph.alignment = 2  # right
            _run(paragraph, text, size=size, bold=number == 0 or last)
            _border(cell, fill=_HEAD if number == 0 else "", rule="top" if last else "bottom" if number == 0 else "")


def _widths(grid: Grid) -> tuple[list[Any], float]:
    """The widths of a table's columns, and the size of its letters in points: no figure is broken, words share what is left."""
    from docx.shared import Mm

    longest = [max(map(_cells, column)) for column in zip(grid.header, *grid.rows, strict=True)]
    widths = {at: (longest[at] + 2) * _LETTER + _PAD for at in grid.numbers}
    texts = {at: min(most, _WORDS) for at, most in enumerate(longest) if at not in grid.numbers}
    words = {at: most for at, most in texts.items() if most > _NAME and len(texts) > 1}
    names = {at: most * _LETTER + _PAD for at, most in texts.items() if at not in words}
    least = sum(names.values()) + sum(most * _LETTER / 2 for most in words.values())
    fits = min(1.0, (_PAGE - least) / sum(widths.values()))
    widths = {at: width * fits for at, width in widths.items()}
    rest = _PAGE - sum(names.values()) - sum(widths.values())
    takers = words or dict.fromkeys(widths, 1)  # what is left over goes to the words, else to the figures
    for at, most in takers.items():
        widths[at] = widths.get(at, 0.0) + rest * most / sum(takers.values())
    return [Mm({**widths, **names}[at]) for at in range(len(longest))], 9 * fits


def _cells(text: str) -> int:
    """How many letters wide a text is; a Chinese character counts as two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _border(cell: Any, *, fill: str, rule: str) -> None:
    """The cell's ground and a line at one side of it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - the library has no borders or grounds of cells
    if rule:
        borders = OxmlElement("w:tcBorders")
        line = OxmlElement(f"w:{rule}")
        for name, value in (("val", "single"), ("sz", "6"), ("color", _RULE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        properties.append(borders)
    if fill:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shade.set(qn(f"w:{name}"), value)
        properties.append(shade)
