"""The service that channels share: each thing that a channel may do, and what it leaves as it was."""

from __future__ import annotations

import asyncio

import pytest

from agent.database import SqliteDatabase
from agent.errors import ConversationNotFound
from agent.feedback import Feedback
from agent.service import Service, last
from tests.agent.offline import new_advisor
from tools.errors import InvalidInput


@pytest.fixture
def service() -> Service:
    return Service(new_advisor())


def ask(service: Service, message: str, name: str = "a") -> str:
    return asyncio.run(service.ask(message, conversation=name)).text


def test_an_aside_knows_what_came_before_and_is_not_kept(service):
    """Earlier messages are read for it, and no conversation is left behind."""
    told = asyncio.run(last(service.aside("那如果是1000万呢", earlier=["年度营销预算五百万怎么分?"])))
    assert "100万元" in told.text
    assert not service.conversations()


def test_turns_are_read_again_by_number(service):
    """A stored turn is found by its number, another one is not; a conversation that is not there has none."""
    ask(service, "年度营销预算五百万怎么分?")
    ask(service, "那如果是1000万呢")
    assert [turn.message for turn in service.turns("a")] == ["年度营销预算五百万怎么分?", "那如果是1000万呢"]
    assert "100万元" in service.turn("a", 2).text
    assert service.turn("a", 3) is None
    assert [turn.turn for turn in service.turns("a", limit=1)] == [2]
    assert [turn.turn for turn in service.turns("a", before=2, limit=5)] == [1]
    assert service.turns("b") == []
    assert (service.next_turn("a"), service.next_turn("b")) == (3, 1)
    assert (service.begun("a"), service.begun("b")) == (True, False)


def test_a_deleted_conversation_is_gone(service):
    """Its turns are gone, and a second deletion says that there was nothing."""
    ask(service, "你好")
    assert service.delete("a")
    assert not service.delete("a")
    with pytest.raises(ConversationNotFound):
        service.language("a")


def test_what_was_recorded_is_told_and_can_be_taken_back(service):
    """An entry and a figure that come apart keep the same; taking back what is not there is refused in both languages."""
    with pytest.raises(ConversationNotFound):
        service.progress("a", "en")
    service.record("a", "conversion=2% 2026-03-01", language="en")
    told = service.record_figure("a", kpi="conversion", figure="2.4%", day="2026-04-01", language="zh")
    assert "2.4%" in told.text
    assert service.progress("a", "zh").text == told.text
    assert service.tracks("a")
    service.take_back("a", kpi="conversion", day="2026-04-01")
    with pytest.raises(InvalidInput) as refused:
        service.take_back("a", kpi="conversion", day="2026-04-01")
    assert refused.value.code == "nothing_recorded"
    assert "2.4%" not in service.progress("a", "zh").text


@pytest.mark.parametrize(
    ("message", "entry"),
    [
        ("kpi conversion=2%", "conversion=2%"), ("/KPI 转化率=2% 2026-03-01", "转化率=2% 2026-03-01"), (" kpi a=1", "a=1"),
        ("what is a kpi?", None), ("kpi怎么定？", None), ("", None),
    ],
)  # fmt: skip
def test_an_entry_is_told_from_a_question(message, entry):
    """A message that records a KPI is known, and one that speaks of KPIs is a question."""
    assert Service.entry_in(message) == entry


def test_the_plan_is_a_file_of_the_asked_form(service):
    """Workbook, page and picture by the ending of the name; another ending or no budget is refused in a sentence."""
    with pytest.raises(InvalidInput) as none:
        service.plan_file("a")
    assert none.value.code == "no_budget"
    ask(service, "split a marketing budget of $2m")
    assert service.plan_file("a").data[:2] == b"PK"
    page = service.plan_file("a", "plan.md")
    assert "$200,000" in page.data.decode()
    assert page.media_type.startswith("text/markdown")
    assert "| 战术层" in service.plan_file("a", "p.md", language="zh").data.decode()
    with pytest.raises(InvalidInput):
        service.plan_file("a", "plan.doc")


def test_a_figure_is_explained_and_the_conversation_exported(service):
    """The receipt has the formula; the page has questions, answers and receipts, and needs a conversation."""
    reply = asyncio.run(service.ask("年度营销预算五百万怎么分?", conversation="a"))
    assert "500万元 × 10% = 50万元" in service.explained(reply).why("50万元")
    assert "500万元 × 10% = 50万元" in service.export("a", "zh")
    with pytest.raises(ConversationNotFound):
        service.export("b", "zh")
    assert service.picture(reply).startswith(b"\x89PNG")


def test_opinions_are_kept_where_there_is_a_place_for_them(service, tmp_path):
    """The latest opinion of a person counts; a service without a place for them says so."""
    feedback = Feedback(SqliteDatabase(tmp_path / "f.sqlite"))
    kept = Service(service.advisor, feedback)
    for helpful in (True, False):
        kept.rate("a", 1, workspace="T1", person="U1", helpful=helpful)
    assert feedback.of("a", 1) == {"U1": False}
    with pytest.raises(ValueError, match="no opinions"):
        service.rate("a", 1, workspace="T1", person="U1", helpful=True)


def test_what_is_calculated_stays_out_of_the_conversation(service):
    """A calculator takes facts of a conversation, gives receipts, and leaves it as it was."""
    ask(service, "营销预算500万怎么分？")
    before = len(service.advisor.store.load("a").ledger)
    found = service.calculate("budget_range", {"budget": "U1"}, conversation="a", language="zh")
    assert {fact["text"] for fact in found} > {"15万元", "100万元"}
    assert len(service.advisor.store.load("a").ledger) == before
    assert {"budget_range", "split_budget"} <= {c.name for c in service.calculators()}


def test_a_name_that_is_taken_is_not_given_twice(service, monkeypatch):
    """Conversations that begin in one second have names of their own."""
    from agent import service as services

    monkeypatch.setattr(services, "fresh_name", lambda: "now")
    assert service.unused_name() == "now"
    ask(service, "你好", "now")
    assert service.unused_name() == "now-2"
