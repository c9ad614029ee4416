"""The author that asks a model: one request with everything prepared, prose streamed through the gate.

A turn has one deadline and at most two replies. Every way in which the model can fail ends in a
:class:`~agent.errors.ModelTrouble`, after which the advisor tells the turn offline. LangChain and the client are
imported when the first turn is told.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from agent.advisor import Telling, Turn
from agent.briefing import briefing
from agent.errors import ModelTrouble, Trouble
from agent.grounding import Gate, StreamGate, Verdict
from agent.grounding.attempts import Attempts, Refused
from agent.replies import Delta, Restart
from agent.settings import Settings
from agent.usage import Usage
from tools.desk import Desk
from tools.parameters import Framework

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph

_log = logging.getLogger(__name__)

#: More raw text than this in one reply is no reply; the gate would refuse it anyway.
MAX_REPLY = 20_000


@dataclass(slots=True)
class Errand:
    """One turn on its way through the agent: the run's context, from which the middleware takes what it needs."""

    turn: Turn
    attempts: Attempts = field(init=False)
    broken: set[str] = field(default_factory=set)
    model_calls: int = 0
    tool_calls: int = 0
    spent: list[tuple[int, int]] = field(default_factory=list)  # tokens of the prompts and replies that were told
    _gate: Gate = field(init=False)
    _known: int = field(init=False)

    def __post_init__(self) -> None:
        self._gate, self._known = self.turn.gate, len(self.desk.ledger)
        self.attempts = Attempts(self._check)

    @property
    def usage(self) -> Usage:
        """What the turn took so far; tokens only if the endpoint told them of every request."""
        if len(self.spent) < self.model_calls:
            return Usage(self.model_calls, None, None)
        return Usage(self.model_calls, sum(read for read, _ in self.spent), sum(written for _, written in self.spent))

    def _check(self, text: str) -> Verdict:
        return self.gate.check(text)

    @property
    def desk(self) -> Desk:
        return self.turn.desk

    @property
    def language(self) -> str:
        return self.turn.language

    @property
    def gate(self) -> Gate:
        """A gate that knows every fact of the ledger, those just computed included."""
        if len(self.desk.ledger) != self._known:
            self._gate, self._known = self.turn.regate(), len(self.desk.ledger)
        return self._gate


@dataclass(slots=True)
class Display:
    """What of the model's messages may be shown, as they arrive. Only the last message is the reply."""

    errand: Errand
    shown: str = ""
    begun: bool = False
    _step: Any = None
    _gate: StreamGate | None = None
    _length: int = 0

    def take(self, text: str, step: Any) -> Iterator[Delta | Restart]:
        """Take a piece of the message of ``step``."""
        if self._gate is None or step != self._step:
            if self.shown:
                yield Restart()
            self.shown, self._length, self._step = "", 0, step
            self._gate = StreamGate(self.errand.gate)
        self._length += len(text)
        if self._length > MAX_REPLY:
            raise ModelTrouble(Trouble.MALFORMED, "the reply does not end")
        if passed := self._gate.feed(text):
            self.shown += passed
            yield Delta(passed)

    def finish(self, text: str) -> Iterator[Delta | Restart]:
        """Show what is left of the accepted ``text``."""
        if not text.startswith(self.shown):  # never seen; the accepted text is the checked one
            yield Restart()
            self.shown = ""
        if rest := text[len(self.shown) :]:
            self.shown = text
            yield Delta(rest)


