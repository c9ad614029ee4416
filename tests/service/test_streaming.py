from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from agent.assembly import IN_MEMORY, open_advisor
from agent.channels.http.app import create_app
from agent.channels.http.streaming import kept_open
from agent.replies.books import Finished, Piece, TurnBegun
from agent.settings import Settings
from agent.testing import ScriptedModel, fail, say
from tests.service.serving import offline_advisor, serving

QUESTION = "Our marketing budget is $2m. How much is the tactical layer?"
EVENTS = {"Accept": "text/event-stream"}


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel() as found:
        yield found


@pytest.fixture
def address(tmp_path: Path, model: ScriptedModel) -> Iterator[str]:
    settings = Settings(
        OPENAI_API_KEY="k", OPENAI_BASE_URL=model.url, ADVISOR_MODEL="scripted", ADVISOR_DATA_DIR=tmp_path
    )
    with serving(create_app(lambda: open_advisor(settings, memory=IN_MEMORY))) as found:
        yield found


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for part in text.split("\n\n"):
        lines = part.splitlines()
        if len(lines) == 2:
            found.append((lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))))
    return found


def asked(address: str, message: str, **fields: Any) -> list[tuple[str, dict[str, Any]]]:
    answer = httpx.post(
        f"{address}/v1/ask", json={"message": message, **fields}, headers=EVENTS, timeout=30, trust_env=False
    )
    assert answer.headers["content-type"].startswith("text/event-stream")
    return events(answer.text)


def shown(told: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The blocks that a client has after all deltas, who only ever replaces the tail."""
    blocks: list[dict[str, Any]] = []
    for name, data in told:
        if name == "restart":
            blocks = []
        if name == "delta":
            blocks = blocks[: data["tail"]["start"]] + data["tail"]["blocks"]
    return blocks


def test_a_streamed_reply_tells_its_figures_as_they_come(address: str, model: ScriptedModel):
    """Each piece has its figures with their places and receipts; the pieces add up to the reply, and so does the layout."""
    model._script += [say("Here is what it comes to.\n\n[[C1]].\n\nThat is the short of it.", pieces=3)]
    told = asked(address, QUESTION, conversation="s")
    (reply,) = [data["reply"] for name, data in told if name == "reply"]
    pieces = [Piece.model_validate(data) for name, data in told if name == "delta"]

    assert (told[0][0], TurnBegun.model_validate(told[0][1]).conversation) == ("turn", "s")
    assert told[-1][0] == "reply"
    Finished.model_validate(told[-1][1])
    assert reply["mode"] == "online"
    assert len(pieces) > 1
    assert "".join(piece.text for piece in pieces) == reply["text"]
    assert [s.model_dump() for piece in pieces for s in piece.spans] == reply["spans"]
    assert {f.id for piece in pieces for f in piece.facts} == {s["fact"] for s in reply["spans"]}
    text = ""
    for piece in pieces:
        text += piece.text
        assert all(span.end <= len(text) for span in piece.spans)
    bare = [{k: v for k, v in block.items() if k == "text"} for block in shown(told)]
    assert bare == [{k: v for k, v in block.items() if k == "text"} for block in reply["blocks"]]


def test_a_withdrawn_stream_begins_anew(address: str, model: ScriptedModel):
    """Where the model fails after some of its words are out, `restart` takes them back before the offline reply."""
    model._script += [
        say("Here is what it comes to. [[C1]]. And more of it.", pieces=4, cut_after=12),
        *[fail(500)] * 3,
    ]
    told = asked(address, QUESTION)
    reply = told[-1][1]["reply"]
    kinds = [name for name, _ in told]

    assert "restart" in kinds
    last = len(kinds) - kinds[::-1].index("restart")
    assert "".join(data["text"] for name, data in told[last:] if name == "delta") == reply["text"]
    assert (reply["mode"], bool(reply["notice"])) == ("offline", True)
    model._script.clear()


def test_without_events_asked_for_the_reply_comes_whole(tmp_path: Path):
    """The same address answers JSON to everybody else, with the same reply."""
    advisor = offline_advisor(tmp_path)
    with serving(create_app(lambda: advisor)) as address:
        whole = httpx.post(f"{address}/v1/ask", json={"message": QUESTION, "conversation": "w"}, trust_env=False).json()
        told = asked(address, QUESTION, conversation="v")

    streamed = told[-1][1]["reply"]
    assert {**whole, "conversation": ""} == {**streamed, "conversation": ""}
    assert shown(told)[0]["runs"][1]["fact"] == whole["spans"][0]["fact"]


def test_what_a_stream_cannot_begin_with_is_refused_before_it_begins(tmp_path: Path):
    """A wrong field is a 422 with a sentence and no stream; what cannot be read is answered with one."""
    advisor = offline_advisor(tmp_path)
    with serving(create_app(lambda: advisor)) as address:
        bad = httpx.post(f"{address}/v1/ask", json={"message": "x", "no": 1}, headers=EVENTS, trust_env=False)
        told = asked(address, "预算" * 9000)

    assert (bad.status_code, bad.json()["error"]["code"]) == (422, "invalid_field")
    assert told[-1][1]["reply"]["outcome"] == "asked"


def test_hanging_up_stops_the_turn(address: str, model: ScriptedModel):
    """A turn whose reader leaves is not stored: the conversation is as it was."""
    model._script += [say("Here is what it comes to. [[C1]]. And a little more of it.", pieces=4, stall_after=12)]
    with (
        httpx.Client(base_url=address, timeout=20, trust_env=False) as client,
        client.stream("POST", "/v1/ask", json={"message": QUESTION, "conversation": "left"}, headers=EVENTS) as answer,
    ):
        for line in answer.iter_lines():
            if line.startswith("event: delta"):
                break

    assert httpx.get(f"{address}/v1/conversations/left", trust_env=False).status_code == 404


async def test_silence_is_filled_so_that_no_proxy_hangs_up():
    """A stream that has nothing to say sends comments, and loses none of its events for it."""
    import asyncio

    async def slow():
        yield "event: a\ndata: 1\n\n"
        await asyncio.sleep(0.2)
        yield "event: b\ndata: 2\n\n"

    told = [part async for part in kept_open(slow(), quiet=0.05)]

    assert [part for part in told if not part.startswith(":")] == ["event: a\ndata: 1\n\n", "event: b\ndata: 2\n\n"]
    assert any(part.startswith(":") for part in told)
