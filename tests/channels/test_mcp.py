"""The MCP server, asked by the SDK's own client: in process, over standard input and over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn
from mcp import Client, MCPError, StdioServerParameters
from mcp_types import TextContent, TextResourceContents

from agent.advisor import Advisor
from agent.assembly import IN_MEMORY, open_advisor
from agent.channels.mcp_server import LOOPBACK, build_server
from agent.settings import Settings
from tools.registry import TOOLS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def advisor(tmp_path: Path) -> Advisor:
    return open_advisor(Settings(ADVISOR_OFFLINE=True, ADVISOR_DATA_DIR=tmp_path), memory=IN_MEMORY)


@contextlib.asynccontextmanager
async def connected(advisor: Advisor) -> AsyncIterator[Client]:
    async with Client(build_server(advisor)) as client:
        yield client


def told(result) -> str:
    """The text that a client shows."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def texts(result) -> dict[str, str]:
    """The figures of a calculation: name to text."""
    return {fact["name"]: fact["text"] for fact in result.structured_content["facts"]}


async def test_every_calculator_is_offered_with_a_typed_schema(advisor: Advisor) -> None:
    """A client sees the advisor and each calculator, with its arguments' types and the framework's names."""
    async with connected(advisor) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}

    assert set(tools) == {"ask_advisor", *(tool.name for tool in TOOLS)}
    split = tools["split_budget"].input_schema
    assert split["required"] == ["budget", "base"]
    assert split["properties"]["base"]["enum"] == ["marketing", "ai"]
    assert split["additionalProperties"] is False
    assert "layer.tactical" in tools["budget_for"].input_schema["properties"]["layer"]["enum"]
    assert all(tool.output_schema for tool in tools.values())


async def test_a_question_is_answered_with_citations_and_receipts(advisor: Advisor) -> None:
    """`ask_advisor` gives the gate's text, and a follow-up in the same conversation knows what was said."""
    async with connected(advisor) as client:
        first = await client.call_tool("ask_advisor", {"message": "营销预算500万怎么分？", "conversation": "m"})
        second = await client.call_tool("ask_advisor", {"message": "那如果是1000万呢？", "conversation": "m"})

    reply = first.structured_content
    assert "50万元" in reply["text"]
    assert told(first).startswith(reply["text"])
    assert all(f"[{c['number']}] {c['document']}" in told(first) for c in reply["citations"])
    assert reply["citations"]
    assert any(fact["text"] == "50万元" and fact["formula"] for fact in reply["facts"])
    assert "100万元" in second.structured_content["text"]


async def test_a_cited_passage_is_a_resource(advisor: Advisor) -> None:
    """What a reply cites can be listed and read, in both languages; an address of nothing is refused with a sentence."""
    async with connected(advisor) as client:
        reply = await client.call_tool("ask_advisor", {"message": "what is phase two?"})
        listed = {str(resource.uri) for resource in (await client.list_resources()).resources}
        cited = [line.rpartition("<")[2].rstrip(">") for line in told(reply).splitlines() if line.startswith("[")]
        (content,) = (await client.read_resource(cited[0])).contents
        with pytest.raises(MCPError, match="list the resources"):
            await client.read_resource("passage://nothing")

    assert cited
    assert set(cited) <= listed
    assert isinstance(content, TextResourceContents)
    assert "融合与深化" in content.text
    assert "integration and deepening" in content.text


async def test_a_question_without_a_conversation_begins_one(advisor: Advisor) -> None:
    """The reply names the conversation that was begun, another one each time."""
    async with connected(advisor) as client:
        names = {
            (await client.call_tool("ask_advisor", {"message": "hello"})).structured_content["conversation"]
            for _ in range(2)
        }

    assert len(names) == 2
    assert "" not in names


@pytest.mark.parametrize(
    ("tool", "arguments", "name", "text"),
    [
        ("split_budget", {"budget": "3000万元", "base": "marketing"}, "战术层金额", "300万元"),
        ("split_budget", {"budget": "$1 million", "base": "ai", "language": "en"}, "strategic layer amount", "$166,666.67"),
        ("budget_range", {"budget": "3000万"}, "AI 投入上限", "600万元"),
        ("budget_for", {"wanted": "50万元", "base": "marketing", "layer": "layer.tactical"}, "年度营销预算", "500万元"),
        ("kpi_target", {"kpi": "kpi.adoption", "baseline": "45 people", "language": "en"}, "staff adoption target, phase 1", "≥23 people"),
        ("change_between", {"before": "2%", "after": "2.3%"}, "变化", "提升15%"),
        ("check_phase", {"phase": "phase.validation", "actuals": {"kpi.cost": "-22%"}}, "成本降低超出（第1阶段）", "2个百分点"),
        ("convert_currency", {"amount": "100万元", "rate": "7.2", "to": "USD", "quoted": "inverse"}, "给出的数字", "≈138,888.89美元"),
        ("calculate", {"operation": "share", "a": "50万元", "b": "200万元"}, "比值", "25%"),
    ],
)  # fmt: skip
async def test_a_calculator_takes_figures_in_words(advisor: Advisor, tool, arguments, name, text) -> None:
    """Figures are read from their words by code, and come back computed, with the unit that they were given in."""
    async with connected(advisor) as client:
        result = await client.call_tool(tool, arguments)

    assert not result.is_error, result.content
    figures = [(fact["name"], fact["text"]) for fact in result.structured_content["facts"]]
    assert (name, text) in figures


