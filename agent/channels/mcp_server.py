"""The Model Context Protocol: the advisor behind its gate, and the calculators, as tools of any MCP client.

``ask_advisor`` answers in words that have passed the gate, with citations and receipts. The calculators take fact ids of a
conversation or figures in words ("3000万元", "8%"), which are read by code and marked as given by the caller; their
results never enter a conversation. The passages that replies cite are resources. What is served is on standard input and output, or on the loopback address.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import secrets
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import quote, unquote

from mcp import MCPError
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextContent,
    TextResourceContents,
    Tool,
    ToolAnnotations,
)

from agent.calculators import Calculator
from agent.errors import AdvisorError
from agent.replies.making import facts_of
from agent.replies.model import Calculated, Reply
from agent.replies.schema import schema
from agent.service import Opened, Service
from agent.words import say
from tools.errors import InvalidInput, ToolError
from tools.tongues import languages

log = logging.getLogger(__name__)

ASK = "ask_advisor"
LOOPBACK = "127.0.0.1"
LONGEST_NAME = 200

_INSTRUCTIONS = (
    "Answers about AI-marketing budgets, computed or quoted, never made up. Prefer ask_advisor for questions in words. "
    "A calculator takes each figure as words (3000万元, USD 2 million, 8%, 45 people) or, with `conversation`, as the id of a "
    "fact of that conversation (U1, F2)."
)
_LANGUAGE = {
    "type": "string",
    "enum": list(languages()),
    "description": "language of the texts; the question's by default",
}
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
                return _told(await _ask(service, arguments))
            return _result(await asyncio.to_thread(_calculate, service, params.name, arguments))
        except InvalidInput as error:
            return _refused(error.in_language(language or "en"))
        except (ToolError, AdvisorError) as error:
            return _refused(str(error))
        except Exception:  # a mistake of ours ends one call, not the connection
            log.exception("the tool %s failed", params.name)
            return _refused("The call failed; nothing was computed.")

    async def list_resources(_: Any, params: PaginatedRequestParams | None) -> ListResourcesResult:
        return await asyncio.to_thread(_resources, service, (params.cursor if params else None) or "")

    async def list_templates(_: Any, __: PaginatedRequestParams | None) -> ListResourceTemplatesResult:
        return ListResourceTemplatesResult(resource_templates=[_TEMPLATE])

    async def read_resource(_: Any, params: ReadResourceRequestParams) -> ReadResourceResult:
        return await asyncio.to_thread(_read, service, str(params.uri))

    return Server(
        "ai-marketing-budget-advisor",
        title="AI marketing budget advisor",
        version=_version(),
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
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


def _told(data: dict[str, Any]) -> CallToolResult:
    """A reply whose text names its sources, for a client that shows nothing else."""
    lines = [
        f"[{c['number']}] {', '.join(filter(None, (c['document'], c['place'] or _line(c['line'], data['language']), c['date'])))}"
        f" <{uri_of(c['passage'])}>"
        for c in data["citations"]
    ]
    behind = f"\n\n{say('sources', data['language'])}\n" + "\n".join(lines) if lines else ""
    return CallToolResult(content=[TextContent(text=data["text"] + behind)], structured_content=data)


def _line(line: int, language: str) -> str:
    return say("line", language, line=line)


# -- passages as resources -----------------------------------------------------------------------------------------------

SCHEME = "passage://"
#: Resources told at a time.
PAGE = 200
_TEMPLATE = ResourceTemplate(
    name="passage",
    title="A passage of the sources",
    uri_template=SCHEME + "{passage}",
    description="A passage that replies cite, in its own language and in English where there is a translation.",
    mime_type="text/plain",
)


def uri_of(passage: str) -> str:
    """The address of a passage as a resource."""
    return SCHEME + quote(passage, safe="")


def _resources(service: Service, cursor: str) -> ListResourcesResult:
    """The passages in order, a page at a time; ``cursor`` is the number of those before it."""
    start = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 10 else 0
    found = list(itertools.islice(service.passages().values(), start, start + PAGE + 1))
    resources = [
        Resource(
            name=p.id,
            title=", ".join(filter(None, (p.document, p.place or f"line {p.line}", p.date))),
            uri=uri_of(p.id),
            mime_type="text/plain",
            description=" ".join(p.text.split())[:120],
        )
        for p in found[:PAGE]
    ]
    return ListResourcesResult(resources=resources, next_cursor=str(start + PAGE) if len(found) > PAGE else None)


def _read(service: Service, uri: str) -> ReadResourceResult:
    passage = service.passages().get(unquote(uri.removeprefix(SCHEME))) if uri.startswith(SCHEME) else None
    if passage is None:
        raise MCPError(
            code=INVALID_PARAMS, message=f"There is no passage {uri!r}; list the resources for those there are."
        )
    text = passage.text if not passage.translation else f"{passage.text}\n\n{passage.translation}"
    return ReadResourceResult(contents=[TextResourceContents(uri=uri, mime_type="text/plain", text=text)])


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
