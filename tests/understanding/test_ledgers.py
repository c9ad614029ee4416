"""Pasted tables of actuals: every amount is booked to the layer and period of its row and column, and the questions around them are answered."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from tests.understanding.talk import Talk, talk

_AI = "AI budget is £270k"
_ZH = "AI年度预算270万元"


def _booked(made: Talk) -> dict[tuple[str, str], Decimal]:
    """What the case at hand has spent, by layer and period."""
    current = made.state.current
    assert current is not None
    found: dict[tuple[str, str], Decimal] = {}
    for spend in current.spends:
        key = (spend.subject.removeprefix("layer."), spend.when)
        found[key] = found.get(key, Decimal(0)) + made.desk.ledger[spend.fact].value
    return found


@pytest.mark.parametrize(
    ("before", "message", "wanted"),
    [
        (_AI, "ytd out of the ledger\nlayer,Q1,Q2\ntactical,38200,41900\ncapability,12000,19650\nstrategic,0,8400\n\nremaining by layer?", "69900 43350 36600"),
        (_AI, "Layer  Apr-26  May-26\nTactical  12,400  13,100\nCapability  6,000  6,200\nStrategic  0  2,100\nwhich ones are over and by how much?", "124500 62800 42900"),
        (_AI, "| Layer | Spent YTD |\n|---|---:|\n| Tactical | £112,400 |\n| Capability | £81,000 |\n| Total | £193,400 |\n\nare we over anywhere?", "37600 6000"),
        (_AI, "actuals in £k\nlayer;jan;feb\ntactical;12.4;13.1\ncapability;6;6.2\nwhat's left of each?", "124500 62800"),
        (_AI, "month | AI spend\nJan | 21,000\nFeb | 26,500\nMar | 14,250\nwhere do we land at this pace?", "247000"),
        (_AI, "postings:\n2026-03-04,tactical,agency retainer,12000\n2026-03-09,capability,training,8000\n2026-03-11,tactical,ad tool,5500\nwhat is left by layer?", "132500 67000"),
        (_AI, "layer | plan | actual\ntactical | 140000 | 171000\ncapability | 85000 | 84000\nwhich lines are over plan and by how much?", "31000"),
        (_AI, "layer | budget | actual\ntactical | 150000 | 71000\ncapability | 75000 | 84000\nare we over in total?", "155000"),
        ("hi", "layer | budget | actual\ntactical | 210000 | 171000\ncapability | 90000 | 108400\nwhich are over and by how much?", "18400 39000"),
        (_ZH, "月份\t战术\t能力\t战略\n1月\t11.2\t4.0\t0\n2月\t9.8\t5.5\t3.0\n3月\t14.5\t6.1\t2.4\n单位：万元。各层一季度用了多少，还剩多少", "355000 156000 54000 1145000 594000 396000"),
        (_ZH, "層\t1月\t2月\n戰術\t22\t25.5\n能力\t8\t9\n（萬元）2月總共花了多少？戰術還剩多少", "345000 1025000"),
        (_ZH, "| 月份 | AI支出 |\n| 1月 | 32万 |\n| 2月 | 18.5万 |\n照这个速度全年会花多少？", "3030000"),
        (_ZH, "部门发来的累计\n战术 171,000\n能力 108,400\n战略 63,900\n哪几层超了，超多少？", "1329000 641600 386100"),
    ],
)  # fmt: skip
def test_a_table_of_actuals_is_booked_and_its_question_is_answered(before: str, message: str, wanted: str) -> None:
    """What the words around a table ask is answered from what the table tells."""
    made = talk(before, message)
    assert set(wanted.split()) <= made.shown, (made.line, sorted(made.shown))
    assert not made.lacking


@pytest.mark.parametrize(
    "message",
    [
        "plan and actual by quarter\nQ1 | 67.5k | 61k\nQ2 | 67.5k | 72k\nare we over in total?",
        "Quarter | Plan | Actual\nQ1 | 67.5k | 61k\nQ2 | 67.5k | 72k\nare we over in total?",
        "layer | paid | committed\ntactical | 30000 | 12000\ncapability | 9000 | 0\nwhat's left after commitments?",
        "actuals\nlayer,jan,feb\ntactical,12.4,13.1\ncapability,6,6.2\nleft by layer?",
        "层级,1-6月预算,1-6月实际\n战术层,9000,8120\n能力层,4500,5205\n哪层超了",
    ],
)
def test_a_table_that_leaves_open_what_it_says_books_nothing(message: str) -> None:
    """Two columns that nobody tells apart, plans of single months, open commitments and an unsaid unit are put back as a question."""
    made = talk(_AI, message)
    assert not _booked(made)
    assert made.reading is not None
    assert made.reading.unread
    assert not made.figures


def test_a_table_of_all_so_far_takes_the_place_of_the_one_before() -> None:
    """Cumulative actuals that are pasted anew are not added to the earlier ones."""
    made = talk(_AI, "ytd:\nlayer,spent\ntactical,38200\ncapability,12000\nleft?")
    made.say("ytd end of Feb:\nlayer,spent\ntactical,48200\ncapability,15000\nleft?")
    assert _booked(made) == {("tactical", ""): Decimal(48200), ("capability", ""): Decimal(15000)}


def test_months_that_are_pasted_again_are_booked_once() -> None:
    """The same months in a second paste replace what was told of them."""
    table = "actuals\nlayer,jan,feb\ntactical,12400,{}\ncapability,6000,6200\nleft?"
    made = talk(_AI, table.format(13100), table.format(13900))
    assert _booked(made)["tactical", "M02"] == Decimal(13900)
    assert _booked(made)["tactical", "M01"] == Decimal(12400)


@pytest.mark.parametrize(
    "message",
    [
        "KPI | before | after\noutput | 20 | 44\nadoption | 20% | 46%\nare we through phase 1?",
        "year | marketing budget\n2025 | $2m\n2026 | $2.4m\nAI by layer for both",
        "Well, we spent 12k on tactical, so\nwhat is left there, 3 months on?",
    ],
)
def test_other_tables_and_prose_are_no_ledger(message: str) -> None:
    """KPIs, budgets by year and sentences with commas are read as before."""
    made = talk(_AI, message)
    assert made.reading is not None
    assert "ledger" not in made.reading.named


def test_amounts_with_grouped_digits_below_prose_are_no_cells() -> None:
    """A comma within 171,000 parts no columns, whatever the line above holds."""
    made = talk(
        "AI budget is CAD 360k",
        "the desk sent these, sorry:\ntactical 171,000\ncapability 108,400\nwhich ones are over and by how much?",
    )
    assert {"29000", "8400"} <= made.shown


def test_random_ledgers_are_booked_to_the_cent() -> None:
    """In any table of layers by months, in any of its spellings, each cell is booked where it stands, exactly."""
    dice = random.Random(7)
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    for _ in range(60):
        wall = dice.choice([",", ";", "\t", " | "])
        named = sorted(dice.sample(range(12), dice.randint(2, 6)))
        cells = {
            (layer, m): Decimal(dice.randint(0, 2_000_000)) / 100
            for layer in ("tactical", "capability", "strategic")
            for m in named
        }
        rows = [wall.join(["layer", *(months[m] for m in named)])]
        rows += [
            wall.join([layer, *(f"{cells[layer, m]:.2f}" for m in named)])
            for layer in ("tactical", "capability", "strategic")
        ]
        made = talk("AI budget is $9m", "actuals\n" + "\n".join(rows) + "\nleft by layer?")
        assert _booked(made) == {(layer, f"M{m + 1:02}"): value for (layer, m), value in cells.items()}, rows
