"""The turn as LangChain middleware: what comes from the model is cleaned, counted and judged; calls that are whole are run.

A thin skin: what is allowed and judged is ``errand``'s business, what an endpoint cannot do ``endpoint``'s. A call that arrived broken is never run, whatever
LangChain made of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from langchain.agents.middleware import (
    AgentMiddleware,
    AgentState,
    ModelRequest,
    ModelResponse,
    ToolCallRequest,
    hook_config,
)
from langchain_core.messages import AIMessage, HumanMessage, InvalidToolCall, ToolCall, ToolMessage
from langchain_core.tools import BaseTool, StructuredTool
from langgraph.runtime import Runtime

from agent.errors import ModelTrouble, Trouble
from agent.models import BROKEN
from agent.online import schemas, textcalls
from agent.online.cleaning import Cleaner
from agent.online.endpoint import Endpoint
from agent.online.errand import Errand
from agent.online.troubles import check_finished, refused_part
from agent.usage import allowance
from tools.parameters import Framework

BROKEN_CALL = "Not run: the arguments were cut off or are no JSON object. Call again with complete arguments."


class TurnMiddleware(AgentMiddleware[AgentState[Any], Any, Any]):
    """One for an agent; everything of a turn is in the run's context, an :class:`Errand`."""

    def __init__(self, framework: Framework, endpoint: Endpoint) -> None:
        super().__init__()
        self.endpoint = endpoint
        self.tools = [_placeholder(tool["function"]) for tool in schemas.described(framework)]

    # -- to and from the model ---------------------------------------------------------------------------------------------

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
    ) -> ModelResponse[Any]:
        work: Errand = request.runtime.context
        response = await self._asked(work, request, handler)
        message = response.result[-1]
        if not isinstance(message, AIMessage):
            raise ModelTrouble(Trouble.MALFORMED, f"a {type(message).__name__} from the model")
        message = self._cleaned(work, message)
        return ModelResponse(result=[*response.result[:-1], message], structured_response=None)

    async def _asked(
        self,
        work: Errand,
        request: ModelRequest[Any],
        handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        """The response, asked for without what the endpoint turns out to refuse."""
        while True:
            work.ask()
            if (allowed := allowance.get()) is not None and not await allowed():
                work.requests -= 1
                raise ModelTrouble(Trouble.DAILY_BOUND, "the caller's requests of the day are spent")
            try:
                return await handler(self.endpoint.adapted(request))
            except Exception as error:
                part = refused_part(error)
                if not part or part in self.endpoint.lacks:
                    raise
                self.endpoint.lacks.add(part)
                work.spent.append((0, 0))  # a refused request took no tokens

    def _cleaned(self, work: Errand, message: AIMessage) -> AIMessage:
        """``message`` with its words alone and its calls in one list, those that did not arrive whole marked."""
        cleaner = Cleaner(thinks=work.thinks)
        words = cleaner.feed(message.text)
        if cleaner.withdrawn or work.thinks:
            work.thinks = self.endpoint.thinks = True
        words = (words + cleaner.finish()).strip()
        invalid = [_as_call(call) for call in message.invalid_tool_calls]
        calls = [*message.tool_calls, *invalid]
        if not calls and not words and message.text.strip():
            found = textcalls.calls(message.text, frozenset(schemas.NAMES))
            calls = [
                ToolCall(name=name, args=dict(args), id=f"text_{work.requests}_{n}", type="tool_call")
                for n, (name, args) in enumerate(found)
            ]
        if not calls:
            check_finished(message, words, thought=cleaner.thought)
        elif (
            message.additional_kwargs.get("refusal")
            or message.response_metadata.get("finish_reason") == "content_filter"
        ):
            check_finished(message, words)
        work.called(len(calls))
        work.broken.update(map(str, message.additional_kwargs.get(BROKEN, ())))
        work.broken.update(str(call["id"]) for call in invalid)
        if message.response_metadata.get("finish_reason") == "length":
            work.broken.update(str(call["id"]) for call in calls)
        return message.model_copy(update={"content": words, "tool_calls": calls, "invalid_tool_calls": []})

    # -- calls -------------------------------------------------------------------------------------------------------------

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[Any]]
    ) -> ToolMessage:
        call = request.tool_call
        work: Any = request.runtime.context
        told, done = (BROKEN_CALL, False) if call["id"] in work.broken else work.run(call["name"], call["args"])
        return ToolMessage(
            told, tool_call_id=call["id"] or "", name=call["name"], status="success" if done else "error"
        )

    # -- the reply ---------------------------------------------------------------------------------------------------------

    @hook_config(can_jump_to=["model"])
    def after_model(self, state: AgentState[Any], runtime: Runtime[Any]) -> dict[str, Any] | None:
        """Judge a message that ends the run; those that call tools are on their way."""
        last = state["messages"][-1]
        if not isinstance(last, AIMessage) or last.tool_calls:
            return None
        complaint = runtime.context.judge(last.text)
        if complaint is None:
            return None
        return {"messages": [HumanMessage(complaint)], "jump_to": "model"}

    @hook_config(can_jump_to=["model"])
    async def aafter_model(self, state: AgentState[Any], runtime: Runtime[Any]) -> dict[str, Any] | None:
        return self.after_model(state, runtime)


def _placeholder(function: dict[str, Any]) -> BaseTool:
    """A tool as LangChain describes it to the model; its calls are run by the middleware."""

    def called(**_: Any) -> str:
        raise AssertionError("calls are run by the middleware")  # pragma: no cover

    return StructuredTool.from_function(
        func=called,
        name=function["name"],
        description=function["description"],
        args_schema=function["parameters"],
        infer_schema=False,
    )


def _as_call(call: InvalidToolCall) -> ToolCall:
    return ToolCall(name=call.get("name") or "unknown", args={}, id=call.get("id") or "unknown", type="tool_call")
