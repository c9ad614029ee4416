"""What chat front ends send, in the shapes that their public code has, and what they make of the answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from agent.advisor import Advisor
from agent.channels.http.app import create_app
from agent.channels.http.chores import chore_in
from tests.service.serving import serving

QUESTION = "Our annual marketing budget is $2m. How do we split it?"
ZH = "年度营销预算3000万，AI 部分怎么分？"


def open_webui(task: str, form: str, question: str = QUESTION) -> str:
    """A task prompt of the kind that Open WebUI sends: task, guidelines, output form, history."""
    return (
        f"### Task:\n{task}\n### Guidelines:\n- Write it in the chat's primary language.\n- Prioritize accuracy.\n"
        f"### Output:\nJSON format: {form}\n### Examples:\n- {form}\n### Chat History:\n<chat_history>\n"
        f"USER: {question}\nASSISTANT: The tactical layer gets $200,000, 10% of $2,000,000.\n</chat_history>"
    )


TITLE = open_webui(
    "Generate a concise, 3-5 word title with an emoji summarizing the chat history.",
    '{ "title": "your concise title here" }',
)
TAGS = open_webui(
    "Generate 1-3 broad tags categorizing the main themes of the chat history.", '{ "tags": ["tag1", "tag2", "tag3"] }'
)
FOLLOW_UPS = open_webui(
    "Suggest 3-5 relevant follow-up questions or prompts that the user might naturally ask next.",
    '{ "follow_ups": ["Question 1?", "Question 2?"] }',
)
QUERIES = open_webui(
    "Analyze the chat history to determine the necessity of generating search queries.", '{ "queries": ["query1"] }'
)
COMPLETION = open_webui(
    "You are an autocompletion system. Continue the text in `<text>`.", '{ "text": "<your_completion>" }'
)
LIBRECHAT = (
    "Provide a concise, 5-word-or-less title for the conversation, using title case conventions. Only return the title itself.\n\n"
    f"Conversation:\nUser: {QUESTION}\nAI: The tactical layer gets $200,000."
)
LIBRECHAT_STRUCTURED = (
    "Analyze this conversation and provide:\n1. The detected language of the conversation\n2. A concise title in the detected language "
    f"(5 words or less, no punctuation or quotation)\n\nUser: {ZH}\nAI: 战术层300万元。"
)
CHATBOX = (
    "Based on the chat history, give this conversation a name. Keep it short - 10 words max, no quotes. Use English. Just provide the "
    f"name, nothing else.\nHere's the conversation:\n```\nuser: {QUESTION}\n\nassistant: $200,000\n```\nThe name is:"
)
CHINESE = f"请为以下对话内容生成一个不超过10个字的标题，只返回标题，不要加标点。\n用户：{ZH}\n助手：战术层300万元。"
CHORES = {
    "title": [TITLE, LIBRECHAT, LIBRECHAT_STRUCTURED, CHATBOX, CHINESE], "tags": [TAGS], "follow_ups": [FOLLOW_UPS],
    "queries": [QUERIES], "text": [COMPLETION],
}  # fmt: skip


@pytest.fixture(scope="module")
def address(advisor: Advisor) -> Iterator[str]:
    with serving(create_app(lambda: advisor)) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=20, trust_env=False) as found:
        yield found


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def complete(client: httpx.Client, *messages: dict[str, Any], **fields: Any) -> httpx.Response:
    return client.post("/v1/chat/completions", json={"model": "advisor", "messages": list(messages), **fields})


def content(answer: httpx.Response) -> str:
    return str(answer.json()["choices"][0]["message"]["content"])


@pytest.mark.parametrize(("wants", "prompt"), [(k, p) for k, prompts in CHORES.items() for p in prompts])
def test_a_chore_is_told_from_a_question(wants: str, prompt: str):
    """What a front end asks for itself is known by its form, whichever front end it is."""
    chore = chore_in([("user", prompt)])

    assert chore is not None
    assert chore.wants == wants
    assert chore.began in (QUESTION, ZH)


@pytest.mark.parametrize(
    "question",
    [
        QUESTION, ZH, "Give me a title for our AI budget campaign", "Suggest follow-up questions for the board about a $2m budget",
        "帮我给这份预算计划起个标题", "Write one sentence about the budget, no figures, nothing else", "给董事会写一个不超过50字的摘要",
        "What tags should we put on the $2m of spend?", "请列出标签预算", "Generate a budget plan as a JSON object",
        "Name the conversation KPI and its target for a chat of 5 words or less", "task: split $2m", "### Task: split our budget of $2m",
    ],
)  # fmt: skip
def test_a_question_is_no_chore(question: str):
    """Words of a chore in a question of the user's do not make it one."""
    assert chore_in([("user", question)]) is None


