"""Kinds of documents that companies bring, each with the figure, the unit and the place that must be read, and what must not be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml
from openpyxl.styles import Font
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from knowledge.documents.encodings import decode
from knowledge.documents.model import Converted, Unreadable
from knowledge.documents.parsers import PARSERS
from tests.knowledge.files import pdf, saved

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Sheet: TypeAlias = Any


def book(*fills: Callable[[Sheet], None]) -> bytes:
    made = openpyxl.Workbook()
    for number, fill in enumerate(fills):
        fill(made.active if not number else made.create_sheet())
    return saved(made.save)


def word(*paragraphs: str) -> bytes:
    made = docx.Document()
    for inner in paragraphs:
        made.element.body.insert(-1, parse_xml(f"<w:p {W}>{inner}</w:p>"))
    return saved(made.save)


def told(found: Converted) -> list[str]:
    return [line.text for line in found.lines if line.text.strip() and not line.level]


def kinds(found: Converted) -> set[str]:
    return {item.kind for item in found.skipped}


# -- sheets ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1234.5, "[$USD] #,##0.00", "USD 1,234.50"),
        (1234.5, "#,##0.00 [$€-407]", "1,234.50 €"),
        (1234.5, "[$HK$-C04]#,##0.00", "HK$1,234.50"),
        (1234.5, "_-[$JPY] * #,##0_-", "JPY 1,235"),
        (350, '#,##0"万元"', "350万元"),
        (12345678, '#,##0.0,"千元"', "12,345.7千元"),
        (35000, '0!.0,"万"', "3.5万"),
        (-4500, "#,##0;(#,##0)", "-4,500"),
        (-0.075, "0.0%;(0.0%)", "-7.5%"),
        (0.1 + 0.2, "General", "0.3"),
    ],
)
def test_a_cell_is_read_as_its_format_shows_it(value: float, code: str, shown: str) -> None:
    """Currencies, literal units, scales and brackets of a number format belong to the figure."""

    def fill(page: Sheet) -> None:
        page.append(["Item", "Fee"])
        page.append(["Northwind", value])
        page["B2"].number_format = code

    assert told(PARSERS[".xlsx"](book(fill))) == [f"Item: Northwind; Fee: {shown}"]


def test_hidden_struck_and_uncomputed_cells_are_no_figures_and_are_counted() -> None:
    """A hidden sheet, row and column, a struck-through price and a formula without a result are named at ingest and told nowhere."""

    def fill(page: Sheet) -> None:
        for row in (
            ["项目", "预算（万元）", "底线"],
            ["内容", 300, 220],
            ["旧案", 999, 888],
            ["视频", 8000, 1],
            ["合计", "=B2*2", 1],
        ):
            page.append(row)
        page.row_dimensions[3].hidden = True
        page.column_dimensions["C"].hidden = True
        page["B4"].font = Font(strike=True)

    def draft(page: Sheet) -> None:
        page.append(["项目", "预算"])
        page.append(["内容", 777])
        page.sheet_state = "hidden"

    found = PARSERS[".xlsx"](book(fill, draft))

    assert told(found) == ["项目: 内容; 预算（万元）: 300万元", "项目: 视频", "项目: 合计"]
    assert kinds(found) == {"hidden_sheet", "hidden_rows", "hidden_columns", "struck", "uncomputed"}


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        ([["项目", 2024, 2025], ["AI投入（万元）", 90, 180]], "项目: AI投入（万元）; 2024: 90万元; 2025: 180万元"),
        ([["Channel", "Q1", None, "Q2", None], [None, "Plan", "Actual", "Plan", "Actual"], ["Search", 10, 11, 12, 13]],
         "Channel: Search; Q1 Plan: 10; Q1 Actual: 11; Q2 Plan: 12; Q2 Actual: 13"),
        ([["编制部门：市场部", None, "单位：万元"], ["层级", "金额", "占比"], ["战术层", 300, "10"]], "层级: 战术层; 金额: 300万元; 占比: 10"),
        ([["指标", "单位", "2026年目标"], ["获客成本", "元/人", 70]], "指标: 获客成本; 单位: 元/人; 2026年目标: 70元/人"),
        ([["渠道", "预算", None, "KPI", "Target"], ["搜索", 1000, None, "CTR", "3.1%"], ["社媒", 2000, None, "CVR", "2.2%"]], "KPI: CVR; Target: 2.2%"),
        ([["渠道", "预算（万元）"], ["退款", "(300)"], ["直播", 20]], "渠道: 直播; 预算（万元）: 20万元"),
    ],
    ids=["years", "two header rows", "unit row", "unit column", "side by side", "brackets"],
)  # fmt: skip
def test_headers_and_units_find_their_figures(rows: list[list[object]], last: str) -> None:
    def fill(page: Sheet) -> None:
        for row in rows:
            page.append(row)

    assert told(PARSERS[".xlsx"](book(fill)))[-1] == last


def test_a_bracketed_amount_is_negative_and_a_numbered_row_is_not() -> None:
    """(300) under a unit is less than nothing; (1), (2), (3) count rows."""
    amounts = "渠道,预算（万元）\n退款,(300)\n直播,900\n"
    numbered = "条款,编号\n甲,(1)\n乙,(2)\n"

    assert told(PARSERS[".csv"](amounts.encode()))[0] == "渠道: 退款; 预算（万元）: -300万元"
    assert told(PARSERS[".csv"](numbered.encode()))[0] == "条款: 甲; 编号: (1)"


# -- Word and PowerPoint -------------------------------------------------------------------------------------------------


def test_a_tracked_change_tells_the_accepted_text_and_names_the_other() -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    gone = "<w:del w:id='1'><w:r><w:delText>50,000</w:delText></w:r></w:del>"
    new = f"<w:ins w:id='2'>{run.format('80,000')}</w:ins>"
    found = PARSERS[".docx"](word(run.format("Above USD ") + gone + new + run.format(" ask first.")))

    assert told(found) == ["Above USD 80,000 ask first."]
    assert [(item.kind, item.where) for item in found.skipped] == [("deleted", "50,000")]


def test_superscripts_controls_and_hidden_text_of_word() -> None:
    """A raised figure joins no amount, a content control is text, and what is hidden or struck is none."""
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>"
    control = "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>EUR 42,000</w:t></w:r></w:sdtContent></w:sdt>"
    secret = (
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>EUR 1</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>EUR 2</w:t></w:r>"
    )
    found = PARSERS[".docx"](word(f"<w:r><w:t>Cost is $3</w:t></w:r>{raised}", control + secret))

    assert told(found) == ["Cost is $3²", "EUR 42,000"]
    assert kinds(found) == {"hidden", "struck"}


def test_a_unit_above_a_table_holds_for_its_amounts_and_a_nested_table_keeps_its_row() -> None:
    made = docx.Document()
    made.add_paragraph("单位：万元")
    table = made.add_table(2, 2)
    for (r, c), text in {(0, 0): "层级", (0, 1): "实际", (1, 0): "能力层", (1, 1): "(20)"}.items():
        table.cell(r, c).text = text
    outer = made.add_table(2, 2)
    outer.cell(0, 0).text, outer.cell(0, 1).text, outer.cell(1, 0).text = "Role", "Rate", "Editor"
    inner = outer.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Night", "$620"

    lines = told(PARSERS[".docx"](saved(made.save)))

    assert "层级: 能力层; 实际: -20万元" in lines
    assert "Role: Editor; Night; $620" in lines


def test_slides_tell_groups_charts_and_notes_and_no_hidden_slide() -> None:
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    slide.shapes.add_group_shape().shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "Search: $120,000"
    data = CategoryChartData()
    data.categories = ["Search", "Social"]
    data.add_series("Spend (kUSD)", (120, 80))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(3), Inches(3), data)
    slide.notes_slide.notes_text_frame.text = "Approved in March."
    hidden = made.slides.add_slide(made.slide_layouts[6])
    hidden.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "Search: $999,000"
    hidden._element.set("show", "0")

    found = PARSERS[".pptx"](saved(made.save))

    assert [(line.text, line.place) for line in found.lines] == [
        ("Search: $120,000", "slide 1"),
        ("Search; Spend (kUSD): 120 kUSD", "slide 1"),
        ("Social; Spend (kUSD): 80 kUSD", "slide 1"),
        ("Approved in March.", "slide 1, notes"),
    ]
    assert [(item.kind, item.where) for item in found.skipped] == [("hidden_slide", "2")]


# -- pages and text ------------------------------------------------------------------------------------------------------


def test_what_a_page_hides_is_no_passage() -> None:
    """Neither a hidden element nor white words nor a comment is told, and a class that hides does so too."""
    page = """<style>.x{display:none} @media print{p{display:none}}</style><p>Limit: $400<sup>2</sup></p><p hidden>Limit: $1</p>
    <p class=x>Limit: $2</p><p style="color:#fff">Limit: $3</p><p style="font-size:0">Limit: $4</p><!-- Limit: $5 -->
    <p><del>Limit: $6</del>Now</p><div style="background:#000"><p style="color:white">Seen: $7</p></div>"""
    found = PARSERS[".html"](page.encode())

    assert told(found) == ["Limit: $400²", "Now", "Seen: $7"]
    assert {(item.kind, item.count) for item in found.skipped} == {("hidden", 4), ("struck", 1)}


def test_markdown_without_front_matter_comments_and_struck_text() -> None:
    text = "---\ndate: 2026-02-01\nlimit: 99999\n---\nAbove $5,000.[^1]\n\n<!-- $1,000 -->\n~~$2,000~~\n\n| Level | Limit (USD) |\n|:-|-:|\n| Manager | 5 000 |\n"
    found = PARSERS[".md"](text.encode())

    assert found.date == "2026-02-01"
    assert told(found) == ["Above $5,000.¹", "Level: Manager; Limit (USD): 5 000 USD"]
    assert kinds(found) == {"front_matter", "comment", "struck"}


def test_a_csv_with_a_stated_separator_a_preamble_and_empty_lines_cites_its_lines() -> None:
    text = "sep=;\nCurrency: USD\n\nCampaign;Cost;Clicks\nBrand;5.100,50;34\n"
    line = PARSERS[".csv"](text.encode()).lines[-1]

    assert (line.text, line.place) == ("Campaign: Brand; Cost: 5.100,50 USD; Clicks: 34", "CSV, row 5")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("渠道,预算（万元）\n搜索广告,1200\n", "gb18030"), ("渠道,預算（萬元）\n搜尋廣告,1200\n", "big5"), ("チャネル,予算（万円）\n検索広告,1200\n", "cp932")],
)  # fmt: skip
def test_an_old_encoding_is_told_by_its_words(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(("text", "encoding"), [("마케팅 예산은", "euc_kr"), ("Création médiane", "cp1252")])
def test_an_encoding_that_cannot_be_told_is_asked_about(text: str, encoding: str) -> None:
    with pytest.raises(Unreadable, match="UTF-8"):
        decode(text.encode(encoding))


# -- PDF -------------------------------------------------------------------------------------------------------------------


def test_a_raised_mark_in_a_pdf_joins_no_amount() -> None:
    found = PARSERS[".pdf"](
        pdf((72, 700, 12, "The media budget is $450,000"), (232, 705, 7, "2"), (240, 700, 12, "excludes tax."))
    )

    assert told(found) == ["The media budget is $450,000² excludes tax."]


def test_white_text_in_a_pdf_is_no_passage() -> None:
    both = pdf((72, 700, 12, "Approved: $75,000.")).replace(b"Tj ET", b"Tj 1 g 0 -40 Td (Approved: $7,500,000.) Tj ET")
    found = PARSERS[".pdf"](both)

    assert told(found) == ["Approved: $75,000."]
    assert kinds(found) == {"invisible"}


def test_a_table_without_rules_keeps_its_columns_and_its_gaps() -> None:
    """A blank cell stays blank, and the unit of the title stands behind each figure."""
    rows = [("Channel", "Plan", "Actual"), ("Search", "450", "467"), ("Social", "", "289"), ("Events", "180", "156")]
    texts = [(72.0, 720.0, 11.0, "Media plan \\(thousand USD\\)")]
    texts += [
        (72.0 + 120 * c, 690.0 - 20 * r, 11.0, text) for r, row in enumerate(rows) for c, text in enumerate(row) if text
    ]

    assert told(PARSERS[".pdf"](pdf(*texts)))[-2:] == [
        "Channel: Social; Actual: 289 thousand USD",
        "Channel: Events; Plan: 180 thousand USD; Actual: 156 thousand USD",
    ]


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [
        f"Left column line number {word} runs on" for word in ("one", "two", "three", "four", "five", "six", "seven")
    ]
    right = [line.replace("Left", "Right") for line in left]
    texts = [(60.0, 700.0 - 14 * n, 10.0, t) for n, t in enumerate(left)] + [
        (330.0, 700.0 - 14 * n, 10.0, t) for n, t in enumerate(right)
    ]

    words = " ".join(told(PARSERS[".pdf"](pdf(*texts))))

    assert words.index("Left column line number seven") < words.index("Right column line number one")
