"""Dated figures of a plan: read from words, refused where nothing could be computed with them, kept with the conversation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agent.answers.measured import entries
from agent.answers.progressing import progress_answers
from agent.dialogue.state import State
from agent.memory import ConversationStore, store_in_file
from agent.tracking import KpiBook, Written, find_kpi, read_day
from knowledge.framework import load_framework
from tools import facts
from tools.desk import Desk
from tools.errors import InvalidInput
from tools.facts import Fact
from tools.tracking import Standing

FRAMEWORK = load_framework()


@pytest.fixture
def store() -> ConversationStore:
    return store_in_file(":memory:")


def record(store: ConversationStore, *typed: str, conversation: str = "a") -> None:
    book = KpiBook(FRAMEWORK, store)
    for text in typed:
        book.record(conversation, Written.read(FRAMEWORK, text))


def progress(store: ConversationStore, conversation: str = "a") -> Standing:
    return progress_answers(Desk(FRAMEWORK), State(), store.load(conversation).measurements, language="zh")[1]


def test_a_second_entry_of_a_day_takes_the_place_of_the_first(store: ConversationStore) -> None:
    record(store, "adoption=45% 2026-03-01", "adoption=47% 2026-03-01")

    assert [str(s.entry.figure.value) for s in progress(store).steps] == ["47"]


def test_an_entry_is_taken_back_with_a_dash(store: ConversationStore) -> None:
    """What was recorded for a day by mistake is gone; taking back what is not there says so."""
    record(store, "adoption=45% 2026-03-01", "adoption=4% 2026-03-02", "adoption=- 2026-03-02")

    assert [s.entry.day for s in progress(store).steps] == ["2026-03-01"]
    with pytest.raises(InvalidInput, match="2026-03-02"):
        record(store, "adoption=- 2026-03-02")


def test_entries_go_with_their_conversation(store: ConversationStore) -> None:
    """Conversations keep their own entries, and a deleted one leaves none behind."""
    record(store, "adoption=45% 2026-03-01", conversation="b")

    assert not progress(store).steps
    assert progress(store, conversation="b").steps
    store.delete("b")
    assert not progress(store, conversation="b").steps


@pytest.mark.parametrize(
    "text",
    [
        "adoption=", "adoption=many", "adoption=2026-02-30 5%", "adoption=45人", "adoption=at least 5%", "adoption 45%", "mood=5%",
        "adoption=5% 2999-01-01", "cost=0元 2026-01-01", "adoption=5% 6%", "=5%", "",
        "adoption=5% 01/04/2026", "adoption=5% yesterday", "conversion=2.5% March 5, 2026", "adoption=120%", "adoption=-5%", "adoption=5% 1899-01-01",
        "cost=22%", "成本=降低22%", "output=2x", "output=翻倍", "conversion=up 15%", "ad efficiency=+35%", "LTV=12%",
    ],
)  # fmt: skip
def test_what_is_no_figure_or_no_day_is_refused(store: ConversationStore, text: str) -> None:
    """A sentence in both languages says what to do, and nothing is kept."""
    with pytest.raises(InvalidInput) as error:
        record(store, text)
    assert error.value.in_language("zh") != error.value.in_language("en")
    assert not store.load("a").measurements


def test_a_figure_that_cannot_be_compared_with_the_earlier_ones_is_refused(store: ConversationStore) -> None:
    """Days and months, or two currencies, have no change between them; what was there stays as it was."""
    record(store, "cost=300元 2026-01-01")
    before = progress(store).steps
    with pytest.raises(InvalidInput, match=r"300元 \(2026-01-01\).*cost=- 2026-01-01"):
        record(store, "cost=$40 2026-02-01")
    assert progress(store).steps == before


@pytest.mark.parametrize(
    ("written", "day"), [("2026-3-1", "2026-03-01"), ("2026/03/01", "2026-03-01"), (" 2026年3月1日 ", "2026-03-01")]
)
def test_a_day_may_be_written_in_several_ways(written: str, day: str) -> None:
    assert read_day(written) == day


def test_a_kpi_is_found_by_any_of_its_names() -> None:
    assert {find_kpi(FRAMEWORK, name).id for name in ("conversion", "kpi.conversion", "转化率", "conversion rate")} == {
        "kpi.conversion"
    }  # fmt: skip


@pytest.mark.parametrize(
    "second", ["cost=-$10 2026-02-01", "cost=−10元 2026-02-01", "cost=45 days", "cost=45人", "cycle=$50", "output=$50"]
)
def test_a_sign_or_another_unit_is_no_measurement(store: ConversationStore, second: str) -> None:
    """Below zero nothing is measured, and a cost is no length of time; what is kept stays as it was."""
    record(store, "cost=50元 2026-01-01")
    with pytest.raises(InvalidInput):
        record(store, second)
    assert [m.figure for m in store.load("a").measurements] == ["50元"]


def test_a_fact_is_looked_up_not_searched_for(store: ConversationStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recording many figures makes as many facts, without a look at each known fact for each new one."""
    record(store, *(f"adoption={n % 90}% 20{n // 300 + 10}-{n // 25 % 12 + 1:02}-{n % 25 + 1:02}" for n in range(300)))
    measured = store.load("a").measurements
    made = []

    def counted(fact: Fact, **changes: Any) -> Fact:
        made.append(fact)
        return replace(fact, **changes)

    monkeypatch.setattr(facts, "replace", counted)

    assert len(list(entries(Desk(FRAMEWORK), measured))) == 300
    assert len(made) == 300


@pytest.mark.parametrize("message", ["kpi 转化率 = 多少才达标?", "kpi targets: cost=20%?", "what are the kpi targets"])
def test_a_question_that_begins_with_kpi_is_no_entry(message: str) -> None:
    from agent.tracking import entry_in

    assert entry_in(message) is None
