import json
import os
import subprocess
import sys

import pytest

from agent.testing import ScriptedModel, say
from tests.online.doubles import QUESTION, advisor, faithful, part, watch

QUESTIONS = [
    QUESTION,
    "那如果是1000万呢",
    "marketing budget $3.4m, layer amounts?",
    "can we put 45% of a $1m marketing budget into AI?",
    "采纳率45%，成本降22%，能进第二阶段吗？",
    "AI智能体能干什么活儿",
    "how do I get employees on board with AI?",
    "比较一下三百万、五百万和八百万的营销预算",
    "你好",
    "今天天气怎么样",
]


@pytest.fixture(scope="module")
def requests():
    import asyncio

    with ScriptedModel(always=faithful) as model:
        asked = advisor(model)

        async def ask() -> None:
            for question in QUESTIONS:
                reply = await asked.ask(question, conversation="c")
                assert reply.mode == "online", (question, reply.trouble)

        asyncio.run(ask())
        return list(model.requests)


def test_a_usual_turn_takes_one_request(requests):
    """Faithful replies pass at once: as many requests as questions."""
    assert len(requests) == len(QUESTIONS)


def test_a_request_is_small(requests):
    """Messages and tool schemas together take at most 7,000 characters a turn on average, and never many more."""
    sizes = [len(request.prompt) for request in requests]
    assert sum(sizes) / len(sizes) <= 7_000
    assert max(sizes) <= 8_500


def test_the_fixed_part_is_fixed_and_comes_first(requests):
    """Tools and rules are the same in every request, byte for byte, so that a provider can cache them."""
    assert len({json.dumps(request.tools) for request in requests}) == 1
    assert len({request.messages[0]["content"] for request in requests}) == 1
    assert requests[0].messages[0]["role"] == "system"


def test_the_request_holds_the_facts_with_their_values(requests):
    """Each fact comes with id, name and value; what answers is told as statements by reference."""
    assert "U1 年度营销预算 500万元" in part(requests[0], "facts")
    assert "战术层 | 10% | 50万元" in part(requests[0], "statements")
    assert "\nT1: " in part(requests[0], "statements")
    assert "budget:29 = X" in part(requests[0], "passages")


def test_the_reading_is_offered_as_a_proposal(requests):
    """The moves of code's reading go along, in the short names of the tool that can correct them."""
    assert "tell U1 budget of=MKT" in part(requests[0], "reading")
    assert "suppose U2 set" in part(requests[1], "reading")


def test_the_state_goes_along_in_few_lines(requests):
    """Budgets with their scenarios, and what was asked last, stand in at most five lines."""
    state = part(requests[1], "state").splitlines()
    assert len(state) <= 5
    assert state[0].startswith("budgets (* in focus): K1* (told): MKT U1")


def test_figures_of_the_message_are_marked_by_their_ids(requests):
    """A model sees which figure has which id, and never has to write one."""
    assert part(requests[0], "message") == "年度营销预算⟦U1 五百万⟧怎么分？"


def test_passages_go_along_with_every_message(requests):
    """Sources are searched for every message, and said to be excerpts."""
    for request in requests[:8]:
        assert "excerpts" in part(request, "passages")


def test_the_language_asked_for_is_named(requests):
    """The model is told in which language to reply."""
    assert "Reply in Chinese." in requests[0].said("user")
    assert "Reply in English." in requests[2].said("user")


async def test_a_very_long_message_does_not_make_a_very_long_request():
    """Of a message of thousands of characters the beginning is sent; its figures were read by code."""
    with ScriptedModel([say("好的。")]) as model:
        await watch(advisor(model), "年度营销预算五百万怎么分？" + "请详细说明。" * 600)
    assert len(model.requests[0].prompt) <= 8_000


async def test_a_message_that_cannot_be_read_reaches_no_model():
    """A refusal of the input is code's to tell: no request is made."""
    with ScriptedModel([]) as model:
        shown = await watch(advisor(model), "预算" + "9" * 5_000)
    assert shown.reply.mode == "offline"
    assert model.requests == []


def test_the_offline_path_imports_neither_langchain_nor_openai():
    """Without a model none of its libraries is loaded, not even by opening the author."""
    code = (
        "import sys, asyncio\n"
        "from agent.online import open_author\nfrom agent.settings import Settings\n"
        "open_author(Settings(_env_file=None, openai_api_key='sk-x'))\n"
        "import agent.testing\n"
        "print([m for m in ('langchain', 'langchain_core', 'langgraph', 'openai', 'httpx', 'langsmith') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert run.stdout.strip() == "[]"
