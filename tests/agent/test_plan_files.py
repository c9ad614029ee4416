"""A plan as workbook, page and picture: live formulas, nobody's text as code, both languages."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from PIL import Image, ImageFont

from agent.charts import font_file, split_png
from agent.cli import main
from agent.commands.plan import PlanRefused, Wanted, draw, parse_baseline, write
from agent.dialogue.moves import Ask, Chat, Goal
from agent.plans import sums
from agent.plans.files import Drawn
from agent.plans.markdown import plain_text, write_markdown
from agent.plans.words import Words
from agent.plans.workbook import write_workbook
from agent.tracking import find_kpi
from knowledge.corpus import load_corpus
from knowledge.framework import load_framework
from tests.agent.spreadsheet import Spreadsheet
from tests.answers.talking import Talk, budget
from tools.identity import Label
from tools.money import allocate
from tools.parameters import Framework

FRAMEWORK = load_framework()
PASSAGES = {passage.id: passage for passage in load_corpus().passages}
HOSTILE = (
    '=HYPERLINK("http://example.org","x")', "+1+1", "-1+1", "@SUM(A1)", "{=1+1}", "\t=1+1", "'=1", "http://example.org",
    "=cmd|' /C calc'!A0",
)  # fmt: skip


def drawn(budget: str = "3000万元", **wanted) -> Drawn:
    return draw(FRAMEWORK, Wanted(budget, **wanted), language="zh")


def book(made: Drawn, language: str = "zh", *, assumptions=("x",), passages=PASSAGES) -> openpyxl.Workbook:
    data = write_workbook(Words(language, made.plan), assumptions=assumptions, passages=passages)
    return openpyxl.load_workbook(io.BytesIO(data))


def hostile_framework(text: str) -> Framework:
    """The framework with every name that a document could bring replaced."""
    label = Label(text, text)
    quadrants = tuple(
        replace(
            q, name=label, strategy=label, payback=label, projects=tuple(replace(p, name=label) for p in q.projects)
        )
        for q in FRAMEWORK.quadrants
    )
    return replace(
        FRAMEWORK,
        name=label,
        base=label,
        layers=tuple(replace(layer, name=label, goal=label) for layer in FRAMEWORK.layers),
        quadrants=quadrants,
        phases=tuple(
            replace(p, name=label, actions=label, kpis=tuple(replace(k, name=label) for k in p.kpis))
            for p in FRAMEWORK.phases
        ),
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_computed_is_a_formula(language: str) -> None:
    """Amounts, totals, range, scenarios and targets are formulas that go back to the budget's cell."""
    made = drawn(baselines=(("转化率", "2%"),))
    found = book(made, language)
    plan, scenarios, quarters, actuals, phases = found.worksheets[:5]

    assert plan["C4"].value == 30_000_000
    assert all(str(plan[f"C{row}"].value).startswith("=") for row in (9, 10, 11, 12, 14, 15))
    assert all(str(cell.value).startswith("=") for row in scenarios.iter_rows(5, 9, 2, 4) for cell in row)
    assert all(str(cell.value).startswith("=") for row in quarters.iter_rows(7, 10, 2, 7) for cell in row)
    assert all(str(actuals[f"{column}{row}"].value).startswith("=") for row in (5, 6, 7) for column in "BCDEF")
    assert all(str(phases[f"F{row}"].value).startswith("=") for row in range(5, 14))
    assert len(plan._charts) == 1


def test_the_file_holds_the_results_for_readers_that_do_not_compute() -> None:
    data = write_workbook(Words("zh", drawn().plan), assumptions=(), passages={})
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]

    assert [sheet[f"C{row}"].value for row in (9, 10, 11, 12)] == [3_000_000, 1_500_000, 900_000, 5_400_000]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    """Names of a framework, assumptions and passages stay text, whatever they begin with."""
    made = draw(hostile_framework(text), Wanted("100万元"), language="zh")
    passages = {name: replace(passage, text=text, translation=text) for name, passage in PASSAGES.items()}
    data = write_workbook(Words("zh", made.plan), assumptions=(text,), passages=passages)
    ours = write_workbook(Words("zh", drawn("100万元").plan), assumptions=("x",), passages=PASSAGES)

    def formulas(content: bytes) -> list[tuple[str, str, str]]:
        found = openpyxl.load_workbook(io.BytesIO(content))
        return [
            (sheet.title, cell.coordinate, cell.value)
            for sheet in found.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]

    assert formulas(data) == formulas(ours)
    parts = zipfile.ZipFile(io.BytesIO(data))
    assert not [name for name in parts.namelist() if b"<hyperlink" in parts.read(name)]


