"""How a plan is doing: dated figures and told ones held against every phase, in statements and tables."""

from __future__ import annotations

import pytest

from agent.answers.measured import entries
from agent.answers.model import Statement
from agent.answers.progressing import ROWS, progress_answers
from agent.answers.turnbook import TurnBook
from agent.dialogue.moves import As, Ask, Goal
from tests.answers.talking import FRAMEWORK, PASSAGES, Talk, now, text_of, told
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Given
from tools.tracking import Standing

FIRST = (
    ("kpi.cost", "300元", "2026-01-01"), ("kpi.cost", "230元", "2026-03-01"), ("kpi.output", "100篇", "2026-01-01"),
    ("kpi.output", "210篇", "2026-03-01"), ("kpi.adoption", "45%", "2026-03-01"),
)  # fmt: skip
HOW = Ask(goal=Goal.PROGRESS)
GATE = Ask(goal=Goal.GATE)


def a_talk(*measured: tuple[str, str, str], language: str = "en") -> Talk:
    talk = Talk(language)
    for one in measured:
        talk.measure(*one)
    return talk


def page(talk: Talk, language: str = "") -> tuple[str, Standing]:
    """The progress of a conversation beside its turns."""
    language = language or talk.language
    answers, found = progress_answers(talk.desk, talk.state, talk.measured, language=language)
    return told(answers, TurnBook(answers, PASSAGES, language, FRAMEWORK)), found


def test_changes_and_multiples_are_measured_from_the_first_entry() -> None:
    """Cost fell 23.33% and output is 2.1 times; adoption lacks five points, and the phase is not passed."""
    _, found = page(a_talk(*FIRST))

    assert {name: str(s.reached.value) for name, s in found.latest.items() if s.reached} == {
        "kpi.cost": "-23.33", "kpi.output": "2.10", "kpi.adoption": "45",
    }  # fmt: skip
    assert {name: str(fact.value) for name, fact in found.targets.items()} == {"kpi.cost": "240", "kpi.output": "200"}
    assert found.current is found.gates[0]
    assert [check.kpi.id for check in found.gates[0].failed] == ["kpi.adoption"]


def test_the_next_phase_is_current_when_one_is_passed() -> None:
    """One entry is a baseline, not yet a change: the second phase waits for its KPIs."""
    talk = a_talk(*FIRST, ("kpi.adoption", "50%", "2026-04-01"), ("kpi.conversion", "2%", "2026-04-01"), language="zh")
    text, found = page(talk)

    assert found.current is found.gates[1]
    assert len(found.gates[1].missing) == 3
    assert "目前处于第二阶段（融合与深化）" in text
    assert "转化率只有基线" in text
    assert "| 转化率提升 | ≥15% | ≥2.3% | 2% | – | 等下一次数据 |" in text


def test_when_every_phase_is_passed_it_says_so() -> None:
    measured = [
        (kpi.id, figure, day)
        for kpi in FRAMEWORK.kpis
        for figure, day in (
            (("100%", "2026-02-01"),) if kpi.measure == "level"
            else (("100", "2026-01-01"), ("300", "2026-02-01")) if kpi.direction == "up"
            else (("100", "2026-01-01"), ("50", "2026-02-01"))
        )
    ]  # fmt: skip
    text, found = page(a_talk(*measured))

    assert found.current is None
    assert text.startswith("The KPIs of every phase are met.")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ["目前处于第一阶段（启蒙与验证）", "还差5个百分点", "| 成本降低 | ≥20% | ≤240元 | 230元 | 下降≈23.33% | 达标 | – |", "| 员工采纳率 | ≥50% | ≥50% | 45% | – | 未达标 | 5个百分点 |",
                "| 2026年1月1日 | 成本降低 | 300元 | 基线 |", "| 2026年3月1日 | 内容产能 | 210篇 | 2.1倍 |"]),
        ("en", ["You are in phase 1 (awareness and validation)", "staff adoption at 45%", "5 percentage points short",
                "| Cost reduction | ≥20% | ≤RMB 240 | RMB 230 | down ≈23.33% | met | – |", "| 1 January 2026 | Cost reduction | RMB 300 | baseline |"]),
    ],
)  # fmt: skip
def test_progress_is_told_against_every_target_and_over_time(language: str, expected: list[str]) -> None:
    """Where the plan stands comes first, then the phase's KPIs, then every figure by its day."""
    text, _ = page(a_talk(*FIRST), language)

    assert [part for part in expected if part not in text] == []


def test_asking_how_it_goes_tells_the_same_as_the_book() -> None:
    """The answer is the book's page, and its figures know the day on which they were measured."""
    talk = a_talk(*FIRST)
    turn = talk.say("how are we doing?", HOW)

    assert text_of(turn) == page(talk)[0]
    origins = [fact.provenance for answer in turn.answers for fact in answer.facts]
    assert {origin.day for origin in origins if isinstance(origin, Given)} >= {"2026-01-01", "2026-03-01"}
    assert turn.outcome == "answered"