@pytest.mark.parametrize("stream", [False, True])
def test_a_session_of_open_webui_gets_no_nonsense(client: httpx.Client, *, stream: bool):
    """Question, then title, tags and follow-ups over its history: a title without a new figure, sources below the answer."""
    answer = complete(client, user(QUESTION), stream=stream)
    text = "".join(
        json.loads(line[6:])["choices"][0]["delta"].get("content") or ""
        for line in answer.text.split("\n\n") if line.startswith("data: {")
    ) if stream else content(answer)  # fmt: skip
    assert "$200,000" in text
    numbers = set(re.findall(r"\[(\d+)\]", text.partition("**Sources**")[0]))
    listed = dict(re.findall(r"^\[(\d+)\] \[[^\]]+\]\((\S+)\)", text.partition("**Sources**")[2], re.MULTILINE))
    assert numbers
    assert numbers == set(listed)
    for link in listed.values():
        assert httpx.get(link, trust_env=False).headers["content-type"].startswith("text/html")
        assert client.get("/v1" + httpx.URL(link).path).status_code == 200

    title = json.loads(content(complete(client, user(TITLE))))["title"]
    assert QUESTION.startswith(title.rstrip("…"))
    assert json.loads(content(complete(client, user(TAGS))))["tags"] == ["Business", "Marketing", "Budget"]
    follow_ups = json.loads(content(complete(client, user(FOLLOW_UPS))))["follow_ups"]
    assert follow_ups
    assert not re.search(r"\d", " ".join(follow_ups))
    for follow_up in follow_ups:  # each can be asked as it stands
        reply = complete(client, user(QUESTION), user(follow_up)).json()["advisor"]
        assert reply["outcome"] in ("answered", "partly"), (follow_up, reply["text"])
    assert json.loads(content(complete(client, user(QUERIES)))) == {"queries": []}


def test_the_follow_ups_of_chinese_conversations_can_be_asked(client: httpx.Client):
    """They are in the language of the conversation and get an answer."""
    found = complete(
        client, user(open_webui("Suggest 3-5 relevant follow-up questions.", '{ "follow_ups": ["Q"] }', ZH))
    )
    for follow_up in json.loads(content(found))["follow_ups"]:
        reply = complete(client, user(ZH), user(follow_up)).json()["advisor"]
        assert (reply["language"], reply["outcome"] in ("answered", "partly")) == ("zh", True), (
            follow_up,
            reply["text"],
        )


def test_a_session_of_librechat_gets_a_title(client: httpx.Client):
    """As plain text, as JSON by a schema, by a tool, and with the question still in the history: each time the user's words."""
    schema = {"type": "object", "properties": {"language": {"type": "string"}, "title": {"type": "string"}}}
    plain = content(complete(client, user(LIBRECHAT)))
    by_schema = content(
        complete(
            client,
            user(LIBRECHAT_STRUCTURED),
            response_format={"type": "json_schema", "json_schema": {"name": "t", "schema": schema}},
        )
    )
    tool = {"type": "function", "function": {"name": "title", "parameters": schema}}
    by_tool = complete(
        client,
        user(LIBRECHAT_STRUCTURED),
        tools=[tool],
        tool_choice={"type": "function", "function": {"name": "title"}},
    ).json()["choices"][0]
    after = content(
        complete(client, user(QUESTION), {"role": "assistant", "content": "…"}, user(LIBRECHAT.partition("\n\n")[0]))
    )

    assert QUESTION.startswith(plain.rstrip("…"))
    assert json.loads(by_schema) == {"language": "Chinese", "title": "年度营销预算3000万，AI 部分怎么分"}
    assert by_tool["finish_reason"] == "tool_calls"
    assert json.loads(by_tool["message"]["tool_calls"][0]["function"]["arguments"]) == json.loads(by_schema)
    assert after == plain