@pytest.mark.parametrize(
    ("budget", "language", "shown"),
    [
        ("3000万元", "zh", '#,##0"元"'),
        ("$2 million", "en", '"$"#,##0'),
        ("$20,001", "en", '"$"#,##0.00'),
        ("500万日元", "zh", '#,##0"日元"'),
        ("2 million", "en", "#,##0"),
    ],
)
def test_amounts_carry_their_currency(budget: str, language: str, shown: str) -> None:
    """The number format has the currency's sign, in the language of the workbook, and decimals where amounts are small."""
    sheet = book(drawn(budget), language).worksheets[0]

    assert {sheet[cell].number_format for cell in ("C4", "C9", "C12", "C15")} == {shown}
    assert sheet.column_dimensions["C"].width >= 20


def test_a_budget_that_a_spreadsheet_cannot_hold_is_refused() -> None:
    """Past what floating point computes to the cent the workbook is refused, and the page is written."""
    made = drawn("90万亿元")

    with pytest.raises(PlanRefused, match="Markdown"):
        write(made, Path("plan.xlsx"), language="zh", passages={})
    assert "9,000,000,000,000.00元" in write_markdown(Words("zh", made.plan), assumptions=(), passages={})


@pytest.mark.parametrize(
    ("share", "part", "total"),
    [(0.075, 300_000, 620_000), (0.1, 400_000, 720_000), (0.07125, 285_000, 605_000), (0.123456, 493_824, 813_824)],
)
def test_a_share_that_is_typed_in_counts_with_its_decimals(share: float, part: int, total: int) -> None:
    """7.5% of €4,000,000 is €300,000: a share is computed with as it was typed, and shown so."""
    data = write_workbook(Words("en", drawn("€4 million").plan), assumptions=(), passages={})
    sheet = Spreadsheet(data, {"Plan!B9": share})

    assert (sheet.value("Plan", "C9"), sheet.value("Plan", "C12")) == (part, total)
    assert sheet.book["Plan"]["B9"].number_format == "0.0###%"


def test_typed_shares_are_split_to_the_minor_unit() -> None:
    """Whatever budget and shares are typed, the amounts are those that whole-number arithmetic gives."""
    data = write_workbook(Words("en", drawn("$4 million").plan), assumptions=(), passages={})
    draw_from = random.Random(11)
    for _ in range(200):
        cents = draw_from.randrange(1, 10 ** draw_from.choice([4, 8, 12, 14]))
        weights = [draw_from.randrange(1, 333_333) for _ in range(3)]
        typed = {f"Plan!B{9 + at}": weight / 10**6 for at, weight in enumerate(weights)}
        sheet = Spreadsheet(data, {"Plan!C4": cents / 100, **typed})

        total = Decimal((2 * cents * sum(weights) + 10**6) // (2 * 10**6)) / 100
        parts = allocate(total, [Decimal(weight) for weight in weights], "USD")
        amounts = [Decimal(repr(sheet.value("Plan", f"C{row}"))).quantize(Decimal("0.01")) for row in range(9, 13)]
        assert amounts == [*parts, total]


def test_a_typed_ai_share_counts_with_its_decimals() -> None:
    """An AI share of 7.5% instead of 8%, and an end of the range, move their totals and scenarios by the half percent."""
    data = write_workbook(Words("en", drawn("€4 million", share="8%").plan), assumptions=(), passages={})
    other = write_workbook(Words("en", drawn("€4 million").plan), assumptions=(), passages={})

    assert Spreadsheet(data, {"Plan!C6": 0.075}).value("Plan", "C12") == 300_000
    assert Spreadsheet(data, {"Plan!C6": 0.075}).value("Scenarios", "C9") == 300_000
    assert Spreadsheet(other, {"Plan!B14": 0.075}).value("Scenarios", "B9") == 300_000


def test_what_was_not_changed_is_computed_as_the_file_says() -> None:
    """The formulas give the results that stand in the file beside them, targets included."""
    made = drawn("1234567.89元", baselines=(("转化率", "2.35%"), ("成本", "1234.56元")))
    data = write_workbook(Words("en", made.plan), assumptions=(), passages={})
    stored, sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True), Spreadsheet(data, {})
    formulas = [(s.title, c.coordinate) for s in sheet.book for row in s.iter_rows() for c in row if c.data_type == "f"]

    assert len(formulas) > 150
    for title, cell in formulas:
        known, found = stored[title][cell].value, sheet.value(title, cell)
        if isinstance(known, str) or known is None:
            assert (found or "") == (known or ""), (title, cell)
        else:
            assert found == pytest.approx(known, abs=1e-9), (title, cell)


