from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.advisor import Advisor
from agent.database import Database, PostgresDatabase, SqliteDatabase
from agent.feedback import Feedback
from agent.memory import ConversationStore, SqlStore, TurnTaken, store_in_file
from tests.service.postgresql import new_database
from tools.tracking import Measurement


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ConversationStore]:
    import secrets

    if request.param == "sqlite":
        found = store_in_file(tmp_path / "conversations.sqlite")
    else:
        url = new_database(request.getfixturevalue("postgresql"), f"s{secrets.token_hex(6)}")
        found = SqlStore(PostgresDatabase(url), durable=True)
    yield found
    found.close()


@pytest.fixture
def stored(advisor: Advisor, store: ConversationStore) -> Advisor:
    return Advisor(advisor.framework, advisor.library, store)


async def test_a_conversation_is_the_same_when_it_is_loaded_again(stored: Advisor, store: ConversationStore):
    """Facts, frame and turns come back as they were, and a follow-up goes on from them."""
    first = await stored.ask("年营销预算3000万怎么分?", conversation="a\u0000b")
    again = await stored.ask("那如果是1000万呢", conversation="a\u0000b")
    conversation = store.load("a\u0000b")

    assert [turn.text for turn in conversation.turns] == [first.text, again.text]
    assert list(conversation.ledger) == list(again.ledger)
    assert "100万" in again.text


async def test_the_second_writer_of_a_turn_is_told(stored: Advisor, store: ConversationStore):
    """A turn is stored once; nothing of the second attempt is kept."""
    await stored.ask("年营销预算3000万怎么分?", conversation="c")
    conversation = store.load("c")

    with pytest.raises(TurnTaken):
        store.append("c", conversation.turns[0], list(conversation.ledger))
    assert store.load("c") == conversation


async def test_conversations_are_listed_and_deleted(stored: Advisor, store: ConversationStore):
    """The list names the first message; what is deleted is gone with its facts."""
    await stored.ask("hello", conversation="c")

    assert [(s.name, s.turns, s.first_message) for s in store.list()] == [("c", 1, "hello")]
    assert store.delete("c")
    assert not store.delete("c")
    assert not store.load("c").turns
    assert not len(store.load("c").ledger)


async def test_measurements_belong_to_their_conversation(stored: Advisor, store: ConversationStore):
    """A KPI's figure is kept by day before anything was asked, is corrected in place, and goes with the conversation."""
    store.measure("c", Measurement("kpi.adoption", "2026-03-01", "40%"))
    store.measure("c", Measurement("kpi.adoption", "2026-02-01", "30%"))
    store.measure("c", Measurement("kpi.adoption", "2026-03-01", "45%"))
    await stored.ask("hello", conversation="c")

    assert [(m.day, m.figure) for m in store.load("c").measurements] == [("2026-02-01", "30%"), ("2026-03-01", "45%")]
    assert store.unmeasure("c", kpi="kpi.adoption", day="2026-02-01")
    assert not store.unmeasure("c", kpi="kpi.adoption", day="2026-02-01")
    assert not store.load("d").measurements
    assert store.delete("c")
    assert store.load("c").measurements == ()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_opinions_on_replies_are_counted(kind: str, request: pytest.FixtureRequest, tmp_path: Path):
    """Each person counts once on a reply, with what they said last."""
    import secrets

    database: Database
    if kind == "sqlite":
        database = SqliteDatabase(tmp_path / "service.sqlite")
    else:
        database = PostgresDatabase(new_database(request.getfixturevalue("postgresql"), f"s{secrets.token_hex(6)}"))
    feedback = Feedback(database)
    for name, turn, person, helpful in (
        ("b", 2, "U1", True),
        ("a", 1, "U1", True),
        ("b", 2, "U2", False),
        ("b", 2, "U1", False),
    ):
        feedback.put(conversation=name, turn=turn, workspace="T", person=person, helpful=helpful)

    assert {(o.conversation, o.turn, o.helpful, o.unhelpful) for o in feedback.opinions()} == {
        ("b", 2, 0, 2),
        ("a", 1, 1, 0),
    }
    database.close()
