"""Dated figures of a plan: kept with the conversation, held against every phase, and told over time behind the gate."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agent.advisor import Advisor
from agent.planning.progress import entries
from agent.replies import Progress
from agent.tracking import KpiBook, Written, find_kpi, read_day
from tests.agent.offline import new_advisor
from tools import facts
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact

FIRST = (
    "cost=300元 2026-01-01", "cost=230元 2026-03-01", "output=100篇 2026/1/1", "内容产能：210篇 2026年3月1日",
    "adoption = 45% 2026-03-01",
)  # fmt: skip


@pytest.fixture
def advisor() -> Advisor:
    return new_advisor()


def record(advisor: Advisor, *typed: str, conversation: str = "a") -> None:
    book = KpiBook(advisor.framework, advisor.store)
    for text in typed:
        book.record(conversation, Written.read(advisor.framework, text))


def progress(advisor: Advisor, language: str = "zh", conversation: str = "a") -> Progress:
    return advisor.progress(advisor.store.load(conversation), language)


def test_changes_and_multiples_are_measured_from_the_first_entry(advisor: Advisor) -> None:
    """Cost fell 23.33% and output is 2.1 times; adoption lacks five points, and the phase is not passed."""
    record(advisor, *FIRST)
    found = progress(advisor).standing

    assert {name: str(s.reached.value) for name, s in found.latest.items() if s.reached} == {
        "kpi.cost": "-23.33", "kpi.output": "2.10", "kpi.adoption": "45",
    }  # fmt: skip
    assert {name: str(fact.value) for name, fact in found.targets.items()} == {"kpi.cost": "240", "kpi.output": "200"}
    assert found.current is found.gates[0]
    assert [check.kpi.id for check in found.gates[0].failed] == ["kpi.adoption"]


def test_the_next_phase_is_current_when_one_is_passed(advisor: Advisor) -> None:
    """One entry is a baseline, not yet a change: the second phase waits for its KPIs."""
    record(advisor, *FIRST, "adoption=50% 2026-04-01", "conversion=2% 2026-04-01")
    found = progress(advisor)

    assert found.standing.current is found.standing.gates[1]
    assert len(found.standing.gates[1].missing) == 3
    assert "只有基线，等下一次数据：转化率" in found.text


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ["目前处于第一阶段（启蒙与验证）", "未达标：员工采纳率差5个百分点", "| 成本降低 | ≥20% | ≤240元 | 230元 | 下降≈23.33% | 达标 |",
                "| 2026-01-01 | 成本降低 | 300元 | – |", "| 2026-03-01 | 内容产能 | 210篇 | 2.1倍 |"]),
        ("en", ["You are in phase 1 (awareness and validation)", "Short: staff adoption by 5 percentage points",
                "| cost reduction | ≥20% | ≤RMB 240 | RMB 230 | down ≈23.33% | met |", "| 2026-01-01 | cost reduction | RMB 300 | – |"]),
    ],
)  # fmt: skip
def test_progress_is_told_against_every_target_and_over_time(
    advisor: Advisor, language: str, expected: list[str]
) -> None:
    record(advisor, *FIRST)
    page = progress(advisor, language).text

    assert [text for text in expected if text not in page] == []


@pytest.mark.parametrize(
    "question",
    [
        "how are we doing?", "我们进展如何？", "KPI进度", "what's our progress?", "how is the plan going?", "Are we on track?",
        "Have we hit our targets?", "what phase are we in?", "can we move on to the next phase?", "which KPIs are we missing?",
        "目前到哪个阶段了？", "KPI完成情况", "我们达到目标了吗", "计划执行得怎么样", "我们现在进展如何", "How has conversion developed?",
    ],
)  # fmt: skip
async def test_asking_how_it_goes_tells_the_same_as_the_book(advisor: Advisor, question: str) -> None:
    """The answer is the book's page, with a receipt for each figure that says the day on which it was measured."""
    record(advisor, *FIRST, "conversion=2% 2026-03-01")
    reply = await advisor.ask(question, conversation="a")

    assert reply.text == progress(advisor, reply.language).text
    assert {fact["provenance"].get("day") for fact in reply.to_json()["facts"]} > {"2026-01-01", "2026-03-01"}
    assert reply.sources