async def test_a_calculator_takes_the_facts_of_a_conversation(advisor: Advisor) -> None:
    """A fact's id stands for its figure, and what is computed from it stays out of the conversation."""
    async with connected(advisor) as client:
        await client.call_tool("ask_advisor", {"message": "营销预算500万怎么分？", "conversation": "m"})
        before = len(advisor.store.load("m").ledger)
        result = await client.call_tool("budget_range", {"budget": "U1", "conversation": "m"})

    assert texts(result)["AI 投入下限"] == "15万元"
    assert len(advisor.store.load("m").ledger) == before


@pytest.mark.parametrize(
    ("tool", "arguments", "named"),
    [
        ("split_budget", {"budget": "3000万"}, "base"),
        ("split_budget", {"budget": 30_000_000, "base": "marketing"}, "budget"),
        ("split_budget", {"budget": "3000万", "base": "whole"}, "base"),
        ("split_budget", {"budget": "3000万", "base": "ai", "extra": "1"}, "extra"),
        ("split_budget", {"budget": "a lot of money", "base": "ai"}, "a single figure"),
        ("split_budget", {"budget": "-5 million", "base": "ai"}, "positive"),
        ("split_budget", {"budget": "9" * 200, "base": "ai"}, "budget"),
        ("check_phase", {"phase": "phase.validation", "actuals": {"kpi.ltv": "3%"}}, "kpi.ltv"),
        ("nothing", {}, "nothing"),
        ("ask_advisor", {}, "message"),
    ],
)  # fmt: skip
async def test_a_call_that_does_not_fit_is_told_what_would(advisor: Advisor, tool, arguments, named) -> None:
    """A wrong call gives an error that names what is wrong, and no figure."""
    async with connected(advisor) as client:
        result = await client.call_tool(tool, arguments)

    assert result.is_error
    assert named in told(result)
    assert result.structured_content is None


async def test_standard_input_and_output_speak_the_protocol(tmp_path: Path) -> None:
    """`advisor mcp` serves a client that starts it, and ends when the client leaves."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "agent.cli", "mcp"],
        cwd=ROOT,
        env={"ADVISOR_OFFLINE": "1", "ADVISOR_DATA_DIR": str(tmp_path)},
    )
    async with Client(server) as client:
        result = await client.call_tool("split_budget", {"budget": "$1 million", "base": "marketing"})

    assert "$100,000" in texts(result).values() or "10万美元" in texts(result).values()


@pytest.fixture
async def address(advisor: Advisor) -> AsyncIterator[str]:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        port = taken.getsockname()[1]
        app = build_server(advisor).streamable_http_app(host=LOOPBACK)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        taken.listen()
        running = asyncio.create_task(server.serve(sockets=[taken]))
        while not server.started:  # noqa: ASYNC110 (uvicorn has no event to wait for)
            await asyncio.sleep(0.01)
        yield f"http://{LOOPBACK}:{port}/mcp"
        server.should_exit = True
        await running


async def test_streamable_http_speaks_the_protocol(address: str) -> None:
    """The same tools answer over HTTP on the loopback address."""
    async with Client(address) as client:
        result = await client.call_tool("ask_advisor", {"message": "How much of the budget goes to AI?"})

    assert "20%" in result.structured_content["text"]


async def test_another_site_is_turned_away(address: str) -> None:
    """A page of another origin cannot use the server through the user's browser."""
    import httpx

    async with httpx.AsyncClient() as browser:
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        headers = {"accept": "application/json, text/event-stream"}
        foreign = await browser.post(address, json=call, headers={**headers, "origin": "http://example.org"})
        rebound = await browser.post(address, json=call, headers={**headers, "host": "example.org"})

    assert foreign.status_code == 403
    assert rebound.status_code == 421
