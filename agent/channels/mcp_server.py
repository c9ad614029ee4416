"""The Model Context Protocol: the advisor behind its gate, and the calculators, as tools of any MCP client.

``ask_advisor`` answers in words that have passed the gate, with citations and receipts. The calculators take fact ids of a
conversation or figures in words ("3000万元", "8%"), which are read by code and marked as given by the caller; their
results never enter a conversation. What is served is on standard input and output, or on the loopback address.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from agent.advisor import Advisor
from agent.errors import AdvisorError
from agent.given import give
from agent.replies import receipt
from tools import registry
from tools.desk import Desk
from tools.errors import InvalidInput, ToolError
from tools.facts import Fact, Ledger
from tools.identity import Label
from tools.registry import Argument, ArgumentKind
from tools.spend import COUNTS

log = logging.getLogger(__name__)

ASK = "ask_advisor"
LOOPBACK = "127.0.0.1"
LONGEST_FIGURE = 120
LONGEST_NAME = 200

_INSTRUCTIONS = (
    "Answers about AI-marketing budgets, computed or quoted, never made up. Prefer ask_advisor for questions in words. "
    "A calculator takes each figure as words (3000万元, USD 2 million, 8%, 45 people) or, with `conversation`, as the id of a "
    "fact of that conversation (U1, F2)."
)
_LANGUAGE = {"type": "string", "enum": ["zh", "en"], "description": "language of the texts; the question's by default"}
_CONVERSATION = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_NAME,
    "description": "name of the conversation; follow-ups name it again",
}
_RECEIPT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string", "description": "what the figure is"},
        "text": {"type": "string", "description": "the figure as it is to be written"},
        "value": {"type": "string", "description": "the exact decimal"},
        "formula": {"type": "string"},
    },
    "required": ["id", "name", "text", "value"],
}
_CALCULATED = {
    "type": "object",
    "properties": {"facts": {"type": "array", "items": _RECEIPT}},
    "required": ["facts"],
}
_ANSWERED = {
    "type": "object",
    "properties": {
        "conversation": {"type": "string"},
        "text": {"type": "string"},
        "citations": {"type": "array"},
        "facts": {"type": "array", "items": _RECEIPT},
    },
    "required": ["conversation", "text", "citations", "facts"],
}
#: Amounts may be typed without a currency; other figures keep the unit that they are written with.
_MONEY = frozenset(
    {"budget", "amount", "wanted", "part", "whole", "planned", "spent", "ai", "marketing", "turnover", "price"}
)
_FIGURES = (ArgumentKind.FACT, ArgumentKind.COUNT)


def tools_for(advisor: Advisor) -> list[Tool]:
    """The tools with their schemas: enumerations come from the framework in force."""
    ask = Tool(
        name=ASK,
        title="Ask the advisor",
        description="Answer a question about AI-marketing budgets, in Chinese or English, with citations and receipts.",
        input_schema={
            "type": "object",
            "properties": {
                "message": {"type": "string", "minLength": 1, "description": "the question, in words"},
                "conversation": _CONVERSATION,
                "language": _LANGUAGE,
            },
            "required": ["message"],
            "additionalProperties": False,
        },
        output_schema=_ANSWERED,
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False),
    )
    return [ask, *(_calculator(tool, advisor) for tool in registry.TOOLS)]


def _calculator(tool: registry.Tool, advisor: Advisor) -> Tool:
    schema = tool.schema(advisor.framework)
    properties = {argument.name: _schema(argument, schema["properties"][argument.name]) for argument in tool.arguments}
    return Tool(
        name=tool.name,
        description=tool.description,
        input_schema={**schema, "properties": {**properties, "conversation": _CONVERSATION, "language": _LANGUAGE}},
        output_schema=_CALCULATED,
        annotations=ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False),
    )


def _schema(argument: Argument, given: dict[str, Any]) -> dict[str, Any]:
    figure = {"type": "string", "minLength": 1, "maxLength": LONGEST_FIGURE}
    if argument.kind is ArgumentKind.FACT:
        return {**figure, "description": f"{argument.description}: a figure in words or the id of a fact"}
    if argument.kind is ArgumentKind.FACTS:
        return {**given, "properties": dict.fromkeys(given["properties"], figure)}
    if argument.kind is ArgumentKind.LIST:
        return {**given, "items": figure}
    if argument.kind is ArgumentKind.COUNT:
        return {**figure, "description": f"{argument.description}: a number in words or the id of a fact"}
    return given


def build_server(advisor: Advisor) -> Server[Any]:
    """The server over ``advisor``; the caller chooses the transport."""
    offered = {tool.name: tool for tool in tools_for(advisor)}

    async def list_tools(_: Any, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=list(offered.values()))

    async def call_tool(_: Any, params: CallToolRequestParams) -> CallToolResult:
        arguments = params.arguments or {}
        language = arguments.get("language")
        try:
            _fits(offered, params.name, arguments)
            if params.name == ASK:
                return _result(await _ask(advisor, arguments))
            return _result(await asyncio.to_thread(_calculate, advisor, params.name, arguments))
        except InvalidInput as error:
            return _refused(error.in_language(language or "en"))
        except (ToolError, AdvisorError) as error:
            return _refused(str(error))
        except Exception:  # a mistake of ours ends one call, not the connection
            log.exception("the tool %s failed", params.name)
            return _refused("The call failed; nothing was computed.")

    return Server(
        "ai-marketing-budget-advisor",
        title="AI marketing budget advisor",
        version=_version(),
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _fits(offered: Mapping[str, Tool], name: str, arguments: Mapping[str, Any]) -> None:
    """Hold the arguments against the tool's schema. Raises :class:`InvalidArguments` that names the argument."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    if name not in offered:
        raise registry.InvalidArguments(f"There is no tool {name!r}; the tools are: {', '.join(offered)}.")
    error = best_match(Draft202012Validator(offered[name].input_schema).iter_errors(arguments))
    if error is not None:
        raise registry.InvalidArguments(f"{'.'.join((name, *map(str, error.absolute_path)))}: {error.message}")


