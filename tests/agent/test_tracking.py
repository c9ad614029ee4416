"""Dated figures of a plan: kept, held against every threshold, and told over time."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.channels.plan_command import find_kpi
from agent.tracking import FILE, KpiBook, told
from knowledge.framework import load_framework
from tools.errors import InvalidInput

FRAMEWORK = load_framework()
FIRST = (
    ("cost", "300元 2026-01-01"), ("cost", "230元 2026-03-01"), ("output", "100篇 2026-01-01"),
    ("output", "210篇 2026-03-01"), ("adoption", "45% 2026-03-01"),
)  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> KpiBook:
    return KpiBook(tmp_path / FILE)


def record(book: KpiBook, *entries: tuple[str, str], conversation: str = "a") -> None:
    for name, text in entries:
        book.record(conversation, FRAMEWORK, find_kpi(FRAMEWORK, name), text)


def test_changes_and_multiples_are_measured_from_the_first_entry(book: KpiBook) -> None:
    """Cost fell 23.33% and output is 2.1 times; adoption lacks five points, and the phase is not passed."""
    record(book, *FIRST)
    found = book.standing("a", FRAMEWORK)

    assert {name: str(fact.value) for name, fact in found.reached.items()} == {
        "kpi.cost": "-23.33", "kpi.output": "2.10", "kpi.adoption": "45",
    }  # fmt: skip
    assert found.current is found.gates[0]
    assert [check.kpi.id for check in found.gates[0].failed] == ["kpi.adoption"]


def test_the_next_phase_is_current_when_one_is_passed(book: KpiBook) -> None:
    record(book, *FIRST, ("adoption", "50% 2026-04-01"), ("conversion", "2% 2026-04-01"))
    found = book.standing("a", FRAMEWORK)

    assert found.current is found.gates[1]
    assert len(found.gates[1].missing) == 3  # one entry is a baseline, not yet a change


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ["当前阶段：启蒙与验证", "还差：员工采纳率", "差 5", "达标", "| 2026-01-01 | 成本降低 | 300元 |"]),
        ("en", ["Current phase: awareness and validation", "Still missing: staff adoption", "short", "met", "| 2026-01-01 | cost reduction | RMB 300 |"]),
    ],
)  # fmt: skip
def test_progress_is_told_with_what_is_missing_and_over_time(book: KpiBook, language: str, expected: list[str]) -> None:
    record(book, *FIRST)
    page = told(book.standing("a", FRAMEWORK), language)

    assert [text for text in expected if text not in page] == []


def test_a_second_entry_of_a_day_takes_the_place_of_the_first(book: KpiBook) -> None:
    record(book, ("adoption", "45% 2026-03-01"), ("adoption", "47% 2026-03-01"))

    assert [str(e.figure.value) for e in book.standing("a", FRAMEWORK).entries["kpi.adoption"]] == ["47"]


def test_conversations_keep_their_own_entries(book: KpiBook) -> None:
    record(book, ("adoption", "45%"), conversation="b")

    assert "/kpi" in told(book.standing("a", FRAMEWORK), "zh")
    assert book.standing("b", FRAMEWORK).entries


@pytest.mark.parametrize("text", ["", "many", "2026-02-30 5%", "45人", "at least 5%"])
def test_what_is_no_figure_or_no_day_is_refused(book: KpiBook, text: str) -> None:
    with pytest.raises(InvalidInput):
        record(book, ("adoption", text))
    assert not book.standing("a", FRAMEWORK).entries
