"""A whole plan asked for in conversation: what is in it, what it is drawn up from, and when it is not meant."""

from __future__ import annotations

import io

import openpyxl
import pytest

from agent.advisor import Advisor
from agent.plans.files import Form, of_conversation
from agent.replies import Reply
from agent.tracking import KpiBook, Written
from tests.agent.offline import new_advisor
from tools.errors import InvalidInput

WHOLE = {"SplitSection", "RangeSection", "ScenariosSection", "ProjectsSection", "StagesSection"}


async def talk(*messages: str, advisor: Advisor | None = None) -> Reply:
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
    ],
)
async def test_a_plan_is_drawn_up_when_it_is_asked_for(messages: tuple[str, ...] | str) -> None:
    """Split, range, scenarios, projects and phases come in one reply, with their sources."""
    reply = await talk(*([messages] if isinstance(messages, str) else messages))

    assert set(reply.tasks) == WHOLE
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


async def test_without_a_budget_there_is_no_file() -> None:
    """The sentence says what to do, in both languages; so does the one about a form that there is not."""
    advisor = new_advisor()
    await talk("你好", advisor=advisor)
    for refused in (
        lambda: of_conversation(advisor.framework, advisor.store.load("a")),
        lambda: Form.of_name("plan.docx"),
        lambda: Form.of_name("plan"),
    ):
        with pytest.raises(InvalidInput) as error:
            refused()
        assert error.value.in_language("zh") != error.value.in_language("en")
