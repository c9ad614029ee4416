"""A whole plan asked for in conversation: what is in it, what it is drawn up from, and when it is not meant."""

from __future__ import annotations

import io

import openpyxl
import pytest

from agent.advisor import Advisor
from agent.plans.files import Form, of_conversation
from agent.replies import Answered
from agent.replies.history import replies_of
from agent.tracking import KpiBook, Written
from tests.agent.offline import new_advisor
from tools.errors import InvalidInput
from tools.facts import Computed

WHOLE = {"SplitSection", "RangeSection", "ScenariosSection", "ProjectsSection", "StagesSection"}


async def talk(*messages: str, advisor: Advisor | None = None) -> Answered:
    advisor = advisor or new_advisor()
    return [await advisor.ask(message, conversation="a") for message in messages][-1]


@pytest.mark.parametrize(
    "messages",
    [
        ("帮我做一份3000万营销预算的计划",),
        ("年度营销预算3000万怎么分", "给我出一份完整的方案，要给财务总监看"),
        ("做个预算规划", "营销预算3000万"),
        ("营销预算3000万，整理成计划书"),
        ("年度营销预算3000万", "导出成Excel"),
        ("Draw up a budget plan for a marketing budget of $2m",),
        ("Our marketing budget is $2m", "can you put together a plan we can take to the CFO?"),
        ("give me a full budget plan", "$2 million"),
        ("Our marketing budget is $2m", "export it as a spreadsheet please"),
        ("Our marketing budget is $2m", "conversion is 2% today", "show me the plan", "at 5%", "drop the share"),
        "预算方案 2000万", "每个月营销预算50万，做一个全年计划", "写一份预算报告给老板，年营销预算5000万", "帮我排一下明年的预算，6000万",
        "做个预算表，营销预算800万", "budget plan $3m", "plan please, 5m usd", "I need a budget proposal for the board: marketing budget €10 million",
        "put a plan together for 500k USD", "What would a budget plan for $2m look like?",
        "Draw up a budget plan for $2m, LTV $120", "我们成本降低了22%，内容产能翻倍，预算2000万，出一份预算计划",
    ],
)  # fmt: skip
async def test_a_plan_is_drawn_up_when_it_is_asked_for(messages: tuple[str, ...] | str) -> None:
    """Split, range, scenarios, projects and phases come in one reply, with their sources."""
    reply = await talk(*([messages] if isinstance(messages, str) else messages))

    assert set(reply.tasks) >= WHOLE
    assert reply.plan
    assert len(reply.sources) >= 8
    assert reply.chart


@pytest.mark.parametrize(
    "messages",
    [
        ("制定预算计划要注意什么？",),
        ("年度营销预算3000万", "一份预算计划里要有什么？"),
        ("我们计划投入3000万做营销，怎么分",),
        ("今年营销预算计划3000万，怎么分",),
        ("年度营销预算3000万，给我两个方案：5%和10%",),
        ("We plan to spend $2m on marketing, how do we split it?",),
        ("Our budget plan is $2m for marketing, how is it split?",),
        ("Marketing budget $2m: what has to be in a budget plan?",),
        ("What are the KPIs of phase two?",),
        ("Do we need a budget plan?",),
        ("I don't want a plan, just the tactical amount for $2m",),
        ("不要预算计划，我只想知道员工采纳率的门槛",),
        ("预算3000万，怎么规划？",),
        ("How do I plan my AI budget?",),
        ("write a plan to convince staff",),
    ],
)
async def test_a_question_that_speaks_of_plans_is_no_request_for_one(messages: tuple[str, ...]) -> None:
    assert not (await talk(*messages)).plan


async def test_a_plan_has_targets_for_the_baselines_of_the_conversation() -> None:
    """Figures told in the request, told before or recorded in the KPI book become targets; without any the reply asks."""
    advisor = new_advisor()
    bare = await talk("做一份预算计划，年度营销预算3000万", advisor=advisor)
    KpiBook(advisor.framework, advisor.store).record("a", Written.read(advisor.framework, "LTV=3000元 2026-01-01"))
    await talk("项目周期现在60天", advisor=advisor)
    reply = await talk("更新一下预算计划，转化率现在是2%", advisor=advisor)

    assert "告诉我 KPI 的现状" in bare.text
    assert [t for t in ("2% | ≥2.3%", "60天 | ≤45天", "3,000元 | ≥3,300元") if t not in reply.text] == []
    assert "告诉我 KPI 的现状" not in reply.text


@pytest.mark.parametrize(
    ("messages", "shown", "hidden"),
    [
        (("Draw up a budget plan for $2m, our ROI is 3 and staff adoption is 30%",), "| staff adoption | ≥50% | 30% | ≥50% |", "≥2 |"),
        (("Adoption is 45%, cost fell 22%, output doubled. Can we go to phase two?", "Draw up a budget plan for $2m"), "| content output | 2x | – | – |", "4x"),
        (("年营销预算2000万，内容产能每月50条，出一份预算计划",), "| 内容产能 | 2倍 | 50条/月 | ≥100条/月 |", "2.4亿"),
        (("we raised conversion by 20%. Draw up a budget plan for $2m",), "| conversion rate gain | ≥15% |", "23%"),
    ],
)  # fmt: skip
async def test_only_what_a_kpi_stands_at_is_a_baseline(messages: tuple[str, ...], shown: str, hidden: str) -> None:
    """Not a figure of something else, not what was already reached, and a KPI's period is not the budget's."""
    reply = await talk(*messages)

    assert shown in reply.text
    assert hidden not in reply.text