def test_only_the_latest_figures_are_listed() -> None:
    many = [("kpi.adoption", f"{n}%", f"2026-{n // 25 + 1:02}-{n % 25 + 1:02}") for n in range(1, 61)]
    text, found = page(a_talk(*many))

    assert len(found.steps) == 60
    assert "KPIs as measured, the latest figures" in text
    assert text.count("| Staff adoption | ") - 1 == ROWS


@pytest.mark.parametrize(
    ("text", "moves", "variant"),
    [
        ("can we go to phase two?", (), "no"),
        ("adoption is 52%, can we go to phase two?", (now("kpi.adoption", as_=As.LEVEL),), "yes"),
    ],
)
def test_a_gate_is_held_against_what_was_measured(text: str, moves: tuple, variant: str) -> None:
    """Nobody has to repeat what is in the book; what is said now goes before it."""
    turn = a_talk(*FIRST).say(text, *moves, GATE)
    verdict = next(i for a in turn.answers for i in a.items if isinstance(i, Statement) and i.kind == "gate_verdict")

    assert verdict.variant == variant
    assert verdict.slots["number"] == 1


def test_where_a_change_ended_is_compared_with_where_it_began() -> None:
    """Risen to 2.6% is no gain of 2.6% once the baseline is known."""
    for as_ in (As.AFTER, As.LEVEL, As.NOW):
        talk = a_talk(("kpi.conversion", "2%", "2026-03-01"))
        ask = Ask(goal=Goal.PROGRESS, about=("kpi.conversion",))
        text = text_of(talk.say("conversion rose to 2.6%", now("kpi.conversion", as_=as_), ask))
        assert "from 2% (1 March 2026) to 2.6%, a relative rise of 30%" in text
        assert "meets the threshold" in text or "it is met" in text


def test_what_was_told_counts_beside_what_was_measured() -> None:
    """A KPI that was only told in the conversation is held against its phase; a measurement of it goes first."""
    talk = Talk("zh")
    talk.say(
        "成本降了22%，内容产能翻倍，采纳率45%", now("kpi.cost", as_=As.CHANGE, sign="-"), now("kpi.output", "U2", As.CHANGE),
        now("kpi.adoption", "U3", As.LEVEL),
    )  # fmt: skip
    talk.measure("kpi.adoption", "52%", "2026-03-01")
    text = text_of(talk.say("进展如何？", HOW))

    assert "目前处于第二阶段" in text
    assert "| 员工采纳率 | ≥50% | ≥50% | 52% | – | 达标 |" in text
    assert "下降22%" in text


def test_without_any_figure_the_first_phase_is_asked_for() -> None:
    """What its KPIs are held to stands beside the question; the page of the book shows the same phase."""
    talk = Talk()
    turn = talk.say("how are we doing?", HOW)

    assert "staff adoption of at least 50%" in text_of(turn)
    assert turn.answers[0].lacking[0] == "kpis"
    assert "| Staff adoption | ≥50% | – | to be told |" in page(talk)[0]


def test_one_kpi_is_followed_from_its_first_figure_to_the_latest() -> None:
    """With every figure in between as a table."""
    talk = a_talk(*FIRST, ("kpi.cost", "250元", "2026-02-01"))
    text = text_of(talk.say("how has our cost developed?", Ask(goal=Goal.PROGRESS, about=("kpi.cost",))))

    assert "cost went from RMB 300 (1 January 2026) to RMB 230 (1 March 2026)" in text.replace("Cost", "cost")
    assert "| 1 February 2026 | Cost reduction | RMB 250 |" in text
    assert "Content output" not in text


def test_a_target_starts_from_what_was_measured_first() -> None:
    talk = a_talk(("kpi.conversion", "2%", "2026-01-01"), ("kpi.conversion", "2.2%", "2026-03-01"))
    text = text_of(talk.say("what is our target?", Ask(goal=Goal.TARGET, about=("kpi.conversion",))))

    assert "2.3%" in text


def test_figures_that_cannot_be_compared_are_refused() -> None:
    """The goal says so in a sentence; the page raises."""
    talk = a_talk(("kpi.cost", "300元", "2026-01-01"), ("kpi.cost", "$40", "2026-02-01"))
    turn = talk.say("how are we doing?", HOW)

    assert turn.answers[0].lacking == ("invalid:different_units",)
    with pytest.raises(InvalidInput):
        page(talk)


def test_a_measurement_never_takes_the_place_of_a_figure_of_the_message() -> None:
    """A figure that nothing was told of keeps its id, whatever the book adds to the facts."""
    talk = a_talk(*FIRST)
    turn = talk.say("how are we doing, with 7 people and 3 rooms?", HOW)

    assert not set(turn.message.figures) & set(talk.conversation.ledger.facts)


def test_of_another_frameworks_kpis_nothing_is_told() -> None:
    assert not list(entries(Desk(FRAMEWORK), a_talk(("kpi.fame", "3", "2026-01-01")).measured))
