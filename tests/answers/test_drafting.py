"""A whole plan in a reply: what is in it, what it is drawn up from, and that the file has the same figures."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest

from agent.answers.model import Statement, Table
from agent.dialogue.moves import As, Op, Suppose
from agent.plans.files import Drawn, Form, of_conversation, of_state
from agent.turn import Turn
from tests.agent.spreadsheet import Spreadsheet
from tests.answers.talking import FRAMEWORK, PASSAGES, Talk, budget, draft, now, text_of
from tools.desk import Desk
from tools.errors import InvalidInput


def tables(turn: Turn) -> list[str]:
    return [item.kind for answer in turn.answers for item in answer.items if isinstance(item, Table)]


def drawn(talk: Talk) -> Drawn:
    return of_state(talk.desk, talk.state, talk.measured)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "做一份预算计划，年度营销预算3000万，转化率现在是2%", ["300万元", "90万元 至 600万元", "上限", "不属于任何层", "私域知识库", "第二阶段（融合与深化）的目标", "| ≥15% | 2% | ≥2.3% |", "第三阶段"]),
        ("en", "Draw up a budget plan for $2m, conversion is 2% today", ["$200,000", "$60,000 to $400,000", "Upper end", "| no layer | Emotional AI |", "Targets of phase 2 (integration and deepening)", "| ≥15% | 2% | ≥2.3% |", "Phase 3"]),
    ],
)  # fmt: skip
def test_a_plan_has_split_range_scenarios_projects_and_phases(language: str, text: str, expected: list[str]) -> None:
    """One reply tells the whole plan, with its sources, and is known as one."""
    turn = Talk(language).say(text, budget(), now("kpi.conversion", "U2"), draft())
    told = text_of(turn).replace("至", " 至 ") if language == "zh" else text_of(turn)

    assert tables(turn) == ["split", "shares", "projects", "gate", "targets", "gate"]
    assert [part for part in expected if part not in told] == []
    assert turn.is_plan
    assert len({p for a in turn.answers for i in a.items for p in getattr(i, "passages", ())}) >= 8
    assert [str(fact.value) for fact in turn.chart] == {"zh": ["3000000.00", "1500000.00", "900000.00"], "en": ["200000.00", "100000.00", "60000.00"]}[language]  # fmt: skip


def test_the_scenarios_end_where_the_range_does() -> None:
    """The least and the most AI spending are the same amounts in the range and in the scenarios, to the cent."""
    for text in ("$7,654,321.01", "$3,333,333.33", "1234567.89元"):
        turn = Talk().say(f"Draw up a full plan for a marketing budget of {text}", budget(), draft())
        items = [item for answer in turn.answers for item in answer.items]
        bounds = next(item for item in items if isinstance(item, Statement) and item.kind == "range")
        totals = next(item for item in items if isinstance(item, Table) and item.kind == "shares").rows[-1]
        assert {bounds.slots["low"].value, bounds.slots["high"].value} == {totals[1].value, totals[-1].value}  # type: ignore[union-attr]


def test_a_plan_has_targets_for_the_baselines_of_the_conversation() -> None:
    """Figures told in the request, told before or recorded in the KPI book become targets; without any the reply offers them."""
    talk = Talk("zh")
    bare = text_of(talk.say("做一份预算计划，年度营销预算3000万", budget(), draft()))
    talk.measure("kpi.ltv", "3000元", "2026-01-01")
    talk.say("项目周期现在60天", now("kpi.cycle"))
    full = text_of(talk.say("更新一下预算计划，转化率现在是2%", now("kpi.conversion"), draft()))

    assert "告诉我各项KPI的现状" in bare
    assert [part for part in ("2% | ≥2.3%", "60天 | ≤45天", "3,000元 | ≥3,300元") if part not in full] == []
    assert "告诉我各项KPI的现状" not in full


def test_what_was_measured_first_is_the_baseline() -> None:
    """A recorded figure goes before one that was only told, and 0% is a place to start from."""
    talk = Talk("zh")
    talk.say("转化率现在是2.5%", now("kpi.conversion"))
    for kpi, figure, day in (("kpi.conversion", "2%", "2026-01-01"), ("kpi.conversion", "2.2%", "2026-03-01"), ("kpi.adoption", "0%", "2026-01-01")):  # fmt: skip
        talk.measure(kpi, figure, day)
    text = text_of(talk.say("做一份预算计划，年度营销预算3000万", budget(), draft()))

    assert "2% | ≥2.3%" in text
    assert "0% | ≥50%" in text


def test_only_what_a_kpi_stands_at_is_a_baseline() -> None:
    """What was already reached (output doubled, cost down 22%) is no figure to start from."""
    talk = Talk()
    talk.say(
        "Adoption is 45%, cost fell 22%, output doubled", now("kpi.adoption", as_=As.LEVEL),
        now("kpi.cost", "U2", As.CHANGE, sign="-"), now("kpi.output", "U3", As.CHANGE),
    )  # fmt: skip
    text = text_of(talk.say("Draw up a budget plan for $2m", budget(), draft()))

    assert "| Staff adoption | ≥50% | 45% | ≥50% |" in text
    assert "| Content output | 2x | – | – |" in text
    assert "| Cost reduction | ≥20% | – | – |" in text


def test_a_share_outside_the_range_is_computed_and_said_to_be_outside() -> None:
    """A chosen AI share stands among the scenarios under a name of its own."""
    turn = Talk().say("Draw up a plan for $2m at 2%", budget(), now("", "U2", As.SHARE), draft())
    text = text_of(turn)

    assert "below the recommended range" in text
    assert "Your share" in text
    assert "$40,000" in text


def test_an_ai_budget_is_split_whole() -> None:
    """It has neither range nor scenarios, since both are shares of a marketing budget."""
    turn = Talk().say("Draw up a plan for an AI budget of $500k", budget(of="ai"), draft())

    assert tables(turn) == ["split", "projects", "gate", "gate", "gate"]
    assert "$277,777.78" in text_of(turn)


@pytest.mark.parametrize("topic", ["plan", "chart", "file"])
def test_without_a_budget_the_one_question_is_for_it(topic: str) -> None:
    """And the budget that answers it gives what was asked for."""
    talk = Talk()
    asked = talk.say("give me that", draft(topic))
    answered = talk.say("$2 million", budget())

    assert asked.outcome == "asked"
    assert not asked.is_plan
    assert answered.is_plan is (topic != "chart")
    assert {answer.goal for answer in answered.answered} == {"draft"}


def test_a_chart_stands_beside_its_amounts() -> None:
    """Every bar is a figure that the same reply shows."""
    talk = Talk()
    talk.say("Our marketing budget is $2m", budget())
    turn = talk.say("draw a chart", draft("chart"))

    assert tables(turn) == ["split"]
    assert {fact.id for fact in turn.chart} <= {fact.id for answer in turn.answers for fact in answer.facts}
    assert "chart" in text_of(turn)


def test_a_file_is_handed_over_in_a_sentence() -> None:
    """The reply says that it is there; the plan is not told again."""
    talk = Talk("zh")
    talk.say("年度营销预算3000万", budget())
    turn = talk.say("导出成Excel", draft("file"))

    assert text_of(turn) == "计划文件已备好。"
    assert turn.is_plan


# -- the file ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_file_has_the_figures_of_the_reply(language: str) -> None:
    """Workbook and page are drawn up from the same facts as the answer."""
    talk = Talk("zh")
    turn = talk.say(
        "做一份预算计划，AI预算500万，转化率现在是2%", budget(of="ai"), now("kpi.conversion", "U2"), draft()
    )
    made = drawn(talk)
    book = openpyxl.load_workbook(
        io.BytesIO(made.render(Form.WORKBOOK, language=language, passages=PASSAGES)), data_only=True
    )
    page = made.render(Form.PAGE, language=language, passages=PASSAGES).decode()

    assert book.worksheets[0]["C4"].value == 5_000_000
    assert "2,777,777.78" in page
    assert "2.3%" in page
    assert not made.base_assumed
    assert {row.amount.id for row in made.plan.split.rows} == {fact.id for fact in turn.chart}
    assert {target.value.id for target in made.plan.targets} <= {fact.id for a in turn.answers for fact in a.facts}


def test_the_file_is_of_the_budget_in_focus() -> None:
    """What is supposed or corrected is what is written, with the share that belongs to it."""
    talk = Talk()
    talk.say("Our marketing budget is $2m", budget())
    talk.say("what if it were $3m?", Suppose(fig=f"U{talk.state.next_figure}", op=Op.SET, of="marketing"))
    supposed = drawn(talk).plan
    talk.say("at 5%", now("", "U1", As.SHARE))
    shared = drawn(talk).plan

    assert supposed.budget.value == Decimal(3_000_000)
    assert supposed.split.share is None
    assert shared.split.total.value == Decimal("150000.00")


def test_an_own_split_stands_beside_the_sources_in_the_file() -> None:
    """The user's amounts are those of the reply, called theirs, on the page, in the workbook and in the picture."""
    talk = Talk()
    weights = [
        now(f"layer.{name}", f"U{n}", As.WEIGHT) for n, name in ((2, "tactical"), (3, "capability"), (4, "strategic"))
    ]
    turn = talk.say("plan for $2m, split 60%, 30%, 10%", budget(), *weights, draft())
    made = drawn(talk)
    page = made.render(Form.PAGE, language="en", passages=PASSAGES).decode()
    book = Spreadsheet(made.render(Form.WORKBOOK, language="en", passages=PASSAGES), {})

    assert made.own is not None
    assert [row.amount.id for row in made.own.rows] == [fact.id for fact in turn.chart]
    assert "| Tactical layer | 60% | $216,000.00 | $200,000.00 |" in page
    assert "| Total |  | $360,000.00 | $360,000.00 |" in page
    assert [book.value("Your split", f"E{row}") for row in (5, 6, 7, 8)] == [216_000, 108_000, 36_000, 360_000]
    assert made.render(Form.PICTURE, language="en", passages=PASSAGES).startswith(b"\x89PNG")