def evaluate(formula: str, cells: dict[str, int]) -> int:
    """A formula of ``sums`` in Python, with the division of doubles that spreadsheets have."""
    import math

    names = {"INT": math.floor, "IF": lambda test, yes, no: yes if test else no}
    return int(eval(formula.replace("=", "==").replace("<==", "<=").replace(">==", ">="), names, cells))


def test_the_formulas_divide_exactly() -> None:
    """Quotient and half-up rounding agree with whole-number arithmetic up to the stated limit."""
    draw_from = random.Random(5)
    for _ in range(2_000):
        divisor = draw_from.choice([3, 7, 18, 180, 100, 1000])
        numerator = draw_from.randrange(0, 2**47) // divisor * divisor + draw_from.choice([-1, 0, 1, divisor // 2])
        cells = {"A": max(numerator, 0), "B": divisor}
        assert evaluate(sums.quotient("A", "B"), cells) == cells["A"] // divisor
        assert evaluate(sums.half_up("A", "B"), cells) == (2 * cells["A"] + divisor) // (2 * divisor)


def test_the_ranks_give_what_is_left_to_the_largest_remainders() -> None:
    """The ranking by formula gives the same parts as the allocation in `tools.money`."""
    draw_from = random.Random(7)
    for _ in range(500):
        weights = [draw_from.randrange(1, 20) for _ in range(draw_from.randrange(2, 6))]
        total, whole = draw_from.randrange(0, 10**9), sum(weights)
        cells = {f"R{i}": total * w % whole for i, w in enumerate(weights)}
        ranks = [evaluate(sums.rank(list(cells), i), cells) for i in range(len(weights))]
        left = total - sum(total * w // whole for w in weights)
        parts = [total * w // whole + (rank <= left) for w, rank in zip(weights, ranks, strict=True)]
        exact = allocate(Decimal(total) / 100, [Decimal(w) for w in weights], "CNY")
        assert [Decimal(part) / 100 for part in parts] == list(exact)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_holds_the_whole_plan(language: str) -> None:
    """Split, range, scenarios, projects, phases with targets, assumptions and sources are all there."""
    made = drawn("3000万元", share="8%", baselines=(("kpi.adoption", "45人"),))
    words = Words(language, made.plan)
    page = write_markdown(
        words, assumptions=words.assumptions(base_assumed=True, currency_assumed=False), passages=PASSAGES
    )

    expected = {
        "zh": (
            "1,333,333.33元",
            "6,000,000.00元",
            "≥23人",
            "战术层",
            "速赢区",
            "启蒙与验证",
            "第29行",
            "没有说明",
            "未归入任何层",
            "转化率（门槛：转化率提升）",
        ),
        "en": (
            "RMB 1,333,333.33",
            "RMB 6,000,000.00",
            "≥23 people",
            "Tactical layer",
            "Quick-win",
            "line 29",
            "not said",
            "Not assigned to a layer",
            "Conversion rate (threshold: conversion rate gain)",
        ),
    }[language]
    assert [text for text in expected if text not in page] == []
    assert page.count("\n## ") == 6


@pytest.mark.parametrize(("language", "share", "weight"), [("zh", "占比", "权重"), ("en", "Share", "Weight")])
def test_percentages_that_only_weigh_are_called_weights_and_have_no_total(
    language: str, share: str, weight: str
) -> None:
    """With an AI share or an AI budget the layers' percentages are weights, as in a reply; else shares, with a sum."""
    for wanted, kind, total in (({}, share, "18%"), ({"share": "8%"}, weight, ""), ({"base": "ai"}, weight, "")):
        made = drawn(**wanted)
        page = write_markdown(Words(language, made.plan), assumptions=(), passages={})
        sheet = book(made, language).worksheets[0]

        assert f"| {kind} |" in page
        assert f"| {'合计' if language == 'zh' else 'Total'} | {total} |" in page
        assert sheet["B8"].value == kind
        assert bool(sheet["B12"].value) is bool(total)


def test_names_cannot_break_the_page() -> None:
    """A name with pipes, line ends or markup stays one cell of plain text."""
    assert plain_text("a | b\n# c <img> [x](y)") == r"a \| b \# c \<img\> \[x\](y)"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_picture_is_drawn_with_a_font_that_has_every_character(language: str) -> None:
    """The picture is a PNG of readable size, and no character of it is missing from the font."""
    rows = drawn().plan.split.rows
    data = split_png([row.amount for row in rows], language, title="AI 营销预算")
    picture = Image.open(io.BytesIO(data))
    path = font_file()

    assert picture.format == "PNG"
    assert picture.width >= 1000
    assert path is not None
    font = ImageFont.truetype(path, 20)
    missing = font.getmask("\ufffe").getbbox()
    labels = "".join(row.amount.label.in_language(language) for row in rows).replace(" ", "")
    assert all(font.getmask(char).getbbox() not in (None, missing) for char in labels)


def test_the_picture_follows_a_reply() -> None:
    """A reply with a split has a picture, another reply has none."""
    talk = Talk("zh")
    split = talk.say("营销预算500万怎么分？", budget(), Ask(goal=Goal.SPLIT))
    other = talk.say("你好", Chat(kind="greet"))

    assert split_png(split.chart, "zh").startswith(b"\x89PNG")
    assert split_png(other.chart, "zh") == b""


@pytest.mark.parametrize("name", ["conversion", "kpi.conversion", "转化率", "conversion rate", "CVR"])
def test_a_baseline_names_its_kpi_as_people_do(name: str) -> None:
    assert find_kpi(FRAMEWORK, name).id == "kpi.conversion"


@pytest.mark.parametrize("text", ["conversion", "=2%", "conversion="])
def test_a_baseline_needs_a_kpi_and_a_figure(text: str) -> None:
    with pytest.raises(ValueError, match="KPI=FIGURE"):
        parse_baseline(text)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Wanted("a lot"), "a single figure"),
        (Wanted("0元"), "positive"),
        (Wanted("8%"), "not an amount"),
        (Wanted("100万元", share="120%"), "share"),
        (Wanted("100万元", base="ai", share="8%"), "AI budget"),
        (Wanted("100万元", baselines=(("fame", "2%"),)), "no KPI"),
        (Wanted("100万元", baselines=(("conversion", "-2%"),)), "positive"),
    ],
)
def test_what_cannot_be_planned_is_told_in_a_sentence(wanted: Wanted, told: str) -> None:
    with pytest.raises(PlanRefused, match=told):
        draw(FRAMEWORK, wanted, language="en")


@pytest.mark.parametrize("ending", ["xlsx", "docx", "md", "png"])
def test_the_command_writes_the_form_of_the_ending(ending: str, tmp_path: Path, capsys) -> None:
    out = tmp_path / f"plan.{ending}"

    assert main(["plan", "--budget", "3000万", "--out", str(out), "--language", "zh"]) == 0
    assert out.stat().st_size > 1_000
    assert [path.name for path in tmp_path.iterdir()] == [out.name]
    assert capsys.readouterr().out.strip() == str(out)


def test_the_command_says_what_it_cannot_write(tmp_path: Path, capsys) -> None:
    assert main(["plan", "--budget", "3000万", "--out", str(tmp_path / "plan.doc"), "--language", "en"]) == 1
    assert ".xlsx, .docx, .md, .png" in capsys.readouterr().err
