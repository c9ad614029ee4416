import asyncio
import re
import time
from dataclasses import replace

import pytest

from agent.errors import Trouble
from agent.replies import Delta
from agent.testing import Request, ScriptedModel, Step, ToolUse, fail, say, use
from tests.online.doubles import QUESTION, advisor, faithful, warm, watch

TEXT = "下面是我们的建议。\n\n[[T1]]\n\n[[C1]]。\n\n请先从见效快的项目做起。"
FIGURE = re.compile(r"[\d.,]+(?:万?元|%|万)?")
HTML = Step(body="<html>not an API</html>", headers={"content-type": "text/html"})

#: name: the step, the trouble that it is when streamed, and when not
FAULTS = {
    "wrong key": (fail(401), Trouble.AUTHENTICATION, None),
    "forbidden": (fail(403), Trouble.AUTHENTICATION, None),
    "wrong address": (fail(404), Trouble.ADDRESS, None),
    "unknown model": (fail(404, "The model `gpt-9` does not exist"), Trouble.MODEL, None),
    "bad request": (fail(400), Trouble.CONFIGURATION, None),
    "unprocessable": (fail(422), Trouble.CONFIGURATION, None),
    "rate limit": (fail(429, retry_after="30"), Trouble.RATE_LIMIT, None),
    "server error": (fail(500), Trouble.UNAVAILABLE, None),
    "overloaded": (fail(503, retry_after="30"), Trouble.UNAVAILABLE, None),
    "odd status": (fail(418), Trouble.UNAVAILABLE, None),
    "no API at all": (HTML, Trouble.MALFORMED, None),
    "JSON of another kind": (Step(body="[1, 2]"), Trouble.MALFORMED, None),
    "cut": (say(TEXT, cut_after=4), Trouble.CUT_OFF, Trouble.UNAVAILABLE),
    "cut politely": (say(TEXT, cut_after=4, polite=True), Trouble.CUT_OFF, Trouble.UNAVAILABLE),
    "cut before the first word": (say(TEXT, cut_after=0), Trouble.UNAVAILABLE, None),
    "garbage": (say(TEXT, garbage_after=3), Trouble.MALFORMED, None),
    "too long": (say(TEXT, finish="length"), Trouble.CUT_OFF, None),
    "filtered": (say(TEXT, finish="content_filter"), Trouble.REFUSED, None),
    "refusal": (Step(refusal="I cannot help with budgets."), Trouble.REFUSED, None),
    "refusal behind text": (Step(text="好的。", refusal="I cannot go on."), Trouble.REFUSED, None),
    "empty": (say(""), Trouble.EMPTY, None),
    "blank": (say(" \n\n "), Trouble.EMPTY, None),
}


@pytest.fixture(scope="module")
def offline():
    return asyncio.run(advisor(None).ask(QUESTION, conversation="c"))


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize("name", FAULTS)
async def test_every_fault_ends_in_the_offline_answer_and_one_line_that_says_why(name, stream, offline):
    """Whatever the endpoint does: the offline answer, the reason in one line, no second request, no half figure."""
    step, streamed, whole = FAULTS[name]
    with ScriptedModel([step]) as model:
        shown = await watch(advisor(model, stream=stream), QUESTION)
    reply = shown.reply
    assert (reply.mode, reply.trouble) == ("offline", streamed if stream or whole is None else whole)
    assert reply.text == offline.text
    assert reply.facts == offline.facts
    assert reply.notice
    assert "\n" not in reply.notice
    for screen in shown.screens[:-1]:
        assert set(FIGURE.findall(screen)) <= set(FIGURE.findall(offline.text)), screen


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize(
    "step", [say(TEXT, first_after=60), say(TEXT, stall_after=4), say(TEXT * 50, each_after=0.05)], ids=lambda s: ""
)
async def test_a_slow_model_is_given_up_at_the_deadline(step, stream, offline):
    """A late first byte, a stall and an endless trickle all end at the turn's deadline, in the offline answer."""
    if not stream and step.each_after:
        pytest.skip("a whole answer does not trickle")
    with ScriptedModel([step]) as model:
        asked = advisor(model, stream=stream, turn_seconds=0.7)
        await warm(asked)
        start = time.monotonic()
        shown = await watch(asked, QUESTION)
        took = time.monotonic() - start
    assert shown.reply.trouble is Trouble.TIMEOUT
    assert shown.reply.text == offline.text
    assert took < 1.7


async def test_the_deadline_covers_both_replies(offline):
    """The second reply has what the first left of the time, not a deadline of its own."""
    slow = [say("一共九千九百九十九万元。", first_after=0.6), say(TEXT, first_after=60)]
    with ScriptedModel(slow) as model:
        asked = advisor(model, turn_seconds=1.0)
        await warm(asked)
        start = time.monotonic()
        shown = await watch(asked, QUESTION)
        took = time.monotonic() - start
    assert shown.reply.trouble is Trouble.TIMEOUT
    assert shown.reply.text == offline.text
    assert shown.reply.refused
    assert took < 2.0