async def _ask(advisor: Advisor, arguments: Mapping[str, Any]) -> dict[str, Any]:
    name = arguments.get("conversation") or f"mcp-{secrets.token_hex(6)}"
    reply = await advisor.ask(arguments["message"], conversation=name, language=arguments.get("language"))
    return reply.to_json()


def _calculate(advisor: Advisor, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    tool = registry.tool(name)
    ledger = Ledger()
    if conversation := arguments.get("conversation"):
        ledger = advisor.store.load(conversation).ledger  # a copy: what is computed here stays here
    desk = Desk(advisor.framework, ledger)
    taken: dict[str, Any] = {}
    for argument in tool.arguments:
        value = arguments.get(argument.name)
        if isinstance(value, Mapping):
            taken[argument.name] = {key: _fact_id(desk, argument, item) for key, item in value.items()}
        elif isinstance(value, list):
            taken[argument.name] = [_fact_id(desk, argument, item) for item in value]
        elif value is not None:
            taken[argument.name] = _fact_id(desk, argument, value) if argument.kind in _FIGURES else value
    language = arguments.get("language") or "zh"
    result = registry.call(desk, name, taken)
    return {"facts": [receipt(ledger, fact, language) for fact in registry.facts_of(result)]}


def _fact_id(desk: Desk, argument: Argument, text: str) -> str:
    if text in desk.ledger or (argument.kind is ArgumentKind.COUNT and text in COUNTS):
        return text
    fact: Fact = give(
        desk.ledger, text, label=Label("给出的数字", "figure given"), concepts=("given",), money=argument.name in _MONEY
    )
    return fact.id


def _result(data: dict[str, Any]) -> CallToolResult:
    text = data.get("text") or json.dumps(data, ensure_ascii=False)
    return CallToolResult(content=[TextContent(text=text)], structured_content=data)


def _refused(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=sentence)], is_error=True)


def _version() -> str:
    try:
        return version("ai-marketing-budget-advisor")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return ""


def serve_stdio(advisor: Advisor) -> None:
    """Serve one client on standard input and output until it leaves."""

    async def serve() -> None:
        server = build_server(advisor)
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    asyncio.run(serve())


def serve_http(advisor: Advisor, *, port: int) -> None:
    """Serve on ``http://127.0.0.1:port/mcp`` until stopped; other hosts' pages are turned away."""
    import uvicorn

    app = build_server(advisor).streamable_http_app(host=LOOPBACK)
    uvicorn.run(app, host=LOOPBACK, port=port, log_level="warning")
