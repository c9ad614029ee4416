"""What is known of an endpoint's ways: what it refused, so that it is left out from then on, and whether its model thinks aloud.

Kept as long as the author lives. A request is adapted, never the conversation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain.agents.middleware import ModelRequest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage, ToolMessage

_BY_HAND = 'TOOLS. To call one, write nothing but JSON: {"name": "reread", "arguments": {"moves": […]}}'


@dataclass(slots=True)
class Endpoint:
    """``lacks`` are parts of a request that were refused: ``usage``, ``tools``, ``system``, ``stream``; ``thinks``: a thought came without its opening tag."""

    lacks: set[str] = field(default_factory=set)
    thinks: bool = False

    def adapted(self, request: ModelRequest[Any]) -> ModelRequest[Any]:
        """``request`` without what the endpoint refuses."""
        if not self.lacks:
            return request
        settings = dict(request.model_settings)
        if "stream" in self.lacks:
            settings["stream"] = False
        elif "usage" in self.lacks:
            settings["stream_usage"] = False
        system, messages, tools = request.system_message, list(request.messages), request.tools
        if "tools" in self.lacks:
            system = SystemMessage("\n\n".join([system.text if system else "", _BY_HAND, *_described(tools)]).strip())
            messages, tools = list(_in_words(messages)), []
        if "system" in self.lacks and system is not None and messages:
            messages = [HumanMessage(f"{system.text}\n\n{messages[0].text}"), *messages[1:]]
            system = None
        return request.override(model_settings=settings, system_message=system, messages=messages, tools=tools)


def _described(tools: Sequence[Any]) -> Iterator[str]:
    for tool in tools:
        function = tool["function"] if isinstance(tool, dict) else {"name": tool.name, "description": tool.description}
        yield f"{function['name']}: {function['description']}"


def _in_words(messages: Sequence[AnyMessage]) -> Iterator[AnyMessage]:
    """Calls and results as words, for an endpoint that knows neither."""
    for message in messages:
        if isinstance(message, ToolMessage):
            yield HumanMessage(f"Result of {message.name}: {message.text}")
        elif isinstance(message, AIMessage) and message.tool_calls:
            written = [{"name": call["name"], "arguments": call["args"]} for call in message.tool_calls]
            yield AIMessage(json.dumps(written if len(written) > 1 else written[0], ensure_ascii=False))
        else:
            yield message