async def test_an_endpoint_that_is_not_there_is_no_error_of_the_user():
    """A refused connection ends in the offline answer."""
    model = ScriptedModel()
    model.close()
    shown = await watch(advisor(model), QUESTION)
    assert shown.reply.trouble is Trouble.UNREACHABLE
    assert "OPENAI_BASE_URL" in shown.reply.notice
    assert shown.reply.text


@pytest.mark.filterwarnings("ignore:Pydantic serializer")
@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize(
    "usage", ["garbage", 7, [1], {"prompt_tokens": "many"}, {"prompt_tokens_details": "x"}, None], ids=repr
)
async def test_an_unusable_usage_is_no_reason_to_lose_a_reply(usage, stream):
    """Token counts are of no concern to the user: whatever stands there, a good reply is shown."""
    with ScriptedModel([lambda request: replace(faithful(request), usage=usage)]) as model:
        shown = await watch(advisor(model, stream=stream), QUESTION)
    assert shown.reply.mode == "online"


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
async def test_a_good_reply_takes_one_request(stream):
    """The usual turn takes one model call, and says nothing of trouble."""
    with ScriptedModel([faithful]) as model:
        shown = await watch(advisor(model, stream=stream), QUESTION)
    assert shown.reply.mode == "online"
    assert not shown.reply.trouble
    assert not shown.reply.notice
    assert shown.restarts == 0


async def test_text_is_shown_while_it_arrives():
    """A reply that streams is shown in pieces, not at its end."""
    with ScriptedModel([say(TEXT)]) as model:
        shown = await watch(advisor(model), QUESTION)
    assert len(shown.screens) > 3


async def test_stopping_an_answer_leaves_nothing_behind():
    """A reader that stops listening cancels the request; no task goes on, and the conversation can go on."""
    with ScriptedModel([say(TEXT, stall_after=8), faithful]) as model:
        asked = advisor(model)
        await warm(asked)
        before = asyncio.all_tasks()
        events = asked.stream(QUESTION, conversation="c")
        async for event in events:
            if isinstance(event, Delta):
                break
        await events.aclose()
        assert asyncio.all_tasks() == before
        reply = await asked.ask(QUESTION, conversation="c")
    assert (reply.mode, reply.turn) == ("online", 1)


async def test_a_cancelled_turn_leaves_nothing_behind():
    """Cancelling the task that asks ends the request at once."""
    with ScriptedModel([say(TEXT, first_after=60)]) as model:
        asked = advisor(model)
        await warm(asked)
        before = asyncio.all_tasks()
        task = asyncio.create_task(asked.ask(QUESTION, conversation="c"))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert asyncio.all_tasks() == before


def test_an_author_survives_its_event_loop():
    """A terminal that opens a loop per turn asks the same author each time."""
    with ScriptedModel(always=faithful) as model:
        asked = advisor(model)
        modes = [asyncio.run(asked.ask(QUESTION, conversation="c")).mode for _ in range(3)]
    assert modes == ["online"] * 3


async def test_conversations_are_told_at_the_same_time():
    """One author serves several conversations at once, each with its own figures."""
    amounts = ["100万", "200万", "300万", "400万"]
    with ScriptedModel(always=faithful) as model:
        asked = advisor(model)
        replies = await asyncio.gather(*(asked.ask(f"年度营销预算{a}怎么分？", conversation=a) for a in amounts))
    assert [reply.mode for reply in replies] == ["online"] * 4
    for amount, reply in zip(amounts, replies, strict=True):
        assert f"{amount}元" in reply.text


def test_nothing_of_the_key_is_logged(caplog):
    """The log says what kind of trouble it was, and never quotes the key."""

    def quoting(request: Request) -> Step:
        return fail(401, f"Incorrect API key provided: {request.authorization}")

    with ScriptedModel([quoting]) as model:
        asyncio.run(advisor(model).ask(QUESTION, conversation="c"))
    assert "AuthenticationError" in caplog.text
    assert "sk-scripted" not in caplog.text


async def test_a_flood_of_text_is_cut_short():
    """A reply that does not end is given up, long before it could fill the memory."""
    with ScriptedModel([say("很好。" * 20_000, pieces=600)]) as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.trouble is Trouble.MALFORMED


async def test_words_before_a_tool_call_are_withdrawn():
    """Only the last message of a run is the reply; what was said on the way to it disappears."""
    thinking = use(
        ToolUse("compute", {"tool": "budget_range", "arguments": {"budget": "U1"}}), text="我先算一下。稍等片刻。"
    )
    with ScriptedModel([thinking, faithful]) as model:
        shown = await watch(advisor(model), QUESTION)
    assert shown.reply.mode == "online"
    assert "我先算一下" not in shown.reply.text
    assert shown.restarts == 1