class OnlineAuthor:
    """Tells turns with a model, any number at the same time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._agent: CompiledStateGraph[Any, Any, Any, Any] | None = None
        self._building = threading.Lock()

    async def tell(self, turn: Turn) -> AsyncGenerator[Delta | Restart | Telling, None]:
        """The events of the turn, see :class:`~agent.advisor.Author`."""
        deadline = asyncio.get_running_loop().time() + self._settings.turn_seconds
        errand = Errand(turn)
        display = Display(errand)
        try:
            async with aclosing(self._events(errand, display, deadline)) as events:
                async for event in events:
                    yield event
        except ModelTrouble as trouble:
            trouble.refused, trouble.kinds = errand.attempts.refused, errand.attempts.kinds
            trouble.usage = errand.usage
            _log.warning("no reply from the model: %s", trouble)
            raise
        verdict = errand.attempts.verdict
        if verdict is None:
            raise ModelTrouble(Trouble.EMPTY, "the run ended without a reply")
        for shown in display.finish(verdict.text):
            yield shown
        attempts = errand.attempts
        yield Telling(verdict, attempts.raw, attempts.refused, attempts.kinds, errand.usage)

    async def _events(self, errand: Errand, display: Display, deadline: float) -> AsyncGenerator[Delta | Restart, None]:
        """What the run shows; whatever goes wrong in it comes out as :class:`ModelTrouble`."""
        try:
            async with asyncio.timeout_at(deadline):
                agent = await self.warm_up(errand.desk.framework)
            stream = _stream(agent, briefing(errand.turn), errand)
            async with aclosing(stream):
                while True:
                    async with asyncio.timeout_at(deadline):  # never around a yield: it would cancel the reader
                        piece = await anext(stream, None)
                    if piece is None:
                        break
                    display.begun = True
                    for event in display.take(*piece):
                        yield event
        except Refused as error:
            raise ModelTrouble(Trouble.UNSUPPORTED_FIGURES, "both replies failed the check") from error
        except Exception as error:
            from agent.models import model_trouble

            raise model_trouble(error, begun=display.begun) from error

    async def warm_up(self, framework: Framework) -> CompiledStateGraph[Any, Any, Any, Any]:
        """The agent, built when it is first needed or sooner; the imports that this takes do not stop the event loop."""
        if self._agent is None:
            return await asyncio.to_thread(self.build, framework)
        return self._agent

    def build(self, framework: Framework) -> CompiledStateGraph[Any, Any, Any, Any]:
        """The agent, built once however many threads ask for it."""
        with self._building:
            if self._agent is None:
                self._agent = _build(self._settings, framework)
            return self._agent


def open_author(settings: Settings) -> OnlineAuthor:
    """The author that asks the model which ``settings`` name."""
    return OnlineAuthor(settings)


def _build(settings: Settings, framework: Framework) -> CompiledStateGraph[Any, Any, Any, Any]:
    from langchain.agents import create_agent

    from agent.grounding.middleware import GroundingMiddleware
    from agent.models import open_model
    from agent.toolbox import ToolboxMiddleware

    rules = (files("agent") / "prompts" / "system.txt").read_text(encoding="utf-8").strip()
    agent: CompiledStateGraph[Any, Any, Any, Any] = create_agent(
        open_model(settings),
        system_prompt=rules,
        middleware=[ToolboxMiddleware(framework), GroundingMiddleware()],
        context_schema=Errand,
    )
    return agent


async def _stream(
    agent: CompiledStateGraph[Any, Any, Any, Any], request: str, errand: Errand
) -> AsyncGenerator[tuple[str, Any], None]:
    """Pieces of the model's messages, each with the step that it belongs to."""
    from langchain_core.messages import AIMessage
    from langsmith import tracing_context

    stream = agent.astream({"messages": [{"role": "user", "content": request}]}, context=errand, stream_mode="messages")
    async with aclosing(stream):  # type: ignore[type-var]
        while True:
            with tracing_context(enabled=False):  # conversations are nobody else's, whatever the environment says
                part: Any = await anext(stream, None)
            if part is None:
                return
            message, about = part
            if isinstance(message, AIMessage) and about["langgraph_node"] == "model":
                if told := message.usage_metadata:
                    errand.spent.append((told["input_tokens"], told["output_tokens"]))
                yield message.text, about["langgraph_step"]
