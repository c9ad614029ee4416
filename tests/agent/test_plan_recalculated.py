"""The workbook recalculated by LibreOffice shows the advisor's figures to the cent."""

from __future__ import annotations

import random
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from agent.plans.words import Words
from agent.plans.workbook import largest_budget, write_workbook
from knowledge.framework import load_framework
from tools.budget import Base
from tools.desk import Desk
from tools.facts import Fact, Given
from tools.identity import Label
from tools.plans import BudgetPlan, draw_up
from tools.quantities import PERCENT, Unit, money_unit

BUDGETS = 1_000
BATCH = 50  # with hundreds of files in one run LibreOffice leaves some out

# Without this LibreOffice shows the results that stand in the file.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def random_plan(draw: random.Random) -> BudgetPlan:
    """A budget of any size, with or without cents, as marketing or AI budget, with or without a share."""
    desk = Desk(load_framework())

    def given(value: Decimal, unit: Unit) -> Fact:
        label = Label("给出的数字", "figure given")
        return desk.ledger.add(label=label, value=value, unit=unit, provenance=Given(0, 0, 0, ""))

    size = draw.choice([10**2, 10**4, 10**6, 10**8, 10**9, 6 * 10**9, 7 * 10**10])
    code = draw.choice(["CNY", "CNY", "USD", "JPY"])
    minor = 0 if code == "JPY" else 2
    value = Decimal(draw.randrange(1, size * 10**minor)) / 10**minor
    base = draw.choice([Base.MARKETING, Base.MARKETING, Base.AI])
    share = (
        given(Decimal(draw.randrange(1, 300)) / 10, PERCENT) if base is Base.MARKETING and draw.random() < 0.4 else None
    )
    conversion = given(Decimal(draw.randrange(1, 1000)) / 100, PERCENT)
    cost = given(Decimal(draw.randrange(1, 10**7)) / 100, money_unit("CNY"))
    if value * 3 < 100:  # too little to have a range in whole units
        return random_plan(draw)
    plan = draw_up(
        desk, budget=given(value, money_unit(code)), base=base, share=share,
        baselines={"kpi.conversion": conversion, "kpi.cost": cost},
    )  # fmt: skip
    return plan if value <= largest_budget(plan) else random_plan(draw)


def shown(value: object, plan: BudgetPlan) -> Decimal:
    places = Decimal(1) if plan.currency == "JPY" else Decimal("0.01")
    return Decimal(repr(value)).quantize(places)


def check(plan: BudgetPlan, path: Path) -> None:
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    sheet = [[cell.value for cell in row] for row in book["Plan"].iter_rows(max_row=20, max_col=5)]
    expected = [*(row.amount.value for row in plan.split.rows), plan.split.total.value]
    assert [shown(row[2], plan) for row in sheet[8 : 8 + len(expected)]] == expected, plan.budget
    if plan.range:
        ends = [shown(row[2], plan) for row in sheet[13:15]]
        assert ends == [plan.range.low.value, plan.range.high.value], plan.budget
    if plan.scenarios:
        columns = list(zip(*book["Scenarios"].iter_rows(values_only=True), strict=True))[1:]
        for scenario, column in zip(plan.scenarios, columns, strict=True):
            parts = [*(row.amount.value for row in scenario.split.rows), scenario.split.total.value]
            assert [shown(value, plan) for value in column[2 : 2 + len(parts)]] == parts, plan.budget
    goals = [goal for stage in plan.stages for goal in stage.goals]
    rows = list(book["Phases"].iter_rows(min_row=2, values_only=True))
    for goal, row in zip(goals, rows, strict=True):
        if goal.target:
            scale = 100 if goal.target.value.unit == PERCENT else 1
            assert Decimal(repr(row[4])).quantize(Decimal("0.0000001")) * scale == goal.target.value.value
    book.close()


@pytest.mark.slow
def test_libreoffice_computes_the_same_figures(tmp_path: Path) -> None:
    """For a thousand random budgets every amount that LibreOffice computes is the advisor's, to the cent."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("needs LibreOffice: apt-get install --no-install-recommends libreoffice-calc-nogui")
    profile = tmp_path / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    draw = random.Random(20261123)
    plans = [random_plan(draw) for _ in range(BUDGETS)]
    for at, plan in enumerate(plans):
        data = write_workbook(Words("en", plan), assumptions=(), passages={}, stale=True)
        (tmp_path / f"{at}.xlsx").write_bytes(data)
    for start in range(0, BUDGETS, BATCH):
        files = [str(tmp_path / f"{at}.xlsx") for at in range(start, start + BATCH)]
        subprocess.run(
            [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
             "--outdir", str(tmp_path / "out"), *files],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
    for at, plan in enumerate(plans):
        check(plan, tmp_path / "out" / f"{at}.xlsx")
