"""Documents of an office become lines that keep every figure with its header, unit and place, and nothing harmful runs."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import docx
import openpyxl
import pptx
import pytest
from docx.table import Table as WordTable
from pptx.table import Table as SlideTable
from pptx.util import Inches

from knowledge.documents import guards, keeping
from knowledge.documents.keeping import Kept, ingest
from knowledge.documents.model import Converted, Line, document_of
from knowledge.documents.parsers import PARSERS, Unreadable
from knowledge.documents.tables import Cell, lines_of
from knowledge.documents.worker import convert
from knowledge.library import open_library
from tests.knowledge.files import pdf, saved

#: 层 over two rows, 一季度 over two columns, empty cells beside figures: what converters like to shift.
ROWS = (
    ("层", "一季度", "", "全年"),
    ("", "计划", "实际", ""),
    ("战术层", "100", "", "400"),
    ("能力层", "50", "55", ""),
)
TOLD = ["层: 战术层; 一季度 计划: 100; 全年: 400", "层: 能力层; 一季度 计划: 50; 一季度 实际: 55"]


#: A table of Word or of PowerPoint: alike in use, but each merges only cells of its own.
AnyTable = TypeVar("AnyTable", WordTable, SlideTable)


def fill_merged(table: AnyTable) -> None:
    """Write ``ROWS`` into a table of Word or PowerPoint, with the cells of its two header rows merged."""
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 3).merge(table.cell(1, 3))


def word() -> bytes:
    made = docx.Document()
    made.core_properties.modified = datetime(2026, 3, 1, tzinfo=UTC)
    made.add_heading("预算办法", 1)
    made.add_paragraph("战术层占比12%。")
    fill_merged(made.add_table(4, 4))
    return saved(made.save)


def slides() -> bytes:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[5])
    slide.shapes.title.text = "预算页"
    fill_merged(slide.shapes.add_table(4, 4, Inches(1), Inches(2), Inches(6), Inches(2)).table)
    return saved(made.save)


def sheet(fill: Callable[[openpyxl.worksheet.worksheet.Worksheet], None] | None = None) -> bytes:
    made = openpyxl.Workbook()
    page = made.active
    page.title = "预算"
    if fill:
        fill(page)
    else:
        page.append(["2026 年预算（万元）"])
        for row in ROWS:
            page.append([int(text) if text.isdigit() else text or None for text in row])
        for merged in ("A1:D1", "B2:C2", "A2:A3", "D2:D3"):
            page.merge_cells(merged)
    return saved(made.save)


HTML = """<html><head><meta name="date" content="2026-03-01"><script>alert(1)</script></head><body><h1>预算办法</h1>
<nav>首页</nav><p>战术层占比12%。</p><table><tr><th rowspan=2>层</th><th colspan=2>一季度</th><th rowspan=2>全年</th></tr>
<tr><th>计划</th><th>实际</th></tr><tr><td>战术层</td><td>100</td><td></td><td>400</td></tr>
<tr><td>能力层</td><td>50</td><td>55</td><td></td></tr></table></body></html>"""


def texts(raw: bytes, ending: str) -> list[str]:
    return [line.text for line in PARSERS[ending](raw).lines if line.text.strip()]


# -- tables ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "ending"),
    [(word(), ".docx"), (slides(), ".pptx"), (HTML.encode(), ".html")],
    ids=["word", "slides", "page"],
)
def test_merged_cells_shift_no_figure(raw: bytes, ending: str) -> None:
    """Each figure stands with its own row and the headers above it, empty neighbours and merged headers notwithstanding."""
    assert texts(raw, ending)[-2:] == TOLD


def test_a_sheet_tells_unit_and_row() -> None:
    """The unit of a title is put behind each figure, and the citation names sheet and row."""
    lines = PARSERS[".xlsx"](sheet()).lines

    assert [(line.text, line.place) for line in lines[-2:]] == [
        ("层: 战术层; 一季度 计划: 100万元; 全年: 400万元", "预算，行 4"),
        ("层: 能力层; 一季度 计划: 50万元; 一季度 实际: 55万元", "预算，行 5"),
    ]


def test_a_merged_figure_is_told_once() -> None:
    """A figure over two rows is given to both together, in words that the table has; a label over two rows is given to each."""
    grid = [
        [Cell("部门"), Cell("层"), Cell("预算")],
        [Cell("市场部", rows=2), Cell("战术层"), Cell("500", rows=2)],
        [Cell(covered=True), Cell("能力层"), Cell(covered=True)],
    ]
    assert [line.text for line in lines_of(grid)] == [
        "部门: 市场部; 层: 战术层",
        "部门: 市场部; 层: 战术层、能力层; 预算: 500",
        "部门: 市场部; 层: 能力层",
    ]


def test_cells_are_read_as_they_are_shown() -> None:
    """Percentages, currencies and dates keep their sign, and a float leaves no tail."""

    def fill(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
        page.append(["项目", "占比", "金额", "日期", "差"])
        page.append(["AIGC", 0.155, 1200.5, datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None), 0.1 + 0.2])
        page["B2"].number_format, page["C2"].number_format = "0.0%", '"¥"#,##0.00'

    assert texts(sheet(fill), ".xlsx")[-1] == "项目: AIGC; 占比: 15.5%; 金额: ¥1,200.50; 日期: 2026-03-01; 差: 0.3"


@pytest.mark.parametrize(
    ("raw", "ending", "told"),
    [
        ("层,占比（%）\n战术层,12\n", ".csv", "层: 战术层; 占比（%）: 12%"),
        ("层;占比\n战术层;12%\n", ".csv", "层: 战术层; 占比: 12%"),
        ("| 层 | 金额（万元） |\n| --- | ---: |\n| 战术层 | 12 |\n", ".md", "层: 战术层; 金额（万元）: 12万元"),
    ],
)
def test_plain_tables_are_rows_too(raw: str, ending: str, told: str) -> None:
    assert texts(raw.encode(), ending)[-1] == told


def test_a_page_of_the_web_is_read_without_its_machinery() -> None:
    found = PARSERS[".html"](HTML.encode())

    assert found.date == "2026-03-01"
    assert [(line.text, line.level) for line in found.lines[:2]] == [("预算办法", 1), ("战术层占比12%。", 0)]
    assert not [line for line in found.lines if "alert" in line.text or "首页" in line.text]


def test_chinese_in_an_old_encoding_is_read() -> None:
    assert texts("战术层占比百分之十二。".encode("gb18030"), ".txt") == ["战术层占比百分之十二。"]


def test_a_pdf_tells_its_page() -> None:
    line = PARSERS[".pdf"](pdf((72, 720, 12, "The tactical layer takes 12% of the budget."))).lines[0]

    assert (line.text, line.place) == ("The tactical layer takes 12% of the budget.", "p. 1")


def test_a_chinese_pdf_keeps_its_paragraphs_and_its_table() -> None:
    """Lines of one paragraph are joined without a gap, and a drawn table with merged cells shifts no figure."""
    found = [line.text for line in PARSERS[".pdf"](chinese_pdf()).lines]

    assert found[0] == "战术层占比百分之十二，追求短期降本增效，应当优先解决内容生产和基础获客等核心痛点。"
    assert found[1:] == TOLD


def chinese_pdf() -> bytes:
    """A page with a paragraph over two lines and a ruled table, drawn with the font that the pictures use."""
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    from agent.charts import font_file

    figure = Figure(figsize=(6, 8))
    font = FontProperties(fname=font_file(), size=11)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, 6)
    axes.set_ylim(0, 8)
    lines = ("战术层占比百分之十二，追求短期降本增效，应当优先解决内容生", "产和基础获客等核心痛点。")
    for at, line in enumerate(lines):
        axes.text(0.5, 7.4 - 0.22 * at, line, fontproperties=font)
    left, top, wide, high = 0.5, 6.5, 1.2, 0.4
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            axes.text(left + wide * c + 0.1, top - high * r - 0.28, text, fontproperties=font)
    for r in range(5):  # the first and last column of the header are merged downwards
        start, end = (left + wide, left + 3 * wide) if r == 1 else (left, left + 4 * wide)
        axes.plot((start, end), (top - high * r,) * 2, color="black", linewidth=1)
    for c in range(5):  # the first quarter is merged across
        upper = top - high if c == 2 else top
        axes.plot((left + wide * c,) * 2, (upper, top - high * 4), color="black", linewidth=1)
    return saved(lambda made: figure.savefig(made, format="pdf"))


def test_a_converted_document_keeps_headings_and_places() -> None:
    """A short row is no heading, headings nest by their level, and each passage knows its place and date."""
    from knowledge.corpus import build_corpus

    lines = (
        Line("办法", "p. 1", 1),
        Line("总则", "p. 1", 2),
        Line("战术层 12%", "p. 2"),
        Line("附则", "p. 3", 2),
        Line("完", "p. 3"),
    )
    document = document_of(Converted(lines, "2026-03-01"), document_id="plan", name="plan.pdf")
    passages = build_corpus([document]).passages

    assert [(p.text, p.heading.zh, p.place, p.date) for p in passages] == [
        ("战术层 12%", "办法 / 总则", "p. 2", "2026-03-01"),
        ("完", "办法 / 附则", "p. 3", "2026-03-01"),
    ]


# -- what is refused ---------------------------------------------------------------------------------------------------


def package(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in {"word/document.xml": b"<x/>", **parts}.items():
            zipped.writestr(name, content)
    return made.getvalue()


BILLION = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.md", b" \n \n", "is empty"),
        ("bomb.docx", package(**{"word/media/a.bin": b"\0" * 30_000_000}), "packed more than"),
        ("large.docx", package(**{f"word/{i}.bin": os.urandom(1000) * 9_000 for i in range(6)}), "unpack to more than"),
        ("laughs.docx", package(**{"word/document.xml": BILLION}), "entities"),
        ("laughs16.xlsx", package(**{"xl/workbook.xml": BILLION.decode().encode("utf-16")}), "entities"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "save it as .docx"),
        ("sheet.docx", sheet(), "not what its ending says"),
        ("text.pdf", b"just text", "not what its ending says"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n123", "not what its ending says"),
        ("cut.xlsx", sheet()[:2000], "is broken"),
        ("cut.pdf", pdf((72, 720, 12, "x"))[:200], "is broken"),
        ("broken.docx", package(), "is broken"),
        ("program.exe", b"MZ", "kind that is not read"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_gets_one_line_and_the_rest_goes_on(
    tmp_path: Path, name: str, raw: bytes, reason: str
) -> None:
    """Each bad file is refused with its reason, and the good one beside it is taken."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(raw)
    (folder / "good.md").write_text("# 预算\n\n战术层占比12%。\n", encoding="utf-8")

    report = ingest(tmp_path / "data", [folder], convert=here)

    assert [(Path(r.path).name, reason in r.reason) for r in report.refused] == [(name, True)], report.refused
    assert [Path(path).name for path in report.added] == ["good.md"]
    assert "\n" not in report.refused[0].reason