def test_an_amount_told_for_a_quarter_is_told_as_such_in_the_file() -> None:
    """The page says what the year was made of."""
    talk = Talk()
    talk.say("our marketing budget is $500k a quarter", budget(per="quarter"))
    page = drawn(talk).render(Form.PAGE, language="en", passages=PASSAGES).decode()

    assert "$500,000.00 a quarter comes to $2,000,000.00 for a full year" in page


@pytest.mark.parametrize(
    ("texts", "assumed"),
    [(("营销预算3000万",), True), (("营销预算3000万元",), False), (("营销预算3000万", "营销预算改成5000万元"), False), (("营销预算3000万美元", "营销预算5000万"), False)],
)  # fmt: skip
def test_a_currency_that_nobody_named_is_said_to_be_assumed(texts: tuple[str, ...], assumed: bool) -> None:
    """Of the budget at hand: another that named its currency, or follows one that did, assumes nothing."""
    talk = Talk("zh")
    for text in texts:
        talk.say(text, budget())

    assert drawn(talk).currency_assumed is assumed


def test_a_base_that_nobody_named_is_said_to_be_assumed() -> None:
    talk, said = Talk(), Talk()
    talk.say("split $2m", budget(of=""))
    said.say("split our marketing budget of $2m", budget())

    assert drawn(talk).base_assumed
    assert not drawn(said).base_assumed


