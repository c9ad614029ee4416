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

from agent.calculators import Calculator
from agent.errors import AdvisorError
from agent.replies.making import facts_of
from agent.replies.model import Calculated, Reply
from agent.replies.schema import schema
from agent.service import Opened, Service
from tools.errors import InvalidInput, ToolError

log = logging.getLogger(__name__)

ASK = "ask_advisor"
LOOPBACK = "127.0.0.1"
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


def tools_for(service: Service) -> list[Tool]:
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
        output_schema=schema(Reply),
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False),
    )
    return [ask, *map(_calculator, service.calculators())]


def _calculator(calculator: Calculator) -> Tool:
    taken = calculator.arguments
    properties = {**taken["properties"], "conversation": _CONVERSATION, "language": _LANGUAGE}
    return Tool(
        name=calculator.name,
        description=calculator.description,
        input_schema={**taken, "properties": properties},
        output_schema=schema(Calculated),
        annotations=ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False),
    )


def build_server(advisor: Opened) -> Server[Any]:
    """The server over ``advisor``; the caller chooses the transport."""
    service = Service.of(advisor)
    offered = {tool.name: tool for tool in tools_for(service)}

    async def list_tools(_: Any, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=list(offered.values()))

    async def call_tool(_: Any, params: CallToolRequestParams) -> CallToolResult:
        arguments = params.arguments or {}
        language = arguments.get("language")
        try:
            _fits(offered, params.name, arguments)
            if params.name == ASK:
                return _result(await _ask(service, arguments))
            return _result(await asyncio.to_thread(_calculate, service, params.name, arguments))
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
    """Hold the arguments against the tool's schema. Raises :class:`ToolError` that names the argument."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    if name not in offered:
        raise ToolError(f"There is no tool {name!r}; the tools are: {', '.join(offered)}.")
    error = best_match(Draft202012Validator(offered[name].input_schema).iter_errors(arguments))
    if error is not None:
        raise ToolError(f"{'.'.join((name, *map(str, error.absolute_path)))}: {error.message}")


async def _ask(service: Service, arguments: Mapping[str, Any]) -> dict[str, Any]:
    name = arguments.get("conversation") or f"mcp-{secrets.token_hex(6)}"
    reply = await service.ask(arguments["message"], conversation=name, language=arguments.get("language"))
    return reply.to_json()


def _calculate(service: Service, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    conversation, language = arguments.get("conversation"), arguments.get("language") or "zh"
    found = service.calculate(name, arguments, conversation=conversation, language=language)
    return facts_of(found).model_dump(mode="json")


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


def serve_stdio(advisor: Opened) -> None:
    """Serve one client on standard input and output until it leaves."""

    async def serve() -> None:
        server = build_server(advisor)
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    asyncio.run(serve())


def serve_http(advisor: Opened, *, port: int) -> None:
    """Serve on ``http://127.0.0.1:port/mcp`` until stopped; other hosts' pages are turned away."""
    import uvicorn

    app = build_server(advisor).streamable_http_app(host=LOOPBACK)
    uvicorn.run(app, host=LOOPBACK, port=port, log_level="warning")
