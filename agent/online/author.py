"""The author that asks a model: one request with everything prepared, prose streamed through the gate.

A turn has one deadline and at most four requests, all causes together. Every way in which the model can fail ends in a
:class:`~agent.errors.ModelTrouble`, after which the advisor tells the turn offline. LangChain and the client are
imported when the first turn is told.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from agent.errors import ModelTrouble, Trouble
from agent.online.briefing import briefing
from agent.online.errand import Display, Errand
from agent.online.schemas import prompt
from agent.replies import Delta, Restart
from agent.settings import Settings
from agent.telling import Telling
from agent.turn import Turn
from tools.parameters import Framework

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph

    from agent.online.endpoint import Endpoint

    Agent = CompiledStateGraph[Any, Any, Any, Any]

_log = logging.getLogger(__name__)


class OnlineAuthor:
    """Tells turns with a model, any number at the same time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._built: tuple[Agent, Endpoint] | None = None
        self._building = threading.Lock()

    async def tell(self, turn: Turn) -> AsyncGenerator[Delta | Restart | Telling, None]:
        """The events of the turn, see :class:`~agent.telling.Author`."""
        deadline = asyncio.get_running_loop().time() + self._settings.turn_seconds
        errand = Errand(turn)
        display = Display(errand)
        try:
            async with aclosing(self._events(errand, display, deadline)) as events:
                async for event in events:
                    yield event
        except ModelTrouble as trouble:
            trouble.refused, trouble.kinds, trouble.usage = errand.refused, errand.kinds, errand.usage
            trouble.turn = errand.turn if errand.turn is not turn else None
            _log.warning("no reply from the model: %s", trouble)
            raise
        outcome = errand.outcome
        if outcome is None:
            raise ModelTrouble(Trouble.EMPTY, "the run ended without a reply", usage=errand.usage)
        for shown in display.finish(outcome):
            yield shown
        again = errand.turn if errand.turn is not turn else None
        yield Telling(outcome, errand.raw, errand.refused, errand.kinds, errand.usage, again, errand.dropped)

    async def _events(self, errand: Errand, display: Display, deadline: float) -> AsyncGenerator[Delta | Restart, None]:
        """What the run shows; whatever goes wrong in it comes out as :class:`ModelTrouble`."""
        try:
            async with asyncio.timeout_at(deadline):
                agent, endpoint = await self.warm_up(errand.turn.desk.framework)
            request = briefing(errand.turn)  # a millisecond: handing it to a thread takes longer
            errand.thinks = endpoint.thinks
            stream = _stream(agent, request, errand)
            async with aclosing(stream):
                while True:
                    async with asyncio.timeout_at(deadline):  # never around a yield: it would cancel the reader
                        piece = await anext(stream, None)
                    if piece is None:
                        break
                    display.begun = True
                    for event in display.take(*piece):
                        yield event
        except Exception as error:
            from agent.online.troubles import model_trouble

            raise model_trouble(error, begun=display.begun) from error

    async def warm_up(self, framework: Framework) -> tuple[Agent, Endpoint]:
        """The agent, built when it is first needed or sooner; the imports that this takes do not stop the event loop."""
        if self._built is None:
            return await asyncio.to_thread(self.build, framework)
        return self._built

    def build(self, framework: Framework) -> tuple[Agent, Endpoint]:
        """The agent, built once however many threads ask for it."""
        with self._building:
            if self._built is None:
                self._built = _build(self._settings, framework)
            return self._built


def _build(settings: Settings, framework: Framework) -> tuple[Agent, Endpoint]:
    from langchain.agents import create_agent

    from agent.models import open_model
    from agent.online.endpoint import Endpoint
    from agent.online.middleware import TurnMiddleware

    endpoint = Endpoint()
    agent: Agent = create_agent(
        open_model(settings),
        system_prompt=prompt("system"),
        middleware=[TurnMiddleware(framework, endpoint)],
        context_schema=Errand,
    )
    return agent, endpoint


async def _stream(agent: Agent, request: str, errand: Errand) -> AsyncGenerator[tuple[str, Any], None]:
    """Pieces of the model's messages, each with the request that it belongs to."""
    from langchain_core.messages import AIMessage, AIMessageChunk
    from langsmith import tracing_context

    stream = agent.astream({"messages": [{"role": "user", "content": request}]}, context=errand, stream_mode="messages")
    streamed: set[int] = set()
    async with aclosing(stream):  # type: ignore[type-var]
        while True:
            with tracing_context(enabled=False):  # conversations are nobody else's, whatever the environment says
                part: Any = await anext(stream, None)
            if part is None:
                return
            message, about = part
            if not isinstance(message, AIMessage) or about["langgraph_node"] != "model":
                continue
            # The middleware's own, cleaned copy of a message that was streamed comes last; it is no second message.
            if isinstance(message, AIMessageChunk):
                streamed.add(errand.requests)
            elif errand.requests in streamed:
                continue
            if told := message.usage_metadata:
                errand.spent.append((told["input_tokens"], told["output_tokens"]))
            yield message.text, errand.requests
