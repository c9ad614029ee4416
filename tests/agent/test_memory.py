"""Memory: what a conversation keeps, in which order, and who may write a turn."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from agent.memory import TURN_FORMAT, Said, SqlStore, StoredTurn, TurnTaken, store_in_file
from tools.facts import Computed, Fact, Given
from tools.identity import Label
from tools.quantities import money_unit


def fact(number: int) -> Fact:
    return Fact(f"U{number}", Label("预算", "budget"), Decimal(number), money_unit("CNY"), Given(number, 0, 1, "1"))


def turn(number: int, message: str = "怎么分?", **details) -> StoredTurn:
    return StoredTurn(number, message, f"回答{number}", "zh", "offline", **details)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = store_in_file(tmp_path / "deep" / "conversations.sqlite")
    yield made
    made.close()


def test_an_unknown_name_is_an_empty_conversation(store: SqlStore) -> None:
    """Loading makes nothing: there is no turn, no fact and no line in the list."""
    conversation = store.load("nobody")
    assert (conversation.next_turn, len(conversation.ledger), conversation.state, conversation.language) == (
        1, 0, None, None,
    )  # fmt: skip
    assert list(store.list()) == []


def test_a_turn_comes_back_as_it_went(store: SqlStore) -> None:
    """Message, text, facts used, passages cited and refusals survive, and so does the order of facts."""
    stored = turn(1, used=("U1", "F1"), cited=("budget:29",), raw="[[F1]]", refused=2)
    computed = Fact(
        "F1", Label("金额", "amount"), Decimal("0.10"), money_unit("CNY"), Computed("t", {"a": "U2"}, ("U2",), "{U2}")
    )
    store.append("a", stored, (fact(2), computed, fact(1)))
    conversation = store.load("a")
    assert conversation.turns == [stored]
    assert conversation.language == "zh"
    assert conversation.next_turn == 2
    assert list(conversation.ledger) == [fact(2), computed, fact(1)]


def test_what_a_turn_was_read_as_comes_back_as_it_went(store: SqlStore) -> None:
    """Moves, statements, the state after the turn, its speaker, outcome, reading and unread places survive."""
    stored = turn(
        1, "Anna: \u0000 70万", version=2, speaker="Anna", outcome="partly", reading="一个预算 “70万”", unread=((0, 4), (9, 11)),
        moves=({"move": "tell", "as": "marketing", "figure": "U1"}, {"move": "ask", "goal": "split", "args": ["U1"]}),
        statements=({"id": "C1", "kind": "split", "facts": ["F1", None]},), state={"scenarios": {"K1": {}}, "focus": "K1"},
    )  # fmt: skip
    store.append("a", stored, ())
    assert store.load("a").turns == [stored]
    assert store.load("a").state == stored.state


def test_an_empty_state_is_a_state(store: SqlStore) -> None:
    """A turn after which nothing was known is told from one that stored no state."""
    store.append("a", turn(1, version=2, state={}), ())
    conversation = store.load("a")
    assert conversation.state == {}
    assert list(conversation.unread_history()) == []


def test_a_conversation_of_before_is_read_anew(store: SqlStore) -> None:
    """Without any state, every message is still to be read, in order, with who wrote it."""
    assert store.load("a").state is None
    assert list(store.load("a").unread_history()) == []
    store.append("a", turn(1, "预算3000万", speaker="Anna"), ())
    store.append("a", turn(2, "make it 40m"), ())
    conversation = store.load("a")
    assert conversation.state is None
    assert list(conversation.unread_history()) == [Said(1, "预算3000万", "Anna"), Said(2, "make it 40m", "")]


def test_what_a_stored_state_knows_is_not_read_again(store: SqlStore) -> None:
    """The newest state counts; only the turns after it are read, and one of a format to come stands for no state."""
    store.append("a", turn(1, "one"), ())
    store.append("a", turn(2, "two", version=2, state={"n": 2}), ())
    assert store.load("a").state == {"n": 2}
    assert list(store.load("a").unread_history()) == []
    store.append("a", turn(3, "three", version=2, state={"n": 3}), ())
    store.append("a", turn(4, "four"), ())
    store.append("a", turn(5, "five", version=TURN_FORMAT + 1, state={"n": 5}), ())
    conversation = store.load("a")
    assert conversation.state == {"n": 3}
    assert [said.message for said in conversation.unread_history()] == ["four", "five"]


def test_of_many_states_the_newest_is_read(store: SqlStore) -> None:
    """Going on with a long conversation takes no longer for the states of its earlier turns; cut back, it goes on from the one it came to."""
    for number in range(1, 4):
        store.append("a", turn(number, version=2, state={"n": number}), ())
    assert [stored.state for stored in store.load("a").turns] == [None, None, {"n": 3}]
    store.cut("a", turn=3)
    assert store.load("a").state == {"n": 2}


def test_facts_of_later_turns_follow_those_of_earlier_ones(store: SqlStore) -> None:
    """The ledger is in the order in which facts were found, over all turns."""
    store.append("a", turn(1), (fact(3), fact(1)))
    store.append("a", turn(2), (fact(2),))
    assert [f.id for f in store.load("a").ledger] == ["U3", "U1", "U2"]


def test_a_turn_is_written_once(store: SqlStore) -> None:
    """The second writer of a turn is told, and leaves nothing behind."""
    store.append("a", turn(1, "first"), (fact(1),))
    with pytest.raises(TurnTaken):
        store.append("a", turn(1, "second"), (fact(2),))
    conversation = store.load("a")
    assert [t.message for t in conversation.turns] == ["first"]
    assert [f.id for f in conversation.ledger] == ["U1"]


def test_a_turn_whose_facts_cannot_be_stored_is_not_stored(store: SqlStore) -> None:
    """A turn and its facts are one transaction."""
    store.append("a", turn(1), (fact(1),))
    with pytest.raises(sqlite3.IntegrityError):
        store.append("a", turn(2), (fact(1),))
    assert store.load("a").next_turn == 2


def test_conversations_are_kept_apart(store: SqlStore) -> None:
    """Facts and turns of one name are not seen under another, whatever the names hold."""
    names = ["a", "A", "a ", "会话", "'; DROP TABLE turns; --", ""]
    for number, name in enumerate(names, 1):
        store.append(name, turn(1, name), (fact(number),))
    for number, name in enumerate(names, 1):
        conversation = store.load(name)
        assert [t.message for t in conversation.turns] == [name]
        assert [f.id for f in conversation.ledger] == [f"U{number}"]


def test_the_list_has_every_conversation_once(store: SqlStore) -> None:
    """A line tells the name, the number of turns and the message that it began with."""
    store.append("one", turn(1, "hello"), ())
    store.append("two", turn(1, "你好"), ())
    store.append("one", turn(2, "later"), ())
    assert {(s.name, s.turns, s.first_message) for s in store.list()} == {("one", 2, "hello"), ("two", 1, "你好")}


def test_a_deleted_conversation_is_gone_with_its_facts(store: SqlStore) -> None:
    """Deleting tells whether there was one; the name can be begun anew with the same ids."""
    store.append("a", turn(1), (fact(1),))
    assert store.delete("a")
    assert not store.delete("a")
    assert store.load("a").next_turn == 1
    store.append("a", turn(1, "again"), (fact(1),))
    assert [t.message for t in store.load("a").turns] == ["again"]


def test_a_conversation_is_resumed_by_another_process(tmp_path: Path) -> None:
    """What one store wrote, another one on the same file reads, while the first is open."""
    path = tmp_path / "conversations.sqlite"
    first, second = store_in_file(path), store_in_file(path)
    first.append("a", turn(1), (fact(1),))
    assert second.load("a").next_turn == 2
    with pytest.raises(TurnTaken):
        second.append("a", turn(1), ())
    first.close()
    second.close()


def test_of_many_writers_of_a_turn_one_wins(store: SqlStore) -> None:
    """Threads that write the same turns lose none and double none."""
    won: list[tuple[int, int]] = []

    def write(writer: int) -> None:
        for number in range(1, 6):
            with suppress(TurnTaken):
                store.append("a", turn(number, f"{writer}"), ())
                won.append((number, writer))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    conversation = store.load("a")
    assert sorted(number for number, _ in won) == [1, 2, 3, 4, 5]
    assert {(t.number, int(t.message)) for t in conversation.turns} == set(won)