def here(raw: bytes, ending: str) -> Converted:
    """What the child process does, in this one."""
    told = convert(raw, ending)
    if "refused" in told:
        raise Unreadable(str(told["refused"]))
    return Converted.from_json(told["converted"])  # type: ignore[arg-type]


def test_links_out_of_the_given_folders_are_refused(tmp_path: Path) -> None:
    """Neither a linked file nor a linked folder leads out; a link within the folder is followed."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.md").write_text("secret", encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "real.md").write_text("real", encoding="utf-8")
    (folder / "within.md").symlink_to("real.md")
    (folder / "out.md").symlink_to(tmp_path / "secret" / "s.md")
    (folder / "outdir").symlink_to(tmp_path / "secret")
    (folder / "gone.md").symlink_to("nothing.md")
    (folder / ".hidden.md").write_text("hidden", encoding="utf-8")

    report = ingest(tmp_path / "data", [folder], convert=here)

    assert [Path(path).name for path in report.added] == ["real.md", "within.md"]
    assert sorted(Path(r.path).name for r in report.refused) == ["gone.md", "out.md", "outdir"]


def test_parsing_is_bounded_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parse that does not end is ended, and one that ends gives the same lines as here."""
    assert keeping.convert_in_child(word(), ".docx") == PARSERS[".docx"](word())
    monkeypatch.setattr(keeping, "SECONDS", 0.01)
    with pytest.raises(Unreadable, match="seconds"):
        keeping.convert_in_child(word(), ".docx")


