"""The tools as a model gets them: one compact ``compute`` over the registry, called strictly.

A call that arrived broken is never run, whatever LangChain made of it; a refusal is a message that says what would do.
All of a run's calls are counted. What the tools compute is ``tools.registry``'s business.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from importlib.resources import files
from typing import Any, Protocol

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse, ToolCallRequest
from langchain_core.messages import AIMessage, InvalidToolCall, ToolCall, ToolMessage
from langchain_core.tools import BaseTool, StructuredTool

from agent.briefing import fact_line
from agent.errors import ModelTrouble, Trouble
from agent.models import BROKEN, check_finished
from tools import registry
from tools.catalogue import FRAMEWORK_TOOLS
from tools.desk import Desk
from tools.errors import ToolError
from tools.facts import Fact
from tools.identity import Label
from tools.money import CURRENCIES
from tools.parameters import Framework
from tools.registry import ArgumentKind, Tool

NAME = "compute"
#: Tool calls of one turn; a model that wants more is going in circles.
MAX_CALLS = 8
_LONGEST_RESULT = 1_200
#: More choices than this are named once for all tools.
_FEW_CHOICES = 6

BROKEN_CALL = "Not run: the arguments were cut off or are no JSON object. Call again with complete arguments."


class Workplace(Protocol):
    """What a call needs of the run's context."""

    broken: set[str]
    model_calls: int
    tool_calls: int

    @property
    def desk(self) -> Desk: ...
    @property
    def language(self) -> str: ...


def run(desk: Desk, name: str, arguments: Any, *, language: str) -> tuple[str, bool]:
    """What to tell the model of a call, and whether it was run. Its facts are then in the ledger."""
    if name == NAME and isinstance(arguments, Mapping):
        inner = arguments.get("arguments", {})
        if extra := sorted(set(arguments) - {"tool", "arguments"}):
            return f"{NAME} takes tool and arguments, not {', '.join(extra)}.", False
        name, arguments = str(arguments.get("tool", "")), inner
    if not isinstance(arguments, Mapping):
        return f"The arguments of {name} are an object of fact ids and constants.", False
    try:
        tool = registry.tool(name)
        result = registry.call(desk, name, _spelled_out(tool, desk.framework, arguments))
    except ToolError as error:
        return str(error), False
    told = [fact_line(fact, language) for fact in registry.facts_of(result)]
    told += _findings(result, language)
    return "\n".join(told)[:_LONGEST_RESULT] or "Done.", True


def compute_tool(framework: Framework) -> BaseTool:
    """The one tool, with every tool of the registry in its description."""

    def compute(**_: Any) -> str:
        raise AssertionError("calls are run by the middleware")  # pragma: no cover

    return StructuredTool.from_function(
        func=compute, name=NAME, description=_description(framework), args_schema=_schema(), infer_schema=False
    )