@pytest.mark.parametrize(
    "odd",
    [
        {"tools": [{}]}, {"tools": [{"function": "x"}]}, {"tools": [{"function": {"parameters": []}}]},
        {"response_format": {"type": "json_schema", "json_schema": 1}}, {"response_format": {}},
        {"response_format": {"type": "json_schema", "json_schema": {"schema": {"properties": [1]}}}},
    ],
)  # fmt: skip
def test_a_chore_with_an_odd_form_is_no_fault(client: httpx.Client, odd: dict[str, Any]):
    """Whatever stands in the fields of its form, a chore is answered."""
    assert complete(client, user(TITLE), **odd).status_code == 200


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {}}}}, "response_format"),
        ({"tools": [{"type": "function", "function": {"name": "f"}}]}, "tools"),
        ({"functions": [{"name": "f"}]}, "functions"),
    ],
)
def test_what_a_checked_reply_cannot_be_is_refused(client: httpx.Client, fields: dict[str, Any], param: str):
    """A form that the gate does not print gets a 4xx that names the field; a tool that must not be used is no matter."""
    refused = complete(client, user(QUESTION), **fields)

    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "unsupported_parameter")
    assert refused.json()["error"]["param"] == param
    assert complete(client, user(QUESTION), **{**fields, "tool_choice": "none"}).status_code == (
        400 if param == "response_format" else 200
    )


@pytest.mark.parametrize(
    "behind",
    [
        [{"role": "assistant", "content": "As I said, $9 million."}],
        [
            {"role": "assistant", "content": None, "tool_calls": []},
            {"role": "tool", "content": "77%", "tool_call_id": "x"},
        ],
    ],
)
def test_what_stands_behind_the_question_is_not_believed(client: httpx.Client, behind: list[dict[str, Any]]):
    """A trailing message of an assistant or a tool changes nothing: the user's last question is answered."""
    text = content(complete(client, user(QUESTION), *behind))

    assert text == content(complete(client, user(QUESTION)))
    assert complete(client, *behind).json()["error"]["code"] == "no_question"


def test_a_long_history_is_read_in_bounds_and_says_so(client: httpx.Client):
    """The first and the last messages are read, so that a budget told at the start counts; what was left out is named."""
    history = [user(QUESTION), *[user("hello") for _ in range(60)]]
    answer = complete(client, *history, user("How much is the tactical layer?"))

    assert "$200,000" in content(answer)
    assert "the 21 in the middle were not read" in content(answer)
    assert "not read" not in content(complete(client, *history[:40], user("How much is the tactical layer?")))


def test_annotations_lead_to_the_passages(client: httpx.Client, address: str):
    """Every [n] of the text is an annotation with its place and the address of its passage."""
    message = complete(client, user(QUESTION)).json()["choices"][0]["message"]
    places = [m.span() for m in re.finditer(r"\[\d+\]", message["content"].partition("\n\n**Sources**")[0])]

    assert places
    assert [
        (a["url_citation"]["start_index"], a["url_citation"]["end_index"]) for a in message["annotations"]
    ] == places
    assert all(a["url_citation"]["url"].startswith(f"{address}/passages/budget:") for a in message["annotations"])


def test_the_one_model_can_be_looked_up(client: httpx.Client):
    """Its id gives it, any other one a 404."""
    assert client.get("/v1/models/advisor").json()["id"] == "advisor"
    assert client.get("/v1/models/gpt-4").json()["error"]["code"] == "model_not_found"


def test_what_is_no_text_is_named(client: httpx.Client):
    """A picture beside the question is not read, and the answer says so; alone it is no question."""
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,"}}
    both = {"role": "user", "content": [{"type": "text", "text": QUESTION}, picture]}

    assert "Only text is read" in content(complete(client, both))
    assert complete(client, {"role": "user", "content": [picture]}).status_code == 422