def test_the_workbook_computes_targets_as_the_reply_does() -> None:
    """A figure without a unit is not rounded to the digits that were typed, and a KPI keeps its own currency."""
    talk = Talk()
    talk.measure("kpi.ad_efficiency", "3.2", "2026-01-01")
    talk.measure("kpi.cost", "JPY 12345", "2026-01-01")
    talk.say("Draw up a budget plan for $2m", budget(), draft())
    data = drawn(talk).render(Form.WORKBOOK, language="en", passages=PASSAGES)
    rows = {str(row[1].value): row for row in openpyxl.load_workbook(io.BytesIO(data))["Phases"].iter_rows(2)}
    efficiency = next(row for name, row in rows.items() if name.startswith("Ad efficiency"))

    assert "UP" not in str(efficiency[4].value)
    assert "JPY" in rows["Cost reduction"][3].number_format
    assert "$" not in rows["Cost reduction"][3].number_format


def test_without_a_budget_or_with_two_there_is_no_file() -> None:
    """The sentence says what to do, in both languages; so does the one about a form that there is not."""
    talk = Talk()
    talk.say("$2m, says Anna", budget(by="Anna"))
    talk.say("$3m, says Bob", budget(by="Bob"))
    for refused in (
        lambda: of_conversation(FRAMEWORK, Talk().conversation),
        lambda: drawn(talk),
        lambda: Form.of_name("plan.doc"),
        lambda: Form.of_name("plan"),
        lambda: Form.of_name(".xlsx"),
    ):
        with pytest.raises(InvalidInput) as error:
            refused()
        assert error.value.in_language("zh") != error.value.in_language("en")


def test_a_framework_of_ones_own_is_drafted_as_well() -> None:
    """Nothing in a plan is of the shipped framework alone."""
    from agent.answers.context import Context
    from agent.answers.drafting import plan_of
    from tests.answers.samples import retail

    talk = Talk()
    talk.say("$2m", budget())
    desk = Desk(retail(), talk.conversation.ledger)
    scenario = talk.state.current
    assert scenario is not None
    plan = plan_of(Context(talk.state, desk, talk.say("ok").message), scenario)

    assert [layer.row.layer.id for layer in plan.layers] == [layer.id for layer in retail().layers]
    assert plan.stages[0].phase == retail().phases[0]