def _schema() -> dict[str, Any]:
    """Every argument is a string: the id of a fact or a constant. A number does not fit."""
    return {
        "type": "object",
        "properties": {
            "tool": {"type": "string"},
            "arguments": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "required": ["tool", "arguments"],
    }


def _description(framework: Framework) -> str:
    """Signatures of all tools; long enumerations stand once, at the end."""
    shared: dict[str, str] = {}
    lines = []
    for tool in FRAMEWORK_TOOLS:  # the others take figures whose roles a reader of the message has settled
        told = []
        for argument in tool.arguments:
            name = argument.name
            text = name + ("" if argument.required else "?")
            choices = argument.choices(framework) if argument.choices else ()
            short = [choice.partition(".")[2] or choice for choice in choices]
            if argument.kind is ArgumentKind.FACTS:
                text = "<kpi>..."
            elif choices == tuple(CURRENCIES):
                text += ":ISO code"
            elif len(choices) > _FEW_CHOICES or any(choice.startswith(f"{name}.") for choice in choices):
                shared[name] = "|".join(short)
            elif choices:
                text += ":" + "|".join(choices)
            told.append(text)
        lines.append(f"{tool.name}({','.join(told)})")
    preface = (files("agent") / "prompts" / "compute.txt").read_text(encoding="utf-8").strip()
    return "\n".join([preface, *lines, *(f"{name}: {choices}" for name, choices in shared.items())])


def _spelled_out(tool: Tool, framework: Framework, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """``arguments`` as the registry wants them: whole ids for short ones, and KPIs gathered where a tool takes several."""
    full: dict[str, Any] = dict(arguments)
    for argument in tool.arguments:
        choices = argument.choices(framework) if argument.choices else ()
        if argument.kind is ArgumentKind.CONSTANT:
            value = full.get(argument.name)
            if isinstance(value, str) and value not in choices:
                full[argument.name] = next((c for c in choices if c.partition(".")[2] == value), value)
        elif argument.kind is ArgumentKind.FACTS:
            names = {key: choice for choice in choices for key in (choice, choice.partition(".")[2])}
            loose = {names[key]: full.pop(key) for key in list(full) if key in names}
            given = full.get(argument.name, {})
            if isinstance(given, Mapping) and (loose or given):
                full[argument.name] = {**{names.get(k, k): v for k, v in given.items()}, **loose}
    return full


def _findings(value: Any, language: str, path: str = "") -> Iterator[str]:
    """What a result says besides its facts: yes or no, above or below, which layer."""
    if isinstance(value, bool):
        yield f"{path}: {'yes' if value else 'no'}"
    elif isinstance(value, Enum):
        yield f"{path}: {value.value}"
    elif isinstance(value, Label):
        yield f"{path}: {value.in_language(language)}"
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _findings(item, language, f"{path}[{number}]")
    elif is_dataclass(value) and not isinstance(value, type | Fact):
        name = getattr(value, "name", None)
        if isinstance(name, Label):  # a concept is its name
            yield f"{path}: {name.in_language(language)}"
            return
        for item in fields(value):
            yield from _findings(getattr(value, item.name), language, f"{path}.{item.name}" if path else item.name)


class ToolboxMiddleware(AgentMiddleware[AgentState[Any], Any, Any]):
    """Watches what comes from the model, and runs the calls that are whole."""

    def __init__(self, framework: Framework) -> None:
        super().__init__()
        self.tools = [compute_tool(framework)]

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        work: Workplace = request.runtime.context
        work.model_calls += 1
        response = await handler(request)
        message = response.result[-1]
        if not isinstance(message, AIMessage):
            raise ModelTrouble(Trouble.MALFORMED, f"a {type(message).__name__} from the model")
        check_finished(message)
        invalid = [_as_call(call) for call in message.invalid_tool_calls]
        calls = [*message.tool_calls, *invalid]
        work.tool_calls += len(calls)
        if work.tool_calls > MAX_CALLS:
            raise ModelTrouble(Trouble.TOO_MANY_CALLS, f"{work.tool_calls} tool calls")
        work.broken.update(message.additional_kwargs.get(BROKEN, ()))
        work.broken.update(str(call["id"]) for call in invalid)
        if message.response_metadata.get("finish_reason") == "length":
            work.broken.update(str(call["id"]) for call in calls)
        if invalid:
            message = message.model_copy(update={"tool_calls": calls, "invalid_tool_calls": []})
        return ModelResponse(result=[*response.result[:-1], message], structured_response=None)

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[Any]]
    ) -> ToolMessage:
        call = request.tool_call
        work: Any = request.runtime.context
        if call["id"] in work.broken:
            told, done = BROKEN_CALL, False
        else:
            told, done = run(work.desk, call["name"], call["args"], language=work.language)
        return ToolMessage(
            told, tool_call_id=call["id"] or "", name=call["name"], status="success" if done else "error"
        )


def _as_call(call: InvalidToolCall) -> ToolCall:
    return ToolCall(name=call.get("name") or "unknown", args={}, id=call.get("id") or "unknown", type="tool_call")