def test_a_parse_that_wants_too_much_memory_is_ended(tmp_path: Path) -> None:
    """The child takes no more than its bound, whatever a file makes its parser do."""
    import subprocess
    import sys

    code = (
        "from knowledge.documents import worker; worker.bounded();"
        "worker.PARSERS = {'.txt': lambda raw: bytearray(600 * 2**20)}; print(worker.convert(b'x', '.txt'))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )

    assert "needs more than 512 MB" in told.stdout


# -- keeping -----------------------------------------------------------------------------------------------------------


def test_a_later_run_touches_only_what_changed(tmp_path: Path) -> None:
    """Unchanged files are not parsed again, changed ones are, removed ones leave, and ids stay."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.md").write_text(f"文件{name}。", encoding="utf-8")
    parsed: list[bytes] = []

    def counting(raw: bytes, ending: str) -> Converted:
        parsed.append(raw)
        return here(raw, ending)

    first = ingest(tmp_path / "data", [folder], convert=counting)
    parsed.clear()
    (folder / "b.md").write_text("文件b，改过。", encoding="utf-8")
    (folder / "c.md").unlink()
    second = ingest(tmp_path / "data", [], convert=counting)

    assert len(first.added) == 3
    assert [Path(p).name for p in second.changed + second.unchanged + second.removed] == ["b.md", "a.md", "c.md"]
    assert parsed == ["文件b，改过。".encode()]
    assert {entry.id for entry in Kept.load(tmp_path / "data").entries.values()} == {"a", "b"}
    assert sorted(path.name for path in (tmp_path / "data" / "documents").iterdir()) == [
        "a.json",
        "b.json",
        "manifest.json",
    ]


def test_a_drive_that_is_not_there_takes_nothing_with_it(tmp_path: Path) -> None:
    """A run without paths leaves alone what came from a folder whose whole place is gone for now."""
    (tmp_path / "drive" / "in").mkdir(parents=True)
    (tmp_path / "drive" / "in" / "a.md").write_text("文件。", encoding="utf-8")
    ingest(tmp_path / "data", [tmp_path / "drive" / "in"], convert=here)
    (tmp_path / "drive").rename(tmp_path / "unplugged")

    assert ingest(tmp_path / "data", [], convert=here).removed == ()
    assert Kept.load(tmp_path / "data").entries


def test_files_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "plan.md").write_text(folder, encoding="utf-8")
    ingest(tmp_path / "data", [tmp_path / "in"], convert=here, taken=["budget"])

    assert {entry.id for entry in Kept.load(tmp_path / "data").entries.values()} == {"plan", "y-plan"}


def test_what_is_kept_is_searched_beside_the_shipped_article(tmp_path: Path) -> None:
    """Passages of an ingested document stand in the library with place and date, and leave with their file."""
    (tmp_path / "plan.docx").write_bytes(word())
    ingest(tmp_path / "data", [tmp_path / "plan.docx"], convert=here)
    passages = [p for p in open_library(tmp_path / "data").corpus.passages if p.document == "plan"]

    assert [p.text for p in passages] == ["战术层占比12%。", *TOLD]
    assert {p.date for p in passages} == {"2026-03-01"}
    assert len(open_library(tmp_path / "data").corpus.documents) == 2
    (tmp_path / "plan.docx").unlink()
    ingest(tmp_path / "data", [], convert=here)
    assert [d.id for d in open_library(tmp_path / "data").corpus.documents] == ["budget"]


def test_guards_know_every_format_that_is_parsed() -> None:
    assert all(guards.known(Path(f"x{ending.upper()}")) for ending in PARSERS)
