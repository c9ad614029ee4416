"""The advisor: a turn from message to stored reply, resumed, replayed, refused, and many at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent.advisor import Advisor
from agent.database import SqliteDatabase
from agent.memory import SqlStore, TurnTaken, store_in_file
from agent.replies import Answered, Delta, Done, Restart, formula_text
from tests.agent.offline import Computed, Given, Sourced, cited, new_advisor, shown, sound, talk, talked, texts
from tools.figures import MAX_CHARACTERS

SPLIT = "年度营销预算六百万怎么分?"


async def test_a_turn_is_told_computed_cited_and_stored() -> None:
    """One turn: the exact amounts, the passages that they rest on, receipts, and all of it in the store."""
    advisor = new_advisor()
    (reply,) = await talk(advisor, SPLIT)
    assert shown(reply) == {"60万元", "30万元", "18万元", "108万元", "18%", "120万元"}
    assert shown(reply, Given) == {"600万元"}
    assert shown(reply, Sourced) == {"10%", "5%", "3%", "20%"}
    assert cited(reply) == ["29", "27"]
    assert (reply.turn, reply.language, reply.mode, reply.trouble, reply.notice) == (1, "zh", "offline", None, "")
    stored = advisor.store.load("test")
    assert stored.turns[0].text == reply.text
    assert stored.turns[0].cited == ("budget:29", "budget:27")
    assert set(stored.turns[0].used) == {fact.id for fact in reply.facts}
    assert stored.ledger.facts == reply.ledger.facts


async def test_the_events_of_a_turn_make_up_its_text() -> None:
    """What was streamed since the last restart is the reply, which comes at the end."""
    text = ""
    replies: list[Answered] = []
    async for event in new_advisor().stream(SPLIT, conversation="a"):
        match event:
            case Delta(part):
                assert not replies
                text += part
            case Restart():
                text = ""
            case Done(reply):
                replies.append(reply)
    assert [reply.text for reply in replies] == [text]


async def test_a_reply_in_json_has_receipts() -> None:
    """The JSON form has text, citations with the original words, and facts with formula and inputs, without floats."""
    (reply,) = await talk(new_advisor(), "Our annual marketing budget is $2m. How should we split it?")
    data = reply.to_json()
    assert data["text"] == reply.text
    assert [c["line"] for c in data["citations"]] == [29, 27]
    assert all(c["original"] and c["text"] != c["original"] for c in data["citations"])
    amount = next(f for f in data["facts"] if f["text"] == "$200,000" and f["provenance"]["kind"] == "computed")
    assert amount["formula"] == "$2,000,000 × 10% = $200,000"
    assert [f["provenance"]["kind"] for f in amount["inputs"]] == ["given", "sourced"]
    assert amount["inputs"][0]["provenance"]["text"] == "$2m"

    def walk(value: Any) -> None:
        assert not isinstance(value, float)
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(item)

    walk(data)


async def test_a_formula_is_written_out_in_figures() -> None:
    """A receipt names the inputs as figures, in the language asked for."""
    (reply,) = await talk(new_advisor(), SPLIT)
    formulas = {formula_text(reply.ledger, f, "zh") for f in reply.facts if isinstance(f.provenance, Computed)}
    assert "600万元 × 10% = 60万元" in formulas
    given = next(f for f in reply.facts if isinstance(f.provenance, Given))
    assert formula_text(reply.ledger, given, "en") == "RMB 6,000,000"


# -- stored and resumed ------------------------------------------------------------------------------------------------


CONVERSATION = (
    SPLIT, "那如果是700万呢", "只看战略层", "in English please", "the project cycle takes 45.0 days now, what is the target?",
    "谢谢", "再说一遍",
)  # fmt: skip


async def test_a_conversation_goes_on_in_another_process(tmp_path: Path) -> None:
    """Every turn told by a new advisor over the same file gives what one advisor gives."""
    path = tmp_path / "conversations.sqlite"
    whole = await talk(new_advisor(), *CONVERSATION)
    pieces = []
    for message in CONVERSATION:
        store = store_in_file(path)
        pieces += await talk(new_advisor(store), message)
        store.close()
    assert texts(pieces) == texts(whole)
    assert [r.turn for r in pieces] == list(range(1, len(CONVERSATION) + 1))


async def test_replaying_a_stored_conversation_gives_the_same_bytes() -> None:
    """The messages of a stored conversation, asked again, give byte-identical texts, states and facts."""
    advisor = new_advisor()
    await talk(advisor, *CONVERSATION, name="first")
    first = advisor.store.load("first")
    await talk(advisor, *(turn.message for turn in first.turns), name="second")
    second = advisor.store.load("second")
    assert [t.text.encode() for t in first.turns] == [t.text.encode() for t in second.turns]
    assert first.turns == second.turns
    assert list(first.ledger) == list(second.ledger)


async def test_conversations_do_not_hear_each_other() -> None:
    """What one conversation was told is not known in another."""
    advisor = new_advisor()
    await talk(advisor, SPLIT, name="mine")
    (reply,) = await talk(advisor, "只看战略层", name="yours")
    assert not shown(reply)
    assert not shown(reply, Given)


# -- refused -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "message", ["预算" + "9" * MAX_CHARACTERS, "预算" + "7" * 5000 + "元怎么分", "budget " + "1, " * 9000]
)
async def test_a_message_past_the_limits_changes_nothing(message: str, language: str) -> None:
    """A message that is too long, or a figure in it, gets a sentence; the conversation stays as it was."""
    advisor = new_advisor()
    (before,) = await talk(advisor, SPLIT)
    reply = await advisor.ask(message, conversation="test", language=language)
    assert len(reply.text) < 200
    assert not reply.facts
    stored = advisor.store.load("test")
    assert list(stored.ledger) == list(before.ledger)
    (after,) = await talk(advisor, "只看战略层")
    assert shown(after) == {"18万元"}


@pytest.mark.parametrize(
    "message", ["预算0元怎么分", "预算是-300万", "marketing budget: -$5", "预算9e999999999元", "AI占比0%", "占比150%"]
)
async def test_an_impossible_figure_gets_a_sentence_and_no_amount(message: str) -> None:
    """Zero, negative and absurd figures are refused, and what was being talked about goes on."""
    advisor = new_advisor()
    _, refused, after = await talk(advisor, SPLIT, message, "能力层呢")
    assert not shown(refused)
    assert shown(after) == {"30万元"}


@pytest.mark.parametrize("message", ["", "   ", "\n\t", "???", "。。。", "\u200b"])
async def test_an_empty_message_gets_a_question(message: str) -> None:
    """Nothing said is no error."""
    (reply,) = await talk(new_advisor(), message)
    assert not reply.facts


async def test_a_turn_that_cannot_be_stored_is_not_shown_as_done() -> None:
    """When another writer takes every turn first, the caller is told."""

    class Taken(SqlStore):
        def append(self, *args: Any, **kwargs: Any) -> None:
            raise TurnTaken("taken")

    with pytest.raises(TurnTaken):
        await new_advisor(Taken(SqliteDatabase(":memory:"))).ask(SPLIT, conversation="a")


async def test_a_turn_that_was_taken_is_planned_anew() -> None:
    """When another writer stored a turn in between, the reply is withdrawn and told over what that writer left."""
    intruder = new_advisor()
    await talk(intruder, "年度营销预算两千万", name="a")
    theirs = intruder.store.load("a")

    class Late(SqlStore):
        def append(self, name: str, turn: Any, facts: Any) -> None:
            if not self.load(name).turns:
                super().append(name, theirs.turns[0], tuple(theirs.ledger))
            super().append(name, turn, facts)

    events = [
        event async for event in new_advisor(Late(SqliteDatabase(":memory:"))).stream("能力层多少?", conversation="a")
    ]
    done = events[-1]
    assert any(isinstance(event, Restart) for event in events)
    assert isinstance(done, Done)
    assert done.reply.turn == 2
    assert shown(done.reply) == {"100万元"}


# -- at once -----------------------------------------------------------------------------------------------------------


async def test_turns_of_one_conversation_run_one_after_the_other() -> None:
    """Many messages at once are all stored, each once, and none sees half of another."""
    advisor = new_advisor()
    messages = [f"年度营销预算{n}00万怎么分?" for n in range(1, 9)]
    replies = await asyncio.gather(*(advisor.ask(m, conversation="one") for m in messages))
    for message, reply in zip(messages, replies, strict=True):
        sound(reply)
        assert reply.message == message
        assert shown(reply, Given) == {f"{messages.index(message) + 1}00万元"}
    stored = advisor.store.load("one")
    assert sorted(t.message for t in stored.turns) == sorted(messages)
    assert [t.number for t in stored.turns] == list(range(1, 9))
    assert len({fact.id for fact in stored.ledger}) == len(stored.ledger)


async def test_conversations_at_once_are_as_if_alone() -> None:
    """Turns of many conversations that run together give what each gives alone."""
    advisor = new_advisor()
    alone = await talk(new_advisor(), *CONVERSATION[:4])
    together = await asyncio.gather(*(talk(advisor, *CONVERSATION[:4], name=f"c{n}") for n in range(4)))
    assert all(texts(replies) == texts(alone) for replies in together)


async def test_two_advisors_over_one_file_lose_no_turn(tmp_path: Path) -> None:
    """Two processes that answer the same conversation at once store every turn."""
    path = tmp_path / "conversations.sqlite"
    advisors = [new_advisor(store_in_file(path)) for _ in range(2)]
    await asyncio.gather(*(a.ask(SPLIT, conversation="one") for a in advisors for _ in range(2)))
    assert [t.number for t in store_in_file(path).load("one").turns] == [1, 2, 3, 4]


async def test_a_listener_who_leaves_stores_nothing() -> None:
    """A stream that is closed before its end leaves the conversation as it was, and the next turn is not blocked."""
    advisor = new_advisor()
    events = advisor.stream(SPLIT, conversation="a")
    assert isinstance(await anext(events), Delta)
    await events.aclose()
    assert advisor.store.load("a").next_turn == 1
    assert (await talk(advisor, SPLIT, name="a"))[0].turn == 1


# -- language ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("messages", "languages"),
    [
        (
            ("年度营销预算六百万怎么分?", "in English please", "and the capability layer?", "用中文"),
            ["zh", "en", "en", "zh"],
        ),
        (("hello", "$5,000,000", "谢谢"), ["en", "en", "zh"]),
        (("AI budget 90k USD, split it", "能力层呢"), ["en", "zh"]),
        (("Our campaign budget係HK$3.6M，你幫我split落三層吖", "My boss 問 strategic layer 佔幾多"), ["zh", "zh"]),
        (("请问 phase 3 的 KPI 是哪几个？麻烦给我 English version", "What does 能力层 mean?"), ["en", "en"]),
    ],
)
def test_a_reply_speaks_the_language_of_its_message(messages: tuple[str, ...], languages: list[str]) -> None:
    """The language follows the message, one asked for wins, and a bare figure keeps that of the conversation."""
    assert [reply.language for reply in talked(*messages)] == languages


async def test_a_channel_may_settle_the_language() -> None:
    """A language that is settled holds whatever the message is in, until a message asks for another."""
    advisor = new_advisor()
    assert (await advisor.ask(SPLIT, conversation="a", language="en")).language == "en"
    assert (await advisor.ask("用中文再说一遍", conversation="a", language="en")).language == "zh"
    settled: Advisor = replace(advisor, default_language="en")
    assert (await settled.ask(SPLIT, conversation="b")).language == "en"