@pytest.mark.parametrize(
    "question",
    [
        "how do I measure progress?", "how are we doing the split?", "where do we stand out against competitors?", "进度怎么管理？",
        "AI营销的发展进展如何？", "行业里别人做得怎么样？", "What are the KPIs of phase two?", "采纳率的目标是多少",
    ],
)  # fmt: skip
async def test_other_questions_are_not_taken_for_it(advisor: Advisor, question: str) -> None:
    record(advisor, *FIRST)

    assert "ProgressSection" not in (await advisor.ask(question, conversation="a")).tasks


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("can we go to phase two?", "Not yet: staff adoption of phase 1"),
        ("How far are we from phase two?", "Not yet: staff adoption of phase 1"),
        ("现在能进第二阶段吗？", "还不能：第一阶段（启蒙与验证）的员工采纳率未达标"),
        ("采纳率现在52%，能进第二阶段吗？", "可以：第一阶段（启蒙与验证）的 KPI 全部达标"),
    ],
)
async def test_a_gate_is_held_against_what_was_measured(advisor: Advisor, question: str, start: str) -> None:
    """Nobody has to repeat what is in the book; what is said now goes before it."""
    record(advisor, *FIRST)

    assert (await advisor.ask(question, conversation="a")).text.startswith(start)


async def test_where_a_change_ended_is_compared_with_where_it_began(advisor: Advisor) -> None:
    """Risen to 2.6% is no gain of 2.6% once the baseline is known, told or measured; without one it stays a gain."""
    record(advisor, "conversion=2% 2026-03-01")
    measured = await advisor.ask("conversion rose to 2.6%", conversation="a")
    await advisor.ask("项目周期现在60天", conversation="b")
    told = await advisor.ask("项目周期缩短到了45天", conversation="b")

    assert "changed by 30%, which meets" in measured.text
    assert "变化-25%，达到了" in told.text


async def test_what_was_told_counts_beside_what_was_measured(advisor: Advisor) -> None:
    """A KPI that was only told in the conversation is held against its phase; a measurement of it goes first."""
    await advisor.ask("成本降了22%，内容产能翻倍，采纳率45%，能进第二阶段吗？", conversation="a")
    record(advisor, "adoption=52% 2026-03-01")
    reply = await advisor.ask("进展如何？", conversation="a")

    assert "目前处于第二阶段" in reply.text
    assert "| 员工采纳率 | ≥50% | ≥50% | 52% | – | 达标 |" in reply.text
    assert "下降22%" in reply.text


async def test_without_any_figure_the_first_phase_is_asked_for(advisor: Advisor) -> None:
    reply = await advisor.ask("how are we doing?", conversation="a")

    assert "staff adoption ≥50%" in reply.text
    assert "Tell me your actual" in reply.text


def test_a_second_entry_of_a_day_takes_the_place_of_the_first(advisor: Advisor) -> None:
    record(advisor, "adoption=45% 2026-03-01", "adoption=47% 2026-03-01")

    assert [str(s.entry.figure.value) for s in progress(advisor).standing.steps] == ["47"]


def test_an_entry_is_taken_back_with_a_dash(advisor: Advisor) -> None:
    """What was recorded for a day by mistake is gone; taking back what is not there says so."""
    record(advisor, "adoption=45% 2026-03-01", "adoption=4% 2026-03-02", "adoption=- 2026-03-02")

    assert [s.entry.day for s in progress(advisor).standing.steps] == ["2026-03-01"]
    with pytest.raises(InvalidInput, match="2026-03-02"):
        record(advisor, "adoption=- 2026-03-02")


