"""The gate as LangChain middleware: a reply that fails is asked for again, one that fails twice ends the run.

A thin skin: what is judged and how often is :class:`~agent.grounding.policy.Attempts`. The run's context carries the attempts of its turn.
"""

from __future__ import annotations

from typing import Any, Protocol

from langchain.agents.middleware import AgentMiddleware, AgentState, hook_config
from langchain_core.messages import AIMessage, HumanMessage
from langgraph.runtime import Runtime

from agent.grounding.policy import Attempts


class Guarded(Protocol):
    """What the middleware needs of the run's context."""

    @property
    def attempts(self) -> Attempts: ...


class GateMiddleware(AgentMiddleware[AgentState[Any], Any, Any]):
    """Judges each message that ends a run; those that call tools are on their way."""

    @hook_config(can_jump_to=["model"])
    def after_model(self, state: AgentState[Any], runtime: Runtime[Any]) -> dict[str, Any] | None:
        last = state["messages"][-1]
        if not isinstance(last, AIMessage) or last.tool_calls:
            return None
        context: Guarded = runtime.context
        complaint = context.attempts.judge(last.text)
        if complaint is None:
            return None
        return {"messages": [HumanMessage(complaint)], "jump_to": "model"}

    @hook_config(can_jump_to=["model"])
    async def aafter_model(self, state: AgentState[Any], runtime: Runtime[Any]) -> dict[str, Any] | None:
        return self.after_model(state, runtime)
