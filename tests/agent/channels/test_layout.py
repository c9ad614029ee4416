"""What a terminal shows at any width: no figure cut, both languages' rules for the ends of lines."""

from __future__ import annotations

import io
import random
import re
from decimal import Decimal

import pytest
from rich.cells import cell_len

from agent.answers.model import Piece
from agent.answers.tables import grid, markdown
from agent.answers.texts import texts
from agent.answers.voice import Voice
from agent.answers.wording import say_statement
from agent.channels.terminal.display import RichDisplay
from agent.explaining import table as plain_table
from agent.replies import Bar
from tests.answers.samples import Samples, retail, shipped
from tools.parameters import Framework

WIDTHS = (40, 60, 80, 120)
#: Marks that a Chinese line never begins with.
CLOSING = "。，、；：！？）】》」』”’"


def shown(text: str, width: int) -> list[str]:
    out = io.StringIO()
    RichDisplay(out, width=width).markdown(text)
    return out.getvalue().splitlines()


OWNERS = {"shipped": shipped, "retail": retail}
MONEY = [("shipped", "CNY", 1_234_567_890), ("retail", "USD", 2_000_001), ("shipped", "JPY", 98_765_432)]


def owner(name: str) -> Framework:
    return OWNERS[name]()


def voice_of(framework: Framework, language: str) -> Voice:
    return Voice(language, framework, {"K2": "Acme"}, several=True)


def digits(text: str) -> list[str]:
    """The words of a figure from their first digit or sign on: what a reader would misread if it were cut."""
    return [match[0] for word in text.split() if (match := re.search(r"[≥≤≈+−$€]*[0-9].*", word))]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("framework", "code", "amount"), MONEY)
def test_no_figure_of_a_table_is_cut(framework: str, code: str, amount: int, language: str, width: int) -> None:
    """Every figure of every kind of table stands whole on one line, and no line is wider than the terminal."""
    voice, checked = voice_of(owner(framework), language), 0
    for table in Samples(owner(framework), code=code, amount=amount).tables():
        lines, found = shown(markdown(table, voice).text, width), grid(table, voice)
        assert max(map(cell_len, lines)) <= width, lines
        for row in found.rows:
            for cell, number in zip(row, found.numbers, strict=True):
                told = [part for part in cell.parts if isinstance(part, Piece) and part.fact]
                wanted = [cell.text] if number and told else [w for part in told for w in digits(part.text)]
                assert [figure for figure in wanted if not any(figure.strip() in line for line in lines)] == [], lines
                checked += len(told)
    assert checked > 40


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_table_that_the_texts_could_make_cuts_a_figure(language: str, width: int) -> None:
    """Two hundred tables of any of the headings that there are, up to seven columns, with figures up to a trillion."""
    draw, heads = random.Random(width), sorted(texts(language).heads.values())
    for _ in range(200):
        size = draw.randrange(2, 8)
        unit = draw.choice(["{}元", "{}万元", "{}%"] if language == "zh" else ["${}", "RMB {}", "{}%", "+€{}"])
        rows = [
            [draw.choice(heads), *(unit.format(f"{draw.randrange(10 ** draw.choice([3, 8, 14])) / 100:,.2f}") for _ in range(size - 1))]
            for _ in range(draw.randrange(1, 5))
        ]  # fmt: skip
        page = plain_table([draw.choice(heads) for _ in range(size)], rows, numbers=range(1, size))
        lines = shown(page, width)
        assert max(map(cell_len, lines)) <= width, lines
        assert [f for row in rows for f in row[1:] if not any(f in line for line in lines)] == [], lines


@pytest.mark.parametrize("width", [40, 41, 44, 47, 60, 80])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_statement_cuts_a_figure_or_begins_a_line_with_a_closing_mark(language: str, width: int) -> None:
    """Every statement there is, followed by two citations: figures and "[1]" are whole, a Chinese line begins with no closing mark."""
    framework = owner("shipped")
    voice = voice_of(framework, language)
    end = "[1] [12]。" if language == "zh" else " [1] [12]."
    for _, made in Samples(framework, code="CNY", amount=1_234_567_890).statements():
        said = say_statement(made, voice, opens=True)
        lines = shown(said.text.rstrip("。.").replace("|", "/").replace("\n", " ") + end, width)
        told = [w for part in said.parts if isinstance(part, Piece) and part.fact for w in digits(part.text)]
        for figure in (*told, "[1]", "[12]"):
            assert any(figure in line for line in lines), (figure, lines)
        assert not [line for line in lines if line.strip()[:1] in CLOSING and line.strip()], lines
        assert max(map(cell_len, lines)) <= width, lines


def test_amounts_stand_on_the_right() -> None:
    """In a table the last digits of amounts stand below each other, under a heading that is on the right as well."""
    lines = shown(plain_table(["层", "金额"], [["战术层", "300万元"], ["能力层", "1,500,000元"]], numbers=(1,)), 80)
    ends = {cell_len(line.rstrip()) for line in lines if "元" in line or "金额" in line}

    assert len(ends) == 1


def test_a_table_without_room_is_a_list_with_its_headings() -> None:
    """Below the width that its figures need, a table is told row by row, and cells without a figure are left out."""
    head, rows = (
        ["Layer", "Plan", "Spent", "Left"],
        [["Tactical layer", "RMB 123,456,789.01", "–", "RMB 123,456,789.01"]],
    )
    lines = shown(plain_table(head, rows, numbers=(1, 2, 3)), 40)

    assert [line.rstrip() for line in lines] == [
        " • Tactical layer",
        "   Plan: RMB 123,456,789.01",
        "   Left: RMB 123,456,789.01",
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_chart_has_its_figures_whole_or_is_left_out(width: int) -> None:
    """Bars grow shorter with the terminal; a figure beside them is never pushed over the edge."""
    out = io.StringIO()
    bars = [
        Bar("F1", "Capability layer of a long name", Decimal(10), "$123,456,789.01"),
        Bar("F2", "AI", Decimal(3), "$3"),
    ]
    RichDisplay(out, width=width).chart(bars)
    lines = out.getvalue().splitlines()

    assert all(cell_len(line) <= width for line in lines)
    assert (width < 66) is not any("$123,456,789.01" in line for line in lines)
