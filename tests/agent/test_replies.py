"""What is sent of a turn: one description, from which every channel's form derives."""

from __future__ import annotations

import asyncio
import io
import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from agent.channels import batch
from agent.channels.http.openapi import document
from agent.replies.blocks import blocks_of, tables_in
from agent.replies.making import conversation_of, progress_of, reply_of
from agent.replies.model import Conversation, Progress, Reply
from agent.replies.schema import schema
from agent.replies.turn import Answered, Unread
from agent.service import Service
from agent.testing import ScriptedModel, say
from tests.agent.offline import new_advisor, talked
from tests.online.doubles import QUESTION, advisor, watch

TALKS = (
    ("年度营销预算五百万怎么分?", "那如果是1000万美元呢？", "in English please"),
    ("how much should I spend on AIGC?", "our annual marketing budget is $2.5m", "compare budgets of 3m and 5m dollars"),
    ("we hit 45% adoption and cut cost 22%, can we go to phase two?", "四象限怎么分", "有哪些风险？"),
    ("做一份预算计划，年营销预算3000万，转化率现在2%", "2025年市场规模多大", "how are you?", ""),
)  # fmt: skip
#: What the JSON of a reply had before it was described; clients rely on it.
EARLIER = {"conversation", "turn", "language", "mode", "text", "notice", "refused_figures", "citations", "facts"}


@pytest.fixture(scope="module")
def replies() -> list[Answered]:
    return [reply for messages in TALKS for reply in talked(*messages)]


def words(blocks: list[dict[str, Any]]) -> str:
    """Every text of ``blocks``, in order."""
    found: list[str] = []
    for block in blocks:
        for key, value in block.items():
            if key == "text":
                found.append(value)
            elif key == "header":
                found += value
            elif key == "rows":
                found += [cell for row in value for cell in row]
            elif key in ("blocks", "items"):
                found.append(words(value))
    return "\n".join(found)


def test_every_reply_fits_its_schema_and_keeps_what_it_had(replies):
    """The JSON is what the schema says, and no field that a client may use has gone."""
    valid = Draft202012Validator(schema(Reply))
    for reply in replies:
        data = json.loads(json.dumps(reply.to_json()))
        valid.validate(data)
        assert set(data) > EARLIER
        assert Reply.model_validate(data) == reply_of(reply)


def test_blocks_say_what_the_text_says(replies):
    """The text as data has the same words in the same order, whatever the layout."""
    for reply in replies:
        written = re.sub(r"(?m)^[ >]*(?:\d+\. |[-*] |#+ )", "", reply.text)
        assert re.findall(r"[\w%$≥≤.,]+", words(reply.to_json()["blocks"])) == re.findall(
            r"[\w%$≥≤.,]+", re.sub(r"-{3,}|\*\*|\\(?=\|)", "", written)
        )


def bare(blocks):
    """Blocks without their runs and the alignment of columns."""
    if isinstance(blocks, list):
        return [bare(block) for block in blocks]
    if isinstance(blocks, dict):
        return {key: bare(value) for key, value in blocks.items() if key not in ("runs", "align")}
    return blocks


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("# A **b**", [{"type": "heading", "level": 1, "text": "A b"}]),
        ("a\nb `c` \\* & &lt;", [{"type": "paragraph", "text": "a\nb c * & <"}]),
        ("| a | b |\n|---|---|\n| 1 \\| 2 | **3** |\n| x |", [{"type": "table", "header": ["a", "b"], "rows": [["1 | 2", "3"], ["x", ""]]}]),
        ("> q\n>\n> - r", [{"type": "quotation", "blocks": [{"type": "paragraph", "text": "q"}, {"type": "list", "ordered": False, "start": 1, "items": [{"blocks": [{"type": "paragraph", "text": "r"}]}]}]}]),
        ("3. x", [{"type": "list", "ordered": True, "start": 3, "items": [{"blocks": [{"type": "paragraph", "text": "x"}]}]}]),
        ("---", [{"type": "rule"}]),
        ("```\nx  y\n```", [{"type": "code", "text": "x  y"}]),
        ("a <b>c</b>", [{"type": "paragraph", "text": "a <b>c</b>"}]),
        ("", []),
    ],
)  # fmt: skip
def test_markdown_becomes_blocks(markdown, blocks):
    """Each kind of block is known, inline marks are gone, and HTML is text."""
    assert bare(blocks_of(markdown)) == blocks


def test_tables_are_found_wherever_they_stand():
    """A table inside of a quotation or a list is one of the reply's tables."""
    table = "| a |\n|---|\n| 1 |\n"
    inside = "\n> " + table.replace("\n", "\n> ")
    found = tables_in(blocks_of(f"{table}\n{inside}\n\n- x\n\n  {table.replace(chr(10), chr(10) + '  ')}"))
    assert [block["rows"] for block in found] == [[["1"]]] * 3


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        ("年度营销预算五百万怎么分?", "answered"), ("what is phase two?", "answered"), ("能进第二阶段吗", "asked"),
        ("换成美元是多少", "answered"), ("预算是大概1,5万怎么分", "asked"), ("预算-500万怎么分", "asked"), ("", "asked"),
        ("how much is the tactical layer?", "asked"), ("预算500万，汇率8怎么分", "partly"), ("\0" * 3 + "预算" * 9000, "asked"),
    ],
)  # fmt: skip
def test_a_reply_says_whether_it_answers_or_asks(message, outcome):
    """A question back, or a refusal of the input, is no answer; shares now and amounts later are one in part."""
    (reply,) = talked(message)
    assert reply.to_json()["outcome"] == outcome


