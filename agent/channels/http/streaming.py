"""``POST /v1/ask`` as a stream: typed events, with figures, receipts and the layout as they come.

Asked for with ``Accept: text/event-stream``. Whoever hangs up stops the turn, and the conversation stays as it was.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from agent.channels.http.ask import AskApi, AskRequest
from agent.channels.http.body import read_model
from agent.channels.http.callers import caller_of, check_id, stored_name
from agent.channels.http.engine import Engine
from agent.channels.http.handling import Api
from agent.channels.http.metrics import Metrics
from agent.channels.http.problems import Problem, database_unavailable
from agent.channels.http.spending import Spending, allowing
from agent.channels.http.tracing import traced
from agent.database import DatabaseUnavailable

if TYPE_CHECKING:
    from agent.replies import Answered, Delta, Span
    from agent.service import Service

log = logging.getLogger(__name__)

T = TypeVar("T")

#: Seconds of silence after which a comment keeps the connection open.
QUIET = 10.0
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class StreamApi(Api):
    """Answers ``/v1/ask`` with events where they are asked for, else hands the request on."""

    def __init__(self, engine: Engine, whole: AskApi, metrics: Metrics, spending: Spending | None = None) -> None:
        super().__init__(engine)
        self._whole = whole
        self._metrics = metrics
        self._spending = spending

    def routes(self) -> Sequence[BaseRoute]:
        return [Route("/v1/ask", self.ask, methods=["POST"])]

    async def ask(self, request: Request) -> Response:
        if not wants_events(request):
            return await self._whole.ask(request)
        caller = caller_of(request)
        asked = await read_model(request, AskRequest)
        conversation = check_id(asked.conversation) if asked.conversation is not None else fresh_id()
        self._engine.check()
        await self._engine.service(caller)
        told = self._told(asked, conversation, caller)
        return StreamingResponse(kept_open(told), media_type="text/event-stream", headers=HEADERS)

    async def _told(self, asked: AskRequest, conversation: str, caller: str) -> AsyncIterator[str]:
        yield event("turn", {"conversation": conversation})
        try:
            with (
                allowing(self._spending, caller),
                traced("turn", channel="ask") as span,
                self._metrics.turn("ask") as turn,
            ):
                async with (
                    self._engine.turn(caller) as service,
                    contextlib.aclosing(self._events(service, asked, conversation, caller)) as events,
                ):
                    async for text, reply in events:
                        turn.reply = reply or turn.reply
                        yield text
                if turn.reply is not None:
                    span.tell_turn(asked.message, turn.reply)
        except Problem as problem:
            yield event("problem", problem.body())
        except DatabaseUnavailable:
            yield event("problem", database_unavailable().body())
        except Exception:
            log.exception("a streamed answer failed")
            yield event("problem", Problem(500, "failed", "The answer failed; please ask again.").body())

    @staticmethod
    async def _events(
        service: Service, asked: AskRequest, conversation: str, caller: str
    ) -> AsyncGenerator[tuple[str, Answered | None], None]:
        """The events of the turn as text; with the last one the reply."""
        from agent.replies import Delta, Done, Restart

        telling, name = Telling(), stored_name(caller, conversation)
        events = service.stream(asked.message, conversation=name, language=asked.language, speaker=asked.speaker)
        async with contextlib.aclosing(events):
            async for found in events:
                match found:
                    case Delta() if found.text:
                        yield event("delta", telling.piece(found)), None
                    case Restart():
                        telling = Telling()
                        yield event("restart", {}), None
                    case Done(reply=reply):
                        yield event("reply", finished(reply, conversation)), reply


class Telling:
    """A reply as far as it was told: what of its layout and of its facts is out already."""

    def __init__(self) -> None:
        self._text = ""
        self._spans: list[Span] = []
        self._facts: set[str] = set()
        self._blocks: list[dict[str, Any]] = []

    def piece(self, delta: Delta) -> dict[str, Any]:
        """The fields of :class:`agent.replies.books.Piece`."""
        from agent.replies.blocks import blocks_of
        from agent.replies.turn import receipt

        self._text += delta.text
        self._spans += delta.spans
        blocks = blocks_of(self._text, self._spans)
        start = next(
            (n for n, (old, new) in enumerate(zip(self._blocks, blocks, strict=False)) if old != new),
            min(len(self._blocks), len(blocks)),
        )
        self._blocks = blocks
        new = [s.fact for s in delta.spans if s.fact not in self._facts]
        self._facts.update(new)
        facts = [delta.ledger[name] for name in dict.fromkeys(new)] if delta.ledger is not None else []
        language = "zh" if any("\u4e00" <= ch <= "\u9fff" for ch in self._text) else "en"
        return {
            "text": delta.text,
            "spans": [{"start": s.start, "end": s.end, "fact": s.fact, "statement": s.statement} for s in delta.spans],
            "facts": [receipt(delta.ledger, fact, language) for fact in facts] if delta.ledger is not None else [],
            "tail": {"start": start, "blocks": blocks[start:]},
        }


def finished(reply: Answered, conversation: str) -> dict[str, Any]:
    return {"reply": {**reply.to_json(), "conversation": conversation}}


def wants_events(request: Request) -> bool:
    """Whether the client asks for server-sent events."""
    return "text/event-stream" in request.headers.get("accept", "").lower()


def fresh_id() -> str:
    """A name for a conversation that was given none."""
    found = secrets.token_urlsafe(12)
    return found if found[0].isalnum() else f"c{found}"


def event(name: str, data: Any) -> str:
    """A server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n"


async def kept_open(events: AsyncIterator[str], *, quiet: float = QUIET) -> AsyncGenerator[str, None]:
    """``events`` with a comment in every silence, so that no proxy takes the connection for dead."""
    asking: asyncio.Task[str] | None = None
    try:
        while True:
            asking = asking or asyncio.ensure_future(_next(events))
            done, _ = await asyncio.wait({asking}, timeout=quiet)
            if not done:
                yield ": still here\n\n"
                continue
            found, asking = asking, None
            if (text := found.result()) == "":
                return
            yield text
    finally:
        if asking is not None:
            asking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asking
        if isinstance(events, AsyncGenerator):
            await events.aclose()


async def _next(events: AsyncIterator[str]) -> str:
    """The next event, empty at the end."""
    return await anext(events, "")