def test_entries_go_with_their_conversation(advisor: Advisor) -> None:
    """Conversations keep their own entries, and a deleted one leaves none behind."""
    record(advisor, "adoption=45% 2026-03-01", conversation="b")

    assert not progress(advisor).standing.steps
    assert progress(advisor, conversation="b").standing.steps
    advisor.store.delete("b")
    assert not progress(advisor, conversation="b").standing.steps


@pytest.mark.parametrize(
    "text",
    [
        "adoption=", "adoption=many", "adoption=2026-02-30 5%", "adoption=45人", "adoption=at least 5%", "adoption 45%", "mood=5%",
        "adoption=5% 2999-01-01", "cost=0元 2026-01-01", "adoption=5% 6%", "=5%", "",
        "adoption=5% 01/04/2026", "adoption=5% yesterday", "conversion=2.5% March 5, 2026", "adoption=120%", "adoption=-5%", "adoption=5% 1899-01-01",
        "cost=22%", "成本=降低22%", "output=2x", "output=翻倍", "conversion=up 15%", "ad efficiency=+35%", "LTV=12%",
    ],
)  # fmt: skip
def test_what_is_no_figure_or_no_day_is_refused(advisor: Advisor, text: str) -> None:
    """A sentence in both languages says what to do, and nothing is kept."""
    with pytest.raises(InvalidInput) as error:
        record(advisor, text)
    assert error.value.in_language("zh") != error.value.in_language("en")
    assert not advisor.store.load("a").measurements


def test_a_figure_that_cannot_be_compared_with_the_earlier_ones_is_refused(advisor: Advisor) -> None:
    """Days and months, or two currencies, have no change between them; what was there stays as it was."""
    record(advisor, "cost=300元 2026-01-01")
    before = progress(advisor).text
    with pytest.raises(InvalidInput, match=r"300元 \(2026-01-01\).*cost=- 2026-01-01"):
        record(advisor, "cost=$40 2026-02-01")
    assert progress(advisor).text == before


@pytest.mark.parametrize(
    ("written", "day"), [("2026-3-1", "2026-03-01"), ("2026/03/01", "2026-03-01"), (" 2026年3月1日 ", "2026-03-01")]
)
def test_a_day_may_be_written_in_several_ways(written: str, day: str) -> None:
    assert read_day(written) == day


def test_a_kpi_is_found_by_any_of_its_names(advisor: Advisor) -> None:
    assert {find_kpi(advisor.framework, name).id for name in ("conversion", "kpi.conversion", "转化率", "conversion rate")} == {
        "kpi.conversion"
    }  # fmt: skip


@pytest.mark.parametrize(
    "second", ["cost=-$10 2026-02-01", "cost=−10元 2026-02-01", "cost=45 days", "cost=45人", "cycle=$50", "output=$50"]
)
def test_a_sign_or_another_unit_is_no_measurement(advisor: Advisor, second: str) -> None:
    """Below zero nothing is measured, and a cost is no length of time; what is kept stays as it was."""
    record(advisor, "cost=50元 2026-01-01")
    with pytest.raises(InvalidInput):
        record(advisor, second)
    assert [m.figure for m in advisor.store.load("a").measurements] == ["50元"]


def test_a_fact_is_looked_up_not_searched_for(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recording many figures makes as many facts, without a look at each known fact for each new one."""
    record(
        advisor, *(f"adoption={n % 90}% 20{n // 300 + 10}-{n // 25 % 12 + 1:02}-{n % 25 + 1:02}" for n in range(300))
    )
    measured = advisor.store.load("a").measurements
    made = []

    def counted(fact: Fact, **changes: Any) -> Fact:
        made.append(fact)
        return replace(fact, **changes)

    monkeypatch.setattr(facts, "replace", counted)

    assert len(list(entries(Desk(advisor.framework), measured))) == 300
    assert len(made) == 300


@pytest.mark.parametrize("message", ["kpi 转化率 = 多少才达标?", "kpi targets: cost=20%?", "what are the kpi targets"])
def test_a_question_that_begins_with_kpi_is_no_entry(message: str) -> None:
    from agent.tracking import entry_in

    assert entry_in(message) is None