def test_a_chart_is_told_by_its_facts(replies):
    """Each point names a fact of the reply with its exact value; a reply without a chart has none."""
    charted = [reply.to_json() for reply in replies if reply.chart]
    assert charted
    for data in charted:
        facts = {fact["id"]: fact for fact in data["facts"]}
        for point in data["chart"]["points"]:
            assert (facts[point["fact"]]["value"], facts[point["fact"]]["text"]) == (point["value"], point["text"])
    assert {reply.to_json()["chart"] for reply in replies if not reply.chart} == {None}


def test_what_was_not_read_is_sent():
    """Spans of the message that a turn did not take up come with their words."""
    (reply,) = talked("你好")
    from dataclasses import replace

    data = replace(reply, unread=(Unread(0, 2, "你好"),), outcome="partly", reading="问候").to_json()
    assert (data["unread"], data["outcome"], data["reading"]) == ([{"start": 0, "end": 2, "text": "你好"}], "partly", "问候")  # fmt: skip
    assert (reply.to_json()["unread"], reply.to_json()["reading"], reply.to_json()["spans"]) == ([], "chat greet", [])


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
@pytest.mark.parametrize(("usage", "tokens"), [({"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}, (14, 10)), (None, (None, None))])  # fmt: skip
async def test_what_a_model_took_is_told(stream, usage, tokens):
    """Requests are counted, tokens added up; where the endpoint does not tell them they are null, not nought."""
    with ScriptedModel([say("战术层得到 99万元。", usage=usage), say("先看拆分：\n\n[[T1]]", usage=usage)]) as model:
        shown = await watch(advisor(model, stream=stream), QUESTION)
    data = shown.reply.to_json()
    assert data["mode"] == "online"
    assert data["model"] == {"requests": 2, "prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    assert data["refused"] == {"count": 1, "kinds": ["figure"]}
    assert data["refused_figures"] == 1


async def test_what_a_failed_model_took_is_told():
    """A turn that ends offline after two refusals says what they cost and what was refused."""
    with ScriptedModel([say("战术层得到 99万元。"), say("战术层得到 98万元。")]) as model:
        shown = await watch(advisor(model), QUESTION)
    data = shown.reply.to_json()
    assert (data["mode"], data["trouble"], data["model"]["requests"]) == ("offline", "unsupported_figures", 2)
    assert data["refused"] == {"count": 2, "kinds": ["figure"]}


def test_a_stored_turn_says_what_was_not_recorded():
    """What the store does not keep, the use of a model, is null in a conversation that is read again; the rest is the same."""
    service = Service(new_advisor())
    first = asyncio.run(service.ask("年度营销预算五百万怎么分?", conversation="a")).to_json()
    (again,) = conversation_of("a", service.turns("a")).model_dump(mode="json")["turns"]
    assert (again["outcome"], again["model"]) == ("answered", None)
    assert {key: again[key] for key in EARLIER | {"blocks", "tables"}} == {
        key: first[key] for key in EARLIER | {"blocks", "tables"}
    }


def test_progress_fits_its_schema():
    """How a plan is doing is described to the last fact."""
    service = Service(new_advisor())
    service.record("k", "conversion=2% 2026-03-01", language="en")
    found = service.record("k", "转化率=2.4%", language="zh", day="2026-04-01")
    data = progress_of(found, conversation="mine").model_dump(mode="json")
    Draft202012Validator(schema(Progress)).validate(data)
    assert data["conversation"] == "mine"
    assert [m["figure"]["text"] for m in data["measurements"]] == ["2%", "2.4%"]


def test_the_openapi_document_is_made_of_the_models():
    """Facts, receipts, citations and blocks are components, and the reply's fields are those of its model."""
    schemas = document(version="1", secured=False)["components"]["schemas"]
    named = {
        "Fact",
        "Given",
        "Sourced",
        "Computed",
        "Citation",
        "Paragraph",
        "Table",
        "Quotation",
        "Chart",
        "ModelUse",
    } | {"Block", "Receipt"}
    assert named <= set(schemas)
    assert set(schemas["Reply"]["properties"]) == set(Reply.model_fields) == set(schemas["Reply"]["required"])
    assert schemas["Fact"]["properties"]["inputs"]["items"] == {"$ref": "#/components/schemas/Fact"}
    assert set(schemas["Conversation"]["properties"]) == set(Conversation.model_fields)


def test_batch_sends_the_reply_and_passes_on_who_speaks(monkeypatch):
    """An event ``done`` is the reply with its session; ``speaker`` reaches the advisor, and a wrong one is refused."""
    own = new_advisor()
    heard: list[str] = []
    events: list[dict[str, Any]] = []
    stream = type(own).stream

    def noting(self, message, **options):
        heard.append(options["speaker"])
        return stream(self, message, **options)

    monkeypatch.setattr(type(own), "stream", noting)
    lines = [{"session": "a", "text": "预算500万怎么分", "speaker": "U1"}, {"session": "a", "text": "好", "speaker": 5}]
    source = io.BytesIO("\n".join(json.dumps(line) for line in lines).encode())
    assert batch.run(own, batch.read_lines(source), events.append) == 1
    done = next(event for event in events if event["event"] == "done")
    assert {"session", "text", "outcome", "unread", *EARLIER} <= set(done)
    assert heard == ["U1"]
    assert "speaker" in events[-1]["message"]