async def test_what_was_measured_first_is_the_baseline_wherever_targets_are_told() -> None:
    """A recorded figure goes before one that was only told, and 0% is a place to start from."""
    advisor = new_advisor()
    await talk("转化率现在是2.5%", advisor=advisor)
    for typed in ("conversion=2% 2026-01-01", "conversion=2.2% 2026-03-01", "adoption=0% 2026-01-01"):
        KpiBook(advisor.framework, advisor.store).record("a", Written.read(advisor.framework, typed))
    plan = await talk("做一份预算计划，年度营销预算3000万", advisor=advisor)
    going = await talk("进展如何？", advisor=advisor)

    assert "2% | ≥2.3%" in plan.text
    assert "0% | ≥50%" in plan.text
    assert "≥2.3% | 2.2%" in going.text


@pytest.mark.parametrize("budget", ["$7,654,321.01", "$3,333,333.33", "1234567.89元"])
async def test_the_scenarios_end_where_the_range_does(budget: str) -> None:
    """The least and the most AI spending are the same amounts in the range and in the scenarios, to the cent."""
    reply = await talk(f"Draw up a full plan for a marketing budget of {budget}")
    known = {fact.label.en: fact.value for fact in reply.facts if fact.label.en.startswith("AI spending")}
    totals = {
        fact.value
        for fact in reply.facts
        if fact.label.en == "AI total"
        and isinstance(fact.provenance, Computed)
        and "share" in fact.provenance.arguments
    }

    assert set(known.values()) == totals


async def test_follow_ups_change_the_plan() -> None:
    """Another amount, another share and another language give the plan anew; a question about one layer does not."""
    advisor = new_advisor()
    await talk("做一份预算计划，年度营销预算3000万", advisor=advisor)
    dearer = await talk("那如果是5000万呢", advisor=advisor)
    leaner = await talk("AI占比按2%算", advisor=advisor)
    english = await talk("in English please", advisor=advisor)
    layer = await talk("just the tactical layer?", advisor=advisor)

    assert dearer.plan
    assert "500万元" in dearer.text
    assert leaner.plan
    assert "低于这个范围" in leaner.text
    assert "Phases and KPIs" in english.text
    assert not layer.plan


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_file_has_the_figures_of_the_reply(language: str) -> None:
    """Workbook and page are drawn up from the same budget, share and baselines as the answer."""
    advisor = new_advisor()
    await talk("做一份预算计划，AI预算500万，转化率现在是2%", advisor=advisor)
    drawn = of_conversation(advisor.framework, advisor.store.load("a"))
    passages = advisor.library.passages()
    book = openpyxl.load_workbook(
        io.BytesIO(drawn.render(Form.WORKBOOK, language=language, passages=passages)), data_only=True
    )
    page = drawn.render(Form.PAGE, language=language, passages=passages).decode()

    assert book.worksheets[0]["C4"].value == 5_000_000
    assert "2,777,777.78" in page
    assert "2.3%" in page
    assert not drawn.base_assumed


async def test_the_workbook_computes_targets_as_the_reply_does() -> None:
    """A figure without a unit is not rounded to the digits that were typed, and a KPI keeps its own currency."""
    advisor = new_advisor()
    await talk("Draw up a budget plan for $2m", advisor=advisor)
    for typed in ("ad efficiency=3.2 2026-01-01", "cost=JPY 12345 2026-01-01"):
        KpiBook(advisor.framework, advisor.store).record("a", Written.read(advisor.framework, typed))
    data = of_conversation(advisor.framework, advisor.store.load("a")).render(
        Form.WORKBOOK, language="en", passages=advisor.library.passages()
    )
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Phases"]
    rows = {str(row[1].value): row for row in sheet.iter_rows(2)}
    cost, efficiency = (
        rows["Cost reduction"],
        next(row for name, row in rows.items() if name.startswith("Ad efficiency")),
    )

    assert "UP" not in str(efficiency[4].value)
    assert "JPY" in cost[3].number_format
    assert "$" not in cost[3].number_format


async def test_without_a_budget_there_is_no_file() -> None:
    """The sentence says what to do, in both languages; so does the one about a form that there is not."""
    advisor = new_advisor()
    await talk("你好", advisor=advisor)
    for refused in (
        lambda: of_conversation(advisor.framework, advisor.store.load("a")),
        lambda: Form.of_name("plan.docx"),
        lambda: Form.of_name("plan"),
        lambda: Form.of_name(".xlsx"),
    ):
        with pytest.raises(InvalidInput) as error:
            refused()
        assert error.value.in_language("zh") != error.value.in_language("en")


async def test_a_stored_plan_is_still_known_as_one() -> None:
    """After a crash a channel shares the workbook of the turn that was stored, and of no other."""
    advisor = new_advisor()
    await talk("做一份预算计划，年度营销预算3000万", "谢谢", advisor=advisor)
    stored = replies_of(advisor.store.load("a"), advisor.library.passages())

    assert [reply.plan for reply in stored] == [True, False]
